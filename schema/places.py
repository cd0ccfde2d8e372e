"""What places say of themselves; where they lead is in `actors`."""

import strawberry

from graph.vocabulary import PlaceKind, StationFunction, place_kind
from schema.fields import field
from schema.nodes import Entity, Lasting, Named


@strawberry.type
class Located(Named, Lasting):
    @field("代码", "Its code.")
    def code(self) -> str:
        return self.actor.key

    @field("种类", "Its kind.")
    def kind(self) -> PlaceKind:
        return PlaceKind(self.actor.text("kind") or place_kind(self.actor.key) or PlaceKind.COMMUNITY)


@strawberry.type
class Inhabited(Entity):
    @field("户数", "Households.")
    def households(self) -> int | None:
        return self.actor.whole("households")


@strawberry.type
class Counted(Inhabited):
    @field("简称", "Its short name.")
    def short_name(self) -> str:
        return self.actor.text("shortName") or self.actor.text("name")

    @field("常住人口", "Residents.")
    def population(self) -> int | None:
        return self.actor.whole("population")


@strawberry.type
class Equipped(Inhabited):
    @field("所设的功能站", "The stations that it has.")
    def functions(self) -> list[StationFunction]:
        told = self.actor.properties.get("functions")
        return [StationFunction(value) for value in told] if isinstance(told, tuple) else []
