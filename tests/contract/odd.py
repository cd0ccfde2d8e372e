"""Cases as no import lets them be, written straight to the store: judged by their handlers, out of order, duplicates in circles."""

import random
from collections.abc import Iterator, Sequence
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
    for event in file.events:
        if event.text("type") in (EventType.EVALUATED, EventType.RESOLVED) and chance.random() < 0.8:
            yield "BY", event.ref, chance.choice([*own, *others]), event.interval.since


def _events(chance: random.Random, case: Actor, source: Source) -> Iterator[tuple[Actor, Told]]:
    """Up to two further events on whatever days, told to the day, the month or the year, or on none."""
    raised = case.properties["raised"]
    assert isinstance(raised, date)
    for n in range(chance.randrange(3)):
        type_, day = chance.choice(_TYPES), raised + timedelta(days=chance.randrange(-40, 60))
        on = chance.choice((PartialDate.day(day),) * 4 + (PartialDate.month(day.year, day.month), PartialDate.by(day)))
        if chance.random() < 0.1:
            on = replace(PartialDate.month(day.year, day.month), earliest=day)
        said: dict[str, Scalar] = {"type": type_.value, "order": 90 + n}
        said |= {"undated": True} if chance.random() < 0.2 else {}
        node = Actor("CaseEvent", f"{source.import_id}|{case.key}|{n}", case.district, case.recorded_at, source, Interval(on), said)
        yield node, ("HAS_EVENT", case.ref, node.ref, on)
