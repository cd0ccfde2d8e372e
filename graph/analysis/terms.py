"""The closed lists of values that answers use beyond those of the record, with their words in both languages."""

from collections.abc import Mapping
from enum import StrEnum

from graph.vocabulary import Term


class CoverageKpi(StrEnum):
    GROUP = "GROUP"
    SEAT = "SEAT"
    LEVEL = "LEVEL"
    LINKAGE = "LINKAGE"
    FULL_COMPOSITION = "FULL_COMPOSITION"
    POPULATION_LINKAGE = "POPULATION_LINKAGE"


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


class ChainRole(StrEnum):
    COMMUNITY_CADRE = "COMMUNITY_CADRE"
    SUBDISTRICT_CADRE = "SUBDISTRICT_CADRE"
    SUBDISTRICT_LEADER = "SUBDISTRICT_LEADER"
    DEPARTMENT_LEADER = "DEPARTMENT_LEADER"
    DISTRICT_LEADER = "DISTRICT_LEADER"


TERMS: Mapping[str, Mapping[StrEnum, Term]] = {
    "CoverageKpi": {
        CoverageKpi.GROUP: Term("工作组覆盖率", "Group coverage"),
        CoverageKpi.SEAT: Term("席位到位率", "Seat coverage"),
        CoverageKpi.LEVEL: Term("层级到位率", "Level coverage"),
        CoverageKpi.LINKAGE: Term("三级联动完整率", "Complete three-level linkage"),
        CoverageKpi.FULL_COMPOSITION: Term("组成齐全率", "Full composition"),
        CoverageKpi.POPULATION_LINKAGE: Term("三级联动人口覆盖率", "Population linked"),
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
    },
    "ChainRole": {
        ChainRole.COMMUNITY_CADRE: Term("村(社区)干部", "Community cadre"),
        ChainRole.SUBDISTRICT_CADRE: Term("镇街干部", "Subdistrict cadre"),
        ChainRole.SUBDISTRICT_LEADER: Term("镇街领导班子成员", "Member of the subdistrict's leadership"),
        ChainRole.DEPARTMENT_LEADER: Term("区级部门领导班子成员", "Member of a department's leadership"),
        ChainRole.DISTRICT_LEADER: Term("在职区级领导", "Serving district leader"),
    },
}
