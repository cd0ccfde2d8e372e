"""院坝(楼栋)名册: a row is a courtyard, its head and the Party members who link it. What a row leaves blank stays as it is known."""

from collections.abc import Iterable

from graph.actions import courtyards
from graph.actions.courtyards import Courtyard, Election
from graph.interval import Interval, PartialDate
from graph.model import Actor, Ref, Severity
from graph.vocabulary import PlaceKind, StationFunction
from loaders import cells, dates, persons, places, terms
from loaders.columns import Record
from loaders.desk import Desk
from loaders.report import Bad
from loaders.sheets import Cell

KINDS = (PlaceKind.COURTYARD, PlaceKind.ESTATE, PlaceKind.BUILDING)
_ALL_FUNCTIONS = frozenset({"全部", "齐全", "六站", "六个站", "六大功能站"})


def write(records: Iterable[Record], desk: Desk) -> None:
    """Write the rows one by one: each speaks for the courtyard of its 院坝编号 alone."""
    for record in records:
        code = _code(record, desk)
        community = places.coded(record, "courtyard", code[:12], desk) if code else None
        ref = _courtyard(record, code, desk) if code and community else None
        if ref and community:
            _still_there(record, community, desk)
            _head(record, ref, community, desk)
            _links(record, ref, community, desk)
    desk.refresh()


# ---- the courtyard


def _code(record: Record, desk: Desk) -> str | None:
    """院坝编号, of which the first twelve digits are the community's code (V8). None: a problem is told."""
    code = desk.read(record, "courtyard", lambda cell: cells.code(cell, 15))
    community = desk.read(record, "code", lambda cell: cells.code(cell, 12))
    if record.cell("courtyard").value is None:
        desk.tell(record, "courtyard", Severity.ERROR, "NO_CODE", "缺少院坝编号。请补上。", "The courtyard's code is missing. Add it.")
    if code and community and code[:12] != community:
        zh = f"院坝编号的前十二位应为所在村(社区)的代码 {community}。请改正其一。"
        en = f"A courtyard's code begins with that of its community, {community}. Correct one of them."
        desk.tell(record, "courtyard", Severity.ERROR, "V8", zh, en)
        return None
    return code


def _courtyard(record: Record, code: str, desk: Desk) -> Ref | None:
    since, until = desk.period(record)
    if not desk.sound(record, Interval(since, until)):
        return None
    described = Courtyard(
        code,
        record.source("courtyard"),
        cells.text(record.cell("name")) or None,
        desk.read(record, "kind", _kind),
        Interval(since, until),
        desk.read(record, "households", cells.whole),
        desk.read(record, "people", cells.whole),
        desk.read(record, "functions", functions) or (),
    )
    return courtyards.settle(desk.draft, described, desk.options.own_day)


def _kind(cell: Cell) -> PlaceKind | None:
    kind = cells.choice(cell, PlaceKind)
    if kind not in (None, *KINDS):
        raise Bad("BAD_CHOICE", "类型应为院坝、小区或楼栋。", "The kind is 院坝 (courtyard), 小区 (estate) or 楼栋 (building).")
    return kind


def functions(cell: Cell) -> tuple[StationFunction, ...]:
    """The stations that a cell lists, with or without 站. Errors: Bad."""
    words = cells.listed(cell)
    if _ALL_FUNCTIONS.intersection(words):
        return tuple(StationFunction)
    spelled = (word if word.isascii() or word.endswith("站") else word + "站" for word in words)
    return tuple(function for word in spelled if (function := cells.choice(Cell(word), StationFunction)))


def _still_there(record: Record, community: Actor, desk: Desk) -> None:
    end = community.interval.until
    if end is not None and end.reached(desk.options.today):
        zh = f"{community.text('shortName')}已于 {end} 撤销,院坝随之终止。"
        en = f"{community.text('shortName')} ended on {end}, and its courtyards with it."
        desk.tell(record, "courtyard", Severity.WARN, "ENDED_PLACE", zh, en)


# ---- who answers for it


def _head(record: Record, courtyard: Ref, community: Actor, desk: Desk) -> None:
    elected, term_end = _term(record, desk)
    people = tuple(persons.of_cell(record, "head", (community.ref,), desk))
    if not people and elected and not cells.names(record.cell("head")):
        zh, en = "有推选日期而没有院坝长,不记录。", "An election without the name of a head is not recorded."
        desk.tell(record, "elected", Severity.WARN, "NO_NAME", zh, en)
    if elected and term_end and Interval(elected, term_end).empty:
        zh = f"任期届满 {term_end} 不晚于推选 {elected}。请改正。"
        en = f"The term's end {term_end} is not after the election {elected}. Correct it."
        desk.tell(record, "term", Severity.ERROR, "V1", zh, en)
        return
    for person in people:
        election = Election(person, elected, desk.options.own_day, record.source("head"), term_end)
        if courtyards.elect(desk.draft, courtyard, election):
            zh = "同一天还有另一名院坝长,两人都记录在册。请核对。"
            en = "Another head is in the books from the same day; both are kept. Check who it is."
            desk.tell(record, "head", Severity.WARN, "V7", zh, en)


def _term(record: Record, desk: Desk) -> tuple[PartialDate | None, PartialDate | None]:
    """The day of the election and the first day after the term."""
    elected, term = desk.read(record, "elected", dates.since), desk.read(record, "term", terms.term)
    if not isinstance(term, int):
        return elected, term
    if elected is None:
        zh = "没有推选日期,任期何时届满不能确定,不记录。请补上推选日期。"
        en = "Without the day of the election the term's end cannot be told; it is not recorded. Add the day."
        desk.tell(record, "term", Severity.WARN, "NO_ELECTION", zh, en)
        return None, None
    return elected, terms.years_later(elected, term)


def _links(record: Record, courtyard: Ref, community: Actor, desk: Desk) -> None:
    since = desk.read(record, "linked_since", dates.since)
    for person in persons.of_cell(record, "linker", (community.ref,), desk):
        courtyards.link(desk.draft, person, courtyard, since, record.source("linker"))
