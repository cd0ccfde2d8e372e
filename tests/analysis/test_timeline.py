"""Coverage over time of districts so small that a hand can count them."""

from datetime import UTC, date, datetime

import pytest

from graph.analysis.blame import blamed
from graph.analysis.composition import Needs
from graph.analysis.steps import TimeStep
from graph.analysis.terms import Basis, CoverageGroupBy, CoverageKpi, Strictness
from graph.analysis.timeline import Course, Timeline, timeline
from graph.errors import BadArgument, DateOutOfRange, UnknownDivision
from graph.model import Ref
from graph.vocabulary import SeatKind
from tests.analysis.reading import fraction
from tests.world import World, views, world

LEADER, DEPARTMENT, TEAM, LOCAL = (kind for kind in SeatKind if kind is not SeatKind.SUBDISTRICT_CADRE)


def over(w: World, since: str, until: str, **asked: object) -> Timeline:
    return timeline(w.view(), Course(date.fromisoformat(since), date.fromisoformat(until), **asked))  # type: ignore[arg-type]


def spans(found: Timeline) -> list[str]:
    """001001 2019-03-01 2019-04-01 31 DISTRICT DEPARTMENT_LEADER."""
    return [
        " ".join((b.community.key[6:], str(s.since), str(s.until or "-"), str(s.days), "+".join(s.levels), "+".join(s.seat_kinds)))
        for b in found.broken
        for s in b.spans
    ]


def ghost() -> World:
    """Of two communities one has a ghost from March 2019, and nobody from May to June."""
    return (
        world()
        .staffed("001001")
        .staffed("001002", but=["DEPARTMENT_LEADER"])
        .holder("DEPARTMENT_LEADER", "001002", "2018-01-01..2019-05-01", "..2019-03-01")
        .post("接任", "部门001002", "DEPT_LEADERSHIP", "2019-03-01..")
        .fill("001002", "DEPARTMENT_LEADER", "接任", "2019-06-01..")
    )


def test_community_days_by_quarter() -> None:
    found = over(ghost(), "2019-01-01", "2020-01-01", step=TimeStep.QUARTER)
    assert fraction(found.whole) == "638/730"
    assert [(str(s.window.since), str(s.window.until), fraction(s.ratio)) for s in found.steps] == [
        ("2019-01-01", "2019-04-01", "149/180"),
        ("2019-04-01", "2019-07-01", "121/182"),
        ("2019-07-01", "2019-10-01", "184/184"),
        ("2019-10-01", "2020-01-01", "184/184"),
    ]


def test_the_course_of_what_was_broken() -> None:
    found = over(ghost(), "2019-01-01", "2020-01-01")
    assert spans(found) == ["001002 2019-03-01 2019-06-01 92 DISTRICT DEPARTMENT_LEADER"]
    assert spans(over(ghost(), "2019-01-01", "2019-05-20")) == ["001002 2019-03-01 - 80 DISTRICT DEPARTMENT_LEADER"]
    on_paper = over(ghost(), "2019-01-01", "2020-01-01", basis=Basis.NOMINAL)
    assert spans(on_paper) == ["001002 2019-05-01 2019-06-01 31 DISTRICT DEPARTMENT_LEADER"]
    assert spans(over(ghost(), "2019-01-01", "2020-01-01", strictness=Strictness.LENIENT)) == []


def test_steps_are_cut_at_the_ends_and_may_be_of_one_day() -> None:
    found = over(ghost(), "2018-12-31", "2019-02-02")
    assert [(str(s.window.since), s.ratio.denominator) for s in found.steps] == [("2018-12-31", 2), ("2019-01-01", 62), ("2019-02-01", 2)]


def test_a_community_counts_while_it_exists() -> None:
    w = world().community("001003", "2019-01-11..2019-01-21").staffed("001003", serves="2019-01-11..").staffed("001001")
    assert fraction(over(w, "2019-01-01", "2019-02-01").whole) == "41/41"


