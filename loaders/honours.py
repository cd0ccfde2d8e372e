"""荣誉: a row says what was awarded to whom: a division, a courtyard, a work group or an organisation."""

from collections.abc import Iterable

from graph.actions.appointments import start_key
from graph.actions.drafting import joined
from graph.actions.units import folded
from graph.interval import Interval
from graph.model import Ref, Severity
from graph.vocabulary import LABEL_OF_LENGTH, OrganizationKind
from loaders import cells, dates
from loaders.columns import Record
from loaders.desk import Desk


def write(records: Iterable[Record], desk: Desk) -> None:
    """Write the rows one by one; the same honour of the same day to the same subject is one."""
    for record in records:
        name = cells.text(record.cell("name"))
        on = desk.read(record, "on", dates.since)
        subject = _subject(record, desk)
        if not name:
            desk.tell(record, "name", Severity.ERROR, "BLANK", "缺少荣誉名称。请补上。", "The honour's name is missing. Add it.")
        if name and subject:
            source, given = record.source("name"), Interval(on)
            ref = Ref("Honour", joined(name, subject.key, start_key(on)))
            desk.draft.ensure(ref, source, {"name": name, "grade": cells.text(record.cell("grade")) or None}, given)
            desk.draft.put("AWARDED_TO", ref.key, ref, subject, source, given)
    desk.refresh()


def _subject(record: Record, desk: Desk) -> Ref | None:
    """对象: a code; an organisation of that very name; a place; a work group; else an organisation that the row implies."""
    written = cells.word(record.cell("subject"))
    if not written:
        desk.tell(record, "subject", Severity.ERROR, "BLANK", "缺少对象。请补上。", "The subject is missing. Add it.")
        return None
    coded = Ref(LABEL_OF_LENGTH.get(len(written), ""), written)
    if desk.draft.actor(coded):
        return coded
    if desk.names.organizations(written):
        return desk.unit(record, "subject", written, OrganizationKind.OTHER)
    places = desk.names.places(written)
    groups = [a.ref for a in desk.draft.of("WorkGroup") if folded(a.text("name")) == written]
    found = places or tuple(groups)
    return found[0] if len(found) == 1 else desk.unit(record, "subject", written, OrganizationKind.OTHER)
