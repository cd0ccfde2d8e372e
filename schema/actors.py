"""The recursive heart: where places, organisations, posts, people, work groups and cases lead, by the dated facts that tie them together.

A type wraps one record and the snapshot that shows it; `seen(...)` follows a reference to another. What things say of themselves is in
`places`, `offices`, `seats` and `dockets`.
"""

from collections.abc import Iterable
from typing import TypeVar

import strawberry

from graph import courtyards, model
from graph import snapshot as records
from graph.analysis import cases as answers
from graph.analysis.directory import became, is_member, members
from graph.analysis.fillings import last_post
from graph.analysis.terms import Basis, Strictness
from graph.courtyards import Charge
from graph.deputies import deputies
from graph.interval import Interval, PartialDate
from graph.model import CaseFile, Ref
from graph.qualification import post_unit, represented
from graph.snapshot import existed
from graph.view import View
from schema.caselists import Filter, InOrder, case_query
from schema.context import Info
from schema.dockets import Docket
from schema.enums import CaseOrder
from schema.fields import field
from schema.nodes import Entity, Fact, Lasting, Named, Seen, seen
from schema.offices import Office, Position
from schema.paging import MOST_OF_PLACES, Connection, Page
from schema.places import Counted, Equipped, Located
from schema.ratios import InBasis, InStrictness, Ratio, linkage
from schema.rollup import RolledUp
from schema.scalars import stated
from schema.seats import Chair, Standing
from schema.words import both

C = TypeVar("C", bound="InCharge")

# ---- places


@strawberry.interface(description=both("区划或院坝", "A place."))
class Place(Located, RolledUp):
    @field("所属的上一级", "The place that it lies in.")
    def parent(self) -> "Place | None":
        outer = self.snapshot.parent(self.actor.ref)
        return None if outer is None else place(self, outer)

    @field(
        "到这一天为止,经合并、分设、更名后成为哪些区划",
        "Which places this one became, by mergers, splits and renamings up to this day.",
    )
    def succeeded_by(self) -> list["Place"]:
        return [place(self, ref) for ref in became(self.snapshot, self.actor.ref)]

    @field(
        "辖区内村(社区)的三级联动完整率;院坝则为院坝覆盖率",
        "Complete three-level linkage (K5) of this place's communities; of a courtyard, its coverage (K9).",
    )
    def linkage(self, strictness: InStrictness = Strictness.STRICT, basis: InBasis = Basis.EFFECTIVE) -> Ratio:
        return linkage(self.view, self.actor, strictness, basis)


@strawberry.type(description=both("区县", "A district."))
class District(Place):
    @field("辖下镇街", "Its subdistricts and towns.", most=MOST_OF_PLACES)
    def subdistricts(self, page: Page) -> Connection["Subdistrict"]:
        return page.of(members(self.snapshot, "IN_DISTRICT", self.actor.ref), lambda ref: seen(Subdistrict, self, ref))


@strawberry.type(description=both("街道、镇或乡", "A subdistrict, town or township."))
class Subdistrict(Place):
    @field("所属区县", "Its district.")
    def district(self) -> District:
        return seen(District, self, self.snapshot.parent(self.actor.ref) or Ref("District", self.actor.district))

    @field("辖下村(社区)", "Its communities and villages.", most=MOST_OF_PLACES)
    def communities(self, page: Page) -> Connection["Community"]:
        return page.of(members(self.snapshot, "IN_SUBDISTRICT", self.actor.ref), lambda ref: seen(Community, self, ref))


@strawberry.type(description=both("村或社区", "A community or village."))
class Community(Place, Counted):
    @field("所属镇街", "Its subdistrict or town.")
    def subdistrict(self) -> Subdistrict:
        return seen(Subdistrict, self, self.snapshot.parent(self.actor.ref) or Ref("Subdistrict", self.actor.key[:9]))

    @field("辖下院坝", "Its courtyards.")
    def courtyards(self, page: Page) -> Connection["Courtyard"]:
        there = courtyards.courtyards(self.snapshot, self.actor.ref) + courtyards.undated(self.snapshot, self.actor.ref)
        return page.of(sorted(actor.ref for actor in there), lambda ref: seen(Courtyard, self, ref))

    @field("联系它的工作组:按规定一个;没有或有两个,正是审计所查", "One by rule; none and two are what audits look for.")
    def work_groups(self) -> list["WorkGroup"]:
        return [seen(WorkGroup, self, ref) for ref in self.snapshot.groups(self.actor.ref)]

    @field("反映于此的问题", "The cases raised in it.")
    async def cases(
        self,
        info: Info,
        page: Page,
        filter: Filter = None,  # noqa: A002
        order_by: InOrder = CaseOrder.RAISED_DESC,
    ) -> Connection["Case"]:
        query = case_query(info, self.view, page, filter, order_by)
        found = await info.context.books.page_of(query, self.actor.key)
        return page.of_asked(found.total, found.files, lambda file: case_of(self.view, file))


