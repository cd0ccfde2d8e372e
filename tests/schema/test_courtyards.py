"""Courtyards and Party members over the API: Q23, K9 and K10."""

from datetime import date
from typing import Any

import pytest

from graph.view import View
from loaders.sample import NANAN, write
from tests import paper
from tests.loaders.rawsample import Raw
from tests.loaders.test_sample_import import imported
from tests.schema import queries
from tests.schema.asking import ask, nodes
from tests.world import World, world

V, W, X = "101201", "101202", "102201"
A, B, C, D = f"{V}001", f"{V}002", f"{W}001", f"{X}001"
VILLAGE = "500108107201"


def lacking(view: View, *towns: str) -> Any:
    return ask(view, queries.Q23, towns=list(towns))["coverage"]


def told(coverage: Any) -> list[tuple[str, str, str]]:
    """Reason, courtyard, since."""
    return [(reason, yard["code"], since) for reason, yard, since in nodes(coverage["gaps"], "reason", "courtyard", "since")]


def rate(ratio: Any) -> tuple[int, int]:
    return ratio["numerator"], ratio["denominator"]


# ---- Q23


def town() -> World:
    """Two villages of a town, with a courtyard that has all, one without anybody, one whose head's term is over; one of another town."""
    books = world().community(V).community(W).community(X).community("101203")
    books.courtyard(A).head(A, "甲", "2019-01-01..", "2022-01-01").links(A, "乙")
    books.courtyard(B, name="空院坝")
    books.courtyard(C).head(C, "丙", "2017-03-01..", "2020-01-01").links(C, "丁", "2018-01-01..")
    return books.courtyard(D)


def test_q23_courtyards_of_given_towns_that_lack_somebody_and_the_coverage_by_village() -> None:
    coverage = lacking(town().view(), "990101101")
    code = World().code
    assert told(coverage) == [
        ("NO_HEAD", code(B), "2017-01-01"),
        ("NO_LINKING_MEMBER", code(B), "2017-01-01"),
        ("TERM_EXPIRED", code(C), "2020-01-01"),
    ]
    empty, _, over = [edge["node"] for edge in coverage["gaps"]["edges"]]
    assert (empty["courtyard"]["name"], empty["courtyard"]["linkage"], empty["holders"], empty["lastHolder"]) == (
        *("空院坝", {"numerator": 0, "denominator": 1}),
        *([], None),
    )
    (head,) = over["holders"]
    assert (head["status"], head["reason"], head["person"], head["termEnd"]) == ("GHOST", "TERM_EXPIRED", {"name": "丙"}, "2020-01-01")
    assert (over["days"], over["lastHolder"]) == (36, {"person": {"name": "丙"}})
    by_village = {part["key"]: part["measures"][0] for part in coverage["breakdown"]}
    assert {key[-6:]: (rate(m["nominal"]), rate(m["effective"])) for key, m in by_village.items()} == {
        V: ((1, 2), (1, 2)),
        W: ((1, 1), (0, 1)),
        "101203": ((0, 0), (0, 0)),
    }
    bare = by_village[code("101203")]["effective"]
    assert (bare["value"], bare["excluded"]) == (None, [{"reason": "NO_COURTYARD", "count": 1}])
    assert nodes(by_village[code(V)]["missing"], "key") == [code(B)]
    assert (rate(coverage["measures"][0]["effective"]), nodes(coverage["measures"][0]["missing"], "key")) == ((1, 3), [code(B), code(C)])


def test_q23_a_term_is_over_on_its_last_day_plus_one() -> None:
    assert [reason for reason, *_ in told(lacking(town().view("2019-12-31", date(2019, 12, 31)), "990101101202"))] == []
    assert [reason for reason, *_ in told(lacking(town().view("2020-01-01", date(2020, 1, 1)), "990101101202"))] == ["TERM_EXPIRED"]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[View, Raw]:
    """The sample without its cases, seen on any day up to the end of 2021."""
    folder = tmp_path_factory.mktemp("sample")
    history, _ = imported(write(folder, cases=0), "500108", NANAN.edition)
    return paper.view(history, day=NANAN.as_of, today=date(2021, 12, 31)), Raw(folder)


