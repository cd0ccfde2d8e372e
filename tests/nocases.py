"""For stores of tests that hold no cases."""

from collections.abc import Mapping, Sequence
from datetime import date

from graph.model import CaseFile, CasePage, CaseQuery, CaseText, Closing, Facts, ImportFacts


class NoCases:
    """The read face of an empty ledger."""

    async def cases(self, query: CaseQuery) -> CasePage:
        return CasePage(0, ())

    async def cases_by_place(self, query: CaseQuery, codes: Sequence[str]) -> Mapping[str, CasePage]:
        return {code: CasePage(0, ()) for code in codes}

    async def case_files(self, number: str, districts: Sequence[str]) -> Sequence[CaseFile]:
        return ()

    async def count_cases(self, query: CaseQuery, asked: Sequence[CaseQuery]) -> Sequence[int]:
        return [0 for _ in asked]

    async def count_states(self, query: CaseQuery) -> Mapping[str, int]:
        return {}

    async def case_texts(self, query: CaseQuery) -> Sequence[CaseText]:
        return ()

    async def closings(self, query: CaseQuery, codes: Sequence[str], since: date, until: date) -> Sequence[Closing]:
        return ()

    async def ledger_facts(self, district: str, keys: Sequence[str]) -> Facts:
        return Facts(district, 0)

    async def import_facts(self, import_id: str) -> ImportFacts | None:
        return None

    async def refresh(self) -> None: ...
