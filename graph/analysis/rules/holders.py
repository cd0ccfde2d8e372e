"""Rules on who is in the books for a seat: has each a post that qualifies, for how long yet, and is the group still there?"""

from collections.abc import Iterator
from datetime import timedelta

from graph.analysis.fillings import in_post, last_post
from graph.analysis.rules.rule import Account, Item, Outcome, Rule, decided, named
from graph.analysis.rules.standing import filling, group_of, in_any_books, in_the_books, serves_somebody
from graph.model import Link, Severity
from graph.qualification import best, qualification, serves
from graph.snapshot import Filling, Snapshot
from graph.vocabulary import FillStatus, GapReason, SeatKind, Term, label

POST_ENDS_WITHIN = 30
"""Days."""


def _standing(snapshot: Snapshot, item: Item) -> Filling | None:
    """Somebody in a seat of a group that serves."""
    found = filling(snapshot, item)
    return found if found and serves_somebody(snapshot, found.seat.group) else None


def _where(snapshot: Snapshot, found: Filling, language: str) -> str:
    """Who, in which seat of which group."""
    who, group, kind = found.person.text("name"), named(snapshot, found.seat.group), label(found.seat.kind, language)
    return f"{who} as “{kind}” of {group}" if language == "en" else f"{group}的“{kind}”{who}"


# ---- posts


def _judged(found: Filling | None, *reasons: GapReason) -> Outcome:
    if found is None:
        return Outcome.PASSED
    status, reason = found.verdict.status, found.verdict.reason
    return decided(status is FillStatus.GHOST and reason in reasons, status in (FillStatus.UNKNOWN, FillStatus.UNVERIFIED))


def ghost(snapshot: Snapshot, item: Item) -> Outcome:
    return _judged(_standing(snapshot, item), GapReason.GHOST)


def _tell_ghost(snapshot: Snapshot, item: Item) -> Account:
    found = _told(snapshot, item)
    post = last_post(snapshot, found)
    zh, en = f"{_where(snapshot, found, 'zh')}空挂", f"{_where(snapshot, found, 'en')} is a ghost"
    if post is None:
        return Account(zh, en, (found.link,))
    unit = next((named(snapshot, x.end) for x in snapshot.out("POST_IN", post.end)), "")
    heirs = "、".join(named(snapshot, x.start) for x in in_post(snapshot, post) if x.interval.start >= post.interval.end)
    zh += f":{unit}{named(snapshot, post.end)}一职至 {post.interval.until or '-'}" + (f",现由{heirs}担任" if heirs else "")
    en += f": {unit} {named(snapshot, post.end)} until {post.interval.until or '-'}" + (f", held now by {heirs}" if heirs else "")
    return Account(zh, en, (found.link, post))


def _told(snapshot: Snapshot, item: Item) -> Filling:
    found = filling(snapshot, item)
    assert found is not None, "what is told of was found"
    return found


def wrong_unit(snapshot: Snapshot, item: Item) -> Outcome:
    found = _standing(snapshot, item)
    leads = found is not None and found.seat.kind is SeatKind.SUBDISTRICT_LEADER
    return _judged(found, GapReason.WRONG_UNIT, *(() if leads else (GapReason.WRONG_SUBDISTRICT,)))


def _leaders(snapshot: Snapshot) -> Iterator[Item]:
    seats = {s.ref for g in snapshot.history.of("WorkGroup") for s in snapshot.seats(g.ref) if s.kind is SeatKind.SUBDISTRICT_LEADER}
    return (item for item in in_the_books(snapshot) if item.subject in seats)


def wrong_subdistrict(snapshot: Snapshot, item: Item) -> Outcome:
    return _judged(_standing(snapshot, item), GapReason.WRONG_SUBDISTRICT)


def _tell_elsewhere(snapshot: Snapshot, item: Item) -> Account:
    found = _told(snapshot, item)
    held = [x for x in snapshot.out("HOLDS", found.person.ref) if x.interval.holds(snapshot.day)]
    units = "、".join(dict.fromkeys(named(snapshot, y.end) for x in held for y in snapshot.out("POST_IN", x.end)))
    zh = f"{_where(snapshot, found, 'zh')}任职于{units},不是席位所要求的单位"
    return Account(
        zh, f"{_where(snapshot, found, 'en')} has a post in {units}, which is not the unit that the seat asks for", (found.link, *held)
    )


