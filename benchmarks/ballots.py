"""How fast secret ballots are cast over HTTP beside supports on the same site, and how long 100,000 of them take to count."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import numpy as np

from benchmarks.figures import Figure
from benchmarks.load import served, wrk
from benchmarks.pages import site
from benchmarks.world import world
from kernel.features import open_house
from kernel.sessions import csrf_of, digest
from kernel.settings import Settings
from run import house
from voting.ballots.tally import files
from voting.ballots.tally.methods import METHODS, Kind, Poll, count
from voting.ballots.tally.profile import gathered

ROUNDS, SECONDS, MOST = 12, 2, 8_000
"""Both take turns, since other load on a machine drifts, and by turns each is the first of a round; nobody votes twice."""
IDEA, BALLOT, OPTIONS = 990, 1, 8
BALLOTS, MANY = 100_000, 30
WITHIN = {"stv": 5.0, "schulze": 5.0}
"""Seconds, where it is not one."""
VOTERS, PROJECTS, MONEY = 10_000, 200, 2_000_000
PRESS = """
local lines = {{}}
for line in io.lines("{file}") do lines[#lines + 1] = line end
local n = {first}
function request()
  n = n + 1
  local token, csrf = lines[n]:match("(%S+) (%S+)")
  return wrk.format("POST", "{path}", {{["Cookie"] = "session=" .. token,
    ["Content-Type"] = "application/x-www-form-urlencoded", ["Sec-Fetch-Site"] = "same-origin"}},
    "csrf=" .. csrf .. "&step=cast&option-" .. n % {options} + 1 .. "=1&option-" .. (n + 3) % {options} + 1 .. "=1")
end
"""
EXACT = (
    'SELECT (SELECT "cast" FROM ballot), (SELECT count(*) FROM ballot_answer), '
    "(SELECT count(*) FROM elector WHERE cast_at IS NOT NULL)"
)


def cast() -> Iterator[Figure]:
    """On SQLite with synchronous FULL, and on a PostgreSQL server started for it."""
    from benchmarks.postgresql import copied

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        settings = prepared(folder / "sqlite")
        with copied(settings, folder) as other:
            yield from _by_turns("PostgreSQL", {**site(other), "TANDEM_DATABASE_URL": other.database_url}, folder)
        yield from _by_turns("SQLite", site(settings), folder)
        with sqlite3.connect(settings.sqlite_path) as base:
            kept, answers, voted = base.execute(EXACT).fetchone()
    yield Figure("ballots cast on SQLite", kept, "ballots", at_least=1)
    yield Figure("ballots on SQLite, counts that differ", abs(kept - answers) + abs(kept - voted), "ballots", at_most=0)


def _by_turns(name: str, environment: Mapping[str, str], folder: Path) -> Iterator[Figure]:
    open_house(house(world(1_000, 100_000)))
    voters = folder / "voters.txt"
    voters.write_text("".join(f"voter-{n} {csrf_of(f'voter-{n}')}\n" for n in range(1, ROUNDS * MOST + 1)))
    paths = {"ballot": f"/ballots/{BALLOT}/vote", "support": f"/ideas/{IDEA}/support"}
    rates = dict.fromkeys(paths, 0.0)
    with served("run:app", environment) as ours:
        for first in range(0, ROUNDS * MOST, MOST):
            for what, path in paths.items() if first // MOST % 2 else reversed(paths.items()):
                script = folder / f"{what}-{first}.lua"
                script.write_text(PRESS.format(file=voters, path=path, first=first, options=OPTIONS))
                rates[what] += wrk(ours.base, seconds=SECONDS, script=quote(str(script), safe="/")).per_second / ROUNDS
    yield Figure(f"secret ballot on {name}, rate", rates["ballot"] / rates["support"], "x of supports")
    least = 300.0 if name == "SQLite" else None
    yield Figure(f"secret ballot on {name}, ballots", rates["ballot"], "a second", at_least=least)


def prepared(folder: Path) -> Settings:
    """A copy of the world in which everybody is signed in, nobody supports the idea, and all may vote in a ballot."""
    shutil.copytree(world(1_000, 100_000).data_dir, folder)
    settings = world(1_000, 100_000).model_copy(update={"data_dir": folder})
    then, never = "2026-01-01 00:00:00+00:00", "2099-01-01 00:00:00+00:00"
    ballot = {
        "id": BALLOT, "by_id": 1, "slug": "first", "title": "Which last first?", "body": "", "method": "approval",
        "audience": "members", "frozen": "opening", "state": "open", "is_secret": 1, "shows_counts": 0, "takes_proxies": 0,
        "seats": 1, "least": 0, "most": 0, "points": 0, "budget": 0, "currency": "", "quorum": 0, "opens_at": then,
        "closes_at": never, "opened_at": then, "reminded_at": then, "reason": "", "electors": ROUNDS * MOST, "cast": 0,
        "salt": "ab" * 32, "result": "", "checksum": "", "created_at": then,
    }  # fmt: skip
    everybody = range(1, ROUNDS * MOST + 1)
    with sqlite3.connect(settings.sqlite_path) as base:
        base.execute("DELETE FROM support WHERE idea_id = ?", (IDEA,))
        base.execute("DELETE FROM support_event WHERE idea_id = ?", (IDEA,))
        base.execute("UPDATE idea SET supporters = 0, raw_votes = 0 WHERE id = ?", (IDEA,))
        names = ", ".join(f'"{name}"' for name in ballot)
        base.execute(f"INSERT INTO ballot ({names}) VALUES ({', '.join('?' * len(ballot))})", [*ballot.values()])
        base.executemany(
            "INSERT INTO ballot_option (id, ballot_id, position, lot, title, body, cost, kind, subject) "
            "VALUES (?, ?, ?, ?, ?, '', 0, '', 0)",
            [(n, BALLOT, n, n, f"Last {n}") for n in range(1, OPTIONS + 1)],
        )
        base.executemany("INSERT INTO elector (ballot_id, person_id) VALUES (?, ?)", [(BALLOT, n) for n in everybody])
        base.executemany(
            "INSERT INTO session (id, person_id, data, agent, created_at, seen_at, expires_at) "
            "VALUES (?, ?, '{}', '', ?, ?, ?)",
            [(digest(f"voter-{n}"), n, then, never, never) for n in everybody],
        )
        base.execute("ANALYZE")
    return settings


def counted() -> Iterator[Figure]:
    """Every method over 100,000 ballots that differ, with 30 options; the fastest of three counts of each."""
    for method, told in METHODS.items():
        if told.kind != Kind.PROJECTS:
            poll = _poll(told.kind)
            name = f"{method}, {BALLOTS:,} ballots of {MANY} options"
            yield Figure(name, min(_timed(poll, method) for _n in range(3)), "s", at_most=WITHIN.get(method, 1.0))


def _timed(poll: Poll, method: str) -> float:
    begun = time.perf_counter()
    count(poll, method)
    return time.perf_counter() - begun


def _poll(kind: Kind) -> Poll:
    """Random ballots: few are alike, which is what takes longest."""
    lot, keys = np.random.default_rng(1), [str(n) for n in range(MANY)]
    if kind == Kind.PICKS:
        pairs = lot.integers(0, MANY, (BALLOTS, 2))
        pairs = pairs[pairs[:, 0] != pairs[:, 1]]
        wins = files.wins_of(keys, ((str(one), str(other)) for one, other in pairs))
        return Poll(kind, gathered(keys, []), wins=wins)
    if kind == Kind.RANKS:
        table = lot.random((BALLOTS, MANY)).argsort(axis=1) + 1
        table[table > lot.integers(3, MANY + 1, (BALLOTS, 1))] = 0
    else:
        table = lot.integers(0, {Kind.SCORES: 6, Kind.APPROVALS: 2}.get(kind, 4), (BALLOTS, MANY))
    return Poll(kind, gathered(keys, table.tolist()), seats=1)


def shares() -> Iterator[Figure]:
    """Equal Shares, completed by raising the shares, with 10,000 voters and 200 projects that cost far more than there is."""
    lot = np.random.default_rng(1)
    costs = tuple(int(cost) for cost in lot.integers(5_000, 100_000, PROJECTS))
    wanted = lot.random(PROJECTS) * 0.15
    table = (lot.random((VOTERS, PROJECTS)) < wanted).astype(np.int64)
    poll = Poll(Kind.PROJECTS, gathered([str(n) for n in range(PROJECTS)], table.tolist()), 1, costs, MONEY)
    begun = time.perf_counter()
    found = count(poll, "equal-shares")
    yield Figure("equal shares, 10,000 voters and 200 projects", time.perf_counter() - begun, "s", at_most=3.0)
    yield Figure("projects bought", len(found.winners), "projects", at_least=1)
    yield Figure("units by which each share was raised", found.details["raised"], "units", at_least=1)
