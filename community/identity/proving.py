"""Whoever is signed in shows once more that it is them: before an export, an erasure, another role, address or key."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from community.identity import attempts, links, passkeys, queries, steps
from community.identity.forms import ProofForm, SignedForm
from community.people import passwords
from community.people import queries as people
from community.people.pages import limit_letters
from kernel import forms, pages, security, sessions
from kernel.errors import Missing, Problem
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, post

PAGE, HOME = "/account/proof", "/account/security"


async def index(request: Request) -> Response:
    """By what one has: a password, the code of an app, a passkey; by letter where there is nothing to type."""
    return await _page(request, forms.blank(), wanted=request.query_params.get("next"))


async def prove(request: Request) -> Response:
    filled = await forms.read(request, ProofForm)
    number = _who(request)
    await security.limit_everywhere("proof", str(number), burst=20, per_minute=4)
    if filled.ok:
        await _check(filled, number)
    wanted = str(filled.values.get("next", ""))
    if not filled.ok:
        filled.values.pop("password", None)
        filled.values.pop("code", None)
        return await _page(request, filled, wanted=wanted, status=422)
    return await _proven(request, wanted)


async def _check(filled: Filled[ProofForm], number: int) -> None:
    """Say at the field what does not open; a code is looked at where there is one."""
    if "code" in filled.values:
        if not await steps.opens(number, filled.valid.code):
            filled.refuse(
                "code", _("This code is not good, or it was used already. Take the next one that the app shows.")
            )
        return
    person = await people.by_id(number)
    if not await passwords.matches(filled.valid.password, person.password if person else None):
        filled.refuse("password", _("This is not your present password."))


async def ask_letter(request: Request) -> Response:
    """A link by letter, for who has neither password nor app."""
    wanted = str((await forms.sent(request)).get("next", ""))
    ways = await queries.ways_of(_who(request))
    if not (ways.by_letter_alone and ways.email):
        raise Missing()
    await limit_letters(request, ways.email)
    response = pages.see_other(request, f"{PAGE}/sent")
    data = {"email": ways.email, "next": _safe(wanted)}
    return await attempts.begin(response, links.PROOF, data, then="identity.link")


async def sent(request: Request) -> Response:
    return await pages.page(request, "community/identity/sent.html", {"proves": True})


async def letter(request: Request) -> Response:
    """What the link of the letter opens: one button, since mail programs open links by themselves."""
    begun = await links.opened(request, links.PROOF)
    if begun is None or begun.person_id != _who(request):
        return await pages.page(
            request, "community/identity/elsewhere.html", {"again": PAGE, "is_in": False}, status=404
        )
    context = {"action": request.url.path, "email": begun.data["email"], "proves": True}
    return await pages.page(request, "community/identity/link.html", context)


async def by_letter(request: Request) -> Response:
    done = await links.opened(request, links.PROOF, used=True)
    if done is not None and done.person_id == _who(request):  # a double click
        return pages.see_other(request, str(done.data["next"]))
    begun = await links.opened(request, links.PROOF)
    if begun is None or begun.person_id != _who(request):
        return await pages.page(
            request, "community/identity/elsewhere.html", {"again": PAGE, "is_in": False}, status=404
        )
    if not await attempts.use(begun):
        return pages.see_other(request, str(begun.data["next"]))
    return await _proven(request, str(begun.data["next"]))


async def ask_passkey(request: Request) -> Response:
    """What the browser must have signed."""
    return await passkeys.ask(request, passkeys.PROOF, person_id=_who(request))


async def by_passkey(request: Request) -> Response:
    filled = await forms.read(request, SignedForm)
    begun = await attempts.find(request, passkeys.PROOF)
    wanted = str(filled.values.get("next", ""))
    try:
        known = await passkeys.check(begun, filled.valid.credential)
        if known != _who(request):
            raise Problem(_("This passkey belongs to another account."))
    except Problem as error:
        return await _page(request, forms.blank().refuse("passkey", error.message), wanted=wanted, status=422)
    return await attempts.end(begun, await _proven(request, wanted))


async def _proven(request: Request, wanted: str) -> Response:
    return await sessions.prove(request, pages.see_other(request, _safe(wanted)))


async def _page(request: Request, filled: Filled[ProofForm], *, wanted: str | None, status: int = 200) -> Response:
    there = _safe(wanted)
    context = {"form": filled, "next": there, "there": quote(there), "ways": await queries.ways_of(_who(request))}
    return await pages.page(request, "community/identity/proof.html", context, status=status)


def _safe(wanted: str | None) -> str:
    """Where to go on to: a page of this site, and not this one again."""
    there = pages.safe_next(wanted, HOME)
    return HOME if there.startswith(PAGE) else there


def _who(request: Request) -> int:
    viewer: Viewer = request.state.viewer
    return int(viewer.id or 0)


routes = [
    get(PAGE, index, allow=members),
    post(PAGE, prove, allow=members),
    post(f"{PAGE}/letter", ask_letter, allow=members),
    get(f"{PAGE}/sent", sent, allow=members),
    get(f"{PAGE}/letter/{{word}}", letter, allow=members),
    post(f"{PAGE}/letter/{{word}}", by_letter, allow=members),
    post(f"{PAGE}/passkey/begin", ask_passkey, allow=members),
    post(f"{PAGE}/passkey", by_passkey, allow=members),
]
