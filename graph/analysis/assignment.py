"""Who takes which opening at the least cost: a min-cost flow, or an integer programme where that leaves a rule unobserved.

An opening is a place that lacks a holder, or one whose holder may give it to somebody else. Costs are whole numbers compared one after
another (lexicographically): what is lacking is filled first, as far as it goes; then the load is as even as it can be; then the rest.

Both solvers see the same problem in the same order, so the answer is the same for facts in any order. The flow knows neither that one
person takes only one place of a group, nor that nobody both gives and takes: where its answer observes both all the same it is the best.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeAlias, TypeVar

import networkx as nx
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from graph.analysis.measures import Counted
from graph.vocabulary import SeatKind

K = TypeVar("K", bound=Hashable)


class Hand(NamedTuple):
    """Somebody as a holder of one kind of seat: loads are counted by kind."""

    kind: SeatKind
    person: Counted


@dataclass(frozen=True, slots=True)
class Opening:
    """Places of a group: so many lack a holder, or one whose holder (`giver`) may give it to somebody else."""

    group: Counted
    kind: SeatKind
    count: int = 1
    giver: Hand | None = None


class Cost(NamedTuple):
    """What it costs to take an opening, beside the load; each part weighs more than all that come after it."""

    other_subdistrict: int = 0
    mismatch: int = 0
    change: int = 0
    order: int = 0


class Option(NamedTuple):
    """Somebody who may take an opening."""

    opening: int
    taker: Hand
    cost: Cost


@dataclass(frozen=True)
class Problem:
    """Openings and options in a fixed order; what each hand carries already, and how much it may; how many options may be chosen."""

    openings: Sequence[Opening]
    options: Sequence[Option]
    loads: Mapping[Hand, int]
    capacity: Mapping[Hand, int | None]
    moves: int | None = None

    @cached_property
    def most(self) -> int:
        """No more options can be chosen."""
        open_ = sum(opening.count for opening in self._open)
        return open_ if self.moves is None else min(open_, self.moves)

    @property
    def _open(self) -> Iterator[Opening]:
        """The openings that there are options for."""
        return (self.openings[i] for i in dict.fromkeys(option.opening for option in self.options))

    def room(self, hand: Hand) -> int:
        """How many more it may take."""
        top = self.capacity.get(hand)
        return self.most if top is None else max(0, min(self.most, top - self.loads.get(hand, 0)))

    def giver(self, option: Option) -> Hand | None:
        return self.openings[option.opening].giver

    def group(self, option: Option) -> Counted:
        return self.openings[option.opening].group

    @cached_property
    def takers(self) -> Sequence[Hand]:
        return tuple(dict.fromkeys(option.taker for option in self.options))

    @cached_property
    def givers(self) -> Mapping[Hand, int]:
        """Who may give, and how many."""
        return Counter(opening.giver for opening in self._open if opening.giver)


def solved(problem: Problem) -> tuple[Option, ...]:
    """The options to be chosen, in their order."""
    parts = [problem] if problem.moves is not None else [*_parts(problem)]
    chosen = [option for part in parts for option in _solved(part)]
    return tuple(sorted(chosen, key=lambda option: (option.opening, option.taker)))


def load_after(problem: Problem, chosen: Iterable[Option]) -> Mapping[Hand, int]:
    """What each hand carries once these options are chosen."""
    out = Counter(problem.loads)
    for option in chosen:
        out[option.taker] += 1
        if giver := problem.giver(option):
            out[giver] -= 1
    return out


def _solved(problem: Problem) -> tuple[Option, ...]:
    if not problem.most or not problem.options:
        return ()
    found = _flow(problem)
    return found if _observed(problem, found) else _programme(problem)


def _observed(problem: Problem, chosen: Sequence[Option]) -> bool:
    """Does nobody take two places of a group, and nobody both give and take?"""
    places = Counter((problem.group(option), option.taker.person) for option in chosen)
    giving = {problem.giver(option) for option in chosen}
    return max(places.values(), default=0) < 2 and giving.isdisjoint(option.taker for option in chosen)


def _parts(problem: Problem) -> Iterator[Problem]:
    """What can be solved apart: no hand, and nobody in the same group, is in two of them."""
    graph: nx.Graph[Hashable] = nx.Graph()
    for option in problem.options:
        opening = problem.openings[option.opening]
        graph.add_edge(option.opening, option.taker)
        graph.add_edge(option.opening, (opening.group, option.taker.person))
        if opening.giver:
            graph.add_edge(option.opening, opening.giver)
    part_of = {node: number for number, nodes in enumerate(nx.connected_components(graph)) for node in nodes}
    own: defaultdict[int, list[Option]] = defaultdict(list)
    for option in problem.options:
        own[part_of[option.opening]].append(option)
    yield from (replace(problem, options=options) for options in own.values())


# ---- costs as one number


@dataclass(frozen=True, slots=True)
class Scale:
    """What a unit of each part weighs, so that one unit outweighs all that may come after it."""

    load: int
    other_subdistrict: int
    mismatch: int
    change: int
    order: int = 1

    @classmethod
    def of(cls, moves: int, highest: int, order: int = 1) -> "Scale":
        """For so many moves, and orders up to `highest`, of which a unit weighs `order`."""
        change = order * (moves * highest + 1)
        mismatch = change * (moves + 1)
        other = mismatch * (moves + 1)
        return cls(other * (moves + 1), other, mismatch, change, order)

    def weighed(self, cost: Cost) -> int:
        weights = (self.other_subdistrict, self.mismatch, self.change, self.order)
        return sum(weight * part for weight, part in zip(weights, cost, strict=True))


def _scale(problem: Problem) -> Scale:
    highest = max(option.cost.order for option in problem.options)
    return Scale.of(problem.most, highest, problem.most * highest * len(problem.openings) + 1)


def _tie(problem: Problem, option: Option) -> int:
    """Of plans that cost the same, that in which the first openings go to the first keys; less than a unit of any part of the cost."""
    return (len(problem.openings) - option.opening) * option.cost.order


# ---- as a flow


def _flow(problem: Problem) -> tuple[Option, ...]:
    """By network simplex on whole numbers: moves run from a source through givers, openings and takers to a sink."""
    weights = _scale(problem)
    graph: nx.MultiDiGraph[Hashable] = nx.MultiDiGraph()
    graph.add_node("source", demand=-problem.most)
    graph.add_node("sink", demand=problem.most)
    graph.add_edge("source", "sink", weight=0, capacity=problem.most)
    heaviest = max(problem.loads.get(hand, 0) for hand in (*problem.takers, *problem.givers)) + problem.most + 1
    filled = -weights.load * heaviest * (problem.most + 1) * 4
    for i in dict.fromkeys(option.opening for option in problem.options):
        opening = problem.openings[i]
        start = opening.giver and ("giver", opening.giver)
        graph.add_edge(start or "source", i, weight=0 if start else filled, capacity=opening.count)
    for giver, count in problem.givers.items():
        for step in range(count):
            graph.add_edge("source", ("giver", giver), weight=-weights.load * (problem.loads.get(giver, 0) - step), capacity=1)
    for hand in problem.takers:
        for step in range(problem.room(hand)):
            graph.add_edge(hand, "sink", weight=weights.load * (problem.loads.get(hand, 0) + step + 1), capacity=1)
    for option in problem.options:
        graph.add_edge(option.opening, option.taker, weight=weights.weighed(option.cost) + _tie(problem, option), capacity=1)
    _, flow = nx.network_simplex(graph)
    return tuple(o for o in problem.options if any(flow[o.opening].get(o.taker, {}).values()))


# ---- as an integer programme


def _programme(problem: Problem) -> tuple[Option, ...]:
    """One part of the cost after another, each with those before it held at their least."""
    rows = _Rows(problem)
    for objective in rows.objectives():
        found = milp(objective, constraints=rows.constraints(), bounds=Bounds(0, 1), integrality=1)
        assert found.x is not None, "to choose nothing is always allowed"
        rows.hold(objective, round(float(found.fun)))
    return tuple(option for option, x in zip(problem.options, found.x, strict=False) if x > 0.5)


_Row: TypeAlias = tuple[Mapping[int, int], float, float]
"""What the variables are multiplied by, and the least and the most that their sum may be."""
_NO_LIMIT = float("inf")


class _Rows:
    """The programme: a variable for each option, for each step of load up and down, and for who gives rather than takes."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._ups = [(hand, step) for hand in problem.takers for step in range(problem.room(hand))]
        self._downs = [(hand, step) for hand, count in problem.givers.items() for step in range(count)]
        self._both = [hand for hand in problem.takers if hand in problem.givers]
        self.width = len(problem.options) + len(self._ups) + len(self._downs) + len(self._both)
        self._rows: list[_Row] = [*self._limits()]

    def objectives(self) -> Iterator[Sequence[int]]:
        """What is filled (negative), the load, each other part of the cost, and what breaks ties."""
        options, first = self.problem.options, len(self.problem.options)
        yield self._dense({i: -1 for i, option in enumerate(options) if not self.problem.giver(option)})
        ups = {first + i: self._load(hand) + step + 1 for i, (hand, step) in enumerate(self._ups)}
        downs = {first + len(self._ups) + i: step - self._load(hand) for i, (hand, step) in enumerate(self._downs)}
        yield self._dense(ups | downs)
        for part in Cost._fields:
            yield self._dense({i: getattr(option.cost, part) for i, option in enumerate(options)})
        yield self._dense({i: _tie(self.problem, option) for i, option in enumerate(options)})

    def hold(self, objective: Sequence[int], value: int) -> None:
        """From here on, this part of the cost is no more than that."""
        self._rows.append(({i: factor for i, factor in enumerate(objective) if factor}, -_NO_LIMIT, value))

    def constraints(self) -> LinearConstraint:
        entries = [(i, column, value) for i, (row, _, _) in enumerate(self._rows) for column, value in row.items()]
        rows, columns, values = zip(*entries, strict=True)
        matrix = csr_array((values, (rows, columns)), shape=(len(self._rows), self.width))
        return LinearConstraint(matrix, [low for _, low, _ in self._rows], [high for _, _, high in self._rows])

    def _load(self, hand: Hand) -> int:
        return self.problem.loads.get(hand, 0)

    def _dense(self, entries: Mapping[int, int]) -> Sequence[int]:
        return [entries.get(i, 0) for i in range(self.width)]

    def _limits(self) -> Iterator[_Row]:
        problem = self.problem
        every = range(len(problem.options))
        yield dict.fromkeys(every, 1), 0, problem.most
        for opening, chosen in _gathered((o.opening, i) for i, o in enumerate(problem.options)).items():
            yield dict.fromkeys(chosen, 1), 0, problem.openings[opening].count
        for chosen in _gathered(((problem.group(o), o.taker.person), i) for i, o in enumerate(problem.options)).values():
            yield dict.fromkeys(chosen, 1), 0, 1
        takes, gives = self._of_hands()
        first = len(problem.options)
        yield from self._steps(takes, self._ups, first)
        yield from self._steps(gives, self._downs, first + len(self._ups))
        for i, hand in enumerate(self._both, first + len(self._ups) + len(self._downs)):
            yield dict.fromkeys(takes[hand], 1) | {i: problem.most}, 0, problem.most
            yield dict.fromkeys(gives[hand], 1) | {i: -problem.most}, -_NO_LIMIT, 0

    def _of_hands(self) -> tuple[Mapping[Hand, Sequence[int]], Mapping[Hand, Sequence[int]]]:
        """The options by which each hand takes, and by which it gives."""
        options = self.problem.options
        takes = _gathered((option.taker, i) for i, option in enumerate(options))
        return takes, _gathered((giver, i) for i, option in enumerate(options) if (giver := self.problem.giver(option)))

    def _steps(self, chosen: Mapping[Hand, Sequence[int]], steps: Sequence[tuple[Hand, int]], first: int) -> Iterator[_Row]:
        """As many steps of load as options that a hand takes, or gives; the cheapest are taken by themselves."""
        own: defaultdict[Hand, dict[int, int]] = defaultdict(dict)
        for i, (hand, _) in enumerate(steps, first):
            own[hand][i] = -1
        for hand, options in chosen.items():
            yield dict.fromkeys(options, 1) | own[hand], 0, 0


def _gathered(pairs: Iterable[tuple[K, int]]) -> Mapping[K, Sequence[int]]:
    out: defaultdict[K, list[int]] = defaultdict(list)
    for key, number in pairs:
        out[key].append(number)
    return out
