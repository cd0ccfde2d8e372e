"""Rules on the record of a case: events out of order, a circle of duplicates, an evaluator who handled the case."""

from collections.abc import Callable
from dataclasses import replace

from graph.analysis import oddities
from graph.analysis.cases import CaseAnswer
from graph.analysis.rules.caserule import CaseRule, facts_of
from graph.analysis.rules.rule import named
from graph.interval import PartialDate
from graph.lifecycle import WORDS, EventType
from graph.model import CaseQuery, CaseTrait, Severity
from graph.vocabulary import LINKS, Term


def _with(trait: CaseTrait) -> Callable[[CaseQuery], CaseQuery]:
    return lambda query: replace(query, trait=trait)


def _latest(*days: PartialDate | None) -> PartialDate | None:
    """The latest of these days; None where one of them is not known."""
    known = [day for day in days if day is not None]
    return max(known, key=lambda day: day.anchor) if len(known) == len(days) else None


# ---- out of order (V10)


def _order_since(answer: CaseAnswer) -> PartialDate | None:
    """From the day on which it was so that both had happened: that of the one that should have come first."""
    pair = oddities.disordered(answer)
    return pair[0].on if pair else None


def _order_words(answer: CaseAnswer) -> tuple[str, str]:
    pair = oddities.disordered(answer)
    assert pair is not None, answer.number
    (first, second), (one, other) = ((WORDS[e.type] for e in pair), (e.on for e in pair))
    return f"“{first.zh}”({one})晚于“{second.zh}”({other})", f"has “{first.en}” ({one}) later than “{second.en}” ({other})"


# ---- circles (V12)


def _circle_words(answer: CaseAnswer) -> tuple[str, str]:
    way = oddities.circle(answer)
    words = LINKS[way[0].type]
    numbers = " → ".join(x.end.key for x in way)
    return f"经“{words.zh}”回到自身({answer.case.key} → {numbers})", f"comes back to itself by “{words.en}” ({answer.case.key} → {numbers})"


def _circle_since(answer: CaseAnswer) -> PartialDate | None:
    return _latest(*(x.interval.since for x in oddities.circle(answer)))


# ---- the evaluator is the handler (V13)


def _own_words(answer: CaseAnswer) -> tuple[str, str]:
    judging = oddities.by(answer, EventType.EVALUATED)
    own = [x.end for x in oddities.self_evaluation(answer) if x in judging]
    names = "、".join(dict.fromkeys(named(answer.snapshot, ref) for ref in own))
    return f"由办理人{names}自己评价", f"was evaluated by {names}, who handled it"


RULES = (
    CaseRule(
        "V10",
        Severity.ERROR,
        Term("事件先后颠倒", "Events out of order"),
        checked=lambda query: query,
        found=_with(CaseTrait.DISORDERED),
        holds=oddities.HAS[CaseTrait.DISORDERED],
        since=_order_since,
        words=_order_words,
        facts=lambda answer: facts_of(answer, oddities.disordered(answer) or ()),
    ),
    CaseRule(
        "V12_CASES",
        Severity.ERROR,
        Term("问题互相重复成环", "Cases in a circle"),
        checked=_with(CaseTrait.TIED),
        found=_with(CaseTrait.CIRCULAR),
        holds=oddities.HAS[CaseTrait.CIRCULAR],
        since=_circle_since,
        words=_circle_words,
        facts=oddities.circle,
    ),
    CaseRule(
        "V13",
        Severity.WARN,
        Term("评价人就是办理人", "Evaluated by the handler"),
        checked=_with(CaseTrait.EVALUATED),
        judged=_with(CaseTrait.SIGNED),
        found=_with(CaseTrait.SELF_EVALUATED),
        holds=oddities.HAS[CaseTrait.SELF_EVALUATED],
        since=lambda answer: answer.evaluated,
        words=_own_words,
        facts=oddities.self_evaluation,
        about=(EventType.EVALUATED,),
    ),
)
