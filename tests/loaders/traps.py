"""Files that are wrong, hostile or merely odd, and what is to be said of each: made on the spot, none of them real."""

import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

HERE = Path(__file__).parent
SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
HEADERS = ("姓名", "单位", "职务", "任职时间")
ROW = ("甲", "区民政局", "局长", "2019-05")
Edit = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Trap:
    """A file by how it is made, and what is said of it: `refused` words of the refusal, or `told` (code, cell, value) of problems."""

    name: str
    suffix: str
    make: Callable[[], bytes]
    refused: tuple[str, ...] = ()
    told: tuple[tuple[str, str | None, str | None], ...] = ()
    rows: int = 1

    @property
    def file(self) -> str:
        return f"{self.name.replace(' ', '-')}.{self.suffix}"


# ---- workbooks


def plain(*rows: tuple[object, ...]) -> bytes:
    """A sound workbook: headers of a sheet of posts, and rows."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("任职")
        for number, row in enumerate((HEADERS, *(rows or (ROW,)))):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def packed(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def edited(part: str, edit: Edit, book: bytes | None = None) -> bytes:
    """A workbook one part of which is changed or, where it has none, added."""
    parts = parts_of(book or plain())
    return packed({**parts, part: edit(parts.get(part, b""))})


def replaced(old: bytes, new: bytes) -> Edit:
    return lambda content: content.replace(old, new)


def more_cells(xml: str) -> bytes:
    """A workbook with more at the end of its sheet."""
    return edited(SHEET, replaced(b"</sheetData>", xml.encode() + b"</sheetData>"))


def filled(ref: str) -> bytes:
    return more_cells(f'<row><c r="{ref}"><v>1</v></c></row>')


def with_dtd(dtd: str, use: str = "") -> bytes:
    """A workbook whose strings begin with a document type; `use` stands for the first header."""
    start = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return edited(STRINGS, lambda content: content.replace(start, start + dtd.encode()).replace(HEADERS[0].encode(), use.encode()))


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return with_dtd(f'<!DOCTYPE sst [<!ENTITY l0 "ha">{entities}]>', "&l9;")


def quadratic() -> bytes:
    return with_dtd(f'<!DOCTYPE sst [<!ENTITY a "{"a" * 50_000}">]>', "&a;" * 10_000)


def bomb(size: int = 372 * 2**20) -> bytes:
    """A sheet of `size` bytes in about a 300th of them."""
    block = b'<row><c t="inlineStr"><is><t>0123456789</t></is></c></row>' * 10_000
    head, tail = parts_of(plain())[SHEET].split(b"</sheetData>")
    out = BytesIO(packed({name: content for name, content in parts_of(plain()).items() if name != SHEET}))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package, package.open(SHEET, "w") as part:
        part.write(head)
        for _ in range(size // len(block)):
            part.write(block)
        part.write(b"</sheetData>" + tail)
    return out.getvalue()


def lying_bomb() -> bytes:
    """A smaller one, of which the directory promises a thousand bytes."""
    content = bytearray(bomb(20 * 2**20))
    name = content.rindex(SHEET.encode())
    struct.pack_into("<I", content, name - 46 + 24, 1_000)
    return bytes(content)


def flagged(bit: int) -> bytes:
    """A workbook whose first part bears a flag in the directory and before the part itself."""
    content = bytearray(plain())
    content[6] |= bit
    content[content.index(b"PK\x01\x02") + 8] |= bit
    return bytes(content)


def twice() -> bytes:
    """Two parts of one name: a checker may look at one and a parser at the other."""
    content = plain()
    other = SHEET.replace("sheet1", "sheetX")
    return edited(other, lambda _: b"<worksheet/>", content).replace(other.encode(), SHEET.encode())


def blank_rows() -> bytes:
    """A hundred thousand rows that hold formats and nothing else, the last cell at the far corner."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>' for n in range(3, 100_003))
    return more_cells(rows + '<row r="1048576"><c r="XFD1048576" s="0"/></row>')


def long_strings() -> bytes:
    """One string of 32,767 characters that 200,000 cells hold: six gigabytes once they are read."""
    string = b"<si><t>" + bytes(65 + n % 26 for n in range(32_767)) + b"</t></si>"
    cells = "".join(f'<row r="{n}">{"".join(f"<c t={chr(34)}s{chr(34)}><v>0</v></c>" for _ in range(20))}</row>' for n in range(3, 10_003))
    book = edited(STRINGS, lambda xml: xml.replace(b"<si>", string + b"<si>", 1))
    return edited(SHEET, replaced(b"</sheetData>", cells.encode() + b"</sheetData>"), book)


