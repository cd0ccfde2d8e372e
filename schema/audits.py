"""Which findings a page of an audit shows: those of structure are in memory, those of cases are counted and paged in the database."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

import strawberry

from graph.analysis import findings as answers
from graph.analysis.casefindings import CaseFinding, chosen_of_cases, count_of, found_of, queries
from graph.analysis.rules.caserule import CaseRule
from graph.analysis.rules.cases import CASE_RULES
from graph.analysis.rules.rule import Item
from graph.errors import BadArgument
from graph.model import CaseFile, CaseQuery, CaseSort, Ref, Severity
from graph.view import View
from schema.books import Books
from schema.context import Info
from schema.fields import field
from schema.findings import AnyFinding, Finding, FindingConnection, RuleCount, shown
from schema.ids import Key, known_at, misread
from schema.nodes import Within
from schema.paging import Page
from schema.words import both

Rules = Annotated[
    list[str] | None, strawberry.argument(description=both("只要这些规则;不填则为全部", "These rules only; left out, all of them."))
]
Severities = Annotated[list[Severity] | None, strawberry.argument(description=both("只要这些级别", "These severities only."))]
Muted = Annotated[
    bool, strawberry.argument(description=both("是:只列已静默的;否:只列未静默的", "True: those that are muted; false: those that are not."))
]


@dataclass(frozen=True)
class _Block:
    """Findings that follow each other in the list: of structure and of one severity, or of one rule on cases."""

    severity: Severity
    length: int
    rows: Sequence[AnyFinding] = ()
    rule: CaseRule | None = None


@strawberry.type
class Audits:
    view: strawberry.Private[View]

    @field("审计的发现,错误在前", "What an audit finds, the errors first.")
    async def findings(
        self, info: Info, page: Page, within: Within = None, rules: Rules = None, severities: Severities = None, muted: Muted = False
    ) -> FindingConnection | None:
        found, books = answers.findings(self.view, within, _known(rules), severities, muted), info.context.books
        cases, asked = _cases(self.view, within), tuple(chosen_of_cases(rules, severities))
        wanted = tuple(dict.fromkeys(query for rule in asked for query in queries(rule, cases)))
        counted = dict(zip(wanted, await books.counts(cases, wanted), strict=True))
        counts = [count_of(rule, cases, counted) for rule in asked]
        blocks = _blocks(found, () if muted else tuple(zip(asked, (count.found for count in counts), strict=True)))
        rows, total = await _page(self.view, books, page, cases, blocks)
        listed = page.of_asked(total, rows, lambda finding: shown(self.view, finding))
        told = sorted((*found.rules, *counts), key=lambda count: list(Severity).index(count.severity))
        return FindingConnection(
            edges=listed.edges, page_info=listed.page_info, total_count=total, rules=[RuleCount(counted=count) for count in told]
        )


def _known(rules: Collection[str] | None) -> Collection[str] | None:
    every = (*answers.RULES, *CASE_RULES)
    unknown = [name for name in rules or () if name not in every]
    if unknown:
        cure = f"规则有:/ The rules are: {', '.join(every)}."
        raise BadArgument(argument="rules", value=unknown[0][:80], cure=cure)
    return rules


def _cases(view: View, within: Sequence[str] | None) -> CaseQuery:
    """All cases of these divisions."""
    districts = tuple(s.district for s in view.snapshots)
    return CaseQuery(districts, view.day, known_at(view), None if within is None else tuple(within), sort=CaseSort.RAISED, limit=0)


def _blocks(found: answers.Findings, cases: Sequence[tuple[CaseRule, int]]) -> list[_Block]:
    out = []
    for severity in Severity:
        rows = [finding for finding in found.found if finding.rule.severity is severity]
        out.append(_Block(severity, len(rows), rows))
        out += [_Block(severity, length, rule=rule) for rule, length in cases if rule.severity is severity]
    return out


async def _page(view: View, books: Books, page: Page, cases: CaseQuery, blocks: Sequence[_Block]) -> tuple[list[AnyFinding], int]:
    """The findings of the page, and how many there are in all. Only the cases of the page are read."""
    total, window = sum(block.length for block in blocks), page.window()
    start = max(window.skip, total - window.limit) if window.from_end else window.skip
    rows: list[AnyFinding] = []
    before = 0
    for block in blocks:
        low, high = max(start - before, 0), min(start + window.limit - before, block.length)
        if low < high:
            rows += block.rows[low:high] if block.rule is None else await _of_cases(view, books, block.rule, cases, low, high)
        before += block.length
    return rows, total


async def _of_cases(view: View, books: Books, rule: CaseRule, cases: CaseQuery, low: int, high: int) -> list[CaseFinding]:
    found = await books.page(replace(rule.found(cases), skip=low, limit=high - low))
    snapshots = {s.district: s for s in view.snapshots}
    told = (found_of(rule, file, snapshots[file.case.district]) for file in found.files)
    return [finding for finding in told if finding]


async def finding_by_key(books: Books, view: View, key: Key) -> Finding | None:
    """The finding that an id names; None where there is none on the day. Errors: BadArgument where the id was made up."""
    try:
        rule, kind, about, part = (str(word) for word in json.loads(key.key))
    except (ValueError, TypeError):
        raise misread(str(key)) from None
    if rule in CASE_RULES:
        return await _case_by_key(books, view, key.district, CASE_RULES[rule], about)
    found = answers.finding(view, key.district, rule, Item(Ref(kind, about), part))
    return shown(view, found) if found else None


async def _case_by_key(books: Books, view: View, district: str, rule: CaseRule, case: str) -> Finding | None:
    snapshot, file = view.snapshot(district), await _whole(books, district, case)
    found = found_of(rule, file, snapshot) if snapshot and file else None
    return shown(view, found) if found and rule.holds(found.answer) else None


async def _whole(books: Books, district: str, case: str) -> CaseFile | None:
    """A case with the ways on from it to others, if it is in the books: its number is its key there."""
    numbered = await books.numbered(case, (district,))
    return next((file for file in numbered if file.case.key == case), None) or await books.file(district, case)
