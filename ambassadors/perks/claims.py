"""Taking a perk, using it, and giving it back: stock, code, seat and points move together, each once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ambassadors.perks import letters, pool, queries, rules, thanks, wording
from ambassadors.perks.cards import ClaimCard, PerkCard
from ambassadors.perks.models import CODED, Gives, PerkClaim, Standing, Why
from ambassadors.perks.rules import Refusal
from ambassadors.points import ledger
from ambassadors.points import queries as points
from community.meetings import places, reserved
from community.meetings import queries as meetings
from kernel import clock, db
from kernel.errors import Conflict, Invalid, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Asked:
    """What somebody says when they take a perk: `had` of it as the page said, a name, an idea that is thanked for."""

    had: int = 0
    words: str = ""
    idea_id: int | None = None


async def take(viewer: Viewer, perk: PerkCard, asked: Asked) -> int:
    """Take a perk: all of it or nothing; says the claim's number. Conflict when it cannot be had, or was had meanwhile."""
    require(viewer.is_member and not viewer.suspended)
    person_id = int(viewer.id or 0)
    await _check(viewer, perk, asked)
    if perk.gives != Gives.THANKS:
        asked = replace(asked, idea_id=None)  # any number could be sent, and one's own data would tell its title
    async with db.transaction():
        meeting = await _held_by(viewer, perk, person_id)
        perk, now = await queries.by_id(perk.id), clock.now()
        had = await queries.standing_of(perk.id, person_id)
        free = (await points.balance(person_id)).free if perk.price else 0
        groups = await queries.groups(perk.audience)
        why = rules.refusal(viewer, perk, now, groups=groups, had=had, free=free)
        if why is not None:
            raise Conflict(wording.refused(why, perk), why=why)
        if had != asked.had:
            raise Conflict(_("You have taken this meanwhile: look what you have before you take another."))
        claim = await _claim(perk, person_id, asked, now, meeting)
        await _give(viewer, perk, claim, now)
    return claim.id


async def _check(viewer: Viewer, perk: PerkCard, asked: Asked) -> None:
    """Invalid where a name or an idea is missing, or the idea is none that the viewer may be thanked for."""
    if perk.gives == Gives.NAMING and not asked.words:
        raise Invalid(_("Say how you would call it."), errors={"words": _("Say how you would call it.")})
    if perk.gives == Gives.THANKS and asked.idea_id not in dict(await thanks.shipped_with(viewer)):
        said = _("Choose one of the ideas that shipped and that you had a part in.")
        raise Invalid(said, errors={"idea": said})


async def _held_by(viewer: Viewer, perk: PerkCard, person_id: int) -> datetime | None:
    """Hold the person, the meeting and the perk, in this order, until the end; says when the meeting begins.

    Of one person one take goes at a time. Whoever draws from a pool shares the perk with others who do, and nobody ends
    it meanwhile; a counted stock has one writer.
    """
    begins = None
    if not db.on_sqlite():
        await db.rows("SELECT id FROM person WHERE id = ? FOR NO KEY UPDATE", person_id)
    if perk.gives == Gives.SEAT:
        begins = await _meeting(viewer, perk)
    if not db.on_sqlite():
        lock = "FOR SHARE" if perk.stock is None else "FOR NO KEY UPDATE"
        await db.rows(f"SELECT id FROM perk WHERE id = ? {lock}", perk.id)
    return begins


async def _meeting(viewer: Viewer, perk: PerkCard) -> datetime:
    """The meeting of a perk as the viewer sees it."""
    if not await meetings.cards(viewer, [perk.meeting_id or 0]):
        raise Conflict(_("This meeting is not open to you."))
    held = await places.hold(perk.meeting_id or 0)
    if held is None:
        raise Missing()
    begins: datetime = held["begins_at"]
    return begins


async def _claim(perk: PerkCard, person_id: int, asked: Asked, now: datetime, meeting: datetime | None) -> PerkClaim:
    begins = rules.begins(perk, now, meeting=meeting)
    return await PerkClaim.create(
        perk_id=perk.id,
        person_id=person_id,
        points=perk.price,
        idea_id=asked.idea_id,
        words=asked.words,
        at=now,
        from_at=begins,
        until_at=None if perk.gives == Gives.SEAT else rules.ends(perk, now, begins),
    )


async def _give(viewer: Viewer, perk: PerkCard, claim: PerkClaim, now: datetime) -> None:
    """What a claim moves: one of the stock, a code or a seat, then the points."""
    if perk.stock is not None:
        fits = "UPDATE perk SET taken = taken + 1 WHERE id = ? AND taken < stock"
        if not await db.execute(fits, perk.id):
            raise Conflict(wording.refused(Refusal.GONE, perk), why=Refusal.GONE)
    if perk.has_pool and not await pool.draw(perk.id, claim.id):
        raise Conflict(wording.refused(Refusal.GONE, perk), why=Refusal.GONE)
    if perk.gives == Gives.SEAT:
        await reserved.seat(perk.meeting_id or 0, claim.person_id)
    if perk.price:
        claim.hold_id = await ledger.hold(claim.person_id, perk.price, ("perk_claim", claim.id))
        await claim.save(update_fields=["hold_id"])
    await record("perk.taken", actor=viewer.id, subject=("perk", perk.id), claim=claim.id, **_about(perk))
    if claim.from_at is not None and claim.from_at <= now:
        await _use(claim.id, claim.hold_id, now)


