"""What is asked of cases: which they are on a day, as known now or at a moment, and everything that hangs on them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from graph.lifecycle import LONGEST_CIRCLE, TIES
from graph.model import CaseTrait
from graph.store.cypher.books import AN_EVENT, Books, names
from graph.store.cypher.text import HIDING, Read, keys, labels, properties, shown, union
from graph.store.cypher.traits import traits
from graph.vocabulary import LINKS

FIELDS = ("matter", "category", "due", "firstDue", "raised", "communityCode", "courtyardCode")
"""The properties of a case that filters and orders look at."""
ALL_FIELDS = (*FIELDS, "raisedPrecision", "description", "householdsAffected", "solvedLevel")
"""Those, and what else is told of it without its file; in the order of the parameter `fields`."""


# ---- where cases are


def _indexed(union: str, found: str) -> str:
    """The cases of the divisions as known now, by the indexes on where they are; `found`: what is carried on of each."""
    return (
        "CALL () { UNWIND $within AS place MATCH (p:Community) WHERE p.code STARTS WITH place AND p.districtCode IN $districts "
        f"MATCH (c:Case {{communityCode: p.code}}) USING INDEX c:Case(communityCode) RETURN {found} {union} "
        f"UNWIND $within AS place MATCH (c:Case {{courtyardCode: place}}) USING INDEX c:Case(courtyardCode) RETURN {found} }} "
    )


_WITHIN, _EACH_WITHIN = _indexed("UNION", "c AS c"), _indexed("UNION ALL", "c AS c, place AS place")
"""Each case once, of however many of the divisions it is; and beside each of them, as `place`."""
_WAS_WITHIN = "any(code IN $within WHERE c.communityCode STARTS WITH code OR c.courtyardCode = code) AND "
_EACH_IT_WAS_WITHIN = (
    "UNWIND [code IN [length IN $lengths WHERE length <= size(c.communityCode) | left(c.communityCode, length)] "
    "+ [c.courtyardCode] WHERE code IN $within] AS place "
)
"""The same of `c` as known at an earlier moment, of which no index tells."""

# ---- cases beside the event that led to their state of a day

_BEGUN = f"e.state IS NOT NULL AND {AN_EVENT.format('e')} <= $day"


def _later(fields: Sequence[str]) -> str:
    """These properties without what came later."""
    later = "[x IN later WHERE x[0] = $fields[{0}]][0][1]"
    return ", ".join(
        f"{field}: CASE WHEN any(x IN later WHERE x[0] = $fields[{n}]) THEN {later.format(n)} ELSE n.{field} END"
        for n, field in enumerate(fields)
    )


class Shape(NamedTuple):
    """Which of the statements of one kind: NOW or THEN (as known at an earlier moment); does it look at the due day of the day, and for
    which trait; is it about certain divisions?"""

    when: str
    dated: bool
    trait: CaseTrait | None = None
    within: bool = False


def _now(number: str) -> str:
    """As known now: one interval tells."""
    books = Books("c")
    return (
        f"MATCH (c:Case)-[:HAS_EVENT]->(e:CaseEvent) WHERE {number.format('c')}c.districtCode IN $districts AND {_BEGUN} "
        f"AND (e.until IS NULL OR e.until > $day) AND {shown('e')} AND {books.asked()}"
    )


def _then(number: str, fields: Sequence[str]) -> str:
    """As known at an earlier moment: the last of the events that were in the books, and properties without what came later.

    Each case by itself: the embedded server has no room for the events of 200,000 cases gathered at once.
    """
    books = Books("n", known=True)
    pattern, begun = f"{books.link('HAS_EVENT', 'h')}(e)", f"{books.there('h')} AND {_BEGUN}"
    return (
        f"MATCH (n:Case|_Retracted) WHERE {number.format('n')}n.districtCode IN $districts "
        f"WITH hidden, n, {books.last('e', pattern, begun)} AS e WHERE e IS NOT NULL "
        f"WITH hidden, n, e, COLLECT {{ MATCH (n)<-[k:CHANGES|CHANGES_RETRACTED]-(x) "
        f"WHERE {shown('k')} AND (k.recordedAt > $knownAt OR k.retractedAt > $knownAt) "
        "WITH x, k, k.recordedAt > $knownAt AS made "
        "RETURN [x.field, CASE WHEN made THEN x.from ELSE x.to END] "
        "ORDER BY CASE WHEN made THEN k.recordedAt ELSE k.retractedAt END } AS later "
        f"WITH hidden, n, e, {{caseId: n.caseId, districtCode: n.districtCode, number: n.number, {_later(fields)}}} AS c "
    )


_SORTS: Mapping[str, str] = {
    "RAISED": "c.raised, c.number, c.districtCode",
    "RAISED_DESC": "c.raised DESC, c.number, c.districtCode",
    "DUE": "due IS NULL, due, c.number, c.districtCode",
}
_BY_NUMBER = "c.number, c.districtCode"
_BEGINS_SO = "({0}.number STARTS WITH $number OR {0}.number STARTS WITH $upper OR {0}.number STARTS WITH $lower) AND "


def _books(shape: Shape) -> Books:
    return Books("c") if shape.when == "NOW" else Books("n", known=True)


def _state(shape: Shape, number: str = "", fields: Sequence[str] = FIELDS, by_place: bool = False) -> str:
    """The beginning of a statement: `c` is a case, `e` the event, and where it is dated `due` the day; `by_place`: `place` a division."""
    books, kept = _books(shape), "hidden, place" if by_place else "hidden"
    if shape.when == "NOW":
        found = (_EACH_WITHIN if by_place else _WITHIN if shape.within else "") + _now(number)
    else:
        places = f"{_EACH_IT_WAS_WITHIN}WITH {kept}, n, e, c " if by_place else ""
        found = f"{_then(number, fields)}{places}WHERE {'' if by_place or not shape.within else _WAS_WITHIN}{books.asked()}"
    found += books.due(kept) if shape.dated else ""
    if shape.trait:
        told = names("hidden", books.case, "c", "e")
        found += f"WITH {told}, {books.gathered('e.state')}{traits(books, [shape.trait], told + ', events, leads')}"
        found += "WITH hidden, c, e, traits WHERE $trait IN traits "
    return found


def _page(shape: Shape, sort: str, number: str = "", by_place: bool = False) -> Read:
    kept = "hidden, place" if by_place else "hidden"
    return Read(
        f"{HIDING}{_state(shape, number, by_place=by_place)}WITH {kept}, c{', due' if 'due' in sort else ''} ORDER BY {sort} "
        f"WITH {kept}, collect([c.districtCode, c.caseId]) AS found "
        f"WITH {kept}, found, CASE WHEN $fromEnd AND size(found) - $limit > $skip THEN size(found) - $limit ELSE $skip END AS start "
        f"RETURN size(found) AS total, found[start .. start + $limit] AS page, hidden AS hidden{', place AS place' if by_place else ''}"
    )


_BOTH = (False, True)
_SHAPES = tuple(Shape(when, dated, within=within) for when in ("NOW", "THEN") for dated in _BOTH for within in _BOTH)
_WITH_TRAITS = tuple(Shape(when, False, trait, within) for when in ("NOW", "THEN") for trait in CaseTrait for within in _BOTH)
_SORTED = tuple((shape, sort) for shape in _SHAPES for sort in _SORTS if shape.dated or sort != "DUE")
_LISTED = (*_SORTED, *((shape, "RAISED") for shape in _WITH_TRAITS))
CASES: Mapping[tuple[Shape, str], Read] = {(shape, sort): _page(shape, _SORTS[sort]) for shape, sort in _LISTED}
"""How many cases there are, the keys of a page of them in an order, and the imports that are not done."""

CASES_BY_PLACE: Mapping[tuple[Shape, str], Read] = {
    (shape, sort): _page(shape, _SORTS[sort], by_place=True) for shape, sort in _SORTED if shape.within
}
"""The same for each of several divisions that has any."""

CASES_NUMBERED: Mapping[Shape, Read] = {shape: _page(shape, _BY_NUMBER, _BEGINS_SO) for shape in _SHAPES}
"""The same of the cases whose number begins in one of three ways, in the order of their numbers."""

CASE_STATES: Mapping[Shape, Read] = {
    shape: Read(f"{HIDING}{_state(shape)}RETURN e.state AS state, count(c) AS number") for shape in (*_SHAPES, *_WITH_TRAITS)
}

_ASKED = (
    "(q.matters IS NULL OR (matter IN q.matters AND triaged)) AND (q.states IS NULL OR state IN q.states) "
    "AND (q.open IS NULL OR (state IN $openStates) = q.open) "
    "AND (q.overdue IS NULL OR (state IN $openStates AND late) = q.overdue) "
    "AND (q.dueRank IS NULL OR (state IN $openStates AND dueRank >= q.dueRank)) "
    "AND (q.raisedRank IS NULL OR raisedRank >= q.raisedRank) "
    "AND (q.leadKinds IS NULL OR any(kind IN kinds WHERE kind IN q.leadKinds)) "
    "AND (q.lacking IS NULL OR q.lacking IN lacking) AND (q.again IS NULL OR q.again IN again) "
)
"""What a question asks of cases that are alike."""


def _counts(shape: Shape, traited: bool) -> Read:
    """How many cases each of the questions `asked` leaves of those that the filters leave; `traited`: some ask for a trait.

    One pass over the cases: each is looked at once, those alike are counted together, and a question is put to each kind of them.
    """
    books, days = _books(shape), "state, matter, late, dueRank, raisedRank"
    case = f"hidden, {books.case}, {days}"
    told = traits(books, list(CaseTrait), f"{case}, events, leads") if traited else ""
    alike = f"{days}, traits" if traited else days
    return Read(
        f"{HIDING}{_state(shape)}WITH hidden, {books.case}, e.state AS state, c.matter AS matter, "
        "coalesce(due < $day, false) AS late, size([d IN $dueDays WHERE due <= d]) AS dueRank, "
        f"size([d IN $raisedDays WHERE c.raised <= d]) AS raisedRank WITH {case}, {books.gathered('state')}{told}"
        f"WITH {alike}, [o IN leads | o.kind] AS kinds, "
        f"[x IN events WHERE x.type IN $telling | [x.type, {AN_EVENT.format('x')}]] AS events "
        f"WITH {alike}, kinds, [x IN events WHERE x[1] <= $day] AS past, size([x IN events WHERE x[0] = $triaged]) = 0 AS untold "
        f"WITH {alike}, kinds, untold OR any(x IN past WHERE x[0] = $triaged) AS triaged, "
        "[t IN $lackings WHERE none(x IN past WHERE x[0] = t "
        "AND none(r IN past WHERE r[0] = $reopening AND r[1] >= x[1]))] AS lacking, "
        "[t IN $agains WHERE size([x IN past WHERE x[0] = t]) > 1] AS again "
        f"WITH {alike}, kinds, triaged, lacking, again, count(*) AS number "
        f"UNWIND $asked AS q WITH q, {alike}, kinds, triaged, lacking, again, number "
        f"WHERE {_ASKED}"
        f"{'AND (q.trait IS NULL OR q.trait IN traits) ' if traited else ''}"
        "RETURN q.place AS place, sum(number) AS number"
    )


CASE_COUNTS: Mapping[tuple[Shape, bool], Read] = {
    (shape, traited): _counts(shape, traited) for shape in _SHAPES if shape.dated for traited in _BOTH
}
CASES_OF_NUMBER = Read(
    f"{HIDING}MATCH (c:Case) WHERE c.districtCode IN $districts AND c.number = $number AND {shown('c')} "
    "RETURN c.districtCode AS district, c.caseId AS key, hidden AS hidden"
)


def _texts(shape: Shape) -> Read:
    books = _books(shape)
    return Read(
        f"{HIDING}{_state(shape, fields=ALL_FIELDS)}WITH {names('hidden', books.case, 'c', 'e')} "
        "ORDER BY c.raised DESC, c.number, c.districtCode LIMIT $limit "
        f"WITH c, e, COLLECT {{ MATCH {books.link('INSTANCE_OF', 'i')}(p) WHERE {books.there('i')} RETURN p.caseId }} AS common "
        "RETURN c.districtCode AS district, c.caseId AS key, c.communityCode AS community, c.category AS category, "
        "substring(c.description, 0, $longest) AS text, c.householdsAffected AS households, c.solvedLevel AS level, "
        "e.state AS state, common AS common"
    )


CASE_TEXTS: Mapping[Shape, Read] = {shape: _texts(shape) for shape in _SHAPES}
"""What cases are about, the latest raised first, at most $limit: texts up to $longest, and which cases they are instances of."""


def _closings(shape: Shape) -> Read:
    books = _books(shape)
    return Read(
        f"{HIDING}{_state(shape, fields=ALL_FIELDS)}WITH c, {books.last('r', *books.happened('r', '$resolved'))} AS r "
        "WHERE r.since >= $since AND r.since < $until AND coalesce(r.undated, false) = false "
        "WITH c, r ORDER BY c.communityCode, r.since, c.raised, c.caseId LIMIT $limit "
        "RETURN c.communityCode AS community, {raised: c.raised, raisedPrecision: c.raisedPrecision, since: r.since, "
        "sincePrecision: r.sincePrecision, sinceLatest: r.sinceLatest} AS dates"
    )


CLOSINGS: Mapping[Shape, Read] = {shape: _closings(shape) for shape in _SHAPES if shape.within}
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
