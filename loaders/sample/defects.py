"""The planter: what is wrong in the sample, put there on purpose, each in a community of its own.

A planter changes the district as life would have, and says what it did. Where a rule has no such seat it plants nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from random import Random

from graph.errors import BadArgument
from graph.vocabulary import GapReason, PostRank, SeatKind
from loaders.sample.build import TEAM_TITLE
from loaders.sample.district import District
from loaders.sample.places import Place
from loaders.sample.profile import LEADING_BODIES, Post
from loaders.sample.truth import Defect, Json, Trap
from loaders.sample.units import committee, office

LEADER, DEPARTMENT, SUBDISTRICT = SeatKind.DISTRICT_LEADER, SeatKind.DEPARTMENT_LEADER, SeatKind.SUBDISTRICT_LEADER
COMMUNITY = SeatKind.COMMUNITY_CADRE
GHOSTS = (LEADER, SUBDISTRICT, SUBDISTRICT, COMMUNITY, COMMUNITY)
OVERLOAD = 8
WEAK = 3
LAST_DAY_WRITTEN = date(2019, 6, 30)


class Lot:
    """Draws communities that nothing has happened to yet, and none that are spared."""

    def __init__(self, district: District, rng: Random) -> None:
        self.district = district
        self.rng = rng
        self.used = {place.code for place in district.territory.communities if place.spared}

    def free(self, code: str) -> bool:
        return code not in self.used and self.district.untouched(code)

    def take(self, fits: Callable[[str], bool] = lambda code: True) -> str:
        """One free community that fits. Errors: BadArgument where the district is too small."""
        codes = [place.code for place in self.district.territory.communities if self.free(place.code) and fits(place.code)]
        if not codes:
            count = len(self.district.territory.communities)
            raise BadArgument(argument="divisions", value=f"{count} communities", cure="Take a larger district, or plant nothing (clean).")
        chosen = self.rng.choice(codes)
        self.used.add(chosen)
        return chosen

    def day(self, first: date, last: date) -> date:
        """A weekday from the first to the last."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return self.rng.choice([day for day in days if day.weekday() < 5])


def plant(district: District, rng: Random) -> tuple[list[Defect], list[Trap]]:
    """Change the district; give the gaps that this makes, and the traps that make none."""
    lot = Lot(district, rng)
    ghosts = list(_ghosts(lot))
    weak, vacancy = _weak_organisations(lot)
    traps = [weak, *_overload(lot), *_return(lot), *_inclusive_end(lot)]
    others = [*_no_department_member(lot), *_double_holders(lot), *_one_in_two_seats(lot), *_wrong_subdistrict(lot)]
    return [*ghosts, *vacancy, *others], traps


# ---- gaps


def _ghosts(lot: Lot) -> Iterator[Defect]:
    """Transferred in the reform of March 2019: post over, successor there, and one group's roster never adjusted."""
    for kind in filter(lot.district.one_person, GHOSTS):
        code = lot.take(partial(_alone_and_free_to_go, lot, kind))
        (person,) = lot.district.sits(code, kind).people
        others = [other for other in lot.district.served_by(person, kind) if other != code]
        on = lot.day(date(2019, 3, 1), date(2019, 3, 29))
        heir = lot.district.succeed(person, on)
        _transfer(lot, person, code, kind, on)
        for other in others:
            lot.district.hand_over(other, kind, (heir,), on)
            lot.used.add(other)
        lenient = kind is LEADER and lot.district.one_person(DEPARTMENT)
        yield Defect("ghost", GapReason.GHOST, code, (kind,), (person,), on, lenient=lenient, more={"successor": heir})


def _alone_and_free_to_go(lot: Lot, kind: SeatKind, code: str) -> bool:
    people = lot.district.sits(code, kind).people
    others = lot.district.served_by(people[0], kind)
    return len(people) == 1 and all(lot.free(other) for other in others)


