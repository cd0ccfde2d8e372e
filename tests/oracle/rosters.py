"""What the rosters say about a group on a day: whom it serves, who sits where, what the department's seat represents."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from tests.oracle.days import Boundary, Truth, any_of, boundary, start, within
from tests.oracle.people import People
from tests.oracle.sheets import SEATS, Row, Sheets, names

SERVES = "SERVES"
REPRESENTS = "REPRESENTS"


class Claim(NamedTuple):
    """What a row says of its group: SERVES and a code, REPRESENTS and a unit, or a kind of seat and a person."""

    what: str
    whom: str


class Line(NamedTuple):
    """A row of a roster, with the day of its file."""

    row: Row
    effective: str
    claims: frozenset[Claim]

    @property
    def since(self) -> Boundary:
        """Blank: some day up to the day of the file."""
        return start(self.row.get("起始时间", ""), self.effective)

    @property
    def until(self) -> Boundary | None:
        return boundary(self.row.get("终止时间", ""))

    @property
    def blank(self) -> bool:
        return not self.row.get("起始时间", "")

    def covers(self, day: date) -> Truth:
        """Does the row speak for that day? Without a start it does from the day of the file on."""
        since = Boundary(self.since.latest, self.since.latest) if self.blank else self.since
        return within(day, since, self.until)


class Rosters:
    """All rosters of one district, file by file, group by group."""

    def __init__(self, sheets: Sheets, people: People) -> None:
        self._files: list[dict[str, list[Line]]] = []
        for roster in sheets.rosters:
            file: dict[str, list[Line]] = {}
            for row in roster.rows:
                file.setdefault(group_of(row), []).append(Line(row, roster.effective, frozenset(_claims(row, people))))
            self._files.append(file)
        self.groups = tuple(sorted({group for file in self._files for group in file}))
        self.holds = cache(self._holds)

    def serves(self, group: str, community: str, day: date) -> Truth:
        return self.holds(group, Claim(SERVES, community), day)

    def fills(self, group: str, kind: str, person: str, day: date) -> Truth:
        return self.holds(group, Claim(kind, person), day)

    def represents(self, group: str, unit: str, day: date) -> Truth:
        return self.holds(group, Claim(REPRESENTS, unit), day)

    def ever(self, group: str, what: str) -> tuple[str, ...]:
        """Whom the group ever served, what its seat ever represented, who ever sat there."""
        return tuple(sorted({claim.whom for line in self._lines(group) for claim in line.claims if claim.what == what}))

    def _holds(self, group: str, claim: Claim, day: date) -> Truth:
        """What the last file that covers the day says; ends that meet join, and a blank start may lie on earlier days not told of."""
        lines = [line for line in self._lines(group) if claim in line.claims]
        told = self._by_last_file(group, claim, day, len(self._files))
        if told is None and _joined(lines, day) is True:
            return True
        return None if told is False and self._perhaps_earlier(group, claim, day) is None else told

    def _perhaps_earlier(self, group: str, claim: Claim, day: date) -> Truth:
        """Within a row without a start, on a day before its file, and after all that rows tell of the group until then?"""
        lines = [*self._lines(group)]
        blank = {line.since.latest: line for line in lines if line.blank and claim in line.claims}
        there = {own: line for own, line in blank.items() if self._by_last_file(group, claim, own, len(self._files)) is not False}
        return any_of(within(day, Boundary(_last_told(lines, own), own), line.until) for own, line in there.items())

    def _by_last_file(self, group: str, claim: Claim, day: date, files: int) -> Truth:
        if files == 0:
            return False
        lines = self._files[files - 1].get(group, [])
        covered = any_of(line.covers(day) for line in lines)
        said = any_of(line.covers(day) for line in lines if claim in line.claims)
        if covered is True:
            return said
        earlier = self._by_last_file(group, claim, day, files - 1)
        return earlier if covered is False or earlier == said else None

    def _lines(self, group: str) -> Iterator[Line]:
        return (line for file in self._files for line in file.get(group, ()))


def group_of(row: Row) -> str:
    """The group's key: the column, else the code of the community."""
    return row.get("工作组编号", "") or row["区划代码"]


def _claims(row: Row, people: People) -> Iterator[Claim]:
    yield Claim(SERVES, row["区划代码"])
    yield from (Claim(REPRESENTS, unit) for unit in names(row.get("区级部门", "")))
    for kind, column in SEATS.items():
        yield from (Claim(kind, people.in_cell(kind, name, row)) for name in names(row.get(column, "")))


def _joined(lines: Iterable[Line], day: date) -> Truth:
    """Within the union of two rows of which one begins where the other ends?"""
    rows = list(lines)
    return any_of(within(day, a.since, b.until) for a in rows for b in rows if not b.blank and a.until == b.since)


def _last_told(lines: Iterable[Line], own: date) -> date:
    """The day up to which rows that begin before a day tell of a group; at the most that day."""
    told = ((line.since.latest if line.blank else line.since.earliest, line.until) for line in lines)
    return max((min(until.earliest, own) if until else own for begins, until in told if begins < own), default=date.min)
