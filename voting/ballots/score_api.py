"""Scores by the API: PUT gives or changes, DELETE takes back, GET tells what may be told."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kernel import api
from kernel.viewer import Viewer, members
from kernel.web import Handler, number
from voting.ballots import score_queries, scores, showing, traces
from voting.ballots.means import LEVELS


class ScoreIn(BaseModel):
    """A whole number from 0 to 5."""

    model_config = ConfigDict(extra="forbid")
    value: Annotated[int, Field(strict=True, ge=LEVELS[0], le=LEVELS[-1])]


class MineOut(BaseModel):
    """What the viewer gives a design; `score` is null without one."""

    design: int
    score: int | None
    would_buy: bool


class ScoresOut(BaseModel):
    """What a design was given. While `hidden`, the numbers are null; `counts` are those of 0 to 5."""

    design: int
    hidden: bool
    raw: int | None = None
    valid: int | None = None
    doubtful: int | None = None
    counts: list[int] | None = None
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    bound: float | None = None
    split: bool | None = None
    buyers: list[int] | None = None
    would_buy: int | None = None


async def read(request: Request) -> Response:
    """What a design was given."""
    viewer: Viewer = request.state.viewer
    design = await score_queries.find(viewer, number(request))
    told = await score_queries.in_full(design.id)
    if told is None or told.is_hidden:
        return api.answer(ScoresOut(design=design.id, hidden=True), request=request)
    found = told.standing
    body = ScoresOut(
        design=design.id,
        hidden=False,
        raw=told.raw,
        valid=found.count,
        doubtful=told.doubtful,
        counts=list(told.levels),
        mean=found.mean,
        low=found.low,
        high=found.high,
        bound=found.bound,
        split=found.is_split,
        buyers=list(told.buyers) if told.buyers else None,
        would_buy=told.wishes,
    )
    return api.answer(body, request=request)


async def give(request: Request) -> Response:
    """Score a design, or change the score."""
    viewer: Viewer = request.state.viewer
    body = await api.body(request, ScoreIn)
    design = await score_queries.find(viewer, number(request))
    await scores.give(viewer, design, body.value, trace=await traces.of(request, viewer.id))
    return await _mine(viewer, design.id)


async def take_back(request: Request) -> Response:
    """Take the score back."""
    viewer: Viewer = request.state.viewer
    design = await score_queries.find(viewer, number(request))
    await scores.take_back(viewer, design)
    await showing.skip(viewer, design.id)
    return await _mine(viewer, design.id)


async def wish(request: Request) -> Response:
    """Say that one would buy a design."""
    viewer: Viewer = request.state.viewer
    design = await score_queries.find(viewer, number(request))
    await scores.wish(viewer, design, trace=await traces.of(request, viewer.id))
    return await _mine(viewer, design.id)


async def unwish(request: Request) -> Response:
    """Say so no longer."""
    viewer: Viewer = request.state.viewer
    design = await score_queries.find(viewer, number(request))
    await scores.unwish(viewer, design)
    return await _mine(viewer, design.id)


async def _mine(viewer: Viewer, design_id: int) -> Response:
    found = await score_queries.find(viewer, design_id)
    return api.answer(MineOut(design=found.id, score=found.value, would_buy=found.wishes))


def _write(method: str, path: str, handler: Handler, summary: str, takes: type[BaseModel] | None = None) -> Route:
    return api.route(method, path, handler, scope="write", allow=members, takes=takes, gives=MineOut, summary=summary)


routes = [
    api.route("GET", "/designs/{id}/scores", read, gives=ScoresOut, summary="What a design was given"),
    _write("PUT", "/designs/{id}/score", give, "Score a design", ScoreIn),
    _write("DELETE", "/designs/{id}/score", take_back, "Take a score back"),
    _write("PUT", "/designs/{id}/wish", wish, "Say that one would buy a design"),
    _write("DELETE", "/designs/{id}/wish", unwish, "Say so no longer"),
]
