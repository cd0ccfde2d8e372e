"""The graph of a day as files: read back, it is the snapshot's own; whole or not at all; nothing that a spreadsheet would carry out."""

import csv
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import networkx as nx
import pytest
from python_calamine import CalamineWorkbook

from graph.analysis.network import things, ties
from graph.errors import BadArgument, UnknownDivision
from graph.view import View
from loaders.export import Format, export, graph_of
from tests.world import World, views, world


def district(code: str = "990101") -> World:
    built = world(code).staffed("001001", "002001").courtyard("001001001", households=12, functions=("OPINION", "SKILLS"))
    return (
        built.head("001001001", "院长", term_end="2022")
        .community("002002", "2017-01-01..2019-01-01")
        .deputy("B角", of="区领导001001", during="?2019-05-01..")
    )


def wanted(view: View) -> tuple[dict[str, str], set[tuple[str, str, str]]]:
    """The nodes of the view's day with their types, and the links: start, end, type."""
    nodes: dict[str, str] = {}
    links: set[tuple[str, str, str]] = set()
    for s in view.snapshots:
        nodes |= {f"{s.district}/{ref.kind}/{ref.key}": ref.kind for ref in things(s)}
        links |= {("/".join((s.district, *x.start)), "/".join((s.district, *x.end)), x.type) for x in ties(s)}
    return nodes, links


def told(graph: Any) -> tuple[dict[str, str], set[tuple[str, str, str]]]:
    return dict(graph.nodes(data="type")), set(graph.edges(data="type"))


def read(folder: Path, form: Format) -> Any:
    if form is Format.GRAPHML:
        return nx.read_graphml(folder / "graph.graphml", force_multigraph=True)
    return nx.node_link_graph(json.loads((folder / "graph.json").read_text("utf-8")), edges="links")


@pytest.mark.parametrize("form", [Format.GRAPHML, Format.JSON])
@pytest.mark.parametrize("day", ["2020-02-06", "2018-12-31"])
def test_what_is_read_back_is_the_graph_of_the_day(tmp_path: Path, form: Format, day: str) -> None:
    view = views(district(), district("990102"), day=day)
    done = export(view, tmp_path / "out", form)
    graph = read(tmp_path / "out", form)
    assert told(graph) == wanted(view)
    assert (done.nodes, done.links) == (graph.number_of_nodes(), graph.number_of_edges())
    assert done.links == sum(len(ties(s)) for s in view.snapshots)
    written = graph_of(view)
    assert list(graph.nodes(data=True)) == list(written.nodes(data=True))
    assert {key: {**data, "id": key} for *_, key, data in graph.edges(keys=True, data=True)} == {
        key: {**data, "id": key} for *_, key, data in written.edges(keys=True, data=True)
    }


def test_values_keep_their_types(tmp_path: Path) -> None:
    export(district().view(), tmp_path / "out", Format.GRAPHML)
    graph = read(tmp_path / "out", Format.GRAPHML)
    yard = graph.nodes["990101/Courtyard/990101001001001"]
    assert (yard["households"], yard["functions"], yard["type"], yard["label"]) == (12, "OPINION、SKILLS", "Courtyard", "990101001001001")
    heads = next(data for *_, data in graph.edges(data=True) if data["type"] == "HEADS")
    assert (heads["electedOn"], heads["since"], heads["label"], heads["sourceTitle"]) == ("2019-01-01", "2019-01-01", "任院坝长", "test")
    assert graph.graph["date"] == "2020-02-06"


def test_every_attribute_is_declared_once(tmp_path: Path) -> None:
    export(district().view(), tmp_path / "out", Format.GRAPHML)
    declared = re.findall(
        r'<key id="([^"]+)" for="(node|edge|graph)" attr.name="([^"]+)"', (tmp_path / "out" / "graph.graphml").read_text("utf-8")
    )
    assert len({id_ for id_, _, _ in declared}) == len(declared) > 10
    assert {("node", "label"), ("edge", "label"), ("node", "households")} <= {(of, name) for _, of, name in declared}


def tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    found = {}
    for path in folder.rglob("*.csv"):
        raw = path.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf"), "without the mark a spreadsheet takes it for another encoding"
        found[path.relative_to(folder).as_posix()] = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    return found


def test_csv_has_a_table_for_each_label_and_each_type(tmp_path: Path) -> None:
    view = district().view()
    export(view, tmp_path / "out", Format.CSV)
    found = tables(tmp_path / "out")
    nodes, links = wanted(view)
    assert {name for name in found if name.startswith("nodes/")} == {f"nodes/{kind}.csv" for kind in nodes.values()}
    assert {name for name in found if name.startswith("links/")} == {f"links/{type_}.csv" for *_, type_ in links}
    assert {row["id"]: row["type"] for name, rows in found.items() if name.startswith("nodes/") for row in rows} == nodes
    assert {(r["from"], r["to"], r["type"]) for name, rows in found.items() if name.startswith("links/") for r in rows} == links
    assert sum(map(len, found.values())) == len(nodes) + len(ties(view.snapshots[0]))


