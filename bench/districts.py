"""A synthetic district of any size in memory, the same for the same seed, and the row that a measurement prints.

Subdistricts of ten communities, each of these with a group of five seats, two courtyards, and three years of changes: people take over
from each other, some seats stand vacant for a while or to this day, some people lose their post and stay in the books, some have
deputies. Nobody in it exists.
"""

import gc
import itertools
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from statistics import linear_regression

from rich.console import Console

from graph.history import History
from graph.interval import Interval
from graph.model import Actor, Facts, Link, Ref, Scalar, Source
from graph.snapshot import Snapshot
from graph.view import View
from graph.vocabulary import SEAT_LEVEL, OrganizationKind, PostRank, SeatKind, place_kind

CODE = "990101"
FIRST, GROUPS_SINCE, TODAY = date(2017, 1, 1), date(2017, 2, 1), date(2020, 2, 6)
SIZES = (146, 1_000, 5_000)
_RECORDED = datetime(2017, 1, 1, tzinfo=UTC)
_SOURCE = Source("synthetic")


def district(communities: int, seed: int = 0) -> View:
    """The view of one district of so many communities, at most 9,990, on 2020-02-06; it opens on any day and as known at any moment."""
    facts = _facts(communities, seed)

    def opened(day: date, known_at: datetime | None) -> View:
        snapshot = Snapshot(History(facts, known_at) if known_at else history, day)
        at = known_at or datetime.now(UTC)
        return View((snapshot,), day, at, "1", TODAY, opened, is_today=known_at is None and day == TODAY)

    history = History(facts)
    return opened(TODAY, None)


def row(name: str, ask: Callable[[View], object], sizes: Sequence[int] = SIZES) -> None:
    """Print how long a question keeps the processor at these numbers of communities, and the exponent by which that grows.

    That is not the time on the clock, which tells of whatever else the machine does. Each view is new, its history is not: the best of
    three, or of one where that takes long.
    """
    seconds = [_best(size, ask) for size in sizes]
    grows = linear_regression([math.log(n) for n in sizes], [math.log(s) for s in seconds]).slope
    told = "   ".join(f"{size:>6,}: {s:8.3f} s" for size, s in zip(sizes, seconds, strict=True))
    Console(width=160, highlight=False).print(f"{name:<44} {told}   n^{grows:.2f}")


def _best(size: int, ask: Callable[[View], object]) -> float:
    best = _once(size, ask)
    return best if best > 1 else min(best, _once(size, ask), _once(size, ask))


def _once(size: int, ask: Callable[[View], object]) -> float:
    known = _known(size)
    view = known.reopen(known.day, None)
    gc.collect()  # what others have left is not of this question
    start = time.process_time()
    ask(view)
    return time.process_time() - start


@cache
def _known(size: int) -> View:
    """A district whose history is indexed."""
    view = district(size)
    history = view.snapshots[0].history
    history.out("FILLS", Ref("", "")), history.into("FILLS", Ref("", "")), history.of("Seat"), history.changes(Ref("", ""))
    return view


# ---- the facts


