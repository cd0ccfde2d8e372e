"""The graph and the oracle count the same loads of random districts, for every kind of seat."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.load import gini, load
from graph.vocabulary import SeatKind
from tests.districts import HORIZON, districts
from tests.oracle.loads import Loads
from tests.oracle.sheets import Sheets
from tests.recorded import recorded, view


@settings(max_examples=30)
@given(districts(), st.sampled_from(HORIZON))
def test_loads(sheets: Sheets, day: date) -> None:
    shown, oracle = view(recorded(sheets), day), Loads(sheets)
    for kind in SeatKind:
        answer, expected = load(shown, kind), oracle.carried(kind, day)
        names = {p: shown.snapshots[0].actor(p).text("name") for e in answer.entries if (p := e.person)}
        found = sorted((names[e.person], *sorted(g.key for g in e.groups)) for e in answer.entries if e.person)
        assert found == sorted((oracle.name(p), *sorted(groups)) for p, groups in expected.items()), (kind, day)
        assert answer.limit == oracle.limit(kind, day)
        assert sum(answer.counts) == sum(map(len, expected.values()))
        by_unit = {group.key for entry in answer.organizations for group in entry.groups}
        assert by_unit == {group for groups in expected.values() for group in groups}


@given(st.lists(st.integers(0, 9), max_size=12))
def test_gini_is_the_sum_of_all_differences(counts: list[int]) -> None:
    found = gini(counts)
    if not sum(counts):
        assert found is None
    else:
        assert found is not None
        assert abs(found - sum(abs(x - y) for x in counts for y in counts) / (2 * len(counts) * sum(counts))) < 1e-12
