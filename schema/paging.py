"""Pages of lists by the Relay rules. A wrong size or a cursor of another list is an error, never an empty list."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

import strawberry

from graph.errors import BadArgument, BadCursor
from schema.ids import packed, unpacked
from schema.words import both

T = TypeVar("T")
R = TypeVar("R")
USUAL = 50
MOST = 100
_LONGEST = 2**53
MOST_OF_PLACES = 1_000
"""The cap of lists of divisions, work groups, and of both sides of a measure."""


@strawberry.type(description=both("一页的位置", "Where a page stands in its list."))
class PageInfo:
    has_next_page: bool = strawberry.field(description=both("后面还有", "There is more after it."))
    has_previous_page: bool = strawberry.field(description=both("前面还有", "There is more before it."))
    start_cursor: str | None = strawberry.field(description=both("本页第一项的游标", "The cursor of its first item."))
    end_cursor: str | None = strawberry.field(description=both("本页最后一项的游标", "The cursor of its last item."))


@strawberry.type(description=both("列表中的一项", "An item of a list."))
class Edge(Generic[T]):
    cursor: str = strawberry.field(description=both("这一项的位置,翻页用", "Its place in the list, for paging."))
    node: T = strawberry.field(description=both("这一项", "The item."))


@strawberry.type(description=both("列表的一页", "A page of a list."))
class Connection(Generic[T]):
    edges: list[Edge[T]] = strawberry.field(description=both("本页各项", "The items of this page."))
    page_info: PageInfo = strawberry.field(description=both("本页的位置", "Where this page stands."))
    total_count: int = strawberry.field(description=both("全部项数", "How many items the whole list has."))


class Window(NamedTuple):
    """Which items to ask for of a list whose length is not known yet: so many after the first `skip`, or the last so many of those."""

    skip: int
    limit: int
    from_end: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What a caller asks of a list. `list_` says which one: day, moment, revisions, and a digest of the field and its arguments."""

    list_: tuple[str, ...]
    most: int = MOST
    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    def of(self, rows: Sequence[R], wrap: Callable[[R], T]) -> Connection[T]:
        """The page of these rows that was asked for. Errors: BadArgument, BadCursor."""
        start, end = self._span(len(rows))
        return self._connection(len(rows), start, end, rows[start:end], wrap)

    def of_asked(self, total: int, rows: Sequence[R], wrap: Callable[[R], T | None]) -> Connection[T]:
        """The page as `window` had it asked for; what cannot be shown is left out. Errors: BadArgument, BadCursor."""
        return self._connection(total, *self._span(total), rows, wrap)

    def _connection(self, total: int, start: int, end: int, rows: Iterable[R], wrap: Callable[[R], T | None]) -> Connection[T]:
        nodes = ((self._cursor(start + i), wrap(row)) for i, row in enumerate(rows))
        info = PageInfo(
            has_next_page=end < total,
            has_previous_page=start > 0,
            start_cursor=self._cursor(start) if start < end else None,
            end_cursor=self._cursor(end - 1) if start < end else None,
        )
        return Connection(edges=[Edge(cursor=c, node=node) for c, node in nodes if node is not None], page_info=info, total_count=total)

    def window(self) -> Window:
        """What to ask of a list that is elsewhere. Errors: BadArgument, BadCursor."""
        first, last = self._sizes()
        start = 0 if self.after is None else self._position(self.after, _LONGEST) + 1
        if last is not None and self.before is None:
            return Window(start, last, from_end=True)
        end = _LONGEST if self.before is None else self._position(self.before, _LONGEST)
        if last is not None:
            start = max(start, end - last)
        return Window(start, max(0, min(end - start, last or first or USUAL)))

    def _span(self, length: int) -> tuple[int, int]:
        first, last = self._sizes()
        start = 0 if self.after is None else self._position(self.after, length) + 1
        end = length if self.before is None else self._position(self.before, length)
        end = max(start, end)
        if last is not None:
            return max(start, end - last), end
        return start, min(end, start + (first or USUAL))

    def _sizes(self) -> tuple[int | None, int | None]:
        if self.first is not None and self.last is not None:
            raise BadArgument(argument="first, last", value=f"{self.first}, {self.last}", cure="请只给一个。/ Give one of them only.")
        for name, size in (("first", self.first), ("last", self.last)):
            if size is not None and not 1 <= size <= self.most:
                raise BadArgument(argument=name, value=size, cure=f"请给出 1 至 {self.most}。/ Give 1 to {self.most}.")
        return self.first, self.last

    def _cursor(self, position: int) -> str:
        return packed([*self.list_, str(position)])

    def _position(self, cursor: str, length: int) -> int:
        *list_, position = unpacked(cursor) or [""]
        if tuple(list_) != self.list_ or not position.isdecimal() or int(position) >= length:
            raise BadCursor(value=cursor[:80])
        return int(position)


def digest(*parts: object) -> str:
    """A short name for which list this is."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
