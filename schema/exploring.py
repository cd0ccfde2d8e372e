"""How things hang together: paths between two of them, and what lies around one."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

import strawberry

import graph.view
from graph.analysis import neighbourhood as around
from graph.analysis import network
from graph.analysis import paths as ways
from graph.errors import BadArgument, NotFound
from graph.interval import Interval
from graph.model import CaseFile, Ref
from graph.model import Link as Fact
from graph.vocabulary import LINKS
from schema.actors import HEART, Case, Seat, case_of, seat_of
from schema.context import Info
from schema.enums import Language
from schema.fields import field
from schema.ids import misread, read
from schema.nodes import Entity, InLanguage, Lasting, Sight, seen
from schema.sources import Source, source_of
from schema.words import both

From = Annotated[
    strawberry.ID, strawberry.argument(name="from", description=both("起点,任何视图的 id", "Where from, by an id of any view."))
]
To = Annotated[strawberry.ID, strawberry.argument(description=both("终点,任何视图的 id", "Where to, by an id of any view."))]
Of = Annotated[strawberry.ID, strawberry.argument(description=both("谁的周围,任何视图的 id", "Around what, by an id of any view."))]
Longest = Annotated[
    int, strawberry.argument(description=both(f"最多经过几条联系,1 至 {ways.LONGEST}", f"So many links at most, 1 to {ways.LONGEST}."))
]
Most = Annotated[
    int, strawberry.argument(description=both(f"最多给出几条路径,1 至 {ways.MOST}", f"So many paths at most, 1 to {ways.MOST}."))
]
Depth = Annotated[
    int, strawberry.argument(description=both(f"几条联系之内,1 至 {around.DEEPEST}", f"Within so many links, 1 to {around.DEEPEST}."))
]


@dataclass(frozen=True)
class Walk:
    """Where one answer goes: the district's snapshot, and the cases that it meets, which are in no snapshot."""

    sight: Sight
    ground: network.Ground
    cases: Mapping[Ref, Case]

    def entity(self, ref: Ref) -> Entity:
        """A thing on the way."""
        if ref.kind == "Case":
            return self.cases[ref]
        seat = self.sight.snapshot.seat(ref) if ref.kind == Seat.__name__ else None
        return seat_of(self.sight, seat) if seat else seen(HEART[ref.kind], self.sight, ref)


@strawberry.type(description=both("图中的一条联系", "A link of the graph."))
class Link(Lasting):
    walk: strawberry.Private[Walk]
    link: strawberry.Private[Fact]
    backwards: strawberry.Private[bool] = False

    def lasts(self) -> Interval:
        return self.link.interval

    @field("类型,如 FILLS", "Its type, like FILLS.")
    def type(self) -> str:
        return self.link.type

    @field(
        "联系的说法;reversed 时是从终点读向起点的说法,如“由…担任”",
        "Its words; where it is reversed, as read from its end to its start, like “is filled by”.",
    )
    def label(self, language: InLanguage = Language.ZH) -> str:
        words = LINKS[self.link.type]
        zh, en = (words.reverse_zh, words.reverse_en) if self.backwards else (words.zh, words.en)
        return en if language is Language.EN else zh

    @field("在路径上是否从终点走向起点", "Does the path go along it from its end to its start?")
    def reversed(self) -> bool:
        return self.backwards

    @field("起点,如图中所存", "Where it starts, as the graph has it.", name="from")
    def from_(self) -> Entity:
        return self.walk.entity(self.link.start)

    @field("终点,如图中所存", "Where it ends, as the graph has it.")
    def to(self) -> Entity:
        return self.walk.entity(self.link.end)

    @field("出处", "Where it was learnt.")
    def source(self) -> Source | None:
        return source_of(self.link)


@strawberry.type(description=both("路径上的一步", "A step of a path."))
class PathStep:
    walk: strawberry.Private[Walk]
    step: strawberry.Private[ways.Step]

    @field("到了哪里", "What it leads to.")
    def entity(self) -> Entity:
        return self.walk.entity(self.step.ref)

    @field("经由哪条联系;第一步为空", "How it was reached; null for the first.")
    def link(self) -> Link | None:
        return Link(walk=self.walk, link=self.step.link, backwards=self.step.backwards) if self.step.link else None


@strawberry.type(description=both("两者之间的一条路径,同一事物不走两次", "A way from one thing to another that meets nothing twice."))
class Path:
    walk: strawberry.Private[Walk]
    path: strawberry.Private[ways.Path]

    @field("从起点到终点的各步", "Its steps, from the first thing to the last.")
    def steps(self) -> list[PathStep]:
        return [PathStep(walk=self.walk, step=step) for step in self.path]


