"""Facts ⇄ properties of nodes and relationships. Pure: no statement and no connection here.

Dates are native (`since: 2019-05-12`), instants carry their zone. Where a date is no exact day its precision and the source's own
text stand beside it (`sincePrecision: "MONTH"`, `sinceRaw: "2019年5月"`, and `since` is its first possible day); an unknown one has
no `since` but `sinceUnknown: true` and `sinceBy`, the last day on which it can lie (and `sinceNotBefore`, the first, where there is
one). A property without a value is not stored. A withdrawn node has no label but _Retracted: `formerLabels` are those that it bore,
its kind first, and `former` says what it was by district, kind and key.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from neo4j.time import Date, DateTime

from graph.errors import BadRecord
from graph.interval import Interval, PartialDate, Precision
from graph.model import Actor, Change, Imported, Link, Receipt, Ref, Scalar, Source
from graph.vocabulary import LINKS, NODES, LinkKind

Properties: TypeAlias = Mapping[str, Any]

_PARTS = ("", "Precision", "Latest", "Raw", "Unknown", "By", "NotBefore")
_LIFE = frozenset(name + part for name in ("since", "until") for part in _PARTS)
_PROVENANCE = frozenset({"districtCode", "recordedAt", "source", "sourceFile", "sourceSheet", "sourceCell", "importId"})
_BY_TYPE = {type_: kind for kind in LINKS.values() for type_ in (kind.type, kind.retracted)}
_LINK_OWN = frozenset({"id", "number", "retractedAt", "retractedReason", "retractedBy"})
_ACTOR_OWN = frozenset({"withdrawn", "former", "formerLabels"})
_DONE, _UNDONE = "DONE", "UNDONE"


# ---- values


def _stored(value: Scalar) -> Any:
    if isinstance(value, str):
        return str(value)  # a member of an enumeration becomes plain text
    return list(value) if isinstance(value, tuple) else value


def _read(value: Any) -> Scalar:
    if isinstance(value, Date):
        return value.to_native()
    return tuple(value) if isinstance(value, list) else value


def _day(value: Date) -> date:
    return value.to_native()


def _instant(value: DateTime | str) -> datetime:
    """From a server's instant or its text, which may name its zone in brackets; one without a zone is of UTC."""
    native = datetime.fromisoformat(value.split("[")[0]) if isinstance(value, str) else value.to_native()
    return native.astimezone(UTC) if native.tzinfo else native.replace(tzinfo=UTC)


def _with_zone(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"an instant without a zone: {moment}")
    return moment.astimezone(UTC)


def _present(properties: Properties) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value is not None}


def _free(properties: Mapping[str, Scalar], taken: frozenset[str]) -> dict[str, Any]:
    """A fact's own properties; ValueError if one has a name that the record uses for itself."""
    if clash := taken & properties.keys():
        raise ValueError(f"properties with reserved names: {sorted(clash)}")
    return {name: _stored(value) for name, value in properties.items()}


def _others(properties: Properties, taken: frozenset[str]) -> dict[str, Scalar]:
    return {name: _read(value) for name, value in properties.items() if name not in taken}


# ---- dates of any precision


def _natural(earliest: date, precision: Precision) -> PartialDate:
    """The whole day, month or year that begins on `earliest`."""
    if precision is Precision.YEAR:
        return PartialDate.year(earliest.year)
    return PartialDate.month(earliest.year, earliest.month) if precision is Precision.MONTH else PartialDate.day(earliest)


def cleared(name: str) -> dict[str, Any]:
    """Every property that a boundary may have, as none."""
    return {name + part: None for part in _PARTS}


def boundary_properties(name: str, boundary: PartialDate | None) -> dict[str, Any]:
    """A boundary under `name` and, where it is no exact day, under names that begin with it."""
    if boundary is None:
        return {}
    raw = boundary.raw or None
    if boundary.precision is Precision.UNKNOWN:
        first = None if boundary.earliest == date.min else boundary.earliest
        return _present({f"{name}Unknown": True, f"{name}By": boundary.latest, f"{name}NotBefore": first, f"{name}Raw": raw})
    exact = boundary.precision is Precision.DAY
    part = None if boundary.latest == _natural(boundary.earliest, boundary.precision).latest else boundary.latest
    beside = {} if exact else {f"{name}Precision": boundary.precision.value, f"{name}Raw": raw}
    return _present({name: boundary.earliest, f"{name}Latest": part, **beside})


