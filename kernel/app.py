"""The application: layers, and the routes of every wing."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
from markupsafe import escape
from starlette.applications import Starlette
from starlette.middleware import Middleware
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
    refusals,
    reports,
    serve,
    site,
)
from kernel.doorway import Doorway, said
from kernel.features import Command, Feature, House, Job, Slot, Wing, open_house
from kernel.front import Front
from kernel.i18n import mark
from kernel.refusals import Net
from kernel.routing import Shelves
from kernel.search import backends
from kernel.search.errors import Away
from kernel.search.wing import wing as search
from kernel.sessions import sweep
from kernel.settings import Settings
from kernel.takeout.tables import LeftBehind
from kernel.viewer import Viewer


async def _csrf(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    return dict.fromkeys(keys, viewer.csrf)


async def _brand(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    return dict.fromkeys(keys, escape((await site.current()).name))


kernel = Feature(
    "kernel",
    [
        Wing(
            "house",
            routes=[*health.routes, *assets.routes, *files.routes, *reports.routes],
            slots=[Slot("csrf", _csrf, personal=True), Slot("said", said, personal=True), Slot("brand.name", _brand)],
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
            registers={
                "left-behind": [
                    LeftBehind("session", mark("Who is signed in where: everybody signs in again.")),
                    LeftBehind("staff_chain", mark("The seal of the chain of staff acts: the new site seals it anew.")),
                    LeftBehind("allowance", mark("Limits against floods: they begin anew.")),
                    LeftBehind("write_key", mark("Answers kept a day for programs that ask twice.")),
                ]
            },
        ),
        search,
    ],
)


def create(house: House) -> Starlette:
    """The site as an ASGI application."""
    open_house(house)
    logs.configure(house.settings)
    routes: list[BaseRoute] = [*house.all("routes"), *api.routes(house)]
    return Starlette(
        routes=[Shelves(routes), *routes],
        middleware=[Middleware(Front), Middleware(Net), Middleware(Doorway)],
        exception_handlers=refusals.handlers,
        lifespan=_lifespan(house),
    )


def _lifespan(house: House) -> Any:
    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with db.opened(house.settings, house.features), asyncio.TaskGroup() as tasks:
            running: list[asyncio.Task[Any]] = [tasks.create_task(_hear_of_changes(house.settings))]
            running.append(tasks.create_task(_open_the_index()))
            if (await site.current()).demo:
                running.append(tasks.create_task(jobs.work(house)))
            gc.freeze()  # what has been loaded stays: it need not be looked through again and again
            try:
                yield
            finally:
                for task in running:
                    task.cancel()

    return lifespan


async def _open_the_index() -> None:
    """So that whoever searches first need not wait for it; where there is none yet, they are told so then."""
    with contextlib.suppress(Away, *db.AWAY):
        await backends.chosen().keep_ready()


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
