"""The enumerations of the API: those of the record and of the answers, each value described by its words in both languages."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import strawberry

from graph import model, vocabulary
from graph.analysis import changes, search, steps, terms
from graph.vocabulary import Term
from schema.words import both


class Language(StrEnum):
    ZH = "ZH"
    EN = "EN"


class CaseOrder(StrEnum):
    RAISED = "RAISED"
    RAISED_DESC = "RAISED_DESC"
    DUE = "DUE"


_ORDERS: Mapping[StrEnum, Term] = {
    CaseOrder.RAISED: Term("最早收集的在前", "The earliest raised first"),
    CaseOrder.RAISED_DESC: Term("最近收集的在前", "The latest raised first"),
    CaseOrder.DUE: Term("最先到期的在前,无时限的在后", "The first due first, those without a due day last"),
}
_LANGUAGES: Mapping[StrEnum, Term] = {Language.ZH: Term("中文", "Chinese"), Language.EN: Term("英文", "English")}

ENUMERATIONS: Mapping[str, Mapping[StrEnum, Term]] = {
    **vocabulary.ENUMERATIONS,
    **terms.TERMS,
    **search.TERMS,
    **steps.TERMS,
    **changes.TERMS,
    "Language": _LANGUAGES,
    "CaseOrder": _ORDERS,
}
"""Every enumeration's values with their words."""

_DESCRIPTIONS: Mapping[type[StrEnum], tuple[str, str]] = {
    Language: ("文字的语言", "The language of a text."),
    vocabulary.Level: ("层级", "A level of government."),
    vocabulary.SeatKind: ("席位种类", "The kind of a seat."),
    vocabulary.PostRank: ("职务级别", "The rank of a post."),
    vocabulary.FillStatus: ("在席者是否真正在岗", "Does the holder of a seat really stand in it?"),
    vocabulary.GapReason: ("缺口原因", "Why there is a gap."),
    vocabulary.PlaceKind: ("区划与院坝的种类", "The kind of a place."),
    vocabulary.OrganizationKind: ("单位类别", "The kind of an organisation."),
    vocabulary.Axis: ("条块", "A line department, or one of a territory."),
    vocabulary.StationFunction: ("院坝的功能站", "A station in a courtyard."),
    vocabulary.Matter: ("三事分类", "Is it a big, a small or a private matter?"),
    vocabulary.HandlingMode: ("办理方式", "How a case is handled."),
    vocabulary.CaseState: ("问题的状态", "The state of a case."),
    vocabulary.AssignmentRole: ("在办理中的角色", "In which role somebody handles a case."),
    CaseOrder: ("问题如何排列", "In which order cases are listed."),
    terms.CoverageKpi: ("覆盖指标", "A measure of coverage."),
    terms.Strictness: ("区级两个席位:有其一,或两者都要", "Of the two district seats: one suffices, or both are asked for."),
    terms.Basis: ("名义(在册)或实际(在册且有相应职务)", "On paper, or with a qualifying post as well."),
    terms.CoverageGroupBy: ("分组方式", "What a breakdown is by."),
    changes.ChangeKind: ("变化的种类", "A kind of change."),
    steps.TimeStep: ("时间步长", "The steps of a course of time."),
    terms.ExclusionReason: ("不计入的原因", "Why something was left out of a rate."),
    terms.ChainRole: ("责任链上的角色", "A role in a chain of responsibility."),
    model.Severity: ("发现的级别", "How bad a finding is."),
    terms.CostName: ("调整费用的各部分,重的在前", "A part of what a plan costs, the weightiest first."),
    terms.BindingLimit: ("席位为何无人可任", "Why nobody can take a seat."),
    search.EntityKind: ("实体种类", "A kind of thing that can be found."),
    search.MatchKind: ("匹配方式", "What a search matched by."),
}


def _publish(kind: type[StrEnum], zh: str, en: str) -> None:
    words = ENUMERATIONS[kind.__name__]
    published: Any = strawberry.enum(kind, description=both(zh, en))
    for value in published.__strawberry_definition__.values:
        term = words[kind[value.name]]
        value.description = both(term.zh, term.en)


for _kind, _texts in _DESCRIPTIONS.items():
    _publish(_kind, *_texts)


def word(value: StrEnum, language: Language) -> str:
    """The word for a value of any enumeration."""
    term = ENUMERATIONS[type(value).__name__][value]
    return term.en if language is Language.EN else term.zh