def _transfer(lot: Lot, person: str, code: str, kind: SeatKind, on: date) -> None:
    """A subdistrict's leader goes to a department, a community's cadre up to the subdistrict, a district's leader away."""
    if kind is SUBDISTRICT and lot.district.profile.departments:
        unit = lot.rng.choice(lot.district.profile.departments)
        lot.district.posts.append(Post(person, unit, TEAM_TITLE, PostRank.DEPT_LEADERSHIP, on))
    elif kind is COMMUNITY:
        unit = office(_subdistrict(lot, code))
        lot.district.posts.append(Post(person, unit, "干部", PostRank.CADRE, on))


def _no_department_member(lot: Lot) -> Iterator[Defect]:
    """The department stays linked and for some months, 30 June 2019 among them, names nobody."""
    if not lot.district.one_person(DEPARTMENT):
        return
    for _ in range(3):
        code = lot.take()
        before = lot.district.sits(code, DEPARTMENT)
        since, until = lot.day(date(2019, 4, 1), date(2019, 6, 28)), lot.day(date(2019, 7, 3), date(2019, 9, 30))
        heir = _colleague(lot, code, DEPARTMENT, before.people[0], since)
        lot.district.hand_over(code, DEPARTMENT, (), since)
        lot.district.hand_over(code, DEPARTMENT, (heir,), until)
        more: dict[str, Json] = {"lastHolder": before.people[0], "department": before.unit}
        lenient = lot.district.one_person(LEADER)
        yield Defect("vacancy", GapReason.VACANT, code, (DEPARTMENT,), (), since, until, lenient=lenient, more=more)


def _double_holders(lot: Lot) -> Iterator[Defect]:
    for kind in (SUBDISTRICT, DEPARTMENT):
        spec = lot.district.asks(kind)
        if spec is None or spec.maximum != 1:
            continue
        code, on = lot.take(), lot.day(date(2018, 1, 8), date(2018, 11, 30))
        (holder,) = lot.district.sits(code, kind).people
        second = _colleague(lot, code, kind, holder, on)
        lot.district.hand_over(code, kind, (holder, second), on)
        yield Defect("double_holder", GapReason.OVER_MAX, code, (kind,), (holder, second), on, strict=True, lenient=True)


def _colleague(lot: Lot, code: str, kind: SeatKind, holder: str, by: date) -> str:
    """Another of the same leadership team, there since that day at the latest: the one with the fewest groups."""
    if kind is DEPARTMENT:
        team = lot.district.team(lot.district.sits(code, kind).unit, PostRank.DEPT_LEADERSHIP, by)
    else:
        team = lot.district.team(office(_subdistrict(lot, code)), PostRank.SUBDISTRICT_LEADERSHIP, by)
    return lot.district.least_busy([person for person in team if person != holder], kind)


def _subdistrict(lot: Lot, code: str) -> Place:
    return lot.district.territory.subdistrict(lot.district.place(code))


def _one_in_two_seats(lot: Lot) -> Iterator[Defect]:
    """A subdistrict's leader becomes the community's first secretary as well, and sits alone for both."""
    if not (lot.district.one_person(SUBDISTRICT) and lot.district.one_person(COMMUNITY)):
        return
    code, on = lot.take(), lot.day(date(2018, 3, 1), date(2018, 10, 31))
    (person,) = lot.district.sits(code, SUBDISTRICT).people
    unit = committee(lot.district.territory, lot.district.place(code))
    lot.district.posts.append(Post(person, unit, "第一书记", PostRank.COMMUNITY_CADRE, on))
    lot.district.hand_over(code, COMMUNITY, (person,), on)
    yield Defect("one_in_two_seats", GapReason.SAME_PERSON, code, (SUBDISTRICT, COMMUNITY), (person,), on)


def _wrong_subdistrict(lot: Lot) -> Iterator[Defect]:
    if not lot.district.one_person(SUBDISTRICT) or len(lot.district.territory.subdistricts) < 2:
        return
    code, on = lot.take(), lot.day(date(2018, 5, 2), date(2018, 12, 28))
    own = _subdistrict(lot, code)
    elsewhere = lot.rng.choice([place for place in lot.district.territory.subdistricts if place != own])
    team = lot.district.team(office(elsewhere), PostRank.SUBDISTRICT_LEADERSHIP, on)
    stranger = lot.district.least_busy(team, SUBDISTRICT)
    lot.district.hand_over(code, SUBDISTRICT, (stranger,), on)
    more: dict[str, Json] = {"subdistrictOfPost": elsewhere.code}
    yield Defect("wrong_subdistrict", GapReason.WRONG_SUBDISTRICT, code, (SUBDISTRICT,), (stranger,), on, more=more)


