"""A district in a few lines: facts without a database, for tests.

    world().staffed("001001").community("001002").view("2019-06-30")

is a district with two communities, of which the first has a complete work group. Codes may be given without the district's six
digits. A span is `2018-01-01..2019-03-01` (half-open), either side a day, a month or a year, or blank; `?2020-02-06..` is an unknown
start, reached by that day. Keys of people, units and groups are their names; a group is called after its community's code.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Self

from graph.courtyards import spread
from graph.history import History, with_value
from graph.interval import Interval, PartialDate
from graph.model import Actor, Change, Facts, Link, Ref, Scalar, Source
from graph.snapshot import Snapshot
from graph.view import View
from graph.vocabulary import SEAT_LEVEL, OrganizationKind, PostRank, SeatKind, SeatSpec, place_kind

DISTRICT = "990101"
FIRST = datetime(2017, 1, 1, tzinfo=UTC)
TODAY = date(2020, 2, 6)

_STANDARD: dict[SeatKind, tuple[str, str, OrganizationKind, PostRank]] = {
    SeatKind.DISTRICT_LEADER: ("区领导", "区委", OrganizationKind.PARTY_COMMITTEE, PostRank.DISTRICT_LEADER),
    SeatKind.DEPARTMENT_LEADER: ("部门领导", "部门", OrganizationKind.DEPARTMENT, PostRank.DEPT_LEADERSHIP),
    SeatKind.SUBDISTRICT_LEADER: ("镇街领导", "办事处", OrganizationKind.SUBDISTRICT_OFFICE, PostRank.SUBDISTRICT_LEADERSHIP),
    SeatKind.SUBDISTRICT_CADRE: ("镇街干部", "办事处", OrganizationKind.SUBDISTRICT_OFFICE, PostRank.CADRE),
    SeatKind.COMMUNITY_CADRE: ("书记", "居委会", OrganizationKind.COMMITTEE, PostRank.COMMUNITY_SECRETARY),
}


def boundary(text: str) -> PartialDate | None:
    """2019-05-12, 2019-05, 2019, ?2020-02-06, or blank."""
    if not text:
        return None
    if text.startswith("?"):
        return PartialDate.by(date.fromisoformat(text[1:]))
    year, *rest = (int(part) for part in text.split("-"))
    if not rest:
        return PartialDate.year(year)
    return PartialDate.month(year, rest[0]) if len(rest) == 1 else PartialDate.day(date.fromisoformat(text))


def span(text: str) -> Interval:
    """`since..until`; blank is throughout."""
    since, _, until = text.partition("..")
    return Interval(boundary(since), boundary(until))


def seat(group: str, kind: str) -> Ref:
    return Ref("Seat", f"{group}/{kind}")


class World:
    """Facts of one district, one line each. All methods but the last four return the world itself."""

    def __init__(self, district: str = DISTRICT) -> None:
        self.district = district
        self._actors: dict[Ref, Actor] = {}
        self._links: list[Link] = []
        self._joined: Counter[tuple[str, Ref, Ref]] = Counter()
        self._changes: list[Change] = []
        self._recorded = FIRST
        self._place(district)

    # ---- places

    def code(self, short: str) -> str:
        return short if short.startswith(self.district) else self.district + short

    def community(self, code: str, lives: str = "2017-01-01..", **properties: Scalar) -> Self:
        """A community and the subdistrict it lies in."""
        full = self.code(code)
        self._place(full[:9])
        self._place(full, lives, **properties)
        return self._join("IN_DISTRICT", Ref("Subdistrict", full[:9]), Ref("District", self.district))._join(
            "IN_SUBDISTRICT", Ref("Community", full), Ref("Subdistrict", full[:9])
        )

    def _place(self, code: str, lives: str = "", **properties: Scalar) -> None:
        label = {6: "District", 9: "Subdistrict", 12: "Community"}[len(code)]
        kind = place_kind(code)
        self._node(Ref(label, code), lives, **{"name": code, "kind": kind and kind.value, **properties})

    def courtyard(self, code: str, lives: str = "", kind: str = "COURTYARD", **properties: Scalar) -> Self:
        """A courtyard by its code of 15 digits, in the community that it begins with, which must be there."""
        full = self.code(code)
        self._node(Ref("Courtyard", full), lives, **{"name": full, "kind": kind, **properties})
        return self._join("IN_COMMUNITY", Ref("Courtyard", full), Ref("Community", full[:12]), lives)

    def head(self, courtyard: str, person: str, on: str = "2019-01-01..", term_end: str = "") -> Self:
        """Somebody is in the books as the head of a courtyard; `term_end` is the first day after the term."""
        said = {**spread("electedOn", span(on).since), **spread("termEnd", boundary(term_end))}
        return self.person(person)._join("HEADS", Ref("Person", person), Ref("Courtyard", self.code(courtyard)), on, many=True, **said)

    def links(self, courtyard: str, person: str, during: str = "") -> Self:
        """A Party member links a courtyard."""
        return self.person(person)._join("LINKS", Ref("Person", person), Ref("Courtyard", self.code(courtyard)), during, many=True)

    def succeeded_place(self, old: str, new: str, since: str, event: str = "MERGE") -> Self:
        """A community or courtyard became another of its kind."""
        label = {12: "Community", 15: "Courtyard"}[len(self.code(old))]
        return self._join("SUCCEEDED_BY", Ref(label, self.code(old)), Ref(label, self.code(new)), since, event=event)

    # ---- units, posts and people

    def unit(self, name: str, kind: str = "OTHER", governs: str = "", exists: str = "", during: str = "") -> Self:
        """An organisation; `governs` is the code of a division, `during` the span in which it does."""
        self._node(Ref("Organization", name), exists, name=name, kind=kind)
        if governs:
            full = self.code(governs)
            self._join("GOVERNS", Ref("Organization", name), Ref("Subdistrict" if len(full) == 9 else "Community", full), during)
        return self

    def succeeded(self, old: str, new: str, since: str) -> Self:
        return self._join("SUCCEEDED_BY", Ref("Organization", old), Ref("Organization", new), since)

    def person(self, name: str) -> Self:
        return self._node(Ref("Person", name), name=name, isSynthetic=True)

    def post(self, person: str, unit: str, rank: str, holds: str = "", title: str = "", team: bool | None = None) -> Self:
        """Somebody holds a post; the unit must be there. `title` keeps two posts of a rank in a unit apart."""
        post = Ref("Post", f"{unit}/{title or rank}")
        self.person(person)._node(post, title=title or rank, rank=rank, isLeadershipTeam=team)
        self._join("POST_IN", post, Ref("Organization", unit))
        return self._join("HOLDS", Ref("Person", person), post, holds, many=True)

    def member(self, person: str, unit: str, during: str = "", floating: bool = False, based_in: str = "") -> Self:
        """Somebody is a member of a Party organisation, which is based in a community if one is named."""
        self.person(person).unit(unit, "PARTY_ORGANIZATION")
        if based_in:
            self._join("BASED_IN", Ref("Organization", unit), Ref("Community", self.code(based_in)))
        said = {"floating": floating or None}
        return self._join("PARTY_MEMBER_OF", Ref("Person", person), Ref("Organization", unit), during, many=True, **said)

    def deputy(self, person: str, of: str, during: str = "2018-01-01..") -> Self:
        """Somebody is the deputy (B角) of somebody else."""
        return self.person(person).person(of)._join("DEPUTISES_FOR", Ref("Person", person), Ref("Person", of), during, many=True)

    # ---- groups

    def group(
        self,
        community: str,
        serves: str = "2018-01-01..",
        key: str = "",
        kinds: Iterable[str] = tuple(SeatKind),
        exists: str = "",
        seats: str = "",
    ) -> Self:
        """A group that serves a community, with one seat of each kind (`seats`: when); called again, it serves another one, or again."""
        group = Ref("WorkGroup", key or self.code(community))
        self._node(group, exists, name=f"{community}服务群众工作组")
        for kind in kinds:
            self._node(seat(group.key, kind), kind=kind, level=SEAT_LEVEL[SeatKind(kind)].value)
            self._join("HAS_SEAT", group, seat(group.key, kind), seats)
        return self._join("SERVES", group, Ref("Community", self.code(community)), serves, many=True)

    def fill(self, group: str, kind: str, person: str, fills: str = "2018-01-01..", head: bool = False, title: str = "") -> Self:
        """Somebody is in the books for a seat; `group` is its key or its community's code."""
        key = group if Ref("WorkGroup", group) in self._actors else self.code(group)
        said = {"isHead": head or None, "claimedTitle": title or None}
        return self.person(person)._join("FILLS", Ref("Person", person), seat(key, kind), fills, many=True, **said)

    def represents(self, group: str, unit: str, during: str = "") -> Self:
        """The department seat of a group stands for a unit."""
        key = group if Ref("WorkGroup", group) in self._actors else self.code(group)
        return self._join("REPRESENTS", seat(key, SeatKind.DEPARTMENT_LEADER), Ref("Organization", unit), during, many=True)

    def holder(self, kind: str, community: str, fills: str | None = "2018-01-01..", holds: str | None = "") -> Self:
        """The standard holder of a seat of a community's group: 部门领导001001 of 部门001001. None: not in the books; without a post."""
        word, office, unit_kind, rank = _STANDARD[SeatKind(kind)]
        governed = {"办事处": community[:3], "居委会": community}.get(office, "")
        unit = office + (governed if governed else community if office == "部门" else "")
        self.unit(unit, unit_kind, governed)
        if holds is not None:
            self.post(word + community, unit, rank, holds)
        return self if fills is None else self.fill(community, kind, word + community, fills)

    def staffed(self, *communities: str, but: Iterable[str] = (), serves: str = "2018-01-01..") -> Self:
        """Communities, each with a group whose five seats (`but` these) have an effective holder."""
        for community in communities:
            if Ref("Community", self.code(community)) not in self._actors:
                self.community(community)
            self.group(community, serves).unit(f"部门{community}", "DEPARTMENT").represents(community, f"部门{community}")
            for kind in SeatKind:
                if kind not in but:
                    self.holder(kind, community, fills=serves)
        return self

    def rule(self, during: str = "", **seats: tuple[int, int | None]) -> Self:
        """A composition rule: for each seat kind the least and the most holders."""
        rule = self._node(Ref("CompositionRule", "rule"))
        for spec in (SeatSpec(SeatKind(kind), kind, *bounds) for kind, bounds in seats.items()):
            node = Ref("SeatRule", spec.kind)
            self._node(node)
            said: dict[str, Scalar] = {"kind": spec.kind, "name": spec.name, "minimum": spec.minimum, "maximum": spec.maximum}
            self._join("ASKS_FOR", Ref("CompositionRule", "rule"), node, during, many=True, **said)
        return rule

    # ---- what was known when

    def recorded(self, day: str) -> Self:
        """From here on, facts are recorded on this day (midnight UTC)."""
        self._recorded = datetime.fromisoformat(day).replace(tzinfo=UTC)
        return self

    def retracted(self, day: str) -> Self:
        """The link recorded last is taken back on this day."""
        self._links[-1] = replace(self._links[-1], retracted_at=datetime.fromisoformat(day).replace(tzinfo=UTC), reason="test")
        return self

    def changed(self, label: str, key: str, name: str, old: Scalar | PartialDate, new: Scalar | PartialDate, on: str) -> Self:
        """A property of a node has another value from a day on; or its life another boundary."""
        ref = Ref(label, key)
        actor = self._actors[ref]
        self._actors[ref] = with_value(actor, name, new)
        number = f"change{len(self._changes)}"
        self._changes.append(Change(number, ref, self.district, name, old, new, date.fromisoformat(on), self._recorded, Source("test")))
        return self

    # ---- results

    def facts(self) -> Facts:
        return Facts(self.district, 1, tuple(self._actors.values()), tuple(self._links), tuple(self._changes))

    def history(self, known_at: datetime | None = None) -> History:
        return History(self.facts(), known_at)

    def snapshot(self, day: str) -> Snapshot:
        return Snapshot(self.history(), date.fromisoformat(day))

    def view(self, day: str = "2020-02-06", today: date = TODAY) -> View:
        """The view of this district alone on a day."""
        return views(self, day=day, today=today)

    # ---- nodes and links

    def _node(self, ref: Ref, exists: str = "", **properties: Scalar) -> Self:
        kept = {name: value for name, value in properties.items() if value is not None}
        self._actors.setdefault(ref, Actor(ref.kind, ref.key, self.district, self._recorded, Source("test"), span(exists), kept))
        return self

    def _join(self, type_: str, start: Ref, end: Ref, during: str = "", many: bool = False, **properties: Scalar) -> Self:
        """A link; one of the same ends is made once, unless there may be many."""
        ends = (type_, start, end)
        if many or not self._joined[ends]:
            self._joined[ends] += 1
            kept = {name: value for name, value in properties.items() if value is not None}
            key = f"{start.key}|{end.key}|{self._joined[ends]}"
            self._links.append(Link(type_, key, start, end, self.district, self._recorded, Source("test"), span(during), kept))
        return self


def views(*worlds: World, day: str = "2020-02-06", today: date = TODAY) -> View:
    """The view of several districts on a day; it reopens on other days and as known at other moments."""

    def opened(on: date, known_at: datetime | None) -> View:
        snapshots = tuple(Snapshot(w.history(known_at), on) for w in sorted(worlds, key=lambda w: w.district))
        return View(snapshots, on, known_at or FIRST.replace(year=2030), "1", today, opened, known_at is None and on == today)

    return opened(date.fromisoformat(day), None)


def world(district: str = DISTRICT) -> World:
    return World(district)
