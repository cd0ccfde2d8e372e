"""Coverage of small districts, as whole answers."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph.snapshot
from graph.analysis.coverage import coverage, linkage, linked
from graph.analysis.measures import Ratio
from graph.analysis.terms import Basis, CoverageGroupBy, CoverageKpi, Strictness
from graph.errors import UnknownDivision
from graph.history import History
from graph.model import Link, Ref
from graph.qualification import Verdict, verdict
from graph.vocabulary import SeatKind
from tests.analysis.reading import codes, fraction, name, rates
from tests.world import DISTRICT, World, views, world

C1, C2, C3 = "001001", "001002", "101201"
LEADER, DEPARTMENT, SUBDISTRICT, CADRE, LOCAL = SeatKind
PEOPLE = ("POPULATION_LINKAGE LENIENT", "POPULATION_LINKAGE STRICT")


def covered(books: World, day: str = "2019-06-30") -> dict[str, str]:
    """The rates of a day but those of people."""
    return {key: text for key, text in rates(coverage(books.view(day))).items() if not key.startswith("POPULATION")}


def alike(effective: str, nominal: str | None = None, upper: str | None = None, **other: str) -> dict[str, str]:
    """The rows of the usual rule, all the same but for some; those without a nominal rate have none."""
    text = f"{nominal or effective}, {effective}, {upper or effective}"
    rows = dict.fromkeys(ROWS, text)
    rows |= dict.fromkeys(("GROUP", "FULL_COMPOSITION"), f"-, {effective}, {upper or effective}")
    return rows | {key.replace("__", " "): value for key, value in other.items()}


ROWS = (
    "GROUP",
    "SEAT DISTRICT_LEADER",
    "SEAT DEPARTMENT_LEADER",
    "SEAT SUBDISTRICT_LEADER",
    "SEAT COMMUNITY_CADRE",
    "LEVEL DISTRICT LENIENT",
    "LEVEL DISTRICT STRICT",
    "LEVEL SUBDISTRICT",
    "LEVEL COMMUNITY",
    "LINKAGE LENIENT",
    "LINKAGE STRICT",
    "FULL_COMPOSITION",
)


# ---- who is in the denominator


def test_a_district_that_is_complete() -> None:
    answer = coverage(world().staffed(C1, C2).view("2019-06-30"))
    assert (answer.date, answer.within, answer.communities, answer.breakdown) == (date(2019, 6, 30), None, 2, ())
    assert [name(m) for m in answer.measures] == [*ROWS, *PEOPLE, "COURTYARD", "MEMBER_LINKAGE", "GHOST", "DATA_QUALITY"]
    assert covered(world().staffed(C1, C2)) == alike("2/2")


def test_without_communities_a_rate_has_no_value() -> None:
    answer = coverage(world().staffed(C1).view("2016-12-31"))
    assert {fraction(m.effective) for m in answer.measures} == {"0/0"}
    assert {m.effective.value for m in answer.measures} == {None}


def test_a_community_counts_from_its_first_day_and_leaves_on_its_last() -> None:
    books = world().staffed(C1).community(C2, "2019-03-01..2019-05-01")
    groups = [covered(books, day)["GROUP"] for day in ("2019-02-28", "2019-03-01", "2019-04-30", "2019-05-01")]
    assert groups == ["-, 1/1, 1/1", "-, 1/2, 1/2", "-, 1/2, 1/2", "-, 1/1, 1/1"]


def test_a_community_of_unknown_start_is_left_out_and_counted() -> None:
    books = world().staffed(C1).community(C2, "?2020-01-01..")
    assert covered(books)["GROUP"] == "-, 1/1 UNKNOWN_START:1, 1/1 UNKNOWN_START:1"
    assert coverage(books.view("2019-06-30")).communities == 1


def test_scope_counts_each_community_once() -> None:
    books = world().staffed(C1).community(C2).community(C3)
    view = books.view("2019-06-30")
    scopes: dict[str, list[str]] = {"1/3": [DISTRICT], "1/2": [DISTRICT + "001", DISTRICT + C1], "0/1": [DISTRICT + C3]}
    assert {key: fraction(coverage(view, codes).measures[0].effective) for key, codes in scopes.items()} == {k: k for k in scopes}
    with pytest.raises(UnknownDivision):
        coverage(view, [DISTRICT, DISTRICT + "999"])


# ---- who counts as a holder


def test_a_ghost_counts_on_paper_only() -> None:
    books = world().staffed(C1, but=[SUBDISTRICT]).holder(SUBDISTRICT, C1, holds="..2019-03-01")
    half = "1/1, 0/1, 0/1"
    broken = {"SEAT__SUBDISTRICT_LEADER": half, "LEVEL__SUBDISTRICT": half, "LINKAGE__LENIENT": half, "LINKAGE__STRICT": half}
    assert covered(books, "2019-02-28") == alike("1/1")
    assert covered(books, "2019-03-01") == alike("1/1", **broken, FULL_COMPOSITION="-, 0/1, 0/1")


def test_a_vacant_seat_counts_nowhere() -> None:
    none = "0/1, 0/1, 0/1"
    assert covered(world().staffed(C1, but=[LOCAL])) == alike(
        "1/1",
        SEAT__COMMUNITY_CADRE=none,
        LEVEL__COMMUNITY=none,
        LINKAGE__LENIENT=none,
        LINKAGE__STRICT=none,
        FULL_COMPOSITION="-, 0/1, 0/1",
    )


def test_an_empty_group_is_a_group() -> None:
    rows = covered(world().staffed(C1, but=list(SeatKind)))
    assert rows == alike("0/1", GROUP="-, 1/1, 1/1")


def test_the_district_is_met_by_one_of_two_leniently_and_by_both_strictly() -> None:
    none = "0/1, 0/1, 0/1"
    assert covered(world().staffed(C1, but=[DEPARTMENT])) == alike(
        "1/1",
        SEAT__DEPARTMENT_LEADER=none,
        LEVEL__DISTRICT__STRICT=none,
        LINKAGE__STRICT=none,
        FULL_COMPOSITION="-, 0/1, 0/1",
    )


def test_an_unverified_holder_lifts_the_upper_bound() -> None:
    books = world().staffed(C1, but=[LOCAL]).holder(LOCAL, C1, holds=None)
    perhaps = "1/1, 0/1, 1/1"
    assert covered(books) == alike(
        "1/1",
        SEAT__COMMUNITY_CADRE=perhaps,
        LEVEL__COMMUNITY=perhaps,
        LINKAGE__LENIENT=perhaps,
        LINKAGE__STRICT=perhaps,
        FULL_COMPOSITION="-, 0/1, 1/1",
    )


def test_a_post_of_coarse_date_is_undecided_and_stays_in_the_denominator() -> None:
    books = world().staffed(C1, but=[LOCAL]).holder(LOCAL, C1, holds="2019-06..")
    perhaps = "1/1, 0/1 COARSE_DATE:1, 1/1"
    assert covered(books, "2019-06-15") == alike(
        "1/1",
        SEAT__COMMUNITY_CADRE=perhaps,
        LEVEL__COMMUNITY=perhaps,
        LINKAGE__LENIENT=perhaps,
        LINKAGE__STRICT=perhaps,
        FULL_COMPOSITION="-, 0/1 COARSE_DATE:1, 1/1",
    )
    assert covered(books, "2019-06-30") == alike("1/1")


def test_a_filling_of_coarse_date_is_on_paper_only_when_decided() -> None:
    books = world().staffed(C1, but=[LOCAL]).holder(LOCAL, C1, fills="2019-06..")
    seats = [covered(books, day)["SEAT COMMUNITY_CADRE"] for day in ("2019-05-31", "2019-06-15", "2019-06-30")]
    assert seats == ["0/1, 0/1, 0/1", "0/1 COARSE_DATE:1, 0/1 COARSE_DATE:1, 1/1", "1/1, 1/1, 1/1"]


def test_a_group_of_coarse_date_covers_at_best() -> None:
    books = world().staffed(C1, serves="2019-06..")
    either = "0/1 COARSE_DATE:1"
    assert covered(books, "2019-06-15") == alike(either, upper="1/1")
    assert covered(books, "2019-06-30") == alike("1/1")


def test_a_hand_over_day_has_one_holder() -> None:
    books = world().staffed(C1, but=[LEADER]).holder(LEADER, C1, fills="2018-01-01..2019-03-01")
    books.fill(C1, LEADER, "后任", "2019-03-01..").post("后任", "区委", "DISTRICT_LEADER", "2019-03-01..")
    assert [covered(books, day) for day in ("2019-02-28", "2019-03-01")] == [alike("1/1")] * 2


# ---- composition


def test_one_person_in_two_seats_is_one_level() -> None:
    books = world().staffed(C1, but=[DEPARTMENT]).fill(C1, DEPARTMENT, f"区领导{C1}")
    books.post(f"区领导{C1}", f"部门{C1}", "DEPT_LEADERSHIP")
    none = "0/1, 0/1, 0/1"
    assert covered(books) == alike("1/1", LEVEL__DISTRICT__STRICT=none, LINKAGE__STRICT=none, FULL_COMPOSITION="-, 0/1, 0/1")


def test_who_sits_twice_beside_another_leaves_the_levels_whole() -> None:
    books = world().staffed(C1).fill(C1, LOCAL, f"镇街领导{C1}").post(f"镇街领导{C1}", f"居委会{C1}", "COMMUNITY_CADRE")
    assert covered(books) == alike("1/1", FULL_COMPOSITION="-, 0/1, 0/1")


def test_two_seats_on_paper_break_the_composition_even_where_one_is_empty_in_effect() -> None:
    books = world().staffed(C1).fill(C1, CADRE, f"书记{C1}")
    assert covered(books) == alike("1/1", FULL_COMPOSITION="-, 0/1, 0/1")


def test_too_many_holders_break_the_composition_only_in_effect() -> None:
    books = world().staffed(C1).fill(C1, LEADER, "前任").post("前任", "区委", "DISTRICT_LEADER", "..2019-03-01")
    assert covered(books, "2019-02-28") == alike("1/1", FULL_COMPOSITION="-, 0/1, 0/1")
    assert covered(books, "2019-03-01") == alike("1/1")


def test_levels_spread_over_two_groups_do_not_count() -> None:
    books = world().staffed(C1, but=[LOCAL]).group(C1, key="第二组").fill("第二组", LOCAL, "干事")
    books.unit("居委会", governs=C1).post("干事", "居委会", "COMMUNITY_CADRE")
    none = "0/1, 0/1, 0/1"
    assert covered(books) == alike("1/1", LINKAGE__LENIENT=none, LINKAGE__STRICT=none, FULL_COMPOSITION="-, 0/1, 0/1")


def test_a_second_group_without_anybody_does_no_harm() -> None:
    assert covered(world().staffed(C1).group(C1, key="第二组")) == alike("1/1")


# ---- the rule of the day


def test_only_required_seats_and_levels_have_rows() -> None:
    books = world().staffed(C1).rule(DISTRICT_LEADER=(0, 1), SUBDISTRICT_CADRE=(1, None), COMMUNITY_CADRE=(1, None))
    assert list(covered(books)) == [
        "GROUP",
        "SEAT SUBDISTRICT_CADRE",
        "SEAT COMMUNITY_CADRE",
        "LEVEL SUBDISTRICT",
        "LEVEL COMMUNITY",
        "LINKAGE LENIENT",
        "LINKAGE STRICT",
        "FULL_COMPOSITION",
    ]
    assert covered(books)["LINKAGE STRICT"] == "1/1, 1/1, 1/1"


def test_the_subdistrict_is_its_leader_where_both_are_required() -> None:
    books = world().staffed(C1, but=[CADRE]).rule(SUBDISTRICT_LEADER=(1, 1), SUBDISTRICT_CADRE=(1, None))
    rows = covered(books)
    assert (rows["SEAT SUBDISTRICT_CADRE"], rows["LEVEL SUBDISTRICT"], rows["LINKAGE STRICT"]) == (
        "0/1, 0/1, 0/1",
        "1/1, 1/1, 1/1",
        "1/1, 1/1, 1/1",
    )
    assert rows["FULL_COMPOSITION"] == "-, 0/1, 0/1"


def test_a_minimum_of_two_asks_for_two_people() -> None:
    books = world().staffed(C1).rule("..2019-03-01", COMMUNITY_CADRE=(1, None)).rule("2019-03-01..", COMMUNITY_CADRE=(2, None))
    seats = [covered(books, day)["SEAT COMMUNITY_CADRE"] for day in ("2019-02-28", "2019-03-01")]
    assert seats == ["1/1, 1/1, 1/1", "0/1, 0/1, 0/1"]
    books.fill(C1, LOCAL, "委员").post("委员", f"居委会{C1}", "COMMUNITY_CADRE")
    assert covered(books, "2019-03-01")["SEAT COMMUNITY_CADRE"] == "1/1, 1/1, 1/1"


def test_two_districts_each_by_its_own_rule() -> None:
    one = world().staffed(C1)
    other = World("990202").rule(COMMUNITY_CADRE=(1, None)).community(C1)
    answer = coverage(views(one, other, day="2019-06-30"), group_by=CoverageGroupBy.DISTRICT)
    assert rates(answer, CoverageKpi.GROUP, CoverageKpi.LEVEL) == {
        "GROUP": "-, 1/2, 1/2",
        "LEVEL DISTRICT LENIENT": "1/1, 1/1, 1/1",
        "LEVEL DISTRICT STRICT": "1/1, 1/1, 1/1",
        "LEVEL SUBDISTRICT": "1/1, 1/1, 1/1",
        "LEVEL COMMUNITY": "1/2, 1/2, 1/2",
    }
    assert [(group.key, group.communities) for group in answer.breakdown] == [(DISTRICT, 1), ("990202", 1)]


# ---- lists, people, parts


def test_both_sides_are_named() -> None:
    books = world().staffed(C1).staffed(C2, but=[LOCAL]).holder(LOCAL, C2, holds=None).community(C3)
    strict = next(m for m in coverage(books.view("2019-06-30")).measures if name(m) == "LINKAGE STRICT")
    assert codes(strict) == ([C1], [C2, C3])
    assert [c.key[6:] for c in strict.covered(Basis.NOMINAL)] == [C1, C2]
    assert [c.key[6:] for c in strict.missing(Basis.NOMINAL)] == [C3]
    assert strict.paper_gap == Ratio(1, 3)


def test_a_measure_of_one_reading_names_the_same_on_either_basis() -> None:
    group = coverage(world().staffed(C1).community(C2).view("2019-06-30")).measures[0]
    assert group.covered(Basis.NOMINAL) == group.covered() == (Ref("Community", DISTRICT + C1),)
    assert group.paper_gap is None


def test_people_are_counted_where_their_number_is_known() -> None:
    books = world().community(C1, population=300).community(C2, population=100).community(C3).staffed(C1, C3)
    rows = rates(coverage(books.view("2019-06-30")), CoverageKpi.POPULATION_LINKAGE)
    assert rows == {key: ", ".join(["300/400 NO_POPULATION:1"] * 3) for key in PEOPLE}


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        (CoverageGroupBy.DISTRICT, {DISTRICT: "1/3 UNKNOWN_START:1"}),
        (CoverageGroupBy.SUBDISTRICT, {DISTRICT + "001": "1/2", DISTRICT + "101": "0/1 UNKNOWN_START:1"}),
        (
            CoverageGroupBy.COMMUNITY,
            {DISTRICT + C1: "1/1", DISTRICT + C2: "0/1", DISTRICT + C3: "0/1", f"{DISTRICT}101202": "0/0 UNKNOWN_START:1"},
        ),
        (CoverageGroupBy.PLACE_KIND, {"COMMUNITY": "1/2", "VILLAGE": "0/1 UNKNOWN_START:1"}),
    ],
)
def test_a_breakdown_adds_up_to_the_whole(by: CoverageGroupBy, keys: dict[str, str]) -> None:
    books = world().staffed(C1).community(C2).community(C3).community("101202", "?2020-01-01..")
    answer = coverage(books.view("2019-06-30"), group_by=by)
    assert {g.key: fraction(g.measures[0].effective) for g in answer.breakdown} == keys
    for position, whole in enumerate(answer.measures):
        parts = [group.measures[position].effective for group in answer.breakdown]
        assert (sum(p.numerator for p in parts), sum(p.denominator for p in parts)) == (
            whole.effective.numerator,
            whole.effective.denominator,
        )


def test_a_part_is_a_place_where_it_is_one() -> None:
    view = world().staffed(C1).view("2019-06-30")
    places = [coverage(view, group_by=by).breakdown[0].place for by in CoverageGroupBy]
    refs = [("District", DISTRICT), ("Subdistrict", DISTRICT + "001"), ("Community", DISTRICT + C1)]
    assert places == [*(Ref(*ref) for ref in refs), None]


def test_the_linkage_of_one_place() -> None:
    view = world().staffed(C1).staffed(C2, but=[DEPARTMENT]).view("2019-06-30")
    asked = [(DISTRICT, Strictness.STRICT), (DISTRICT, Strictness.LENIENT), (DISTRICT + C2, Strictness.STRICT)]
    assert [linkage(view, code, strictness).value for code, strictness in asked] == [0.5, 1.0, 0.0]
    snapshot = view.snapshots[0]
    assert [linked(snapshot, Ref("Community", DISTRICT + c)) for c in (C1, C2, C3)] == [True, False, False]


def test_the_linkage_on_paper_counts_ghosts() -> None:
    view = world().staffed(C1, but=[LOCAL]).holder(LOCAL, C1, holds="..2019-03-01").view("2019-06-30")
    assert [linkage(view, DISTRICT, basis=basis) for basis in Basis] == [Ratio(1, 1), Ratio(0, 1)]


def test_as_known_before_a_fact_was_recorded() -> None:
    books = world().community(C1).recorded("2019-08-01").staffed(C1)
    view = books.view("2019-06-30")
    assert [coverage(v).measures[0].effective.numerator for v in (view, view.as_of(view.day, datetime(2019, 7, 31, tzinfo=UTC)))] == [1, 0]


# ---- promises that hold in every district

HELD = st.sampled_from(("", "..2019-03-01", "2019-06..", None))
FILLED = st.sampled_from(("2018-01-01..", "2018-01-01..2019-06-15", "2019-06..", None))
HOLDERS = st.fixed_dictionaries({kind: st.tuples(FILLED, HELD) for kind in SeatKind})


@given(st.lists(st.none() | HOLDERS, min_size=1, max_size=3))
def test_no_rate_is_out_of_its_bounds(districts: list[dict[SeatKind, tuple[str | None, str | None]] | None]) -> None:
    books = world()
    for number, seats in enumerate(districts):
        code = f"001{number + 1:03}"
        books.community(code)
        if seats is not None:
            books.staffed(code, but=list(SeatKind))
            for kind, (fills, holds) in seats.items():
                books.holder(kind, code, fills, holds)
    rows = {name(m): m for m in coverage(books.view("2019-06-15")).measures}
    for measure in rows.values():
        assert measure.effective.numerator <= measure.upper_bound.numerator <= measure.upper_bound.denominator
        assert measure.paper_gap is None or measure.paper_gap.numerator >= 0
    chain = [rows[key].effective.numerator for key in ("FULL_COMPOSITION", "LINKAGE STRICT", "LINKAGE LENIENT", "GROUP")]
    assert chain == sorted(chain)


def test_each_holder_is_judged_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: Counter[str] = Counter()

    def judge(history: History, filling: Link, *of: Any) -> Verdict:
        judged[filling.id] += 1
        return verdict(history, filling, *of)

    monkeypatch.setattr(graph.snapshot, "verdict", judge)
    books = world().staffed(*(f"{town:03}{number:03}" for town in range(1, 15) for number in range(1, 12)))
    answer = coverage(books.view("2019-06-30"), group_by=CoverageGroupBy.SUBDISTRICT)
    (composition,) = [m for m in answer.measures if m.kpi is CoverageKpi.FULL_COMPOSITION]
    assert (answer.communities, composition.effective.value) == (154, 1.0)
    assert (len(judged), set(judged.values())) == (154 * 5, {1})
