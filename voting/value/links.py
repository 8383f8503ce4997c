"""Which member counts for which customer: by an address that staff imported, by a confirmed one, or by hand."""

from __future__ import annotations

from collections.abc import Sequence

from kernel import audit, clock, db
from kernel.errors import Conflict, require
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from voting.value import rules

SHOWN = ("confirmed", "staff")
"""Sources that let a person see what is known, an imported address alone only counts."""
_BY_ADDRESS = (
    "INSERT INTO customer_link (person_id, customer_id, source, created_at) "
    "SELECT p.id, MIN(c.id), CASE WHEN p.email_confirmed_at IS NULL THEN 'imported' ELSE 'confirmed' END, "
    "CAST(? AS {moment}) FROM customer c JOIN person p ON p.email = c.email WHERE c.email <> '' {only} "
    "AND NOT EXISTS (SELECT 1 FROM customer_unlinking u WHERE u.person_id = p.id AND u.customer_id = c.id) "
    "GROUP BY p.id, p.email_confirmed_at ON CONFLICT (person_id) DO NOTHING"
)


def _by_address(only: str) -> str:
    return _BY_ADDRESS.format(moment="TEXT" if db.on_sqlite() else "TIMESTAMPTZ", only=only)


async def follow_addresses(references: Sequence[str], *, moved: Sequence[int] = ()) -> None:
    """Link people to new customers of these references, and to `moved` ones, whose addresses may be others now."""
    if moved:
        await db.execute(
            "DELETE FROM customer_link WHERE source <> 'staff' AND customer_id IN "
            f"({db.marks(moved)}) AND NOT EXISTS (SELECT 1 FROM person p JOIN customer c ON c.email = p.email "
            "WHERE p.id = customer_link.person_id AND c.id = customer_link.customer_id)",
            *moved,
        )
        await db.execute(_by_address(f"AND c.id IN ({db.marks(moved)})"), clock.now(), *moved)
    if references:
        await db.execute(_by_address(f"AND c.reference IN ({db.marks(references)})"), clock.now(), *references)


async def follow_people(people: Sequence[int]) -> None:
    """Link some people to customers of the same address."""
    for start in range(0, len(people), 1000):
        part = people[start : start + 1000]
        await db.execute(_by_address(f"AND p.id IN ({db.marks(part)})"), clock.now(), *part)


async def follow_everybody() -> None:
    """Link whoever is not linked yet; after a file that brought people of its own."""
    async with db.transaction():
        await db.execute(_by_address(""), clock.now())


async def confirmed(event: db.Row) -> None:
    """A person confirmed an address: what was for counting only is now theirs to see."""
    person = int(event["subject_id"])
    email = str(event["data"].get("email", "")).strip().lower()
    if not email:
        email = await db.value("SELECT email FROM person WHERE id = ? AND email_confirmed_at IS NOT NULL", person) or ""
    customer = await db.value(
        "SELECT MIN(c.id) AS id FROM customer c WHERE c.email = ? AND c.email <> '' AND NOT EXISTS "
        "(SELECT 1 FROM customer_unlinking u WHERE u.person_id = ? AND u.customer_id = c.id)",
        email,
        person,
    )
    if customer is None:
        return
    async with db.transaction():
        await db.execute(
            "INSERT INTO customer_link (person_id, customer_id, source, created_at) VALUES (?, ?, 'confirmed', ?) "
            "ON CONFLICT (person_id) DO UPDATE SET source = 'confirmed', customer_id = excluded.customer_id "
            "WHERE customer_link.source <> 'staff'",
            person,
            customer,
            clock.now(),
        )


