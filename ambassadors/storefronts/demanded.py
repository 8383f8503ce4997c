"""What pre-orders add to the demand of an idea: how many pieces, and what those who want them are worth."""

from __future__ import annotations

from ideas.studio.pack import Want
from kernel import db
from kernel.i18n import mark
from voting.demand.codesign import Further, Ties, Values
from voting.value import queries as value
from voting.value import unweighed
from voting.value.settings import WorthSettings

CHANGES = ("preorder.confirmed", "preorder.withdrawn", "offer.released")
HEAD = (
    "SELECT COUNT(*) || '/' || COALESCE(SUM(CAST(w.id AS BIGINT) * (w.quantity + 1)), 0) || '/' || "
    "COALESCE(SUM(CAST(w.id AS BIGINT) * COALESCE(w.person_id, 0)), 0) FROM preorder w WHERE w.state = 'confirmed'"
)
WANTED = (
    f"SELECT o.design_id, w.size, w.quantity, w.email, w.person_id, {unweighed.of('w.person_id')} AS is_apart, "
    "COALESCE(l.customer_id, (SELECT MIN(c.id) FROM customer c "
    "WHERE c.email = w.email)) AS customer_id FROM preorder w JOIN offer o ON o.id = w.offer_id "
    "LEFT JOIN customer_link l ON l.person_id = w.person_id WHERE w.state = 'confirmed' ORDER BY w.id"
)
"""Confirmed pre-orders: their address is proven, so a customer of the same address is who they come from."""


async def pieces(ties: Ties) -> Values:
    """Confirmed pieces that are wanted of an idea's designs."""
    held: dict[int, int] = {}
    for row in await db.rows(WANTED):
        held[row["design_id"]] = held.get(row["design_id"], 0) + row["quantity"]
    return {idea: sum(held.get(design, 0) for design in designs) for idea, designs in ties.items()}


async def wants(design_id: int) -> list[Want]:
    """Every confirmed pre-order of a design: its size, who wants it, the account that is, and how many pieces."""
    rows = await db.rows(f"SELECT * FROM ({WANTED}) w WHERE w.design_id = ? ORDER BY w.size, w.email", design_id)
    return [Want(row["size"], row["email"], _account(row), row["quantity"]) for row in rows]


async def worth(ties: Ties) -> Values:
    """What the accounts that pre-ordered are worth; each counts once for an idea, whatever it pre-ordered."""
    accounts: dict[int, set[str]] = {}
    for row in await db.rows(WANTED):
        if row["is_apart"]:
            continue
        accounts.setdefault(row["design_id"], set()).add(_account(row))
    worths, default = await _worths()
    return {
        idea: sum(worths.get(account, default) for account in set().union(*(accounts.get(d, set()) for d in designs)))
        for idea, designs in ties.items()
    }


def _account(row: db.Row) -> str:
    if row["customer_id"]:
        return f"customer:{row['customer_id']}"
    return f"person:{row['person_id']}" if row["person_id"] else row["email"]


async def _worths() -> tuple[dict[str, int], int]:
    """Worth of the customers that pre-ordered, as the newest run says; and of whoever it does not know."""
    run = await value.latest_run()
    if run is None:
        return {}, WorthSettings().worth_default_minor or 0
    rows = await db.rows(
        f"SELECT customer_id, amount FROM worth WHERE run_id = ? AND customer_id IN (SELECT customer_id FROM ({WANTED}) w)",
        run.id,
    )
    return {f"customer:{row['customer_id']}": row["amount"] for row in rows}, run.default_worth


columns = [
    Further(
        "preorders",
        "whole",
        mark("Pre-orders"),
        mark("Pieces of these designs that people pre-ordered and confirmed by letter; those taken back are left out."),
        pieces,
        HEAD,
    ),
    Further(
        "preorder_value",
        "money",
        mark("Worth of who pre-ordered"),
        mark(
            "The expected lifetime worth of the accounts that pre-ordered one of these designs, summed, in the currency; "
            "an account counts once, and one that is no known customer with the default."
        ),
        worth,
        "SELECT 0",
    ),
]
