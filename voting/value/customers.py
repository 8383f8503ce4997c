"""Customer rows as files and the API bring them: compared with what is known, written in a few statements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel import clock, db
from kernel.delimited import Line
from kernel.i18n import gettext as _
from kernel.imports import Batch
from voting.value import cells, links
from voting.value.cells import Unusable

COLUMNS = ("reference", "name", "kind", "email", "segment", "country", "since", "stated_value")
BLANK = {"name": "", "kind": "person", "email": "", "segment": "", "country": "", "since": None, "stated_value": None}
Values = dict[str, Any]


async def write(batch: Batch, *, currency: str) -> None:
    """Make or change the customers of a batch; of a reference that comes twice, the last row counts."""
    rows = _last_of_each(batch, currency)
    known = await _known(list(rows))
    created, changed = [], []
    for reference, values in rows.items():
        before = known.get(reference)
        if before is None:
            created.append((reference, {**BLANK, **values}))
        elif any(before[name] != value for name, value in values.items()):
            changed.append((before["id"], {**{name: before[name] for name in BLANK}, **values}))
    await _insert(created)
    await _update(changed)
    await links.follow_addresses(
        [reference for reference, _values in created], moved=[customer for customer, _values in changed]
    )
    batch.created += len(created)
    batch.updated += len(changed)
    batch.unchanged += len(batch.lines) - len(batch.refused) - len(created) - len(changed)


def read(given: Mapping[str, str], currency: str) -> tuple[str, Values]:
    """A row's reference and the values of the columns that it has."""
    values: Values = {}
    if "name" in given:
        values["name"] = cells.line(given["name"], "name", longest=200)
    if "kind" in given:
        values["kind"] = cells.kind(given["kind"])
    if "email" in given:
        values["email"] = cells.email(given["email"])
    if "segment" in given:
        values["segment"] = cells.line(given["segment"], "segment", longest=80)
    if "country" in given:
        values["country"] = cells.country(given["country"])
    if "since" in given:
        values["since"] = cells.day(given["since"], "since")
    if "stated_value" in given:
        values["stated_value"] = _stated(given["stated_value"], currency)
    return cells.reference(given.get("reference", "")), values


def _stated(cell: str, currency: str) -> int | None:
    if not cell:
        return None
    found = cells.amount(cell, currency, "stated_value")
    if found < 0:
        raise Unusable(_("stated_value is below zero: %(cell)s.") % {"cell": cell})
    return found


def _last_of_each(batch: Batch, currency: str) -> dict[str, Values]:
    rows: dict[str, Values] = {}
    at: dict[str, Line] = {}
    for line in batch.lines:
        try:
            reference, values = read(line.cells, currency)
        except Unusable as reason:
            batch.refuse(line, str(reason))
            continue
        if reference in rows and rows[reference] != values:
            batch.warn(at[reference], _("reference %(ref)s comes again below and counts there.") % {"ref": reference})
        rows[reference], at[reference] = values, line
    return rows


async def _known(references: list[str]) -> dict[str, db.Row]:
    sql = (
        "SELECT id, reference, name, kind, email, segment, country, since AS since_on, stated_value "
        f"FROM customer WHERE reference IN ({db.marks(references)})"
    )
    found = await db.rows(sql, *references) if references else []
    return {row["reference"]: {**row, "since": row["since_on"]} for row in found}


async def _insert(rows: list[tuple[str, Values]]) -> None:
    now = clock.now()
    await db.execute_many(
        f"INSERT INTO customer (reference, {', '.join(BLANK)}, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(reference, *(values[name] for name in BLANK), now) for reference, values in rows],
    )


async def _update(rows: list[tuple[int, Values]]) -> None:
    await db.execute_many(
        f"UPDATE customer SET {', '.join(f'{name} = ?' for name in BLANK)} WHERE id = ?",
        [(*(values[name] for name in BLANK), customer) for customer, values in rows],
    )
