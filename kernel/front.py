"""The outermost layer: strangers' pages out of memory, compression, security headers, and what was served for how long."""

from __future__ import annotations

import gzip
import hashlib
import logging
import time
from dataclasses import dataclass
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie
from typing import Any

from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kernel import cache, i18n, security
from kernel.features import the_house

Headers = list[tuple[bytes, bytes]]
REQUESTS = Counter("tandem_requests", "Requests answered", ["method", "status"])
SECONDS = Histogram("tandem_request_seconds", "Time to answer", buckets=(0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5))
FROM_CACHE = Counter("tandem_pages_from_cache", "Strangers' pages answered from memory")
COMPRESSED = (b"text/", b"application/json", b"application/problem+json", b"application/atom+xml", b"image/svg")
log = logging.getLogger("tandem.requests")


@dataclass(frozen=True)
class Kept:
    """A stranger's page, ready to be sent."""

    start: Message
    body: Message
    not_modified: Message
    etag: bytes


class Front:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.pages: cache.Store[Kept] = cache.Store(4000)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers: Headers = scope["headers"]
        key = self._key(scope, headers)
        if key and (kept := self.pages.get(key)):
            FROM_CACHE.inc()
            await _send_kept(kept, headers, send)
            return
        await self._answer(scope, receive, send, key)

    def _key(self, scope: Scope, headers: Headers) -> tuple[Any, ...] | None:
        """Where a stranger's page is kept; None for whatever must not come from memory.

        Of a header that comes twice the same one counts as where the page is made, or a page would be kept as another.
        """
        if scope["method"] != "GET" or security.has_session(headers):
            return None
        accept: bytes | None = None
        cookie, zipped = b"", False
        for name, value in headers:
            if name == b"accept-encoding":
                zipped = zipped or b"gzip" in value
            elif name == b"accept-language":
                accept = value if accept is None else accept
            elif name == b"cookie":
                cookie = value
            elif name in (b"authorization", b"hx-request"):
                return None
        language = language_cookie(cookie) or i18n.accepted((accept or b"").decode("latin-1"))
        return scope["path"], scope["query_string"], language, zipped

    async def _answer(self, scope: Scope, receive: Receive, send: Send, key: tuple[Any, ...] | None) -> None:
        begun, made_at = time.perf_counter(), cache.generation()
        scope.setdefault("state", {})
        zips = any(n == b"accept-encoding" and b"gzip" in v for n, v in scope["headers"])
        held: Message | None = None
        status = 500

        async def outward(message: Message) -> None:
            nonlocal held, status
            if message["type"] == "http.response.start":
                held, status = message, message["status"]
                held["headers"] = [*held["headers"], *_outgoing()]
                return
            if held is None:
                await send(message)
                return
            start, held = held, None
            if message.get("more_body"):
                await send(start)
                await send(message)
                return
            if zips:
                _compress(start, message)
            if scope["state"].get("shareable") and status == 200:
                kept = _keep(start, message)
                if key:
                    self.pages.put(key, kept, made_at)
                await _send_kept(kept, scope["headers"], send)
                return
            await send(start)
            await send(message)

        try:
            await self.app(scope, receive, outward)
        finally:
            _count(scope, status, time.perf_counter() - begun)


def _count(scope: Scope, status: int, spent: float) -> None:
    """What was answered and for how long, without saying to whom."""
    _counter(scope["method"], status).inc()
    SECONDS.observe(spent)
    if log.isEnabledFor(logging.INFO):
        extra = {"method": scope["method"], "route": _route(scope), "status": status, "ms": round(spent * 1000, 1)}
        log.info("request", extra=extra)


@lru_cache(maxsize=256)
def _counter(method: str, status: int) -> Counter:
    return REQUESTS.labels(method, status)


def language_name() -> str:
    return "__Host-language" if the_house().settings.secure else "language"


def language_cookie(raw: bytes) -> str:
    """The language a stranger chose by link."""
    if b"language=" not in raw:
        return ""
    try:
        found = SimpleCookie(raw.decode("latin-1")).get(language_name())
    except CookieError:
        return ""
    return found.value if found and found.value in i18n.LANGUAGES else ""


def _route(scope: Scope) -> str:
    """The pattern of the address, so that no log holds what people looked for."""
    return getattr(scope.get("route"), "path", "-")


def _outgoing() -> Headers:
    return [*security.HEADERS, security.HSTS] if the_house().settings.secure else security.HEADERS


def _compress(start: Message, message: Message) -> None:
    body = message.get("body", b"")
    headers = dict(start["headers"])
    kind = headers.get(b"content-type", b"")
    if len(body) < 800 or b"content-encoding" in headers or not kind.startswith(COMPRESSED):
        return
    message["body"] = gzip.compress(body, 6, mtime=0)
    start["headers"] = [(n, v) for n, v in start["headers"] if n not in (b"content-length", b"vary")] + [
        (b"content-encoding", b"gzip"),
        (b"content-length", str(len(message["body"])).encode()),
        (b"vary", b"Accept-Encoding, " + headers.get(b"vary", b"Cookie")),
    ]


def _keep(start: Message, message: Message) -> Kept:
    body = message.get("body", b"")
    etag = b'"' + hashlib.sha256(body).hexdigest()[:20].encode() + b'"'
    kept = [(n, v) for n, v in start["headers"] if n not in (b"cache-control", b"etag", b"vary", b"set-cookie")]
    shared: Headers = [
        (b"cache-control", b"public, max-age=0, must-revalidate"),
        (b"vary", b"Accept-Encoding, Accept-Language, Cookie, HX-Request"),
        (b"etag", etag),
    ]
    unchanged = [(n, v) for n, v in kept if n not in (b"content-length", b"content-type", b"content-encoding")]
    return Kept(
        {"type": "http.response.start", "status": 200, "headers": kept + shared},
        {"type": "http.response.body", "body": body},
        {"type": "http.response.start", "status": 304, "headers": unchanged + shared},
        etag,
    )


async def _send_kept(kept: Kept, headers: Headers, send: Send) -> None:
    for name, value in headers:
        if name == b"if-none-match" and kept.etag in value:
            await send(kept.not_modified)
            await send({"type": "http.response.body", "body": b""})
            return
    await send(kept.start)
    await send(kept.body)
