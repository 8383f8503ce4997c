"""How fast designs are scored over HTTP beside supports on the same site, and how long 200,000 scores take to rank."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
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
from voting.ballots import ledger, means

ROUNDS, SECONDS, MOST = 16, 1, 6_000
"""Both take turns, since other load on a machine drifts, and by turns each is the first of a round, who finds people and
sessions cold; nobody votes twice for the same.
"""
IDEA, DESIGN = 990, 1
SCORES, DESIGNS, GIVERS = 200_000, 2_000, 5_000
NOW = datetime(2026, 11, 1, tzinfo=UTC)
PRESS = """
local lines = {{}}
for line in io.lines("{file}") do lines[#lines + 1] = line end
local n = {first}
function request()
  n = n + 1
  local token, csrf = lines[n]:match("(%S+) (%S+)")
  return wrk.format("POST", "{path}", {{["Cookie"] = "session=" .. token,
    ["Content-Type"] = "application/x-www-form-urlencoded", ["Sec-Fetch-Site"] = "same-origin"}},
    "csrf=" .. csrf .. "&value=" .. n % 6)
end
"""


def ranked() -> Iterator[Figure]:
    """The ledger folded, every design's standing reckoned, and all put in order: in memory."""
    lot = np.random.default_rng(1)
    designs, people = lot.integers(1, DESIGNS + 1, SCORES), lot.integers(1, GIVERS + 1, SCORES)
    values, hours = lot.integers(0, 6, SCORES), lot.permutation(SCORES)
    lines = [
        ledger.Line(
            n, int(designs[n]), int(people[n]), ledger.SCORED, int(values[n]), NOW + timedelta(hours=int(hours[n]))
        )
        for n in range(SCORES)
    ]
    taken, order = [], list[int]()
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        found = ledger.distributions(ledger.fold_scores(lines))
        order = sorted(found, key=lambda design: means.standing(found[design]).bound, reverse=True)
        taken.append(time.perf_counter() - begun)
    yield Figure("200,000 scores folded and ranked, best of three", min(taken), "s", at_most=1.0)
    yield Figure("designs ranked", len(order), "designs", at_least=DESIGNS)


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
            count, rows = base.execute(
                f"SELECT (SELECT scores FROM design WHERE id = {DESIGN}), (SELECT count(*) FROM score)"
            ).fetchone()
    yield Figure("score on SQLite, count less rows", count - rows, "scores", at_most=0)


def _by_turns(name: str, environment: Mapping[str, str], folder: Path) -> Iterator[Figure]:
    open_house(house(world(1_000, 100_000)))
    voters = folder / "voters.txt"
    voters.write_text("".join(f"voter-{n} {csrf_of(f'voter-{n}')}\n" for n in range(1, ROUNDS * MOST + 1)))
    paths = {"score": f"/designs/{DESIGN}/score", "support": f"/ideas/{IDEA}/support"}
    rates = dict.fromkeys(paths, 0.0)
    with served("run:app", environment) as ours:
        for first in range(0, ROUNDS * MOST, MOST):
            for what, path in paths.items() if first // MOST % 2 else reversed(paths.items()):
                script = folder / f"{what}-{first}.lua"
                script.write_text(PRESS.format(file=voters, path=path, first=first))
                rates[what] += wrk(ours.base, seconds=SECONDS, script=quote(str(script), safe="/")).per_second / ROUNDS
    yield Figure(f"score on {name}, rate", rates["score"] / rates["support"], "x of supports", at_least=1.0)
    yield Figure(f"score on {name}, scores", rates["score"], "a second")


def prepared(folder: Path) -> Settings:
    """A copy of the world in which everybody is signed in, nobody supports the idea, and there is a design."""
    shutil.copytree(world(1_000, 100_000).data_dir, folder)
    settings = world(1_000, 100_000).model_copy(update={"data_dir": folder})
    product = {"id": 1, "slug": "bief", "version": 1, "royalty": 500, "position": 1, "is_open": 1, "created_at": NOW}
    design = {
        "id": DESIGN, "author_id": 99_999, "template_id": 1, "version": 1, "recipe": "{}", "digest": "0" * 64,
        "picture_hash": "", "title": "First snow", "slug": "first-snow", "story": "", "state": "published",
        "remixing": "credit", "share": 0, "price": 12_900, "currency": "EUR", "revision": 1, "remixes": 0, "comments": 0,
        "scores": 0, "raw_scores": 0, "bound": 0.0, "trending": 0.0, "wishes": 0, "preorders": 0, "shown": 0,
        "created_at": NOW, "changed_at": NOW, "published_at": NOW, "is_listed": 1,
    }  # fmt: skip
    with sqlite3.connect(settings.sqlite_path) as base:
        base.execute("DELETE FROM support WHERE idea_id = ?", (IDEA,))
        base.execute("DELETE FROM support_event WHERE idea_id = ?", (IDEA,))
        base.execute("UPDATE idea SET supporters = 0, raw_votes = 0 WHERE id = ?", (IDEA,))
        for table, row in (("product_template", product), ("design", design)):
            values = [value.isoformat(" ") if isinstance(value, datetime) else value for value in row.values()]
            base.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", values)
        base.executemany(
            "INSERT INTO session (id, person_id, data, agent, created_at, seen_at, expires_at) "
            "VALUES (?, ?, '{}', '', '2026-01-01 00:00:00+00:00', '2099-01-01 00:00:00+00:00', '2099-01-01 00:00:00+00:00')",
            [(digest(f"voter-{n}"), n) for n in range(1, ROUNDS * MOST + 1)],
        )
        base.execute("ANALYZE session")
    return settings
