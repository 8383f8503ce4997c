"""Challenges by the API."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from ideas.challenges import queries
from ideas.challenges.queries import ChallengeCard
from kernel import api


class ChallengeOut(BaseModel):
    """A challenge; `template` is empty where any product may be designed, weights are percent, `royalty` basis points."""

    id: int
    slug: str
    title: str
    brief: str
    prize: str
    template: str
    phase: str
    entries: int
    most: int
    royalty: int
    weight_public: int
    weight_jury: int
    weight_demand: int
    opens_at: datetime
    scoring_at: datetime
    jury_at: datetime
    result_at: datetime
    production_at: datetime | None
    url: str


class ChallengesOut(BaseModel):
    """All challenges that one may see, the one that ends last first."""

    items: list[ChallengeOut]


async def index(request: Request) -> Response:
    found = await queries.every(request.state.viewer)
    return api.answer(ChallengesOut(items=[_out(card) for card in found]), request=request)


def _out(card: ChallengeCard) -> ChallengeOut:
    return ChallengeOut(**{name: getattr(card, name) for name in ChallengeOut.model_fields})


routes = [api.route("GET", "/challenges", index, summary="Challenges", gives=ChallengesOut)]
