"""CSV files as sheets of rows, streamed. Every usual encoding is known by its bytes; what cannot be read is named by its row."""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from charset_normalizer import from_bytes

from loaders import refusals
from loaders.sheets import MOST_COLUMNS, Cell, Row, Sheet

_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_USUAL = ("utf-8", "gb18030")
_SAMPLE = 2**16
_SURELY = 8
"""So many characters of UTF-8 beyond ASCII stand in no other encoding by chance."""
_AS_TEXT = re.compile(r'="([^"]*)"')
"""How some programs keep a spreadsheet from taking a code for a number: ="500108002001"."""


def read(path: Path) -> Sheet:
    """Errors: BadFile, also while the rows are walked."""
    return Sheet(path.name, None, _Rows(path, _encoding(path)))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a CSV file, read anew at each walk, in constant memory."""

    path: Path
    encoding: str

    def __iter__(self) -> Iterator[Row]:
        number = 0
        with self.path.open(encoding=self.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=_delimiter(self.path, self.encoding), strict=True)
            try:
                for number, texts in enumerate(reader, 1):
                    if row := self._row(number, texts):
                        yield row
            except csv.Error as error:
                raise refusals.bad_line(self.path.name, number + 1) from error

    def _row(self, number: int, texts: list[str]) -> Row | None:
        while texts and not texts[-1].strip():
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            raise refusals.bad_line(self.path.name, number)
        return Row(number, tuple(_cell(text, number, column) for column, text in enumerate(texts, 1))) if texts else None


def _cell(text: str, row: int, column: int) -> Cell:
    kept = _AS_TEXT.fullmatch(text.strip())
    return Cell(kept[1] if kept else text if text.strip() else None, row, column)


def _delimiter(path: Path, encoding: str) -> str:
    """The character that parts the columns: the most frequent of three in the first ten lines, else a comma."""
    with path.open(encoding=encoding, newline="") as file:
        lines = "".join(file.readline(_SAMPLE) for _ in range(10))
    return max(",", "\t", ";", key=lines.count)


# ---- encodings


class _Fault(NamedTuple):
    """The first line that an encoding cannot read, and how many characters beyond ASCII it could read before."""

    line: int
    strange: int
    nul: bool = False


def _encoding(path: Path) -> str:
    """How a text file is written: by its mark, else the first of the usual two that reads all of it, else a guess."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    marked = next((name for mark, name in _BOMS.items() if sample.startswith(mark)), None)
    tried = (marked,) if marked else _unmarked(sample)
    if sample.decode(tried[0], "ignore").lstrip("\ufeff \t\r\n").startswith("<"):
        raise refusals.markup(path.name)
    faults: list[_Fault] = []
    for encoding in tried:
        fault = _fault(path, encoding)
        if fault is None:
            return encoding
        if fault.nul:
            raise refusals.nul(path.name, fault.line)
        if marked or fault.strange >= _SURELY:
            raise refusals.bad_bytes(path.name, fault.line, encoding.removesuffix("-sig").upper())
        faults.append(fault)
    raise refusals.not_text(path.name, max(fault.line for fault in faults))


def _unmarked(sample: bytes) -> tuple[str, ...]:
    """What a file without a mark may be: UTF-16 where it holds zeros and looks so."""
    guess = from_bytes(sample).best() if b"\0" in sample else None
    return (guess.encoding,) if guess and guess.encoding.startswith("utf_16") else _USUAL


def _fault(path: Path, encoding: str) -> _Fault | None:
    """The first thing that no text in this encoding holds; None if all of the file can be read so."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, strange = 1, 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_SAMPLE)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                good = error.object[: error.start].decode(error.encoding, "ignore")
                return _Fault(line + good.count("\n"), strange + _beyond_ascii(good))
            if "\0" in text:
                return _Fault(line + text[: text.index("\0")].count("\n"), strange, nul=True)
            line += text.count("\n")
            strange += 0 if strange >= _SURELY else _beyond_ascii(text)
            if not chunk:
                return None


def _beyond_ascii(text: str) -> int:
    return 0 if text.isascii() else sum(character > "\x7f" for character in text)
