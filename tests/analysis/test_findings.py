"""What each rule finds in a small district, since when, and as known from when; counts that add up; muted findings counted apart."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from graph.analysis.findings import RULES, Mute, findings
from graph.history import History
from graph.interval import PartialDate
from graph.model import Facts, Link, Ref, Severity
from graph.snapshot import Snapshot
from graph.view import View
from tests.world import World, views, world

DAY = "2020-02-06"


def told(of: World | View, *rules: str, day: str = DAY) -> list[str]:
    """Rule, what it is about, what of it, since when: V14 WorkGroup 001001 张三 2019-01-01."""
    view = of.view(day) if isinstance(of, World) else of
    return [
        " ".join(
            filter(None, (f.rule.name, f.item.subject.kind, f.item.subject.key.removeprefix("990101"), f.item.part, str(f.since or "-")))
        )
        for f in findings(view, rules=rules or None).found
    ]


def unknown(of: World, rule: str, day: str = DAY) -> int:
    (count,) = findings(of.view(day), rules=[rule]).rules
    return count.unknown


def test_a_whole_district_has_no_findings_and_every_rule_looked() -> None:
    found = findings(world().staffed("001001", "001002").courtyard("001001001").head("001001001", "长").links("001001001", "员").view(DAY))
    assert found.found == ()
    assert [count.rule for count in found.rules] == list(RULES)
    idle = {count.rule for count in found.rules if not count.checked}
    assert idle == {"V1", "V12"}


# ---- places


def test_a_community_without_a_group() -> None:
    ended = world().community("001001").group("001001", "2018-01-01..2019-03-01")
    assert told(ended, "NO_GROUP") == ["NO_GROUP Community 001001 2019-03-01"]
    assert told(ended, "NO_GROUP", day="2019-02-28") == []
    assert unknown(world().community("001001").group("001001", "2020-02.."), "NO_GROUP") == 1


def test_a_community_that_has_no_group_before_a_day_that_is_known_to_the_month_only() -> None:
    vague = world().community("001001").group("001001", "2018-01-01..2019-03")
    assert told(vague, "NO_GROUP") == ["NO_GROUP Community 001001 -"]


def test_two_groups_of_a_community_and_two_communities_of_a_group() -> None:
    twice = world().community("001001").group("001001").group("001001", "2019-05-01..", key="other")
    assert told(twice, "TWO_GROUPS") == ["TWO_GROUPS Community 001001 2019-05-01"]
    assert told(twice, "TWO_GROUPS", day="2019-04-30") == []
    both = world().community("001001").community("001002").group("001001", key="g").group("001002", "2019-05-01..", key="g")
    assert told(both, "TWO_COMMUNITIES") == ["TWO_COMMUNITIES WorkGroup g 2019-05-01"]


def test_a_group_that_serves_an_abolished_community() -> None:
    gone = world().community("001001", "2017-01-01..2019-12-01").group("001001")
    assert told(gone) == ["ORPHANED_GROUP WorkGroup 001001 990101001001 2019-12-01"]
    assert told(gone, "ORPHANED_GROUP", day="2019-11-30") == []
    assert unknown(world().community("001001", "2017-01-01..2020-02").group("001001"), "ORPHANED_GROUP") == 1


def test_codes_that_do_not_nest_and_kinds_that_do_not_agree() -> None:
    astray = world().community("001001", kind="VILLAGE").community("002001")
    astray._join("IN_SUBDISTRICT", Ref("Community", "990101002001"), Ref("Subdistrict", "990101001"))
    assert told(astray, "V8", "V9") == ["V8 Community 002001 -", "V9 Community 001001 -"]


# ---- seats


def test_an_empty_seat_breaks_its_level() -> None:
    empty = world().staffed("001001", but=["COMMUNITY_CADRE"]).holder("COMMUNITY_CADRE", "001001", "2018-01-01..2019-07-01")
    assert told(empty) == ["LEVEL_BROKEN Community 001001 COMMUNITY 2019-07-01", "VACANT WorkGroup 001001 COMMUNITY_CADRE 2019-07-01"]
    assert told(empty, day="2019-06-30") == []


def test_a_seat_of_no_minimum_may_be_empty() -> None:
    assert told(world().staffed("001001", but=["SUBDISTRICT_CADRE"])) == []


def test_a_level_rests_on_those_who_are_unverified_only_perhaps() -> None:
    bare = world().staffed("001001", but=["COMMUNITY_CADRE"]).holder("COMMUNITY_CADRE", "001001", holds=None)
    assert told(bare) == ["UNVERIFIED Seat 001001/COMMUNITY_CADRE 书记001001 2018-01-01"]
    assert (unknown(bare, "LEVEL_BROKEN"), unknown(bare, "GHOST")) == (1, 1)


def test_the_district_level_is_broken_without_either_seat() -> None:
    empty = world().staffed("001001", but=["DEPARTMENT_LEADER"])
    assert told(empty, "LEVEL_BROKEN") == ["LEVEL_BROKEN Community 001001 DISTRICT 2018-01-01"]


def test_more_holders_than_a_seat_allows() -> None:
    crowd = world().staffed("001001").post("乙", "区委", "DISTRICT_LEADER").fill("001001", "DISTRICT_LEADER", "乙", "2019-04-01..")
    assert told(crowd) == ["V2 WorkGroup 001001 DISTRICT_LEADER 2019-04-01"]
    late = (
        world()
        .staffed("001001")
        .fill("001001", "DISTRICT_LEADER", "乙", "2019-04-01..")
        .post("乙", "区委", "DISTRICT_LEADER", "2019-06-01..")
    )
    assert told(late, "V2") == ["V2 WorkGroup 001001 DISTRICT_LEADER 2019-06-01"]


def test_one_person_in_two_seats() -> None:
    doubled = world().staffed("001001").fill("001001", "SUBDISTRICT_CADRE", "书记001001", "2019-04-01..2019-09-01")
    assert told(doubled, "V14", day="2019-08-31") == ["V14 WorkGroup 001001 书记001001 2019-04-01"]
    assert told(doubled, "V14") == []


def test_two_heads_of_a_group() -> None:
    heads = world().staffed("001001").fill("001001", "SUBDISTRICT_CADRE", "甲", head=True)
    heads.fill("001001", "COMMUNITY_CADRE", "乙", "2019-04-01..", head=True)
    assert told(heads, "V6") == ["V6 WorkGroup 001001 2019-04-01"]


# ---- holders


def test_a_ghost_beside_its_successor_is_a_finding_all_the_same() -> None:
    beside = world().staffed("001001", but=["COMMUNITY_CADRE"]).holder("COMMUNITY_CADRE", "001001", holds="..2019-03-01")
    beside.post("继任", "居委会001001", "COMMUNITY_SECRETARY", "2019-03-01..").fill("001001", "COMMUNITY_CADRE", "继任", "2019-03-01..")
    assert told(beside) == ["GHOST Seat 001001/COMMUNITY_CADRE 书记001001 2019-03-01"]
    (ghost,) = findings(beside.view(DAY)).found
    assert (
        ghost.account.zh
        == "001001服务群众工作组的“村(社区)干部”书记001001空挂:居委会001001COMMUNITY_SECRETARY一职至 2019-03-01,现由继任担任"
    )
    assert [link.type for link in ghost.account.evidence] == ["FILLS", "HOLDS"]


def test_a_leader_of_another_subdistrict_and_a_post_in_another_unit() -> None:
    astray = world().staffed("001001", but=["SUBDISTRICT_LEADER", "COMMUNITY_CADRE"]).staffed("002001")
    astray.fill("001001", "SUBDISTRICT_LEADER", "镇街领导002001", "2019-01-01..").fill("001001", "COMMUNITY_CADRE", "书记002001")
    assert told(astray, "WRONG_SUBDISTRICT", "WRONG_UNIT", "GHOST") == [
        "WRONG_SUBDISTRICT Seat 001001/SUBDISTRICT_LEADER 镇街领导002001 2019-01-01",
        "WRONG_UNIT Seat 001001/COMMUNITY_CADRE 书记002001 2018-01-01",
    ]


@pytest.mark.parametrize(("day", "found"), [("2019-03-01", False), ("2019-03-02", True), ("2019-03-31", True), ("2019-04-01", False)])
def test_a_post_that_ends_within_thirty_days(day: str, found: bool) -> None:
    ending = world().staffed("001001", but=["COMMUNITY_CADRE"]).holder("COMMUNITY_CADRE", "001001", holds="..2019-04-01")
    expected = ["POST_ENDS Seat 001001/COMMUNITY_CADRE 书记001001 2019-03-02"] if found else []
    assert told(ending, "POST_ENDS", day=day) == expected


def test_a_post_that_ends_is_no_matter_where_another_goes_on_or_the_seat_is_given_up() -> None:
    goes_on = world().staffed("001001", but=["COMMUNITY_CADRE"]).holder("COMMUNITY_CADRE", "001001", holds="..2019-04-01")
    goes_on.post("书记001001", "居委会001001", "COMMUNITY_CADRE", "2019-04-01..")
    gives_up = world().staffed("001001", but=["COMMUNITY_CADRE"])
    gives_up.holder("COMMUNITY_CADRE", "001001", "2018-01-01..2019-04-01", holds="..2019-04-01")
    assert told(goes_on, "POST_ENDS", day="2019-03-20") == told(gives_up, "POST_ENDS", day="2019-03-20") == []


def test_somebody_in_the_books_of_a_group_that_is_no_more() -> None:
    outlived = world().staffed("001001", serves="2018-01-01..2019-06-01").fill("001001", "SUBDISTRICT_CADRE", "甲", "2018-01-01..")
    assert told(outlived, "V4") == ["V4 Seat 001001/SUBDISTRICT_CADRE 甲 2019-06-01"]


def test_who_carries_more_groups_than_the_limit_of_the_day() -> None:
    """Four communities and two leaders: ceil(4/2) + 1 = 3 is not too much, four are."""
    many = world().staffed("001001", "001002", "001003", "001004", but=["DISTRICT_LEADER"]).unit("区委")
    many.post("甲", "区委", "DISTRICT_LEADER").post("乙", "区委", "DISTRICT_LEADER")
    for n, since in enumerate(("2018-01-01", "2018-01-01", "2018-01-01", "2019-05-01"), 1):
        many.fill(f"00100{n}", "DISTRICT_LEADER", "甲", f"{since}..")
    assert told(many, "OVERLOAD") == ["OVERLOAD Person 甲 DISTRICT_LEADER 2019-05-01"]
    assert told(many, "OVERLOAD", day="2019-04-30") == []
    (count,) = findings(many.view(DAY), rules=["OVERLOAD"]).rules
    assert count.checked == 2 + 4 * 4
    (found,) = findings(many.view(DAY), rules=["OVERLOAD"]).found
    assert found.account.zh == "甲作为“在职区级领导”联系 4 个工作组,上限 3 个"
    assert len(found.account.evidence) == 4


# ---- courtyards


def test_courtyards_without_a_head_a_member_or_a_term() -> None:
    yards = world().staffed("001001").courtyard("001001001").courtyard("001001002").courtyard("001001003", kind="ESTATE")
    yards.head("001001002", "长", "2018-01-01..", term_end="2019-08-01").links("001001002", "员", "..2019-09-01")
    assert told(yards) == [
        "NO_HEAD Courtyard 001001001 2017-01-01",
        "TERM_EXPIRED Courtyard 001001002 2019-08-01",
        "NO_LINKING_MEMBER Courtyard 001001001 2017-01-01",
        "NO_LINKING_MEMBER Courtyard 001001002 2019-09-01",
    ]
    assert "TERM_EXPIRED" not in "".join(told(yards, day="2019-07-31"))


def test_two_heads_of_a_courtyard_and_one_before_the_election() -> None:
    yards = world().staffed("001001").courtyard("001001001").links("001001001", "员")
    yards.head("001001001", "甲", "2018-01-01..").head("001001001", "乙", "2019-05-01..")
    assert told(yards) == ["V7 Courtyard 001001001 2019-05-01"]
    early = world().staffed("001001").courtyard("001001001").links("001001001", "员").head("001001001", "甲", "2019-01-01..")
    early._links[-1] = replace(early._links[-1], properties={"electedOn": date(2019, 2, 1)})
    assert told(early) == ["V7_ELECTION Courtyard 001001001 甲 2019-01-01"]


# ---- the record


def test_a_span_that_ends_before_it_begins() -> None:
    empty = world().staffed("001001").fill("001001", "SUBDISTRICT_CADRE", "甲", "2019-05-01..2019-05-01")
    (found,) = findings(empty.view(DAY)).found
    assert (found.rule.name, found.item.subject, found.since) == ("V1", Ref("Person", "甲"), None)
    assert found.account.zh == "甲在席的起始 2019-05-01 不早于终止 2019-05-01"


def test_circles_and_namesakes() -> None:
    circle = world().unit("甲").unit("乙").unit("丙").succeeded("甲", "乙", "2019-01-01..").succeeded("乙", "甲", "2019-03-01..")
    circle.succeeded("乙", "丙", "2019-03-01..").person("张三")._node(Ref("Person", "p2"), name="张三").community("001001").staffed(
        "001001"
    )
    assert told(circle) == [
        "V12 Organization 乙 SUCCEEDED_BY 2019-03-01",
        "V12 Organization 甲 SUCCEEDED_BY 2019-03-01",
        "DUPLICATE_PERSON Person p2 -",
        "DUPLICATE_PERSON Person 张三 -",
    ]


# ---- counts, places, mutes


def everything_wrong() -> World:
    """Two subdistricts with a bit of everything."""
    bad = world().staffed("001001", "002001").community("001002").community("001003", "2017-01-01..2019-12-01").group("001003")
    bad.staffed("001004", but=["COMMUNITY_CADRE", "SUBDISTRICT_LEADER"]).holder("COMMUNITY_CADRE", "001004", holds="..2019-03-01")
    bad.fill("001004", "SUBDISTRICT_LEADER", "镇街领导002001").fill("002001", "SUBDISTRICT_CADRE", "书记002001")
    bad.courtyard("002001001").courtyard("001001001").head("001001001", "长", "2018..", term_end="2020").links("001001001", "员")
    return bad.staffed("001005", but=["DISTRICT_LEADER"]).holder("DISTRICT_LEADER", "001005", holds=None)


def test_what_was_checked_is_the_sum_of_its_parts_for_every_rule_and_every_place() -> None:
    view = everything_wrong().view(DAY)
    whole = findings(view)
    key = whole.found[0].key
    muted = findings(view, mutes={key: Mute("审计组", "已约定整改", date(2020, 3, 1))})
    for counts in (whole.rules, muted.rules):
        assert all(c.checked == c.passed + c.found + c.muted + c.unknown for c in counts)
    parts = [{c.rule: c for c in findings(view, within=[f"99010100{n}"]).rules} for n in (1, 2)]
    of_communities = {"NO_GROUP", "LEVEL_BROKEN", "V2", "GHOST", "NO_HEAD", "VACANT", "TERM_EXPIRED", "NO_LINKING_MEMBER", "UNVERIFIED"}
    for count in (c for c in whole.rules if c.rule in of_communities):
        told_ = [(part[count.rule].checked, part[count.rule].found, part[count.rule].unknown) for part in parts]
        assert tuple(map(sum, zip(*told_, strict=True))) == (count.checked, count.found, count.unknown), count.rule


def test_a_muted_finding_is_counted_apart_until_its_day() -> None:
    bad = everything_wrong()
    first = findings(bad.view(DAY)).found[0]
    mutes = {first.key: Mute("审计组", "已约定整改", date(2020, 2, 7))}

    def split(day: str) -> tuple[int, int, int, int]:
        view = bad.view(day, today=date(2020, 12, 31))
        (count,) = findings(view, rules=[first.rule.name], mutes=mutes).rules
        shown, hidden = (findings(view, rules=[first.rule.name], muted=m, mutes=mutes).found for m in (False, True))
        return count.found, count.muted, len(shown), len(hidden)

    found = split("2020-02-07")[0]
    assert (split("2020-02-06"), split("2020-02-07")) == ((found - 1, 1, found - 1, 1), (found, 0, found, 0))
    assert findings(bad.view(DAY), muted=True, mutes=mutes).found[0].mute == mutes[first.key]


def test_rules_and_severities_choose_and_errors_come_first() -> None:
    view = everything_wrong().view(DAY)
    severities = [f.rule.severity for f in findings(view).found]
    assert severities == sorted(severities, key=list(Severity).index)
    assert len(set(severities)) > 1
    assert {c.severity for c in findings(view, severities=[Severity.WARN]).rules} == {Severity.WARN}
    assert [c.rule for c in findings(view, rules=["GHOST", "NO_GROUP"], severities=[Severity.WARN]).rules] == ["GHOST"]


def test_several_districts_are_counted_together() -> None:
    two = views(world("990101").community("001001"), world("990202").community("001001"))
    assert [f.key for f in findings(two, rules=["NO_GROUP"]).found] == [
        f"NO_GROUP:{code}:Community:{code}001001" for code in ("990101", "990202")
    ]
    (count,) = findings(two, within=["990202"], rules=["NO_GROUP"]).rules
    assert (count.checked, count.found) == (1, 1)


# ---- identity


def keys(view: View) -> set[str]:
    return {f.key for f in findings(view).found}


def shuffled(facts: Facts, seed: int) -> Facts:
    rng = Random(seed)

    def mixed(values: Iterable[Link]) -> tuple[Link, ...]:
        return tuple(rng.sample(list(values), len(list(values))))

    return replace(facts, actors=tuple(rng.sample(facts.actors, len(facts.actors))), links=mixed(facts.links))


@pytest.mark.parametrize("seed", range(5))
def test_shuffled_facts_give_the_same_findings_in_the_same_order(seed: int) -> None:
    facts, day = everything_wrong().facts(), date(2020, 2, 6)
    orders = []
    for given in (facts, shuffled(facts, seed)):
        view = replace(everything_wrong().view(DAY), snapshots=(Snapshot(History(given), day),))
        orders.append([(f.key, f.since, f.first_seen, f.account.zh) for f in findings(view).found])
    assert orders[0] == orders[1]


def test_a_key_lasts_from_the_first_day_to_the_last_of_its_finding_and_not_a_day_more() -> None:
    bad = everything_wrong()
    for found in findings(bad.view(DAY)).found:
        if found.since is not None and found.since.anchor > date(2017, 1, 1):
            since = found.since.anchor
            before = date.fromordinal(since.toordinal() - 1)
            assert found.key in keys(bad.view(since.isoformat()))
            assert found.key not in keys(bad.view(before.isoformat()))


# ---- as known


def first_seen(of: World, *rules: str) -> list[str]:
    return [f"{f.rule.name} {f.first_seen:%Y-%m-%d}" for f in findings(of.view(DAY), rules=rules or None).found]


def test_a_ghost_is_seen_from_the_moment_the_end_of_the_post_is_known() -> None:
    late = world().staffed("001001", but=["COMMUNITY_CADRE"]).fill("001001", "COMMUNITY_CADRE", "书记001001")
    late.holder("COMMUNITY_CADRE", "001001", fills=None).retracted("2019-05-01").recorded("2019-05-01")
    late.post("书记001001", "居委会001001", "COMMUNITY_SECRETARY", "..2019-03-01")
    assert told(late, "GHOST") == ["GHOST Seat 001001/COMMUNITY_CADRE 书记001001 2019-03-01"]
    assert first_seen(late, "GHOST") == ["GHOST 2019-05-01"]


def test_a_ghost_by_a_change_of_the_post_is_one_from_that_day_and_seen_from_the_moment_that_it_is_known() -> None:
    w = world().recorded("2018-01-01").staffed("001001").recorded("2019-06-01")
    w.changed("Post", "部门001001/DEPT_LEADERSHIP", "rank", "DEPT_LEADERSHIP", "CADRE", "2019-03-01")
    assert told(w, "GHOST") == ["GHOST Seat 001001/DEPARTMENT_LEADER 部门领导001001 2019-03-01"]
    assert first_seen(w, "GHOST") == ["GHOST 2019-06-01"]


def test_a_group_is_missed_from_the_moment_that_its_end_is_known() -> None:
    """The end of a life is a change of the thing itself, which no link tells."""
    w = world().recorded("2018-01-01").staffed("001001").recorded("2019-06-01")
    w.changed("WorkGroup", w.code("001001"), "until", None, PartialDate.day(date(2019, 3, 1)), "2019-03-01")
    assert told(w, "NO_GROUP") == ["NO_GROUP Community 001001 2019-03-01"]
    assert first_seen(w, "NO_GROUP") == ["NO_GROUP 2019-06-01"]


def test_a_finding_that_was_away_for_a_time_is_seen_from_its_return() -> None:
    came_back = world().recorded("2018-01-01").community("001001").recorded("2018-06-01").group("001001").retracted("2019-02-01")
    assert first_seen(came_back, "NO_GROUP") == ["NO_GROUP 2019-02-01"]
    never = world().recorded("2018-01-01").community("001001")
    assert first_seen(never, "NO_GROUP") == ["NO_GROUP 2018-01-01"]


def test_facts_about_others_do_not_move_the_first_moment() -> None:
    other = world().recorded("2018-01-01").community("001001").recorded("2019-01-01").staffed("001002")
    assert first_seen(other, "NO_GROUP") == ["NO_GROUP 2018-01-01"]


def test_the_first_moment_is_that_from_which_the_whole_audit_shows_it() -> None:
    """Against the audit of the whole district as known just before and just after."""
    bad = world().recorded("2018-01-01").staffed("001001").recorded("2018-05-01").community("001002")
    bad.recorded("2018-06-01").fill("001001", "COMMUNITY_CADRE", "书记001001x").recorded("2018-07-01")
    bad.post("书记001001x", "居委会001001", "COMMUNITY_CADRE", "..2019-01-01")
    bad.recorded("2018-08-01").rule(DISTRICT_LEADER=(1, 1), COMMUNITY_CADRE=(1, 2), SUBDISTRICT_LEADER=(1, 1))
    bad.recorded("2018-09-01").courtyard("001001001").head("001001001", "长", term_end="2019-09-01")
    found = findings(bad.view(DAY)).found
    assert {f.rule.name for f in found} >= {"NO_GROUP", "GHOST", "TERM_EXPIRED", "NO_LINKING_MEMBER"}
    for finding in found:
        at = finding.first_seen
        before = at - timedelta(microseconds=1)
        then = findings(bad.view(DAY).reopen(date(2020, 2, 6), at)).found
        assert [f.first_seen for f in then if f.key == finding.key] == [at]
        assert finding.key not in keys(bad.view(DAY).reopen(date(2020, 2, 6), before))


def test_a_load_that_is_too_much_only_if_an_undecided_date_turns_out_so() -> None:
    def carrying(third: str) -> World:
        out = world().unit("区委", "PARTY_COMMITTEE")
        for person in ("甲", "乙", "丙"):
            out.post(person, "区委", "DISTRICT_LEADER")
        for code, since in (("001001", "2018-01-01.."), ("001002", "2018-01-01.."), ("001003", third)):
            out.community(code).group(code).fill(code, "DISTRICT_LEADER", "甲", since)
        return out

    assert told(carrying("2019-05-01.."), "OVERLOAD") == ["OVERLOAD Person 甲 DISTRICT_LEADER 2019-05-01"]
    assert (told(carrying("2020-02.."), "OVERLOAD"), unknown(carrying("2020-02.."), "OVERLOAD")) == ([], 1)
    assert unknown(carrying("2020-03.."), "OVERLOAD") == 0
