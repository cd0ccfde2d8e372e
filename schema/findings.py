"""What an audit of the day finds, rule by rule."""

import json
from datetime import date, datetime
from typing import TypeAlias

import strawberry

from graph.analysis import findings as answers
from graph.analysis.casefindings import CaseFinding
from graph.interval import PartialDate
from graph.model import Ref, Severity
from graph.snapshot import Snapshot
from graph.view import View
from schema.actors import HEART, Case, WorkGroup, seat_of
from schema.enums import Language
from schema.fields import field
from schema.nodes import Entity, InLanguage, Node, Seen, seen
from schema.paging import Connection
from schema.scalars import stated
from schema.sources import Source, source_of
from schema.words import both

AnyFinding: TypeAlias = answers.Finding | CaseFinding


@strawberry.type(description=both("对一个发现的静默", "A finding is taken out of sight for a time."))
class Mute:
    by: str = strawberry.field(description=both("由谁静默", "By whom."))
    reason: str = strawberry.field(description=both("为何", "Why."))
    until: date = strawberry.field(description=both("到哪一天为止(不含)", "The day from which it is seen again."))


@strawberry.type(description=both("审计的一个发现", "A finding of the audit."))
class Finding(Node):
    snapshot: strawberry.Private[Snapshot]
    finding: strawberry.Private[AnyFinding]

    def place_in_graph(self) -> tuple[str, str]:
        item = self.finding.item
        return self.snapshot.district, json.dumps([self.finding.rule.name, *item.subject, item.part], ensure_ascii=False)

    @field("发现存续期间,每一天、每次运行都相同的键", "The same on every day and in every run while the finding lasts.")
    def key(self) -> str:
        return self.finding.key

    @field("规则", "The rule.")
    def rule(self) -> str:
        return self.finding.rule.name

    @field("级别", "How bad it is.")
    def severity(self) -> Severity:
        return self.finding.rule.severity

    @field("对象", "What it is about.")
    def subject(self) -> Entity:
        if isinstance(self.finding, CaseFinding):
            told = self.finding.answer
            return Case(view=self.view, snapshot=told.snapshot, actor=told.case, answer=told)
        return _entity(self, self.finding.item.subject)

    @field("一句话的说明", "What is the matter, in a sentence.")
    def message(self, language: InLanguage = Language.ZH) -> str:
        account = self.finding.account
        return account.en if language is Language.EN else account.zh

    @field("自何日起一直如此;无从得知时为空", "First day of the unbroken run of days on which it is so; null where that cannot be told.")
    def since(self) -> PartialDate | None:
        return stated(self.finding.since)

    @field("自何时起,账上看得出", "The moment from which on the books have shown it.")
    def first_seen(self) -> datetime:
        return self.finding.first_seen

    @field("所依据的事实的出处", "Where the facts that it rests on were learnt.")
    def evidence(self) -> list[Source]:
        return list({link.id: source_of(link) for link in self.finding.account.evidence}.values())

    @field("静默;没有则为空", "Null: it is not muted.")
    def mute(self) -> Mute | None:
        mute = self.finding.mute
        return Mute(by=mute.by, reason=mute.reason, until=mute.until) if mute else None


def _entity(by: Seen, ref: Ref) -> Entity:
    """What a finding is about; the group of a seat that the rule of the day does not ask for."""
    if ref.kind != "Seat":
        return seen(HEART[ref.kind], by, ref)
    seat = by.snapshot.seat(ref)
    return seat_of(by, seat) if seat else seen(WorkGroup, by, next(x.start for x in by.snapshot.history.into("HAS_SEAT", ref)))


@strawberry.type(description=both("一条规则查了多少:查 = 合格 + 发现 + 静默 + 不详", "checked = passed + found + muted + unknown."))
class RuleCount:
    counted: strawberry.Private[answers.RuleCount]

    @field("规则", "The rule.")
    def rule(self) -> str:
        return self.counted.rule

    @field("规则的名称", "What it is called.")
    def title(self, language: InLanguage = Language.ZH) -> str:
        return self.counted.title.en if language is Language.EN else self.counted.title.zh

    @field("级别", "How bad its findings are.")
    def severity(self) -> Severity:
        return self.counted.severity

    @field("查了多少", "How many things it looked at.")
    def checked(self) -> int:
        return self.counted.checked

    @field("合格", "How many passed.")
    def passed(self) -> int:
        return self.counted.passed

    @field("发现", "How many did not.")
    def found(self) -> int:
        return self.counted.found

    @field("未通过而已静默", "How many did not, and are muted.")
    def muted(self) -> int:
        return self.counted.muted

    @field("无从判断", "How many cannot be judged.")
    def unknown(self) -> int:
        return self.counted.unknown


@strawberry.type(description=both("发现的一页,及每条规则的计数", "A page of findings, and the counts of each rule."))
class FindingConnection(Connection[Finding]):
    rules: list[RuleCount] = strawberry.field(description=both("所问的每条规则的计数", "The counts of every rule asked for."))


def shown(view: View, finding: AnyFinding) -> Finding:
    """A finding as the view shows it."""
    return Finding(view=view, snapshot=finding.snapshot, finding=finding)
