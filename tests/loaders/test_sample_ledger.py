"""The ledger of the sample: counted by hand against its own truth, and taken in."""

import csv
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from graph.analysis.common_problems import common_problems
from graph.casebook import Casebook
from graph.model import CaseText, Ref
from graph.vocabulary import Level
from loaders.sample import NANAN, write
from loaders.sample.ledger import PLANTED
from tests.loaders.rawsample import AS_OF, Line, Raw, table
from tests.loaders.test_sample_import import imported

FACTS = {"GMRB-E4", "GMRB-E5", "GMRB-E6"}
HANDLED = {"RESOLVED", "FED_BACK", "EVALUATED", "STRUCK_OFF"}
_COLUMNS = (("销号时间", "STRUCK_OFF"), ("评价时间", "EVALUATED"), ("反馈时间", "FED_BACK"), ("办结时间", "RESOLVED"))


def ledger(folder: Path) -> list[Line]:
    return [line for path in sorted(folder.glob("问题台账*.xlsx")) for line in table(path)]


def state(line: Line) -> str:
    """The state on the last day by the plain words and dates of a row."""
    if line["重复于"]:
        return "DUPLICATE"
    if line["重办时间"]:
        return "REOPENED"
    dated = next((name for column, name in _COLUMNS if line[column]), None)
    return dated or {"已办结": "RESOLVED", "办理中": "IN_PROGRESS", "长期坚持": "IN_PROGRESS"}[line["办理进展"]]


