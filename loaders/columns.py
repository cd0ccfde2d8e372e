"""From a sheet to a table: the header row is found, the kind known by its headers, and every row becomes a record."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile

from rapidfuzz import fuzz, process

from graph.model import Problem, Severity, Source
from loaders import report
from loaders.cells import compact, text
from loaders.forms import Column, SheetKind
from loaders.kinds import KINDS, NEVER_KEPT
from loaders.report import Place
from loaders.sheets import Cell, Row, Sheet

HEADER_ROWS = 10
"""The header row is sought in this many rows."""

_TOTAL = re.compile(r"\s*[合总小共]\s*计\s*(?:[:：(（].*)?", re.DOTALL)
_FOOTER = re.compile(r"\s*(?:[填制]\s*[表报]\s*(?:人|日期|时间)|审\s*核\s*人|注|备注|说明)\s*[:：].*", re.DOTALL)
_NEAR, _NEAR_LATIN, _SHORTEST_NEAR = 65, 85, 3
"""From which likeness on (of 100) a header is taken for a slip of the pen: 区划编码 for 区划代码 is 75. Two characters are too few."""
_NO_FIT = (False, 0)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a sheet that is known: the header as the sheet has it, and its place, from 1."""

    column: Column
    text: str
    index: int


@dataclass(frozen=True, slots=True)
class Origin:
    """What the records of one sheet share."""

    title: str
    place: Place
    headings: Mapping[str, Heading]


@dataclass(frozen=True, slots=True)
class Record:
    """A row with its cells by field; blank cells are left out. `beyond`: how many cells stand to the right of all headers."""

    number: int
    cells: Mapping[str, Cell]
    origin: Origin
    beyond: int = 0

    def cell(self, field: str) -> Cell:
        """The cell of a field; one with the value None where it is blank or the sheet lacks the column."""
        found = self.cells.get(field)
        if found is not None:
            return found
        heading = self.origin.headings.get(field)
        return Cell(None, self.number, heading.index if heading else 0)

    def header(self, field: str) -> str:
        """The header as the sheet has it; empty where the sheet lacks the column."""
        heading = self.origin.headings.get(field)
        return heading.text if heading else ""

    def source(self, field: str) -> Source:
        """Where the field's cell stands; its title is the row's own 来源, else the name of the kind of sheet."""
        title = (text(self.cells["source"]) if "source" in self.cells else "") or self.origin.title
        return Source(title, self.origin.place.file, self.origin.place.sheet, self.cell(field).ref)


