"""Facts for the contract tests: every kind of node and link, every precision of a date."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import cycle

from graph.interval import Interval, PartialDate
from graph.model import Actor, Change, Facts, Link, Plan, Receipt, Ref, Source
from graph.store.cypher import SUBJECTS
from graph.vocabulary import EVER_LABELS, LINKS

PLACE_KEYS = {"District": "", "Subdistrict": "001", "Community": "001001", "Courtyard": "001001001"}
INTERVALS = (
    Interval.days(date(2017, 1, 1)),
    Interval.days(date(2017, 1, 1), date(2019, 7, 1)),
    Interval(PartialDate.month(2019, 5, "2019年5月"), PartialDate.year(2021, "2021")),
    Interval(PartialDate.by(date(2020, 2, 6), "不详"), PartialDate.month(2024, 2)),
    Interval(None, PartialDate.day(date(2020, 1, 1))),
    Interval(PartialDate(date(2019, 5, 11), date(2019, 5, 20), PartialDate.month(2019, 5).precision, "5月中旬"), None),
    Interval(),
)
SOURCE = Source("二级人员名册", "roster.xlsx", "名册", "C5", "import-1")


def key_of(kind: str, district: str) -> str:
    return district + PLACE_KEYS[kind] if kind in PLACE_KEYS else f"{kind}一"


def ref_of(kind: str, district: str) -> Ref:
    return Ref(kind, key_of(kind, district))


def actors(district: str, now: datetime) -> tuple[Actor, ...]:
    """One node of each kind, with all the labels that it may bear."""
    lives = cycle(INTERVALS)
    return tuple(
        Actor(
            kind.label,
            key_of(kind.label, district),
            district,
            now,
            SOURCE,
            next(lives),
            {"name": "甲", "population": 12_345, "share": 0.5, "isSynthetic": True, "founded": date(1998, 3, 1), "tags": ("甲", "乙")},
            EVER_LABELS.get(kind.label, ()),
        )
        for kind in SUBJECTS
    )


def links(district: str, now: datetime) -> tuple[Link, ...]:
    """One link of each kind to each of its kinds of end."""
    lives = cycle(INTERVALS)
    return tuple(
        Link(kind, f"{kind}→{end}", ref_of(start, district), ref_of(end, district), district, now, SOURCE, next(lives), {"isHead": True})
        for kind, start, end in _ends()
    )


def _ends() -> Iterator[tuple[str, str, str]]:
    return ((kind.type, start, end) for kind in LINKS.values() for start, end in kind.pairs)


def changes(district: str, now: datetime) -> tuple[Change, ...]:
    """A name, a number, and an end of life of another precision, of one community; a start taken away of a district."""
    community, whole = ref_of("Community", district), ref_of("District", district)
    until, since = PartialDate.month(2021, 6, "2021年6月"), PartialDate.day(date(2017, 1, 1))
    return (
        Change("name@2019", community, district, "name", "甲", "乙", date(2019, 6, 1), now, SOURCE),
        Change("population@2019", community, district, "population", 12_345, 23_456, None, now, SOURCE),
        Change("until@2021", community, district, "until", PartialDate.year(2021, "2021"), until, None, now, SOURCE),
        Change("since", whole, district, "since", since, None, None, now, SOURCE),
        Change("axis", ref_of("Organization", district), district, "axis", None, "LINE", date(2019, 6, 1), now, SOURCE),
    )


def everything(district: str, now: datetime) -> Plan:
    return Plan(district, actors(district, now), changes(district, now), links(district, now))


def people(district: str, now: datetime, first: int, count: int) -> tuple[Actor, ...]:
    return tuple(Actor("Person", f"p{n}", district, now, SOURCE, properties={"name": f"人{n}"}) for n in range(first, first + count))


def receipt(now: datetime, district: str, name: str = "1") -> Receipt:
    return Receipt(f"{district}-{name}", now, "tester", ("roster.xlsx",), "二级人员名册", {"FILLS": 3})


def ordered(facts: Facts) -> Facts:
    """Facts in an order of their own, so that two of them can be compared."""
    return Facts(
        facts.district,
        facts.revision,
        tuple(sorted(facts.actors, key=lambda actor: actor.ref)),
        tuple(sorted(facts.links, key=lambda link: link.id)),
        tuple(sorted(facts.changes, key=lambda change: change.key)),
    )
