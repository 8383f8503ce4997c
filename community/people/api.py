"""People by the API: oneself."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from community.people import queries
from kernel import api
from kernel.errors import Missing


class Me(BaseModel):
    id: int
    handle: str
    name: str
    email: str | None
    role: str
    language: str
    zone: str
    url: str
    created_at: datetime


async def me(request: Request) -> Response:
    """Whom the token speaks for."""
    person = await queries.by_id(int(request.state.viewer.id or 0))
    if person is None:
        raise Missing()
    known = {name: getattr(person, name) for name in Me.model_fields if name != "url"}
    return api.answer(Me(**known, url=f"/people/{person.handle}"), request=request)


routes = [api.route("GET", "/people/me", me, summary="The token's owner", scope="read", gives=Me)]
