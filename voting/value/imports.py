"""Customer and order files."""

from __future__ import annotations

from kernel import site
from kernel.i18n import mark
from kernel.imports import Batch, Importer, Report
from voting.value import customers, groups, orders


async def _customers(batch: Batch) -> None:
    await customers.write(batch, currency=(await site.current()).currency)


async def _name_segments(report: Report) -> None:
    await groups.of_column()


importers = [
    Importer(
        "customers",
        customers.COLUMNS,
        _customers,
        key=("reference",),
        needed=("reference",),
        finish=_name_segments,
        label=mark("Customers"),
    ),
    Importer("orders", orders.COLUMNS, orders.write, key=("reference",), needed=orders.COLUMNS, label=mark("Orders")),
]
