"""The table of settings, what it reads and what it refuses, and the two clocks."""

from dataclasses import FrozenInstanceError, fields
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from api import clocks
from api.settings import SETTINGS, Settings, is_loopback, read, require_loopback
from graph.errors import BadSetting, CannotStart
from tests.api.fakes import settings


def test_the_table_has_a_row_for_every_field_and_no_other() -> None:
    assert [setting.name.lower() for setting in SETTINGS] == [field.name for field in fields(Settings)]


def test_absent_and_blank_variables_mean_the_defaults() -> None:
    found = read({"LIANDONG_PORT": " ", "PORT": "1"})
    assert (found.port, found.host, found.today, found.lang, found.neo4j_uri) == (8000, "127.0.0.1", None, "zh", None)


def test_every_value_is_read_as_what_it_is() -> None:
    found = settings(DATA="/x", TODAY="2020-02-06", LANG="EN", NEO4J_URI="neo4j+s://graph:7687", READ_SECONDS="2.5")
    assert (found.data, found.today, found.lang) == (Path("/x"), date(2020, 2, 6), "en")
    assert (found.neo4j_uri, found.read_seconds) == ("neo4j+s://graph:7687", 2.5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "65536"),
        ("TODAY", "2020-02-30"),
        ("TODAY", "today"),
        ("LANG", "fr"),
        ("NEO4J_URI", "http://graph"),
        ("NEO4J_URI", "bolt://"),
        ("READ_SECONDS", "0"),
        ("READ_SECONDS", "nan"),
        ("WAIT_SECONDS", "soon"),
    ],
)
def test_a_wrong_value_is_refused_with_its_name_and_what_it_takes(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refused:
        settings(**{name: value})
    taken = next(setting.takes for setting in SETTINGS if setting.name == name)
    assert all(part in refused.value.message("en") for part in (f"LIANDONG_{name}", value, taken))


def test_settings_are_frozen_and_hide_the_password() -> None:
    found = settings(NEO4J_PASSWORD="secret")
    with pytest.raises(FrozenInstanceError):
        found.port = 1  # type: ignore[misc]
    assert "secret" not in repr(found)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_this_machine_may_be_served(host: str) -> None:
    assert is_loopback(host)
    require_loopback(settings(HOST=host))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", "localhost.example.org"])
def test_nobody_else_is_served(host: str) -> None:
    with pytest.raises(CannotStart):
        require_loopback(settings(HOST=host))


def test_today_may_be_fixed_and_is_the_day_in_shanghai_otherwise() -> None:
    assert clocks.today(date(2020, 2, 6))() == date(2020, 2, 6)
    assert clocks.civil_day(datetime(2020, 2, 5, 15, 59, tzinfo=UTC)) == date(2020, 2, 5)
    assert clocks.civil_day(datetime(2020, 2, 5, 16, tzinfo=UTC)) == date(2020, 2, 6)
    assert abs(clocks.today(None)() - datetime.now(UTC).date()) <= timedelta(days=1)


def test_now_always_rises() -> None:
    now = clocks.Now()
    moments = [now() for _ in range(1000)]
    assert all(earlier < later for earlier, later in pairwise(moments))
    assert all(moment.tzinfo is UTC for moment in moments)