def boundary(name: str, properties: Properties) -> PartialDate | None:
    """The boundary stored under `name`; None where there is none."""
    raw = properties.get(f"{name}Raw", "")
    if properties.get(f"{name}Unknown"):
        first = properties.get(f"{name}NotBefore")
        return PartialDate(_day(first) if first else date.min, _day(properties[f"{name}By"]), Precision.UNKNOWN, raw)
    if name not in properties:
        return None
    earliest = _day(properties[name])
    precision = Precision(properties.get(f"{name}Precision", Precision.DAY))
    latest = properties.get(f"{name}Latest")
    return PartialDate(earliest, _day(latest) if latest else _natural(earliest, precision).latest, precision, raw)


def _life_properties(interval: Interval) -> dict[str, Any]:
    return boundary_properties("since", interval.since) | boundary_properties("until", interval.until)


def _life(properties: Properties) -> Interval:
    return Interval(boundary("since", properties), boundary("until", properties))


# ---- where and when a fact was learnt


def _provenance_properties(fact: Actor | Link | Change) -> dict[str, Any]:
    source = fact.source
    return {
        "districtCode": fact.district,
        "recordedAt": _with_zone(fact.recorded_at),
        "source": source.title,
        "sourceFile": source.file,
        "sourceSheet": source.sheet,
        "sourceCell": source.cell,
        "importId": source.import_id,
    }


def _recorded(properties: Properties) -> datetime:
    """KeyError where it is missing, or None as a statement returns what is missing."""
    if properties["recordedAt"] is None:
        raise KeyError("recordedAt")
    return _instant(properties["recordedAt"])


def _source(properties: Properties) -> Source:
    names = ("sourceFile", "sourceSheet", "sourceCell", "importId")
    return Source(properties.get("source", ""), *(properties.get(name) for name in names))


# ---- nodes


def actor_properties(actor: Actor) -> dict[str, Any]:
    key = NODES[actor.kind].key
    own = _free(actor.properties, _PROVENANCE | _LIFE | _ACTOR_OWN | {key})
    return _present({key: actor.key, **own, **_life_properties(actor.interval), **_provenance_properties(actor)})


def former(district: str, ref: Ref) -> str:
    """What a withdrawn node was."""
    return "/".join((district, *ref))


def withdrawal_properties(actor: Actor) -> dict[str, Any]:
    """What a node has once it is out of the books."""
    moments = [_with_zone(moment) for moment in actor.withdrawn]
    return {"former": former(actor.district, actor.ref), "formerLabels": [actor.kind, *actor.extra], "withdrawn": moments}


def restoration_properties(actor: Actor) -> dict[str, Any]:
    """What a node has once it is in the books again: what is said of it now, and when it was first recorded."""
    moments = [_with_zone(moment) for moment in actor.withdrawn]
    said = cleared("since") | cleared("until") | actor_properties(actor)
    return {**said, "former": None, "formerLabels": None, "withdrawn": moments}


def actor(kind: str, labels: Iterable[str], properties: Properties) -> Actor:
    """A node from its properties. Error: BadRecord."""
    key = NODES[kind].key
    try:
        return _actor(kind, key, labels, properties)
    except KeyError as lacking:
        raise BadRecord(record=f"{kind} {properties.get(key, '?')}", lacks=lacking.args[0]) from lacking


def _actor(kind: str, key: str, labels: Iterable[str], properties: Properties) -> Actor:
    return Actor(
        kind,
        properties[key],
        properties["districtCode"],
        _recorded(properties),
        _source(properties),
        _life(properties),
        _others(properties, _PROVENANCE | _LIFE | _ACTOR_OWN | {key}),
        tuple(sorted(set(labels) - {kind})),
        tuple(_instant(moment) for moment in properties.get("withdrawn", ())),
    )


def ref(labels: Sequence[str], names: Sequence[str], keys: Sequence[Any]) -> Ref:
    """A node of a kind not known before: by its labels, and by the values that it has under the names of all kinds' keys.

    One of no kind that we know has its first label and no key.
    """
    kind = next((label for label in labels if label in NODES), None)
    return Ref(kind, keys[names.index(NODES[kind].key)]) if kind else Ref("".join(labels[:1]), "?")


# ---- relationships


def _everywhere(district: str, key: str) -> str:
    """A link's key as stored: unique over all districts, as its constraint is."""
    return f"{district}/{key}"


def link_id(link: Link) -> str:
    """A link's own id as stored, unique for ever and everywhere."""
    return _everywhere(link.district, link.id)


def link_properties(link: Link) -> dict[str, Any]:
    key = LINKS[link.type].key
    own = _free(link.properties, _PROVENANCE | _LIFE | _LINK_OWN | {key})
    identity = {key: _everywhere(link.district, link.key), "id": link_id(link), "number": link.number}
    return _present({**identity, **own, **_life_properties(link.interval), **_provenance_properties(link), **retraction_properties(link)})


