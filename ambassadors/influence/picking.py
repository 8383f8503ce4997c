"""The pages on which people are picked by topic: testers by the product team, jurors by who keeps a challenge."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import AfterValidator, Field
from starlette.requests import Request
from starlette.responses import Response

from ambassadors.influence import picks, queries, wording
from ideas.challenges import queries as challenges
from ideas.challenges import rules as keeping
from ideas.challenges.queries import ChallengeCard
from kernel import forms, pages
from kernel.errors import Conflict, Invalid
from kernel.forms import Filled, Form, Line, Text, wrong
from kernel.i18n import gettext as _
from kernel.i18n import mark, ngettext
from kernel.viewer import Viewer, editors
from kernel.web import get, post
from voting.contests import queries as juries
from voting.contests import rules as judging
from voting.contests.forms import PanelForm, looks

DESK = "/team/influence/people"


def _address(value: str) -> str:
    if pages.safe_next(value, "") != value or not value:
        raise wrong(mark("An address of this site begins with one stroke, such as /meetings/5."))
    return value


class TestersForm(Form):
    """Who is asked to test what."""

    people: list[Line] = Field(default_factory=list)
    title: Annotated[Line, Field(min_length=1, max_length=120)]
    words: Annotated[Text, Field(max_length=1000)] = ""
    url: Annotated[Line, Field(max_length=300), AfterValidator(_address)]


class JurorsForm(PanelForm):
    """Who is asked to judge, and by what."""

    people: list[Line] = Field(default_factory=list)


async def index(request: Request) -> Response:
    return await _testers(request, forms.blank())


async def ask(request: Request) -> Response:
    filled = await forms.read(request, TestersForm)
    if filled.ok:
        told = filled.valid
        try:
            count = await picks.ask_to_test(
                request.state.viewer,
                told.people,
                topic=_topic(request),
                title=told.title,
                words=told.words,
                url=told.url,
            )
        except Invalid as error:
            filled.refuse("people", error.message)
    if not filled.ok:
        return await _testers(request, filled, status=422)
    pages.said(request, ngettext("%(count)s person is asked.", "%(count)s people are asked.", count) % {"count": count})
    return pages.see_other(request, DESK)


async def _testers(request: Request, filled: Filled[Any], *, status: int = 200) -> Response:
    context = await _context(request, filled, None)
    return await pages.page(request, "ambassadors/influence/people.html", context, status=status)


def _topic(request: Request) -> str:
    return request.query_params.get("topic", "")[:80]


async def _context(request: Request, filled: Filled[Any], challenge: ChallengeCard | None) -> dict[str, Any]:
    topic = _topic(request)
    found = await picks.listed(request.state.viewer, topic, request.query_params.get("after"), challenge=challenge)
    chosen = filled.values.get("people", [])
    return {
        "form": filled,
        "picks": [{"pick": one, "band": wording.band(one.score.band)} for one in found.items],
        "chosen": chosen if isinstance(chosen, list) else [chosen],
        "topic": topic,
        "query": f"?{urlencode({'topic': topic})}" if topic else "",
        "topics": [("", _("All topics")), *await queries.topics()],
        "more": f"?{urlencode({'topic': topic, 'after': found.after})}" if found.after else "",
        "challenge": challenge,
    }


async def panel(request: Request) -> Response:
    challenge = await challenges.by_slug(request.state.viewer, request.path_params["slug"])
    held = "\n".join(f"{look.name}: {look.weight}" for look in await juries.criteria(challenge.id))
    return await _jurors(request, challenge, forms.blank(criteria=held))


async def seat(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    challenge = await challenges.by_slug(viewer, request.path_params["slug"])
    filled = await forms.read(request, JurorsForm)
    if filled.ok and not filled.valid.criteria:
        filled.refuse("criteria", _("Say what the jury looks at."))
    if filled.ok:
        try:
            count = await picks.seat(viewer, challenge, filled.valid.people, looks(filled.valid.criteria))
        except (Conflict, Invalid) as error:
            filled.refuse("people", error.message)
    if not filled.ok:
        return await _jurors(request, challenge, filled, status=422)
    words = ngettext("%(count)s person is asked to judge.", "%(count)s people are asked to judge.", count)
    pages.said(request, words % {"count": count})
    return pages.see_other(request, f"{challenge.url}/panel")


async def _jurors(request: Request, challenge: ChallengeCard, filled: Filled[Any], *, status: int = 200) -> Response:
    context = await _context(request, filled, challenge)
    context["may_empanel"] = judging.may_empanel(request.state.viewer, challenge)
    return await pages.page(request, "ambassadors/influence/jurors.html", context, status=status)


routes = [
    get(DESK, index, allow=editors),
    post(f"{DESK}/asking", ask, allow=editors),
    get("/challenges/{slug}/panel/people", panel, allow=keeping.may_keep),
    post("/challenges/{slug}/panel/people/asking", seat, allow=keeping.may_keep),
]
