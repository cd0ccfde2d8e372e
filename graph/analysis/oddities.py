"""What is odd about the record of a case: judged by those who handled it (V13), out of order (V10), led back to itself (V12)."""

from collections.abc import Callable, Iterable, Mapping

from graph.analysis.cases import CaseAnswer
from graph.analysis.handling import person_now
from graph.lifecycle import LONGEST_CIRCLE, TIES, Event, EventType, disorder, judging_themselves
from graph.model import CaseTrait, Link, Ref


def by(answer: CaseAnswer, type_: EventType) -> tuple[Link, ...]:
    """The links to those who did the last event of a type, of what a reopening takes back since the last one."""
    event = answer.last(type_)
    return answer.book.history.out("BY", Ref("CaseEvent", event.key)) if event else ()


def self_evaluation(answer: CaseAnswer) -> tuple[Link, ...]:
    """V13: the links that name an evaluator who handled the case or leads it, in this role and in that; empty where there is none."""
    judging, handling = by(answer, EventType.EVALUATED), (*by(answer, EventType.RESOLVED), *answer.leading)
    found = judging_themselves(_who(answer, judging), _who(answer, handling))
    return tuple(x for x in (*judging, *handling) if person_now(answer.snapshot, x.end) in found)


def _who(answer: CaseAnswer, links: Iterable[Link]) -> list[Ref]:
    return [person_now(answer.snapshot, x.end) for x in links]


def disordered(answer: CaseAnswer) -> tuple[Event, Event] | None:
    """V10: two events up to the day, both of days that a source gives, of which the first certainly came after the second."""
    return next(disorder(e for e in answer.events if not answer.undated(e)), None)


def ties(answer: CaseAnswer) -> tuple[Link, ...]:
    """The links by which it is a duplicate or an instance of another case."""
    return tuple(x for type_ in TIES for x in answer.book.links(type_))


def circle(answer: CaseAnswer) -> tuple[Link, ...]:
    """V12: a shortest way back to the case itself by links of one type, of LONGEST_CIRCLE steps at the most; empty where there is none."""
    return next((way for type_ in TIES if (way := _way_back(answer, type_))), ())


def _way_back(answer: CaseAnswer, type_: str) -> tuple[Link, ...]:
    case = answer.case.ref
    ways: dict[Ref, tuple[Link, ...]] = {case: ()}
    for _ in range(LONGEST_CIRCLE):
        further = [(*way, x) for ref, way in ways.items() for x in answer.book.history.out(type_, ref)]
        if closed := next((way for way in further if way[-1].end == case), None):
            return closed
        ways = {way[-1].end: way for way in further}
    return ()


HAS: Mapping[CaseTrait, Callable[[CaseAnswer], bool]] = {
    CaseTrait.EVALUATED: lambda answer: answer.has(EventType.EVALUATED),
    CaseTrait.SIGNED: lambda answer: bool(by(answer, EventType.EVALUATED)),
    CaseTrait.SELF_EVALUATED: lambda answer: bool(self_evaluation(answer)),
    CaseTrait.DISORDERED: lambda answer: disordered(answer) is not None,
    CaseTrait.TIED: lambda answer: bool(ties(answer)),
    CaseTrait.CIRCULAR: lambda answer: bool(circle(answer)),
}
"""Has a case this trait on the day?"""
