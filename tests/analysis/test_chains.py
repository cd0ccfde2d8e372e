"""Who answers for a community on a day, hop by hop, and where the chain breaks."""

from graph.analysis.chains import ChainAt, Hop, chain
from graph.analysis.terms import ChainRole
from graph.model import Ref
from graph.vocabulary import SeatKind
from tests.analysis.reading import hops
from tests.world import DISTRICT, World, world

C1, C2 = "001001", "001002"
LEADER, DEPARTMENT, SUBDISTRICT, CADRE, LOCAL = SeatKind


def at(books: World, day: str = "2019-06-30", code: str = C1) -> ChainAt | None:
    return chain(books.view(day), DISTRICT + code)


def standing(books: World, day: str = "2019-06-30") -> tuple[Hop, ...]:
    found = at(books, day)
    return found.standing if found else ()


def broken(books: World, day: str = "2019-06-30") -> str | None:
    found = at(books, day)
    return found.first_broken.role if found and found.first_broken else None


def test_the_hops_go_from_the_community_up_to_the_district() -> None:
    books = world().staffed(C1)
    assert hops(at(books)) == [
        "COMMUNITY_CADRE EFFECTIVE - 书记001001",
        "SUBDISTRICT_CADRE EFFECTIVE - 镇街干部001001",
        "SUBDISTRICT_LEADER EFFECTIVE - 镇街领导001001",
        "DEPARTMENT_LEADER EFFECTIVE - 部门领导001001",
        "DISTRICT_LEADER EFFECTIVE - 区领导001001",
    ]
    assert broken(books) is None


def test_a_hop_tells_its_level_seat_unit_and_evidence() -> None:
    books = world().staffed(C1, but=[LEADER]).holder(LEADER, C1, fills="2018-05..2020-01-01")
    hop = standing(books)[-1]
    assert (hop.level, hop.seat, hop.organization) == ("DISTRICT", Ref("Seat", f"{DISTRICT}{C1}/{LEADER}"), Ref("Organization", "区委"))
    assert (str(hop.since), str(hop.until), hop.source and hop.source.title) == ("2018-05", "2020-01-01", "test")
    assert [f.post for f in hop.holders] == [Ref("Post", "区委/DISTRICT_LEADER")]


def test_no_chain_before_a_community_has_begun_nor_of_anything_else() -> None:
    books = world().staffed(C1).community(C2, "2019-03-01..")
    view = books.view("2019-02-28")
    assert [chain(view, code) for code in (DISTRICT + C2, DISTRICT + "001009", DISTRICT + "001", DISTRICT)] == [None] * 4
    assert at(books, "2019-03-01", C2) is not None


def test_of_an_abolished_community_the_group_left_behind_is_told() -> None:
    books = world().community(C1, "2017-01-01..2019-03-01").staffed(C1)
    assert hops(at(books))[0] == "COMMUNITY_CADRE EFFECTIVE - 书记001001"


def test_the_first_broken_hop_is_a_vacancy_or_a_ghost() -> None:
    ghost = world().staffed(C1, but=[DEPARTMENT]).holder(DEPARTMENT, C1, holds="..2019-03-01")
    assert [broken(ghost, day) for day in ("2019-02-28", "2019-03-01")] == [None, "DEPARTMENT_LEADER"]
    both = world().staffed(C1, but=[LEADER, SUBDISTRICT])
    assert broken(both) == "SUBDISTRICT_LEADER"


def test_an_unverified_or_undecided_hop_is_not_broken() -> None:
    books = world().staffed(C1, but=[LOCAL, LEADER]).holder(LOCAL, C1, holds=None).holder(LEADER, C1, holds="2019-06..")
    assert [(hop.status, hop.reason) for hop in standing(books, "2019-06-15")][:: len(SeatKind) - 1] == [
        ("UNVERIFIED", "UNVERIFIED"),
        ("UNKNOWN", "UNKNOWN"),
    ]
    assert broken(books, "2019-06-15") is None


def test_a_seat_that_need_not_be_held_never_breaks_the_chain() -> None:
    books = world().staffed(C1, but=[CADRE])
    assert hops(at(books))[1] == "SUBDISTRICT_CADRE VACANT VACANT"
    assert broken(books) is None
    assert broken(books.holder(CADRE, C1, holds="..2019-03-01")) is None


