"""Who handles a case."""

import json

import strawberry

from graph.analysis.cases import CaseAnswer
from graph.analysis.handling import Handler
from graph.model import Ref
from graph.qualification import Verdict
from graph.vocabulary import AssignmentRole
from schema.actors import Holder, Organization
from schema.fields import field
from schema.ids import strings
from schema.nodes import Seen, seen
from schema.words import both


@strawberry.type(description=both("某人或某单位承办某问题,至销号为止", "Somebody or a unit is charged with a case until it is struck off."))
class Assignment(Holder):
    handler: strawberry.Private[Handler]

    def place_in_graph(self) -> tuple[str, str]:
        told = self.link
        return told.district, json.dumps([told.start.key, told.type, told.key], ensure_ascii=False, separators=(",", ":"))

    def who(self) -> Ref | None:
        return self.handler.person

    def qualifies_by(self) -> Ref | None:
        return self.handler.post

    @field("角色", "In which role.")
    def role(self) -> AssignmentRole:
        return AssignmentRole(self.handler.role.value)

    @field("承办单位;承办的是人,则为其任职单位", "The unit that is charged; of a person, the one where the post is.")
    def organization(self) -> Organization | None:
        return seen(Organization, self, self.handler.organization) if self.handler.organization else None


def assignments(by: Seen, handler: Handler) -> list[Assignment]:
    """The assignment behind a hop; none behind a report to a higher unit: that one is told of, and charged with nothing."""
    if handler.role.value not in AssignmentRole.__members__:
        return []
    verdict = Verdict(handler.status, handler.reason)
    return [Assignment(view=by.view, snapshot=by.snapshot, link=handler.link, verdict=verdict, handler=handler)]


def case_key(key: str) -> tuple[str, str, str] | None:
    """The case, and the type and the key of the link, of which the id of an assignment tells; None where it was made up."""
    match strings(key):
        case [case, type_, link]:
            return case, type_, link
    return None


def assignment_of(by: Seen, answer: CaseAnswer, type_: str, key: str) -> Assignment | None:
    """An assignment in force on the day, by its link; None where there is none."""
    found = (a for handler in answer.handlers for a in assignments(by, handler))
    return next((a for a in found if (a.link.type, a.link.key) == (type_, key)), None)
