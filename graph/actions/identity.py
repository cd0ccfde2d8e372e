"""Who the rosters' people are: settled anew after each import, so that it comes out the same whichever sheet came first.

What rosters say is provisional where its person has neither a post nor a number, or was found by the name alone. It belongs to the
one person of that name who is known in its unit; else, by the name alone, to the only one whose posts suit the cell; else to a
person of its own, whom only rosters know.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.actions import appointments, groups, ties
from graph.actions.drafting import Draft
from graph.actions.people import BY_NAME, Named, People
from graph.interval import PartialDate
from graph.model import Link, Problem, Ref, Severity, Source

_BEFORE_ALL_DAYS = PartialDate.day(date(1900, 1, 1))


@dataclass(frozen=True, slots=True)
class _Move:
    """A filling or liaison that belongs to somebody else, or to the same person on other grounds."""

    link: Link
    person: Ref
    by_name: bool


def settle(draft: Draft, people: People) -> None:
    """Give every provisional filling and liaison to whom it belongs, and tell of each person who was found by the name alone."""
    for name, persons in people.shared_names():
        moves = tuple(_moves(draft, people, name, persons))
        for move in moves:
            groups.hand_over(draft, move.link, move.person, move.by_name)
        for match in {(m.link.start, m.person): m for m in moves if m.by_name}.values():
            zh, en = f"按姓名与任职表上的“{name}”认作同一人。", f"Taken to be the {name} of the sheet of posts."
            _tell(draft, "SAME_BY_NAME", zh, en, match.link.source, name)
        for left in {m.link.start: m for m in moves}.values():
            if not people.anchored(left.link.start) and not people.places(left.link.start):
                ties.hand_over(draft, left.link.start, left.person)
                _stand_down(draft, people, left.link.start, left.person, left.link.source)


def merge(draft: Draft, people: People, gone: Ref, kept: Ref, source: Source) -> None:
    """Two turn out to be one: all that was said of the first is said of the second."""
    for holding in draft.out("HOLDS", gone):
        appointments.hand_over(draft, holding, kept)
    for link in people.places(gone):
        groups.hand_over(draft, link, kept, link.flag(BY_NAME))
    ties.hand_over(draft, gone, kept)
    _stand_down(draft, people, gone, kept, source)


def tell_of_duplicates(draft: Draft, people: People) -> None:
    """Tell of each new person of a name that others have, unless numbers tell them apart."""
    for name, persons in people.shared_names():
        for place, person in enumerate(persons):
            rivals = [p for p in persons if p != person and not (people.number(p) and people.number(person))]
            before = {*persons[:place], *(p for p in persons if not draft.is_new(p))}
            if draft.is_new(person) and before.intersection(rivals):
                who = "、".join(p.key for p in rivals)
                zh = f"另有同名的“{name}”({who}),按不同的人记。如果是同一人,请填人员编号。"
                en = f"Others are called {name} as well ({who}); recorded as another person. If they are one, give the personnel number."
                _tell(draft, "POSSIBLE_DUPLICATE", zh, en, people.source(person), name)


def _moves(draft: Draft, people: People, name: str, persons: tuple[Ref, ...]) -> Iterator[_Move]:
    anchored = {person: people.units(person) for person in persons if people.anchored(person)}
    for person in persons:
        for link in people.places(person):
            if person not in anchored or link.flag(BY_NAME):
                move = _belonging(draft, people, name, link, anchored)
                if (move.person, move.by_name) != (person, link.flag(BY_NAME)):
                    yield move


def _belonging(draft: Draft, people: People, name: str, link: Link, anchored: dict[Ref, set[Ref]]) -> _Move:
    """To whom a provisional filling or liaison belongs. Where several are known in its unit, it stays where it is."""
    units, cell = people.place(link)
    at_home = [person for person, known in anchored.items() if known & units]
    if at_home:
        return _Move(link, at_home[0], by_name=False) if len(at_home) == 1 else _Move(link, link.start, link.flag(BY_NAME))
    suited = [person for person in anchored if people.suits(person, cell)]
    if len(suited) == 1:
        return _Move(link, suited[0], by_name=True)
    if link.start not in anchored:
        return _Move(link, link.start, by_name=False)
    return _Move(link, _stranger(people, name, units, link.source), by_name=False)


def _stranger(people: People, name: str, units: set[Ref], source: Source) -> Ref:
    """The person of this name whom only rosters know, in one of these units."""
    unit = min(units)
    known = (p for p in people.namesakes(Named(name, unit)) if not people.anchored(p) and people.units(p) & units)
    return next(known, None) or people.add(Named(name, unit), source)


def _stand_down(draft: Draft, people: People, gone: Ref, kept: Ref, source: Source) -> None:
    """Nobody is left behind a node: one that was drafted is forgotten, an older one exists on no day."""
    people.lose(gone)
    if draft.is_new(gone):
        draft.forget(gone)
    else:
        draft.change(gone, "mergedInto", kept.key, None, source)
        draft.change(gone, "until", _BEFORE_ALL_DAYS, None, source)


def _tell(draft: Draft, code: str, zh: str, en: str, at: Source, name: str) -> None:
    draft.tell(Problem(Severity.INFO, code, zh, en, at.file, at.sheet, at.cell, name))
