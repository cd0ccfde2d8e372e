"""A small district as its offices would have it: two subdistricts, six communities, every sheet of its structure. None of it is real.

Days of a month alone are texts (2019-05). A cell of several people parts them by 、.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

from loaders.sheets import Value

Line: TypeAlias = Mapping[str, Value]

DISTRICT = "990101"
EAST, WEST = f"{DISTRICT}001", f"{DISTRICT}101"
JIA, YI, DAPING_EAST = f"{EAST}001", f"{EAST}002", f"{EAST}208"
BING, DING, DAPING_WEST = f"{WEST}001", f"{WEST}201", f"{WEST}208"
SINCE = date(2017, 1, 1)
START, TURN, END = date(2018, 1, 1), date(2019, 7, 1), date(2019, 9, 1)


def lines(headers: str, *rows: Sequence[Value]) -> tuple[Line, ...]:
    """Rows by header; a shorter one is blank at its end."""
    names = headers.split()
    return tuple({name: row[n] if n < len(row) else None for n, name in enumerate(names)} for row in rows)


DIVISIONS = lines(
    "区划代码 名称 镇街 区县名称 常住人口 户数",
    (JIA, "甲社区居民委员会", "东街道", "某区", 9000, 3000),
    (YI, "乙社区居民委员会", "东街道", "某区", 8000, 2500),
    (DAPING_EAST, "大坪村村民委员会", "东街道", "某区", 1800, 600),
    (BING, "丙社区居民委员会", "西镇", "某区", 7000, 2400),
    (DING, "丁村村民委员会", "西镇", "某区", 1500, 500),
    (DAPING_WEST, "大坪村村民委员会", "西镇", "某区", None, 450),
)
UNITS = lines(
    "单位编码 单位名称 单位类别 条块 层级 上级单位 所属区划 设立日期 撤销日期 承继单位 曾用名",
    ("U01", "区委", "区委", "块", "区级", None, DISTRICT, SINCE),
    ("U02", "区政府", "政府", "块", "区级", None, DISTRICT, SINCE),
    ("U03", "区民政局", "区级部门", "条", "区级", "区政府", None, SINCE),
    ("U04", "区农委", "区级部门", "条", "区级", "区政府", None, SINCE, date(2018, 10, 1), "区农业农村委"),
    ("U05", "区农业农村委", "区级部门", "条", "区级", "区政府", None, date(2018, 10, 1), None, None, "区农业农村局"),
    ("U06", "东街道办事处", "街道办事处", "块", "镇街", "区政府", EAST, SINCE),
    ("U07", "西镇人民政府", "街道办事处", "块", "镇街", "区政府", WEST, SINCE),
    ("U11", "甲社区居民委员会", "居委会", "块", "村(社区)", "东街道办事处", JIA, SINCE),
    ("U12", "乙社区居民委员会", "居委会", "块", "村(社区)", "东街道办事处", YI, SINCE),
    ("U13", "东街道大坪村村民委员会", "居委会", "块", "村(社区)", "东街道办事处", DAPING_EAST, SINCE),
    ("U14", "丙社区居民委员会", "居委会", "块", "村(社区)", "西镇人民政府", BING, SINCE),
    ("U15", "丁村村民委员会", "居委会", "块", "村(社区)", "西镇人民政府", DING, SINCE),
    ("U16", "西镇大坪村村民委员会", "居委会", "块", "村(社区)", "西镇人民政府", DAPING_WEST, SINCE),
    ("U21", "丁村党支部", "党组织", "条", "村(社区)", None, DING, SINCE),
    ("U22", "西镇大坪村党支部", "党组织", "条", "村(社区)", None, DAPING_WEST, SINCE),
)
POSTS = lines(
    "人员编号 姓名 单位 职务 级别 是否班子成员 任职时间 免职时间 文号",
    ("RY001", "袁林", "区委", "区委常委", "区级领导", "是", SINCE, None, "某委〔2017〕1号"),
    ("RY002", "司马光", "区政府", "副区长", "区级领导", "是", SINCE, TURN),
    ("RY003", "陈明", "区政府", "副区长", "区级领导", "是", TURN),
    ("RY004", "钱宇", "区民政局", "局长", "部门班子成员", "是", SINCE),
    ("RY005", "赵海", "区农业农村委", "主任", "部门班子成员", "是", date(2018, 10, 1)),
    ("RY006", "孙丽", "东街道办事处", "副主任", "镇街班子成员", "是", SINCE, date(2019, 10, 1)),
    ("RY007", "周伟", "西镇人民政府", "副镇长", "镇街班子成员", "是", "2018-03"),
    (None, "吴刚", "东街道办事处", "干事", "镇街干部", "否", SINCE),
    (None, "郑爽", "东街道办事处", "科员", "镇街干部", "否", SINCE),
    (None, "王芳", "西镇人民政府", "干事", "镇街干部", "否", SINCE),
    (None, "李强", "西镇人民政府", "科员", "镇街干部", "否", SINCE, date(2019, 1, 1)),
    (None, "冯军", "甲社区居民委员会", "书记", "村(社区)书记", "否", SINCE),
    (None, "杨光", "甲社区居民委员会", "委员", "村(社区)干部", "否", SINCE),
    (None, "褚云", "乙社区居民委员会", "书记", "村(社区)书记", "否", SINCE),
    (None, "卫东", "东街道大坪村村民委员会", "书记", "村(社区)书记", "否", SINCE),
    (None, "蒋平", "丙社区居民委员会", "书记", "村(社区)书记", "否", SINCE),
    (None, "沈静", "丁村村民委员会", "书记", "村(社区)书记", "否", SINCE),
    (None, "韩雪", "西镇大坪村村民委员会", "书记", "村(社区)书记", "否", SINCE, date(2019, 5, 1)),
)
RULE = lines(
    "席位 名称 最少 最多 须代表单位 起始 终止",
    ("在职区级领导", "区级领导", 1, 1, "否", SINCE),
    ("区级部门领导班子成员", "部门班子成员", 1, 1, "是", SINCE),
    ("镇街领导班子成员", "镇街班子成员", 1, 1, "否", SINCE),
    ("镇街干部", "镇街干部", 0, None, "否", SINCE),
    ("村(社区)干部", "村(社区)干部", 1, None, "否", SINCE),
)
_OF_JIA = ("区民政局", "钱宇", "局长", "孙丽", "吴刚、郑爽", "冯军、杨光", "吴刚", "62345678")
ROSTER = lines(
    "序号 镇街 村(社区) 区划代码 联系区级领导 联系区级领导职务 区级部门 部门班子成员 部门班子成员职务 镇街班子成员 镇街干部 村(社区)干部"
    " 联络员 联系电话 起始时间 终止时间 文号 备注",
    (1, "东街道", "甲社区", JIA, "司马光", "副区长", *_OF_JIA, START, TURN),
    (1, "东街道", "甲社区", JIA, "陈明", "副区长", *_OF_JIA, TURN),
    (2, "东街道", "乙社区", YI, "袁林", "区委常委", "区农业农村委", "赵海", "主任", "孙丽", "吴刚、郑爽", "褚云", "郑爽", None, START),
    (3, "东街道", "大坪村", DAPING_EAST, "袁林", "区委常委", "区民政局", None, None, "孙丽", "郑爽、吴刚", "卫东", None, None, START),
    (4, "西镇", "丙社区", BING, "司马光", "副区长", "区农业农村委", "赵海", "主任", "周伟", "王芳、李强", "蒋平", "王芳", None, START),
    (5, "西镇", "丁村", DING, "袁林", "区委常委", "区民政局", "钱宇", "局长", None, "王芳、李强", "沈静", None, None, START, END),
    (6, "西镇", "大坪村", DAPING_WEST, "陈明", "副区长", "区民政局", "钱宇", "局长", "周伟", "李强、王芳", "韩雪", None, None, TURN),
)
COURTYARDS = lines(
    "村(社区) 院坝编号 院坝名称 类型 户数 人数 院坝长 推选日期 任期 联系党员 联系起始 功能站",
    ("丁村", f"{DING}001", "河边院坝", "院坝", 12, 40, "何山", date(2018, 5, 1), "2021-05-01", "吕布", START, "宣传站、民情站"),
    ("丁村", f"{DING}002", "坡上院坝", "院坝", 9, 31, "施工", date(2017, 3, 1), "2019-03-01", "吕布、张三", START, "调解站"),
    ("大坪村", f"{DAPING_WEST}001", "堰塘院坝", "院坝", 20, 66, None, None, None, "孔明", "2018-06", "服务站、文化站"),
    ("甲社区", f"{JIA}001", "花园小区", "小区", 400, 1100, "曹操", date(2019, 2, 1), "2022-02-01", None, None, None),
)
MEMBERS = lines(
    "姓名 所在党组织 村(社区) 区划代码 党内职务 组织状态 联系院坝",
    ("吕布", "丁村党支部", "丁村", DING, "书记", "正常", f"{DING}001、{DING}002"),
    ("张三", "丁村党支部", "丁村", DING, None, "正常", f"{DING}002"),
    ("何山", "丁村党支部", "丁村", DING, None, "流动", None),
    ("孔明", "西镇大坪村党支部", "大坪村", DAPING_WEST, "委员", "正常", f"{DAPING_WEST}001"),
    ("严实", "西镇大坪村党支部", "大坪村", DAPING_WEST, None, "正常", None),
)
DEPUTIES = lines(
    "A角 A角单位 B角 B角单位 起始时间 终止时间",
    ("袁林", "区委", "陈明", "区政府", TURN, date(2020, 1, 1)),
    ("周伟", "西镇人民政府", "王芳", "西镇人民政府", START, TURN),
)

SHEETS: Mapping[str, tuple[Line, ...]] = {
    "区划": DIVISIONS,
    "单位名录": UNITS,
    "干部任职表": POSTS,
    "组成规则": RULE,
    "服务群众工作组名册": ROSTER,
    "院坝名册": COURTYARDS,
    "党员花名册": MEMBERS,
    "B角名册": DEPUTIES,
}
