"""What a rule of the audit is: what it checks, how it judges each thing, and what it says of one that fails."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, TypeAlias

from graph.model import Link, Ref, Severity
from graph.snapshot import Snapshot
from graph.vocabulary import Term

SUBJECTS = frozenset({"District", "Subdistrict", "Community", "Courtyard", "Organization", "Post", "Person", "WorkGroup", "Seat"})
"""The labels of structure that a finding can be about."""


class Item(NamedTuple):
    """One thing that a rule checks: whom it is about, and what of it where that alone does not tell. The same on every day."""

    subject: Ref
    part: str = ""


class Outcome(Enum):
    """How a thing stands to a rule; UNKNOWN where dates are too coarse, or nothing is known that would tell."""

    PASSED = "PASSED"
    FOUND = "FOUND"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Account:
    """What there is to say of a thing that fails: a sentence in both languages, and the dated facts that it rests on."""

    zh: str
    en: str
    evidence: tuple[Link, ...] = ()


Judge: TypeAlias = Callable[[Snapshot, Item], Outcome]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its name, which never changes. `items` are all that it checks on a day, in order; no two are the same.

    `judge` looks at the surroundings of an item only, and passes what is not there on the day: it is asked of other days and moments
    too. `settled`: a judge for these, where a rule compares with the whole district; the whole is then that of the snapshot given.
    `ahead`: how many days before a date it may look at it.
    """

    name: str
    severity: Severity
    title: Term
    items: Callable[[Snapshot], Iterable[Item]]
    judge: Judge
    tell: Callable[[Snapshot, Item], Account]
    ahead: int = 0
    settled: Callable[[Snapshot], Judge] | None = None


def decided(certain: bool, possible: bool) -> Outcome:
    """FOUND where it is so for certain, UNKNOWN where it may be."""
    return Outcome.FOUND if certain else Outcome.UNKNOWN if possible else Outcome.PASSED


def named(snapshot: Snapshot, ref: Ref) -> str:
    """What people call a thing on the day."""
    actor = snapshot.actor(ref)
    return actor.text("shortName") or actor.text("name") or actor.text("title") or ref.key
