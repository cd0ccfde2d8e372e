"""Plans of small districts, each rule for itself."""

from collections.abc import Iterable

import pytest

from graph.analysis import reassignment as planning
from graph.analysis.candidates import Limits
from graph.analysis.measures import Counted
from graph.analysis.reassignment import Reassignment, reassignment
from graph.analysis.terms import BindingLimit, CostName
from graph.errors import UnknownDivision
from graph.model import Ref
from graph.vocabulary import SeatKind
from tests.world import DISTRICT, World, views, world

LEADER, DEPARTMENT, TEAM, CADRE, LOCAL = SeatKind


def moved(answer: Reassignment) -> list[str]:
    """Seat, who leaves, who takes it: 001001 DISTRICT_LEADER 张三 李四."""
    return [f"{m.seat.key[6:12]} {m.kind} {m.leaves.start.key if m.leaves else '-'} {m.taker.key}" for m in answer.moves]


def left(answer: Reassignment) -> list[tuple[str, str]]:
    return [(u.seat.key[6:], u.limit) for u in answer.unfilled]


def part(answer: Reassignment, name: CostName) -> list[bool]:
    """Of each move: does it cost anything?"""
    return [p.cost != 0 for m in answer.moves for p in m.parts if p.name is name]


def people(*names: str) -> list[Counted]:
    return [Counted(DISTRICT, Ref("Person", name)) for name in names]


def leaders(here: World, names: Iterable[str]) -> World:
    for name in names:
        here.post(name, "区委", "DISTRICT_LEADER")
    return here


def test_a_whole_district_needs_no_plan() -> None:
    answer = reassignment(world().staffed("001001").view())
    assert (answer.moves, answer.unfilled, answer.loads, answer.cost, answer.before) == ((), (), (), 0, answer.after)
    assert (answer.after.numerator, answer.after.denominator) == (1, 1)


def test_a_vacancy_and_a_ghost_are_filled_and_the_ghost_leaves() -> None:
    here = world().staffed("001001", "001002", but=[LEADER]).unit("区委").fill("001002", LEADER, "空挂")
    here.post("空挂", "区委", "DISTRICT_LEADER", "..2019-01-01")
    answer = reassignment(leaders(here, ["张三", "李四"]).view())
    assert moved(answer) == ["001001 DISTRICT_LEADER - 张三", "001002 DISTRICT_LEADER 空挂 李四"]
    assert (answer.before.numerator, answer.after.numerator) == (0, 2)
    assert [(e.person and e.person.key, e.count, e.room) for e in answer.loads] == [("张三", 1, 1), ("李四", 1, 1)]
    kept = reassignment(here.view(), limits=Limits(stay=frozenset(people("空挂"))))
    assert moved(kept) == ["001001 DISTRICT_LEADER - 张三", "001002 DISTRICT_LEADER - 李四"]


def test_before_a_post_begins_nobody_takes_a_seat_by_it() -> None:
    here = world().staffed("001001", but=[LEADER]).unit("区委").post("张三", "区委", "DISTRICT_LEADER", "2019-03-01..")
    assert left(reassignment(here.view("2019-02-28"))) == [("001001/DISTRICT_LEADER", BindingLimit.NOBODY_QUALIFIES)]
    assert moved(reassignment(here.view("2019-03-01"))) == ["001001 DISTRICT_LEADER - 张三"]


def test_loads_are_evened_before_the_subdistrict_counts_and_that_before_keys() -> None:
    here = world().staffed("001001", "002001", but=[LEADER]).staffed("001002", but=[LEADER]).unit("区委")
    leaders(here, ["一", "二", "三"]).fill("001001", LEADER, "三").fill("002001", LEADER, "一")
    assert moved(reassignment(here.view())) == ["001002 DISTRICT_LEADER - 二"]
    answer = reassignment(here.view(), absent=people("二"))
    assert moved(answer) == ["001002 DISTRICT_LEADER - 三"]
    assert part(answer, CostName.OTHER_SUBDISTRICT) == [False]
    far = reassignment(here.view(), absent=people("二", "三"), limits=Limits(kinds=frozenset({LEADER})))
    assert (moved(far)[0], part(far, CostName.OTHER_SUBDISTRICT)) == ("001001 DISTRICT_LEADER 三 一", [True, True])


