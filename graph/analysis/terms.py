"""The closed lists of values that answers use beyond those of the record, with their words in both languages."""

from collections.abc import Mapping
from enum import StrEnum

from graph.model import Severity
from graph.vocabulary import Term


class CoverageKpi(StrEnum):
    GROUP = "GROUP"
    SEAT = "SEAT"
    LEVEL = "LEVEL"
    LINKAGE = "LINKAGE"
    FULL_COMPOSITION = "FULL_COMPOSITION"
    POPULATION_LINKAGE = "POPULATION_LINKAGE"
    COURTYARD = "COURTYARD"
    MEMBER_LINKAGE = "MEMBER_LINKAGE"
    GHOST = "GHOST"
    DATA_QUALITY = "DATA_QUALITY"


class Strictness(StrEnum):
    """Of the two district seats: one suffices, or both are asked for."""

    LENIENT = "LENIENT"
    STRICT = "STRICT"


class Basis(StrEnum):
    """Who counts as a holder: whoever is on paper, or only who holds a qualifying post as well."""

    NOMINAL = "NOMINAL"
    EFFECTIVE = "EFFECTIVE"


class CoverageGroupBy(StrEnum):
    DISTRICT = "DISTRICT"
    SUBDISTRICT = "SUBDISTRICT"
    COMMUNITY = "COMMUNITY"
    PLACE_KIND = "PLACE_KIND"


class ExclusionReason(StrEnum):
    """Why something was left out of a rate; COARSE_DATE counts what stayed in, undecided, among the missing."""

    UNKNOWN_START = "UNKNOWN_START"
    COARSE_DATE = "COARSE_DATE"
    NO_POPULATION = "NO_POPULATION"
    NO_DUE_DATE = "NO_DUE_DATE"
    NO_COURTYARD = "NO_COURTYARD"
    FLOATING_MEMBER = "FLOATING_MEMBER"
    NO_COMMUNITY = "NO_COMMUNITY"
    UNDATED_STATE = "UNDATED_STATE"
    CENSORED = "CENSORED"
    NOT_EVALUATED = "NOT_EVALUATED"


class ChainRole(StrEnum):
    LINKING_MEMBER = "LINKING_MEMBER"
    COURTYARD_HEAD = "COURTYARD_HEAD"
    COMMUNITY_CADRE = "COMMUNITY_CADRE"
    SUBDISTRICT_CADRE = "SUBDISTRICT_CADRE"
    SUBDISTRICT_LEADER = "SUBDISTRICT_LEADER"
    DEPARTMENT_LEADER = "DEPARTMENT_LEADER"
    DISTRICT_LEADER = "DISTRICT_LEADER"
    FIRST_RECEIVER = "FIRST_RECEIVER"
    LEAD = "LEAD"
    ASSIST = "ASSIST"
    ESCALATION = "ESCALATION"
    SPONSOR = "SPONSOR"
    SUPERVISE = "SUPERVISE"


class CostName(StrEnum):
    """The parts of what a re-assignment costs; each weighs more than all that come after it."""

    LOAD = "LOAD"
    OTHER_SUBDISTRICT = "OTHER_SUBDISTRICT"
    MISMATCH = "MISMATCH"
    CHANGE = "CHANGE"
    ORDER = "ORDER"


class BindingLimit(StrEnum):
    """Why nobody can take a seat."""

    NOBODY_QUALIFIES = "NOBODY_QUALIFIES"
    CAPACITY = "CAPACITY"
    MOVES = "MOVES"
    SAME_PERSON = "SAME_PERSON"


