"""Similar cases gathered into problems: by what they are instances of, by their texts, and beside a comparison of all pairs."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from graph.analysis.common_problems import CommonProblem, common_problems, similar
from graph.errors import BadArgument
from graph.model import CaseText
from graph.vocabulary import Level
from tests.oracle.likeness import Complaint, problems


def case(key: str, community: str = "1", text: str = "", category: str = "房屋", **said: Any) -> CaseText:
    told = {"state": "RESOLVED", **said}
    return CaseText("990101", key, community, category=category or None, text=text, **told)


def told(found: Iterable[CommonProblem]) -> list[str]:
    return [" ".join(text.key for text in problem.cases) for problem in found]


ROOFS = [
    case("A", "1", "三号楼屋顶漏水严重多次反映无人处理"),
    case("B", "2", "四号楼屋顶漏水严重多次反映无人处理"),
    case("C", "2", "门前道路破损"),
]


def test_texts_that_are_alike_make_a_problem_where_there_are_enough() -> None:
    assert told(common_problems(ROOFS, 2, 2)) == ["B A"]
    assert told(common_problems(ROOFS, 2, 3)) == []
    assert told(common_problems(ROOFS, 3, 2)) == []
    assert told(common_problems(ROOFS, 1, 1)) == ["B A", "C"]


def test_just_alike_enough_and_just_not() -> None:
    twenty, thirteen = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸", "一二三四五六七八九十甲乙丙"
    enough, lacking = twenty[:17] + "东南西", thirteen[:11] + "东南"
    assert fuzz.token_set_ratio(twenty, enough) == 85 > fuzz.token_set_ratio(thirteen, lacking) > 84
    assert told(common_problems([case("A", "1", twenty), case("B", "2", enough)], 2, 2)) == ["B A"]
    assert told(common_problems([case("A", "1", thirteen), case("B", "2", lacking)], 2, 2)) == []


def test_only_texts_of_one_category_are_compared() -> None:
    other = [ROOFS[0], case("B", "2", ROOFS[1].text, category="漏水")]
    assert told(common_problems(other, 2, 2)) == []
    assert told(common_problems([case("A", "1", "漏水", ""), case("B", "2", "漏水", "")], 2, 2)) == []
    assert told(common_problems([case("A", "1"), case("B", "2")], 2, 2)) == []


def test_words_in_another_order_are_alike() -> None:
    assert told(common_problems([case("A", "1", "roof leaks again"), case("B", "2", "again leaks roof")], 2, 2)) == ["B A"]
    assert told(common_problems([case("A", "1", "roof leaks"), case("B", "2", "roof")], 2, 2)) == ["B A"]


def test_instances_of_a_case_are_of_its_problem_whatever_they_say() -> None:
    common = case("A", "1", "屋顶", households=1052, solved_level="DISTRICT")
    instances = [case("B", "2", "外墙", common=("A",), households=7), case("C", "1", "楼道", "环境", common=("A",), households=4)]
    (problem,) = common_problems([*instances, common])
    assert (problem.case, told([problem])) == (common, ["A B C"])
    assert (problem.households, problem.solved_level, sorted(problem.communities)) == (1052 + 7, Level.DISTRICT, ["1", "2"])


def test_instances_of_a_case_that_is_not_among_them_hang_together() -> None:
    found = common_problems([case("B", "2", "外墙", common=("A",)), case("C", "1", "楼道", common=("A",))], 2, 2)
    assert told(found) == ["C B"]
    elsewhere = CaseText("990102", "D", "3", "RESOLVED", common=("A",))
    assert told(common_problems([case("B", "2", common=("A",)), elsewhere], 2, 2)) == [], "keys of cases repeat between districts"


def test_what_is_like_a_similar_one_is_of_the_same_problem() -> None:
    chain = ["一二三四五六七八九十", "一二三四五六七八九百", "一二三四五六七八千百"]
    assert fuzz.token_set_ratio(chain[0], chain[2]) < 85 < fuzz.token_set_ratio(chain[0], chain[1])
    assert told(common_problems([case(str(n), str(n), text) for n, text in enumerate(chain)])) == ["2 0 1"]


def test_who_speaks_for_a_problem() -> None:
    same = [case("late", text="漏"), case("many", text="漏", households=9), case("early", text="漏")]
    assert common_problems(same, 3, 1)[0].case.key == "many"
    assert common_problems([same[0], same[2]], 2, 1)[0].case.key == "early"


def test_the_level_is_that_of_the_first_else_of_most_else_the_highest() -> None:
    def level(*levels: str | None, first: str | None = None, state: str = "RESOLVED") -> str | None:
        others = [case(f"o{n}", text="漏", solved_level=told) for n, told in enumerate(levels)]
        (problem,) = common_problems([*others, case("first", text="漏", households=9, solved_level=first, state=state)], 1, 1)
        return problem.solved_level

    assert level("COMMUNITY", "COMMUNITY", first="DISTRICT") == "DISTRICT"
    assert level("COMMUNITY", "COMMUNITY", "DISTRICT") == "COMMUNITY"
    assert level("COMMUNITY", "SUBDISTRICT") == "SUBDISTRICT"
    assert level("COMMUNITY", first="DISTRICT", state="REOPENED") == "COMMUNITY"
    assert level(None) is None


def test_households_are_the_most_of_each_community() -> None:
    told = [("1", 5), ("1", 8), ("2", 3), ("2", None)]
    (problem,) = common_problems([case(str(n), code, "漏", households=h) for n, (code, h) in enumerate(told)], 1, 1)
    assert problem.households == 8 + 3
    (silent,) = common_problems([case("A", text="漏")], 1, 1)
    assert silent.households is None


def test_those_of_most_cases_come_first() -> None:
    rows = [case("A", "1", "甲"), case("B", "2", "乙"), case("C", "1", "乙"), case("D", "1", "丙"), case("E", "1", "丙")]
    assert told(common_problems(rows, 1, 1)) == ["C B", "E D", "A"]


@pytest.mark.parametrize("bounds", [(0, 2), (3, 0), (-1, 1)])
def test_less_than_one_is_refused(bounds: tuple[int, int]) -> None:
    with pytest.raises(BadArgument):
        common_problems(ROOFS, *bounds)


TEXTS = st.text(alphabet="屋顶漏水路灯 ", max_size=12)


@given(st.lists(TEXTS, unique=True, max_size=12))
def test_every_pair_of_texts_is_judged_as_by_itself(texts: Sequence[str]) -> None:
    pairs = {frozenset((a, b)) for a in texts for b in texts if a != b and fuzz.token_set_ratio(a, b) >= 85}
    assert {frozenset(pair) for pair in similar(texts)} == pairs


COMPLAINTS = st.builds(
    Complaint,
    st.integers(0, 25).map(str),
    st.sampled_from("甲乙丙"),
    st.sampled_from(("", "房屋", "道路")),
    st.sampled_from(("", "一二三四五六七", "一二三四五六八", "一二三四五八九", "灯 不亮", "不亮 灯 坏", "路")) | TEXTS,
    st.just("") | st.integers(0, 30).map(str),
)


@given(st.lists(COMPLAINTS, unique_by=lambda c: c.number, max_size=20), st.integers(1, 4), st.integers(1, 3))
def test_all_pairs_compared_give_the_same_problems(complaints: Sequence[Complaint], cases: int, communities: int) -> None:
    rows = [case(c.number, c.community, c.text, c.category, common=(c.common,) if c.common else ()) for c in complaints]
    found = common_problems(rows, cases, communities)
    assert sorted(sorted(text.key for text in problem.cases) for problem in found) == sorted(
        map(sorted, problems(complaints, cases, communities))
    )
