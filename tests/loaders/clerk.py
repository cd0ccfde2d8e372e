"""A clerk who imports sheets into a small district, one after another, in memory; and what the district then says.

Two subdistricts, 东街道 (甲社区, 乙社区, 大坪村) and 西镇 (丙社区, 丁村, 大坪村), in 某区, from 2017-01-01 on.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, TypeAlias

from graph.actions.drafting import Stamp
from graph.history import History, empty
from graph.interval import Interval, PartialDate, Precision
from graph.model import Actor, Link, Plan, Problem, Ref, Severity
from loaders.columns import Table
from loaders.desk import Options
from loaders.intake import planned
from loaders.sheets import Value
from tests.loaders.books import table

DISTRICT = "990101"
EAST, WEST = "990101001", "990101101"
JIA, YI, BING, DING = f"{EAST}001", f"{EAST}002", f"{WEST}001", f"{WEST}201"
DAPING_EAST, DAPING_WEST = f"{EAST}208", f"{WEST}208"
TODAY = date(2020, 2, 6)
_CLOCK = datetime(2026, 1, 5, tzinfo=UTC)
Line: TypeAlias = Sequence[Value]
Rows: TypeAlias = Sequence[Line]

DIVISION_HEADERS = ("区划代码", "名称", "镇街", "区县名称")
DIVISIONS: Rows = (
    DIVISION_HEADERS,
    (JIA, "甲社区居民委员会", "东街道", "某区"),
    (YI, "乙社区居民委员会", "东街道", "某区"),
    (DAPING_EAST, "大坪村村民委员会", "东街道", "某区"),
    (BING, "丙社区居民委员会", "西镇", "某区"),
    (DING, "丁村村民委员会", "西镇", "某区"),
    (DAPING_WEST, "大坪村村民委员会", "西镇", "某区"),
)
UNIT_HEADERS = ("单位编码", "单位名称", "单位类别", "条块", "上级单位", "所属区划", "设立日期", "撤销日期", "承继单位", "曾用名")
POST_HEADERS = ("人员编号", "姓名", "单位", "职务", "级别", "是否班子成员", "任职时间", "免职时间")
ROSTER_HEADERS = (
    *("镇街", "村(社区)", "区划代码", "联系区级领导", "区级部门", "部门班子成员"),
    *("镇街班子成员", "镇街干部", "村(社区)干部", "联络员", "联系电话", "起始时间", "终止时间"),
)
RULE_HEADERS = ("席位", "名称", "最少", "最多", "须代表单位", "起始", "终止")


def post(name: str, unit: str, rank: str, since: str = "2018-01-01", until: str = "", number: str = "", title: str = "") -> Line:
    return tuple(text or None for text in (number, name, unit, title or rank or "干事", rank, "", since, until))


def line(community: str, since: str = "2018-01-01", until: str = "", **cells: str) -> Line:
    """A roster's row. Cells: outer, code, leader, department, member, team, cadre, local, liaison, phone."""
    order = ("code", "leader", "department", "member", "team", "cadre", "local", "liaison", "phone")
    return tuple(text or None for text in (cells.get("outer", ""), community, *(cells.get(c, "") for c in order), since, until))


