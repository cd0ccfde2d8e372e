"""A district for questions of what breaks it: four linked communities of six, whose people overlap crosswise, and a few cases.

区领导甲 serves 甲社区 and 乙社区 and has a deputy with a post of the rank; 区领导乙 serves 丙社区 and 丁村. The department 民政局 stands in
甲社区 and 丙社区, 供销社 in 乙社区 and 丁村, and 供销社 ends in March: 新供销社 follows. No village 大坪村 has a group.
"""

from functools import cache
from typing import Any

from graph.view import View
from tests import paper
from tests.loaders.clerk import Clerk, line, post
from tests.loaders.ledgers import ledger
from tests.loaders.test_organizations import unit, units
from tests.paper import PaperLedger
from tests.schema.asking import ask

_OPEN: dict[str, Any] = {"收集时间": "2020-01-05", "分流时间": "2020-01-06", "三事分类": "大事", "交办时间": "2020-01-07"}
CASES: tuple[dict[str, Any], ...] = (
    {**_OPEN, "问题编号": "N1", "村(社区)": "甲社区", "主办单位": "民政局"},
    {**_OPEN, "问题编号": "N2", "村(社区)": "乙社区", "主办单位": "供销社", "责任人": "社主任"},
    {**_OPEN, "问题编号": "N3", "村(社区)": "甲社区", "主办单位": "民政局", "办理进展": "已办结", "办结时间": "2020-01-20"},
    {**_OPEN, "问题编号": "N4", "村(社区)": "丙社区", "主办单位": "民政局"},
)
_ROSTER = (
    ("甲社区", "区领导甲", "民政局", "局长", "东主任", "甲书记"),
    ("乙社区", "区领导甲", "供销社", "社主任", "东主任", "乙书记"),
    ("丙社区", "区领导乙", "民政局", "局长", "西主任", "丙书记"),
    ("丁村", "区领导乙", "供销社", "社主任", "西主任", "丁书记"),
)


@cache
def network() -> Clerk:
    clerk = Clerk(
        units(
            unit("供销社", until="2020-03-01", heir="新供销社"),
            unit("新供销社", since="2020-03-01"),
            unit("民政局"),
        )
    )
    clerk.posts(
        *(post(name, "区委", "区级领导") for name in ("区领导甲", "区领导乙", "区领导丙")),
        post("局长", "民政局", "部门班子成员"),
        post("社主任", "供销社", "部门班子成员"),
        post("东主任", "东街道办事处", "镇街班子成员"),
        post("西主任", "西镇人民政府", "镇街班子成员"),
        *(post(local, community, "村(社区)书记") for community, *_, local in _ROSTER),
    )
    clerk.roster(
        *(
            line(c, leader=leader, department=unit_, member=member, team=team, local=local)
            for c, leader, unit_, member, team, local in _ROSTER
        )
    )
    clerk.take((("A角", "A角单位", "B角", "B角单位", "起始时间"), ("区领导甲", "区委", "区领导丙", "区委", "2018-01-01")))
    clerk.take(ledger(*({"问题类别": "住房", **case} for case in CASES)))
    return clerk


def books() -> tuple[View, PaperLedger]:
    """The view of today and the ledger, of which nothing has been asked yet."""
    return paper.view(network().history), PaperLedger(network().history)


def inquire(query: str, **variables: Any) -> Any:
    """The data of a query about the district, that must have no error."""
    view, told = books()
    return ask(view, query, told, **variables)


def id_of(kind: str, name: str) -> str:
    """The id of somebody or something of that name."""
    lists = {"Person": "people", "Organization": "organizations"}
    edges = inquire(f"{{ {lists[kind]}(first: 100) {{ edges {{ node {{ id name }} }} }} }}")[lists[kind]]["edges"]
    (found,) = (edge["node"]["id"] for edge in edges if edge["node"]["name"] == name)
    return str(found)
