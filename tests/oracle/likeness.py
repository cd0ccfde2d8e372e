"""Which complaints are of one problem, by comparing every one with every other."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

ALIKE = 85


class Complaint(NamedTuple):
    """A row of a ledger: `common` is the number of the case that it is an instance of, blank for none."""

    number: str
    community: str
    category: str
    text: str
    common: str = ""


def alike(one: Complaint, other: Complaint) -> bool:
    if one.number == other.common or other.number == one.common:
        return True
    if one.common and one.common == other.common:
        return True
    told = one.category and one.text and other.text
    return bool(told and one.category == other.category and fuzz.token_set_ratio(one.text, other.text) >= ALIKE)


def problems(complaints: Sequence[Complaint], cases: int, communities: int) -> Iterator[frozenset[str]]:
    """Whatever hangs together by likeness, where it is enough of it."""
    left = list(complaints)
    while left:
        group = [left.pop()]
        for one in group:
            near = [other for other in left if alike(one, other)]
            left = [other for other in left if other not in near]
            group += near
        if len(group) >= cases and len({c.community for c in group}) >= communities:
            yield frozenset(c.number for c in group)
