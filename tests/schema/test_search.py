"""What a search finds, in which order, and why."""

from datetime import timedelta

import pytest

from graph.model import Ref
from graph.view import View
from tests import paper
from tests.loaders.clerk import JIA, YI, Clerk
from tests.loaders.ledgers import ledger
from tests.paper import PaperLedger
from tests.schema.asking import ask, nodes, refused
from tests.schema.caseload import books, caseload, inquire
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


# ---- cases, which are in the ledger

CASES = """query ($text: String!, $day: Date!, $kinds: [EntityKind!], $within: [String!], $first: Int, $after: String) { asOf(date: $day) {
  search(text: $text, kinds: $kinds, within: $within, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    edges { node { by matched entity { __typename key ... on Case { state community { name } } } } } } } }"""


def cases(text: str, day: str = "2020-02-06", **asked: object) -> list[str]:
    hits = nodes(inquire(CASES, text=text, day=day, **asked)["asOf"]["search"], "entity")
    return [entity["key"] for entity in hits if entity["__typename"] == "Case"]


def test_a_case_is_found_by_its_number_and_is_as_it_was_on_the_day() -> None:
    (hit,) = nodes(inquire(CASES, text="N1", day="2019-05-12")["asOf"]["search"], "by", "matched", "entity")
    assert hit == ("CODE", "N1", {"__typename": "Case", "key": "N1", "state": "ACCEPTED", "community": {"name": "甲社区居民委员会"}})
    assert (cases("N1", "2019-05-11"), cases("N4", "2019-07-31"), cases("N4", "2019-08-01")) == ([], [], ["N4"])


@pytest.mark.parametrize("text", ["N", "n", "ｎ", " n "])
def test_a_number_is_found_by_its_beginning_in_letters_of_either_case(text: str) -> None:
    assert cases(text) == ["N1", "N2", "N3", "N4"]
    assert cases(text, kinds=["PERSON"]) == cases("1") == cases("N5") == []


def test_cases_obey_places_and_moments() -> None:
    assert (cases("N", within=[JIA]), cases("N", within=[YI]), cases("N", within=[])) == (["N1", "N2"], ["N3", "N4"], [])
    query = 'query ($at: DateTime!) { asOf(date: "2020-02-06", knownAt: $at) { search(text: "N", kinds: [CASE]) { totalCount } } }'
    recorded = caseload().history.actors[Ref("Case", "N1")].recorded_at
    moments = [(recorded - timedelta(seconds=ago)).isoformat() for ago in (0, 1)]
    assert [inquire(query, at=at)["asOf"]["search"]["totalCount"] for at in moments] == [4, 0]
    view, ledger_ = books()
    ask(view, query, ledger_, at=moments[1])
    assert [asked.known_at for _, asked in ledger_.calls] == [recorded - timedelta(seconds=1)], "so that a page is full of what was known"


def test_a_whole_number_comes_before_what_begins_so() -> None:
    clerk = Clerk(*(ledger({"问题编号": number, "村(社区)": "乙社区"}) for number in ("99010", "9901", "990101")))
    query = "query ($first: Int, $after: String) { search(text: $text, first: $first, after: $after) { %s } }"
    whole = query.replace("query (", "query ($text: String!, ") % "edges { cursor node { entity { key } } }"
    found = ask(paper.view(clerk.history), whole, PaperLedger(clerk.history), text="9901")["search"]
    keys = [entity["key"] for entity in nodes(found, "entity")]
    assert keys[:2] == ["9901", "990101"], "the number, then the district, which begins so"
    assert keys[-2:] == ["99010", "990101"]
    after = found["edges"][0]["cursor"]
    rest = ask(paper.view(clerk.history), whole, PaperLedger(clerk.history), text="9901", after=after, first=2)["search"]
    assert [entity["key"] for entity in nodes(rest, "entity")] == keys[1:3]


def test_a_search_asks_the_ledger_once_and_never_where_no_case_is_wanted() -> None:
    for arguments, calls in (("", 1), (", kinds: [CASE, PERSON]", 1), (", kinds: [PERSON]", 0)):
        view, ledger_ = books()
        ask(view, f'{{ search(text: "N"{arguments}) {{ edges {{ node {{ entity {{ label }} }} }} }} }}', ledger_)
        assert ledger_.asked == ["cases"] * calls
        assert all(query.limit == 100 for _, query in ledger_.calls)


def test_a_wrong_search_asks_nothing_of_the_ledger() -> None:
    for arguments in ('text: " "', f'text: "{"N" * 65}"', 'text: "N", within: ["999"]'):
        view, ledger_ = books()
        assert refused(view, f"{{ search({arguments}) {{ totalCount }} }}", ledger_)
        assert ledger_.calls == []
