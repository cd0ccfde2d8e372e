"""What lies around a thing on a day: everything within so many links of it, the nearest first, and all links among them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.analysis.network import Ground
from graph.errors import BadArgument
from graph.model import Link, Ref

DEEPEST = 4
MOST_THINGS = 250
MOST_LINKS = 1_000


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The thing asked for stands first. `partial`: within the depth there is more than could be given."""

    refs: tuple[Ref, ...]
    links: tuple[Link, ...]
    partial: bool


def neighbourhood(
    ground: Ground, start: Ref, depth: int = 1, most_things: int = MOST_THINGS, most_links: int = MOST_LINKS
) -> Neighbourhood | None:
    """What lies within `depth` links. None: the thing does not exist on the day. Errors: BadArgument beyond DEEPEST."""
    if not 1 <= depth <= DEEPEST:
        raise BadArgument(argument="depth", value=depth, cure=f"请给出 1 至 {DEEPEST}。/ Give 1 to {DEEPEST}.")
    if start not in ground:
        return None
    refs, whole = _within(ground, start, depth, most_things)
    links = [x for _, x in zip(range(most_links + 1), _among(ground, refs), strict=False)]
    return Neighbourhood(tuple(refs), tuple(links[:most_links]), not whole or len(links) > most_links)


def _within(ground: Ground, start: Ref, depth: int, most: int) -> tuple[list[Ref], bool]:
    """The nearest first; and is it everything?"""
    found, layer = {start: None}, [start]
    for _ in range(depth):
        layer = list(dict.fromkeys(near for ref in layer for near in ground.around(ref) if near not in found))
        found |= dict.fromkeys(layer[: most - len(found)])
        if len(found) == most and not found.keys() >= set(layer):
            return list(found), False
    return list(found), True


def _among(ground: Ground, refs: Sequence[Ref]) -> Iterator[Link]:
    """The links between any two of these, those of the nearest first."""
    place = {ref: number for number, ref in enumerate(refs)}
    for ref in refs:
        for near in ground.around(ref):
            if near in place and place[near] >= place[ref]:
                yield from ground.links(ref, near)
