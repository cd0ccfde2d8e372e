"""Who and what there is on a day: lists, and to which divisions a thing belongs."""

import pytest

from graph.analysis import directory
from graph.errors import UnknownDivision
from graph.model import Ref
from tests.world import views, world


def keys(found: tuple[directory.Found, ...]) -> list[str]:
    return [f.actor.key for f in found]


def test_a_thing_belongs_to_places_through_what_it_is_tied_to() -> None:
    s = world().staffed("001001").unit("某会").snapshot("2020-02-06")
    belongs = {
        Ref("Community", "990101001001"): ("990101001001",),
        Ref("WorkGroup", "990101001001"): ("990101001001",),
        Ref("Seat", "990101001001/COMMUNITY_CADRE"): ("990101001001",),
        Ref("Organization", "办事处001"): ("990101001",),
        Ref("Organization", "某会"): ("990101",),
        Ref("Post", "居委会001001/COMMUNITY_SECRETARY"): ("990101001001",),
        Ref("Person", "镇街领导001001"): ("990101001", "990101001001"),
    }
    assert {ref: directory.codes(s, ref) for ref in belongs} == belongs


def test_to_the_whole_district_belongs_everything_in_its_books() -> None:
    s = world().staffed("001001", "002001").unit("某会").snapshot("2020-02-06")
    inside = [directory.inside(s, Ref("Organization", "某会"), within) for within in (None, ["990101"], ["990101001"], [])]
    assert inside == [True, True, False, False]


def test_somebody_who_left_belongs_there_no_more() -> None:
    w = world().community("001001").community("002001").unit("甲办", governs="001").unit("乙办", governs="002")
    w.post("某人", "甲办", "CADRE", "2018-01-01..2019-01-01").post("某人", "乙办", "CADRE", "2019-01-01..")
    found = {day: directory.codes(w.snapshot(day), Ref("Person", "某人")) for day in ("2018-06-01", "2019-06-01")}
    assert found == {"2018-06-01": ("990101001",), "2019-06-01": ("990101002",)}


def test_communities_for_certain_and_all_else_perhaps() -> None:
    w = world().community("001001", "2019..").community("001002").unit("某局", exists="2019..").unit("旧局", exists="..2018-01-01")
    view = w.view("2019-06-01")
    assert (keys(directory.listed(view, "Community")), keys(directory.listed(view, "Organization"))) == (["990101001002"], ["某局"])


def test_a_group_is_there_while_it_serves() -> None:
    w = world().community("001001").group("001001", "2018-01-01..2019-01-01")
    listed = {day: keys(directory.listed(w.view(day), "WorkGroup")) for day in ("2017-06-01", "2018-06-01", "2019-06-01")}
    assert listed == {"2017-06-01": [], "2018-06-01": ["990101001001"], "2019-06-01": []}


def test_leaders_are_those_in_post_on_the_day() -> None:
    w = world().community("001001").unit("区委").post("前任", "区委", "DISTRICT_LEADER", "..2019-01-01")
    w.post("现任", "区委", "DISTRICT_LEADER", "2019-01-01..").post("干部", "区委", "DEPT_CADRE")
    assert [keys(directory.district_leaders(w.view(day))) for day in ("2018-06-01", "2019-06-01")] == [["前任"], ["现任"]]


def test_a_line_of_successors_ends_with_the_last_by_that_day() -> None:
    w = world().unit("甲").unit("乙").unit("丙").succeeded("甲", "乙", "2018-01-01..").succeeded("乙", "丙", "2019-01-01..")
    turned = {day: directory.became(w.snapshot(day), Ref("Organization", "甲")) for day in ("2017-06-01", "2018-06-01", "2019-06-01")}
    assert turned == {"2017-06-01": (), "2018-06-01": (Ref("Organization", "乙"),), "2019-06-01": (Ref("Organization", "丙"),)}


def test_only_districts_asked_for_are_walked() -> None:
    view = views(world("990101").community("001001"), world("990202").community("001001"))
    assert keys(directory.listed(view, "Community", ["990202001"])) == ["990202001001"]
    with pytest.raises(UnknownDivision):
        directory.listed(view, "Community", ["990303"])


def test_members_that_have_ended_are_left_out() -> None:
    w = world().community("001001").community("001002", "2017-01-01..2019-01-01")
    inside = {
        day: directory.members(w.snapshot(day), "IN_SUBDISTRICT", Ref("Subdistrict", "990101001")) for day in ("2018-06-01", "2019-06-01")
    }
    assert {day: [ref.key[-3:] for ref in refs] for day, refs in inside.items()} == {"2018-06-01": ["001", "002"], "2019-06-01": ["001"]}


def test_courtyards_are_there_with_their_community_and_lie_in_all_that_is_around_them() -> None:
    w = world().community("101201", "2017-01-01..2019-01-01").community("101202").courtyard("101201001").courtyard("101202001")
    listed = {day: keys(directory.listed(w.view(day), "Courtyard")) for day in ("2018-06-01", "2019-01-01")}
    assert listed == {"2018-06-01": ["990101101201001", "990101101202001"], "2019-01-01": ["990101101202001"]}
    view = w.view("2018-06-01")
    for within in ("990101101201001", "990101101201", "990101101"):
        assert "990101101201001" in keys(directory.listed(view, "Courtyard", [within]))
    assert keys(directory.listed(view, "Courtyard", ["990101101202"])) == ["990101101202001"]


def test_people_belong_to_the_courtyards_and_organisations_that_they_answer_for() -> None:
    w = world().community("101201").courtyard("101201001").head("101201001", "甲").links("101201001", "乙")
    w.member("丙", "村支部", based_in="101201").member("丁", "机关支部")
    assert keys(directory.listed(w.view("2019-06-01"), "Person", ["990101101201"])) == ["丙", "乙", "甲"]


def test_party_members_are_those_of_an_organisation_on_the_day() -> None:
    w = world().community("101201").member("甲", "村支部", "..2019-01-01", based_in="101201").member("乙", "村支部")
    w.unit("散支部", "PARTY_ORGANIZATION", exists="..2018-01-01").member("丁", "散支部")
    found = {day: keys(directory.party_members(w.view(day))) for day in ("2017-06-01", "2018-06-01", "2019-06-01")}
    assert found == {"2017-06-01": ["丁", "乙", "甲"], "2018-06-01": ["乙", "甲"], "2019-06-01": ["乙"]}
    assert keys(directory.party_members(w.view("2018-06-01"), ["990101101201"])) == ["乙", "甲"]
