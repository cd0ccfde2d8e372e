"""Whatever can be said of a fact, its properties say, and nothing else; names that the record needs are refused."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neo4j.time import Date, DateTime

from graph.interval import Interval, PartialDate, Precision
from graph.model import Actor, Change, Link, Ref, Source
from graph.store import codec
from graph.store.cypher import SUBJECTS
from graph.vocabulary import EVER_LABELS, LINKS, PlaceKind

DISTRICT = "500000"
NOW = datetime(2020, 2, 6, 9, 30, tzinfo=UTC)

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
maybe_texts = st.none() | texts
zones = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3, minutes=-30))])
instants = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1), timezones=zones)
raws = st.just("") | texts


@st.composite
def unknown(draw: st.DrawFn) -> PartialDate:
    """Some day between two."""
    first, length = draw(days), draw(st.integers(1, 900))
    return PartialDate(first, first + timedelta(days=length), Precision.UNKNOWN, draw(raws))


@st.composite
def stretches(draw: st.DrawFn) -> PartialDate:
    """Part of a month, such as its middle third."""
    first, length = draw(days), draw(st.integers(0, 20))
    return PartialDate(first, first + timedelta(days=length), Precision.MONTH, draw(raws))


boundaries = st.one_of(
    st.builds(PartialDate.day, days),
    st.builds(PartialDate.month, st.integers(1900, 2200), st.integers(1, 12), raws),
    st.builds(PartialDate.year, st.integers(1900, 2200), raws),
    st.builds(PartialDate.by, days, raws),
    stretches(),
    unknown(),
)
intervals = st.builds(Interval, st.none() | boundaries, st.none() | boundaries)
scalars = st.one_of(
    texts, st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.booleans(), days, st.lists(texts, max_size=3).map(tuple)
)
names = st.from_regex(r"own[A-Z][a-z]{0,6}", fullmatch=True)
properties = st.dictionaries(names, scalars, max_size=4)
sources = st.builds(Source, st.text(max_size=5).filter(str.isprintable), maybe_texts, maybe_texts, maybe_texts, maybe_texts)


@st.composite
def actors(draw: st.DrawFn) -> Actor:
    kind = draw(st.sampled_from(SUBJECTS)).label
    labels = EVER_LABELS.get(kind, ())
    extra = draw(st.lists(st.sampled_from(labels), unique=True)) if labels else []
    life, own = draw(intervals), draw(properties)
    return Actor(kind, draw(texts), DISTRICT, draw(instants), draw(sources), life, own, tuple(sorted(extra)))


@st.composite
def links(draw: st.DrawFn) -> Link:
    kind = draw(st.sampled_from(sorted(LINKS.values(), key=lambda k: k.type)))
    start, end = (Ref(label, draw(texts)) for label in draw(st.sampled_from(kind.pairs)))
    retracted, reason = draw(st.tuples(instants, texts) | st.just((None, None)))
    life, own, number = draw(intervals), draw(properties), draw(st.integers(1, 9))
    return Link(kind.type, draw(texts), start, end, DISTRICT, draw(instants), draw(sources), life, own, number, retracted, reason)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    name = draw(st.sampled_from(["since", "until"]) | names)
    values = st.none() | (boundaries if name in ("since", "until") else scalars)
    subject = Ref(draw(st.sampled_from(SUBJECTS)).label, draw(texts))
    old, new, on = draw(values), draw(values), draw(st.none() | days)
    return Change(draw(texts), subject, DISTRICT, name, old, new, on, draw(instants), draw(sources))


def stored(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Properties as a server gives them back: its own kinds of date and instant, and nothing that is None."""

    def there(value: Any) -> Any:
        if isinstance(value, datetime):
            return DateTime.from_native(value)
        return Date.from_native(value) if isinstance(value, date) else value

    assert None not in properties.values()
    return {name: there(value) for name, value in properties.items()}


def raw_of(*dates: PartialDate | None) -> list[str]:
    return [day.raw for day in dates if day is not None and day.precision is not Precision.DAY]


@given(actors())
def test_a_node_comes_back(actor: Actor) -> None:
    back = codec.actor(actor.kind, (actor.kind, *actor.extra), stored(codec.actor_properties(actor)))
    assert back == actor
    assert raw_of(back.interval.since, back.interval.until) == raw_of(actor.interval.since, actor.interval.until)


@given(links())
def test_a_link_comes_back(link: Link) -> None:
    back = codec.link(link.type, link.start, link.end, stored(codec.link_properties(link)))
    assert back == link
    assert raw_of(back.interval.since, back.interval.until) == raw_of(link.interval.since, link.interval.until)


@given(changes())
def test_a_change_comes_back(change: Change) -> None:
    assert codec.change(change.subject, stored(codec.event_properties(change))) == change


@given(actors(), boundaries | st.none(), boundaries | st.none())
def test_a_change_of_a_boundary_leaves_no_trace_of_the_old_one(actor: Actor, old: PartialDate | None, new: PartialDate | None) -> None:
    before = codec.boundary_properties("since", old)
    change = Change("c", actor.ref, DISTRICT, "since", old, new, None, NOW, Source(""))
    after = {name: value for name, value in (before | codec.current_properties(change)).items() if value is not None}
    assert after == codec.boundary_properties("since", new)


@given(st.lists(links(), max_size=5))
def test_ids_of_different_recordings_differ_everywhere(recorded: list[Link]) -> None:
    ids = {codec.link_id(link) for link in recorded}
    assert len(ids) == len({(link.district, link.key, link.number) for link in recorded})
    assert all(found.startswith(f"{DISTRICT}/") for found in ids)


def test_members_of_enumerations_are_stored_as_plain_text() -> None:
    actor = Actor("Community", "c", DISTRICT, NOW, Source(""), properties={"kind": PlaceKind.VILLAGE})
    assert type(codec.actor_properties(actor)["kind"]) is str


@pytest.mark.parametrize("name", ["personId", "districtCode", "recordedAt", "since", "untilRaw", "importId"])
def test_a_name_that_the_record_needs_is_refused_on_a_node(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        codec.actor_properties(Actor("Person", "p", DISTRICT, NOW, Source(""), properties={name: "x"}))


@pytest.mark.parametrize("name", ["fillId", "id", "number", "retractedAt", "source"])
def test_a_name_that_the_record_needs_is_refused_on_a_link(name: str) -> None:
    link = Link("FILLS", "f", Ref("Person", "p"), Ref("Seat", "s"), DISTRICT, NOW, Source(""), properties={name: "x"})
    with pytest.raises(ValueError, match=name):
        codec.link_properties(link)


@pytest.mark.parametrize("text", ["2020-02-06T09:30Z", "2020-02-06T17:30:00.000000000+08:00[Asia/Shanghai]", "2020-02-06T09:30:00"])
def test_an_instant_may_come_as_text(text: str) -> None:
    actor = Actor("Person", "p", DISTRICT, NOW, Source("x"))
    assert codec.actor("Person", ["Person"], {**codec.actor_properties(actor), "recordedAt": text}) == actor


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        codec.actor_properties(Actor("Person", "p", DISTRICT, NOW.replace(tzinfo=None), Source("")))
