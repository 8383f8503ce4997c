"""Ways in that a browser has begun and not ended: a row of ours, and a cookie that binds it to that browser alone."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import Response

from community.identity.models import Attempt
from kernel import clock, db, events, i18n
from kernel.errors import Missing
from kernel.features import the_house
from kernel.i18n import gettext as _

LIFE = timedelta(minutes=15)
MOST_TRIES = 5
AGAIN = timedelta(seconds=30)
"""For so long a second press of the button that used an attempt up is the same press: a double click."""


def cookie_name(kind: str) -> str:
    """One cookie for each kind of way in, so that two begun side by side do not end each other."""
    return f"__Host-{kind}" if the_house().settings.secure else f"begun-{kind}"


async def begin(
    response: Response,
    kind: str,
    data: dict[str, Any],
    *,
    person_id: int | None = None,
    life: timedelta = LIFE,
    then: str = "",
) -> Response:
    """Remember a way in for this browser until it comes back, `life` from now at the latest.

    `then` is a job that the worker does about it: the answer and its time are the same whatever it finds.
    """
    word, now = secrets.token_urlsafe(32), clock.now()
    async with db.transaction(quiet=True):
        await Attempt.create(
            id=_digest(word), kind=kind, person_id=person_id, data=data, created_at=now, expires_at=now + life
        )
        if then:
            await events.enqueue(then, attempt=_digest(word), language=i18n.language.get())
    response.set_cookie(
        cookie_name(kind),
        word,
        max_age=int(life.total_seconds()),
        path="/",
        secure=the_house().settings.secure,
        httponly=True,
        samesite="lax",
    )
    return response


async def find(request: HTTPConnection, kind: str, *, used: bool = False) -> Attempt:
    """The way in that this browser began, or `used` a moment ago; Missing when there is none, or its time is over."""
    word = request.cookies.get(cookie_name(kind), "")
    known = _used(kind) if used else kind
    found = await Attempt.get_or_none(id=_digest(word), kind=known) if word else None
    if found is None or found.expires_at < clock.now():
        raise Missing(_("This has been open for too long, or it was begun in another browser. Begin again."))
    return found


async def count_try(attempt: Attempt) -> None:
    """Count a wrong answer; the last one that is allowed ends the attempt. Two at once are two."""
    async with db.transaction(quiet=True):
        tries = await db.value("UPDATE attempt SET tries = tries + 1 WHERE id = ? RETURNING tries", attempt.id)
        if tries is not None and tries >= MOST_TRIES:
            await db.execute("DELETE FROM attempt WHERE id = ?", attempt.id)


async def end(attempt: Attempt, response: Response) -> Response:
    """Use an attempt up, so that it opens nothing again; of two answers at once one is refused."""
    async with db.transaction(quiet=True):
        gone = await db.rows("DELETE FROM attempt WHERE id = ? RETURNING id", attempt.id)
        if not gone:
            raise Missing(_("This has been used already. Begin again."))
    response.delete_cookie(
        cookie_name(attempt.kind), path="/", secure=the_house().settings.secure, httponly=True, samesite="lax"
    )
    return response


async def use(attempt: Attempt) -> bool:
    """Use an attempt up and know it for a moment more, for the browser that began it; of two at once one is told False."""
    async with db.transaction(quiet=True):
        taken = await db.rows(
            "UPDATE attempt SET kind = ?, expires_at = ? WHERE id = ? AND kind = ? RETURNING id",
            *(_used(attempt.kind), clock.now() + AGAIN, attempt.id, attempt.kind),
        )
    return bool(taken)


def _used(kind: str) -> str:
    return f"{kind}-used"


async def note(attempt: Attempt, **known: Any) -> None:
    """Remember something more with an attempt."""
    attempt.data = {**attempt.data, **known}
    async with db.transaction(quiet=True):
        await attempt.save(update_fields=["data"])


async def sweep() -> None:
    """Forget ways in that nobody ended."""
    await db.execute("DELETE FROM attempt WHERE expires_at < ?", clock.now())


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
