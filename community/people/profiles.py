"""A member's page, and the administrators' list of people."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.people import actions, masking, queries, rules
from community.people.forms import ReasonForm, RoleForm
from community.people.models import Person, Role
from kernel import forms, lists, pages
from kernel.errors import Missing
from kernel.features import Slot, the_house
from kernel.i18n import gettext as _
from kernel.i18n import mark
from kernel.pages import fragment
from kernel.viewer import Viewer, admins, everyone
from kernel.web import get, number, post

LIST, UNMASKED = "/team/people", "/team/people/addresses"
ROLES = {
    "member": mark("Member"),
    "manager": mark("Community manager"),
    "editor": mark("Product team"),
    "admin": mark("Administrator"),
}


async def show(request: Request) -> Response:
    """What somebody gave and what became of it."""
    person = await queries.by_handle(request.path_params["handle"])
    if person is None:
        raise Missing(_("Nobody has this handle."))

    async def build() -> dict[str, Any]:
        return {
            "person": await queries.card(person.id),
            "bio": person.bio,
            "since": person.created_at,
            "role": _(ROLES[person.role]),
        }

    return await pages.shared(request, "community/people/profile.html", build)


async def fill_mine(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """To the owner of a profile, the way to change it."""
    return {key: fragment("community/people/_mine.html") if str(viewer.id) == key else "" for key in keys}


async def index(request: Request) -> Response:
    """Everybody, for administrators: found by name, handle or address; addresses are masked."""
    return await _people(request, forms.blank())


async def unmask(request: Request) -> Response:
    """The same list with its addresses, for this answer alone: who is looked at reads the reason."""
    filled = await forms.read(request, ReasonForm)
    return await _people(
        request, filled, status=200 if filled.ok else 422, reason=filled.valid.reason if filled.ok else ""
    )


async def _people(request: Request, form: forms.Filled[Any], *, status: int = 200, reason: str = "") -> Response:
    viewer: Viewer = request.state.viewer
    words = request.query_params.get("q", "")[:100]
    found = await queries.for_staff(words, request.query_params.get("after"))
    if reason:
        for saw in the_house().registered("look"):
            await saw(viewer, [row["id"] for row in found.items], "address", reason=reason)
    shown = (lambda address: address or "") if reason else masking.email
    context = {
        "people": [(queries.card_of(row), {**row, "email": shown(row["email"])}) for row in found.items],
        "words": words,
        "roles": [(role.value, _(ROLES[role])) for role in Role],
        "more": lists.with_query(request, after=found.after).replace(UNMASKED, LIST) if found.after else "",
        "may_set": {row["id"]: rules.may_set_role(viewer, Person(**_known(row))) for row in found.items},
        "form": form,
        "is_masked": not reason,
        "unmasking": lists.address(request).replace(LIST, UNMASKED)
        if not reason and status == 200
        else lists.address(request),
    }
    return await pages.page(request, "community/people/team.html", context, status=status)


def _known(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("id", "is_claimed")}


async def set_role(request: Request) -> Response:
    person = await queries.by_id(number(request))
    if person is None:
        raise Missing()
    filled = await forms.read(request, RoleForm)
    if filled.ok:
        await actions.set_role(request.state.viewer, person, role=filled.valid.role)
        pages.said(
            request,
            _("%(name)s: %(role)s, from now on.") % {"name": person.name, "role": _(ROLES[filled.valid.role])},
        )
    return pages.see_other(request, "/team/people")


slots = [Slot("profile.mine", fill_mine, personal=True)]
routes = [
    get("/people/{handle}", show, allow=everyone),
    get(LIST, index, allow=admins),
    post(UNMASKED, unmask, allow=admins),
    post("/team/people/{id}/role", set_role, allow=admins, fresh=True),
]
