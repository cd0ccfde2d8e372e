"""问题台账: a row is a case, with what happened to it and who answers for it. What a row leaves blank stays as it is known.

A case is known by its number, else by its community, the day it was raised and its text. 反映人 and 联系方式 are never read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from graph.actions import cases
from graph.actions.cases import CaseRow, Escalation
from graph.actions.charges import Charge
from graph.actions.happenings import Given
from graph.actions.undated import Said
from graph.interval import Interval, PartialDate
from graph.lifecycle import EventType
from graph.model import Actor, Ref, Scalar, Severity
from graph.vocabulary import AssignmentRole, CaseState, HandlingMode, Level, Matter, OrganizationKind, PrivatePath
from loaders import cells, ledger_cells, ledger_doubts, places
from loaders.columns import Record
from loaders.desk import Desk
from loaders.ledger_cells import Progress
from loaders.ledger_parties import Parties
from loaders.report import Bad
from loaders.sheets import Cell

T = TypeVar("T")
_NO_PROGRESS = Progress(None, endless=False)

_ONE_DAY: Mapping[str, EventType] = {
    "accepted": EventType.ACCEPTED,
    "triaged": EventType.TRIAGED,
    "assigned": EventType.ASSIGNED,
    "resolved": EventType.RESOLVED,
    "struck_on": EventType.STRUCK_OFF,
}
_DAYS: Mapping[str, EventType] = {
    "returned": EventType.RETURNED,
    "escalated": EventType.ESCALATE,
    "followed_up": EventType.FOLLOW_UP,
    "reopened": EventType.REOPENED,
}
"""Columns of days, and of which event; the second kind may list several."""
_LEVELS: Mapping[str, Level] = {
    OrganizationKind.SUBDISTRICT_OFFICE: Level.SUBDISTRICT,
    OrganizationKind.COMMITTEE: Level.COMMUNITY,
    OrganizationKind.PARTY_COMMITTEE: Level.DISTRICT,
    OrganizationKind.GOVERNMENT: Level.DISTRICT,
    OrganizationKind.DEPARTMENT: Level.DISTRICT,
}


def write(records: Iterable[Record], desk: Desk) -> None:
    """Write the cases, then the links between them, so that a row may name one that stands further down."""
    ledger = _Ledger(desk)
    rows = [(record, row) for record in records if (row := ledger.row(record))]
    for record, row in rows:
        ledger.write(record, row)
    for record, row in rows:
        ledger.relate(record, row)
    desk.refresh()


def case_keys(records: Iterable[Record], desk: Desk) -> set[str]:
    """The keys of all cases that a ledger is about or refers to: what is recorded of them has to be at hand to plan it.

    `desk` is used up: what there is to say of the rows is told to its draft.
    """
    finder = _Finder(desk)
    keys: set[str] = set()
    for record in records:
        keys |= {cells.identifier(record.cell(column)) for column in ("number", "duplicate_of", "common")}
        if record.cell("number").value is None and (found := finder.find(record)):
            keys.add(found.key)
    return keys - {""}


# ---- which case


@dataclass(frozen=True, slots=True)
class _Found:
    """The case of a row: its key, its community and the day it was raised."""

    key: str
    community: Actor
    raised: PartialDate


class _Finder:
    """Which case a row is about."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._places: dict[tuple[str, ...], Actor] = {}
        self._ended: set[Ref] = set()

    def find(self, record: Record) -> _Found | None:
        """None: a problem is told."""
        own_day = self._desk.options.own_day
        raised = self._desk.read(record, "raised", lambda cell: ledger_cells.raised(cell, own_day))
        if raised is None and not cells.text(record.cell("raised")):
            zh, en = "缺少收集时间。请补上。", "The day on which it was raised is missing. Add it."
            self._desk.tell(record, "raised", Severity.ERROR, "BLANK", zh, en)
        description = cells.text(record.cell("description"))
        number = cells.identifier(record.cell("number"))
        if not (description or number):
            zh, en = "缺少问题描述。请补上,或填问题编号。", "The description is missing. Add it, or the number of the case."
            self._desk.tell(record, "description", Severity.ERROR, "BLANK", zh, en)
            return None
        community = self._community(record, raised) if raised else None
        if raised is None or community is None:
            return None
        return _Found(number or cases.digest(community.key, raised, description), community, raised)

    def _community(self, record: Record, raised: PartialDate) -> Actor | None:
        key = tuple(str(record.cell(column).value) for column in ("code", "subdistrict", "community"))
        if key not in self._places:
            found = places.find(record, Interval(raised), self._desk)
            if found is None:
                return None
            self._places[key] = found
        community = self._places[key]
        self._tell_ended(record, community)
        return community

    def _tell_ended(self, record: Record, community: Actor) -> None:
        end = community.interval.until
        if end is not None and end.reached(self._desk.options.today) and community.ref not in self._ended:
            self._ended.add(community.ref)
            zh = f"“{community.text('shortName')}”已于 {end} 撤销,它的问题照样记录。"
            en = f"{community.text('shortName')} ended on {end}; its cases are recorded all the same."
            column = "community" if record.cell("community").value is not None else "code"
            self._desk.tell(record, column, Severity.WARN, "ENDED_PLACE", zh, en)


