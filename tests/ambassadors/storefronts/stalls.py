"""Shops, offers and pre-orders that tests begin with."""

from __future__ import annotations

import re
from typing import Any

from ambassadors.storefronts import actions, preorders, queries
from ambassadors.storefronts.models import PreOrder, Shop
from ambassadors.storefronts.queries import Offered
from ideas.studio.models import Design
from kernel import db, jobs
from kernel.features import the_house
from kernel.viewer import STRANGER, Viewer
from tests import cast
from tests.ideas.studio import drawn


async def shop(who: Viewer | None = None, name: str = "Ada’s bench") -> Shop:
    return await actions.keep(who or await cast.member("ada"), name=name, story="Made for rain.", wall="moss")


async def offered(who: Viewer | None = None, *, threshold: int = 3, **told: Any) -> tuple[Design, Offered]:
    """A published design on its author's shelf, made when `threshold` pieces are wanted."""
    keeper = who or await cast.member("ada")
    design = await drawn.published(keeper, **told)
    await actions.shelve(keeper, await shop(keeper), design)
    await db.execute("UPDATE offer SET threshold = ? WHERE design_id = ?", threshold, design.id)
    return design, await queries.offer_of(design.id)


async def asked(
    design: Design, email: str = "somebody@example.net", *, quantity: int = 1, size: str = "42"
) -> PreOrder:
    """A stranger's pre-order, not confirmed yet."""
    offer = await queries.offer_of(design.id)
    await preorders.ask(STRANGER, design, offer, email=email, size=size, quantity=quantity)
    return await PreOrder.get(offer_id=offer.id, email=email, size=size)


async def confirmed(design: Design, email: str = "somebody@example.net", **told: Any) -> PreOrder:
    kept = await asked(design, email, **told)
    await preorders.confirm(kept)
    await kept.refresh_from_db()
    return kept


async def worked() -> None:
    """What waits is done."""
    await jobs.work(the_house(), until_idle=True)


async def events(kind: str) -> int:
    return int(await db.value("SELECT count(*) FROM event WHERE kind = ?", kind))


async def letters(address: str) -> list[str]:
    """Subjects of what was written to an address, the oldest first."""
    rows = await db.rows("SELECT subject FROM letter WHERE address = ? ORDER BY id", address)
    return [row["subject"] for row in rows]


async def link(address: str) -> str:
    """The last link to a pre-order that was written to an address."""
    text = await db.value("SELECT text FROM letter WHERE address = ? ORDER BY id DESC LIMIT 1", address)
    found = re.search(r"/preorders/[\w-]+", str(text))
    assert found is not None
    return found[0]
