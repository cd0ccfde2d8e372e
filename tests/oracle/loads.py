"""Who could be asked for a kind of seat on a day, and the groups that each carries, counted from the rows."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.days import boundary, start, within
from tests.oracle.holders import EFFECTIVE
from tests.oracle.people import People, in_team
from tests.oracle.rates import Rates
from tests.oracle.sheets import COMMUNITY, DEPARTMENT, LEADER, SUBDISTRICT, Row, Sheets
from tests.oracle.units import Units


class Loads:
    """The loads of one district."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._units = Units(sheets)
        self._people = People(sheets, self._units)
        self._rates = Rates(sheets)

    def carried(self, kind: str, day: date) -> dict[str, frozenset[str]]:
        """Everybody of the pool by name and number, and the groups."""
        out: dict[str, set[str]] = {person: set() for person in self._pool(kind, day)}
        for person, group in self._effective(kind, day):
            out.setdefault(person, set()).add(group)
        return {person: frozenset(groups) for person, groups in out.items()}

    def name(self, person: str) -> str:
        return self._people.name(person)

    def limit(self, kind: str, day: date) -> int | None:
        """One more than everybody's share, if nobody could carry less than a whole group."""
        people, communities = len(self.carried(kind, day)), len(self._rates.communities(day))
        return next((share + 1 for share in range(communities + 1) if share * people >= communities), None) if people else None

    def _effective(self, kind: str, day: date) -> Iterator[tuple[str, str]]:
        if kind in self._rates.rule(day):
            groups = {group for code in self._rates.communities(day) for group in self._rates.groups(code, day)}
            for group in groups:
                for person, status in self._rates.holders.seated(group, kind, day).items():
                    if status == EFFECTIVE:
                        yield person, group

    def _pool(self, kind: str, day: date) -> set[str]:
        return {p for p in self._people.with_posts() if any(self._counts(kind, post, day) for post in self._people.posts(p))}

    def _counts(self, kind: str, post: Row, day: date) -> bool:
        held = within(day, start(post["任职时间"], self._sheets.effective), boundary(post["免职时间"]))
        if held is not True or self._units.exists(post["单位"], day) is not True:
            return False
        if kind == LEADER:
            return post["级别"] == "区级领导"
        if kind == DEPARTMENT:
            return in_team(post) and self._units.is_department(post["单位"])
        own = self._units.governs(post["单位"])
        if kind == COMMUNITY:
            return own in self._rates.communities(day)
        return self._lasts(own, day) and in_team(post) is (kind == SUBDISTRICT)

    def _lasts(self, subdistrict: str, day: date) -> bool:
        """A subdistrict is in the list of divisions while a community of it is, those of a coarse start at any time."""
        rows = (row for row in self._sheets.divisions if len(row["区划代码"]) == 12 and row["区划代码"][:9] == subdistrict)
        return any(len(row["设立日期"]) < len("2019-05-20") or self._rates.exists(row["区划代码"], day) for row in rows)
