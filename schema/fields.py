"""How a field of the API is declared: described in both languages, and paged where it is a list without a natural bound."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar, get_origin

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.extensions.field_extension import FieldExtension
from strawberry.types.arguments import StrawberryArgument

from graph.view import View
from schema.context import Info
from schema.ids import known_at
from schema.paging import MOST, Page, digest
from schema.words import both

F = TypeVar("F", bound=Callable[..., Any])

_PAGE = (
    ("first", int, both("从前往后取几项,默认 50", "So many items from the start; 50 where neither first nor last is given.")),
    ("after", str, both("从这个游标之后起", "Begin after this cursor.")),
    ("last", int, both("从后往前取几项", "So many items from the end.")),
    ("before", str, both("到这个游标之前止", "End before this cursor.")),
)


class Listing(Protocol):
    """A type with paged lists: its view, and what tells its lists from those of others of its type."""

    view: View

    def list_key(self) -> str: ...


class _Paged(FieldExtension):
    """Packs the four arguments of a page into the one that the resolver takes."""

    def __init__(self, most: int) -> None:
        self.most = most

    def resolve(self, next_: Callable[..., Any], source: Listing, info: Info, **asked: Any) -> Any:
        sizes = {name: asked.pop(name, None) for name, _, _ in _PAGE}
        view, moment = source.view, known_at(source.view)
        which = digest(type(source).__name__, source.list_key(), info.python_name, sorted(asked.items()))
        list_ = (view.day.isoformat(), moment.isoformat() if moment else "", view.revision, which)
        connection = next_(source, info, page=Page(list_, self.most, **sizes), **asked)
        info.context.count(len(connection.edges))
        return connection


class _Counted(FieldExtension):
    """Counts the items of a list that has no pages."""

    def resolve(self, next_: Callable[..., Any], source: Any, info: Info, **asked: Any) -> Any:
        items = next_(source, info, **asked)
        info.context.count(len(items))
        return items


def _page_arguments() -> list[StrawberryArgument]:
    return [StrawberryArgument(name, None, StrawberryAnnotation(type_ | None), description=text) for name, type_, text in _PAGE]


def field(zh: str, en: str, most: int = MOST) -> Callable[[F], F]:
    """Declare a resolver as a field. One with an argument `page` is a paged list with pages of at most `most`."""

    def declare(resolver: F) -> F:
        declared: Any = strawberry.field(resolver, description=both(zh, en))
        paged = any(argument.python_name == "page" for argument in declared.arguments)
        arguments = [argument for argument in declared.arguments if argument.python_name != "page"]
        for argument in arguments:
            argument.default = strawberry.UNSET if argument.default is None else argument.default
        declared.arguments = arguments + (_page_arguments() if paged else [])
        if paged:
            declared.extensions.append(_Paged(most))
        elif get_origin(resolver.__annotations__.get("return")) is list:
            declared.extensions.append(_Counted())
        return declared  # type: ignore[no-any-return]

    return declare
