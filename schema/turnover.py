"""How the people who serve communities changed over time."""

import datetime
from typing import Protocol

import strawberry

import graph.view
from graph.analysis import turnover as answers
from graph.analysis.steps import TimeStep
from schema.fields import field
from schema.nodes import Within
from schema.timeline import Since, Step, Until
from schema.words import both


@strawberry.type(
    description=both(
        "一段时间内联系村(社区)的人的变动,以名册为准;一人连续联系一个村(社区)为一期,换席位不另计,间断后另计",
        "Who came and went, on paper: periods of one person with one community, disjoint ones apart; another seat makes no other.",
    )
)
class TurnoverStep:
    step: strawberry.Private[answers.TurnoverStep]

    @field("首日", "The first day.")
    def since(self) -> datetime.date:
        return self.step.window.since

    @field("止日(不含)", "The day after the last.")
    def until(self) -> datetime.date:
        return self.step.window.until

    @field("前一日在册的期数", "In force on the day before.")
    def before(self) -> int:
        return self.step.before

    @field("新开始的", "How many began.")
    def joined(self) -> int:
        return self.step.joined

    @field("结束的,以不再在册的首日为准", "How many ended: on the first day without.")
    def left(self) -> int:
        return self.step.left

    @field("末日在册的期数:日期均明确时,等于 before + joined - left", "On the last day: before + joined - left, where undated is 0.")
    def after(self) -> int:
        return self.step.after

    @field("流动率:结束的 ÷ 平均在册数;无人在册时为空", "Who left, by the mean number in force; null where nobody was.")
    def rate(self) -> float | None:
        return self.step.rate

    @field(
        "结束者自开始至结束平均几天,起始不详的不计;没有则为空",
        "How many days those who left had served on average, since they came; without those of unknown start. Null: nobody to count.",
    )
    def mean_tenure_days(self) -> float | None:
        return self.step.mean_tenure_days

    @field(
        "新开始的之中,此前曾联系同一村(社区)、间断后又回来的",
        "Of those who joined: who had served the same community before.",
    )
    def returned(self) -> int:
        return self.step.returned

    @field(
        "期内在册的人与村(社区),到期末平均是第几期:1 即无人回来过",
        "Of people and communities together in the step, how many periods until its end, on average; 1: nobody came back. Null: nobody.",
    )
    def mean_assignments(self) -> float | None:
        return self.step.mean_assignments

    @field("开始或结束日期不够明确、不知是否在期内的", "How many may have come or gone in the step or outside it: their dates do not tell.")
    def undated(self) -> int:
        return self.step.undated


class Viewed(Protocol):
    @property
    def view(self) -> graph.view.View: ...


@strawberry.type
class Turnovers:
    @field("联系村(社区)的人的变动;不受视图日期限制,至多到今天", "Who came and went, up to today, whatever the view's day.")
    def turnover(self: Viewed, since: Since, until: Until, within: Within = None, step: Step = TimeStep.YEAR) -> list[TurnoverStep] | None:
        return [TurnoverStep(step=found) for found in answers.turnover(self.view, since, until, step, within)]
