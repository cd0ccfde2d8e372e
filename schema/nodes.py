"""What things of the API have alike: an id that carries its view; a key and a label; a name; a span of days; a source."""

from typing import Annotated, NamedTuple, Protocol, TypeVar

import strawberry

from graph.interval import Interval, PartialDate
from graph.model import Actor, Link, Ref
from graph.snapshot import Snapshot
from graph.view import View
from schema.enums import Language
from schema.fields import field
from schema.ids import identify
from schema.scalars import stated
from schema.sources import Source, source_of
from schema.words import both

InLanguage = Annotated[Language, strawberry.argument(description=both("文字的语言", "The language of the text."))]
Within = Annotated[
    list[str] | None,
    strawberry.argument(
        description=both(
            "区划代码,6、9、12 或 15 位;不填即全部", "Division codes of 6, 9, 12 or 15 digits; left out, all that the caller may see."
        )
    ),
]


@strawberry.interface(description=both("有 id 的对象", "A thing with an id."))
class Node:
    view: strawberry.Private[View]

    def place_in_graph(self) -> tuple[str, str]:
        """The district and the key within it, by which the thing is found again."""
        raise NotImplementedError

    def list_key(self) -> str:
        return "/".join(self.place_in_graph())

    @field(
        "对象的 id;非当日视图或指定所知时刻的视图中,id 还带着日期与时刻。作为参数,任何视图的 id 都可用,日期由所查询的视图决定",
        "In the view of another day, or as known at another moment, an id carries these too. As an argument, an id of any view is taken; "
        "the view asked decides the day.",
    )
    def id(self) -> strawberry.ID:
        return identify(self.view, type(self).__name__, *self.place_in_graph())


@strawberry.interface(description=both("图中的实体", "A thing of the graph."))
class Entity(Node):
    snapshot: strawberry.Private[Snapshot]
    actor: strawberry.Private[Actor]

    def place_in_graph(self) -> tuple[str, str]:
        return self.actor.district, self.actor.key

    @field(
        "各视图中相同的键:区划的代码、问题的编号,其余为图中的标识",
        "The same in every view: a division's code, a case's number, else the id kept in the graph.",
    )
    def key(self) -> str:
        return self.actor.key

    @field("显示用的名称", "What to call it.")
    def label(self, language: InLanguage = Language.ZH) -> str:
        return self.actor.text("name") or self.actor.key

    def lasts(self) -> Interval:
        """From when to when it exists."""
        return self.actor.interval


@strawberry.type
class Named(Entity):
    @field("名称", "Its name on this day.")
    def name(self) -> str:
        return self.actor.text("name")


@strawberry.type
class Lasting:
    def lasts(self) -> Interval:
        raise NotImplementedError

    @field("自何日起", "The first day.")
    def since(self) -> PartialDate | None:
        return stated(self.lasts().since)

    @field("至何日止(不含)", "The day before which it ended.")
    def until(self) -> PartialDate | None:
        return stated(self.lasts().until)


@strawberry.type
class Fact(Node, Lasting):
    """A dated link of the graph."""

    snapshot: strawberry.Private[Snapshot]
    link: strawberry.Private[Link]

    def place_in_graph(self) -> tuple[str, str]:
        return self.link.district, self.link.key

    def lasts(self) -> Interval:
        return self.link.interval

    @field("出处", "Where it was learnt.")
    def source(self) -> Source | None:
        return source_of(self.link)


class Seen(Protocol):
    """Whatever is seen in a view, through the snapshot of its district."""

    @property
    def view(self) -> View: ...

    @property
    def snapshot(self) -> Snapshot: ...


class Sight(NamedTuple):
    """A view and the snapshot of one district in it."""

    view: View
    snapshot: Snapshot


E = TypeVar("E", bound=Entity)


def seen(kind: type[E], by: Seen, ref: Ref) -> E:
    """A thing as it is seen where another one is."""
    return kind(view=by.view, snapshot=by.snapshot, actor=by.snapshot.actor(ref))