def test_the_department_that_the_seat_represented_last() -> None:
    here = world().staffed("001001", but=[DEPARTMENT]).staffed("001002").staffed("001003")
    vacant = world().community("001001").group("001001").unit("旧局", "DEPARTMENT").unit("新局", "DEPARTMENT").unit("另局", "DEPARTMENT")
    vacant.rule("", DEPARTMENT_LEADER=(1, 1)).represents("001001", "旧局", "2018-01-01..2019-01-01")
    vacant.represents("001001", "另局", "2017-01-01..2018-01-01").succeeded("旧局", "新局", "2019-06-01..")
    vacant.post("甲", "另局", "DEPT_LEADERSHIP").post("乙", "新局", "DEPT_LEADERSHIP")
    answer = reassignment(vacant.view())
    assert (moved(answer), part(answer, CostName.MISMATCH)) == (["001001 DEPARTMENT_LEADER - 乙"], [False])
    earlier = reassignment(vacant.view("2019-05-31"))
    assert (moved(earlier), part(earlier, CostName.MISMATCH)) == (["001001 DEPARTMENT_LEADER - 乙"], [True])
    assert left(reassignment(here.view())) == [("001001/DEPARTMENT_LEADER", BindingLimit.NOBODY_QUALIFIES)]


def test_nobody_sits_in_two_seats_of_a_group() -> None:
    """Two seats, and one person who qualifies for both beside one who qualifies for the first only."""
    here = world().community("001001").group("001001").unit("区委").unit("局", "DEPARTMENT").represents("001001", "局")
    here.rule("", DISTRICT_LEADER=(1, 1), DEPARTMENT_LEADER=(1, 1)).post("甲", "区委", "DISTRICT_LEADER").post(
        "甲", "局", "DEPT_LEADERSHIP"
    )
    assert left(reassignment(here.view())) == [("001001/DEPARTMENT_LEADER", BindingLimit.SAME_PERSON)]
    here.post("乙", "区委", "DISTRICT_LEADER")
    assert moved(reassignment(here.view())) == ["001001 DISTRICT_LEADER - 乙", "001001 DEPARTMENT_LEADER - 甲"]


def test_two_holders_where_the_rule_asks_for_two() -> None:
    here = leaders(world().community("001001").group("001001").unit("区委").rule("", DISTRICT_LEADER=(2, 2)), ["甲"])
    assert (moved(reassignment(here.view())), left(reassignment(here.view()))) == (
        ["001001 DISTRICT_LEADER - 甲"],
        [("001001/DISTRICT_LEADER", BindingLimit.SAME_PERSON)],
    )
    assert moved(reassignment(leaders(here, ["乙"]).view())) == ["001001 DISTRICT_LEADER - 乙", "001001 DISTRICT_LEADER - 甲"]


def test_capacity_and_moves_bind() -> None:
    here = leaders(world().staffed("001001", "001002", "001003", but=[LEADER]).unit("区委"), ["甲"])
    assert len(reassignment(here.view()).moves) == 3
    full = reassignment(here.view(), limits=Limits(capacity=2))
    assert (len(full.moves), [limit for _, limit in left(full)]) == (2, [BindingLimit.CAPACITY])
    few = reassignment(here.view(), limits=Limits(moves=1))
    assert (len(few.moves), [limit for _, limit in left(few)]) == (1, [BindingLimit.MOVES] * 2)


def test_a_subdistrict_shares_its_own_groups() -> None:
    """Elsewhere there are many to share; here one must carry all three."""
    here = world().staffed("001001", "001002", "001003", but=[TEAM]).staffed("002001").post("甲", "办事处001", "SUBDISTRICT_LEADERSHIP")
    for name in "一二三四五":
        here.post(name, "办事处002", "SUBDISTRICT_LEADERSHIP")
    answer = reassignment(here.view())
    assert ([m.taker.key for m in answer.moves], answer.unfilled) == (["甲"] * 3, ())
    assert {e.person and e.person.key: e.room for e in answer.loads}["甲"] == 4 - 3
    both = reassignment(here.post("甲", "办事处002", "SUBDISTRICT_LEADERSHIP").view())
    assert ([m.taker.key for m in both.moves], both.unfilled) == (["甲"] * 3, ())


