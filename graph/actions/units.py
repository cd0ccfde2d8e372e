"""Which unit a name means: an organisation known by this name, or the division that it governs.

Names are compared after NFKC, without white space, and without leading province, city and district names. A unit whose name is
a division's (full or short, with or without its subdistrict's name before, or an office's word after it) governs that division.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from graph.actions.drafting import Draft
from graph.model import Actor, Ref
from graph.vocabulary import PROVINCES

_SPACE = re.compile(r"\s+")
_COMMITTEES = ("居民委员会", "居委会", "村民委员会", "村委会")
_SUFFIXES = {
    "District": ("人民政府", "政府"),
    "Subdistrict": ("街道办事处", "镇人民政府", "人民政府", "办事处", "镇政府", "政府", "党工委", "党委"),
    "Community": (*_COMMITTEES, "党委"),
}


def folded(name: str) -> str:
    """A name as it is compared: NFKC and no white space."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", name))


def short_name(name: str) -> str:
    """A community's name without its committee's word; a village keeps its 村."""
    for word in _COMMITTEES:
        if name.endswith(word) and name != word:
            rest = name[: -len(word)]
            return rest + "村" if word.startswith("村") and not rest.endswith("村") else rest
    return name


class Names:
    """The names of one draft's divisions and organisations."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._district = next((folded(a.text("name")) for a in draft.of("District")), "")
        self._places: defaultdict[str, dict[Ref, None]] = defaultdict(dict)
        for place in self._divisions():
            for form in self._forms(place):
                self._places[form][place.ref] = None
        self._organizations: defaultdict[str, dict[Ref, None]] = defaultdict(dict)
        for organization in draft.of("Organization"):
            self.learn(organization)

    def canonical(self, name: str) -> str:
        """A unit's name as it is compared."""
        rest = folded(name)
        for lead in ("中国共产党", "中共"):
            rest = rest.removeprefix(lead)
        head, found, tail = rest.partition(self._district) if self._district else (rest, "", "")
        if found and tail and (not head or head[-1] in "省市州盟区"):
            return tail
        if rest in self._places:  # a division's own name may begin as a province's does: 北京居委会
            return rest
        for province in PROVINCES:
            if rest.startswith(province) and len(rest) > len(province) + 1:
                rest = rest.removeprefix(province).removeprefix("市").removeprefix("省")
        return rest[1:] if rest[:1] in ("区", "县", "市") and len(rest) > 2 else rest

    def places(self, name: str) -> tuple[Ref, ...]:
        """The divisions that a name may mean; several where it stands more than once."""
        return tuple(self._places.get(folded(name), ())) or tuple(self._places.get(self.canonical(name), ()))

    def organizations(self, name: str) -> tuple[Ref, ...]:
        """The organisations known by this name, also by a short or a former one."""
        return tuple(self._organizations.get(self.canonical(name), ()))

    def learn(self, organization: Actor) -> None:
        """Know an organisation by its names from now on."""
        names = [organization.text("name"), organization.text("shortName"), *organization.text("formerNames").split("、")]
        for name in filter(None, names):
            self._organizations[self.canonical(name)][organization.ref] = None

    def governed(self, organization: Ref) -> tuple[Ref, ...]:
        """The divisions that an organisation governs, on any day."""
        return tuple(x.end for x in self._draft.out("GOVERNS", organization))

    def _divisions(self) -> Iterator[Actor]:
        for kind in ("District", "Subdistrict", "Community"):
            yield from self._draft.of(kind)

    def _forms(self, place: Actor) -> Iterator[str]:
        for bare in self._bare(place):
            yield bare
            yield from (bare + word for word in _SUFFIXES[place.kind])
            yield from (bare[:-1] + word for word in _SUFFIXES[place.kind] if bare[-1:] == word[:1])

    def _bare(self, place: Actor) -> Iterator[str]:
        names = dict.fromkeys((folded(place.text("name")), short_name(folded(place.text("name"))), folded(place.text("shortName"))))
        outer = [self._draft.actor(x.end) for x in self._draft.out("IN_SUBDISTRICT", place.ref)]
        for name in filter(None, names):
            yield name
            yield from (folded(o.text("name")) + name for o in outer if o)
