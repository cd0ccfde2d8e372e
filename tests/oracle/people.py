"""Who is who: names are not keys. A number where there is one, else name and unit, else the one of that name whom the cell suits."""

from tests.oracle.sheets import COMMUNITY, DEPARTMENT, LEADER, Row, Sheets
from tests.oracle.units import Units

_TEAM_RANKS = ("区级领导", "部门班子成员", "镇街班子成员", "村(社区)书记")
_WHOLE_DISTRICT = "区"


def in_team(post: Row) -> bool:
    """Is it a post in a leadership team? The column decides; where it is blank, the rank."""
    given = post.get("是否班子成员", "")
    return given == "是" if given else post["级别"] in _TEAM_RANKS


class People:
    """Everybody whom the sheets name. A person is called by an opaque text."""

    def __init__(self, sheets: Sheets, units: Units) -> None:
        self._units = units
        self._posts: dict[str, list[Row]] = {}
        self._known: dict[tuple[str, str], str] = {}
        numbered_first = sorted(sheets.posts, key=lambda row: not row.get("人员编号"))
        for row in numbered_first:
            self._posts.setdefault(self._register(row), []).append(row)

    def in_cell(self, kind: str, name: str, row: Row) -> str:
        """The person whom a roster's cell names."""
        place = self._place_of_cell(kind, row)
        if (name, place) in self._known:
            return self._known[name, place]
        suited = {person for (called, _), person in self._known.items() if called == name and self._suits(person, kind)}
        return suited.pop() if len(suited) == 1 else f"{name}@{place}"

    def name(self, person: str) -> str:
        return self._posts[person][0]["姓名"] if person in self._posts else person.partition("@")[0]

    def posts(self, person: str) -> tuple[Row, ...]:
        """All posts on any day."""
        return tuple(self._posts.get(person, ()))

    def with_posts(self) -> tuple[str, ...]:
        """Everybody who has a post on any day."""
        return tuple(self._posts)

    def _register(self, post: Row) -> str:
        place = self._place_of_post(post)
        number = post.get("人员编号", "")
        person = f"#{number}" if number else self._known.get((post["姓名"], place), f"{post['姓名']}@{place}")
        self._known[post["姓名"], place] = person
        return person

    def _place_of_post(self, post: Row) -> str:
        """Units that govern one division are one; all posts of district leaders have the district."""
        if post["级别"] == "区级领导":
            return _WHOLE_DISTRICT
        return self._units.governs(post["单位"]) or post["单位"]

    def _place_of_cell(self, kind: str, row: Row) -> str:
        if kind == LEADER:
            return _WHOLE_DISTRICT
        if kind == DEPARTMENT:
            return row.get("区级部门", "")
        return row["区划代码"] if kind == COMMUNITY else row["区划代码"][:9]

    def _suits(self, person: str, kind: str) -> bool:
        return any(self._post_suits(post, kind) for post in self._posts[person])

    def _post_suits(self, post: Row, kind: str) -> bool:
        """Would a post like this one, in whatever unit, do for a cell of that kind?"""
        if kind == LEADER:
            return post["级别"] == "区级领导"
        if kind == DEPARTMENT:
            return in_team(post) and self._units.is_department(post["单位"])
        return len(self._units.governs(post["单位"])) == (12 if kind == COMMUNITY else 9)
