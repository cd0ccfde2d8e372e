"""What there is to say of a ledger's row that is odd: events out of order, words that contradict, parties that do not fit."""

from collections.abc import Mapping

from graph.actions.cases import Doubt, Finding
from graph.actions.undated import Word
from graph.lifecycle import WORDS, EventType
from graph.model import Problem, Severity
from loaders.columns import Record
from loaders.desk import Desk

_COLUMNS: Mapping[EventType, str] = {
    EventType.RAISED: "raised",
    EventType.ACCEPTED: "accepted",
    EventType.TRIAGED: "triaged",
    EventType.ASSIGNED: "assigned",
    EventType.RETURNED: "returned",
    EventType.ESCALATE: "escalated",
    EventType.EXTEND: "extended_on",
    EventType.FOLLOW_UP: "followed_up",
    EventType.RESOLVED: "resolved",
    EventType.FED_BACK: "fed_back",
    EventType.EVALUATED: "evaluated",
    EventType.STRUCK_OFF: "struck_on",
    EventType.REOPENED: "reopened",
}
"""Which column gives the day of an event."""
_WORDS: Mapping[Word, str] = {Word.STRUCK: "struck", Word.DUPLICATE: "duplicate_of", Word.PROGRESS: "progress"}
_TEXTS: Mapping[Doubt, tuple[str, str, str]] = {
    Doubt.MISLED: (
        "V11",
        "“{party}”主办与三事分类不符。不妨碍导入,请核对。",
        "{party} leads a matter that is not theirs by its kind. It goes in all the same; please check.",
    ),
    Doubt.SELF_EVALUATED: (
        "V13",
        "评价人“{party}”就是办理人。不妨碍导入,请核对。",
        "{party} evaluates a case of their own. It goes in all the same; please check.",
    ),
    Doubt.OUTLIVED: (
        "V4",
        "“{party}”在收集时间之前已撤销。不妨碍导入,请核对。",
        "{party} was no more when the case was raised. It goes in all the same; please check.",
    ),
    Doubt.LATE_EXTENSION: (
        "LATE_EXTENSION",
        "延期没有在原时限之前批准,不延长时限。",
        "The extension was not granted before the case fell due; the due day stays.",
    ),
    Doubt.OTHER_RECEIVER: (
        "OTHER_RECEIVER",
        "首接人已有记录,不再更改。",
        "The first receiver is recorded already and is never changed.",
    ),
    Doubt.OTHER_PLACE: (
        "OTHER_PLACE",
        "这个编号原先记在另一个村(社区),现改为本行所写。请核对编号。",
        "A case of this number was in another community; this row decides. Check the number.",
    ),
}
_COLUMN_OF: Mapping[Doubt, str] = {
    Doubt.MISLED: "lead",
    Doubt.SELF_EVALUATED: "evaluator",
    Doubt.LATE_EXTENSION: "extended_to",
    Doubt.OTHER_RECEIVER: "receiver",
    Doubt.OTHER_PLACE: "number",
    Doubt.OUTLIVED: "lead",
}


def tell(record: Record, finding: Finding, desk: Desk) -> None:
    """Tell of a finding: an error where events are out of order (V10), else a warning."""
    match finding.doubt:
        case Doubt.DISORDER:
            _disorder(record, finding.events, desk)
        case Doubt.CONTRADICTION if finding.word:
            zh = "与前面的日期、重复于或是否销号矛盾,以前者为准。请核对。"
            en = "It contradicts the dates, 重复于 or 是否销号, which decide. Please check."
            desk.tell(record, _WORDS[finding.word], Severity.WARN, "CONTRADICTION", zh, en)
        case Doubt.NO_EVENT:
            zh = "问题尚未办结,反馈或评价不记录。"
            en = "The case is not handled yet; what is said of feedback or evaluation is not recorded."
            desk.tell(record, _beside(record, finding.events[0]), Severity.WARN, "NOT_HANDLED", zh, en)
        case _:
            code, zh, en = _TEXTS[finding.doubt]
            party = desk.name(finding.about) if finding.about else ""
            desk.tell(record, _COLUMN_OF[finding.doubt], Severity.WARN, code, zh.format(party=party), en.format(party=party))


def tell_unknown_courtyard(record: Record, desk: Desk) -> None:
    """The problem does not show what the cell says."""
    at = record.source("courtyard")
    severity = Severity.ERROR if desk.options.strict else Severity.WARN
    zh = "本村(社区)没有这个小区或院坝,不记录。请先导入院坝名册,或填院坝编号。"
    en = "The community has no such courtyard; it is not recorded. Import the courtyards first, or give its code."
    desk.draft.tell(Problem(severity, "UNKNOWN_COURTYARD", zh, en, at.file, at.sheet, at.cell))


def _disorder(record: Record, events: tuple[EventType, ...], desk: Desk) -> None:
    first, second = (_named(record, event) for event in events[:2])
    zh = f"“{first[0]}”晚于“{second[0]}”。请改正其一。"
    en = f"{first[0]} ({first[1]}) is later than {second[0]} ({second[1]}). Correct one of them."
    columns = [_COLUMNS[event] for event in reversed(events) if event in _COLUMNS]
    column = next((c for c in columns if record.cell(c).value is not None), columns[0])
    desk.tell(record, column, Severity.ERROR, "V10", zh, en)


def _named(record: Record, event: EventType) -> tuple[str, str]:
    """The header of the column that gives an event's day, or what the event is called; and its English name."""
    word = WORDS[event]
    return record.header(_COLUMNS.get(event, "")) or f"{word.zh}时间", word.en


def _beside(record: Record, event: EventType) -> str:
    """The column that speaks of an event without its day."""
    columns = ("way", "fed_back") if event is EventType.FED_BACK else ("grade", "solved", "evaluator")
    return next((c for c in columns if record.cell(c).value is not None), columns[0])
