"""A plan too large for one transaction, in parts: what it adds first, then, with the last, all that it changes. Pure."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from graph.errors import TooLarge, UndoTooLarge
from graph.model import Link, Plan

T = TypeVar("T")


def split(plan: Plan, limit: int) -> tuple[Plan, ...]:
    """Parts of at most so many nodes and links each; the plan itself where it fits. Error: TooLarge where the last part does not.

    The last holds all that others would notice: what takes the place of something recorded, and whatever hangs on that. Of an undo
    that is everything.
    """
    if weight(plan) <= limit:
        return (plan,)
    if plan.undone:
        raise too_large(plan, limit)
    replaced = {(link.type, link.key) for link in plan.retractions}
    restored = {actor.ref for actor in plan.actors if actor.withdrawn}

    def is_new(link: Link) -> bool:
        return (link.type, link.key) not in replaced and link.start not in restored and link.end not in restored

    made = tuple(actor for actor in plan.actors if not actor.withdrawn)
    new = tuple(filter(is_new, plan.links))
    last = replace(
        plan,
        actors=tuple(actor for actor in plan.actors if actor.withdrawn),
        links=tuple(link for link in plan.links if not is_new(link)),
    )
    if last.size > limit:
        raise too_large(last, limit)
    nodes = (Plan(plan.district, actors=some) for some in _chunks(made, limit))
    links = (Plan(plan.district, links=some) for some in _chunks(new, limit))
    return (*nodes, *links, last)


def weight(plan: Plan) -> int:
    """What counts against the limit: its size. Of an undo each fact counts once, so that one transaction takes back what one brought."""
    return plan.size - len(plan.retractions) - len(plan.taken_back) if plan.undone else plan.size


def too_large(plan: Plan, limit: int) -> TooLarge:
    """The error for a plan, or its last part, that is too much for one transaction."""
    if plan.undone:
        return UndoTooLarge(size=weight(plan), limit=limit, import_id=plan.undone)
    return TooLarge(size=plan.size, limit=limit)


def digest(parts: Sequence[Plan]) -> str:
    """A fingerprint by which a plan that broke off is known again."""
    told = hashlib.sha256()
    for part in parts:
        told.update(repr(part).encode())
    return told.hexdigest()


def _chunks(values: Sequence[T], size: int) -> Iterator[tuple[T, ...]]:
    return (tuple(values[first : first + size]) for first in range(0, len(values), size))
