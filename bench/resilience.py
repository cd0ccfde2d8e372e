"""What breaks the network: impact, single points, articulation people, cut sets, robustness, absence; and what is not proven in time."""

from rich.console import Console

from bench.districts import CODE, SIZES, district, row
from graph.analysis.absence import absence
from graph.analysis.crews import joined
from graph.analysis.cutset import cut_set
from graph.analysis.measures import Counted
from graph.analysis.resilience import articulation, impacts, single_points
from graph.analysis.robustness import average, worst
from graph.analysis.terms import Strictness
from graph.model import Ref
from graph.view import View

_GONE = (
    Counted(CODE, Ref("Person", "区委DISTRICT_LEADER0")),
    Counted(CODE, Ref("Person", "区委DISTRICT_LEADER1")),
    Counted(CODE, Ref("Organization", "部门0")),
)


def main() -> None:
    row("single points", single_points)
    row("impact of everybody", impacts)
    row("articulation people", articulation)
    row("cut set of one subdistrict", lambda view: cut_set(joined(view.scope((f"{CODE}001",)), Strictness.STRICT)))
    row("cut set of the district", lambda view: cut_set(joined(view.scope(), Strictness.STRICT)))
    row("robustness, worst case of 5", lambda view: worst(joined(view.scope(), Strictness.STRICT), 5))
    row("robustness, average of 5", lambda view: average(joined(view.scope(), Strictness.STRICT), 5))
    row("absence of two people and a department", lambda view: absence(view, _GONE))
    for size in SIZES:
        _gaps(size, district(size))


def _gaps(size: int, view: View) -> None:
    """What the bounded time leaves open, and by how much."""
    for strictness in Strictness:
        web = joined(view.scope(), strictness)
        cut, points = cut_set(web), worst(web, 5)
        told = " ".join(f"{p.linked:.0f} (≥ {p.low:.0f})" for p in points)
        line = f"{size:>6,} {strictness:<8} linked {len(web.crews):>5,}   cut set {cut.size} (≥ {cut.lower_bound})   worst of 1 … 5: {told}"
        Console(width=160, highlight=False).print(line)