class Clerk:
    """Imports tables one after another; ids and clocks are counted."""

    def __init__(self, *sheets: Rows, history: History | None = None) -> None:
        self.history = _divided() if history is None else history
        self._count = 0
        for rows in sheets:
            self.take(rows)

    def plan(self, *sheets: Rows, effective: str = "", **options: Any) -> Plan:
        """What an import of sheets would write, and what there is to say of it."""
        return self.plan_tables([table(*rows) for rows in sheets], effective, **options)

    def plan_tables(self, tables: Sequence[Table], effective: str = "", **options: Any) -> Plan:
        """The same of tables."""
        self._count += 1
        at = _CLOCK + timedelta(minutes=self.history.facts.revision * 100 + self._count)
        ids = iter(range(10_000))
        chosen = Options(TODAY, date.fromisoformat(effective) if effective else None, **options)
        stamp = Stamp(at, f"import-{at:%d%H%M}")
        return planned(tables, self.history, chosen, stamp, lambda: f"p-{at:%d%H%M}-{next(ids)}")

    def take(self, *sheets: Rows, effective: str = "", **options: Any) -> Plan:
        """Import sheets; nothing may be wrong with them."""
        plan = self.plan(*sheets, effective=effective, **options)
        assert [p.en for p in plan.problems if p.severity is Severity.ERROR] == []
        self.history = self.history.after(plan)
        return plan

    def posts(self, *rows: Line, **options: Any) -> Plan:
        return self.take((POST_HEADERS, *rows), **options)

    def roster(self, *rows: Line, **options: Any) -> Plan:
        return self.take((ROSTER_HEADERS, *rows), **options)

    # ---- what the district says

    def links(self, *types: str) -> set[tuple[str, str, str]]:
        """The links of these types: the names of their ends, and their days."""
        return {(name(self.history, x.start), name(self.history, x.end), days(x.interval)) for x in self.history.links if x.type in types}

    def seat(self, community: str, kind: str) -> set[tuple[str, str]]:
        """Who is in the books for a seat of a community's group, and on which days."""
        return {(who, on) for who, seat, on in self.links("FILLS") if seat == f"{community}/{kind}"}

    def actor(self, label: str, key: str) -> Actor:
        return self.history.actors[Ref(label, key)]

    def named(self, label: str) -> dict[str, Actor]:
        """The nodes of a label by name; no name twice."""
        return {a.text("name"): a for a in self.history.of(label)}


@cache
def _divided() -> History:
    """The district with its divisions, and nothing else."""
    clerk = Clerk(history=empty(DISTRICT))
    clerk.take(DIVISIONS, effective="2017-01-01")
    return clerk.history


def name(history: History, ref: Ref) -> str:
    actor = history.actors[ref]
    if ref.kind == "Seat":
        group = next(x.start for x in history.into("HAS_SEAT", ref))
        return f"{history.actors[group].text('name').removesuffix('服务群众工作组')}/{actor.text('kind')}"
    if ref.kind == "Post":
        return f"{name(history, history.out('POST_IN', ref)[0].end)}{actor.text('title')}"
    return actor.text("shortName") or actor.text("name") or ref.key


def days(interval: Interval) -> str:
    """since..until; ?day is unknown and reached by then, ?first?day with a first possible day."""
    return f"{_text(interval.since)}..{_text(interval.until)}"


def _text(boundary: PartialDate | None) -> str:
    if boundary is None or boundary.precision is not Precision.UNKNOWN:
        return str(boundary or "")
    first = "" if boundary.earliest == date.min else f"?{boundary.earliest}"
    return f"{first}?{boundary.latest}"


def codes(plan: Plan, *severities: Severity) -> list[str]:
    """The codes of what there is to say, in order; of these severities only."""
    return [p.code for p in plan.problems if not severities or p.severity in severities]


def errors(plan: Plan) -> list[Problem]:
    return [p for p in plan.problems if p.severity is Severity.ERROR]


def people(history: History) -> Counter[tuple[Any, ...]]:
    """Everybody up to ids: name, number, posts, places in rosters and on what grounds."""
    alive = (a for a in history.of("Person") if not a.text("mergedInto"))
    return Counter(
        (a.text("name"), a.text("personnelNo"), _said(history, a.ref, "HOLDS"), _said(history, a.ref, "FILLS", "LIAISES")) for a in alive
    )


def _said(history: History, person: Ref, *types: str) -> frozenset[tuple[Any, ...]]:
    links: list[Link] = [x for type_ in types for x in history.out(type_, person)]
    return frozenset((x.type, name(history, x.end), days(x.interval), *sorted(dict(x.properties).items())) for x in links)
