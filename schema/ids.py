"""Global ids: opaque, and in any view but today's they carry its day, so that a cache by id never mixes two days."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime

import strawberry

from graph.errors import BadArgument
from graph.view import View

_LONGEST = 8_000


@dataclass(frozen=True, slots=True)
class Key:
    """What an id says: a type of the API, a district, a key within it; the day and the moment, where it carries them."""

    type: str
    district: str
    key: str
    day: date | None = None
    known_at: datetime | None = None

    def __str__(self) -> str:
        parts = [self.type, self.district, self.key]
        parts += [moment.isoformat() for moment in (self.day, self.known_at) if moment is not None]
        return packed(parts)


def packed(parts: list[str]) -> str:
    """Strings as one opaque word."""
    return base64.urlsafe_b64encode(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).decode().rstrip("=")


def unpacked(word: str) -> list[str] | None:
    """The strings of an opaque word; None where it is none."""
    if len(word) > _LONGEST or not word.isascii():
        return None
    try:
        return strings(base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True))
    except binascii.Error:
        return None


def strings(text: str | bytes) -> list[str] | None:
    """A list of strings from its JSON; None where it is none."""
    try:
        parts = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return parts if isinstance(parts, list) and all(isinstance(part, str) for part in parts) else None


def known_at(view: View) -> datetime | None:
    """The moment that a view was opened at; None where it shows what is known now."""
    return next((snapshot.known_at for snapshot in view.snapshots), None)


def identify(view: View, type_: str, district: str, key: str) -> strawberry.ID:
    """The id of a thing in a view."""
    if view.is_today:
        return strawberry.ID(str(Key(type_, district, key)))
    return strawberry.ID(str(Key(type_, district, key, view.day, known_at(view))))


def read(id_: str) -> Key:
    """What an id says. Errors: BadArgument where it is none of ours."""
    parts = unpacked(id_) or []
    if not 3 <= len(parts) <= 5:
        raise misread(id_)
    try:
        day = date.fromisoformat(parts[3]) if len(parts) > 3 else None
        moment = datetime.fromisoformat(parts[4]) if len(parts) > 4 else None
    except ValueError:
        raise misread(id_) from None
    if moment is not None and moment.utcoffset() is None:
        raise misread(id_)
    return Key(parts[0], parts[1], parts[2], day, moment)


def read_as(type_: str, id_: str) -> Key:
    """What an id of this type says. Errors: BadArgument."""
    key = read(id_)
    if key.type != type_:
        raise BadArgument(argument="id", value=id_[:80], cure=f"请给出 {type_} 的 id。/ Give the id of a thing of type {type_}.")
    return key


def misread(id_: str) -> BadArgument:
    return BadArgument(argument="id", value=id_[:80], cure="请使用接口给出的 id。/ Use an id that this API has given.")
