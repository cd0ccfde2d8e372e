"""Who sat in a work group over a window of days, on each reading of who counts: the fillings of a day, by interval algebra.

Answers as the snapshot of each day would, without making one.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from graph.analysis.composition import Holders, Needs, Question, Rule, questions, seated, within_bounds
from graph.analysis.people_groups import Reading, status_counts
from graph.analysis.spells import Spells, Window
from graph.analysis.terms import CoverageKpi
from graph.history import History
from graph.model import Link, Ref
from graph.qualification import turning_days, verdict
from graph.snapshot import in_force
from graph.vocabulary import FillStatus, SeatKind


class Sat(NamedTuple):
    """How somebody in the books for a seat stood on some days."""

    kind: SeatKind
    status: FillStatus
    on_paper: bool

    def counts(self, reading: Reading) -> bool:
        """Did he count on a reading?"""
        return status_counts(self.status, self.on_paper, reading)


class Sitter(NamedTuple):
    """A filling, and how its holder stood; None on days on which he was not in the books, or the seat was not the group's."""

    link: Link
    spells: Spells[Sat | None]


class Asked(NamedTuple):
    """A rule in force, and what it asks."""

    rule: Rule
    choices: Mapping[Question, tuple[Needs, ...]]


class Sittings:
    """The groups of a district over a window of days."""

    def __init__(self, history: History, window: Window) -> None:
        self.history = history
        self.window = window
        self._sitters: dict[Ref, tuple[Sitter, ...]] = {}

    @cached_property
    def rules(self) -> Spells[Asked]:
        """The composition rules in force."""
        asks_for = [x for rule in self.history.of("CompositionRule") for x in self.history.out("ASKS_FOR", rule.ref)]

        def on(day: date) -> Asked:
            rule = in_force(x for x in asks_for if x.interval.holds(day))
            return Asked(rule, questions(rule))

        return Spells(self.window, (d for x in asks_for for d in x.interval.boundaries()), on)

    def of(self, group: Ref) -> tuple[Sitter, ...]:
        """Everybody who was in the books for a seat of a group on a day of the window, or perhaps was."""
        if group not in self._sitters:
            self._sitters[group] = tuple(self._of(group))
        return self._sitters[group]

    def turning(self, group: Ref) -> frozenset[date]:
        """The days of the window on which the group's holders, or what is asked of them, change."""
        return frozenset(self.rules.turning).union(*(s.spells.turning for s in self.of(group)))

    def seats(self, group: Ref, day: date, reading: Reading, rule: Rule | None = None) -> Iterator[tuple[SeatKind, Link]]:
        """The fillings that count on a day, of seats that the rule of the day asks for, or this one."""
        rule = self.rules.at(day).rule if rule is None else rule
        for sitter in self.of(group):
            sat = sitter.spells.at(day)
            if sat is not None and sat.kind in rule and sat.counts(reading):
                yield sat.kind, sitter.link

    def holders(self, group: Ref, day: date, reading: Reading, rule: Rule | None = None) -> Holders:
        """The people who count in a group on a day, by kind of seat; a kind without any is left out."""
        out: dict[SeatKind, set[Ref]] = {}
        for kind, link in self.seats(group, day, reading, rule):
            out.setdefault(kind, set()).add(link.start)
        return {kind: frozenset(people) for kind, people in out.items()}

    def doubled(self, group: Ref, day: date) -> Mapping[Ref, frozenset[SeatKind]]:
        """The people who on paper sat in two seats of a group or more, with the kinds of these."""
        places: dict[Ref, set[tuple[SeatKind, Ref]]] = {}
        for kind, link in self.seats(group, day, Reading.ON_PAPER):
            places.setdefault(link.start, set()).add((kind, link.end))
        return {person: frozenset(kind for kind, _ in seats) for person, seats in places.items() if len(seats) > 1}

    def answers(self, group: Ref, day: date, question: Question, reading: Reading) -> bool:
        """Did a group answer yes on a day, whomever it served?"""
        asked = self.rules.at(day)
        if question.kpi is CoverageKpi.FULL_COMPOSITION and not self._in_order(group, day, asked.rule):
            return False
        people = self.holders(group, day, reading)
        return any(seated(needs, people) for needs in asked.choices[question])

    def _in_order(self, group: Ref, day: date, rule: Rule) -> bool:
        return within_bounds(rule, self.holders(group, day, Reading.EFFECTIVE)) and not self.doubled(group, day)

    def _of(self, group: Ref) -> Iterator[Sitter]:
        seats: dict[Ref, list[Link]] = {}
        for link in self.history.out("HAS_SEAT", group):
            seats.setdefault(link.end, []).append(link)
        for seat, links in seats.items():
            for filling in self.history.into("FILLS", seat):
                if self._perhaps_within(filling):
                    yield Sitter(filling, self._spells(filling, group, links))

    def _perhaps_within(self, filling: Link) -> bool:
        since, until = filling.interval.since, filling.interval.until
        begun = since is None or since.earliest < self.window.until
        return begun and (until is None or until.latest > self.window.since)

    def _spells(self, filling: Link, group: Ref, seats: list[Link]) -> Spells[Sat | None]:
        history = self.history

        def on(day: date) -> Sat | None:
            held = filling.interval.holds(day)
            if held is False or all(x.interval.holds(day) is False for x in seats):
                return None
            kind = SeatKind(history.on(filling.end, day).text("kind"))
            return Sat(kind, verdict(history, filling, kind, group, day).status, held is True)

        return Spells(self.window, self._turning(filling, group, seats), on)

    def _turning(self, filling: Link, group: Ref, seats: list[Link]) -> Iterator[date]:
        yield from (d for x in (filling, *seats) for d in x.interval.boundaries())
        yield from (c.on for c in self.history.changes(filling.end) if c.on)
        yield from turning_days(self.history, filling.start, filling.end, group)
