"""Which unit a name means: names as compared, divisions by all their spellings, former names."""

from datetime import UTC, date, datetime

import pytest

from graph.actions.drafting import Draft, Stamp
from graph.actions.units import Names, short_name
from graph.model import Ref, Source
from tests.world import DISTRICT, World

NOW = datetime(2020, 2, 6, tzinfo=UTC)


def draft(world: World) -> Draft:
    return Draft(world.history(), Stamp(NOW, "now"))


def named(*places: tuple[str, str], district: str = "南湖区") -> Draft:
    """A draft with these divisions by code and name."""
    made = draft(World())
    made.change(Ref("District", DISTRICT), "name", district, None, Source("test"))
    for code, name in places:
        label = "Subdistrict" if len(code) == 3 else "Community"
        ref = Ref(label, DISTRICT + code)
        made.ensure(ref, Source("test"), {"name": name})
        if label == "Community":
            made.put("IN_SUBDISTRICT", ref.key, ref, Ref("Subdistrict", ref.key[:9]), Source("test"))
    return made


PLACES = (
    ("001", "东坪街道"),
    ("101", "东坪镇"),
    ("001001", "水塔社区居民委员会"),
    ("101201", "大坪村村民委员会"),
    ("001208", "大坪村村民委员会"),
    ("101202", "龙井村委会"),
    ("101203", "新桥社区村委会"),
)


def meant(name: str) -> set[str]:
    return {ref.key.removeprefix(DISTRICT) for ref in Names(named(*PLACES)).places(name)}


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("水塔社区居民委员会", "水塔社区"),
        ("水塔社区居委会", "水塔社区"),
        ("大坪村村民委员会", "大坪村"),
        ("大坪村委会", "大坪村"),
        ("龙井村民委员会", "龙井村"),
        ("新桥社区村委会", "新桥社区"),
        ("水塔社区", "水塔社区"),
        ("居委会", "居委会"),
    ],
)
def test_short_names(full: str, short: str) -> None:
    assert short_name(full) == short


@pytest.mark.parametrize(
    "name",
    [
        "民政局",
        "区民政局",
        "南湖区民政局",
        "某市南湖区民政局",
        "重庆市南湖区民政局",
        "重庆南湖区民政局",
        "浙江省杭州市南湖区民政局",
        "重庆市民政局",
    ],
)
def test_leading_names_of_province_city_and_district_do_not_count(name: str) -> None:
    assert Names(named()).canonical(name) == "民政局"


@pytest.mark.parametrize(
    ("spellings", "compared"),
    [
        (("区委", "南湖区委", "中共南湖区委", "中国共产党重庆市南湖区委"), "区委"),
        (("区委组织部", "中共重庆市南湖区委组织部"), "区委组织部"),
        (("市场监管局", "区市场监管局", "南湖区市场监管局"), "市场监管局"),
        (("市政园林局", "区市政园林局"), "市政园林局"),
        (("区政府", "南湖区政府"), "政府"),
        (("北京路社区居委会",), "北京路社区居委会"),
        (("重庆市委组织部",), "重庆市委组织部"),
        (("民 政 局", "民政局"), "民政局"),
    ],
)
def test_spellings_of_one_unit(spellings: tuple[str, ...], compared: str) -> None:
    names = Names(named())
    assert {names.canonical(name) for name in spellings} == {compared}


def test_a_district_of_unknown_name_leaves_names_as_they_are() -> None:
    assert Names(named(district=DISTRICT)).canonical("南湖区民政局") == "南湖区民政局"


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("水塔社区", {"001001"}),
        ("水塔社区居委会", {"001001"}),
        ("水塔社区居民委员会", {"001001"}),
        ("水塔社区党委", {"001001"}),
        ("东坪街道水塔社区", {"001001"}),
        ("南湖区东坪街道水塔社区居委会", {"001001"}),
        ("大坪村", {"101201", "001208"}),
        ("大坪村委会", {"101201", "001208"}),
        ("东坪镇大坪村", {"101201"}),
        ("东坪街道大坪村村委会", {"001208"}),
        ("龙井村", {"101202"}),
        ("东坪街道", {"001"}),
        ("东坪街道办事处", {"001"}),
        ("东坪街道党工委", {"001"}),
        ("中共重庆市南湖区东坪街道工作委员会", {"001"}),
        ("东坪镇人民政府", {"101"}),
        ("东坪镇政府", {"101"}),
        ("东坪镇党委", {"101"}),
        ("东坪党委", {"001", "101"}),
        ("南湖区", {""}),
        ("南湖区人民政府", {""}),
        ("水塔", set()),
        ("东坪", set()),
        ("民政局", set()),
        ("", set()),
    ],
)
def test_divisions_by_all_their_spellings(name: str, codes: set[str]) -> None:
    assert meant(name) == codes


def test_a_name_that_nothing_bears_now_is_of_what_bore_it() -> None:
    history = World().community("001001").history()
    made = Draft(history, Stamp(NOW, "now"))
    place, unit = Ref("Community", f"{DISTRICT}001001"), Ref("Organization", "水利局")
    made.change(place, "name", "新塔社区居委会", date(2019, 1, 1), Source("test"))
    made.ensure(unit, Source("test"), {"name": "水利局", "formerNames": "水务局、河道办"})
    names = Names(made)
    assert names.places("新塔社区") == names.places(f"{DISTRICT}001001") == (place,)
    assert names.bears(place, "新塔社区居委会")
    assert not names.bears(place, f"{DISTRICT}001001")
    assert names.organizations("区水务局") == names.organizations("河道办") == (unit,)
    again = Draft(history.after(made.plan()), Stamp(NOW, "again"))
    again.change(unit, "name", "水利委", date(2020, 1, 1), Source("test"))
    again.ensure(Ref("Organization", "新水利局"), Source("test"), {"name": "新水利局"})
    assert Names(again).organizations("水利局") == (unit,)
    again.ensure(Ref("Organization", "水利局2"), Source("test"), {"name": "水利局"})
    assert Names(again).organizations("水利局") == (Ref("Organization", "水利局2"),)
