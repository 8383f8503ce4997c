"""Who may open an account: everybody, who is invited, addresses of some domains, or who comes by a provider."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from community.people.arrivals import Brought
from community.people.opening import Mode, Opening
from community.providers import invitations
from community.providers.settings import SignUpSettings, sign_up
from kernel import i18n, pages
from kernel.errors import Forbidden
from kernel.i18n import gettext as _

INVITATION = "invitation"


async def mode(values: Mapping[str, object], way: str) -> Mode:
    """What the page offers to whoever comes this way, and the sentence that says so."""
    settings = sign_up()
    if settings.sign_up == "open":
        return Mode()
    word = str(values.get(INVITATION) or "")
    if word and await invitations.stands(word, ""):
        return Mode(has_form=settings.sign_up != "provider" or way != "letter")
    if settings.sign_up == "invitation":
        return Mode(False, _over() if word else _by_invitation())
    if settings.sign_up == "domain":
        return Mode(True, _by_domain(settings))
    return Mode() if way != "letter" else Mode(False, _by_provider())


async def admit(opening: Opening) -> None:
    """The gate itself, when an address is proven and an account is about to be there; Forbidden says why it is shut."""
    settings = sign_up()
    word = opening.brought.get(INVITATION, "")
    if await _needs_invitation(settings, opening.email, opening.way):
        if not word:
            raise Forbidden(_refusal(settings))
        await invitations.take(word, opening.email)
    elif word and await invitations.stands(word, opening.email):
        await invitations.take(word, opening.email)


async def _needs_invitation(settings: SignUpSettings, email: str, way: str) -> bool:
    if settings.sign_up == "provider" and way == "letter":
        raise Forbidden(_by_provider())
    if settings.sign_up == "domain":
        return not _is_of(email, settings.domains)
    return settings.sign_up == "invitation"


def _is_of(email: str, domains: tuple[str, ...]) -> bool:
    return email.rpartition("@")[2].lower() in domains


def _refusal(settings: SignUpSettings) -> str:
    return _by_domain(settings) if settings.sign_up == "domain" else _by_invitation()


def _over() -> str:
    return _("This invitation has been used up, taken back or is over. Ask whoever sent it for another.")


def _by_invitation() -> str:
    return _("Accounts are opened by invitation here. If you have one, open its link.")


def _by_domain(settings: SignUpSettings) -> str:
    domains = i18n.format_list([f"@{domain}" for domain in settings.domains])
    return _("Accounts here are for addresses that end in %(domains)s, or by invitation.") % {"domains": domains}


def _by_provider() -> str:
    return _("Accounts are opened here by signing in with one of these.")


async def _drawn(request: Request, values: Mapping[str, object]) -> str:
    word = str(values.get(INVITATION) or "")
    if not word:
        return ""
    good = await invitations.stands(word, "")
    return pages.fragment("community/providers/_invited.html", word=word, good=good, sentence=_over())


async def _wrong(values: Mapping[str, object]) -> dict[str, str]:
    """What can be said before a letter is sent; the gate asks again after it."""
    settings, email, word = sign_up(), str(values.get("email") or ""), str(values.get(INVITATION) or "")
    try:
        needed = await _needs_invitation(settings, email, str(values.get("way") or "letter"))
    except Forbidden as error:
        return {"email": error.message}
    if not needed or await invitations.stands(word, email):
        return {}
    return {"email": _over() if word else _refusal(settings)}


async def _taken(request: Request, values: Mapping[str, object]) -> str:
    return str(values.get(INVITATION) or "")[:60]


def _left(request: Request, response: Response) -> None:
    """Nothing of it is kept in the browser."""


brought = Brought(INVITATION, _drawn, _wrong, _taken, invitations.arrived, _left)
