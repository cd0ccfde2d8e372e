"""Which community a row means: by its code, or by its name in its subdistrict."""

from graph.interval import Interval
from graph.model import Actor, Ref, Severity
from loaders import cells
from loaders.columns import Record
from loaders.desk import Desk, nearest

_LIKE = 60
"""From which likeness on (of 100) a place's name is proposed: two of three characters."""


def community(record: Record, days: Interval, desk: Desk) -> Actor | None:
    """The community of a row that speaks for these days. None: a problem is told. One that has ended is told and taken."""
    found = find(record, days, desk)
    if found is not None:
        _still_there(record, found, days, desk)
    return found


def find(record: Record, days: Interval, desk: Desk) -> Actor | None:
    """The community of a row. None: a problem is told."""
    code = desk.read(record, "code", lambda cell: cells.code(cell, 12))
    if code:
        return coded(record, "code", code, desk)
    if record.cell("code").value is not None:
        return None
    name = cells.word(record.cell("community"))
    if not name:
        zh, en = "缺少村(社区)的名称或区划代码。请补上。", "The community's name or code is missing. Add it."
        desk.tell(record, "community", Severity.ERROR, "BLANK", zh, en)
        return None
    return _named(record, name, days, desk)


def _named(record: Record, name: str, days: Interval, desk: Desk) -> Actor | None:
    everywhere = _communities(name, desk)
    subdistricts = _subdistricts(record, desk)
    inside = [ref for ref in everywhere if not subdistricts or ref.key[:9] in subdistricts]
    standing = [ref for ref in inside if (actor := desk.draft.actor(ref)) and actor.interval.overlaps(days)]
    found = standing if len(standing) == 1 else inside
    if len(found) == 1:
        return desk.draft.actor(found[0])
    if found:
        codes = "、".join(ref.key for ref in found)
        zh = f"这个名称有几处:{codes}。请填区划代码或镇街。"
        en = f"Several places have this name: {codes}. Give the code or the subdistrict."
        desk.tell(record, "community", Severity.ERROR, "AMBIGUOUS_PLACE", zh, en)
    elif everywhere:
        described = "、".join(map(desk.described, everywhere))
        zh = f"这个镇街没有它;区内的是:{described}。请改正镇街或名称。"
        en = f"It is not in this subdistrict; the district has {described}. Correct the subdistrict or the name."
        desk.tell(record, "community", Severity.ERROR, "UNKNOWN_PLACE", zh, en)
    else:
        _unknown(record, "community", name, desk)
    return None


def coded(record: Record, column: str, code: str, desk: Desk) -> Actor | None:
    """The community of a code that stands in a column; its name, if the row has one, may not be another's. None: a problem is told."""
    name, actor = cells.word(record.cell("community")), desk.draft.actor(Ref("Community", code))
    if actor is None:
        _unknown(record, column, name, desk)
        return None
    named, short = _communities(name, desk), actor.text("shortName")
    if named and actor.ref not in named:
        described = "、".join(map(desk.described, named))
        zh = f"代码是“{short}”的,名称却是另一个村(社区):{described}。请改正其一。"
        en = f"The code is of {short}, the name of another place: {described}. Correct one of them."
        desk.tell(record, column, Severity.ERROR, "CODE_NAME_CONFLICT", zh, en)
        return None
    if name and not desk.names.bears(actor.ref, name):
        zh, en = f"名称与区划不同,以代码为准:“{short}”。", f"The name differs from the divisions; the code decides: {short}."
        desk.tell(record, "community", Severity.INFO, "OTHER_NAME", zh, en)
    outer = _subdistricts(record, desk)
    if outer and code[:9] not in outer:
        zh, en = f"镇街与代码不符,以代码为准:“{short}”。", f"The subdistrict disagrees with the code, which decides: {short}."
        desk.tell(record, "subdistrict", Severity.WARN, "OTHER_SUBDISTRICT", zh, en)
    return actor


def _communities(name: str, desk: Desk) -> tuple[Ref, ...]:
    return tuple(ref for ref in desk.names.places(name) if ref.kind == "Community") if name else ()


def _subdistricts(record: Record, desk: Desk) -> set[str]:
    """The codes of the subdistricts that 镇街 may mean; none where it is blank or not known, which is told."""
    name = cells.word(record.cell("subdistrict"))
    found = {ref.key for ref in desk.names.places(name) if ref.kind == "Subdistrict"} if name else set()
    if name and not found:
        near = nearest(name, (a.text("name") for a in desk.draft.of("Subdistrict")), _LIKE)
        zh = f"没有这个镇街,没有用它。{f'是否“{near}”?' if near else ''}"
        en = f"There is no such subdistrict; it was not used.{f' Is it “{near}”?' if near else ''}"
        desk.tell(record, "subdistrict", Severity.WARN, "UNKNOWN_SUBDISTRICT", zh, en)
    return found


def _unknown(record: Record, column: str, name: str, desk: Desk) -> None:
    near = nearest(name, (a.text("shortName") for a in desk.draft.of("Community")), 60) if name else None
    zh = f"没有这个村(社区)。{f'是否“{near}”?' if near else '请核对,或先导入区划。'}"
    en = f"There is no such community. {f'Is it “{near}”?' if near else 'Check it, or import the divisions first.'}"
    desk.tell(record, column, Severity.ERROR, "UNKNOWN_PLACE", zh, en)


def _still_there(record: Record, found: Actor, days: Interval, desk: Desk) -> None:
    end = found.interval.until
    if end is not None and (end.reached(desk.options.today) or end.reached(days.start)):
        zh = f"“{found.text('shortName')}”已于 {end} 撤销,工作组将没有联系对象。"
        en = f"{found.text('shortName')} ended on {end}; its group is left without a community."
        column = "community" if record.cell("community").value is not None else "code"
        desk.tell(record, column, Severity.WARN, "ENDED_PLACE", zh, en)
