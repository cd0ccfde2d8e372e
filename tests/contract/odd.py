"""Cases as no import lets them be, written straight to the store: judged by their handlers, out of order, duplicates in circles."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from graph.archive import Archive
from graph.interval import Interval, PartialDate
from graph.lifecycle import CYCLE, LONGEST_CIRCLE, EventType
from graph.model import Actor, CaseFile, Link, Plan, Ref, Scalar, Source
from graph.store.port import Store
from tests.contract import facts

_TYPES = (*CYCLE, EventType.REOPENED, EventType.FOLLOW_UP)


async def written(archive: Archive, store: Store, district: str, files: Sequence[CaseFile], name: str) -> tuple[Link, ...]:
    """Oddities of these cases, as one import brings them; the links that were written."""
    recorded = await store.ledger_facts(district, [])
    revision = (await archive.history(district)).facts.revision
    at = archive.now()
    receipt = replace(facts.receipt(at, district), import_id=f"{district}-{name}")
    source = Source("补记", import_id=receipt.import_id)
    chance = random.Random(name)
    ends = sorted({x.end for file in files for x in file.links if x.type == "ASSIGNED_TO"})
    actors, events = zip(*(pair for file in files for pair in _events(chance, file.case, source)), strict=True)
    found = (*_circles(files), *(x for file in files for x in _hands(chance, file, ends)), *events)
    links = tuple(
        Link(type_, f"{name}|{start.key}|{n}", start, end, district, at, source, Interval(on))
        for n, (type_, start, end, on) in enumerate(found)
    )
    plan = Plan(district, tuple(replace(a, recorded_at=at) for a in actors), links=links)
    await archive.commit(plan, revision, receipt, recorded.revision)
    return links


async def taken_back(archive: Archive, store: Store, district: str, links: Sequence[Link], name: str) -> None:
    """These links are no longer in the books."""
    recorded = await store.ledger_facts(district, [])
    at = archive.now()
    receipt = replace(facts.receipt(at, district), import_id=f"{district}-{name}")
    gone = tuple(replace(x, retracted_at=at, reason="odd", retracted_by=receipt.import_id) for x in links)
    await archive.commit(Plan(district, retractions=gone), (await archive.history(district)).facts.revision, receipt, recorded.revision)


Told = tuple[str, Ref, Ref, PartialDate | None]


def _circles(files: Sequence[CaseFile]) -> Iterator[Told]:
    """Circles of one, two, and as many as are looked for; one that is longer, one of two kinds of link, and ways that lead into one."""
    cases = [file.case.ref for file in files]
    for type_, first, length in (("INSTANCE_OF", 0, 1), ("DUPLICATE_OF", 1, 2), ("DUPLICATE_OF", 3, LONGEST_CIRCLE)):
        yield from ((type_, cases[first + n], cases[first + (n + 1) % length], None) for n in range(length))
    long = cases[9 : 9 + LONGEST_CIRCLE + 1]
    yield from (("INSTANCE_OF", case, long[(n + 1) % len(long)], None) for n, case in enumerate(long))
    yield from (("DUPLICATE_OF", cases[16], cases[17], None), ("INSTANCE_OF", cases[17], cases[16], None))
    yield from (("DUPLICATE_OF", cases[n], cases[n - 1], None) for n in (19, 20, 21))
    yield ("DUPLICATE_OF", cases[22], cases[1], None)


def _hands(chance: random.Random, file: CaseFile, others: Sequence[Ref]) -> Iterator[Told]:
    """Who evaluated and who handled: those who lead or led, or others."""
    own = [x.end for x in file.links if x.type == "ASSIGNED_TO"]
    if file.case.key == _CLOSED_BY_ANOTHER:
        another = next(end for end in others if end not in own)
        yield from (
            ("BY", e.ref, another, e.interval.since) for e in file.events if e.text("type") in (EventType.EVALUATED, EventType.RESOLVED)
        )
        return
    for event in file.events:
        if event.text("type") in (EventType.EVALUATED, EventType.RESOLVED) and chance.random() < 0.8:
            yield "BY", event.ref, chance.choice([*own, *others]), event.interval.since


def _events(chance: random.Random, case: Actor, source: Source) -> Iterator[tuple[Actor, Told]]:
    """Up to two further events on whatever days, told to the day, the month or the year, or on none."""
    raised = case.properties["raised"]
    assert isinstance(raised, date)
    for n, (type_, on, said) in enumerate(_PLOTS[case.key](raised) if case.key in _PLOTS else ()):
        yield _happened(case, source, n, type_, on, said)
    for n in range(0 if case.key in (*_PLOTS, _CLOSED_BY_ANOTHER) else chance.randrange(3)):
        type_, day = chance.choice(_TYPES), raised + timedelta(days=chance.randrange(-40, 60))
        on = chance.choice((PartialDate.day(day),) * 4 + (PartialDate.month(day.year, day.month), PartialDate.by(day)))
        if chance.random() < 0.1:
            on = replace(PartialDate.month(day.year, day.month), earliest=day)
        yield _happened(case, source, n, type_, on, {"undated": True} if chance.random() < 0.2 else {})


def _happened(case: Actor, source: Source, n: int, type_: EventType, on: PartialDate, beside: Mapping[str, Scalar]) -> tuple[Actor, Told]:
    said = {"type": type_.value, "order": 90 + n, **beside}
    node = Actor("CaseEvent", f"{source.import_id}|{case.key}|{n}", case.district, case.recorded_at, source, Interval(on), said)
    return node, ("HAS_EVENT", case.ref, node.ref, on)


Happened = tuple[EventType, PartialDate, Mapping[str, Scalar]]


def _in_one_month(raised: date) -> Iterator[Happened]:
    """Evaluated on a day of the month in which it was struck off: no disorder."""
    yield EventType.EVALUATED, PartialDate.day(date(2020, 1, 20)), {}
    yield EventType.STRUCK_OFF, PartialDate.month(2020, 1), {}


def _reopened_at_once(raised: date) -> Iterator[Happened]:
    """Reopened on the day on which it was handled, and assigned later: in another cycle."""
    yield EventType.REOPENED, PartialDate.day(raised + timedelta(days=3)), {}
    yield EventType.ASSIGNED, PartialDate.day(raised + timedelta(days=10)), {}


def _nothing(raised: date) -> Iterator[Happened]:
    """Of a case of which no day is known, nothing more."""
    yield from ()


_PLOTS: Mapping[str, Callable[[date], Iterable[Happened]]] = {"N01": _in_one_month, "N05": _reopened_at_once, "UNDATED": _nothing}
_CLOSED_BY_ANOTHER = "N03"
"""Evaluated by who handled it, while another leads."""
