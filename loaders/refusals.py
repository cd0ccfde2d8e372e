"""Why a file is not read: one function a cause, each a BadFile that says the cure in both languages."""

from graph.errors import BadFile
from loaders.sheets import MOST_CELLS, MOST_COLUMNS, MOST_ROWS

_AS_XLSX = ("请用 Excel 打开后另存为 .xlsx。", "Open it in Excel and save it as .xlsx.")


_LONGEST = 60


def _refused(file: str, zh: str, en: str, sheet: str | None = None, cell: str | None = None) -> BadFile:
    """`cell`: as people write it, or the row alone."""
    return BadFile(file=file, reason_zh=zh, reason_en=en, sheet=sheet, cell=cell)


def _shown(name: str) -> str:
    """A name from within a file, as messages may show it."""
    return "".join(c if c.isprintable() else "?" for c in name[:_LONGEST])


# ---- any file


def not_opened(file: str, why: str | None) -> BadFile:
    return _refused(file, f"打不开({why})。请检查路径和权限。", f"it cannot be opened ({why}). Look at its path and permissions.")


def no_file(file: str) -> BadFile:
    return _refused(file, "这不是文件。请给出一个文件的路径。", "this is no file. Give the path of a file.")


def empty(file: str) -> BadFile:
    return _refused(file, "文件是空的。请检查是否保存或传输完整。", "it is empty. See that it was saved and sent as a whole.")


# ---- workbooks


def damaged(file: str) -> BadFile:
    zh, en = _AS_XLSX
    return _refused(file, f"文件已损坏,或不是 Excel 工作簿。{zh}", f"it is damaged or no workbook of Excel. {en}")


def other_kind(file: str, kind: str) -> BadFile:
    zh, en = _AS_XLSX
    return _refused(file, f"不是 Excel 工作簿(.xlsx),而是 {kind}。{zh}", f"it is no workbook of Excel (.xlsx) but {kind}. {en}")


def macros(file: str) -> BadFile:
    return _refused(file, "工作簿含有宏。请另存为不含宏的 .xlsx。", "the workbook holds macros. Save it as .xlsx without macros.")


def password(file: str) -> BadFile:
    return _refused(file, "有密码保护。请去掉密码后再导入。", "it has a password. Remove the password and import again.")


def forged(file: str, part: str) -> BadFile:
    """The package contains what Excel never writes."""
    zh, en = _AS_XLSX
    part = _shown(part)
    return _refused(
        file,
        f"工作簿里的“{part}”不是 Excel 写出的内容,可能有害,没有读取。{zh}",
        f"its part “{part}” is nothing that Excel writes and may do harm; it was not read. {en}",
    )


def inflated(file: str, limit: int) -> BadFile:
    """`limit`: bytes."""
    size = limit // 2**20
    return _refused(
        file,
        f"解压后太大(最多 {size} MB)。请删去图片和多余的格式,拆成几个文件,或改用 CSV。",
        f"it is too large once unpacked ({size} MB at most). Remove pictures and needless formats, split it, or use CSV.",
    )


def too_large(file: str, limit: int) -> BadFile:
    """`limit`: bytes."""
    size = limit // 2**20
    return _refused(file, f"文件太大(最多 {size} MB)。请拆成几个文件,或改用 CSV。", f"it is over {size} MB. Split it, or use CSV.")


def too_far(file: str, sheet: str, ref: str) -> BadFile:
    """A cell lies beyond the last row or column that is read."""
    sheet = _shown(sheet)
    return _refused(
        file,
        f"太大:工作表“{sheet}”的单元格 {ref} 有内容,最多 {MOST_ROWS:,} 行、{MOST_COLUMNS} 列。请删去远处的单元格,拆成几个文件,或改用 CSV。",
        f"it is too large: the cell {ref} of the sheet “{sheet}” holds something; {MOST_ROWS:,} rows and {MOST_COLUMNS} columns are read"
        " at most. Clear the cells far out, split the file, or use CSV.",
        sheet,
        ref,
    )


def too_many(file: str) -> BadFile:
    return _refused(
        file,
        f"太大:最多 {MOST_ROWS:,} 行、{MOST_CELLS:,} 个有内容的单元格。请拆成几个文件,或改用 CSV。",
        f"it is too large: {MOST_ROWS:,} rows and {MOST_CELLS:,} cells that hold anything are read at most. Split it, or use CSV.",
    )


def too_slow(file: str, seconds: float) -> BadFile:
    return _refused(
        file,
        f"{seconds:.0f} 秒内没有读完,已停止。请拆成几个文件,或改用 CSV。",
        f"reading it took more than {seconds:.0f} seconds and was stopped. Split it, or use CSV.",
    )


def too_hungry(file: str, limit: int) -> BadFile:
    """Reading ended for want of memory, or in a way that nobody foresaw. `limit`: bytes."""
    size = limit // 2**20
    return _refused(
        file,
        f"文件已损坏,或读取它需要超过 {size} MB 内存(例如远处有单元格),已停止。"
        "请用 Excel 打开,删去远处的单元格,另存为 .xlsx,拆成几个文件,或改用 CSV。",
        f"it is damaged, or takes more than {size} MB of memory (a cell far out, for one), and reading was stopped. Open it in Excel, clear"
        " the cells far out, save it anew as .xlsx, split it, or use CSV.",
    )


# ---- text


def not_text(file: str, line: int) -> BadFile:
    return _refused(
        file,
        f"既不是 Excel 工作簿,也不是 UTF-8 或 GB18030 编码的 CSV(第 {line} 行起读不懂)。请另存为 .xlsx 或 UTF-8 编码的 CSV。",
        f"it is no workbook of Excel, nor a CSV in UTF-8 or GB18030 (unreadable from line {line} on). Save it as .xlsx or CSV in UTF-8.",
    )


def bad_bytes(file: str, line: int, encoding: str) -> BadFile:
    return _refused(
        file,
        f"第 {line} 行有不是 {encoding} 编码的字符。请改正这一行,或把整个文件另存为 UTF-8 编码的 CSV。",
        f"line {line} holds characters that are not in {encoding}. Correct that line, or save the whole file as CSV in UTF-8.",
        cell=str(line),
    )


def nul(file: str, line: int) -> BadFile:
    return _refused(
        file,
        f"第 {line} 行含有空字符(NUL),不是 UTF-8 或 GB18030 编码的 CSV。请删去它,或另存为 UTF-8 编码的 CSV。",
        f"line {line} holds a NUL character, which no CSV in UTF-8 or GB18030 does. Remove it, or save the file as CSV in UTF-8.",
        cell=str(line),
    )


def markup(file: str) -> BadFile:
    zh, en = _AS_XLSX
    return _refused(file, f"不是 CSV,而是网页或 XML。{zh}", f"it is no CSV but a web page or XML. {en}")


def bad_line(file: str, row: int) -> BadFile:
    return _refused(
        file,
        f"第 {row} 行太长(最多 {MOST_COLUMNS} 列,每格 131,072 字),或引号没有成对。请检查这一行。",
        f"row {row} is too long ({MOST_COLUMNS} columns, 131,072 characters a cell), or its quotation marks do not pair. Look at that row.",
        cell=str(row),
    )
