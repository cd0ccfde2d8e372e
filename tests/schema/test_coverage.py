"""Coverage over the wire: filters, both sides, breakdowns, words; and what it costs."""

from typing import Any

import pytest

from graph.analysis import coverage as answers
from graph.analysis import gaps
from graph.snapshot import Snapshot
from tests.schema.asking import ask, district, nodes
from tests.world import world

VIEW = district().view()


def test_each_filter_binds_the_measures_that_have_what_it_filters_by() -> None:
    query = """query ($kpis: [CoverageKpi!], $seats: [SeatKind!], $levels: [Level!], $strictness: Strictness) {
        coverage { measures(kpis: $kpis, seatKinds: $seats, levels: $levels, strictness: $strictness) {
            kpi seatKind level strictness } } }"""

    def asked(**wanted: Any) -> list[tuple[str, ...]]:
        rows = ask(VIEW, query, **wanted)["coverage"]["measures"]
        return [tuple(value for value in row.values() if value) for row in rows]

    everything = asked()
    assert len(everything) == len(set(everything)) > 9
    assert asked(kpis=["LINKAGE"], strictness="STRICT") == [("LINKAGE", "STRICT")]
    assert asked(kpis=["SEAT"], seats=["COMMUNITY_CADRE"]) == [("SEAT", "COMMUNITY_CADRE")]
    assert asked(kpis=["LEVEL"], levels=["SUBDISTRICT"]) == [("LEVEL", "SUBDISTRICT")]
    assert asked(kpis=[]) == []
    assert ("GROUP",) in asked(strictness="LENIENT", seats=[], levels=[])
    assert asked(kpis=["COURTYARD", "MEMBER_LINKAGE"]) == [("COURTYARD",), ("MEMBER_LINKAGE",)]


def test_both_sides_on_either_basis_add_up_to_the_denominator() -> None:
    query = """query ($basis: Basis!) { coverage { measures(kpis: [SEAT], seatKinds: [DEPARTMENT_LEADER]) { effective { denominator }
        covered(basis: $basis) { totalCount edges { node { key } } } missing(basis: $basis) { totalCount } } } }"""
    sides = {basis: ask(VIEW, query, basis=basis)["coverage"]["measures"][0] for basis in ("NOMINAL", "EFFECTIVE")}
    assert [nodes(sides[basis]["covered"], "key") for basis in sides] == [["990101001001", "990101001002"], ["990101001001"]]
    assert {m["covered"]["totalCount"] + m["missing"]["totalCount"] for m in sides.values()} == {4}


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        ("DISTRICT", ["990101"]),
        ("SUBDISTRICT", ["990101001", "990101002"]),
        ("COMMUNITY", ["南湖社区居民委员会", "990101001002", "990101001003", "990101002001"]),
        ("PLACE_KIND", ["社区(居)"]),
    ],
)
def test_a_breakdown_names_its_parts(by: str, labels: list[str]) -> None:
    query = "query ($by: CoverageGroupBy!) { coverage(groupBy: $by) { breakdown { key label place { name } communities } } }"
    parts = ask(VIEW, query, by=by)["coverage"]["breakdown"]
    assert [part["label"] for part in parts] == labels
    assert sum(part["communities"] for part in parts) == 4
    assert all((part["place"] is None) == (by == "PLACE_KIND") for part in parts)


def test_without_a_grouping_there_is_no_breakdown() -> None:
    assert ask(VIEW, "{ coverage { breakdown { key } } }") == {"coverage": {"breakdown": []}}


def test_of_no_communities_there_is_no_rate() -> None:
    query = "{ coverage(within: []) { communities measures { effective { value numerator denominator suppressed } } } }"
    coverage = ask(VIEW, query)["coverage"]
    assert coverage["communities"] == 0
    assert {m["effective"]["value"] for m in coverage["measures"]} <= {None}


def test_what_is_left_out_is_counted() -> None:
    w = world().staffed("001001").community("001002", "2019..")
    query = """{ asOf(date: "2019-06-30") { coverage { communities measures(kpis: [GROUP]) {
        label(language: EN) effective { excluded { reason count } } } } } }"""
    coverage = ask(w.view(), query)["asOf"]["coverage"]
    assert coverage["communities"] == 1
    assert coverage["measures"] == [{"label": "Group coverage", "effective": {"excluded": [{"reason": "UNKNOWN_START", "count": 1}]}}]


def test_gaps_are_filtered_and_lead_to_seats_and_people() -> None:
    query = """{ coverage { all: gaps { totalCount } ghosts: gaps(reasons: [GHOST]) { edges { node { community { code } workGroup { name }
        seats { kind status } lastHolder { person { name } } } } }
        leaders: gaps(seatKinds: [DISTRICT_LEADER]) { edges { node { reason } } } } }"""
    coverage = ask(VIEW, query)["coverage"]
    assert coverage["all"]["totalCount"] == 3
    assert coverage["ghosts"]["edges"][0]["node"] == {
        "community": {"code": "990101001002"},
        "workGroup": {"name": "001002服务群众工作组"},
        "seats": [{"kind": "DEPARTMENT_LEADER", "status": "GHOST"}],
        "lastHolder": {"person": {"name": "部门领导001002"}},
    }
    assert nodes(coverage["leaders"], "reason") == ["NO_GROUP"]


def test_coverage_asked_twice_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    original = Snapshot.once

    def once(self: Snapshot, key: object, build: object) -> object:
        if key in (answers.community_rows, gaps.community_gaps) and key not in self._memo:
            made.append(key)
        return original(self, key, build)  # type: ignore[arg-type]

    monkeypatch.setattr(Snapshot, "once", once)
    part = "coverage { measures { effective { value } } gaps { totalCount } }"
    ask(district().view(), f"{{ a: {part} b: {part} {part} communities {{ edges {{ node {{ linkage {{ value }} }} }} }} }}")
    assert sorted(map(str, made)) == sorted(map(str, (answers.community_rows, gaps.community_gaps)))
