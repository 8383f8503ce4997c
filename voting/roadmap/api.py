"""The roadmap and its snapshots by the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from kernel import api, lists
from kernel.viewer import editors
from kernel.web import number
from voting.demand.policies import DEFAULT
from voting.roadmap import queries
from voting.value.methods import Policy


class RoadmapItem(BaseModel):
    idea: int
    title: str
    url: str
    board: str
    status: str
    supporters: int
    horizon: str
    target: str


SHOWN = tuple(name for name in RoadmapItem.model_fields if name != "idea")


class RoadmapList(BaseModel):
    items: list[RoadmapItem]
    next: str | None = None


class Freezing(BaseModel):
    """What a snapshot is to be made with."""

    policy: Policy = DEFAULT


class Snapshot(BaseModel):
    id: int
    policy: str
    as_of: date
    header: dict[str, Any]
    columns: list[str]
    rows: int
    checksum: str
    created_at: datetime
    files: dict[str, str]


class SnapshotList(BaseModel):
    items: list[Snapshot]
    next: str | None = None


async def roadmap(request: Request) -> Response:
    """Ideas on the roadmap that the caller may see, the nearest horizon first, a hundred at a time."""
    found = await queries.placed(request.state.viewer, request.query_params.get("after"))
    items = [RoadmapItem(**{"idea": row["id"], **{name: row[name] for name in SHOWN}}) for row in found.items]
    more = lists.with_query(request, after=found.after) if found.after else None
    return api.answer(RoadmapList(items=items, next=more), request=request)


async def snapshots(request: Request) -> Response:
    from voting.roadmap import snapshots as kept

    return api.answer(SnapshotList(items=[_as(frozen) for frozen in await kept.newest_first()]), request=request)


async def snapshot(request: Request) -> Response:
    from voting.roadmap import snapshots as kept

    return api.answer(_as(await kept.find(number(request))), request=request)


async def freeze(request: Request) -> Response:
    """Freeze the roadmap as it is; one that equals the newest is that one."""
    from voting.roadmap import snapshots as kept

    sent = await api.body(request, Freezing)

    async def act() -> tuple[int, Any]:
        return 201, _as(await kept.freeze(request.state.viewer, policy=sent.policy))

    return await api.once(request, sent.model_dump_json().encode(), act)


def _as(frozen: Any) -> Snapshot:
    return Snapshot(
        **{name: getattr(frozen, name) for name in Snapshot.model_fields if name != "files"},
        files={form: f"/team/snapshots/{frozen.id}/roadmap.{form}" for form in ("csv", "xlsx", "json", "md", "ics")},
    )


routes = [
    api.route(
        "GET",
        "/roadmap",
        roadmap,
        summary="The public roadmap",
        gives=RoadmapList,
        query={"after": "where the page before ended"},
    ),
    api.route(
        "GET",
        "/snapshots",
        snapshots,
        summary="Snapshots, newest first",
        scope="team",
        allow=editors,
        gives=SnapshotList,
    ),
    api.route(
        "POST",
        "/snapshots",
        freeze,
        summary="Freeze a snapshot",
        scope="team",
        allow=editors,
        takes=Freezing,
        gives=Snapshot,
        status=201,
    ),
    api.route("GET", "/snapshots/{id}", snapshot, summary="A snapshot", scope="team", allow=editors, gives=Snapshot),
]
