"""One family of errors: a class per cause, a code from a closed list, fields instead of formatted text."""

from typing import Any, ClassVar


class GovernanceError(Exception):
    """Something that the caller can understand. `code` and `fields` are for programs, `message()` for people."""

    code: ClassVar[str] = "INTERNAL"
    zh: ClassVar[str] = "内部错误"
    en: ClassVar[str] = "Internal error."

    def __init__(self, **fields: Any) -> None:
        self.fields = fields
        super().__init__(self.message("en"))

    def message(self, language: str = "zh") -> str:
        """One line in `zh` or `en`."""
        return (self.en if language.lower() == "en" else self.zh).format(**self.fields)


class BadArgument(GovernanceError):
    code = "BAD_USER_INPUT"
    zh = "参数 {argument} 不对:{value}。{cure}"
    en = "Argument {argument} is wrong: {value}. {cure}"


class UnknownDivision(GovernanceError):
    code = "UNKNOWN_DIVISION"
    zh = "没有区划代码 {value}。请给出已导入的 6、9、12 或 15 位代码。"
    en = "No division has the code {value}. Give a code of 6, 9, 12 or 15 digits that has been imported."


class DateOutOfRange(GovernanceError):
    code = "DATE_OUT_OF_RANGE"
    zh = "日期 {value} 不能查询:只能查询 {first} 至 {last}。"
    en = "The day {value} cannot be asked for: choose one from {first} to {last}."


class BadCursor(GovernanceError):
    code = "BAD_CURSOR"
    zh = "游标 {value} 不属于这个列表,或数据已变。请从第一页重新开始。"
    en = "The cursor {value} is not of this list, or the data has changed. Start again from the first page."


class NotFound(GovernanceError):
    code = "NOT_FOUND"
    zh = "没有 {what} {value}。"
    en = "There is no {what} {value}."


class Busy(GovernanceError):
    code = "BUSY"
    zh = "另一个写入正在进行,等待 {seconds} 秒后放弃。请稍后再试。"
    en = "Another write is under way; gave up after {seconds} seconds. Try again later."


class Conflict(GovernanceError):
    code = "CONFLICT"
    zh = "区划 {district} 的数据在写入前已变化。请重试。"
    en = "The data of district {district} changed before the write. Try again."


class RestedOn(GovernanceError):
    code = "RESTED_ON"
    zh = "{import_id} 不能撤销:后来的 {by} 以它为依据。请先撤销后来的。"
    en = "{import_id} cannot be undone: {by}, which came later, rests on it. Undo that one first."


class AlreadyUndone(GovernanceError):
    code = "ALREADY_UNDONE"
    zh = "{import_id} 已经撤销,或者本身就是一次撤销。"
    en = "{import_id} has been undone already, or is an undo itself."


class TooLarge(GovernanceError):
    code = "TOO_LARGE"
    zh = "一次写入 {size} 个节点和联系,超过上限 {limit}。请把文件拆开分次导入。"
    en = "One write of {size} nodes and links is over the limit of {limit}. Split the file and import its parts."


class StoreUnavailable(GovernanceError):
    code = "STORE_UNAVAILABLE"
    zh = "图数据库连不上:{reason}。请检查它是否在运行,以及 LIANDONG_NEO4J_… 设置。"
    en = "The graph server cannot be reached: {reason}. See that it runs, and check the LIANDONG_NEO4J_… settings."


class StoreFailed(GovernanceError):
    code = "STORE_FAILED"
    zh = "图数据库拒绝了操作({reason})。没有写入任何内容。"
    en = "The graph server refused the operation ({reason}). Nothing was written."


class UndoTooLarge(TooLarge):
    zh = (
        "撤销 {import_id} 要改动 {size} 个节点和联系,超过一次写入的上限 {limit},没有撤销。"
        "请导入更正后的文件(不再有的内容用 --allow-shrink 终止),或在新的数据文件夹里重新导入其他文件。"
    )
    en = (
        "To undo {import_id} would take {size} nodes and links in one write, over the limit of {limit}: not undone. "
        "Import a corrected file (--allow-shrink ends what it leaves out), or import the other files anew into a new data folder."
    )


class BadRecord(GovernanceError):
    code = "BAD_RECORD"
    zh = "图数据库中的 {record} 缺少 {lacks}:不是联动写入的,或已被手工改坏。请在图数据库中改正或删除它,再运行 liandong refresh。"
    en = "{record} in the graph server lacks {lacks}: it is not ours, or damaged by hand. Mend or delete it, then run liandong refresh."


class DeadlineExceeded(GovernanceError):
    code = "TIMEOUT"
    zh = "操作超过 {seconds} 秒的时限,已停止。"
    en = "The operation was stopped at its limit of {seconds} seconds."


class CannotStart(GovernanceError):
    code = "CANNOT_START"
    zh = "不能启动:{reason}。{cure}"
    en = "Cannot start: {reason}. {cure}"


class BadFile(GovernanceError):
    """A file that cannot be read. `reason_zh` and `reason_en` say why, and the cure; `sheet` and `cell`, where given, the place."""

    code = "BAD_FILE"
    zh = "文件 {file} 不能读取:{reason_zh}"
    en = "The file {file} cannot be read: {reason_en}"


class BadSetting(GovernanceError):
    code = "BAD_SETTING"
    zh = "设置 {name} 的值 {value} 不对。{cure}"
    en = "The setting {name} has a wrong value: {value}. {cure}"
