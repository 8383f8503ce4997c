"""Signing in by another site: going there, coming back, and what is asked of those who come for the first time."""

from __future__ import annotations

import logging
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from community.identity import attempts
from community.identity.models import Attempt
from community.people import arrivals, letting
from community.providers import accounts, discovery, flow, queries
from community.providers.claims import Visitor
from community.providers.discovery import Provider
from community.providers.trouble import Unable
from kernel import i18n, pages, security, sessions
from kernel.errors import Missing, Problem
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone
from kernel.web import get

AWAY, JOINING = "provider", "joining"
"""What a browser has begun: to go to a provider, and to become somebody here after it."""
log = logging.getLogger("tandem.providers")


async def go(request: Request) -> Response:
    """To the provider; a link, since a form may lead nowhere but to this site."""
    provider = discovery.named(request.path_params["name"])
    wanted = pages.safe_next(request.query_params.get("next"))
    if request.state.viewer.is_member:
        return RedirectResponse(wanted, status_code=303)
    await security.limit_everywhere("provider.from", security.address_of(request), burst=60, per_minute=20)
    brought = await arrivals.taken(request, request.query_params)
    try:
        begun = await flow.begin(provider, flow.SIGN_IN, language=i18n.language.get())
    except Unable as error:
        return await unable(request, error)
    return await depart(begun.url, {**begun.data, "next": wanted, "brought": brought})


async def depart(url: str, data: dict[str, Any], *, person_id: int | None = None) -> Response:
    """Off, and remembered."""
    response = RedirectResponse(url, status_code=303)
    response.headers["Cache-Control"] = "no-store"
    return await attempts.begin(response, AWAY, data, person_id=person_id)


async def back(request: Request) -> Response:
    """Back from the provider, with a code or with what went wrong."""
    provider = discovery.named(request.path_params["name"])
    try:
        return await _back(request, provider)
    except Unable as error:
        return await unable(request, error)


async def _back(request: Request, provider: Provider) -> Response:
    try:
        attempt = await attempts.find(request, AWAY)
    except Missing as error:
        raise Unable("lost", provider.label, "no attempt") from error
    data = attempt.data
    if data.get("provider") != provider.name:
        raise Unable("lost", provider.label, "another provider's attempt")
    response = pages.see_other(request, pages.safe_next(str(data.get("next", ""))))
    try:
        await attempts.end(attempt, response)  # before the code is used: of two answers at once one gets further
    except Missing as error:
        raise Unable("lost", provider.label, "the attempt was used") from error
    came = await flow.finish(provider, dict(data), dict(request.query_params))
    if data.get("purpose") == flow.LINK:
        return await _linked(request, response, provider, attempt, came)
    if data.get("purpose") == flow.PROVE:
        return await _proven(request, response, provider, came)
    return await _come_in(request, response, provider, data, came)


async def _come_in(
    request: Request, response: Response, provider: Provider, data: dict[str, Any], came: flow.Came
) -> Response:
    account = await queries.by_subject(came.visitor.issuer, came.visitor.subject)
    if account is not None:
        await accounts.used(account, came.visitor)
        return await let_in(request, response, came.visitor, came.token)
    kept = {"visitor": came.visitor.kept, "token": came.token, "next": data.get("next"), "brought": data.get("brought")}
    onward = RedirectResponse("/sign-in/joining", status_code=303)
    for name, value in response.raw_headers:
        if name == b"set-cookie":
            onward.raw_headers.append((name, value))
    return await attempts.begin(onward, JOINING, kept, life=accounts.TIME_TO_JOIN)


async def let_in(request: Request, response: Response, visitor: Visitor, token: str) -> Response:
    """A session for whoever the account there lets in here."""
    account = await queries.by_subject(visitor.issuer, visitor.subject)
    if account is None:
        raise Missing()
    outside = await accounts.begin_session(account, visitor, token)
    return await letting.let_in(
        request,
        response,
        account.person_id,
        method=f"oidc:{visitor.provider}",
        outside=outside,
        strong=visitor.is_strong,
    )


async def _linked(
    request: Request, response: Response, provider: Provider, attempt: Attempt, came: flow.Came
) -> Response:
    """Whoever began it, signed in still, has now proven the account there too."""
    viewer: Viewer = request.state.viewer
    if not viewer.is_member or viewer.id != attempt.person_id:
        raise Unable("lost", provider.label, "somebody else is signed in")
    try:
        await accounts.link(int(viewer.id or 0), came.visitor)
    except Problem as error:
        pages.said(request, error.message)
        return response
    pages.said(request, _("From now on you can sign in with %(label)s too.") % {"label": provider.label})
    return response


async def _proven(request: Request, response: Response, provider: Provider, came: flow.Came) -> Response:
    """The same person once more, asked anew by the provider."""
    account = await queries.by_subject(came.visitor.issuer, came.visitor.subject)
    if account is None or account.person_id != request.state.viewer.id:
        raise Unable("doubtful", provider.label, "that account there is not the one that lets this person in")
    if not came.is_fresh:
        raise Unable("weak", provider.label, "it did not ask anew")
    return await sessions.prove(request, response)


async def unable(request: Request, error: Unable) -> Response:
    """The page of what went wrong, and the other ways in."""
    log.warning("provider %s: %s (%s)", error.label, error.reason, error.fact)
    context = {"trouble": error, "again": _again(request), "is_member": request.state.viewer.is_member}
    return await pages.page(request, "community/providers/unable.html", context, status=error.status)


def _again(request: Request) -> str:
    name = request.path_params.get("name", "")
    return (
        ""
        if request.state.viewer.is_member or name not in {p.name for p in discovery.every()}
        else f"/sign-in/with/{name}"
    )


routes = [
    get("/sign-in/with/{name}", go, allow=everyone),
    get("/sign-in/with/{name}/callback", back, allow=everyone),
]
