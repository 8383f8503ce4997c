"""Letters to friends: one, and one more if the member asked for it; nobody who has an account or wants none gets any."""

from __future__ import annotations

import hmac
from datetime import timedelta

from tortoise.exceptions import IntegrityError

from ambassadors.referrals import aliases, codes, forgetting, rules
from ambassadors.referrals.models import Campaign, Invite, InviteCode
from kernel import clock, db, i18n, mail, security
from kernel.errors import Invalid, Missing, require
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

AGAIN = timedelta(days=7)
"""When the one reminder goes."""
OVER = timedelta(days=30)
"""For so long the same address is written to by nobody else."""
AT_ONCE = 50


async def send(viewer: Viewer, campaign: Campaign, email: str, *, lang: str, remind: bool) -> None:
    """Write to a friend. Whether the letter goes is told to nobody: it does not to who is here, or wants none."""
    require(rules.may_invite(viewer, campaign), _("This campaign is not open to you."))
    own = await db.value("SELECT email FROM person WHERE id = ?", viewer.id)
    if aliases.are_one(own, email):
        said = _("That is your own letter box.")
        raise Invalid(said, errors={"email": said})
    await security.limit_everywhere("referral.letter", str(viewer.id), burst=20, per_minute=0.02)
    code = await codes.make(viewer, campaign)
    told = forgetting.digest(email)
    if await forgetting.is_unwanted(told) or await _is_here(email):
        return
    try:
        async with db.transaction(quiet=True):
            await _first(viewer, code, email, told, lang, remind)
    except IntegrityError:
        return  # somebody wrote to this address a short while ago


async def _first(viewer: Viewer, code: InviteCode, email: str, told: str, lang: str, remind: bool) -> None:
    now = clock.now()
    made = await Invite.create(
        code_id=code.id,
        address=email if remind else "",
        digest=told,
        lang=lang,
        sent_at=now,
        remind_at=now + AGAIN if remind else None,
        until_at=now + OVER,
    )
    await _write(made.id, email, told, code.code, lang, viewer.name, more=remind)


async def _is_here(email: str) -> bool:
    """Has an account, under this spelling or the plain one of the same letter box."""
    spelled = (email.lower(), aliases.root(email))
    return await db.value("SELECT id FROM person WHERE email IN (?, ?) AND is_claimed = ?", *spelled, True) is not None


async def _write(
    number: int, email: str, told: str, code: str, lang: str, name: str, *, again: bool = False, more: bool = False
) -> None:
    with i18n.speaking(lang, the_house().settings.zone):
        letter = await mail.write(
            email,
            "friend",
            subject=_("%(name)s invites you") % {"name": name},
            unsubscribe=stop_link(told),
            name=name,
            again=again,
            url=f"/sign-up/invited?via={code}",
            why=_("You get this because %(name)s gave us your address to invite you, and for nothing else.")
            % {"name": name},
            more=more,
        )
    await db.execute("UPDATE referral_letter SET letter_id = ? WHERE id = ?", letter, number)


async def remind() -> None:
    """The one reminder of each letter that asked for it; with it its address is gone."""
    while rows := await db.rows(
        "SELECT l.id FROM referral_letter l WHERE l.remind_at <= ? AND l.address <> '' ORDER BY l.id LIMIT ?",
        clock.now(),
        AT_ONCE,
    ):
        for row in rows:
            await _remind(row["id"])


async def _remind(number: int) -> None:
    async with db.transaction(quiet=True):
        taken = await db.rows(
            "UPDATE referral_letter SET remind_at = NULL, reminded_at = ? WHERE id = ? AND remind_at IS NOT NULL "
            "RETURNING code_id, address, digest, lang",
            clock.now(),
            number,
        )
        await db.execute("DELETE FROM letter WHERE id = (SELECT letter_id FROM referral_letter WHERE id = ?)", number)
        await db.execute("UPDATE referral_letter SET address = '', letter_id = NULL WHERE id = ?", number)
        for row in taken:
            await _once_more(number, row)


async def _once_more(number: int, row: db.Row) -> None:
    """Unless they came, want no letter, or what they were invited to is over."""
    code = await db.value("SELECT code FROM referral_code WHERE id = ?", row["code_id"])
    found = await codes.find(code)
    unwanted = not row["digest"] or await forgetting.is_unwanted(row["digest"])
    if unwanted or found is None or not found.counts_at(clock.now()) or await _is_here(row["address"]):
        return
    name = await db.value("SELECT name FROM person WHERE id = ?", found.person_id)
    await _write(number, row["address"], row["digest"], found.code, row["lang"], str(name), again=True)


def stop_link(told: str) -> str:
    """Where letters are stopped at once and without an account; it holds no address, and works for ever."""
    return f"/no-letters/{told}-{_sign(told)}"


def read_stop_link(word: str) -> str:
    """The digest that such a link is for."""
    told, _dash, seal = word.rpartition("-")
    if not told or not hmac.compare_digest(seal.encode(), _sign(told).encode()):
        raise Missing(_("This link is not one of ours, or a part of it was lost."))
    return told


def _sign(told: str) -> str:
    return hmac.new(the_house().settings.key, f"no-letters:{told}".encode(), "sha256").hexdigest()[:32]
