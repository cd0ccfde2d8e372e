"""The view of a day: the fields that `Query`, today's view, and `AsOf`, that of another day, have alike."""

import datetime
from typing import Annotated, TypeVar

import strawberry

import graph.view
from graph.analysis import directory
from graph.analysis.directory import Found
from graph.analysis.search import EntityKind
from graph.analysis.terms import CoverageGroupBy
from graph.model import Ref
from graph.vocabulary import FillStatus, OrganizationKind, SeatKind
from schema.absence import Absences
from schema.actors import Case, Community, Courtyard, District, Filling, Organization, Person, Subdistrict, WorkGroup, case_of, filling_of
from schema.audits import Audits
from schema.caselists import Filter as OfCases
from schema.caselists import InOrder, case_query
from schema.cases import case_by_number
from schema.chains import ChainOf, ResponsibilityChain, chain
from schema.common_problems import CommonProblems
from schema.communities import CommunityFilter, chosen
from schema.comparison import Comparisons
from schema.context import Info
from schema.coverage import Coverage, coverage
from schema.enums import CaseOrder
from schema.exploring import Exploring
from schema.fields import field
from schema.ids import Key, known_at, read_as
from schema.load import Loads
from schema.nodes import Entity, Node, Sight, Within
from schema.paging import MOST, MOST_OF_PLACES, Connection, Page
from schema.panel import Panels
from schema.reassignment import Reassigning
from schema.resilience import Resiliences
from schema.rules import CompositionRule, rules
from schema.search import SearchHit, hits
from schema.timeline import Timelines
from schema.turnover import Turnovers
from schema.words import both

E = TypeVar("E", bound=Entity)

Code = Annotated[str, strawberry.argument(description=both("区划代码", "A division's code."))]
Number = Annotated[str, strawberry.argument(description=both("问题编号", "A case's number."))]
Id = Annotated[strawberry.ID, strawberry.argument(description=both("任何视图的 id", "An id of any view."))]
Kinds = Annotated[list[OrganizationKind] | None, strawberry.argument(description=both("只要这些类别", "These kinds only."))]
SeatKinds = Annotated[list[SeatKind] | None, strawberry.argument(description=both("只要这些席位", "These seats only."))]
Statuses = Annotated[list[FillStatus] | None, strawberry.argument(description=both("只要这些状态", "These statuses only."))]
Text = Annotated[str, strawberry.argument(description=both("要找的文字", "What to look for."))]
EntityKinds = Annotated[list[EntityKind] | None, strawberry.argument(description=both("只要这些种类", "These kinds only."))]
Filter = Annotated[CommunityFilter | None, strawberry.argument(description=both("只要这样的", "Such ones only."))]
Of = Annotated[ChainOf, strawberry.argument(description=both("谁的责任链", "Whose chain."))]
GroupBy = Annotated[CoverageGroupBy | None, strawberry.argument(description=both("如何分组", "What the breakdown is by."))]


