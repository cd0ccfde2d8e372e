"""The rule on load: who carries more work groups than the limit of the day allows, kind of seat by kind."""

from collections.abc import Collection, Iterator

from graph.analysis.load import default_limit, pool
from graph.analysis.rules.rule import Account, Item, Judge, Outcome, Rule, decided, named
from graph.analysis.rules.standing import kind_of, serves_somebody
from graph.model import Severity
from graph.snapshot import Filling, Snapshot
from graph.vocabulary import FillStatus, SeatKind, Term, label

_MAYBE = (FillStatus.EFFECTIVE, FillStatus.UNKNOWN, FillStatus.UNVERIFIED)


def _limit(snapshot: Snapshot, kind: SeatKind) -> int | None:
    """How many groups are not yet too many."""
    return snapshot.once(("load limit", kind), lambda s: default_limit(len(s.communities), len(pool(s, kind))))


def _pools(snapshot: Snapshot) -> Iterator[Item]:
    """Everybody of the pool of each seat kind that the rule asks for, whoever carries nothing too."""
    return (Item(person, kind) for kind in snapshot.rule for person in pool(snapshot, kind))


def _carried(snapshot: Snapshot, item: Item, statuses: Collection[FillStatus] = (FillStatus.EFFECTIVE,)) -> list[Filling]:
    """How they sit in seats of the kind, of groups that serve a community that exists."""
    found = (f for x in snapshot.out("FILLS", item.subject) if (f := snapshot.filling(x)))
    counted = (f for f in found if f.seat.kind is kind_of(item) and f.verdict.status in statuses)
    return [f for f in counted if serves_somebody(snapshot, f.seat.group)]


def _over(snapshot: Snapshot, item: Item, limit: int | None) -> Outcome:
    if limit is None or len(snapshot.out("FILLS", item.subject)) <= limit:  # no more groups than fillings, and most people have few
        return Outcome.PASSED
    possible = _carried(snapshot, item, _MAYBE)
    certain = {f.seat.group for f in possible if f.effective}
    return decided(len(certain) > limit, len({f.seat.group for f in possible}) > limit)


def overload(snapshot: Snapshot, item: Item) -> Outcome:
    return _over(snapshot, item, _limit(snapshot, kind_of(item)))


def _by_this_limit(snapshot: Snapshot) -> Judge:
    """Other days are held against the limit of this one."""
    return lambda other, item: _over(other, item, _limit(snapshot, kind_of(item)))


def _tell_overload(snapshot: Snapshot, item: Item) -> Account:
    kind, name = kind_of(item), named(snapshot, item.subject)
    found, most = _carried(snapshot, item), _limit(snapshot, kind_of(item))
    count = len({f.seat.group for f in found})
    zh = f"{name}作为“{label(kind)}”联系 {count} 个工作组,上限 {most} 个"
    return Account(zh, f"{name} carries {count} work groups as “{label(kind, 'en')}”; the limit is {most}", tuple(f.link for f in found))


RULES = (
    Rule(
        "OVERLOAD",
        Severity.WARN,
        Term("联系工作组过多", "More work groups than the limit"),
        _pools,
        overload,
        _tell_overload,
        settled=_by_this_limit,
    ),
)
