"""All reads of shops, offers and pre-orders; no address of anybody's is among what they give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ambassadors.storefronts.models import Fate, Shop, Wish
from community.people import queries as people
from community.people.handles import is_handle
from ideas.studio import products
from ideas.studio import queries as studio
from ideas.studio.queries import DesignCard
from kernel import clock, db, files
from kernel.errors import Missing
from kernel.viewer import STRANGER, SYSTEM, Viewer

MOST = 60
"""Designs on one shelf."""
_OPEN = "s.hidden_at IS NULL AND s.closed_at IS NULL"
_OFFER = (
    "SELECT o.id, o.design_id, o.threshold, o.until AS until_at, o.extended, o.fate, o.price, o.currency, o.gathered, "
    "o.opened_at, o.decided_at, o.reached_at FROM offer o "
)


@dataclass(frozen=True)
class Offered:
    """An offer as everybody sees it."""

    id: int
    design_id: int
    threshold: int
    until_at: datetime
    extended: int
    fate: str
    price: int
    currency: str
    gathered: int
    opened_at: datetime
    decided_at: datetime | None
    reached_at: datetime | None

    @property
    def missing(self) -> int:
        """Pieces that must still be wanted."""
        return max(0, self.threshold - self.gathered)

    @property
    def drawn(self) -> float:
        """How far the bar of 200 is filled; never further than it is long."""
        return round(200 * min(1.0, self.gathered / self.threshold), 2)

    @property
    def fell(self) -> datetime | None:
        """When it was enough, where it is not any more."""
        return self.reached_at if self.fate == Fate.GATHERING else None

    @property
    def is_final(self) -> bool:
        """Was it enough on its date? From then on it stays so, whoever takes theirs back."""
        return self.fate == Fate.REACHED and clock.now() >= self.until_at

    @property
    def takes(self) -> bool:
        """Can it be wanted, and taken back?"""
        return self.fate in (Fate.GATHERING, Fate.REACHED)


@dataclass(frozen=True)
class Piece:
    """A design on a shelf with what is gathered for it, painted in the shop's colour."""

    card: DesignCard
    offer: Offered | None


@dataclass(frozen=True)
class Wanted:
    """One's own pre-order."""

    id: int
    design_id: int
    size: str
    quantity: int
    state: str
    fate: str
    created_at: datetime
    title: str
    url: str

    @property
    def stands(self) -> bool:
        return self.state in (Wish.ASKED, Wish.CONFIRMED) and self.fate in (Fate.GATHERING, Fate.REACHED)


async def shop_of(person_id: int) -> Shop | None:
    return await Shop.get_or_none(person_id=person_id)


async def shop(viewer: Viewer, handle: str) -> Shop:
    """The shop of a member; Missing where there is none, and where it is closed or hidden for all but staff."""
    keeper = await people.by_handle(handle)
    found = await shop_of(keeper.id) if keeper else None
    if found is None or not (found.is_open or viewer.is_staff):
        raise Missing()
    return found


async def shop_named(handle: str) -> int | None:
    """The number of the shop that led somewhere, for `via`; unknown, closed and hidden ones are none."""
    if not is_handle(handle.lower()):
        return None
    sql = f"SELECT s.id FROM shop s JOIN person p ON p.id = s.person_id WHERE p.handle = ? AND {_OPEN}"
    found = await db.value(sql, handle.lower())
    return None if found is None else int(found)


async def shops_of(person_ids: Sequence[int]) -> dict[int, db.Row]:
    """Of some people the shops that everybody may see: name and address."""
    rows = await db.rows(
        "SELECT s.person_id, s.name, p.handle FROM shop s JOIN person p ON p.id = s.person_id "
        f"WHERE {_OPEN} AND s.person_id IN ({db.marks(person_ids)})",
        *person_ids,
    )
    return {row["person_id"]: {**row, "url": f"/people/{row['handle']}/shop"} for row in rows}


async def banner(found: Shop) -> db.Row | None:
    """A shop's picture: its address and size, and what it shows in words."""
    if found.banner_id is None:
        return None
    row = await db.row("SELECT digest, width, height FROM file WHERE id = ?", found.banner_id)
    return None if row is None else {**row, "url": files.url(row["digest"]), "alt": found.banner_alt}


async def gathering_of(author_id: int) -> list[Offered]:
    """What is gathered now for designs of somebody, wherever they stand."""
    rows = await db.rows(
        f"{_OFFER} JOIN design d ON d.id = o.design_id WHERE d.author_id = ? AND o.fate IN ('gathering', 'reached') "
        "ORDER BY o.design_id",
        author_id,
    )
    return [Offered(**row) for row in rows]


async def pictured(viewer: Viewer) -> tuple[str, tuple[object, ...]]:
    """Where a picture is met: above shops that the viewer may enter."""
    open_to = "s.id > 0" if viewer.is_staff else "s.hidden_at IS NULL"
    return f"EXISTS (SELECT 1 FROM shop s WHERE s.banner_id = f.id AND {open_to})", ()


