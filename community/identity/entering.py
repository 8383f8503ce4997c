"""Signing in by passkey, by a link in a letter, and the second step after a password or a letter."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from community.identity import attempts, links, passkeys, queries, settings, steps, warnings
from community.identity.forms import CodeForm, LinkForm, SignedForm
from community.identity.models import Attempt
from community.people import letting
from community.people.pages import limit_letters
from kernel import db, forms, pages, security, sessions
from kernel.errors import Missing, Problem
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import everyone
from kernel.web import get, post

SECOND = "second"
PAGE = "/sign-in/second"


async def ask_passkey(request: Request) -> Response:
    """What the browser must have signed; the same for everybody, since nobody has said who they are."""
    return await passkeys.ask(request, passkeys.SIGN_IN)


async def by_passkey(request: Request) -> Response:
    filled = await forms.read(request, SignedForm)
    wanted = pages.safe_next(str(filled.values.get("next", "")))
    try:
        begun = await attempts.find(request, passkeys.SIGN_IN)
        number = await passkeys.check(begun, filled.data.credential if filled.data else "")
    except Problem as error:
        context = {"problem": error.message, "next": wanted}
        return await pages.page(request, "community/identity/refused.html", context, status=422)
    response = await attempts.end(begun, pages.see_other(request, wanted))
    return await letting.let_in(request, response, number, method="passkey", strong=True)


async def link_page(request: Request) -> Response:
    wanted = pages.safe_next(request.query_params.get("next"))
    return await pages.page(request, "community/identity/ask_link.html", {"form": forms.blank(), "next": wanted})


async def ask_link(request: Request) -> Response:
    """A letter, if there is an account; the answer and its time say nothing about that."""
    filled = await forms.read(request, LinkForm)
    wanted = pages.safe_next(str(filled.values.get("next", "")))
    if not filled.ok:
        context = {"form": filled, "next": wanted}
        return await pages.page(request, "community/identity/ask_link.html", context, status=422)
    await limit_letters(request, filled.valid.email)
    data = {"email": filled.valid.email, "next": wanted}
    response = pages.see_other(request, "/sign-in/link/sent")
    return await attempts.begin(response, links.SIGN_IN, data, then="identity.link")


async def link_sent(request: Request) -> Response:
    return await pages.page(request, "community/identity/sent.html", {"proves": False})


async def link(request: Request) -> Response:
    """What the letter opens: one button in the browser that asked, a clear word in any other."""
    begun = await links.opened(request, links.SIGN_IN)
    if begun is None:
        return await _elsewhere(request)
    context = {"action": request.url.path, "email": begun.data["email"], "proves": False}
    return await pages.page(request, "community/identity/link.html", context)


async def by_link(request: Request) -> Response:
    begun = await links.opened(request, links.SIGN_IN)
    if begun is None or not await attempts.use(begun):
        return await _pressed_twice(request) or await _elsewhere(request)
    return await _by_letter(request, begun)


async def _by_letter(request: Request, begun: Attempt) -> Response:
    there = pages.see_other(request, str(begun.data["next"]))
    response = await letting.let_in(request, there, int(begun.person_id or 0), method="letter")
    if given := request.scope.get("token"):
        await attempts.note(begun, session=sessions.digest(given))
    return response


async def _pressed_twice(request: Request) -> Response | None:
    """A double click goes where the first press went; the answer to that one may never have reached the browser.

    The session that it made is then in nobody's hands and gives way to another; once it was signed out, nothing opens.
    """
    done, viewer = await links.opened(request, links.SIGN_IN, used=True), request.state.viewer
    if done is None or (viewer.is_member and viewer.id != done.person_id):
        return None
    if viewer.is_member:
        return pages.see_other(request, str(done.data["next"]))
    if "session" in done.data and not await sessions.end_one(str(done.data["session"])):
        return None
    return await _by_letter(request, done)


async def _elsewhere(request: Request) -> Response:
    """Another browser's link, a used one, one that is too old; who is signed in has no need of it any more."""
    context = {"again": "/sign-in/link", "is_in": request.state.viewer.is_member}
    return await pages.page(request, "community/identity/elsewhere.html", context, status=404)


