"""Empty workbooks to fill in: one for each kind of sheet, with its headers, a note on each and drop-down lists."""

from collections.abc import Mapping
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from graph.vocabulary import label
from loaders.forms import Column, Form, SheetKind
from loaders.kinds import KINDS
from loaders.sheets import MOST_ROWS

NOTES: Mapping[Form, tuple[str, str]] = {
    Form.TEXT: ("文字。", "Text."),
    Form.NAMES: ("姓名;多人用“、”隔开。", "Names; several are parted by 、."),
    Form.CODE: ("区划代码,6、9、12 或 15 位,按文本填写。", "A division code of 6, 9, 12 or 15 digits, as text."),
    Form.DATE: ("日期:2019-05-12、2019-05 或 2019。", "A date: 2019-05-12, 2019-05 or 2019."),
    Form.END: (
        "终止日期:从这一天起不再有效;“2019-06-30止”表示最后一天;“长期”、“至今”或空白表示仍有效。",
        "The first day without; 2019-06-30止 is the last day with; 长期, 至今 or blank: still.",
    ),
    Form.SPAN: ("起止:2019-05-01至2019-06-30,含最后一天。", "A period: 2019-05-01至2019-06-30, the last day included."),
    Form.FLAG: ("是 或 否。", "是 (yes) or 否 (no)."),
    Form.WHOLE: ("整数。", "A whole number."),
    Form.CHOICE: ("从下拉列表中选择。", "Choose from the list."),
    Form.LIST: ("多项用“、”或换行隔开。", "Several are parted by 、 or line breaks."),
}
"""What a note says about the form of a column, in Chinese and in English."""

_REQUIRED = ("必填。", "Needed.")
_AS_TEXT = frozenset({Form.CODE, Form.DATE, Form.END, Form.SPAN, Form.TEXT})
_TEXT_FORMAT = 49
"""Excel's number of its own format “Text”."""
_WIDTH = 18
_NOTE_SIZE = {"x_scale": 2.2, "y_scale": 1.4}


def write(directory: Path) -> tuple[Path, ...]:
    """Write a workbook for each kind of sheet and return their paths. The directory is made if it is not there."""
    directory.mkdir(parents=True, exist_ok=True)
    return tuple(_write(kind, directory / f"{kind.zh}.xlsx") for kind in KINDS)


def _write(kind: SheetKind, path: Path) -> Path:
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet(kind.zh)
        header = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        as_text = book.add_format({"num_format": _TEXT_FORMAT})
        for index, column in enumerate(template_columns(kind)):
            _write_column(sheet, index, kind, column, header, as_text)
        sheet.freeze_panes(1, 0)
    return path


def template_columns(kind: SheetKind) -> tuple[Column, ...]:
    """The columns that a template offers, in order."""
    return tuple(column for column in kind.columns if not column.optional)


def _write_column(sheet: Worksheet, index: int, kind: SheetKind, column: Column, header: Format, as_text: Format) -> None:
    sheet.set_column(index, index, _WIDTH, as_text if column.form in _AS_TEXT else None)
    sheet.write_string(0, index, column.headers[0], header)
    sheet.write_comment(0, index, note(kind, column), _NOTE_SIZE)
    if words := drop_down(column):
        sheet.data_validation(1, index, MOST_ROWS, index, {"validate": "list", "source": words})


def note(kind: SheetKind, column: Column) -> str:
    """What stands in the note on a header, one line in Chinese and one in English."""
    zh, en = NOTES[column.form]
    needed_zh, needed_en = _REQUIRED if (column.field,) in kind.required else ("", "")
    return f"{needed_zh}{zh}\n{needed_en}{' ' if needed_en else ''}{en}"


def drop_down(column: Column) -> list[str]:
    """The words to choose from; none where anything may be written."""
    if column.form is Form.FLAG:
        return ["是", "否"]
    return [label(value) for value in column.choices or ()]
