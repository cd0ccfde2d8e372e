"""Answers as short texts, so that a test can state the whole of them."""

from collections.abc import Iterable

from graph.analysis.chains import ChainAt
from graph.analysis.coverage import Coverage
from graph.analysis.gaps import Gap
from graph.analysis.measures import Measure, Ratio
from graph.analysis.terms import CoverageKpi
from graph.interval import PartialDate

_OF_PLACES_AND_PEOPLE = (CoverageKpi.COURTYARD, CoverageKpi.MEMBER_LINKAGE, CoverageKpi.GHOST, CoverageKpi.DATA_QUALITY)


def name(measure: Measure) -> str:
    """LEVEL DISTRICT STRICT."""
    return " ".join(x for x in (measure.kpi, measure.seat_kind, measure.level, measure.strictness) if x)


def fraction(ratio: Ratio | None) -> str:
    """3/4, and what was excluded behind it; - for none."""
    if ratio is None:
        return "-"
    return " ".join([f"{ratio.numerator}/{ratio.denominator}", *(f"{x.reason}:{x.count}" for x in ratio.excluded)])


def rates(answer: Coverage, *kpis: str) -> dict[str, str]:
    """By measure, of these KPIs, else of all that are about work groups: nominal, effective, upper bound."""
    asked = (m for m in answer.measures if (m.kpi in kpis if kpis else m.kpi not in _OF_PLACES_AND_PEOPLE))
    return {name(m): ", ".join(map(fraction, (m.nominal, m.effective, m.upper_bound))) for m in asked}


def codes(measure: Measure) -> tuple[list[str], list[str]]:
    """The last six digits of the communities covered and missing, effectively."""
    return [c.key[6:] for c in measure.covered()], [c.key[6:] for c in measure.missing()]


def told(gaps: Iterable[Gap]) -> list[str]:
    """Community, reason, seat, since and since when without an effective holder: 001001 GHOST DISTRICT_LEADER 2019-03-01 2019-03-01."""
    return [" ".join((g.community.key[6:], g.reason, _seats(g), _day(g.run.since), _day(g.without_effective.since))) for g in gaps]


def hops(chain: ChainAt | None) -> list[str]:
    """Role, status, reason, holders: DISTRICT_LEADER EFFECTIVE - 张三."""
    standing = chain.standing if chain else ()
    return [" ".join([h.role, h.status, h.reason or "-", *(f.person.key for f in h.holders)]) for h in standing]


def _seats(gap: Gap) -> str:
    return gap.seat_kind or "+".join(f.seat.kind for f in gap.holders) or "-"


def _day(day: PartialDate | None) -> str:
    return "-" if day is None else str(day)