TERMS: Mapping[str, Mapping[StrEnum, Term]] = {
    "CoverageKpi": {
        CoverageKpi.GROUP: Term("工作组覆盖率", "Group coverage"),
        CoverageKpi.SEAT: Term("席位到位率", "Seat coverage"),
        CoverageKpi.LEVEL: Term("层级到位率", "Level coverage"),
        CoverageKpi.LINKAGE: Term("三级联动完整率", "Complete three-level linkage"),
        CoverageKpi.FULL_COMPOSITION: Term("组成齐全率", "Full composition"),
        CoverageKpi.POPULATION_LINKAGE: Term("三级联动人口覆盖率", "Population linked"),
        CoverageKpi.COURTYARD: Term("院坝覆盖率", "Courtyard coverage"),
        CoverageKpi.MEMBER_LINKAGE: Term("党员联系率", "Party members who link a courtyard"),
        CoverageKpi.GHOST: Term("空挂率", "Ghosts among those in seats"),
        CoverageKpi.DATA_QUALITY: Term("数据完整率", "Records that say all they should"),
    },
    "Strictness": {
        Strictness.LENIENT: Term("宽口径", "Lenient"),
        Strictness.STRICT: Term("严口径", "Strict"),
    },
    "Basis": {
        Basis.NOMINAL: Term("名义", "Nominal"),
        Basis.EFFECTIVE: Term("实际", "Effective"),
    },
    "CoverageGroupBy": {
        CoverageGroupBy.DISTRICT: Term("按区县", "By district"),
        CoverageGroupBy.SUBDISTRICT: Term("按镇街", "By subdistrict"),
        CoverageGroupBy.COMMUNITY: Term("按村(社区)", "By community"),
        CoverageGroupBy.PLACE_KIND: Term("按类型", "By kind"),
    },
    "ExclusionReason": {
        ExclusionReason.UNKNOWN_START: Term("起始日期不详", "Start unknown"),
        ExclusionReason.COARSE_DATE: Term("日期不够精确", "Date too coarse"),
        ExclusionReason.NO_POPULATION: Term("无人口数", "Population missing"),
        ExclusionReason.NO_DUE_DATE: Term("无办理时限", "No due date"),
        ExclusionReason.NO_COURTYARD: Term("无院坝", "No courtyard"),
        ExclusionReason.FLOATING_MEMBER: Term("流动党员", "Floating member"),
        ExclusionReason.NO_COMMUNITY: Term("不属于任何村(社区)", "Of no community"),
        ExclusionReason.UNDATED_STATE: Term("状态无日期", "State without a date"),
        ExclusionReason.CENSORED: Term("观察期未满", "Not observed long enough"),
        ExclusionReason.NOT_EVALUATED: Term("未评价", "Not evaluated"),
    },
    "Severity": {
        Severity.ERROR: Term("错误", "Error"),
        Severity.WARN: Term("警告", "Warning"),
        Severity.INFO: Term("提示", "Information"),
    },
    "ChainRole": {
        ChainRole.LINKING_MEMBER: Term("联系党员", "Linking Party member"),
        ChainRole.COURTYARD_HEAD: Term("院坝长", "Courtyard head"),
        ChainRole.COMMUNITY_CADRE: Term("村(社区)干部", "Community cadre"),
        ChainRole.SUBDISTRICT_CADRE: Term("镇街干部", "Subdistrict cadre"),
        ChainRole.SUBDISTRICT_LEADER: Term("镇街领导班子成员", "Member of the subdistrict's leadership"),
        ChainRole.DEPARTMENT_LEADER: Term("区级部门领导班子成员", "Member of a department's leadership"),
        ChainRole.DISTRICT_LEADER: Term("在职区级领导", "Serving district leader"),
        ChainRole.FIRST_RECEIVER: Term("首接人", "First receiver"),
        ChainRole.LEAD: Term("主办", "Lead"),
        ChainRole.ASSIST: Term("协办", "Assist"),
        ChainRole.ESCALATION: Term("上报", "Escalation"),
        ChainRole.SPONSOR: Term("领导包案", "Sponsor"),
        ChainRole.SUPERVISE: Term("督办", "Supervisor"),
    },
    "CostName": {
        CostName.LOAD: Term("负担", "The load"),
        CostName.OTHER_SUBDISTRICT: Term("跨镇街", "Another subdistrict"),
        CostName.MISMATCH: Term("部门不对口", "Not the matching department"),
        CostName.CHANGE: Term("调整在岗者", "An effective holder is changed"),
        CostName.ORDER: Term("次序", "The order of keys"),
    },
    "BindingLimit": {
        BindingLimit.NOBODY_QUALIFIES: Term("无人符合要求", "Nobody qualifies"),
        BindingLimit.CAPACITY: Term("符合者均无余力", "Whoever qualifies has no room"),
        BindingLimit.MOVES: Term("调整次数已用完", "No moves are left"),
        BindingLimit.SAME_PERSON: Term("符合者已在本组", "Whoever qualifies sits in the group already"),
    },
}
