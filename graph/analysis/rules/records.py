"""Rules on the record itself: spans that end before they begin, circles, and people who may be one."""

from collections import Counter
from collections.abc import Iterator

from graph.analysis.rules.rule import SUBJECTS, Account, Item, Outcome, Rule, decided, named
from graph.interval import Interval
from graph.model import Link, Ref, Severity
from graph.snapshot import Snapshot
from graph.vocabulary import LINKS, Term

_CIRCLES = ("UNIT_OF", "SUCCEEDED_BY")


# ---- spans


def _spans(snapshot: Snapshot) -> Iterator[Item]:
    """Every node and every link with a start and an end, on whatever days."""
    yield from (Item(a.ref) for kind in sorted(SUBJECTS) for a in snapshot.history.of(kind) if _bounded(a.interval))
    for link in snapshot.history.links:
        subject = _subject(link) if _bounded(link.interval) else None
        if subject is not None and not LINKS[link.type].ledger:
            yield Item(subject, f"{link.type} {link.key}")


def _bounded(span: Interval) -> bool:
    return span.since is not None and span.until is not None


def _subject(link: Link) -> Ref | None:
    return next((end for end in (link.start, link.end) if end.kind in SUBJECTS), None)


def _link(snapshot: Snapshot, item: Item) -> Link | None:
    type_, _, key = item.part.partition(" ")
    of_it = (*snapshot.history.out(type_, item.subject), *snapshot.history.into(type_, item.subject))
    return next((x for x in of_it if x.key == key), None)


def empty_span(snapshot: Snapshot, item: Item) -> Outcome:
    if not item.part:
        return decided(snapshot.history.actors[item.subject].interval.empty, False)
    link = _link(snapshot, item)
    return decided(link is not None and link.interval.empty, False)


def _tell_empty_span(snapshot: Snapshot, item: Item) -> Account:
    link, name = _link(snapshot, item), named(snapshot, item.subject)
    span = link.interval if link else snapshot.history.actors[item.subject].interval
    what = LINKS[link.type] if link else None
    zh = f"{name}{what.zh if what else ''}的起始 {span.since} 不早于终止 {span.until}"
    en = f"{name}{' ' + what.en if what else ''}: the start {span.since} is not before the end {span.until}"
    return Account(zh, en, (link,) if link else ())


# ---- circles


def _lines(snapshot: Snapshot) -> Iterator[Item]:
    for type_ in _CIRCLES:
        kinds = dict.fromkeys(start for start, _ in LINKS[type_].pairs)
        yield from (Item(a.ref, type_) for kind in kinds for a in snapshot.history.of(kind) if snapshot.out(type_, a.ref))


def circle(snapshot: Snapshot, item: Item) -> Outcome:
    return decided(item.subject in _reached(snapshot, item), False)


def _reached(snapshot: Snapshot, item: Item) -> set[Ref]:
    """What is come to from a thing by its links of this day, step after step."""
    found, todo = set[Ref](), [item.subject]
    while todo:
        ends = {x.end for x in snapshot.out(item.part, todo.pop()) if x.interval.holds(snapshot.day)} - found
        found |= ends
        todo.extend(ends)
    return found


def _tell_circle(snapshot: Snapshot, item: Item) -> Account:
    name, words = named(snapshot, item.subject), LINKS[item.part]
    zh, en = f"{name}经“{words.zh}”回到自身", f"{name} comes back to itself by “{words.en}”"
    return Account(zh, en, snapshot.out(item.part, item.subject))


# ---- people


def _people(snapshot: Snapshot) -> Iterator[Item]:
    here = (a for a in snapshot.history.of("Person") if a.interval.holds(snapshot.day) is not False)
    return (Item(a.ref) for a in here if not a.text("mergedInto"))


def _named_alike(snapshot: Snapshot) -> Counter[str]:
    return snapshot.once(_named_alike, lambda s: Counter(s.actor(item.subject).text("name") for item in _people(s)))


def namesake(snapshot: Snapshot, item: Item) -> Outcome:
    """Another one of the district has the same name, and nobody has said that they are one."""
    person = snapshot.actor(item.subject)
    return decided(not person.text("mergedInto") and _named_alike(snapshot)[person.text("name")] > 1, False)


def _tell_namesake(snapshot: Snapshot, item: Item) -> Account:
    name = named(snapshot, item.subject)
    held = tuple(snapshot.history.out("HOLDS", item.subject)) + tuple(snapshot.history.out("FILLS", item.subject))
    count = _named_alike(snapshot)[name]
    return Account(f"有 {count} 人同名“{name}”,请核对是否同一人", f"{count} people are called {name}: are they one?", held)


RULES = (
    Rule("V1", Severity.ERROR, Term("起始不早于终止", "Span that ends before it begins"), _spans, empty_span, _tell_empty_span),
    Rule("V12", Severity.ERROR, Term("循环", "Circle"), _lines, circle, _tell_circle),
    Rule("DUPLICATE_PERSON", Severity.INFO, Term("疑似同一人", "Perhaps the same person"), _people, namesake, _tell_namesake),
)
