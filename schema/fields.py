"""How a field of the API is declared: described in both languages, and paged where it is a list without a natural bound."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol, TypeVar, get_origin

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.extensions.field_extension import FieldExtension
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.base import has_object_definition

from graph.errors import BadArgument
from graph.view import View
from schema.context import Info
from schema.ids import known_at
from schema.paging import MOST, Connection, Page, digest
from schema.words import both

F = TypeVar("F", bound=Callable[..., Any])
MOST_LISTED = 250
"""The longest list that an argument takes."""

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


class _Bounded(FieldExtension):
    """Bounds the lists that go in, counts those that come out, and packs the four arguments of a page into the one that resolvers take."""

    def __init__(self, most: int | None) -> None:
        self.most = most

    def resolve(self, next_: Callable[..., Any], source: Any, info: Info, **asked: Any) -> Any:
        return self._counted(info, next_(source, info, **self._checked(source, info, asked, "")))

    async def resolve_async(self, next_: Callable[..., Any], source: Any, info: Info, **asked: Any) -> Any:
        return self._counted(info, await next_(source, info, **self._checked(source, info, asked, info.context.view.ledger)))

    def _checked(self, source: Any, info: Info, asked: dict[str, Any], ledger: str) -> dict[str, Any]:
        """`ledger`: its revision, for what waits; what does not wait is of structure alone."""
        for name, value in _each(asked):
            if isinstance(value, list) and len(value) > MOST_LISTED:
                raise BadArgument(argument=name, value=len(value), cure=f"最多 {MOST_LISTED} 项。/ Give {MOST_LISTED} at most.")
        return asked if self.most is None else _packed(source, info, asked, self.most, ledger)

    def _counted(self, info: Info, answer: Any) -> Any:
        items = answer.edges if isinstance(answer, Connection) else answer
        info.context.count(len(items) if isinstance(items, list) else 0)
        return answer


def _each(asked: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The arguments, and the fields of those that are input objects."""
    for name, value in asked.items():
        yield name, value
        if has_object_definition(value):
            yield from ((f"{name}.{inner}", part) for inner, part in vars(value).items())


def _packed(source: Listing, info: Info, asked: dict[str, Any], most: int, ledger: str) -> dict[str, Any]:
    sizes = {name: asked.pop(name, None) for name, _, _ in _PAGE}
    view, moment = source.view, known_at(source.view)
    which = digest(type(source).__name__, source.list_key(), info.python_name, sorted(asked.items()))
    list_ = (view.day.isoformat(), moment.isoformat() if moment else "", view.revision, ledger, which)
    return {**asked, "page": Page(list_, most, **sizes)}


def _page_arguments() -> list[StrawberryArgument]:
    return [StrawberryArgument(name, None, StrawberryAnnotation(type_ | None), description=text) for name, type_, text in _PAGE]


def field(zh: str, en: str, most: int = MOST, name: str | None = None) -> Callable[[F], F]:
    """Declare a resolver as a field. One with an argument `page` is a paged list with pages of at most `most`.

    `name`: what the API calls it, where Python could not.
    """

    def declare(resolver: F) -> F:
        declared: Any = strawberry.field(resolver, name=name, description=both(zh, en))
        paged = any(argument.python_name == "page" for argument in declared.arguments)
        arguments = [argument for argument in declared.arguments if argument.python_name != "page"]
        for argument in arguments:
            argument.default = strawberry.UNSET if argument.default is None else argument.default
        declared.arguments = arguments + (_page_arguments() if paged else [])
        if arguments or paged or get_origin(resolver.__annotations__.get("return")) is list:
            declared.extensions.append(_Bounded(most if paged else None))
        return declared  # type: ignore[no-any-return]

    return declare