def unverified(snapshot: Snapshot, item: Item) -> Outcome:
    found = _standing(snapshot, item)
    return decided(found is not None and found.verdict.status is FillStatus.UNVERIFIED, False)


def _tell_unverified(snapshot: Snapshot, item: Item) -> Account:
    found = _told(snapshot, item)
    en = f"{_where(snapshot, found, 'en')}: no post of theirs is known"
    return Account(f"{_where(snapshot, found, 'zh')}没有任职记录", en, (found.link,))


# ---- what ends


def _effective(snapshot: Snapshot) -> Iterator[Item]:
    return (item for item in in_the_books(snapshot) if (f := filling(snapshot, item)) and f.effective)


def post_ends(snapshot: Snapshot, item: Item) -> Outcome:
    """Effective today, and in the books beyond the end of the post, with no other post that would do."""
    found = _standing(snapshot, item)
    held = found.verdict.holding if found and found.effective else None
    if found is None or held is None or held.interval.until is None:
        return Outcome.PASSED
    end = held.interval.until
    fits, _ = qualification(snapshot.history, found.person.ref, found.seat.ref, found.seat.kind, found.seat.group, end.latest)
    if fits or found.link.interval.holds(end.latest) is False:
        return Outcome.PASSED
    soon = end.reached(snapshot.day + timedelta(days=POST_ENDS_WITHIN))
    return decided(soon is True and fits is False, soon is not False)


def _tell_post_ends(snapshot: Snapshot, item: Item) -> Account:
    found = _told(snapshot, item)
    held = found.verdict.holding
    assert held is not None, "who is effective has a post"
    name, end = named(snapshot, held.end), held.interval.until
    zh = f"{_where(snapshot, found, 'zh')}的职务({name})将于 {end} 结束"
    return Account(zh, f"{_where(snapshot, found, 'en')}: the post {name} ends on {end}", (found.link, held))


def outlived(snapshot: Snapshot, item: Item) -> Outcome:
    """In the books for a seat of a group that is no more, or serves nobody any more."""
    group, found = group_of(snapshot, item.subject), filling(snapshot, item)
    if group is None or found is None:
        return Outcome.PASSED
    links = snapshot.history.out("SERVES", group)
    own = snapshot.history.actors[group].interval.holds(snapshot.day)
    lives = best(serves(snapshot.history, x, snapshot.day) for x in links) if links else own
    return decided(lives is False and found.on_paper, lives is not True)


def _tell_outlived(snapshot: Snapshot, item: Item) -> Account:
    found = _told(snapshot, item)
    links: tuple[Link, ...] = snapshot.history.out("SERVES", found.seat.group)
    en = f"{_where(snapshot, found, 'en')}: the group serves nobody on this day"
    return Account(f"{_where(snapshot, found, 'zh')}在席,而工作组已不存续", en, (found.link, *links))


RULES = (
    Rule(
        "WRONG_SUBDISTRICT",
        Severity.ERROR,
        Term("镇街领导非本镇街", "Leader of another subdistrict"),
        _leaders,
        wrong_subdistrict,
        _tell_elsewhere,
    ),
    Rule("GHOST", Severity.WARN, Term("空挂", "Ghost seat"), in_the_books, ghost, _tell_ghost),
    Rule("WRONG_UNIT", Severity.WARN, Term("单位不符", "Post in another unit"), in_the_books, wrong_unit, _tell_elsewhere),
    Rule(
        "V4", Severity.WARN, Term("在席超出工作组存续期", "Seat held beyond the life of the group"), in_any_books, outlived, _tell_outlived
    ),
    Rule(
        "POST_ENDS",
        Severity.WARN,
        Term("职务 30 日内结束", "Post that ends within 30 days"),
        _effective,
        post_ends,
        _tell_post_ends,
        POST_ENDS_WITHIN,
    ),
    Rule("UNVERIFIED", Severity.INFO, Term("未核实任职", "Post unverified"), in_the_books, unverified, _tell_unverified),
)