@dataclass(frozen=True, slots=True)
class Records:
    """The records below a header row, made anew at each walk; rows that are blank or only numbered, totals and signatures are none."""

    rows: Iterable[Row]
    header_row: Row
    origin: Origin

    def __iter__(self) -> Iterator[Record]:
        fields = {heading.index: field for field, heading in self.origin.headings.items()}
        width = len(self.header_row.cells)
        for row in self.body():
            cells = {fields[c.column]: c for c in row.cells if c.value is not None and c.column in fields}
            if cells.keys() - {"serial"}:
                yield Record(row.number, cells, self.origin, max(len(row.cells) - width, 0))

    def body(self) -> Iterator[Row]:
        """The rows below the headers that are no totals or signatures."""
        for row in self.rows:
            if row.number > self.header_row.number and not _is_apart(row, self.header_row):
                yield row


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose kind is known. `fields` are those that it has, in its order; `problems` are those of its headers."""

    kind: SheetKind
    origin: Origin
    records: Records
    problems: tuple[Problem, ...] = ()

    @property
    def file(self) -> str:
        return self.origin.place.file

    @property
    def sheet(self) -> str | None:
        return self.origin.place.sheet

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.origin.headings)


def recognise(sheet: Sheet, kinds: Iterable[SheetKind] = KINDS) -> Table | None:
    """The sheet as a table of the kind that its headers fit best; None if they fit none.

    A table with an ERROR among its problems lacks a column or has a doubtful one, and must not be imported.
    """
    early = takewhile(lambda row: row.number <= HEADER_ROWS, sheet.rows)
    fits = [(_fit(kind, row), -row.number, row, kind) for row in early for kind in kinds]
    best = max(fits, key=lambda fit: fit[:2], default=None)
    if best is None or best[0] == _NO_FIT:
        return None
    _, _, row, kind = best
    place = Place(sheet.file, sheet.name)
    headings = _Headings(kind, row, place)
    origin = Origin(kind.zh, place, headings.found)
    return Table(kind, origin, Records(sheet.rows, row, origin), tuple(headings.problems))


def tables(sheets: Iterable[Sheet], kinds: Iterable[SheetKind] = KINDS) -> tuple[tuple[Table, ...], tuple[Problem, ...]]:
    """The tables of a file in the order of writing, and all problems of its headers; a file without a table is an error."""
    found = [(sheet, recognise(sheet, kinds)) for sheet in sheets]
    known = sorted((table for _, table in found if table), key=lambda table: table.kind.rank)
    severity = Severity.WARN if known else Severity.ERROR
    unknown = [report.unknown_sheet(Place(s.file, s.name), severity) for s, t in found if t is None and (not known or any(s.rows))]
    return tuple(known), (*(p for table in known for p in table.problems), *unknown)


def _is_apart(row: Row, header_row: Row) -> bool:
    """Is it a total, a line for signatures or the headers once more?"""
    first = list(islice(((c.column, str(c.value)) for c in row.cells if c.value is not None), 2))
    if any(_TOTAL.fullmatch(written) for _, written in first) or _FOOTER.fullmatch(first[0][1]):
        return True
    column, written = first[0]
    header = next((str(c.value) for c in header_row.cells if c.column == column), None)
    return written == header and _texts(row) == _texts(header_row)


# ---- which kind


def _fit(kind: SheetKind, row: Row) -> tuple[bool, int]:
    """How well a row would be the headers of a kind: are all there that it needs, and how many are known."""
    headers = set(_texts(row))
    meanings = [columns for header in headers if (columns := _columns(kind, header))]
    fields = {column.field for columns in meanings for column in columns}
    whole = all(fields.intersection(group) for group in kind.required)
    if not whole and (len(meanings) < 2 or 2 * len(meanings) < len(headers)):
        return _NO_FIT
    return whole, len(meanings)


def _texts(row: Row) -> list[str]:
    """The words of a row that are there, as headers are compared."""
    return [word for cell in row.cells if (word := compact(text(cell)))]


def _columns(kind: SheetKind, header: str) -> tuple[Column, ...]:
    """The columns that a header may mean: by the whole of it, else without the * or the remark in brackets that goes with it."""
    spellings = _spellings(kind)
    short = re.sub(r"(?<=.)\([^()]*\)$", "", header.strip("*")).strip("*")
    patterns = tuple(column for column in kind.columns if column.pattern and column.pattern.fullmatch(header))
    return spellings.get(header.lower()) or patterns or spellings.get(short.lower(), ())


@lru_cache
def _spellings(kind: SheetKind) -> Mapping[str, tuple[Column, ...]]:
    """All headers of a kind, as they are compared, with the columns that they may mean."""
    found: dict[str, tuple[Column, ...]] = {}
    for column in kind.columns:
        for header in column.headers:
            key = compact(header).lower()
            found[key] = (*found.get(key, ()), column)
    return found


# ---- which columns


class _Headings:
    """The headers of one row, taken from left to right: those that are known by field, and what there is to say of the others."""

    def __init__(self, kind: SheetKind, row: Row, place: Place) -> None:
        self.kind, self.place = kind, place
        self.found: dict[str, Heading] = {}
        self.problems: list[Problem] = []
        self._owners = {column.after for column in kind.columns}
        self._people: tuple[str, ...] = ()
        self._lacking = _lacking(kind, row)
        for cell in row.cells:
            if header := compact(text(cell)):
                self._take(header, cell)
        self._miss()

    def _take(self, header: str, cell: Cell) -> None:
        columns = _columns(self.kind, header)
        column = columns[0] if len(columns) == 1 else self._of_people_before(columns)
        if not columns:
            self.problems.append(self._unknown(header, cell.ref))
        elif column is None:
            self.problems.append(report.stray_header(self.place, cell.ref, header))
        else:
            self._keep(column, header, cell)

    def _of_people_before(self, columns: tuple[Column, ...]) -> Column | None:
        """Which of several columns a header means: that of the nearest people to its left, else one that is about the row."""
        by_owner = {column.after: column for column in columns}
        return next((by_owner[owner] for owner in (*reversed(self._people), None) if owner in by_owner), None)

    def _keep(self, column: Column, header: str, cell: Cell) -> None:
        field = header.lower() if column.pattern else column.field
        if field in self.found:
            self.problems.append(report.repeated_header(self.place, cell.ref, header))
            return
        self.found[field] = Heading(column, header, cell.column)
        if field in self._owners:
            self._people = (column.after, field) if column.after else (field,)
        elif column.after is None:
            self._people = self._people[:1]

    def _unknown(self, header: str, ref: str) -> Problem:
        """Personal data, a slip of the pen, or a column that nobody asked for."""
        if NEVER_KEPT.search(header.lower()):
            return report.dropped_column(self.place, ref, report.shown(header))
        near = process.extractOne(header.lower(), self._lacking, scorer=fuzz.ratio, score_cutoff=_NEAR_LATIN if header.isascii() else _NEAR)
        if near is None or len(header) < _SHORTEST_NEAR:
            return report.unknown_header(self.place, ref, report.shown(header))
        return report.near_header(self.place, ref, header, near[2])

    def _miss(self) -> None:
        """Say which columns the kind needs and the sheet lacks."""
        for group in self.kind.required:
            if not self.found.keys() & set(group):
                headers = [self.kind.column(field).headers[0] for field in group]
                self.problems.append(report.missing_header(self.place, (self.kind.zh, self.kind.en), headers))


def _lacking(kind: SheetKind, row: Row) -> dict[str, str]:
    """The headers of columns that a header row lacks, each with how it is compared."""
    there = {column.field for header in _texts(row) for column in _columns(kind, header)}
    absent = (column for column in kind.columns if column.field not in there)
    return {header: compact(header).lower() for column in absent for header in column.headers if len(header) >= _SHORTEST_NEAR}
