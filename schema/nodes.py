"""What every thing of the API has: an id that carries its view, and, for things of the graph, a key and a label."""

from typing import Annotated

import strawberry

from graph.model import Actor
from graph.snapshot import Snapshot
from graph.view import View
from schema.enums import Language
from schema.fields import field
from schema.ids import identify
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
