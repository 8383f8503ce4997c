"""Support by the API: PUT gives it, DELETE takes it back, each as often as one likes."""

from __future__ import annotations

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from kernel import api
from kernel.viewer import Viewer, members
from kernel.web import number
from voting.ballots import actions, queries, traces


class SupportOut(BaseModel):
    """The viewer's support of an idea, and how many support it."""

    idea: int
    supported: bool
    supporters: int


async def cast(request: Request) -> Response:
    """Support an idea."""
    viewer: Viewer = request.state.viewer
    idea = await queries.find(viewer, number(request))
    count = await actions.cast(viewer, idea, trace=await traces.of(request, viewer.id))
    return api.answer(SupportOut(idea=idea.id, supported=True, supporters=idea.supporters if count is None else count))


async def withdraw(request: Request) -> Response:
    """Take support back."""
    viewer: Viewer = request.state.viewer
    idea = await queries.find(viewer, number(request))
    count = await actions.withdraw(viewer, idea)
    return api.answer(SupportOut(idea=idea.id, supported=False, supporters=idea.supporters if count is None else count))


routes = [
    api.route(
        "PUT", "/ideas/{id}/support", cast, scope="write", allow=members, gives=SupportOut, summary="Support an idea"
    ),
    api.route(
        "DELETE",
        "/ideas/{id}/support",
        withdraw,
        scope="write",
        allow=members,
        gives=SupportOut,
        summary="Take support back",
    ),
]
