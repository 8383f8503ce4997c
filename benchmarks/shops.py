"""How fast pre-orders are confirmed over HTTP beside supports on the same site, all of them for one design."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from ambassadors.storefronts import preorders
from benchmarks.figures import Figure
from benchmarks.load import served, wrk
from benchmarks.pages import site
from benchmarks.scores import DESIGN, IDEA, MOST, ROUNDS, SECONDS, prepared
from benchmarks.world import world
from kernel.features import open_house
from kernel.sessions import csrf_of
from kernel.settings import Settings
from run import house

OFFER = 1
ASKED = "2026-11-01 00:00:00+00:00"
PRESS = """
local lines = {{}}
for line in io.lines("{file}") do lines[#lines + 1] = line end
local n = {first}
function request()
  n = n + 1
  local path, cookie, body = lines[n]:match("(%S+) (%S+) (%S+)")
  return wrk.format("POST", path, {{["Cookie"] = cookie,
    ["Content-Type"] = "application/x-www-form-urlencoded", ["Sec-Fetch-Site"] = "same-origin"}}, body)
end
"""


def confirmed() -> Iterator[Figure]:
    """On SQLite with synchronous FULL, and on a PostgreSQL server started for it."""
    from benchmarks.postgresql import copied

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        settings = prepared(folder / "sqlite")
        _asked(settings)
        with copied(settings, folder) as other:
            yield from _by_turns("PostgreSQL", {**site(other), "TANDEM_DATABASE_URL": other.database_url}, folder)
        yield from _by_turns("SQLite", site(settings), folder)
        with sqlite3.connect(settings.sqlite_path) as base:
            count, rows = base.execute(
                "SELECT (SELECT gathered FROM offer), (SELECT count(*) FROM preorder WHERE state = 'confirmed')"
            ).fetchone()
    yield Figure("pre-orders on SQLite, count less rows", count - rows, "pre-orders", at_most=0)


def _by_turns(name: str, environment: Mapping[str, str], folder: Path) -> Iterator[Figure]:
    open_house(house(world(1_000, 100_000)))
    voters = range(1, ROUNDS * MOST + 1)
    lines = {
        "support": [
            f"/ideas/{IDEA}/support session=voter-{n} csrf={csrf_of(f'voter-{n}')}&value={n % 6}\n" for n in voters
        ],
        "pre-order": [f"{preorders.link(n, f'token{n}')} none=1 none=1\n" for n in voters],
    }
    rates = dict.fromkeys(lines, 0.0)
    with served("run:app", environment) as ours:
        for what in lines:
            (folder / f"{what}.txt").write_text("".join(lines[what]))
        for first in range(0, ROUNDS * MOST, MOST):
            for what in lines:
                script = folder / f"{what}-{first}.lua"
                script.write_text(PRESS.format(file=folder / f"{what}.txt", first=first))
                rates[what] += wrk(ours.base, seconds=SECONDS, script=quote(str(script), safe="/")).per_second / ROUNDS
    yield Figure(f"pre-order on {name}, rate", rates["pre-order"] / rates["support"], "x of supports", at_least=1.0)
    yield Figure(f"pre-order on {name}, confirmed", rates["pre-order"], "a second")


def _asked(settings: Settings) -> None:
    """An offer that nothing reaches, and letters that were all answered at once."""
    with sqlite3.connect(settings.sqlite_path) as base:
        base.execute(
            "INSERT INTO offer (id, design_id, threshold, until, extended, fate, price, currency, gathered, opened_at) "
            "VALUES (?, ?, 1000000, '2099-01-01 00:00:00+00:00', 0, 'gathering', 12900, 'EUR', 0, ?)",
            (OFFER, DESIGN, ASKED),
        )
        base.executemany(
            "INSERT INTO preorder (id, offer_id, email, size, quantity, state, token, lang, created_at) "
            "VALUES (?, ?, ?, '42', 1, 'asked', ?, 'fr', ?)",
            [(n, OFFER, f"{n}@example.net", f"token{n}", ASKED) for n in range(1, ROUNDS * MOST + 1)],
        )
        base.execute("ANALYZE preorder")
