"""The two clocks, each made once: today bounds the day that may be asked, now stamps what is recorded."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_SHANGHAI = ZoneInfo("Asia/Shanghai")


def today(fixed: date | None) -> Callable[[], date]:
    """The clock of civil dates: a fixed day, else the day it is in Shanghai."""
    return lambda: fixed or civil_day(datetime.now(UTC))


def civil_day(moment: datetime) -> date:
    """The day it is in Shanghai at an instant."""
    return moment.astimezone(_SHANGHAI).date()


class Now:
    """The clock of instants (UTC): each later than the one before, also where the machine's clock stands or is set back."""

    def __init__(self) -> None:
        self._last = datetime.min.replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        self._last = max(datetime.now(UTC), self._last + timedelta(microseconds=1))
        return self._last
