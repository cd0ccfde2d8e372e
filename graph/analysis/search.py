"""Find things by name, code, full pinyin or initials, and say why each was found. Best matches first.

Cases are in the ledger: whoever asks fetches those whose number begins with `begun(text)`, and `search` puts them in their places.
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

from pypinyin import Style, lazy_pinyin

from graph.analysis.cases import CaseAnswer
from graph.analysis.directory import Found, inside
from graph.errors import BadArgument
from graph.model import Actor, Ref
from graph.snapshot import Snapshot, existed
from graph.view import View
from graph.vocabulary import LABEL_OF_LENGTH, Term


class EntityKind(StrEnum):
    DISTRICT = "DISTRICT"
    SUBDISTRICT = "SUBDISTRICT"
    COMMUNITY = "COMMUNITY"
    COURTYARD = "COURTYARD"
    ORGANIZATION = "ORGANIZATION"
    POST = "POST"
    PERSON = "PERSON"
    WORK_GROUP = "WORK_GROUP"
    CASE = "CASE"


class MatchKind(StrEnum):
    """In the order of preference."""

    NAME = "NAME"
    CODE = "CODE"
    PINYIN = "PINYIN"
    INITIALS = "INITIALS"


TERMS: Mapping[str, Mapping[StrEnum, Term]] = {
    "EntityKind": {
        EntityKind.DISTRICT: Term("区县", "District"),
        EntityKind.SUBDISTRICT: Term("镇街", "Subdistrict"),
        EntityKind.COMMUNITY: Term("村(社区)", "Community"),
        EntityKind.COURTYARD: Term("院坝", "Courtyard"),
        EntityKind.ORGANIZATION: Term("单位", "Organisation"),
        EntityKind.POST: Term("职务", "Post"),
        EntityKind.PERSON: Term("人员", "Person"),
        EntityKind.WORK_GROUP: Term("服务群众工作组", "Mass-service work group"),
        EntityKind.CASE: Term("问题", "Case"),
    },
    "MatchKind": {
        MatchKind.NAME: Term("名称", "Name"),
        MatchKind.CODE: Term("代码", "Code"),
        MatchKind.PINYIN: Term("全拼", "Full pinyin"),
        MatchKind.INITIALS: Term("拼音首字母", "Initials"),
    },
}

_LABELS: Mapping[EntityKind, str] = {kind: kind.title().replace("_", "") for kind in EntityKind}
_LONGEST = 64
_NAMES = ("name", "shortName", "title")


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found, the text that matched, and whether that is a name, a code, or how a name is said. `case`: it is this case."""

    found: Found
    matched: str
    by: MatchKind
    case: CaseAnswer | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A thing under each of the texts that it may be found by, folded, with the text as it is shown."""

    ref: Ref
    texts: tuple[tuple[MatchKind, str, str], ...]


def begun(text: str) -> str:
    """How the number of a case begins that a text looks for; letters are of either case. Errors: BadArgument as of `search`."""
    _sought(text)
    return "".join(unicodedata.normalize("NFKC", text).split())


def search(
    view: View,
    text: str,
    within: Sequence[str] | None = None,
    kinds: Collection[EntityKind] | None = None,
    cases: Iterable[CaseAnswer] = (),
) -> tuple[Hit, ...]:
    """What matches a text on this day, these cases among it. Errors: UnknownDivision; BadArgument where the text is blank or long.

    Whole matches come before beginnings, beginnings before the rest; then names, codes, pinyin, initials; then by kind and key.
    """
    sought = _sought(text)
    labels = [_LABELS[kind] for kind in EntityKind if kinds is None or kind in kinds]
    ranked = [ranked for part in view.scope(within) for ranked in _matches(part.snapshot, sought, labels, within)]
    ranked += _numbered(sought, labels, cases)
    return tuple(hit for _, hit in sorted(ranked, key=lambda pair: pair[0]))


def _sought(text: str) -> str:
    folded = _folded(text)
    if not 1 <= len(folded) <= _LONGEST:
        raise BadArgument(argument="text", value=text[:_LONGEST], cure=f"请给出 1 至 {_LONGEST} 个字符。/ Give 1 to {_LONGEST} characters.")
    return folded


_Ranked: TypeAlias = tuple[tuple[int, int, int, Ref, str], Hit]


def _matches(snapshot: Snapshot, sought: str, labels: Sequence[str], within: Sequence[str] | None) -> Iterator[_Ranked]:
    order = list(MatchKind)
    for entry in snapshot.once("search", _entries):
        if entry.ref.kind in labels and (best := _best(entry, sought)) and inside(snapshot, entry.ref, within):
            nearness, by, shown = best
            rank = (nearness, order.index(by), labels.index(entry.ref.kind), entry.ref, snapshot.district)
            yield rank, Hit(Found(snapshot, snapshot.actor(entry.ref)), shown, by)


def _numbered(sought: str, labels: Sequence[str], cases: Iterable[CaseAnswer]) -> Iterator[_Ranked]:
    for case in cases:
        nearness = _nearness(MatchKind.CODE, _folded(case.number), case.number, sought)
        if nearness is not None and "Case" in labels:
            rank = (nearness, list(MatchKind).index(MatchKind.CODE), labels.index("Case"), case.case.ref, case.snapshot.district)
            yield rank, Hit(Found(case.snapshot, case.case), case.number, MatchKind.CODE, case)


def _best(entry: _Entry, sought: str) -> tuple[int, MatchKind, str] | None:
    """How near the best of its texts comes, the shortest of several: 0 whole, 1 begins so, 2 holds it. Codes and initials begin so."""
    near = [(_nearness(by, text, shown, sought), by, shown) for by, text, shown in entry.texts]
    return min(((n, by, shown) for n, by, shown in near if n is not None), key=lambda match: (match[0], len(match[2])), default=None)


def _nearness(by: MatchKind, text: str, shown: str, sought: str) -> int | None:
    if text.startswith(sought):
        return int(text != sought)
    if sought not in text or by not in (MatchKind.NAME, MatchKind.PINYIN):
        return None
    return 2 if by is MatchKind.NAME or _begins_a_syllable(shown.split(), sought) else None


def _begins_a_syllable(syllables: Sequence[str], sought: str) -> bool:
    return any("".join(syllables[i:]).startswith(sought) for i in range(1, len(syllables)))


def _entries(snapshot: Snapshot) -> tuple[_Entry, ...]:
    begun = (snapshot.actor(a.ref) for label in _LABELS.values() for a in snapshot.history.of(label) if existed(a.interval, snapshot.day))
    return tuple(_Entry(actor.ref, tuple(_texts(actor))) for actor in begun)


def _texts(actor: Actor) -> Iterator[tuple[MatchKind, str, str]]:
    names = [name for key in _NAMES if (name := actor.text(key))]
    yield from ((MatchKind.NAME, _folded(name), name) for name in names)
    if actor.kind in LABEL_OF_LENGTH.values():
        yield MatchKind.CODE, actor.key, actor.key
    for said in map(_said, names):
        yield MatchKind.PINYIN, "".join(said), " ".join(said)
        initials = "".join(syllable[0] for syllable in said)
        yield MatchKind.INITIALS, initials, initials


@lru_cache(maxsize=65_536)
def _said(name: str) -> tuple[str, ...]:
    """The syllables of a name in pinyin without tones; ü is written v, as on a keyboard."""
    syllables = map(_folded, lazy_pinyin(name, style=Style.NORMAL, v_to_u=False))
    return tuple(syllable for syllable in syllables if syllable)


def _folded(text: str) -> str:
    """Texts are compared after NFKC, without case, white space and apostrophes."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")
    return "".join(c for c in folded if not c.isspace() and c not in "'’")
