"""How long paths, neighbourhoods, the tree, common problems, the panel and an export take. `python -m bench.exploring`."""

import random
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.districts import row
from graph.analysis import panel
from graph.analysis.common_problems import common_problems
from graph.analysis.neighbourhood import neighbourhood
from graph.analysis.network import ground
from graph.analysis.paths import LONGEST, MOST, paths
from graph.analysis.rollup import Counting, tally
from graph.model import CaseText, Ref
from graph.view import View
from loaders.export import Format, export

_PAIRS = 5
_COMPARED = 20_000
"""So many cases are compared at the most, whatever the ledger holds."""


def main() -> None:
    row("paths, the first of a day", lambda view: _paths(view, 1))
    row(f"paths between {_PAIRS} pairs of people", lambda view: _paths(view, _PAIRS))
    row("the longest and most paths of one pair", lambda view: _paths(view, 1, LONGEST, MOST))
    row("neighbourhood of the district, 2 deep", lambda view: neighbourhood(ground(view.snapshots[0]), _district(view), 2))
    row("tree: counts of the district", lambda view: [tally(view.snapshots[0], _district(view), counting) for counting in Counting])
    row("common problems, 36 cases a community", lambda view: common_problems(_texts(len(view.snapshots[0].communities))))
    row("panel: 100 rows of all communities and months", _panel)
    row("export as GraphML", _exported)


def _district(view: View) -> Ref:
    return Ref("District", view.snapshots[0].district)


def _paths(view: View, pairs: int, longest: int = 6, most: int = 10) -> None:
    snapshot, chance = view.snapshots[0], random.Random(0)
    people = [a.ref for a in snapshot.history.of("Person")]
    for _ in range(pairs):
        paths(ground(snapshot), *chance.sample(people, 2), longest, most)


@cache
def _texts(communities: int) -> tuple[CaseText, ...]:
    return tuple(_drawn(communities))


def _drawn(communities: int) -> Iterator[CaseText]:
    """Complaints of twenty categories: a few words in common, and the rest by chance."""
    chance, words = random.Random(0), [chr(0x4E00 + n) for n in range(600)]
    for number in range(min(36 * communities, _COMPARED)):
        matter = chance.randrange(60)
        text = "".join(words[matter * 10 : matter * 10 + 8]) + "".join(chance.choices(words, k=chance.randrange(1, 16)))
        yield CaseText("990101", str(number), str(number % communities), "RESOLVED", f"类{matter % 20}", text)


def _panel(view: View) -> None:
    found = panel.cells(view, date(2017, 3, 1), date(2020, 2, 1))
    panel.rows(view, found[:100], ())


def _exported(view: View) -> None:
    with TemporaryDirectory() as folder:
        export(view, Path(folder) / "out", Format.GRAPHML)


if __name__ == "__main__":
    main()