def test_a_vacancy_says_since_when_and_whose_seat_it_is() -> None:
    books = world().staffed(C1, but=[DEPARTMENT, SUBDISTRICT, LEADER]).holder(SUBDISTRICT, C1, fills="2018-01-01..2019-03-01")
    told = {hop.role: (str(hop.since), hop.organization and hop.organization.key) for hop in standing(books) if hop.status == "VACANT"}
    assert told == {
        "SUBDISTRICT_LEADER": ("2019-03-01", "办事处001"),
        "DEPARTMENT_LEADER": ("2018-01-01", "部门001001"),
        "DISTRICT_LEADER": ("2018-01-01", None),
    }


def test_without_a_group_all_five_hops_are_vacant() -> None:
    books = world().community(C1).unit("居委会", governs=C1).unit("办事处", governs="001")
    told = [(hop.role, hop.status, hop.reason, str(hop.since), hop.organization and hop.organization.key) for hop in standing(books)]
    assert told == [
        ("COMMUNITY_CADRE", "VACANT", "NO_GROUP", "2017-01-01", "居委会"),
        ("SUBDISTRICT_CADRE", "VACANT", "NO_GROUP", "2017-01-01", "办事处"),
        ("SUBDISTRICT_LEADER", "VACANT", "NO_GROUP", "2017-01-01", "办事处"),
        ("DEPARTMENT_LEADER", "VACANT", "NO_GROUP", "2017-01-01", None),
        ("DISTRICT_LEADER", "VACANT", "NO_GROUP", "2017-01-01", None),
    ]
    assert broken(books) == "COMMUNITY_CADRE"


def test_two_groups_stand_side_by_side_in_every_hop() -> None:
    books = world().staffed(C1).group(C1, key="第二组", kinds=["DISTRICT_LEADER", "COMMUNITY_CADRE"])
    told = [(hop.role, hop.group and hop.group.key, hop.seat is not None) for hop in standing(books)]
    own = DISTRICT + C1
    assert told == [
        ("COMMUNITY_CADRE", own, True),
        ("COMMUNITY_CADRE", "第二组", True),
        ("SUBDISTRICT_CADRE", own, True),
        ("SUBDISTRICT_CADRE", "第二组", False),
        ("SUBDISTRICT_LEADER", own, True),
        ("SUBDISTRICT_LEADER", "第二组", False),
        ("DEPARTMENT_LEADER", own, True),
        ("DEPARTMENT_LEADER", "第二组", False),
        ("DISTRICT_LEADER", own, True),
        ("DISTRICT_LEADER", "第二组", True),
    ]


def test_the_secretary_stands_before_other_cadres_and_after_none_but_the_effective() -> None:
    books = world().staffed(C1, but=[LOCAL]).fill(C1, LOCAL, "委员", "2018-01-01..").fill(C1, LOCAL, "旧书记", "2017-01-01..")
    books.holder(LOCAL, C1, fills="2019-01-01..").post("委员", "居委会001001", "COMMUNITY_CADRE")
    books.post("旧书记", "居委会001001", "COMMUNITY_SECRETARY", "..2018-01-01", "原书记")
    assert hops(at(books))[0] == "COMMUNITY_CADRE EFFECTIVE - 书记001001 委员 旧书记"


def test_a_secretary_who_is_undecided_stands_after_the_effective() -> None:
    books = world().staffed(C1, but=[LOCAL]).holder(LOCAL, C1, holds="2019-06..").fill(C1, LOCAL, "委员")
    books.post("委员", "居委会001001", "COMMUNITY_CADRE")
    first = [hops(at(books, day))[0] for day in ("2019-06-15", "2019-06-30")]
    assert first == ["COMMUNITY_CADRE EFFECTIVE - 委员 书记001001", "COMMUNITY_CADRE EFFECTIVE - 书记001001 委员"]


def test_the_heir_of_a_department_has_the_seat() -> None:
    books = world().community(C1).group(C1).unit("扶贫办", "DEPARTMENT", exists="..2019-03-01").unit("乡村振兴局", "DEPARTMENT")
    books.represents(C1, "扶贫办").succeeded("扶贫办", "乡村振兴局", "2019-03-01..")
    units = [
        next(hop.organization for hop in standing(books, day) if hop.role is ChainRole.DEPARTMENT_LEADER)
        for day in ("2019-02-28", "2019-03-01")
    ]
    assert [unit and unit.key for unit in units] == ["扶贫办", "乡村振兴局"]


def test_only_seats_of_the_day_s_rule_are_hops() -> None:
    books = world().staffed(C1).community(C2).rule(DISTRICT_LEADER=(1, 1), COMMUNITY_CADRE=(1, None))
    assert [hop.split()[0] for code in (C1, C2) for hop in hops(at(books, code=code))] == ["COMMUNITY_CADRE", "DISTRICT_LEADER"] * 2
