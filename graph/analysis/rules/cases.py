"""Rules on cases: overdue, led by the wrong kind of unit, not triaged, closed without a word, back again and again.

Cases may be millions, so they are counted and chosen in the database: a rule says by queries which cases it checks, which of these it
finds and which it cannot judge. Only those of a page are read; `holds` judges one of them, as known at any moment.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from graph.analysis.cases import CaseAnswer
from graph.analysis.rules.caserecords import RULES as ON_RECORDS
from graph.analysis.rules.caserule import CaseRule, leading
from graph.analysis.rules.rule import named
from graph.interval import PartialDate
from graph.lifecycle import ASIDE, HANDLED, MISLED, WORDS, EventType, misled
from graph.model import CaseQuery, Severity
from graph.vocabulary import CaseState, Matter, OrganizationKind, Term, label

OVERDUE_DAYS = 30
UNTRIAGED_WORKDAYS = 3
_WAITING = (CaseState.RAISED, CaseState.ACCEPTED)
_LIVE = frozenset(CaseState) - ASIDE - {CaseState.STRUCK_OFF}


def _states(*states: CaseState) -> tuple[str, ...]:
    return tuple(sorted(state.value for state in states))


# ---- overdue


def _due_before(query: CaseQuery) -> CaseQuery:
    return replace(query, due_until=query.day - timedelta(days=OVERDUE_DAYS + 1))


def _long_overdue(answer: CaseAnswer) -> bool:
    return answer.is_open and answer.due is not None and (answer.snapshot.day - answer.due.latest).days > OVERDUE_DAYS


def _overdue_since(answer: CaseAnswer) -> PartialDate | None:
    return PartialDate.day(answer.due.latest + timedelta(days=OVERDUE_DAYS + 1)) if answer.due else None


def _overdue_words(answer: CaseAnswer) -> tuple[str, str]:
    days = (answer.snapshot.day - answer.due.latest).days if answer.due else 0
    return f"逾期 {days} 天未办结(时限 {answer.due})", f"is {days} days overdue (due {answer.due})"


# ---- led by the wrong kind of unit (V11)


def _led_wrongly(matter: Matter, name: str, severity: Severity, zh: str, en: str) -> CaseRule:
    wrong, every = (tuple(sorted(kinds)) for kinds in (MISLED[matter], tuple(OrganizationKind)))

    def holds(answer: CaseAnswer) -> bool:
        kind = answer.snapshot.actor(answer.lead).text("kind") if answer.lead else ""
        return answer.matter is matter and kind in OrganizationKind.__members__ and misled(matter, OrganizationKind(kind))

    def words(answer: CaseAnswer) -> tuple[str, str]:
        lead = named(answer.snapshot, answer.lead) if answer.lead else ""
        return f"属{label(matter)},由{lead}主办", f"is a {label(matter, 'en').lower()} and is led by {lead}"

    return CaseRule(
        name,
        severity,
        Term(zh, en),
        checked=lambda query: replace(query, matters=(matter.value,)),
        found=lambda query: replace(query, matters=(matter.value,), lead_kinds=wrong),
        judged=lambda query: replace(query, matters=(matter.value,), lead_kinds=every),
        holds=holds,
        since=lambda answer: next((x.interval.since for x in leading(answer)), None),
        words=words,
    )


# ---- not triaged


def workday_before(day: date, workdays: int) -> date:
    """The last day after which so many workdays have passed by the end of `day`. Monday to Friday; holidays are not known here."""
    while workdays:
        workdays -= day.weekday() < 5
        day -= timedelta(days=1)
    return day


def _raised_before(query: CaseQuery) -> CaseQuery:
    return replace(_waiting(query), raised_until=workday_before(query.day, UNTRIAGED_WORKDAYS + 1))


def _waiting(query: CaseQuery) -> CaseQuery:
    return replace(query, states=_states(*_WAITING))


def _raised(answer: CaseAnswer) -> date | None:
    told = answer.case.properties.get("raised")
    return told if isinstance(told, date) else None


def _untriaged(answer: CaseAnswer) -> bool:
    raised = _raised(answer)
    return answer.state in _WAITING and raised is not None and raised <= workday_before(answer.snapshot.day, UNTRIAGED_WORKDAYS + 1)


def _untriaged_since(answer: CaseAnswer) -> PartialDate | None:
    day = _raised(answer)
    left = UNTRIAGED_WORKDAYS + 1
    while day is not None and left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return PartialDate.day(day) if day else None


# ---- closed without a word


def _without(type_: EventType, name: str, zh: str, en: str) -> CaseRule:
    word = WORDS[type_]
    return CaseRule(
        name,
        Severity.WARN,
        Term(zh, en),
        checked=_handled,
        found=lambda query: replace(_handled(query), lacking=type_.value),
        holds=lambda answer: answer.state in HANDLED and not answer.has(type_),
        since=lambda answer: answer.resolved,
        words=lambda answer: (f"已办结,没有{word.zh}记录", f"is closed; nothing is recorded as “{word.en}”"),
        about=(EventType.RESOLVED,),
    )


def _handled(query: CaseQuery) -> CaseQuery:
    return replace(query, states=_states(*HANDLED))


# ---- again and again


def _again(type_: EventType, name: str, zh: str, en: str) -> CaseRule:
    word = WORDS[type_]

    def times(answer: CaseAnswer) -> list[PartialDate]:
        return [e.on for e in answer.events if e.type is type_]

    def words(answer: CaseAnswer) -> tuple[str, str]:
        count = len(times(answer))
        return f"{word.zh} {count} 次", f"has {count} events “{word.en}”"

    return CaseRule(
        name,
        Severity.WARN,
        Term(zh, en),
        checked=_live,
        found=lambda query: replace(_live(query), again=type_.value),
        holds=lambda answer: answer.state in _LIVE and len(times(answer)) > 1,
        since=lambda answer: times(answer)[1],
        words=words,
        about=(type_,),
    )


def _live(query: CaseQuery) -> CaseQuery:
    return replace(query, states=_states(*_LIVE))


RULES = (
    CaseRule(
        "OVERDUE",
        Severity.ERROR,
        Term("逾期 30 天以上未办结", "Open and overdue by more than 30 days"),
        checked=lambda query: replace(query, open=True),
        found=_due_before,
        judged=lambda query: replace(query, due_until=date.max),
        holds=_long_overdue,
        since=_overdue_since,
        words=_overdue_words,
    ),
    _led_wrongly(Matter.BIG, "V11", Severity.ERROR, "大事由居委会等主办", "Big matter led by a committee or its partners"),
    _led_wrongly(Matter.SMALL, "V11_SMALL", Severity.WARN, "小事由党政部门主办", "Small matter led by a public body"),
    _led_wrongly(Matter.PRIVATE, "V11_PRIVATE", Severity.WARN, "私事由干部包办", "Private matter led by cadres"),
    CaseRule(
        "UNTRIAGED",
        Severity.WARN,
        Term("超过 3 个工作日未分流", "Not triaged for more than 3 workdays"),
        checked=_waiting,
        found=_raised_before,
        holds=_untriaged,
        since=_untriaged_since,
        words=lambda answer: (f"自 {answer.raised or '-'} 收集,尚未分流", f"was raised on {answer.raised or '-'} and is not triaged yet"),
        about=(EventType.RAISED,),
    ),
    _without(EventType.FED_BACK, "NO_FEEDBACK", "办结后没有反馈", "Closed without feedback"),
    _without(EventType.EVALUATED, "NO_EVALUATION", "办结后没有评价", "Closed without evaluation"),
    _again(EventType.REOPENED, "REOPENED", "重办两次以上", "Reopened twice or more"),
    _again(EventType.RETURNED, "RETURNED", "退单两次以上", "Returned twice or more"),
    *ON_RECORDS,
)
CASE_RULES: Mapping[str, CaseRule] = {r.name: r for r in RULES}
