"""A district in the making: its people's posts and who sits in which seat, changed only as real life changes them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from graph.vocabulary import PostRank, SeatKind, SeatSpec
from loaders.sample.places import Place, Territory
from loaders.sample.profile import LEADING_BODIES, Post, Profile, Renamed
from loaders.sample.units import Unit, units

Seat: TypeAlias = tuple[str, SeatKind]


@dataclass(frozen=True, slots=True)
class Filling:
    """Who sits in a seat in [since, until), and the department that the seat represents. Nobody: the seat is vacant."""

    people: tuple[str, ...]
    since: date
    until: date | None = None
    unit: str = ""


class District:
    """Posts and seats, in the order they were made. Names are unique: a person is his name."""

    def __init__(self, territory: Territory, profile: Profile) -> None:
        self.territory = territory
        self.profile = profile
        self.units: tuple[Unit, ...] = units(territory, profile)
        self.posts: list[Post] = []
        self.seats: dict[Seat, list[Filling]] = {}
        self.inclusive: set[tuple[str, date]] = set()
        self._numbers: Counter[str] = Counter()

    # ---- people

    def recruit(self, prefix: str, unit: str, title: str, rank: PostRank, since: date) -> str:
        """A new person, called after the prefix and the next number, in a post."""
        self._numbers[prefix] += 1
        name = f"{prefix}{self._numbers[prefix]:02d}"
        self.posts.append(Post(name, unit, title, rank, since))
        return name

    def succeed(self, person: str, on: date) -> str:
        """The person's open posts end on the day; a newcomer takes over the first of them."""
        ending = [post for post in self.posts if post.person == person and post.until is None]
        self.posts = [replace(post, until=on) if post in ending else post for post in self.posts]
        first = ending[0]
        return self.recruit(person.rstrip("0123456789"), first.unit, first.title, first.rank, on)

    def team(self, unit: str, rank: PostRank, by: date) -> tuple[str, ...]:
        """Who has held a post of the rank in the unit since that day at the latest, and does still.

        Not the people of the sources: their seats are not ours to give.
        """
        held = (post for post in self.posts if (post.unit, post.rank, post.until) == (unit, rank, None))
        return tuple(post.person for post in held if post.since is not None and post.since <= by)

    def leaders(self, by: date) -> tuple[str, ...]:
        """The district leaders who have served since that day at the latest, and do still."""
        return tuple(person for unit in LEADING_BODIES for person in self.team(unit, PostRank.DISTRICT_LEADER, by))

    def move(self, people: tuple[str, ...], change: Renamed) -> None:
        """What the people hold in the new department they held in the old one until the day of the change."""
        moved = [post for post in self.posts if post.person in people and post.unit == change.new]
        self.posts = [replace(post, unit=change.old, until=change.on) if post in moved else post for post in self.posts]
        self.posts.extend(replace(post, since=change.on) for post in moved)

    def title(self, person: str, rank: PostRank) -> str:
        """What somebody with a post of the rank is called; empty without one."""
        return next((post.title for post in self.posts if (post.person, post.rank) == (person, rank)), "")

    # ---- seats

    def asks(self, kind: SeatKind) -> SeatSpec | None:
        """What the rule says of a seat; None where it has none of that kind."""
        return next((spec for spec in self.profile.rule if spec.kind is kind), None)

    def one_person(self, kind: SeatKind) -> bool:
        """Does the rule ask for the seat, and is one holder enough?"""
        spec = self.asks(kind)
        return spec is not None and spec.minimum == 1

    def seat(self, code: str, kind: SeatKind, people: tuple[str, ...], unit: str = "") -> None:
        """The first filling of a seat, from the day the groups begin."""
        self.seats[code, kind] = [Filling(people, self.profile.groups_since, unit=unit)]

    def sits(self, code: str, kind: SeatKind) -> Filling:
        """The latest filling of a seat."""
        return self.seats[code, kind][-1]

    def hand_over(self, code: str, kind: SeatKind, people: tuple[str, ...], on: date, unit: str | None = None) -> None:
        """From the day on these sit in the seat, in place of those before: no gap and no overlap."""
        last = self.sits(code, kind)
        self.seats[code, kind][-1] = replace(last, until=on)
        self.seats[code, kind].append(Filling(people, on, unit=last.unit if unit is None else unit))

    def served_by(self, person: str, kind: SeatKind) -> tuple[str, ...]:
        """The communities in whose seat of that kind the person sits at last."""
        return tuple(code for (code, k), fillings in self.seats.items() if k is kind and person in fillings[-1].people)

    def least_busy(self, team: Sequence[str], kind: SeatKind) -> str:
        """Of several people the one with the fewest groups; the first of equals."""
        return min(team, key=lambda person: len(self.served_by(person, kind)))

    # ---- places

    def place(self, code: str) -> Place:
        return next(place for place in self.territory.communities if place.code == code)

    def untouched(self, code: str) -> bool:
        """Has nothing changed in the community's group since it began?"""
        return all(len(self.seats[code, spec.kind]) == 1 for spec in self.profile.rule)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the roster: the whole composition of a group in [since, until)."""

    place: Place
    since: date
    until: date | None
    seats: dict[SeatKind, Filling]


def roster(district: District) -> Iterator[Row]:
    """The lines of every community's group: a new one whenever a seat changes hands."""
    kinds = [spec.kind for spec in district.profile.rule]
    for place in district.territory.communities:
        fillings = {kind: district.seats[place.code, kind] for kind in kinds}
        starts = sorted({filling.since for seat in fillings.values() for filling in seat})
        for since, until in zip(starts, [*starts[1:], None], strict=True):
            yield Row(place, since, until, {kind: _on(seat, since) for kind, seat in fillings.items()})


def _on(seat: list[Filling], day: date) -> Filling:
    return next(f for f in seat if f.since <= day and (f.until is None or day < f.until))
