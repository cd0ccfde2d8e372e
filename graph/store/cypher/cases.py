"""What is asked of cases: which they are on a day, as known now or at a moment, and everything that hangs on them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from graph.store.cypher.text import HIDING, Read, keys, labels, properties, shown, union
from graph.vocabulary import LINKS

FIELDS = ("matter", "category", "due", "raised", "communityCode", "courtyardCode")
"""The properties of a case that filters and orders look at."""
ALL_FIELDS = (*FIELDS, "raisedPrecision", "description", "householdsAffected", "solvedLevel")
"""Those, and what else is told of it without its file; in the order of the parameter `fields`."""

_OF_A_DIVISION = "(c.communityCode STARTS WITH {0} OR c.courtyardCode = {0})"
_WITHIN = f"($within IS NULL OR any(code IN $within WHERE {_OF_A_DIVISION.format('code')}))"
_IS_OPEN = "e.state IN $openStates"


def _known(link: str) -> str:
    """The condition that a link was in the books at the moment."""
    return f"{link}.recordedAt <= $knownAt AND ({link}.retractedAt IS NULL OR {link}.retractedAt > $knownAt)"


_ONE_OF = "CASE WHEN o.orgId IS NULL THEN o.districtCode + $ofPerson + o.personId ELSE o.districtCode + $ofUnit + o.orgId END IN $ledBy"


@dataclass(frozen=True)
class _Sight:
    """How a statement reaches what hangs on a case: the name of its node, the types of link, and what makes one count.

    `event` is the name that tells whether an event is shown, given that of the event and of the link to it.
    """

    case: str
    charges: str
    events: str
    event: Callable[[str, str], str]
    known: Callable[[str], str] = lambda link: ""

    def led(self, by: str, also: str = "") -> str:
        """The condition that a unit leads; `also`: or does so in another way."""
        return (
            f"EXISTS {{ MATCH ({self.case})-[a:{self.charges} {{role: $leadRole}}]->(o) WHERE {by} AND {shown('a')}{self.known('a')} "
            f"AND coalesce(a.since, a.sinceBy, $day) <= $day AND (coalesce(a.until > $day, a.untilBy > $day, true){also}) }}"
        )

    def happened(self, name: str, type_: str) -> tuple[str, str]:
        """An event of a type up to the day: its pattern and its condition."""
        link = f"to_{name}"
        pattern = f"({self.case})-[{link}:{self.events}]->({name})"
        return pattern, f"{name}.type = {type_} AND {_day(name)} <= $day AND {shown(self.event(name, link))}{self.known(link)}"

    def lacking(self) -> str:
        (event, held), (reopening, later) = self.happened("x", "$lacking"), self.happened("r", "$reopening")
        undone = f"EXISTS {{ MATCH {reopening} WHERE {later} AND {_day('r')} >= {_day('x')} }}"
        return f"NOT EXISTS {{ MATCH {event} WHERE {held} AND NOT {undone} }}"

    def again(self) -> str:
        (one, first), (other, second) = self.happened("x", "$again"), self.happened("y", "$again")
        return f"EXISTS {{ MATCH {one}, {other} WHERE x.eventId < y.eventId AND {first} AND {second} }}"


def _day(event: str) -> str:
    return f"coalesce({event}.since, {event}.sinceBy)"


_NOW = _Sight("c", "ASSIGNED_TO", "HAS_EVENT", lambda event, link: event)
_AT_THE_MOMENT = _Sight(
    "n",
    "ASSIGNED_TO|ASSIGNED_TO_RETRACTED",
    "HAS_EVENT|HAS_EVENT_RETRACTED",
    lambda event, link: link,
    lambda link: f" AND {_known(link)}",
)


def _asked(sight: _Sight) -> str:
    at_the_end = " OR (e.state = $struckOff AND a.reason IS NULL)"
    return (
        "($matters IS NULL OR c.matter IN $matters) AND ($categories IS NULL OR c.category IN $categories) "
        "AND ($states IS NULL OR e.state IN $states) "
        f"AND ($open IS NULL OR ({_IS_OPEN}) = $open) "
        f"AND ($overdue IS NULL OR ({_IS_OPEN} AND c.due IS NOT NULL AND c.due < $day) = $overdue) "
        f"AND ($dueUntil IS NULL OR ({_IS_OPEN} AND c.due <= $dueUntil)) "
        "AND ($raisedUntil IS NULL OR c.raised <= $raisedUntil) "
        f"AND ($lead IS NULL OR {sight.led('o.orgId = $lead')}) "
        f"AND ($ledBy IS NULL OR {sight.led(_ONE_OF)}) "
        f"AND ($leadKinds IS NULL OR {sight.led('o.kind IN $leadKinds', at_the_end)}) "
        f"AND ($lacking IS NULL OR {sight.lacking()}) "
        f"AND ($again IS NULL OR {sight.again()}) "
    )


_BEGUN = "e.state IS NOT NULL AND coalesce(e.since, e.sinceBy) <= $day"

_STATE_NOW = (
    "MATCH (c:Case)-[:HAS_EVENT]->(e:CaseEvent) "
    f"WHERE @place AND c.districtCode IN $districts AND {_BEGUN} AND (e.until IS NULL OR e.until > $day) AND {shown('e')} "
    f"AND {_asked(_NOW)}"
)
"""Cases beside the event that led to their state of a day, as known now: one interval tells."""


def _then(fields: Sequence[str]) -> str:
    """These properties without what came later."""
    later = "[x IN later WHERE x[0] = $fields[{0}]][0][1]"
    return ", ".join(
        f"{field}: CASE WHEN any(x IN later WHERE x[0] = $fields[{n}]) THEN {later.format(n)} ELSE n.{field} END"
        for n, field in enumerate(fields)
    )


def _state_then(fields: Sequence[str]) -> str:
    """The same as known at an earlier moment: the last of the events that were in the books, and properties without what came later."""
    return (
        "MATCH (n:Case|_Retracted)-[h:HAS_EVENT|HAS_EVENT_RETRACTED]->(e) "
        f"WHERE n.districtCode IN $districts AND {shown('h')} AND {_known('h')} AND {_BEGUN} "
        "WITH hidden, n, e, [i IN range(0, size($types) - 1) WHERE $types[i] = e.type][0] AS rank "
        "ORDER BY coalesce(e.since, e.sinceBy), rank, e.order, e.eventId "
        "WITH hidden, n, last(collect(e)) AS e "
        "OPTIONAL MATCH (n)<-[k:CHANGES|CHANGES_RETRACTED]-(x) "
        f"WHERE {shown('k')} AND (k.recordedAt > $knownAt OR k.retractedAt > $knownAt) "
        "WITH hidden, n, e, x.field AS field, k.recordedAt > $knownAt AS made, k, x "
        "WITH hidden, n, e, field, CASE WHEN made THEN k.recordedAt ELSE k.retractedAt END AS moment, "
        "CASE WHEN made THEN x.from ELSE x.to END AS value ORDER BY moment "
        "WITH hidden, n, e, collect([field, value]) AS later "
        f"WITH hidden, n, e, {{caseId: n.caseId, districtCode: n.districtCode, number: n.number, {_then(fields)}}} AS c "
        f"WHERE @place AND {_asked(_AT_THE_MOMENT)}"
    )


_SORTS: Mapping[str, str] = {
    "RAISED": "c.raised, c.number, c.districtCode",
    "RAISED_DESC": "c.raised DESC, c.number, c.districtCode",
    "DUE": "c.due IS NULL, c.due, c.number, c.districtCode",
}


def _placed(state: str, where: str) -> str:
    """A statement's beginning with its condition on places."""
    return state.replace("@place", where)


