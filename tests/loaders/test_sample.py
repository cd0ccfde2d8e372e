"""The sample says of itself what it holds; here its sheets are counted independently, row by row."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from graph.errors import BadArgument
from graph.vocabulary import SeatKind, SeatSpec
from loaders.sample import NANAN, Profile, write
from tests.loaders.rawsample import AS_OF, SEATS, Raw, names

Made = Callable[..., Raw]
SEEDS = range(1, 11)
NAMED = {"500108002001", "500108003003", "500108004004", "500108007207", "500108105201", "500108107201"}
OFFICIALS = {"袁林", "钱宇航", "孙定莉", "江群", "吕永"}
OTHER = Path(__file__).parent.parent / "data" / "huangpu"
OTHER_RULE = (
    SeatSpec(SeatKind.DISTRICT_LEADER, "联系领导", 1, 1),
    SeatSpec(SeatKind.SUBDISTRICT_LEADER, "街道班子成员", 1, 1),
    SeatSpec(SeatKind.SUBDISTRICT_CADRE, "街道干部", 1, 3),
    SeatSpec(SeatKind.COMMUNITY_CADRE, "居委会干部", 2, None),
)
OTHER_PROFILE = Profile(OTHER, rule=OTHER_RULE, leaders=30)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Writes a sample once for the same arguments."""
    kept: dict[tuple[int, bool, bool], Raw] = {}

    def make(seed: int = 1, clean: bool = False, other: bool = False) -> Raw:
        if (seed, clean, other) not in kept:
            folder = tmp_path_factory.mktemp("sample")
            write(folder, clean, seed, profile=OTHER_PROFILE if other else NANAN, cases=0)
            kept[seed, clean, other] = Raw(folder)
        return kept[seed, clean, other]

    return make


def gini(loads: Sequence[int]) -> float:
    return sum(abs(x - y) for x in loads for y in loads) / (2 * len(loads) * sum(loads))


def loads(raw: Raw, day: date) -> dict[str, int]:
    """The groups of each serving district leader."""
    serving = [
        p["姓名"] for p in raw.posts if p["级别"] == "区级领导" and p["任职时间"] <= day and not (p["免职时间"] and p["免职时间"] <= day)
    ]
    carried = Counter(line["联系区级领导"] for line in raw.on(day))
    return {person: carried[person] for person in serving}


# ---- the district


@pytest.mark.parametrize("clean", [True, False])
def test_every_day_has_one_row_for_each_of_the_146_communities(made: Made, clean: bool) -> None:
    raw = made(clean=clean)
    listed = {row["code"] for row in raw.divisions if row["in_nbs_2019"] == "1"}
    assert len(listed) == 146
    for day in raw.boundaries():
        assert sorted(line["区划代码"] for line in raw.on(day)) == sorted(listed), day


def test_the_divisions_are_as_published_with_numbers_of_residents(made: Made) -> None:
    raw = made()
    with NANAN.divisions.open(encoding="utf-8", newline="") as file:
        published = list(csv.DictReader(file))
    assert [{key: row[key] for key in published[0]} for row in raw.divisions] == published
    assert {row["district_name"] for row in raw.divisions} == {"南岸区"}
    assert next(row["常住人口"] for row in raw.divisions if row["code"] == "500108002001") == "25000"
    assert all(0 < int(row["户数"]) < int(row["常住人口"]) for row in raw.divisions)


def test_units_govern_their_places(made: Made) -> None:
    units = made().units
    counts = Counter(unit["单位类别"] for unit in units)
    assert counts == {
        "区委": 1, "政府": 1, "其他": 2, "区级部门": 61, "街道办事处": 8, "镇政府": 7, "居委会": 98, "村委会": 48,
        "党组织": 1,
    }  # fmt: skip
    assert len({unit["单位名称"] for unit in units}) == len({unit["单位编码"] for unit in units}) == len(units)
    assert {"南山街道大坪村村民委员会", "迎龙镇大坪村村民委员会"} <= {unit["单位名称"] for unit in units}
    parents = {unit["上级单位"] for unit in units} - {""}
    assert parents <= {unit["单位名称"] for unit in units}


def test_departments_the_source_links_are_linked(made: Made) -> None:
    linked = {line["区划代码"]: line["区级部门"] for line in made().on(AS_OF)}
    assert (linked["500108002001"], linked["500108007207"]) == ("区民政局", "区供销合作社")
    assert len(set(linked.values())) == 60


def test_clean_load_is_even(made: Made) -> None:
    for day in made(clean=True).boundaries():
        carried = sorted(loads(made(clean=True), day).values())
        assert carried == [4] * 34 + [5] * 2
    assert sum(carried) / len(carried) == pytest.approx(4.06, abs=0.005)
    assert gini(carried) == pytest.approx(0.0129, abs=0.00005)


