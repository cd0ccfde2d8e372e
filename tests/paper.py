"""A ledger on paper: the read face of cases over histories in memory. Each case is judged by the analysis, one by one, and what is asked
for is counted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from graph.analysis.cases import CaseAnswer, answer
from graph.analysis.oddities import HAS
from graph.casebook import files
from graph.history import History
from graph.lifecycle import EventType
from graph.model import CaseFile, CasePage, CaseQuery, CaseSort, CaseText, Closing, Facts
from graph.snapshot import Snapshot
from graph.view import View
from graph.vocabulary import LINKS, NODES
from tests.nocases import NoCases

TODAY = date(2020, 2, 6)
_FAR = date.max


def structure(history: History, known_at: datetime | None = None) -> History:
    """A district without its cases, as a load gives it."""
    facts = history.facts
    actors = tuple(a for a in facts.actors if not NODES[a.kind].ledger)
    links = tuple(x for x in facts.links if not LINKS[x.type].ledger)
    return History(replace(facts, actors=actors, links=links), known_at)


def view(*histories: History, day: date = TODAY, today: date = TODAY) -> View:
    """The view of these districts on a day; it reopens on other days and as known at other moments."""

    def opened(on: date, known_at: datetime | None) -> View:
        snapshots = tuple(Snapshot(structure(h, known_at), on) for h in sorted(histories, key=lambda h: h.district))
        return View(snapshots, on, known_at or datetime(2030, 1, 1, tzinfo=UTC), "1", today, opened, known_at is None and on == today)

    return opened(day, None)


class PaperLedger(NoCases):
    """`calls` are the questions so far: the name of each and what it was about."""

    def __init__(self, *histories: History) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self._histories = {h.district: h for h in histories}
        self._snapshots: dict[tuple[str, date, datetime | None], Snapshot] = {}

    @property
    def asked(self) -> list[str]:
        """The names of the questions so far."""
        return [name for name, *_ in self.calls]

    async def cases(self, query: CaseQuery) -> CasePage:
        self.calls.append(("cases", query))
        return _page(query, self._within(query))

    async def cases_by_place(self, query: CaseQuery, codes: Sequence[str]) -> Mapping[str, CasePage]:
        self.calls.append(("cases_by_place", query, tuple(codes)))
        found = self._found(query)
        return {code: _page(query, [a for a in found if _inside(a, code)]) for code in codes}

    async def case_files(self, number: str, districts: Sequence[str]) -> Sequence[CaseFile]:
        self.calls.append(("case_files", number, tuple(districts)))
        return [file for d in sorted(districts) for file in self._files(d).values() if file.case.text("number") == number]

    async def count_cases(self, query: CaseQuery, asked: Sequence[CaseQuery]) -> Sequence[int]:
        self.calls.append(("count_cases", query, tuple(asked)))
        found = [a for a in self._found(query) if query.within is None or any(_inside(a, code) for code in query.within)]
        return [sum(_fits(one, a) for a in found) for one in asked]

    async def count_states(self, query: CaseQuery) -> Mapping[str, int]:
        self.calls.append(("count_states", query))
        states = [a.state.value for a in self._within(query)]
        return {state: states.count(state) for state in set(states)}

    async def case_texts(self, query: CaseQuery) -> Sequence[CaseText]:
        self.calls.append(("case_texts", query))
        found = [a for a in self._found(query) if query.within is None or any(_inside(a, code) for code in query.within)]
        return [_text(a) for a in found[: query.limit]]

    async def closings(self, query: CaseQuery, codes: Sequence[str], since: date, until: date) -> Sequence[Closing]:
        self.calls.append(("closings", query, tuple(codes), since, until))
        found = ((a, a.resolved) for a in self._found(query) if a.community.key in codes)
        closed = [Closing(a.community.key, a.raised, on) for a, on in found if on and since <= on.earliest < until]
        return sorted(closed, key=lambda c: (c.community, c.resolved.earliest))[: query.limit]

    async def ledger_facts(self, district: str, keys: Sequence[str]) -> Facts:
        self.calls.append(("ledger_facts", district, tuple(keys)))
        found = [file for key, file in self._files(district).items() if key in keys]
        return Facts(
            district,
            1,
            tuple(actor for file in found for actor in (file.case, *file.events)),
            tuple(link for file in found for link in file.links),
            tuple(change for file in found for change in file.changes),
        )

    # ---- one by one

    def _files(self, district: str) -> Mapping[str, CaseFile]:
        return files(self._histories[district].facts) if district in self._histories else {}

    def _within(self, query: CaseQuery) -> list[CaseAnswer]:
        return [a for a in self._found(query) if query.within is None or any(_inside(a, code) for code in query.within)]

    def _found(self, query: CaseQuery) -> list[CaseAnswer]:
        asked = (a for district in query.districts for a in self._answers(district, query) if _fits(query, a))
        by_number = sorted(asked, key=_number)
        return by_number if query.number else sorted(by_number, key=_SORTS[query.sort], reverse=query.sort is CaseSort.RAISED_DESC)

    def _answers(self, district: str, query: CaseQuery) -> Iterator[CaseAnswer]:
        key = (district, query.day, query.known_at)
        if district in self._histories and key not in self._snapshots:
            self._snapshots[key] = Snapshot(structure(self._histories[district], query.known_at), query.day)
        yield from (a for file in self._files(district).values() if (a := answer(file, self._snapshots[key])))


def _text(a: CaseAnswer) -> CaseText:
    node, common = a.case, (x.end.key for x in a.book.links("INSTANCE_OF"))
    told = (node.district, node.key, a.community.key, a.state.value, node.text("category") or None, node.text("description"))
    return CaseText(*told, node.whole("householdsAffected"), node.text("solvedLevel") or None, tuple(sorted(common)))


def _page(query: CaseQuery, found: Sequence[CaseAnswer]) -> CasePage:
    start = max(query.skip, len(found) - query.limit) if query.from_end else query.skip
    return CasePage(len(found), tuple(_file(a) for a in found[start : start + query.limit]))


def _file(a: CaseAnswer) -> CaseFile:
    return files(a.book.history.facts)[a.case.key]


def _inside(a: CaseAnswer, code: str) -> bool:
    return a.community.key.startswith(code) or (a.courtyard is not None and a.courtyard.key == code)


def _fits(query: CaseQuery, a: CaseAnswer) -> bool:
    due = a.due.latest if a.due else None
    asked: list[tuple[Any, Callable[[Any], bool]]] = [
        (query.states, lambda states: a.state.value in states),
        (query.open, lambda is_open: a.is_open is is_open),
        (query.overdue, lambda overdue: a.overdue is overdue),
        (query.matters, lambda matters: a.matter is not None and a.matter.value in matters),
        (query.categories, lambda categories: a.case.text("category") in categories),
        (query.lead, lambda lead: any(ref.key == lead for ref in a.leads)),
        (query.led_by, lambda of: any(_led_by(a, *told.split("/", 2)) for told in of)),
        (query.due_until, lambda until: a.is_open and due is not None and due <= until),
        (query.raised_until, lambda until: a.case.properties["raised"] <= until),
        (query.lead_kinds, lambda kinds: any(a.snapshot.actor(ref).text("kind") in kinds for ref in a.leads)),
        (query.lacking, lambda type_: not a.has(EventType(type_))),
        (query.again, lambda type_: sum(e.type == type_ for e in a.events) > 1),
        (query.trait, lambda trait: HAS[trait](a)),
        (query.number, lambda number: any(a.number.startswith(text) for text in (number, number.upper(), number.lower()))),
    ]
    return all(value is None or fits(value) for value, fits in asked)


def _led_by(a: CaseAnswer, district: str, kind: str, key: str) -> bool:
    leads = (x for x in a.book.links("ASSIGNED_TO") if x.text("role") == "LEAD" and x.interval.holds(a.snapshot.day) is not False)
    return a.case.district == district and any(x.end == (kind, key) for x in leads)


def _number(a: CaseAnswer) -> Any:
    return a.number, a.case.district


def _raised(a: CaseAnswer) -> Any:
    return a.case.properties["raised"]


def _due(a: CaseAnswer) -> Any:
    return (a.due is None, a.due.latest if a.due else _FAR)


_SORTS: Mapping[CaseSort, Callable[[CaseAnswer], Any]] = {CaseSort.RAISED: _raised, CaseSort.RAISED_DESC: _raised, CaseSort.DUE: _due}
