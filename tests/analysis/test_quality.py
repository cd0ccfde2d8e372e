"""K30, the ghosts among those in seats, and K31, the records that say all they should; both with their sides and their parts."""

from dataclasses import replace

import pytest

from graph.analysis.coverage import coverage
from graph.analysis.measures import Measure
from graph.analysis.terms import CoverageGroupBy, CoverageKpi
from graph.interval import Interval, PartialDate
from graph.model import Source
from graph.view import View
from tests.analysis.reading import fraction
from tests.world import World, world


def rate(view: View, kpi: CoverageKpi) -> Measure:
    (found,) = (m for m in coverage(view).measures if m.kpi is kpi)
    return found


def haunted() -> World:
    """Eight in seats: a ghost, one of whom nothing is known, one of whom dates do not tell."""
    bad = world().staffed("001001", but=["COMMUNITY_CADRE"]).staffed("002001", but=["COMMUNITY_CADRE", "DISTRICT_LEADER"])
    bad.holder("COMMUNITY_CADRE", "001001", holds="..2019-03-01").holder("COMMUNITY_CADRE", "002001", holds=None)
    return bad.holder("DISTRICT_LEADER", "002001", holds="..2020-02")


def test_ghosts_among_fillings_and_who_they_are() -> None:
    ghosts = rate(haunted().view(), CoverageKpi.GHOST)
    assert (fraction(ghosts.effective), fraction(ghosts.upper_bound)) == ("1/10 COARSE_DATE:1", "3/10 COARSE_DATE:1")
    assert ([ref.key for ref in ghosts.covered()], len(ghosts.missing())) == (["书记001001"], 9)
    assert (ghosts.nominal, ghosts.paper_gap, ghosts.with_deputies) == (None, None, None)
    assert rate(haunted().view("2019-02-28"), CoverageKpi.GHOST).effective.numerator == 0


def test_a_group_of_two_communities_counts_once_and_nobody_makes_no_rate() -> None:
    both = world().community("001002").staffed("001001").group("001002", key="990101001001")
    assert rate(both.view(), CoverageKpi.GHOST).effective.denominator == 5
    assert rate(world().community("001001").view(), CoverageKpi.GHOST).effective.value is None


def dated(of: World, type_: str, interval: Interval) -> World:
    """The first link of a type with other dates."""
    n = next(n for n, link in enumerate(of._links) if link.type == type_)
    of._links[n] = replace(of._links[n], interval=interval)
    return of


def whole() -> World:
    """One group of five, with posts from a day on: eleven records."""
    one = world().staffed("001001")
    for n, link in enumerate(one._links):
        if link.type == "HOLDS":
            one._links[n] = replace(link, interval=Interval.days(PartialDate.month(2018, 1).earliest))
    return one


def quality(of: World) -> str:
    return fraction(rate(of.view(), CoverageKpi.DATA_QUALITY).effective)


def test_records_with_days_sources_and_codes_that_match() -> None:
    assert quality(whole()) == "11/11"
    assert quality(whole().courtyard("001001001").head("001001001", "长")) == "12/12"


@pytest.mark.parametrize("since", [PartialDate.month(2018, 1), PartialDate.year(2018), PartialDate.by(PartialDate.year(2018).latest), None])
@pytest.mark.parametrize("type_", ["FILLS", "HOLDS", "SERVES"])
def test_a_date_that_is_no_day(type_: str, since: PartialDate | None) -> None:
    assert quality(dated(whole(), type_, Interval(since))) == "10/11 COARSE_DATE:1"


def test_an_end_that_is_no_day_and_a_record_without_a_source() -> None:
    day = PartialDate.day(PartialDate.year(2018).earliest)
    assert quality(dated(whole(), "FILLS", Interval(day, PartialDate.year(2021)))) == "10/11 COARSE_DATE:1"
    nowhere = whole()
    nowhere._links[-1] = replace(nowhere._links[-1], source=Source(""))
    assert quality(nowhere) == "10/11"


def test_records_of_a_community_whose_code_does_not_match() -> None:
    assert quality(world().community("001001", kind="VILLAGE").staffed("001001")) == "0/11 COARSE_DATE:5"


def test_parts_add_up_to_the_whole() -> None:
    bad = haunted().community("002002").group("002002", key="990101001001").courtyard("002001001").head("002001001", "长")
    answer = coverage(bad.view(), group_by=CoverageGroupBy.SUBDISTRICT)
    for kpi in (CoverageKpi.GHOST, CoverageKpi.DATA_QUALITY):
        (total,) = (m for m in answer.measures if m.kpi is kpi)
        parts = [m for part in answer.breakdown for m in part.measures if m.kpi is kpi]
        assert len(parts) == 2
        assert [m.effective.denominator for m in parts] == ([5, 5] if kpi is CoverageKpi.GHOST else [10, 12])
        for name in ("effective", "upper_bound"):
            ratios = [getattr(m, name) for m in parts]
            assert sum(r.numerator for r in ratios) == getattr(total, name).numerator
            assert sum(r.denominator for r in ratios) == getattr(total, name).denominator
        assert len(total.covered()) + len(total.missing()) == total.effective.denominator
