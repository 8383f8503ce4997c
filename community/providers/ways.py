"""A member's accounts at other sites: which, when used, one more, one fewer; and the holes for them in lower pages."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.identity import attempts
from community.people import queries as people
from community.providers import accounts, discovery, flow, queries
from community.providers.pages import AWAY, depart, unable
from community.providers.trouble import Unable
from kernel import i18n, pages, sessions
from kernel.errors import Conflict, Missing
from kernel.features import Slot
from kernel.i18n import gettext as _
from kernel.pages import fragment
from kernel.viewer import Viewer, members
from kernel.web import get, number, post

HERE = "/account/providers"
BUTTONS = "community/providers/_buttons.html"


async def index(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    linked = await queries.of(int(viewer.id or 0))
    names = {one.provider for one in linked}
    context = {"linked": linked, "others": [p for p in discovery.every() if p.name not in names]}
    return await pages.page(request, "community/providers/ways.html", context)


async def ask(request: Request) -> Response:
    """Before linking: who it is shows themselves once more."""
    provider = discovery.named(request.path_params["name"])
    return await pages.page(request, "community/providers/link.html", {"provider": provider})


async def begin(request: Request) -> Response:
    """Off to the provider; by a page of its own, since a form may lead nowhere but to this site."""
    provider = discovery.named(request.path_params["name"])
    try:
        begun = await flow.begin(provider, flow.LINK, language=i18n.language.get())
    except Unable as error:
        return await unable(request, error)
    context = {"url": begun.url, "label": provider.label, "purpose": flow.LINK}
    response = await pages.page(request, "community/providers/going.html", context)
    return await attempts.begin(response, AWAY, {**begun.data, "next": HERE}, person_id=request.state.viewer.id)


async def prove(request: Request) -> Response:
    """To a provider that lets this member in already, which asks them anew: a proof for what cannot be taken back."""
    viewer: Viewer = request.state.viewer
    provider = discovery.named(request.path_params["name"])
    if not any(one.provider == provider.name for one in await queries.of(int(viewer.id or 0))):
        raise Missing()
    wanted = pages.safe_next(request.query_params.get("next"), "/account")
    try:
        begun = await flow.begin(provider, flow.PROVE, language=i18n.language.get())
    except Unable as error:
        return await unable(request, error)
    return await depart(begun.url, {**begun.data, "next": wanted}, person_id=viewer.id)


async def ask_unlink(request: Request) -> Response:
    one = await _own(request)
    return await pages.page(request, "community/providers/unlink.html", await _parting(request, one))


async def unlink(request: Request) -> Response:
    one = await _own(request)
    try:
        await accounts.unlink(request.state.viewer, one.id)
    except Conflict as error:
        context = {**await _parting(request, one), "refused": error.message}
        return await pages.page(request, "community/providers/unlink.html", context, status=409)
    if not (await sessions.viewer_of(int(request.state.viewer.id or 0))).is_member:
        return pages.see_other(request, "/sign-in")
    pages.said(request, _("%(label)s lets you in no longer.") % {"label": one.label})
    return pages.see_other(request, HERE)


async def _own(request: Request) -> queries.Linked:
    wanted = number(request)
    found = [one for one in await queries.of(int(request.state.viewer.id or 0)) if one.id == wanted]
    if not found:
        raise Missing()
    return found[0]


async def _parting(request: Request, one: queries.Linked) -> dict[str, Any]:
    person = await people.by_id(int(request.state.viewer.id or 0))
    return {
        "one": one,
        "refused": "",
        "has_other": person is not None and await accounts.other_ways(person, but=one.id),
    }


async def fill_sign_up(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """The same for everybody: one button for each provider; the key is what its address carries on."""
    buttons = discovery.every()
    return {key: fragment(BUTTONS, providers=buttons, query=key) if buttons else "" for key in keys}


async def fill_sign_in(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """Likewise; the key is where somebody goes on to."""
    found = await fill_sign_up(viewer, [f"next={key}" for key in keys])
    return {key: found[f"next={key}"] for key in keys}


async def fill_account(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """On the page of one's own account: the ways in by other sites."""
    linked = await queries.of(int(viewer.id or 0))
    if not linked and not discovery.every():
        return dict.fromkeys(keys, "")
    return dict.fromkeys(keys, fragment("community/providers/_ways.html", linked=linked))


async def fill_proof(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """Where somebody must show that it is them: the providers that can say so; the key is where they go on to, quoted."""
    names = {one.provider for one in await queries.of(int(viewer.id or 0))}
    ways = [provider for provider in discovery.every() if provider.name in names]
    return {key: fragment("community/providers/_proofs.html", providers=ways, next=key) if ways else "" for key in keys}


slots = [
    Slot("entrance.ways", fill_sign_in),
    Slot("signup.providers", fill_sign_up),
    Slot("account.ways", fill_account, personal=True),
    Slot("proof.ways", fill_proof, personal=True),
]
routes = [
    get(HERE, index, allow=members),
    get(f"{HERE}/{{name}}/link", ask, allow=members, fresh=True),
    post(f"{HERE}/{{name}}/link", begin, allow=members, fresh=True),
    get(f"{HERE}/{{name}}/proof", prove, allow=members),
    get(f"{HERE}/{{id}}/unlinking", ask_unlink, allow=members, fresh=True),
    post(f"{HERE}/{{id}}/unlinking", unlink, allow=members, fresh=True),
]
