"""The composition of groups against a plain model: for every day, what the last file that spoke of it said.

The days are numbered from 0; a file is some rows that do not overlap; a row without a start is in force from the file's own day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from graph.actions import groups
from graph.actions.drafting import Draft, Stamp
from graph.actions.groups import Composition, Member
from graph.history import History, empty
from graph.interval import Interval, PartialDate
from graph.model import Link, Ref, Source
from graph.vocabulary import DEFAULT_RULE, SeatKind

DAYS = range(14)
SOURCE = Source("test")
GROUP = Ref("WorkGroup", "G")
FIRST = date(2019, 5, 20)
LEADER, LOCAL = SeatKind.DISTRICT_LEADER, SeatKind.COMMUNITY_CADRE


@dataclass(frozen=True)
class Row:
    """Who sits in two seats from one day to before another, whom the group serves, what it represents, who liaises."""

    since: int | None
    until: int | None
    leaders: frozenset[str] = frozenset()
    locals: frozenset[str] = frozenset()
    head: str = ""
    serves: str = "C1"
    represents: str = ""
    liaison: str = ""

    def said(self) -> frozenset[tuple[str, ...]]:
        """All that it claims, one tuple a fact; a head is another fact than the same person as an ordinary member."""
        seats = [(LEADER, p, str(p == self.head)) for p in self.leaders] + [(LOCAL, p, str(p == self.head)) for p in self.locals]
        others = [("SERVES", self.serves), ("REPRESENTS", self.represents), ("LIAISES", self.liaison)]
        return frozenset([*(("FILLS", *seat) for seat in seats), *((what, whom) for what, whom in others if whom)])


@dataclass(frozen=True)
class File:
    """Rows that do not overlap, and the file's own day."""

    own: int
    rows: tuple[Row, ...]

    def first(self, row: Row) -> int:
        return self.own if row.since is None else row.since


@dataclass
class Model:
    """What is said of every day, and on which days a blank start began."""

    said: dict[int, frozenset[tuple[str, ...]]] = field(default_factory=dict)
    blank: set[int] = field(default_factory=set)

    def take(self, file: File) -> None:
        for row in file.rows:
            for n in range(file.first(row), row.until if row.until is not None else len(DAYS)):
                self.said[n] = row.said()
                self.blank.discard(n)
                if row.since is None and n == file.own:
                    self.blank.add(n)

    def on(self, n: int) -> frozenset[tuple[str, ...]]:
        return self.said.get(n, frozenset())

    def perhaps(self, n: int) -> frozenset[tuple[str, ...]]:
        """What may have begun by a day of which nobody has spoken: what the next day spoken of says without a start."""
        after = min((m for m in self.said if m > n), default=None)
        return self.said[after] if n not in self.said and after in self.blank and after is not None else frozenset()


# ---- the files


@st.composite
def rows(draw: st.DrawFn, since: int | None, until: int | None) -> Row:
    people = st.frozensets(st.sampled_from("ABC"), max_size=2)
    leaders, local = draw(people), draw(people)
    head = draw(st.sampled_from(["", *sorted(leaders | local)]))
    unit, liaison = draw(st.sampled_from(["", "U", "V"])), draw(st.sampled_from(["", "A", "D"]))
    return Row(since, until, leaders, local, head, draw(st.sampled_from(["C1", "C2"])), unit, liaison)


@st.composite
def files(draw: st.DrawFn) -> File:
    """Up to three rows; of those that begin on the file's own day every other one does not say so."""
    cuts = sorted(draw(st.sets(st.sampled_from(DAYS), min_size=2, max_size=4)))
    own = draw(st.sampled_from(cuts[:-1]))
    spans = [span for span in pairwise(cuts) if span[0] == own or draw(st.booleans())]
    opens = draw(st.booleans())
    ends = [(a, None if opens and (a, b) == spans[-1] else b) for a, b in spans]
    return File(own, tuple(draw(rows(None if a == own and draw(st.booleans()) else a, b)) for a, b in ends))


# ---- what becomes of them


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


def boundary(n: int | None) -> PartialDate | None:
    return None if n is None else PartialDate.day(day(n))


def person(name: str) -> Ref:
    return Ref("Person", name)


def composition(row: Row, own: int) -> Composition:
    def members(people: Iterable[str]) -> tuple[Member, ...]:
        return tuple(Member(person(p), SOURCE, head=p == row.head) for p in sorted(people))

    seated: Mapping[SeatKind, tuple[Member, ...]] = {LEADER: members(row.leaders), LOCAL: members(row.locals)}
    department = Ref("Organization", row.represents) if row.represents else None
    liaisons = (Member(person(row.liaison), SOURCE),) if row.liaison else ()
    ends = boundary(row.since), boundary(row.until)
    return Composition(Ref("Community", row.serves), *ends, day(own), SOURCE, seated, department, liaisons)


