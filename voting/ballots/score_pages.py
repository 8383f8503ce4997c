"""Scoring and wishing from a design's page, and the page that puts one design after another before a member."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from ideas.challenges import queries as challenges
from ideas.challenges.queries import ChallengeCard
from ideas.studio import queries as designs
from kernel import forms, pages, slots
from kernel.errors import Invalid
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, members
from kernel.web import get, number, post
from voting.ballots import score_queries, score_review, scores, showing, traces
from voting.ballots.forms import ScoreForm
from voting.ballots.means import LEVELS
from voting.ballots.score_queries import Scorable

MOST_MARKS = 72
"""So many designs are drawn one by one in the progress; of more, the words are enough."""
NEXT = "/designs/score"


async def give(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    filled = await forms.read(request, ScoreForm)
    if not filled.ok:
        raise Invalid(_("A score is a whole number from 0 to 5."), errors=filled.errors)
    design = await score_queries.find(viewer, number(request))
    trace = await traces.of(request, viewer.id)
    await scores.give(viewer, design, filled.valid.value, trace=trace)
    if filled.valid.wish:
        await scores.wish(viewer, design, trace=trace)
    if "next" in request.query_params:
        return await _onwards(request, design, filled.valid.value)
    return await _answer(request, design, _told(design, filled.valid.value))


def _told(design: Scorable, value: int) -> str:
    return _("You gave “%(title)s” %(score)s of 5.") % {"title": design.title, "score": value}


async def take_back(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    design = await score_queries.find(viewer, number(request))
    await scores.take_back(viewer, design)
    await showing.skip(viewer, design.id)
    return await _answer(request, design, _("Your score is taken back."))


async def wish(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    design = await score_queries.find(viewer, number(request))
    await scores.wish(viewer, design, trace=await traces.of(request, viewer.id))
    return await _answer(request, design, _("You would buy it: that is kept, and it is no order."))


async def unwish(request: Request) -> Response:
    viewer: Viewer = request.state.viewer
    design = await score_queries.find(viewer, number(request))
    await scores.unwish(viewer, design)
    return await _answer(request, design, _("You would not buy it any more: that is kept."))


async def _answer(request: Request, design: Scorable, told: str) -> Response:
    """To htmx the box anew; to a form the way back."""
    if score_review.is_here(request):
        return await score_review.changed(request, design.id, told)
    if pages.by_htmx(request):
        return pages.answer(await slots.one("design.score", request.state.viewer, str(design.id)))
    pages.said(request, told)
    return pages.see_other(request, design.url)


async def _onwards(request: Request, design: Scorable | None = None, value: int = 0) -> Response:
    """To htmx the next design; to a form the way to it, with a word on what was given."""
    if pages.by_htmx(request):
        return await _judging(request, block="judging")
    if design is not None:
        pages.said(request, _told(design, value))
    return pages.see_other(request, _here(await _round(request)))


async def judge(request: Request) -> Response:
    """The next design, how far one has come, and the end."""
    return await _judging(request)


async def _judging(request: Request, *, block: str = "") -> Response:
    viewer: Viewer = request.state.viewer
    among = await _round(request)
    design_id = await showing.next_for(viewer, among) if among is None or among.takes_scores else None
    context: dict[str, Any] = {"round": among, "levels": LEVELS, "design": None}
    if design_id is not None:
        design = await designs.find(viewer, design_id)
        card = (await designs.cards(viewer, [design_id]))[design_id]
        context |= {"design": card, "story": design.story}
    progress = await showing.progress(viewer, among)
    context |= {"progress": progress, "drawn": progress.total if progress.total <= MOST_MARKS else 0}
    return await pages.page(request, "voting/ballots/score_next.html", context, block=block)


async def skip(request: Request) -> Response:
    await showing.skip(request.state.viewer, number(request))
    return await _onwards(request)


async def look_again(request: Request) -> Response:
    among = await _round(request)
    await showing.look_again(request.state.viewer, among)
    return pages.see_other(request, _here(among))


async def _round(request: Request) -> ChallengeCard | None:
    slug = request.query_params.get("challenge", "")
    return await challenges.by_slug(request.state.viewer, slug) if slug else None


def _here(among: ChallengeCard | None) -> str:
    return f"{NEXT}?challenge={quote(among.slug)}" if among else NEXT


routes = [
    get(NEXT, judge, allow=members),
    post(f"{NEXT}/again", look_again, allow=members),
    post("/designs/{id}/score", give, allow=members),
    post("/designs/{id}/score/withdrawal", take_back, allow=members),
    post("/designs/{id}/score/skip", skip, allow=members),
    post("/designs/{id}/wish", wish, allow=members),
    post("/designs/{id}/wish/withdrawal", unwish, allow=members),
]
