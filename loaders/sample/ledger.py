"""The ledger of a sample: cases of thirty months, most of them handled, some wrong on purpose; and what a source states.

A case is a row by header. Which cases stay open, and which are wrong and how, is decided before any is written, and told in truth.json.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate
from random import Random

from graph.vocabulary import CaseState, Matter
from loaders.sample.books import Cell
from loaders.sample.callings import CALLINGS, Calling
from loaders.sample.district import District
from loaders.sample.handlers import Handlers
from loaders.sample.places import Place
from loaders.sample.profile import SYNTHETIC, StatedCase
from loaders.sample.truth import Json

HANDLED = 4_812 / 5_208
_MONTHS = 30
_ENDLESS_SHARE = 0.23
"""Of the cases that stay open, how many are kept up for good and fall due on no day."""
_RECENT = 110
"""Days before the last one in which cases are raised that are still open and not yet due."""
_WHOLE = 2_000
"""From so many cases on all defects are planted; of fewer, as many as fit."""


class Fate(StrEnum):
    """What becomes of a case. All but HANDLED and OPEN are planted."""

    HANDLED = "handled"
    OPEN = "open"
    ENDLESS = "endless"
    COMMITTEE_LED = "committeeLed"
    NO_FEEDBACK = "withoutFeedback"
    OVERDUE = "overdue"
    DUPLICATE = "duplicates"
    REOPENED = "reopened"


PLANTED = {Fate.COMMITTEE_LED: 12, Fate.NO_FEEDBACK: 40, Fate.OVERDUE: 25, Fate.DUPLICATE: 10, Fate.REOPENED: 15}
_CLOSED = frozenset({Fate.HANDLED, Fate.COMMITTEE_LED, Fate.NO_FEEDBACK})
Row = Mapping[str, Cell]


@dataclass
class Tally:
    """What was written, told by the one who wrote it."""

    states: Counter[str] = field(default_factory=Counter)
    matters: Counter[str] = field(default_factory=Counter)
    planted: dict[str, list[Json]] = field(default_factory=dict)
    stated: list[Json] = field(default_factory=list)

    def truth(self) -> dict[str, Json]:
        """How many cases there are by state and by matter, how many handled, and which are wrong."""
        handled = sum(self.states[s] for s in (CaseState.RESOLVED, CaseState.FED_BACK, CaseState.EVALUATED, CaseState.STRUCK_OFF))
        by_state: dict[str, Json] = {state: self.states[state] for state in sorted(self.states)}
        by_matter: dict[str, Json] = {matter: self.matters[matter] for matter in sorted(self.matters)}
        counted: dict[str, Json] = {"cases": self.states.total(), "handled": handled, "byState": by_state, "byMatter": by_matter}
        planted: dict[str, Json] = {fate: self.planted.get(fate, []) for fate in PLANTED}
        return counted | planted | {"stated": self.stated}


class Ledger:
    """The cases of a district, made one after another in the order of the days on which they were raised."""

    def __init__(self, district: District, rng: Random, count: int, clean: bool) -> None:
        self._district = district
        self._rng = rng
        self._handlers = Handlers(district, rng)
        self._last = district.profile.as_of
        self._first = _months_before(self._last, _MONTHS)
        self._stated = district.profile.cases_stated if count >= _WHOLE else ()
        self._common = {(c.community, c.cell("问题类别")): c for c in self._stated if c.common}
        self._days = self._raised_on(count - len(self._stated))
        self._fates = self._decide(count, clean)
        self._weights = self._weigh()
        self._originals: dict[str, str] = {}
        self._numbers: Counter[int] = Counter()
        self.tally = Tally()

    def rows(self) -> Iterator[Row]:
        """All cases by the day; those that a source states behind the first of their year, without a day at the end."""
        stated = list(self._stated)
        for place, on in enumerate(self._days):
            yield self._case(on, self._fates.get(place, Fate.HANDLED))
            for case in [case for case in stated if case.raised.startswith(str(on.year))]:
                stated.remove(case)
                yield self._of_source(case)
        yield from map(self._of_source, stated)

    # ---- what becomes of which

    def _raised_on(self, count: int) -> list[date]:
        span = (self._last - self._first).days - 4
        return sorted(self._first + timedelta(days=self._rng.randrange(span)) for _ in range(count))

    def _decide(self, count: int, clean: bool) -> dict[int, Fate]:
        """Fates by the place of a case among all; those left out are handled."""
        wanted = {fate: n if count >= _WHOLE else n * count // _WHOLE for fate, n in PLANTED.items()} if not clean else {}
        if Fate.NO_FEEDBACK in wanted:
            wanted[Fate.NO_FEEDBACK] -= len(self._stated)
        unhandled = count - round(count * HANDLED)
        recent = [n for n, on in enumerate(self._days) if (self._last - on).days <= _RECENT]
        older = [n for n, on in enumerate(self._days) if (self._last - on).days > _RECENT and (on - self._first).days > 60]
        planted_open = [fate for fate in (Fate.OVERDUE, Fate.DUPLICATE, Fate.REOPENED) for _ in range(wanted.get(fate, 0))]
        planted_closed = [fate for fate in (Fate.COMMITTEE_LED, Fate.NO_FEEDBACK) for _ in range(wanted.get(fate, 0))]
        endless = max(round(unhandled * _ENDLESS_SHARE) - len(planted_open), 0)
        still = unhandled - endless - len(planted_open)
        chosen = self._rng.sample(older, len(planted_open) + len(planted_closed) + endless)
        fates = dict(zip(chosen, [*planted_open, *planted_closed, *[Fate.ENDLESS] * endless], strict=True))
        return fates | dict.fromkeys(self._rng.sample(recent, still), Fate.OPEN)

    def _weigh(self) -> list[float]:
        """How many cases come from each community, added up: most from large old ones, least from villages."""
        residents = self._district.profile.populations
        shares = (0.5 if p.village else 4.0 if p.code in residents else self._rng.uniform(0.7, 1.6) for p in self._communities)
        return list(accumulate(shares))

    @property
    def _communities(self) -> Sequence[Place]:
        return self._district.territory.communities

    # ---- one case

    def _case(self, on: date, fate: Fate) -> Row:
        if fate is Fate.DUPLICATE and not self._originals:
            fate = Fate.ENDLESS
        again = [p for p in self._communities if p.code in self._originals] if fate is Fate.DUPLICATE else []
        place = self._rng.choice(again) if again else self._rng.choices(self._communities, cum_weights=self._weights)[0]
        matter = self._matter(fate)
        calling = self._rng.choice(CALLINGS[matter])
        self._numbers[on.year] += 1
        number = f"WT{on.year}{self._numbers[on.year]:0{4 if len(self._days) < 10_000 else 7}d}"
        row: dict[str, Cell] = {
            "问题编号": number,
            "收集时间": on,
            "收集渠道": self._channel(on),
            "镇街": self._district.territory.subdistrict(place).name,
            "村(社区)": place.short,
            "区划代码": place.code,
            "问题类别": calling.category,
            "问题描述": f"{place.short}{self._rng.choice(calling.texts)}",
            "涉及户数": self._rng.randint(*calling.households),
            "首接人": self._handlers.receiver(place, on),
            "来源": SYNTHETIC,
        }
        common = self._common.get((place.code, calling.category))
        if common and str(on.year) >= common.raised[:4]:
            row["共性问题"] = common.cell("问题编号")
        if fate is Fate.DUPLICATE:
            return self._told(row | {"办理进展": "重复", "重复于": self._originals[place.code]}, fate, CaseState.DUPLICATE)
        row |= self._diverted(place, matter, calling, on, committee_led=fate is Fate.COMMITTEE_LED)
        if fate in _CLOSED or fate is Fate.REOPENED:
            self._originals[place.code] = number
            return self._closed(row, on, fate)
        return self._left_open(row, on, fate)

    def _matter(self, fate: Fate) -> Matter:
        if fate is Fate.COMMITTEE_LED:
            return Matter.BIG
        return self._rng.choices((Matter.BIG, Matter.SMALL, Matter.PRIVATE), (35, 47, 18))[0]

    def _channel(self, on: date) -> str:
        if on.weekday() == 3:
            return "服务日"
        return self._rng.choices(("走访", "热线", "网络", "来信来访", "上级交办"), (46, 22, 18, 9, 5))[0]

    def _diverted(self, place: Place, matter: Matter, calling: Calling, on: date, committee_led: bool) -> dict[str, Cell]:
        """Accepted and triaged within days, assigned to a lead and given a day to be done by; nobody leads a private matter."""
        accepted = self._after(on, 1)
        triaged = self._after(accepted, 2)
        mode = self._rng.choices(("马上办", "负责办", "上报"), calling.modes)[0]
        found: dict[str, Cell] = {"受理时间": accepted, "分流时间": triaged, "三事分类": calling.label, "办理方式": mode}
        if matter is Matter.PRIVATE:
            return found | {"私事办法": self._rng.choice(("自行解决", "互助解决", "市场服务"))}
        found["办理时限"] = accepted + timedelta(days={"马上办": 5, "负责办": 30, "上报": 60}[mode])
        found |= self._handlers.lead(place, matter, calling, triaged, committee_led)
        if self._rng.random() < 0.85:
            found["交办时间"] = self._after(triaged, 1)
        if mode == "上报":
            found |= {"上报时间": self._after(triaged, 5), "上报单位": "区政府"}
        return found

    def _closed(self, row: dict[str, Cell], on: date, fate: Fate) -> Row:
        """Handled, mostly in time, then fed back, evaluated and struck off as far as the days until the last one reach."""
        begun = _day(row.get("交办时间")) or _day(row["分流时间"]) or on
        due = _day(row.get("办理时限")) or begun + timedelta(days=20)
        late = self._rng.random() < 0.06
        resolved = self._between(begun, due + timedelta(days=25 if late else 0))
        row |= {"办结时间": resolved, "解决层级": self._level(row), "公开答复": "已办理,感谢反映。"}
        if self._rng.random() < 0.8:
            row["跟进时间"] = self._between(begun, resolved)
        if row.get("办理方式") == "负责办" and self._rng.random() < 0.04:
            row |= self._detour(row, begun, resolved, due)
        if fate is Fate.NO_FEEDBACK:
            return self._told(row | {"办理进展": "已办结"}, fate, CaseState.RESOLVED)
        fed_back = self._after(resolved, 3)
        row |= {"反馈时间": fed_back, "反馈方式": self._rng.choice(("电话", "上门", "公示"))}
        if fate is Fate.REOPENED:
            again = self._between(fed_back, fed_back + timedelta(days=20))
            return self._told(row | {"重办时间": again, "办理进展": "重办"}, fate, CaseState.REOPENED)
        return self._told(*self._evaluated(row, fed_back, fate))

    def _detour(self, row: Row, begun: date, resolved: date, due: date) -> dict[str, Cell]:
        """Returned by the unit, or given more time before it fell due."""
        if "主办单位" in row and self._rng.random() < 0.5:
            return {"退单时间": self._between(begun, resolved)}
        return {"延期批准时间": self._between(begun, min(due, resolved)), "延期至": due + timedelta(days=20)} if "办理时限" in row else {}

    def _evaluated(self, row: dict[str, Cell], fed_back: date, fate: Fate) -> tuple[Row, Fate, CaseState]:
        evaluated = fed_back + timedelta(days=self._rng.randint(1, 10))
        struck_off = evaluated + timedelta(days=self._rng.randint(1, 14))
        if evaluated > self._last or self._rng.random() < 0.05:
            return row | {"办理进展": "已办结", "是否销号": "否"}, fate, CaseState.FED_BACK
        grade = self._rng.choices(("非常满意", "满意", "基本满意", "不满意", "非常不满意"), (38, 44, 11, 5, 2))[0]
        row |= {"评价时间": evaluated, "群众评价": grade, "是否解决": "否" if "不满意" in grade else "是"}
        if struck_off > self._last or self._rng.random() < 0.03:
            return row | {"办理进展": "已办结", "是否销号": "否"}, fate, CaseState.EVALUATED
        return row | {"办理进展": "已办结", "是否销号": "是", "销号时间": struck_off}, fate, CaseState.STRUCK_OFF

    def _left_open(self, row: dict[str, Cell], on: date, fate: Fate) -> Row:
        """In progress on the last day: not yet due, overdue, or kept up for good."""
        match fate:
            case Fate.OVERDUE:
                row["办理时限"] = self._between(on + timedelta(days=7), self._last - timedelta(days=2))
            case Fate.OPEN:
                row["办理时限"] = self._last + timedelta(days=self._rng.randint(0, 45))
            case _:
                row.pop("办理时限", None)
        word = "长期坚持" if fate is not Fate.OVERDUE and "办理时限" not in row else "办理中"
        return self._told(row | {"办理进展": word, "是否销号": "否"}, fate, CaseState.IN_PROGRESS)

    def _level(self, row: Row) -> str:
        return {"大事": "区级", "小事": "村(社区)"}.get(str(row["三事分类"]), "村(社区)") if self._rng.random() < 0.7 else "镇街"

    # ---- what a source states

    def _of_source(self, case: StatedCase) -> Row:
        """As far as it is stated: handled, and nothing told of feedback."""
        place = next(p for p in self._communities if p.code == case.community)
        outer = self._district.territory.subdistrict(place).name
        row: dict[str, Cell] = {"收集时间": case.raised, "镇街": outer, "村(社区)": place.short, "区划代码": place.code, **dict(case.cells)}
        self.tally.stated.append(case.cell("问题编号"))
        return self._told(row | {"来源": case.source}, Fate.NO_FEEDBACK, CaseState.RESOLVED)

    def _told(self, row: Row, fate: Fate, state: CaseState) -> Row:
        """The row, once it stands in the tally."""
        self.tally.states[state] += 1
        matter = {"大事": Matter.BIG, "小事": Matter.SMALL, "私事": Matter.PRIVATE}.get(str(row.get("三事分类", "")))
        if matter:
            self.tally.matters[matter] += 1
        if fate in PLANTED:
            number = str(row["问题编号"])
            told: Json = {"number": number, "of": str(row["重复于"])} if fate is Fate.DUPLICATE else number
            self.tally.planted.setdefault(fate, []).append(told)
        return row

    # ---- days

    def _after(self, day: date, most: int) -> date:
        """Some day from this one on, at most so many later, and none after the last."""
        return min(day + timedelta(days=self._rng.randint(0, most)), self._last)

    def _between(self, first: date, last: date) -> date:
        """Some day from the first to the last, and none after the last of all."""
        end = min(last, self._last)
        return first + timedelta(days=self._rng.randint(0, max((end - first).days, 0))) if first <= end else end


def _months_before(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)


def _day(cell: Cell) -> date | None:
    return cell if isinstance(cell, date) else None
