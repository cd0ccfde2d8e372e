"""The sheets that can be imported, as data: their names, their headers with all spellings, their order.

A new kind of sheet is one entry of KINDS. Headers are compared after NFKC and without white space.
"""

import re

from graph.vocabulary import Axis, Level, MemberState, OrganizationKind, PlaceKind, PostRank, SeatKind, SuccessionKind
from loaders.forms import (
    CODE,
    COMMUNITY,
    DOCUMENT,
    NOTE,
    SERIAL,
    SINCE,
    SOURCE,
    SPAN,
    SUBDISTRICT,
    UNTIL,
    Column,
    Form,
    SheetKind,
    needs,
    numbered,
    optional,
    people,
)
from loaders.ledger_sheet import LEDGER

# ---- divisions

_PLACE = (
    Column("code", ("区划代码", "代码", "code", "统计用区划代码"), Form.CODE),
    Column("name", ("名称", "区划名称", "name")),
)
_PROVINCE = Column("province_code", ("省级代码", "provinceCode"), Form.CODE)
_CITY = Column("city_code", ("地级代码", "cityCode"), Form.CODE)
_AREA = Column("area_code", ("县级代码", "areaCode", "区县代码", "district_code"), Form.CODE)
_STREET = Column("street_code", ("乡级代码", "streetCode"), Form.CODE)
_COUNTS = (
    Column("population", ("常住人口", "常住人口数", "人口", "population"), Form.WHOLE),
    Column("households", ("户数", "households"), Form.WHOLE),
)
_EDITION = Column("edition", (), Form.FLAG, pattern=re.compile(r"in_nbs_(?:19|20)\d\d"), optional=True)
_DISTRICT_NAME = Column("district_name", ("区县名称", "区县", "district_name"))

AREAS = SheetKind(
    "areas", "区划(区县)", "Divisions: districts", 10, (*_PLACE, _CITY, _PROVINCE), needs("code", "name", "city_code", "province_code")
)
STREETS = SheetKind(
    "streets",
    "区划(镇街)",
    "Divisions: subdistricts",
    11,
    (*_PLACE, _AREA, _PROVINCE, _CITY, *optional(_DISTRICT_NAME)),
    needs("code", "name", "area_code"),
)
VILLAGES = SheetKind(
    "villages",
    "区划(村、社区)",
    "Divisions: communities",
    12,
    (*_PLACE, _STREET, _PROVINCE, _CITY, _AREA, *_COUNTS, *optional(_DISTRICT_NAME), _EDITION),
    needs("code", "name", "street_code"),
)
DIVISIONS = SheetKind(
    "divisions",
    "区划(一区)",
    "Divisions of a district",
    13,
    (
        *_PLACE,
        Column("short_name", ("简称", "short_name")),
        Column("kind", ("类型", "类别", "kind"), Form.CHOICE, PlaceKind),
        Column("subdistrict_code", ("镇街代码", "subdistrict_code"), Form.CODE),
        Column("subdistrict", (*SUBDISTRICT.headers, "镇街名称", "subdistrict_name")),
        Column("subdistrict_kind", ("镇街类型", "subdistrict_kind"), Form.CHOICE, PlaceKind),
        *optional(_AREA),
        _DISTRICT_NAME,
        *_COUNTS,
        _EDITION,
        SOURCE,
    ),
    needs("code", "name", "subdistrict"),
)

TERRITORY_CHANGES = SheetKind(
    "territory_changes",
    "区划变更",
    "Territory changes",
    15,
    (
        *optional(SERIAL),
        Column("on", ("日期", "变更日期", "生效日期"), Form.DATE),
        Column("kind", ("类型", "变更类型"), Form.CHOICE, SuccessionKind),
        Column("old", ("原区划", "变更前区划"), Form.LIST),
        Column("new", ("新区划", "变更后区划"), Form.LIST),
        Column("share", ("份额", "比例")),
        DOCUMENT,
        *optional(NOTE, SOURCE),
    ),
    (*needs("on", "kind"), ("old", "new")),
)

# ---- organisations, posts, rules

