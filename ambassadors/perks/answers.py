"""What staff do with one claim: answer the name of a product, look at a code where its owner asks for help."""

from __future__ import annotations

from typing import Any

from ambassadors.perks import claims, pool, rules
from ambassadors.perks.cards import ClaimCard
from ambassadors.perks.models import CODED, Gives, PerkLook, Standing, Why
from kernel import audit, clock, db
from kernel.errors import Conflict, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer


async def accept(viewer: Viewer, claim: ClaimCard) -> None:
    """The product is called so: everybody reads it, and by whom."""
    require(rules.may_keep(viewer) and claim.gives == Gives.NAMING)
    async with db.transaction():
        if not await claims.use(claim.id):
            raise Conflict(_("This name is answered already."))
        await audit.note(viewer, "perk.named", subject=("perk_claim", claim.id), words=claim.words)
        about: dict[str, Any] = {"claim": claim.id, "person": claim.person_id, "words": claim.words}
        await record("perk.named", actor=viewer.id, subject=("perk", claim.perk_id), slug=claim.slug, **about)


async def send_back(viewer: Viewer, claim: ClaimCard, reason: str) -> None:
    """A name is not taken, or what is held cannot be given: its points come back, and its owner reads why."""
    require(rules.may_keep(viewer))
    async with db.transaction():
        if not await claims.send_back(claim.id, Why.STAFF, actor=viewer.id, reason=reason):
            raise Conflict(_("It is used already, or went back."))
        await audit.note(viewer, "perk.sent_back", subject=("perk_claim", claim.id), reason=reason)


async def look(viewer: Viewer, claim: ClaimCard, reason: str) -> str:
    """The code of a claim for somebody of the team who needs it, with the reason: its owner reads both."""
    require(rules.may_keep(viewer) and claim.gives in CODED)
    async with db.transaction():
        found = await claims.hold(claim.id)
        if found.standing != Standing.USED:
            raise Conflict(_("Its owner has not looked at it yet: it is sealed for everybody."))
        await PerkLook.create(claim_id=claim.id, by_id=viewer.id, reason=reason, at=clock.now())
        await audit.note(viewer, "perk.looked", subject=("perk_claim", claim.id), reason=reason)
        about: dict[str, Any] = {"claim": claim.id, "person": claim.person_id, "name": claim.name, "reason": reason}
        await record("perk.looked", actor=viewer.id, subject=("perk", claim.perk_id), **about)
        return await pool.code_of(claim.id)
