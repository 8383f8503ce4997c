"""The way on to the brand's own shop, by the address that staff set in the browser, or the installation by a setting."""

from __future__ import annotations

import json

from ambassadors.storefronts import rules
from ambassadors.storefronts.addresses import filled
from ambassadors.storefronts.settings import ShopSettings
from kernel import audit, db, site
from kernel.errors import require
from kernel.viewer import Viewer

KEY = "shop_link"


async def pattern() -> str:
    """The address with its places; empty while none is set."""
    kept = await db.value("SELECT value FROM site_setting WHERE key = ?", KEY)
    return str(json.loads(kept) if kept else "") or ShopSettings().shop_link


async def link(design: int, size: str = "", via: str = "") -> str:
    """Where a design is bought; empty while no address is set."""
    return filled(await pattern(), design, size, via)


async def lead_to(viewer: Viewer, address: str) -> None:
    """Staff set the address, or with an empty one go back to that of the installation."""
    require(rules.may_run_offers(viewer))
    async with db.transaction():
        await site.change(**{KEY: address})
        await audit.note(viewer, "shop.link", subject=("shop", 0), address=address)