ORGANIZATIONS = SheetKind(
    "organizations",
    "单位名录",
    "Organisations",
    20,
    (
        *optional(SERIAL),
        Column("code", ("单位编码", "单位代码", "单位编号")),
        Column("name", ("单位名称", "单位全称")),
        Column("kind", ("单位类别", "单位类型"), Form.CHOICE, OrganizationKind),
        Column("axis", ("条块",), Form.CHOICE, Axis),
        Column("level", ("层级", "单位层级"), Form.CHOICE, Level),
        Column("parent", ("上级单位", "主管单位", "隶属单位")),
        Column("place", ("所属区划", "所在区划")),
        Column("since", ("设立日期", "设立时间", "成立日期", "成立时间"), Form.DATE),
        Column("until", ("撤销日期", "撤销时间"), Form.END),
        Column("successor", ("承继单位", "承接单位")),
        Column("short_name", ("简称", "单位简称")),
        Column("former_names", ("曾用名", "原名称"), Form.LIST),
        *optional(DOCUMENT, NOTE, SOURCE),
    ),
    needs("name", "kind"),
)
POSTS = SheetKind(
    "posts",
    "干部任职表",
    "Posts",
    30,
    (
        *optional(SERIAL),
        Column("number", ("人员编号", "干部编号")),
        Column("name", ("姓名",)),
        Column("unit", ("单位", "单位名称", "所在单位", "工作单位", "任职单位")),
        Column("title", ("职务", "现任职务", "职务名称")),
        Column("rank", ("级别", "职级", "职务级别"), Form.CHOICE, PostRank),
        Column("team", ("是否班子成员", "班子成员"), Form.FLAG),
        Column("since", ("任职时间", "任职日期", *SINCE.headers), Form.DATE),
        Column("until", ("免职时间", "免职日期", "离任时间", "离任日期", *UNTIL.headers), Form.END),
        Column("span", ("任职起止", "任职起止时间", *SPAN.headers), Form.SPAN, optional=True),
        DOCUMENT,
        *optional(NOTE, SOURCE),
    ),
    needs("name", "unit", "title"),
)
RULES = SheetKind(
    "rules",
    "组成规则",
    "Composition rule",
    40,
    (
        *optional(SERIAL),
        Column("seat", ("席位",), Form.CHOICE, SeatKind),
        Column("name", ("名称", "席位名称")),
        Column("minimum", ("最少", "最少人数"), Form.WHOLE),
        Column("maximum", ("最多", "最多人数"), Form.WHOLE),
        Column("represents", ("须代表单位", "是否代表单位"), Form.FLAG),
        SINCE,
        UNTIL,
        SPAN,
        *optional(DOCUMENT, NOTE, SOURCE),
    ),
    needs("seat", "minimum"),
)

# ---- rosters

ROSTER = SheetKind(
    "roster",
    "服务群众工作组名册",
    "Roster of work groups",
    50,
    (
        SERIAL,
        SUBDISTRICT,
        COMMUNITY,
        CODE,
        *people("leader", "联系区级领导", "联系领导", "包联领导", "区级领导", "在职区级领导", titled=True),
        Column("department", ("区级部门", "联系部门", "帮扶单位", "责任单位")),
        *people("department_leader", "部门班子成员", "部门领导", "区级部门领导班子成员", titled=True),
        *people("subdistrict_leader", "镇街班子成员", "联系社区班子成员", "驻片领导", "镇街领导班子成员", titled=True),
        *people("subdistrict_cadre", "镇街干部", "驻村干部"),
        *people("community_cadre", "村(社区)干部", "书记", "社区干部", "村干部", "村(社区)书记"),
        *people("liaison", "联络员"),
        Column("phone", ("联系电话", "办公电话")),
        SINCE,
        UNTIL,
        SPAN,
        DOCUMENT,
        NOTE,
        *optional(Column("group", ("工作组", "工作组名称")), Column("group_code", ("工作组编号", "工作组编码"))),
        SOURCE,
    ),
    (("community", "code"), ("leader", "department_leader", "subdistrict_leader", "subdistrict_cadre", "community_cadre")),
)

# ---- courtyards


