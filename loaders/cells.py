"""What a cell says: pure functions from a cell to a value. A blank cell is None, or nothing; nonsense raises `Bad`."""

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, TypeVar

from graph.vocabulary import ENUMERATIONS
from loaders.report import Bad
from loaders.sheets import Cell

Choice = TypeVar("Choice", bound=StrEnum)

_YES = frozenset({"是", "有", "√", "✓", "✔", "☑", "对", "y", "yes", "t", "true", "1"})
_NO = frozenset({"否", "无", "不是", "×", "✗", "✘", "x", "n", "no", "f", "false", "0"})
_UNLIMITED = frozenset({"不限", "若干", "无上限"})
_MARKS = "'’‘`"
_NO_MARKS = str.maketrans("", "", _MARKS)
_NOBODY = frozenset({"", "无", "暂无", "空", "空缺", "暂缺", "缺", "待定", "-", "--", "—", "——"})
_DOUBLE_SURNAMES = re.compile(
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|司空|夏侯|轩辕|钟离|端木|独孤|南宫|东郭|西门|申屠|公冶|淳于|单于|太史|闻人|呼延"
)

_KEPT = 20_000
"""Texts whose form is kept at most: in a ledger the same few words stand in many rows."""

# ---- words


@lru_cache(_KEPT)
def clean(text: str) -> str:
    """NFKC, without invisible characters; line breaks stay, other white space is a single space."""
    if text.isprintable() and unicodedata.is_normalized("NFKC", text):
        return " ".join(text.split())
    visible = "".join(c for c in text if c in "\n\t\r" or unicodedata.category(c) not in ("Cc", "Cf"))
    return "\n".join(" ".join(line.split()) for line in unicodedata.normalize("NFKC", visible).splitlines()).strip()


@lru_cache(_KEPT)
def compact(text: str) -> str:
    """NFKC and without any white space: how headers and words are compared."""
    return unicodedata.normalize("NFKC", "".join(clean(text).split()))


def text(cell: Cell) -> str:
    """The words of a cell in one line; empty if blank."""
    value = cell.value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return repr(value)
    return "" if value is None else " ".join(clean(str(value)).split())


def word(cell: Cell) -> str:
    """The words of a cell without any white space (镇 街 → 镇街): names of units and places."""
    return compact(text(cell))


def _lines(cell: Cell) -> str:
    """The words of a cell with its line breaks."""
    return clean(cell.value) if isinstance(cell.value, str) else text(cell)


def listed(cell: Cell) -> tuple[str, ...]:
    """The parts of a cell that lists several words: 、 , ; / and line breaks part them, spaces do not."""
    return tuple(part for part in map(compact, re.split(r"[、,;/\n]", _lines(cell))) if part)


# ---- codes, numbers, flags, choices


def code(cell: Cell, *lengths: int) -> str | None:
    """A division code of 6, 9, 12 or 15 digits, or of `lengths` only; zeros that fill a code up to 12 digits are taken off."""
    if cell.value is None:
        return None
    digits = _digits(without_marks(word(cell)))
    if len(digits) == 12 and digits.endswith("000"):
        digits = digits[:6] if digits.endswith("000000") else digits[:9]
    if len(digits) not in (lengths or (6, 9, 12, 15)):
        wanted = "、".join(map(str, lengths)) or "6、9、12、15"
        raise Bad("BAD_CODE", f"区划代码应为 {wanted} 位数字。", f"A division code has {wanted.replace('、', ', ')} digits.")
    return digits


def without_marks(written: str) -> str:
    """A code without the apostrophe that keeps a spreadsheet from taking it for a number."""
    return written.translate(_NO_MARKS)


def identifier(cell: Cell) -> str:
    """The number of a person, unit or case as text, however a spreadsheet wrote it: '1001, 1001.0 and 1001 are one; empty if blank."""
    return _identified(word(cell))


def identifiers(cell: Cell) -> tuple[str, ...]:
    """The numbers of a cell that lists several."""
    return tuple(filter(None, map(_identified, listed(cell))))


def _identified(written: str) -> str:
    bare = written.strip(_MARKS)
    if not re.fullmatch(r"\d{1,15}\.0+|\d(\.\d{1,14})?e\+?\d{1,2}", bare, re.ASCII | re.IGNORECASE):
        return bare
    number = Decimal(bare)
    whole_ = number == number.to_integral_value() and number.adjusted() < 15
    return str(int(number)) if whole_ else bare


