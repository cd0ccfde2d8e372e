"""What a sample is made of, as data: the days, the rule, how many leaders, which departments, and what is known as fact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from graph.vocabulary import DEFAULT_RULE, PostRank, SeatSpec

SYNTHETIC = "合成示例数据"
TERRITORY_SINCE = date(2017, 1, 1)
GROUPS_SINCE = date(2017, 7, 1)
AS_OF = date(2020, 2, 6)

_DEPARTMENTS = """
区纪委监委 区委办公室 区委组织部 区委宣传部 区委统战部 区委政法委 区委编办 区委农工委 区委党校 区委老干部局 区委巡察办
区政府办公室 区发展改革委 区教委 区科技局 区经济信息委 区民政局 区司法局 区财政局 区人力社保局 区规划自然资源局 区生态环境局
区住房城乡建委 区城市管理局 区交通局 区水利局 区农业农村委 区商务委 区文化旅游委 区卫生健康委 区退役军人事务局 区应急局
区审计局 区国资委 区市场监管局 区统计局 区医保局 区信访办 区林业局 区公安分局 区税务局 区金融办 区招商局 区大数据局
区机关事务管理局 区扶贫办 区供销合作社 区地震局 区总工会 团区委 区妇联 区科协 区工商联 区残联 区红十字会 区文联 区侨联
区社科联 区人民法院 区人民检察院
"""
DEPARTMENTS = tuple(_DEPARTMENTS.split())
"""Sixty units such as any district has."""

LEADING_BODIES = {"区委": "区委常委", "区人大常委会": "区人大常委会副主任", "区政府": "副区长", "区政协": "区政协副主席"}
"""The four bodies that district leaders belong to, and a title of each."""


@dataclass(frozen=True, slots=True)
class Post:
    """A line of the posts sheet. `since` None: the source does not say. A person is known by name within one sample."""

    person: str
    unit: str
    title: str
    rank: PostRank
    since: date | None
    until: date | None = None
    source: str = SYNTHETIC
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Renamed:
    """A department that took over from another on a day: people and links go with it."""

    old: str
    new: str
    on: date


@dataclass(frozen=True, slots=True)
class StatedCase:
    """A case that a source tells of: the day as the source has it, and what it says by header. `common`: others are instances of it."""

    community: str
    raised: str
    cells: tuple[tuple[str, str | int], ...]
    source: str
    common: bool = False

    def cell(self, header: str) -> str:
        """What it says under a header; empty where it says nothing."""
        return str(dict(self.cells).get(header, ""))


@dataclass(frozen=True, slots=True)
class Profile:
    """A district to be made. `links`: community code to department. `facts`: posts that a source states.

    `edition`: the year of the divisions that hold from `territory_since` on, where their file has several.
    `seated`: people of `facts` who sit in a group by the source's own words, as (community code, name); from `as_of` on.
    `cases`: how many the ledger has, `cases_stated` of them by a source.
    `courtyards`: village code to their number. `estates` that a source names, as (community code, name, source).
    """

    divisions: Path
    name: str = ""
    rule: tuple[SeatSpec, ...] = DEFAULT_RULE
    leaders: int = 36
    departments: tuple[str, ...] = DEPARTMENTS
    department_team: int = 4
    subdistrict_team: int = 7
    community_staff: int = 3
    turnover: int = 8
    links: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[Post, ...] = ()
    seated: tuple[tuple[str, str], ...] = ()
    renamed: tuple[Renamed, ...] = ()
    populations: Mapping[str, int] = field(default_factory=dict)
    courtyards: Mapping[str, int] = field(default_factory=dict)
    estates: tuple[tuple[str, str, str], ...] = ()
    cases: int = 0
    cases_stated: tuple[StatedCase, ...] = ()
    edition: int | None = None
    territory_since: date = TERRITORY_SINCE
    groups_since: date = GROUPS_SINCE
    as_of: date = AS_OF
