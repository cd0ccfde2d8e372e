"""What rules on the record ask of a case: who evaluated it, whether its events are out of order, whether it comes back to itself.

Each part of a statement adds to the list `traits` of a case; a statement has those parts only that are asked for.
"""

from collections.abc import Callable, Collection, Mapping

from graph.lifecycle import LONGEST_CIRCLE, TIES
from graph.model import CaseTrait
from graph.store.cypher.books import AN_EVENT, Books, leads, names

_WHO = "CASE WHEN {0}.orgId IS NULL THEN $ofPerson + coalesce({0}.mergedInto, {0}.personId) ELSE $ofUnit + {0}.orgId END"
"""A unit, or the person that a node stands for: as known now, at earlier moments too."""


def _listed(*traits: CaseTrait) -> str:
    return f"[{', '.join(repr(trait.value) for trait in traits)}]"


def _signs(books: Books, state: str, kept: str) -> str:
    """V13: who did the last evaluation since the last reopening, against who handled it then, and who leads."""
    reopened = "none(r IN told WHERE r[0] = $reopening AND r[1] >= t[1])"
    last = f"last([t IN told WHERE t[0] = {{0}} AND {reopened}])"
    evaluated = _listed(CaseTrait.EVALUATED)
    signed = _listed(CaseTrait.EVALUATED, CaseTrait.SIGNED)
    own = _listed(CaseTrait.EVALUATED, CaseTrait.SIGNED, CaseTrait.SELF_EVALUATED)
    return (
        f"OPTIONAL MATCH {books.link('ASSIGNED_TO', 'a')}(o) WHERE a.role = $leadRole AND {books.there('a')} AND {leads(state)} "
        f"WITH {kept}, traits, collect({_WHO.format('o')}) AS leads "
        f"OPTIONAL MATCH {books.link('HAS_EVENT', 'l')}(x) "
        f"WHERE x.type IN [$evaluating, $resolving, $reopening] AND {AN_EVENT.format('x')} <= $day AND {books.there('l')} "
        f"OPTIONAL MATCH {books.link('BY', 'b', 'x')}(p) WHERE {books.there('b')} "
        f"WITH {kept}, traits, leads, x, collect({_WHO.format('p')}) AS who ORDER BY {AN_EVENT.format('x')}, x.order, x.eventId "
        f"WITH {kept}, traits, leads, collect([x.type, {AN_EVENT.format('x')}, who]) AS told "
        f"WITH {kept}, traits, leads, {last.format('$evaluating')} AS judged, {last.format('$resolving')} AS done "
        f"WITH {kept}, traits + CASE WHEN judged IS NULL THEN [] WHEN size(judged[2]) = 0 THEN {evaluated} "
        "WHEN any(one IN judged[2] WHERE one IN leads OR (done IS NOT NULL AND one IN done[2])) "
        f"THEN {own} ELSE {signed} END AS traits "
    )


def _order(books: Books, state: str, kept: str) -> str:
    """V10, as `lifecycle.disorder` says it: of two dated events of a cycle the one that comes first certainly came later."""
    before = "CASE WHEN b[2] IS NULL THEN b[1] < date.truncate(b[3], a[1]) ELSE b[2] < a[1] END"
    one_cycle = "b[0] < $beside AND none(r IN told WHERE r[4] AND r[1] >= b[1] AND r[1] < a[1])"
    return (
        f"OPTIONAL MATCH {books.link('HAS_EVENT', 'l')}(x) "
        f"WHERE x.undated IS NULL AND x.since IS NOT NULL AND x.since <= $day AND {books.there('l')} "
        f"WITH {kept}, traits, collect([$ranks[coalesce(x.type, $reopening)], "
        "x.since, x.sinceLatest, $units[coalesce(x.sincePrecision, $exact)], x.type = $reopening]) AS told "
        f"WITH {kept}, traits + CASE WHEN any(a IN told WHERE any(b IN told WHERE a[0] < b[0] AND a[1] > b[1] "
        f"AND {before} AND (a[0] = 0 OR ({one_cycle})))) THEN {_listed(CaseTrait.DISORDERED)} ELSE [] END AS traits "
    )


def _circles(books: Books, state: str, kept: str) -> str:
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


_PARTS: Mapping[CaseTrait, Callable[[Books, str, str], str]] = {
    CaseTrait.EVALUATED: _signs,
    CaseTrait.SIGNED: _signs,
    CaseTrait.SELF_EVALUATED: _signs,
    CaseTrait.DISORDERED: _order,
    CaseTrait.TIED: _circles,
    CaseTrait.CIRCULAR: _circles,
}


def traits(books: Books, asked: Collection[CaseTrait], state: str, *kept: str) -> str:
    """The part of a statement that tells which of these traits each case has, of those that go with them too; `kept` names stay.

    `state`: what says the state of the case on the day.
    """
    parts = dict.fromkeys(_PARTS[trait] for trait in CaseTrait if trait in asked)
    carried = names("hidden", books.case, *kept)
    return f"WITH {carried}, [] AS traits " + "".join(part(books, state, carried) for part in parts)
