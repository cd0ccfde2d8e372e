"""What an audit of a day finds: each rule's findings, and how what it checked divides into passed, found, muted and unknown."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

from graph.analysis import watched
from graph.analysis.directory import inside
from graph.analysis.rules import courtyards, holders, loads, places, records, seats
from graph.analysis.rules.rule import Account, Item, Judge, Outcome, Rule
from graph.interval import PartialDate
from graph.model import Severity
from graph.snapshot import Snapshot
from graph.view import View
from graph.vocabulary import Term

_SEVERITIES = tuple(Severity)
_ALL = (*places.RULES, *seats.RULES, *holders.RULES, *loads.RULES, *courtyards.RULES, *records.RULES)
RULES: Mapping[str, Rule] = {r.name: r for r in sorted(_ALL, key=lambda r: _SEVERITIES.index(r.severity))}
"""Every rule on structure by its name, the errors first."""


@dataclass(frozen=True, slots=True)
class Mute:
    """Somebody takes a finding out of sight until a day (the first on which it is seen again), and says why."""

    by: str
    reason: str
    until: date


Mutes: TypeAlias = Mapping[str, Mute]
"""By the keys of findings."""
NO_MUTES: Mutes = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RuleCount:
    """checked = passed + found + muted + unknown."""

    rule: str
    severity: Severity
    title: Term
    passed: int = 0
    found: int = 0
    muted: int = 0
    unknown: int = 0

    @property
    def checked(self) -> int:
        return self.passed + self.found + self.muted + self.unknown


@dataclass(frozen=True, eq=False)
class Finding:
    """One thing that fails one rule on the snapshot's day. What it says of itself is worked out when asked for."""

    rule: Rule
    snapshot: Snapshot
    item: Item
    mute: Mute | None = None

    @property
    def key(self) -> str:
        """The same on every day and in every run while the finding lasts."""
        return key_of(self.rule.name, self.snapshot.district, self.item)

    @cached_property
    def account(self) -> Account:
        return self.rule.tell(self.snapshot, self.item)

    @cached_property
    def since(self) -> PartialDate | None:
        """The first day of the unbroken run of days on which the rule finds it; None where that cannot be told."""
        return watched.since(self.snapshot, self._holds, self.rule.ahead)

    @cached_property
    def first_seen(self) -> datetime:
        """The moment from which on the books, as they were, have shown it on this day."""
        return watched.first_seen(self.snapshot, self._holds)

    def _holds(self, other: Snapshot) -> bool | None:
        """Does the rule find it on another day, or as known at another moment?"""
        if self.item.subject not in other.history.actors:
            return False
        return _SO[self._judge(other, self.item)]

    @cached_property
    def _judge(self) -> Judge:
        return self.rule.settled(self.snapshot) if self.rule.settled else self.rule.judge


_SO: Mapping[Outcome, bool | None] = {Outcome.FOUND: True, Outcome.PASSED: False, Outcome.UNKNOWN: None}


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of a day in the order of the rules, muted ones or the others, and the counts of every rule asked for."""

    found: tuple[Finding, ...]
    rules: tuple[RuleCount, ...]


def key_of(rule: str, district: str, item: Item) -> str:
    """The key of a finding: the rule, the district, and what it is about."""
    parts = (rule, district, *item.subject, item.part)
    return ":".join(part.replace("\\", "\\\\").replace(":", "\\:") for part in parts if part)


def chosen(rules: Collection[str] | None, severities: Collection[Severity] | None) -> Iterator[Rule]:
    """The rules of these names and severities, of all where None."""
    return (r for r in RULES.values() if (rules is None or r.name in rules) and (severities is None or r.severity in severities))


def findings(
    view: View,
    within: Sequence[str] | None = None,
    rules: Collection[str] | None = None,
    severities: Collection[Severity] | None = None,
    muted: bool = False,
    mutes: Mutes = NO_MUTES,
) -> Findings:
    """What these rules find on the view's day within these divisions; of these `muted` ones only, or the others only.

    Errors: UnknownDivision.
    """
    snapshots = [part.snapshot for part in view.scope(within)]
    judged = [(rule, [_Judged(rule, s, within, mutes) for s in snapshots]) for rule in chosen(rules, severities)]
    shown = (finding for _, parts in judged for part in parts for finding in part.findings if (finding.mute is not None) is muted)
    return Findings(tuple(shown), tuple(_count(rule, parts) for rule, parts in judged))


def finding(view: View, district: str, rule: str, item: Item, mutes: Mutes = NO_MUTES) -> Finding | None:
    """What a rule finds of one thing on the view's day; None where it does not."""
    snapshot, asked = view.snapshot(district), RULES.get(rule)
    if snapshot is None or asked is None or item not in _outcomes(snapshot, asked):
        return None
    return _finding(asked, snapshot, item, mutes) if _outcomes(snapshot, asked)[item] is Outcome.FOUND else None


class _Judged:
    """What one rule says of one district's part of a question."""

    def __init__(self, rule: Rule, snapshot: Snapshot, within: Sequence[str] | None, mutes: Mutes) -> None:
        whole = within is None or snapshot.district in within
        found = _outcomes(snapshot, rule).items()
        asked = found if whole else [(item, o) for item, o in found if inside(snapshot, item.subject, within)]
        outcomes = [outcome for _, outcome in asked]
        self.outcomes = {outcome: outcomes.count(outcome) for outcome in Outcome}
        self.findings = [_finding(rule, snapshot, item, mutes) for item, outcome in asked if outcome is Outcome.FOUND]


def _outcomes(snapshot: Snapshot, rule: Rule) -> Mapping[Item, Outcome]:
    """How everything that a rule checks in a district stands to it, judged once."""
    return snapshot.once(("rule", rule.name), lambda s: {item: rule.judge(s, item) for item in rule.items(s)})


def _finding(rule: Rule, snapshot: Snapshot, item: Item, mutes: Mutes) -> Finding:
    mute = mutes.get(key_of(rule.name, snapshot.district, item))
    return Finding(rule, snapshot, item, mute if mute and snapshot.day < mute.until else None)


def _count(rule: Rule, parts: Sequence[_Judged]) -> RuleCount:
    found = [finding for part in parts for finding in part.findings]
    muted = sum(finding.mute is not None for finding in found)
    passed, unknown = (sum(part.outcomes[outcome] for part in parts) for outcome in (Outcome.PASSED, Outcome.UNKNOWN))
    return RuleCount(rule.name, rule.severity, rule.title, passed, len(found) - muted, muted, unknown)
