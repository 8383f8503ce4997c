"""That somebody was invited, as a browser carries it: a member's code and the moment, sealed so that neither is made up."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from kernel import clock
from kernel.features import the_house

LIFE = timedelta(days=30)
"""How long the first invitation counts."""


@dataclass(frozen=True)
class Touch:
    """Who was first to invite, by their code, when, and whether they may be told the name of whoever comes."""

    code: str
    at: datetime
    shows_name: bool = False

    @property
    def until(self) -> datetime:
        return self.at + LIFE

    @property
    def counts(self) -> bool:
        return self.at <= clock.now() + timedelta(minutes=5) and clock.now() < self.until

    def showing(self, *, name: bool) -> Touch:
        return replace(self, shows_name=name)


def sealed(touch: Touch) -> str:
    """As text that only we can have written."""
    text = f"{touch.code}.{int(touch.at.timestamp())}.{int(touch.shows_name)}"
    return f"{text}.{_seal(text)}"


def opened(text: str) -> Touch | None:
    """What such a text says while it counts; anything else is nothing."""
    body, _dot, seal = text.rpartition(".")
    parts = body.split(".")
    if len(parts) != 3 or not hmac.compare_digest(seal.encode(), _seal(body).encode()):
        return None
    found = Touch(parts[0], datetime.fromtimestamp(int(parts[1]), UTC), parts[2] == "1")
    return found if found.counts else None


def _seal(text: str) -> str:
    return hmac.new(the_house().settings.key, f"invited:{text}".encode(), "sha256").hexdigest()[:32]


def cookie_name() -> str:
    return "__Host-invited" if the_house().settings.secure else "invited"


def remembered(request: Request) -> Touch | None:
    """What a browser remembers, because its owner said that it may."""
    return opened(request.cookies.get(cookie_name(), ""))


def remember(response: Response, touch: Touch) -> Response:
    """Set the cookie; only ever called for somebody who pressed the button that says so."""
    left = int((touch.until - clock.now()).total_seconds())
    secure = the_house().settings.secure
    response.set_cookie(
        cookie_name(), sealed(touch), max_age=left, path="/", secure=secure, httponly=True, samesite="lax"
    )
    return response


def forget(request: Request, response: Response) -> None:
    if cookie_name() in request.cookies:
        secure = the_house().settings.secure
        response.delete_cookie(cookie_name(), path="/", secure=secure, httponly=True, samesite="lax")
