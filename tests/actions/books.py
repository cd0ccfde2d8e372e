"""A history written by imports and undos, in memory."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from graph.actions import undo
from graph.actions.drafting import Draft, Stamp
from graph.history import History, empty
from graph.model import Facts, Imported, ImportFacts, Plan

DISTRICT = "990101"
FIRST = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass
class Books:
    """A history written by imports and undos, one an hour, and the list of imports."""

    history: History = field(default_factory=lambda: empty(DISTRICT))
    imports: list[Imported] = field(default_factory=list)
    writes: int = 0

    def stamp(self, import_id: str | None = None) -> Stamp:
        self.writes += 1
        return Stamp(FIRST + timedelta(hours=self.writes), import_id or f"i{self.writes}")

    def write(self, plan: Plan, stamp: Stamp, undoes: str | None = None) -> str:
        self.history = self.history.after(plan)
        self.imports.append(Imported(stamp.import_id, DISTRICT, stamp.at, "", undoes=undoes))
        return stamp.import_id

    def take_in(self, draft: Draft) -> str:
        return self.write(draft.plan(), draft.stamp)

    def draft(self) -> Draft:
        return Draft(self.history, self.stamp())

    def undo(self, import_id: str) -> Plan:
        place = next(n for n, i in enumerate(self.imports) if i.import_id == import_id)
        brought = ImportFacts(self.imports[place], Facts(DISTRICT, 0), all=tuple(self.imports))
        stamp = self.stamp(f"undo-{import_id}")
        plan = undo.planned(self.history, brought, stamp)
        self.write(plan, stamp, import_id)
        self.imports[place] = replace(self.imports[place], undone=True)
        return plan
