"""区划: the divisions of a district as an edition, from the national list (areas, streets, villages) or a district's own sheet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.actions import territory
from graph.actions.territory import Edition, Place
from graph.model import Problem, Severity
from graph.vocabulary import PlaceKind, label, place_kind
from loaders import cells
from loaders.columns import Record, Table
from loaders.desk import Desk, Options
from loaders.report import Bad

_DIGITS = {"areas": (6,), "streets": (9,), "villages": (12,), "divisions": (6, 9, 12)}
_OUTER_CODES = ("street_code", "subdistrict_code", "area_code")
_SUBDISTRICT = 9


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of one district in a sheet; those whose code cannot be read stand with every district, so that they are told."""

    district: str
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """A division that a row names, and the column that does."""

    record: Record
    column: str
    place: Place


def districts(table: Table, options: Options) -> tuple[tuple[Listed, ...], tuple[Problem, ...]]:
    """The rows by district, those outside `--within` and the edition left out. More than one district is a problem."""
    rows: defaultdict[str, list[Record]] = defaultdict(list)
    unreadable: list[Record] = []
    edition = _edition(table, options)
    for record in table.records:
        if edition in table.fields and not _listed(record, edition):
            continue
        digits = _raw_code(record)
        if digits and _inside(digits, options.within):
            rows[digits[:6]].append(record)
        elif not digits and _perhaps_inside(record, options.within):
            unreadable.append(record)
    problems = [*_several(table, len(rows), options), *_no_edition(table, options)]
    found = sorted(rows.items()) or [(options.within[:6] if options.within else "", [])]
    return tuple(Listed(code, (*own, *unreadable)) for code, own in found if own or unreadable), tuple(problems)


def write(table: Table, records: Iterable[Record], desk: Desk) -> None:
    """Write the rows of one district as an edition that holds from the sheet's own day."""
    named = [n for record in records for n in _places(table, record, desk)]
    places = _once(named, desk)
    if not places or desk.draft.refused or not _in_order(table, places, desk):
        return
    edition = _edition(table, desk.options).removeprefix("in_nbs_")
    closes = table.kind.key in ("villages", "divisions") and len(desk.options.within or "") <= _SUBDISTRICT and desk.complete
    for place in places:
        _tell_return(place, desk)
    for ref in territory.apply(desk.draft, Edition(places, desk.options.own_day, edition, closes)):
        actor = desk.draft.actor(ref)
        called = actor.text("name") if actor else ""
        zh = f"新的区划里没有“{called}”,自 {desk.options.own_day} 起撤销。如果不对,请补上这一行。"
        en = f"The new list lacks “{called}”: ended on {desk.options.own_day}. If that is wrong, add its row."
        desk.draft.tell(Problem(Severity.WARN, "PLACE_CLOSED", zh, en, table.file, table.sheet, value=ref.key))
    desk.refresh()


def _tell_return(place: Place, desk: Desk) -> None:
    """A division has one life: one that ended and is listed again goes on as if it had never ended, and is told."""
    actor, at = desk.draft.actor(place.ref), place.source
    end = actor.interval.until if actor else None
    if end is not None and end.reached(desk.options.own_day):
        zh = f"“{place.name}”曾自 {end} 起撤销,又列入区划:按一直存在记。请核对代码。"
        en = f"“{place.name}” ended on {end} and is listed again: recorded as if it had never ended. Check the code."
        desk.draft.tell(Problem(Severity.WARN, "PLACE_RETURNED", zh, en, at.file, at.sheet, at.cell, place.code))


# ---- which rows


def _edition(table: Table, options: Options) -> str:
    """The column of the edition asked for; of a sheet of one edition that one; else empty."""
    known = _editions(table)
    if options.edition:
        return f"in_nbs_{options.edition}"
    return known[0] if len(known) == 1 else ""


def _editions(table: Table) -> tuple[str, ...]:
    return tuple(field for field in table.fields if field.startswith("in_nbs_"))


def _raw_code(record: Record) -> str:
    try:
        return cells.code(record.cell("code")) or ""
    except Bad:
        return ""


def _inside(digits: str, within: str | None) -> bool:
    return within is None or digits.startswith(within) or within.startswith(digits)


def _perhaps_inside(record: Record, within: str | None) -> bool:
    """A row without a readable code is told where the digits that it has, or its outer codes, do not lead elsewhere."""
    written = (cells.word(record.cell(column)) for column in ("code", *_OUTER_CODES))
    return all(_inside(digits[:6], within) for digits in written if digits[:6].isdigit())


def _listed(record: Record, edition: str) -> bool:
    try:
        return cells.flag(record.cell(edition)) is True
    except Bad:
        return True


def _several(table: Table, count: int, options: Options) -> Iterator[Problem]:
    if count > 1 and not options.within:
        zh = f"这张表有 {count} 个区县。请用 --within 指定一个区县的六位代码。"
        en = f"This sheet holds {count} districts. Name one by --within and its code of six digits."
        yield Problem(Severity.ERROR, "SEVERAL_DISTRICTS", zh, en, table.file, table.sheet)


def _no_edition(table: Table, options: Options) -> Iterator[Problem]:
    known = [field.removeprefix("in_nbs_") for field in _editions(table)]
    if not known or _edition(table, options) in table.fields:
        return
    zh = f"这张表有 {'、'.join(known)} 版的区划。请用 --edition 指定其中一版。"
    en = f"This sheet holds the editions {', '.join(known)}. Choose one of them by --edition."
    yield Problem(Severity.ERROR, "NO_EDITION", zh, en, table.file, table.sheet, value=str(options.edition or ""))