@pytest.mark.parametrize(("moves", "loads"), [(None, [5, 1, 0]), (0, [5, 1, 0]), (1, [4, 1, 1]), (2, [3, 2, 1]), (9, [2, 2, 2])])
def test_moves_even_the_loads_where_nobody_is_absent(moves: int | None, loads: list[int]) -> None:
    here = leaders(world().unit("区委").rule("", DISTRICT_LEADER=(1, 1)), ["甲", "乙", "丙"])
    for number in range(1, 7):
        here.community(f"00100{number}").group(f"00100{number}").fill(f"00100{number}", LEADER, "乙" if number == 6 else "甲")
    answer = reassignment(here.view(), limits=Limits(moves=moves))
    after = {"甲": 5, "乙": 1, "丙": 0} | {e.person.key: e.count for e in answer.loads if e.person}
    assert sorted(after.values(), reverse=True) == loads
    assert all(part(answer, CostName.CHANGE))
    assert answer.cost <= 0
    assert reassignment(here.view(), absent=people("丙"), limits=Limits(moves=moves)).moves == ()
    stays = Limits(moves=moves, stay=frozenset(people("甲")))
    assert reassignment(here.view(), limits=stays).moves == ()


def test_a_filling_moves_from_two_to_none_and_not_from_two_to_one() -> None:
    here = leaders(world().staffed("001001", "001002", "001003", but=[LEADER]).unit("区委"), ["甲", "乙"])
    here.fill("001001", LEADER, "甲").fill("001002", LEADER, "甲")
    only = Limits(moves=5, kinds=frozenset({LEADER}))
    assert moved(reassignment(here.view(), ["990101001001", "990101001002"], limits=only)) == ["001001 DISTRICT_LEADER 甲 乙"]
    assert moved(reassignment(here.fill("001003", LEADER, "乙").view(), limits=only)) == []


def test_who_sits_twice_in_a_group_is_not_moved() -> None:
    here = leaders(world().staffed("001001", "001002", but=[LEADER, LOCAL]).unit("区委"), ["甲", "乙"])
    here.fill("001001", LEADER, "甲").fill("001002", LEADER, "甲").fill("001001", LOCAL, "甲").fill("001002", LOCAL, "甲")
    assert moved(reassignment(here.view(), limits=Limits(moves=5, kinds=frozenset({LEADER})))) == []


def test_within_a_subdistrict_its_seats_are_filled_and_loads_elsewhere_count() -> None:
    here = world().staffed("001001", "002001", "002002", but=[LEADER]).unit("区委")
    leaders(here, ["甲", "乙"]).fill("002001", LEADER, "甲")
    answer = reassignment(here.view(), ["990101001"])
    assert (moved(answer), answer.after.numerator, answer.after.denominator) == (["001001 DISTRICT_LEADER - 乙"], 1, 1)
    with pytest.raises(UnknownDivision):
        reassignment(here.view(), ["990101009"])


def test_two_districts_each_fill_their_own_seats() -> None:
    one, other = (
        world(code).staffed("001001", but=[LEADER]).unit("区委").post("甲", "区委", "DISTRICT_LEADER") for code in ("990101", "990102")
    )
    answer = reassignment(views(one, other))
    assert [(m.district, m.taker.key) for m in answer.moves] == [("990101", "甲"), ("990102", "甲")]
    assert (answer.before.numerator, answer.after.numerator, answer.after.denominator) == (0, 2, 2)
    some = reassignment(views(one, other), limits=Limits(moves=1))
    assert ([m.district for m in some.moves], [u.district for u in some.unfilled]) == (["990101"], ["990102"])


def test_a_group_of_no_community_of_this_day_needs_nobody() -> None:
    here = leaders(world().community("001001", "2017-01-01..2019-01-01").group("001001").unit("区委"), ["甲"])
    assert (reassignment(here.view()).moves, reassignment(here.view()).unfilled) == ((), ())


def test_the_costs_stay_within_a_whole_number_of_the_api(monkeypatch: pytest.MonkeyPatch) -> None:
    here = leaders(world().unit("区委").rule("", DISTRICT_LEADER=(1, 1)), [f"领导{n:02}" for n in range(10)])
    for number in range(1, 31):
        here.community(f"0010{number:02}").group(f"0010{number:02}")
    whole = reassignment(here.view())
    assert 10_000 < whole.cost <= planning.MOST_COST == 2**53
    monkeypatch.setattr(planning, "MOST_COST", 10_000)
    answer = reassignment(here.view())
    assert (moved(answer), len(answer.moves), {e.count for e in answer.loads}) == (moved(whole), 30, {3})
    assert 0 < answer.cost <= 10_000