def _page(state: str, where: str, sort: str) -> str:
    return (
        f"{_placed(state, where)}WITH hidden, c ORDER BY {sort} WITH hidden, collect([c.districtCode, c.caseId]) AS found "
        "WITH hidden, found, CASE WHEN $fromEnd AND size(found) - $limit > $skip THEN size(found) - $limit ELSE $skip END AS start "
        "RETURN size(found) AS total, found[start .. start + $limit] AS page, hidden AS {0}"
    )


_STATES = {"NOW": _STATE_NOW, "THEN": _state_then(FIELDS)}
CASES: Mapping[tuple[str, str], Read] = {
    (when, sort): Read(HIDING + _page(state, _WITHIN, order).replace("{0}", "hidden"))
    for when, state in _STATES.items()
    for sort, order in _SORTS.items()
}
"""(NOW or THEN, order) → how many cases there are, the keys of a page of them, and the imports that are not done."""

CASES_BY_PLACE: Mapping[tuple[str, str], Read] = {
    (when, sort): Read(
        f"{HIDING}UNWIND $codes AS place CALL (place, hidden) {{ "
        f"{_page(state, _OF_A_DIVISION.format('place'), order).replace('{0}', 'unseen')} }} "
        "RETURN place AS place, total AS total, page AS page, unseen AS hidden"
    )
    for when, state in _STATES.items()
    for sort, order in _SORTS.items()
}
"""The same for each of several divisions."""

