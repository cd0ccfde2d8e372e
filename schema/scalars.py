"""Scalars: dates that keep their precision, instants with their zone, counts beyond 32 bits."""

import re
from datetime import date, datetime
from typing import NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from graph.interval import PartialDate, Precision
from schema.words import both

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Count = NewType("Count", int)


def stated(boundary: PartialDate | None) -> PartialDate | None:
    """A boundary as the source gave it; None where it gave none."""
    return None if boundary is None or boundary.precision is Precision.UNKNOWN else boundary


def _parse_date(value: object) -> date:
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise GraphQLError("Date: 请写成 2020-02-06 这样的日期。/ Write a day like 2020-02-06.")


def _parse_moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None:
        raise GraphQLError(
            "DateTime: 请写成 2020-02-06T08:00:00+08:00 这样带时区的时刻。/ Write an instant with its zone, like 2020-02-06T08:00:00+08:00."
        )
    return moment


SCALARS: dict[object, ScalarDefinition] = {
    date: strawberry.scalar(
        name="Date",
        description=both("日期(Asia/Shanghai),如 2019-06-30", "A civil day (Asia/Shanghai), like 2019-06-30."),
        serialize=date.isoformat,
        parse_value=_parse_date,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description=both("带时区的时刻,如 2020-02-06T08:00:00+08:00", "An instant with its zone, like 2020-02-06T08:00:00+08:00."),
        serialize=datetime.isoformat,
        parse_value=_parse_moment,
    ),
    PartialDate: strawberry.scalar(
        name="PartialDate",
        description=both("来源所给的日期:2019-05-12、2019-05 或 2019", "As the source gave it: 2019-05-12, 2019-05 or 2019."),
        serialize=str,
    ),
    Count: strawberry.scalar(
        name="Count",
        description=both("不超过 2^53 的整数", "A whole number up to 2^53."),
        serialize=int,
    ),
}
