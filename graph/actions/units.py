"""Which unit a name means: an organisation known by this name, or the division that it governs.

Names are compared after NFKC, without white space, and without leading province, city and district names. A unit whose name is
a division's (full or short, with or without its subdistrict's name before, or an office's word after it) governs that division.
A name that nothing bears today may be one that something bore before.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from graph.actions.drafting import Draft
from graph.model import Actor, Ref
from graph.vocabulary import PLACES, PROVINCES

_SPACE = re.compile(r"\s+")
_PARTY = re.compile("^(?:中国共产党|中共)")
_PROVINCE = "|".join(p if p.endswith("自治区") else f"{p}[省市]" for p in PROVINCES)
_LEADING_PROVINCE = re.compile(f"^(?:{_PROVINCE})(?=..)(?!委)")
_OUTER = re.compile(f"(?:{_PROVINCE}|{'|'.join(PROVINCES)})?(?:.{{1,8}}(?:市|州|盟|地区))?")
_WORDS_OF_THEIR_OWN = re.compile(
    "[区县市]委|[区县市]域|区[块划间]|市[场容]|市民(?:中心|服务)|市政(?:园林|管理|工程|设施|公用|建设|局|处|所)"
)
"""Beginnings that look like a bare 区, 县 or 市 before a name, and are part of it: 市场监管局, 区委办公室."""
_COMMITTEES = ("居民委员会", "居委会", "村民委员会", "村委会")
_OFFICES = {
    "District": ("人民政府", "政府"),
    "Subdistrict": ("街道办事处", "镇人民政府", "人民政府", "办事处", "镇政府", "政府", "党工委", "党委", "工作委员会", "委员会"),
    "Community": (*_COMMITTEES, "党委"),
}

_ONE_WORD = {
    "居委会": "居民委员会",
    "居民委员会": "居民委员会",
    "村委会": "村民委员会",
    "村民委员会": "村民委员会",
    "政府": "人民政府",
    "人民政府": "人民政府",
    "党工委": "党工委",
    "工作委员会": "党工委",
    "办事处": "街道办事处",
}
"""Words at the end of the name of a unit that governs a division, as the one that they all mean."""


def folded(name: str) -> str:
    """A name as it is compared: NFKC and no white space."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", name))


def short_name(name: str) -> str:
    """A community's name without its committee's word; a village keeps its 村."""
    for word in _COMMITTEES:
        if name.endswith(word) and name != word:
            rest = name[: -len(word)]
            return rest + "村" if word.startswith("村") and not rest.endswith(("村", "社区")) else rest
    return name


def _office_word(name: str) -> str:
    """The word for the committee or office that a name ends with, always the same one for the same; empty where there is none."""
    endings = sorted((word for word in _ONE_WORD if folded(name).endswith(word)), key=len)
    return _ONE_WORD[endings[-1]] if endings else ""


class Names:
    """The names of one draft's divisions and organisations."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        named = next((folded(a.text("name")) for a in draft.of("District")), "")
        self._district = "" if named.isdigit() else named
        self._places: defaultdict[str, dict[Ref, None]] = defaultdict(dict)
        self._organizations: defaultdict[str, dict[Ref, None]] = defaultdict(dict)
        self._former: defaultdict[str, dict[Ref, None]] = defaultdict(dict)
        for place in (a for kind in PLACES for a in draft.of(kind)):
            for form in self._forms(place, (place.text("name"), place.text("shortName"))):
                self._places[form][place.ref] = None
        for organization in draft.of("Organization"):
            self.learn(organization)
        self._remember()

    def canonical(self, name: str) -> str:
        """A unit's name as it is compared."""
        rest = _PARTY.sub("", folded(name))
        head, found, tail = rest.partition(self._district) if self._district else (rest, "", "")
        if found and tail and _OUTER.fullmatch(head):
            return self._district[-1] + tail if tail.startswith("委") else tail
        rest = _LEADING_PROVINCE.sub("", rest)
        bare = rest[:1] in ("区", "县", "市") and len(rest) > 2 and not _WORDS_OF_THEIR_OWN.match(rest)
        return rest[1:] if bare else rest

    def places(self, name: str) -> tuple[Ref, ...]:
        """The divisions that a name may mean; several where it stands more than once."""
        spellings = (folded(name), self.canonical(name))
        found = (table.get(spelling) for table in (self._places, self._former) for spelling in spellings)
        return tuple(ref for ref in next(filter(None, found), ()) if ref.kind in PLACES)

    def bears(self, place: Ref, name: str) -> bool:
        """Is this a name that the division has now?"""
        return any(place in self._places.get(spelling, ()) for spelling in (folded(name), self.canonical(name)))

    def organizations(self, name: str) -> tuple[Ref, ...]:
        """The organisations known by this name, also by a short or a former one."""
        spelling = self.canonical(name)
        return tuple(self._organizations.get(spelling, ())) or tuple(r for r in self._former.get(spelling, ()) if r.kind not in PLACES)

    def otherwise_written(self, name: str) -> tuple[Ref, ...]:
        """The organisations that govern the division of this name and bear the same word written out or in short: 居委会, 居民委员会."""
        places, word = self.places(name), _office_word(name)
        if len(places) != 1 or not word:
            return ()
        units = (self._draft.actor(link.start) for link in self._draft.into("GOVERNS", places[0]))
        return tuple(dict.fromkeys(unit.ref for unit in units if unit and _office_word(unit.text("name")) == word))

    def call(self, organization: Ref, name: str) -> None:
        """Know an organisation by a further name from now on."""
        self._organizations[self.canonical(name)][organization] = None

    def learn(self, organization: Actor) -> None:
        """Know an organisation by its names from now on."""
        names = [organization.text("name"), organization.text("shortName"), *organization.text("formerNames").split("、")]
        for name in filter(None, names):
            self._organizations[self.canonical(name)][organization.ref] = None

    def governed(self, organization: Ref) -> tuple[Ref, ...]:
        """The divisions that an organisation governs, on any day."""
        return tuple(x.end for x in self._draft.out("GOVERNS", organization))

    def _remember(self) -> None:
        """The names that things bore before."""
        for change in self._draft.changes:
            actor = self._draft.actor(change.subject)
            if change.name not in ("name", "shortName") or not isinstance(change.old, str) or actor is None:
                continue
            forms = self._forms(actor, (change.old,)) if actor.kind in PLACES else (self.canonical(change.old),)
            for form in forms:
                self._former[form][actor.ref] = None

    def _forms(self, place: Actor, names: Iterable[str]) -> Iterator[str]:
        for bare in self._bare(place, names):
            yield bare
            yield from (bare + word for word in _OFFICES[place.kind])
            yield from (bare[:-1] + word for word in _OFFICES[place.kind] if bare[-1:] == word[:1])
            if place.kind == "Subdistrict" and (stem := bare.removesuffix("街道").removesuffix("镇").removesuffix("乡")) != bare:
                yield from (stem + word for word in _OFFICES[place.kind] if not word.startswith(("街道", "镇")))

    def _bare(self, place: Actor, names: Iterable[str]) -> Iterator[str]:
        outer = [self._draft.actor(x.end) for x in self._draft.out("IN_SUBDISTRICT", place.ref)]
        for name in dict.fromkeys(form for full in map(folded, names) if full for form in (full, short_name(full))):
            yield name
            yield from (folded(o.text("name")) + name for o in outer if o)