async def step(
    request: Request, response: Response, person_id: int, method: str, outside: str | None
) -> Response | None:
    """Ask for a second step of who has one; the way goes on to where it led."""
    ways = await queries.ways_of(person_id)
    if not ways.has_second_step and not (ways.passkeys and await _must(person_id)):
        return None
    wanted = response.headers.get("location") or response.headers.get("hx-redirect") or "/"
    asked = pages.see_other(request, PAGE)
    asked.raw_headers += [header for header in response.raw_headers if header[0] == b"set-cookie"]
    data = {"method": method, "outside": outside, "next": wanted}
    return await attempts.begin(asked, SECOND, data, person_id=person_id)


async def _must(person_id: int) -> bool:
    """Is a passkey the second step of somebody of the team, where the team needs one?"""
    return settings.current().staff_second_factor == "on" and (await sessions.viewer_of(person_id)).is_staff


async def second_page(request: Request) -> Response:
    return await _second(request, await attempts.find(request, SECOND), forms.blank())


async def second(request: Request) -> Response:
    """The code of the app."""
    begun, filled = await attempts.find(request, SECOND), await forms.read(request, CodeForm)
    number = await _try(begun)
    if filled.ok and await steps.opens(number, filled.valid.code):
        return await _through(request, begun)
    message = _(
        "This code is not good, or it was used already. Take the next one; if that fails too, see that the telephone sets "
        "its clock by itself, or use a recovery code."
    )
    return await _wrong(request, begun, filled, "code", message)


async def paper(request: Request) -> Response:
    """A recovery code in place of the app's."""
    begun, filled = await attempts.find(request, SECOND), await forms.read(request, CodeForm)
    number = await _try(begun)
    if filled.ok and await steps.opens_by_paper(number, filled.valid.code):
        return await _through(request, begun)
    return await _wrong(
        request, begun, filled, "paper", _("This is none of your recovery codes, or it was used already.")
    )


async def second_passkey(request: Request) -> Response:
    """A passkey in place of the app, by the same account."""
    begun, filled = await attempts.find(request, SECOND), await forms.read(request, SignedForm)
    number = await _try(begun)
    try:
        asked = await attempts.find(request, passkeys.SIGN_IN)
        if await passkeys.check(asked, filled.data.credential if filled.data else "") != number:
            raise Problem(_("This passkey belongs to another account."))
    except Problem as error:
        return await _wrong(request, begun, filled, "passkey", error.message)
    return await attempts.end(asked, await _through(request, begun))


async def _try(begun: Attempt) -> int:
    number = int(begun.person_id or 0)
    await security.limit_everywhere("second-step", str(number), burst=20, per_minute=1)
    return number


async def _wrong(
    request: Request, begun: Attempt, filled: Filled[CodeForm] | Filled[SignedForm], name: str, message: str
) -> Response:
    """The fifth wrong answer sends one back to the beginning, and is told to the owner."""
    await attempts.count_try(begun)
    if begun.tries + 1 >= attempts.MOST_TRIES:
        async with db.transaction(quiet=True):
            await warnings.tell(int(begun.person_id or 0), warnings.GUESSED)
        raise Missing(_("Five wrong answers: sign in again from the beginning."))
    return await _second(request, begun, forms.blank().refuse(name, message), status=422)


async def _through(request: Request, begun: Attempt) -> Response:
    response = await attempts.end(begun, pages.see_other(request, str(begun.data["next"])))
    method, outside = str(begun.data["method"]), begun.data.get("outside")
    return await letting.let_in(
        request,
        response,
        int(begun.person_id or 0),
        method=method,
        outside=str(outside) if outside else None,
        strong=True,
    )


async def _second(request: Request, begun: Attempt, filled: Filled[CodeForm], *, status: int = 200) -> Response:
    ways = await queries.ways_of(int(begun.person_id or 0))
    return await pages.page(request, "community/identity/second.html", {"form": filled, "ways": ways}, status=status)


routes = [
    post("/sign-in/passkey/begin", ask_passkey, allow=everyone, tokenless=True),
    post("/sign-in/passkey", by_passkey, allow=everyone, tokenless=True),
    get("/sign-in/link", link_page, allow=everyone),
    post("/sign-in/link", ask_link, allow=everyone, tokenless=True),
    get("/sign-in/link/sent", link_sent, allow=everyone),
    get("/sign-in/link/{word}", link, allow=everyone),
    post("/sign-in/link/{word}", by_link, allow=everyone, tokenless=True),
    get(PAGE, second_page, allow=everyone),
    post(PAGE, second, allow=everyone, tokenless=True),
    post(f"{PAGE}/paper", paper, allow=everyone, tokenless=True),
    post(f"{PAGE}/passkey", second_passkey, allow=everyone, tokenless=True),
]
