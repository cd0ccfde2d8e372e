"""Pages of lists by the Relay rules. A wrong size or a cursor of another list is an error, never an empty list."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import strawberry

from graph.errors import BadArgument, BadCursor
from schema.ids import packed, unpacked
from schema.words import both

T = TypeVar("T")
R = TypeVar("R")
USUAL = 50
MOST = 100
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


@dataclass(frozen=True, slots=True)
class Page:
    """What a caller asks of a list. `list_` says which one: day, moment, revision, and a digest of the field and its arguments."""

    list_: tuple[str, ...]
    most: int = MOST
    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    def of(self, rows: Sequence[R], wrap: Callable[[R], T]) -> Connection[T]:
        """The page of these rows that was asked for. Errors: BadArgument, BadCursor."""
        start, end = self._span(len(rows))
        edges = [Edge(cursor=self._cursor(i), node=wrap(rows[i])) for i in range(start, end)]
        info = PageInfo(
            has_next_page=end < len(rows),
            has_previous_page=start > 0,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        )
        return Connection(edges=edges, page_info=info, total_count=len(rows))

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
