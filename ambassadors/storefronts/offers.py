"""What becomes of an offer: opened, reached, given more time, let go, made; each once, whoever asks for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ambassadors.storefronts import queries, rules
from ambassadors.storefronts.models import Fate, Wish
from ambassadors.storefronts.queries import Offered
from ambassadors.storefronts.settings import ShopSettings
from ideas.studio import actions as studio
from ideas.studio.models import Design
from kernel import audit, clock, db
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

_OPEN = (
    "INSERT INTO offer (design_id, threshold, until, extended, fate, price, currency, gathered, opened_at) "
    "VALUES (?, ?, ?, 0, 'gathering', ?, ?, 0, ?) ON CONFLICT (design_id) DO UPDATE SET fate = 'gathering', "
    "threshold = excluded.threshold, until = excluded.until, extended = 0, gathered = 0, opened_at = excluded.opened_at, "
    "decided_at = NULL, reached_at = NULL WHERE offer.fate = 'released' RETURNING id"
)


async def open_offer(viewer: Viewer, design: Design) -> None:
    """Ask whether enough people want a design; one that was let go is asked about anew. Inside a transaction."""
    settings, now = ShopSettings(), clock.now()
    until = now + timedelta(days=settings.offer_days)
    opened = await db.rows(_OPEN, design.id, settings.offer_threshold, until, design.price, design.currency, now)
    if opened:
        await record(
            "offer.opened", actor=viewer.id, subject=("offer", opened[0]["id"]), **await _told(design.id, "opened")
        )


async def count(offer_id: int, pieces: int) -> None:
    """Add to what is gathered, or take from it; until its date the fate is what stands now. In a transaction."""
    row = await db.row(
        "UPDATE offer SET gathered = gathered + ? WHERE id = ? "
        "RETURNING design_id, gathered, threshold, fate, until AS until_at, reached_at",
        pieces,
        offer_id,
    )
    if row is None:
        return
    await studio.adjust(row["design_id"], preorders=pieces)
    enough = row["gathered"] >= row["threshold"]
    if enough and row["fate"] == Fate.GATHERING:
        await _reach(offer_id, row)
    elif not enough and row["fate"] == Fate.REACHED and clock.now() < row["until_at"]:
        await db.execute("UPDATE offer SET fate = ?, decided_at = NULL WHERE id = ?", Fate.GATHERING.value, offer_id)


async def _reach(offer_id: int, row: db.Row) -> None:
    """It is enough; told the first time, or one who comes and goes at the threshold would write letters to everybody."""
    await _decide(offer_id, Fate.REACHED)
    if row["reached_at"] is not None:
        return
    await db.execute("UPDATE offer SET reached_at = decided_at WHERE id = ?", offer_id)
    told = await _told(row["design_id"], "reached")
    about = {"pieces": row["gathered"], "until": row["until_at"].isoformat()}
    await record("offer.reached", actor=None, subject=("offer", offer_id), **told, **about)


async def lock(offer_id: int) -> Offered:
    """The offer as it is now and stays until the transaction ends: its design first, as whoever takes that down does."""
    if not db.on_sqlite():
        held = "SELECT id FROM design WHERE id = (SELECT design_id FROM offer WHERE id = ?) FOR NO KEY UPDATE"
        await db.rows(held, offer_id)
        await db.rows("SELECT id FROM offer WHERE id = ? FOR NO KEY UPDATE", offer_id)
    return await queries.offer(offer_id)


async def extend(viewer: Viewer, offer: Offered, *, reason: str = "") -> None:
    """Staff give an offer more time, once."""
    require(rules.may_run_offers(viewer))
    async with db.transaction():
        now = await lock(offer.id)
        if not rules.may_extend(viewer, now):
            raise Conflict(_("This offer has been given more time already, or is decided."))
        await _extend(now, actor=viewer.id)
        await audit.note(viewer, "offer.extended", subject=("offer", offer.id), reason=reason)


async def release(viewer: Viewer, offer: Offered, *, reason: str = "") -> None:
    """Staff let an offer go: nobody is bound any more."""
    require(rules.may_run_offers(viewer))
    async with db.transaction():
        if not rules.may_release(viewer, await lock(offer.id)):
            raise Conflict(_("This offer is decided already."))
        await _let_go(offer.id, offer.design_id, actor=viewer.id, why="staff")
        await audit.note(viewer, "offer.released", subject=("offer", offer.id), reason=reason)


async def make(viewer: Viewer, offer: Offered) -> None:
    """Staff say that a design goes into production: from now on nothing is taken back."""
    require(rules.may_run_offers(viewer))
    async with db.transaction():
        if not rules.may_make(viewer, await lock(offer.id)):
            raise Conflict(_("Only what enough people want is made."))
        await _decide(offer.id, Fate.PRODUCTION)
        await audit.note(viewer, "offer.made", subject=("offer", offer.id))
        await record("offer.made", actor=viewer.id, subject=("offer", offer.id), **await _told(offer.design_id, "made"))


async def turn() -> None:
    """At its date an offer is given more time when half of it is there, else let go; several workers do it once."""
    due = await db.rows(
        "SELECT id FROM offer WHERE fate = ? AND until <= ? ORDER BY until, id LIMIT 500",
        Fate.GATHERING.value,
        clock.now(),
    )
    for row in due:
        async with db.transaction():
            offer = await lock(row["id"])
            if offer.fate != Fate.GATHERING or offer.until_at > clock.now():
                continue
            if not offer.extended and 2 * offer.gathered >= offer.threshold:
                await _extend(offer, actor=None)
            else:
                await _let_go(offer.id, offer.design_id, actor=None, why="date")


async def taken_down(design_id: int) -> None:
    """A design leaves the lists: what was gathered for it is let go in the same transaction."""
    number = await db.value("SELECT id FROM offer WHERE design_id = ?", design_id)
    if number is not None and rules.is_open(await lock(number)):
        await _let_go(number, design_id, actor=None, why="design")


async def let_all_go(author_id: int) -> None:
    """Release what is gathered for somebody's designs, because they close their shop. In a transaction."""
    for one in await queries.gathering_of(author_id):
        if rules.is_open(await lock(one.id)):
            await _let_go(one.id, one.design_id, actor=author_id, why="shop")


