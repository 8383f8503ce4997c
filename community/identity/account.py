"""What opens one's account, on one page: address, password, passkeys, second step; and the pages that change them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from community.identity import attempts, origin, passkeys, queries, settings, steps
from community.identity.forms import CodeForm, PasskeyForm
from community.people import agents
from community.people import queries as people
from community.people.models import Person
from kernel import forms, pages
from kernel.errors import Missing, Problem, SignInNeeded
from kernel.i18n import gettext as _
from kernel.viewer import members
from kernel.web import get, number, post

HOME, KEYS, STEP = "/account/security", "/account/passkeys", "/account/second-step"


async def index(request: Request) -> Response:
    """All ways in, each with what may be done about it."""
    person = await owner(request)
    viewer = request.state.viewer
    context = {
        "person": person,
        "ways": await queries.ways_of(person.id),
        "passkeys": await queries.passkeys_of(person.id),
        "can_hold": bool(origin.site()),
        "must": viewer.is_staff and settings.current().staff_second_factor == "on",
    }
    return await pages.page(request, "community/identity/security.html", context)


async def new_passkey(request: Request) -> Response:
    return await _new(request, forms.blank(label=agents.named(request.headers.get("user-agent", ""))))


async def ask_passkey(request: Request) -> Response:
    return await passkeys.ask_new(request, await owner(request))


async def add_passkey(request: Request) -> Response:
    filled = await forms.read(request, PasskeyForm)
    if not filled.ok:
        return await _new(request, filled, status=422)
    person = await owner(request)
    try:
        begun = await attempts.find(request, passkeys.NEW)
        if begun.person_id != person.id:
            raise Missing(_("This was begun by somebody else in this browser. Begin again."))
        response = await attempts.end(begun, pages.see_other(request, HOME))
        made = await passkeys.add(begun, filled.valid.credential, name=filled.valid.label)
    except Problem as error:
        return await _new(request, filled.refuse("credential", error.message), status=422)
    pages.said(request, _("“%(name)s” opens your account from now on.") % {"name": made.name})
    return response


async def _new(request: Request, filled: forms.Filled[PasskeyForm], *, status: int = 200) -> Response:
    filled.values.pop("credential", None)
    context = {"form": filled, "can_hold": bool(origin.site())}
    return await pages.page(request, "community/identity/new_passkey.html", context, status=status)


async def passkey(request: Request) -> Response:
    """Before one is taken off: what is left then."""
    person = await owner(request)
    found = [row for row in await queries.passkeys_of(person.id) if row["id"] == number(request)]
    if not found:
        raise Missing()
    context = {"passkey": found[0], "ways": await queries.ways_of(person.id)}
    return await pages.page(request, "community/identity/passkey.html", context)


async def remove_passkey(request: Request) -> Response:
    name = await passkeys.remove((await owner(request)).id, number(request))
    pages.said(request, _("“%(name)s” opens nothing here any more.") % {"name": name})
    return pages.see_other(request, HOME)


async def second_step(request: Request) -> Response:
    """Off, waiting for a first code, or on."""
    return await _step(request, forms.blank())


async def begin_step(request: Request) -> Response:
    await steps.begin((await owner(request)).id)
    return pages.see_other(request, STEP)


async def confirm_step(request: Request) -> Response:
    person, filled = await owner(request), await forms.read(request, CodeForm)
    codes = await steps.confirm(person.id, filled.valid.code) if filled.ok else None
    if codes is None:
        off = await steps.minutes_astray(person.id, filled.valid.code) if filled.ok else 0
        return await _step(request, forms.blank().refuse("code", _not_good(off)), status=422)
    return await _codes(request, codes)


def _not_good(off: int) -> str:
    """Why a first code was refused: where the telephone's clock is wrong, by how much."""
    if off == 0:
        return _(
            "This code is not good. Take the one that the app shows now, and see that the telephone’s clock is right."
        )
    if off > 0:
        return _(
            "Your telephone’s clock is about %(minutes)s minutes fast. Let it set the time by itself, then take a new code."
        ) % {"minutes": off}
    return _(
        "Your telephone’s clock is about %(minutes)s minutes slow. Let it set the time by itself, then take a new code."
    ) % {"minutes": -off}


async def renew_codes(request: Request) -> Response:
    person = await owner(request)
    if not (await queries.ways_of(person.id)).has_second_step:
        raise Missing()
    return await _codes(request, await steps.renew(person.id))


async def remove_step(request: Request) -> Response:
    await steps.remove((await owner(request)).id)
    pages.said(request, _("No second step is asked for any more."))
    return pages.see_other(request, HOME)


async def _codes(request: Request, codes: list[str]) -> Response:
    """Shown on this answer and never again."""
    response = await pages.page(request, "community/identity/codes.html", {"codes": codes})
    response.headers["Cache-Control"] = "no-store"
    return response


async def _step(request: Request, filled: forms.Filled[CodeForm], *, status: int = 200) -> Response:
    person = await owner(request)
    ways, secret = await queries.ways_of(person.id), await steps.pending(person.id)
    uri, drawing = await steps.drawn(secret, email=person.email or person.handle) if secret else ("", "")
    context = {
        "form": filled,
        "ways": ways,
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)) if secret else "",
        "uri": uri,
        "drawing": drawing,
        "must": request.state.viewer.is_staff and settings.current().staff_second_factor == "on",
    }
    response = await pages.page(request, "community/identity/second_step.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


async def owner(request: Request) -> Person:
    """Whose account this is."""
    person = await people.by_id(int(request.state.viewer.id or 0))
    if person is None:
        raise SignInNeeded()
    return person


routes = [
    get(HOME, index, allow=members),
    get(f"{KEYS}/new", new_passkey, allow=members, fresh=True),
    post(f"{KEYS}/begin", ask_passkey, allow=members, fresh=True),
    post(KEYS, add_passkey, allow=members, fresh=True),
    get(f"{KEYS}/{{id}}", passkey, allow=members, fresh=True),
    post(f"{KEYS}/{{id}}/removal", remove_passkey, allow=members, fresh=True),
    get(STEP, second_step, allow=members, fresh=True),
    post(STEP, begin_step, allow=members, fresh=True),
    post(f"{STEP}/confirmation", confirm_step, allow=members, fresh=True),
    post(f"{STEP}/codes", renew_codes, allow=members, fresh=True),
    post(f"{STEP}/removal", remove_step, allow=members, fresh=True),
]