def test_load_is_as_the_truth_says(made: Made) -> None:
    for seed in SEEDS:
        raw = made(seed)
        ghosts = Counter(d["people"][0] for d in raw.truth["defects"] if d["reason"] == "GHOST" and d["seatKinds"] == ["DISTRICT_LEADER"])
        carried = loads(raw, AS_OF)
        told = raw.truth["load"]
        assert (len(carried), sum(carried.values()) + ghosts.total()) == (told["leaders"], 146)
        assert {str(groups): n for groups, n in Counter(carried.values()).items()} == told["leadersByGroups"]
        assert [person for person, groups in carried.items() if groups == 8] == told["mostLoaded"]
        assert len(told["mostLoaded"]) == 1


# ---- gaps


@pytest.mark.parametrize("other", [False, True])
@pytest.mark.parametrize("clean", [True, False])
def test_gaps_of_every_day_are_those_of_the_truth(made: Made, clean: bool, other: bool) -> None:
    raw = made(clean=clean, other=other)
    for day in raw.boundaries():
        assert raw.gaps(day) == raw.expected(day), day
    assert bool(raw.truth["defects"]) is not clean


@pytest.mark.parametrize("seed", SEEDS)
def test_gaps_of_any_seed_are_those_of_the_truth(made: Made, seed: int) -> None:
    raw = made(seed)
    since = [date.fromisoformat(d["since"]) for d in raw.truth["defects"]]
    for day in {*since, *(day - timedelta(days=1) for day in since), date(2017, 7, 1), date(2019, 6, 30), AS_OF}:
        assert raw.gaps(day) == raw.expected(day), day


@pytest.mark.parametrize("seed", SEEDS)
def test_planted_are_as_many_as_promised_and_apart(made: Made, seed: int) -> None:
    told = made(seed).truth
    kinds = Counter(d["kind"] for d in told["defects"])
    assert kinds == {
        "ghost": 5, "vacancy": 3, "double_holder": 2, "one_in_two_seats": 1, "wrong_subdistrict": 1, "weak_and_lax_vacancy": 1,
    }  # fmt: skip
    traps = {trap["kind"]: trap["communities"] for trap in told["traps"]}
    assert {kind: len(codes) for kind, codes in traps.items()} == {
        "weak_and_lax": 3, "overload": 8, "returning_leader": 1, "inclusive_end": 1,
    }  # fmt: skip
    where = [d["community"] for d in told["defects"] if d["kind"] != "weak_and_lax_vacancy"] + [
        c for codes in traps.values() for c in codes
    ]
    assert len(set(where)) == len(where)
    assert not NAMED & set(where)


def test_seeds_pick_differently(made: Made) -> None:
    picks = {tuple(d["community"] for d in made(seed).truth["defects"]) for seed in SEEDS}
    assert len(picks) == len(SEEDS)


def test_ghosts_left_in_march_2019_and_have_a_successor_in_their_post(made: Made) -> None:
    raw = made()
    for ghost in (d for d in raw.truth["defects"] if d["kind"] == "ghost"):
        assert ghost["seatKinds"] != ["DEPARTMENT_LEADER"]
        assert ghost["since"].startswith("2019-03-")
        left = next(post for post in raw.posts if post["姓名"] == ghost["people"][0])
        came = next(post for post in raw.posts if post["姓名"] == ghost["successor"])
        assert left["免职时间"] == came["任职时间"] == date.fromisoformat(ghost["since"])
        assert (left["单位"], left["级别"]) == (came["单位"], came["级别"])


def test_three_communities_have_a_department_and_no_member_on_the_last_of_june_2019(made: Made) -> None:
    for seed in SEEDS:
        raw = made(seed)
        blank = [line for line in raw.on(date(2019, 6, 30)) if not line["部门班子成员"]]
        assert len(blank) == 3
        assert all(line["区级部门"] and not line["职务1"] for line in blank)
        assert all(line["部门班子成员"] for line in raw.on(AS_OF))


def test_the_one_in_two_seats_holds_both_posts_under_one_number(made: Made) -> None:
    raw = made()
    (planted,) = (d for d in raw.truth["defects"] if d["kind"] == "one_in_two_seats")
    posts = [post for post in raw.posts if post["姓名"] == planted["people"][0]]
    assert len({post["人员编号"] for post in posts} - {""}) == 1
    assert {post["单位"] for post in posts if not post["免职时间"]} == {post["单位"] for post in posts}
    assert len(posts) == 2


