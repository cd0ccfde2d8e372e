"""Which complaints became common problems, and at which level they were solved."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import strawberry

import graph.view
from graph.analysis import common_problems as answers
from graph.model import CaseQuery, CaseText
from graph.vocabulary import Level
from schema.actors import Case, case_of
from schema.caselists import lists
from schema.context import Info
from schema.fields import field
from schema.ids import known_at
from schema.limits import MOST_ITEMS
from schema.nodes import Within
from schema.paging import Connection, Page
from schema.scalars import Count
from schema.words import both

Cases = Annotated[int, strawberry.argument(description=both("至少几件问题", "Of so many cases at least."))]
Communities = Annotated[int, strawberry.argument(description=both("至少在几个村(社区)", "In so many communities at least."))]


@strawberry.type(
    description=both(
        "共性问题:同属一件共性问题的,或同一类别且描述相近(token_set_ratio 不低于 85)的;与其中一件相近即在其中。重复、不受理、撤回的不计",
        "Similar cases: instances of the same one, or of the same category and with texts alike (token_set_ratio of 85 or more); what is "
        "like one of them belongs to them. Duplicates, and what was rejected or withdrawn, do not count.",
    )
)
class CommonProblem:
    view: strawberry.Private[graph.view.View]
    problem: strawberry.Private[answers.CommonProblem]

    def list_key(self) -> str:
        return f"{self.problem.case.district}/{self.problem.case.key}"

    @field(
        "代表这一问题的:其余多属于它的那件;没有则为涉及户数最多的,再为最早的",
        "The one that speaks for all: which most are instances of, else of most households, else the earliest.",
    )
    async def case(self, info: Info) -> Case:
        (case,) = await _shown(info, self.view, [self.problem.case])
        return case

    @field("几件", "How many cases.")
    def case_count(self) -> int:
        return len(self.problem.cases)

    @field("在几个村(社区)", "In how many communities.")
    def community_count(self) -> int:
        return len(self.problem.communities)

    @field(
        "至少涉及的户数:每个村(社区)取所载最大的,相加;均未记载则为空",
        "At least so many households: the most that a case of each community tells, added up. Null: no case tells.",
    )
    def households(self) -> int | None:
        return self.problem.households

    @field(
        "在哪一级解决:代表者所在的级别,否则为多数所在的级别;均未解决则为空",
        "At which level it was solved: that of the case that speaks for all, else of most. Null: solved at none.",
    )
    def solved_level(self) -> Level | None:
        return self.problem.solved_level

    @field("这一问题的各件,代表者在最前,其余最近的在前", "Its cases: the one that speaks for all, then the latest.")
    async def cases(self, info: Info, page: Page) -> Connection[Case]:
        wanted = page.of(self.problem.cases, lambda text: text)
        shown = await _shown(info, self.view, [edge.node for edge in wanted.edges]) if lists(info) else []
        return page.of_asked(wanted.total_count, shown, lambda case: case)


async def _shown(info: Info, view: graph.view.View, texts: Sequence[CaseText]) -> list[Case]:
    """These cases in full."""
    files = await asyncio.gather(*(info.context.books.file(text.district, text.key) for text in texts))
    return [case for file in files if file and (case := case_of(view, file))]


@strawberry.type(description=both("列表的一页", "A page of a list."))
class CommonProblemConnection(Connection[CommonProblem]):
    compared: Count = strawberry.field(description=both("比较了几件问题", "How many cases were compared."))
    left_out: Count = strawberry.field(
        description=both(
            f"太多而未比较的较早问题,至多比较最近的 {MOST_ITEMS} 件",
            f"The earlier ones that were too many: the latest {MOST_ITEMS} are compared.",
        )
    )


@strawberry.type
class CommonProblems:
    view: strawberry.Private[graph.view.View]

    @field(
        "哪些问题成了共性问题,件数多的在前。问题太多时只比较最近的,见 leftOut",
        "Which complaints became common problems, those of most cases first. Of too many cases the latest are compared: see leftOut.",
    )
    async def common_problems(
        self, info: Info, page: Page, within: Within = None, cases: Cases = 3, communities: Communities = 2
    ) -> CommonProblemConnection | None:
        query = _query(self.view, within)
        texts = await info.context.books.texts(query)
        total = len(texts) if len(texts) < query.limit else await info.context.books.count(query)
        found = await asyncio.to_thread(answers.common_problems, texts, cases, communities)
        listed = page.of(found, lambda problem: CommonProblem(view=self.view, problem=problem))
        return CommonProblemConnection(**vars(listed), compared=Count(len(texts)), left_out=Count(total - len(texts)))


def _query(view: graph.view.View, within: Within) -> CaseQuery:
    """The cases that may be of a common problem. Errors: UnknownDivision."""
    districts = tuple(part.snapshot.district for part in view.scope(within))
    states = tuple(state.value for state in answers.COUNTED)
    return CaseQuery(districts, view.day, known_at(view), None if within is None else tuple(within), states, limit=MOST_ITEMS)