async def vouched(event: db.Row) -> None:
    """Another site that the brand trusts says which customer somebody is, by reference; what staff said stands above it."""
    person, reference = int(event["subject_id"]), str(event["data"].get("reference", ""))
    async with db.transaction():
        await db.execute(
            "DELETE FROM customer_link WHERE person_id = ? AND source = 'confirmed' AND customer_id IN "
            "(SELECT id FROM customer WHERE reference = ?)",
            person,
            str(event["data"].get("before", "")),
        )
        await db.execute(
            "INSERT INTO customer_link (person_id, customer_id, source, created_at) "
            "SELECT ?, c.id, 'confirmed', ? FROM customer c WHERE c.reference = ? AND c.reference <> '' AND NOT EXISTS "
            "(SELECT 1 FROM customer_unlinking u WHERE u.person_id = ? AND u.customer_id = c.id) "
            "ON CONFLICT (person_id) DO UPDATE SET source = 'confirmed', customer_id = excluded.customer_id "
            "WHERE customer_link.source <> 'staff'",
            person,
            clock.now(),
            reference,
            person,
        )


async def link(viewer: Viewer, customer: int, *, person: int, reason: str = "") -> None:
    """Staff say that a member counts for a customer."""
    require(rules.may_change_customers(viewer))
    async with db.transaction():
        other = await db.value(
            "SELECT c.reference FROM customer_link l JOIN customer c ON c.id = l.customer_id "
            "WHERE l.person_id = ? AND l.source = 'staff' AND l.customer_id <> ?",
            person,
            customer,
        )
        if other:
            raise Conflict(_("This member is linked to customer %(reference)s by staff.") % {"reference": other})
        await db.execute(
            "INSERT INTO customer_link (person_id, customer_id, source, by_id, created_at) VALUES (?, ?, 'staff', ?, ?) "
            "ON CONFLICT (person_id) DO UPDATE SET customer_id = excluded.customer_id, source = 'staff', "
            "by_id = excluded.by_id, created_at = excluded.created_at",
            person,
            customer,
            viewer.id,
            clock.now(),
        )
        await db.execute("DELETE FROM customer_unlinking WHERE person_id = ? AND customer_id = ?", person, customer)
        await audit.note(viewer, "customer.link", subject=("customer", customer), reason=reason, person=person)


async def unlink(viewer: Viewer, customer: int, *, person: int, reason: str = "") -> bool:
    """Staff take a link back, and no file brings it again; done already is done."""
    require(rules.may_change_customers(viewer))
    return await _part(viewer, person, customer, act="customer.unlink", reason=reason)


async def disown(viewer: Viewer) -> bool:
    """A member says that the customer they are shown as is somebody else; nobody but staff and they link them again."""
    require(viewer.is_member)
    person = int(viewer.id or 0)
    customer = await db.value(
        f"SELECT customer_id FROM customer_link WHERE person_id = ? AND source IN ({db.marks(SHOWN)})", person, *SHOWN
    )
    return customer is not None and await _part(viewer, person, customer, act="customer.disown")


async def _part(viewer: Viewer, person: int, customer: int, *, act: str, reason: str = "") -> bool:
    async with db.transaction():
        gone = await db.rows(
            "DELETE FROM customer_link WHERE customer_id = ? AND person_id = ? RETURNING source", customer, person
        )
        if gone:
            await db.execute(
                "INSERT INTO customer_unlinking (person_id, customer_id, source, reason, by_id, created_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                *(person, customer, gone[0]["source"], reason, viewer.id, clock.now()),
            )
            await audit.note(viewer, act, subject=("customer", customer), reason=reason, person=person)
    return bool(gone)


async def own_again(viewer: Viewer) -> bool:
    """A member takes their own word back: the link is what it was, unless another stands since."""
    require(viewer.is_member)
    person = int(viewer.id or 0)
    async with db.transaction():
        taken = await db.row(
            "DELETE FROM customer_unlinking WHERE id = (SELECT MAX(id) FROM customer_unlinking WHERE person_id = ? "
            "AND by_id = person_id) RETURNING customer_id, source",
            person,
        )
        if taken:
            await db.execute(
                "INSERT INTO customer_link (person_id, customer_id, source, created_at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (person_id) DO NOTHING",
                *(person, taken["customer_id"], taken["source"], clock.now()),
            )
            await audit.note(viewer, "customer.own", subject=("customer", taken["customer_id"]), person=person)
    return bool(taken)
