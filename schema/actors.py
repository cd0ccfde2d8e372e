"""The recursive heart: places, organisations, posts, people, work groups, and the dated facts that tie them together.

A type wraps one record and the snapshot that shows it; `seen(...)` follows a reference to another.
"""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

import strawberry

from graph import model
from graph import snapshot as records
from graph.analysis.directory import became, members
from graph.analysis.fillings import last_post
from graph.analysis.terms import Basis, Strictness
from graph.interval import Interval
from graph.model import Ref
from graph.qualification import Verdict, leads, post_unit, represented, verdict
from graph.snapshot import Snapshot, existed
from graph.vocabulary import Axis, FillStatus, GapReason, Level, OrganizationKind, PlaceKind, PostRank, SeatKind, place_kind
from schema.enums import Language, word
from schema.fields import field
from schema.nodes import Entity, Fact, InLanguage, Lasting, Named, Seen, seen
from schema.paging import MOST_OF_PLACES, Connection, Page
from schema.ratios import InBasis, InStrictness, Ratio, linkage
from schema.words import both

V = TypeVar("V", bound=StrEnum)


def _value(kind: type[V], text: str) -> V | None:
    return kind(text) if text else None


# ---- places


@strawberry.interface(description=both("区划", "A place."))
class Place(Named, Lasting):
    @field("代码", "Its code.")
    def code(self) -> str:
        return self.actor.key

    @field("种类", "Its kind.")
    def kind(self) -> PlaceKind:
        return PlaceKind(self.actor.text("kind") or place_kind(self.actor.key) or PlaceKind.COMMUNITY)

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

    @field("辖区内村(社区)的三级联动完整率", "Complete three-level linkage (K5) of this place's communities.")
    def linkage(self, strictness: InStrictness = Strictness.STRICT, basis: InBasis = Basis.EFFECTIVE) -> Ratio:
        return linkage(self.view, self.actor.key, strictness, basis)


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
class Community(Place):
    @field("简称", "Its short name.")
    def short_name(self) -> str:
        return self.actor.text("shortName") or self.actor.text("name")

    @field("常住人口", "Residents.")
    def population(self) -> int | None:
        return self.actor.whole("population")

    @field("户数", "Households.")
    def households(self) -> int | None:
        return self.actor.whole("households")

    @field("所属镇街", "Its subdistrict or town.")
    def subdistrict(self) -> Subdistrict:
        return seen(Subdistrict, self, self.snapshot.parent(self.actor.ref) or Ref("Subdistrict", self.actor.key[:9]))

    @field("联系它的工作组:按规定一个;没有或有两个,正是审计所查", "One by rule; none and two are what audits look for.")
    def work_groups(self) -> list["WorkGroup"]:
        return [seen(WorkGroup, self, ref) for ref in self.snapshot.groups(self.actor.ref)]


PLACES: dict[str, type[Place]] = {"District": District, "Subdistrict": Subdistrict, "Community": Community}


def place(by: Seen, ref: Ref) -> Place:
    """A place as the type of its level."""
    return seen(PLACES[ref.kind], by, ref)


# ---- organisations, posts, people


