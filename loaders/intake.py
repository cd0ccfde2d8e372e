"""From files to the record: read, plan in memory, and write each file whole or not at all.

`planned` is pure: tables and a history in, a plan out. Two commands in either order give the same people; within one command the
files go in by kind: divisions, organisations, posts, rules, rosters, the rest.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from graph.actions import identity
from graph.actions.drafting import Draft, Stamp
from graph.archive import Archive
from graph.errors import BadFile, Conflict, GovernanceError
from graph.history import History, structural
from graph.model import Facts, Link, Plan, Problem, Receipt, Ref, Severity
from loaders import (
    cells,
    columns,
    courtyards,
    deputies,
    differences,
    divisions,
    documents,
    files,
    honours,
    ledger,
    oddities,
    organizations,
    party,
    posts,
    removals,
    report,
    roster,
    rules,
    soft,
    territory_changes,
)
from loaders.columns import Record, Table
from loaders.desk import Desk, Options
from loaders.differences import Difference
from loaders.report import Bad
from loaders.sheets import column_letters

_DIVISIONS = ("areas", "streets", "villages", "divisions")
_BY_ROWS: dict[str, Callable[[Iterable[Record], Desk], None]] = {
    "territory_changes": territory_changes.write,
    "organizations": organizations.write,
    "posts": posts.write,
    "rules": rules.write,
    "courtyards": courtyards.write,
    "party_members": party.write,
    "deputies": deputies.write,
    "honours": honours.write,
    "documents": documents.write,
    "ledger": ledger.write,
}
"""Kinds of sheet whose rows say all."""

_AS_A_WHOLE: dict[str, Callable[[Table, Iterable[Record], Desk], None]] = {
    **dict.fromkeys(_DIVISIONS, divisions.write),
    "roster": roster.write,
}
"""Kinds of sheet that also say something by what they leave out."""

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Sheets:
    """A file that could be read: its tables in the order of writing, and what its headers say."""

    path: Path
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]

    @property
    def rank(self) -> int:
        return min((t.kind.rank for t in self.tables), default=0)


@dataclass(frozen=True, slots=True)
class Counts:
    """Facts of one kind that a plan adds, changes and closes."""

    added: int = 0
    changed: int = 0
    closed: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file in one district. `import_id` None: nothing was written."""

    file: str
    district: str | None
    problems: tuple[Problem, ...]
    counts: dict[str, Counts] = field(default_factory=dict)
    import_id: str | None = None
    refused: bool = False
    plan: Plan | None = None
    differences: tuple[Difference, ...] = ()


# ---- pure


def read(path: Path) -> Sheets:
    """A file's tables. Errors: BadFile."""
    tables, problems = columns.tables(files.read(path))
    return Sheets(path, tables, (*problems, *(p for table in tables for p in oddities.of_columns(table))))


def planned(tables: Sequence[Table], history: History, options: Options, stamp: Stamp, new_id: Callable[[], str]) -> Plan:
    """What these tables would write on top of a district's history, and what there is to say. Refused where a problem is an ERROR.

    With `skip_bad_rows` the rows that hold one are told and left out.
    """
    skipped: dict[tuple[str | None, int], Problem] = {}
    while True:
        plan = _planned(tables, history, options, stamp, new_id, frozenset(skipped))
        bad = {place: p for p in plan.problems if p.severity is Severity.ERROR and (place := _place(p)) and place not in skipped}
        if not options.skip_bad_rows or not bad:
            return replace(plan, problems=(*map(_left_out, skipped.values()), *plan.problems))
        skipped |= bad


def _planned(
    tables: Sequence[Table],
    history: History,
    options: Options,
    stamp: Stamp,
    new_id: Callable[[], str],
    skipped: frozenset[tuple[str | None, int]],
) -> Plan:
    draft = Draft(history, stamp)
    desk = Desk(draft, options, new_id)
    for table in tables:
        desk.complete = all(sheet != table.sheet for sheet, _ in skipped)
        records = (_checked(record, draft) for record in _records(table, draft, options) if (table.sheet, record.number) not in skipped)
        if table.kind.key in _BY_ROWS:
            _BY_ROWS[table.kind.key](records, desk)
        else:
            _AS_A_WHOLE[table.kind.key](table, records, desk)
    if draft.refused:
        return draft.plan()
    identity.settle(draft, desk.people)
    identity.tell_of_duplicates(draft, desk.people)
    plan = draft.plan()
    after = history.after(structural(plan))
    removed = () if options.allow_shrink else removals.problems(plan, history, after, options, tables)
    return replace(plan, problems=(*plan.problems, *soft.warnings(after, desk.told), *removed))


