"""Who came by whom: from the invitation that a browser carries to the account that is opened, by whichever way."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ambassadors.referrals import codes, forgetting, touches
from ambassadors.referrals.models import Referral
from ambassadors.referrals.touches import Touch
from community.people.arrivals import Brought, Values
from kernel import clock, db, pages
from kernel.events import record
from kernel.i18n import gettext as _

FIELD = "via"


async def drawn(request: Request, values: Values) -> str:
    """In the sign-up form: who invites and what comes of it, or a closed field for whoever has a code on paper."""
    typed = str(values.get(FIELD) or "")
    first = touches.remembered(request) if typed else None
    found = await codes.find(first.code if first else typed)
    invitation = await invitation_of(found) if found else None
    problems = await wrong(values)
    return pages.fragment(
        "ambassadors/referrals/_sign_up.html",
        code=first.code if first else typed,
        invitation=invitation,
        shows_name=bool(values.get("shows_name")),
        wrong=problems.get(FIELD, "") if request.method == "POST" else "",
        unknown=bool(typed) and found is None,
    )


async def invitation_of(found: codes.Found) -> dict[str, object]:
    """What the page behind a code says: who invites, to what, until when."""
    row = await db.row("SELECT name, handle FROM person WHERE id = ?", found.person_id)
    return {
        "by": row["name"] if row and not found.is_closed else "",
        "handle": row["handle"] if row else "",
        "campaign": found.campaign,
        "counts": found.counts_at(clock.now()),
    }


async def wrong(values: Values) -> dict[str, str]:
    """A code that nobody has. One whose campaign is over lets whoever came with it in all the same."""
    typed = str(values.get(FIELD) or "").strip()
    if not typed or await codes.find(typed):
        return {}
    return {FIELD: _("Nobody has this code. Look at it again, or leave it out.")}


async def taken(request: Request, values: Values) -> str:
    """The first invitation: what the browser was allowed to remember, else the code of the form."""
    first, typed = touches.remembered(request), codes.spelled(values.get(FIELD))
    shows = bool(values.get("shows_name"))
    if first is not None:
        return touches.sealed(first.showing(name=shows and typed == first.code))
    return touches.sealed(Touch(typed, clock.now(), shows)) if typed else ""


async def arrived(person_id: int, text: str) -> None:
    """An account is opened: who invited its owner is kept, and no letter goes to its address any more."""
    await forgetting.came(person_id)
    touch = touches.opened(text) if text else None
    found = await codes.find(touch.code) if touch else None
    if touch is None or found is None or not found.counts_at(touch.at) or found.person_id == person_id:
        return
    campaign, now = found.campaign, clock.now()
    made = await Referral.create(
        person_id=person_id,
        inviter_id=found.person_id,
        code_id=found.id,
        campaign_id=campaign.id,
        touched_at=touch.at,
        joined_at=now,
        shows_name=touch.shows_name,
        inviter_points=campaign.inviter_points,
        invited_points=campaign.invited_points,
    )
    await record("referral.joined", actor=None, subject=("referral", made.id), inviter=found.person_id)


def left(request: Request, response: Response) -> None:
    touches.forget(request, response)


brought = Brought(FIELD, drawn, wrong, taken, arrived, left)
