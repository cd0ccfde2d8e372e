"""The kinds of thing, link and value as data: keys, ends, direction, labels in both languages, hard and soft rules.

Source of terms: the district's rosters and ledgers, Chinese first. A new kind is a line here and no other place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# ---- enumerations


class Level(StrEnum):
    DISTRICT = "DISTRICT"
    SUBDISTRICT = "SUBDISTRICT"
    COMMUNITY = "COMMUNITY"
    COURTYARD = "COURTYARD"


class SeatKind(StrEnum):
    DISTRICT_LEADER = "DISTRICT_LEADER"
    DEPARTMENT_LEADER = "DEPARTMENT_LEADER"
    SUBDISTRICT_LEADER = "SUBDISTRICT_LEADER"
    SUBDISTRICT_CADRE = "SUBDISTRICT_CADRE"
    COMMUNITY_CADRE = "COMMUNITY_CADRE"


class PostRank(StrEnum):
    DISTRICT_LEADER = "DISTRICT_LEADER"
    DEPT_LEADERSHIP = "DEPT_LEADERSHIP"
    DEPT_CADRE = "DEPT_CADRE"
    SUBDISTRICT_LEADERSHIP = "SUBDISTRICT_LEADERSHIP"
    CADRE = "CADRE"
    COMMUNITY_SECRETARY = "COMMUNITY_SECRETARY"
    COMMUNITY_CADRE = "COMMUNITY_CADRE"


class FillStatus(StrEnum):
    EFFECTIVE = "EFFECTIVE"
    GHOST = "GHOST"
    UNVERIFIED = "UNVERIFIED"
    VACANT = "VACANT"
    UNKNOWN = "UNKNOWN"


class GapReason(StrEnum):
    NO_GROUP = "NO_GROUP"
    VACANT = "VACANT"
    GHOST = "GHOST"
    UNVERIFIED = "UNVERIFIED"
    UNKNOWN = "UNKNOWN"
    WRONG_UNIT = "WRONG_UNIT"
    WRONG_SUBDISTRICT = "WRONG_SUBDISTRICT"
    OVER_MAX = "OVER_MAX"
    SAME_PERSON = "SAME_PERSON"
    TWO_GROUPS = "TWO_GROUPS"
    NO_HEAD = "NO_HEAD"
    TERM_EXPIRED = "TERM_EXPIRED"
    NO_LINKING_MEMBER = "NO_LINKING_MEMBER"


class PlaceKind(StrEnum):
    DISTRICT = "DISTRICT"
    SUBDISTRICT = "SUBDISTRICT"
    TOWN = "TOWN"
    TOWNSHIP = "TOWNSHIP"
    TOWNSHIP_LIKE = "TOWNSHIP_LIKE"
    COMMUNITY = "COMMUNITY"
    VILLAGE = "VILLAGE"
    COMMUNITY_LIKE = "COMMUNITY_LIKE"
    VILLAGE_LIKE = "VILLAGE_LIKE"
    COURTYARD = "COURTYARD"
    ESTATE = "ESTATE"
    BUILDING = "BUILDING"


class OrganizationKind(StrEnum):
    PARTY_COMMITTEE = "PARTY_COMMITTEE"
    GOVERNMENT = "GOVERNMENT"
    DEPARTMENT = "DEPARTMENT"
    SUBDISTRICT_OFFICE = "SUBDISTRICT_OFFICE"
    COMMITTEE = "COMMITTEE"
    PARTY_ORGANIZATION = "PARTY_ORGANIZATION"
    SOCIAL_ORGANIZATION = "SOCIAL_ORGANIZATION"
    COOPERATIVE = "COOPERATIVE"
    OTHER = "OTHER"


class Axis(StrEnum):
    LINE = "LINE"
    TERRITORY = "TERRITORY"


class Matter(StrEnum):
    BIG = "BIG"
    SMALL = "SMALL"
    PRIVATE = "PRIVATE"


class HandlingMode(StrEnum):
    IMMEDIATE = "IMMEDIATE"
    RESPONSIBLE = "RESPONSIBLE"
    PROPOSAL = "PROPOSAL"


class StationFunction(StrEnum):
    PUBLICITY = "PUBLICITY"
    OPINION = "OPINION"
    MEDIATION = "MEDIATION"
    SKILLS = "SKILLS"
    SERVICE = "SERVICE"
    CULTURE = "CULTURE"


class MemberState(StrEnum):
    NORMAL = "NORMAL"
    FLOATING = "FLOATING"


class SuccessionKind(StrEnum):
    MERGE = "MERGE"
    SPLIT = "SPLIT"
    RENAME = "RENAME"
    ABOLISH = "ABOLISH"
    CREATE = "CREATE"


class Channel(StrEnum):
    VISIT = "VISIT"
    SERVICE_DAY = "SERVICE_DAY"
    HOTLINE = "HOTLINE"
    ONLINE = "ONLINE"
    LETTER = "LETTER"
    HIGHER = "HIGHER"
    OTHER = "OTHER"


class PrivatePath(StrEnum):
    SELF = "SELF"
    MUTUAL_AID = "MUTUAL_AID"
    MARKET = "MARKET"
    RELIEF = "RELIEF"


class CaseState(StrEnum):
    RAISED = "RAISED"
    ACCEPTED = "ACCEPTED"
    TRIAGED = "TRIAGED"
    ASSIGNED = "ASSIGNED"
    IN_PROGRESS = "IN_PROGRESS"
    RETURNED = "RETURNED"
    SUSPENDED = "SUSPENDED"
    RESOLVED = "RESOLVED"
    FED_BACK = "FED_BACK"
    EVALUATED = "EVALUATED"
    STRUCK_OFF = "STRUCK_OFF"
    REOPENED = "REOPENED"
    GUIDED = "GUIDED"
    DUPLICATE = "DUPLICATE"
    OUT_OF_SCOPE = "OUT_OF_SCOPE"
    WITHDRAWN = "WITHDRAWN"


class AssignmentRole(StrEnum):
    LEAD = "LEAD"
    ASSIST = "ASSIST"
    SUPERVISE = "SUPERVISE"
    SPONSOR = "SPONSOR"
    FIRST_RECEIVER = "FIRST_RECEIVER"


@dataclass(frozen=True, slots=True)
class Term:
    """How people name a value: Chinese, English, and other words met in sheets."""

    zh: str
    en: str
    also: tuple[str, ...] = ()


SEATS: Mapping[StrEnum, Term] = {
    SeatKind.DISTRICT_LEADER: Term("在职区级领导", "Serving district leader", ("区级领导", "联系区级领导", "联系领导", "包联领导")),
    SeatKind.DEPARTMENT_LEADER: Term("区级部门领导班子成员", "Member of a department's leadership", ("部门班子成员", "部门领导")),
    SeatKind.SUBDISTRICT_LEADER: Term(
        "镇街领导班子成员", "Member of the subdistrict's leadership", ("镇街班子成员", "联系社区班子成员", "驻片领导")
    ),
    SeatKind.SUBDISTRICT_CADRE: Term("镇街干部", "Subdistrict cadre", ("驻村干部",)),
    SeatKind.COMMUNITY_CADRE: Term("村(社区)干部", "Community cadre", ("社区干部", "村干部", "书记")),
}

ENUMERATIONS: Mapping[str, Mapping[StrEnum, Term]] = {
    "Level": {
        Level.DISTRICT: Term("区级", "District", ("区",)),
        Level.SUBDISTRICT: Term("镇街", "Subdistrict", ("镇街级", "街镇", "乡镇街道")),
        Level.COMMUNITY: Term("村(社区)", "Community", ("村社", "社区", "村", "村社区")),
        Level.COURTYARD: Term("院坝", "Courtyard"),
    },
    "SeatKind": SEATS,
    "PostRank": {
        PostRank.DISTRICT_LEADER: Term("区级领导", "District leader", ("县级领导",)),
        PostRank.DEPT_LEADERSHIP: Term("部门班子成员", "Department leadership", ("部门领导班子成员",)),
        PostRank.DEPT_CADRE: Term("部门干部", "Department cadre"),
        PostRank.SUBDISTRICT_LEADERSHIP: Term("镇街班子成员", "Subdistrict leadership", ("镇街领导班子成员",)),
        PostRank.CADRE: Term("镇街干部", "Subdistrict cadre", ("街道干部", "镇干部")),
        PostRank.COMMUNITY_SECRETARY: Term("村(社区)书记", "Community secretary", ("社区书记", "村书记", "村社书记")),
        PostRank.COMMUNITY_CADRE: Term("村(社区)干部", "Community cadre", ("社区干部", "村干部", "村社干部")),
    },
    "FillStatus": {
        FillStatus.EFFECTIVE: Term("在岗", "Effective"),
        FillStatus.GHOST: Term("空挂", "Ghost"),
        FillStatus.UNVERIFIED: Term("未核实", "Unverified"),
        FillStatus.VACANT: Term("空缺", "Vacant"),
        FillStatus.UNKNOWN: Term("不详", "Unknown"),
    },
    "GapReason": {
        GapReason.NO_GROUP: Term("无工作组", "No work group"),
        GapReason.VACANT: Term("席位空缺", "Vacant seat"),
        GapReason.GHOST: Term("空挂", "Ghost seat"),
        GapReason.UNVERIFIED: Term("未核实任职", "Post unverified"),
        GapReason.UNKNOWN: Term("日期不详", "Dates too coarse"),
        GapReason.WRONG_UNIT: Term("单位不符", "Post in another unit"),
        GapReason.WRONG_SUBDISTRICT: Term("非本镇街", "Post in another subdistrict"),
        GapReason.OVER_MAX: Term("超过席位数", "More holders than the seat allows"),
        GapReason.SAME_PERSON: Term("一人占两席", "One person in two seats"),
        GapReason.TWO_GROUPS: Term("两个工作组", "Two work groups"),
        GapReason.NO_HEAD: Term("无院坝长", "No courtyard head"),
        GapReason.TERM_EXPIRED: Term("院坝长任期届满", "Courtyard head's term expired"),
        GapReason.NO_LINKING_MEMBER: Term("无联系党员", "No linking Party member"),
    },
    "PlaceKind": {
        PlaceKind.DISTRICT: Term("区县", "District"),
        PlaceKind.SUBDISTRICT: Term("街道", "Subdistrict"),
        PlaceKind.TOWN: Term("镇", "Town"),
        PlaceKind.TOWNSHIP: Term("乡", "Township"),
        PlaceKind.TOWNSHIP_LIKE: Term("类乡级", "Township-like unit"),
        PlaceKind.COMMUNITY: Term("社区(居)", "Community", ("社区", "community")),
        PlaceKind.VILLAGE: Term("村", "Village", ("village",)),
        PlaceKind.COMMUNITY_LIKE: Term("类社区", "Community-like unit"),
        PlaceKind.VILLAGE_LIKE: Term("类村", "Village-like unit"),
        PlaceKind.COURTYARD: Term("院坝", "Courtyard"),
        PlaceKind.ESTATE: Term("小区", "Housing estate"),
        PlaceKind.BUILDING: Term("楼栋", "Building"),
    },
    "OrganizationKind": {
        OrganizationKind.PARTY_COMMITTEE: Term("区委", "Party committee", ("党委", "区委/党委")),
        OrganizationKind.GOVERNMENT: Term("政府", "Government", ("区政府",)),
        OrganizationKind.DEPARTMENT: Term("区级部门", "District department", ("部门",)),
        OrganizationKind.SUBDISTRICT_OFFICE: Term("街道办事处", "Subdistrict office", ("镇政府", "街道办事处/镇政府", "镇街")),
        OrganizationKind.COMMITTEE: Term("居委会", "Residents' or villagers' committee", ("村委会", "居委会/村委会")),
        OrganizationKind.PARTY_ORGANIZATION: Term("党组织", "Party organisation", ("党支部", "党总支")),
        OrganizationKind.SOCIAL_ORGANIZATION: Term("社会组织", "Social organisation"),
        OrganizationKind.COOPERATIVE: Term("合作社", "Cooperative"),
        OrganizationKind.OTHER: Term("其他", "Other"),
    },
    "Axis": {Axis.LINE: Term("条", "Line"), Axis.TERRITORY: Term("块", "Territory")},
    "Matter": {
        Matter.BIG: Term("大事", "Big matter"),
        Matter.SMALL: Term("小事", "Small matter"),
        Matter.PRIVATE: Term("私事", "Private matter"),
    },
    "HandlingMode": {
        HandlingMode.IMMEDIATE: Term("马上办", "Handled at once", ("现场办", "马上办/现场办")),
        HandlingMode.RESPONSIBLE: Term("负责办", "Responsible handling"),
        HandlingMode.PROPOSAL: Term("上报", "Reported up", ("上报建议",)),
    },
    "StationFunction": {
        StationFunction.PUBLICITY: Term("宣传站", "Publicity station"),
        StationFunction.OPINION: Term("民情站", "Public-opinion station"),
        StationFunction.MEDIATION: Term("调解站", "Mediation station"),
        StationFunction.SKILLS: Term("加油站", "Skills station"),
        StationFunction.SERVICE: Term("服务站", "Service station"),
        StationFunction.CULTURE: Term("文化站", "Culture station"),
    },
    "MemberState": {
        MemberState.NORMAL: Term("正常", "Normal"),
        MemberState.FLOATING: Term("流动", "Floating", ("流动党员",)),
    },
    "SuccessionKind": {
        SuccessionKind.MERGE: Term("合并", "Merger", ("撤并", "并入")),
        SuccessionKind.SPLIT: Term("分设", "Split", ("拆分", "析置")),
        SuccessionKind.RENAME: Term("更名", "Renaming", ("改名",)),
        SuccessionKind.ABOLISH: Term("撤销", "Abolition"),
        SuccessionKind.CREATE: Term("设立", "Creation", ("新设", "成立")),
    },
    "Channel": {
        Channel.VISIT: Term("走访", "Visit", ("入户走访", "走访调研")),
        Channel.SERVICE_DAY: Term("服务日", "Service day", ("服务群众工作日", "接访")),
        Channel.HOTLINE: Term("热线", "Hotline", ("12345", "热线电话")),
        Channel.ONLINE: Term("网络", "Online", ("网上", "线上")),
        Channel.LETTER: Term("来信来访", "Letter or call", ("来信", "来访", "信访")),
        Channel.HIGHER: Term("上级交办", "Passed down", ("上级转办",)),
        Channel.OTHER: Term("其他", "Other"),
    },
    "PrivatePath": {
        PrivatePath.SELF: Term("自行解决", "By oneself", ("自己解决",)),
        PrivatePath.MUTUAL_AID: Term("互助解决", "Mutual aid", ("互助", "邻里互助")),
        PrivatePath.MARKET: Term("市场服务", "Market", ("市场", "市场解决")),
        PrivatePath.RELIEF: Term("救助", "Relief"),
    },
    "CaseState": {
        CaseState.RAISED: Term("已收集", "Raised"),
        CaseState.ACCEPTED: Term("已受理", "Accepted", ("未办", "未启动", "受理")),
        CaseState.TRIAGED: Term("已分流", "Triaged"),
        CaseState.ASSIGNED: Term("已交办", "Assigned"),
        CaseState.IN_PROGRESS: Term("办理中", "In progress", ("正在办理", "推进中", "整改中", "长期坚持", "持续推进")),
        CaseState.RETURNED: Term("已退单", "Returned", ("退回", "退单")),
        CaseState.SUSPENDED: Term("挂起", "Suspended"),
        CaseState.RESOLVED: Term("已办结", "Resolved", ("办结", "完成", "已完成", "已解决")),
        CaseState.FED_BACK: Term("已反馈", "Fed back"),
        CaseState.EVALUATED: Term("已评价", "Evaluated"),
        CaseState.STRUCK_OFF: Term("已销号", "Struck off", ("销号",)),
        CaseState.REOPENED: Term("重办", "Reopened"),
        CaseState.GUIDED: Term("已引导", "Guided"),
        CaseState.DUPLICATE: Term("重复", "Duplicate", ("重复件",)),
        CaseState.OUT_OF_SCOPE: Term("不受理", "Out of scope", ("不属实",)),
        CaseState.WITHDRAWN: Term("撤回", "Withdrawn", ("撤诉", "已撤回")),
    },
    "AssignmentRole": {
        AssignmentRole.LEAD: Term("主办", "Lead"),
        AssignmentRole.ASSIST: Term("协办", "Assist"),
        AssignmentRole.SUPERVISE: Term("督办", "Supervise"),
        AssignmentRole.SPONSOR: Term("领导包案", "Sponsor"),
        AssignmentRole.FIRST_RECEIVER: Term("首接", "First receiver"),
    },
}


def term(value: StrEnum) -> Term:
    """The words for a value of an enumeration."""
    return ENUMERATIONS[type(value).__name__][value]


def label(value: StrEnum, language: str = "zh") -> str:
    """The word for a value in `zh` or `en`."""
    words = term(value)
    return words.en if language.lower() == "en" else words.zh


# ---- seats and ranks

SEAT_LEVEL: Mapping[SeatKind, Level] = {
    SeatKind.DISTRICT_LEADER: Level.DISTRICT,
    SeatKind.DEPARTMENT_LEADER: Level.DISTRICT,
    SeatKind.SUBDISTRICT_LEADER: Level.SUBDISTRICT,
    SeatKind.SUBDISTRICT_CADRE: Level.SUBDISTRICT,
    SeatKind.COMMUNITY_CADRE: Level.COMMUNITY,
}

LEADERSHIP_RANKS = frozenset(
    {PostRank.DISTRICT_LEADER, PostRank.DEPT_LEADERSHIP, PostRank.SUBDISTRICT_LEADERSHIP, PostRank.COMMUNITY_SECRETARY}
)
DEPARTMENT_RANKS = frozenset({PostRank.DEPT_LEADERSHIP, PostRank.DEPT_CADRE})


@dataclass(frozen=True, slots=True)
class SeatSpec:
    """A seat that a composition rule asks for: how many holders at least and at most (None: no limit)."""

    kind: SeatKind
    name: str
    minimum: int
    maximum: int | None
    represents: bool = False


DEFAULT_RULE: tuple[SeatSpec, ...] = (
    SeatSpec(SeatKind.DISTRICT_LEADER, "在职区级领导", 1, 1),
    SeatSpec(SeatKind.DEPARTMENT_LEADER, "区级部门领导班子成员", 1, 1, represents=True),
    SeatSpec(SeatKind.SUBDISTRICT_LEADER, "镇街领导班子成员", 1, 1),
    SeatSpec(SeatKind.SUBDISTRICT_CADRE, "镇街干部", 0, None),
    SeatSpec(SeatKind.COMMUNITY_CADRE, "村(社区)干部", 1, None),
)
"""The rule of a district that has imported none."""

# ---- kinds of node


@dataclass(frozen=True, slots=True)
class NodeKind:
    """A label of the graph. `key` is its key property; `scoped`: unique within a district only, with `districtCode`.

    `ledger`: cases and what happens to them may be millions; they stay in the database and are no part of a district's history.
    """

    label: str
    key: str
    zh: str
    en: str
    scoped: bool = False
    ledger: bool = False


NODES: Mapping[str, NodeKind] = {
    kind.label: kind
    for kind in (
        NodeKind("District", "code", "区县", "District"),
        NodeKind("Subdistrict", "code", "镇街", "Subdistrict"),
        NodeKind("Community", "code", "村(社区)", "Community"),
        NodeKind("Organization", "orgId", "单位", "Organisation", scoped=True),
        NodeKind("Person", "personId", "人员", "Person", scoped=True),
        NodeKind("Post", "postId", "职务", "Post", scoped=True),
        NodeKind("WorkGroup", "groupId", "服务群众工作组", "Mass-service work group", scoped=True),
        NodeKind("Seat", "seatId", "席位", "Seat", scoped=True),
        NodeKind("CompositionRule", "ruleId", "组成规则", "Composition rule", scoped=True),
        NodeKind("SeatRule", "seatRuleId", "席位规则", "Seat rule", scoped=True),
        NodeKind("Courtyard", "code", "院坝", "Courtyard"),
        NodeKind("Honour", "honourId", "荣誉", "Honour", scoped=True),
        NodeKind("Document", "documentId", "文件", "Document", scoped=True),
        NodeKind("Case", "caseId", "问题", "Case", scoped=True, ledger=True),
        NodeKind("CaseEvent", "eventId", "办理记录", "Case event", scoped=True, ledger=True),
        NodeKind("ChangeEvent", "changeId", "变更", "Change", scoped=True),
    )
}

ORGANIZATION_LABELS: Mapping[str, str] = {
    OrganizationKind.DEPARTMENT: "Department",
    OrganizationKind.PARTY_ORGANIZATION: "PartyOrganization",
    OrganizationKind.COMMITTEE: "CommitteeOrg",
    OrganizationKind.SOCIAL_ORGANIZATION: "SocialOrganization",
    OrganizationKind.COOPERATIVE: "Cooperative",
}
"""The further label of an organisation of a kind."""

PLACES = ("District", "Subdistrict", "Community")
LABEL_OF_LENGTH: Mapping[int, str] = {6: "District", 9: "Subdistrict", 12: "Community", 15: "Courtyard"}
"""Digits of a place's code → its label."""
HONOURED = (*PLACES, "Courtyard", "Organization", "WorkGroup")

