"""A small district with a work group, courtyards, a merger and a few cases; and the ledger on paper that answers for them.

甲社区 was merged into 乙社区 on 2019-10-01. Its district leader 张三 left the post on 2019-05-10; from 2019-05-15 on it is 李四.
"""

from functools import cache
from typing import Any

from graph.view import View
from tests import paper
from tests.loaders.clerk import JIA, YI, Clerk, line, post
from tests.loaders.ledgers import ledger
from tests.loaders.test_organizations import unit, units
from tests.paper import PaperLedger
from tests.schema.asking import ask

YARD = f"{JIA}001"
WHOLE = {
    "问题编号": "N1", "小区/院坝": "花园一村", "收集时间": "2019-05-12", "受理时间": "2019-05-12", "分流时间": "2019-05-13",
    "三事分类": "大事", "办理方式": "负责办", "主办单位": "民政局", "协办单位": "甲社区居委会", "首接人": "周书记", "牵头领导": "李四",
    "交办时间": "2019-05-14", "上报时间": "2019-05-16", "上报单位": "区政府", "办结时间": "2019-05-20", "反馈时间": "2019-05-22",
    "群众评价": "满意", "评价时间": "2019-05-25", "解决层级": "区级", "办理时限": "2019-06-30", "问题类别": "房屋", "收集渠道": "走访",
    "涉及户数": "12",
}  # fmt: skip
EXTENDED = {
    "问题编号": "N2", "收集时间": "2019-05-01", "分流时间": "2019-06-01", "三事分类": "大事", "主办单位": "应急局",
    "交办时间": "2019-06-02", "办理时限": "2019-06-30", "延期至": "2019-07-31", "延期批准时间": "2019-06-10", "问题类别": "道路",
}  # fmt: skip
PRIVATE = {
    "问题编号": "N3",
    "村(社区)": "乙社区",
    "收集时间": "2019-05-01",
    "分流时间": "2019-05-20",
    "三事分类": "私事",
    "问题类别": "家务",
}
LATER = {"问题编号": "N4", "村(社区)": "乙社区", "收集时间": "2019-08-01", "办理时限": "2019-08-15", "问题类别": "道路"}


@cache
def caseload() -> Clerk:
    clerk = Clerk(units(unit("区政府", "政府", "块", "990101", level="")))
    clerk.posts(
        post("张三", "区委", "区级领导", "2018-01-01", "2019-05-10"),
        post("李四", "区委", "区级领导", "2018-01-01"),
        post("周书记", "甲社区", "村(社区)书记", "2018-01-01"),
    )
    clerk.roster(
        line("甲社区", "2018-01-01", "2019-05-15", leader="张三", local="周书记"),
        line("甲社区", "2019-05-15", "", leader="李四", local="周书记"),
    )
    yards = ("村(社区)", "院坝编号", "院坝名称", "院坝长", "推选日期", "任期", "联系党员")
    clerk.take((yards, ("甲社区", YARD, "花园一村", "钱十", "2019-01-01", "3", "吴党员")))
    clerk.take(ledger(WHOLE, EXTENDED, PRIVATE, LATER), effective="2019-09-01")
    clerk.take((("日期", "类型", "原区划", "新区划"), ("2019-10-01", "合并", JIA, YI)))
    return clerk


def books() -> tuple[View, PaperLedger]:
    """The view of today and the ledger, of which nothing has been asked yet."""
    return paper.view(caseload().history), PaperLedger(caseload().history)


def inquire(query: str, **variables: Any) -> Any:
    """The data of a query about the district, that must have no error."""
    view, ledger_ = books()
    return ask(view, query, ledger_, **variables)
