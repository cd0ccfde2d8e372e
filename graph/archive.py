"""(district, revision) → history, (day, knownAt) → snapshot: bounded, and the only mutable thing above the store."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date, datetime
from typing import Generic, TypeVar

from graph.actions import undo
from graph.actions.drafting import Stamp
from graph.errors import NotFound
from graph.history import History, structural
from graph.model import Counters, Plan, Receipt
from graph.snapshot import Snapshot
from graph.store.port import Store
from graph.view import View

T = TypeVar("T")


class _Shelf(Generic[T]):
    """The most recently used values, at most so many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable, build: Callable[[], T]) -> T:
        if key not in self._values:
            self._values[key] = build()
        self._values.move_to_end(key)
        while len(self._values) > self._most:
            self._values.popitem(last=False)
        return self._values[key]


class Archive:
    """Histories by district, dropped when unused; snapshots by day. `today` bounds the day asked, `now` stamps what is recorded."""

    def __init__(
        self, store: Store, today: Callable[[], date], now: Callable[[], datetime], districts: int = 400, snapshots: int = 256
    ) -> None:
        self.store = store
        self.today = today
        self.now = now
        self._histories: OrderedDict[str, History] = OrderedDict()
        self._most = districts
        self._cuts: _Shelf[History] = _Shelf(64)
        self._snapshots: _Shelf[Snapshot] = _Shelf(snapshots)
        self._loading: dict[str, asyncio.Lock] = {}

    async def view(self) -> View:
        """Today's view of every district, of the newest facts: one statement where nothing has moved."""
        counters = sorted((await self.store.revisions()).items())
        histories = [await self._history(district, found.structure) for district, found in counters]
        ledger = _digest((district, found.ledger) for district, found in counters)
        return self._open({h.district: h for h in histories}, ledger, self.today(), None)

    async def history(self, district: str) -> History:
        """One district's newest history; an empty one where nothing is recorded."""
        counters = (await self.store.revisions()).get(district, Counters(0))
        return await self._history(district, counters.structure)

    async def commit(self, plan: Plan, expected: int, receipt: Receipt, ledger: int | None = None) -> int:
        """Write a plan; the next view shows it, without a reload where the plan was made on the history at hand and only adds to it."""
        revision = await self.store.commit(plan, expected, receipt, ledger)
        held = self._histories.get(plan.district)
        if held and (held.facts.revision, revision) == (expected, expected + 1) and not plan.undone:
            self._histories[plan.district] = held.after(structural(plan))
        return revision

    async def undo(self, import_id: str, actor: str) -> Plan:
        """Take back what an import recorded. Errors: NotFound, AlreadyUndone, RestedOn, and those of a commit."""
        async with self.store.writing():
            brought = await self.store.import_facts(import_id)
            if brought is None:
                raise NotFound(what="导入 · import", value=import_id)
            stamp = Stamp(self.now(), f"undo-{import_id}")
            history = await self.history(brought.imported.district)
            plan = undo.planned(history, brought, stamp)
            receipt = Receipt(stamp.import_id, stamp.at, actor, brought.imported.files, brought.imported.title)
            await self.commit(plan, history.facts.revision, receipt, brought.facts.revision)
            return plan

    async def _history(self, district: str, revision: int) -> History:
        async with self._loading.setdefault(district, asyncio.Lock()):
            held = self._histories.get(district)
            if held is None or held.facts.revision != revision:
                held = History(await self.store.load(district))
                self._histories[district] = held
            self._histories.move_to_end(district)
            while len(self._histories) > self._most:
                self._histories.popitem(last=False)
            return held

    def _open(self, histories: Mapping[str, History], ledger: str, day: date, known_at: datetime | None) -> View:
        snapshots = tuple(self._snapshot(h, day, known_at) for h in histories.values())
        return View(
            snapshots,
            day,
            known_at or self.now(),
            _digest((h.district, h.facts.revision) for h in histories.values()),
            self.today(),
            lambda other, moment: self._open(histories, ledger, other, moment),
            is_today=known_at is None and day == self.today(),
            ledger=ledger,
        )

    def _snapshot(self, history: History, day: date, known_at: datetime | None) -> Snapshot:
        known = history if known_at is None else self._cuts.get((history, known_at), lambda: History(history.facts, known_at))
        return self._snapshots.get((known, day), lambda: Snapshot(known, day))


def _digest(counters: Iterable[tuple[str, int]]) -> str:
    return hashlib.sha256(repr(sorted(counters)).encode()).hexdigest()[:16]
