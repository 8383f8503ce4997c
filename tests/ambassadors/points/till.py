"""What tests of points begin with: a funded month and rules."""

from __future__ import annotations

from ambassadors.points import actions, calendar
from kernel import clock, db
from tests import cast


async def funded(amount: int = 1000) -> None:
    await actions.fund(await cast.editor(), calendar.this_month(), amount, reason="For a test.")


async def ruled(kind: str = "idea", amount: int = 100, month_cap: int | None = None) -> None:
    await actions.rule(await cast.editor(), kind, amount=amount, month_cap=month_cap, from_at=clock.now())


async def opened(funds: int = 1000, amount: int = 100, month_cap: int | None = None) -> int:
    """A month with a budget, a rule for ideas; gives Ada's number."""
    await funded(funds)
    await ruled(amount=amount, month_cap=month_cap)
    return int((await cast.person("ada")).id)


async def lines(person_id: int | None = None) -> list[tuple[str, dict[str, int]]]:
    """Entries in their order, each with its lines by account."""
    rows = await db.rows(
        "SELECT e.id, e.act, e.person_id, p.account, p.amount FROM point_entry e "
        "LEFT JOIN point_posting p ON p.entry_id = e.id ORDER BY e.id, p.id"
    )
    found: dict[int, tuple[str, dict[str, int]]] = {}
    for row in rows:
        if person_id is None or row["person_id"] == person_id:
            entry = found.setdefault(row["id"], (row["act"], {}))
            if row["account"]:
                entry[1][row["account"]] = row["amount"]
    return list(found.values())


async def letters(person_id: int) -> list[str]:
    """Texts of the letters to somebody."""
    rows = await db.rows("SELECT text FROM letter WHERE person_id = ? ORDER BY id", person_id)
    return [row["text"] for row in rows]
