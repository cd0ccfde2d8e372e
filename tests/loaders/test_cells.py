"""What a cell says in words, codes, numbers, choices and names."""

from datetime import date, datetime
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.vocabulary import ENUMERATIONS, OrganizationKind, PostRank, SeatKind, label
from loaders import cells
from loaders.cells import Name
from loaders.report import Bad
from loaders.sheets import Cell, Value


def code_of(refused: pytest.ExceptionInfo[Bad]) -> str:
    assert refused.value.zh != refused.value.en
    return refused.value.code


# ---- words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (" 村（社区）\n 干部 ", "村(社区) 干部"),
        ("Ａ\u200bＢ\ufeff", "AB"),
        ("a\x00b\u202ec", "abc"),
        ("＝1＋1", "=1+1"),
        (3, "3"),
        (2019.5, "2019.5"),
        (True, "是"),
        (False, "否"),
        (date(2019, 5, 12), "2019-05-12"),
        (datetime(2019, 5, 12, 10, 30), "2019-05-12 10:30:00"),
    ],
)
def test_text_is_one_line_without_tricks(value: Value, expected: str) -> None:
    assert cells.text(Cell(value)) == expected


def test_a_word_has_no_white_space() -> None:
    assert cells.word(Cell("镇 街\u3000(一)\n")) == "镇街(一)"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert cells.clean(cells.clean(text)) == cells.clean(text)
    assert cells.compact(cells.compact(text)) == cells.compact(text)


def test_a_list_is_parted_by_marks_and_line_breaks() -> None:
    assert cells.listed(Cell("区民政局、区 教委；区农业农村委\n区供销社,,")) == ("区民政局", "区教委", "区农业农村委", "区供销社")
    assert cells.listed(Cell(None)) == ()


# ---- codes


@pytest.mark.parametrize(
    "value",
    [
        110101001002,
        110101001002.0,
        "110101001002",
        " 1101 0100 1002 ",
        "'110101001002",
        "110101001002.0",
        "１１０１０１００１００２",
        "1.10101001002E+11",
    ],
    ids=repr,
)
def test_a_code_is_read_however_a_spreadsheet_wrote_it(value: Value) -> None:
    assert cells.code(Cell(value)) == "110101001002"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("110101000000", "110101"),
        (110101001000, "110101001"),
        ("110101", "110101"),
        ("110101001", "110101001"),
        (110101001002001, "110101001002001"),
    ],
)
def test_a_code_keeps_its_level(value: Value, expected: str) -> None:
    assert cells.code(Cell(value)) == expected


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1.10101E+11", "LOST_DIGITS"),
        ("1e999999", "BAD_CODE"),
        ("1E+99", "LOST_DIGITS"),
        ("NaN", "BAD_CODE"),
        ("11010", "BAD_CODE"),
        (-110101, "BAD_CODE"),
        (110101.5, "BAD_CODE"),
        ("南湖社区", "BAD_CODE"),
        (True, "BAD_CODE"),
        (date(2019, 5, 12), "BAD_CODE"),
    ],
)
def test_no_code_is_guessed(value: Value, code: str) -> None:
    with pytest.raises(Bad) as refused:
        cells.code(Cell(value))
    assert code_of(refused) == code


def test_a_code_of_another_level_is_refused() -> None:
    with pytest.raises(Bad) as refused:
        cells.code(Cell("110101000000"), 12)
    assert "12 位" in refused.value.zh
    assert cells.code(Cell(None), 12) is None


@given(st.sampled_from([6, 9, 12, 15]).flatmap(lambda n: st.integers(10 ** (n - 1), 10**n - 1)).filter(lambda code: code % 1000))
def test_every_code_survives_a_number_cell(code: int) -> None:
    assert cells.code(Cell(code)) == cells.code(Cell(str(code))) == cells.code(Cell(f"{code}.0")) == str(code)


# ---- numbers and flags


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("不限", None),
        (0, 0),
        ("3", 3),
        ("3人", 3),
        ("25,000", 25_000),
        ("２５", 25),
        ("3.0", 3),
        (25_000, 25_000),
        ("120 户", 120),
    ],
)
def test_whole_numbers(value: Value, expected: int | None) -> None:
    assert cells.whole(Cell(value)) == expected


@pytest.mark.parametrize("value", [-1, 2.5, "三", "约3", True, "1e3", date(2019, 5, 12)])
def test_other_numbers_are_refused(value: Value) -> None:
    with pytest.raises(Bad) as refused:
        cells.whole(Cell(value))
    assert code_of(refused) == "BAD_NUMBER"


@pytest.mark.parametrize("value", ["是", "√", "Y", "yes", "1", 1, True, "有", " 是 "], ids=repr)
def test_yes(value: Value) -> None:
    assert cells.flag(Cell(value)) is True