@pytest.fixture(scope="module", params=[1, 2])
def raw(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Raw:
    folder = tmp_path_factory.mktemp("ledger")
    write(folder, seed=request.param)
    return Raw(folder)


@pytest.fixture(scope="module")
def lines(raw: Raw) -> list[Line]:
    return ledger(raw.folder)


def told(raw: Raw) -> dict[str, Any]:
    return dict(raw.truth["ledger"])


def test_5208_cases_of_which_4812_are_handled(raw: Raw, lines: list[Line]) -> None:
    by_state = Counter(map(state, lines))
    assert by_state.total() == len({line["问题编号"] for line in lines}) == told(raw)["cases"] == 5_208
    assert sum(by_state[s] for s in HANDLED) == told(raw)["handled"] == 4_812
    assert by_state == told(raw)["byState"]
    words = {"大事": "BIG", "小事": "SMALL", "私事": "PRIVATE"}
    assert Counter(words[line["三事分类"]] for line in lines if line["三事分类"]) == told(raw)["byMatter"]


def test_cases_come_from_thirty_months_and_every_community(raw: Raw, lines: list[Line]) -> None:
    days = [line["收集时间"] for line in lines if isinstance(line["收集时间"], date)]
    assert {(day.year, day.month) for day in days} >= {(2017 + (7 + n) // 12, (7 + n) % 12 + 1) for n in range(30)}
    assert (min(days) >= date(2017, 8, 1), max(days) <= AS_OF) == (True, True)
    of = Counter(line["区划代码"] for line in lines)
    assert set(of) == {row["code"] for row in raw.divisions if row["in_nbs_2019"] == "1"}
    assert of.most_common(1)[0][0] == "500108002001"


def test_planted_are_exactly_those_that_the_rows_show(raw: Raw, lines: list[Line]) -> None:
    committees = {unit["单位名称"] for unit in raw.units if unit["单位类别"] in ("居委会", "村委会")}
    handled = [line for line in lines if state(line) in HANDLED]
    still = [line for line in lines if state(line) not in HANDLED | {"DUPLICATE", "REOPENED"}]
    shown = {
        "committeeLed": [line for line in lines if line["三事分类"] == "大事" and line["主办单位"] in committees],
        "withoutFeedback": [line for line in handled if not line["反馈时间"]],
        "overdue": [line for line in still if line["办理时限"] and line["办理时限"] < AS_OF],
        "duplicates": [line for line in lines if line["重复于"]],
        "reopened": [line for line in lines if line["重办时间"]],
    }
    for name, found in shown.items():
        listed = [one["number"] if name == "duplicates" else one for one in told(raw)[name]]
        assert sorted(listed) == sorted(line["问题编号"] for line in found), name
    assert {name: len(found) for name, found in shown.items()} == {fate.value: count for fate, count in PLANTED.items()}


def test_a_duplicate_points_at_an_earlier_case_of_its_community(raw: Raw, lines: list[Line]) -> None:
    by_number = {line["问题编号"]: line for line in lines}
    for one in told(raw)["duplicates"]:
        line, original = by_number[one["number"]], by_number[one["of"]]
        assert (line["区划代码"], line["重复于"]) == (original["区划代码"], one["of"])
        assert original["收集时间"] <= line["收集时间"]
        assert not original["重复于"]


def test_days_stand_in_their_order_and_none_after_the_last(lines: list[Line]) -> None:
    order = ("收集时间", "受理时间", "分流时间", "交办时间", "办结时间", "反馈时间", "评价时间", "销号时间")
    for line in lines:
        days = [line[column] for column in order if isinstance(line[column], date)]
        assert days == sorted(days)
        assert all(day <= AS_OF for day in days)
        assert not line["延期至"] or line["延期批准时间"] <= line["办理时限"] < line["延期至"]


def test_what_the_source_states_has_its_days_and_no_others(lines: list[Line]) -> None:
    facts = {line["问题编号"]: line for line in lines if line["来源"] == "gmrb-2020-02-06"}
    assert set(facts) == FACTS
    assert [facts[key]["收集时间"] for key in sorted(facts)] == ["2019年5月", "2019年10月", "不详"]
    assert [facts[key]["涉及户数"] for key in sorted(facts)] == [1_052, "", ""]
    assert {column for line in facts.values() for column, cell in line.items() if isinstance(cell, date)} == set()
    assert {line["来源"] for line in lines} == {"gmrb-2020-02-06", "合成示例数据"}


def test_nothing_private_is_in_the_ledger(raw: Raw, lines: list[Line]) -> None:
    known = {post["姓名"] for post in raw.posts} | {""}
    assert {line[column] for line in lines for column in ("牵头领导", "责任人", "首接人")} <= known
    assert not {"反映人", "联系方式", "评价人"} & set(lines[0])
    texts = [cell for line in lines for cell in line.values() if isinstance(cell, str)]
    assert not [text for text in texts if re.search(r"号楼|单元|地址|手机|(?<!\d)1\d{10}(?!\d)", text)]


def test_a_clean_ledger_has_nothing_planted(tmp_path: Path) -> None:
    write(tmp_path, clean=True)
    truth = dict(Raw(tmp_path).truth["ledger"])
    assert (truth["cases"], truth["handled"]) == (5_208, 4_812)
    assert {name: len(truth[name]) for name in (fate.value for fate in PLANTED)} == {
        "committeeLed": 0, "withoutFeedback": len(FACTS), "overdue": 0, "duplicates": 0, "reopened": 0,
    }  # fmt: skip


@pytest.mark.parametrize("count", [0, 1, 300, 2_000])
def test_any_number_of_cases(tmp_path: Path, count: int) -> None:
    write(tmp_path, cases=count)
    truth = dict(Raw(tmp_path).truth["ledger"])
    assert (truth["cases"], truth["handled"]) == (count, round(count * 4_812 / 5_208))
    assert len(ledger(tmp_path)) == count


def test_very_many_cases_come_as_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.sample.ledger_sheets.MOST_IN_WORKBOOKS", 500)
    *_, path = write(tmp_path, cases=501)
    assert path.name == "问题台账.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 501
    assert not list(tmp_path.glob("问题台账*.xlsx"))


# ---- taken in


@pytest.mark.parametrize("clean", [True, False])
def test_the_ledger_goes_in(tmp_path: Path, clean: bool) -> None:
    history, said = imported(write(tmp_path, clean, cases=2_000), "500108", NANAN.edition)
    truth = dict(Raw(tmp_path).truth["ledger"])
    books = {case.key: Casebook(history, case.ref) for case in history.of("Case")}
    assert Counter(str(book.state(AS_OF)) for book in books.values()) == truth["byState"]
    assert ("V11" in said) is not clean
    assert not said & {"CONTRADICTION", "UNKNOWN_CASE", "UNKNOWN_COURTYARD", "IMPLIED_UNIT", "V4", "V13", "LATE_EXTENSION"}
    assert {p.text("name") for p in history.of("Person")} <= {
        *(post["姓名"] for post in Raw(tmp_path).posts), *(m["姓名"] for m in Raw(tmp_path).members),
        *(yard["院坝长"] for yard in Raw(tmp_path).courtyards),
    }  # fmt: skip
    leak = books["GMRB-E4"]
    assert [(e.type.value, str(e.on)) for e in leak.events] == [("RAISED", "2019-05"), ("RESOLVED", "2020-02-06")]
    assert [x.end for x in leak.links("AT")] == [Ref("Courtyard", "500108002001001")]
    assert leak.state(AS_OF - timedelta(days=1)) == "RAISED"


LEVELS = {"区级": "DISTRICT", "镇街": "SUBDISTRICT", "村(社区)": "COMMUNITY"}


def text(line: Line) -> CaseText:
    """A row as the database tells of it."""
    told = ("500108", line["问题编号"], line["区划代码"], state(line), line["问题类别"] or None, line["问题描述"])
    common = (line["共性问题"],) if line["共性问题"] else ()
    return CaseText(*told, int(line["涉及户数"]) if line["涉及户数"] else None, LEVELS.get(line["解决层级"]), common)


def test_the_case_of_1052_households_became_a_common_problem(lines: list[Line]) -> None:
    instances = {line["问题编号"] for line in lines if line["共性问题"] == "GMRB-E4"}
    found = common_problems([text(line) for line in lines if state(line) != "DUPLICATE"])
    (problem,) = (p for p in found if p.case.key == "GMRB-E4")
    assert instances
    assert instances < {case.key for case in problem.cases}
    assert (problem.case.households, problem.solved_level) == (1_052, Level.DISTRICT)
    assert (len(problem.cases) >= 3, len(problem.communities) >= 2) == (True, True)
