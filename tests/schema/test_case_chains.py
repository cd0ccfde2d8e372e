"""Q27: who answers for a case, and who did on the day it was raised and on the day it was handled: standing and handling side by side."""

from typing import Any

from tests.loaders.clerk import JIA, YI
from tests.schema import queries
from tests.schema.caseload import YARD, inquire


def chains(number: str = "N1") -> Any:
    return inquire(queries.Q27, number=number)["responsibilityChain"]


def standing(chain: Any) -> list[tuple[str, str, str | None, str]]:
    """Role, status, reason, who."""
    return [(h["role"], h["status"], h["reason"], _who(h)) for h in chain["standing"]]


def handling(chain: Any) -> list[tuple[str, str, str]]:
    """Role, status, and who: the person or the unit."""
    return [(h["role"], h["status"], _who(h) or h["organization"]["name"]) for h in chain["handling"]]


def _who(hop: Any) -> str:
    return "、".join(holder["person"]["name"] for holder in hop["holders"] if holder["person"])


def test_q27_on_the_day_it_was_raised() -> None:
    raised = chains()["raised"]
    assert (raised["date"], raised["exact"], raised["successions"]) == ("2019-05-12", True, [])
    told = standing(raised)
    assert told[:3] == [
        ("LINKING_MEMBER", "EFFECTIVE", None, "吴党员"),
        ("COURTYARD_HEAD", "EFFECTIVE", None, "钱十"),
        ("COMMUNITY_CADRE", "EFFECTIVE", None, "周书记"),
    ]
    assert told[-1] == ("DISTRICT_LEADER", "GHOST", "GHOST", "张三")
    assert raised["firstBroken"] == {"role": "SUBDISTRICT_LEADER", "status": "VACANT", "reason": "VACANT"}
    assert handling(raised) == [("FIRST_RECEIVER", "EFFECTIVE", "周书记"), ("SPONSOR", "UNKNOWN", "李四")]


def test_q27_on_the_day_it_was_handled() -> None:
    resolved = chains()["resolved"]
    assert (resolved["date"], resolved["exact"]) == ("2019-05-20", True)
    assert standing(resolved)[-1] == ("DISTRICT_LEADER", "EFFECTIVE", None, "李四")
    assert handling(resolved) == [
        ("FIRST_RECEIVER", "EFFECTIVE", "周书记"),
        ("LEAD", "EFFECTIVE", "民政局"),
        ("ASSIST", "EFFECTIVE", "甲社区居委会"),
        ("ESCALATION", "EFFECTIVE", "区政府"),
        ("SPONSOR", "EFFECTIVE", "李四"),
    ]
    lead, up = resolved["handling"][1], resolved["handling"][3]
    assert (lead["since"], lead["until"], lead["level"], lead["source"]["title"]) == ("2019-05-14", None, "DISTRICT", "问题台账")
    assert lead["holders"] == [{"status": "EFFECTIVE", "person": None, "role": "LEAD", "organization": {"name": "民政局"}}]
    assert up["holders"] == [], "who was only told of it is charged with nothing"


def test_q27_now_after_the_merger_which_is_told() -> None:
    now = chains()["now"]
    assert (now["date"], now["exact"]) == ("2020-02-06", True)
    assert now["successions"] == [{"from": {"code": JIA}, "to": [{"code": YI}], "on": "2019-10-01", "event": "MERGE"}]
    assert {(role, reason) for role, _, reason, _ in standing(now)} >= {("DISTRICT_LEADER", "NO_GROUP"), ("COMMUNITY_CADRE", "NO_GROUP")}
    assert ("LEAD", "EFFECTIVE", "民政局") in handling(now)


def test_q27_a_case_that_is_open_has_no_chain_of_its_handling() -> None:
    found = chains("N2")
    assert (found["resolved"], found["subject"]) == (None, {"number": "N2", "state": "ASSIGNED", "community": {"code": JIA}})
    assert chains("none") is None


def test_the_chain_of_the_courtyard_itself() -> None:
    query = """query ($code: String!) { asOf(date: "2019-09-30") { responsibilityChain(of: {courtyard: $code}) {
      subject { ... on Courtyard { code } } raised { date } resolved { date }
      now { standing { role status reason holders { person { name } } } handling { role } } } } }"""
    found = inquire(query, code=YARD)["asOf"]["responsibilityChain"]
    assert (found["subject"], found["raised"], found["resolved"], found["now"]["handling"]) == ({"code": YARD}, None, None, [])
    assert [hop[0] for hop in standing(found["now"])][:2] == ["LINKING_MEMBER", "COURTYARD_HEAD"]


def test_as_of_a_day_before_the_handling_nothing_of_it_is_told() -> None:
    query = """query ($day: Date!) { asOf(date: $day) { responsibilityChain(of: {case: "N1"}) {
      raised { date } resolved { date } now { date handling { role status } } } } }"""
    before = inquire(query, day="2019-05-19")["asOf"]["responsibilityChain"]
    assert (before["raised"], before["resolved"], before["now"]["date"]) == ({"date": "2019-05-12"}, None, "2019-05-19")
    assert inquire(query, day="2019-05-20")["asOf"]["responsibilityChain"]["resolved"] == {"date": "2019-05-20"}
    assert inquire(query, day="2019-05-11")["asOf"]["responsibilityChain"] is None
