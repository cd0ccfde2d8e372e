"""Every planted defect of the sample is found, exactly, and nothing else: the audit's answers against the planter's own list."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from graph.analysis.absence import absence
from graph.analysis.changes import Change, ChangeKind
from graph.analysis.comparison import comparison
from graph.analysis.coverage import coverage
from graph.analysis.fillings import last_post
from graph.analysis.findings import Finding, findings
from graph.analysis.gaps import Gap, gaps
from graph.analysis.resilience import impacts
from graph.analysis.steps import TimeStep
from graph.analysis.terms import CoverageKpi, Strictness
from graph.analysis.timeline import Course, timeline
from graph.analysis.turnover import turnover
from graph.history import History
from graph.model import Severity
from graph.snapshot import Snapshot
from graph.view import View
from graph.vocabulary import SEAT_LEVEL, GapReason, Level, SeatKind
from loaders.sample import NANAN, Profile, write
from tests.loaders.test_sample import OTHER_PROFILE
from tests.loaders.test_sample_import import imported

Truth = dict[str, Any]
DISTRICTS: dict[str, tuple[Profile, str, int | None]] = {"towns": (NANAN, "500108", 2019), "none": (OTHER_PROFILE, "310101", None)}
AUDIT_DAY = date(2019, 6, 30)
EVERY_SEED = [pytest.param(seed, marks=() if seed <= 3 else pytest.mark.long) for seed in range(1, 11)]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A sample of a district and a seed as it went in, and its truth; made once."""

    @lru_cache
    def make(district: str, seed: int) -> tuple[History, Truth]:
        profile, code, edition = DISTRICTS[district]
        folder = tmp_path_factory.mktemp(f"{district}-{seed}")
        history, _ = imported(write(folder, seed=seed, profile=profile, cases=0), code, edition)
        return history, json.loads((Path(folder) / "truth.json").read_text("utf-8"))

    return make


def view(history: History, day: date) -> View:
    def reopen(on: date, known_at: datetime | None) -> View:
        return view(history, on)

    return View((Snapshot(history, day),), day, datetime(2026, 1, 5, tzinfo=UTC), "1", date(2020, 2, 6), reopen)


def standing(truth: Truth, day: date) -> list[Truth]:
    """The defects that are to be found on a day."""
    return [d for d in truth["defects"] if d["since"] <= day.isoformat() and (d["until"] is None or day.isoformat() < d["until"])]


def days(truth: Truth) -> Iterator[date]:
    """The day of the sample, that of the audit, and the first day of each defect with the day before it."""
    yield from {date.fromisoformat(truth["asOf"]), AUDIT_DAY}
    for defect in truth["defects"]:
        first = date.fromisoformat(defect["since"])
        yield from (first - timedelta(days=1), first)


def told(gap: Gap, snapshot: Snapshot) -> tuple[Any, ...]:
    kinds = {gap.seat_kind} if gap.seat_kind else {snapshot.history.actors[ref].text("kind") for ref in gap.seats}
    people = {f.person.text("name") for f in gap.holders}
    return (
        gap.reason,
        gap.community.key,
        frozenset(map(str, kinds)),
        frozenset(people),
        str(gap.run.since),
        _text(gap.without_effective.since),
    )


def planted(defect: Truth) -> tuple[Any, ...]:
    seats, people = frozenset(defect["seatKinds"]), frozenset(defect["people"])
    return GapReason(defect["reason"]), defect["community"], seats, people, defect["since"], defect["withoutEffectiveSince"]


def _text(day: object) -> str | None:
    return None if day is None else str(day)


RULE_OF = {"GHOST": "GHOST", "VACANT": "VACANT", "OVER_MAX": "V2", "SAME_PERSON": "V14", "WRONG_SUBDISTRICT": "WRONG_SUBDISTRICT"}
"""By which rule the audit finds a planted gap."""


def where(finding: Finding) -> str:
    """The community that a finding of the sample is about: its groups and seats are keyed by it."""
    return finding.item.subject.key[:12]


def audited(shown: View, defects: list[Truth]) -> None:
    """Each planted defect is found by its rule since its day, and no other; all else of ERROR is a level that one of them breaks."""
    found = findings(shown).found
    planted_ = sorted((RULE_OF[d["reason"]], d["community"], d["since"]) for d in defects)
    assert sorted((f.rule.name, where(f), str(f.since)) for f in found if f.rule.name in RULE_OF.values()) == planted_
    others = [f for f in found if f.rule.severity is Severity.ERROR and f.rule.name not in RULE_OF.values()]
    assert {f.rule.name for f in others} <= {"LEVEL_BROKEN"}
    told_ = sorted((where(f), f.item.part, str(f.since)) for f in others)
    assert told_ == sorted((d["community"], level, d["since"]) for d in defects for level in broken_by(d))


