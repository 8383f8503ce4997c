"""What we are measured against: the same work written by hand in as few lines as do it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiosqlite
import asyncpg
from jinja2 import Environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

CARDS = Environment(autoescape=True).from_string(
    """<!doctype html><html><head><title>Ideas</title></head><body><header>{{ person.name }}</header><ol>
{% for idea in ideas %}<li><a href="/ideas/{{ idea.id }}-{{ idea.slug }}">{{ idea.title }}</a><p>{{ idea.text }}</p>
<p>{{ idea.status }} &middot; <a href="/ideas?board={{ idea.board_slug }}">{{ idea.board }}</a> &middot; {{ idea.name }}
{% if idea.comments %}&middot; {{ idea.comments }} comments{% endif %}
{% if idea.answered_at %}&middot; answered {{ idea.answered_at[:10] }}{% endif %}</p>
<form method="post" action="/ideas/{{ idea.id }}/support{% if idea.mine %}/withdrawal{% endif %}">
<input type="hidden" name="csrf" value="{{ csrf }}"><button aria-pressed="{{ "true" if idea.mine else "false" }}">
{{ idea.supporters }}</button></form></li>{% endfor %}</ol></body></html>"""
)
LIST = """SELECT i.id, i.slug, i.title, substr(i.body, 1, 180) AS text, i.status, i.comments, i.supporters, p.name,
b.name AS board, b.slug AS board_slug, s.id AS mine,
(SELECT max(a.created_at) FROM answer a WHERE a.idea_id = i.id) AS answered_at
FROM idea i JOIN person p ON p.id = i.author_id JOIN board b ON b.id = i.board_id
LEFT JOIN support s ON s.idea_id = i.id AND s.person_id = ?
WHERE i.is_listed = 1 ORDER BY i.trending DESC, i.id DESC LIMIT 20"""
WHO = "SELECT p.* FROM session s JOIN person p ON p.id = s.person_id WHERE s.id = ?"


async def _alive(request: Request) -> Response:
    return PlainTextResponse("ok")


def fixed() -> Starlette:
    """Answers every address with the same bytes."""
    body = Path(os.environ["BENCHMARK_BODY"]).read_bytes()

    async def page(request: Request) -> Response:
        return HTMLResponse(body)

    return Starlette(routes=[Route("/healthz", _alive), Route("/{path:path}", page)])


def minimum() -> Starlette:
    """A signed-in list: session and user row, one query, a Jinja loop over twenty cards."""
    state: dict[str, aiosqlite.Connection] = {}

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        state["base"] = await aiosqlite.connect(os.environ["BENCHMARK_DATABASE"])
        state["base"].row_factory = aiosqlite.Row
        yield
        await state["base"].close()

    async def ideas(request: Request) -> Response:
        key = hashlib.sha256(request.cookies["session"].encode()).hexdigest()
        person = list(await state["base"].execute_fetchall(WHO, (key,)))[0]
        found = await state["base"].execute_fetchall(LIST, (person["id"],))
        return HTMLResponse(CARDS.render(person=person, ideas=found, csrf=key[:40]))

    return Starlette(routes=[Route("/healthz", _alive), Route("/ideas", ideas)], lifespan=lifespan)


STATEMENTS = (
    "INSERT INTO support (idea_id, person_id, at) VALUES ($1, $2, $3)",
    "INSERT INTO support_event (idea_id, person_id, kind, by_id, at, recorded_at) VALUES ($1, $2, 'cast', $2, $3, $3)",
    "INSERT INTO event (kind, at, actor_id, subject_kind, subject_id, data) VALUES ('support.cast', $3, $2, 'idea', $1, '{}')",
    "UPDATE idea SET supporters = supporters + 1, raw_votes = raw_votes + 1, trending = trending + 0.001 WHERE id = $1",
)
"""What a vote writes: the support, its line in the ledger, the event, and the idea's counts and place."""


def votes_on_sqlite() -> Starlette:
    """A vote: three inserts and an update in one transaction; no session, no token, no question who may."""
    import asyncio

    state: dict[str, aiosqlite.Connection] = {}
    lock = asyncio.Lock()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        state["base"] = await aiosqlite.connect(os.environ["BENCHMARK_DATABASE"], isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            await state["base"].execute(f"PRAGMA {pragma}")
        yield
        await state["base"].close()

    async def vote(request: Request) -> Response:
        values = (request.path_params["idea"], int(request.query_params["person"]), datetime.now(UTC).isoformat(" "))
        async with lock:
            await state["base"].execute("BEGIN IMMEDIATE")
            for statement in STATEMENTS:
                used = values if "$3" in statement else values[:1]
                await state["base"].execute(statement.replace("$", "?"), used)
            await state["base"].commit()
        return PlainTextResponse("ok")

    return Starlette(
        routes=[Route("/healthz", _alive), Route("/vote/{idea:int}", vote, methods=["POST"])], lifespan=lifespan
    )


def votes_on_postgresql() -> Starlette:
    """The same on PostgreSQL."""
    state: dict[str, asyncpg.Pool] = {}

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        state["pool"] = await asyncpg.create_pool(os.environ["BENCHMARK_DATABASE"], min_size=1, max_size=8)
        yield
        await state["pool"].close()

    async def vote(request: Request) -> Response:
        values = (request.path_params["idea"], int(request.query_params["person"]), datetime.now(UTC))
        async with state["pool"].acquire() as base, base.transaction():
            for statement in STATEMENTS:
                await base.execute(statement, *(values if "$3" in statement else values[:1]))
        return PlainTextResponse("ok")

    return Starlette(
        routes=[Route("/healthz", _alive), Route("/vote/{idea:int}", vote, methods=["POST"])], lifespan=lifespan
    )
