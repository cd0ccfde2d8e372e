"""Random districts of one day for what breaks when people leave: few people, in many seats, with many deputies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from graph.vocabulary import OrganizationKind
from tests.districts import mostly
from tests.oracle.departures import CADRE, LEADER, LOCAL, MEMBER, TEAM, Departures, Town
from tests.world import World, world

KINDS = (LEADER, MEMBER, TEAM, CADRE, LOCAL)
USUAL = {LEADER: 1, MEMBER: 1, TEAM: 1, CADRE: 0, LOCAL: 1}
CENTRE = "区委"
DEPARTMENTS = ("甲局", "乙局")


@st.composite
def towns(draw: DrawFn, district: str = "990101") -> Town:
    """One to three communities in one or two subdistricts, mostly with one group each; most seats are held by who may hold them."""
    codes = draw(st.sampled_from((("001001", "001002"), ("001001", "001002", "002001"), ("001001",))))
    communities = tuple(district + code for code in codes)
    groups = {f"{code}组{n}": code for code in communities for n in range(draw(st.sampled_from((1, 1, 1, 1, 2, 0))))}
    offices = {f"办事处{code[6:9]}": code[:9] for code in communities} | {f"居委会{code[6:]}": code for code in communities}
    least = draw(st.one_of(st.just(USUAL), st.just(USUAL), _rules()))
    stands_for = {g: unit for g in groups if (unit := draw(st.sampled_from((*DEPARTMENTS, ""))))}
    posts = draw(_posts(sorted(offices)))
    bare = Town(communities, groups, (), posts, (), least, offices, stands_for, frozenset(DEPARTMENTS))
    may = Departures(bare).qualifies
    fillings: set[tuple[str, str, str]] = set()
    for group, kind in product(groups, least):
        fit = [name for name in posts if may(name, group, kind)]
        fillings |= {(group, kind, name) for name in draw(_several(fit or sorted(posts), sorted(posts)))}
    return replace(bare, fillings=tuple(sorted(fillings)), deputies=draw(_deputies(posts)))


@st.composite
def _posts(draw: DrawFn, offices: Iterable[str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """One or two people for every unit, each with the post that one has there, seldom without, or with another's besides."""
    usual = [("DISTRICT_LEADER", CENTRE), *(("DEPT_LEADERSHIP", unit) for unit in DEPARTMENTS)]
    for unit in offices:
        usual += [("SUBDISTRICT_LEADERSHIP", unit), ("CADRE", unit)] if unit.startswith("办事处") else [("COMMUNITY_SECRETARY", unit)]
    found = {}
    for post in usual:
        for number in range(draw(st.sampled_from((1, 2)))):
            also = draw(st.sampled_from(usual))
            held = draw(mostly(st.just((post,)), st.just((post, also)), st.just(())))
            found[f"{post[1]}{post[0][:4]}{number}"] = tuple(dict.fromkeys(held))
    return found


@st.composite
def _several(draw: DrawFn, usual: Sequence[str], all_: Sequence[str]) -> list[str]:
    """Mostly one, sometimes two or nobody."""
    name = mostly(st.sampled_from(usual), st.sampled_from(all_))
    size = draw(mostly(st.sampled_from((1, 1, 2)), st.just(0)))
    return draw(st.lists(name, min_size=size, max_size=size))


@st.composite
def _deputies(draw: DrawFn, posts: Mapping[str, tuple[tuple[str, str], ...]]) -> tuple[tuple[str, str], ...]:
    """Mostly between two with a like post."""
    names = sorted(posts)
    alike = [pair for pair in product(names, names) if pair[0] != pair[1] and set(posts[pair[0]]) & set(posts[pair[1]])]
    other = st.tuples(st.sampled_from(names), st.sampled_from(names))
    pair = mostly(st.sampled_from(alike), other) if alike else other
    return tuple(sorted(set(draw(st.lists(pair, max_size=8)))))


@st.composite
def _rules(draw: DrawFn) -> Mapping[str, int]:
    kinds = draw(st.sets(st.sampled_from(KINDS), min_size=1))
    return {kind: draw(st.sampled_from((0, 1, 1, 2))) for kind in sorted(kinds)}


def built(town: Town) -> World:
    """The same as facts."""
    books = world(town.communities[0][:6]).unit(CENTRE, OrganizationKind.PARTY_COMMITTEE)
    for code in town.communities:
        books.community(code, population=int(code[-3:]))
    _with_units(books, town)
    for group, code in town.groups.items():
        books.group(code, key=group)
    for group, unit in town.stands_for.items():
        books.represents(group, unit)
    _with_people(books, town)
    if town.least != USUAL:
        bounds: dict[str, Any] = {kind: (least, None) for kind, least in town.least.items()}
        books.rule(**bounds)
    return books


def _with_units(books: World, town: Town) -> None:
    for unit in sorted(town.departments):
        books.unit(unit, OrganizationKind.DEPARTMENT)
    for unit, place in town.governs.items():
        books.unit(unit, OrganizationKind.SUBDISTRICT_OFFICE if len(place) == 9 else OrganizationKind.COMMITTEE, place)


def _with_people(books: World, town: Town) -> None:
    for person, posts in town.posts.items():
        for rank, unit in posts:
            books.post(person, unit, rank, title=f"{rank}{person}")
    for group, kind, person in town.fillings:
        books.fill(group, kind, person)
    for deputy, person in town.deputies:
        books.deputy(deputy, person)
