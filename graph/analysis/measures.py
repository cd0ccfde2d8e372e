"""Rates with both their sides, as frozen values."""

from dataclasses import dataclass
from typing import NamedTuple

from graph.analysis.terms import Basis, CoverageKpi, ExclusionReason, Strictness
from graph.model import Ref
from graph.vocabulary import Level, SeatKind


@dataclass(frozen=True, slots=True)
class Exclusion:
    """How many were left out for a reason; of COARSE_DATE: how many are in, among the missing, undecided."""

    reason: ExclusionReason
    count: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """A rate as two whole numbers, and what is not in them."""

    numerator: int
    denominator: int
    excluded: tuple[Exclusion, ...] = ()

    @property
    def value(self) -> float | None:
        """Between 0 and 1; None where the denominator is 0."""
        return self.numerator / self.denominator if self.denominator else None


class Counted(NamedTuple):
    """Who or what a rate counts, and the district in whose books it stands: keys of people repeat between districts."""

    district: str
    ref: Ref


@dataclass(frozen=True, slots=True)
class Sides:
    """Who counts in a rate and who fails it, in the order of their keys; together its denominator."""

    covered: tuple[Counted, ...] = ()
    missing: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """One KPI. `seat_kind` only of SEAT, `level` only of LEVEL, `strictness` where it has two readings.

    `nominal` and `on_paper` are None where the KPI has an effective reading only. `upper_bound`: if every unverified or undecided
    holder were effective. `with_deputies` is None where no deputies are known of.
    """

    kpi: CoverageKpi
    seat_kind: SeatKind | None
    level: Level | None
    strictness: Strictness | None
    nominal: Ratio | None
    effective: Ratio
    upper_bound: Ratio
    in_effect: Sides
    on_paper: Sides | None = None
    with_deputies: Ratio | None = None

    @property
    def paper_gap(self) -> Ratio | None:
        """Nominal minus effective."""
        if self.nominal is None:
            return None
        left_out = tuple(x for x in self.effective.excluded if x.reason is not ExclusionReason.COARSE_DATE)
        return Ratio(self.nominal.numerator - self.effective.numerator, self.effective.denominator, left_out)

    def sides(self, basis: Basis) -> Sides:
        """Both lists on a basis; a KPI of one reading has the same on either."""
        return self.on_paper if basis is Basis.NOMINAL and self.on_paper is not None else self.in_effect

    def covered(self, basis: Basis = Basis.EFFECTIVE) -> tuple[Ref, ...]:
        return tuple(counted.ref for counted in self.sides(basis).covered)

    def missing(self, basis: Basis = Basis.EFFECTIVE) -> tuple[Ref, ...]:
        return tuple(counted.ref for counted in self.sides(basis).missing)
