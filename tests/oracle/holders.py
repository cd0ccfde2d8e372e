"""The status of everybody in a seat on a day, and why it is not EFFECTIVE."""

from datetime import date
from functools import cache

from tests.oracle.days import Truth, all_of, any_of, boundary, opposite, start, within
from tests.oracle.people import People, in_team
from tests.oracle.rosters import REPRESENTS, SERVES, Rosters
from tests.oracle.sheets import COMMUNITY, DEPARTMENT, LEADER, SUBDISTRICT, SUBDISTRICT_CADRE, Row, Sheets
from tests.oracle.units import Units

EFFECTIVE, UNVERIFIED, UNKNOWN, GHOST, VACANT = "EFFECTIVE", "UNVERIFIED", "UNKNOWN", "GHOST", "VACANT"
WRONG_UNIT, WRONG_SUBDISTRICT = "WRONG_UNIT", "WRONG_SUBDISTRICT"


class Holders:
    """Who sits where on a day, and whether they may."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheet_day = sheets.effective
        self._days = tuple(sheets.days())
        self._units = Units(sheets)
        self._people = People(sheets, self._units)
        self.rosters = Rosters(sheets, self._people)
        self.status = cache(self._status)
        self.qualifies = cache(self._qualifies)
        self.seated = cache(self._seated)
        self.on_paper = cache(self._on_paper)
        self._ever = cache(self._ever_qualified)

    def name(self, person: str) -> str:
        return self._people.name(person)

    def _seated(self, group: str, kind: str, day: date) -> dict[str, str]:
        """Everybody who fills the seat, or may do so where the dates are too coarse, with the status."""
        people = self.rosters.ever(group, kind)
        return {
            person: self.status(group, kind, person, day) for person in people if self.rosters.fills(group, kind, person, day) is not False
        }

    def _on_paper(self, group: str, kind: str, day: date) -> frozenset[str]:
        """F: who fills the seat for certain."""
        return frozenset(p for p in self.rosters.ever(group, kind) if self.rosters.fills(group, kind, p, day) is True)

    def _status(self, group: str, kind: str, person: str, day: date) -> str:
        """Of somebody who fills the seat or may do so."""
        fills = self.rosters.fills(group, kind, person, day)
        qualified = self.qualifies(group, kind, person, day)
        if fills is True and qualified is True:
            return EFFECTIVE
        if not self._people.posts(person):
            return UNVERIFIED
        return UNKNOWN if fills is None or qualified is None else GHOST

    def reason(self, group: str, kind: str, person: str, day: date) -> str:
        """Why somebody is not EFFECTIVE; of a ghost GHOST, WRONG_UNIT or WRONG_SUBDISTRICT."""
        status = self.status(group, kind, person, day)
        if status != GHOST or self._ever(group, kind, person) or not self._elsewhere(kind, person, day):
            return status
        return WRONG_SUBDISTRICT if kind in (SUBDISTRICT, SUBDISTRICT_CADRE) else WRONG_UNIT

    def _qualifies(self, group: str, kind: str, person: str, day: date) -> Truth:
        """Does the person hold a post on that day that the seat asks for?"""
        posts = self._people.posts(person)
        return any_of(all_of((self._held(post, day), self._suits(group, kind, post, day))) for post in posts)

    def _ever_qualified(self, group: str, kind: str, person: str) -> bool:
        return any(self.qualifies(group, kind, person, day) is True for day in self._days)

    def _held(self, post: Row, day: date) -> Truth:
        """A post counts only while its unit exists."""
        holds = within(day, start(post["任职时间"], self._sheet_day), boundary(post["免职时间"]))
        return all_of((holds, self._units.exists(post["单位"], day)))

    def _suits(self, group: str, kind: str, post: Row, day: date) -> Truth:
        if kind == LEADER:
            return post["级别"] == "区级领导"
        if kind == DEPARTMENT:
            return in_team(post) and self._for_department(group, post["单位"], day)
        own = self._units.governs(post["单位"])
        if kind == COMMUNITY:
            return own in self._served(group, day)
        return own in {code[:9] for code in self._served(group, day)} and (kind == SUBDISTRICT_CADRE or in_team(post))

    def _served(self, group: str, day: date) -> tuple[str, ...]:
        """The communities of that day; outside its service all that it ever served."""
        ever = self.rosters.ever(group, SERVES)
        return tuple(code for code in ever if self.rosters.serves(group, code, day) is True) or ever

    def _for_department(self, group: str, unit: str, day: date) -> Truth:
        """Is the unit what the seat represents, or what became of that by the day? A seat that represents nothing takes any."""
        ever = self.rosters.ever(group, REPRESENTS)
        serving = any(self.rosters.serves(group, code, day) is True for code in self.rosters.ever(group, SERVES))
        if not serving:
            return any_of(self._units.succeeds(unit, represented, day) for represented in ever)
        stands = {represented: self.rosters.represents(group, represented, day) for represented in ever}
        right = any_of(all_of((stands[name], self._units.succeeds(unit, name, day))) for name in ever)
        nothing = opposite(any_of(stands.values()))
        return any_of((right, all_of((nothing, self._units.is_department(unit)))))

    def _elsewhere(self, kind: str, person: str, day: date) -> bool:
        """Does the person hold a post of the seat's kind on that day, in whatever unit?"""
        return any(self._held(post, day) is True and self._of_kind(kind, post) for post in self._people.posts(person))

    def _of_kind(self, kind: str, post: Row) -> bool:
        if kind == LEADER:
            return post["级别"] == "区级领导"
        if kind == DEPARTMENT:
            return in_team(post) and self._units.is_department(post["单位"])
        own = self._units.governs(post["单位"])
        if kind == COMMUNITY:
            return len(own) == 12
        return len(own) == 9 and (kind == SUBDISTRICT_CADRE or in_team(post))
