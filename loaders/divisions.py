"""区划: the divisions of a district as an edition, from the national list (areas, streets, villages) or a district's own sheet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graph.actions import territory
from graph.actions.territory import Edition, Place
from graph.model import Problem, Severity
from graph.vocabulary import PlaceKind, label, place_kind
from loaders import cells
from loaders.columns import Record, Table
from loaders.desk import Desk, Options
from loaders.report import Bad

_DIGITS = {"areas": 6, "streets": 9, "villages": 12, "divisions": 12}
_PARENTS = {"streets": "area_code", "villages": "street_code", "divisions": "subdistrict_code"}


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of one district in a sheet, with the problems of their cells."""

    district: str
    records: tuple[Record, ...]


def districts(table: Table, options: Options) -> tuple[tuple[Listed, ...], tuple[Problem, ...]]:
    """The rows by district, those outside `--within` and the edition left out. More than one district is a problem."""
    rows: defaultdict[str, list[Record]] = defaultdict(list)
    problems: list[Problem] = []
    edition = f"in_nbs_{options.edition}"
    for record in table.records:
        digits = _raw_code(record)
        if options.within and not (digits.startswith(options.within) or options.within.startswith(digits)):
            continue
        if options.edition and edition in table.fields and not _listed(record, edition):
            continue
        rows[digits[:6]].append(record)
    if len(rows) > 1 and not options.within:
        problems.append(_several(table, len(rows)))
    if options.edition and any(f.startswith("in_nbs_") for f in table.fields) and edition not in table.fields:
        problems.append(_no_edition(table, options.edition))
    return tuple(Listed(code, tuple(found)) for code, found in sorted(rows.items())), tuple(problems)


def write(table: Table, records: Iterable[Record], desk: Desk) -> None:
    """Write the rows of one district as an edition that holds from the sheet's own day."""
    places = tuple(p for record in records for p in _places(table, record, desk))
    if not places or desk.draft.refused or not _in_order(table, places, desk):
        return
    closes = table.kind.key in ("villages", "divisions")
    name = str(desk.options.edition or "")
    closed = territory.apply(desk.draft, Edition(_once(places), desk.options.own_day, name, closes))
    for ref in closed:
        actor = desk.draft.actor(ref)
        called = actor.text("name") if actor else ref.key
        zh, en = (
            f"新的区划里没有 {called}({ref.key}),自 {desk.options.own_day} 起撤销。",
            f"The new list lacks {called} ({ref.key}): ended.",
        )
        desk.draft.tell(Problem(Severity.WARN, "PLACE_CLOSED", zh, en, table.file, table.sheet))
    desk.refresh()


def _raw_code(record: Record) -> str:
    try:
        return cells.code(record.cell("code")) or ""
    except Bad:
        return ""


def _listed(record: Record, edition: str) -> bool:
    try:
        return cells.flag(record.cell(edition)) is True
    except Bad:
        return True


def _several(table: Table, count: int) -> Problem:
    zh = f"这张表有 {count} 个区县。请用 --within 指定一个区县的六位代码。"
    en = f"This sheet holds {count} districts. Name one by --within and its code of six digits."
    return Problem(Severity.ERROR, "SEVERAL_DISTRICTS", zh, en, table.file, table.sheet)


def _no_edition(table: Table, year: int) -> Problem:
    known = "、".join(f.removeprefix("in_nbs_") for f in table.fields if f.startswith("in_nbs_"))
    zh = f"这张表没有 {year} 版的列,有的是:{known}。请改 --edition。"
    en = f"This sheet has no column for the edition {year}, only for {known}. Change --edition."
    return Problem(Severity.ERROR, "NO_EDITION", zh, en, table.file, table.sheet)


def _places(table: Table, record: Record, desk: Desk) -> Iterator[Place]:
    """The division of a row and, where the row names them, its subdistrict and district."""
    code = desk.read(record, "code", lambda cell: cells.code(cell, _DIGITS[table.kind.key]))
    name = cells.word(record.cell("name"))
    if code is None or not name or not _sound(table, record, code, desk):
        if code is None and record.cell("code").value is None:
            desk.tell(record, "code", Severity.ERROR, "NO_CODE", "缺少区划代码。", "The division's code is missing.")
        if code and not name:
            desk.tell(record, "name", Severity.ERROR, "NO_NAME", "缺少名称。", "The name is missing.")
        return
    district = cells.word(record.cell("district_name"))
    if district:
        yield Place(code[:6], district, record.source("district_name"))
    outer = cells.word(record.cell("subdistrict"))
    if outer:
        yield Place(code[:9], outer, record.source("subdistrict"))
    counts = (desk.read(record, column, cells.whole) for column in ("population", "households"))
    yield Place(code, name, record.source("name"), *counts)


def _sound(table: Table, record: Record, code: str, desk: Desk) -> bool:
    """V8 and V9: the codes nest, and the kind is what the code says; a name that says otherwise is told."""
    kind = place_kind(code)
    if kind is None:
        zh, en = "代码末三位不在任何区划类别的范围内。", "The last three digits of the code are of no kind of division."
        desk.tell(record, "code", Severity.ERROR, "V9", zh, en)
        return False
    parent = _PARENTS.get(table.kind.key, "")
    outer = desk.read(record, parent, cells.code) if record.cell(parent).value is not None else None
    if outer and not code.startswith(outer):
        zh, en = f"代码 {code} 不在上级 {outer} 之内。", f"The code {code} does not lie within its parent {outer}."
        desk.tell(record, parent, Severity.ERROR, "V8", zh, en)
        return False
    stated = desk.read(record, "kind", lambda cell: cells.choice(cell, PlaceKind))
    if stated and stated is not kind:
        zh = f"类型与代码不符:按代码应为“{label(kind)}”。"
        en = f"The kind disagrees with the code, which says {label(kind, 'en')}."
        desk.tell(record, "kind", Severity.ERROR, "V9", zh, en)
        return False
    _name_fits(record, kind, desk)
    return True


def _name_fits(record: Record, kind: PlaceKind, desk: Desk) -> None:
    name = cells.word(record.cell("name"))
    village = name.endswith(("村民委员会", "村委会"))
    if (village and kind is PlaceKind.COMMUNITY) or (name.endswith(("居民委员会", "居委会")) and kind is PlaceKind.VILLAGE):
        zh = f"名称与代码的类别不一致,以代码为准:{label(kind)}。"
        en = f"The name and the code differ in kind; the code decides: {label(kind, 'en')}."
        desk.tell(record, "name", Severity.INFO, "NAME_CODE_MISMATCH", zh, en)


def _in_order(table: Table, places: tuple[Place, ...], desk: Desk) -> bool:
    """An edition may not lie before one already loaded."""
    last, day = territory.last_edition(desk.draft), desk.options.own_day
    if last is None or day >= last or table.kind.key == "areas":
        return True
    zh = f"这一版区划的日期 {day} 早于已导入的 {last}。请用 --effective 给出正确的日期。"
    en = f"This edition's day {day} lies before {last}, already loaded. Give the right day by --effective."
    at = places[0].source
    desk.draft.tell(Problem(Severity.ERROR, "OLD_EDITION", zh, en, at.file, at.sheet))
    return False


def _once(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Each division once: the rows of a sheet repeat their subdistrict and district."""
    out: dict[str, Place] = {}
    for place in places:
        known = out.get(place.code)
        out[place.code] = place if known is None else replace(known, name=known.name or place.name)
    return tuple(out.values())
