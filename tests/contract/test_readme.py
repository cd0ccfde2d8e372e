"""The README's plain Cypher, on both servers, against the GraphQL answers on the same sample."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from graph.archive import Archive
from graph.store.port import Store
from graph.view import View
from loaders import sample
from loaders.desk import Options
from loaders.intake import Intake
from tests.contract.ground import Ground
from tests.schema.asking import asking, nodes

ROOT = Path(__file__).parents[2]
TODAY = date(2020, 2, 6)
pytestmark = pytest.mark.anyio


def queries(readme: str) -> list[str]:
    return re.findall(r"```cypher\n(.*?)```", (ROOT / readme).read_text("utf-8"), re.DOTALL)


GROUP, VACANT, GHOSTS, CHAIN, LOADS, DEPARTMENT = queries("README.md")


@pytest.fixture
async def view(store: Store, tmp_path: Path) -> View:
    """The sample as of its day, taken in through its own workbooks; once for each server."""
    archive = Archive(store, lambda: TODAY, lambda: datetime.now(UTC))
    if "500108" not in await store.revisions():
        await take_in(archive, tmp_path)
    whole = await archive.view()
    mine = tuple(s for s in whole.snapshots if s.district == "500108")
    return replace(whole, snapshots=mine)


async def take_in(archive: Archive, folder: Path) -> None:
    divisions, *others = sample.write(folder, cases=0)
    intake = Intake(archive)
    outcomes = await intake.run([divisions], Options(TODAY, date(2017, 1, 1), "500108", edition=2019))
    outcomes += await intake.run(others, Options(TODAY, within="500108"))
    assert not any(outcome.refused for outcome in outcomes)


def texts(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """The rows in their order, dates as texts."""
    return [tuple(str(v) if hasattr(v, "iso_format") else v for v in row.values()) for row in rows]


async def test_the_chinese_readme_shows_the_same_queries() -> None:
    assert queries("README.zh.md") == queries("README.md")


async def test_the_group_of_a_community(view: View, ground: Ground) -> None:
    data = await asking(
        view,
        '{ community(code: "500108002001") { workGroups { name seats { kind fillings { person { name } since } } } } }',
    )
    (group,) = data["community"]["workGroups"]
    said = {(group["name"], s["kind"], f["person"]["name"], f["since"]) for s in group["seats"] for f in s["fillings"]}
    assert set(texts(await ground.rows(GROUP))) == said
    assert len(said) == 5


async def test_the_vacant_seats_of_a_day(view: View, ground: Ground) -> None:
    data = await asking(
        view, "{ coverage { gaps(reasons: [VACANT], first: 100) { edges { node { community { code shortName } seatKind } } } } }"
    )
    said = [(c["code"], c["shortName"], kind) for c, kind in nodes(data["coverage"]["gaps"], "community", "seatKind")]
    mine = [row for row in texts(await ground.rows(VACANT)) if row[0].startswith("500108")]
    assert mine == sorted(said)
    assert len(said) == 1


async def test_the_ghosts(view: View, ground: Ground) -> None:
    query = """{ fillings(statuses: [GHOST], first: 100) { edges { node {
        person { name } seat { kind workGroup { serves { shortName } } } } } } }"""
    said = {
        (seat["workGroup"]["serves"][0]["shortName"], seat["kind"], person["name"])
        for seat, person in nodes((await asking(view, query))["fillings"], "seat", "person")
    }
    assert set(texts(await ground.rows(GHOSTS))) == said
    assert len(said) == 6


async def test_the_chain_of_a_community(view: View, ground: Ground) -> None:
    query = """{ responsibilityChain(of: {community: "500108004004"}) { now { standing {
        level seat { kind } organization { name } holders { person { name } since source { title } } } } } }"""
    hops = (await asking(view, query))["responsibilityChain"]["now"]["standing"]
    rows = texts(await ground.rows(CHAIN))
    said = [
        (hop["level"], hop["seat"]["kind"], h["person"]["name"], h["since"], h["source"]["title"]) for hop in hops for h in hop["holders"]
    ]
    assert sorted(row[:3] + row[4:] for row in rows) == sorted(said)
    assert list(dict.fromkeys(row[1] for row in rows)) == [hop["seat"]["kind"] for hop in hops]
    (department,) = (hop["organization"]["name"] for hop in hops if hop["seat"]["kind"] == "DEPARTMENT_LEADER")
    assert {row[3] for row in rows if row[1] == "DEPARTMENT_LEADER"} == {department}


async def test_groups_per_leader(view: View, ground: Ground) -> None:
    query = (
        "{ fillings(seatKinds: [DISTRICT_LEADER], first: 100%s) { edges { node { person { name } } } pageInfo { hasNextPage endCursor } } }"
    )
    names, after = [], ""
    while True:
        page = (await asking(view, query % after))["fillings"]
        names += [person["name"] for person in nodes(page, "person")]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = f', after: "{page["pageInfo"]["endCursor"]}"'
    count = {name: names.count(name) for name in names}
    rows = texts(await ground.rows(LOADS))
    assert rows == sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
    assert rows[0][1] == 8


async def test_the_communities_of_a_department(view: View, ground: Ground) -> None:
    query = """{ departments(first: 100) { edges { node {
        name seats(first: 100) { edges { node { workGroup { serves { code shortName } } } } } } } } }"""
    (seats,) = (seats for name, seats in nodes((await asking(view, query))["departments"], "name", "seats") if name == "区民政局")
    said = [(c["code"], c["shortName"]) for group in nodes(seats, "workGroup") for c in group["serves"]]
    assert texts(await ground.rows(DEPARTMENT)) == sorted(said)
    assert ("500108002001", "南湖社区") in said
