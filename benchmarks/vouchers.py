"""10,000 vouchers drawn by 16 clients in four processes, more asking than there are; and a file of 1,000,000 codes read."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import psutil

from ambassadors.perks import claims, imports, pool, queries
from ambassadors.perks.claims import Asked
from ambassadors.perks.models import Gives, Perk
from ambassadors.points import actions as points
from ambassadors.points import calendar, ledger
from benchmarks.figures import Figure
from kernel import clock, db, sessions
from kernel import imports as files
from kernel.errors import Conflict
from kernel.features import open_house
from kernel.migrate import migrate
from kernel.settings import Settings
from kernel.viewer import SYSTEM
from run import house

CODES, ASKING, PROCESSES, EACH, PRICE = 10_000, 10_400, 4, 4, 10
LINES, REPEATED, BLANK = 1_000_000, 10_000, 1_000
PERSON = (
    "INSERT INTO person (id, handle, name, email, email_confirmed_at, password, role, language, zone, bio, is_claimed, "
    "is_ambassador, created_at) VALUES (?, ?, 'Somebody', ?, ?, '', 'member', 'en', '', '', 1, 0, ?)"
)
NOW = "2026-01-01 00:00:00+00:00"


def drawn() -> Iterator[Figure]:
    """On SQLite, and on a PostgreSQL server started for it."""
    from benchmarks.postgresql import copied

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        made = _made(folder / "asked")
        with copied(made, folder / "other") as other:
            yield from _figures("PostgreSQL", other)
        yield from _figures("SQLite", made)
        yield from _read(folder / "read")


def _made(folder: Path) -> Settings:
    """People with points for one voucher each, and a perk with fewer codes than people."""
    settings = Settings(data_dir=folder, rate_limits="off")
    asyncio.run(_prepared(settings))
    return settings


async def _prepared(settings: Settings) -> None:
    built = house(settings)
    open_house(built)
    await migrate(built)
    people = range(1, ASKING + 1)
    with sqlite3.connect(settings.sqlite_path) as base:
        base.executemany(PERSON, ((n, f"p{n}", f"p{n}@example.org", NOW, NOW) for n in people))
    async with db.opened(settings, built.features):
        async with db.transaction():
            await points.fund(SYSTEM, calendar.this_month(), ASKING * PRICE, reason="measured")
            await points.rule(SYSTEM, "thanks", amount=PRICE, month_cap=None, from_at=clock.now())
            for number in people:
                await ledger.award(number, "thanks", cause=("thanks", number))
        await _stocked(CODES)


async def _stocked(codes: int) -> None:
    now = clock.now()
    await Perk.create(
        id=1, slug="voucher", gives=Gives.CODE, name="A voucher", price=PRICE, created_at=now, published_at=now
    )
    for first in range(0, codes, 1000):
        async with db.transaction():
            await pool.add(1, [f"CODE-{n:07}" for n in range(first, min(first + 1000, codes))])


def _figures(name: str, settings: Settings) -> Iterator[Figure]:
    shares = np.array_split(np.arange(1, ASKING + 1), PROCESSES)
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as clients:
        list(clients.map(_ready, [settings] * PROCESSES))
        begun = time.perf_counter()
        found = list(clients.map(_draws, [settings] * PROCESSES, [[int(n) for n in share] for share in shares]))
        taken = time.perf_counter() - begun
    times = np.array([one for share in found for one in share])
    given, twice, lost, wrong = asyncio.run(_counted(settings))
    yield Figure(f"vouchers drawn on {name} by 16 clients", given / taken, "a second")
    yield Figure(f"vouchers drawn on {name}, p99", 1000 * float(np.quantile(times, 0.99)), "ms")
    yield Figure(f"vouchers on {name} given", given, "vouchers", at_least=CODES, at_most=CODES)
    yield Figure(f"vouchers on {name} given twice", twice, "vouchers", at_most=0)
    yield Figure(f"vouchers on {name} lost", lost, "vouchers", at_most=0)
    yield Figure(f"purses on {name} that do not agree with what was taken", wrong, "people", at_most=0)


def _ready(settings: Settings) -> None:
    """The process has its modules and has opened the database once."""
    asyncio.run(_counted(settings))


def _draws(settings: Settings, people: list[int]) -> list[float]:
    return asyncio.run(_drawing(settings, people))


async def _drawing(settings: Settings, people: list[int]) -> list[float]:
    """Four clients of one process: each takes the next person who asks, as they come."""
    built, times, waiting = house(settings), list[float](), iter(people)
    open_house(built)

    async def client() -> None:
        for number in waiting:
            viewer = await sessions.viewer_of(number)
            begun = time.perf_counter()
            with contextlib.suppress(Conflict):
                await claims.take(viewer, await queries.find(viewer, "voucher"), Asked())
            times.append(time.perf_counter() - begun)

    async with db.opened(settings, built.features):
        await asyncio.gather(*(client() for _ in range(EACH)))
    return times


async def _counted(settings: Settings) -> tuple[int, int, int, int]:
    """Claims that stand, those without a code of their own, codes neither free nor anybody's, purses that are off."""
    built = house(settings)
    open_house(built)
    async with db.opened(settings, built.features):
        given = int(await db.value("SELECT count(*) FROM perk_claim WHERE standing = 'held'"))
        owned = int(await db.value(_OWNED))
        free = int(await db.value("SELECT count(*) FROM perk_code WHERE claim_id IS NULL"))
        wrong = int(await db.value(_WRONG, PRICE))
        return given, given - owned, abs(CODES - free - given), wrong


_OWNED = (
    "SELECT count(DISTINCT d.code) FROM perk_claim c JOIN perk_code d ON d.claim_id = c.id WHERE c.standing = 'held'"
)
_WRONG = (
    "SELECT count(*) FROM point_purse p WHERE p.held <> "
    "? * (SELECT count(*) FROM perk_claim c WHERE c.person_id = p.person_id)"
)


def _read(folder: Path) -> Iterator[Figure]:
    """A file with codes that come again far from where they came first, and lines that hold none."""
    settings = Settings(data_dir=folder, rate_limits="off")
    path = folder / "codes.csv"
    folder.mkdir()
    with path.open("w") as file:
        file.write("code\n")
        for n in range(LINES):
            file.write('" "\n' if n % (LINES // BLANK) == 1 else f"CODE-{n % (LINES - REPEATED):09}\n")
    report, taken, growth = asyncio.run(_imported(settings, path))
    yield Figure("file of 1,000,000 codes read", LINES / taken, "rows a second", at_least=20_000)
    yield Figure("file of 1,000,000 codes, growth of its own memory", growth, "x", at_most=1.1)
    yield Figure("file of 1,000,000 codes, rows in", report.created + report.bad_count, "rows", at_least=LINES)


async def _imported(settings: Settings, path: Path) -> tuple[files.Report, float, float]:
    """What became of it, its seconds, and its own memory in the last quarter to the second."""
    built, memory = house(settings), list[int]()
    open_house(built)

    def noted(report: files.Report) -> None:
        held = psutil.Process().memory_info()
        memory.append(held.rss - held.shared)

    await migrate(built)
    async with db.opened(settings, built.features):
        await _stocked(0)
        begun = time.perf_counter()
        report = await files.read_file(imports.importer(1), path, progress=noted)
        taken = time.perf_counter() - begun
    quarter = len(memory) // 4
    return report, taken, max(memory[-quarter:]) / max(memory[quarter : 2 * quarter])
