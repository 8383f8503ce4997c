"""The way on to the brand's own shop, by the address it set."""

from __future__ import annotations

from urllib.parse import quote

from ambassadors.storefronts.settings import ShopSettings


def link(design: int, size: str = "", via: str = "") -> str:
    """Where a design is bought; empty while no address is set."""
    address = ShopSettings().shop_link
    for name, value in (("design", str(design)), ("size", size), ("via", via)):
        address = address.replace(f"{{{name}}}", quote(value, safe=""))
    return address
