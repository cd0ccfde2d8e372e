"""Random districts as rows of sheets: small, and with few days, so that boundaries collide.

All dates lie on a handful of days around the end of a month; months and years stand for what a source does not tell.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.oracle.days import boundary
from tests.oracle.rows import division, line, organisation, post, rule
from tests.oracle.sheets import SEAT_WORDS, Roster, Row, Sheets

T = TypeVar("T")

FIRST, LAST = date(2019, 5, 20), date(2019, 6, 12)
HORIZON = tuple(FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
"""Every day that a comparison asks for."""

DAYS = ("2019-05-21", "2019-05-24", "2019-05-25", "2019-05-28", "2019-06-01", "2019-06-03", "2019-06-04", "2019-06-08")
MONTHS = ("2019-05", "2019-06")
BEFORE = "2019-03-01"
OPENING = FIRST.isoformat()

DISTRICT = "900001"
EAST, WEST = "900001001", "900001101"
SUBDISTRICTS = {EAST: "东街道", WEST: "西镇"}
PLACES = {
    f"{EAST}001": "甲社区居民委员会",
    f"{EAST}002": "乙社区居民委员会",
    f"{WEST}003": "丙社区居民委员会",
    f"{WEST}201": "丁村村民委员会",
}
OFFICES: Mapping[str, Sequence[str]] = {EAST: ("东街道办事处", "东街道党工委", "东街道"), WEST: ("西镇人民政府", "西镇党委", "西镇")}
COMMITTEES: Mapping[str, Sequence[str]] = {code: (name, name[:-5]) for code, name in PLACES.items()}
DEPARTMENTS = ("民政局", "水利局", "档案馆")
MOVING = "流动组"
"""The key of a group that goes from one community to another."""
CENTRE = "便民中心"
"""A unit that governs the eastern subdistrict by the list of units only."""


class Somebody(NamedTuple):
    """A person as the sheets mostly have them: at home in a division or a department, with a post in one of these units."""

    name: str
    cell: str
    home: str
    units: Sequence[str]
    ranks: tuple[str, str]


def _everybody() -> Iterator[Somebody]:
    for serial in "一二":
        yield Somebody(f"领{serial}", "leader", "", ("区委", "区政府"), ("区级领导", "区级领导"))
        for name in DEPARTMENTS:
            yield Somebody(f"局{name[0]}{serial}", "member", name, (name,), ("部门班子成员", "部门干部"))
        for code, units in OFFICES.items():
            yield Somebody(f"主{units[0][0]}{serial}", "team", code, units, ("镇街班子成员", "镇街干部"))
            yield Somebody(f"干{units[0][0]}{serial}", "cadre", code, units, ("镇街干部", "镇街班子成员"))
        for code, units in COMMITTEES.items():
            yield Somebody(f"书{units[0][0]}{serial}", "local", code, units, ("村(社区)书记", "村(社区)干部"))


PEOPLE = tuple(_everybody())
UNITS = tuple(sorted({unit for person in PEOPLE for unit in person.units} | {CENTRE}))
CELLS = ("leader", "member", "team", "cadre", "local")


def mostly(usual: SearchStrategy[T], *seldom: SearchStrategy[T]) -> SearchStrategy[T]:
    """Seven times in eight the first."""
    return st.integers(0, 7).flatmap(lambda n: st.one_of(seldom) if n == 7 else usual)


@st.composite
def districts(draw: DrawFn) -> Sheets:
    """A district with one or two subdistricts, one to four communities, up to two groups for each of them."""
    divisions = draw(_divisions())
    communities = tuple(row["区划代码"] for row in divisions if len(row["区划代码"]) == 12)
    first = draw(_rosters(communities))
    second = draw(st.one_of(st.just(()), _later_rows(first.rows)))
    return Sheets(
        divisions,
        draw(_organisations(any(code.startswith(EAST) for code in communities))),
        draw(_posts()),
        draw(st.one_of(st.just(()), _rules())),
        (first, Roster(second, first.effective)) if second else (first,),
        draw(st.sampled_from(DAYS)),
    )


# ---- divisions, units, rules


@st.composite
def _divisions(draw: DrawFn) -> tuple[Row, ...]:
    """Two editions: the second may lack one community, and may have one more."""
    chosen = sorted(draw(st.sets(st.sampled_from(sorted(PLACES)), min_size=1)))
    edition = draw(st.sampled_from(DAYS))
    since = {code: draw(mostly(st.just(OPENING), st.just(edition))) for code in chosen} | {chosen[0]: OPENING}
    gone = draw(st.one_of(st.none(), st.sampled_from(chosen)))
    beside = [code for code in chosen if gone and code != gone and code[:9] == gone[:9]]
    until = {gone: edition} if gone and beside and since[gone] == OPENING else {}
    coarse = draw(mostly(st.none(), st.sampled_from(chosen)))
    if coarse and coarse not in until and since[coarse] == OPENING:
        since[coarse] = draw(st.sampled_from(("", *MONTHS)))
    people = {code: draw(mostly(st.sampled_from(("900", "1200", "25000")), st.just(""))) for code in chosen}
    rows = tuple(division(code, PLACES[code], since[code], until.get(code, ""), people[code]) for code in chosen)
    towns = (division(code, SUBDISTRICTS[code], OPENING) for code in sorted({code[:9] for code in chosen}))
    return (division(DISTRICT, "某区", OPENING), *towns, *rows)


@st.composite
def _organisations(draw: DrawFn, east: bool) -> tuple[Row, ...]:
    """Some departments are listed, some of them end, of these some have heirs."""
    rows = [organisation(CENTRE, "其他", EAST)] if east else []
    for index, name in enumerate(DEPARTMENTS):
        start = mostly(st.just(""), st.just(BEFORE), st.sampled_from(DAYS))
        since, until = draw(_period(start, draw(st.integers(0, 3)) == 3))
        heirs = draw(st.sets(st.sampled_from(DEPARTMENTS[index + 1 :]), max_size=2)) if until and DEPARTMENTS[index + 1 :] else set()
        if draw(st.booleans()):
            rows.append(organisation(name, "区级部门", "", since, until, "、".join(sorted(heirs))))
    return tuple(rows)


@st.composite
def _rules(draw: DrawFn) -> tuple[Row, ...]:
    """One rule throughout, or two that follow each other."""
    change = draw(st.one_of(st.just(""), st.sampled_from(DAYS)))
    rows = draw(_rule(BEFORE, change))
    return (*rows, *draw(_rule(change, ""))) if change else rows


@st.composite
def _rule(draw: DrawFn, since: str, until: str) -> tuple[Row, ...]:
    seats = draw(st.sets(st.sampled_from(sorted(SEAT_WORDS.values())), min_size=1))
    rows = []
    for seat in sorted(seats):
        least = draw(st.sampled_from((0, 1, 1, 2)))
        most = draw(st.one_of(st.none(), st.integers(max(least, 1), 3)))
        rows.append(rule(seat, least, most, since, until, represents=seat.startswith("区级部门")))
    return tuple(rows)


# ---- posts


@st.composite
def _posts(draw: DrawFn) -> tuple[Row, ...]:
    """Of everybody no post, one or two; those with two have a number, or they are two people."""
    rows: list[Row] = []
    for person in PEOPLE:
        number = draw(mostly(st.just(person.name), st.just("")))
        rows += [draw(_post(person, number, serial)) for serial in range(draw(mostly(st.just(1), st.sampled_from((0, 2)))))]
    return tuple(rows)


@st.composite
def _post(draw: DrawFn, person: Somebody, number: str, serial: int) -> Row:
    unit = draw(mostly(st.sampled_from(person.units), st.sampled_from(UNITS)))
    like = next((other for other in PEOPLE if unit in other.units), person)
    rank = draw(mostly(st.just(like.ranks[0]), st.sampled_from(like.ranks)))
    start = mostly(st.just(BEFORE), st.just(""), st.sampled_from((*DAYS, *MONTHS)))
    since, until = draw(_period(start, draw(st.integers(0, 3)) == 3))
    team = draw(mostly(st.just(""), st.sampled_from(("是", "否"))))
    row = post(person.name, unit, rank, since, until, number, team)
    return {**row, "职务": f"{rank}{serial}"}


@st.composite
def _period(draw: DrawFn, since: SearchStrategy[str], ends: bool) -> tuple[str, str]:
    """A start and an end that lies after every day that the start may be; the end blank where none is left."""
    first = draw(since)
    limit = boundary(first)
    later = [text for text in (*DAYS, *MONTHS) if limit is None or _starts(text) > limit.latest]
    return first, draw(st.sampled_from(later)) if ends and later else ""


def _starts(text: str) -> date:
    found = boundary(text)
    assert found is not None
    return found.earliest


# ---- rosters


@st.composite
def _rosters(draw: DrawFn, communities: Sequence[str]) -> Roster:
    """Of each community none, one or two groups, each with rows end to end or with days between them."""
    rows: list[Row] = []
    for code in communities:
        keys = draw(st.sampled_from((("",), ("",), ("",), (f"组{code[-3:]}",), ("", f"组{code[-3:]}"), ())))
        for key in keys:
            rows += draw(_group(code, key))
    if len(communities) > 1 and draw(st.integers(0, 3)) == 3:
        rows += draw(_moving_group(communities))
    return Roster(tuple(rows), draw(st.sampled_from(DAYS)))


@st.composite
def _group(draw: DrawFn, code: str, key: str) -> list[Row]:
    if draw(st.integers(0, 7)) == 0:
        return [draw(_line(code, key, "", ""))]
    limits = draw(_limits())
    periods = [(since, until) for since, until in itertools.pairwise(limits) if draw(st.integers(0, 7)) < 7]
    return [draw(_line(code, key, since, until)) for since, until in periods]


@st.composite
def _limits(draw: DrawFn) -> list[str]:
    """Boundaries in order, of which one may be a whole month; the last may be open."""
    days = sorted(draw(st.sets(st.sampled_from(DAYS), max_size=3)))
    month = draw(mostly(st.just(""), st.sampled_from(MONTHS)))
    limits = sorted([day for day in days if not month or day[:7] != month] + ([month] if month else []))
    opening = draw(mostly(st.just([BEFORE]), st.just([]))) or ([] if limits else [BEFORE])
    ends = len(limits) + len(opening) > 1 and draw(st.integers(0, 3)) == 3
    return [*opening, *limits, *([] if ends else [""])]


@st.composite
def _moving_group(draw: DrawFn, communities: Sequence[str]) -> list[Row]:
    """One that serves one community and then another."""
    one, other = draw(st.permutations(communities))[:2]
    left, came, end = sorted(draw(st.tuples(*(st.sampled_from(DAYS),) * 3)))
    rows = [draw(_line(one, MOVING, BEFORE, left))]
    return [*rows, draw(_line(other, MOVING, came, end))] if came < end else rows


@st.composite
def _later_rows(draw: DrawFn, rows: Sequence[Row]) -> tuple[Row, ...]:
    """A second file that says something else of some days of groups whose rows are dated to the day."""
    found = []
    for code, key in sorted({(row["区划代码"], row["工作组编号"]) for row in rows} - {(code, MOVING) for code in PLACES}):
        dated = all(_is_dated(row) for row in rows if (row["区划代码"], row["工作组编号"]) == (code, key))
        since, until = draw(mostly(st.sampled_from(DAYS), st.just(""))), draw(st.sampled_from(("", *DAYS)))
        if dated and (not until or since < until) and draw(st.booleans()):
            found.append(draw(_line(code, key, since, "" if since == "" else until)))
    return tuple(found)


def _is_dated(row: Row) -> bool:
    return row["起始时间"] in (BEFORE, *DAYS) and row["终止时间"] in ("", *DAYS)


@st.composite
def _line(draw: DrawFn, code: str, key: str, since: str, until: str) -> Row:
    """Mostly one holder of a seat, who is at home there; sometimes none, several, somebody else or a stranger."""
    department = draw(mostly(st.sampled_from(DEPARTMENTS), st.just("")))
    homes = {"leader": "", "member": department, "team": code[:9], "cadre": code[:9], "local": code}
    cells = {cell: "、".join(draw(_cell(cell, home))) for cell, home in homes.items()}
    if {since, until} & {*MONTHS}:  # of several the first heads the group: a change of heads within the month is not what is asked
        cells["leader"] = cells["leader"].partition("、")[0]
    return line(code, since, until, key, department=department, **cells)


def _cell(cell: str, home: str) -> SearchStrategy[list[str]]:
    fit = [person.name for person in PEOPLE if person.cell == cell and person.home == home]
    like = [person.name for person in PEOPLE if person.cell == cell]
    anybody = [person.name for person in PEOPLE]
    name = mostly(st.sampled_from(fit or like), st.sampled_from(like), st.sampled_from(anybody), st.just("生人"))
    sizes = mostly(st.just(1), st.just(0), st.just(2), st.just(3))
    return sizes.flatmap(lambda size: st.lists(name, min_size=size, max_size=size, unique=True))