def case_keys(tables: Sequence[Table], history: History, options: Options) -> tuple[str, ...]:
    """The keys of the cases that the ledgers among these tables are about, or refer to: what is recorded of them must be at hand."""
    keys: set[str] = set()
    for table in (table for table in tables if table.kind.key == "ledger"):
        desk = Desk(Draft(history, Stamp(datetime.min, "")), options, str)
        keys |= ledger.case_keys(table.records, desk)
    return tuple(sorted(keys))


def _records(table: Table, draft: Draft, options: Options) -> Iterable[Record]:
    """The rows of this district; of a sheet of divisions what there is to say of all its rows is told."""
    if table.kind.key not in _DIVISIONS:
        return table.records
    listed, problems = divisions.districts(table, options)
    for problem in problems:
        draft.tell(problem)
    return next((found.records for found in listed if found.district in (draft.district, "")), ())


def _checked(record: Record, draft: Draft) -> Record:
    for problem in oddities.of_row(record):
        draft.tell(problem)
    return record


def _place(problem: Problem) -> tuple[str | None, int] | None:
    """The sheet and row of a problem; None where it is not about one row."""
    row = report.row_of(problem)
    return (problem.sheet, row) if row else None


def _headers(tables: Iterable[Table]) -> dict[tuple[str | None, str], str]:
    """The headers of a file by sheet and letters of the column, those too whose columns are left out."""
    return {(t.sheet, column_letters(c.column)): str(c.value) for t in tables for c in t.records.header_row.cells if c.value is not None}


def _left_out(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.WARN, zh=f"这一行不导入:{problem.zh}", en=f"This row is left out: {problem.en}")


def districts_of(tables: Sequence[Table], options: Options, known: Iterable[str]) -> tuple[str, ...]:
    """The districts that a file speaks of: by its divisions' codes, else `--within`, else the only one there is, else by a code in it."""
    found = {d.district for t in tables if t.kind.key in _DIVISIONS for d in divisions.districts(t, options)[0] if d.district}
    if found:
        return tuple(sorted(found))
    if options.within:
        return (options.within[:6],)
    known = tuple(known)
    coded = {code[:6] for t in tables for r in t.records for code in _codes(r)}
    fits = tuple(sorted(coded.intersection(known))) or known
    return fits if len(fits) == 1 else ()


def _codes(record: Record) -> Iterator[str]:
    """The codes of communities and courtyards that a row gives."""
    for column in ("code", "courtyard"):
        with suppress(Bad):
            if code := cells.code(record.cell(column), 12, 15):
                yield code


def counted(plan: Plan) -> dict[str, Counts]:
    """How many facts of each kind a plan adds, changes and closes: nodes by label, links by type and their two ends."""
    out: Counter[tuple[str, str]] = Counter((a.kind, "added") for a in plan.actors)
    ended = {c.subject for c in plan.changes if c.name == "until" and c.new is not None}
    out.update((ref.kind, "closed" if ref in ended else "changed") for ref in {c.subject for c in plan.changes})
    fresh, gone = _by_ends(plan.links), _by_ends(plan.retractions)
    for ends in fresh.keys() | gone.keys():
        new, old = fresh.get(ends, []), gone.get(ends, [])
        still = any(x.interval.until is None for x in new) or all(x.interval.until is not None for x in old)
        kept = min(len(new), len(old)) if still else 0
        out[ends[0], "added"] += max(len(new) - len(old), 0)
        out[ends[0], "changed"] += kept
        out[ends[0], "closed"] += len(old) - kept
    kinds = sorted({kind for kind, _ in out})
    return {kind: Counts(*(out[kind, fate] for fate in ("added", "changed", "closed"))) for kind in kinds}


def _by_ends(links: Iterable[Link]) -> dict[tuple[str, Ref, Ref], list[Link]]:
    out: dict[tuple[str, Ref, Ref], list[Link]] = {}
    for link in links:
        out.setdefault((link.type, link.start, link.end), []).append(link)
    return out


# ---- the edge


