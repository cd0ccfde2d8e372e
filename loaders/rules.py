"""组成规则: a row asks for a seat: how many holders at least and at most, and whether it stands for a unit."""

from collections.abc import Iterable

from graph.actions import groups
from graph.actions.appointments import start_key
from graph.actions.drafting import joined
from graph.interval import Interval
from graph.model import Ref, Severity, Source
from graph.vocabulary import SeatKind, SeatSpec, label
from loaders import cells
from loaders.columns import Record
from loaders.desk import Desk


def write(records: Iterable[Record], desk: Desk) -> None:
    """Write the seats that the rule asks for, and give them to the groups there are; the same seat and start again changes its numbers."""
    dated = [(Interval(*desk.period(record)), record) for record in records]
    for interval, record in sorted(dated, key=lambda pair: pair[0].start):
        spec = _spec(record, desk)
        if spec and desk.sound(record, interval) and _alone(record, spec, interval, desk):
            ask(desk, spec, interval, record.source("seat"))
            for group in desk.draft.of("WorkGroup"):
                groups.equip(desk.draft, group.ref, (spec,), record.source("seat"))


def ask(desk: Desk, spec: SeatSpec, interval: Interval, source: Source) -> None:
    """Record that the district's rule asks for a seat in an interval."""
    rule, seat = Ref("CompositionRule", "rule"), Ref("SeatRule", spec.kind.value)
    desk.draft.ensure(rule, source, {"name": "组成规则"})
    desk.draft.ensure(seat, source, {"kind": spec.kind.value, "name": spec.name})
    said = {"kind": spec.kind.value, "name": spec.name, "minimum": spec.minimum, "maximum": spec.maximum, "represents": spec.represents}
    desk.draft.put("ASKS_FOR", joined(rule.key, seat.key, start_key(interval.since)), rule, seat, source, interval, said)


def _spec(record: Record, desk: Desk) -> SeatSpec | None:
    kind = desk.read(record, "seat", lambda cell: cells.choice(cell, SeatKind))
    minimum = desk.read(record, "minimum", cells.whole)
    maximum = desk.read(record, "maximum", cells.whole)
    represents = desk.read(record, "represents", cells.flag)
    if kind is None or minimum is None:
        column, what = ("seat", "席位") if kind is None else ("minimum", "最少人数")
        if record.cell(column).value is None:
            zh, en = f"缺少{what}。请补上。", "This cell must not be blank. Fill it in."
            desk.tell(record, column, Severity.ERROR, "BLANK", zh, en)
        return None
    if maximum is not None and maximum < max(minimum, 1):
        zh, en = "最多人数不能小于最少人数,也不能是 0。请改正。", "The maximum may not be below the minimum, nor 0. Correct it."
        desk.tell(record, "maximum", Severity.ERROR, "BAD_BOUNDS", zh, en)
        return None
    name = cells.text(record.cell("name")) or label(kind)
    return SeatSpec(kind, name, minimum, maximum, bool(represents))


def _alone(record: Record, spec: SeatSpec, interval: Interval, desk: Desk) -> bool:
    """A seat has one rule at a time: an open one ends where the next begins, any other overlap is a problem."""
    for link in desk.draft.out("ASKS_FOR", Ref("CompositionRule", "rule")):
        same_seat = link.end.key == spec.kind.value and link.interval.overlaps(interval)
        if not same_seat or link.interval.since == interval.since:
            continue
        if link.interval.until is None and interval.since is not None and link.interval.start < interval.start:
            desk.draft.until(link, interval.since, record.source("since"))
            continue
        zh = f"同一席位的规则期间重叠:已有自 {link.interval.since or '起初'} 起的一条。请改正起止。"
        en = f"The rules of one seat overlap: there is one from {link.interval.since or 'the beginning'}. Correct the dates."
        desk.tell(record, "since", Severity.ERROR, "RULES_OVERLAP", zh, en)
        return False
    return True
