"""What would be lost if somebody were gone, or an organisation: counted by hand on small districts."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from graph.analysis.absence import Absence, absence, without
from graph.analysis.coverage import coverage
from graph.analysis.measures import Counted
from graph.analysis.terms import CoverageKpi, Strictness
from graph.history import History
from graph.interval import Interval, PartialDate
from graph.model import Change, Ref, Source
from graph.snapshot import Snapshot
from graph.vocabulary import FillStatus, Level, SeatKind
from tests.analysis.reading import fraction
from tests.world import DISTRICT, World, views, world

C1, C2, C3 = "001001", "001002", "002001"
LEADER, MEMBER = SeatKind.DISTRICT_LEADER, SeatKind.DEPARTMENT_LEADER


def shared() -> World:
    """Three communities with complete groups; one leader sits in the first two."""
    books = world().staffed(C1, C3).staffed(C2, but=[LEADER])
    return books.fill(C2, LEADER, f"区领导{C1}")


def person(name: str, district: str = DISTRICT) -> Counted:
    return Counted(district, Ref("Person", name))


def unit(name: str) -> Counted:
    return Counted(DISTRICT, Ref("Organization", name))


def gone(books: World, *of: Counted, strictness: Strictness = Strictness.STRICT, day: str = "2020-02-06") -> Absence:
    return absence(books.view(day), of, strictness)


def lost(answer: Absence) -> list[str]:
    return [c.ref.key[6:] for c in answer.lost]


def levels(answer: Absence) -> list[tuple[str, Level]]:
    return [(x.community.ref.key[6:], x.level) for x in answer.levels]


def seats(answer: Absence) -> list[str]:
    return [c.ref.key[6:] for c in answer.seats]


def test_a_leader_takes_both_communities_along() -> None:
    answer = gone(shared(), person(f"区领导{C1}"))
    assert (lost(answer), fraction(answer.before), fraction(answer.after)) == ([C1, C2], "3/3", "1/3")
    assert levels(answer) == [(C1, Level.DISTRICT), (C2, Level.DISTRICT)]
    assert seats(answer) == [f"{C1}/DISTRICT_LEADER", f"{C2}/DISTRICT_LEADER"]
    assert (answer.people, answer.organizations) == ((person(f"区领导{C1}"),), ())


def test_leniently_the_department_still_holds_the_level() -> None:
    answer = gone(shared(), person(f"区领导{C1}"), strictness=Strictness.LENIENT)
    assert (lost(answer), levels(answer), fraction(answer.after)) == ([], [], "3/3")
    assert len(answer.seats) == 2
    both = gone(shared(), person(f"区领导{C1}"), person(f"部门领导{C2}"), strictness=Strictness.LENIENT)
    assert (lost(both), levels(both)) == ([C2], [(C2, Level.DISTRICT)])


def test_nobody_changes_nothing() -> None:
    answer = gone(shared())
    assert (answer.before, answer.lost, answer.levels, answer.seats) == (answer.after, (), (), ())


def test_a_deputy_with_a_post_keeps_the_community_but_not_the_seat() -> None:
    books = shared().post("乙", "区委", "DISTRICT_LEADER", title="副职").deputy("乙", f"区领导{C1}")
    answer = gone(books, person(f"区领导{C1}"))
    assert (lost(answer), levels(answer), len(answer.seats)) == ([], [], 2)
    assert lost(gone(books, person(f"区领导{C1}"), person("乙"))) == [C1, C2]


@pytest.mark.parametrize(("deputy", "days"), [("甲", ""), ("乙", "..2020-02-06"), ("乙", "2020..")], ids=["no post", "ended", "undecided"])
def test_a_deputy_without_a_post_or_out_of_force_does_not(deputy: str, days: str) -> None:
    books = shared().post("乙", "区委", "DISTRICT_LEADER", title="副职").deputy(deputy, f"区领导{C1}", days)
    assert lost(gone(books, person(f"区领导{C1}"))) == [C1, C2]


def test_a_deputy_who_sits_in_the_group_already_is_not_two_people() -> None:
    member = f"部门领导{C1}"
    books = shared().post(member, "区委", "DISTRICT_LEADER").deputy(member, f"区领导{C1}")
    assert lost(gone(books, person(f"区领导{C1}"))) == [C1]


def test_one_person_in_two_seats_is_not_made_two_by_two_deputies() -> None:
    """Not linked before, and no more so if the deputies came."""
    twice = f"区领导{C1}"
    books = world().staffed(C1, but=[MEMBER]).post(twice, f"部门{C1}", "DEPT_LEADERSHIP").fill(C1, MEMBER, twice)
    books = books.fill(C1, LEADER, "丙").post("丙", "区委", "DISTRICT_LEADER", title="副职")
    for deputy, office, rank in (("甲", "区委", "DISTRICT_LEADER"), ("乙", f"部门{C1}", "DEPT_LEADERSHIP")):
        books = books.post(deputy, office, rank, title="副职二").deputy(deputy, twice)
    assert lost(gone(books, person("丙"))) == [C1]
    assert lost(gone(books, person("丙"), person(twice))) == [C1]


def test_a_ghost_has_no_deputy_to_lose() -> None:
    books = shared().community("002002").staffed("002002", but=[LEADER]).holder(LEADER, "002002", holds="..2019-01-01")
    books = books.post("乙", "区委", "DISTRICT_LEADER", title="副职").deputy("乙", "区领导002002")
    answer = gone(books, person("乙"))
    assert (fraction(answer.before), fraction(answer.after), answer.lost) == ("3/4", "3/4", ())


# ---- organisations


def test_an_abolished_department_empties_its_seats_only() -> None:
    answer = gone(shared(), unit(f"部门{C1}"))
    assert (lost(answer), levels(answer), seats(answer)) == ([C1], [(C1, Level.DISTRICT)], [f"{C1}/DEPARTMENT_LEADER"])
    assert (answer.organizations, answer.leaderless) == ((unit(f"部门{C1}"),), (unit(f"部门{C1}"),))
    assert lost(gone(shared(), unit("办事处001"))) == [C1, C2]


def test_a_successor_takes_over_seats_of_its_own_people_and_the_cases() -> None:
    """The merger is in the books for next month; whoever is in both departments already stays."""
    books = shared().unit("新局", "DEPARTMENT", exists="2020-03-01..").succeeded(f"部门{C1}", "新局", "2020-03-01..")
    answer = gone(books, unit(f"部门{C1}"))
    assert (lost(answer), answer.leaderless) == ([C1], ())
    stays = books.post(f"部门领导{C1}", "新局", "DEPT_LEADERSHIP")
    assert (gone(stays, unit(f"部门{C1}")).seats, gone(stays, unit(f"部门{C1}")).lost) == ((), ())
    both = gone(stays, unit(f"部门{C1}"), unit("新局"))
    assert (lost(both), both.leaderless) == ([C1], (unit("新局"), unit(f"部门{C1}")))


def test_a_successor_brings_nobody_in_who_was_a_ghost() -> None:
    books = shared().unit("新局", "DEPARTMENT").succeeded(f"部门{C1}", "新局", "2020-03-01..")
    books = books.post("丙", "新局", "DEPT_LEADERSHIP").fill(C1, MEMBER, "丙")
    assert lost(gone(books, unit(f"部门{C1}"))) == [C1]


# ---- the day without them


def test_the_day_without_somebody_is_a_day_like_any_other() -> None:
    snapshot = shared().snapshot("2020-02-06")
    after = without(snapshot, frozenset({Ref("Person", f"区领导{C1}")}))
    assert after.day == date(2020, 2, 6)
    fillings = [f for seat in after.seats(Ref("WorkGroup", f"{DISTRICT}{C1}")) for f in seat.fillings]
    assert [f.verdict.status for f in fillings if f.seat.kind is LEADER] == [FillStatus.GHOST]
    assert {f.verdict.status for f in fillings if f.seat.kind is not LEADER} == {FillStatus.EFFECTIVE}
    assert without(snapshot) is snapshot
    assert snapshot.seats(Ref("WorkGroup", f"{DISTRICT}{C1}"))[0].status is FillStatus.EFFECTIVE


def test_the_posts_of_an_organisation_end_with_it() -> None:
    after = without(shared().snapshot("2020-02-06"), organizations=frozenset({unit(f"部门{C1}").ref}))
    held = {n: [x.interval.holds(after.day) for x in after.history.out("HOLDS", person(n + C1).ref)] for n in ("部门领导", "书记")}
    assert held == {"部门领导": [False], "书记": [True]}


def test_somebody_of_whom_nothing_is_known_is_out_of_the_books() -> None:
    books = world().staffed(C1, but=[LEADER]).fill(C1, LEADER, "生人")
    after = without(books.snapshot("2020-02-06"), frozenset({Ref("Person", "生人")}))
    assert after.seats(Ref("WorkGroup", f"{DISTRICT}{C1}"))[0].fillings == ()


def test_an_end_that_was_recorded_later_does_not_bring_an_organisation_back() -> None:
    """On 20 January somebody recorded that the department ends in March; as known before, it goes on, and ends if it is taken away."""
    unit_, end, known = unit(f"部门{C1}").ref, PartialDate.day(date(2020, 3, 1)), datetime(2020, 1, 10, tzinfo=UTC)
    facts = world().staffed(C1).facts()
    actors = tuple(replace(a, interval=Interval(None, end)) if a.ref == unit_ else a for a in facts.actors)
    later = Change("1", unit_, DISTRICT, "until", None, end, None, datetime(2020, 1, 20, tzinfo=UTC), Source("test"))
    before = Snapshot(History(replace(facts, actors=actors, changes=(later,)), known), date(2020, 2, 6))
    after = without(before, organizations=frozenset({unit_}))
    assert (before.actor(unit_).interval, after.actor(unit_).interval.holds(before.day)) == (Interval(), False)
    assert [len(s.seats(Ref("WorkGroup", f"{DISTRICT}{C1}"))[1].effective) for s in (before, after)] == [1, 0]


def test_undecided_dates_are_told_on_both_sides() -> None:
    """The second leader's post began some day in 2020: perhaps the community is linked without the first."""
    books = world().staffed(C1).fill(C1, LEADER, "乙").post("乙", "区委", "DISTRICT_LEADER", "2020..", title="副职")
    answer = gone(books, person(f"区领导{C1}"))
    assert (fraction(answer.before), fraction(answer.after)) == ("1/1", "0/1 COARSE_DATE:1")
    assert fraction(gone(books, person(f"区领导{C1}"), person("乙")).after) == "0/1"


# ---- several districts


def test_people_of_several_districts_at_once() -> None:
    other = world("990102").staffed(C1)
    view = views(shared(), other)
    leader = f"区领导{C1}"
    assert [c.district for c in absence(view, [person(leader, "990102")]).lost] == ["990102"]
    answer = absence(view, [person(leader, "990102"), person(leader)])
    assert [(c.district, c.ref.key[6:]) for c in answer.lost] == [(DISTRICT, C1), (DISTRICT, C2), ("990102", C1)]
    assert (fraction(answer.before), fraction(answer.after)) == ("4/4", "1/4")


def test_before_is_the_coverage_of_the_view() -> None:
    books = shared().community("003001").community("003002", lives="2020..")
    measures = {(m.kpi, m.strictness): m for m in coverage(books.view()).measures}
    for strictness in Strictness:
        assert gone(books, strictness=strictness).before == measures[CoverageKpi.LINKAGE, strictness].effective
