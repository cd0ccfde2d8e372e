"""Who can be in whose place: every place in a seat has a holder of its own, who is there or is stood in for, and nobody is there twice."""

import pytest

from graph.analysis.crews import Place, met
from graph.analysis.measures import Counted
from graph.model import Ref
from graph.vocabulary import SeatKind

LEADER, MEMBER, TEAM = SeatKind.DISTRICT_LEADER, SeatKind.DEPARTMENT_LEADER, SeatKind.SUBDISTRICT_LEADER


def somebody(name: str) -> Counted:
    return Counted("990101", Ref("Person", name))


def places(cell: str) -> tuple[Place, ...]:
    """`h h:d`: the holder h himself, or the deputy d in the place of h."""
    pairs = (word.split(":") for word in cell.split())
    return tuple(Place(somebody(pair[0]), somebody(pair[-1])) for pair in pairs)


def seated(needs: dict[SeatKind, int], **cells: str) -> set[str] | None:
    kinds = {"leader": LEADER, "member": MEMBER, "team": TEAM}
    found = met([needs], {kinds[name]: places(cell) for name, cell in cells.items()})
    return None if found is None else {person.ref.key for person in found}


BOTH = {LEADER: 1, MEMBER: 1}


@pytest.mark.parametrize(
    ("leader", "member", "expected"),
    [
        ("a", "b", {"a", "b"}),
        ("a", "a", None),
        ("a b", "a", {"a", "b"}),
        ("a", "", None),
        ("h:d", "b", {"d", "b"}),
        ("h:d", "d", None),
        ("h:d", "h:e", None),
        ("h:d k:d", "h:e", {"d", "e"}),
        ("h:d", "h:e k:d", None),
        ("h:d h:e", "k:d", {"d", "e"}),
    ],
)
def test_two_seats(leader: str, member: str, expected: set[str] | None) -> None:
    assert seated(BOTH, leader=leader, member=member) == expected


def test_a_seat_of_several() -> None:
    assert seated({TEAM: 2}, team="a b") == {"a", "b"}
    assert seated({TEAM: 2}, team="a h:a") is None
    assert seated({TEAM: 2}, team="h:d h:e") is None
    assert seated({TEAM: 2}, team="h:d h:e k:d") == {"d", "e"}
    assert seated({TEAM: 2, LEADER: 1}, team="a b c", leader="b") == {"a", "b", "c"}


def test_one_combination_suffices_and_none_asks_for_nobody() -> None:
    held = {LEADER: places("a")}
    assert met([{MEMBER: 1}, {LEADER: 1}], held) == frozenset({somebody("a")})
    assert met([{MEMBER: 1}], held) is None
    assert met([{}], {}) == frozenset()
