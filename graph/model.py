"""Facts as frozen values: nodes (Actor), dated links (Link), changes of a property (Change), and what is to be written (Plan).

All carry two times: when they held (`interval`, civil dates) and when they were recorded and retracted (instants, UTC).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from graph.interval import Interval, PartialDate

Scalar: TypeAlias = str | int | float | bool | date | tuple[str, ...] | None


class Ref(NamedTuple):
    """A node: its label and its key within a district."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was learnt: the sheet's title, the file, the sheet and the cell (C5), and the import that brought it."""

    title: str
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    import_id: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A node. `properties` as last recorded; `extra` are labels beside `kind`, "ever" labels for people who browse.

    `withdrawn`: the moments at which it was taken out of the books and put back, in turn.
    """

    kind: str
    key: str
    district: str
    recorded_at: datetime
    source: Source
    interval: Interval = Interval()
    properties: Mapping[str, Scalar] = field(default_factory=dict)
    extra: tuple[str, ...] = ()
    withdrawn: tuple[datetime, ...] = ()
    ref: Ref = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ref", Ref(self.kind, self.key))

    @property
    def retracted_at(self) -> datetime | None:
        """Since when it is out of the books; None where it is in them."""
        return self.withdrawn[-1] if len(self.withdrawn) % 2 else None

    def known(self, at: datetime | None) -> bool:
        """Was it in the books at that moment? None: now."""
        if at is None:
            return self.retracted_at is None
        return self.recorded_at <= at and sum(moment <= at for moment in self.withdrawn) % 2 == 0

    def text(self, name: str) -> str:
        """A property as text; empty where there is none."""
        value = self.properties.get(name)
        return "" if value is None else str(value)

    def whole(self, name: str) -> int | None:
        """A property as a whole number; None where there is none."""
        value = self.properties.get(name)
        return value if isinstance(value, int) else None

    def flag(self, name: str) -> bool:
        return self.properties.get(name) is True


@dataclass(frozen=True, slots=True)
class Link:
    """A dated relationship. `key` is unique among live links of the type, `number` counts its recordings.

    `retracted_by`: the import or command that retracted it.
    """

    type: str
    key: str
    start: Ref
    end: Ref
    district: str
    recorded_at: datetime
    source: Source
    interval: Interval = Interval()
    properties: Mapping[str, Scalar] = field(default_factory=dict)
    number: int = 1
    retracted_at: datetime | None = None
    reason: str | None = None
    retracted_by: str | None = None

    @property
    def id(self) -> str:
        """Its own id, unique for ever: the key and the number of the recording."""
        return f"{self.key}#{self.number}"

    def text(self, name: str) -> str:
        value = self.properties.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        return self.properties.get(name) is True

    def known(self, at: datetime | None) -> bool:
        """Was it in the books at that moment? None: now."""
        if at is None:
            return self.retracted_at is None
        return self.recorded_at <= at and (self.retracted_at is None or self.retracted_at > at)

    def says_the_same(self, other: "Link") -> bool:
        """The same fact, whenever recorded and from wherever."""
        return self.type == other.type and self.says(other.start, other.end, other.interval, other.properties)

    def says(self, start: Ref, end: Ref, interval: Interval, properties: Mapping[str, Scalar]) -> bool:
        """Does a link of its type between these, on these days and with these properties, say the same?"""
        return (self.start, self.end, self.interval) == (start, end, interval) and dict(self.properties) == dict(properties)


@dataclass(frozen=True, slots=True)
class Change:
    """A property of a node has another value from a day on; a node's own `since` and `until` change likewise.

    Written as a ChangeEvent with CHANGES to the node. `old` and `new` are values, for since and until dates. One that was taken back
    is retracted, and the node has the old value again.
    """

    key: str
    subject: Ref
    district: str
    name: str
    old: Scalar | PartialDate
    new: Scalar | PartialDate
    on: date | None
    recorded_at: datetime
    source: Source
    retracted_at: datetime | None = None
    retracted_by: str | None = None

    def known(self, at: datetime | None) -> bool:
        """Was it in the books at that moment? None: now."""
        if at is None:
            return self.retracted_at is None
        return self.recorded_at <= at and (self.retracted_at is None or self.retracted_at > at)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is recorded of one district at one revision."""

    district: str
    revision: int
    actors: tuple[Actor, ...] = ()
    links: tuple[Link, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with all that the ledger holds of it: its events, and its links to places, people, organisations and cases.

    `ties`: the links between other cases by which it leads on from those that it points at, as far as a circle is looked for.

    Retracted links are among them; `history.known` links of a moment are what was known then. Events carry `type` and the interval
    [day it counts on, day after which another state holds). `changes` are those of the case's properties.
    """

    case: Actor
    events: tuple[Actor, ...]
    links: tuple[Link, ...]
    changes: tuple[Change, ...] = ()
    ties: tuple[Link, ...] = ()


class CaseTrait(StrEnum):
    """What the record of a case can be like on a day, as known at a moment.

    EVALUATED: it was, since the last reopening; SIGNED: and the last time by somebody who is named; SELF_EVALUATED: by one who handled
    it or leads (V13). DISORDERED: events are out of order (V10). TIED: a duplicate, or an instance, of another; CIRCULAR: and so, step by
    step, of itself (V12).
    """

    EVALUATED = "EVALUATED"
    SIGNED = "SIGNED"
    SELF_EVALUATED = "SELF_EVALUATED"
    DISORDERED = "DISORDERED"
    TIED = "TIED"
    CIRCULAR = "CIRCULAR"


class CaseSort(StrEnum):
    RAISED = "RAISED"
    RAISED_DESC = "RAISED_DESC"
    DUE = "DUE"


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """Which cases of which districts: as of a day (when it is over), as known at a moment (None: now), a page of them.

    `within`: division codes of 6, 9, 12 or 15 digits; None: all. Empty filters are None. `overdue`: open and due before the day.
    `due_until`: open and due on that day or before. Matters and due days are those of the day, as leads are. `from_end`: of those after
    the first `skip`, the last so many. `number`: it begins so, in letters of either case; such a list is in the order of the numbers.
    `led_by`: led, or perhaps led, by one of these units or people: district/Organization/key or district/Person/key.

    `raised_until`: raised on that day or before. `lead_kinds`: led by an organisation of one of these kinds, or, struck off, led by one
    at the end. `lacking`: an event of this type has not happened since the last reopening. `again`: one has happened twice or more.
    `trait`: it has this; such cases are counted, or listed in the order in which they were raised, and nothing else is asked of due days.
    """

    districts: tuple[str, ...]
    day: date
    known_at: datetime | None = None
    within: tuple[str, ...] | None = None
    states: tuple[str, ...] | None = None
    open: bool | None = None
    overdue: bool | None = None
    matters: tuple[str, ...] | None = None
    categories: tuple[str, ...] | None = None
    lead: str | None = None
    due_until: date | None = None
    sort: CaseSort = CaseSort.RAISED_DESC
    skip: int = 0
    limit: int = 50
    from_end: bool = False
    led_by: tuple[str, ...] | None = None
    raised_until: date | None = None
    lead_kinds: tuple[str, ...] | None = None
    lacking: str | None = None
    again: str | None = None
    number: str | None = None
    trait: CaseTrait | None = None


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of cases in the order asked for, and how many there are in all."""

    total: int
    files: tuple[CaseFile, ...]


@dataclass(frozen=True, slots=True)
class CaseText:
    """What a case is about, as far as it takes to compare it with others. `common`: the cases that it is an instance of."""

    district: str
    key: str
    community: str
    state: str
    category: str | None = None
    text: str = ""
    households: int | None = None
    solved_level: str | None = None
    common: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closing:
    """A case of a community that was handled: when it was raised, where that is known, and when it was handled."""

    community: str
    raised: PartialDate | None
    resolved: PartialDate


class Severity(StrEnum):
    ERROR = "ERROR"
    WARN = "WARN"
    INFO = "INFO"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell, and what to do. ERROR keeps the file out; WARN and INFO are told.

    `cell` as people write it, or the row alone; `header` that of its column, where it has one.
    """

    severity: Severity
    code: str
    zh: str
    en: str
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    value: str | None = None
    header: str | None = None

    def message(self, language: str = "zh") -> str:
        return self.en if language.lower() == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Plan:
    """What one import or command would write to one district, and what there is to say about it.

    An actor among `actors` that was withdrawn before is put back. `ends`: events that are in the record already, and when the state
    that each led to ends by now. That is derived from the other events, so it is written over and no change is told.

    An undo takes back changes (`taken_back`, each property's newest first), withdraws nodes, and says which import is `undone`.
    """

    district: str
    actors: tuple[Actor, ...] = ()
    changes: tuple[Change, ...] = ()
    links: tuple[Link, ...] = ()
    retractions: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()
    relabels: tuple[tuple[Ref, str], ...] = ()
    ends: tuple[tuple[Ref, PartialDate | None], ...] = ()
    taken_back: tuple[Change, ...] = ()
    withdrawals: tuple[Actor, ...] = ()
    undone: str | None = None

    @property
    def size(self) -> int:
        """Nodes and links in the transaction: each change is a node and a link, each retraction a link made and one removed."""
        once = len(self.actors) + len(self.links) + len(self.relabels) + len(self.ends) + len(self.withdrawals)
        return once + 2 * len(self.changes) + 2 * len(self.retractions) + 3 * len(self.taken_back)

    @property
    def empty(self) -> bool:
        return not (self.size or self.undone)

    @property
    def refused(self) -> bool:
        return any(p.severity is Severity.ERROR for p in self.problems)


@dataclass(frozen=True, slots=True)
class Imported:
    """An import or command that is in the books. `undone`: it has been taken back since. `undoes`: it took back that one itself."""

    import_id: str
    district: str
    at: datetime
    actor: str
    files: tuple[str, ...] = ()
    title: str = ""
    undone: bool = False
    undoes: str | None = None

    def __str__(self) -> str:
        """Its id, and the file or what else it was."""
        return f"{self.import_id} ({'、'.join(self.files) or self.title or self.actor})"


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """What there is to know of an import before it is undone.

    `facts`: everything that hangs on the cases that it is about; `revision` is the counter of the ledger. `on_its_nodes`: the imports
    whose cases hang on places, people or organisations that it made. `all`: every import of the district, in order.
    """

    imported: Imported
    facts: Facts
    on_its_nodes: tuple[str, ...] = ()
    all: tuple[Imported, ...] = ()


class Counters(NamedTuple):
    """How often a district's structure was written, and its ledger."""

    structure: int
    ledger: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """The book-keeping of one import or command: its id is its idempotency key."""

    import_id: str
    at: datetime
    actor: str
    files: tuple[str, ...] = ()
    title: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
