"""What the XML of a workbook tells before anything parses it whole: how far its sheets reach, which cells are formulas or errors, and
what number formats show. The XML is streamed; document types, and so entities, are refused.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias
from xml.parsers import expat

from loaders import refusals
from loaders.formats import shown_by_styles
from loaders.packages import Package
from loaders.sheets import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Shown, column_letters

Columns: TypeAlias = dict[int, list[int]]
"""Row → columns, both from 1."""

_STYLES, _BOOK, _LINKS = "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_FIRST = (_STYLES, _BOOK, _LINKS)
_XML = (".xml", ".rels")
_LONGEST = 1_000
"""Characters of a formula that are kept."""


@dataclass
class Survey:
    """What the XML of one sheet tells. `texts`: what stands for cells without a value, errors (#N/A) and formulas (=A1)."""

    last_row: int = 0
    cells: int = 0
    formulas: Columns = field(default_factory=lambda: defaultdict(list))
    shown: dict[Shown, Columns] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    texts: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))


def surveys(package: Package) -> dict[str, Survey]:
    """The survey of each sheet by its name. Errors: BadFile, where the sheets reach too far or the XML is none of Excel's."""
    names = {name.lower(): name for name in package.names}
    styles, book, links = _Styles(), _Book(), _Links()
    for name, reader in ((_STYLES, styles), (_BOOK, book), (_LINKS, links)):
        if name in names:
            _walk(package, names[name], reader)
    titles = {links.targets[key].lower(): title for key, title in book.sheets.items() if key in links.targets}
    shown = shown_by_styles(styles.formats, styles.styles)
    found: list[_Sheet] = []
    for name in package.names:
        if (name.lower().endswith(_XML) or name.lower() in titles) and name.lower() not in _FIRST:
            found.append(_Sheet(package.file, titles.get(name.lower(), name), shown))
            _walk(package, name, found[-1])
    if sum(s.survey.cells for s in found) > MOST_CELLS or sum(max(s.survey.last_row - 1, 0) for s in found) > MOST_ROWS:
        raise refusals.too_many(package.file)
    return {sheet.title: sheet.survey for sheet in found}


class _Reader:
    """Is told of each element as it starts, by its name without a prefix."""

    parser: expat.XMLParserType

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.start(name if ":" not in name else name.rpartition(":")[2], attributes)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        raise NotImplementedError


def _walk(package: Package, name: str, reader: _Reader) -> None:
    def refuse(*_: object) -> None:
        raise refusals.forged(package.file, name)

    reader.parser = expat.ParserCreate()
    reader.parser.buffer_text = True
    reader.parser.StartDoctypeDeclHandler = refuse
    reader.parser.StartElementHandler = reader.begin
    try:
        for chunk in package.chunks(name):
            reader.parser.Parse(chunk, False)
        reader.parser.Parse(b"", True)
    except (expat.ExpatError, LookupError) as error:
        raise refusals.damaged(package.file) from error


# ---- the parts


class _Styles(_Reader):
    """The formats that are spelled out, by number, and the number of each cell style."""

    def __init__(self) -> None:
        self.formats: dict[int, str] = {}
        self.styles: list[int] = []
        self._within = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("numFmts", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            self._within = name
        elif (name, self._within) == ("numFmt", "numFmts"):
            self.formats[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif (name, self._within) == ("xf", "cellXfs"):
            self.styles.append(_number(attributes.get("numFmtId")))


class _Book(_Reader):
    """The names of the sheets by the ids of their links."""

    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets[link] = attributes.get("name", "")


class _Links(_Reader):
    """Where links lead, as names of parts."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            self.targets[attributes.get("Id", "")] = target.removeprefix("/") if target.startswith(("/", "xl/")) else f"xl/{target}"


class _Sheet(_Reader):
    """The cells of a sheet. What a cell lacks is known when the next one starts."""

    def __init__(self, file: str, title: str, shown: Mapping[int, Shown]) -> None:
        self.file, self.title = file, title
        self.survey = Survey()
        self._shown = shown
        self._inside = False
        self._row = self._column = 0
        self._cell: Mapping[str, str] = {}
        self._held = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if not self._inside:
            self._inside = name == "sheetData"
        elif name == "c":
            self._cell, self._held = attributes, False
            self._move(attributes.get("r"))
        elif name == "v" or name == "is":
            self._value()
        elif name == "row":
            self._row = _number(attributes.get("r")) or self._row + 1
            self._column = 0
        elif name == "f":
            self._formula()

    def _move(self, ref: str | None) -> None:
        """To the cell of that reference; without one, to the next."""
        if ref is None:
            self._column += 1
            return
        letters = ref.rstrip("0123456789")
        row = _number(ref[len(letters) :])
        column = _column(letters)
        if not row or not column:
            raise refusals.damaged(self.file)
        self._row, self._column = row, column

    def _value(self) -> None:
        self._hold()
        if self._cell.get("t") == "e":
            self._listen("")
        elif self.parser.CharacterDataHandler:
            self._hush()

    def _formula(self) -> None:
        self._hold()
        self.survey.formulas[self._row].append(self._column)
        self._listen("=")

    def _hold(self) -> None:
        """The cell holds something: it counts."""
        if self._held:
            return
        self._held = True
        if self._row > MOST_ROWS + 1 or self._column > MOST_COLUMNS:
            raise refusals.too_far(self.file, self.title, f"{column_letters(self._column)}{self._row}")
        if self._row > self.survey.last_row:
            self.survey.last_row = self._row
        self.survey.cells += 1
        shown = self._shown.get(_number(self._cell.get("s"))) if self._shown else None
        if shown is not None:
            self.survey.shown[shown][self._row].append(self._column)

    def _listen(self, start: str) -> None:
        """Keep the text that follows, for this cell."""
        texts = self.survey.texts[self._row]
        column = self._column
        texts[column] = start

        def hear(text: str) -> None:
            texts[column] = (texts[column] + text.strip())[:_LONGEST]

        self.parser.CharacterDataHandler = hear

    def _hush(self) -> None:
        """The cell has a value of its own: no text stands for it."""
        self.parser.CharacterDataHandler = None
        self.survey.texts[self._row].pop(self._column, None)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


@lru_cache(maxsize=1_000)
def _column(letters: str) -> int:
    """A → 1, XFD → 16384; 0 for what is no column."""
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        return 0
    column = 0
    for letter in letters.upper():
        column = 26 * column + ord(letter) - 64
    return column
