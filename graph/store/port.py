"""The one way to the record, as two faces. Everything above sees these and never a driver."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from graph.model import CaseFile, CasePage, CaseQuery, CaseText, Closing, Counters, Facts, ImportFacts, Plan, Receipt


@dataclass(frozen=True, slots=True)
class StoreConfig:
    """Where the record is. Without `uri` an embedded server keeps it in the data folder. Deadlines are in seconds.

    `wait_seconds`: how long to wait for another writer. `port`: of the embedded server; 0 takes any that is free.
    """

    data: Path
    uri: str | None = None
    user: str = "neo4j"
    password: str = ""
    database: str | None = None
    read_seconds: float = 30.0
    write_seconds: float = 120.0
    wait_seconds: float = 10.0
    port: int = 0


class Reader(Protocol):
    """The read face. Errors: StoreUnavailable, StoreFailed, DeadlineExceeded."""

    async def revisions(self) -> Mapping[str, Counters]:
        """District code → its counters; every district that has records. One statement."""

    async def load(self, district: str) -> Facts:
        """All facts of a district, retracted ones too, at one revision: read again if the counter moved meanwhile.

        A district without records has the revision 0 and no facts.
        """

    async def import_facts(self, import_id: str) -> ImportFacts | None:
        """What there is to know of an import before it is undone; None where there is none of that id."""


class LedgerReader(Protocol):
    """The read face of cases: counted, filtered and ordered in the database, a constant number of bounded statements each.

    What takes more than one is of one moment: read again if a counter moved meanwhile. Errors: as Reader.
    """

    async def cases(self, query: CaseQuery) -> CasePage:
        """A page of cases. Two statements between two looks at the counters."""

    async def cases_by_place(self, query: CaseQuery, codes: Sequence[str]) -> Mapping[str, CasePage]:
        """The same page for each of these division codes: one level of a query, as many statements however many codes."""

    async def case_files(self, number: str, districts: Sequence[str]) -> Sequence[CaseFile]:
        """The cases of that number, one a district at the most."""

    async def count_states(self, query: CaseQuery) -> Mapping[str, int]:
        """State → how many cases the query's filters leave; paging is not looked at. One statement."""

    async def count_cases(self, query: CaseQuery, asked: Sequence[CaseQuery]) -> Sequence[int]:
        """How many of the cases that the query's filters leave each of these asks for: same districts, places, day and moment, other
        filters. One statement, one pass over the cases."""

    async def case_texts(self, query: CaseQuery) -> Sequence[CaseText]:
        """What the cases that the query's filters leave are about: the latest raised first, `limit` of them at most. One statement."""

    async def closings(self, query: CaseQuery, codes: Sequence[str], since: date, until: date) -> Sequence[Closing]:
        """The cases of these communities that the query's filters leave and that were handled from `since` on and before `until`:
        by the last handling up to the query's day, where its month is known. In the order of communities and days, `limit` of them
        at most. One statement."""

    async def ledger_facts(self, district: str, keys: Sequence[str]) -> Facts:
        """What is recorded of the cases of these keys, for an import to compare with; `revision` is the counter of the ledger."""


class Writer(Protocol):
    """The write face. One writer at a time."""

    def writing(self) -> AbstractAsyncContextManager[None]:
        """The right to write, held from planning to commit; within it, it is free. Error: Busy if another holds it too long."""

    async def commit(self, plan: Plan, expected: int, receipt: Receipt, ledger: int | None = None) -> int:
        """Write a plan whole or not at all and return the district's counter of structure.

        `expected` is the counter that the plan was made on (0: the district is new), `ledger` that of the ledger, where the plan was
        made on cases too. A plan moves the counters of what it writes: one of cases alone costs nobody a reload.

        A plan too large for one transaction goes in by parts, and none of it is seen before all of it is there.

        Errors: Conflict if a counter has moved, TooLarge before the first statement where what it changes and retracts is too much for
        one transaction, Busy if another writer holds the lock too long.
        A receipt already written returns the counter and writes nothing, so that a commit of unknown outcome (StoreUnavailable,
        DeadlineExceeded) may be repeated.
        """

    async def refresh(self) -> None:
        """Move every counter, so that facts changed by hand are read again."""


class Store(Reader, LedgerReader, Writer, Protocol):
    """Both faces, and its life."""

    async def prepare(self) -> None:
        """Make the constraints and indexes; safe to repeat."""

    async def healthy(self) -> bool:
        """Does the server answer within the deadline?"""

    async def ensure(self) -> None:
        """Bring the server back where it is ours and has died; nothing for one that others keep. Error: CannotStart."""

    async def close(self) -> None: ...
