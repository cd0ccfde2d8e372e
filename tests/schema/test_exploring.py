"""Paths and neighbourhoods over the API: each step explained in both languages, cases at the ends, wrong ids refused."""

from typing import Any

import pytest

from graph.view import View
from schema.ids import Key
from tests.loaders.clerk import JIA, YI
from tests.schema.asking import ask, district, refused
from tests.schema.caseload import YARD, books, caseload, inquire
from tests.world import views, world

VIEW = district().view()
STEPS = "steps { entity { __typename key label } link { type zh: label en: label(language: EN) reversed from { key } to { key } since } }"
PATH = f"query Path($start: ID!, $end: ID!, $longest: Int! = 6) {{ path(from: $start, to: $end, longest: $longest) {{ {STEPS} }} }}"


def id_(type_: str, key: str, district_: str = "990101") -> str:
    return str(Key(type_, district_, key))


def told(path: dict[str, Any]) -> str:
    """区领导001001 -在席→ …"""
    return " ".join(f"-{s['link']['zh']}→ {s['entity']['key']}" if s["link"] else s["entity"]["key"] for s in path["steps"])


def test_a_path_reads_as_a_sentence_either_way() -> None:
    there, back = (
        ask(VIEW, PATH, start=id_(*one), end=id_(*other))["path"][0]
        for one, other in (
            (("Person", "区领导001001"), ("Community", "990101001001")),
            (("Community", "990101001001"), ("Person", "区领导001001")),
        )
    )
    assert told(there) == "区领导001001 -在席→ 990101001001/DISTRICT_LEADER -属于→ 990101001001 -定点联系→ 990101001001"
    assert told(back) == "990101001001 -由…联系→ 990101001001 -设席位→ 990101001001/DISTRICT_LEADER -由…担任→ 区领导001001"
    first, fills, of_group, serves = there["steps"]
    assert (first["link"], first["entity"]) == (None, {"__typename": "Person", "key": "区领导001001", "label": "区领导001001"})
    assert fills["link"] == {
        "type": "FILLS",
        "zh": "在席",
        "en": "fills",
        "reversed": False,
        "from": {"key": "区领导001001"},
        "to": {"key": "990101001001/DISTRICT_LEADER"},
        "since": "2018-01-01",
    }
    assert (of_group["link"]["en"], of_group["link"]["reversed"], of_group["link"]["from"]) == (
        "is a seat of",
        True,
        {"key": "990101001001"},
    )
    assert (serves["entity"]["__typename"], serves["entity"]["label"]) == ("Community", "南湖社区居民委员会")


def test_a_path_obeys_the_day() -> None:
    query = PATH.replace("{ path", "{ asOf(date: $date) { path").replace("($start", "($date: Date!, $start") + " }"
    one, other = id_("Person", "部门领导002002"), id_("Community", "990101002002")
    assert len(ask(VIEW, query, date="2019-11-30", start=one, end=other)["asOf"]["path"]) > 0
    assert ask(VIEW, query, date="2019-12-01", start=one, end=other)["asOf"]["path"] == []


def test_a_path_obeys_what_was_known_at_a_moment() -> None:
    built = world().staffed("001001").recorded("2020-01-15").deputy("新人", of="区领导001001")
    query = """query Known($start: ID!, $end: ID!, $moment: DateTime!) {
        asOf(date: "2020-02-06", knownAt: $moment) { path(from: $start, to: $end) { steps { link { type } } } } }"""

    ends = {"start": id_("Person", "区领导001001"), "end": id_("Person", "新人")}
    (path,) = ask(built.view(), query, None, moment="2020-01-15T00:00:00Z", start=ends["start"], end=ends["end"])["asOf"]["path"]
    assert path["steps"][1]["link"]["type"] == "DEPUTISES_FOR"
    before = refused(built.view(), query, None, moment="2020-01-14T00:00:00Z", start=ends["start"], end=ends["end"])
    assert before == [("asOf.path", "NOT_FOUND")], "nobody knew of the deputy then"


@pytest.mark.parametrize(
    ("one", "other", "longest", "code"),
    [
        (id_("Person", "没有"), id_("Community", "990101001001"), 6, "NOT_FOUND"),
        (id_("Community", "990101001001"), id_("Person", "区领导001001", "990102"), 6, "NOT_FOUND"),
        (id_("Case", "没有"), id_("Community", "990101001001"), 6, "NOT_FOUND"),
        ("x", id_("Community", "990101001001"), 6, "BAD_USER_INPUT"),
        (id_("Filling", "x"), id_("Community", "990101001001"), 6, "BAD_USER_INPUT"),
        (id_("Person", "区领导001001"), id_("Community", "990101001001"), 0, "BAD_USER_INPUT"),
        (id_("Person", "区领导001001"), id_("Community", "990101001001"), 11, "BAD_USER_INPUT"),
    ],
)
def test_what_is_not_and_what_is_too_far_is_refused(one: str, other: str, longest: int, code: str) -> None:
    assert refused(VIEW, PATH, start=one, end=other, longest=longest) == [("path", code)]