def test_a_community_of_unknown_start_is_left_out_until_it_is_known_to_exist() -> None:
    w = world().community("001002", "?2019-01-21..").staffed("001001", "001002")
    assert fraction(over(w, "2019-01-01", "2019-02-01").whole) == "42/42 UNKNOWN_START:20"


def test_days_that_a_coarse_date_leaves_open_count_as_missing() -> None:
    w = world().staffed("001001", but=[TEAM]).holder(TEAM, "001001", "2019-02..")
    found = over(w, "2019-01-01", "2019-04-01")
    assert fraction(found.whole) == "32/90 COARSE_DATE:27"
    assert spans(found) == ["001001 2019-01-01 2019-02-28 58 SUBDISTRICT SUBDISTRICT_LEADER"]


def test_two_groups_in_turn_are_a_union_of_days() -> None:
    w = world().staffed("001001", serves="2018-01-01..2019-02-01")
    w.group("001001", "2019-01-15..", key="乙").unit("部门001001", "DEPARTMENT").represents("乙", "部门001001")
    for kind, person in zip(SeatKind, ("区领导", "部门领导", "镇街领导", "镇街干部", "书记"), strict=True):
        w.fill("乙", kind, f"{person}001001", "2019-01-15..")
    assert fraction(over(w, "2019-01-01", "2019-03-01").whole) == "59/59"


def test_without_a_group_every_seat_that_is_asked_for_is_missing() -> None:
    w = world().staffed("001001", serves="2018-01-01..2019-02-01")
    expected = "001001 2019-02-01 - 28 DISTRICT+SUBDISTRICT+COMMUNITY DISTRICT_LEADER+DEPARTMENT_LEADER+SUBDISTRICT_LEADER+COMMUNITY_CADRE"
    for kpi in (CoverageKpi.LINKAGE, CoverageKpi.GROUP, CoverageKpi.FULL_COMPOSITION):
        assert spans(over(w, "2019-01-01", "2019-03-01", kpi=kpi)) == [expected]


def test_one_person_in_two_seats_breaks_both() -> None:
    w = world().staffed("001001", but=[TEAM]).holder(TEAM, "001001", None)
    w.post("书记001001", "办事处001", "SUBDISTRICT_LEADERSHIP").fill("001001", TEAM, "书记001001")
    assert spans(over(w, "2019-01-01", "2019-03-01")) == ["001001 2019-01-01 - 59 SUBDISTRICT+COMMUNITY SUBDISTRICT_LEADER+COMMUNITY_CADRE"]


def test_too_many_in_a_seat_break_the_composition_only() -> None:
    w = (
        world()
        .staffed("001001")
        .post("又一", "区委", "DISTRICT_LEADER", title="又一")
        .fill("001001", LEADER, "又一", "2019-01-11..2019-01-21")
    )
    assert spans(over(w, "2019-01-01", "2019-02-01")) == []
    found = over(w, "2019-01-01", "2019-02-01", kpi=CoverageKpi.FULL_COMPOSITION)
    assert spans(found) == ["001001 2019-01-11 2019-01-21 10 DISTRICT DISTRICT_LEADER"]


def test_a_rule_that_asks_for_more_breaks_from_its_day_on() -> None:
    w = world().staffed("001001", but=["SUBDISTRICT_CADRE"])
    w.rule("..2019-02-01", DISTRICT_LEADER=(1, 1), COMMUNITY_CADRE=(1, None))
    found = over(w, "2019-01-01", "2019-03-01")
    assert fraction(found.whole) == "59/59"
    assert fraction(over(w.rule("2019-02-01..", COMMUNITY_CADRE=(2, None)), "2019-01-01", "2019-03-01").whole) == "31/59"