COURTYARDS = SheetKind(
    "courtyards",
    "院坝名册",
    "Courtyards",
    60,
    (
        *optional(SERIAL, SUBDISTRICT),
        COMMUNITY,
        *optional(CODE),
        Column("courtyard", ("院坝编号", "院坝编码", "院坝代码", "楼栋编号", "小区编号"), Form.CODE),
        Column("name", ("院坝名称", "楼栋名称", "小区名称", "院坝(楼栋)名称")),
        Column("kind", ("类型", "院坝类型"), Form.CHOICE, PlaceKind, optional=True),
        Column("households", ("户数",), Form.WHOLE),
        Column("people", ("人数", "人口"), Form.WHOLE),
        *numbered("head", "院坝长", "楼栋长", "院坝长(楼栋长)"),
        Column("elected", ("推选日期", "推选时间", "当选日期"), Form.DATE),
        Column("term", ("任期",)),
        *numbered("linker", "联系党员", "党员联系人"),
        Column("linked_since", ("联系起始", "联系起始时间", "联系起始日期"), Form.DATE, optional=True),
        Column("functions", ("功能站", "功能"), Form.LIST),
        *optional(
            Column("since", ("设立日期", "设立时间"), Form.DATE),
            Column("until", ("撤销日期", "撤销时间"), Form.END),
            DOCUMENT,
            NOTE,
            SOURCE,
        ),
    ),
    needs("courtyard"),
)

# ---- Party members, deputies

PARTY_MEMBERS = SheetKind(
    "party_members",
    "党员花名册",
    "Party members",
    61,
    (
        *optional(SERIAL, SUBDISTRICT),
        *numbered("name", "姓名"),
        Column("organization", ("所在党组织", "所在党支部", "党组织", "组织关系所在党组织")),
        COMMUNITY,
        *optional(CODE),
        Column("title", ("党内职务",)),
        Column("state", ("组织状态",), Form.CHOICE, MemberState),
        Column("links", ("联系院坝/户", "联系院坝", "联系院坝(户)", "联系院坝、户"), Form.LIST),
        *optional(NOTE, SOURCE),
    ),
    needs("name", "organization"),
)
DEPUTIES = SheetKind(
    "deputies",
    "B角名册",
    "Deputies",
    62,
    (
        *optional(SERIAL),
        *numbered("holder", "A角", "A角姓名"),
        Column("holder_unit", ("A角单位",)),
        *numbered("deputy", "B角", "B角姓名"),
        Column("deputy_unit", ("B角单位",)),
        SINCE,
        UNTIL,
        SPAN,
        *optional(DOCUMENT, NOTE, SOURCE),
    ),
    needs("holder", "holder_unit", "deputy", "deputy_unit"),
)

# ---- honours, documents

HONOURS = SheetKind(
    "honours",
    "荣誉",
    "Honours",
    63,
    (
        *optional(SERIAL),
        Column("subject", ("对象", "获奖对象", "授予对象")),
        Column("name", ("名称", "荣誉名称")),
        Column("grade", ("级别", "荣誉级别")),
        Column("on", ("日期", "授予日期", "授予时间"), Form.DATE),
        *optional(NOTE, SOURCE),
    ),
    needs("subject", "name"),
)
DOCUMENTS = SheetKind(
    "documents",
    "文件",
    "Documents",
    64,
    (
        *optional(SERIAL),
        Column("name", ("名称", "文件名称", "标题")),
        DOCUMENT,
        Column("issuer", ("机关", "发文机关", "印发机关"), Form.LIST),
        Column("on", ("日期", "印发日期", "发文日期"), Form.DATE),
        *optional(NOTE, SOURCE),
    ),
    needs("name", "issuer"),
)

KINDS: tuple[SheetKind, ...] = (
    *(AREAS, STREETS, VILLAGES, DIVISIONS, TERRITORY_CHANGES),
    *(ORGANIZATIONS, POSTS, RULES, ROSTER),
    *(COURTYARDS, PARTY_MEMBERS, DEPUTIES, HONOURS, DOCUMENTS),
    LEDGER,
)
"""All kinds, in the order of writing."""

NEVER_KEPT = re.compile(
    "身份证|证件号|中心户|入党|转正|出生|生日|年龄|住址|地址|性别|民族|宗教|信仰|健康|病史|手机|电话|联系方式|反映人|照片|录音|党费|银行|微信"
    "|id_?card|birth|gender|address|phone|mobile"
)
"""Headers of personal data that no record holds (compared as headers are, in lower case)."""
