"""What was planted, written down by the planter itself: the answer that an analysis of the sample has to find."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from graph.vocabulary import GapReason, PostRank, SeatKind
from loaders.sample.district import District

Json: TypeAlias = str | int | bool | list["Json"] | dict[str, "Json"] | None


@dataclass(frozen=True, slots=True)
class Defect:
    """A gap that shows on every day of [since, until), and no other day. `strict` and `lenient`: is the community still linked?

    Strict linkage asks for both district seats, lenient for one of them. `seats` without an effective holder have none since `since`.
    """

    kind: str
    reason: GapReason
    community: str
    seats: tuple[SeatKind, ...]
    people: tuple[str, ...]
    since: date
    until: date | None = None
    strict: bool = False
    lenient: bool = False
    more: Mapping[str, Json] = field(default_factory=dict)

    def written(self) -> dict[str, Json]:
        without = self.reason not in (GapReason.OVER_MAX, GapReason.SAME_PERSON)
        return {
            "kind": self.kind,
            "reason": self.reason.value,
            "community": self.community,
            "seatKinds": [seat.value for seat in self.seats],
            "people": list(self.people),
            "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "withoutEffectiveSince": self.since.isoformat() if without else None,
            "linkedStrict": self.strict,
            "linkedLenient": self.lenient,
            **self.more,
        }


@dataclass(frozen=True, slots=True)
class Trap:
    """Something that looks like a gap to a careless reader, or that another question than the gaps finds."""

    kind: str
    communities: tuple[str, ...]
    people: tuple[str, ...] = ()
    more: Mapping[str, Json] = field(default_factory=dict)

    def written(self) -> dict[str, Json]:
        return {"kind": self.kind, "communities": list(self.communities), "people": list(self.people), **self.more}


def truth(district: District, seed: int, clean: bool, defects: Iterable[Defect], traps: Iterable[Trap]) -> dict[str, Json]:
    """The content of truth.json. Days are ISO dates; `until` null: still on `asOf`."""
    found = sorted(defects, key=lambda d: (d.since, d.community))
    return {
        "asOf": district.profile.as_of.isoformat(),
        "seed": seed,
        "clean": clean,
        "district": district.territory.district.code,
        "groupsSince": district.profile.groups_since.isoformat(),
        "communities": len(district.territory.communities),
        "groups": len(district.territory.communities),
        "defects": [defect.written() for defect in found],
        "traps": [trap.written() for trap in traps],
        "load": _load(district, [d for d in found if d.until is None]),
    }


def _load(district: District, standing: list[Defect]) -> dict[str, Json]:
    """The serving district leaders on the last day: how many carry how many groups. A ghost carries none."""
    kind, ghosts = SeatKind.DISTRICT_LEADER, {person for d in standing if d.reason is GapReason.GHOST for person in d.people}
    leaders = [post.person for post in district.posts if post.rank is PostRank.DISTRICT_LEADER and post.until is None]
    carried = Counter({person: len(district.served_by(person, kind)) for person in leaders if person not in ghosts})
    shares = Counter(carried.values())
    most = max(shares, default=0)
    return {
        "seatKind": kind.value,
        "leaders": len(leaders),
        "groups": sum(carried.values()),
        "most": most,
        "mostLoaded": [person for person, groups in carried.items() if groups == most],
        "leadersByGroups": {str(groups): shares[groups] for groups in sorted(shares)},
    }
