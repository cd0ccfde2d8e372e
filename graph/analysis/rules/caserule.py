"""What a rule on cases is: which it checks and finds, by queries; what it says of one of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from graph.analysis.cases import CaseAnswer
from graph.analysis.rules.rule import Account, named
from graph.interval import PartialDate
from graph.lifecycle import Event, EventType
from graph.model import CaseQuery, Link, Severity
from graph.vocabulary import AssignmentRole, Term


@dataclass(frozen=True, slots=True)
class CaseRule:
    """A rule on cases. `checked`, `found` and `judged` narrow the query of all cases: judged are those checked that can be told.

    `holds` says the same of one case as `found`. `since`: from when it has been so. `about`: the events that it rests on;
    `facts`: further links.
    """

    name: str
    severity: Severity
    title: Term
    checked: Callable[[CaseQuery], CaseQuery]
    found: Callable[[CaseQuery], CaseQuery]
    holds: Callable[[CaseAnswer], bool]
    since: Callable[[CaseAnswer], PartialDate | None]
    words: Callable[[CaseAnswer], tuple[str, str]]
    judged: Callable[[CaseQuery], CaseQuery] | None = None
    about: tuple[EventType, ...] = ()
    facts: Callable[[CaseAnswer], Iterable[Link]] = lambda answer: ()

    def tell(self, answer: CaseAnswer) -> Account:
        """What there is to say of a case that it finds."""
        place, (zh, en) = named(answer.snapshot, answer.community), self.words(answer)
        links = (*answer.book.links("RAISED_IN"), *leading(answer), *self._events(answer), *self.facts(answer))
        once = tuple({(x.type, x.id): x for x in links}.values())
        return Account(f"{place}问题 {answer.number} {zh}", f"Case {answer.number} of {place} {en}", once)

    def _events(self, answer: CaseAnswer) -> Iterable[Link]:
        return facts_of(answer, (e for e in answer.events if e.type in self.about))


def facts_of(answer: CaseAnswer, events: Iterable[Event]) -> Iterator[Link]:
    """The links by which a case has these events."""
    keys = {e.key for e in events}
    return (x for x in answer.book.links("HAS_EVENT") if x.end.key in keys)


def leading(answer: CaseAnswer) -> Iterator[Link]:
    return (x for x in answer.book.links("ASSIGNED_TO") if x.text("role") == AssignmentRole.LEAD and x.end == answer.lead)
