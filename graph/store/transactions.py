"""What one write transaction does: a plan whole, a part of one, the last part, or a piece of what an import that broke off has left."""

from dataclasses import dataclass

from neo4j import AsyncManagedTransaction
from neo4j.exceptions import Neo4jError

from graph.errors import Conflict, StoreFailed
from graph.model import Plan, Receipt
from graph.store import codec, cypher, parts, script
from graph.store.failures import is_out_of_memory


class Repeated(Exception):
    """This receipt has been written before; carries the district's counter, and undoes the transaction."""

    def __init__(self, revision: int) -> None:
        super().__init__(revision)
        self.revision = revision


class Unfinished(Exception):
    """Imports of the district broke off, and must be swept away first; undoes the transaction."""

    def __init__(self, imports: tuple[str, ...]) -> None:
        super().__init__(imports)
        self.imports = imports


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written, on which counters (of structure, and of the ledger or None), and on whose behalf."""

    plan: Plan
    structure: int
    ledger: int | None
    receipt: Receipt

    @property
    def district(self) -> str:
        return self.plan.district


async def write_whole(transaction: AsyncManagedTransaction, order: Order) -> int:
    """The whole plan; returns the new counter of structure. Errors: Repeated, Unfinished, Conflict, StoreFailed, TooLarge."""
    revision = await _claim(transaction, order, order.plan)
    await _write(transaction, order, order.plan)
    await _take(transaction, order, script.Step(cypher.RECEIPT, [_receipt(order, revision)]))
    return revision


async def write_part(transaction: AsyncManagedTransaction, order: Order, part: Plan, number: int, digest: str) -> None:
    """A part before the last, the first with number 0: nobody sees it yet. Errors: Conflict, StoreFailed, TooLarge.

    One that is there already, of which only the confirmation was lost, is not written again.
    """
    there = await _next_part(transaction, order, number)
    if there:
        return
    if there is None and number:
        raise Conflict(district=order.district)
    if there is None:
        opened = {"importId": order.receipt.import_id, "districtCode": order.district, "open": True, "done": 1, "digest": digest}
        await _take(transaction, order, script.Step(cypher.OPEN_IMPORT, [opened]))
    await _write(transaction, order, part)


async def write_last(transaction: AsyncManagedTransaction, order: Order, part: Plan, number: int) -> int:
    """The last part makes all of them visible; returns the new counter of structure. Errors: as write_whole."""
    revision = await _claim(transaction, order, order.plan, among=(order.receipt.import_id,))
    if await _next_part(transaction, order, number) is None:
        raise Conflict(district=order.district)
    await _write(transaction, order, part)
    await _take(transaction, order, script.Step(cypher.CLOSE_IMPORT, [_receipt(order, revision)]))
    return revision


async def sweep(transaction: AsyncManagedTransaction, statement: cypher.Write, district: str, import_id: str) -> int:
    """Remove some of what an import that broke off has brought; returns how much."""
    result = await transaction.run(statement, district=district, importId=import_id, most=script.BATCH)
    return int((await result.single(strict=True))["swept"])


async def run(transaction: AsyncManagedTransaction, statement: cypher.Write) -> None:
    """A statement without rows."""
    await (await transaction.run(statement)).consume()


async def _claim(transaction: AsyncManagedTransaction, order: Order, plan: Plan, among: tuple[str, ...] = ()) -> int:
    """Move the counters of what the plan writes from those expected; returns that of structure. `among`: unfinished imports of ours."""
    result = await transaction.run(
        cypher.CLAIM,
        district=order.district,
        expected=order.structure,
        ledger=order.ledger,
        structural=script.is_structural(plan),
        onCases=script.is_on_cases(plan),
        importId=order.receipt.import_id,
    )
    row = await result.single(strict=True)
    if row["repeated"]:
        raise Repeated(row["revision"])
    if left := tuple(sorted(set(row["unfinished"]) - set(among))):
        raise Unfinished(left)
    if not row["unmoved"]:
        raise Conflict(district=order.district)
    return int(row["revision"])


async def _next_part(transaction: AsyncManagedTransaction, order: Order, number: int) -> bool | None:
    """Take a part of an open import: is it there already? None where there is no such import, or another writer has abandoned it."""
    result = await transaction.run(cypher.NEXT_PART, importId=order.receipt.import_id, done=number)
    row = await result.single()
    return None if row is None else bool(row["there"])


async def _write(transaction: AsyncManagedTransaction, order: Order, part: Plan) -> None:
    for step in script.steps(part, order.receipt):
        await _take(transaction, order, step)


def _receipt(order: Order, revision: int) -> script.Row:
    return codec.receipt_properties(order.receipt, order.district, revision, order.plan.undone)


async def _take(transaction: AsyncManagedTransaction, order: Order, step: script.Step) -> None:
    """Run a step and see that each of its rows was written. Errors: StoreFailed, TooLarge."""
    try:
        written = await _rows_written(transaction, order.district, step)
    except Neo4jError as error:
        if is_out_of_memory(error):  # the driver would take it for passing, and repeat
            raise parts.too_large(order.plan, script.LIMIT) from error
        raise
    if written != len(step.rows):
        raise StoreFailed(reason=f"{written}/{len(step.rows)}: {step.statement}")


async def _rows_written(transaction: AsyncManagedTransaction, district: str, step: script.Step) -> int:
    result = await transaction.run(step.statement, district=district, rows=step.rows, moment=step.moment)
    return int((await result.single(strict=True))["written"])