@strawberry.type(description=both("某事物周围的一片图", "The part of the graph that lies around something."))
class Neighbourhood:
    walk: strawberry.Private[Walk]
    found: strawberry.Private[around.Neighbourhood]

    @field("其中的事物,所问的在最前,近的在前", "The things in it: the one asked for first, then the nearest.")
    def entities(self) -> list[Entity]:
        return [self.walk.entity(ref) for ref in self.found.refs]

    @field("它们之间的全部联系", "All links among them.")
    def links(self) -> list[Link]:
        return [Link(walk=self.walk, link=link) for link in self.found.links]

    @field("范围之内还有更多,未能全部给出", "More lies beyond the bound.")
    def partial(self) -> bool:
        return self.found.partial


@strawberry.type
class Exploring:
    view: strawberry.Private[graph.view.View]

    @field(
        "两者之间最短的几条路径,经由这一天确定有效的联系;其一这一天不存在则没有路径。单位、人员等属于不同区县的,是错误",
        "The shortest paths between two things, over the links that hold on this day for certain; none where one does not exist on it. "
        "Things of two districts are an error. Cases are met at the ends only, and where these lead.",
    )
    async def path(self, info: Info, from_: From, to: To, longest: Longest = 6, most: Most = 10) -> list[Path] | None:
        walk, (start, end) = await _walk(info, self.view, from_, to)
        return [Path(walk=walk, path=path) for path in ways.paths(walk.ground, start, end, longest, most)]

    @field(
        f"某事物周围:几条联系之内的事物(至多 {around.MOST_THINGS} 个)及其间的联系(至多 {around.MOST_LINKS} 条);这一天不存在则为空",
        f"What lies within so many links of something, at most {around.MOST_THINGS} things and {around.MOST_LINKS} links; null where it "
        "does not exist on this day. Cases are found only around a case.",
    )
    async def neighbourhood(self, info: Info, of: Of, depth: Depth = 1) -> Neighbourhood | None:
        walk, (start,) = await _walk(info, self.view, of)
        found = around.neighbourhood(walk.ground, start, depth)
        return Neighbourhood(walk=walk, found=found) if found else None


@dataclass(frozen=True)
class _Start:
    sight: Sight
    ref: Ref
    file: CaseFile | None = None


async def _start(info: Info, view: graph.view.View, id_: str) -> _Start:
    """The thing of an id, known in the books on whatever day. Errors: BadArgument, NotFound."""
    key = read(id_)
    if key.type not in (*HEART, Seat.__name__, Case.__name__):
        raise misread(id_)
    ref, snapshot = Ref(key.type, key.key), view.snapshot(key.district)
    if snapshot and key.type == Case.__name__:
        if file := await info.context.books.file(key.district, key.key):
            return _Start(Sight(view, snapshot), ref, file)
    elif snapshot and ref in snapshot.history.actors:
        return _Start(Sight(view, snapshot), ref)
    raise NotFound(what="事物 · thing of the id", value=id_[:80])


async def _walk(info: Info, view: graph.view.View, *ids: str) -> tuple[Walk, tuple[Ref, ...]]:
    """The ground for a walk from or between these, and which they are. Errors: BadArgument, NotFound."""
    starts = [await _start(info, view, id_) for id_ in ids]
    sight = starts[0].sight
    if any(start.sight.snapshot is not sight.snapshot for start in starts):
        cure = "请给出同一区县的两者。/ Give two things of one district."
        raise BadArgument(argument="from, to", value=", ".join(id_[:40] for id_ in ids), cure=cure)
    cases = _shown(view, (start.file for start in starts if start.file))
    links = [x for case in cases.values() for x in case.answer.book.history.links if x.start == case.actor.ref]
    books, district = info.context.books, sight.snapshot.district
    others = dict.fromkeys(x.end.key for x in links if x.end.kind == Case.__name__ and x.end not in cases)
    files = await asyncio.gather(*(books.file(district, key) for key in others))
    met = cases | _shown(view, (file for file in files if file))
    held = (x for x in links if x.end.kind != Case.__name__ or x.end in met)
    return Walk(sight, network.ground(sight.snapshot, held), met), tuple(start.ref for start in starts)


def _shown(view: graph.view.View, files: Iterable[CaseFile]) -> dict[Ref, Case]:
    """The cases that were raised by the view's day."""
    return {case.actor.ref: case for file in files if (case := case_of(view, file))}
