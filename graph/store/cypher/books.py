"""The books of now or of an earlier moment: what statements about cases say of a case's links and events."""

from dataclasses import dataclass

from graph.store.cypher.text import shown

IS_OPEN = "e.state IN $openStates"
_DUE = (
    f"($overdue IS NULL OR ({IS_OPEN} AND due IS NOT NULL AND due < $day) = $overdue) "
    f"AND ($dueUntil IS NULL OR ({IS_OPEN} AND due IS NOT NULL AND due <= $dueUntil)) "
)
AN_EVENT = "coalesce({0}.since, {0}.sinceBy)"
"""The day on which an event counts."""

_ONE_OF = "CASE WHEN o.orgId IS NULL THEN o.districtCode + $ofPerson + o.personId ELSE o.districtCode + $ofUnit + o.orgId END IN $ledBy"

# ---- conditions


def names(*names: str) -> str:
    """Names to carry on, each once."""
    return ", ".join(dict.fromkeys(names))


def _known(link: str) -> str:
    """The condition that a link was in the books at the moment."""
    return f"{link}.recordedAt <= $knownAt AND ({link}.retractedAt IS NULL OR {link}.retractedAt > $knownAt)"


def leads(state: str) -> str:
    """An assignment holds on the day for certain; of a case that is struck off, it was the last."""
    return (
        f"CASE WHEN {state} = $struckOff THEN a.reason IS NULL ELSE "
        "coalesce(a.sinceLatest <= $day, a.since < coalesce($before[a.sincePrecision], $dayAfter), a.sinceBy <= $day, true) "
        "AND coalesce(a.until > $day, a.untilNotBefore > $day, a.untilBy IS NULL) END"
    )


@dataclass(frozen=True, slots=True)
class Books:
    """The books of now or of an earlier moment (`known`). `case` is the node of the case in the statement."""

    case: str
    known: bool = False

    def link(self, type_: str, name: str, start: str = "", steps: int = 1) -> str:
        """A link from the case or from `start`; of more `steps`, the links of a way of as many at the most."""
        types = f"{type_}|{type_}_RETRACTED" if self.known else type_
        return f"({start or self.case})-[{name}:{types}{f'*1..{steps}' if steps > 1 else ''}]->"

    def there(self, name: str) -> str:
        return f"{shown(name)} AND {_known(name)}" if self.known else shown(name)

    def _lead(self) -> str:
        """The match of an assignment as lead to a unit or a person."""
        return f"MATCH {self.link('ASSIGNED_TO', 'a')}(o) WHERE a.role = $leadRole AND {self.there('a')}"

    def led(self, by: str) -> str:
        """One such leads on the day for certain."""
        return f"EXISTS {{ {self._lead()} AND {by} AND {leads('e.state')} }}"

    def perhaps_led(self, by: str) -> str:
        """One such leads on the day, or may."""
        return (
            f"EXISTS {{ {self._lead()} AND {by} "
            "AND coalesce(a.since, a.sinceBy, $day) <= $day AND coalesce(a.until > $day, a.untilBy > $day, true) }"
        )

    def happened(self, name: str, type_: str) -> tuple[str, str]:
        """An event of a type up to the day: its pattern and its condition."""
        link = f"to_{name}"
        pattern = f"{self.link('HAS_EVENT', link)}({name})"
        return pattern, f"{name}.type = {type_} AND {AN_EVENT.format(name)} <= $day AND {self.there(link)}"

    def last(self, name: str, pattern: str, condition: str) -> str:
        """The last event of a pattern of which a condition holds; null where there is none."""
        return (
            f"head(COLLECT {{ MATCH {pattern} WHERE {condition} RETURN {name} ORDER BY {AN_EVENT.format(name)} DESC, "
            f"$places[{name}.type] DESC, {name}.order DESC, {name}.eventId DESC LIMIT 1 }})"
        )

    def lacking(self) -> str:
        (event, held), (reopening, later) = self.happened("x", "$lacking"), self.happened("r", "$reopening")
        undone = f"EXISTS {{ MATCH {reopening} WHERE {later} AND {AN_EVENT.format('r')} >= {AN_EVENT.format('x')} }}"
        return f"NOT EXISTS {{ MATCH {event} WHERE {held} AND NOT {undone} }}"

    def again(self) -> str:
        (one, first), (other, second) = self.happened("x", "$again"), self.happened("y", "$again")
        return f"EXISTS {{ MATCH {one}, {other} WHERE x.eventId < y.eventId AND {first} AND {second} }}"

    def triaged(self) -> str:
        """It was triaged by the day, or nobody knows when."""
        event = f"MATCH {self.link('HAS_EVENT', 't')}(x) WHERE x.type = $triaged AND {self.there('t')}"
        return f"(EXISTS {{ {event} AND {AN_EVENT.format('x')} <= $day }} OR NOT EXISTS {{ {event} }})"

    def asked(self) -> str:
        return (
            f"($matters IS NULL OR (c.matter IN $matters AND {self.triaged()})) AND ($categories IS NULL OR c.category IN $categories) "
            f"AND ($states IS NULL OR e.state IN $states) AND ($open IS NULL OR ({IS_OPEN}) = $open) "
            "AND ($raisedUntil IS NULL OR c.raised <= $raisedUntil) "
            f"AND ($lead IS NULL OR {self.led('o.orgId = $lead')}) "
            f"AND ($ledBy IS NULL OR {self.perhaps_led(_ONE_OF)}) "
            f"AND ($leadKinds IS NULL OR {self.led('o.kind IN $leadKinds')}) "
            f"AND ($lacking IS NULL OR {self.lacking()}) "
            f"AND ($again IS NULL OR {self.again()}) "
        )

    def gathered(self, state: str) -> str:
        """What is told of a case, looked up once: its `events`, and who `leads` on the day; `state`: what says how it stands on it."""
        return (
            f"COLLECT {{ MATCH {self.link('HAS_EVENT', 'l')}(x) WHERE {self.there('l')} RETURN x }} AS events, "
            f"COLLECT {{ {self._lead()} AND {leads(state)} RETURN o }} AS leads "
        )

    def due(self, kept: str) -> str:
        """The day by which a case was due on the day: each extension counts that was granted by then, and in time. `kept`: carried on."""
        granted = AN_EVENT.format("x")
        in_time = (
            "CASE WHEN x.since IS NULL OR x.sinceLatest IS NOT NULL THEN coalesce(x.sinceLatest, x.sinceBy) <= due "
            "ELSE x.since < date.truncate($units[coalesce(x.sincePrecision, $exact)], due + duration({days: 1})) END"
        )
        return (
            f"WITH {names(kept, self.case, 'c', 'e')}, COLLECT {{ MATCH {self.link('HAS_EVENT', 'l')}(x) "
            f"WHERE x.type = $extend AND x.undated IS NULL AND x.due IS NOT NULL AND {granted} <= $day AND {self.there('l')} "
            f"RETURN x ORDER BY {granted}, x.order, x.eventId }} AS extensions "
            f"WITH {names(kept, self.case, 'c', 'e')}, reduce(due = coalesce(c.firstDue, c.due), "
            "x IN CASE WHEN coalesce(c.firstDue, c.due) IS NULL THEN [] ELSE extensions END "
            f"| CASE WHEN {in_time} THEN x.due ELSE due END) AS due "
            f"WHERE {_DUE}"
        )
