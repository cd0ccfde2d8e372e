"""The best plan for the empty places of a small district, by trying all of them. A district is rows of plain texts; all of one day."""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

LEADER, DEPARTMENT, TEAM, CADRE, LOCAL = KINDS = (
    "DISTRICT_LEADER",
    "DEPARTMENT_LEADER",
    "SUBDISTRICT_LEADER",
    "SUBDISTRICT_CADRE",
    "COMMUNITY_CADRE",
)


class Post(NamedTuple):
    """A post of the kind that a seat asks for: in the district (""), a department, a subdistrict (001) or a community (001001)."""

    person: str
    kind: str
    where: str
    held: bool = True


class Fill(NamedTuple):
    """Somebody is in the books for a seat of a community's group."""

    community: str
    kind: str
    person: str


class Plot(NamedTuple):
    """A district: every community has one group with all seats. `represents`: the department of each group's seat; `formerly`: once."""

    communities: tuple[str, ...]
    posts: tuple[Post, ...]
    fills: tuple[Fill, ...]
    represents: Mapping[str, str]
    formerly: Mapping[str, str]
    minimum: Mapping[str, int]


class Move(NamedTuple):
    """Somebody takes a place; `giver`: an effective holder who gives it up; empty where it lacked a holder."""

    community: str
    kind: str
    taker: str
    giver: str = ""


class Limits(NamedTuple):
    capacity: int | None = None
    moves: int | None = None
    stay: frozenset[str] = frozenset()


NO_LIMITS = Limits()


