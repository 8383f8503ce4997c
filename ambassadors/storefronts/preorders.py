"""Pre-orders: asked for, confirmed by letter, taken back. Nothing is paid; one counts once its address is proven."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from datetime import timedelta

from ambassadors.storefronts import offers, rules
from ambassadors.storefronts.models import PreOrder, Wish
from ambassadors.storefronts.queries import Offered
from ideas.studio.models import Design
from kernel import clock, db, i18n, mail
from kernel.errors import Conflict, Missing, require
from kernel.events import record, record_all
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.together import Together
from kernel.viewer import Viewer

FORGOTTEN = timedelta(days=14)
"""How long an address that was never confirmed is kept."""
_ASK = (
    "INSERT INTO preorder (offer_id, person_id, via_id, email, size, quantity, state, token, lang, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, 'asked', ?, ?, ?) ON CONFLICT (offer_id, email, size) DO UPDATE SET "
    "quantity = excluded.quantity, via_id = excluded.via_id, lang = excluded.lang, state = 'asked', ended_at = NULL, "
    "person_id = excluded.person_id, created_at = excluded.created_at WHERE preorder.state <> 'confirmed' RETURNING id"
)


async def ask(
    viewer: Viewer, design: Design, offer: Offered, *, email: str, size: str, quantity: int, via: int | None = None
) -> bool:
    """Pre-order; True when it counts at once, because the address is the viewer's own and proven. Else a letter asks."""
    require(rules.may_want(viewer, offer) and design.is_listed, _("This design takes no pre-orders now."))
    own = viewer.is_member and viewer.confirmed and email == await _address(viewer)
    async with db.transaction(quiet=True):
        made = await db.rows(
            _ASK,
            offer.id,
            viewer.id if own else None,
            via,
            email,
            size,
            quantity,
            secrets.token_hex(24),
            i18n.language.get(),
            clock.now(),
        )
        kept = await PreOrder.get(offer_id=offer.id, email=email, size=size)
        if not own:
            await _write(kept, design, known=not made)
    if own and made:
        await confirm(kept)
    elif own:
        await _change(kept, quantity)
    return own


async def confirm(kept: PreOrder) -> None:
    """Count a pre-order; one that counts already stays as it is."""
    if not await _counter(kept.id) and await _state(kept.id) != Wish.CONFIRMED:
        raise Conflict(_("This design takes no pre-orders now."))


async def withdraw(kept: PreOrder) -> None:
    """Take a pre-order back, until the design is being made."""
    async with db.transaction(light=True):
        offer = await offers.lock(kept.offer_id)
        if not rules.is_open(offer):
            raise Conflict(_("This design is being made: a pre-order is not taken back any more."))
        rows = await db.rows(
            "UPDATE preorder SET state = ?, ended_at = ? WHERE id = ? AND state = ? RETURNING quantity, person_id",
            Wish.WITHDRAWN.value,
            clock.now(),
            kept.id,
            Wish.CONFIRMED.value,
        )
        await db.execute("UPDATE preorder SET state = 'withdrawn' WHERE id = ? AND state = 'asked'", kept.id)
        if rows:
            await offers.count(offer.id, -rows[0]["quantity"])
            await record("preorder.withdrawn", actor=rows[0]["person_id"], subject=("offer", offer.id))


async def own(viewer: Viewer, number: int) -> PreOrder:
    """A pre-order of the viewer's; Missing for anybody else's."""
    found = await PreOrder.get_or_none(id=number, person_id=viewer.id or 0)
    if found is None:
        raise Missing()
    return found


async def find(word: str) -> PreOrder:
    """The pre-order that a letter's link names; Missing for a link that we did not write."""
    number, _dash, mac = word.partition("-")
    if number.isascii() and number.isdecimal() and len(number) < 10:
        found = await PreOrder.get_or_none(id=int(number))
        if found is not None and hmac.compare_digest(mac.encode(), _sign(found.token).encode()):
            return found
    raise Missing(_("This link is not one of ours, or a part of it was lost."))


def link(number: int, token: str) -> str:
    """The address in a letter; what is in the database alone does not open it."""
    return f"/preorders/{number}-{_sign(token)}"


async def sweep() -> None:
    """Forget addresses that were never confirmed."""
    await db.execute(
        "DELETE FROM preorder WHERE state = ? AND created_at < ?", Wish.ASKED.value, clock.now() - FORGOTTEN
    )


def _sign(token: str) -> str:
    return hmac.new(the_house().settings.key, f"preorder:{token}".encode(), "sha256").hexdigest()[:32]


async def _address(viewer: Viewer) -> str:
    return str(await db.value("SELECT email FROM person WHERE id = ?", viewer.id) or "")


async def _state(number: int) -> str:
    return str(await db.value("SELECT state FROM preorder WHERE id = ?", number))


async def _change(kept: PreOrder, quantity: int) -> None:
    """Another quantity of what counts already."""
    async with db.transaction(light=True):
        offer = await offers.lock(kept.offer_id)
        held = await db.row("SELECT quantity, state FROM preorder WHERE id = ?", kept.id)
        if rules.is_open(offer) and held and held["state"] == Wish.CONFIRMED:
            await db.execute("UPDATE preorder SET quantity = ? WHERE id = ?", quantity, kept.id)
            await offers.count(offer.id, quantity - held["quantity"])


async def _write(kept: PreOrder, design: Design, *, known: bool) -> None:
    await mail.write(
        kept.email,
        "preorder",
        subject=_("Your pre-order of “%(title)s”") % {"title": design.title},
        title=design.title,
        size=kept.size,
        quantity=kept.quantity,
        known=known,
        url=link(kept.id, kept.token),
        why=_("You get this because somebody, we hope you, pre-ordered a design with this address."),
    )


async def _count_all(numbers: Sequence[int]) -> list[bool]:
    """Confirm those that wait, offer by offer; says of each whether it was counted now."""
    rows = await db.rows(
        "SELECT w.id, w.offer_id FROM preorder w JOIN offer o ON o.id = w.offer_id "
        f"WHERE w.id IN ({db.marks(numbers)}) ORDER BY o.design_id",
        *numbers,
    )
    counted: set[int] = set()
    for offer_id in dict.fromkeys(row["offer_id"] for row in rows):
        offer = await offers.lock(offer_id)
        if not rules.is_open(offer):
            continue
        mine = [row["id"] for row in rows if row["offer_id"] == offer_id]
        fresh = await db.rows(
            "UPDATE preorder SET state = 'confirmed', confirmed_at = ?, person_id = coalesce(person_id, (SELECT p.id "
            "FROM person p WHERE p.email = preorder.email AND p.email_confirmed_at IS NOT NULL)) "
            f"WHERE state = 'asked' AND id IN ({db.marks(mine)}) RETURNING id, quantity, person_id",
            clock.now(),
            *mine,
        )
        if fresh:
            counted |= {row["id"] for row in fresh}
            await record_all("preorder.confirmed", [(row["person_id"], ("offer", offer_id)) for row in fresh])
            await offers.count(offer_id, sum(row["quantity"] for row in fresh))
    return [number in counted for number in numbers]


_counter = Together(_count_all)