@strawberry.type(description=both("院坝、小区或楼栋", "A courtyard, an estate or a building."))
class Courtyard(Place, Equipped):
    def lasts(self) -> Interval:
        """While its community does."""
        return courtyards.life(self.snapshot.history, self.actor.ref)

    @field("所在村(社区)", "Its community.")
    def community(self) -> Community:
        return seen(Community, self, self.snapshot.parent(self.actor.ref) or Ref("Community", self.actor.key[:12]))

    @field(
        "院坝长:按规定一人;任期届满仍在册者为空挂(TERM_EXPIRED)",
        "Its head: one by rule. In the books after the term: status GHOST, reason TERM_EXPIRED.",
    )
    def heads(self) -> list["Headship"]:
        return _charges(Headship, self, courtyards.heads(self.snapshot, self.actor.ref))

    @field("联系它的党员", "The Party members who link it.")
    def links(self) -> list["Linking"]:
        return _charges(Linking, self, courtyards.links(self.snapshot, self.actor.ref))

    @field("联系它的党员人数", "How many Party members link it.")
    def link_count(self) -> int:
        return len(courtyards.links(self.snapshot, self.actor.ref))


PLACES: dict[str, type[Place]] = {t.__name__: t for t in (District, Subdistrict, Community, Courtyard)}


def place(by: Seen, ref: Ref) -> Place:
    """A place as the type of its level."""
    return seen(PLACES[ref.kind], by, ref)


# ---- organisations, posts, people


@strawberry.type(description=both("单位", "An organisation."))
class Organization(Office, RolledUp):
    @field("上级单位", "The unit that it is part of.")
    def parent(self) -> "Organization | None":
        return next((seen(Organization, self, x.end) for x in self.snapshot.out("UNIT_OF", self.actor.ref)), None)

    @field("下级单位", "Its units.")
    def children(self, page: Page) -> Connection["Organization"]:
        return page.of(members(self.snapshot, "UNIT_OF", self.actor.ref), lambda ref: seen(Organization, self, ref))

    @field("管理或驻在的区划", "What it governs, or where it is based.")
    def places(self) -> list[Place]:
        links = (x for type_ in ("GOVERNS", "BASED_IN") for x in self.snapshot.out(type_, self.actor.ref))
        return [place(self, x.end) for x in links]

    @field("到这一天为止由哪些单位承继", "The organisations that succeeded it by this day.")
    def succeeded_by(self) -> list["Organization"]:
        return [seen(Organization, self, ref) for ref in became(self.snapshot, self.actor.ref)]

    @field("所设职务", "Its posts.")
    def posts(self, page: Page) -> Connection["Post"]:
        return page.of(members(self.snapshot, "POST_IN", self.actor.ref), lambda ref: seen(Post, self, ref))

    @field("代表它的席位", "The seats that represent it.")
    def seats(self, page: Page) -> Connection["Seat"]:
        asked = (self.snapshot.seat(ref) for ref in members(self.snapshot, "REPRESENTS", self.actor.ref))
        return page.of([seat for seat in asked if seat], lambda seat: seat_of(self, seat))


@strawberry.type(description=both("职务", "A post."))
class Post(Position):
    @field("所在单位", "Its organisation.")
    def organization(self) -> Organization:
        unit = post_unit(self.snapshot.history, self.actor.ref)
        assert unit is not None, "a post stands in an organisation"
        return seen(Organization, self, unit)

    @field("这一天谁任此职", "Who holds it on this day.")
    def holdings(self) -> list["Holding"]:
        return _holdings(self, self.snapshot.into("HOLDS", self.actor.ref))