def test_the_returning_leader_has_two_disjoint_periods_and_another_between(made: Made) -> None:
    raw = made()
    (trap,) = (t for t in raw.truth["traps"] if t["kind"] == "returning_leader")
    leader, between = trap["people"]
    lines = [line for line in raw.roster if [line["区划代码"]] == trap["communities"]]
    assert [line["联系区级领导"] for line in lines] == [leader, between, leader]
    assert [line["until"] for line in lines] == [lines[1]["起始时间"], lines[2]["起始时间"], None]


def test_one_end_is_written_with_its_last_day(made: Made) -> None:
    raw = made()
    written = [line for line in raw.roster if isinstance(line["终止时间"], str) and line["终止时间"]]
    assert [line["终止时间"] for line in written] == ["2019-06-30止"]
    (after,) = (line for line in raw.roster if line["区划代码"] == written[0]["区划代码"] and line is not written[0])
    assert after["起始时间"] == date(2019, 7, 1)
    assert all(isinstance(line["起始时间"], date) for line in raw.roster)
    assert not [line for line in made(clean=True).roster if isinstance(line["终止时间"], str) and line["终止时间"]]


# ---- people


@pytest.mark.parametrize("other", [False, True])
def test_people_are_officials_of_the_source_or_plainly_made_up(made: Made, other: bool) -> None:
    raw = made(other=other)
    for post in raw.posts:
        known = post["姓名"] in OFFICIALS
        assert known or re.fullmatch(r"[^\s、,,;;/()()]+(领导|班子|干部)\d\d", post["姓名"])
        assert post["来源"] == ("gmrb-2020-02-06" if known else "合成示例数据")
        assert bool(post["任职时间"]) is not known
    seated = {name for line in raw.roster for _, column, _ in SEATS.values() if column in line for name in names(line[column])}
    assert seated & OFFICIALS == (set() if other else {"孙定莉"})
    assert seated <= {post["姓名"] for post in raw.posts}


def test_a_number_is_given_to_those_with_posts_in_several_units(made: Made) -> None:
    raw = made()
    units: dict[str, set[str]] = {}
    numbers: dict[str, set[str]] = {}
    for post in raw.posts:
        units.setdefault(post["姓名"], set()).add(post["单位"])
        numbers.setdefault(post["姓名"], set()).add(post["人员编号"])
    assert all(len(found) == 1 for found in numbers.values())
    assert {person for person, found in numbers.items() if found != {""}} == {person for person, found in units.items() if len(found) > 1}
    given = [number for found in numbers.values() for number in found if number]
    assert len(set(given)) == len(given) > 0


@pytest.mark.parametrize("other", [False, True])
def test_nothing_private_is_in_the_sheets(made: Made, other: bool) -> None:
    raw = made(other=other)
    courtyards = {line["院坝编号"] for line in raw.courtyards}
    words = [cell for cell in raw.cells if isinstance(cell, str) and cell not in courtyards]
    assert not [word for word in words if re.search(r"身份证|出生|生日|性别|民族|住址|地址|手机|号楼|单元", word)]
    assert not [word for word in words if re.search(r"(?<!\d)(\d{17}[\dXx]|\d{15}|1\d{10}|0\d{2,3}-\d{7,8})(?!\d)", word)]
    assert min(cell for cell in raw.cells if isinstance(cell, date)) == date(2017, 1, 1)


# ---- courtyards


@pytest.mark.parametrize("clean", [True, False])
def test_a_village_has_courtyards_with_a_head_a_linking_member_and_six_stations(made: Made, clean: bool) -> None:
    raw = made(clean=clean)
    village = [line for line in raw.courtyards if line["类型"] == "院坝"]
    assert [line["院坝编号"] for line in village] == [f"500108107201{number:03d}" for number in range(1, 31)]
    assert {len(line["功能站"].split("、")) for line in village} == {6}
    headless = [line["院坝编号"] for line in village if not line["院坝长"]]
    assert (len(headless), raw.truth["courtyards"]["headless"]) == (0 if clean else 6, headless)
    assert all(line["联系党员"] and line["来源"] == "合成示例数据" for line in village)
    linked = {line["姓名"]: line["联系院坝/户"] for line in raw.members if line["联系院坝/户"]}
    assert linked == {line["联系党员"]: line["院坝编号"] for line in village}
    assert len(linked) == raw.truth["courtyards"]["linkingMembers"]
    assert Counter(line["组织状态"] for line in raw.members) == {"正常": 38, "流动": 2}


