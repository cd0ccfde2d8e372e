"""The graph of a day as files: GraphML for Gephi and its like, JSON as networkx links nodes, tables as CSV or in a workbook.

All formats hold the same: everything that exists on the day, and the links that hold on it for certain between two such things, with where
each was learnt. `about.json` beside them says of which day, as known when. An export is there whole or not at all.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, TypeAlias

import networkx as nx
import orjson
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from graph.analysis.directory import inside
from graph.analysis.network import things, ties
from graph.errors import BadArgument
from graph.interval import Interval
from graph.model import Actor, Link, Ref, Scalar
from graph.view import View
from graph.vocabulary import LINKS

Value: TypeAlias = str | int | float | bool
Attributes: TypeAlias = dict[str, Value]
Graph: TypeAlias = "nx.MultiDiGraph[str]"
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What a document of XML cannot hold."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would carry out."""


_MOST_ROWS, _LONGEST_CELL, _LONGEST_NAME = 1_048_576, 32_767, 31
"""What a sheet of a workbook can hold: rows, characters of a cell and of its own name."""


class Format(StrEnum):
    """What to write."""

    CSV = "csv"
    XLSX = "xlsx"
    GRAPHML = "graphml"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Exported:
    """The files that were written, and how many nodes and links they hold."""

    files: tuple[Path, ...]
    nodes: int
    links: int


def export(view: View, folder: Path, form: Format, within: Sequence[str] | None = None) -> Exported:
    """Write the graph of the view's day into a folder that is new or empty; of these divisions, of all where None.

    Errors: UnknownDivision; BadArgument where the folder holds something; OSError.
    """
    graph = graph_of(view, within)
    with _whole(folder) as made:
        _WRITERS[form](graph, made)
        (made / "about.json").write_bytes(orjson.dumps(graph.graph, option=orjson.OPT_INDENT_2))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return Exported(tuple(files), graph.number_of_nodes(), graph.number_of_edges())


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """A folder beside the one that is wanted, which takes its place once all is written."""
    if folder.exists() and any(folder.iterdir()):
        raise BadArgument(argument="DIR", value=folder, cure="请给出新的或空的文件夹。/ Give a folder that is new or empty.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as beside:
        made = Path(beside) / "whole"
        made.mkdir()
        yield made
        if folder.exists():
            folder.rmdir()
        made.rename(folder)


# ---- the graph


def graph_of(view: View, within: Sequence[str] | None = None) -> Graph:
    """The graph of the view's day. Nodes are called district/label/key, links district/type/id. Errors: UnknownDivision."""
    graph: Graph = nx.MultiDiGraph()
    for part in view.scope(within):
        chosen = {ref: actor for ref, actor in things(part.snapshot).items() if inside(part.snapshot, ref, within)}
        graph.add_nodes_from((_name(actor.district, ref), _node(actor)) for ref, actor in chosen.items())
        for link in (x for x in ties(part.snapshot) if x.start in chosen and x.end in chosen):
            start, end = (_name(part.snapshot.district, ref) for ref in (link.start, link.end))
            graph.add_edge(start, end, f"{part.snapshot.district}/{link.type}/{link.id}", **_edge(link))
    graph.graph.update(_about(view, within, graph))
    return graph


def _about(view: View, within: Sequence[str] | None, graph: Graph) -> Attributes:
    return {
        "date": view.day.isoformat(),
        "knownAt": view.known_at.isoformat(),
        "revision": view.revision,
        "within": " ".join(within or [s.district for s in view.snapshots]),
        "nodes": graph.number_of_nodes(),
        "links": graph.number_of_edges(),
    }


def _name(district: str, ref: Ref) -> str:
    return f"{district}/{ref.kind}/{ref.key}"


def _node(actor: Actor) -> Attributes:
    label = actor.text("shortName") or actor.text("name") or actor.text("title") or actor.key
    return {"label": label, "type": actor.kind, "key": actor.key, "district": actor.district, **_told(actor.interval, actor.properties)}


def _edge(link: Link) -> Attributes:
    source = {"sourceTitle": link.source.title, "sourceFile": link.source.file, "sourceSheet": link.source.sheet}
    learnt = {**source, "sourceCell": link.source.cell, "recordedAt": link.recorded_at.isoformat()}
    return {"label": LINKS[link.type].zh, "type": link.type, **_told(link.interval, {**link.properties, **learnt})}


def _told(interval: Interval, properties: Mapping[str, Scalar]) -> Attributes:
    """From when to when, and what is told besides; nothing for what is not."""
    dates = {"since": str(interval.since or ""), "until": str(interval.until or "")}
    plain = {name: _plain(value) for name, value in properties.items() if value is not None}
    return {**plain, **{name: text for name, text in dates.items() if text}}


def _plain(value: Scalar) -> Value:
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return "、".join(value) if isinstance(value, tuple) else str(value)


# ---- the formats


def _graphml(graph: Graph, folder: Path) -> None:
    clean: Graph = nx.MultiDiGraph(**graph.graph)
    clean.add_nodes_from((_clean(node), _cleaned(told)) for node, told in graph.nodes(data=True))
    for start, end, key, told in graph.edges(keys=True, data=True):
        clean.add_edge(_clean(start), _clean(end), _clean(key), **_cleaned(told))
    nx.write_graphml_xml(clean, folder / "graph.graphml")


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)


