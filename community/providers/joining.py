"""For the first time here by a provider: prove the account that there is, or open one."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.identity import attempts
from community.identity.models import Attempt
from community.people import arrivals, entrance, opening, queries
from community.people.models import Person
from community.providers import accounts, discovery
from community.providers.claims import Visitor
from community.providers.forms import JoinForm
from community.providers.pages import JOINING, let_in
from kernel import forms, pages, security
from kernel.errors import Problem
from kernel.i18n import gettext as _
from kernel.viewer import everyone, members
from kernel.web import get, post

PAGE = "community/providers/joining.html"
HERE = "/sign-in/joining"


async def show(request: Request) -> Response:
    """Which of the two it is: an account with that address must be proven, and is not told of by an address that is not."""
    attempt, visitor = await _begun(request)
    brought = _brought(attempt)
    blank = forms.blank(name=visitor.name, email=visitor.email, **brought)
    return await pages.page(request, PAGE, await _context(request, attempt, blank))


async def _begun(request: Request) -> tuple[Attempt, Visitor]:
    attempt = await attempts.find(request, JOINING)
    held: Any = attempt.data["visitor"]
    return attempt, Visitor(**held)


def _brought(attempt: Attempt) -> dict[str, str]:
    held: Any = attempt.data.get("brought") or {}
    return dict(held)


async def _context(request: Request, attempt: Attempt, form: forms.Filled[Any]) -> dict[str, Any]:
    visitor = Visitor(**attempt.data["visitor"])  # type: ignore[arg-type]
    return {
        "form": form,
        "visitor": visitor,
        "label": discovery.named(visitor.provider).label,
        "known": await _is_known(visitor),
        "mode": await opening.mode({**_brought(attempt), **form.values}, way=f"oidc:{visitor.provider}"),
        "brought": await arrivals.drawn(request, {**_brought(attempt), **form.values}),
        "is_member": request.state.viewer.is_member,
    }


async def _is_known(visitor: Visitor) -> bool:
    """Is there an account under an address that the provider proved to be theirs?"""
    person = await queries.by_email(visitor.email) if visitor.is_email_theirs else None
    return person is not None and person.is_claimed


async def join(request: Request) -> Response:
    """Open an account: at once when the address is proven, after a letter otherwise."""
    attempt, visitor = await _begun(request)
    given = {"email": visitor.email} if visitor.is_email_theirs else {}
    filled = await forms.read(request, JoinForm, **given)
    for field, message in (
        await arrivals.wrong({**_brought(attempt), **filled.values, "way": f"oidc:{visitor.provider}"})
    ).items():
        filled.refuse(field, message)
    if not filled.ok:
        return await pages.page(request, PAGE, await _context(request, attempt, filled), status=422)
    brought = _brought(attempt) | await arrivals.taken(request, {**_brought(attempt), **filled.values})
    if not visitor.is_email_theirs:
        return await _write(request, filled.valid, brought)
    if await _is_known(visitor):
        return pages.see_other(request, HERE)
    return await _open(request, attempt, visitor, filled, brought)


async def _write(request: Request, typed: JoinForm, brought: dict[str, str]) -> Response:
    """The usual letter; whether there is an account with that address, it alone tells."""
    await security.limit_everywhere("letters.from", security.address_of(request), burst=30, per_minute=6)
    await security.limit_everywhere("letters.to", typed.email, burst=5, per_minute=0.5)
    await entrance.sign_up(name=typed.name, email=typed.email, password="", wanted=HERE, brought=brought)
    return pages.see_other(request, "/sign-up/sent")


async def _open(
    request: Request, attempt: Attempt, visitor: Visitor, filled: forms.Filled[JoinForm], brought: dict[str, str]
) -> Response:
    wanted = pages.safe_next(str(attempt.data.get("next") or ""))
    try:
        found = await accounts.open_for(visitor, name=filled.valid.name, brought=brought)
    except Problem as error:
        filled.refuse("email", error.message)
        return await pages.page(request, PAGE, await _context(request, attempt, filled), status=422)
    onward = arrivals.left(request, pages.see_other(request, wanted if isinstance(found, Person) else found))
    await attempts.end(attempt, onward)
    if not isinstance(found, Person):
        return onward
    return await let_in(request, onward, visitor, str(attempt.data["token"]))


async def link(request: Request) -> Response:
    """Both are proven: the account there by its provider, the one here by having signed in just now."""
    attempt, visitor = await _begun(request)
    response = pages.see_other(request, "/account/providers")
    try:
        await accounts.link(int(request.state.viewer.id or 0), visitor)
    except Problem as error:
        pages.said(request, error.message)
        return await attempts.end(attempt, response)
    label = discovery.named(visitor.provider).label
    pages.said(request, _("From now on you can sign in with %(label)s too.") % {"label": label})
    return await attempts.end(attempt, response)


routes = [
    get(HERE, show, allow=everyone, fresh=True),
    post(HERE, join, allow=everyone, tokenless=True),
    post(f"{HERE}/link", link, allow=members, fresh=True),
]
