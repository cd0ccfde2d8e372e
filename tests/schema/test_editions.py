"""Q16 of a real district: communities that a new edition of the divisions brings have no group, and one group is left behind."""

from datetime import date
from typing import Any

from tests.loaders.test_editions import CLOSED, NEWCOMERS, two_editions, view
from tests.schema import queries
from tests.schema.asking import ask, nodes


def asked(day: str) -> Any:
    return ask(view(two_editions(), date(2023, 12, 31)), queries.Q16, date=day)["asOf"]["coverage"]


def test_q16_eight_communities_without_a_group_and_one_group_without_its_community() -> None:
    coverage = asked("2023-06-30")
    assert coverage["gaps"]["totalCount"] == 8
    assert [(c["code"], ever) for c, ever in nodes(coverage["gaps"], "community", "everInRoster")] == [(code, False) for code in NEWCOMERS]
    (orphan,) = [edge["node"] for edge in coverage["orphanedGroups"]["edges"]]
    assert (orphan["community"], orphan["abolished"]) == (
        {"code": CLOSED, "name": "白沙沱社区居民委员会", "until": "2023-06-30"},
        "2023-06-30",
    )
    assert (orphan["workGroup"]["name"], orphan["workGroup"]["serves"]) == ("白沙沱社区服务群众工作组", [{"code": CLOSED}])
    (group,) = coverage["measures"]
    assert (group["effective"]["numerator"], group["effective"]["denominator"], round(group["effective"]["value"], 4)) == (145, 153, 0.9477)
    assert nodes(group["missing"], "key") == NEWCOMERS


def test_q16_the_day_before_nothing_is_amiss() -> None:
    coverage = asked("2023-06-29")
    assert (coverage["gaps"]["totalCount"], coverage["orphanedGroups"]["totalCount"]) == (0, 0)
    assert coverage["measures"][0]["effective"] == {"numerator": 146, "denominator": 146, "value": 1.0}
