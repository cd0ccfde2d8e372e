"""How long loads, and plans for vacant seats, take. `python -m bench.reassignment` from the root of the project.

About every twentieth seat of the synthetic district lacks a holder; `within` a subdistrict those are a few.
"""

from bench.districts import CODE, row
from graph.analysis.candidates import Limits
from graph.analysis.load import load
from graph.analysis.measures import Counted
from graph.analysis.reassignment import Reassignment, reassignment
from graph.model import Ref
from graph.view import View
from graph.vocabulary import SeatKind

_LEADERS = frozenset({SeatKind.DISTRICT_LEADER})
_LEAVER = Ref("Person", "区委DISTRICT_LEADER2")


def main() -> None:
    row("load of one kind of seat", lambda view: load(view, SeatKind.DISTRICT_LEADER))
    row("loads of all kinds", lambda view: [load(view, kind) for kind in SeatKind])
    row("plan for the vacancies of a subdistrict", lambda view: reassignment(view, [f"{CODE}001"]))
    row("plan for all vacancies", reassignment, (146, 1_000))
    row("plan for a leader who leaves", _leaving)
    row("ten changes that even the leaders' loads", lambda view: reassignment(view, limits=Limits(moves=10, kinds=_LEADERS)))
    row("a hundred changes that even all loads", lambda view: reassignment(view, limits=Limits(moves=100)), (146, 1_000))


def _leaving(view: View) -> Reassignment:
    """With the other vacancies of such seats in the whole district."""
    return reassignment(view, None, [Counted(CODE, _LEAVER)], Limits(kinds=_LEADERS))


if __name__ == "__main__":
    main()
