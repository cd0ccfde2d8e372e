"""What a request carries: the view of today, the ledger, the language of its messages, and what it has used of its share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

import strawberry

from graph.errors import BadArgument
from graph.store.port import LedgerReader
from graph.view import View
from schema import limits
from schema.books import Books


@dataclass
class Context:
    """`view` is today's; `ledger` is where cases are; `language` (zh or en) that of error messages.

    `shared`: the ledger as requests read it that are pages of one answer.
    """

    view: View
    ledger: LedgerReader
    language: str = "zh"
    shared: Books | None = None
    _opened: dict[tuple[str, date, datetime | None], View] = field(default_factory=dict)
    _items: int = 0

    @cached_property
    def books(self) -> Books:
        """The ledger as this request reads it."""
        return self.shared or Books(self.ledger)

    def open(self, day: date, known_at: datetime | None = None) -> View:
        """The same facts on another day; each day is opened once.

        Errors: DateOutOfRange; BadArgument beyond MOST_DAYS different days in one request.
        """
        return self._once("asked for", self.view.as_of, day, known_at)

    def reach(self, day: date, known_at: datetime | None = None) -> View:
        """The same facts on a day that a record tells of, before the first record too. Errors: BadArgument as `open`."""
        return self._once("told of", self.view.reopen, day, known_at)

    def _once(self, how: str, opened: Callable[[date, datetime | None], View], day: date, known_at: datetime | None) -> View:
        key = (how, day, known_at)
        if key not in self._opened:
            if len(self._opened) == limits.MOST_DAYS:
                cure = f"一次请求最多打开 {limits.MOST_DAYS} 个日期。/ One request opens {limits.MOST_DAYS} days at most."
                raise BadArgument(argument="date", value=day, cure=cure)
            self._opened[key] = opened(day, known_at)
        return self._opened[key]

    def count(self, items: int) -> None:
        """Count items of lists: lists within lists multiply. Errors: TooMuch beyond MOST_ITEMS in one request."""
        self._items += items
        if self._items > limits.MOST_ITEMS:
            raise limits.TooMuch(most=limits.MOST_ITEMS)


Info = strawberry.Info[Context, None]
