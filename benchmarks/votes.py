"""How fast supports are cast over HTTP with session and token, against a bare handler that does the same writes."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import asyncpg

from benchmarks.figures import Figure
from benchmarks.load import served, wrk
from benchmarks.pages import site
from benchmarks.world import world
from kernel.features import open_house
from kernel.sessions import csrf_of, digest
from run import house

ROUNDS, SECONDS, MOST = 3, 4, 20_000
"""Ours and the bare handler take turns, since other load on a machine drifts; nobody votes twice for the same."""
IDEA = 990
OURS = """
local lines = {{}}
for line in io.lines("{file}") do lines[#lines + 1] = line end
local n = {first}
function request()
  n = n + 1
  local token, csrf = lines[n]:match("(%S+) (%S+)")
  return wrk.format("POST", "/ideas/{idea}/support", {{["Cookie"] = "session=" .. token,
    ["Content-Type"] = "application/x-www-form-urlencoded", ["Sec-Fetch-Site"] = "same-origin"}}, "csrf=" .. csrf)
end
"""
BARE = """
local n = {first}
function request()
  n = n + 1
  return wrk.format("POST", "/vote/{idea}?person=" .. n)
end
"""


def on_sqlite() -> Iterator[Figure]:
    """Synchronous FULL: no acknowledged vote is lost at a power cut."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shutil.copytree(world(1_000, 100_000).data_dir, folder, dirs_exist_ok=True)
        settings = world(1_000, 100_000).model_copy(update={"data_dir": folder})
        with sqlite3.connect(settings.sqlite_path) as base:
            for statement in EMPTIED:
                base.execute(statement)
            base.executemany(SESSION, list(sessions_of_voters()))
            base.execute("ANALYZE session")
        reference = {"BENCHMARK_DATABASE": str(settings.sqlite_path)}
        rates = _by_turns(folder, site(settings), "benchmarks.reference:votes_on_sqlite", reference)
        with sqlite3.connect(settings.sqlite_path) as base:
            count, rows = base.execute(EXACT).fetchone()
    yield from _figures("SQLite", *rates, off=count - rows)


def on_postgresql() -> Iterator[Figure]:
    """The same on a PostgreSQL server started for it."""
    from benchmarks.postgresql import copied

    with tempfile.TemporaryDirectory() as place, copied(world(1_000, 100_000), Path(place)) as settings:
        url = settings.database_url
        asyncio.run(prepare(url))
        environment = {**site(settings), "TANDEM_DATABASE_URL": url}
        reference = {"BENCHMARK_DATABASE": url}
        rates = _by_turns(Path(place), environment, "benchmarks.reference:votes_on_postgresql", reference)
        count, rows = asyncio.run(_exact(url))
    yield from _figures("PostgreSQL", *rates, off=count - rows)


def _figures(name: str, mine: float, theirs: float, *, off: int) -> Iterator[Figure]:
    yield Figure(f"support on {name}, rate", mine / theirs, "x of a bare handler", at_least=0.5)
    yield Figure(f"support on {name}, votes", mine, "a second")
    yield Figure(f"support on {name}, count less rows", off, "votes", at_most=0)


EMPTIED = (
    f"DELETE FROM support WHERE idea_id IN ({IDEA}, {IDEA + 1})",
    f"DELETE FROM support_event WHERE idea_id IN ({IDEA}, {IDEA + 1})",
    f"UPDATE idea SET supporters = 0, raw_votes = 0 WHERE id IN ({IDEA}, {IDEA + 1})",
)
EXACT = f"SELECT (SELECT supporters FROM idea WHERE id = {IDEA}), (SELECT count(*) FROM support WHERE idea_id = {IDEA})"
COLUMNS = "id, person_id, data, agent, created_at, seen_at, expires_at"
SESSION = f"INSERT INTO session ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
FAR, LONG_AGO = datetime(2099, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)


def sessions_of_voters() -> Iterator[tuple[str, int, str, str, str, str, str]]:
    for n in range(1, ROUNDS * MOST + 1):
        yield digest(f"voter-{n}"), n, "{}", "", LONG_AGO.isoformat(" "), FAR.isoformat(" "), FAR.isoformat(" ")


async def prepare(url: str) -> None:
    base = await asyncpg.connect(url)
    for statement in EMPTIED:
        await base.execute(statement)
    records = [(*line[:4], LONG_AGO, FAR, FAR) for line in sessions_of_voters()]
    await base.copy_records_to_table("session", records=records, columns=COLUMNS.split(", "))
    await base.execute("ANALYZE session")
    await base.close()


async def _exact(url: str) -> tuple[int, int]:
    base = await asyncpg.connect(url)
    found = await base.fetchrow(EXACT)
    await base.close()
    return found[0], found[1]


def _by_turns(folder: Path, ours: dict[str, str], reference: str, theirs: dict[str, str]) -> tuple[float, float]:
    """Votes a second of ours and of the reference, the mean of their rounds."""
    open_house(house(world(1_000, 100_000)))
    voters = folder / "voters.txt"
    voters.write_text("".join(f"voter-{n} {csrf_of(f'voter-{n}')}\n" for n in range(1, ROUNDS * MOST + 1)))
    mine, bare = 0.0, 0.0
    with served("run:app", ours) as site_of_ours, served(reference, theirs) as site_of_theirs:
        for first in range(0, ROUNDS * MOST, MOST):
            script = OURS.format(file=voters, idea=IDEA, first=first)
            mine += wrk(site_of_ours.base, seconds=SECONDS, script=_script(folder, script)).per_second
            script = BARE.format(idea=IDEA + 1, first=first)
            bare += wrk(site_of_theirs.base, seconds=SECONDS, script=_script(folder, script)).per_second
    return mine / ROUNDS, bare / ROUNDS


def _script(folder: Path, text: str) -> str:
    path = folder / f"wrk-{abs(hash(text))}.lua"
    path.write_text(text)
    return quote(str(path), safe="/")
