"""Who receives and who leads the cases of a sample: people and units of its own posts, in office on the day."""

from collections import defaultdict
from datetime import date
from random import Random

from graph.vocabulary import Matter, PostRank, SeatKind
from loaders.sample.books import Cell
from loaders.sample.callings import Calling
from loaders.sample.district import District
from loaders.sample.places import Place
from loaders.sample.profile import SYNTHETIC, Post
from loaders.sample.units import committee, office

_SPONSORED = 0.04
"""How many of the big matters a district leader takes on."""


class Handlers:
    """The people of a district by unit."""

    def __init__(self, district: District, rng: Random) -> None:
        self._district = district
        self._rng = rng
        self._posts: defaultdict[str, list[Post]] = defaultdict(list)
        for post in district.posts:
            if post.source == SYNTHETIC:
                self._posts[post.unit].append(post)
        taken_over = {change.new for change in district.profile.renamed}
        self._departments = tuple(unit for unit in district.profile.departments if unit not in taken_over)

    def receiver(self, place: Place, on: date) -> str:
        """Somebody of the community's committee."""
        return self._somebody(committee(self._district.territory, place), on)

    def lead(self, place: Place, matter: Matter, calling: Calling, on: date, committee_led: bool) -> dict[str, Cell]:
        """主办单位 and 责任人, often with others who assist; a big matter now and then with a leader of the district."""
        own = committee(self._district.territory, place)
        outer = office(self._district.territory.subdistrict(place))
        small = matter is Matter.SMALL or committee_led
        unit = own if small else self._department(calling)
        found: dict[str, Cell] = {"主办单位": unit, "责任人": self._somebody(unit, on)}
        if self._rng.random() < 0.3:
            found["协办单位"] = outer if small else own
        if matter is Matter.BIG and self._rng.random() < _SPONSORED and (leader := self._leader(place, on)):
            found["牵头领导"] = leader
        return found

    def _department(self, calling: Calling) -> str:
        return calling.department if calling.department in self._departments else self._rng.choice(self._departments)

    def _somebody(self, unit: str, on: date) -> str:
        serving = [post.person for post in self._posts[unit] if _serves(post, on)]
        return self._rng.choice(serving) if serving else ""

    def _leader(self, place: Place, on: date) -> str:
        """The district leader of the community's group on the day, where the rule has that seat."""
        fillings = self._district.seats.get((place.code, SeatKind.DISTRICT_LEADER), [])
        people = next((f.people for f in fillings if f.since <= on and (f.until is None or on < f.until)), ())
        posts = (p for p in self._district.posts if p.person in people and p.rank is PostRank.DISTRICT_LEADER)
        return next((post.person for post in posts if _serves(post, on)), "")


def _serves(post: Post, on: date) -> bool:
    return post.since is not None and post.since <= on and (post.until is None or on < post.until)
