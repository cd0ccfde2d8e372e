"""Where the rows of one district are worked on: the draft, its names and people, the options of the command, the problems told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from rapidfuzz import fuzz, process

from graph.actions import organizations, party
from graph.actions.drafting import Draft
from graph.actions.people import People
from graph.actions.units import Names
from graph.interval import Interval, PartialDate
from graph.model import Ref, Severity, Source
from graph.vocabulary import OrganizationKind
from loaders import dates
from loaders.columns import Record
from loaders.report import Bad, cell_problem
from loaders.sheets import Cell

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Options:
    """What a command says of its files. `effective`: the day of sheets without dates of their own; None: `today`."""

    today: date
    effective: date | None = None
    within: str | None = None
    edition: int | None = None
    allow_shrink: bool = False
    inclusive_ends: bool = False
    strict: bool = False
    skip_bad_rows: bool = False

    @property
    def own_day(self) -> date:
        return self.effective or self.today


@dataclass(frozen=True, slots=True)
class Told:
    """A group of which a row has told, on the first day that the row speaks of for certain."""

    group: Ref
    day: date
    source: Source


@dataclass
class Desk:
    """One district's draft, with who and what its names mean. `complete`: no row of the sheet at hand was left out as bad."""

    draft: Draft
    options: Options
    new_id: Callable[[], str]
    complete: bool = True
    told: list[Told] = field(default_factory=list)
    names: Names = field(init=False)
    people: People = field(init=False)

    def __post_init__(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Learn the names anew, after a sheet that changed divisions, organisations or people."""
        self.names = Names(self.draft)
        self.people = People(self.draft, self.new_id)

    # ---- problems

    def tell(self, record: Record, column: str, severity: Severity, code: str, zh: str, en: str) -> None:
        """A problem of one cell."""
        self.draft.tell(cell_problem(Bad(code, zh, en), record.source(column), record.cell(column).value, severity))

    def guess(self, record: Record, column: str, code: str, zh: str, en: str) -> None:
        """What a row was taken to mean, or left out for lack of it: a warning; with `--strict` an error."""
        self.tell(record, column, Severity.ERROR if self.options.strict else Severity.WARN, code, zh, en)

    def read(self, record: Record, column: str, parse: Callable[[Cell], T]) -> T | None:
        """What a cell says; None and a problem told where it says nothing sensible."""
        try:
            return parse(record.cell(column))
        except Bad as bad:
            self.draft.tell(cell_problem(bad, record.source(column), record.cell(column).value))
            return None

    # ---- dates

    def period(self, record: Record, since: str = "since", until: str = "until") -> tuple[PartialDate | None, PartialDate | None]:
        """The start and the end that a row gives, from its two columns or from one that has both."""
        if record.cell("span").value is not None:
            both = self.read(record, "span", dates.span) or Interval()
            self._tell_inclusive(record, "span", both.until)
            return both.since, both.until
        first = self.read(record, since, dates.since)
        inclusive = self.options.inclusive_ends
        last = self.read(record, until, lambda cell: dates.until(cell, record.header(until), inclusive))
        if dates.ends_inclusively(record.cell(until), record.header(until), inclusive):
            self._tell_inclusive(record, until, last)
        return first, last

    def _tell_inclusive(self, record: Record, column: str, end: PartialDate | None) -> None:
        if end is not None:
            zh, en = f"这一天含在内,记为 {end} 起终止。", f"The day is included: recorded as ended from {end}."
            self.tell(record, column, Severity.INFO, "INCLUSIVE_END", zh, en)

    def sound(self, record: Record, interval: Interval) -> bool:
        """V1: told, and False, where no day can lie within."""
        if interval.empty:
            column = "span" if record.cell("span").value is not None else "until"
            blank = record.cell("span").value is None and record.cell("since").value is None
            zh = f"终止 {interval.until} 不晚于起始 {interval.since}{'(空白,按本表日期)' if blank else ''}。请改正日期。"
            en = f"The end {interval.until} is not after the start {interval.since}{' (blank: the sheet’s own day)' if blank else ''}. "
            self.tell(record, column, Severity.ERROR, "V1", zh, en + "Correct the dates.")
        return not interval.empty

    # ---- units

    def unit(self, record: Record, column: str, name: str, kind: OrganizationKind) -> Ref | None:
        """The organisation that a cell names; implied, and told so, where no list holds it. None: undecided, told.

        `kind`: what an implied one is by this row.
        """
        known, places = self.names.organizations(name), self.names.places(name)
        if not known and len(written := self.names.otherwise_written(name)) == 1:
            known = written
            self._written_otherwise(record, column, name, written[0])
        if len(known) > 1 or (not known and len(places) > 1):
            self._undecided(record, column, known or places)
            return None
        if known:
            organizations.understand(self.draft, known[0], kind, record.source(column))
            if self.options.strict and not self.draft.is_new(known[0]) and self.draft.flag(known[0], "implied"):
                self.implied(record, column, name)
            return known[0]
        self.implied(record, column, name)
        source, place = record.source(column), places[0] if places else None
        ref = organizations.imply(self.draft, self.names, name, party.implied_kind(name, kind), place, source)
        party.base_by_name(self.draft, self.names, ref, name, source)
        return ref

    def _written_otherwise(self, record: Record, column: str, name: str, unit: Ref) -> None:
        """Tell, once a sheet, of a unit that a row calls by another form of its name."""
        self.names.call(unit, name)
        zh = f"单位名录里没有“{name}”,按同一单位“{self.name(unit)}”记。如果不是同一单位,请先把它列入单位名录。"
        en = f"No list of units holds “{name}”; it was taken for {self.name(unit)}. If it is another unit, put it into the list first."
        self.guess(record, column, "UNIT_WRITTEN_OTHERWISE", zh, en)

    def name(self, ref: Ref) -> str:
        """What a person, unit or place is called; empty for an unknown one."""
        actor = self.draft.actor(ref)
        return actor.text("name") if actor else ""

    def described(self, ref: Ref) -> str:
        """A unit or place in a choice of several: its name, with the code of the division that it is or governs."""
        governed = self.names.governed(ref)
        return f"{self.name(ref)}({governed[0].key if governed else ref.key})"

    def _undecided(self, record: Record, column: str, choices: tuple[Ref, ...]) -> None:
        named = "、".join(map(self.described, choices))
        zh = f"这个名称可能指:{named}。请在前面加上镇街名称。"
        en = f"This name may mean: {named}. Put the subdistrict's name before it."
        self.tell(record, column, Severity.ERROR, "AMBIGUOUS_UNIT", zh, en)

    def implied(self, record: Record, column: str, name: str) -> None:
        """Tell of a unit that no list holds, with the near name that may be meant."""
        severity = Severity.ERROR if self.options.strict else Severity.INFO
        near = nearest(name, (a.text("name") for a in self.draft.of("Organization")))
        hint_zh, hint_en = (f"是否就是“{near}”?", f" Is it “{near}”?") if near else ("", "")
        zh = f"单位名录里没有“{name}”,按本行新建。{hint_zh}"
        en = f"No list of units holds “{name}”; it is made as this row implies.{hint_en}"
        self.tell(record, column, severity, "IMPLIED_UNIT", zh, en)


def nearest(name: str, known: Iterable[str], cutoff: int = 75) -> str | None:
    """The known name most like this one; None where none is near."""
    found = process.extractOne(name, list(known), scorer=fuzz.WRatio, score_cutoff=cutoff)
    return found[0] if found else None
