"""Sessions on the server: the cookie holds a random token, the table its digest, and `request.session` their data."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from kernel import cache, clock, db
from kernel.errors import ProofNeeded, SignInNeeded
from kernel.features import People, the_house
from kernel.i18n import gettext as _
from kernel.viewer import EVERYONE, MEMBERS, STAFF, STRANGER, Viewer

LIFE = timedelta(days=60)
"""A session that nobody uses for so long has ended."""
LONGEST = timedelta(days=180)
"""No session lasts longer, however often it is used."""
CLEARED = '"cache", "storage"'
"""What a browser forgets of us when somebody signs out; cookies go one by one, and the language stays."""
TOUCH = timedelta(minutes=10)
FRESH = timedelta(minutes=15)
"""For so long a proof is good enough for what cannot be taken back: export, erasure, roles, address, keys."""
LOST = timedelta(minutes=2)
"""For so long the token before a proof leads to the page of proofs, and nowhere else: the new one may never have arrived."""
REMEMBERED = timedelta(minutes=1)
_viewers: cache.Store[tuple[Viewer, str, datetime]] = cache.Store(20_000, steady=True)


def cookie_name() -> str:
    return "__Host-session" if the_house().settings.secure else "session"


def crumb(connection: HTTPConnection, name: str) -> str:
    """One cookie of a request, the last of that name; for names and values of ours alone, which are plain.

    Every request is asked for its session, and to read all cookies as a browser's may be takes longer than all else there.
    """
    found = ""
    for key, value in connection.scope["headers"]:
        if key == b"cookie" and name.encode() in value:
            for part in value.decode("latin-1").split(";"):
                called, _, held = part.strip().partition("=")
                if called == name:
                    found = held
    return found


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_of(token: str) -> str:
    """The form token of a session: of the part of its token that stays when the session goes on by another one.

    What somebody is writing in another tab can so be sent after they showed once more that it is them.
    """
    return hmac.new(the_house().settings.key, b"csrf:" + _steady(token).encode(), "sha256").hexdigest()[:40]


def _steady(token: str) -> str:
    return token.partition(".")[0]


def _new_token(*, after: str = "") -> str:
    """A token that nobody can guess from the one before; its forms stay good with `after`, and with nothing else."""
    return f"{_steady(after) or secrets.token_urlsafe(16)}.{secrets.token_urlsafe(32)}"


def _next_token(before: str) -> str:
    """The token that a session goes on by after a proof: the same for each press of the button, and made with our key only."""
    made = hmac.new(the_house().settings.key, b"goes on:" + before.encode(), "sha256").digest()
    return f"{_steady(before)}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"


async def load(connection: HTTPConnection) -> tuple[Viewer, dict[str, Any]]:
    """Who a request's cookie belongs to, and what their session holds."""
    token = crumb(connection, cookie_name())
    if not token:
        return STRANGER, {}
    found = await _held(token)
    return found if found[0].is_member or not _proves(connection) else (await _gone_on(connection), {})


def _proves(connection: HTTPConnection) -> bool:
    path: str = connection.scope["path"]
    return path == ProofNeeded.way or path.startswith(f"{ProofNeeded.way}/")


async def _gone_on(connection: HTTPConnection) -> Viewer:
    """Whose session went on by another token a moment ago, by a proof whose answer may have got lost; else a stranger."""
    token, since = crumb(connection, cookie_name()), clock.now() - LOST
    following = _next_token(token) if token else ""
    if not token or not await db.row("SELECT id FROM session WHERE id = ? AND proven_at > ?", digest(following), since):
        return STRANGER
    return (await _held(following))[0]


async def needed(request: HTTPConnection) -> SignInNeeded:
    """What a stranger is asked for: to sign in, or only to show once more that it is them."""
    return ProofNeeded(_once_more()) if (await _gone_on(request)).is_member else SignInNeeded()


async def _held(token: str) -> tuple[Viewer, dict[str, Any]]:
    key, now = digest(token), clock.now()
    held = _viewers.get(key)
    if held is None or not timedelta(0) <= now - held[2] < REMEMBERED:  # sessions and suspensions end by the clock too
        _viewers.forget(key)
        held = await _viewers.through(key, lambda: _read(token))
    return held[0], {} if held[1] == "{}" else json.loads(held[1])


async def _read(token: str) -> tuple[Viewer, str, datetime]:
    now, key = clock.now(), digest(token)
    found = await db.row(
        f"SELECT s.data AS session_data, s.seen_at, s.created_at AS begun_at, {_columns()} FROM session s JOIN {_people().table} "
        f"ON p.id = s.person_id {_joins()} WHERE s.id = ? AND s.expires_at > ?",
        key,
        now,
    )
    viewer = await _viewer(found)
    if found is None or not viewer.is_member:
        return STRANGER, "{}", now
    if now - found["seen_at"] > TOUCH:
        with suppress(*db.AWAY):  # who reads can read on while the disk is full
            until = min(now + LIFE, found["begun_at"] + LONGEST)
            await db.execute("UPDATE session SET seen_at = ?, expires_at = ? WHERE id = ?", now, until, key)
    return replace(viewer, csrf=csrf_of(token)), found["session_data"], now


async def viewer_of(person_id: int) -> Viewer:
    """A person as a viewer, with every audience that holds them; a stranger when there is no such person."""
    return await _viewer(
        await db.row(f"SELECT {_columns()} FROM {_people().table} {_joins()} WHERE p.id = ?", person_id)
    )


