"""Rules on the seats of a group: is each required one held, by not too many, each by somebody else, and is every level there?"""

from collections.abc import Collection, Iterator, Mapping

from graph.analysis.composition import Needs, questions, seated
from graph.analysis.people_groups import Reading, holders
from graph.analysis.rules.rule import Account, Item, Outcome, Rule, decided, named
from graph.analysis.rules.standing import groups, kind_of, seats, serves_somebody, serving
from graph.analysis.terms import CoverageKpi, Strictness
from graph.model import Link, Ref, Severity
from graph.snapshot import Filling, Seat, Snapshot
from graph.vocabulary import FillStatus, Level, Term, label

_MAYBE = (FillStatus.EFFECTIVE, FillStatus.UNKNOWN, FillStatus.UNVERIFIED)


def _people(found: Collection[Seat], *statuses: FillStatus) -> int:
    """How many people of these statuses sit in these seats."""
    return len({f.person.ref for seat in found for f in seat.fillings if f.verdict.status in statuses})


def _names(fillings: Collection[Filling]) -> str:
    return "、".join(dict.fromkeys(f.person.text("name") for f in fillings))


def _links(fillings: Collection[Filling]) -> tuple[Link, ...]:
    return tuple(f.link for f in fillings)


def _services(snapshot: Snapshot, group: Ref) -> tuple[Link, ...]:
    return snapshot.out("SERVES", group)


# ---- too few, too many


def _required(snapshot: Snapshot) -> Iterator[Item]:
    kinds = [kind for kind, spec in snapshot.rule.items() if spec.minimum >= 1]
    return (Item(group, kind) for group in serving(snapshot) for kind in kinds)


def vacant(snapshot: Snapshot, item: Item) -> Outcome:
    spec = snapshot.rule.get(kind_of(item))
    if spec is None or serves_somebody(snapshot, item.subject) is not True:
        return Outcome.PASSED
    fillings = [f for seat in seats(snapshot, item) for f in seat.fillings]
    certain, possible = {f.person.ref for f in fillings if f.on_paper}, {f.person.ref for f in fillings}
    return decided(len(possible) < spec.minimum, len(certain) < spec.minimum)


def _tell_vacant(snapshot: Snapshot, item: Item) -> Account:
    name, kind = named(snapshot, item.subject), kind_of(item)
    stands_for = [x for seat in seats(snapshot, item) for x in snapshot.out("REPRESENTS", seat.ref)]
    units = "、".join(named(snapshot, x.end) for x in stands_for)
    zh, en = f"{name}的“{label(kind)}”席位空缺", f"{name}: nobody is in the books as “{label(kind, 'en')}”"
    evidence = (*_services(snapshot, item.subject), *stands_for)
    return Account(zh + (f"(代表{units})" if units else ""), en + (f" ({units})" if units else ""), evidence)


def _limited(snapshot: Snapshot) -> Iterator[Item]:
    kinds = [kind for kind, spec in snapshot.rule.items() if spec.maximum is not None]
    return (Item(group, kind) for group in serving(snapshot) for kind in kinds)


def crowded(snapshot: Snapshot, item: Item) -> Outcome:
    spec, found = snapshot.rule.get(kind_of(item)), seats(snapshot, item)
    if spec is None or spec.maximum is None or serves_somebody(snapshot, item.subject) is not True:
        return Outcome.PASSED
    return decided(_people(found, FillStatus.EFFECTIVE) > spec.maximum, _people(found, *_MAYBE) > spec.maximum)


def _tell_crowded(snapshot: Snapshot, item: Item) -> Account:
    held = [f for seat in seats(snapshot, item) for f in seat.effective]
    name, kind, most = named(snapshot, item.subject), kind_of(item), snapshot.rule[kind_of(item)].maximum
    zh = f"{name}的“{label(kind)}”席位最多 {most} 人,有 {_names(held)}"
    return Account(zh, f"{name}: at most {most} as “{label(kind, 'en')}”, there are {_names(held)}", _links(held))


# ---- one person, one seat; one head


def _members(snapshot: Snapshot) -> Iterator[Item]:
    """Everybody in a group that serves, once a group."""
    for group in serving(snapshot):
        people = {f.person.key for seat in snapshot.seats(group) for f in seat.fillings}
        yield from (Item(group, person) for person in sorted(people))


def _of(snapshot: Snapshot, item: Item) -> list[Filling]:
    return [f for seat in snapshot.seats(item.subject) for f in seat.fillings if f.person.key == item.part]


