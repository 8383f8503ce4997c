"""What becomes of somebody's shop and orders when their account is erased, and what they should know before."""

from __future__ import annotations

from community.privacy.leaving import Obligation
from kernel import clock, db
from kernel.i18n import gettext as _
from kernel.i18n import ngettext


async def erased(person_id: int) -> None:
    """The shop closes without a word of theirs; orders in advance are nobody's. Royalties stay in the books, by number."""
    await db.execute(
        "UPDATE shop SET name = '', story = '', banner_id = NULL, banner_source_id = NULL, banner_alt = '', "
        "closed_at = COALESCE(closed_at, ?) WHERE person_id = ?",
        clock.now(),
        person_id,
    )
    await db.execute("UPDATE preorder SET email = 'left-' || CAST(id AS TEXT) WHERE person_id = ?", person_id)


async def open_orders(person_id: int) -> list[Obligation]:
    """Of the registry "person.leaving": what was ordered in advance, and what is owed to them."""
    count = await db.value("SELECT COUNT(*) FROM preorder WHERE person_id = ? AND state = 'confirmed'", person_id)
    found = []
    if count:
        words = ngettext(
            "%(count)s pre-order of yours stands: nobody could tell you any more when it is made.",
            "%(count)s pre-orders of yours stand: nobody could tell you any more when they are made.",
            count,
        )
        found.append(Obligation(words % {"count": count}))
    if (await db.value("SELECT SUM(amount) FROM royalty WHERE person_id = ?", person_id) or 0) > 0:
        found.append(
            Obligation(
                _("Royalties are owed to you: ask for them before you go, nobody could pay them after."), "/shop"
            )
        )
    return found