def retraction_properties(link: Link) -> dict[str, Any]:
    """What a retraction adds to a link; nothing for a live one."""
    at = link.retracted_at
    return _present({"retractedAt": at and _with_zone(at), "retractedReason": link.reason, "retractedBy": link.retracted_by})


def link(type_: str, start: Ref, end: Ref, properties: Properties) -> Link:
    """A link from its relationship, live or retracted. Error: BadRecord."""
    try:
        return _link(_BY_TYPE[type_], start, end, properties)
    except KeyError as lacking:
        raise BadRecord(record=f"({start.kind} {start.key})-[{type_}]->({end.kind} {end.key})", lacks=lacking.args[0]) from lacking


def _link(kind: LinkKind, start: Ref, end: Ref, properties: Properties) -> Link:
    key = kind.key
    retracted = properties.get("retractedAt")
    district = properties["districtCode"]
    return Link(
        kind.type,
        properties[key].removeprefix(_everywhere(district, "")),
        start,
        end,
        district,
        _recorded(properties),
        _source(properties),
        _life(properties),
        _others(properties, _PROVENANCE | _LIFE | _LINK_OWN | {key}),
        properties["number"],
        _instant(retracted) if retracted else None,
        properties.get("retractedReason"),
        properties.get("retractedBy"),
    )


# ---- changes of a property


def _value_properties(name: str, value: Scalar | PartialDate) -> dict[str, Any]:
    return boundary_properties(name, value) if isinstance(value, PartialDate) else {name: _stored(value)}


def _value(name: str, field: str, properties: Properties) -> Scalar | PartialDate:
    return boundary(name, properties) if field in ("since", "until") else _read(properties.get(name))


def event_properties(change: Change) -> dict[str, Any]:
    """The ChangeEvent: which property, from which value to which, on which day."""
    values = _value_properties("from", change.old) | _value_properties("to", change.new)
    return _present({"changeId": change.key, "field": change.name, "on": change.on, **values, **_provenance_properties(change)})


def current_properties(change: Change) -> dict[str, Any]:
    """What the change makes of its subject's own properties; None takes one away."""
    return _set(change.name, change.new)


def previous_properties(change: Change) -> dict[str, Any]:
    """What its subject's own properties are once the change is taken back."""
    return _set(change.name, change.old)


def _set(name: str, value: Scalar | PartialDate) -> dict[str, Any]:
    before = cleared(name) if name in ("since", "until") else {}
    return {**before, **_value_properties(name, value)}


def changes_properties(change: Change) -> dict[str, Any]:
    """The relationship from a ChangeEvent to its subject."""
    return _present({"id": _everywhere(change.district, f"{change.key}#1"), **_provenance_properties(change)})


def change(subject: Ref, properties: Properties, retracted_at: str | None = None, retracted_by: str | None = None) -> Change:
    """A change from its ChangeEvent. Error: BadRecord."""
    try:
        return _change(subject, properties, retracted_at, retracted_by)
    except KeyError as lacking:
        raise BadRecord(record=f"(ChangeEvent)-[CHANGES]->({subject.kind} {subject.key})", lacks=lacking.args[0]) from lacking


def _change(subject: Ref, properties: Properties, retracted_at: str | None, retracted_by: str | None) -> Change:
    name, on = properties["field"], properties.get("on")
    return Change(
        properties["changeId"],
        subject,
        properties["districtCode"],
        name,
        _value("from", name, properties),
        _value("to", name, properties),
        _day(on) if on else None,
        _recorded(properties),
        _source(properties),
        _instant(retracted_at) if retracted_at else None,
        retracted_by,
    )


# ---- book-keeping


def receipt_properties(receipt: Receipt, district: str, revision: int, undoes: str | None = None) -> dict[str, Any]:
    """An _Import: who brought what and when, and the counter that it made; which other one it undoes."""
    return {
        "importId": receipt.import_id,
        "districtCode": district,
        "revision": revision,
        "at": _with_zone(receipt.at),
        "actor": receipt.actor,
        "title": receipt.title,
        "files": list(receipt.files),
        "state": _DONE,
        **{f"count_{name}": count for name, count in receipt.counts.items()},
        **({"undoes": undoes} if undoes else {}),
    }


def undone_properties(import_id: str) -> dict[str, Any]:
    return {"importId": import_id, "state": _UNDONE}


def imported(properties: Properties) -> Imported:
    return Imported(
        properties["importId"],
        properties["districtCode"],
        _instant(properties["at"]),
        properties.get("actor", ""),
        tuple(properties.get("files", ())),
        properties.get("title", ""),
        properties.get("state") == _UNDONE,
        properties.get("undoes"),
    )