async def look(viewer: Viewer, claim: ClaimCard) -> None:
    """Its owner looks at the code: from now on it is used, and written to them. A second look changes nothing."""
    require(viewer.id == claim.person_id and claim.gives in CODED)
    async with db.transaction():
        found = await hold(claim.id)
        if found.standing == Standing.USED:
            return
        if not found.is_held:
            raise Conflict(_("The time of this code is over, or it went back."))
        if await _use(claim.id, found.hold_id, clock.now()):
            await letters.write_code(found, await pool.code_of(claim.id))


async def give_back(viewer: Viewer, claim: ClaimCard) -> None:
    """Its owner takes their points back, until it is used."""
    require(viewer.id == claim.person_id)
    async with db.transaction():
        found = await hold(claim.id)
        if not rules.may_give_back(viewer, found, clock.now()):
            raise Conflict(_("It is used already, or went back."))
        await _back(found, Why.OWNER, actor=viewer.id)


async def send_back(claim_id: int, why: Why, *, actor: int | None = None, reason: str = "") -> bool:
    """It goes back without its owner asking, if it is still held: they are told why. Inside a transaction."""
    found = await hold(claim_id)
    if found.standing != Standing.HELD:
        return False
    await _back(found, why, actor=actor, reason=reason)
    return True


async def settle(claim_id: int) -> None:
    """What began is used; what ended unseen goes back. Several workers do it once."""
    async with db.transaction():
        found, now = await hold(claim_id), clock.now()
        if found.standing != Standing.HELD:
            return
        if found.from_at is not None and found.from_at <= now:
            await _use(found.id, found.hold_id, now)
        elif found.until_at is not None and found.until_at <= now:
            await _back(found, Why.LAPSED, actor=None)


async def use(claim_id: int) -> bool:
    """What is held is used from now on: its points are spent. Inside a transaction; says whether it was held still."""
    found = await hold(claim_id)
    return found.standing == Standing.HELD and await _use(found.id, found.hold_id, clock.now())


async def hold(claim_id: int) -> ClaimCard:
    """A claim as it is now and stays until the transaction ends; its meeting too, before its perk as everybody does."""
    if not db.on_sqlite():
        await db.rows("SELECT id FROM perk_claim WHERE id = ? FOR NO KEY UPDATE", claim_id)
    found = await queries.claim(claim_id)
    if found.meeting_id is not None and found.gives == Gives.SEAT:
        await places.hold(found.meeting_id)
    return found


async def _use(claim_id: int, hold_id: int | None, now: datetime) -> bool:
    sql = "UPDATE perk_claim SET standing = ?, used_at = ? WHERE id = ? AND standing = ?"
    if not await db.execute(sql, Standing.USED.value, now, claim_id, Standing.HELD.value):
        return False
    if hold_id is not None:
        await ledger.capture(hold_id)
    return True


async def _back(claim: ClaimCard, why: Why, *, actor: int | None, reason: str = "") -> None:
    """Everything that the claim moved moves back, once: the row that turns says so."""
    sql = "UPDATE perk_claim SET standing = ?, back_at = ?, why = ?, reason = ? WHERE id = ? AND standing = ?"
    now, before = clock.now(), Standing.HELD.value
    if not await db.execute(sql, Standing.BACK.value, now, why.value, reason, claim.id, before):
        return
    await pool.put_back(claim.id)
    is_aside = await reserved.unseat(claim.meeting_id or 0, claim.person_id) if _sits(claim) else True
    fewer = "taken = taken - 1" if is_aside else "taken = taken - 1, stock = stock - 1"
    sql = f"UPDATE perk SET {fewer} WHERE id = ? AND stock IS NOT NULL RETURNING ended_at"
    perk = await db.row(sql, claim.perk_id)
    if perk and perk["ended_at"] is not None and _sits(claim) and is_aside:
        await reserved.let_go(claim.meeting_id or 0, 1)
    if claim.hold_id is not None:
        await ledger.release(claim.hold_id)
    about: dict[str, Any] = {"name": claim.name, "slug": claim.slug, "claim": claim.id, "person": claim.person_id}
    about |= {"points": claim.points, "why": why.value, "reason": reason}
    await record("perk.back", actor=actor, subject=("perk", claim.perk_id), **about)


def _sits(claim: ClaimCard) -> bool:
    return claim.gives == Gives.SEAT


def _about(perk: PerkCard) -> dict[str, Any]:
    return {"name": perk.name, "slug": perk.slug, "gives": perk.gives.value, "points": perk.price}
