"""Which complaints became common problems: similar cases, so many of them at least, in so many communities at least.

Two cases are similar where one is an instance of the other, or both of the same one; and where their category is the same and rapidfuzz
finds their texts alike (`token_set_ratio` of SIMILAR or more). What is similar to a similar case is of the same problem. A case without a
category or a text is like no other by its text. Cases that are no complaint of their own (see COUNTED) take no part.

Texts are compared within a category only, equal ones once. A text without spaces is one token, for which the ratio of the plain texts is
the same number and faster.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from rapidfuzz import fuzz, process
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from graph.errors import BadArgument
from graph.lifecycle import HANDLED
from graph.model import CaseText
from graph.vocabulary import CaseState, Level

SIMILAR = 85
_AT_ONCE = 512
"""So many texts are compared with all others in one step: what it costs in memory."""
COUNTED = tuple(s for s in CaseState if s not in (CaseState.DUPLICATE, CaseState.OUT_OF_SCOPE, CaseState.WITHDRAWN))
"""The states of cases that are complaints of their own, as the net closure rate counts them."""

Pair: TypeAlias = tuple[int, int]


@dataclass(frozen=True, eq=False)
class CommonProblem:
    """Similar cases. The first speaks for all: the one that most are instances of, else that of most households, else the earliest."""

    cases: tuple[CaseText, ...]

    @property
    def case(self) -> CaseText:
        return self.cases[0]

    @cached_property
    def communities(self) -> frozenset[str]:
        return frozenset(case.community for case in self.cases)

    @cached_property
    def households(self) -> int | None:
        """At least so many are affected: of each community the largest number that a case tells, added up. None: no case tells."""
        most: defaultdict[str, int] = defaultdict(int)
        for case in self.cases:
            if case.households is not None:
                most[case.community] = max(most[case.community], case.households)
        return sum(most.values()) if most else None

    @cached_property
    def solved_level(self) -> Level | None:
        """Where the first was solved; else where most were, of several the highest. None: that is told of none."""
        if own := _solved(self.case):
            return own
        levels = Counter(filter(None, map(_solved, self.cases)))
        return min(levels, key=lambda level: (-levels[level], list(Level).index(level)), default=None)


def _solved(case: CaseText) -> Level | None:
    return Level(case.solved_level) if case.solved_level and case.state in HANDLED else None


def common_problems(texts: Sequence[CaseText], cases: int = 3, communities: int = 2) -> tuple[CommonProblem, ...]:
    """The problems of these cases, given in one order, the latest raised first: those of most cases first. Errors: BadArgument below 1."""
    for name, least in (("cases", cases), ("communities", communities)):
        if least < 1:
            raise BadArgument(argument=name, value=least, cure="请给出 1 以上的数。/ Give 1 or more.")
    large = (members for members in _groups(texts) if len(members) >= cases)
    found = (problem for members in large if len((problem := _problem(members)).communities) >= communities)
    return tuple(sorted(found, key=lambda p: (-len(p.cases), -len(p.communities), p.case.district, p.case.key)))


def _problem(members: Sequence[CaseText]) -> CommonProblem:
    instances = Counter(key for case in members for key in case.common)
    weighed = [(instances[case.key], case.households or 0, place) for place, case in enumerate(members)]
    first = max(weighed)[2]
    return CommonProblem((members[first], *members[:first], *members[first + 1 :]))


def _groups(texts: Sequence[CaseText]) -> Iterable[list[CaseText]]:
    """All cases, parted into problems."""
    place = {(text.district, text.key): number for number, text in enumerate(texts)}
    pairs = [*_instances(texts, place), *_alike(texts)]
    ones, others = zip(*pairs, strict=True) if pairs else ((), ())
    size = len(place)
    _, labels = connected_components(coo_array(([1] * len(pairs), (ones, others)), shape=(size, size)), directed=False)
    groups: defaultdict[int, list[CaseText]] = defaultdict(list)
    for text, label in zip(texts, labels, strict=False):
        groups[int(label)].append(text)
    return groups.values()


def _instances(texts: Sequence[CaseText], place: dict[tuple[str, str], int]) -> Iterator[Pair]:
    """Each case and what it is an instance of; that may be none of these cases, and then gets a place behind them."""
    for number, text in enumerate(texts):
        for key in text.common:
            yield number, place.setdefault((text.district, key), len(place))


def _alike(texts: Sequence[CaseText]) -> Iterator[Pair]:
    for same in _blocks(texts).values():
        first = {text: places[0] for text, places in same.items()}
        yield from ((places[0], other) for places in same.values() for other in places[1:])
        yield from ((first[one], first[other]) for one, other in similar(sorted(same)))


def _blocks(texts: Sequence[CaseText]) -> Mapping[str, Mapping[str, list[int]]]:
    """By category: where each text stands."""
    blocks: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, text in enumerate(texts):
        if text.category and text.text:
            blocks[text.category][text.text].append(number)
    return blocks


def similar(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pairs of different texts that are alike."""
    plain = [text for text in texts if text.split() == [text]]
    spaced = [text for text in texts if text.split() != [text]]
    for start in range(0, len(plain), _AT_ONCE):
        yield from _compared(plain[start : start + _AT_ONCE], plain[start:], fuzz.ratio)
    for start in range(0, len(spaced), _AT_ONCE):
        yield from _compared(spaced[start : start + _AT_ONCE], [*spaced[start:], *plain], fuzz.token_set_ratio)


def _compared(some: Sequence[str], others: Sequence[str], scorer: Callable[..., float]) -> Iterator[tuple[str, str]]:
    """The pairs that are alike of some texts, which are the first of the others as well, and the others."""
    rows, columns = process.cdist(some, others, scorer=scorer, score_cutoff=SIMILAR).nonzero()
    yield from ((some[row], others[column]) for row, column in zip(rows.tolist(), columns.tolist(), strict=True) if row < column)
