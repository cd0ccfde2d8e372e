"""K9 and K10: courtyards with a head in term and a linking member, members who link one; and what a courtyard lacks, since when."""

from typing import Any

import pytest

from graph.analysis.courtyards import courtyard_linkage
from graph.analysis.coverage import coverage
from graph.analysis.gaps import Gap, gaps
from graph.analysis.measures import Measure
from graph.analysis.terms import Basis, CoverageGroupBy, CoverageKpi
from graph.errors import UnknownDivision
from graph.vocabulary import GapReason, SeatKind
from tests.analysis.reading import fraction, rates
from tests.world import World, views, world

V, W = "101201", "101202"
A, B, C = f"{V}001", f"{V}002", f"{W}001"
OF_COURTYARDS = (GapReason.NO_HEAD, GapReason.TERM_EXPIRED, GapReason.NO_LINKING_MEMBER)


def village() -> World:
    """A village with a courtyard A that has all, and B without anybody."""
    books = world().community(V).courtyard(A).courtyard(B)
    return books.head(A, "甲", "2018-01-01..", "2021-01-01").links(A, "乙")


def k(kpi: str, books: World, day: str = "2019-06-30", **asked: Any) -> Measure:
    (measure,) = [m for m in coverage(books.view(day), **asked).measures if m.kpi == kpi]
    return measure


def k9(books: World, day: str = "2019-06-30") -> str:
    return rates(coverage(books.view(day)), "COURTYARD")["COURTYARD"]


def k10(books: World, day: str = "2019-06-30") -> str:
    return fraction(k("MEMBER_LINKAGE", books, day).effective)


def lacking(books: World, day: str = "2019-06-30") -> list[tuple[str, str, str, str]]:
    """Courtyard, reason, since, and since when without anybody effective."""
    found = gaps(books.view(day), reasons=OF_COURTYARDS)
    return [(g.courtyard.key[-3:] if g.courtyard else "-", g.reason, str(g.run.since), str(g.without_effective.since)) for g in found]


def only(books: World, day: str) -> Gap:
    (gap,) = gaps(books.view(day), reasons=OF_COURTYARDS)
    return gap


# ---- K9


def test_a_courtyard_counts_with_a_head_in_term_and_a_linking_member() -> None:
    measure = k("COURTYARD", village())
    assert (fraction(measure.nominal), fraction(measure.effective)) == ("1/2", "1/2")
    assert ([r.key[-3:] for r in measure.covered()], [r.key[-3:] for r in measure.missing()]) == (["001"], ["002"])


def test_a_head_out_of_term_counts_on_paper_only() -> None:
    measure = k("COURTYARD", village(), "2021-01-01")
    assert (fraction(measure.nominal), fraction(measure.effective), fraction(measure.paper_gap)) == ("1/2", "0/2", "1/2")


@pytest.mark.parametrize("lone", [lambda w: w.head(B, "丙"), lambda w: w.links(B, "丙")], ids=["head", "link"])
def test_a_head_alone_or_a_link_alone_is_not_enough(lone: Any) -> None:
    assert fraction(k("COURTYARD", lone(village())).effective) == "1/2"


def test_dates_that_do_not_tell_leave_it_missing_and_lift_the_upper_bound() -> None:
    books = village().head(B, "丙", "2019-06..").links(B, "丁")
    assert k9(books, "2019-06-15") == "1/2 COARSE_DATE:1, 1/2 COARSE_DATE:1, 2/2"
    assert k9(books, "2019-07-01") == "2/2, 2/2, 2/2"


def test_estates_and_buildings_stand_apart_and_a_bare_village_is_counted_nowhere() -> None:
    books = world().community(V).courtyard(A, kind="ESTATE").courtyard(B, kind="BUILDING").community("001001")
    assert k9(books) == ", ".join(["0/0 NO_COURTYARD:1"] * 3)
    assert k("COURTYARD", books).effective.value is None
    assert lacking(books) == []


def test_a_courtyard_that_may_exist_is_left_out() -> None:
    assert k9(village().courtyard(f"{V}009", "2019..")) == ", ".join(["1/2 UNKNOWN_START:1"] * 3)


def test_courtyards_end_with_their_community() -> None:
    books = world().community(V, "2017-01-01..2019-01-01").courtyard(A).head(A, "甲", "2018-01-01..").links(A, "乙")
    assert (fraction(k("COURTYARD", books, "2018-12-31").effective), k9(books, "2019-01-01")) == ("1/1", "0/0, 0/0, 0/0")


def test_the_linkage_of_one_courtyard() -> None:
    view = village().view("2021-01-01")
    code = World().code
    assert [fraction(courtyard_linkage(view, code(A), basis)) for basis in (Basis.NOMINAL, Basis.EFFECTIVE)] == ["1/1", "0/1"]
    assert fraction(courtyard_linkage(view, code(B))) == "0/1"
    with pytest.raises(UnknownDivision):
        courtyard_linkage(view, code(f"{V}999"))


# ---- K10


def test_a_member_counts_who_links_a_courtyard() -> None:
    books = village().member("乙", "村支部", based_in=V).member("丙", "村支部")
    measure = k("MEMBER_LINKAGE", books)
    assert (fraction(measure.nominal), fraction(measure.effective), fraction(measure.upper_bound)) == ("1/2", "1/2", "1/2")
    assert ([r.key for r in measure.covered()], [r.key for r in measure.missing()]) == (["乙"], ["丙"])


