"""What hangs together with what on a day, by trying every way over plain rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from tests.oracle.days import Boundary, Truth, within

WALKED = {"District", "Subdistrict", "Community", "Courtyard", "Organization", "Post", "Person", "WorkGroup", "Seat"}


class Key(NamedTuple):
    label: str
    key: str


class Thing(NamedTuple):
    """A row of things: `kind` is told of a seat."""

    key: Key
    since: Boundary
    until: Boundary | None
    kind: str


class Tie(NamedTuple):
    """A row of links."""

    type: str
    start: Key
    end: Key
    since: Boundary
    until: Boundary | None


@dataclass(frozen=True)
class Walks:
    """Rows of a district, a day, and the kinds of seat that the rule of the day chooses."""

    things: Mapping[Key, Thing]
    ties: tuple[Tie, ...]
    day: date
    asked: frozenset[str]

    def _held(self, tie: Tie) -> Truth:
        return within(self.day, tie.since, tie.until)

    def exists(self, key: Key) -> bool:
        """A community for certain; all else perhaps; a group that serves at all while it serves; a seat that is chosen, of a group."""
        thing = self.things[key]
        lives = within(self.day, thing.since, thing.until)
        if key.label == "Community":
            return lives is True
        if key.label == "WorkGroup":
            serves = [self._held(tie) for tie in self.ties if tie.type == "SERVES" and tie.start == key]
            return lives is not False and (not serves or serves != [False] * len(serves))
        if key.label == "Seat":
            of_groups = [self._held(tie) for tie in self.ties if tie.type == "HAS_SEAT" and tie.end == key]
            return thing.kind in self.asked and any(held is not False for held in of_groups)
        return key.label in WALKED and lives is not False

    @cached_property
    def there(self) -> frozenset[Key]:
        return frozenset(key for key in self.things if self.exists(key))

    @cached_property
    def held(self) -> tuple[Tie, ...]:
        """The links that hold for certain between things that exist."""
        return tuple(t for t in self.ties if self._held(t) is True and t.start in self.there and t.end in self.there)

    @cached_property
    def near(self) -> Mapping[Key, frozenset[Key]]:
        out: dict[Key, set[Key]] = {key: set() for key in self.there}
        for tie in self.held:
            out[tie.start].add(tie.end)
            out[tie.end].add(tie.start)
        return {key: frozenset(others) for key, others in out.items()}

    def ways(self, start: Key, end: Key, longest: int) -> Iterator[tuple[Key, ...]]:
        """Every way that meets nothing twice, of at most so many links."""
        if start in self.there and end in self.there:
            yield from self._ways((start,), end, longest)

    def _ways(self, so_far: tuple[Key, ...], end: Key, left: int) -> Iterator[tuple[Key, ...]]:
        if so_far[-1] == end:
            yield so_far
        elif left:
            for key in self.near[so_far[-1]]:
                if key not in so_far:
                    yield from self._ways((*so_far, key), end, left - 1)

    def around(self, start: Key, depth: int) -> frozenset[Key]:
        """Everything within so many links."""
        found = frozenset({start})
        for _ in range(depth):
            found |= {near for key in found for near in self.near[key]}
        return found
