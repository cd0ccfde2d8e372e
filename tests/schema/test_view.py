"""Lists and look-ups of a view, today and on other days."""

import pytest

from tests.schema.asking import ask, district, nodes, refused
from tests.schema.queries import THEN_AND_NOW
from tests.world import views, world


def test_one_request_sees_two_days_by_one_fragment() -> None:
    data = ask(district().view(), THEN_AND_NOW, then="2019-03-01")
    linked = {day: data[day]["coverage"]["measures"][0]["effective"] for day in ("then", "now")}
    assert linked == {"then": {"numerator": 3, "denominator": 5}, "now": {"numerator": 1, "denominator": 4}}
    assert (data["then"]["date"], data["now"]["date"], data["today"]["communities"]) == ("2019-03-01", "2020-02-06", 4)


def test_lists_hold_what_exists_on_the_day() -> None:
    query = '{ then: asOf(date: "2019-03-01") { communities { edges { node { code } } } } communities { edges { node { code } } } }'
    data = ask(district().view(), query)
    gone = set(nodes(data["then"]["communities"], "code")) - set(nodes(data["communities"], "code"))
    assert gone == {"990101002002"}


def test_lists_of_every_kind() -> None:
    query = """{
        districts { edges { node { code label } } } subdistricts { totalCount } workGroups { totalCount } people { totalCount }
        organizations(kinds: [SUBDISTRICT_OFFICE]) { edges { node { name } } } departments { edges { node { name } } }
        districtLeaders(within: ["990101002"]) { edges { node { name holdings { post { rank } } } } }
        fillings(seatKinds: [DISTRICT_LEADER], statuses: [EFFECTIVE]) { edges { node { person { name } } } }
    }"""
    data = ask(world().staffed("001001", "002001").view(), query)
    assert nodes(data["districts"], "code", "label") == [("990101", "990101")]
    assert [data[name]["totalCount"] for name in ("subdistricts", "workGroups", "people")] == [2, 2, 10]
    assert nodes(data["organizations"], "name") == ["办事处001", "办事处002"]
    assert nodes(data["departments"], "name") == ["部门001001", "部门002001"]
    assert nodes(data["districtLeaders"], "name", "holdings") == [("区领导002001", [{"post": {"rank": "DISTRICT_LEADER"}}])]
    assert [p["name"] for p in nodes(data["fillings"], "person")] == ["区领导001001", "区领导002001"]


def test_within_narrows_to_a_division() -> None:
    query = "query ($within: [String!]) { communities(within: $within) { totalCount } people(within: $within) { totalCount } }"
    view = world().staffed("001001", "001002", "002001").view()
    counted = {code: ask(view, query, within=[code]) for code in ("990101", "990101001", "990101001002")}
    assert {code: d["communities"]["totalCount"] for code, d in counted.items()} == {"990101": 3, "990101001": 2, "990101001002": 1}
    assert {code: d["people"]["totalCount"] for code, d in counted.items()} == {"990101": 15, "990101001": 10, "990101001002": 5}


def test_no_divisions_are_not_all_divisions() -> None:
    data = ask(district().view(), "{ communities(within: []) { totalCount } coverage(within: []) { communities } }")
    assert data == {"communities": {"totalCount": 0}, "coverage": {"communities": 0}}


@pytest.mark.parametrize(
    "field", ["communities { totalCount }", "people { totalCount }", "fillings { totalCount }", "coverage { communities }"]
)
def test_an_unknown_code_is_an_error_of_that_field_alone(field: str) -> None:
    asked = field.replace(" {", '(within: ["990101009"]) {', 1)
    assert refused(district().view(), f"{{ date a: {asked} }}") == [("a", "UNKNOWN_DIVISION")]


def test_communities_are_chosen_by_linkage_and_gaps() -> None:
    query = "query ($filter: CommunityFilter) { communities(filter: $filter) { edges { node { code } } } }"
    view = district().view()

    def chosen(**wanted: object) -> list[str]:
        return [code[-6:] for code in nodes(ask(view, query, filter=wanted)["communities"], "code")]

    assert chosen(linked=True) == ["001001"]
    assert chosen(linked=False) == ["001002", "001003", "002001"]
    assert chosen(linked=True, strictness="LENIENT") == ["001001", "001002", "001003"]
    assert chosen(reasons=["GHOST"]) == ["001002"]
    assert chosen(seatKinds=["DEPARTMENT_LEADER"]) == ["001002", "001003", "002001"]
    assert chosen(reasons=["VACANT"], seatKinds=["DISTRICT_LEADER"]) == []
    assert chosen(reasons=[]) == []


def test_what_has_ended_is_no_such_thing_but_is_shown_where_a_record_leads_to_it() -> None:
    query = """{
        community(code: "990101002002") { code } unknown: community(code: "990101002009") { code }
        wrong: community(code: "990101002") { code }
        subdistrict(code: "990101002") { communities { totalCount } }
        coverage { orphanedGroups { edges { node { abolished successors { code } community { code until } workGroup { name } } } } }
    }"""
    data = ask(district().view(), query)
    assert (data["community"], data["unknown"], data["wrong"], data["subdistrict"]["communities"]["totalCount"]) == (None, None, None, 1)
    assert nodes(data["coverage"]["orphanedGroups"], "abolished", "community", "successors") == [
        ("2019-12-01", {"code": "990101002002", "until": "2019-12-01"}, [])
    ]