@strawberry.type(description=both("人员", "A person."))
class Person(Named):
    @field("是否虚构的示例人员", "Is it an invented person of a sample?")
    def is_synthetic(self) -> bool:
        return self.actor.flag("isSynthetic")

    @field("这一天是否党员", "A Party member on this day?")
    def is_party_member(self) -> bool:
        return is_member(self.snapshot, self.actor.ref)

    @field("这一天所任职务", "The posts held on this day.")
    def holdings(self) -> list["Holding"]:
        return _holdings(self, self.snapshot.out("HOLDS", self.actor.ref))

    @field("这一天所在席位", "The seats that this person is in the books for on this day.")
    def fillings(self) -> list["Filling"]:
        return fillings_of(self, self.snapshot.out("FILLS", self.actor.ref))

    @field("这一天任院坝长的院坝", "The courtyards that this person is in the books for as head on this day.")
    def headships(self) -> list["Headship"]:
        return _charges(Headship, self, courtyards.charges_of(self.snapshot, self.actor.ref, "HEADS"))

    @field("这一天联系的院坝", "The courtyards that this person links on this day.")
    def links(self) -> list["Linking"]:
        return _charges(Linking, self, courtyards.charges_of(self.snapshot, self.actor.ref, "LINKS"))


@strawberry.type(description=both("某人在一段时间任某职务", "Somebody holds a post for a time."))
class Holding(Fact):
    @field("任职的人;无权知晓时为空", "Who; null where the caller may not know.")
    def person(self) -> Person | None:
        return seen(Person, self, self.link.start)

    @field("职务", "The post.")
    def post(self) -> Post:
        return seen(Post, self, self.link.end)


def _holdings(by: Seen, links: Iterable[model.Link]) -> list[Holding]:
    return [Holding(view=by.view, snapshot=by.snapshot, link=link) for link in links]


# ---- work groups


@strawberry.type(description=both("服务群众工作组", "A mass-service work group."))
class WorkGroup(Named, Lasting):
    @field("文号", "The document it rests on.")
    def basis_document(self) -> str | None:
        return self.actor.text("basisDocument") or None

    def lasts(self) -> Interval:
        """Its own life where that is told, else its service: of this day, or the last before it."""
        own, ref = self.actor.interval, self.actor.ref
        serves = self.snapshot.out("SERVES", ref) or self.snapshot.history.out("SERVES", ref)
        return own if own != Interval() or not serves else serves[-1].interval

    @field("定点联系的村(社区)", "The communities that it serves.")
    def serves(self) -> list[Community]:
        return [seen(Community, self, x.end) for x in self.snapshot.out("SERVES", self.actor.ref)]

    @field("席位", "Its seats.")
    def seats(self) -> list["Seat"]:
        return [seat_of(self, seat) for seat in self.snapshot.seats(self.actor.ref)]

    @field("牵头负责人:按规定一人", "Its head: one by rule.")
    def heads(self) -> list["Filling"]:
        seats = self.snapshot.seats(self.actor.ref)
        return [filling_of(self, f) for seat in seats for f in seat.fillings if f.link.flag("isHead")]


@strawberry.type(description=both("工作组的席位", "A seat of a work group."))
class Seat(Chair):
    @field("所代表的单位", "The organisation that it represents.")
    def represents(self) -> Organization | None:
        stands_for = represented(self.snapshot.history, self.seat.ref, self.snapshot.day)
        return next((seen(Organization, self, ref) for ref in stands_for), None)

    @field("所属工作组", "Its work group.")
    def work_group(self) -> WorkGroup:
        return seen(WorkGroup, self, self.seat.group)

    @field("这一天的在席者", "Who is in the books for it on this day.")
    def fillings(self) -> list["Filling"]:
        return [filling_of(self, filling) for filling in self.seat.fillings]

    @field("到这一天为止的在席者,最近的在前", "On any day up to this one, the latest first.")
    def history(self, page: Page) -> Connection["Filling"]:
        links = [x for x in self.snapshot.history.into("FILLS", self.seat.ref) if existed(x.interval, self.snapshot.day)]
        latest = sorted(fillings_of(self, links), key=lambda f: (f.link.interval.start, f.link.interval.end, f.link.key), reverse=True)
        return page.of(latest, lambda filling: filling)


def seat_of(by: Seen, seat: records.Seat) -> Seat:
    """A seat that the rule of the day asks for."""
    return Seat(view=by.view, snapshot=by.snapshot, actor=seat.actor, seat=seat)


# ---- who answers


