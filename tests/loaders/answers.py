"""Everything that a district answers, in plain values without ids of people: two imports that mean the same give equal answers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

from graph import courtyards
from graph.actions.drafting import Stamp
from graph.analysis import chains, coverage, gaps
from graph.analysis.measures import Sides
from graph.analysis.terms import CoverageGroupBy
from graph.history import History, empty
from graph.interval import PartialDate
from graph.model import Actor, Link, Problem, Ref, Severity, Source
from graph.snapshot import Seat, Snapshot
from graph.view import View
from loaders import intake
from loaders.desk import Options

Plain: TypeAlias = Any

NOW = datetime(2026, 1, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Import:
    """What came of files: the history, and all that was said."""

    history: History
    problems: tuple[Problem, ...]

    @property
    def said(self) -> Counter[str]:
        return Counter(problem.code for problem in self.problems)


def imported(paths: Iterable[Path], district: str, today: date, effective: date | None = None, edition: int | None = None) -> Import:
    """The files of one command, taken in by their kinds, in memory. `effective` and `edition` are those of divisions. No errors."""
    history, ids, problems = empty(district), count(), list[Problem]()
    for number, file in enumerate(sorted(map(intake.read, paths), key=lambda f: f.rank)):
        of_divisions = any(table.kind.rank < 15 for table in file.tables)
        options = Options(today, effective, district, edition) if of_divisions else Options(today, within=district)
        stamp = Stamp(NOW + timedelta(seconds=number), f"import-{number}")
        plan = intake.planned(file.tables, history, options, stamp, lambda: f"person-{next(ids)}")
        problems += (*file.problems, *plan.problems)
        history = history.after(plan)
        wrong = [(p.file, p.cell, p.value, p.en) for p in problems if p.severity is Severity.ERROR]
        assert wrong == []
    return Import(history, tuple(problems))


# ---- what is asked


def answers(history: History, day: date) -> Mapping[str, Plain]:
    """The answers of one day, by what is asked."""
    told, view = _Teller(history), _view(history, day)
    snapshot = view.snapshots[0]
    yards = [yard.ref for community in snapshot.communities for yard in courtyards.courtyards(snapshot, community.ref)]
    seats = [seat for community in snapshot.communities for group in snapshot.groups(community.ref) for seat in snapshot.seats(group)]
    return {
        "coverage": told(coverage.coverage(view, group_by=CoverageGroupBy.SUBDISTRICT)),
        "gaps": told(gaps.gaps(view)),
        "orphans": told(gaps.orphaned_groups(view)),
        "chains": {ref.key: told(chains.chain(view, ref.key)) for ref in (*(c.ref for c in snapshot.communities), *yards)},
        "seats": {seat.ref.key: told(seat.fillings) for seat in seats},
        "heads": {yard.key: told(courtyards.heads(snapshot, yard)) for yard in yards},
        "links": {yard.key: told(courtyards.links(snapshot, yard)) for yard in yards},
    }


def record(history: History) -> Counter[Plain]:
    """All facts that hold: nodes and links on their days, with all that is said of them, but from where and when it was learnt."""
    told = _Teller(history)
    nodes = ((actor.kind, *told.described(actor)) for actor in history.actors.values() if not actor.text("mergedInto"))
    return Counter(map(repr, (*nodes, *(told(link) for link in history.links))))


def _view(history: History, day: date) -> View:
    return View((Snapshot(history, day),), day, NOW, "1", day, lambda on, known_at: _view(History(history.facts, known_at), on))


# ---- in plain values


@dataclass(frozen=True)
class _Teller:
    """Turns answers into plain values: people into their names, posts into unit and title, sources into nothing."""

    history: History

    def __call__(self, value: Any) -> Plain:
        match value:
            case Ref():
                return self.name(value)
            case Actor() | Seat():
                return self.name(value.ref)
            case Link():
                said = sorted((name, str(value)) for name, value in value.properties.items())
                return value.type, self.name(value.start), self.name(value.end), self(value.interval), said
            case PartialDate():
                return str(value)
            case Source():
                return None
            case Sides():
                return [sorted(self.name(counted.ref) for counted in side) for side in (value.covered, value.missing)]
            case Mapping():
                return {str(self(key)): self(part) for key, part in value.items()}
            case tuple() | list():
                return [self(part) for part in value]
        if is_dataclass(value):
            return {field.name: self(getattr(value, field.name)) for field in fields(value)}
        return value

    def name(self, ref: Ref) -> str:
        actor = self.history.actors[ref]
        if ref.kind == "Post":
            unit = next(link.end for link in self.history.out("POST_IN", ref))
            return f"{self.name(unit)}{actor.text('title')}"
        return actor.text("name") if ref.kind in ("Person", "Organization") else ref.key

    def described(self, actor: Actor) -> Iterator[Plain]:
        yield self.name(actor.ref)
        yield self(actor.interval)
        yield sorted((name, str(value)) for name, value in actor.properties.items())
        yield sorted(actor.extra)