# ---- what a row says


class _Ledger:
    """One ledger on its way into the draft."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._finder = _Finder(desk)
        self._parties = Parties(desk)
        self._rows: dict[str, int] = {}
        self._yards = _courtyards(desk)

    def row(self, record: Record) -> CaseRow | None:
        """The row with its places, units and people; None: a problem is told."""
        found = self._finder.find(record)
        if found is None or self._repeats(record, found.key):
            return None
        community, own_day = found.community, self._desk.options.own_day
        leads = self._parties.units(record, "lead", community, OrganizationKind.DEPARTMENT)
        homes = (*(self._parties.home(unit) for unit in leads), community.ref)
        progress = self._read(record, "progress", ledger_cells.progress) or _NO_PROGRESS
        struck = self._read(record, "struck", cells.flag)
        receiver = self._parties.people(record, "receiver", (community.ref,))
        charges = tuple(self._charges(record, community, leads, homes))
        events, beside = self._events(record, homes)
        told = tuple(CaseState(given.type.value) for given in beside if given.type.value in CaseState.__members__)
        said = Said(struck, told, record.cell("duplicate_of").value is not None, progress.state)
        return CaseRow(
            *(found.key, community.ref, found.raised, own_day, record.source("description")),
            properties=self._properties(record),
            due=self._due(record, found.raised, progress.endless),
            no_due=progress.endless,
            events=events,
            beside=beside,
            said=said,
            courtyard=self._courtyard(record, community),
            receiver=receiver[0] if receiver else None,
            charges=charges,
            escalations=tuple(self._escalations(record, community, events)),
        )

    def _read(self, record: Record, column: str, parse: Callable[[Cell], T]) -> T | None:
        """What a cell says; most are blank."""
        return self._desk.read(record, column, parse) if column in record.cells else None

    def write(self, record: Record, row: CaseRow) -> None:
        for finding in cases.record(self._desk.draft, row):
            ledger_doubts.tell(record, finding, self._desk)

    def relate(self, record: Record, row: CaseRow) -> None:
        """重复于 and 共性问题: the cases of these numbers."""
        for column, type_ in (("duplicate_of", "DUPLICATE_OF"), ("common", "INSTANCE_OF")):
            if column not in record.cells:
                continue
            other = Ref("Case", cells.identifier(record.cell(column)))
            if self._desk.draft.actor(other) is None:
                zh, en = "没有这个编号的问题,不记录这一联系。请核对。", "No case has this number; the link is not recorded. Check it."
                self._desk.guess(record, column, "UNKNOWN_CASE", zh, en)
            elif not cases.relate(self._desk.draft, type_, row.ref, other, cases.since(row), record.source(column)):
                zh, en = "这些问题互相指向,成了循环。请改正。", "These cases point at one another in a circle. Correct it."
                self._desk.tell(record, column, Severity.ERROR, "V12", zh, en)

    def _repeats(self, record: Record, key: str) -> bool:
        """Is the case one that an earlier row is about?"""
        first = self._rows.setdefault(key, record.number)
        if first == record.number:
            return False
        column = "number" if record.cell("number").value is not None else "description"
        zh = f"与第 {first} 行是同一个问题。请合并,或改正编号。"
        en = f"Row {first} is about the same case. Join them, or correct the number."
        self._desk.tell(record, column, Severity.ERROR, "SAME_CASE", zh, en)
        return True

    def _properties(self, record: Record) -> dict[str, Scalar]:
        read = self._read
        found: dict[str, Scalar] = {
            "description": _text(record, "description"),
            "publicSummary": _text(record, "summary"),
            "publicReply": _text(record, "reply"),
            "category": _text(record, "category"),
            "progress": _text(record, "progress"),
            "channel": read(record, "channel", ledger_cells.channel),
            "householdsAffected": read(record, "households", cells.whole),
            "matter": read(record, "matter", lambda c: cells.choice(c, Matter)),
            "handlingMode": read(record, "mode", lambda c: cells.choice(c, HandlingMode)),
            "solvedLevel": read(record, "level", lambda c: cells.choice(c, Level)),
            "privatePath": read(record, "path", lambda c: cells.choice(c, PrivatePath)),
        }
        return {name: str(value) if isinstance(value, str) else value for name, value in found.items() if value is not None}

    def _due(self, record: Record, raised: PartialDate, endless: bool) -> PartialDate | None:
        """The day by which it is due. A limit that cannot be read is left out, and told."""
        if "due" not in record.cells:
            return None
        try:
            limit = ledger_cells.due(record.cell("due"))
        except Bad:
            zh, en = "办理时限看不懂,不记录。", "This time limit cannot be read and is left out. "
            if "工作日" in cells.text(record.cell("due")):
                zh, en = (
                    "按工作日计的时限不能折算成日期,不记录。",
                    "A limit in working days makes no day and is left out. ",
                )
            zh, en = zh + "请写成日期(2019-05-12)或天数(15天)。", en + "Write a day (2019-05-12) or a number of days (15天)."
            self._desk.guess(record, "due", "BAD_LIMIT", zh, en)
            return None
        if limit is not None and endless:
            zh, en = (
                "长期坚持、持续推进的问题没有时限,不记录。",
                "A case that is kept up for good falls due on no day; the limit is left out.",
            )
            self._desk.tell(record, "due", Severity.WARN, "NO_LIMIT", zh, en)
            return None
        return PartialDate.day(raised.latest + timedelta(days=limit)) if isinstance(limit, int) else limit

    def _courtyard(self, record: Record, community: Actor) -> Ref | None:
        """小区/院坝: by code, or by name in the community. Any other words may be an address, and are not kept."""
        if "courtyard" not in record.cells:
            return None
        written = cells.identifier(record.cell("courtyard"))
        coded = Ref("Courtyard", written)
        found = coded if written.startswith(community.key) and self._desk.draft.actor(coded) else self._yards.get((community.key, written))
        if found is None:
            ledger_doubts.tell_unknown_courtyard(record, self._desk)
        return found

    # ---- what happened

    def _events(self, record: Record, homes: tuple[Ref, ...]) -> tuple[tuple[Given, ...], tuple[Given, ...]]:
        """The events of which the row gives the day, and what it says of others beside their day."""
        dated = [*self._days(record), *self._extension(record)]
        way_on, way = self._read(record, "fed_back", ledger_cells.fed_back) or (None, "")
        way = way or _text(record, "way") or ""
        fed_back = {"note": way} if way else {}
        evaluated_on = self._read(record, "evaluated", ledger_cells.day)
        evaluation = self._evaluation(record)
        district = Ref("District", self._desk.draft.district)
        units = (*homes, homes[-1], Ref("Subdistrict", homes[-1].key[:9]), district)
        by = self._parties.evaluator(record, tuple(dict.fromkeys(units)))
        beside: list[Given] = []
        for column, type_, on, told, who in (
            ("fed_back", EventType.FED_BACK, way_on, fed_back, None),
            ("grade", EventType.EVALUATED, evaluated_on, evaluation, by),
        ):
            if on is not None:
                dated.append(Given(type_, on, record.source(column), told, who))
            elif told:
                beside.append(Given(type_, PartialDate.day(self._desk.options.own_day), record.source(column), told, who))
        return (*dated, *self._hardship(record, dated)), tuple(beside)

    def _days(self, record: Record) -> Iterator[Given]:
        for column, type_ in _ONE_DAY.items():
            if on := self._read(record, column, ledger_cells.day):
                yield Given(type_, on, record.source(column))
        for column, type_ in _DAYS.items():
            for on in self._read(record, column, ledger_cells.days) or ():
                yield Given(type_, on, record.source(column))

    def _extension(self, record: Record) -> Iterator[Given]:
        """延期至 and 延期批准时间; without the day on which it was granted it is known, and does not count."""
        to = self._read(record, "extended_to", ledger_cells.day)
        on = self._read(record, "extended_on", ledger_cells.day)
        if to:
            own_day = PartialDate.day(self._desk.options.own_day)
            yield Given(EventType.EXTEND, on or own_day, record.source("extended_to"), {"due": to.latest}, undated=on is None)
        elif on:
            zh, en = "有延期批准时间而没有“延期至”,不记录。", "An extension without its new due day is not recorded."
            self._desk.guess(record, "extended_on", "NO_LIMIT", zh, en)

    def _evaluation(self, record: Record) -> dict[str, Scalar]:
        grade = self._read(record, "grade", ledger_cells.grade)
        solved = self._read(record, "solved", cells.flag)
        found: dict[str, Scalar] = {"satisfaction": grade, "solved": solved}
        return {name: value for name, value in found.items() if value is not None}

    def _hardship(self, record: Record, dated: list[Given]) -> Iterator[Given]:
        """确有困难 is said of the last follow-up; where the row has none, of one without a day."""
        hardship = self._read(record, "hardship", cells.flag)
        if hardship is None:
            return
        on = max((g.on for g in dated if g.type is EventType.FOLLOW_UP), key=lambda on: on.anchor, default=None)
        day = on or PartialDate.day(self._desk.options.own_day)
        yield Given(EventType.FOLLOW_UP, day, record.source("hardship"), {"hardship": hardship}, undated=on is None)

    # ---- who answers

    def _charges(self, record: Record, community: Actor, leads: tuple[Ref, ...], homes: tuple[Ref, ...]) -> Iterator[Charge]:
        on = self._read(record, "assigned", ledger_cells.day)
        assists = self._parties.units(record, "assist", community, OrganizationKind.OTHER)
        district = (Ref("District", self._desk.draft.district),)
        named = (
            ("lead", AssignmentRole.LEAD, leads, on),
            ("person", AssignmentRole.LEAD, self._parties.people(record, "person", homes), on),
            ("assist", AssignmentRole.ASSIST, assists, on),
            ("sponsor", AssignmentRole.SPONSOR, self._parties.people(record, "sponsor", district), None),
        )
        for column, role, parties, since in named:
            yield from (Charge(role, party, record.source(column), since) for party in dict.fromkeys(parties))

    def _escalations(self, record: Record, community: Actor, events: tuple[Given, ...]) -> Iterator[Escalation]:
        ups = [given.on for given in events if given.type is EventType.ESCALATE]
        since = max(ups, key=lambda on: on.anchor, default=None)
        for unit in self._parties.units(record, "escalated_to", community, OrganizationKind.OTHER):
            actor = self._desk.draft.actor(unit)
            level = (actor.text("level") or _LEVELS.get(actor.text("kind"), "")) if actor else ""
            yield Escalation(unit, record.source("escalated_to"), since, str(level) or None)


def _text(record: Record, column: str) -> str | None:
    return cells.text(record.cell(column)) or None if column in record.cells else None


def _courtyards(desk: Desk) -> dict[tuple[str, str], Ref]:
    """Courtyards by the code of their community and their name, where it stands once in it."""
    found: dict[tuple[str, str], Ref | None] = {}
    for courtyard in desk.draft.of("Courtyard"):
        key = courtyard.key[:12], cells.compact(courtyard.text("name"))
        found[key] = None if key in found else courtyard.ref
    return {key: ref for key, ref in found.items() if ref}
