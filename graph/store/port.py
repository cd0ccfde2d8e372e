"""The one way to the record, as two faces. Everything above sees these and never a driver."""

from collections.abc import Mapping
from typing import Protocol

from graph.model import Facts, Plan, Receipt


class Reader(Protocol):
    """The read face. Errors: StoreUnavailable, StoreFailed, DeadlineExceeded."""

    async def revisions(self) -> Mapping[str, int]:
        """District code → its counter of structure; every district that has records. One statement."""

    async def load(self, district: str) -> Facts:
        """All facts of a district, retracted ones too, at one revision: read again if the counter moved meanwhile."""


class Writer(Protocol):
    """The write face. One writer at a time."""

    async def commit(self, plan: Plan, expected: int, receipt: Receipt) -> int:
        """Write a plan whole or not at all and return the district's new counter.

        `expected` is the counter that the plan was made on (0: the district is new). Errors: Conflict if it has moved, TooLarge
        before the first statement, Busy if another writer holds the lock too long. A receipt already written returns the counter
        and writes nothing, so that a commit of unknown outcome may be repeated.
        """


class Store(Reader, Writer, Protocol):
    """Both faces, and its life."""

    async def prepare(self) -> None:
        """Make the constraints and indexes; safe to repeat."""

    async def healthy(self) -> bool:
        """Does the server answer within the deadline?"""

    async def close(self) -> None: ...
