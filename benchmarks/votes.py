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

from benchmarks.figures import Figure
from benchmarks.load import Rate, served, wrk
from benchmarks.pages import site
from benchmarks.world import world
from kernel.features import open_house
from kernel.sessions import csrf_of, digest
from run import house

VOTERS = 20_000
IDEA = 990
OURS = """
local lines = {{}}
for line in io.lines("{file}") do lines[#lines + 1] = line end
local n = 0
function request()
  n = n + 1
  local token, csrf = lines[n]:match("(%S+) (%S+)")
  return wrk.format("POST", "/ideas/{idea}/support", {{["Cookie"] = "session=" .. token,
    ["Content-Type"] = "application/x-www-form-urlencoded", ["Sec-Fetch-Site"] = "same-origin"}}, "csrf=" .. csrf)
end
"""
BARE = """
local n = 40000
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
            base.execute("DELETE FROM support WHERE idea_id IN (?, ?)", (IDEA, IDEA + 1))
            base.execute("DELETE FROM support_event WHERE idea_id IN (?, ?)", (IDEA, IDEA + 1))
            base.execute("UPDATE idea SET supporters = 0, raw_votes = 0 WHERE id IN (?, ?)", (IDEA, IDEA + 1))
            base.executemany(SESSION, list(_sessions()))
        mine = _ours(site(settings), folder)
        with served("benchmarks.reference:votes_on_sqlite", {"BENCHMARK_DATABASE": str(settings.sqlite_path)}) as bare:
            theirs = wrk(bare.base, script=_script(folder, BARE.format(idea=IDEA + 1)))
        with sqlite3.connect(settings.sqlite_path) as base:
            count, rows = base.execute(EXACT, (IDEA, IDEA)).fetchone()
    yield Figure("support on SQLite, rate", mine.per_second / theirs.per_second, "x of a bare handler", at_least=0.5)
    yield Figure("support on SQLite, count less rows", count - rows, "votes", at_most=0, at_least=None)


def on_postgresql() -> Iterator[Figure]:
    """The same on a PostgreSQL server started for it."""
    import asyncpg

    from benchmarks.postgresql import copied

    with tempfile.TemporaryDirectory() as place, copied(world(1_000, 100_000), Path(place)) as settings:
        url = settings.database_url

        async def prepare() -> None:
            base = await asyncpg.connect(url)
            for table in ("support", "support_event"):
                await base.execute(f"DELETE FROM {table} WHERE idea_id IN ({IDEA}, {IDEA + 1})")
            await base.execute(f"UPDATE idea SET supporters = 0, raw_votes = 0 WHERE id IN ({IDEA}, {IDEA + 1})")
            names = "id, person_id, data, agent, created_at, seen_at, expires_at".split(", ")
            await base.copy_records_to_table("session", records=[_moments(line) for line in _sessions()], columns=names)
            await base.close()

        async def exact() -> tuple[int, int]:
            base = await asyncpg.connect(url)
            found = await base.fetchrow(EXACT.replace("?", str(IDEA)))
            await base.close()
            return found[0], found[1]

        asyncio.run(prepare())
        mine = _ours({**site(settings), "TANDEM_DATABASE_URL": url}, Path(place))
        with served("benchmarks.reference:votes_on_postgresql", {"BENCHMARK_DATABASE": url}) as bare:
            theirs = wrk(bare.base, script=_script(Path(place), BARE.format(idea=IDEA + 1)))
        count, rows = asyncio.run(exact())
    yield Figure(
        "support on PostgreSQL, rate", mine.per_second / theirs.per_second, "x of a bare handler", at_least=0.5
    )
    yield Figure("support on PostgreSQL, count less rows", count - rows, "votes", at_most=0)


EXACT = "SELECT (SELECT supporters FROM idea WHERE id = ?), (SELECT count(*) FROM support WHERE idea_id = ?)"
SESSION = (
    "INSERT INTO session (id, person_id, data, agent, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
FAR, LONG_AGO = datetime(2099, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)


def _sessions() -> Iterator[tuple[str, int, str, str, str, str, str]]:
    for n in range(1, VOTERS + 1):
        yield digest(f"voter-{n}"), n, "{}", "", LONG_AGO.isoformat(" "), FAR.isoformat(" "), FAR.isoformat(" ")


def _moments(line: tuple[str, int, str, str, str, str, str]) -> tuple[object, ...]:
    return *line[:4], LONG_AGO, FAR, FAR


def _ours(environment: dict[str, str], folder: Path) -> Rate:
    open_house(house(world(1_000, 100_000)))
    voters = folder / "voters.txt"
    voters.write_text("".join(f"voter-{n} {csrf_of(f'voter-{n}')}\n" for n in range(1, VOTERS + 1)))
    with served("run:app", environment) as ours:
        return wrk(ours.base, script=_script(folder, OURS.format(file=voters, idea=IDEA)))


def _script(folder: Path, text: str) -> str:
    path = folder / f"wrk-{abs(hash(text))}.lua"
    path.write_text(text)
    return quote(str(path), safe="/")
