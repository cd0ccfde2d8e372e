"""文件: a row is a document, its number, who issued it and when."""

from collections.abc import Iterable

from graph.actions.appointments import start_key
from graph.actions.drafting import joined
from graph.interval import Interval
from graph.model import Ref, Severity
from graph.vocabulary import OrganizationKind
from loaders import cells, dates
from loaders.columns import Record
from loaders.desk import Desk

_KINDS = {"委": OrganizationKind.PARTY_COMMITTEE, "府": OrganizationKind.GOVERNMENT}
"""What an implied issuer is, by the last character of its name."""


def write(records: Iterable[Record], desk: Desk) -> None:
    """Write the rows one by one. A document is known by its number, else by its name, its day and who issued it."""
    for record in records:
        name = cells.text(record.cell("name"))
        issuers = cells.listed(record.cell("issuer"))
        on = desk.read(record, "on", dates.since)
        for column, there in (("name", name), ("issuer", issuers)):
            if not there:
                desk.tell(record, column, Severity.ERROR, "BLANK", "这一格不能为空。请补上。", "This cell must not be blank. Fill it in.")
        found = [desk.unit(record, "issuer", issuer, _KINDS.get(issuer[-1], OrganizationKind.OTHER)) for issuer in issuers]
        if name and found and None not in found:
            number = cells.text(record.cell("document"))
            ref = Ref("Document", number or joined(name, *issuers, start_key(on)))
            source, issued = record.source("name"), Interval(on)
            desk.draft.ensure(ref, source, {"name": name, "documentNo": number or None}, issued)
            for issuer_ref in filter(None, found):
                desk.draft.put("ISSUED_BY", joined(ref.key, issuer_ref.key), ref, issuer_ref, source, issued)
    desk.refresh()
