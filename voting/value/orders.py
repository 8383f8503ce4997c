"""Order rows as files and the API bring them: at least 20,000 a second, the same again changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kernel import db
from kernel.delimited import Line
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.imports import Batch
from voting.value import cells
from voting.value.cells import Unusable

COLUMNS = ("reference", "customer", "placed_at", "amount", "currency")
Order = tuple[str, datetime, int, str]


async def write(batch: Batch) -> None:
    """Make or change the orders of a batch; of a reference that comes twice, the last row counts."""
    rows, at = _last_of_each(batch)
    customers = await _customers({order[0] for order in rows.values()})
    for reference in [reference for reference, order in rows.items() if order[0] not in customers]:
        unknown = rows.pop(reference)[0]
        batch.refuse(
            at[reference], _("customer %(reference)s is not known: import customers first.") % {"reference": unknown}
        )
    known = await _known(list(rows))
    created, changed = [], []
    for reference, (customer, placed_at, amount, currency) in rows.items():
        values = (customers[customer], placed_at, amount, currency)
        if reference not in known:
            created.append((reference, *values))
        elif known[reference] != values:
            changed.append((*values, reference))
    await db.execute_many(
        "INSERT INTO customer_order (reference, customer_id, placed_at, amount, currency) VALUES (?, ?, ?, ?, ?)",
        created,
    )
    await db.execute_many(
        "UPDATE customer_order SET customer_id = ?, placed_at = ?, amount = ?, currency = ? WHERE reference = ?",
        changed,
    )
    if created or changed:
        await record("orders.changed", actor=None, subject=("orders", 0), created=len(created), changed=len(changed))
    batch.created += len(created)
    batch.updated += len(changed)
    batch.unchanged += len(batch.lines) - len(batch.refused) - len(created) - len(changed)


def read(given: Mapping[str, str]) -> tuple[str, Order]:
    """A row's reference and its order: customer's reference, moment, minor units, currency."""
    reference = cells.reference(given["reference"])
    customer = cells.reference(given["customer"], "customer")
    currency = cells.currency(given["currency"])
    placed_at = cells.moment(given["placed_at"], "placed_at")
    return reference, (customer, placed_at, cells.amount(given["amount"], currency), currency)


def _last_of_each(batch: Batch) -> tuple[dict[str, Order], dict[str, Line]]:
    rows: dict[str, Order] = {}
    at: dict[str, Line] = {}
    for line in batch.lines:
        try:
            reference, order = read(line.cells)
        except Unusable as reason:
            batch.refuse(line, str(reason))
            continue
        if reference in rows and rows[reference] != order:
            batch.warn(at[reference], _("reference %(ref)s comes again below and counts there.") % {"ref": reference})
        rows[reference], at[reference] = order, line
    return rows, at


async def _customers(references: set[str]) -> dict[str, int]:
    wanted = list(references)
    if not wanted:
        return {}
    rows = await db.rows(f"SELECT id, reference FROM customer WHERE reference IN ({db.marks(wanted)})", *wanted)
    return {row["reference"]: row["id"] for row in rows}


async def _known(references: list[str]) -> dict[str, tuple[int, datetime, int, str]]:
    if not references:
        return {}
    sql = (
        "SELECT reference, customer_id, placed_at, amount, currency FROM customer_order "
        f"WHERE reference IN ({db.marks(references)})"
    )
    return {
        row["reference"]: (row["customer_id"], row["placed_at"], row["amount"], row["currency"])
        for row in await db.rows(sql, *references)
    }