def formulas() -> bytes:
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("任职")
        sheet.write_row(0, 0, (*HEADERS, "文号"))
        sheet.write_row(1, 0, ROW)
        sheet.write_formula(1, 0, '="甲"&""', None, "甲")
        sheet.write_formula(1, 2, "=VLOOKUP(A2,Z:Z,1,0)", None, "#N/A")
        sheet.write_formula(1, 4, "=cmd|'/C calc'!A0")
    return edited(SHEET, replaced(b"<f>cmd|'/C calc'!A0</f><v>0</v>", b"<f>cmd|'/C calc'!A0</f>"), out.getvalue())


def other_sheet(*rows: tuple[object, ...]) -> bytes:
    """A workbook of these rows alone."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("任职")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


# ---- old workbooks


def old() -> bytes:
    return (HERE / "old.xls").read_bytes()


def compound(name: str) -> bytes:
    """A compound file (as of old Excel) with one stream of that name, as an encrypted workbook has it."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0) + b"\xff" * 432
    sectors = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    entries = b"".join(_entry(title, kind) for title, kind in (("Root Entry", 5), (name, 2), ("", 0), ("", 0)))
    return header + sectors + entries


def _entry(name: str, kind: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0" if name else b""
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, 1 if kind == 5 else 0xFFFFFFFF)
    return text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1) + links + bytes(36) + struct.pack("<IQ", 0xFFFFFFFE, 0)


def old_with(before: str, after: str) -> bytes:
    """The old workbook with other words of the same length in its strings."""
    assert len(before) == len(after)
    return old().replace(before.encode("utf-16-le"), after.encode("utf-16-le", "surrogatepass"))


def old_with_last_cell_at(row: int, column: int) -> bytes:
    """The old workbook, whose last cell stands there; both from 0."""
    content = bytearray(old())
    last = content.rindex(struct.pack("<HHHH", 0xFD, 10, 3, 2))  # a cell of text, in row 3 and column 2
    struct.pack_into("<HH", content, last + 4, row, column)
    return bytes(content)


def locked_old() -> bytes:
    """An old workbook whose first record says that the rest is encrypted."""
    content = bytearray(old())
    start = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    following = start + 4 + struct.unpack_from("<H", content, start + 2)[0]
    struct.pack_into("<H", content, following, 0x2F)
    return bytes(content)


# ---- CSV


def text(*rows: str, encoding: str = "utf-8") -> bytes:
    return "".join(row + "\n" for row in rows).encode(encoding)


HEAD, LINE = ",".join(HEADERS), ",".join(ROW)
LONG = "区民政局办公室社会组织管理局"
"""Enough characters to tell an encoding by."""
DAMAGED = ("损坏", "另存为 .xlsx")
FORGED = ("不是 Excel 写出的内容", "另存为 .xlsx")
UNPACKED = ("解压后太大", "256 MB", "改用 CSV")
PASSWORD = ("密码", "去掉密码")

