"""What a search finds, and why."""

import strawberry

from graph.analysis import search as answers
from graph.analysis.search import EntityKind, MatchKind
from graph.model import CaseQuery
from graph.view import View
from schema.actors import HEART, Case, case_of
from schema.books import Books
from schema.caselists import known
from schema.fields import field
from schema.ids import known_at
from schema.nodes import Entity
from schema.paging import MOST
from schema.words import both


@strawberry.type(description=both("搜索所得", "What a search has found."))
class SearchHit:
    view: strawberry.Private[View]
    hit: strawberry.Private[answers.Hit]

    @field("实体", "The thing.")
    def entity(self) -> Entity:
        snapshot, actor = self.hit.found
        if self.hit.case:
            return Case(view=self.view, snapshot=snapshot, actor=actor, answer=self.hit.case)
        return HEART[actor.kind](view=self.view, snapshot=snapshot, actor=actor)

    @field("匹配上的文字", "The text that matched.")
    def matched(self) -> str:
        return self.hit.matched

    @field("按什么匹配", "What it was found by.")
    def by(self) -> MatchKind:
        return self.hit.by


async def hits(books: Books, view: View, text: str, within: list[str] | None, kinds: list[EntityKind] | None) -> tuple[answers.Hit, ...]:
    """What matches a text; of cases the first by number, MOST at the most. Errors: BadArgument, UnknownDivision."""
    if kinds is not None and EntityKind.CASE not in kinds:
        return answers.search(view, text, within, kinds)
    districts = tuple(s.district for s in view.snapshots)
    query = CaseQuery(districts, view.day, known_at(view), known(view, within), number=answers.begun(text), limit=MOST)
    found = (case_of(view, file) for file in (await books.page(query)).files)
    return answers.search(view, text, within, kinds, [case.answer for case in found if case])
