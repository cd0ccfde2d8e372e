"""What is asked of cases: which they are on a day, as known now or at a moment, and everything that hangs on them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from graph.lifecycle import LONGEST_CIRCLE, TIES
from graph.model import CaseTrait
from graph.store.cypher.books import AN_EVENT, Books, leads, names
from graph.store.cypher.text import HIDING, Read, keys, labels, properties, shown, union
from graph.store.cypher.traits import traits
from graph.vocabulary import LINKS

FIELDS = ("matter", "category", "due", "firstDue", "raised", "communityCode", "courtyardCode")
"""The properties of a case that filters and orders look at."""
ALL_FIELDS = (*FIELDS, "raisedPrecision", "description", "householdsAffected", "solvedLevel")
"""Those, and what else is told of it without its file; in the order of the parameter `fields`."""

_OF_A_DIVISION = "(c.communityCode STARTS WITH {0} OR c.courtyardCode = {0})"
_WITHIN = f"($within IS NULL OR any(code IN $within WHERE {_OF_A_DIVISION.format('code')}))"

# ---- cases beside the event that led to their state of a day

_BEGUN = f"e.state IS NOT NULL AND {AN_EVENT.format('e')} <= $day"


def _later(fields: Sequence[str]) -> str:
    """These properties without what came later."""
    later = "[x IN later WHERE x[0] = $fields[{0}]][0][1]"
    return ", ".join(
        f"{field}: CASE WHEN any(x IN later WHERE x[0] = $fields[{n}]) THEN {later.format(n)} ELSE n.{field} END"
        for n, field in enumerate(fields)
    )


def _now(place: str, number: str) -> str:
    """As known now: one interval tells."""
    books = Books("c")
    return (
        f"MATCH (c:Case)-[:HAS_EVENT]->(e:CaseEvent) WHERE {number.format('c')}{place} AND c.districtCode IN $districts AND {_BEGUN} "
        f"AND (e.until IS NULL OR e.until > $day) AND {shown('e')} AND {books.asked()}"
    )


def _then(place: str, number: str, fields: Sequence[str], kept: str) -> str:
    """As known at an earlier moment: the last of the events that were in the books, and properties without what came later.

    `kept`: names that the condition on places needs, carried on: the embedded server forgets them otherwise.
    """
    books = Books("n", known=True)
    return (
        "MATCH (n:Case|_Retracted)-[h:HAS_EVENT|HAS_EVENT_RETRACTED]->(e) "
        f"WHERE {number.format('n')}n.districtCode IN $districts AND {books.there('h')} AND {_BEGUN} "
        f"WITH {kept}, n, e, [i IN range(0, size($types) - 1) WHERE $types[i] = e.type][0] AS rank "
        f"ORDER BY {AN_EVENT.format('e')}, rank, e.order, e.eventId "
        f"WITH {kept}, n, last(collect(e)) AS e "
        f"OPTIONAL MATCH (n)<-[k:CHANGES|CHANGES_RETRACTED]-(x) WHERE {shown('k')} "
        "AND (k.recordedAt > $knownAt OR k.retractedAt > $knownAt) "
        f"WITH {kept}, n, e, x.field AS field, k.recordedAt > $knownAt AS made, k, x "
        f"WITH {kept}, n, e, field, CASE WHEN made THEN k.recordedAt ELSE k.retractedAt END AS moment, "
        "CASE WHEN made THEN x.from ELSE x.to END AS value ORDER BY moment "
        f"WITH {kept}, n, e, collect([field, value]) AS later "
        f"WITH {kept}, n, e, {{caseId: n.caseId, districtCode: n.districtCode, number: n.number, {_later(fields)}}} AS c "
        f"WHERE {place} AND {books.asked()}"
    )


_SORTS: Mapping[str, str] = {
    "RAISED": "c.raised, c.number, c.districtCode",
    "RAISED_DESC": "c.raised DESC, c.number, c.districtCode",
    "DUE": "due IS NULL, due, c.number, c.districtCode",
}
_BY_NUMBER = "c.number, c.districtCode"
_BEGINS_SO = "({0}.number STARTS WITH $number OR {0}.number STARTS WITH $upper OR {0}.number STARTS WITH $lower) AND "


class Shape(NamedTuple):
    """Which of the statements of one kind: NOW or THEN (as known at an earlier moment); does it look at the due day of the day, and for
    which trait?"""

    when: str
    dated: bool
    trait: CaseTrait | None = None


def _books(shape: Shape) -> Books:
    return Books("c") if shape.when == "NOW" else Books("n", known=True)


def _state(shape: Shape, place: str, number: str = "", fields: Sequence[str] = FIELDS, kept: str = "hidden") -> str:
    """The beginning of a statement: `c` is a case, `e` the event, and where it is dated `due` the day."""
    found = _now(place, number) if shape.when == "NOW" else _then(place, number, fields, kept)
    found += _books(shape).due() if shape.dated else ""
    if shape.trait:
        found += f" {traits(_books(shape), [shape.trait], 'e.state', 'c', 'e')}WITH hidden, c, e, traits WHERE $trait IN traits "
    return found


def _page(state: str, sort: str) -> str:
    return (
        f"{state}WITH {'hidden, c, due' if 'due' in sort else 'hidden, c'} ORDER BY {sort} "
        "WITH hidden, collect([c.districtCode, c.caseId]) AS found "
        "WITH hidden, found, CASE WHEN $fromEnd AND size(found) - $limit > $skip THEN size(found) - $limit ELSE $skip END AS start "
        "RETURN size(found) AS total, found[start .. start + $limit] AS page, hidden AS {0}"
    )


_SHAPES = tuple(Shape(when, dated) for when in ("NOW", "THEN") for dated in (False, True))
_WITH_TRAITS = tuple(Shape(when, False, trait) for when in ("NOW", "THEN") for trait in CaseTrait)
_SORTED = tuple((shape, sort) for shape in _SHAPES for sort in _SORTS if shape.dated or sort != "DUE")
_LISTED = (*_SORTED, *((shape, "RAISED") for shape in _WITH_TRAITS))
CASES: Mapping[tuple[Shape, str], Read] = {
    (shape, sort): Read(HIDING + _page(_state(shape, _WITHIN), _SORTS[sort]).replace("{0}", "hidden")) for shape, sort in _LISTED
}
"""How many cases there are, the keys of a page of them in an order, and the imports that are not done."""

CASES_BY_PLACE: Mapping[tuple[Shape, str], Read] = {
    (shape, sort): Read(
        f"{HIDING}UNWIND $codes AS place CALL (place, hidden) {{ "
        f"{_page(_state(shape, _OF_A_DIVISION.format('place'), kept='hidden, place'), _SORTS[sort]).replace('{0}', 'unseen')} }} "
        "RETURN place AS place, total AS total, page AS page, unseen AS hidden"
    )
    for shape, sort in _SORTED
}
"""The same for each of several divisions."""

CASES_NUMBERED: Mapping[Shape, Read] = {
    shape: Read(HIDING + _page(_state(shape, _WITHIN, _BEGINS_SO), _BY_NUMBER).replace("{0}", "hidden")) for shape in _SHAPES
}
"""The same of the cases whose number begins in one of three ways, in the order of their numbers."""

CASE_STATES: Mapping[Shape, Read] = {
    shape: Read(f"{HIDING}{_state(shape, _WITHIN)}RETURN e.state AS state, count(c) AS number") for shape in (*_SHAPES, *_WITH_TRAITS)
}


def _counts(when: str, traited: bool) -> Read:
    """How many cases each of the questions `asked` leaves of those that the filters leave; `traited`: some ask for a trait.

    One pass over the cases: each is looked at once, those alike are counted together, and a question is put to each kind of them.
    """
    shape = Shape(when, dated=True)
    books = _books(shape)
    case, (event, _) = books.case, books.happened("x", "")
    days = ("state", "matter", "late", "dueRank", "raisedRank")
    told = traits(books, list(CaseTrait), "state", *days) if traited else ""
    alike = ", ".join((*days, "traits") if traited else days)
    return Read(
        f"{HIDING}{_state(shape, _WITHIN)}WITH hidden, {case}, e.state AS state, c.matter AS matter, "
        "coalesce(due < $day, false) AS late, size([d IN $dueDays WHERE due <= d]) AS dueRank, "
        f"size([d IN $raisedDays WHERE c.raised <= d]) AS raisedRank {told}"
        f"OPTIONAL MATCH {books.link('ASSIGNED_TO', 'a')}(o) WHERE a.role = $leadRole AND {books.there('a')} AND {leads('state')} "
        f"WITH hidden, {case}, {alike}, collect(DISTINCT o.kind) AS kinds "
        f"OPTIONAL MATCH {event} WHERE x.type IN $telling AND {books.there('to_x')} "
        f"WITH {case}, {alike}, kinds, collect([x.type, {AN_EVENT.format('x')}]) AS events "
        f"WITH {alike}, kinds, [x IN events WHERE x[1] <= $day] AS past, size([x IN events WHERE x[0] = $triaged]) = 0 AS untold "
        f"WITH {alike}, kinds, untold OR any(x IN past WHERE x[0] = $triaged) AS triaged, "
        "[t IN $lackings WHERE none(x IN past WHERE x[0] = t "
        "AND none(r IN past WHERE r[0] = $reopening AND r[1] >= x[1]))] AS lacking, "
        "[t IN $agains WHERE size([x IN past WHERE x[0] = t]) > 1] AS again "
        f"WITH {alike}, kinds, triaged, lacking, again, count(*) AS number "
        f"UNWIND $asked AS q WITH q, {alike}, kinds, triaged, lacking, again, number "
        "WHERE (q.matters IS NULL OR (matter IN q.matters AND triaged)) AND (q.states IS NULL OR state IN q.states) "
        "AND (q.open IS NULL OR (state IN $openStates) = q.open) "
        "AND (q.overdue IS NULL OR (state IN $openStates AND late) = q.overdue) "
        "AND (q.dueRank IS NULL OR (state IN $openStates AND dueRank >= q.dueRank)) "
        "AND (q.raisedRank IS NULL OR raisedRank >= q.raisedRank) "
        "AND (q.leadKinds IS NULL OR any(kind IN kinds WHERE kind IN q.leadKinds)) "
        "AND (q.lacking IS NULL OR q.lacking IN lacking) AND (q.again IS NULL OR q.again IN again) "
        f"{'AND (q.trait IS NULL OR q.trait IN traits) ' if traited else ''}"
        "RETURN q.place AS place, sum(number) AS number"
    )


CASE_COUNTS: Mapping[tuple[str, bool], Read] = {
    (when, traited): _counts(when, traited) for when in ("NOW", "THEN") for traited in (False, True)
}
CASES_OF_NUMBER = Read(
    f"{HIDING}MATCH (c:Case) WHERE c.districtCode IN $districts AND c.number = $number AND {shown('c')} "
    "RETURN c.districtCode AS district, c.caseId AS key, hidden AS hidden"
)


def _texts(shape: Shape) -> Read:
    books = _books(shape)
    return Read(
        f"{HIDING}{_state(shape, _WITHIN, fields=ALL_FIELDS)}WITH {names('hidden', books.case, 'c', 'e')} "
        "ORDER BY c.raised DESC, c.number, c.districtCode LIMIT $limit "
        f"OPTIONAL MATCH {books.link('INSTANCE_OF', 'i')}(p) WHERE {books.there('i')} "
        "WITH c, e, collect(p.caseId) AS common "
        "RETURN c.districtCode AS district, c.caseId AS key, c.communityCode AS community, c.category AS category, "
        "substring(c.description, 0, $longest) AS text, c.householdsAffected AS households, c.solvedLevel AS level, "
        "e.state AS state, common AS common"
    )


CASE_TEXTS: Mapping[Shape, Read] = {shape: _texts(shape) for shape in _SHAPES}
"""What cases are about, the latest raised first, at most $limit: texts up to $longest, and which cases they are instances of."""


def _closings(shape: Shape) -> Read:
    books = _books(shape)
    return Read(
        f"{HIDING}{_state(shape, 'c.communityCode IN $codes', fields=ALL_FIELDS)}WITH {names('hidden', books.case, 'c')} "
        f"MATCH {books.link('HAS_EVENT', 'w')}(r) WHERE r.type = $resolved AND {AN_EVENT.format('r')} <= $day AND {books.there('w')} "
        f"WITH c, r ORDER BY {AN_EVENT.format('r')}, r.order, r.eventId WITH c, last(collect(r)) AS r "
        "WHERE r.since >= $since AND r.since < $until AND coalesce(r.undated, false) = false "
        "WITH c, r ORDER BY c.communityCode, r.since, c.raised, c.caseId LIMIT $limit "
        "RETURN c.communityCode AS community, {raised: c.raised, raisedPrecision: c.raisedPrecision, since: r.since, "
        "sincePrecision: r.sincePrecision, sinceLatest: r.sinceLatest} AS dates"
    )


CLOSINGS: Mapping[Shape, Read] = {shape: _closings(shape) for shape in _SHAPES}
"""The cases of communities that were handled between two days and are so on the day: when they were raised, and when handled."""

_OF_A_CASE = "|".join(f"{k.type}|{k.retracted}" for k in LINKS.values() if k.ledger and k.start == "Case")
_EVENT_OF = "-[:HAS_EVENT|HAS_EVENT_RETRACTED]->"
_NONE = ", ".join(f"null AS {name}" for name in ("type", "start", "endLabels", "endKeys"))
_NODE = f"RETURN key AS case, {labels('n')} AS labels, {properties('n', 'recordedAt')}, {_NONE}"
_LINK = (
    f"RETURN key AS case, {labels('n')} AS labels, {properties('r', 'recordedAt', 'retractedAt')}, type(r) AS type, "
    f"coalesce(n.eventId, n.caseId) AS start, {labels('b')} AS endLabels, {keys('b')} AS endKeys"
)
_CHANGE = (
    f"RETURN key AS case, {labels('n')} AS labels, {properties('x', 'recordedAt')}, type(r) AS type, "
    "n.caseId AS start, null AS endLabels, [toString(r.retractedAt), r.retractedBy] AS endKeys"
)


_TIES = "|".join(f"{LINKS[type_].type}|{LINKS[type_].retracted}" for type_ in TIES)


def _on(case: str) -> str:
    """The links between cases by which those go on to which this one leads, as far as a circle of them can reach."""
    return f"{case}-[:{_TIES}*1..{LONGEST_CIRCLE - 1}]->(n)-[r:{_TIES}]->(b) WHERE n <> c WITH DISTINCT key, n, r, b "


def _files(case: str) -> Read:
    each = f"UNWIND $keys AS key MATCH {case}"
    return union(
        (
            f"{each} WITH key, c AS n {_NODE}",
            f"{each}{_EVENT_OF}(n) {_NODE}",
            f"{each}-[r:{_OF_A_CASE}]->(b) WITH key, c AS n, r, b {_LINK}",
            f"{each}{_EVENT_OF}(n)-[r:BY|BY_RETRACTED]->(b) {_LINK}",
            f"{each}<-[r:CHANGES|CHANGES_RETRACTED]-(x) WITH key, c AS n, r, x {_CHANGE}",
            f"{_on(each)}{_LINK}",
        )
    )


CASE_FILES = _files("(c:Case {districtCode: key[0], caseId: key[1]})")
"""Everything that hangs on the cases of these keys: a row is a node where it has no type, else a link, or a change of the case."""

WITHDRAWN_CASE_FILES = _files("(c:_Retracted {former: key[2]})")
"""The same of withdrawn cases, by district, key and what they were."""
