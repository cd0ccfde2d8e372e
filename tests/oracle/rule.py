"""The composition rule of a day: how many holders each kind of seat needs, and how many it bears."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from tests.oracle.days import boundary, start, within
from tests.oracle.sheets import COMMUNITY, DEPARTMENT, LEADER, SEAT_WORDS, SUBDISTRICT, SUBDISTRICT_CADRE, Sheets


class Asked(NamedTuple):
    """`most` None: no limit."""

    least: int
    most: int | None


Rule = Mapping[str, Asked]

USUAL: Rule = {
    LEADER: Asked(1, 1),
    DEPARTMENT: Asked(1, 1),
    SUBDISTRICT: Asked(1, 1),
    SUBDISTRICT_CADRE: Asked(0, None),
    COMMUNITY: Asked(1, None),
}
"""The rule of a district that has none of its own."""


def rule_on(sheets: Sheets, day: date) -> Rule:
    """The rows in force that day; the usual rule where the district has no sheet of rules."""
    if not sheets.rules:
        return USUAL
    words = {word: kind for kind, word in SEAT_WORDS.items()}
    rows = [row for row in sheets.rules if within(day, start(row["起始"]), boundary(row["终止"])) is True]
    return {words[row["席位"]]: Asked(int(row["最少"]), int(row["最多"]) if row["最多"] else None) for row in rows}


def least(rule: Rule, kind: str) -> int:
    return rule[kind].least if kind in rule else 0


def levels(rule: Rule) -> Mapping[str, tuple[str, ...]]:
    """The seats that a level asks for; a level that asks for none is left out."""
    district = tuple(kind for kind in (LEADER, DEPARTMENT) if least(rule, kind))
    subdistrict = tuple(kind for kind in (SUBDISTRICT, SUBDISTRICT_CADRE) if least(rule, kind))[:1]
    community = tuple(kind for kind in (COMMUNITY,) if least(rule, kind))
    asked = {"DISTRICT": district, "SUBDISTRICT": subdistrict, "COMMUNITY": community}
    return {level: kinds for level, kinds in asked.items() if kinds}
