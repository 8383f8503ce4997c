"""Reading what staff wrote down for customers: by idea, by customer, and for the person it was written down for."""

from __future__ import annotations

from collections.abc import Sequence

from kernel import db
from voting.ballots.merges import GROUP
from voting.ballots.models import Kind

LATER = (
    "SELECT 1 FROM support_event n WHERE n.idea_id = e.idea_id AND n.person_id = e.person_id "
    "AND (n.at, n.id) > (e.at, b.event_id)"
)
"""Named by what was written down, so that it is looked for behind that alone and not behind every support."""
ENDED = f"{LATER} AND n.kind = '{Kind.WITHDRAWN}'"
_LINES = (
    "SELECT e.id AS event_id, e.idea_id, e.person_id, e.by_id, e.at, e.recorded_at, b.note, b.source, b.contact, b.quote, "
    "b.importance, b.confirmed_at, b.changed_at, b.customer_id, c.reference, c.name AS customer, i.title, i.slug, "
    f"CASE WHEN EXISTS ({ENDED}) THEN 0 ELSE 1 END AS is_standing "
    "FROM support_behalf b JOIN support_event e ON e.id = b.event_id JOIN customer c ON c.id = b.customer_id "
    "JOIN idea i ON i.id = e.idea_id"
)
_BY_STAFF = (
    "SELECT coalesce(i.merged_into_id, i.id) AS idea, e.person_id, COUNT(*) AS lines FROM support_behalf b "
    "JOIN support_event e ON e.id = b.event_id JOIN support s ON s.idea_id = e.idea_id AND s.person_id = e.person_id "
    "JOIN idea i ON i.id = e.idea_id WHERE EXISTS (SELECT 1 FROM support_behalf) "
    f"AND NOT EXISTS ({LATER}) {{}} GROUP BY coalesce(i.merged_into_id, i.id), e.person_id"
)
_STANDING = (
    "SELECT COUNT(*) FROM support x JOIN idea j ON j.id = x.idea_id "
    "WHERE x.person_id = o.person_id AND coalesce(j.merged_into_id, j.id) = o.idea"
)
MOST = 200


async def of_idea(idea_id: int) -> list[db.Row]:
    """The newest first, those that ended among them, and what was said of ideas that lead to this one."""
    where = f"WHERE e.idea_id IN {GROUP.format('?')}"
    return await db.rows(f"{_LINES} {where} ORDER BY e.id DESC LIMIT {MOST}", idea_id, idea_id)


async def of_customer(customer_id: int) -> list[db.Row]:
    return await db.rows(f"{_LINES} WHERE b.customer_id = ? ORDER BY e.id DESC LIMIT {MOST}", customer_id)


async def of_person(person_id: int) -> list[db.Row]:
    """What stands in somebody's name and began with the word of staff."""
    rows = await db.rows(f"{_LINES} WHERE e.person_id = ? ORDER BY e.id DESC LIMIT {MOST}", person_id)
    return [row for row in rows if row["is_standing"]]


def by_staff(narrowed: str = "") -> str:
    """SQL for `idea` and `person_id` of those who stand behind it by the word of staff alone.

    Nothing was given, confirmed or taken back since, neither on the idea nor on any that is merged with it.
    """
    return f"SELECT o.idea, o.person_id FROM ({_BY_STAFF.format(narrowed)}) o WHERE o.lines = ({_STANDING})"


async def counts(ideas: Sequence[int] | None = None) -> dict[int, int]:
    """How many stand behind each of some ideas, or of all, by the word of staff alone; ideas without any are left out."""
    sql, values = counting(ideas)
    return {row["number"]: row["value"] for row in await db.rows(sql, *values)}


def counting(ideas: Sequence[int] | None = None) -> tuple[str, tuple[int, ...]]:
    """The same as SQL for `number` and `value`, with what is bound in it."""
    where, values = "", tuple[int, ...]()
    if ideas is not None:
        marks = db.marks(ideas)
        where, values = f"AND (i.id IN ({marks}) OR i.merged_into_id IN ({marks}))", (*ideas, *ideas)
    return f"SELECT t.idea AS number, COUNT(*) AS value FROM ({by_staff(where)}) t GROUP BY t.idea", values


async def stands(idea_id: int, customer_id: int) -> bool:
    """Does anybody who counts for a customer support an idea?"""
    found = await db.value(
        "SELECT s.id FROM support s JOIN customer_link l ON l.person_id = s.person_id "
        f"WHERE s.idea_id IN {GROUP.format('?')} AND l.customer_id = ? LIMIT 1",
        idea_id,
        idea_id,
        customer_id,
    )
    return found is not None


async def speaker(customer_id: int) -> int | None:
    """The member who counts for a customer: that of its address, first, then whoever signed up, then the eldest link."""
    found = await db.value(
        "SELECT l.person_id FROM customer_link l JOIN person p ON p.id = l.person_id JOIN customer c ON c.id = l.customer_id "
        "WHERE l.customer_id = ? ORDER BY CASE WHEN p.email = c.email THEN 0 ELSE 1 END, p.is_claimed DESC, l.id LIMIT 1",
        customer_id,
    )
    return None if found is None else int(found)
