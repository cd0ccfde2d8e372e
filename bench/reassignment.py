"""How long loads, and plans for vacant seats, take. `python -m bench.reassignment` from the root of the project."""

from bench.districts import row
from graph.analysis.load import load
from graph.vocabulary import SeatKind


def main() -> None:
    row("load of one kind of seat", lambda view: load(view, SeatKind.DISTRICT_LEADER))
    row("loads of all kinds", lambda view: [load(view, kind) for kind in SeatKind])


if __name__ == "__main__":
    main()