async def shelf(shop_id: int) -> list[Piece]:
    """What stands on a shelf, in its keeper's order, as far as everybody may see it."""
    rows = await db.rows("SELECT design_id FROM shelved WHERE shop_id = ? ORDER BY position, id", shop_id)
    numbers = [row["design_id"] for row in rows]
    cards, offered = await studio.cards(STRANGER, numbers), await offers(numbers)
    return [Piece(cards[number], offered.get(number)) for number in numbers if number in cards]


async def unshelved(person_id: int) -> list[DesignCard]:
    """One's own listed designs that stand on no shelf yet, the newest first."""
    rows = await db.rows(
        "SELECT d.id FROM design d WHERE d.author_id = ? AND d.is_listed = ? AND d.id NOT IN "
        "(SELECT x.design_id FROM shelved x JOIN shop s ON s.id = x.shop_id WHERE s.person_id = ?) "
        f"ORDER BY d.published_at DESC, d.id DESC LIMIT {MOST}",
        person_id,
        True,
        person_id,
    )
    cards = await studio.cards(STRANGER, [row["id"] for row in rows])
    return [cards[row["id"]] for row in rows if row["id"] in cards]


async def offers(design_ids: Sequence[int]) -> dict[int, Offered]:
    """What is gathered for some designs, by design."""
    if not design_ids:
        return {}
    rows = await db.rows(f"{_OFFER} WHERE o.design_id IN ({db.marks(design_ids)})", *design_ids)
    return {row["design_id"]: Offered(**row) for row in rows}


async def offer(offer_id: int) -> Offered:
    row = await db.row(f"{_OFFER} WHERE o.id = ?", offer_id)
    if row is None:
        raise Missing()
    return Offered(**row)


async def offer_of(design_id: int) -> Offered:
    """What is gathered for a design; Missing where nothing was ever asked."""
    found = (await offers([design_id])).get(design_id)
    if found is None:
        raise Missing()
    return found


async def all_offers() -> list[tuple[Offered, DesignCard, list[tuple[str, int]]]]:
    """For staff: every offer, those to decide on first, with the pieces wanted by size."""
    order = "CASE o.fate WHEN 'reached' THEN 0 WHEN 'gathering' THEN 1 WHEN 'production' THEN 2 ELSE 3 END"
    rows = [Offered(**row) for row in await db.rows(f"{_OFFER} ORDER BY {order}, o.until, o.id LIMIT 500")]
    cards, sizes = await studio.cards(SYSTEM, [one.design_id for one in rows]), await by_size([one.id for one in rows])
    runs = {made.slug: made.product.sizes for made in (await products.newest()).values()}
    return [
        (one, cards[one.design_id], _in_order(sizes.get(one.id, []), runs[cards[one.design_id].template]))
        for one in rows
        if one.design_id in cards
    ]


def _in_order(pieces: list[tuple[str, int]], run: Sequence[str]) -> list[tuple[str, int]]:
    """Sizes as the product counts them, those no longer made behind."""
    place = {size: number for number, size in enumerate(run)}
    return sorted(pieces, key=lambda one: (place.get(one[0], len(place)), one[0]))


async def by_size(offer_ids: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    """Confirmed pieces by size, and never by whom."""
    rows = await db.rows(
        f"SELECT offer_id, size, sum(quantity) AS pieces FROM preorder WHERE state = ? AND offer_id IN ({db.marks(offer_ids)}) "
        "GROUP BY offer_id, size ORDER BY offer_id, size",
        Wish.CONFIRMED.value,
        *offer_ids,
    )
    found: dict[int, list[tuple[str, int]]] = {}
    for row in rows:
        found.setdefault(row["offer_id"], []).append((row["size"], int(row["pieces"])))
    return found


async def wanted_by(viewer: Viewer, design_ids: Sequence[int] | None = None) -> list[Wanted]:
    """The viewer's own pre-orders, newest first; of some designs, or all."""
    if not viewer.is_member:
        return []
    narrowed = f" AND d.id IN ({db.marks(design_ids)})" if design_ids is not None else ""
    rows = await db.rows(
        "SELECT w.id, d.id AS design_id, w.size, w.quantity, w.state, o.fate, w.created_at, d.title, d.slug "
        "FROM preorder w JOIN offer o ON o.id = w.offer_id JOIN design d ON d.id = o.design_id "
        f"WHERE w.person_id = ?{narrowed} ORDER BY w.id DESC LIMIT 200",
        viewer.id,
        *(design_ids or ()),
    )
    return [_wanted(row) for row in rows]


def _wanted(row: dict[str, Any]) -> Wanted:
    return Wanted(url=studio.address(row["design_id"], row.pop("slug")), **row)