CASE_STATES: Mapping[str, Read] = {
    when: Read(f"{HIDING}{_placed(state, _WITHIN)}RETURN e.state AS state, count(c) AS number") for when, state in _STATES.items()
}
CASES_OF_NUMBER = Read(
    f"{HIDING}MATCH (c:Case) WHERE c.districtCode IN $districts AND c.number = $number AND {shown('c')} "
    "RETURN c.districtCode AS district, c.caseId AS key, hidden AS hidden"
)

_WHOLE = {"NOW": (_STATE_NOW, "c"), "THEN": (_state_then(ALL_FIELDS), "n")}
"""The same with all of a case's properties, and what its node is called."""


def _live(types: str, link: str, when: str) -> tuple[str, str]:
    """Links of a type as they are known now, or were then: the types to look for, and the condition."""
    return (types, shown(link)) if when == "NOW" else (f"{types}|{types}_RETRACTED", f"{shown(link)} AND {_known(link)}")


def _texts(when: str) -> Read:
    state, node = _WHOLE[when]
    types, known = _live("INSTANCE_OF", "i", when)
    return Read(
        f"{HIDING}{_placed(state, _WITHIN)}WITH hidden, {', '.join(dict.fromkeys((node, 'c', 'e')))} "
        "ORDER BY c.raised DESC, c.number, c.districtCode LIMIT $limit "
        f"OPTIONAL MATCH ({node})-[i:{types}]->(p) WHERE {known} "
        "WITH c, e, collect(p.caseId) AS common "
        "RETURN c.districtCode AS district, c.caseId AS key, c.communityCode AS community, c.category AS category, "
        "substring(c.description, 0, $longest) AS text, c.householdsAffected AS households, c.solvedLevel AS level, "
        "e.state AS state, common AS common"
    )


CASE_TEXTS: Mapping[str, Read] = {when: _texts(when) for when in _WHOLE}
"""What cases are about, the latest raised first, at most $limit: texts up to $longest, and which cases they are instances of."""


def _closings(when: str) -> Read:
    state, node = _WHOLE[when]
    types, known = _live("HAS_EVENT", "w", when)
    return Read(
        f"{HIDING}{_placed(state, 'c.communityCode IN $codes')}WITH hidden, {', '.join(dict.fromkeys((node, 'c')))} "
        f"MATCH ({node})-[w:{types}]->(r) WHERE r.type = $resolved AND coalesce(r.since, r.sinceBy) <= $day AND {known} "
        "WITH c, r ORDER BY coalesce(r.since, r.sinceBy), r.order, r.eventId WITH c, last(collect(r)) AS r "
        "WHERE r.since >= $since AND r.since < $until AND coalesce(r.undated, false) = false "
        "WITH c, r ORDER BY c.communityCode, r.since, c.raised, c.caseId LIMIT $limit "
        "RETURN c.communityCode AS community, {raised: c.raised, raisedPrecision: c.raisedPrecision, since: r.since, "
        "sincePrecision: r.sincePrecision, sinceLatest: r.sinceLatest} AS dates"
    )


CLOSINGS: Mapping[str, Read] = {when: _closings(when) for when in _WHOLE}
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


def _files(case: str) -> Read:
    each = f"UNWIND $keys AS key MATCH {case}"
    return union(
        (
            f"{each} WITH key, c AS n {_NODE}",
            f"{each}{_EVENT_OF}(n) {_NODE}",
            f"{each}-[r:{_OF_A_CASE}]->(b) WITH key, c AS n, r, b {_LINK}",
            f"{each}{_EVENT_OF}(n)-[r:BY|BY_RETRACTED]->(b) {_LINK}",
            f"{each}<-[r:CHANGES|CHANGES_RETRACTED]-(x) WITH key, c AS n, r, x {_CHANGE}",
        )
    )


CASE_FILES = _files("(c:Case {districtCode: key[0], caseId: key[1]})")
"""Everything that hangs on the cases of these keys: a row is a node where it has no type, else a link, or a change of the case."""

WITHDRAWN_CASE_FILES = _files("(c:_Retracted {former: key[2]})")
"""The same of withdrawn cases, by district, key and what they were."""