@strawberry.type(description=both("单位", "An organisation."))
class Organization(Named, Lasting):
    @field("类别", "Its kind.")
    def kind(self) -> OrganizationKind:
        return OrganizationKind(self.actor.text("kind") or OrganizationKind.OTHER)

    @field("层级", "Its level.")
    def level(self) -> Level | None:
        return _value(Level, self.actor.text("level"))

    @field("条块", "Of a line, or of a territory.")
    def axis(self) -> Axis | None:
        return _value(Axis, self.actor.text("axis"))

    @field("只因其他表提到而记录", "In the books only because another sheet names it.")
    def implied(self) -> bool:
        return self.actor.flag("implied")

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
class Post(Entity):
    @field("显示用的名称", "What to call it.")
    def label(self, language: InLanguage = Language.ZH) -> str:
        return self.actor.text("title")

    @field("职务名称", "Its title.")
    def title(self) -> str:
        return self.actor.text("title")

    @field("级别", "Its rank.")
    def rank(self) -> PostRank | None:
        return _value(PostRank, self.actor.text("rank"))

    @field("是否班子成员", "Is it of the leadership team?")
    def is_leadership_team(self) -> bool:
        return leads(self.actor)

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
        return bool(self.snapshot.out("PARTY_MEMBER_OF", self.actor.ref))

    @field("这一天所任职务", "The posts held on this day.")
    def holdings(self) -> list["Holding"]:
        return _holdings(self, self.snapshot.out("HOLDS", self.actor.ref))

    @field("这一天所在席位", "The seats that this person is in the books for on this day.")
    def fillings(self) -> list["Filling"]:
        return fillings_of(self, self.snapshot.out("FILLS", self.actor.ref))


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
class Seat(Entity):
    seat: strawberry.Private[records.Seat]

    @field("显示用的名称", "What to call it.")
    def label(self, language: InLanguage = Language.ZH) -> str:
        return self.seat.spec.name if language is Language.ZH else word(self.seat.kind, language)

    @field("种类", "Its kind.")
    def kind(self) -> SeatKind:
        return self.seat.kind

    @field("层级", "Its level.")
    def level(self) -> Level:
        return self.seat.level

    @field("这一天的组成规则要求至少几人", "How many holders the rule of the day asks for at least.")
    def minimum(self) -> int:
        return self.seat.spec.minimum

    @field("最多几人;空为不限", "How many at most; null: no limit.")
    def maximum(self) -> int | None:
        return self.seat.spec.maximum

    @field("所代表的单位", "The organisation that it represents.")
    def represents(self) -> Organization | None:
        stands_for = represented(self.snapshot.history, self.seat.ref, self.snapshot.day)
        return next((seen(Organization, self, ref) for ref in stands_for), None)

    @field("所属工作组", "Its work group.")
    def work_group(self) -> WorkGroup:
        return seen(WorkGroup, self, self.seat.group)

    @field("有一人在岗即为在岗", "EFFECTIVE if any of its fillings is.")
    def status(self) -> FillStatus:
        return self.seat.status

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
class Holder(Fact):
    verdict: strawberry.Private[Verdict]

    @field("负责的人;无权知晓时为空", "Who; null where the caller may not know.")
    def person(self) -> Person | None:
        return seen(Person, self, self.link.start)

    @field("这一天符合要求的职务;没有或不需要时为空", "The post that qualifies on this day; null: none does, or none is needed.")
    def post(self) -> Post | None:
        holding = self.verdict.holding
        return seen(Post, self, holding.end) if holding and self.verdict.status is FillStatus.EFFECTIVE else None

    @field("这一天的状态;已结束的,为其最后一天的状态", "How it stands on this day; what has ended, on its last day.")
    def status(self) -> FillStatus:
        return self.verdict.status

    @field(
        "为何不在岗;WRONG_UNIT 与 WRONG_SUBDISTRICT 属于空挂(GHOST)",
        "Why not EFFECTIVE. WRONG_UNIT and WRONG_SUBDISTRICT are reasons of the status GHOST.",
    )
    def reason(self) -> GapReason | None:
        return self.verdict.reason

    @field("这一天有效的 B 角", "The deputies in force on this day.")
    def deputies(self) -> list[Person]:
        return [seen(Person, self, x.start) for x in self.snapshot.into("DEPUTISES_FOR", self.link.start)]


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
    pairs = ((link, by.snapshot.seat(link.end)) for link in links)
    return [filling_of(by, _record(by.snapshot, link, seat)) for link, seat in pairs if seat]


def _record(snapshot: Snapshot, link: model.Link, seat: records.Seat) -> records.Filling:
    """A filling as it stands on this day; one that has ended, as on its last day."""
    ended = link.interval.holds(snapshot.day) is False
    day = link.interval.end - timedelta(days=1) if ended else snapshot.day
    standing = verdict(snapshot.history, link, seat.kind, seat.group, day)
    return records.Filling(link, snapshot.actor(link.start), seat, standing)


HEART: dict[str, type[Entity]] = {**PLACES, **{t.__name__: t for t in (Organization, Post, Person, WorkGroup)}}
"""The types of which `seen` makes instances, by label."""
