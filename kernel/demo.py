"""The demo world: content read from demo/*.toml, told through the wings' own actions in the order of its past."""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from kernel import clock, db, jobs, migrate, pages, security, serve, sessions, site
from kernel.errors import Problem
from kernel.features import Command, House, open_house, the_house
from kernel.i18n import timezone
from kernel.viewer import Viewer

FOLDER = Path(__file__).parent.parent / "demo"
PASSWORD = "tandem-demo"
PEOPLE = ("ada", "ben", "mo", "sol", "root")
Act = Callable[..., Awaitable[Any]]


class World:
    """What the wings' demo steps share: the content, numbers of what was made by its key, and the plan of the past."""

    def __init__(self) -> None:
        self.now = clock.now()
        self.ids: dict[tuple[str, str], int] = {}
        self._plan: list[tuple[datetime, int, Act]] = []
        self._files: dict[str, dict[str, Any]] = {}
        self._read: dict[str, list[dict[str, Any]]] = {}
        self._viewers: dict[str, Viewer] = {}

    def content(self, name: str) -> dict[str, Any]:
        """A file of demo/."""
        if name not in self._files:
            self._files[name] = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
        return self._files[name]

    def content_of(self, name: str) -> list[dict[str, Any]]:
        """The entries called `name` of all files that begin with it, such as ideas-fr and ideas-en."""
        if name not in self._read:
            files = sorted(FOLDER.glob(f"{name}*.toml"), reverse=True)
            self._read[name] = [entry for file in files for entry in self.content(file.stem)[name]]
        return self._read[name]

    def ago(self, days: float, *, hour: float | None = None) -> datetime:
        """A moment so many days before now; with `hour`, at that hour of that day in the brand's zone, never later than now."""
        moment = self.now - timedelta(days=days)
        if hour is not None:
            # by the wall's clock: late at night, summer time would make it another day
            local = self.now.astimezone(timezone(the_house().settings.zone)) - timedelta(days=days)
            minutes = timedelta(minutes=round(hour * 60))
            moment = datetime.combine(local.date(), time(), tzinfo=local.tzinfo) + minutes
        return min(moment, self.now - timedelta(minutes=3))

    async def viewer(self, handle: str) -> Viewer:
        """A person of the world, as the one who acts."""
        if handle not in self._viewers:
            self._viewers[handle] = await sessions.viewer_of(self.ids["person", handle])
        return self._viewers[handle]

    def changed(self, handle: str) -> None:
        """Somebody belongs to other groups than before: they are read anew."""
        self._viewers.pop(handle, None)

    def at(self, moment: datetime, act: Act, *given: Any) -> None:
        """Plan `act(*given)`; all acts run in the order of their moments, the clock set to each."""
        self._plan.append((moment, len(self._plan), partial(act, *given)))

    async def run(self, house: House, progress: Callable[[int, int], None]) -> None:
        """Live through the plan; whoever reacts to an act does so on the same day."""
        plan = sorted(self._plan, key=lambda planned: planned[:2])
        for done, (moment, _, act) in enumerate(plan, start=1):
            with clock.at(moment):
                await act()
                await jobs.work(house, until_idle=True, like="react.notices%")
            progress(done, len(plan))


async def make(house: House) -> None:
    """Tell the whole story in one transaction: it is there, or nothing is."""
    world = World()
    with security.unlimited():
        await _tell(house, world)
    await jobs.work(house, until_idle=True)


async def _tell(house: House, world: World) -> None:
    async with db.transaction():
        brand = world.content("brand")
        kept = {name: brand[name] for name in ("name", "accent", "language", "currency", "tagline_fr", "tagline_en")}
        await site.change(**kept, demo=True, ready=True)
        for step in house.all("demo"):
            await step(world)
        await world.run(house, _progress)


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty() and (done % 50 == 0 or done == of):
        sys.stderr.write(f"\rtelling the past: {done} of {of}" + ("\n" if done == of else ""))
        sys.stderr.flush()


async def command(house: House, arguments: argparse.Namespace) -> int:
    """Make the demo world in an empty data folder; made already, it stays as it is."""
    await migrate.migrate(house)
    async with db.opened(house.settings, house.features):
        found = await site.current()
        if found.demo:
            return 0
        if found.ready:
            raise Problem("This data folder holds a site that is no demo; choose another with TANDEM_DATA_DIR.")
        await make(house)
    return 0


def demo_site(house: House, arguments: argparse.Namespace) -> int:
    """The demo world, made on first start, and served with its worker."""
    import asyncio

    serve.refuse_taken("127.0.0.1", 8000)
    open_house(house)
    asyncio.run(command(house, arguments))
    pages.environment()
    print(f"\n  Tandem's demo world: http://localhost:8000\n  Sign in with the password {PASSWORD} as")
    for handle in PEOPLE:
        print(f"    {handle}@example.org")
    print("  Stop with Ctrl+C.\n", flush=True)
    serve.run(house, host="127.0.0.1", port=8000)
    return 0


commands = [
    Command("demo-site", "serve the demo world (what run.py does without a command)", demo_site, needs_database=False),
    Command("demo", "make the demo world in an empty data folder", command, needs_database=False),
]
