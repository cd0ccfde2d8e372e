"""Over a window of days: the spells in which something stays as it is, found from the finitely many days on which it can change."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from graph.errors import BadArgument, DateOutOfRange
from graph.view import View

T = TypeVar("T")
R = TypeVar("R")


class Window(NamedTuple):
    """The days from `since` to the day before `until`."""

    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days


@dataclass(frozen=True, slots=True)
class Spell(Generic[T]):
    """What holds on each of these days."""

    window: Window
    value: T


class Spells(Generic[T]):
    """Spells end to end over a window; neighbours differ."""

    def __init__(self, window: Window, turning: Iterable[date], value: Callable[[date], T]) -> None:
        """`value` can change on `turning` days only, in or out of the window; of a window of one day they are not looked at."""
        inside = {day for day in turning if window.since < day < window.until} if window.days > 1 else set()
        self.window = window
        self._firsts: list[date] = []
        self._values: list[T] = []
        for day in sorted(inside | {window.since}):
            found = value(day)
            if not self._values or found != self._values[-1]:
                self._firsts.append(day)
                self._values.append(found)

    @property
    def turning(self) -> Sequence[date]:
        """The first day of every spell but the first."""
        return self._firsts[1:]

    def at(self, day: date) -> T:
        """What holds on a day of the window."""
        return self._values[bisect_right(self._firsts, day) - 1]

    def __iter__(self) -> Iterator[Spell[T]]:
        return self.within(self.window)

    def within(self, part: Window) -> Iterator[Spell[T]]:
        """The spells of some days of the window, cut at both ends."""
        at, last = bisect_right(self._firsts, part.since) - 1, len(self._firsts) - 1
        since = part.since
        while since < part.until:
            until = part.until if at == last else min(self._firsts[at + 1], part.until)
            yield Spell(Window(since, until), self._values[at])
            since, at = until, at + 1


def asked(view: View, since: date, until: date) -> Window:
    """The window that a question names. Errors: BadArgument where it has no day; DateOutOfRange where not all may be asked for."""
    if since >= until:
        raise BadArgument(argument="until", value=until, cure="须在 since 之后。/ It must come after since.")
    first, last = view.first_day, date.fromordinal(until.toordinal() - 1)
    if first is None or since < first or last > view.today:
        raise DateOutOfRange(value=since if first is None or since < first else last, first=first or "-", last=view.today)
    return Window(since, until)