# ---- what is no gap, or not only


def _weak_organisations(lot: Lot) -> tuple[Trap, list[Defect]]:
    """Weak and lax organisations, of villages where there are any; the first one's group lacks its subdistrict leader to this day."""
    villages = any(place.village and lot.free(place.code) for place in lot.district.territory.communities)
    codes = tuple(lot.take(lambda code: lot.district.place(code).village or not villages) for _ in range(WEAK))
    trap = Trap("weak_and_lax", codes, more={"vacantIn": codes[0]})
    if not lot.district.one_person(SUBDISTRICT):
        return trap, []
    on = lot.day(date(2019, 8, 1), date(2019, 10, 31))
    (holder,) = lot.district.sits(codes[0], SUBDISTRICT).people
    lot.district.hand_over(codes[0], SUBDISTRICT, (), on)
    more: dict[str, Json] = {"lastHolder": holder}
    return trap, [Defect("weak_and_lax_vacancy", GapReason.VACANT, codes[0], (SUBDISTRICT,), (), on, more=more)]


def _overload(lot: Lot) -> Iterator[Trap]:
    """One more district leader, with more groups than anybody ought to have: taken one each from others who have the usual number."""
    if not lot.district.one_person(LEADER):
        return
    on = lot.day(date(2018, 7, 2), date(2018, 9, 28))
    carried = {leader: len(lot.district.served_by(leader, LEADER)) for leader in lot.district.leaders(on)}
    ((usual, _),) = Counter(carried.values()).most_common(1)
    giving = {leader for leader, groups in carried.items() if groups == usual}
    newcomer = lot.district.recruit("区级领导", "区委", LEADING_BODIES["区委"], PostRank.DISTRICT_LEADER, on)
    taken = []
    for _ in range(max(OVERLOAD, usual + 3)):
        taken.append(lot.take(lambda code: lot.district.sits(code, LEADER).people[0] in giving))
        giving.difference_update(lot.district.sits(taken[-1], LEADER).people)
        lot.district.hand_over(taken[-1], LEADER, (newcomer,), on)
    yield Trap("overload", tuple(taken), (newcomer,), {"since": on.isoformat()})


def _return(lot: Lot) -> Iterator[Trap]:
    """A leader leaves a group to another and comes back: two disjoint periods, and no day without a leader."""
    if not lot.district.one_person(LEADER):
        return
    code = lot.take()
    (leader,) = lot.district.sits(code, LEADER).people
    left, back = lot.day(date(2018, 2, 1), date(2018, 4, 27)), lot.day(date(2018, 9, 3), date(2018, 12, 28))
    between = lot.district.least_busy([other for other in lot.district.leaders(left) if other != leader], LEADER)
    lot.district.hand_over(code, LEADER, (between,), left)
    lot.district.hand_over(code, LEADER, (leader,), back)
    yield Trap("returning_leader", (code,), (leader, between), {"left": left.isoformat(), "back": back.isoformat()})


def _inclusive_end(lot: Lot) -> Iterator[Trap]:
    """A row that ends "2019-06-30止", with a successor from the next day: no gap."""
    if not lot.district.one_person(SUBDISTRICT):
        return
    code, on = lot.take(), LAST_DAY_WRITTEN + timedelta(days=1)
    (holder,) = lot.district.sits(code, SUBDISTRICT).people
    heir = _colleague(lot, code, SUBDISTRICT, holder, on)
    lot.district.hand_over(code, SUBDISTRICT, (heir,), on)
    lot.district.inclusive.add((code, on))
    yield Trap("inclusive_end", (code,), (holder, heir), {"lastDay": LAST_DAY_WRITTEN.isoformat()})
