"""荣誉 and 文件: to whom, by whom, when; the same row again is the same thing."""

import pytest

from tests.loaders.clerk import DING, DISTRICT, JIA, UNIT_HEADERS, Clerk, Rows, days, errors, line

HONOUR_HEADERS = ("对象", "名称", "级别", "日期")
DOCUMENT_HEADERS = ("名称", "文号", "机关", "日期")
UNITS: Rows = (UNIT_HEADERS, ("B1", "区民政局", "区级部门", "条", None, DISTRICT, None, None, None, None))


@pytest.mark.parametrize(
    ("subject", "label", "name"),
    [
        ("丁村", "Community", "丁村"),
        (DING, "Community", "丁村"),
        ("东街道", "Subdistrict", "东街道"),
        (f"{DING}001", "Courtyard", "李家院坝"),
        ("民政局", "Organization", "区民政局"),
        ("甲社区服务群众工作组", "WorkGroup", "甲社区服务群众工作组"),
        ("微益坊", "Organization", "微益坊"),
    ],
)
def test_an_honour_is_awarded_to_what_the_row_names(subject: str, label: str, name: str) -> None:
    clerk = Clerk(UNITS, (("院坝编号", "院坝名称"), (f"{DING}001", "李家院坝")))
    clerk.roster(line("甲社区"))
    rows = (HONOUR_HEADERS, (subject, "美丽乡村", "市级", "2019年"))
    clerk.take(rows)
    (link,) = [x for x in clerk.history.links if x.type == "AWARDED_TO"]
    (honour,) = clerk.history.of("Honour")
    assert (link.end.kind, clerk.links("AWARDED_TO")) == (label, {("美丽乡村", name, "2019..")})
    assert (dict(honour.properties), days(honour.interval)) == ({"name": "美丽乡村", "grade": "市级"}, "2019..")
    assert clerk.plan(rows).empty


def test_an_honour_without_a_day_and_one_won_again_are_other_honours() -> None:
    rows = (HONOUR_HEADERS, ("丁村", "美丽乡村", None, None), ("丁村", "美丽乡村", None, "2019"), ("丁村", "美丽乡村", None, "2020"))
    assert {days(a.interval) for a in Clerk(rows).history.of("Honour")} == {"..", "2019..", "2020.."}


@pytest.mark.parametrize("row", [("丁村", None, None, None), (None, "美丽乡村", None, None), ("大坪村", "美丽乡村", None, None)])
def test_an_honour_needs_a_name_and_one_subject(row: tuple[str | None, ...]) -> None:
    assert len(errors(Clerk().plan((HONOUR_HEADERS, row)))) == 1


def test_a_document_is_known_by_its_number_and_may_have_several_issuers() -> None:
    rows = (DOCUMENT_HEADERS, ("联系服务群众的意见", "某委发〔2017〕9号", "区委、区政府", "2017"))
    clerk = Clerk(rows)
    (document,) = clerk.history.of("Document")
    assert (document.text("name"), document.text("documentNo"), days(document.interval)) == ("联系服务群众的意见", document.key, "2017..")
    assert clerk.links("ISSUED_BY") == {("联系服务群众的意见", "区委", "2017.."), ("联系服务群众的意见", "区政府", "2017..")}
    assert {a.text("name"): a.text("kind") for a in clerk.history.of("Organization")} == {"区委": "PARTY_COMMITTEE", "区政府": "GOVERNMENT"}
    assert clerk.plan(rows).empty


def test_documents_without_a_number_are_known_by_name_day_and_issuer() -> None:
    rows = (DOCUMENT_HEADERS, *(("意见", None, unit, day) for unit, day in (("区委", "2017"), ("区委", "2018"), ("区政府", "2017"))))
    assert len(Clerk(rows, rows).history.of("Document")) == 3


@pytest.mark.parametrize("row", [("意见", None, None, None), (None, "1号", "区委", None)])
def test_a_document_needs_a_name_and_an_issuer(row: tuple[str | None, ...]) -> None:
    assert [p.code for p in errors(Clerk().plan((DOCUMENT_HEADERS, row)))] == ["BLANK"]


def test_a_community_is_honoured_and_not_its_committee() -> None:
    clerk = Clerk((HONOUR_HEADERS, ("甲社区居民委员会", "示范社区", None, None)))
    assert [x.end.key for x in clerk.history.links if x.type == "AWARDED_TO"] == [JIA]
