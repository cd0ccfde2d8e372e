"""The ledger of a sample as files: a workbook a year, or one CSV where there are very many cases."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from loaders.sample.books import write as write_book
from loaders.sample.ledger import Row

MOST_IN_WORKBOOKS = 100_000
"""Cases; above so many they are written as CSV."""
_HEADERS = (
    *("问题编号", "收集时间", "收集渠道", "镇街", "村(社区)", "区划代码", "小区/院坝", "问题类别", "问题描述", "涉及户数"),
    *("三事分类", "办理方式", "牵头领导", "主办单位", "协办单位", "责任人", "首接人", "办理时限", "办理进展"),
    *("受理时间", "分流时间", "交办时间", "退单时间", "上报时间", "上报单位", "延期批准时间", "延期至", "跟进时间"),
    *("办结时间", "反馈时间", "反馈方式", "评价时间", "群众评价", "是否解决", "是否销号", "销号时间", "重办时间"),
    *("解决层级", "私事办法", "公开答复", "重复于", "共性问题", "来源", "备注"),
)


def write(rows: Iterable[Row], directory: Path, count: int) -> tuple[Path, ...]:
    """Write the rows, which come by the day they were raised, and give the files in the order of the days; none where there are no rows."""
    if not count:
        return ()
    if count > MOST_IN_WORKBOOKS:
        return (_as_csv(rows, directory / "问题台账.csv"),)
    return tuple(_as_workbook(found, directory / f"问题台账{year}.xlsx") for year, found in _by_year(rows))


def _as_csv(rows: Iterable[Row], path: Path) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, _HEADERS)
        table.writeheader()
        table.writerows(rows)
    return path


def _as_workbook(rows: list[Row], path: Path) -> Path:
    return write_book(path, "问题台账", _HEADERS, ([row.get(header) for header in _HEADERS] for row in rows))


def _by_year(rows: Iterable[Row]) -> Iterator[tuple[int, list[Row]]]:
    """The rows of each year together; those without a day stand with the last."""
    year, found = 0, list[Row]()
    for row in rows:
        on = row["收集时间"]
        if isinstance(on, date) and on.year != year:
            if found:
                yield year, found
            year, found = on.year, []
        found.append(row)
    yield year, found