def test_estates_that_the_source_names_have_their_names_and_nothing_made_up(made: Made) -> None:
    estates = [line for line in made().courtyards if line["类型"] == "小区"]
    assert {(line["院坝编号"][:12], line["院坝名称"]) for line in estates} == {
        *(("500108002001", f"花园{number}村") for number in "一三四"),
        ("500108004004", "长化家园小区"),
    }
    assert {(line["院坝长"], line["联系党员"], line["户数"], line["来源"]) for line in estates} == {("", "", "", "gmrb-2020-02-06")}


# ---- another district, and the files


def test_another_district_has_its_own_rule_and_no_towns(made: Made) -> None:
    raw = made(other=True)
    told = raw.truth
    assert (told["district"], told["communities"], told["load"]["leaders"]) == ("310101", 177, 31)
    assert [(seat["席位"], seat["名称"], seat["最少"], seat["最多"]) for seat in raw.rule] == [
        ("在职区级领导", "联系领导", 1, 1),
        ("镇街领导班子成员", "街道班子成员", 1, 1),
        ("镇街干部", "街道干部", 1, 3),
        ("村(社区)干部", "居委会干部", 2, ""),
    ]
    assert "区级部门" not in raw.roster[0]
    assert all(len(names(line["村(社区)干部"])) >= 2 for line in raw.roster)
    assert {unit["单位类别"] for unit in raw.units} == {"区委", "政府", "其他", "区级部门", "街道办事处", "居委会"}
    for name in ("areas.csv", "streets.csv", "villages.csv"):
        assert (raw.folder / name).read_bytes() == (OTHER / name).read_bytes()
    assert not re.search("500108|南岸", "".join(map(str, raw.cells)))


RULES = {
    "leaders only": (SeatSpec(SeatKind.DISTRICT_LEADER, "联系领导", 1, 1),),
    "one cadre": (SeatSpec(SeatKind.DISTRICT_LEADER, "联系领导", 1, 1), SeatSpec(SeatKind.COMMUNITY_CADRE, "书记", 1, 1)),
    "no limit": (SeatSpec(SeatKind.SUBDISTRICT_LEADER, "班子", 1, None), SeatSpec(SeatKind.DEPARTMENT_LEADER, "部门", 1, 1, True)),
    "many": (SeatSpec(SeatKind.SUBDISTRICT_CADRE, "干部", 2, 3), SeatSpec(SeatKind.COMMUNITY_CADRE, "干部", 4, None)),
}


@pytest.mark.parametrize("clean", [True, False])
@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_gets_the_seats_it_asks_for_and_the_defects_that_fit(tmp_path: Path, rule: tuple[SeatSpec, ...], clean: bool) -> None:
    write(tmp_path, clean, rule=rule, cases=100)
    raw = Raw(tmp_path)
    for day in raw.boundaries():
        assert raw.gaps(day) == raw.expected(day), day
        assert len(raw.on(day)) == 146


@pytest.mark.parametrize("clean", [True, False])
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, clean: bool) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    paths = write(first, clean, cases=200)
    assert {path.name for path in first.iterdir()} == {path.name for path in paths} | {"truth.json"}
    of_groups = ["区划.csv", "单位名录.xlsx", "干部任职表.xlsx", "组成规则.xlsx", "服务群众工作组名册.xlsx"]
    ledgers = [f"问题台账{year}.xlsx" for year in (2017, 2018, 2019, 2020)]
    assert [path.name for path in paths] == [*of_groups, "院坝名册.xlsx", "党员花名册.xlsx", *ledgers]
    write(second, clean, cases=200)
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name


def test_clean_differs_from_planted_only_where_something_was_planted(made: Made) -> None:
    told = made().truth
    heirs = {d["successor"] for d in told["defects"] if "successor" in d}
    touched = {d["community"] for d in told["defects"]} | {code for trap in told["traps"] for code in trap["communities"]}
    clean, planted = (
        [{key: value for key, value in line.items() if key != "序号"} for line in raw.roster if line["区划代码"] not in touched]
        for raw in (made(clean=True), made())
    )
    changed = {line["区划代码"] for line in planted if line not in clean}
    took_over = {line["区划代码"] for line in planted if heirs & {line["联系区级领导"], line["镇街班子成员"]}}
    assert changed == took_over


def test_too_small_a_district_is_told_so(tmp_path: Path) -> None:
    lines = NANAN.divisions.read_text("utf-8").splitlines(keepends=True)
    small = tmp_path / "small.csv"
    small.write_text("".join(lines[:11]), "utf-8")
    write(tmp_path / "clean", clean=True, divisions=small)
    assert len(Raw(tmp_path / "clean").on(AS_OF)) == 9
    with pytest.raises(BadArgument):
        write(tmp_path / "planted", divisions=small)