def broken_by(defect: Truth) -> set[Level]:
    """The levels that a seat without anybody effective leaves open; a cadre of the subdistrict makes none beside a leader."""
    kinds = {SeatKind(kind) for kind in defect["seatKinds"]} if defect["withoutEffectiveSince"] else set()
    return {SEAT_LEVEL[kind] for kind in kinds - {SeatKind.SUBDISTRICT_CADRE}}


def exact(history: History, truth: Truth, day: date) -> None:
    """The gaps of a day are the planted ones; the rates follow from them."""
    shown = view(history, day)
    found, defects = [gap for gap in gaps(shown) if gap.courtyard is None], standing(truth, day)
    assert sorted(map(repr, (told(g, shown.snapshots[0]) for g in found))) == sorted(map(repr, map(planted, defects))), day
    numerators = {(m.kpi, m.strictness): m.effective.numerator for m in coverage(shown).measures if m.seat_kind is None and m.level is None}
    whole = truth["communities"]
    assert numerators[CoverageKpi.GROUP, None] == whole
    for strictness, field in ((Strictness.STRICT, "linkedStrict"), (Strictness.LENIENT, "linkedLenient")):
        broken = {d["community"] for d in defects if not d[field]}
        assert numerators[CoverageKpi.LINKAGE, strictness] == whole - len(broken), (day, strictness)
    assert numerators[CoverageKpi.FULL_COMPOSITION, None] == whole - len({d["community"] for d in defects}), day


@pytest.mark.parametrize("seed", range(1, 11))
def test_ten_seeds_of_the_sample_on_its_day_and_on_the_audit_day(made: Any, seed: int) -> None:
    history, truth = made("towns", seed)
    for day in (date.fromisoformat(truth["asOf"]), AUDIT_DAY):
        exact(history, truth, day)


@pytest.mark.parametrize("seed", EVERY_SEED)
def test_a_second_district_without_towns_under_another_rule(made: Any, seed: int) -> None:
    history, truth = made("none", seed)
    for day in (date.fromisoformat(truth["asOf"]), AUDIT_DAY):
        exact(history, truth, day)


@pytest.mark.parametrize("district", DISTRICTS)
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 11))])
def test_each_defect_begins_on_its_day(made: Any, district: str, seed: int) -> None:
    history, truth = made(district, seed)
    for day in sorted(set(days(truth))):
        if day.isoformat() >= truth["groupsSince"]:
            exact(history, truth, day)


@pytest.mark.parametrize("strictness", list(Strictness))
def test_what_was_broken_in_2019_is_what_was_planted(made: Any, strictness: Strictness) -> None:
    history, truth = made("towns", 1)
    year = date(2019, 1, 1), date(2020, 1, 1)
    found = timeline(view(history, AUDIT_DAY), Course(*year, strictness=strictness))
    field = {Strictness.STRICT: "linkedStrict", Strictness.LENIENT: "linkedLenient"}[strictness]
    defects = sorted((d for d in truth["defects"] if not d[field]), key=lambda d: d["community"])
    expected = {d["community"]: [(max(d["since"], "2019-01-01"), d["until"], set(d["seatKinds"]))] for d in defects}
    told = {b.community.key: [(s.since.isoformat(), _text(s.until), set(map(str, s.seat_kinds))) for s in b.spans] for b in found.broken}
    assert told == expected
    days = sum(b.days for b in found.broken)
    assert (found.whole.numerator, found.whole.denominator) == (365 * truth["communities"] - days, 365 * truth["communities"])


