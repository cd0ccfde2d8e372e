"""What hangs on a place or an organisation, its own and with all that lies below; parts add up."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.gaps import community_gaps
from graph.analysis.rollup import Counting, descendants, tally
from graph.model import Ref
from graph.snapshot import Snapshot
from tests.districts import HORIZON, districts
from tests.oracle.sheets import Sheets
from tests.recorded import recorded, view
from tests.world import World, world

DISTRICT, TOWN, VILLAGE = Ref("District", "990101"), Ref("Subdistrict", "990101001"), Ref("Community", "990101001001")


def of(built: World | Snapshot, ref: Ref) -> dict[str, tuple[int, int]]:
    """By what is counted: direct and transitive; what there is none of is left out."""
    snapshot = built if isinstance(built, Snapshot) else built.snapshot("2020-02-06")
    found = {counting: tally(snapshot, ref, counting) for counting in Counting}
    return {counting.value: (t.direct, t.transitive) for counting, t in found.items() if t.transitive}


def test_each_level_has_its_own_and_all_that_lies_below() -> None:
    built = world().staffed("001001").community("001002").courtyard("001001001").head("001001001", "书记001001").courtyard("001001002")
    built.community("002001", "2017-01-01..2019-01-01")
    lacking = 1 + 3
    assert of(built, Ref("Courtyard", "990101001001001")) == {"GAPS": (1, 1)}, "nobody links it"
    assert of(built, VILLAGE) == {"CHILDREN": (2, 2), "COURTYARDS": (2, 2), "WORK_GROUPS": (1, 1), "GAPS": (3, 3), "PEOPLE": (1, 1)}
    assert of(built, TOWN) == {
        "CHILDREN": (2, 4),
        "COMMUNITIES": (2, 2),
        "COURTYARDS": (0, 2),
        "WORK_GROUPS": (0, 1),
        "GAPS": (0, lacking),
        "PEOPLE": (2, 3),
    }
    assert of(built, DISTRICT) == {
        "CHILDREN": (2, 6),
        "COMMUNITIES": (0, 2),
        "COURTYARDS": (0, 2),
        "WORK_GROUPS": (0, 1),
        "GAPS": (0, lacking),
        "PEOPLE": (0, 3),
    }


def test_an_organisation_has_its_units_and_what_they_govern() -> None:
    built = world().staffed("001001", "001002", but=["DEPARTMENT_LEADER"])
    office, unit = Ref("Organization", "办事处001"), Ref("Organization", "科室")
    built.unit("科室", "OTHER").post("某人", "科室", "CADRE").post("镇街领导001001", "科室", "CADRE")._join("UNIT_OF", unit, office)
    assert descendants(built.snapshot("2020-02-06"), office) == (unit, TOWN, VILLAGE, Ref("Community", "990101001002"))
    assert of(built, office) == {
        "CHILDREN": (1, 3),
        "COMMUNITIES": (0, 2),
        "WORK_GROUPS": (0, 2),
        "GAPS": (0, 2),
        "PEOPLE": (4, 4 + 1 + 2),
    }, "who has a post in both is one person"
    assert of(built, Ref("Organization", "部门001001")) == {"WORK_GROUPS": (1, 1), "GAPS": (1, 1)}
    assert of(built, Ref("Organization", "居委会001001"))["COMMUNITIES"] == (1, 1)


def test_units_in_a_circle_are_counted_once() -> None:
    built = world().community("001001").unit("甲", "OTHER").unit("乙", "OTHER").post("某人", "乙", "CADRE")
    one, other = Ref("Organization", "甲"), Ref("Organization", "乙")
    built._join("UNIT_OF", one, other)._join("UNIT_OF", other, one)
    assert of(built, one) == {"CHILDREN": (1, 2), "PEOPLE": (0, 1)}
    assert descendants(built.snapshot("2020-02-06"), one) == (other,)


def test_only_what_there_is_on_the_day_counts() -> None:
    built = world().staffed("001001", serves="2019-01-01..2019-06-01").post("镇长", "办事处001", "CADRE", "2019-03-01..")
    before, during, after = (of(built.snapshot(day), TOWN) for day in ("2018-12-31", "2019-05-31", "2019-06-01"))
    assert [day.get("WORK_GROUPS") for day in (before, during, after)] == [None, (0, 1), None]
    assert [day["PEOPLE"][0] for day in (before, during, after)] == [2, 3, 3]


def test_nobody_counts_by_a_date_that_does_not_tell() -> None:
    built = world().unit("局", "DEPARTMENT").post("甲", "局", "DEPT_CADRE", "2020-02..").post("乙", "局", "DEPT_LEADERSHIP", "2019..")
    assert of(built, Ref("Organization", "局")) == {"PEOPLE": (1, 1)}


@settings(max_examples=settings().max_examples // 4)
@given(districts(), st.sampled_from(HORIZON))
def test_the_parts_add_up_to_the_whole(sheets: Sheets, day: date) -> None:
    snapshot = view(recorded(sheets), day).snapshots[0]
    whole = Ref("District", snapshot.district)
    towns = [below for below in descendants(snapshot, whole) if below.kind == "Subdistrict"]
    for counting in (Counting.COMMUNITIES, Counting.WORK_GROUPS, Counting.GAPS):
        parts = [tally(snapshot, town, counting) for town in towns]
        if counting is not Counting.WORK_GROUPS:  # one group may serve communities of two subdistricts
            assert sum(part.transitive for part in parts) == tally(snapshot, whole, counting).transitive
        assert all(part.direct <= part.transitive for part in parts)
    assert tally(snapshot, whole, Counting.COMMUNITIES).transitive == len(snapshot.communities)
    assert tally(snapshot, whole, Counting.GAPS).transitive == sum(map(len, community_gaps(snapshot).values()))
    assert tally(snapshot, whole, Counting.WORK_GROUPS).transitive == len({g for c in snapshot.communities for g in snapshot.groups(c.ref)})
