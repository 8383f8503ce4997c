"""What happened at the door, in the log: who came in and how, and what was refused, without saying whose it was.

A line names its route, its status and a mark that stands for a person or an address in this month alone. Whoever runs the
site can tell from the site's secret whether a given person is behind a mark, and nobody can read one backwards.
"""

from __future__ import annotations

import hmac
import logging

from starlette.requests import Request

from kernel import clock
from kernel.errors import Forbidden, Missing, Problem, SignInNeeded, TooLarge, TooMany
from kernel.features import the_house
from kernel.viewer import STRANGER, Viewer

REFUSALS = (SignInNeeded, Forbidden, Missing, TooLarge, TooMany)
log = logging.getLogger("tandem.security")


def mark_of(who: str) -> str:
    """Twelve digits that stand for a person or an address until the month is over."""
    told = f"incident:{clock.now():%Y-%m}:{who}"
    return hmac.new(the_house().settings.key, told.encode(), "sha256").hexdigest()[:12]


def note(request: Request, what: str, *, status: int, who: str = "", how: str = "") -> None:
    """A line: what happened, where, to whom, with which answer."""
    route = getattr(request.scope.get("route"), "path", "-")
    told = {"method": request.method, "route": route, "status": status, "who": mark_of(who or _behind(request))}
    log.info(what, extra=told | ({"how": how} if how else {}))


def refused(request: Request, error: Problem) -> None:
    """Note what a guard, a rule or a limit refused; a stranger who only looks is shown the door every day."""
    if not isinstance(error, REFUSALS) or "route" not in request.scope:
        return
    if request.method == "GET" and _viewer(request).id is None and error.status in (401, 404):
        return
    note(request, f"refused: {type(error).__name__}", status=error.status)


def _viewer(request: Request) -> Viewer:
    viewer: Viewer = request.scope["state"].get("viewer", STRANGER)
    return viewer


def _behind(request: Request) -> str:
    viewer = _viewer(request)
    return f"person {viewer.id}" if viewer.id is not None else f"from {request.client.host if request.client else '-'}"