class Intake:
    """The one way in for files. `progress` is told of each step, for people who wait."""

    def __init__(self, archive: Archive, actor: str = "", progress: Callable[[str], None] = lambda step: None) -> None:
        self._archive = archive
        self._actor = actor
        self._progress = progress

    async def run(self, paths: Sequence[Path], options: Options, dry_run: bool = False) -> tuple[Outcome, ...]:
        """Import files in the order of their kinds, each whole or not at all. Errors: those of the store; bad files are outcomes."""
        outcomes: list[Outcome] = []
        ready: list[Sheets] = []
        for path in paths:
            self._progress(path.name)
            try:
                ready.append(await asyncio.to_thread(read, path))
            except GovernanceError as error:
                outcomes.append(_unreadable(path, error))
        drafts: dict[str, History] = {}
        async with self._archive.store.writing():
            for file in sorted(ready, key=lambda f: f.rank):
                try:
                    outcomes.append(await self._file(file, options, drafts, dry_run))
                except BadFile as error:
                    outcomes.append(_unreadable(file.path, error))
        return tuple(outcomes)

    async def _file(self, file: Sheets, options: Options, drafts: dict[str, History], dry_run: bool) -> Outcome:
        """Errors: BadFile, for a CSV of which a later line cannot be read."""
        if any(p.severity is Severity.ERROR for p in file.problems):
            return Outcome(file.path.name, None, file.problems, refused=True)
        known = {*(await self._archive.store.revisions()), *drafts}
        found = await asyncio.to_thread(districts_of, file.tables, options, known)
        if len(found) != 1:
            return Outcome(file.path.name, None, (*file.problems, _which_district(file, found)), refused=True)
        for _ in range(_TRIES):
            try:
                return await self._write(file, found[0], options, drafts, dry_run)
            except Conflict:
                self._progress(file.path.name)
        raise Conflict(district=found[0])

    async def _write(self, file: Sheets, district: str, options: Options, drafts: dict[str, History], dry_run: bool) -> Outcome:
        history = drafts.get(district) or await self._archive.history(district)
        recorded = await self._recorded(file, history, options)
        history = history.beside(recorded or Facts(district, 0))
        stamp = Stamp(self._archive.now(), _import_id(self._archive.now()))
        plan = await asyncio.to_thread(planned, file.tables, history, options, stamp, _person_id)
        problems = report.with_headers(file.problems + plan.problems, _headers(file.tables))
        if plan.refused:
            return Outcome(file.path.name, district, problems, refused=True)
        counts, after = counted(plan), history.after(structural(plan))
        told = differences.of_fillings(plan, history, after, options.own_day)
        if dry_run:
            drafts[district] = history.after(plan)
        if dry_run or plan.empty:
            return Outcome(file.path.name, district, problems, counts, plan=plan, differences=told)
        self._progress(file.path.name)
        receipt = Receipt(stamp.import_id, stamp.at, self._actor, (file.path.name,), file.tables[0].kind.zh)
        await self._archive.commit(plan, history.facts.revision, receipt, recorded.revision if recorded else None)
        return Outcome(file.path.name, district, problems, counts, stamp.import_id, plan=plan, differences=told)

    async def _recorded(self, file: Sheets, history: History, options: Options) -> Facts | None:
        """What is recorded of the cases of a file's ledgers; None where it has none."""
        keys = await asyncio.to_thread(case_keys, file.tables, history, options)
        return await self._archive.store.ledger_facts(history.district, sorted(keys)) if keys else None


def _import_id(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"


def _person_id() -> str:
    return f"p-{secrets.token_hex(8)}"


def _unreadable(path: Path, error: GovernanceError) -> Outcome:
    sheet, cell = error.fields.get("sheet"), error.fields.get("cell")
    problem = Problem(Severity.ERROR, error.code, error.message("zh"), error.message("en"), path.name, sheet, cell)
    return Outcome(path.name, None, (problem,), refused=True)


def _which_district(file: Sheets, found: tuple[str, ...]) -> Problem:
    if found:
        zh, en = (
            f"这个文件有 {len(found)} 个区县。请用 --within 指定一个。",
            f"This file holds {len(found)} districts. Name one by --within.",
        )
    else:
        zh, en = (
            "不知道这个文件属于哪个区县。请先导入区划,或用 --within 指定六位代码。",
            "Which district is this of? Import its divisions, or give --within.",
        )
    return Problem(Severity.ERROR, "WHICH_DISTRICT", zh, en, file.path.name)
