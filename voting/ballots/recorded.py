"""Reading what staff wrote down for customers: by idea, by customer, and for the person it was written down for."""

from __future__ import annotations

from kernel import db

LATER = "SELECT 1 FROM support_event n WHERE n.idea_id = e.idea_id AND n.person_id = e.person_id AND (n.at, n.id) > (e.at, e.id)"
_LINES = (
    "SELECT e.id AS event_id, e.idea_id, e.person_id, e.by_id, e.at, e.recorded_at, b.note, b.customer_id, "
    "c.reference, c.name AS customer, i.title, i.slug, "
    f"CASE WHEN EXISTS ({LATER}) THEN 0 ELSE 1 END AS is_standing "
    "FROM support_behalf b JOIN support_event e ON e.id = b.event_id JOIN customer c ON c.id = b.customer_id "
    "JOIN idea i ON i.id = e.idea_id"
)
MOST = 200


async def of_idea(idea_id: int) -> list[db.Row]:
    """The newest first, those that ended among them."""
    return await db.rows(f"{_LINES} WHERE e.idea_id = ? ORDER BY e.id DESC LIMIT {MOST}", idea_id)


async def of_customer(customer_id: int) -> list[db.Row]:
    return await db.rows(f"{_LINES} WHERE b.customer_id = ? ORDER BY e.id DESC LIMIT {MOST}", customer_id)


async def of_person(person_id: int) -> list[db.Row]:
    """What stands in somebody's name by the word of staff."""
    rows = await db.rows(f"{_LINES} WHERE e.person_id = ? ORDER BY e.id DESC LIMIT {MOST}", person_id)
    return [row for row in rows if row["is_standing"]]


async def stands(idea_id: int, customer_id: int) -> bool:
    """Does anybody who counts for a customer support an idea?"""
    found = await db.value(
        "SELECT s.id FROM support s JOIN customer_link l ON l.person_id = s.person_id "
        "WHERE s.idea_id = ? AND l.customer_id = ? LIMIT 1",
        idea_id,
        customer_id,
    )
    return found is not None


async def speaker(customer_id: int) -> int | None:
    """The member who counts for a customer: that of its address first, then whoever signed up, then the eldest link."""
    found = await db.value(
        "SELECT l.person_id FROM customer_link l JOIN person p ON p.id = l.person_id JOIN customer c ON c.id = l.customer_id "
        "WHERE l.customer_id = ? ORDER BY CASE WHEN p.email = c.email THEN 0 ELSE 1 END, p.is_claimed DESC, l.id LIMIT 1",
        customer_id,
    )
    return None if found is None else int(found)