EVER_LABELS: Mapping[str, tuple[str, ...]] = {
    "Organization": ("CommitteeOrg", "Cooperative", "Department", "PartyOrganization", "SocialOrganization"),
    "Person": ("DistrictLeader", "Leader", "PartyMember"),
}
"""Labels that a node may bear beside its own once it has ever been such: for people who browse; no answer reads them."""

# ---- kinds of link


@dataclass(frozen=True, slots=True)
class LinkKind:
    """A relationship type: the labels of its two ends in the direction of the arrow, one or more pairs, and its words from either end.

    `key` is the property that is unique among live links of the type; a retracted one carries the type with _RETRACTED.
    """

    type: str
    pairs: tuple[tuple[str, str], ...]
    zh: str
    en: str
    reverse_zh: str
    reverse_en: str
    key: str = "factId"
    ledger: bool = False

    @property
    def retracted(self) -> str:
        return f"{self.type}_RETRACTED"

    @property
    def start(self) -> str:
        """The label at its beginning; of several the usual one."""
        return self.pairs[0][0]


def _from(start: str, *ends: str) -> tuple[tuple[str, str], ...]:
    return tuple((start, end) for end in ends)


def _among(*labels: str) -> tuple[tuple[str, str], ...]:
    """Between things of the same label."""
    return tuple((label, label) for label in labels)