TRAPS = (
    Trap("empty", "xlsx", lambda: b"", ("空的", "保存或传输")),
    Trap("empty", "csv", lambda: b"", ("空的", "保存或传输")),
    Trap("empty", "xls", lambda: b"", ("空的", "保存或传输")),
    Trap("truncated", "xlsx", lambda: plain()[:3000], DAMAGED),
    Trap("truncated", "xls", lambda: old()[:1500], DAMAGED),
    Trap("truncated within quotes", "csv", lambda: text(HEAD, LINE, '甲,"区民'), ("第 3 行", "引号没有成对")),
    Trap("picture", "xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(1, 256)) * 40, ("既不是 Excel", "另存为")),
    Trap("web page", "xls", lambda: text("<html><table><tr><td>甲</td></tr></table></html>"), ("网页", "另存为 .xlsx")),
    Trap("xml of 2003", "xls", lambda: text("<?xml version='1.0'?><Workbook/>", encoding="utf-8-sig"), ("XML", "另存为 .xlsx")),
    Trap("docx renamed", "xlsx", lambda: packed({"word/document.xml": b"<document/>"}), (".docx", "另存为 .xlsx")),
    Trap("ods renamed", "xlsx", lambda: packed({"content.xml": b"<a/>"}, zipfile.ZIP_STORED), (".ods", "另存为 .xlsx")),
    Trap("xlsb renamed", "xlsx", lambda: packed({"xl/workbook.bin": b"\x83"}), (".xlsb", "另存为 .xlsx")),
    Trap("xlsm renamed", "xlsx", lambda: edited("xl/vbaProject.bin", lambda _: old()), ("宏", "另存为不含宏")),
    Trap("zip of anything", "xlsx", lambda: packed({"a.txt": b"x"}), ("而是 zip", "另存为 .xlsx")),
    Trap("document of Word", "xls", lambda: compound("WordDocument"), DAMAGED),
    Trap("password", "xlsx", lambda: compound("EncryptedPackage"), PASSWORD),
    Trap("password", "xls", locked_old, PASSWORD),
    Trap("password of the zip", "xlsx", lambda: flagged(1), PASSWORD),
    Trap("zip bomb", "xlsx", bomb, UNPACKED),
    Trap("zip bomb with a lying header", "xlsx", lying_bomb, DAMAGED),
    Trap("far corner", "xlsx", lambda: filled("XFD1048576"), ("“任职”", "XFD1048576", "删去")),
    Trap("far row", "xlsx", lambda: filled("A100002"), ("“任职”", "A100002", "100,000 行")),
    Trap("far column", "xlsx", lambda: filled("GS9"), ("“任职”", "GS9", "200 列")),
    Trap("far corner", "xls", lambda: old_with_last_cell_at(65_535, 255), ("1024 MB 内存", "删去远处的单元格")),
    Trap("far column", "xls", lambda: old_with_last_cell_at(9, 200), ("“单位名录”", "GS10", "200 列")),
    Trap("one string in many cells", "xlsx", long_strings, ("1024 MB 内存", "拆成几个文件")),
    Trap("billion laughs", "xlsx", billion_laughs, (STRINGS, *FORGED)),
    Trap(
        "quadratic blowup", "xlsx", lambda: with_dtd(f'<!DOCTYPE sst [<!ENTITY a "{"a" * 50_000}">]>', "&a;" * 10_000), (STRINGS, *FORGED)
    ),
    Trap("xxe", "xlsx", lambda: with_dtd('<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"), (STRINGS, *FORGED)),
    Trap("dtd elsewhere", "xlsx", lambda: with_dtd('<!DOCTYPE sst SYSTEM "http://127.0.0.1:9/x.dtd">'), (STRINGS, *FORGED)),
    Trap("broken xml", "xlsx", lambda: edited(SHEET, lambda xml: xml[:-20]), DAMAGED),
    Trap("unknown encoding", "xlsx", lambda: edited(SHEET, replaced(b"UTF-8", b"UTF-9")), DAMAGED),
    Trap("zip slip", "xlsx", lambda: edited("xl/../../../evil.xml", lambda _: b"<a/>"), ("xl/../../../evil.xml", *FORGED)),
    Trap("absolute name", "xlsx", lambda: edited("/etc/evil.xml", lambda _: b"<a/>"), ("/etc/evil.xml", *FORGED)),
    Trap("parts of one name", "xlsx", twice, (SHEET, *FORGED)),
    Trap("too many parts", "xlsx", lambda: packed({f"{n}.xml": b"<a/>" for n in range(2_001)}), DAMAGED),
    Trap("lone surrogate", "xlsx", lambda: edited(STRINGS, replaced("甲".encode(), b"&#xD800;")), DAMAGED),
    Trap(
        "lone surrogate",
        "csv",
        lambda: text(HEAD, LINE) + f"\ud800,{LONG}".encode("utf-8", "surrogatepass"),
        ("第 3 行", "不是 UTF-8", "另存为 UTF-8"),
    ),
    Trap(
        "lone surrogate in utf-16",
        "csv",
        lambda: text(HEAD, LINE, encoding="utf-16") + "\ud800,x\n".encode("utf-16-le", "surrogatepass"),
        ("第 3 行", "不是 UTF-16"),
    ),
    Trap("nul", "csv", lambda: text(HEAD, LINE, "乙\0,区民政局,科长"), ("第 3 行", "NUL", "删去")),
    Trap("gb18030 with a byte of another", "csv", lambda: text(HEAD, encoding="gb18030") + b"\xff\xff,a\n", ("第 2 行", "另存为")),
    Trap("field of 200,000 characters", "csv", lambda: text(HEAD, LINE, "甲," + "x" * 200_000), ("第 3 行", "131,072 字")),
    Trap("201 columns", "csv", lambda: text(HEAD, "," * 200 + "x"), ("第 2 行", "200 列")),
    # ---- read, and told of
    Trap("no table", "xlsx", lambda: other_sheet(("填表说明",)), told=(("UNKNOWN_SHEET", None, None),), rows=0),
    Trap("headers twice", "xlsx", lambda: other_sheet((*HEADERS, "单位"), ROW), told=(("REPEATED_HEADER", "E1", "单位"),)),
    Trap(
        "headers twice",
        "xls",
        lambda: old_with("单位类别", "单位名称"),
        told=(("REPEATED_HEADER", "B2", "单位名称"), ("MISSING_HEADER", None, None)),
        rows=2,
    ),
    Trap("headers twice", "csv", lambda: text(f"{HEAD},单位", LINE), told=(("REPEATED_HEADER", "E1", "单位"),)),
    Trap("100,000 blank rows", "xlsx", blank_rows),
    Trap("65,000 blank rows", "xls", lambda: old_with_last_cell_at(65_535, 2), rows=3),
    Trap("100,000 blank rows", "csv", lambda: text(HEAD, LINE, *[",,,"] * 100_000)),
    Trap(
        "formulas",
        "xlsx",
        formulas,
        told=(
            ("FORMULA", "A2", None),
            ("CELL_ERROR", "C2", "#N/A"),
            ("FORMULA_TEXT", "E2", "=cmd|'/C calc'!A0"),
        ),
    ),
    Trap("formula text", "xlsx", lambda: plain(("甲", "＝1+1", *ROW[2:])), told=(("FORMULA_TEXT", "B2", "＝1+1"),)),
    Trap("formula text", "csv", lambda: text(HEAD, "甲,=1+1,局长"), told=(("FORMULA_TEXT", "B2", "=1+1"),)),
    Trap("error values", "csv", lambda: text(HEAD, "甲,#REF!,局长"), told=(("CELL_ERROR", "B2", "#REF!"),)),
    Trap(
        "ragged rows",
        "csv",
        lambda: text(HEAD, "甲,区民政局", "乙,区民政局,副局长,2019,多出,来的"),
        told=(("SHIFTED_ROW", "3", None),),
        rows=2,
    ),
    Trap("column without a header", "xlsx", lambda: plain((*ROW, "秘密")), told=(("UNNAMED_COLUMN", "E2", None),)),
    Trap("nul in a string", "xlsx", lambda: edited(STRINGS, replaced("甲".encode(), "甲_x0000_".encode()))),
    Trap("nul in a string", "xls", lambda: old_with("区民政局", "区民\0局"), rows=2),
    Trap("lone surrogate", "xls", lambda: old_with("区民政局", "区民\ud800局"), told=(("LOST_CHARACTERS", "A3", "区民�局"),), rows=2),
    Trap("lost characters", "xlsx", lambda: plain(("甲�", *ROW[1:])), told=(("LOST_CHARACTERS", "A2", "甲�"),)),
    Trap("lost characters", "csv", lambda: text(HEAD, "甲,区民�局,局长"), told=(("LOST_CHARACTERS", "B2", "区民�局"),)),
    Trap("text renamed", "xlsx", lambda: text(HEAD, LINE)),
    Trap("workbook renamed", "csv", plain),
    Trap("rare characters", "csv", lambda: text(HEAD, "㐂𠮷,区民政局,局长", encoding="gb18030")),
    Trap("mark before the text", "csv", lambda: text(HEAD, LINE, encoding="utf-8-sig")),
    Trap("utf-16", "csv", lambda: text(HEAD, LINE, encoding="utf-16")),
    Trap("utf-16 without a mark", "csv", lambda: text(HEAD, *[LINE] * 20, encoding="utf-16-le"), rows=20),
    Trap("codes kept as text", "csv", lambda: text(HEAD, '="甲",区民政局,局长')),
    Trap("line ends of two bytes", "csv", lambda: text(HEAD, LINE).replace(b"\n", b"\r\n")),
    Trap("line ends of old", "csv", lambda: text(HEAD, LINE).replace(b"\n", b"\r")),
)
