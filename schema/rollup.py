"""How much hangs on a place or an organisation, by itself and with all that lies below."""

import strawberry

from graph.analysis.rollup import Counting, tally
from schema.fields import field
from schema.nodes import Entity
from schema.words import both


@strawberry.type(description=both("直接的数量,和连同其下各级的数量", "How many of its own, and how many with all that lies below."))
class Tally:
    direct: int = strawberry.field(description=both("自身的", "Its own."))
    transitive: int = strawberry.field(description=both("连同其下各级,各计一次", "With all that lies below, each counted once."))


@strawberry.type(
    description=both(
        "这一天自身及其下各级的数量。区划之下为所辖区划与院坝;单位之下为下级单位,及其所管理的区划",
        "What there is on this day. Below a place lie the places in it; below an organisation its units and the places "
        "that it or they govern.",
    )
)
class RollUp:
    of: strawberry.Private[Entity]

    def _tally(self, counting: Counting) -> Tally:
        found = tally(self.of.snapshot, self.of.actor.ref, counting)
        return Tally(direct=found.direct, transitive=found.transitive)

    @field("下一级:区划或院坝;单位则为下级单位", "What lies right below: places; of an organisation, its units.")
    def children(self) -> Tally:
        return self._tally(Counting.CHILDREN)

    @field("村(社区);单位则为其所管理的", "Communities; of an organisation, those that it governs.")
    def communities(self) -> Tally:
        return self._tally(Counting.COMMUNITIES)

    @field("院坝、小区、楼栋", "Courtyards, estates and buildings.")
    def courtyards(self) -> Tally:
        return self._tally(Counting.COURTYARDS)

    @field(
        "联系它的工作组;单位则为有席位代表它的", "The work groups that serve it; of an organisation, those in which a seat represents it."
    )
    def work_groups(self) -> Tally:
        return self._tally(Counting.WORK_GROUPS)

    @field("缺口;单位则为代表它的席位的", "Gaps; of an organisation, those in the seats that represent it.")
    def gaps(self) -> Tally:
        return self._tally(Counting.GAPS)

    @field(
        "任职的人:在管理或驻在它的单位;单位则为在其中的",
        "People with a post: in an organisation that governs it or is based in it; of an organisation, in it.",
    )
    def people(self) -> Tally:
        return self._tally(Counting.PEOPLE)


@strawberry.type
class RolledUp(Entity):
    @field("自身及其下各级共有多少", "How much hangs on it, by itself and with all that lies below.")
    def roll_up(self) -> RollUp:
        return RollUp(of=self)
