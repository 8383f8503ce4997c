"""What every request must pass: limits of rate and size, same-origin forms with their token, headers on the way out."""

from __future__ import annotations

import hmac
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request

from kernel import allowances, forms, sessions
from kernel.errors import Forbidden, Suspended, TooLarge, TooMany
from kernel.features import the_house
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; report-uri /csp-reports"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), browsing-topics=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
SAFE = ("GET", "HEAD", "OPTIONS")
LARGEST_FORM = 16_000_000
_unlimited: ContextVar[bool] = ContextVar("nobody is counted here", default=False)
_buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()


def limited() -> bool:
    """Is anybody counted here? Not under a load test, and not where a past is told."""
    return the_house().settings.rate_limits == "on" and not _unlimited.get()


@contextmanager
def unlimited() -> Iterator[None]:
    """Within the block nobody is too fast: the demo tells years in a minute."""
    token = _unlimited.set(True)
    try:
        yield
    finally:
        _unlimited.reset(token)


def limit(name: str, who: str, *, burst: int, per_minute: float) -> tuple[int, int]:
    """Take one drop from a bucket; TooMany when it is empty. Says how many are left and in how many seconds it is full.

    Each process has buckets of its own, so that of several each lets as much through.
    """
    if not limited():
        return burst, 0
    now, key, rate = time.monotonic(), (name, who), per_minute / 60
    left, seen = _buckets.pop(key, (float(burst), now))
    left = min(float(burst), left + (now - seen) * rate)
    allowed = left >= 1
    _buckets[key] = (left - 1 if allowed else left, now)
    if len(_buckets) > 50_000:
        _buckets.popitem(last=False)
    if not allowed:
        raise _too_many(max(1, round((1 - left) / rate)))
    return int(left - 1), round((burst - left + 1) / rate)


async def limit_everywhere(name: str, who: str, *, burst: int, per_minute: float) -> None:
    """The same for all processes and machines together, for what guards passwords and letter boxes; costs a write."""
    if not limited():
        return
    drop = 60 / per_minute
    if not await allowances.taken(name, who, burst=burst, drop=drop):
        raise _too_many(max(1, round(drop)))


def _too_many(after: int) -> TooMany:
    return TooMany(_("That was a lot at once. Try again in %(after)s seconds.") % {"after": after}, after=after)


def forget_limits() -> None:
    """Fill every bucket again; tests begin with this."""
    _buckets.clear()


def address_of(request: Request) -> str:
    return request.client.host if request.client else "local"


async def admit(request: Request, *, tokenless: bool) -> None:
    """Let a write in only from our own pages and, when there is a session, with its token."""
    viewer: Viewer = request.state.viewer
    declared = (
        int(request.headers.get("content-length") or 0) if request.headers.get("content-length", "0").isdecimal() else 0
    )
    uploads = viewer.is_staff
    if declared > (the_house().settings.import_limit if uploads else LARGEST_FORM):
        raise TooLarge(_("That is more than can be sent at once."))
    if not same_origin(request):
        raise Forbidden(_("This form was sent from another site."))
    limit("write", str(viewer.id or address_of(request)), burst=60, per_minute=120)
    if tokenless and (not viewer.is_member or _opened_before(request, await forms.sent(request))):
        return
    sent = request.headers.get("x-csrf-token") or str((await forms.sent(request)).get("csrf", ""))
    if not viewer.csrf or not hmac.compare_digest(sent.encode(), viewer.csrf.encode()):
        raise Forbidden(
            _("This page had been open for too long. Go back, reload it and send it again."),
            title=_("Once more, please"),
        )
    welcome(viewer, request)


def _opened_before(request: Request, form: Mapping[str, Any]) -> bool:
    """Is it a stranger's form, sent by a page of ours after its reader signed in: in another tab, or by a double click?

    It holds no token to compare; that the browser itself names our page is needed then, silence is not enough.
    """
    return form.get("csrf") == "" and request.headers.get("sec-fetch-site") == "same-origin"


def welcome(viewer: Viewer, request: Request) -> None:
    """Whoever is suspended reads: of what they send only that passes which an entry of "while-suspended" lets through."""
    if viewer.suspended and request.method not in SAFE:
        path = request.url.path
        if not any(may(path) for may in the_house().registered("while-suspended")):
            raise Suspended(
                _("You can read everything as before. Nothing was sent: what you wrote stands below."),
                title=_("Your account is suspended"),
            )


def same_origin(request: Request) -> bool:
    """Did a page of ours send this? Fetch Metadata says so, or the origin; a client that says neither is no browser."""
    site = request.headers.get("sec-fetch-site")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin") or request.headers.get("referer")
    if not origin:
        return True
    return urlsplit(origin).netloc in (request.headers.get("host"), urlsplit(the_house().settings.base_url).netloc)


def has_session(headers: list[tuple[bytes, bytes]]) -> bool:
    """Does a raw request carry our cookie? Strangers' pages come from a cache before anything is parsed."""
    name = sessions.cookie_name().encode() + b"="
    return any(key == b"cookie" and name in value for key, value in headers)