def test_q23_the_planted_courtyards_of_the_sample_exactly(sample: tuple[View, Raw]) -> None:
    view, raw = sample
    coverage = lacking(view, "500108107", "500108108")
    planted = raw.truth["courtyards"]
    assert [(reason, code) for reason, code, _ in told(coverage)] == [("NO_HEAD", code) for code in planted["headless"]]
    assert len(planted["headless"]) == 6
    parts = {part["key"]: part["measures"][0] for part in coverage["breakdown"]}
    assert rate(parts[VILLAGE]["effective"]) == (24, 30)
    assert nodes(parts[VILLAGE]["missing"], "key") == planted["headless"]
    assert {rate(m["effective"]) for key, m in parts.items() if key != VILLAGE} == {(0, 0)}
    whole = coverage["measures"][0]["effective"]
    assert (rate(whole), whole["excluded"]) == ((24, 30), [{"reason": "NO_COURTYARD", "count": 10 + 8}])


def test_q23_all_terms_of_the_sample_run_out_in_2021(sample: tuple[View, Raw]) -> None:
    view, _ = sample
    coverage = lacking(view.as_of(date(2021, 12, 31)), VILLAGE)
    reasons = [reason for reason, *_ in told(coverage)]
    assert (reasons.count("TERM_EXPIRED"), reasons.count("NO_HEAD"), len(reasons)) == (24, 6, 30)
    measure = coverage["measures"][0]
    assert (rate(measure["nominal"]), rate(measure["effective"])) == ((24, 30), (0, 30))


# ---- a courtyard, and its members

YARD = """query ($code: String!) { courtyard(code: $code) { code kind linkCount
  heads { status reason since electedOn termEnd person { name headships { courtyard { code } } } }
  links { status since person { name isPartyMember links { courtyard { code } } } }
  community { code courtyards { totalCount edges { node { code } } } } parent { code } } }"""


def test_a_courtyard_leads_to_its_people_and_they_back() -> None:
    code = World().code
    yard = ask(town().view(), YARD, code=code(C))["courtyard"]
    (head,), (link,) = yard["heads"], yard["links"]
    assert (head["status"], head["electedOn"], head["termEnd"]) == ("GHOST", "2017-03-01", "2020-01-01")
    assert head["person"] == {"name": "丙", "headships": [{"courtyard": {"code": code(C)}}]}
    assert (link["status"], link["since"], link["person"]["links"], yard["linkCount"]) == (
        *("EFFECTIVE", "2018-01-01"),
        *([{"courtyard": {"code": code(C)}}], 1),
    )
    assert (yard["parent"], nodes(yard["community"]["courtyards"], "code")) == ({"code": code(W)}, [code(C)])


def test_k10_members_who_link_a_courtyard_and_who_is_left_out() -> None:
    books = town().member("乙", "甲村党支部", based_in=V).member("戊", "甲村党支部").member("游", "甲村党支部", floating=True)
    books.member("外", "机关党支部")
    query = """{ coverage { measures(kpis: [MEMBER_LINKAGE]) { nominal { numerator }
      effective { numerator denominator excluded { reason count } } covered { edges { node { label } } }
      missing { edges { node { label } } } } }
      partyMembers { totalCount edges { node { name isPartyMember } } } }"""
    data = ask(books.view(), query)
    (measure,) = data["coverage"]["measures"]
    assert (rate(measure["effective"]), nodes(measure["covered"], "label"), nodes(measure["missing"], "label")) == ((1, 2), ["乙"], ["戊"])
    assert measure["effective"]["excluded"] == [{"reason": "FLOATING_MEMBER", "count": 1}, {"reason": "NO_COMMUNITY", "count": 1}]
    assert sorted(nodes(data["partyMembers"], "name", "isPartyMember")) == sorted((name, True) for name in ("乙", "戊", "游", "外"))
