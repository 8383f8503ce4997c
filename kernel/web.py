"""Routes: each names who may come in, and whether they show first that it is them; none can be made without a guard."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kernel import incidents, security, sessions
from kernel.errors import Missing
from kernel.viewer import Viewer

LARGEST = 2**31 - 1
"""The largest number a row may have; PostgreSQL refuses to look for a larger one."""
Handler = Callable[[Request], Awaitable[Response]]
Rule = Callable[[Viewer], bool]


def get(path: str, handler: Handler, *, allow: Rule, name: str | None = None, fresh: bool = False) -> Route:
    """A page to read; a `fresh` one leads to what cannot be taken back, and a member shows first that it is them."""
    return _route(path, handler, allow, ["GET"], name, fresh=fresh)


def post(
    path: str, handler: Handler, *, allow: Rule, name: str | None = None, tokenless: bool = False, fresh: bool = False
) -> Route:
    """A form to send; `tokenless` for those few that strangers may send (sign-in, sign-up and the like)."""
    return _route(path, handler, allow, ["POST"], name, tokenless=tokenless, fresh=fresh)


def endpoint(method: str, path: str, handler: Handler, *, allow: Rule, **about: Any) -> Route:
    """An address of the API; `about` (scope, body, answer, summary) is what its description is made from."""

    async def guarded(request: Request) -> Response:
        await _let_in(request, allow)
        return await handler(request)

    return _named(path, guarded, handler, allow, [method], None, about)


def _route(path: str, handler: Handler, allow: Rule, methods: list[str], name: str | None, **about: Any) -> Route:
    async def guarded(request: Request) -> Response:
        await _let_in(request, allow)
        if methods == ["POST"]:
            await security.admit(request, tokenless=bool(about.get("tokenless")))
        if about.get("fresh") and request.state.viewer.is_member:
            await sessions.require_fresh(request)
        return _noted(request, await handler(request))

    return _named(path, guarded, handler, allow, methods, name, about)


def _noted(request: Request, response: Response) -> Response:
    """A form that was given back is a line of the log: a wrong password or code, and what else cannot be used."""
    if request.method == "POST" and response.status_code >= 400:
        incidents.note(request, "given back", status=response.status_code)
    return response


async def _let_in(request: Request, allow: Rule) -> None:
    """Strangers are shown the way in, members nothing; an address with a NUL in it is nobody's."""
    viewer: Viewer = request.state.viewer
    if not allow(viewer):
        raise Missing() if viewer.is_member else await sessions.needed(request)
    if any("\0" in value for value in request.path_params.values() if isinstance(value, str)):
        raise Missing()


def _named(
    path: str,
    guarded: Handler,
    handler: Handler,
    allow: Rule,
    methods: list[str],
    name: str | None,
    about: dict[str, Any],
) -> Route:
    guarded.allow = allow  # type: ignore[attr-defined]
    guarded.about = about  # type: ignore[attr-defined]
    guarded.handler = handler  # type: ignore[attr-defined]
    guarded.__doc__ = handler.__doc__
    return Route(path, guarded, methods=methods, name=name or f"{handler.__module__}.{handler.__name__}")


def number(request: Request, name: str = "id") -> int:
    """A decimal number of the path; anything else is a 404."""
    text = str(request.path_params[name])
    if not text.isascii() or not text.isdecimal() or len(text) > 10 or int(text) > LARGEST:
        raise Missing()
    return int(text)