@cache
def _facts(communities: int, seed: int) -> Facts:
    books = _Books(random.Random(seed))
    leaders = books.team("区委", OrganizationKind.PARTY_COMMITTEE, PostRank.DISTRICT_LEADER, math.ceil(communities / 4))
    departments = {f"部门{n}": books.department(f"部门{n}") for n in range(max(2, communities * 2 // 5))}
    books.node("District", CODE, name="某区", kind="DISTRICT")
    for number in range(communities):
        if number % 10 == 0:
            town = books.subdistrict(f"{CODE}{number // 10 + 1:03}")
        department = books.random.choice(list(departments))
        pools = {SeatKind.DISTRICT_LEADER: leaders, SeatKind.DEPARTMENT_LEADER: departments[department], **town}
        books.community(f"{CODE}{number // 10 + 1:03}{number % 10 + 1:03}", department, pools)
    return Facts(CODE, 1, tuple(books.actors.values()), tuple(books.links))


@dataclass
class _Books:
    """Facts as they are drawn."""

    random: random.Random
    actors: dict[Ref, Actor] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    def node(self, label: str, key: str, since: date | None = None, /, **properties: Scalar) -> Ref:
        self.actors[Ref(label, key)] = Actor(label, key, CODE, _RECORDED, _SOURCE, Interval.days(since), properties)
        return Ref(label, key)

    def join(self, type_: str, start: Ref, end: Ref, since: date | None = None, until: date | None = None, **said: Scalar) -> None:
        key = f"{start.key}|{end.key}|{len(self.links)}"
        self.links.append(Link(type_, key, start, end, CODE, _RECORDED, _SOURCE, Interval.days(since, until), said))

    def day(self) -> date:
        """Some day of the three years."""
        return GROUPS_SINCE + timedelta(days=self.random.randrange((TODAY - GROUPS_SINCE).days))

    # ---- units and their people

    def team(self, unit: str, kind: OrganizationKind, rank: PostRank, size: int) -> list[Ref]:
        """So many people with a post of a rank in a unit; one in twenty-five loses it, one in four has the next one as deputy."""
        ref = self.node("Organization", unit, name=unit, kind=kind)
        people = [self._somebody(ref, rank, n) for n in range(size)]
        for person, deputy in itertools.pairwise(people):
            if self.random.random() < 0.25:
                self.join("DEPUTISES_FOR", deputy, person, FIRST)
        return people

    def _somebody(self, unit: Ref, rank: PostRank, number: int) -> Ref:
        name = f"{unit.key}{rank.value}{number}"
        person = self.node("Person", name, name=name, isSynthetic=True)
        post = self.node("Post", f"{unit.key}/{rank.value}/{number}", title=rank.value, rank=rank)
        self.join("POST_IN", post, unit)
        self.join("HOLDS", person, post, FIRST, self.day() if self.random.random() < 0.04 else None)
        return person

    def department(self, name: str) -> list[Ref]:
        return self.team(name, OrganizationKind.DEPARTMENT, PostRank.DEPT_LEADERSHIP, 3)

    def subdistrict(self, code: str) -> dict[SeatKind, list[Ref]]:
        """A subdistrict with its office: who may take its two kinds of seat."""
        town = self.node("Subdistrict", code, FIRST, name=f"{code}街道", kind=place_kind(code))
        self.join("IN_DISTRICT", town, Ref("District", CODE))
        kind = OrganizationKind.SUBDISTRICT_OFFICE
        leaders = self.team(f"{code}党工委", kind, PostRank.SUBDISTRICT_LEADERSHIP, 5)
        cadres = self.team(f"{code}办事处", kind, PostRank.CADRE, 6)
        for unit in ("党工委", "办事处"):
            self.join("GOVERNS", Ref("Organization", code + unit), town)
        return {SeatKind.SUBDISTRICT_LEADER: leaders, SeatKind.SUBDISTRICT_CADRE: cadres}

    # ---- communities

    def community(self, code: str, department: str, pools: dict[SeatKind, list[Ref]]) -> None:
        """A community with its committee, two courtyards, and the group that serves it."""
        lived_by = self.random.randrange(800, 30_000)
        place = self.node("Community", code, FIRST, name=f"{code}社区", kind=place_kind(code), population=lived_by)
        self.join("IN_SUBDISTRICT", place, Ref("Subdistrict", code[:9]))
        local = self.team(f"{code}居委会", OrganizationKind.COMMITTEE, PostRank.COMMUNITY_SECRETARY, 3)
        self.join("GOVERNS", Ref("Organization", f"{code}居委会"), place)
        for number in (1, 2):
            self._courtyard(f"{code}{number:03}", local)
        self._group(place, department, {**pools, SeatKind.COMMUNITY_CADRE: local})

    def _courtyard(self, code: str, local: list[Ref]) -> None:
        yard = self.node("Courtyard", code, name=code, kind="COURTYARD")
        self.join("IN_COMMUNITY", yard, Ref("Community", code[:12]))
        self.join("HEADS", self.random.choice(local), yard, FIRST, electedOn=FIRST)
        self.join("LINKS", self.random.choice(local), yard, FIRST)

    def _group(self, place: Ref, department: str, pools: dict[SeatKind, list[Ref]]) -> None:
        group = self.node("WorkGroup", place.key, GROUPS_SINCE, name=f"{place.key}服务群众工作组")
        self.join("SERVES", group, place, GROUPS_SINCE)
        for kind in SeatKind:
            seat = self.node("Seat", f"{place.key}/{kind}", kind=kind, level=SEAT_LEVEL[kind])
            self.join("HAS_SEAT", group, seat)
            if kind is SeatKind.DEPARTMENT_LEADER:
                self.join("REPRESENTS", seat, Ref("Organization", department))
            for since, until in self._terms():
                head = {"isHead": True} if kind is SeatKind.DISTRICT_LEADER else {}
                self.join("FILLS", self.random.choice(pools[kind]), seat, since, until, **head)

    def _terms(self) -> Iterator[tuple[date, date | None]]:
        """When one holder after another sits in a seat: now and then a month without anybody, of fifty the last has left."""
        since = GROUPS_SINCE
        for end in sorted(self.day() for _ in range(self.random.choice((0, 0, 1, 2)))):
            if since < end:
                yield since, end
                since = end + timedelta(days=self.random.choice((0, 0, 0, 30)))
        if self.random.random() < 0.98:
            yield since, None
        elif since < TODAY:
            yield since, TODAY - timedelta(days=self.random.randrange((TODAY - since).days))
