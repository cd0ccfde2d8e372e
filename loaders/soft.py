"""What breaks a soft rule goes in and is told: audits exist to show it."""

from collections.abc import Iterable, Iterator
from functools import cache

from graph.history import History
from graph.model import Problem, Severity, Source
from graph.snapshot import Filling, Snapshot
from graph.vocabulary import RULES, FillStatus, GapReason, label
from loaders.desk import Told


def warnings(history: History, told: Iterable[Told]) -> tuple[Problem, ...]:
    """The soft rules that the groups of these rows break on the rows' first days, each cell and rule once."""
    on = cache(lambda day: Snapshot(history, day))
    return tuple(dict.fromkeys(problem for row in told for problem in _of_group(on(row.day), row)))


def _of_group(snapshot: Snapshot, row: Told) -> Iterator[Problem]:
    seats = snapshot.seats(row.group)
    fillings = [f for seat in seats for f in seat.fillings if f.on_paper]
    yield from _two_groups(snapshot, row)
    for seat in seats:
        holders = [f for f in fillings if f.seat.ref == seat.ref]
        if seat.spec.maximum is not None and len(holders) > seat.spec.maximum:
            zh, en = f"上限 {seat.spec.maximum},有 {len(holders)} 人", f"at most {seat.spec.maximum}, there are {len(holders)}"
            yield _broken("V2", zh, en, holders[-1].link.source, _names(holders))
    yield from (_unqualified(f) for f in fillings if f.verdict.status is FillStatus.GHOST)
    heads = [f for f in fillings if f.link.flag("isHead")]
    if len(heads) > 1:
        yield _broken("V6", _names(heads), _names(heads), heads[-1].link.source, _names(heads))
    for twice in {f.person.ref: f for n, f in enumerate(fillings) if f.person.ref in {g.person.ref for g in fillings[:n]}}.values():
        yield _broken("V14", _names([twice]), _names([twice]), twice.link.source, _names([twice]))


def _two_groups(snapshot: Snapshot, row: Told) -> Iterator[Problem]:
    for link in snapshot.out("SERVES", row.group):
        others = [snapshot.actor(g).text("name") for g in snapshot.groups(link.end) if g != row.group]
        if others:
            yield _broken("V3", "、".join(others), ", ".join(others), row.source, snapshot.actor(link.end).text("shortName"))


def _unqualified(filling: Filling) -> Problem:
    name, reason = filling.person.text("name"), filling.verdict.reason or GapReason.GHOST
    return _broken("V5", f"{name}({label(reason)})", f"{name} ({label(reason, 'en')})", filling.link.source, name)


def _names(fillings: list[Filling]) -> str:
    return "、".join(f.person.text("name") for f in fillings)


def _broken(rule: str, zh: str, en: str, at: Source, value: str) -> Problem:
    _, rule_zh, rule_en = RULES[rule]
    told_zh, told_en = f"{rule_zh}:{zh}。不妨碍导入,请核对。", f"{rule_en}: {en}. It goes in all the same; please check."
    return Problem(Severity.WARN, rule, told_zh, told_en, at.file, at.sheet, at.cell, value)