def taken(history: History, number: int, file: File) -> History:
    draft = Draft(history, Stamp(datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=number), f"import-{number}"))
    for ref in (*map(person, "ABCD"), Ref("Community", "C1"), Ref("Community", "C2"), Ref("Organization", "U"), Ref("Organization", "V")):
        draft.ensure(ref, SOURCE, {"name": ref.key})
    group = groups.found_group(draft, GROUP.key, "group", DEFAULT_RULE, SOURCE)
    groups.compose(draft, group, tuple(composition(row, file.own) for row in sorted(file.rows, key=file.first)))
    return history.after(draft.plan())


def fact(link: Link) -> tuple[str, ...]:
    if link.type == "FILLS":
        return ("FILLS", link.end.key.split("|")[1], link.start.key, str(link.flag("isHead")))
    return (link.type, link.start.key if link.type == "LIAISES" else link.end.key)


def held(history: History, n: int, verdict: bool | None) -> frozenset[tuple[str, ...]]:
    """The facts that hold on a day, or of which it is unknown whether they do."""
    told = (x for x in history.links if x.type not in ("HAS_SEAT",))
    return frozenset(fact(x) for x in told if x.interval.holds(day(n)) is verdict)


@given(st.lists(files(), min_size=1, max_size=4))
def test_every_day_says_what_the_last_file_said_of_it(several: list[File]) -> None:
    history, model = empty("990101"), Model()
    for number, file in enumerate(several):
        history = taken(history, number, file)
        model.take(file)
        assert [held(history, n, True) for n in DAYS] == [model.on(n) for n in DAYS]
        assert [held(history, n, None) for n in DAYS] == [model.perhaps(n) for n in DAYS]


@given(st.lists(files(), min_size=1, max_size=3))
def test_the_last_file_again_says_nothing(several: list[File]) -> None:
    history = empty("990101")
    for number, file in enumerate(several):
        history = taken(history, number, file)
    again = taken(history, 9, several[-1])
    assert again.facts.links == history.facts.links
    assert again.facts.actors == history.facts.actors


@given(st.lists(files(), min_size=1, max_size=4))
def test_stretches_that_meet_are_one_and_keys_are_unique(several: list[File]) -> None:
    history = empty("990101")
    for number, file in enumerate(several):
        history = taken(history, number, file)
    live = sorted(history.links, key=lambda x: (x.type, fact(x) if x.type != "HAS_SEAT" else (x.key,)))
    for _, same in groupby(live, key=lambda x: (x.type, fact(x) if x.type != "HAS_SEAT" else (x.key,))):
        stretches = [x.interval for x in same]
        assert not any(a.joins(b) for a, b in combinations(stretches, 2))
        assert not any(interval.empty for interval in stretches)
    assert len({(x.type, x.key) for x in live}) == len(live)
    assert len({(x.type, x.id) for x in history.facts.links}) == len(history.facts.links)


def test_a_closed_group_holds_nothing_on_those_days() -> None:
    history = taken(empty("990101"), 0, File(0, (Row(2, None, frozenset("A"), liaison="D", represents="U"),)))
    draft = Draft(history, Stamp(datetime(2026, 2, 5, tzinfo=UTC), "closing"))
    groups.close(draft, GROUP, Interval.days(day(5), day(8)))
    closed = history.after(draft.plan())
    everything = held(history, 2, True)
    assert len(everything) == 4
    assert [held(closed, n, True) for n in (4, 5, 7, 8)] == [everything, frozenset(), frozenset(), everything]


def test_a_filling_handed_over_joins_what_it_meets() -> None:
    rows = (Row(2, 4, frozenset("A")), Row(4, 8, frozenset("B")), Row(8, None, frozenset("A")))
    history = taken(empty("990101"), 0, File(0, rows))
    draft = Draft(history, Stamp(datetime(2026, 2, 5, tzinfo=UTC), "merging"))
    (filling,) = (x for x in history.links if x.type == "FILLS" and x.start == person("B"))
    groups.hand_over(draft, filling, person("A"), by_name=True)
    after = history.after(draft.plan())
    assert [(x.start.key, x.interval) for x in after.links if x.type == "FILLS"] == [("A", Interval.days(day(2)))]
