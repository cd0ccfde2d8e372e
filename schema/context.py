"""What a request carries: the view of today, the language of its messages, and what it has used of its share."""

from dataclasses import dataclass, field
from datetime import date, datetime

import strawberry

from graph.errors import BadArgument, GovernanceError
from graph.view import View

MOST_DAYS = 16
MOST_ITEMS = 20_000


class TooMuch(GovernanceError):
    code = "COST_LIMIT"
    zh = "一次请求最多取 {most} 项。请缩小每页,或分几次查询。"
    en = "One request gives {most} items at most. Ask for smaller pages, or in several requests."


@dataclass
class Context:
    """`view` is today's; `language` (zh or en) that of error messages."""

    view: View
    language: str = "zh"
    _opened: dict[tuple[date, datetime | None], View] = field(default_factory=dict)
    _items: int = 0

    def open(self, day: date, known_at: datetime | None = None) -> View:
        """The same facts on another day; each day is opened once.

        Errors: DateOutOfRange; BadArgument beyond MOST_DAYS different days in one request.
        """
        if (day, known_at) not in self._opened:
            if len(self._opened) == MOST_DAYS:
                cure = f"一次请求最多打开 {MOST_DAYS} 个日期。/ One request opens {MOST_DAYS} days at most."
                raise BadArgument(argument="date", value=day, cure=cure)
            self._opened[day, known_at] = self.view.as_of(day, known_at)
        return self._opened[day, known_at]

    def count(self, items: int) -> None:
        """Count items of lists: lists within lists multiply. Errors: TooMuch beyond MOST_ITEMS in one request."""
        self._items += items
        if self._items > MOST_ITEMS:
            raise TooMuch(most=MOST_ITEMS)


Info = strawberry.Info[Context, None]
