"""The application: layers, routes of every wing, errors as page, fragment or problem document."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import logging
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from kernel import (
    api,
    assets,
    backup,
    cache,
    check,
    db,
    demo,
    doctor,
    files,
    health,
    jobs,
    logs,
    mail,
    messages,
    migrate,
    pages,
    serve,
    site,
)
from kernel.doorway import Doorway, said
from kernel.errors import Missing, Problem, SignInNeeded, TooLarge, Unavailable
from kernel.features import Command, Feature, House, Job, Slot, Wing, open_house
from kernel.front import Front
from kernel.i18n import gettext as _
from kernel.routing import Shelves
from kernel.sessions import sweep
from kernel.settings import Settings
from kernel.viewer import Viewer

log = logging.getLogger("tandem")
FULL = (errno.ENOSPC, errno.EDQUOT)


async def _csrf(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    return dict.fromkeys(keys, viewer.csrf)


kernel = Feature(
    "kernel",
    [
        Wing(
            "house",
            routes=[*health.routes, *assets.routes, *files.routes],
            slots=[Slot("csrf", _csrf, personal=True), Slot("said", said, personal=True)],
            jobs=[Job("kernel.sweep", sweep, every=3600), *mail.jobs],
            commands=[
                Command("migrate", "bring the tables up to date", migrate.command, needs_database=False),
                Command(
                    "makemigrations",
                    "write migrations for changed tables (development)",
                    migrate.write_command,
                    needs_database=False,
                ),
                *serve.commands,
                *demo.commands,
                *backup.commands,
                *doctor.commands,
                *messages.commands,
                *check.commands,
            ],
        )
    ],
)


def create(house: House) -> Starlette:
    """The site as an ASGI application."""
    open_house(house)
    logs.configure(house.settings)
    routes: list[BaseRoute] = [*house.all("routes"), *api.routes(house)]
    return Starlette(
        routes=[Shelves(routes), *routes],
        middleware=[Middleware(Front), Middleware(Doorway)],
        exception_handlers={Problem: refused, HTTPException: _http, ClientDisconnect: gone, Exception: failed},
        lifespan=_lifespan(house),
    )


def _lifespan(house: House) -> Any:
    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with db.opened(house.settings, house.features), asyncio.TaskGroup() as tasks:
            running: list[asyncio.Task[Any]] = [tasks.create_task(_hear_of_changes(house.settings))]
            if (await site.current()).demo:
                running.append(tasks.create_task(jobs.work(house)))
            gc.freeze()  # what has been loaded stays: it need not be looked through again and again
            try:
                yield
            finally:
                for task in running:
                    task.cancel()

    return lifespan


async def _hear_of_changes(settings: Settings) -> None:
    """Other hosts say by NOTIFY that something changed; a lost connection empties the caches and is made again."""
    while not settings.sqlite:
        try:
            connection = await db.alone(settings)
            try:
                await connection.add_listener("tandem", lambda *heard: cache.bump(light=heard[-1] == cache.LIGHT))
                cache.bump()
                while True:
                    await asyncio.sleep(1)
                    await connection.execute("SELECT 1")
            finally:
                connection.terminate()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            cache.bump()
            await asyncio.sleep(1)


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    kinds: dict[int, type[Problem]] = {404: Missing, 413: TooLarge}
    problem = kinds.get(status, Problem)(_("That address takes no such request.") if status == 405 else "")
    problem.status = status
    return await refused(request, problem)


async def gone(request: Request, error: Exception) -> Response:
    """Whoever asked left before all of it was sent: no fault of ours, and nobody reads the answer."""
    return Response(status_code=400)


async def failed(request: Request, error: Exception) -> Response:
    """What nobody foresaw: a database that is away is a 503, all else a 500; neither says more than that."""
    if isinstance(error, (*db.AWAY, ConnectionError)) or getattr(error, "errno", None) in FULL:
        return await refused(
            request, Unavailable(_("We cannot reach our memory just now. Nothing was lost; try again in a minute."))
        )
    problem = Problem(_("Something broke on our side. It has been noted."))
    problem.status = 500
    return await refused(request, problem)


async def refused(request: Request, error: Exception) -> Response:
    """A Problem as whatever was asked for."""
    if not isinstance(error, Problem):
        raise error
    headers = {"Retry-After": str(error.detail["after"])} if "after" in error.detail else {}
    if _wants_json(request):
        return api.problem(error, headers=headers)
    if isinstance(error, SignInNeeded):
        return pages.see_other(request, f"/sign-in?next={_way_back(request)}")
    title = _title(error.status)
    context = {"status": error.status, "title": title, "message": error.message}
    try:
        response = await pages.page(request, "errors/problem.html", context, status=error.status)
    except (*db.AWAY, ConnectionError, AttributeError):
        response = pages.answer(pages.render("errors/plain.html", context), status=error.status)
    response.headers.update({**headers, "Cache-Control": "no-store"})
    return response


def _wants_json(request: Request) -> bool:
    return request.url.path.startswith("/api/") or request.headers.get("accept", "").startswith("application/json")


def _way_back(request: Request) -> str:
    from urllib.parse import quote, urlsplit

    if request.method == "GET":
        return quote(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
    return quote(pages.safe_next(urlsplit(request.headers.get("referer", "")).path))


def _title(status: int) -> str:
    titles = {
        403: _("This is not yours to do"),
        404: _("There is nothing here"),
        405: _("There is nothing here"),
        409: _("Somebody was faster"),
        413: _("That is too much at once"),
        422: _("This cannot be used"),
        429: _("A little slower, please"),
        503: _("Back in a moment"),
    }
    return titles.get(status, _("That did not work"))