def test_things_of_the_graph_lead_to_one_another() -> None:
    query = """{ community(code: "990101001001") { name shortName population households
        parent { code ... on Subdistrict { district { code } } }
        workGroups { serves { code } seats { kind represents { name seats { edges { node { kind } } }
        posts { edges { node { title } } } } } } } }"""
    found = ask(district().view(), query)["community"]
    assert (found["name"], found["shortName"], found["population"], found["households"]) == ("南湖社区居民委员会", "南湖社区", 100, None)
    assert found["parent"] == {"code": "990101001", "district": {"code": "990101"}}
    group = found["workGroups"][0]
    assert group["serves"] == [{"code": "990101001001"}]
    represented = {s["kind"]: s["represents"] for s in group["seats"]}
    assert {kind for kind, unit in represented.items() if unit} == {"DEPARTMENT_LEADER"}
    unit = represented["DEPARTMENT_LEADER"]
    assert (unit["name"], nodes(unit["seats"], "kind"), nodes(unit["posts"], "title")) == (
        "部门001001",
        ["DEPARTMENT_LEADER"],
        ["DEPT_LEADERSHIP"],
    )


def test_a_seat_shows_who_was_in_it_on_any_day_up_to_this_one() -> None:
    w = world().community("001001").group("001001", kinds=["COMMUNITY_CADRE"]).unit("居委会", "COMMITTEE", "001001")
    for name, during in [("甲", "2018-01-01..2019-01-01"), ("乙", "2019-01-01.."), ("丙", "2020-06-01..")]:
        w.post(name, "居委会", "COMMUNITY_SECRETARY", during).fill("001001", "COMMUNITY_CADRE", name, during)
    query = """{ community(code: "990101001001") { workGroups { seats { fillings { person { name } }
        history(first: 1) { totalCount edges { node { status } } }
        all: history { edges { node { status person { name } until } } } } } } }"""
    seat = ask(w.view(), query)["community"]["workGroups"][0]["seats"][0]
    assert [f["person"]["name"] for f in seat["fillings"]] == ["乙"]
    assert seat["history"]["totalCount"] == 2
    assert [(p["name"], status, until) for p, status, until in nodes(seat["all"], "person", "status", "until")] == [
        ("乙", "EFFECTIVE", None),
        ("甲", "EFFECTIVE", "2019-01-01"),
    ]


def test_the_head_of_a_group() -> None:
    w = world().staffed("001001").fill("001001", "DISTRICT_LEADER", "牵头人", head=True)
    query = '{ community(code: "990101001001") { workGroups { heads { isHead person { name } seat { kind } } } } }'
    heads = ask(w.view(), query)["community"]["workGroups"][0]["heads"]
    assert heads == [{"isHead": True, "person": {"name": "牵头人"}, "seat": {"kind": "DISTRICT_LEADER"}}]


def test_the_rule_of_the_day_and_the_default_one() -> None:
    query = """query ($day: Date!) { asOf(date: $day) { compositionRules { key label en: label(language: EN) since until
        seats { kind level minimum maximum en: label(language: EN) } } } }"""
    w = world().community("001001").rule("2018-01-01..2020-01-01", DISTRICT_LEADER=(1, 2))
    default, own = (ask(w.view(), query, day=day)["asOf"]["compositionRules"] for day in ("2017-06-01", "2019-06-01"))
    assert [(r["key"], len(r["seats"]), r["since"]) for r in default] == [("default", 5, None)]
    assert own == [
        {
            "key": "rule",
            "label": "组成规则",
            "en": "Composition rule",
            "since": "2018-01-01",
            "until": "2020-01-01",
            "seats": [{"kind": "DISTRICT_LEADER", "level": "DISTRICT", "minimum": 1, "maximum": 2, "en": "Serving district leader"}],
        }
    ]


def test_districts_stand_side_by_side() -> None:
    view = views(world("990101").staffed("001001"), world("990202").community("001001"))
    data = ask(
        view, '{ communities { edges { node { code } } } coverage { communities } one: coverage(within: ["990202"]) { communities } }'
    )
    assert nodes(data["communities"], "code") == ["990101001001", "990202001001"]
    assert (data["coverage"]["communities"], data["one"]["communities"]) == (2, 1)


def test_the_words_of_every_enumeration() -> None:
    terms = ask(district().view(), "{ vocabulary { enumeration value label en: label(language: EN) } }")["vocabulary"]
    assert {"enumeration": "FillStatus", "value": "GHOST", "label": "空挂", "en": "Ghost"} in terms
    assert {"Level", "SeatKind", "CoverageKpi", "MatchKind", "Language"} <= {t["enumeration"] for t in terms}


@pytest.mark.parametrize(("day", "code"), [("2020-02-07", "DATE_OUT_OF_RANGE"), ("2016-12-31", "DATE_OUT_OF_RANGE"), ("2017-01-01", None)])
def test_a_day_in_the_future_or_before_the_first_record_is_refused(day: str, code: str | None) -> None:
    expected = [("asOf", code)] if code else []
    assert refused(district().view(), f'{{ date asOf(date: "{day}") {{ date }} }}') == expected


def test_what_was_known_at_another_moment() -> None:
    w = world().community("001001").recorded("2019-12-01").community("001002")
    query = """{ now: communities { totalCount }
        before: asOf(date: "2020-02-06", knownAt: "2019-11-01T08:00:00+08:00") { knownAt communities { totalCount } } }"""
    data = ask(w.view(), query)
    assert (data["now"]["totalCount"], data["before"]["communities"]["totalCount"]) == (2, 1)
    assert data["before"]["knownAt"] == "2019-11-01T08:00:00+08:00"
