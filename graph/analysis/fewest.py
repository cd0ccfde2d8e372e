"""The smallest number of people who can carry all groups of a kind of seat, none of them more than the limit."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from graph.analysis.load import load, serving
from graph.analysis.measures import Counted
from graph.analysis.supply import Supply
from graph.snapshot import Seat, Snapshot
from graph.view import View
from graph.vocabulary import SeatKind

_NO_LIMIT = float("inf")


def fewest(view: View, kind: SeatKind, within: Sequence[str] | None = None, limit: int | None = None) -> int | None:
    """How many people suffice for the groups of these divisions, as many in each as the rule asks for, and at least one.

    Whoever qualifies and sits in no other seat of the group may take it, whoever sits there now. `limit`: left out, that of the load. None
    where even all of them do not suffice. Errors: UnknownDivision.
    """
    most = load(view, kind, within).limit if limit is None else limit
    open_to: Counter[tuple[frozenset[Counted], int]] = Counter()
    for part in view.scope(within):
        supply = Supply(part.snapshot)
        for group in serving(part.snapshot, part.communities):
            seats = [seat for seat in part.snapshot.seats(group) if seat.kind is kind]
            if seats:
                open_to[_candidates(supply, seats), max(1, seats[0].spec.minimum)] += 1
    return _suffice(open_to, most or 0)


def _candidates(supply: Supply, seats: Sequence[Seat]) -> frozenset[Counted]:
    snapshot: Snapshot = supply.snapshot
    elsewhere = {f.person.ref for seat in snapshot.seats(seats[0].group) if seat.kind is not seats[0].kind for f in seat.fillings}
    return frozenset(Counted(snapshot.district, p) for seat in seats for p in supply.qualified(seat) if p not in elsewhere)


def _suffice(open_to: Mapping[tuple[frozenset[Counted], int], int], limit: int) -> int | None:
    """Groups that are open to the same people are alike, and so are people to whom the same groups are open: these are counted."""
    groups = list(open_to)
    alike = Counter(frozenset(i for i, (people, _) in enumerate(groups) if p in people) for p in frozenset().union(*(g[0] for g in groups)))
    people = sorted(alike, key=sorted)
    pairs = [(i, c) for c, own in enumerate(people) for i in sorted(own)]
    rows = [*_rows(groups, open_to, people, pairs, limit)]
    width = len(people) + len(pairs)
    if not groups:
        return 0
    if not width:
        return None
    matrix = csr_array(_entries(row for row, _, _ in rows), shape=(len(rows), width))
    limits = LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows])
    bounds = Bounds(0, [alike[own] for own in people] + [_NO_LIMIT] * len(pairs))
    found = milp([1] * len(people) + [0] * len(pairs), constraints=limits, bounds=bounds, integrality=1)
    return None if found.x is None else round(float(found.fun))


def _rows(
    groups: Sequence[tuple[frozenset[Counted], int]],
    open_to: Mapping[tuple[frozenset[Counted], int], int],
    people: Sequence[frozenset[int]],
    pairs: Sequence[tuple[int, int]],
    limit: int,
) -> Iterator[tuple[Mapping[int, int], float, float]]:
    """How many of each sort of people are asked, and how many places of each sort of group they take."""
    place = {pair: len(people) + n for n, pair in enumerate(pairs)}
    for i, group in enumerate(groups):
        wanted = group[1] * open_to[group]
        yield {column: 1 for (j, _), column in place.items() if j == i}, wanted, wanted
    for c in range(len(people)):
        yield {column: 1 for (_, d), column in place.items() if d == c} | {c: -limit}, -_NO_LIMIT, 0
    for (i, c), column in place.items():
        yield {column: 1, c: -open_to[groups[i]]}, -_NO_LIMIT, 0


def _entries(rows: Iterator[Mapping[int, int]]) -> tuple[list[int], tuple[list[int], list[int]]]:
    entries = [(value, i, column) for i, row in enumerate(rows) for column, value in row.items()]
    return [e[0] for e in entries], ([e[1] for e in entries], [e[2] for e in entries])
