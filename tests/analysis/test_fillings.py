"""By which post a ghost once qualified, and who has that post now."""

from graph.analysis.fillings import in_post, last_post
from graph.snapshot import Filling, Snapshot
from graph.vocabulary import SeatKind
from tests.world import DISTRICT, World, seat, world

C1 = "001001"
LEADER = SeatKind.DISTRICT_LEADER


def holder(books: World, day: str, kind: SeatKind = LEADER) -> tuple[Snapshot, Filling]:
    snapshot = books.snapshot(day)
    found = snapshot.seat(seat(DISTRICT + C1, kind))
    assert found is not None
    [filling] = found.fillings
    return snapshot, filling


def test_a_ghost_names_the_post_lost_and_who_came_after() -> None:
    books = world().staffed(C1, but=[LEADER]).holder(LEADER, C1, holds="2017-01-01..2019-03-01")
    books.post("区领导001001", "区委", "DISTRICT_LEADER", "..2016-01-01", "副书记").post("后任", "区委", "DISTRICT_LEADER", "2019-04-01..")
    shown = []
    for day in ("2019-03-01", "2019-04-01"):
        snapshot, ghost = holder(books, day)
        lost = last_post(snapshot, ghost)
        assert lost is not None
        shown.append((lost.end.key, str(lost.interval.until), [x.start.key for x in in_post(snapshot, lost)]))
    assert shown == [("区委/DISTRICT_LEADER", "2019-03-01", []), ("区委/DISTRICT_LEADER", "2019-03-01", ["后任"])]


def test_who_never_qualified_lost_no_post() -> None:
    books = world().staffed(C1, but=[LEADER]).holder(LEADER, C1, holds=None).post("区领导001001", "部门001001", "DEPT_CADRE")
    assert last_post(*holder(books, "2019-06-30")) is None


def test_a_post_yet_to_come_is_not_one_lost() -> None:
    books = world().staffed(C1, but=[LEADER]).holder(LEADER, C1, holds="2019-09-01..")
    assert last_post(*holder(books, "2019-06-30")) is None


def test_only_a_ghost_lost_a_post() -> None:
    books = world().staffed(C1)
    snapshot, filling = holder(books, "2019-06-30")
    assert (last_post(snapshot, filling), filling.post and filling.post.key) == (None, "区委/DISTRICT_LEADER")
