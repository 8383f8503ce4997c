"""The talk of a club in the browser: its topics, a topic with its thread, and what its hosts do with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from community.clubs import doors, head, rules, topics
from community.clubs.doorforms import TopicForm
from community.clubs.queries import ClubCard
from community.clubs.topics import TopicCard
from kernel import forms, lists, pages
from kernel.errors import Conflict, Invalid, TooMany, require
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone, members
from kernel.web import get, number, post


async def index(request: Request) -> Response:
    """What a club talks about."""
    viewer: Viewer = request.state.viewer
    club = await doors.club_of(request)
    found = await topics.listing(viewer, club, request.query_params.get("after"))
    context = {
        **head.band(viewer, club, "topics"),
        "topics": found.items,
        "next": lists.with_query(request, after=found.after) if found.after else "",
        "may_open": rules.may_take_part(viewer, club),
    }
    return await pages.page(request, "community/clubs/topics.html", context)


async def new(request: Request) -> Response:
    club = await doors.club_of(request)
    require(rules.may_take_part(request.state.viewer, club), _("Topics are opened by members of the club."))
    return await _writing(request, club, forms.blank())


async def open_one(request: Request) -> Response:
    club, filled = await doors.club_of(request), await forms.read(request, TopicForm)
    require(rules.may_take_part(request.state.viewer, club), _("Topics are opened by members of the club."))
    if not filled.ok:
        return await _writing(request, club, filled, status=422)
    try:
        made = await topics.open_one(request.state.viewer, club, title=filled.valid.title, body=filled.valid.body)
    except (Invalid, TooMany) as error:
        return await _writing(request, club, filled.refuse("title", error.message), status=error.status)
    pages.said(request, _("Your topic is open."))
    return pages.see_other(request, f"{club.url}/topics/{made}")


async def _writing(
    request: Request, club: ClubCard, filled: forms.Filled[Any], *, topic: TopicCard | None = None, status: int = 200
) -> Response:
    context = {
        **head.band(request.state.viewer, club, "topics"),
        "form": filled,
        "topic": topic,
        "action": f"{topic.url}/edit" if topic else f"{club.url}/topics",
    }
    return await pages.page(request, "community/clubs/topic_form.html", context, status=status)


async def show(request: Request) -> Response:
    """A topic, with what is said in it."""
    viewer: Viewer = request.state.viewer
    club, topic = await _topic(request)
    context = {
        **head.band(viewer, club, "topics"),
        "topic": topic,
        "may_change": topics.may_change(viewer, club, topic),
        "may_keep": topics.may_keep(viewer, club, topic),
        "may_host": rules.may_host(viewer, club),
    }
    return await pages.page(request, "community/clubs/topic.html", context)


async def edit(request: Request) -> Response:
    club, topic = await _topic(request)
    require(
        topics.may_change(request.state.viewer, club, topic), _("A topic is changed by its author while it is open.")
    )
    return await _writing(request, club, forms.blank(title=topic.title, body=topic.body), topic=topic)


async def change(request: Request) -> Response:
    club, topic = await _topic(request)
    filled = await forms.read(request, TopicForm)
    if not filled.ok:
        return await _writing(request, club, filled, topic=topic, status=422)
    try:
        await topics.change(request.state.viewer, club, topic, title=filled.valid.title, body=filled.valid.body)
    except Invalid as error:
        return await _writing(request, club, filled.refuse("title", error.message), topic=topic, status=422)
    pages.said(request, _("Changed."))
    return pages.see_other(request, topic.url)


async def _topic(request: Request) -> tuple[ClubCard, TopicCard]:
    club = await doors.club_of(request)
    return club, await topics.find(request.state.viewer, club, number(request))


Act = Callable[[Viewer, ClubCard, TopicCard], Awaitable[str]]


def _done(act: Act) -> Callable[[Request], Awaitable[Response]]:
    """A button on a topic: what it did, or why not, is said on the page it leads back to."""

    async def handler(request: Request) -> Response:
        club, topic = await _topic(request)
        try:
            pages.said(request, await act(request.state.viewer, club, topic))
        except Conflict as error:
            pages.said(request, error.message)
        return pages.see_other(request, topic.url)

    return handler


async def _pin(viewer: Viewer, club: ClubCard, topic: TopicCard) -> str:
    await topics.pin(viewer, club, topic, up=True)
    return _("It stands above the others now.")


async def _unpin(viewer: Viewer, club: ClubCard, topic: TopicCard) -> str:
    await topics.pin(viewer, club, topic, up=False)
    return _("It stands among the others again.")


async def _close(viewer: Viewer, club: ClubCard, topic: TopicCard) -> str:
    await topics.close(viewer, club, topic, closed=True)
    return _("The topic is closed: it stays readable.")


async def _reopen(viewer: Viewer, club: ClubCard, topic: TopicCard) -> str:
    await topics.close(viewer, club, topic, closed=False)
    return _("The topic is open again.")


async def _hide(viewer: Viewer, club: ClubCard, topic: TopicCard) -> str:
    await topics.hide(viewer, club, topic, hidden=True)
    return _("Hidden: its author, the hosts and moderation still see it.")


async def _restore(viewer: Viewer, club: ClubCard, topic: TopicCard) -> str:
    await topics.hide(viewer, club, topic, hidden=False)
    return _("It is shown again.")


PLACE = "/clubs/{slug}/topics"
routes = [
    get(PLACE, index, allow=everyone),
    get(f"{PLACE}/new", new, allow=members),
    post(PLACE, open_one, allow=members),
    get(f"{PLACE}/{{id}}", show, allow=everyone),
    get(f"{PLACE}/{{id}}/edit", edit, allow=members),
    post(f"{PLACE}/{{id}}/edit", change, allow=members),
    post(f"{PLACE}/{{id}}/pin", _done(_pin), allow=members, name="topic.pin"),
    post(f"{PLACE}/{{id}}/pin/removal", _done(_unpin), allow=members, name="topic.unpin"),
    post(f"{PLACE}/{{id}}/closure", _done(_close), allow=members, name="topic.close"),
    post(f"{PLACE}/{{id}}/closure/end", _done(_reopen), allow=members, name="topic.reopen"),
    post(f"{PLACE}/{{id}}/hiding", _done(_hide), allow=members, name="topic.hide"),
    post(f"{PLACE}/{{id}}/hiding/end", _done(_restore), allow=members, name="topic.restore"),
]
