"""What a search finds, in which order, and why."""

import pytest

from graph.view import View
from tests.schema.asking import ask, nodes, refused
from tests.world import world


def view() -> View:
    return (
        world()
        .community("001001", name="南湖社区居民委员会", shortName="南湖社区")
        .community("001002", name="东路社区居民委员会", shortName="东路社区")
        .community("002201", "2017-01-01..2019-01-01", name="大石村村民委员会", shortName="大石村")
        .unit("吕局", "DEPARTMENT", exists="2018-01-01..")
        .post("南一", "吕局", "DEPT_LEADERSHIP", title="局长")
        .view()
    )


def found(text: str, arguments: str = "") -> list[tuple[str, str, str, str]]:
    query = (
        f"query ($text: String!) {{ search(text: $text{arguments}) {{ edges {{ node {{ by matched entity {{ __typename label }} }} }} }} }}"
    )
    hits = nodes(ask(view(), query, text=text)["search"], "by", "matched", "entity")
    return [(by, matched, entity["__typename"], entity["label"]) for by, matched, entity in hits]


@pytest.mark.parametrize(
    ("text", "by", "matched"),
    [
        ("南湖社区", "NAME", "南湖社区"),
        ("湖社", "NAME", "南湖社区"),
        ("990101001001", "CODE", "990101001001"),
        ("nanhushequ", "PINYIN", "nan hu she qu"),
        ("Nan Hu", "PINYIN", "nan hu she qu"),
        ("hushe", "PINYIN", "nan hu she qu"),
        ("nhsq", "INITIALS", "nhsq"),
        ("ＮＨＳＱ", "INITIALS", "nhsq"),
    ],
)
def test_a_community_is_found_and_it_is_told_why(text: str, by: str, matched: str) -> None:
    assert found(text)[0] == (by, matched, "Community", "南湖社区居民委员会")


def test_whole_matches_come_before_beginnings() -> None:
    assert [hit[2] for hit in found("990101")][:2] == ["District", "Subdistrict"]


def test_a_vowel_is_typed_as_on_a_keyboard() -> None:
    assert found("lvju") == found("lüju") == [("PINYIN", "lv ju", "Organization", "吕局")]


def test_pinyin_is_found_at_the_beginning_of_a_syllable_only() -> None:
    assert [hit[3] for hit in found("an", ", kinds: [COMMUNITY]")] == []


def test_kinds_and_divisions_narrow_it() -> None:
    assert [hit[2] for hit in found("n", ", kinds: [PERSON]")] == ["Person"]
    assert [hit[3] for hit in found("社区", ', within: ["990101001002"]')] == ["东路社区居民委员会"]
    assert found("南", ", kinds: [COURTYARD, CASE]") == []
    assert [hit[2] for hit in found("局长")] == ["Post"]


def test_what_has_not_begun_is_not_found_and_what_has_ended_is() -> None:
    assert [hit[3] for hit in found("大石")] == ["大石村村民委员会"]
    query = '{ asOf(date: "2017-06-01") { search(text: "吕局") { totalCount } } search(text: "吕局") { totalCount } }'
    data = ask(view(), query)
    assert (data["asOf"]["search"]["totalCount"], data["search"]["totalCount"]) == (0, 1)


@pytest.mark.parametrize("text", ["", "  ", "'", "x" * 65])
def test_a_blank_or_long_text_is_an_error(text: str) -> None:
    assert refused(view(), "query ($text: String!) { search(text: $text) { totalCount } }", text=text) == [("search", "BAD_USER_INPUT")]


def test_nothing_found_is_an_empty_list() -> None:
    assert found("没有的") == []
