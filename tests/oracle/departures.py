"""What breaks when people leave: every set of people is tried. A district at one moment, as plain tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, combinations, product

LEADER, MEMBER, TEAM, CADRE, LOCAL = (
    "DISTRICT_LEADER",
    "DEPARTMENT_LEADER",
    "SUBDISTRICT_LEADER",
    "SUBDISTRICT_CADRE",
    "COMMUNITY_CADRE",
)
_LEVELS = {"DISTRICT": (LEADER, MEMBER), "SUBDISTRICT": (TEAM, CADRE), "COMMUNITY": (LOCAL,)}


@dataclass(frozen=True)
class Town:
    """Codes of communities; group → community; (group, seat, person); person → (rank, unit); (deputy, person); seat → least holders.

    `governs`: unit → code of the division. `stands_for`: group → the department of its seat.
    """

    communities: tuple[str, ...]
    groups: Mapping[str, str]
    fillings: tuple[tuple[str, str, str], ...]
    posts: Mapping[str, tuple[tuple[str, str], ...]]
    deputies: tuple[tuple[str, str], ...]
    least: Mapping[str, int]
    governs: Mapping[str, str]
    stands_for: Mapping[str, str]
    departments: frozenset[str]

    def without_unit(self, unit: str) -> "Town":
        """The posts of a unit have ended."""
        return replace(self, posts={p: tuple(post for post in posts if post[1] != unit) for p, posts in self.posts.items()})


class Departures:
    """`strict`: both seats of the district are asked for, else one of them."""

    def __init__(self, town: Town, strict: bool = True) -> None:
        self.town = town
        self.strict = strict
        self.qualifies = cache(self._qualifies)
        self.linked = cache(self._linked)
        self._slots = cache(self._all_slots)

    # ---- one community

    def _qualifies(self, person: str, group: str, kind: str) -> bool:
        return any(self._suits(rank, unit, group, kind) for rank, unit in self.town.posts.get(person, ()))

    def _suits(self, rank: str, unit: str, group: str, kind: str) -> bool:
        community = self.town.groups[group]
        if kind == LEADER:
            return rank == "DISTRICT_LEADER"
        if kind == MEMBER:
            own = self.town.stands_for.get(group)
            return rank != "CADRE" and (unit == own if own else unit in self.town.departments)
        if kind == LOCAL:
            return self.town.governs.get(unit) == community
        return self.town.governs.get(unit) == community[:9] and (kind == CADRE or rank != "CADRE")

    def holders(self, group: str, kind: str) -> frozenset[str]:
        return frozenset(p for g, k, p in self.town.fillings if (g, k) == (group, kind) and self.qualifies(p, group, kind))

    def deputies(self, person: str, group: str, kind: str) -> frozenset[str]:
        return frozenset(d for d, p in self.town.deputies if p == person and self.qualifies(d, group, kind))

    def groups(self, community: str) -> list[str]:
        return [group for group, served in self.town.groups.items() if served == community]

    def levels(self) -> dict[str, list[str]]:
        """The seats of each level that is asked for; a subdistrict's cadre makes the level only where no leader is asked for."""
        asked = {level: [kind for kind in kinds if self.town.least.get(kind, 0)] for level, kinds in _LEVELS.items()}
        if TEAM in asked["SUBDISTRICT"]:
            asked["SUBDISTRICT"] = [TEAM]
        return {level: kinds for level, kinds in asked.items() if kinds}

    def _all_slots(self, level: str) -> tuple[tuple[str, ...], ...]:
        """Each way in which seats make a level, or all levels: a list of seats, one for each person that is needed."""
        levels = self.levels()
        of_level = {name: [kinds] for name, kinds in levels.items()}
        if not self.strict and "DISTRICT" in levels:
            of_level["DISTRICT"] = [[kind] for kind in levels["DISTRICT"]]
        chosen = of_level.values() if level == "ALL" else [of_level[level]]
        return tuple(tuple(k for kinds in way for k in kinds for _ in range(self.town.least[k])) for way in product(*chosen))

    def _linked(self, community: str, absent: frozenset[str], level: str = "ALL") -> bool:
        return any(self._manned(group, slots, absent) for group in self.groups(community) for slots in self._slots(level))

    def _manned(self, group: str, slots: Sequence[str], absent: frozenset[str]) -> bool:
        """Can every slot have a holder of its own who is there, or whose deputy is, nobody being there twice?"""
        ways = [list(self._present(group, kind, absent)) for kind in slots]
        return any(len(set(h)) == len(set(w)) == len(slots) for h, w in (_unzipped(way) for way in product(*ways)))

    def _present(self, group: str, kind: str, absent: frozenset[str]) -> Iterator[tuple[str, str]]:
        for holder in self.holders(group, kind):
            there = {holder} if holder not in absent else self.deputies(holder, group, kind)
            yield from ((holder, who) for who in there - absent)

    # ---- the district

    def people_of(self, community: str) -> frozenset[str]:
        """On whom a linked community may rest."""
        now: frozenset[str] = frozenset()
        kinds = {kind for slots in self._slots("ALL") for kind in slots}
        groups = [g for g in self.groups(community) if any(self._manned(g, slots, now) for slots in self._slots("ALL"))]
        held = {(h, g, k) for g in groups for k in kinds for h in self.holders(g, k)}
        return frozenset(h for h, _, _ in held) | {d for found in held for d in self.deputies(*found)}

    def linked_now(self) -> list[str]:
        return [c for c in self.town.communities if self.linked(c, frozenset())]

    def people(self) -> list[str]:
        return sorted(frozenset[str]().union(*(self.people_of(c) for c in self.linked_now())))

    def lost(self, absent: frozenset[str]) -> list[str]:
        return [c for c in self.linked_now() if not self.linked(c, absent & self.people_of(c))]

    def levels_lost(self, absent: frozenset[str]) -> list[tuple[str, str]]:
        asked = [(c, level) for c in self.town.communities for level in self.levels()]
        return [(c, v) for c, v in asked if self.linked(c, frozenset(), v) and not self.linked(c, absent, v)]

    def fewest(self) -> int | None:
        """How many people break every linked community; None: no set does."""
        wanted = self.linked_now()
        sizes = (len(gone) for gone in _subsets(self.people()) if self.lost(frozenset(gone)) == wanted)
        return next(sizes, None)

    def left(self, absent: int) -> list[int]:
        """How many stay linked, for every set of so many people."""
        sets = combinations(self.people(), absent)
        return [len(self.linked_now()) - len(self.lost(frozenset(gone))) for gone in sets]

    def fragile(self) -> list[str]:
        return [c for c in self.town.communities if any(self._rests(g, k) for g in self.groups(c) for k in self.town.least)]

    def _rests(self, group: str, kind: str) -> bool:
        held = sorted(self.holders(group, kind))
        return self.town.least[kind] > 0 and len(held) == 1 and not self.deputies(held[0], group, kind)

    def connecting(self) -> list[str]:
        """The people without whom a community that anybody effectively serves has nobody."""
        served = [{p for g in self.groups(c) for k in self.town.least for p in self.holders(g, k)} for c in self.town.communities]
        return sorted({p for people in served for p in people if len(people) == 1})


def _unzipped(way: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [holder for holder, _ in way], [who for _, who in way]


def _subsets(people: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The smallest first."""
    return chain.from_iterable(combinations(people, size) for size in range(len(people) + 1))