def same_person(snapshot: Snapshot, item: Item) -> Outcome:
    if serves_somebody(snapshot, item.subject) is not True:
        return Outcome.PASSED
    fillings = _of(snapshot, item)
    return decided(len({f.seat.ref for f in fillings if f.on_paper}) > 1, len({f.seat.ref for f in fillings}) > 1)


def _tell_same_person(snapshot: Snapshot, item: Item) -> Account:
    fillings, name = _of(snapshot, item), named(snapshot, item.subject)
    zh, en = (" + ".join(dict.fromkeys(label(f.seat.kind, language) for f in fillings)) for language in ("zh", "en"))
    return Account(f"{_names(fillings)}在{name}占两席:{zh}", f"{_names(fillings)} has two seats in {name}: {en}", _links(fillings))


def _heads(snapshot: Snapshot, group: Ref) -> list[Filling]:
    return [f for seat in snapshot.seats(group) for f in seat.fillings if f.link.flag("isHead")]


def heads(snapshot: Snapshot, item: Item) -> Outcome:
    if serves_somebody(snapshot, item.subject) is not True:
        return Outcome.PASSED
    found = _heads(snapshot, item.subject)
    return decided(len({f.person.ref for f in found if f.on_paper}) > 1, len({f.person.ref for f in found}) > 1)


def _tell_heads(snapshot: Snapshot, item: Item) -> Account:
    found, name = _heads(snapshot, item.subject), named(snapshot, item.subject)
    return Account(f"{name}有几名牵头负责人:{_names(found)}", f"{name} has several heads: {_names(found)}", _links(found))


# ---- levels


def _levels(snapshot: Snapshot) -> Mapping[Level, tuple[Needs, ...]]:
    """What each level asks for; of the district both seats."""
    asked = snapshot.once("levels", lambda s: questions(s.rule))
    of_levels = {q.level: choices for q, choices in asked.items() if q.kpi is CoverageKpi.LEVEL and q.strictness is not Strictness.LENIENT}
    return {level: choices for level, choices in of_levels.items() if level}


def _asked_levels(snapshot: Snapshot) -> Iterator[Item]:
    """Each level of each community that has a group; who has none lacks more than a level."""
    levels = _levels(snapshot)
    return (Item(c.ref, level) for c in snapshot.communities if snapshot.groups(c.ref) for level in levels)


def _holds(snapshot: Snapshot, group: Ref, choices: tuple[Needs, ...], reading: Reading) -> bool:
    held = holders(snapshot, group, reading)
    return any(seated(needs, held) for needs in choices)


def broken(snapshot: Snapshot, item: Item) -> Outcome:
    community, choices = item.subject, _levels(snapshot).get(Level(item.part))
    serving_it = snapshot.groups(community)
    if choices is None or not serving_it or not snapshot.history.actors[community].interval.holds(snapshot.day):
        return Outcome.PASSED
    if any(_holds(snapshot, group, choices, Reading.EFFECTIVE) for group in serving_it):
        return Outcome.PASSED
    possible = (*serving_it, *snapshot.possible_groups(community))
    return decided(not any(_holds(snapshot, group, choices, Reading.AT_BEST) for group in possible), True)


def _tell_broken(snapshot: Snapshot, item: Item) -> Account:
    level, name = Level(item.part), named(snapshot, item.subject)
    kinds = {kind for needs in _levels(snapshot)[level] for kind in needs}
    found = [f for group in snapshot.groups(item.subject) for seat in snapshot.seats(group) for f in seat.fillings if seat.kind in kinds]
    zh, en = f"{name}的{label(level)}层级断开", f"{name} is not linked at the level {label(level, 'en')}"
    return Account(zh, en, (*snapshot.into("SERVES", item.subject), *_links(found)))


RULES = (
    Rule("LEVEL_BROKEN", Severity.ERROR, Term("层级断开", "Broken level"), _asked_levels, broken, _tell_broken),
    Rule("V2", Severity.ERROR, Term("超过席位数", "More holders than the seat allows"), _limited, crowded, _tell_crowded),
    Rule("V14", Severity.ERROR, Term("一人占两席", "One person in two seats"), _members, same_person, _tell_same_person),
    Rule("VACANT", Severity.WARN, Term("席位空缺", "Vacant seat"), _required, vacant, _tell_vacant),
    Rule("V6", Severity.WARN, Term("一个工作组有两名牵头负责人", "Group with two heads"), groups, heads, _tell_heads),
)
