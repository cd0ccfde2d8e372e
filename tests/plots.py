"""Small districts of one day, as rows for the oracle and as facts for the graph; and a plan carried out."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from graph.analysis.reassignment import Reassignment
from graph.history import History
from graph.interval import Interval, PartialDate
from graph.model import Facts, Link, Ref
from graph.snapshot import Snapshot
from graph.view import View
from graph.vocabulary import OrganizationKind, PostRank, SeatKind
from tests.oracle.plans import CADRE, DEPARTMENT, KINDS, LEADER, LOCAL, TEAM, Fill, Limits, Plot, Post
from tests.world import DISTRICT, TODAY, World, world

PLACES = ("001001", "001002", "001003", "002001")
DEPARTMENTS = ("民政局", "水利局")
PEOPLE = tuple("甲乙丙丁戊己庚")
STRANGER = "生人"
_RANKS = {
    LEADER: PostRank.DISTRICT_LEADER,
    DEPARTMENT: PostRank.DEPT_LEADERSHIP,
    TEAM: PostRank.SUBDISTRICT_LEADERSHIP,
    CADRE: PostRank.CADRE,
    LOCAL: PostRank.COMMUNITY_SECRETARY,
}
_FEW = {LEADER: 1, DEPARTMENT: 1, TEAM: 1, LOCAL: 1}
_RULES = (_FEW, _FEW, {LEADER: 1, TEAM: 1, CADRE: 1, LOCAL: 1}, {LEADER: 2, CADRE: 1}, {LEADER: 1}, {DEPARTMENT: 1, LEADER: 1})


@st.composite
def plots(draw: DrawFn) -> Plot:
    """One to three communities, up to seven people with one or two posts each, some of which have ended, and seats in any state."""
    communities = tuple(sorted(draw(st.sets(st.sampled_from(PLACES), min_size=1))))
    posts = [post for person in PEOPLE for post in draw(_posts(person, communities))]
    minimum = draw(st.sampled_from(_RULES))
    kinds = tuple(kind for kind in KINDS if kind in minimum)
    units = st.dictionaries(st.sampled_from(communities), st.sampled_from(DEPARTMENTS))
    even = draw(st.booleans())
    fills = [fill for code in communities for kind in kinds for fill in draw(_fills(code, kind, posts, even))]
    return Plot(communities, tuple(posts), tuple(fills), draw(units), draw(units), {kind: minimum[kind] for kind in kinds})


@st.composite
def _posts(draw: DrawFn, person: str, communities: Sequence[str]) -> list[Post]:
    kinds = draw(st.lists(st.sampled_from((LEADER, *KINDS)), max_size=2, unique=True))
    return [Post(person, kind, draw(st.sampled_from(_where(kind, communities))), draw(st.integers(0, 5)) < 5) for kind in kinds]


def _where(kind: str, communities: Sequence[str]) -> tuple[str, ...]:
    if kind == LEADER:
        return ("",)
    if kind == DEPARTMENT:
        return DEPARTMENTS
    return tuple(communities) if kind == LOCAL else tuple(sorted({code[:3] for code in communities}))


def _fills(code: str, kind: str, posts: Sequence[Post], even: bool) -> st.SearchStrategy[list[Fill]]:
    """Mostly somebody with such a post: of several any, or else the first of all every time."""
    like = sorted({post.person for post in posts if post.kind == kind}) or [STRANGER]
    anybody = st.sampled_from([*PEOPLE, STRANGER])
    suited = st.sampled_from(like if even else like[:1])
    person = st.integers(0, 7).flatmap(lambda n: anybody if n == 7 else suited)
    most = 2 if even and kind in (LEADER, CADRE) else 1
    return st.lists(person.map(lambda name: Fill(code, kind, name)), min_size=0 if even else 1, max_size=most, unique=True)


def limits() -> st.SearchStrategy[Limits]:
    """Mostly none; a capacity, a number of moves, somebody who stays."""
    capacity = st.one_of(st.none(), st.none(), st.integers(0, 2))
    moves = st.one_of(st.none(), st.integers(0, 3))
    return st.builds(Limits, capacity, moves, st.frozensets(st.sampled_from(PEOPLE), max_size=1))


def as_world(plot: Plot) -> World:
    """The same district as facts."""
    out = world().unit("区委", "PARTY_COMMITTEE").rule("", **{kind: (least, None) for kind, least in plot.minimum.items()})
    for name in DEPARTMENTS:
        out.unit(name, OrganizationKind.DEPARTMENT)
    for code in plot.communities:
        out.community(code).group(code).unit(code, OrganizationKind.COMMITTEE, code)
        out.unit(code[:3], OrganizationKind.SUBDISTRICT_OFFICE, code[:3])
        if code in plot.formerly:
            out.represents(code, plot.formerly[code], "2018-01-01..2019-01-01")
        if code in plot.represents:
            out.represents(code, plot.represents[code], "2019-01-01..")
    for post in plot.posts:
        out.post(post.person, post.where or "区委", _RANKS[post.kind], "" if post.held else "..2019-06-01")
    for fill in plot.fills:
        out.fill(fill.community, fill.kind, fill.person, head=fill.kind == LEADER)
    return out


def shown(facts: Facts, day: date = TODAY) -> View:
    """The view of one district on a day."""
    snapshot = Snapshot(History(facts), day)
    return View((snapshot,), day, max(a.recorded_at for a in facts.actors), "1", day, lambda on, _: shown(facts, on))


def shuffled(facts: Facts, seed: int) -> Facts:
    """The same facts in another order."""
    mixed = random.Random(seed)
    actors, links = list(facts.actors), list(facts.links)
    mixed.shuffle(actors)
    mixed.shuffle(links)
    return replace(facts, actors=tuple(actors), links=tuple(links))


def carried_out(snapshot: Snapshot, answer: Reassignment) -> Snapshot:
    """The same day once a plan is carried out: who leaves a seat leaves it on the day, who takes it fills it from the day on."""
    day, facts = snapshot.day, snapshot.history.facts
    leaving = {(m.leaves.type, m.leaves.id) for m in answer.moves if m.leaves}
    kept = (_left(x, day) if (x.type, x.id) in leaving else x for x in facts.links)
    new = (_taken(m.taker, m.seat, m.leaves, snapshot, n) for n, m in enumerate(answer.moves))
    return Snapshot(History(replace(facts, links=(*(x for x in kept if not x.interval.empty), *new))), day)


def _left(link: Link, day: date) -> Link:
    return replace(link, interval=Interval(link.interval.since, PartialDate.day(day)))


def _taken(person: Ref, seat: Ref, leaves: Link | None, snapshot: Snapshot, number: int) -> Link:
    source = leaves.source if leaves else snapshot.history.actors[seat].source
    said = {"isHead": True} if leaves and leaves.flag("isHead") else {}
    now = snapshot.history.actors[seat].recorded_at
    return Link("FILLS", f"plan-{number}", person, seat, snapshot.district, now, source, Interval.days(snapshot.day), said)


def kind_of(snapshot: Snapshot, seat: Ref) -> SeatKind:
    return SeatKind(snapshot.actor(seat).text("kind"))


def community_of(seat: Ref) -> str:
    """The code without the district's digits, of the community that a seat's group is called after."""
    return seat.key.removeprefix(DISTRICT).partition("/")[0]
