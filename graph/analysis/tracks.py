"""How communities answered one question over a window of days, and what that adds up to: community-days of a yes and of a no.

The sums over a window are those of its days: each day counts what the coverage of that day counts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from graph.analysis.composition import Question
from graph.analysis.coverage import EFFECTIVE_ONLY
from graph.analysis.measures import Exclusion, Ratio
from graph.analysis.people_groups import Reading
from graph.analysis.sittings import Sittings
from graph.analysis.spells import Spells, Window
from graph.analysis.terms import Basis, CoverageKpi, ExclusionReason
from graph.history import History
from graph.model import Link, Ref
from graph.qualification import best, serves
from graph.view import View, lies_in


class State(NamedTuple):
    """A community on some days. `exists` None: its dates do not tell. `perhaps`: yes, were all dates decided well.

    `weight`: what it counts for in a rate; None where that is missing.
    """

    exists: bool | None
    yes: bool
    perhaps: bool
    weight: int | None

    @property
    def answered(self) -> bool:
        """False: it is there and does not say yes."""
        return self.yes or not self.exists


class Answer(NamedTuple):
    """A yes, or perhaps a yes."""

    yes: bool
    perhaps: bool


class Tally(NamedTuple):
    """Sums over days. Of people where the rate is of people; what is left out and what is undecided are community-days always."""

    numerator: int = 0
    denominator: int = 0
    undated: int = 0
    unpeopled: int = 0
    undecided: int = 0

    @property
    def ratio(self) -> Ratio:
        left_out = (
            (ExclusionReason.UNKNOWN_START, self.undated),
            (ExclusionReason.NO_POPULATION, self.unpeopled),
            (ExclusionReason.COARSE_DATE, self.undecided),
        )
        return Ratio(self.numerator, self.denominator, tuple(Exclusion(reason, count) for reason, count in left_out if count))


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    return Tally(*map(sum, zip(*tallies, strict=True)))


@dataclass(frozen=True, slots=True)
class Track:
    """A community over a window."""

    service: "Services"
    community: Ref
    spells: Spells[State]

    @property
    def district(self) -> str:
        return self.service.history.district

    def tally(self, window: Window) -> Tally:
        """What it adds to the sums of some days of the window."""
        return total(_counted(spell.value, spell.window.days) for spell in self.spells.within(window))


def _counted(state: State, days: int) -> Tally:
    if state.exists is not True:
        return Tally(undated=days if state.exists is None else 0)
    if state.weight is None:
        return Tally(unpeopled=days)
    weighed = state.weight * days
    return Tally(weighed if state.yes else 0, weighed, undecided=days if state.perhaps and not state.yes else 0)


class Services:
    """Who served the communities of a district over a window, and how these groups answered a question on a basis."""

    def __init__(self, history: History, window: Window, question: Question, basis: Basis) -> None:
        on_paper = basis is Basis.NOMINAL and question.kpi not in EFFECTIVE_ONLY
        self.history = history
        self.window = window
        self.question = question
        self.sittings = Sittings(history, window)
        self.reading = Reading.ON_PAPER if on_paper else Reading.EFFECTIVE
        self._generous = Reading.PERHAPS_ON_PAPER if on_paper else Reading.PERHAPS_EFFECTIVE
        self._answers: dict[Ref, Spells[Answer]] = {}

    def track(self, community: Ref) -> Track:
        """How a community answered."""
        return Track(self, community, Spells(self.window, self._turning(community), lambda d: self._state(community, d)))

    def groups(self, community: Ref, day: date) -> tuple[Ref, ...]:
        """The groups that served a community on a day, by key."""
        return tuple(group for group, held in self._serving(community, day) if held)

    def turning(self, community: Ref) -> Iterator[date]:
        """The days on which a community, or the groups that serve it, begin or end."""
        yield from self.history.actors[community].interval.boundaries()
        for link in self._links(community):
            yield from link.interval.boundaries()
            yield from self.history.actors[link.start].interval.boundaries()

    def answers(self, group: Ref) -> Spells[Answer]:
        """How a group answered, whomever it served."""
        if group not in self._answers:
            self._answers[group] = Spells(self.window, self.sittings.turning(group), lambda d: self._answer(group, d))
        return self._answers[group]

    def _turning(self, community: Ref) -> Iterator[date]:
        yield from self.turning(community)
        for group in {x.start for x in self._links(community)}:
            yield from self.answers(group).turning
        yield from (c.on for c in self.history.changes(community) if c.on)

    def _state(self, community: Ref, day: date) -> State:
        exists = self.history.actors[community].interval.holds(day)
        if not exists:
            return State(exists, False, False, None)
        groups = [(self.answers(group).at(day), held) for group, held in self._serving(community, day)]
        yes = any(answer.yes for answer, held in groups if held)
        perhaps = any(answer.perhaps for answer, held in groups if held is not False)
        return State(True, yes, perhaps, self._weight(community, day))

    def _weight(self, community: Ref, day: date) -> int | None:
        if self.question.kpi is not CoverageKpi.POPULATION_LINKAGE:
            return 1
        return self.history.on(community, day).whole("population")

    def _answer(self, group: Ref, day: date) -> Answer:
        yes = self.sittings.answers(group, day, self.question, self.reading)
        return Answer(yes, yes or self.sittings.answers(group, day, self.question, self._generous))

    def _serving(self, community: Ref, day: date) -> Iterator[tuple[Ref, bool | None]]:
        links = self._links(community)
        for group in sorted({x.start for x in links}):
            yield group, best(serves(self.history, x, day) for x in links if x.start == group)

    def _links(self, community: Ref) -> Sequence[Link]:
        return self.history.into("SERVES", community)


def tracks(
    view: View, window: Window, question: Question, basis: Basis = Basis.EFFECTIVE, within: Sequence[str] | None = None
) -> tuple[Track, ...]:
    """The communities of these divisions, whenever they existed, by code. Errors: UnknownDivision."""
    services = (Services(part.snapshot.history, window, question, basis) for part in view.scope(within))
    return tuple(s.track(c.ref) for s in services for c in s.history.of("Community") if lies_in(c.key, within))