def _digits(written: str) -> str:
    """All digits of a code, however a spreadsheet wrote it; those lost to 5.00108E+11 cannot be had back."""
    if not re.fullmatch(r"\d{1,20}(\.\d{1,20})?(e\+?\d{1,2})?", written, re.ASCII | re.IGNORECASE):
        raise Bad("BAD_CODE", "区划代码只能是数字。", "A division code consists of digits.")
    number = Decimal(written)
    if "e" in written.lower() and len(number.as_tuple().digits) <= number.adjusted():
        raise Bad(
            "LOST_DIGITS",
            "代码已变成科学计数,后几位丢失。请按文本重新填写。",
            "The code's last digits are lost (1.2E+11). Write it as text.",
        )
    if number != number.to_integral_value():
        raise Bad("BAD_CODE", "区划代码只能是整数。", "A division code is a whole number.")
    return written if written.isdigit() else str(int(number))


def whole(cell: Cell) -> int | None:
    """A whole number from 0 on, with or without its unit (3, 3人, 25,000); None if blank or without limit (不限)."""
    written = word(cell).replace(",", "")
    if not written or written in _UNLIMITED:
        return None
    found = re.fullmatch(r"(\d{1,12})(?:\.0+)?[人户个名位]?", written, re.ASCII)
    if not found:
        raise Bad("BAD_NUMBER", "应为整数,例如 3。", "Write a whole number, such as 3.")
    return int(found[1])


def flag(cell: Cell) -> bool | None:
    """是/否, √, Y/N, 1/0; None if blank."""
    if cell.value is None or isinstance(cell.value, bool):
        return cell.value
    written = word(cell).lower()
    if written not in _YES | _NO:
        raise Bad("BAD_FLAG", "请填“是”或“否”。", "Write 是 (yes) or 否 (no).")
    return written in _YES


def choice(cell: Cell, kind: type[Choice]) -> Choice | None:
    """A value of an enumeration by its constant, its label or a word met in sheets; None if blank."""
    written = word(cell)
    if not written:
        return None
    value = _words(kind).get(written.lower())
    if value is None:
        labels = "、".join(term.zh for term in ENUMERATIONS[kind.__name__].values())
        raise Bad("BAD_CHOICE", f"不认得这个词。请从中选一个:{labels}。", f"This word is not known. Choose one of: {labels}.")
    return kind(value)


@lru_cache
def _words(kind: type[StrEnum]) -> dict[str, StrEnum]:
    """All spellings of an enumeration's values as they are compared."""
    terms = ENUMERATIONS[kind.__name__]
    return {compact(name).lower(): value for value, term in terms.items() for name in (*term.also, term.en, term.zh, value.value)}


def landline(cell: Cell) -> str | None:
    """An office telephone; None for any other number, which is not kept."""
    written = word(cell)
    return written if re.fullmatch(r"(?:\(?0\d{2,3}\)?-?)?[2-9]\d{6,7}(?:-\d{1,6})?", written, re.ASCII) else None


# ---- people


class Name(NamedTuple):
    """A person as a cell names them, and the title that was glued to the name: 张三(区委常委)."""

    name: str
    title: str = ""


def names(cell: Cell) -> tuple[Name, ...]:
    """The people of a cell, each once. 、 , ; / and line breaks part them; a space only where it does not stand inside a name."""
    parts = re.split(r"[、,;/\n](?![^(]*\))", _lines(cell))
    found = (_named(words) for part in parts for words in _people(part))
    return tuple(dict.fromkeys(person for person in found if person.name not in _NOBODY))


def _named(words: str) -> Name:
    """A name without a telephone number behind it, and the title in its brackets."""
    without_number = re.sub(r"\d[\d-]{6,}", "", words)
    found = re.fullmatch(r"([^()]*)\(([^()]*)\)?[^()]*", without_number)
    return Name(compact_name(found[1]), found[2].strip()) if found else Name(compact_name(without_number))


def compact_name(name: str) -> str:
    """A name as it is compared: without white space, save between words of Latin letters."""
    return " ".join(name.split()) if re.fullmatch(r"[A-Za-z.' -]+", name) else compact(name)


def _people(part: str) -> list[str]:
    """One name or several parted by spaces: 袁 林 is one, 张三 李四 two."""
    if re.fullmatch(r"[A-Za-z.' -]+", part):
        return [part]
    spoken: list[str] = []
    waiting = re.findall(r"[^\s(]*(?:\s*\([^)]*\)?)?", part)
    tokens = [token for token in waiting if token.strip()]
    while tokens:
        size = _tokens_of_one_name(tokens)
        spoken.append("".join(tokens[:size]))
        tokens = tokens[size:]
    return spoken


def _tokens_of_one_name(tokens: list[str]) -> int:
    """How many of the first tokens are one name, written with spaces inside."""
    lengths = [len(re.sub(r"\s*\(.*", "", token)) for token in tokens]
    if lengths == [1, 1, 1]:
        return 3
    single_surname = lengths[0] == 1 and len(tokens) > 1 and lengths[1] <= 2 and "(" not in tokens[0]
    double_surname = lengths[:2] in ([2, 1], [2, 2]) and _DOUBLE_SURNAMES.fullmatch(tokens[0])
    single_given = lengths == [2, 1]
    return 2 if single_surname or double_surname or single_given else 1
