"""What one request reads of the ledger, which is in the database: a level of a query at once, never a row at a time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from strawberry.dataloader import DataLoader

from graph.casebook import files
from graph.model import CaseFile, CasePage, CaseQuery, CaseText, Closing
from graph.store.port import LedgerReader
from schema import limits


class Books:
    """The ledger as one request reads it. What several rows of one list ask for is gathered, and read by one call."""

    def __init__(self, ledger: LedgerReader) -> None:
        self._ledger = ledger
        self._pages: DataLoader[tuple[CaseQuery, str], CasePage] = DataLoader(self._read_pages)
        self._counts: DataLoader[tuple[CaseQuery, tuple[CaseQuery, ...]], Sequence[int]] = DataLoader(self._read_counts)
        self._files: DataLoader[tuple[str, str], CaseFile | None] = DataLoader(self._read_files)

    async def page(self, query: CaseQuery) -> CasePage:
        """A page of cases."""
        return await self._ledger.cases(query)

    async def page_of(self, query: CaseQuery, code: str) -> CasePage:
        """The same page of the cases of one division. Errors: TooMuch."""
        return await self._pages.load((query, code))

    async def count(self, query: CaseQuery) -> int:
        """How many cases a query's filters leave."""
        return sum((await self._ledger.count_states(query)).values())

    async def counts(self, query: CaseQuery, asked: Sequence[CaseQuery]) -> Sequence[int]:
        """How many of a query's cases each of these leaves, counted together, and once."""
        return await self._counts.load((query, tuple(asked))) if asked else ()

    async def texts(self, query: CaseQuery) -> Sequence[CaseText]:
        """What cases are about, the latest raised first, as many as the query takes."""
        return await self._ledger.case_texts(query)

    async def closings(self, query: CaseQuery, codes: Sequence[str], since: date, until: date) -> Sequence[Closing]:
        """The cases of these communities that were handled in a window."""
        return await self._ledger.closings(query, codes, since, until)

    async def numbered(self, number: str, districts: Sequence[str]) -> Sequence[CaseFile]:
        """The cases of a number, one a district at the most."""
        return await self._ledger.case_files(number, districts)

    async def file(self, district: str, key: str) -> CaseFile | None:
        """A case by its key; None where there is none."""
        return await self._files.load((district, key))

    async def _read_pages(self, keys: list[tuple[CaseQuery, str]]) -> list[CasePage]:
        codes: defaultdict[CaseQuery, list[str]] = defaultdict(list)
        for query, code in keys:
            codes[query].append(code)
        if sum(query.limit * len(of_query) for query, of_query in codes.items()) > limits.MOST_ITEMS:
            raise limits.TooMuch(most=limits.MOST_ITEMS)
        pages = {query: await self._ledger.cases_by_place(query, of_query) for query, of_query in codes.items()}
        return [pages[query][code] for query, code in keys]

    async def _read_counts(self, keys: list[tuple[CaseQuery, tuple[CaseQuery, ...]]]) -> list[Sequence[int]]:
        return [await self._ledger.count_cases(query, asked) for query, asked in keys]

    async def _read_files(self, keys: list[tuple[str, str]]) -> list[CaseFile | None]:
        wanted: defaultdict[str, list[str]] = defaultdict(list)
        for district, key in keys:
            wanted[district].append(key)
        found = {district: files(await self._ledger.ledger_facts(district, of_district)) for district, of_district in wanted.items()}
        return [found[district].get(key) for district, key in keys]
