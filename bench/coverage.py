"""How long the coverage of a day and its gaps take. `python -m bench.coverage` from the root of the project."""

from bench.districts import row
from graph.analysis.coverage import coverage
from graph.analysis.gaps import gaps
from graph.analysis.terms import CoverageGroupBy


def main() -> None:
    row("coverage by subdistrict", lambda view: coverage(view, group_by=CoverageGroupBy.SUBDISTRICT))
    row("gaps", gaps)


if __name__ == "__main__":
    main()
