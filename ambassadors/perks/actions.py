"""Making perks, publishing and ending them: what a perk is for its meeting moves with it."""

from __future__ import annotations

from dataclasses import asdict

from ambassadors.perks import claims, pool, queries, rules
from ambassadors.perks.cards import PerkCard, Told
from ambassadors.perks.models import CODED, Gives, Perk, Standing, Why
from community.meetings import places, reserved
from kernel import audit, clock, db, text
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


async def make(viewer: Viewer, gives: Gives, told: Told) -> PerkCard:
    """A draft, that nobody else sees."""
    require(rules.may_keep(viewer))
    async with db.transaction():
        slug = await _free_slug(told.name)
        made = await Perk.create(slug=slug, gives=gives, by_id=viewer.id, created_at=clock.now(), **asdict(told))
        await audit.note(viewer, "perk.made", subject=("perk", made.id), name=told.name, gives=gives.value)
    return await queries.by_id(made.id)


async def _free_slug(name: str) -> str:
    base = text.slug(name, 50).removeprefix("-") or "perk"
    taken = {row["slug"] for row in await db.rows("SELECT slug FROM perk WHERE slug LIKE ?", f"{base}%")}
    names = [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))]
    return next(slug for slug in names if slug not in taken and slug != "new")


async def change(viewer: Viewer, perk: PerkCard, told: Told) -> None:
    """Other words, dates or prices; who took it keeps it as it was. Its meeting stays once it is published."""
    require(rules.may_keep(viewer))
    async with db.transaction():
        now = await _held(perk)
        if now.ended_at is not None:
            raise Conflict(_("This perk is over; make another."))
        values = asdict(told)
        if now.published_at is not None:
            values.pop("meeting_id")
            await _more_seats(now, told.stock)
        if told.stock is not None and told.stock < now.taken:
            raise Conflict(_("More of it are taken already than that."))
        if now.stock is None and told.stock is not None:
            values["taken"] = await _counted(now.id)
        await Perk.filter(id=perk.id).update(**{**values, "taken": values.get("taken", now.taken)})
        await audit.note(viewer, "perk.changed", subject=("perk", perk.id), price=told.price, stock=told.stock)


async def _counted(perk_id: int) -> int:
    sql = "SELECT count(*) FROM perk_claim WHERE perk_id = ? AND standing <> ?"
    return int(await db.value(sql, perk_id, Standing.BACK.value))


async def _more_seats(perk: PerkCard, stock: int | None) -> None:
    more = (stock or 0) - (perk.stock or 0)
    if perk.gives != Gives.SEAT or perk.meeting_id is None or not more:
        return
    if more > 0:
        await reserved.keep_aside(perk.meeting_id, more)
    elif (stock or 0) >= perk.taken:
        await reserved.let_go(perk.meeting_id, -more)


async def publish(viewer: Viewer, perk: PerkCard) -> None:
    """From now on it may be taken; seats of a meeting are kept aside for it. Conflict while something of it is missing."""
    require(rules.may_keep(viewer))
    async with db.transaction():
        now = await _held(perk)
        if now.published_at is not None:
            raise Conflict(_("It is published already."))
        await _complete(now)
        if now.gives == Gives.SEAT:
            await reserved.keep_aside(now.meeting_id or 0, now.stock or 0)
        await Perk.filter(id=perk.id).update(published_at=clock.now())
        await audit.note(viewer, "perk.published", subject=("perk", perk.id), price=now.price)
        await record("perk.published", actor=viewer.id, subject=("perk", perk.id), name=now.name, slug=now.slug)


async def _complete(perk: PerkCard) -> None:
    """Conflict in one sentence for what is missing."""
    if await queries.count_open() >= queries.MOST_OPEN:
        raise Conflict(_("There are %(most)s perks already: end one first.") % {"most": queries.MOST_OPEN})
    if perk.gives in CODED and not perk.is_common and not (await pool.counts(perk.id))[1]:
        raise Conflict(_("It has no codes yet: hand in a file of them first."))
    if perk.gives == Gives.SEAT and (perk.meeting_id is None or not perk.stock):
        raise Conflict(_("Say at which meeting, and how many seats."))


async def end(viewer: Viewer, perk: PerkCard, *, reason: str, recall: bool = False) -> None:
    """Nobody takes it any more from this moment on. Who has it keeps it, unless what is unused is called back."""
    require(rules.may_keep(viewer))
    async with db.transaction():
        now = await _held(perk)
        if not await _end(now):
            raise Conflict(_("It is over already."))
        await audit.note(viewer, "perk.ended", subject=("perk", perk.id), reason=reason, recall=recall)
    while recall and (found := await queries.ids("c.perk_id = ? AND c.standing = ?", perk.id, Standing.HELD.value)):
        for claim_id in found:  # each alone: its owner may be using it
            async with db.transaction():
                await claims.send_back(claim_id, Why.STAFF, actor=viewer.id, reason=reason)


async def close(perk_id: int) -> None:
    """Its last day is over: seats that nobody took are for everybody again. Several workers do it once."""
    async with db.transaction():
        now = await _held(await queries.by_id(perk_id))
        if rules.window(now, clock.now()) == rules.Window.OVER:
            await _end(now)


async def _end(perk: PerkCard) -> bool:
    sql = "UPDATE perk SET ended_at = ? WHERE id = ? AND ended_at IS NULL"
    if not await db.execute(sql, clock.now(), perk.id):
        return False
    if perk.gives == Gives.SEAT and perk.published_at is not None:
        await reserved.let_go(perk.meeting_id or 0, (perk.stock or 0) - perk.taken)
    return True


async def throw_away(viewer: Viewer, perk: PerkCard) -> None:
    """A draft goes, its codes with it; what was published once stays."""
    require(rules.may_keep(viewer))
    async with db.transaction():
        if (await _held(perk)).published_at is not None:
            raise Conflict(_("What was published once stays; end it instead."))
        await db.execute("DELETE FROM perk WHERE id = ?", perk.id)
        await audit.note(viewer, "perk.thrown_away", subject=("perk", perk.id), name=perk.name)


async def _held(perk: PerkCard) -> PerkCard:
    """A perk as it is now and stays until the transaction ends; its meeting before it, as everybody does."""
    if perk.gives == Gives.SEAT and perk.meeting_id is not None:
        await places.hold(perk.meeting_id)
    if not db.on_sqlite():
        await db.rows("SELECT id FROM perk WHERE id = ? FOR UPDATE", perk.id)
    return await queries.by_id(perk.id)