async def _extend(offer: Offered, *, actor: int | None) -> None:
    until = max(offer.until_at, clock.now()) + timedelta(days=ShopSettings().offer_extension_days)
    await db.execute("UPDATE offer SET until = ?, extended = extended + 1 WHERE id = ?", until, offer.id)
    told = await _told(offer.design_id, "extended")
    await record("offer.extended", actor=actor, subject=("offer", offer.id), **told, until=until.isoformat())


async def _let_go(offer_id: int, design_id: int, *, actor: int | None, why: str) -> None:
    """Release what stood; the moment in the event is that of the pre-orders, so that the letters find them."""
    now = clock.now()
    gone = await db.value("SELECT gathered FROM offer WHERE id = ?", offer_id)
    await db.execute(
        "UPDATE preorder SET state = ?, ended_at = ? WHERE offer_id = ? AND state = ?",
        Wish.RELEASED.value,
        now,
        offer_id,
        Wish.CONFIRMED.value,
    )
    await db.execute("UPDATE offer SET gathered = 0 WHERE id = ?", offer_id)
    await studio.adjust(design_id, preorders=-int(gone))
    await _decide(offer_id, Fate.RELEASED, now)
    told = await _told(design_id, "released")
    await record("offer.released", actor=actor, subject=("offer", offer_id), at=now, **told, why=why, pieces=int(gone))


async def _decide(offer_id: int, fate: Fate, now: datetime | None = None) -> None:
    await db.execute("UPDATE offer SET fate = ?, decided_at = ? WHERE id = ?", fate.value, now or clock.now(), offer_id)


async def _told(design_id: int, now: str) -> dict[str, Any]:
    """What a sentence about the offer is made from, `now` says what became of it."""
    row = await db.row("SELECT id AS design, title, slug, author_id AS author FROM design WHERE id = ?", design_id)
    return {**(row or {}), "now": now}
