"""What a request carries: the view of today, the language of its messages, and the other days it has opened."""

from dataclasses import dataclass, field
from datetime import date, datetime

import strawberry

from graph.errors import BadArgument
from graph.view import View

MOST_DAYS = 16


@dataclass
class Context:
    """`view` is today's; `language` (zh or en) that of error messages."""

    view: View
    language: str = "zh"
    _opened: dict[tuple[date, datetime | None], View] = field(default_factory=dict)

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


Info = strawberry.Info[Context, None]