@strawberry.interface(description=both("某人据以在这一天对某事负责", "By which somebody answers for something on this day."))
class Holder(Standing):
    @field("负责的人;无权知晓或只交办到单位时为空", "Who; null where the caller may not know, or where it is a unit that is charged.")
    def person(self) -> Person | None:
        ref = self.who()
        return seen(Person, self, ref) if ref else None

    @field("这一天符合要求的职务;没有或不需要时为空", "The post that qualifies on this day; null: none does, or none is needed.")
    def post(self) -> Post | None:
        ref = self.qualifies_by()
        return seen(Post, self, ref) if ref else None

    @field("这一天有效的 B 角", "The deputies in force on this day.")
    def deputies(self) -> list[Person]:
        ref = self.who()
        return [seen(Person, self, deputy.ref) for deputy in deputies(self.snapshot, ref)] if ref else []


@strawberry.type(description=both("某人在册于某席位", "Somebody in the books for a seat."))
class Filling(Holder):
    filling: strawberry.Private[records.Filling]

    @field("席位", "The seat.")
    def seat(self) -> Seat:
        return seat_of(self, self.filling.seat)

    @field("是否牵头负责人", "Is it the head of the group?")
    def is_head(self) -> bool:
        return self.link.flag("isHead")

    @field("名册所称职务", "The title that the roster claims.")
    def claimed_title(self) -> str | None:
        return self.link.text("claimedTitle") or None

    @field(
        "空挂者最后一个符合要求的职务:何时结束,现由谁担任",
        "Of a ghost: the last post that qualified, when it ended, and who holds it now.",
    )
    def last_post(self) -> Holding | None:
        held = last_post(self.snapshot, self.filling)
        return Holding(view=self.view, snapshot=self.snapshot, link=held) if held else None


def filling_of(by: Seen, filling: records.Filling) -> Filling:
    """Somebody in the books for a seat."""
    return Filling(view=by.view, snapshot=by.snapshot, link=filling.link, verdict=filling.verdict, filling=filling)


def fillings_of(by: Seen, links: Iterable[model.Link]) -> list[Filling]:
    """Fillings of seats that the rule of the day asks for."""
    return [filling_of(by, filling) for link in links if (filling := by.snapshot.filling(link))]


@strawberry.type
class InCharge(Holder):
    charge: strawberry.Private[Charge]

    @field("院坝", "The courtyard.")
    def courtyard(self) -> Courtyard:
        return seen(Courtyard, self, self.charge.courtyard)


@strawberry.type(description=both("某人任院坝长", "Somebody heads a courtyard."))
class Headship(InCharge):
    @field("推选日期", "When the head was elected.")
    def elected_on(self) -> PartialDate | None:
        return stated(self.charge.elected_on)

    @field("任期届满日(不含)", "The first day after the term.")
    def term_end(self) -> PartialDate | None:
        return stated(self.charge.term_end)


@strawberry.type(description=both("党员联系院坝", "A Party member links a courtyard."))
class Linking(InCharge):
    pass


def _charges(kind: type[C], by: Seen, found: Iterable[Charge]) -> list[C]:
    return [kind(view=by.view, snapshot=by.snapshot, link=c.link, verdict=c.verdict, charge=c) for c in found]


def charges_of(by: Seen, found: Iterable[Charge]) -> list[InCharge]:
    """Heads of courtyards and Party members who link them."""
    return [charge for c in found for charge in _charges(Headship if c.link.type == "HEADS" else Linking, by, (c,))]


# ---- cases


@strawberry.type(description=both("群众反映的问题", "A case: something that residents have raised."))
class Case(Docket):
    @field("反映于哪个村(社区)", "The community that it was raised in.")
    def community(self) -> Community:
        return seen(Community, self, self.answer.community)

    @field("所在院坝", "The courtyard that it is about.")
    def courtyard(self) -> Courtyard | None:
        return seen(Courtyard, self, self.answer.courtyard) if self.answer.courtyard else None

    @field("主办单位", "The organisation that leads.")
    def lead(self) -> Organization | None:
        return seen(Organization, self, self.answer.lead) if self.answer.lead else None

    @field("首接人;无权知晓时为空", "Who received it first; null where the caller may not know.")
    def first_receiver(self) -> Person | None:
        return seen(Person, self, self.answer.first_receiver) if self.answer.first_receiver else None


def case_of(view: View, file: CaseFile) -> Case | None:
    """A case as it is on the view's day; None where it was not raised by then, or is not known."""
    snapshot = view.snapshot(file.case.district)
    found = answers.answer(file, snapshot) if snapshot else None
    return Case(view=view, snapshot=found.snapshot, actor=found.case, answer=found) if found else None


HEART: dict[str, type[Entity]] = {**PLACES, **{t.__name__: t for t in (Organization, Post, Person, WorkGroup)}}
"""The types of which `seen` makes instances, by label."""
