"""The answers of a closed ballot as files that anybody may count again."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kernel import exports
from kernel.errors import Missing
from kernel.viewer import Viewer, everyone
from kernel.web import get, number
from voting.ballots import filing, poll_queries, results

TYPES = {"csv": "text/csv"}


async def file(request: Request) -> Response:
    """A ballot file once the result is there; 404 before, and for a format that has no room for such ballots."""
    viewer: Viewer = request.state.viewer
    ballot = await poll_queries.find(viewer, number(request))
    form = str(request.path_params["form"])
    if not ballot.is_counted or filing.FORMS.get(form, ballot.kind) != ballot.kind or form not in filing.WRITERS:
        raise Missing()
    filed = await results.filed(ballot.id)
    if form == "soc" and not filing.is_complete(filed):
        raise Missing()
    headers = {**exports.named(f"ballot-{ballot.id}.{form}"), "Cache-Control": "no-store"}
    return Response(filing.WRITERS[form](filed), media_type=TYPES.get(form, "text/plain"), headers=headers)


routes = [get("/ballots/{id}/file.{form}", file, allow=everyone)]