def test_floating_members_and_those_of_no_community_are_left_out() -> None:
    books = village().member("乙", "村支部", based_in=V).member("丙", "村支部", floating=True).member("丁", "机关支部")
    assert k10(books) == "1/1 FLOATING_MEMBER:1 NO_COMMUNITY:1"


def test_two_memberships_are_one_member() -> None:
    books = village().community(W).member("乙", "甲支部", based_in=W).member("乙", "乙支部", based_in=V).member("乙", "机关支部")
    assert k10(books) == "1/1"


def test_a_membership_holds_while_the_organisation_and_the_community_do() -> None:
    books = world().community(V, "2017-01-01..2019-01-01").courtyard(A).member("乙", "村支部", based_in=V)
    assert (k10(books, "2018-12-31"), k10(books, "2019-01-01")) == ("0/1", "0/0 NO_COMMUNITY:1")
    ended = world().community(V).unit("村支部", "PARTY_ORGANIZATION", exists="..2019-01-01").member("乙", "村支部", based_in=V)
    assert (k10(ended, "2018-12-31"), k10(ended, "2019-01-01")) == ("0/1", "0/0")


def test_dates_that_do_not_tell() -> None:
    books = village().member("丙", "村支部", "2019-06..", based_in=V).member("丁", "村支部").links(B, "丁", "2019-06..")
    assert k10(books, "2019-06-15") == "0/1 UNKNOWN_START:1 COARSE_DATE:1"
    assert fraction(k("MEMBER_LINKAGE", books, "2019-06-15").upper_bound) == "1/1 UNKNOWN_START:1"


# ---- parts


def test_parts_add_up_to_the_whole_and_strays_belong_to_the_district_alone() -> None:
    books = village().community(W).courtyard(C).community("001001")
    books.member("乙", "甲支部", based_in=V).member("丙", "乙支部", based_in=W).member("丁", "机关支部")
    answer = coverage(books.view("2019-06-30"), group_by=CoverageGroupBy.COMMUNITY)
    for kpi in (CoverageKpi.COURTYARD, CoverageKpi.MEMBER_LINKAGE):
        whole, *parts = [
            m.effective for measures in (answer.measures, *(g.measures for g in answer.breakdown)) for m in measures if m.kpi is kpi
        ]
        assert (sum(p.numerator for p in parts), sum(p.denominator for p in parts)) == (whole.numerator, whole.denominator)
    by_district = coverage(books.view("2019-06-30"), group_by=CoverageGroupBy.DISTRICT).breakdown[0]
    assert [fraction(m.effective) for m in by_district.measures if m.kpi is CoverageKpi.MEMBER_LINKAGE] == ["1/2 NO_COMMUNITY:1"]
    assert fraction(k("MEMBER_LINKAGE", books, within=[World().code(V)]).effective) == "1/1"


def test_two_districts_stand_side_by_side() -> None:
    other = World("990102").community(V).courtyard(A)
    measures = coverage(views(village(), other, day="2019-06-30")).measures
    assert [fraction(m.effective) for m in measures if m.kpi is CoverageKpi.COURTYARD] == ["1/3"]


# ---- gaps


def test_a_courtyard_without_a_head_and_without_a_linking_member() -> None:
    start = "2017-01-01"
    assert lacking(village()) == [("002", "NO_HEAD", start, start), ("002", "NO_LINKING_MEMBER", start, start)]


def test_a_term_that_has_expired_counts_from_its_end() -> None:
    gap = only(village().head(B, "丙").links(B, "丁"), "2021-03-01")
    assert (gap.reason, str(gap.run.since), gap.run.days, str(gap.without_effective.since)) == (
        "TERM_EXPIRED",
        "2021-01-01",
        59,
        "2021-01-01",
    )
    assert ([c.person.key for c in gap.charges], gap.last_charge and gap.last_charge.person.key) == (["甲"], "甲")


def test_the_run_of_a_status_and_the_run_without_anybody_effective_differ() -> None:
    books = world().community(V).courtyard(A).links(A, "乙").head(A, "甲", "2017-01-01..2019-03-01", "2019-01-01")
    assert lacking(books) == [("001", "NO_HEAD", "2019-03-01", "2019-01-01")]
    gap = only(books, "2019-06-30")
    assert (gap.charges, gap.last_charge and gap.last_charge.person.key) == ((), "甲")


def test_the_last_who_linked_is_named() -> None:
    books = world().community(V).courtyard(A).head(A, "甲").links(A, "乙", "..2018-01-01").links(A, "丙", "..2019-01-01")
    gap = only(books, "2019-06-30")
    assert (gap.reason, str(gap.run.since), gap.last_charge and gap.last_charge.person.key) == ("NO_LINKING_MEMBER", "2019-01-01", "丙")


def test_what_the_dates_do_not_tell_is_no_gap() -> None:
    assert lacking(world().community(V).courtyard(A).head(A, "甲", "2019-06..").links(A, "乙"), "2019-06-15") == []


def test_a_filter_by_seat_keeps_no_gap_of_a_courtyard() -> None:
    assert gaps(village().view("2019-06-30"), reasons=OF_COURTYARDS, seat_kinds=[SeatKind.COMMUNITY_CADRE]) == ()