LINKS: Mapping[str, LinkKind] = {
    kind.type: kind
    for kind in (
        LinkKind("IN_DISTRICT", _from("Subdistrict", "District"), "属于", "is in", "下辖", "contains"),
        LinkKind("IN_SUBDISTRICT", _from("Community", "Subdistrict"), "属于", "is in", "下辖", "contains"),
        LinkKind("IN_COMMUNITY", _from("Courtyard", "Community"), "属于", "is in", "下辖", "contains"),
        LinkKind("SUCCEEDED_BY", _among("Organization", *PLACES[1:], "Courtyard"), "由…承继", "was succeeded by", "承继", "succeeded"),
        LinkKind("UNIT_OF", _from("Organization", "Organization"), "隶属", "is a unit of", "下属", "has the unit"),
        LinkKind("GOVERNS", _from("Organization", *PLACES), "管理", "governs", "由…管理", "is governed by"),
        LinkKind("BASED_IN", _from("Organization", *PLACES), "驻在", "is based in", "驻有", "hosts"),
        LinkKind("HOLDS", _from("Person", "Post"), "任", "holds", "由…担任", "is held by", key="holdingId"),
        LinkKind("POST_IN", _from("Post", "Organization"), "设于", "is a post in", "设有", "has the post"),
        LinkKind("SERVES", _from("WorkGroup", "Community"), "定点联系", "serves", "由…联系", "is served by"),
        LinkKind("HAS_SEAT", _from("WorkGroup", "Seat"), "设席位", "has the seat", "属于", "is a seat of"),
        LinkKind("FILLS", _from("Person", "Seat"), "在席", "fills", "由…担任", "is filled by", key="fillId"),
        LinkKind("REPRESENTS", _from("Seat", "Organization"), "代表", "represents", "由…代表", "is represented by"),
        LinkKind("LIAISES", _from("Person", "WorkGroup"), "联络", "liaises for", "联络员为", "has the liaison"),
        LinkKind("HEADS", _from("Person", "Courtyard"), "任院坝长", "heads", "院坝长为", "is headed by", key="headId"),
        LinkKind("LINKS", _from("Person", "Courtyard"), "联系", "links", "由…联系", "is linked by", key="linkId"),
        LinkKind("PARTY_MEMBER_OF", _from("Person", "Organization"), "是…的党员", "is a Party member of", "有党员", "has the Party member"),
        LinkKind("DEPUTISES_FOR", _from("Person", "Person"), "是…的B角", "deputises for", "B角为", "has the deputy"),
        LinkKind("AWARDED_TO", _from("Honour", *HONOURED), "授予", "was awarded to", "获得", "received"),
        LinkKind("ISSUED_BY", _from("Document", "Organization"), "由…印发", "was issued by", "印发", "issued"),
        LinkKind("RAISED_IN", _from("Case", "Community"), "反映于", "was raised in", "有问题", "has the case", ledger=True),
        LinkKind("AT", _from("Case", "Courtyard"), "位于", "is at", "有问题", "has the case", ledger=True),
        LinkKind("RECEIVED_BY", _from("Case", "Person"), "首接人为", "was first received by", "首接", "first received", ledger=True),
        LinkKind("ASSIGNED_TO", _from("Case", "Organization", "Person"), "交办", "is assigned to", "承办", "handles", ledger=True),
        LinkKind("SPONSORED_BY", _from("Case", "Person"), "由…包案", "is sponsored by", "包案", "sponsors", ledger=True),
        LinkKind("ESCALATED_TO", _from("Case", "Organization"), "上报", "was escalated to", "收到上报", "received", ledger=True),
        LinkKind("HAS_EVENT", _from("Case", "CaseEvent"), "有记录", "has the event", "属于", "is an event of", ledger=True),
        LinkKind("BY", _from("CaseEvent", "Person", "Organization"), "由…办", "was done by", "办理", "did", ledger=True),
        LinkKind("DUPLICATE_OF", _from("Case", "Case"), "重复于", "is a duplicate of", "有重复", "has the duplicate", ledger=True),
        LinkKind("INSTANCE_OF", _from("Case", "Case"), "属于共性问题", "is an instance of", "含同类", "has the instance", ledger=True),
        LinkKind("ASKS_FOR", _from("CompositionRule", "SeatRule"), "要求", "asks for", "见于", "is asked for by"),
    )
}

