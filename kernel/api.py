"""The open door: bearer tokens with scopes, problem documents, idempotency keys, and a description made from the models."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from http import HTTPStatus
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kernel import clock, db, forms, security
from kernel.errors import Conflict, Forbidden, Invalid, Problem, SignInNeeded, TooLarge
from kernel.features import House, the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer, everyone
from kernel.web import endpoint

M = TypeVar("M", bound=BaseModel)
LARGEST = 10_000_000
VERSION = "1.0.0"


def answer(body: Any, *, status: int = 200, request: Request | None = None) -> Response:
    """JSON with an ETag; a reader who already has it gets 304."""
    text = json.dumps(body, ensure_ascii=False, default=_plain).encode()
    etag = f'"{hashlib.sha256(text).hexdigest()[:20]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if request is not None and request.method == "GET" and etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(text, status_code=status, media_type="application/json", headers=headers)


def problem(error: Problem, headers: dict[str, str] | None = None) -> Response:
    """RFC 9457."""
    document = {
        "type": "about:blank",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        **({"detail": error.message} if error.message else {}),
        **{key: value for key, value in error.detail.items() if key == "errors"},
    }
    extra = {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}
    body = json.dumps(document, ensure_ascii=False)
    return Response(
        body, status_code=error.status, media_type="application/problem+json", headers={**(headers or {}), **extra}
    )


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, (datetime, date)):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON")


async def body(request: Request, model: type[M]) -> M:
    """What was sent, checked by `model`; 422 names each field that is wrong."""
    raw = await raw_body(request)
    try:
        return model.model_validate_json(raw or b"null")
    except ValidationError as error:
        places = {".".join(map(str, d["loc"])) or "body": forms.sentence(d) for d in error.errors()}
        raise Invalid(_("Some fields cannot be used."), errors=places) from error


async def raw_body(request: Request) -> bytes:
    """The bytes sent, up to ten megabytes."""
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > LARGEST:
        raise TooLarge(_("That is more than can be sent at once."))
    kept = bytearray()
    async for chunk in request.stream():
        kept += chunk
        if len(kept) > LARGEST:
            raise TooLarge(_("That is more than can be sent at once."))
    return bytes(kept)


async def once(request: Request, body: bytes, act: Callable[[], Awaitable[tuple[int, Any]]]) -> Response:
    """A write that an Idempotency-Key makes repeatable: the second time, the first answer. Everything in one transaction."""
    viewer: Viewer = request.state.viewer
    key = request.headers.get("idempotency-key", "")
    if not key:
        status, made = await act()
        return answer(made, status=status)
    if len(key) > 120:
        raise Invalid(_("An idempotency key has at most 120 characters."))
    digest = hashlib.sha256(f"{request.method} {request.url.path}\n".encode() + body).hexdigest()
    async with db.transaction():
        fresh = await db.rows(
            "INSERT INTO write_key (person_id, key, request, status, body, created_at) VALUES (?, ?, ?, 0, '', ?) "
            "ON CONFLICT (person_id, key) DO NOTHING RETURNING id",
            viewer.id,
            key,
            digest,
            clock.now(),
        )
        if not fresh:
            return await _first_answer(viewer, key, digest)
        status, made = await act()
        text = json.dumps(made, ensure_ascii=False, default=_plain)
        await db.execute("UPDATE write_key SET status = ?, body = ? WHERE id = ?", status, text, fresh[0]["id"])
    return answer(json.loads(text), status=status)


async def _first_answer(viewer: Viewer, key: str, digest: str) -> Response:
    kept = await db.row("SELECT * FROM write_key WHERE person_id = ? AND key = ?", viewer.id, key)
    if kept is None or kept["request"] != digest:
        raise Conflict(_("This idempotency key was used for another request."))
    return answer(json.loads(kept["body"]), status=kept["status"])


async def admit(request: Request, scope: str) -> Viewer:
    """Who is calling: a bearer token with `scope`, or nobody where `scope` is empty and nothing was sent."""
    header = request.headers.get("authorization", "")
    viewer: Viewer = request.state.viewer
    if header.lower().startswith("bearer "):
        for authenticate in the_house().registered("bearer"):
            viewer = await authenticate(header[7:].strip(), scope)
    elif viewer.is_member and request.method != "GET":
        raise SignInNeeded(_("Writing by the API takes a bearer token."))
    if scope and not viewer.is_member:
        raise SignInNeeded(_("This needs a bearer token."))
    security.welcome(viewer, request)
    request.state.viewer = viewer
    request.state.left = security.limit(
        "api", str(viewer.id or security.address_of(request)), burst=300, per_minute=600
    )
    return viewer


def route(
    method: str,
    path: str,
    handler: Callable[[Request], Awaitable[Response]],
    *,
    summary: str,
    scope: str = "",
    allow: Callable[[Viewer], bool] = everyone,
    takes: Any = None,
    gives: Any = None,
    status: int = 200,
    query: dict[str, str] | None = None,
) -> Route:
    """An address of the API: its scope, who may, and the models it takes and gives."""

    async def admitted(request: Request) -> Response:
        viewer = await admit(request, scope)
        if not allow(viewer):
            raise Forbidden(_("This token's owner may not do that.")) if viewer.is_member else SignInNeeded()
        response = await handler(request)
        left, full = request.state.left
        response.headers.update({"RateLimit": f'"api";r={left};t={full}', "RateLimit-Policy": '"api";q=300;w=30'})
        return response

    admitted.__module__, admitted.__name__, admitted.__doc__ = handler.__module__, handler.__name__, handler.__doc__
    about = {"summary": summary, "scope": scope, "takes": takes, "gives": gives, "status": status, "query": query or {}}
    return endpoint(method, f"/api/v1{path}", admitted, allow=everyone, **about)


def routes(house: House) -> list[Route]:
    """The description of all the routes that wings declare, made when it is first asked for."""
    from kernel.openapi import describe

    document = cache(partial(describe, house))

    async def openapi(request: Request) -> Response:
        return answer(document(), request=request)

    return [endpoint("GET", "/api/v1/openapi.json", openapi, allow=everyone)]
