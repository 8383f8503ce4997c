"""Shops: opened, arranged and closed by their keeper, hidden and shown again by moderation."""

from __future__ import annotations

from ambassadors.storefronts import offers, queries, rules
from ambassadors.storefronts.models import Shelved, Shop
from ideas.studio.models import Design
from kernel import clock, db
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


async def keep(viewer: Viewer, *, name: str, story: str, wall: str) -> Shop:
    """Open one's shop, or change its words and its wall."""
    require(rules.may_keep_shop(viewer))
    async with db.transaction():
        found = await queries.shop_of(int(viewer.id or 0))
        if found is None:
            found = await Shop.create(person_id=viewer.id, name=name, story=story, wall=wall, opened_at=clock.now())
            await record("shop.opened", actor=viewer.id, subject=("shop", found.id), name=name)
        else:
            await Shop.filter(id=found.id).update(name=name, story=story, wall=wall)
            await record("shop.changed", actor=viewer.id, subject=("shop", found.id))
    await found.refresh_from_db()
    return found


async def close(viewer: Viewer, shop: Shop, *, release: bool) -> None:
    """Close one's shop to everybody; what is gathered for its designs goes on, or is let go with it."""
    require(rules.may_keep_shop(viewer) and viewer.id == shop.person_id)
    async with db.transaction():
        if not await Shop.filter(id=shop.id, closed_at=None).update(closed_at=clock.now()):
            return
        if release:
            await offers.let_all_go(shop.person_id)
        await record("shop.closed", actor=viewer.id, subject=("shop", shop.id), released=release)


async def reopen(viewer: Viewer, shop: Shop) -> None:
    """Show one's closed shop again, as it was."""
    require(rules.may_keep_shop(viewer) and viewer.id == shop.person_id)
    async with db.transaction():
        if await Shop.filter(id=shop.id, closed_at__isnull=False).update(closed_at=None):
            await record("shop.reopened", actor=viewer.id, subject=("shop", shop.id))


async def shelve(viewer: Viewer, shop: Shop, design: Design) -> None:
    """Put a design of one's own on the shelf, behind the others; from then on it is asked who wants it."""
    require(viewer.id == shop.person_id and rules.may_shelve(viewer, design), _("Only designs of your own stand here."))
    async with db.transaction():
        held = await db.row(
            "SELECT count(*) AS n, coalesce(max(position), 0) AS last FROM shelved WHERE shop_id = ?", shop.id
        )
        if held and held["n"] >= queries.MOST:
            raise Conflict(_("The shelf is full: take one down first."))
        await db.execute(
            "INSERT INTO shelved (shop_id, design_id, position) VALUES (?, ?, ?) "
            "ON CONFLICT (shop_id, design_id) DO NOTHING",
            shop.id,
            design.id,
            (held["last"] if held else 0) + 1,
        )
        await offers.open_offer(viewer, design)


async def unshelve(viewer: Viewer, shop: Shop, design_id: int) -> None:
    """Take a design off the shelf; what is gathered for it goes on."""
    require(rules.may_keep_shop(viewer) and viewer.id == shop.person_id)
    async with db.transaction():
        await Shelved.filter(shop_id=shop.id, design_id=design_id).delete()


async def move(viewer: Viewer, shop: Shop, design_id: int, *, earlier: bool) -> None:
    """Change places with the neighbour."""
    require(rules.may_keep_shop(viewer) and viewer.id == shop.person_id)
    async with db.transaction():
        rows = await db.rows("SELECT design_id FROM shelved WHERE shop_id = ? ORDER BY position, id", shop.id)
        order = [row["design_id"] for row in rows]
        if design_id not in order:
            raise Missing()
        here = order.index(design_id)
        there = here + (-1 if earlier else 1)
        if 0 <= there < len(order):
            order[here], order[there] = order[there], order[here]
        await db.execute_many(
            "UPDATE shelved SET position = ? WHERE shop_id = ? AND design_id = ?",
            [(place, shop.id, number) for place, number in enumerate(order, start=1)],
        )


async def hide(viewer: Viewer, shop_id: int) -> None:
    """Close a shop to everybody; the ruling that says why belongs to moderation."""
    require(rules.may_moderate(viewer))
    async with db.transaction():
        if await Shop.filter(id=shop_id, hidden_at=None).update(hidden_at=clock.now()):
            await record("shop.hidden", actor=viewer.id, subject=("shop", shop_id))


async def restore(viewer: Viewer, shop_id: int) -> None:
    """Show a hidden shop again."""
    require(rules.may_moderate(viewer))
    async with db.transaction():
        if await Shop.filter(id=shop_id, hidden_at__isnull=False).update(hidden_at=None):
            await record("shop.restored", actor=viewer.id, subject=("shop", shop_id))