# ---- rules that data may break


class Strength(StrEnum):
    """HARD: an import problem and a refused command. SOFT: imported with a warning, reported as a finding."""

    HARD = "HARD"
    SOFT = "SOFT"


RULES: Mapping[str, tuple[Strength, str, str]] = {
    "V1": (Strength.HARD, "起始日期必须早于终止日期", "A start must come before its end"),
    "V2": (Strength.SOFT, "在岗人数不得超过席位上限", "A seat has at most its maximum of effective holders"),
    "V3": (Strength.SOFT, "一个工作组与一个村(社区)一一对应", "One work group serves one community"),
    "V4": (Strength.SOFT, "在席期间不得超出工作组存续期", "A filling lies within the life of its group"),
    "V5": (Strength.SOFT, "在席者须有符合席位要求的职务", "The holder of a seat needs a qualifying post"),
    "V6": (Strength.SOFT, "一个工作组同时只有一名牵头负责人", "A group has one head at a time"),
    "V7": (Strength.SOFT, "一个院坝同时只有一名任期内的院坝长", "A courtyard has one head in term"),
    "V8": (Strength.HARD, "区划代码须逐级嵌套", "Division codes nest"),
    "V9": (Strength.HARD, "类型须与代码一致", "A division's kind agrees with its code"),
    "V10": (Strength.HARD, "事件须按先后顺序", "Events follow their order"),
    "V11": (Strength.SOFT, "事项类别与主办单位类型须相符", "The matter fits the kind of the lead"),
    "V12": (Strength.HARD, "不得循环", "No cycles"),
    "V13": (Strength.SOFT, "评价人不得是办理人", "The evaluator is not the handler"),
    "V14": (Strength.SOFT, "一人不得在同组占两席", "One person has one seat in a group"),
}

