"""The people whom a cell names with a unit: those already known there, or new ones."""

from collections.abc import Iterator

from graph.actions.people import Named
from graph.model import Ref, Severity
from loaders import cells
from loaders.cells import Name
from loaders.columns import Record
from loaders.desk import Desk
from loaders.posts import synthetic


def of_cell(record: Record, column: str, units: tuple[Ref, ...], desk: Desk) -> Iterator[Ref]:
    """The people of a cell, known in one of these units; new ones belong to the first. Whom nobody can tell apart is told, and left out."""
    named = desk.read(record, column, cells.names) or ()
    for said, number in zip(named, _numbers(record, column, named, desk), strict=True):
        person = _person(record, column, said.name, number, units, desk)
        if person:
            yield person


def the_one(record: Record, column: str, desk: Desk) -> str | None:
    """The name of a cell that must name one person. None: it is blank or names several, told."""
    named = desk.read(record, column, cells.names)
    if named is None or len(named) == 1:
        return named[0].name if named else None
    code = "SEVERAL_NAMES" if named else "BLANK"
    desk.tell(record, column, Severity.ERROR, code, "这一格要写一个人的姓名。", "Write the name of one person here.")
    return None


def _numbers(record: Record, column: str, named: tuple[Name, ...], desk: Desk) -> tuple[str | None, ...]:
    """The personnel numbers beside the names, one for each."""
    numbers = cells.identifiers(record.cell(f"{column}_number"))
    if len(numbers) == len(named):
        return numbers
    if numbers:
        zh, en = "人员编号与姓名的个数不一致。", "There are more or fewer personnel numbers than names."
        desk.tell(record, f"{column}_number", Severity.ERROR, "NUMBERS_DIFFER", zh, en)
    return (None,) * len(named)


def _person(record: Record, column: str, name: str, number: str | None, units: tuple[Ref, ...], desk: Desk) -> Ref | None:
    tries = [desk.people.find(Named(name, unit, number)) for unit in units]
    found = next((f for f in tries if f.ref or f.ambiguous), None)
    if found is None:
        return desk.people.add(Named(name, units[0], number), record.source(column), synthetic(record))
    if found.ambiguous or found.ref is None:
        who = "、".join(ref.key for ref in found.candidates)
        zh = f"“{name}”在这个单位有几个人({who})。请加人员编号。"
        en = f"Several people called {name} are in this unit ({who}). Add the personnel number."
        desk.tell(record, column, Severity.ERROR, "AMBIGUOUS_PERSON", zh, en)
        return None
    desk.people.adopt(found.ref, number, record.source(column))
    return found.ref
