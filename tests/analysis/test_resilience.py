"""Single points, impact and articulation people, counted by hand on small districts."""

import pytest

from graph.analysis.projections import community_levels, linkage
from graph.analysis.resilience import articulation, impacts, single_points
from graph.analysis.terms import Strictness
from graph.model import Ref
from graph.vocabulary import Level, SeatKind
from tests.analysis.reading import fraction
from tests.world import DISTRICT, World, world

C1, C2, C3 = "001001", "001002", "002001"
LOCAL = SeatKind.COMMUNITY_CADRE


def one_seat(least: int = 1) -> World:
    """A community of which the rule asks for cadres only."""
    return world().staffed(C1, but=[kind for kind in SeatKind if kind is not LOCAL]).rule(COMMUNITY_CADRE=(least, None))


def beside(books: World, name: str, holds: str = "") -> World:
    """Another cadre of the community."""
    return books.post(name, f"居委会{C1}", "COMMUNITY_SECRETARY", holds, title="副职").fill(C1, LOCAL, name)


def points(books: World) -> tuple[str, list[str]]:
    found = single_points(books.view())
    return fraction(found.ratio), [c.ref.key[6:] for c in found.fragile]


def test_one_holder_without_a_deputy_is_a_single_point() -> None:
    assert points(one_seat()) == ("1/1", [C1])
    assert points(beside(one_seat(), "乙")) == ("0/1", [])
    assert points(beside(one_seat(), "乙", "..2019-01-01")) == ("1/1", [C1]), "a ghost is nobody"
    assert points(one_seat(least=0)) == ("0/1", []), "the seat is not required"


@pytest.mark.parametrize(("post", "expected"), [(True, ("0/1", [])), (False, ("1/1", [C1]))])
def test_a_deputy_helps_who_has_a_post(post: bool, expected: tuple[str, list[str]]) -> None:
    books = one_seat().deputy("乙", f"书记{C1}")
    assert points(books.post("乙", f"居委会{C1}", "COMMUNITY_SECRETARY", title="副职") if post else books) == expected


def test_what_dates_leave_undecided_is_told() -> None:
    empty = world().staffed(C1, but=list(SeatKind)).unit(f"居委会{C1}", "COMMITTEE", C1).rule(COMMUNITY_CADRE=(1, None))
    assert points(beside(empty, "乙", "2020..")) == ("0/1 COARSE_DATE:1", [])
    assert points(beside(one_seat(), "乙", "2020..")) == ("1/1", [C1])
    assert points(one_seat().community("003001", lives="2020..")) == ("1/1 UNKNOWN_START:1", [C1])
    assert points(one_seat().community("003001")) == ("1/2", [C1]), "without a group nothing rests on anybody"


def test_impact_within_a_subdistrict_and_its_population() -> None:
    books = world().community(C1, population=100).community(C2).staffed(C1, C3).staffed(C2, but=["DISTRICT_LEADER"])
    books = books.fill(C2, "DISTRICT_LEADER", f"区领导{C1}").fill(C3, "DISTRICT_LEADER", f"区领导{C1}")
    whole, west = (impacts(books.view(), within) for within in (None, [f"{DISTRICT}002"]))
    first = whole[0]
    assert (first.person.ref.key, first.seats, [c.ref.key[6:] for c in first.lost], first.population) == (
        f"区领导{C1}",
        3,
        [C1, C2],
        100,
    ), "in the third community another leader is left"
    assert {i.person.ref.key: (i.seats, i.population) for i in west} == {
        f"{word}{C3}": (1, None) for word in ("部门领导", "镇街领导", "书记")
    }


def test_who_alone_ties_a_community_to_its_district() -> None:
    others = [kind for kind in SeatKind if kind is not LOCAL]
    books = world().staffed(C1, C3, but=others).staffed(C2)
    assert [c.ref.key for c in articulation(books.view())] == [f"书记{C1}", f"书记{C3}"]
    assert [c.ref.key for c in articulation(books.view(), [f"{DISTRICT}002"])] == [f"书记{C3}"]
    assert articulation(world().community(C1).view()) == ()


# ---- the graphs


def test_the_graph_of_linkage_holds_nothing_of_what_lies_within_what() -> None:
    graph = world().staffed(C1).courtyard(f"{C1}001").snapshot("2020-02-06").projection(linkage)
    community, group = Ref("Community", f"{DISTRICT}{C1}"), Ref("WorkGroup", f"{DISTRICT}{C1}")
    people = {Ref("Person", f"{word}{C1}") for word in ("区领导", "部门领导", "镇街领导", "镇街干部", "书记")}
    assert set(graph.adj[Ref("District", DISTRICT)]) == people
    assert set(graph.adj[community]) == {group, Ref("Courtyard", f"{DISTRICT}{C1}001")}
    assert set(graph.adj[group]) == people | {community}
    assert not [node for node in graph if isinstance(node, Ref) and node.kind == "Subdistrict"]


def test_the_graph_of_communities_and_levels() -> None:
    snapshot = world().staffed(C1, but=["DEPARTMENT_LEADER"]).community(C2).snapshot("2020-02-06")
    strict, lenient = (snapshot.projection(community_levels(strictness)) for strictness in (Strictness.STRICT, Strictness.LENIENT))
    community = Ref("Community", f"{DISTRICT}{C1}")
    assert set(lenient.adj[community]) == {*Level} - {Level.COURTYARD}
    assert set(strict.adj[community]) == {Level.SUBDISTRICT, Level.COMMUNITY}
    assert set(strict.adj[Ref("Community", f"{DISTRICT}{C2}")]) == set()