async def _viewer(row: db.Row | None) -> Viewer:
    found = _people().viewer(row) if row else None
    if row is None or found is None:
        return STRANGER
    names = {EVERYONE, MEMBERS} | ({STAFF} if found.is_staff else set())
    for audience in the_house().all("audiences"):
        names |= await audience.names_for(row)
    return replace(found, audiences=frozenset(names))


def _people() -> People:
    people: People = the_house().registered("viewer")[0]
    return people


def _columns() -> str:
    found = (part.columns for part in (_people(), *the_house().all("audiences")))
    return ", ".join(columns if isinstance(columns, str) else columns() for columns in found)


def _joins() -> str:
    return " ".join(part.joins for part in (_people(), *the_house().all("audiences")))


async def begin(
    request: Request, response: Response, person_id: int, *, method: str = "password", outside: str | None = None
) -> Response:
    """Sign a person in: a new session, never the one that was there before.

    `method` is what proved them, `outside` the session of another site that this one ends with.
    """
    is_the_same = request.state.viewer.id == person_id
    token, now = _new_token(after=token_of(request) if is_the_same else ""), clock.now()
    await _forget(request, response)
    async with db.transaction(quiet=True):
        await db.execute(
            "INSERT INTO session (id, person_id, data, agent, method, outside, proven_at, created_at, seen_at, expires_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            digest(token),
            person_id,
            "{}",
            request.headers.get("user-agent", "")[:200],
            method,
            outside,
            now,
            now,
            now,
            now + LIFE,
        )
    request.scope["session"], request.scope["token"] = {}, token
    return _hand_out(response, token)


def _hand_out(response: Response, token: str) -> Response:
    secure = the_house().settings.secure
    response.set_cookie(
        cookie_name(), token, max_age=int(LIFE.total_seconds()), path="/", secure=secure, httponly=True, samesite="lax"
    )
    return response


async def prove(request: HTTPConnection, response: Response) -> Response:
    """Whoever sits here has just proven again to be themselves: their session goes on by another token.

    Whoever held the one before, by whatever theft, is left outside; sessions in other browsers stay as they are. A second
    press of the button comes by the token before too, and gets the same: the first answer may never have arrived.
    """
    before = crumb(request, cookie_name())
    token, now = _next_token(before), clock.now()
    async with db.transaction():
        gone_on = await db.rows(
            "UPDATE session SET id = ?, proven_at = ? WHERE id = ? OR (id = ? AND proven_at > ?) RETURNING id",
            *(digest(token), now, digest(before), digest(token), now - LOST),
        )
    if not gone_on:  # ended meanwhile, from another browser: it stays ended
        return response
    request.scope["token"] = token
    request.state.viewer = replace(request.state.viewer, csrf=csrf_of(token))
    return _hand_out(response, token)


async def require_fresh(request: HTTPConnection, *, within: timedelta = FRESH) -> None:
    """Raise ProofNeeded unless whoever sits here proved to be themselves a short while ago."""
    proven = await db.row("SELECT proven_at FROM session WHERE id = ?", digest(token_of(request)))
    if proven is None or proven["proven_at"] is None or clock.now() - proven["proven_at"] > within:
        raise ProofNeeded(_once_more())


def _once_more() -> str:
    return _("Show once more that it is you, then go on.")


def token_of(request: HTTPConnection) -> str:
    """The token of the session that a request goes by: the cookie's, or the one that it was given meanwhile."""
    given: str = request.scope.get("token", "")
    return given or crumb(request, cookie_name())


async def end(request: HTTPConnection, response: Response) -> Response:
    """Sign out here: the session is gone from the table, the cookie and all that was kept of our pages from the browser."""
    response.headers["Clear-Site-Data"] = CLEARED
    return await _forget(request, response)


async def _forget(request: HTTPConnection, response: Response) -> Response:
    token = token_of(request)
    if token:
        async with db.transaction():
            await db.execute("DELETE FROM session WHERE id = ?", digest(token))
        response.delete_cookie(
            cookie_name(), path="/", secure=the_house().settings.secure, httponly=True, samesite="lax"
        )
    return response


async def end_one(known_as: str) -> bool:
    """End the session of this digest; False when it had ended already."""
    async with db.transaction(quiet=True):
        return bool(await db.rows("DELETE FROM session WHERE id = ? RETURNING id", known_as))


async def end_all(person_id: int, *, but: str = "") -> None:
    """Sign a person out everywhere, but for the session of the token `but`."""
    await db.execute("DELETE FROM session WHERE person_id = ? AND id <> ?", person_id, digest(but) if but else "")


async def save(connection: HTTPConnection, data: dict[str, Any]) -> None:
    """Keep what a request changed of its session."""
    token = token_of(connection)
    if token:
        async with db.transaction():
            await db.execute("UPDATE session SET data = ? WHERE id = ?", json.dumps(data), digest(token))


async def sweep() -> None:
    """Forget sessions that have run out, limits that are full again, and old idempotency keys."""
    now = clock.now()
    await db.execute("DELETE FROM session WHERE expires_at < ?", now)
    await db.execute("DELETE FROM allowance WHERE spent_until < ?", now.timestamp())
    await db.execute("DELETE FROM write_key WHERE created_at < ?", now - timedelta(days=2))