def _cleaned(told: Attributes) -> Attributes:
    return {name: _clean(value) if isinstance(value, str) else value for name, value in told.items()}


def _json(graph: Graph, folder: Path) -> None:
    (folder / "graph.json").write_bytes(orjson.dumps(nx.node_link_data(graph, edges="links")))


class _Table(NamedTuple):
    """The nodes of a label, or the links of a type; every row has a value or a blank for each column."""

    kind: str
    name: str
    columns: list[str]
    rows: list[list[Value]]


def _tables(graph: Graph) -> Iterator[_Table]:
    nodes: defaultdict[str, list[Attributes]] = defaultdict(list)
    links: defaultdict[str, list[Attributes]] = defaultdict(list)
    for node, told in graph.nodes(data=True):
        nodes[told["type"]].append({"id": node, **told})
    for start, end, key, told in graph.edges(keys=True, data=True):
        links[told["type"]].append({"id": key, "from": start, "to": end, **told})
    for kind, tables in (("nodes", nodes), ("links", links)):
        for name, rows in tables.items():
            columns = _columns(rows)
            yield _Table(kind, name, columns, [[row.get(column, "") for column in columns] for row in rows])


def _columns(rows: Sequence[Attributes]) -> list[str]:
    """Those that every row has come first, as they stand; then the others by name."""
    always = [name for name in rows[0] if all(name in row for row in rows)]
    return always + sorted({name for row in rows for name in row} - set(always))


def _csv(graph: Graph, folder: Path) -> None:
    for table in _tables(graph):
        path = folder / table.kind / f"{table.name}.csv"
        path.parent.mkdir(exist_ok=True)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(table.columns)
            writer.writerows(map(_cell, row) for row in table.rows)


def _xlsx(graph: Graph, folder: Path) -> None:
    """A sheet for each table. Texts are written as texts, never as formulas or addresses. Errors: BadArgument: more than a sheet holds."""
    with xlsxwriter.Workbook(str(folder / "graph.xlsx"), {"constant_memory": True}) as book:
        for table in _tables(graph):
            if len(table.rows) >= _MOST_ROWS:
                cure = f"工作表最多 {_MOST_ROWS:,} 行,请用 csv。/ A sheet holds {_MOST_ROWS:,} rows at most; use csv."
                raise BadArgument(argument="--format", value=f"{table.name}: {len(table.rows):,}", cure=cure)
            sheet = book.add_worksheet(f"{table.kind} {table.name}"[:_LONGEST_NAME])
            sheet.freeze_panes(1, 0)
            header: list[Value] = [*table.columns]
            for place, row in enumerate([header, *table.rows]):
                for column, value in enumerate(row):
                    _write_cell(sheet, place, column, value)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value[:_LONGEST_CELL])
    else:
        sheet.write(row, column, value)


def _cell(value: Value) -> Value:
    """As CSV has it: a text that a spreadsheet would carry out stands behind an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


_WRITERS: Mapping[Format, Callable[[Graph, Path], None]] = {
    Format.CSV: _csv,
    Format.XLSX: _xlsx,
    Format.GRAPHML: _graphml,
    Format.JSON: _json,
}