def test_no_path_leads_from_one_district_to_another() -> None:
    two = views(world("990101").staffed("001001"), world("990102").staffed("001001"))
    one, other = id_("Person", "区领导001001"), id_("Person", "区领导001001", "990102")
    assert refused(two, PATH, start=one, end=other) == [("path", "BAD_USER_INPUT")]


AROUND = """query Around($of: ID!, $depth: Int! = 1) { neighbourhood(of: $of, depth: $depth) {
    partial entities { __typename key id } links { type label reversed from { key } to { key } source { title } } } }"""

AROUND_THEN = """query Then($date: Date!, $of: ID!) { asOf(date: $date) { neighbourhood(of: $of) { entities { key } } } }"""


def test_a_neighbourhood_can_be_walked_on_by_its_ids() -> None:
    found = ask(VIEW, AROUND, of=id_("WorkGroup", "990101001001"))["neighbourhood"]
    kinds = [entity["__typename"] for entity in found["entities"]]
    assert (kinds[0], sorted(kinds[1:])) == ("WorkGroup", ["Community", *["Seat"] * 5])
    assert {(x["type"], x["label"], x["reversed"], x["source"]["title"]) for x in found["links"]} == {
        ("HAS_SEAT", "设席位", False, "test"),
        ("SERVES", "定点联系", False, "test"),
    }
    assert found["partial"] is False
    for entity in found["entities"]:
        again = ask(VIEW, AROUND, of=entity["id"])["neighbourhood"]
        assert again["entities"][0] == entity
        assert "990101001001" in {near["key"] for near in again["entities"]}


def test_around_what_is_not_there_on_the_day_lies_nothing() -> None:
    assert ask(VIEW, AROUND, of=id_("Community", "990101002002"))["neighbourhood"] is None
    assert refused(VIEW, AROUND, of=id_("Community", "990101001001"), depth=5) == [("neighbourhood", "BAD_USER_INPUT")]


# ---- cases


def case_id(number: str) -> str:
    return str(Key("Case", caseload().history.district, number))


def test_a_case_is_tied_to_where_it_was_raised_and_who_has_it() -> None:
    found = inquire(AROUND, of=case_id("N1"))["neighbourhood"]
    assert (found["entities"][0]["__typename"], found["entities"][0]["key"]) == ("Case", "N1")
    types = {x["type"] for x in found["links"] if x["from"]["key"] == "N1"}
    assert types == {"RECEIVED_BY", "ASSIGNED_TO", "SPONSORED_BY", "ESCALATED_TO"}, "its community and courtyard have ended"
    earlier = inquire(AROUND_THEN, date="2019-09-30", of=case_id("N1"))["asOf"]["neighbourhood"]
    assert {YARD, JIA} <= {entity["key"] for entity in earlier["entities"]}
    assert inquire(AROUND_THEN, date="2019-05-11", of=case_id("N1"))["asOf"]["neighbourhood"] is None, "raised on the next day"


def test_a_path_leads_from_a_case_to_the_person_who_sponsors_it() -> None:
    found = inquire(AROUND, of=case_id("N1"))["neighbourhood"]
    (sponsor,) = [x["to"]["key"] for x in found["links"] if x["type"] == "SPONSORED_BY"]
    (person,) = [entity["id"] for entity in found["entities"] if entity["key"] == sponsor]
    path = inquire(PATH, start=case_id("N1"), end=person)["path"][0]
    assert [(s["link"] or {}).get("en") for s in path["steps"]] == [None, "is sponsored by"]
    back = inquire(PATH, start=person, end=case_id("N1"))["path"][0]
    assert [(s["link"] or {}).get("en") for s in back["steps"]] == [None, "sponsors"]


def test_only_a_case_asks_the_ledger() -> None:
    def asked(view: View, of: str) -> list[str]:
        _, ledger = books()
        ask(view, AROUND, ledger, of=of)
        return ledger.asked

    view = books()[0]
    assert asked(view, str(Key("Community", "990101", YI))) == []
    assert asked(view, case_id("N1")) == ["ledger_facts"]
