"""Mass removal: an import that closes much of a kind is a problem, unless that is what is meant (`--allow-shrink`)."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from graph.history import History
from graph.model import Plan, Problem, Ref, Severity
from graph.vocabulary import NODES
from loaders.columns import Table
from loaders.desk import Options

_REMOVED = (
    ("Community", "村(社区)", "communities"),
    ("Courtyard", "院坝", "courtyards"),
    ("Organization", "单位", "organisations"),
    ("SERVES", "受工作组联系的村(社区)", "communities that are served"),
    ("FILLS", "有人的席位", "filled seats"),
    ("HOLDS", "有人的职务", "posts that are held"),
)


def problems(plan: Plan, history: History, after: History, options: Options, tables: Sequence[Table]) -> Iterator[Problem]:
    """One for each kind of which more than a tenth, and more than three, are left ended or empty. `after`: the history with the plan."""
    days = _days_of_removal(plan, options)
    for kind, zh, en in _REMOVED:
        standing = ((_standing(history, kind, day), _standing(after, kind, day)) for day in days)
        too_much = ((len(was), len(was - still)) for was, still in standing if len(was - still) > max(3, len(was) / 10))
        for before, lost in islice(too_much, 1):
            text_zh = f"这次导入会使 {before} 个{zh}中的 {lost} 个终止。如确需如此,请加 --allow-shrink。"
            text_en = f"This import would end {lost} of {before} {en}. If that is meant, add --allow-shrink."
            yield Problem(Severity.ERROR, "MASS_REMOVAL", text_zh, text_en, tables[0].file, tables[0].sheet)


def _days_of_removal(plan: Plan, options: Options) -> list[date]:
    """The later of the sheet's own day and today, and the last day on which the plan changes anything after it."""
    today = max(options.own_day, options.today)
    changed = (x.interval for x in (*plan.links, *plan.retractions))
    return [today, max((d for i in changed for d in i.boundaries() if d > today), default=today)]


def _standing(history: History, kind: str, day: date) -> set[Ref]:
    """What stands on a day: places and units that exist, communities that are served, seats and posts that are filled."""
    if kind in NODES:
        return {a.ref for a in history.of(kind) if a.interval.holds(day) is not False}
    return {x.end for x in history.links if x.type == kind and x.interval.holds(day) is not False}
