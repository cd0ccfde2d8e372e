"""Which units and people the cells of a ledger name, each found once however many rows name them."""

from graph.actions.people import Named
from graph.actions.ties import FIRST_NAMED_WITH
from graph.model import Actor, Problem, Ref, Severity
from graph.vocabulary import OrganizationKind
from loaders import cells, persons
from loaders.columns import Record
from loaders.desk import Desk

_OWN_COMMITTEE = frozenset({"社区", "本社区", "村", "本村", "村(社区)", "居委会", "村委会", "社区居委会", "村(居)委会", "村居"})
_OWN_OFFICE = frozenset({"街道", "本街道", "镇", "本镇", "镇街", "街镇", "街道办", "街道办事处", "办事处", "镇政府", "镇人民政府"})
_OWN = (
    (_OWN_COMMITTEE, OrganizationKind.COMMITTEE, "Community"),
    (_OWN_OFFICE, OrganizationKind.SUBDISTRICT_OFFICE, "Subdistrict"),
)
"""Words that mean the unit of the row's own community or subdistrict."""


class Parties:
    """The units and people of one ledger."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._units: dict[tuple[str, Ref], Ref] = {}
        self._people: dict[tuple[str, str, tuple[Ref, ...]], tuple[Ref, ...]] = {}

    def units(self, record: Record, column: str, community: Actor, kind: OrganizationKind) -> tuple[Ref, ...]:
        """The units that a cell lists. Whom nobody can tell apart is told, and left out."""
        names = cells.listed(record.cell(column)) if column in record.cells else ()
        return tuple(unit for name in names if (unit := self._unit(record, column, name, community, kind)))

    def _unit(self, record: Record, column: str, name: str, community: Actor, kind: OrganizationKind) -> Ref | None:
        known = self._units.get((name, community.ref))
        if known is None:
            known = self._own(name, community) or self._desk.unit(record, column, self._told_apart(name, community), kind)
            if known:
                self._units[name, community.ref] = known
        return known

    def _own(self, name: str, community: Actor) -> Ref | None:
        """The unit that governs the row's own community or subdistrict, where the word means that."""
        for words, kind, label in _OWN:
            if name in words:
                place = Ref(label, community.key if label == "Community" else community.key[:9])
                units = [self._desk.draft.actor(x.start) for x in self._desk.draft.into("GOVERNS", place)]
                fits = [unit.ref for unit in units if unit and unit.text("kind") == kind]
                return fits[0] if len(fits) == 1 else None
        return None

    def _told_apart(self, name: str, community: Actor) -> str:
        """A name that stands several times in the district means the unit of the row's own community, if it is one of them."""
        names = self._desk.names
        known, places = names.organizations(name), names.places(name)
        if len(known) > 1 or (not known and len(places) > 1):
            full = self._desk.name(Ref("Subdistrict", community.key[:9])) + name
            means = names.organizations(full) or names.places(full)
            if len(means) == 1 and community.ref in (*means, *names.governed(means[0])):
                return full
        return name

    # ---- people

    def people(self, record: Record, column: str, units: tuple[Ref, ...]) -> tuple[Ref, ...]:
        """The people of a cell, known in one of these units; new ones belong to the first."""
        if column not in record.cells:
            return ()
        key = str(record.cells[column].value), str(record.cell(f"{column}_number").value), units
        if key not in self._people:
            found = tuple(persons.of_cell(record, column, units, self._desk))
            for person in found:
                self._remember(person, units[0])
            if len(found) < len(cells.names(record.cell(column))):
                return found
            self._people[key] = found
        return self._people[key]

    def _remember(self, person: Ref, unit: Ref) -> None:
        """Whom only ledgers name keeps the unit, so that another ledger finds them."""
        actor = self._desk.draft.actor(person)
        if actor and self._desk.draft.is_new(person) and not actor.text(FIRST_NAMED_WITH):
            self._desk.draft.change(person, FIRST_NAMED_WITH, "|".join(unit), None, actor.source)

    def home(self, unit: Ref) -> Ref:
        """Units that govern one division are one: that division; else the unit itself."""
        return self._desk.people.unit_of(unit) if unit.kind == "Organization" else unit

    def evaluator(self, record: Record, units: tuple[Ref, ...]) -> Ref | None:
        """评价人: an official or a unit that is known. Anybody else may be a resident, and is not kept."""
        if "evaluator" not in record.cells:
            return None
        names = cells.names(record.cell("evaluator"))
        for name in (*(said.name for said in names[:1]), cells.word(record.cell("evaluator"))):
            known = self._desk.names.organizations(name)
            if len(known) == 1:
                return known[0]
        number = cells.identifier(record.cell("evaluator_number")) or None
        tries = (self._desk.people.find(Named(said.name, unit, number)) for said in names[:1] for unit in units)
        person = next((found.ref for found in tries if found.ref), None)
        if person is None:
            at = record.source("evaluator")
            zh = "评价人不是已知的干部或单位,可能是居民,不保存。"
            en = "The evaluator is no known official or unit, may be a resident, and is not kept."
            self._desk.draft.tell(Problem(Severity.INFO, "EVALUATOR_NOT_KEPT", zh, en, at.file, at.sheet, at.cell))
        return person