class Plans:
    """All plans of one district. `gone` hold no post any more."""

    def __init__(self, plot: Plot, limits: Limits = NO_LIMITS, gone: frozenset[str] = frozenset()) -> None:
        self.plot, self.limits, self.gone = plot, limits, gone
        self._posts = [post for post in plot.posts if post.held and post.person not in gone]

    # ---- who qualifies, who is effective

    def qualifies(self, person: str, community: str, kind: str) -> bool:
        return any(self._suits(post, community, kind) for post in self._posts if post.person == person)

    def _suits(self, post: Post, community: str, kind: str) -> bool:
        if kind == LEADER:
            return post.kind == LEADER
        if kind == DEPARTMENT:
            asked = self.plot.represents.get(community)
            return post.kind == DEPARTMENT and asked in (None, post.where)
        if kind == LOCAL:
            return post.kind == LOCAL and post.where == community
        return post.where == community[:3] and post.kind in ((TEAM,) if kind == TEAM else (TEAM, CADRE))

    @cached_property
    def effective(self) -> set[Fill]:
        return {fill for fill in self.plot.fills if self.qualifies(fill.person, fill.community, fill.kind)}

    def seated(self, community: str) -> set[str]:
        """Whoever has no post on any day and is gone leaves the books; everybody else stays in them."""
        known = {post.person for post in self.plot.posts}
        return {f.person for f in self.plot.fills if f.community == community and (f.person in known or f.person not in self.gone)}

    @cached_property
    def people(self) -> list[str]:
        return sorted({post.person for post in self.plot.posts} | {fill.person for fill in self.plot.fills})

    # ---- loads

    def carried(self, person: str, kind: str) -> set[str]:
        return {fill.community for fill in self.effective if (fill.person, fill.kind) == (person, kind)}

    def pool(self, kind: str) -> set[str]:
        return {p.person for p in self._posts if p.kind == kind} | {f.person for f in self.effective if f.kind == kind}

    def capacity(self, person: str, kind: str) -> int | None:
        if self.limits.capacity is not None:
            return self.limits.capacity
        return max((top for market in self._markets(person, kind) if (top := self._top(kind, market)) is not None), default=None)

    def _markets(self, person: str, kind: str) -> set[str]:
        length = {LEADER: 0, DEPARTMENT: 0, LOCAL: 6}.get(kind, 3)
        if not length:
            return {""}
        in_pool = person in self.pool(kind)
        posts = [p for p in self._posts if p.person == person and (p.kind == kind or not in_pool)]
        near = {p.where[:length] for p in posts if p.kind in (TEAM, CADRE, LOCAL) and len(p.where) >= length}
        return near | {community[:length] for community in self.carried(person, kind)}

    def _top(self, kind: str, market: str) -> int | None:
        """The share of each, rounded up, and one more; None where nobody shares."""
        people = sum(market in self._markets(person, kind) for person in self.pool(kind))
        places = sum(code.startswith(market) for code in self.plot.communities)
        return -(-places // people) + 1 if people else None

    # ---- what may be chosen

    def lacking(self) -> Iterator[tuple[str, str, int]]:
        """The places to be filled: community, kind, how many."""
        for community in self.plot.communities:
            for kind, least in self.plot.minimum.items():
                held = {f.person for f in self.effective if (f.community, f.kind) == (community, kind)}
                if len(held) < least:
                    yield community, kind, least - len(held)

    def free(self, community: str, kind: str) -> list[str]:
        seated = self.seated(community)
        return [person for person in self.people if person not in seated and self.qualifies(person, community, kind)]

    def has_room(self, person: str, kind: str, loads: Mapping[tuple[str, str], int]) -> bool:
        top = self.capacity(person, kind)
        return top is None or loads[person, kind] < top

    def options(self) -> list[list[Move]]:
        """For every place to be filled, and every filling that may move, who may take it."""
        loads, out = self.loads(), []
        for community, kind, count in self.lacking():
            out += [[Move(community, kind, p) for p in self.free(community, kind) if self.has_room(p, kind, loads)]] * count
        if self.limits.moves is not None and not self.gone:
            for fill in sorted(self.effective):
                out.append([*self._shifts(fill, loads)])
        return out

    def _shifts(self, fill: Fill, loads: Mapping[tuple[str, str], int]) -> Iterator[Move]:
        once = sum((f.community, f.person) == (fill.community, fill.person) for f in self.plot.fills) == 1
        if once and fill.person not in self.limits.stay:
            for person in self.free(fill.community, fill.kind):
                even = loads[person, fill.kind] + 2 <= loads[fill.person, fill.kind]
                if even and person in self.pool(fill.kind) and self.has_room(person, fill.kind, loads):
                    yield Move(fill.community, fill.kind, person, fill.person)

    def loads(self, moves: Sequence[Move] = ()) -> Counter[tuple[str, str]]:
        out = Counter((fill.person, fill.kind) for fill in self.effective)
        for move in moves:
            out[move.taker, move.kind] += 1
            if move.giver:
                out[move.giver, move.kind] -= 1
        return out

    # ---- all plans

    def why_not(self, moves: Sequence[Move]) -> str:
        """Which rule a plan breaks; empty where it keeps to all."""
        loads = self.loads(moves)
        if self.limits.moves is not None and len(moves) > self.limits.moves:
            return "moves"
        if len({(move.community, move.taker) for move in moves}) < len(moves):
            return "V14"
        if {(m.giver, m.kind) for m in moves} & {(m.taker, m.kind) for m in moves}:
            return "gives and takes"
        tops = {(m.taker, m.kind): self.capacity(m.taker, m.kind) for m in moves}
        if any(top is not None and loads[hand] > top for hand, top in tops.items()):
            return "capacity"
        return ""

    def cost(self, moves: Sequence[Move]) -> tuple[int, ...]:
        """What is not filled, how uneven the loads are, and the other parts of the cost; the least is the best."""
        order = {person: rank for rank, person in enumerate(self.people)}
        return (
            -sum(not move.giver for move in moves),
            sum(load * (load + 1) // 2 for load in self.loads(moves).values()),
            sum(not any(c[:3] == m.community[:3] for c in self.carried(m.taker, m.kind)) for m in moves),
            sum(self._mismatches(move) for move in moves),
            sum(bool(move.giver) for move in moves),
            sum(order[move.taker] for move in moves),
        )

    def _mismatches(self, move: Move) -> bool:
        last = self.plot.represents.get(move.community) or self.plot.formerly.get(move.community)
        own = {post.where for post in self._posts if post.person == move.taker and post.kind == DEPARTMENT}
        return move.kind == DEPARTMENT and last is not None and last not in own

    def best(self) -> tuple[int, ...]:
        """The cost of the best of all plans."""
        open_ = self.options()
        most = len(open_) if self.limits.moves is None else min(self.limits.moves, len(open_))
        costs = []
        for size in range(most + 1):
            for places in itertools.combinations(open_, size):
                costs += [self.cost(moves) for moves in itertools.product(*places) if not self.why_not(moves)]
        return min(costs)

    def binding(self, community: str, kind: str, moves: Sequence[Move]) -> str:
        """Why nobody takes a place, once these moves are made."""
        if not any(self.qualifies(person, community, kind) for person in self.people):
            return "NOBODY_QUALIFIES"
        placed = {move.taker for move in moves if move.community == community}
        others = [person for person in self.free(community, kind) if person not in placed]
        if not others:
            return "SAME_PERSON"
        loads = self.loads(moves)
        return "MOVES" if any(self.has_room(person, kind, loads) for person in others) else "CAPACITY"


def fewest(plans: Plans, kind: str, limit: int) -> int | None:
    """The smallest number of people who can hold all seats of a kind, none more than the limit: every set of people is tried."""
    open_to = []
    for code in plans.plot.communities:
        elsewhere = {fill.person for fill in plans.plot.fills if fill.community == code and fill.kind != kind}
        people = {p for p in plans.people if p not in elsewhere and plans.qualifies(p, code, kind)}
        open_to.append((people, max(1, plans.plot.minimum[kind])))
    for size in range(len(plans.people) + 1):
        for chosen in itertools.combinations(plans.people, size):
            if _covers(open_to, dict.fromkeys(chosen, limit)):
                return size
    return None


def _covers(open_to: Sequence[tuple[set[str], int]], left: Mapping[str, int]) -> bool:
    if not open_to:
        return True
    people, count = open_to[0]
    able = sorted(p for p in people if left.get(p, 0) > 0)
    crews = itertools.combinations(able, count)
    return any(_covers(open_to[1:], {p: n - (p in crew) for p, n in left.items()}) for crew in crews)
