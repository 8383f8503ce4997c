"""The page of what is known about oneself: every part in words, who looked, what one chose and contested."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.people import owndata, queries
from community.people.models import Person
from community.privacy import choices, consents, contests, looks, told
from community.privacy.forms import ContestForm
from kernel import clock, exports, forms, lists, pages
from kernel.errors import Conflict, Missing, SignInNeeded
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, post

FIRST = 3
PER_PAGE = 50


async def index(request: Request) -> Response:
    """Everything, by where it comes from; the first lines of each part."""
    person = await own(request)
    parts = [told.part(entry, await entry.collect(person.id), handle=person.handle) for entry in told.registered()]
    context = {
        "person": person,
        "sources": [
            (
                *[_(word) for word in told.SOURCES[source][:2]],
                told.SOURCES[source][2],
                [p for p in parts if p.source == source and p.count],
            )
            for source in told.SOURCES
        ],
        "empty": [part for part in parts if not part.count],
        "first": FIRST,
        "browsers": await queries.sessions_of(person.id),
        "today": clock.today(),
        "looks": await looks.at(person.id, size=5),
        "choices": [
            {"key": choice.key, "label": _(choice.label), "explained": _(choice.explained), "is_out": out}
            for choice, out in await choices.standing(person.id)
        ],
        "consents": [choices.told(row) for row in (await consents.of(person.id))[:10]],
        "contests": [{**row, "label": contests.label(row["part"])} for row in await contests.of(person.id)],
    }
    return await pages.page(request, "community/privacy/known.html", context)


async def part(request: Request) -> Response:
    """All lines of one part, and the form that says what is wrong with it."""
    return await _part(request, forms.blank())


async def _part(request: Request, form: Filled[Any], *, status: int = 200) -> Response:
    person = await own(request)
    found = await _told(person, request.path_params["part"])
    place = lists.place(request.query_params.get("after"), int)
    start = place[0] if place and place[0] >= 0 else 0
    following = start + PER_PAGE
    more = f"?after={lists.cursor(following)}" if following < found.count else ""
    context = {"person": person, "part": found, "lines": found.lines[start:following], "more": more, "form": form}
    return await pages.page(request, "community/privacy/part.html", context, status=status)


async def _told(person: Person, name: str) -> told.Part:
    if name == "profile":
        entry = owndata.OwnData("profile", _nothing, label="Profile", mend="/account")
        return told.part(entry, owndata.profile(person), handle=person.handle)
    wanted = next((entry for entry in told.registered() if entry.name == name), None)
    if wanted is None:
        raise Missing()
    return told.part(wanted, await wanted.collect(person.id), handle=person.handle)


async def _nothing(person_id: int) -> None:
    return None


async def contest(request: Request) -> Response:
    """Say what is wrong about a part."""
    filled = await forms.read(request, ContestForm)
    if filled.ok:
        try:
            await contests.contest(request.state.viewer, request.path_params["part"], body=filled.valid.body)
        except Conflict as error:
            filled.refuse("body", error.message)
    if not filled.ok:
        return await _part(request, filled, status=422)
    pages.said(request, _("Thank you. A person answers within ten days."))
    return pages.see_other(request, "/account/data#contested")


async def choose(request: Request) -> Response:
    """Be left out of something."""
    await choices.leave(request.state.viewer, request.path_params["key"])
    pages.said(request, _("Done: you are left out of it from now on."))
    return pages.see_other(request, "/account/data#choices")


async def come_back(request: Request) -> Response:
    await choices.come_back(request.state.viewer, request.path_params["key"])
    pages.said(request, _("Done: you are a part of it again."))
    return pages.see_other(request, "/account/data#choices")


async def looked(request: Request) -> Response:
    """Who of the team looked, newest first."""
    viewer: Viewer = request.state.viewer
    found = await looks.at(int(viewer.id or 0), request.query_params.get("after"))
    more = f"?after={found.after}" if found.after else ""
    return await pages.page(request, "community/privacy/looks.html", {"looks": found.items, "more": more})


async def file(request: Request) -> Response:
    """The same as one file, for programs."""
    person = await own(request)
    body = json.dumps(await owndata.gathered(person), default=str, ensure_ascii=False, indent=2)
    headers = {**exports.named(f"{person.handle}.json"), "Cache-Control": "no-store"}
    return Response(body, media_type="application/json", headers=headers)


async def own(request: Request) -> Person:
    person = await queries.by_id(int(request.state.viewer.id or 0))
    if person is None:
        raise SignInNeeded()
    return person


routes = [
    get("/account/data", index, allow=members),
    get("/account/data.json", file, allow=members),
    get("/account/data/looks", looked, allow=members),
    get("/account/data/parts/{part}", part, allow=members),
    post("/account/data/parts/{part}/contest", contest, allow=members),
    post("/account/data/choices/{key}", choose, allow=members),
    post("/account/data/choices/{key}/withdrawal", come_back, allow=members),
]
