"""Demand by the API: the figures kept last, by rank."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from kernel import api, db, lists
from kernel.viewer import editors
from voting.demand import clubs, policies, queries
from voting.demand.sheets import FigureOut, kept

LIMIT = 100


class DemandOut(BaseModel):
    """A page of ideas by rank; `next` is the address of the next one."""

    policy: str
    currency: str | None
    as_of: date | None
    reckoned_at: datetime | None
    window_days: int | None
    worth_run: int | None
    notes: dict[str, Any]
    items: list[FigureOut]
    next: str | None


async def index(request: Request) -> Response:
    """Every idea's demand under a policy, by rank."""
    policy = policies.named(request.query_params.get("policy"))
    stored = await queries.latest()
    if stored is None:
        empty = dict.fromkeys(DemandOut.model_fields)
        return api.answer(DemandOut(**{**empty, "policy": policy, "notes": {}, "items": []}), request=request)
    place = lists.place(request.query_params.get("after"), int)
    found = await queries.by_rank(stored.id, policy, after=place[0] if place else 0, limit=LIMIT + 1)
    page: lists.Listing[db.Row] = lists.page_of(found, LIMIT, lambda row: (row["rank"],))
    wanted = await clubs.wanting([row["idea_id"] for row in page.items])
    told = DemandOut(
        policy=policy,
        currency=stored.currency,
        as_of=stored.as_of,
        reckoned_at=stored.created_at,
        window_days=stored.window_days,
        worth_run=stored.worth_run_id,
        notes=stored.notes,
        items=[kept(row, policy, stored, wanted.get(row["idea_id"], clubs.NOTHING)) for row in page.items],
        next=lists.with_query(request, after=page.after) if page.after else None,
    )
    return api.answer(told, request=request)


routes = [
    api.route(
        "GET",
        "/demand",
        index,
        scope="team",
        allow=editors,
        gives=DemandOut,
        summary="Every idea's demand, by rank",
        query={"policy": "a named policy of weights", "after": "where the page before ended"},
    )
]
