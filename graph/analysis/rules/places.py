"""Rules on places: is each community served by one group, each group for one community, does each lie where its code says?"""

from collections.abc import Iterator

from graph.analysis.rules.rule import Account, Item, Outcome, Rule, decided, named
from graph.analysis.rules.standing import exists, groups, served
from graph.courtyards import courtyards
from graph.model import Link, Ref, Severity
from graph.qualification import serves
from graph.snapshot import Snapshot
from graph.vocabulary import Term, place_kind

_INSIDE = {"Courtyard": ("IN_COMMUNITY", 12), "Community": ("IN_SUBDISTRICT", 9), "Subdistrict": ("IN_DISTRICT", 6)}
"""By which link a place lies in another, and how many digits of its code are the other's."""


def _communities(snapshot: Snapshot) -> Iterator[Item]:
    return (Item(c.ref) for c in snapshot.communities)


def _parents(snapshot: Snapshot, ref: Ref) -> tuple[Link, ...]:
    return snapshot.out(_INSIDE[ref.kind][0], ref)


# ---- one group, one community


def no_group(snapshot: Snapshot, item: Item) -> Outcome:
    if exists(snapshot, item.subject) is not True or snapshot.groups(item.subject):
        return Outcome.PASSED
    return decided(not snapshot.possible_groups(item.subject), True)


def _tell_no_group(snapshot: Snapshot, item: Item) -> Account:
    name = named(snapshot, item.subject)
    ever = bool(snapshot.history.into("SERVES", item.subject))
    zh, en = ("", "") if ever else (",名册从未列入", "; no roster ever named it")
    return Account(f"{name}没有服务群众工作组{zh}", f"{name} has no work group{en}", _parents(snapshot, item.subject))


def two_groups(snapshot: Snapshot, item: Item) -> Outcome:
    if exists(snapshot, item.subject) is not True:
        return Outcome.PASSED
    certain, possible = snapshot.groups(item.subject), snapshot.possible_groups(item.subject)
    return decided(len(certain) > 1, len(certain) + len(possible) > 1)


def _tell_two_groups(snapshot: Snapshot, item: Item) -> Account:
    links = tuple(sorted(snapshot.into("SERVES", item.subject), key=lambda x: x.key))
    name, all_ = named(snapshot, item.subject), "、".join(named(snapshot, x.start) for x in links)
    return Account(f"{name}有 {len(links)} 个工作组:{all_}", f"{name} has {len(links)} work groups: {all_}", links)


def _serving_links(snapshot: Snapshot, group: Ref) -> tuple[Link, ...]:
    """A group's service of communities that exist, or may."""
    links = sorted(snapshot.out("SERVES", group), key=lambda x: x.key)
    return tuple(x for x in links if exists(snapshot, x.end) is not False)


def two_communities(snapshot: Snapshot, item: Item) -> Outcome:
    links = _serving_links(snapshot, item.subject)
    certain = {x.end for x in links if serves(snapshot.history, x, snapshot.day) and exists(snapshot, x.end)}
    possible = {x.end for x in links if serves(snapshot.history, x, snapshot.day) is not False}
    return decided(len(certain) > 1, len(possible) > 1)


def _tell_two_communities(snapshot: Snapshot, item: Item) -> Account:
    links = _serving_links(snapshot, item.subject)
    name, all_ = named(snapshot, item.subject), "、".join(named(snapshot, x.end) for x in links)
    return Account(f"{name}联系 {len(links)} 个村(社区):{all_}", f"{name} serves {len(links)} communities: {all_}", links)


# ---- abolished


def _services(snapshot: Snapshot) -> Iterator[Item]:
    """Each group with each community that it serves by the books."""
    return (Item(g.ref, c.key) for g in snapshot.history.of("WorkGroup") for c in served(snapshot, g.ref))


def orphaned(snapshot: Snapshot, item: Item) -> Outcome:
    links = [x for x in snapshot.out("SERVES", item.subject) if x.end.key == item.part]
    end = snapshot.history.actors[links[0].end].interval.until if links else None
    gone = False if end is None else end.reached(snapshot.day)
    held = any(serves(snapshot.history, x, snapshot.day) for x in links)
    return decided(gone is True and held, gone is not False)


def _tell_orphaned(snapshot: Snapshot, item: Item) -> Account:
    links = tuple(x for x in snapshot.out("SERVES", item.subject) if x.end.key == item.part)
    place, name = snapshot.actor(links[0].end), named(snapshot, item.subject)
    zh = f"{name}所联系的{named(snapshot, place.ref)}已于 {place.interval.until} 撤销"
    return Account(zh, f"{name} serves {named(snapshot, place.ref)}, abolished on {place.interval.until}", links)


# ---- codes


def _places(snapshot: Snapshot) -> Iterator[Item]:
    for kind in ("Subdistrict", "Community"):
        yield from (Item(a.ref) for a in snapshot.existing(kind))


def _nested(snapshot: Snapshot) -> Iterator[Item]:
    yield from _places(snapshot)
    yield from (Item(yard.ref) for c in snapshot.communities for yard in courtyards(snapshot, c.ref))


def nesting(snapshot: Snapshot, item: Item) -> Outcome:
    digits = _INSIDE[item.subject.kind][1]
    parents = {x.end.key for x in _parents(snapshot, item.subject)}
    return decided(any(code != item.subject.key[:digits] for code in parents), not parents)


def _tell_nesting(snapshot: Snapshot, item: Item) -> Account:
    links = _parents(snapshot, item.subject)
    code, inside = item.subject.key, "、".join(x.end.key for x in links)
    return Account(f"代码 {code} 与所属区划 {inside} 不嵌套", f"The code {code} does not begin with that of {inside}, where it lies", links)


def kind(snapshot: Snapshot, item: Item) -> Outcome:
    told = snapshot.actor(item.subject).text("kind")
    return decided(bool(told) and told != place_kind(item.subject.key), not told)


def _tell_kind(snapshot: Snapshot, item: Item) -> Account:
    told, code = snapshot.actor(item.subject).text("kind"), item.subject.key
    by_code = place_kind(code) or "-"
    return Account(
        f"{code} 的类型 {told} 与代码所示 {by_code} 不符", f"{code} is a {told}; by its code a {by_code}", _parents(snapshot, item.subject)
    )


RULES = (
    Rule("NO_GROUP", Severity.ERROR, Term("村(社区)没有工作组", "Community without a work group"), _communities, no_group, _tell_no_group),
    Rule(
        "ORPHANED_GROUP",
        Severity.ERROR,
        Term("工作组联系已撤销的村(社区)", "Group that serves an abolished community"),
        _services,
        orphaned,
        _tell_orphaned,
    ),
    Rule(
        "TWO_GROUPS",
        Severity.WARN,
        Term("村(社区)有两个工作组", "Community with two work groups"),
        _communities,
        two_groups,
        _tell_two_groups,
    ),
    Rule(
        "TWO_COMMUNITIES",
        Severity.WARN,
        Term("工作组联系两个村(社区)", "Group that serves two communities"),
        groups,
        two_communities,
        _tell_two_communities,
    ),
    Rule("V8", Severity.ERROR, Term("区划代码不嵌套", "Codes that do not nest"), _nested, nesting, _tell_nesting),
    Rule("V9", Severity.ERROR, Term("类型与代码不符", "Kind other than the code says"), _places, kind, _tell_kind),
)