@pytest.mark.parametrize("value", ["否", "N", "×", "0", 0, False, "无"], ids=repr)
def test_no(value: Value) -> None:
    assert cells.flag(Cell(value)) is False


def test_a_blank_flag_is_neither_and_another_word_is_refused() -> None:
    assert cells.flag(Cell(None)) is None
    with pytest.raises(Bad) as refused:
        cells.flag(Cell("或许"))
    assert code_of(refused) == "BAD_FLAG"


# ---- choices


@pytest.mark.parametrize("kind", [SeatKind, PostRank, OrganizationKind])
def test_constants_labels_and_other_words_are_choices(kind: type[StrEnum]) -> None:
    for value, words in ENUMERATIONS[kind.__name__].items():
        spellings = (value.value, value.value.lower(), label(value), label(value, "en"), *words.also)
        assert {cells.choice(Cell(spelling), kind) for spelling in spellings} == {value}


def test_a_choice_is_compared_without_width_and_white_space() -> None:
    assert cells.choice(Cell("村（社区） 书记"), PostRank) is PostRank.COMMUNITY_SECRETARY
    assert cells.choice(Cell(None), PostRank) is None


def test_an_unknown_choice_names_the_known_ones() -> None:
    with pytest.raises(Bad) as refused:
        cells.choice(Cell("处级"), PostRank)
    assert code_of(refused) == "BAD_CHOICE"
    assert all(label(rank) in refused.value.zh for rank in PostRank)


# ---- telephones


@pytest.mark.parametrize("value", ["023-62888888", "(023)62888888", "02362888888", 62888888, "023-62888888-801"], ids=repr)
def test_an_office_telephone_is_kept(value: Value) -> None:
    assert cells.landline(Cell(value)) == cells.word(Cell(value))


@pytest.mark.parametrize("value", ["13800000000", 13800000000, "+8613800000000", None, "见通讯录"], ids=repr)
def test_any_other_number_is_not(value: Value) -> None:
    assert cells.landline(Cell(value)) is None


# ---- people


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("袁 林", ["袁林"]),
        ("袁\u3000林", ["袁林"]),
        ("王 小 明", ["王小明"]),
        ("王 小明", ["王小明"]),
        ("欧阳 明", ["欧阳明"]),
        ("张三 丰", ["张三丰"]),
        ("欧阳 小明", ["欧阳小明"]),
        ("张三 李四", ["张三", "李四"]),
        ("张三 李小四", ["张三", "李小四"]),
        ("张三 李 四", ["张三", "李四"]),
        ("张 三 李 四", ["张三", "李四"]),
        ("欧阳 明 张三", ["欧阳明", "张三"]),
        ("张三、李四，王五,赵六;钱七；孙八/周九\n吴十", ["张三", "李四", "王五", "赵六", "钱七", "孙八", "周九", "吴十"]),
        ("江 群、袁 林", ["江群", "袁林"]),
        ("区级领导01 区级领导02", ["区级领导01", "区级领导02"]),
        ("阿依古丽·买买提、张三", ["阿依古丽·买买提", "张三"]),
        ("Lynn Doe", ["Lynn Doe"]),
        ("张三、张三", ["张三"]),
        ("张三13800000000", ["张三"]),
        ("无", []),
        ("空缺、张三", ["张三"]),
        ("——", []),
    ],
)
def test_several_names_in_a_cell_and_spaces_within_one(written: str, expected: list[str]) -> None:
    assert [person.name for person in cells.names(Cell(written))] == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("张三(区委常委)", [Name("张三", "区委常委")]),
        ("张 三（区委常委、宣传部部长），李四", [Name("张三", "区委常委、宣传部部长"), Name("李四")]),
        ("张三(区委常委) 李四(副区长)", [Name("张三", "区委常委"), Name("李四", "副区长")]),
        ("张三(区委常委", [Name("张三", "区委常委")]),
        ("张三(区委常委)13800000000", [Name("张三", "区委常委")]),
    ],
)
def test_a_title_glued_to_a_name_is_taken_off(written: str, expected: list[Name]) -> None:
    assert list(cells.names(Cell(written))) == expected


def test_nobody_is_named_by_a_blank_cell() -> None:
    assert cells.names(Cell(None)) == ()


@given(
    st.lists(st.text("王李张刘陈杨赵黄周吴小大明国伟芳娜敏静丽强磊军洋", min_size=2, max_size=4), unique=True, max_size=6),
    st.sampled_from("、，,;；/\n"),
)
def test_names_parted_by_a_mark_are_read_back(people: list[str], mark: str) -> None:
    assert [person.name for person in cells.names(Cell(mark.join(people)))] == people


@given(st.text())
def test_names_of_any_text_have_no_white_space_at_their_ends_and_no_doubles(text: str) -> None:
    people = cells.names(Cell(text))
    assert all(person.name and person.name == person.name.strip() for person in people)
    assert len(people) == len(set(people))