@strawberry.interface(description=both("某一天的视图", "The view of a day."))
class View(
    Absences,
    Audits,
    CommonProblems,
    Comparisons,
    Exploring,
    Loads,
    Panels,
    Reassigning,
    Resiliences,
    Timelines,
    Turnovers,
):
    view: strawberry.Private[graph.view.View]

    def list_key(self) -> str:
        return ""

    def _wrapped(self, kind: type[E], found: Found) -> E:
        return kind(view=self.view, snapshot=found.snapshot, actor=found.actor)

    def _by_code(self, kind: type[E], code: str) -> E | None:
        found = self.view.place(code)
        if found is None or found[1].kind != kind.__name__ or not directory.present(*found):
            return None
        return self._wrapped(kind, Found(*found))

    def _by_id(self, kind: type[E], id_: str) -> E | None:
        key = read_as(kind.__name__, id_)
        found = directory.find(self.view, key.district, Ref(key.type, key.key))
        return self._wrapped(kind, found) if found and directory.present(*found) else None

    @field("这一天(Asia/Shanghai)", "The day (Asia/Shanghai).")
    def date(self) -> datetime.date:
        return self.view.day

    @field("按这一时刻所知", "As known at this moment.")
    def known_at(self) -> datetime.datetime:
        return self.view.known_at

    @field("视图中任一事实改变时随之改变", "Changes whenever a fact in view changes.")
    def revision(self) -> str:
        return f"{self.view.revision}{self.view.ledger}"

    @field("区县", "Districts.", most=MOST_OF_PLACES)
    def districts(self, page: Page, within: Within = None) -> Connection[District] | None:
        return page.of(directory.listed(self.view, "District", within), lambda found: self._wrapped(District, found))

    @field("镇街", "Subdistricts and towns.", most=MOST_OF_PLACES)
    def subdistricts(self, page: Page, within: Within = None) -> Connection[Subdistrict] | None:
        return page.of(directory.listed(self.view, "Subdistrict", within), lambda found: self._wrapped(Subdistrict, found))

    @field("村(社区)", "Communities and villages.", most=MOST_OF_PLACES)
    def communities(self, page: Page, within: Within = None, filter: Filter = None) -> Connection[Community] | None:  # noqa: A002
        found = directory.listed(self.view, "Community", within)
        return page.of(chosen(found, filter), lambda f: self._wrapped(Community, f))

    @field("院坝、小区、楼栋", "Courtyards, estates and buildings.")
    def courtyards(self, page: Page, within: Within = None) -> Connection[Courtyard] | None:
        return page.of(directory.listed(self.view, "Courtyard", within), lambda found: self._wrapped(Courtyard, found))

    @field("单位", "Organisations.")
    def organizations(self, page: Page, within: Within = None, kinds: Kinds = None) -> Connection[Organization] | None:
        found = directory.organizations(self.view, kinds, within)
        return page.of(found, lambda f: self._wrapped(Organization, f))

    @field("区级部门", "Departments of the districts.")
    def departments(self, page: Page, within: Within = None) -> Connection[Organization] | None:
        found = directory.organizations(self.view, (OrganizationKind.DEPARTMENT,), within)
        return page.of(found, lambda f: self._wrapped(Organization, f))

    @field("人员", "People.")
    def people(self, page: Page, within: Within = None) -> Connection[Person] | None:
        return page.of(directory.listed(self.view, "Person", within), lambda found: self._wrapped(Person, found))

    @field("这一天在职的区级领导", "Those who hold a district leader's post on this day.")
    def district_leaders(self, page: Page, within: Within = None) -> Connection[Person] | None:
        return page.of(directory.district_leaders(self.view, within), lambda found: self._wrapped(Person, found))

    @field("这一天的党员", "Those who are Party members on this day.")
    def party_members(self, page: Page, within: Within = None) -> Connection[Person] | None:
        return page.of(directory.party_members(self.view, within), lambda found: self._wrapped(Person, found))

    @field("服务群众工作组", "Work groups.", most=MOST_OF_PLACES)
    def work_groups(self, page: Page, within: Within = None) -> Connection[WorkGroup] | None:
        return page.of(directory.listed(self.view, "WorkGroup", within), lambda found: self._wrapped(WorkGroup, found))

    @field("这一天所有在席者,只在纸面上的也在内", "Everybody in a seat on this day, those on paper only too.")
    def fillings(
        self, page: Page, within: Within = None, seat_kinds: SeatKinds = None, statuses: Statuses = None
    ) -> Connection[Filling] | None:
        rows = directory.fillings(self.view, within, seat_kinds, statuses)
        return page.of(rows, lambda row: filling_of(Sight(self.view, row[0]), row[1]))

    @field("到这一天为止收集的问题,状态为这一天结束时的", "Cases raised by this day, in the state when it is over.")
    async def cases(
        self,
        info: Info,
        page: Page,
        within: Within = None,
        filter: OfCases = None,  # noqa: A002
        order_by: InOrder = CaseOrder.RAISED_DESC,
    ) -> Connection[Case] | None:
        found = await info.context.books.page(case_query(info, self.view, page, filter, order_by, within))
        return page.of_asked(found.total, found.files, lambda file: case_of(self.view, file))

    @field("区县;这一天没有则为空", "Null: no such thing on this day.")
    def district(self, code: Code) -> District | None:
        return self._by_code(District, code)

    @field("镇街;这一天没有则为空", "Null: no such thing on this day.")
    def subdistrict(self, code: Code) -> Subdistrict | None:
        return self._by_code(Subdistrict, code)

    @field("村(社区);这一天没有则为空", "Null: no such thing on this day.")
    def community(self, code: Code) -> Community | None:
        return self._by_code(Community, code)

    @field("院坝;这一天没有则为空", "Null: no such thing on this day.")
    def courtyard(self, code: Code) -> Courtyard | None:
        return self._by_code(Courtyard, code)

    @field("单位;这一天没有则为空", "Null: no such thing on this day.")
    def organization(self, id: Id) -> Organization | None:  # noqa: A002
        return self._by_id(Organization, id)

    @field("人员;没有则为空", "Null: no such person.")
    def person(self, id: Id) -> Person | None:  # noqa: A002
        return self._by_id(Person, id)

    @field("工作组;这一天没有则为空", "Null: no such thing on this day.")
    def work_group(self, id: Id) -> WorkGroup | None:  # noqa: A002
        return self._by_id(WorkGroup, id)

    @field(
        "问题,按编号;没有,或这一天尚未收集,则为空。两个区县有同一编号,是错误",
        "A case by its number. Null: no such case, or not yet raised on this day. A number of two districts is an error.",
    )
    async def case(self, info: Info, number: Number) -> Case | None:
        return await case_by_number(info.context.books, self.view, number)

    @field(
        f"按名称、代码、全拼或拼音首字母查找,问题按编号;最相近的在前。问题至多 {MOST} 件,按编号取前",
        f"Find by name, code, full pinyin or initials, cases by number; the nearest first. Of cases the first {MOST} by number.",
    )
    async def search(
        self, info: Info, page: Page, text: Text, within: Within = None, kinds: EntityKinds = None
    ) -> Connection[SearchHit] | None:
        found = await hits(info.context.books, self.view, text, within, kinds)
        return page.of(found, lambda hit: SearchHit(view=self.view, hit=hit))

    @field("这一天有效的组成规则", "The composition rules in force on this day.")
    def composition_rules(self) -> list[CompositionRule] | None:
        return rules(self.view)

    @field("覆盖情况", "Is every community linked?")
    def coverage(self, within: Within = None, group_by: GroupBy = None) -> Coverage | None:
        return coverage(self.view, within, group_by)

    @field(
        "各级由谁负责;没有这个问题、院坝或村(社区)则为空",
        "Who answers at each level? Null: no such case, courtyard or community.",
    )
    async def responsibility_chain(self, info: Info, of: Of) -> ResponsibilityChain | None:
        return await chain(info.context, self.view, of)


@strawberry.type(description=both("另一天的视图", "The view of another day."))
class AsOf(View, Node):
    def place_in_graph(self) -> tuple[str, str]:
        return "", ""

    @field("视图的 id,总是带着日期", "The id of the view: it always carries the day.")
    def id(self) -> strawberry.ID:
        return strawberry.ID(str(Key("AsOf", "", "", self.view.day, known_at(self.view))))