# ---- what a row says


def _places(table: Table, record: Record, desk: Desk) -> Iterator[_Named]:
    """The division of a row and, where the row names them, its subdistrict and district."""
    code, name = _code(table, record, desk), cells.word(record.cell("name"))
    if code and not name:
        desk.tell(record, "name", Severity.ERROR, "NO_NAME", "缺少名称。请补上。", "The name is missing. Add it.")
    if not code or not name or not _sound(record, code, desk):
        return
    for column, digits in (("district_name", 6), ("subdistrict", 9)):
        if digits < len(code) and (outer := cells.word(record.cell(column))):
            yield _Named(record, column, Place(code[:digits], outer, record.source(column)))
    counts = (desk.read(record, column, cells.whole) for column in ("population", "households"))
    yield _Named(record, "code", Place(code, name, record.source("name"), *counts))


def _code(table: Table, record: Record, desk: Desk) -> str | None:
    if record.cell("code").value is None:
        desk.tell(record, "code", Severity.ERROR, "NO_CODE", "缺少区划代码。请补上。", "The division's code is missing. Add it.")
        return None
    return desk.read(record, "code", lambda cell: cells.code(cell, *_DIGITS[table.kind.key]))


def _sound(record: Record, code: str, desk: Desk) -> bool:
    """V8 and V9: the codes nest, and the kinds are what the codes say; a name that says otherwise is told."""
    kind = place_kind(code)
    if kind is None or place_kind(code[:_SUBDISTRICT]) is None:
        zh = "代码中镇街或村(社区)的三位不属于任何区划类别。请核对代码。"
        en = "Three digits of the code, of the subdistrict or the community, are of no kind of division. Check the code."
        desk.tell(record, "code", Severity.ERROR, "V9", zh, en)
        return False
    told = [_nests(record, column, code, desk) for column in _OUTER_CODES]
    told += [_agrees(record, "kind", kind, desk), _agrees(record, "subdistrict_kind", place_kind(code[:_SUBDISTRICT]), desk)]
    _name_fits(record, kind, desk)
    return all(told)


def _nests(record: Record, column: str, code: str, desk: Desk) -> bool:
    outer = desk.read(record, column, cells.code)
    if outer is None or code.startswith(outer):
        return True
    zh = f"代码 {code} 不在上级 {outer} 之内。请改正其一。"
    en = f"The code {code} does not lie within its parent {outer}. Correct one of them."
    desk.tell(record, column, Severity.ERROR, "V8", zh, en)
    return False


def _agrees(record: Record, column: str, kind: PlaceKind | None, desk: Desk) -> bool:
    stated = desk.read(record, column, lambda cell: cells.choice(cell, PlaceKind))
    if stated is None or kind is None or stated is kind:
        return True
    zh = f"类型与代码不符:按代码应为“{label(kind)}”。请改正其一。"
    en = f"The kind disagrees with the code, which says {label(kind, 'en')}. Correct one of them."
    desk.tell(record, column, Severity.ERROR, "V9", zh, en)
    return False


def _name_fits(record: Record, kind: PlaceKind, desk: Desk) -> None:
    name = cells.word(record.cell("name"))
    village = name.endswith(("村民委员会", "村委会"))
    if (village and kind is PlaceKind.COMMUNITY) or (name.endswith(("居民委员会", "居委会")) and kind is PlaceKind.VILLAGE):
        zh = f"名称与代码的类别不一致,以代码为准:{label(kind)}。"
        en = f"The name and the code differ in kind; the code decides: {label(kind, 'en')}."
        desk.tell(record, "name", Severity.INFO, "NAME_CODE_MISMATCH", zh, en)


# ---- the sheet as a whole


def _once(named: Iterable[_Named], desk: Desk) -> tuple[Place, ...]:
    """Each division once: rows repeat their subdistrict and district, but not their own code, and no code has two names."""
    out: dict[str, _Named] = {}
    for one in named:
        known = out.setdefault(one.place.code, one)
        if known.place.name != one.place.name:
            zh = f"第 {known.record.number} 行把 {one.place.code} 叫作“{known.place.name}”。请改正其一。"
            en = f"Row {known.record.number} calls {one.place.code} “{known.place.name}”. Correct one of them."
            desk.tell(one.record, one.column, Severity.ERROR, "TWO_NAMES", zh, en)
        elif one.column == known.column == "code" and known is not one:
            zh = f"与第 {known.record.number} 行重复,以那一行为准。请删去一行。"
            en = f"This repeats row {known.record.number}, which counts. Remove one of them."
            desk.tell(one.record, one.column, Severity.WARN, "REPEATED_ROW", zh, en)
    return tuple(one.place for one in out.values())


def _in_order(table: Table, places: tuple[Place, ...], desk: Desk) -> bool:
    """An edition may not lie before one already loaded."""
    last, day = territory.last_edition(desk.draft), desk.options.own_day
    if last is None or day >= last or table.kind.key == "areas":
        return True
    zh = f"这一版区划的日期 {day} 早于已导入的 {last}。请用 --effective 给出正确的日期。"
    en = f"This edition's day {day} lies before {last}, already loaded. Give the right day by --effective."
    at = places[0].source
    desk.draft.tell(Problem(Severity.ERROR, "OLD_EDITION", zh, en, at.file, at.sheet, value=str(day)))
    return False