@pytest.mark.parametrize("district", DISTRICTS)
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 11))])
def test_each_planted_defect_is_found_by_its_rule(made: Any, district: str, seed: int) -> None:
    history, truth = made(district, seed)
    for day in (date.fromisoformat(truth["asOf"]), AUDIT_DAY) if seed == 1 else sorted(set(days(truth))):
        if day.isoformat() >= truth["groupsSince"]:
            audited(view(history, day), standing(truth, day))
    loaded = findings(view(history, date.fromisoformat(truth["asOf"])), rules=["OVERLOAD"]).found
    leaders = {f.snapshot.actor(f.item.subject).text("name") for f in loaded if f.item.part == SeatKind.DISTRICT_LEADER}
    assert leaders == {person for trap in truth["traps"] if trap["kind"] == "overload" for person in trap["people"]}


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 11))])
def test_what_broke_since_2019_and_by_whose_going(made: Any, seed: int) -> None:
    history, truth = made("towns", seed)
    first, shown = date(2019, 1, 1), view(history, date.fromisoformat(truth["asOf"]))
    lasting = [d for d in truth["defects"] if not d["linkedStrict"] and d["until"] is None and d["since"] > first.isoformat()]
    found = comparison(shown, first)
    told = {
        t.community.key: [(c.kind, str(c.on), c.person and history.actors[c.person].text("name")) for c in t.causes] for t in found.broken
    }
    how = {"ghost": (ChangeKind.POST_ENDED, "people"), "weak_and_lax_vacancy": (ChangeKind.FILLING_ENDED, "lastHolder")}
    assert told == {d["community"]: [(how[d["kind"]][0], d["since"], _named(d, how[d["kind"]][1]))] for d in lasting}
    assert found.completed == ()
    assert found.after.numerator == found.before.numerator - len(lasting)


def _name(history: History, change: Change) -> str:
    return history.actors[change.person].text("name") if change.person else ""


def _named(defect: Truth, field: str) -> str:
    """The one person in a field."""
    return str(defect[field] if isinstance(defect[field], str) else defect[field][0])


def test_the_leader_who_came_back_is_the_only_one_who_did(made: Any) -> None:
    history, truth = made("towns", 1)
    (trap,) = (trap for trap in truth["traps"] if trap["kind"] == "returning_leader")
    shown = view(history, date.fromisoformat(truth["asOf"]))
    years = turnover(shown, date(2017, 1, 1), date(2020, 1, 1))
    assert {step.window.since.year: step.returned for step in years if step.returned} == {int(trap["back"][:4]): 1}
    (quarter,) = turnover(shown, date(2018, 10, 1), date(2019, 1, 1), TimeStep.QUARTER, trap["communities"])
    assert (quarter.joined, quarter.returned, quarter.undated) == (1, 1, 0)
    assert all(step.before + step.joined - step.left == step.after for step in years)


def test_headless_courtyards_are_found_and_no_other_lack(made: Any) -> None:
    history, truth = made("towns", 1)
    shown, planted_ = view(history, date.fromisoformat(truth["asOf"])), truth["courtyards"]
    lacking = [f for f in findings(shown).found if f.item.subject.kind == "Courtyard"]
    assert [(f.rule.name, f.item.subject.key) for f in lacking] == [("NO_HEAD", code) for code in planted_["headless"]]
    assert [(g.reason, g.courtyard.key) for g in gaps(shown) if g.courtyard] == [(GapReason.NO_HEAD, code) for code in planted_["headless"]]
    rates = {m.kpi: (m.effective.numerator, m.effective.denominator) for m in coverage(shown).measures}
    assert rates[CoverageKpi.COURTYARD] == (planted_["listed"] - len(planted_["headless"]), planted_["listed"])
    assert rates[CoverageKpi.MEMBER_LINKAGE] == (planted_["linkingMembers"], planted_["linkingMembers"] + 8)


def test_what_is_told_of_a_ghost(made: Any) -> None:
    """The last post that qualified, when it ended, and who holds it now."""
    history, truth = made("towns", 1)
    shown = view(history, date.fromisoformat(truth["asOf"]))
    ghosts = {d["community"]: d for d in truth["defects"] if d["kind"] == "ghost"}
    assert len(ghosts) == 5
    for gap in gaps(shown, reasons=[GapReason.GHOST]):
        post = last_post(shown.snapshots[0], gap.holders[0])
        assert post is not None
        assert str(post.interval.until) == ghosts[gap.community.key]["since"]


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 11))])
def test_the_overloaded_leader_would_take_exactly_his_communities_along(made: Any, seed: int) -> None:
    history, truth = made("towns", seed)
    shown = view(history, date.fromisoformat(truth["asOf"]))
    [trap] = [trap for trap in truth["traps"] if trap["kind"] == "overload"]
    broken = {d["community"] for d in standing(truth, shown.day) if not d["linkedStrict"]}
    [leader] = [i for i in impacts(shown) if history.actors[i.person.ref].text("name") == trap["people"][0]]
    expected = sorted(set(trap["communities"]) - broken)
    assert ([c.ref.key for c in leader.lost], leader.seats) == (expected, 8)
    answer = absence(shown, [leader.person])
    assert (answer.lost, answer.before.numerator - answer.after.numerator) == (leader.lost, len(expected))
    assert len(answer.seats) == 8
    assert {x.level for x in answer.levels} == {Level.DISTRICT}
