"""What this wing keeps about a person, for the file they may take away."""

from __future__ import annotations

from community.people.owndata import GIVEN, OBSERVED, OwnData
from kernel import db
from kernel.i18n import mark


async def _shop(person_id: int) -> db.Row | None:
    return await db.row(
        "SELECT name, story, wall, banner_alt, opened_at, closed_at, hidden_at FROM shop WHERE person_id = ?", person_id
    )


async def _preorders(person_id: int) -> list[db.Row]:
    """Those of the account, and those asked for with its proven address."""
    return await db.rows(
        "SELECT d.title AS design, w.email, w.size, w.quantity, w.state, w.created_at, w.confirmed_at, w.ended_at "
        "FROM preorder w JOIN offer o ON o.id = w.offer_id JOIN design d ON d.id = o.design_id "
        "WHERE w.person_id = ? OR w.email = (SELECT p.email FROM person p WHERE p.id = ? AND p.email_confirmed_at "
        "IS NOT NULL) ORDER BY w.id",
        person_id,
        person_id,
    )


async def _royalties(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT at, kind, design_id AS design, amount, currency, reference FROM royalty WHERE person_id = ? ORDER BY id",
        person_id,
    )


parts = [
    OwnData("shop", _shop, GIVEN, mark("Your shop"), mark("Shown to everybody while it is open.")),
    OwnData(
        "preorders", _preorders, GIVEN, mark("Your pre-orders"), mark("To make what you ordered when enough want it.")
    ),
    OwnData(
        "royalties",
        _royalties,
        OBSERVED,
        mark("Royalties due to you"),
        mark("To pay you, and to prove that we did; the law on accounts asks for it."),
    ),
]