def sheets(path: Path) -> dict[str, list[dict[str, str]]]:
    """Each sheet of a workbook as rows by their headers; a number as CSV has it."""
    book, found = CalamineWorkbook.from_path(path), {}
    for name in book.sheet_names:
        header, *rows = book.get_sheet_by_name(name).to_python()
        texts = [[str(int(v)) if isinstance(v, float) and v.is_integer() else str(v) for v in row] for row in rows]
        found[name] = [dict(zip(map(str, header), row, strict=True)) for row in texts]
    return found


def test_a_workbook_holds_the_same_tables(tmp_path: Path) -> None:
    view = district().view()
    done = export(view, tmp_path / "csv", Format.CSV)
    again = export(view, tmp_path / "xlsx", Format.XLSX)
    assert (again.nodes, again.links) == (done.nodes, done.links)
    assert [path.name for path in again.files] == ["about.json", "graph.xlsx"]
    as_csv = {name.removesuffix(".csv").replace("/", " "): rows for name, rows in tables(tmp_path / "csv").items()}
    assert sheets(tmp_path / "xlsx" / "graph.xlsx") == as_csv


@pytest.mark.parametrize(
    "name", ["=1+1", "{=1}", "https://a.example/", "007", "长" * 40_000], ids=str.split("formula array link zeros long")
)
def test_a_workbook_holds_texts_as_texts(tmp_path: Path, name: str) -> None:
    export(world().community("001001", name=name).view(), tmp_path / "out", Format.XLSX)
    path = tmp_path / "out" / "graph.xlsx"
    (row,) = sheets(path)["nodes Community"]
    assert row["name"] == name[:32_767]
    with ZipFile(path) as parts:
        assert not re.search("<f[ >]|<hyperlink", "".join(parts.read(part).decode() for part in parts.namelist() if "/worksheets/" in part))


def test_more_than_a_sheet_holds_is_refused_and_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.export._MOST_ROWS", 3)
    with pytest.raises(BadArgument, match="csv"):
        export(district().view(), tmp_path / "out", Format.XLSX)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(tmp_path: Path, name: str) -> None:
    export(world().community("001001", name=name).view(), tmp_path / "out", Format.CSV)
    (row,) = tables(tmp_path / "out")["nodes/Community.csv"]
    assert row["name"].startswith("'")
    text = (tmp_path / "out" / "nodes" / "Community.csv").read_text("utf-8-sig")
    cells = [cell for line in csv.reader(text.splitlines()) for cell in line]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_what_xml_cannot_hold_is_left_out(tmp_path: Path) -> None:
    export(world().community("001001", name="甲\x0b\x00社区 & <乙>").view(), tmp_path / "out", Format.GRAPHML)
    graph = read(tmp_path / "out", Format.GRAPHML)
    assert graph.nodes["990101/Community/990101001001"]["name"] == "甲社区 & <乙>"


def test_within_a_division_stand_its_own_things_and_the_links_among_them(tmp_path: Path) -> None:
    view = district().view()
    export(view, tmp_path / "out", Format.JSON, ["990101001001"])
    graph = read(tmp_path / "out", Format.JSON)
    assert {"990101/Community/990101001001", "990101/Person/区领导001001"} <= set(graph)
    assert not {"990101/Community/990101002001", "990101/Person/书记002001", "990101/District/990101"} & set(graph)
    _, links = wanted(view)
    assert told(graph)[1] == {link for link in links if set(link[:2]) <= set(graph)}
    with pytest.raises(UnknownDivision):
        export(view, tmp_path / "other", Format.JSON, ["990109"])
    assert not (tmp_path / "other").exists()


def test_about_tells_the_day_and_the_moment(tmp_path: Path) -> None:
    view = district().view("2019-06-30").as_of(datetime(2019, 6, 30).date(), datetime(2020, 1, 1, tzinfo=UTC))
    done = export(view, tmp_path / "out", Format.CSV)
    about = json.loads((tmp_path / "out" / "about.json").read_text("utf-8"))
    assert (about["date"], about["knownAt"], about["within"]) == ("2019-06-30", "2020-01-01T00:00:00+00:00", "990101")
    assert (about["nodes"], about["links"]) == (done.nodes, done.links)
    assert all(path.is_file() for path in done.files)


# ---- whole or not at all


def test_a_folder_that_holds_something_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").touch()
    with pytest.raises(BadArgument, match=r"new or empty"):
        export(district().view(), tmp_path, Format.CSV)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export(district().view(), tmp_path / "out", Format.JSON)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["about.json", "graph.json"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("form", [Format.CSV, Format.XLSX])
def test_an_export_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Format) -> None:
    def broken(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("loaders.export._columns", broken)
    with pytest.raises(OSError, match="no space"):
        export(district().view(), tmp_path / "out", form)
    assert list(tmp_path.iterdir()) == []
