"""What rules on the record ask of a case: who evaluated it, whether its events are out of order, whether it comes back to itself.

Each part of a statement adds to the list `traits` of a case; a statement has those parts only that are asked for.
"""

from collections.abc import Callable, Collection, Mapping

from graph.lifecycle import LONGEST_CIRCLE, TIES
from graph.model import CaseTrait
from graph.store.cypher.books import AN_EVENT, Books

_WHO = "CASE WHEN {0}.orgId IS NULL THEN $ofPerson + coalesce({0}.mergedInto, {0}.personId) ELSE $ofUnit + {0}.orgId END"
"""A unit, or the person that a node stands for: as known now, at earlier moments too."""


def _listed(*traits: CaseTrait) -> str:
    return f"[{', '.join(repr(trait.value) for trait in traits)}]"


def _last(events: str) -> str:
    """The last of these events; null where there are none."""
    later = "[{0}, {1}.order, {1}.eventId]"
    before, after = (later.format(AN_EVENT.format(name), name) for name in ("last", "x"))
    return f"reduce(last = head({events}), x IN {events} | CASE WHEN {after} > {before} THEN x ELSE last END)"


def _signs(books: Books, kept: str) -> str:
    """V13: who did the last evaluation since the last reopening, against who handled it then, and who leads."""
    day = AN_EVENT.format("x")
    standing = f"[x IN events WHERE x.type = {{0}} AND {day} <= $day AND none(r IN reopened WHERE r >= {day})]"
    by = f"COLLECT {{{{ MATCH {books.link('BY', 'b', '{0}')}(p) WHERE {books.there('b')} RETURN {_WHO.format('p')} }}}}"
    evaluated = _listed(CaseTrait.EVALUATED)
    signed = _listed(CaseTrait.EVALUATED, CaseTrait.SIGNED)
    own = _listed(CaseTrait.EVALUATED, CaseTrait.SIGNED, CaseTrait.SELF_EVALUATED)
    return (
        f"WITH {kept}, traits, [x IN events WHERE x.type = $reopening AND {day} <= $day | {day}] AS reopened "
        f"WITH {kept}, traits, {standing.format('$evaluating')} AS judged, {standing.format('$resolving')} AS done "
        f"WITH {kept}, traits, {_last('judged')} AS judged, {_last('done')} AS done "
        f"WITH {kept}, traits, judged, {by.format('judged')} AS judges, {by.format('done')} AS doers "
        f"WITH {kept}, traits + CASE WHEN judged IS NULL THEN [] WHEN size(judges) = 0 THEN {evaluated} "
        f"WHEN any(one IN judges WHERE one IN doers OR one IN [o IN leads | {_WHO.format('o')}]) "
        f"THEN {own} ELSE {signed} END AS traits "
    )


def _order(books: Books, kept: str) -> str:
    """V10, as `lifecycle.disorder` says it: of two dated events of a cycle the one that comes first certainly came later."""
    before = "CASE WHEN b[2] IS NULL THEN b[1] < date.truncate(b[3], a[1]) ELSE b[2] < a[1] END"
    one_cycle = "b[0] < $beside AND none(r IN told WHERE r[4] AND r[1] >= b[1] AND r[1] < a[1])"
    return (
        f"WITH {kept}, traits, [x IN events WHERE x.undated IS NULL AND x.since IS NOT NULL AND x.since <= $day "
        "| [$ranks[coalesce(x.type, $reopening)], x.since, x.sinceLatest, $units[coalesce(x.sincePrecision, $exact)], "
        "x.type = $reopening]] AS told "
        f"WITH {kept}, traits + CASE WHEN any(a IN told WHERE any(b IN told WHERE a[0] < b[0] AND a[1] > b[1] "
        f"AND {before} AND (a[0] = 0 OR ({one_cycle})))) THEN {_listed(CaseTrait.DISORDERED)} ELSE [] END AS traits "
    )


def _circles(books: Books, kept: str) -> str:
    """V12: a way back to the case itself by links of one type, of so many steps at the most as `lifecycle` says."""
    known = f"all(t IN ties WHERE {books.there('t')})"
    back = " OR ".join(
        f"EXISTS {{ MATCH {books.link(type_, 'ties', steps=LONGEST_CIRCLE)}(other) WHERE other = {books.case} AND {known} }}"
        for type_ in TIES
    )
    tied = " OR ".join(f"EXISTS {{ MATCH {books.link(type_, 't')}() WHERE {books.there('t')} }}" for type_ in TIES)
    circular = _listed(CaseTrait.TIED, CaseTrait.CIRCULAR)
    return (
        f"WITH {kept}, traits, {tied} AS tied "
        f"WITH {kept}, traits + CASE WHEN NOT tied THEN [] WHEN {back} THEN {circular} ELSE {_listed(CaseTrait.TIED)} END AS traits "
    )


_PARTS: Mapping[CaseTrait, Callable[[Books, str], str]] = {
    CaseTrait.EVALUATED: _signs,
    CaseTrait.SIGNED: _signs,
    CaseTrait.SELF_EVALUATED: _signs,
    CaseTrait.DISORDERED: _order,
    CaseTrait.TIED: _circles,
    CaseTrait.CIRCULAR: _circles,
}


def traits(books: Books, asked: Collection[CaseTrait], kept: str) -> str:
    """The part of a statement that tells which of these traits each case has, of those that go with them too; `kept` names stay.

    What is told of the case is gathered before, as `events` and `leads`, and is among these names.
    """
    parts = dict.fromkeys(_PARTS[trait] for trait in CaseTrait if trait in asked)
    return f"WITH {kept}, [] AS traits " + "".join(part(books, kept) for part in parts)