def test_where_there_is_no_group_the_rule_of_each_day_tells_what_is_missing() -> None:
    w = world().community("001001").rule("..2019-02-01", COMMUNITY_CADRE=(1, None)).rule("2019-02-01..", DISTRICT_LEADER=(1, 1))
    assert spans(over(w, "2019-01-01", "2019-03-01")) == [
        "001001 2019-01-01 2019-02-01 31 COMMUNITY COMMUNITY_CADRE",
        "001001 2019-02-01 - 28 DISTRICT DISTRICT_LEADER",
    ]


def test_people_of_the_communities() -> None:
    w = world().community("001001", population=100).community("001002").staffed("001001", "001002")
    w.changed("Community", w.code("001001"), "population", 100, 200, "2019-01-31")
    found = over(w, "2019-01-30", "2019-02-02", kpi=CoverageKpi.POPULATION_LINKAGE)
    assert fraction(found.whole) == "500/500 NO_POPULATION:3"


def test_several_districts_and_their_parts() -> None:
    view = views(ghost(), world("990102").staffed("001001"))
    year = (date(2019, 1, 1), date(2020, 1, 1))
    found = timeline(view, Course(*year, TimeStep.YEAR, group_by=CoverageGroupBy.DISTRICT))
    assert [(g.key, g.place, fraction(g.whole)) for g in found.breakdown] == [
        ("990101", Ref("District", "990101"), "638/730"),
        ("990102", Ref("District", "990102"), "365/365"),
    ]
    assert fraction(found.whole) == "1003/1095"
    assert fraction(timeline(view, Course(*year, within=("990102", "990101001001"))).whole) == "730/730"


def test_as_known_at_another_moment() -> None:
    w = world().staffed("001001", but=[TEAM]).recorded("2019-03-15").holder(TEAM, "001001")
    course = Course(date(2019, 1, 1), date(2019, 3, 1))
    then = timeline(w.view().as_of(date(2019, 6, 1), datetime(2019, 3, 1, tzinfo=UTC)), course)
    assert (fraction(then.whole), then.known_at) == ("0/59", datetime(2019, 3, 1, tzinfo=UTC))
    assert fraction(timeline(w.view(), course).whole) == "59/59"


def test_nothing_to_count_has_no_rate() -> None:
    found = over(ghost(), "2019-01-01", "2019-02-01", within=())
    assert (found.whole.value, [step.ratio.value for step in found.steps], found.broken) == (None, [None], ())


@pytest.mark.parametrize(
    ("since", "until", "asked", "error"),
    [
        ("2019-01-01", "2019-01-01", {}, BadArgument),
        ("2019-01-01", "2020-02-08", {}, DateOutOfRange),
        ("2016-12-31", "2019-01-01", {}, DateOutOfRange),
        ("2019-01-01", "2019-02-01", {"kpi": CoverageKpi.SEAT}, BadArgument),
        ("2019-01-01", "2019-02-01", {"kpi": CoverageKpi.COURTYARD}, BadArgument),
        ("2019-01-01", "2019-02-01", {"within": ("990101009",)}, UnknownDivision),
    ],
)
def test_what_is_refused(since: str, until: str, asked: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        over(ghost(), since, until, **asked)


def test_today_is_the_last_day() -> None:
    assert over(ghost(), "2020-02-06", "2020-02-07").whole.denominator == 2


def _one_of_each(*kinds: SeatKind) -> Needs:
    return dict.fromkeys(kinds, 1)


def test_the_fewest_seats_are_to_blame() -> None:
    a, b = Ref("Person", "a"), Ref("Person", "b")
    strict, one, other = (_one_of_each(*kinds) for kinds in ((LEADER, DEPARTMENT, TEAM), (LEADER, TEAM), (DEPARTMENT, TEAM)))
    assert blamed([strict], {LEADER: frozenset({a})}) == {DEPARTMENT, TEAM}
    assert blamed([one, other], {LEADER: frozenset({a})}) == {TEAM}
    assert blamed([one, other], {TEAM: frozenset({a})}) == {LEADER, DEPARTMENT}
    assert blamed([strict], dict.fromkeys(strict, frozenset({a, b}))) == {LEADER, DEPARTMENT, TEAM}
