"""The site and the worker as commands."""

from __future__ import annotations

import argparse
import asyncio
import socket
import sys

import uvicorn

from kernel import behind, db, jobs, logs, migrate
from kernel.errors import Problem
from kernel.features import Command, House


def _address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at")
    parser.add_argument("--port", type=int, default=8000, help="port to listen at")
    parser.add_argument("--workers", type=int, default=1, help="processes that answer")


def run(house: House, *, host: str, port: int, workers: int = 1) -> None:
    """Serve until stopped. Uvicorn makes its own event loop, so this is called outside of any."""
    uvicorn.run(
        "run:app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        timeout_keep_alive=30,
    )


def refuse_taken(host: str, port: int) -> None:
    """One clear line when something else listens there already."""
    with socket.socket() as probe:
        if probe.connect_ex((host, port)) == 0:
            raise Problem(f"Port {port} is taken by something else; free it, or use `serve --port`.")


async def _work(house: House, arguments: argparse.Namespace) -> int:
    logs.configure(house.settings)
    behind.stand_back()
    await jobs.work(house, until_idle=arguments.until_idle)
    return 0


def _once(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--until-idle", action="store_true", help="stop when no job is ready")


async def _greet(house: House) -> None:
    """What wings have to tell whoever starts the site, such as the code of the first run; Problem without its tables."""
    try:
        async with db.opened(house.settings, house.features):
            waiting = await migrate.pending(house)
            if waiting:
                raise Problem(
                    f"The tables are older than this version ({len(waiting)} migrations wait). Run `migrate`."
                )
            for greeting in house.registered("greeting"):
                if line := await greeting():
                    sys.stderr.write(f"\n  {line}\n\n")
    except db.AWAY as error:
        raise Problem("The database does not answer, or has no tables yet. Has `migrate` been run?") from error


def serve(house: House, arguments: argparse.Namespace) -> int:
    asyncio.run(_greet(house))
    run(house, host=arguments.host, port=arguments.port, workers=arguments.workers)
    return 0


commands = [
    Command("serve", "serve the site", serve, _address, needs_database=False),
    Command("work", "run the worker", _work, _once),
]
