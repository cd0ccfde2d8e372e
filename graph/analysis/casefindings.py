"""Findings about cases, from the bounded rows that the ledger gives: counts of what a rule checked, and one case that it finds."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from graph.analysis import watched
from graph.analysis.cases import CaseAnswer, answer
from graph.analysis.findings import Mute, RuleCount, key_of
from graph.analysis.rules.caserule import CaseRule
from graph.analysis.rules.cases import CASE_RULES
from graph.analysis.rules.rule import Account, Item
from graph.interval import PartialDate
from graph.model import CaseFile, CaseQuery, Ref, Severity
from graph.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class CaseFinding:
    """A case that fails a rule on the snapshot's day."""

    rule: CaseRule
    file: CaseFile
    answer: CaseAnswer
    mute: Mute | None = None

    @property
    def snapshot(self) -> Snapshot:
        return self.answer.snapshot

    @property
    def item(self) -> Item:
        return Item(Ref("Case", self.answer.case.key))

    @property
    def key(self) -> str:
        """The same on every day and in every run while the finding lasts."""
        return key_of(self.rule.name, self.snapshot.district, self.item)

    @cached_property
    def account(self) -> Account:
        return self.rule.tell(self.answer)

    @cached_property
    def since(self) -> PartialDate | None:
        """From when it has been so; None where no source gives the day."""
        return self.rule.since(self.answer)

    @cached_property
    def first_seen(self) -> datetime:
        """The moment from which on the books, as they were, have shown it on this day."""
        return watched.first_seen(self.snapshot, self._holds, _moments(self.file))

    def _holds(self, other: Snapshot) -> bool:
        found = answer(self.file, other)
        return found is not None and self.rule.holds(found)


def _moments(file: CaseFile) -> frozenset[datetime]:
    """When anything of a case was recorded or taken back."""
    nodes = (m for a in (file.case, *file.events) for m in (a.recorded_at, *a.withdrawn))
    links = (m for x in (*file.links, *file.ties) for m in (x.recorded_at, x.retracted_at))
    changes = (m for c in file.changes for m in (c.recorded_at, c.retracted_at))
    return frozenset(m for m in (*nodes, *links, *changes) if m is not None)


def found_of(rule: CaseRule, file: CaseFile, snapshot: Snapshot) -> CaseFinding | None:
    """The finding of a case that the ledger gave for a rule; None where nothing was known of it on the day."""
    told = answer(file, snapshot)
    return CaseFinding(rule, file, told) if told else None


def chosen_of_cases(rules: Collection[str] | None, severities: Collection[Severity] | None) -> Iterator[CaseRule]:
    """The rules on cases of these names and severities, of all where None."""
    return (r for r in CASE_RULES.values() if (rules is None or r.name in rules) and (severities is None or r.severity in severities))


def queries(rule: CaseRule, cases: CaseQuery) -> tuple[CaseQuery, CaseQuery, CaseQuery]:
    """What a rule checks of these cases, what of that it can judge, and what of that it finds."""
    checked = rule.checked(cases)
    return checked, rule.judged(cases) if rule.judged else checked, rule.found(cases)


def count_of(rule: CaseRule, cases: CaseQuery, counted: Mapping[CaseQuery, int]) -> RuleCount:
    """The counts of a rule, from those of its queries."""
    checked, judged, found = (counted[query] for query in queries(rule, cases))
    return RuleCount(rule.name, rule.severity, rule.title, judged - found, found, 0, checked - judged)