# ---- kinds by code (domestic 12-digit statistical division codes)

_COMMUNITY_KINDS = (
    (1, 199, PlaceKind.COMMUNITY),
    (200, 399, PlaceKind.VILLAGE),
    (400, 499, PlaceKind.COMMUNITY_LIKE),
    (500, 599, PlaceKind.VILLAGE_LIKE),
)
_SUBDISTRICT_KINDS = (
    (1, 99, PlaceKind.SUBDISTRICT),
    (100, 199, PlaceKind.TOWN),
    (200, 399, PlaceKind.TOWNSHIP),
    (400, 599, PlaceKind.TOWNSHIP_LIKE),
)


def place_kind(code: str) -> PlaceKind | None:
    """What a division is by its code of 6, 9 or 12 digits; None where the digits stand for nothing."""
    if not code.isascii() or not code.isdigit() or len(code) not in (6, 9, 12):
        return None
    if len(code) == 6:
        return PlaceKind.DISTRICT
    table = _SUBDISTRICT_KINDS if len(code) == 9 else _COMMUNITY_KINDS
    return next((kind for low, high, kind in table if low <= int(code[-3:]) <= high), None)


PROVINCES = (
    "北京", "天津", "河北", "山西", "内蒙古自治区", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽",
    "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西壮族自治区", "广西", "海南", "重庆", "四川", "贵州",
    "云南", "西藏自治区", "西藏", "陕西", "甘肃", "青海", "宁夏回族自治区", "宁夏", "新疆维吾尔自治区", "新疆",
)  # fmt: skip
"""Names of provinces that may lead a unit's name."""
