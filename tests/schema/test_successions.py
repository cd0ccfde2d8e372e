"""A chain says what became of a place on the way to the day."""

from tests.schema.asking import ask
from tests.world import world

QUERY = """query ($code: String!) { responsibilityChain(of: {community: $code}) { now {
  date exact successions { from { code } to { code } on event } standing { role status } } } }"""


def test_a_place_that_stands_was_succeeded_by_nothing() -> None:
    view = world().staffed("001001").view("2019-06-30")
    now = ask(view, QUERY, code="990101001001")["responsibilityChain"]["now"]
    assert (now["exact"], now["successions"], len(now["standing"])) == (True, [], 5)


def test_an_ended_place_is_followed_to_what_it_became() -> None:
    merged = world().community("001001", "2017-01-01..2019-12-01").staffed("001002").succeeded_place("001001", "001002", "2019-12-01..")
    now = ask(merged.view("2020-02-06"), QUERY, code="990101001001")["responsibilityChain"]["now"]
    (followed,) = now["successions"]
    assert (followed["from"]["code"], [p["code"] for p in followed["to"]], followed["on"]) == (
        "990101001001",
        ["990101001002"],
        "2019-12-01",
    )
    assert {hop["status"] for hop in now["standing"]} == {"EFFECTIVE"}
