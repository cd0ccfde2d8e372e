"""How the people who serve communities changed over time: who came and went, for how long they stayed, and who came back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import fmean

from graph.analysis.assignments import Assignment, assignments
from graph.analysis.spells import Window, asked
from graph.analysis.steps import TimeStep, steps
from graph.view import View, lies_in


@dataclass(frozen=True, slots=True)
class TurnoverStep:
    """A month, a quarter or a year, cut at the ends of the window. Counted are periods of one person with one community.

    `before` and `after`: in force on the day before the step, and on its last one. before + joined - left = after where `undated` is 0.
    `returned`: of those who joined, who had served the same community in an earlier period. `undated`: how many may have come or gone
    in the step, or outside it. `person_days`: how long all served in the step, together.
    """

    window: Window
    before: int
    joined: int
    left: int
    after: int
    returned: int
    undated: int
    person_days: int
    mean_tenure_days: float | None
    mean_assignments: float | None

    @property
    def rate(self) -> float | None:
        """Who left, by the mean number in force; None where nobody was."""
        return float(Fraction(self.left * self.window.days, self.person_days)) if self.person_days else None


def turnover(
    view: View, since: date, until: date, step: TimeStep = TimeStep.YEAR, within: Sequence[str] | None = None
) -> tuple[TurnoverStep, ...]:
    """Step by step, on paper. Errors: UnknownDivision, DateOutOfRange; BadArgument of a window without days."""
    parts = steps(asked(view, since, until), step)
    found: list[Assignment] = []
    for part in view.scope(within):
        history = part.snapshot.history
        found += assignments(history, (c.ref for c in history.of("Community") if lies_in(c.key, within)))
    return tuple(_step(found, part) for part in parts)


def _step(found: Iterable[Assignment], window: Window) -> TurnoverStep:
    lasting, near = _touching(found, window)
    joined, left = [x for x in near if x.came.within(window)], [x for x in near if x.went.within(window)]
    tenures = [x.tenure for x in left if x.tenure is not None]
    numbers = [x.number for x in lasting] + _numbers(near, window)
    day_before, last = (date.fromordinal(day.toordinal() - 1) for day in window)
    return TurnoverStep(
        window,
        before=len(lasting) + sum(x.on(day_before) for x in near),
        joined=len(joined),
        left=len(left),
        after=len(lasting) + sum(x.on(last) for x in near),
        returned=sum(x.number > 1 for x in joined),
        undated=sum(end.within(window) is None for x in near for end in (x.came, x.went)),
        person_days=len(lasting) * window.days + sum(x.days_in(window) for x in near),
        mean_tenure_days=fmean(tenures) if tenures else None,
        mean_assignments=fmean(numbers) if numbers else None,
    )


def _touching(found: Iterable[Assignment], window: Window) -> tuple[list[Assignment], list[Assignment]]:
    """Those that are in force on the day before and throughout for certain, which are most; and those that also may be, on some days."""
    lasting, near = [], []
    for x in found:
        if x.came.latest < window.since and x.went.earliest >= window.until:
            lasting.append(x)
        elif x.came.earliest < window.until and x.went.latest >= window.since:
            near.append(x)
    return lasting, near


def _numbers(near: Iterable[Assignment], window: Window) -> list[int]:
    """Of each person and community together in the window: how many periods until its end."""
    served = sorted((x for x in near if x.days_in(window)), key=lambda x: x.number)
    return list({(x.person, x.community): x.number for x in served}.values())
