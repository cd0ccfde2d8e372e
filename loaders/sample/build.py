"""The district without defects: everybody's posts, every group's seats, and the ordinary changes of three years."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import cycle, islice
from random import Random

from graph.vocabulary import PostRank, SeatKind
from loaders.sample.district import District
from loaders.sample.places import Place, Territory
from loaders.sample.profile import LEADING_BODIES, Profile, Renamed
from loaders.sample.units import committee, office

TEAM_TITLE = "领导班子成员"
_TURNOVER = (date(2018, 1, 2), date(2019, 12, 20))


def build(territory: Territory, profile: Profile, rng: Random) -> District:
    """All posts begin before the groups do; every seat is filled on every day by somebody with the right post."""
    district = District(territory, profile)
    _staff(district, rng)
    _seat(district, rng)
    for change in profile.renamed:
        _rename(district, change)
    _turn_over(district, rng)
    _state(district)
    return district


# ---- posts


def _staff(district: District, rng: Random) -> None:
    bodies = cycle(LEADING_BODIES.items())
    for body, title in islice(bodies, district.profile.leaders):
        district.recruit("区级领导", body, title, PostRank.DISTRICT_LEADER, _before_groups(district, rng))
    for unit in district.profile.departments:
        for _ in range(district.profile.department_team):
            district.recruit(_spoken(unit) + "班子", unit, TEAM_TITLE, PostRank.DEPT_LEADERSHIP, _before_groups(district, rng))
    for place in district.territory.subdistricts:
        _staff_office(district, place, rng)
    for place in district.territory.communities:
        _staff_committee(district, place, rng)


def _staff_office(district: District, place: Place, rng: Random) -> None:
    unit, cadres = office(place), max(2, len(district.territory.within(place)) // 2, _wanted(district, SeatKind.SUBDISTRICT_CADRE))
    for _ in range(district.profile.subdistrict_team):
        district.recruit(place.name + "班子", unit, TEAM_TITLE, PostRank.SUBDISTRICT_LEADERSHIP, _before_groups(district, rng))
    for _ in range(cadres):
        district.recruit(place.name + "干部", unit, "干部", PostRank.CADRE, _before_groups(district, rng))


def _staff_committee(district: District, place: Place, rng: Random) -> None:
    unit, prefix = committee(district.territory, place), district.territory.unique(place, place.short) + "干部"
    headed = any(post.unit == unit and post.rank is PostRank.COMMUNITY_SECRETARY for post in district.profile.facts)
    for number in range(max(district.profile.community_staff, _wanted(district, SeatKind.COMMUNITY_CADRE))):
        secretary = number == 0 and not headed
        rank, title = (PostRank.COMMUNITY_SECRETARY, "党组织书记") if secretary else (PostRank.COMMUNITY_CADRE, "工作人员")
        district.recruit(prefix, unit, title, rank, _before_groups(district, rng))


def _before_groups(district: District, rng: Random) -> date:
    since = district.profile.territory_since
    return since + timedelta(days=rng.randrange((district.profile.groups_since - since).days))


def _spoken(unit: str) -> str:
    return unit if unit.startswith("区委") else unit.removeprefix("区")


# ---- seats


def _seat(district: District, rng: Random) -> None:
    fill = {
        SeatKind.DISTRICT_LEADER: _seat_leaders,
        SeatKind.DEPARTMENT_LEADER: _seat_departments,
        SeatKind.SUBDISTRICT_LEADER: _seat_subdistricts,
        SeatKind.SUBDISTRICT_CADRE: _seat_subdistricts,
        SeatKind.COMMUNITY_CADRE: _seat_communities,
    }
    for spec in district.profile.rule:
        fill[spec.kind](district, spec.kind, rng)


def _seat_leaders(district: District, kind: SeatKind, rng: Random) -> None:
    """Neighbouring communities to one leader, to each as many as to the others or one more."""
    leaders = list(district.leaders(district.profile.groups_since))
    rng.shuffle(leaders)
    communities = district.territory.communities
    least, more = divmod(len(communities), len(leaders))
    turns = [leader for i, leader in enumerate(leaders) for _ in range(least + (i < more))]
    for place, leader in zip(communities, turns, strict=True):
        district.seat(place.code, kind, (leader,))


def _seat_departments(district: District, kind: SeatKind, rng: Random) -> None:
    departments, links = list(district.profile.departments), district.profile.links
    rng.shuffle(departments)
    turns = {unit: cycle(_team(district, unit, PostRank.DEPT_LEADERSHIP)) for unit in departments}
    others = cycle(departments)
    for place in district.territory.communities:
        unit = links.get(place.code) or next(others)
        district.seat(place.code, kind, (next(turns[unit]),), unit)


def _seat_subdistricts(district: District, kind: SeatKind, rng: Random) -> None:
    rank = PostRank.SUBDISTRICT_LEADERSHIP if kind is SeatKind.SUBDISTRICT_LEADER else PostRank.CADRE
    for subdistrict in district.territory.subdistricts:
        team = list(_team(district, office(subdistrict), rank))
        rng.shuffle(team)
        turns = cycle(team)
        for place in district.territory.within(subdistrict):
            district.seat(place.code, kind, tuple(islice(turns, _wanted(district, kind))))


def _seat_communities(district: District, kind: SeatKind, rng: Random) -> None:
    """One or two, as far as the rule lets; the secretary first."""
    spec = district.asks(kind)
    most = spec.maximum if spec and spec.maximum else 2
    for place in district.territory.communities:
        unit = committee(district.territory, place)
        staff = _team(district, unit, PostRank.COMMUNITY_SECRETARY) + _team(district, unit, PostRank.COMMUNITY_CADRE)
        district.seat(place.code, kind, staff[: max(_wanted(district, kind), min(most, rng.choice((1, 2))))])


def _team(district: District, unit: str, rank: PostRank) -> tuple[str, ...]:
    return district.team(unit, rank, district.profile.groups_since)


def _wanted(district: District, kind: SeatKind) -> int:
    spec = district.asks(kind)
    return max(1, spec.minimum) if spec else 0


# ---- what changes in the ordinary course


def _rename(district: District, change: Renamed) -> None:
    """The department was another until the day: its people held their posts there, its groups were linked to it."""
    district.move(_team(district, change.new, PostRank.DEPT_LEADERSHIP), change)
    for code in _linked(district, change.new):
        people = district.sits(code, SeatKind.DEPARTMENT_LEADER).people
        district.seat(code, SeatKind.DEPARTMENT_LEADER, people, change.old)
        district.hand_over(code, SeatKind.DEPARTMENT_LEADER, people, change.on, change.new)


def _linked(district: District, unit: str) -> list[str]:
    kind = SeatKind.DEPARTMENT_LEADER
    return [code for (code, k), fillings in district.seats.items() if k is kind and fillings[-1].unit == unit]


def _turn_over(district: District, rng: Random) -> None:
    """Members of subdistricts' leaderships are succeeded, and their groups handed over the same day."""
    kind, first = SeatKind.SUBDISTRICT_LEADER, _TURNOVER[0]
    if district.asks(kind) is None:
        return
    subdistricts: Sequence[Place] = district.territory.subdistricts
    for subdistrict in rng.sample(subdistricts, min(district.profile.turnover, len(subdistricts))):
        leaving = rng.choice(_team(district, office(subdistrict), PostRank.SUBDISTRICT_LEADERSHIP))
        codes = district.served_by(leaving, kind)
        if any(district.place(code).spared for code in codes):
            continue
        on = first + timedelta(days=rng.randrange((_TURNOVER[1] - first).days))
        heir = district.succeed(leaving, on)
        for code in codes:
            people = tuple(heir if person == leaving else person for person in district.sits(code, kind).people)
            district.hand_over(code, kind, people, on)


# ---- what the sources state


def _state(district: District) -> None:
    """The stated posts, and the stated holders of a seat beside those that have it: from the day of the statement."""
    district.posts.extend(district.profile.facts)
    kind = SeatKind.COMMUNITY_CADRE
    spec = district.asks(kind)
    if spec is None:
        return
    for code, name in district.profile.seated:
        people = district.sits(code, kind).people
        if spec.maximum is None or len(people) < spec.maximum:
            district.hand_over(code, kind, (name, *people), district.profile.as_of)
