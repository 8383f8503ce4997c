"""Keys for programs: what each may do, until when, and when it was last used; shown once, revoked by a click."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from community.identity import account, warnings
from community.identity.forms import LIVES, TokenForm
from community.people import keys, queries, rules
from kernel import db, forms, pages
from kernel.i18n import gettext as _
from kernel.viewer import members
from kernel.web import get, number, post

PAGE = "/account/tokens"


async def index(request: Request) -> Response:
    tokens = await queries.tokens_of(int(request.state.viewer.id or 0))
    return await pages.page(request, "community/identity/tokens.html", {"tokens": tokens, "word": ""})


async def new(request: Request) -> Response:
    return await _new(request, forms.blank(scopes=["read"], days="90"))


async def issue(request: Request) -> Response:
    """A new token, shown on this answer and never again."""
    person = await account.owner(request)
    filled = await forms.read(request, TokenForm)
    if not filled.ok:
        return await _new(request, filled, status=422)
    async with db.transaction(quiet=True):
        word = await keys.issue(
            person, name=filled.valid.label, scopes=filled.valid.scopes, days=int(filled.valid.days)
        )
        await warnings.tell(person.id, warnings.TOKEN, name=filled.valid.label, url=PAGE)
    context = {"tokens": await queries.tokens_of(person.id), "word": word}
    response = await pages.page(request, "community/identity/tokens.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


async def revoke(request: Request) -> Response:
    await keys.revoke(request.state.viewer, number(request))
    pages.said(request, _("The token opens nothing any more."))
    return pages.see_other(request, PAGE)


async def _new(request: Request, filled: forms.Filled[TokenForm], *, status: int = 200) -> Response:
    role = request.state.viewer.role
    context = {
        "form": filled,
        "scopes": [scope for scope in rules.SCOPES if rules.may_hold(role, scope)],
        "lives": LIVES,
    }
    return await pages.page(request, "community/identity/new_token.html", context, status=status)


routes = [
    get(PAGE, index, allow=members),
    get(f"{PAGE}/new", new, allow=members, fresh=True),
    post(PAGE, issue, allow=members, fresh=True),
    post(f"{PAGE}/{{id}}/revocation", revoke, allow=members),
]
