"""Perks, points and codes that tests begin with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ambassadors.perks import actions, claims, pool, queries
from ambassadors.perks.cards import ClaimCard, PerkCard, Told
from ambassadors.perks.claims import Asked
from ambassadors.perks.models import Gives
from ambassadors.points import ledger
from ambassadors.points import queries as points
from ambassadors.points.models import Rule
from kernel import clock, db, jobs
from kernel.features import the_house
from kernel.viewer import Viewer
from tests import cast

HOUR = timedelta(hours=1)


async def purse(*people: Viewer, free: int = 1000) -> None:
    """Each has so many points, out of a month that is funded for all of them."""
    from ambassadors.points import actions as points_actions
    from ambassadors.points import calendar

    sol = await cast.editor()
    await points_actions.fund(sol, calendar.this_month(), free * len(people), reason="a test")
    if not await Rule.filter(kind="thanks").exists():
        await points_actions.rule(sol, "thanks", amount=1, month_cap=None, from_at=clock.now())
    for one in people:
        async with db.transaction():
            number = int(await db.value("SELECT coalesce(max(cause_id), 0) FROM point_award") or 0) + 1
            assert await ledger.award(int(one.id or 0), "thanks", cause=("thanks", number), amount=free) == free


async def free(viewer: Viewer) -> tuple[int, int]:
    """Points free, and put aside."""
    found = await points.balance(int(viewer.id or 0))
    return found.free, found.held


async def perk(gives: Gives = Gives.CODE, *, codes: int = 0, publish: bool = True, **told: Any) -> PerkCard:
    """A perk that may be taken, of ten codes where nothing else is said."""
    sol = await cast.editor()
    made = await actions.make(sol, gives, Told(**{"name": "Ten off", "price": 100, **told}))
    if gives in (Gives.CODE, Gives.PERCENT) and not told.get("code"):
        await stock(made.id, codes or 10)
    if publish:
        await actions.publish(sol, made)
    return await queries.by_id(made.id)


async def stock(perk_id: int, codes: int, *, begin: int = 0) -> None:
    async with db.transaction():
        fresh = await pool.add(perk_id, [f"SORB-{perk_id}-{n:04}" for n in range(begin, begin + codes)])
        assert len(fresh) == codes


async def take(viewer: Viewer, found: PerkCard, **asked: Any) -> ClaimCard:
    had = await queries.standing_of(found.id, viewer.id)
    return await queries.claim(await claims.take(viewer, found, Asked(**{"had": had, **asked})))


async def worked() -> None:
    """What waits is done."""
    await jobs.work(the_house(), until_idle=True)
