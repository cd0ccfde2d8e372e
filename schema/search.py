"""What a search finds, and why."""

import strawberry

from graph.analysis import search as answers
from graph.analysis.search import MatchKind
from graph.view import View
from schema.actors import HEART
from schema.fields import field
from schema.nodes import Entity
from schema.words import both


@strawberry.type(description=both("搜索所得", "What a search has found."))
class SearchHit:
    view: strawberry.Private[View]
    hit: strawberry.Private[answers.Hit]

    @field("实体", "The thing.")
    def entity(self) -> Entity:
        snapshot, actor = self.hit.found
        return HEART[actor.kind](view=self.view, snapshot=snapshot, actor=actor)

    @field("匹配上的文字", "The text that matched.")
    def matched(self) -> str:
        return self.hit.matched

    @field("按什么匹配", "What it was found by.")
    def by(self) -> MatchKind:
        return self.hit.by
