"""The world that is measured: 20,000 ideas, 100,000 people, 2,000,000 supports, 23,570 customers; seeded, made once, kept."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from ideas.board.trending import score as trending_score
from kernel.migrate import migrate
from kernel.settings import Settings
from run import house

FOLDER = Path(__file__).parent / ".world"
SEED = 1
BOARDS, PEOPLE, CUSTOMERS = 12, 100_000, 23_570
START = datetime(2026, 1, 1, tzinfo=UTC)
WEEKS = 78
"""Of orders, up to START."""
TOKEN = "benchmark-session-token"
WORDS = (
    "lighter sole wider toe repair pocket strap waterproof wool cotton recycled sizes laces heel canvas zip colour green "
    "return delivery shop pattern inner lining summer winter vegan leather bag shirt cut sleeve collar button hem quiet"
).split()


def world(ideas: int = 20_000, supports: int = 2_000_000) -> Settings:
    """Settings of the measured world, made now if it is not there yet."""
    folder = FOLDER / f"{SEED}-{ideas}-{supports}-{_tables()}"
    settings = Settings(
        data_dir=folder, secret="of-the-benchmarks", rate_limits="off", base_url="http://localhost:8000"
    )
    if not (folder / "complete").exists():
        sys.stderr.write(f"making a world of {ideas:,} ideas and {supports:,} supports...\n")
        asyncio.run(migrate(house(settings)))
        with sqlite3.connect(settings.sqlite_path) as base:
            _fill(base, ideas, supports)
        (folder / "complete").touch()
    return settings


def _tables() -> str:
    """A digest of the tables and of what fills them, so that a change makes a new world."""
    root = Path(__file__).parent.parent
    made_by = [*sorted(root.glob("*/migrations/0*.py")), Path(__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in made_by)).hexdigest()[:8]


def _text(moment: datetime) -> str:
    return moment.isoformat(" ")


def _fill(base: sqlite3.Connection, ideas: int, supports: int) -> None:
    base.execute("PRAGMA synchronous = OFF")
    base.execute("PRAGMA foreign_keys = OFF")
    lot = np.random.default_rng(SEED)
    settings = {"name": "Halage", "ready": True, "language": "en"}
    base.executemany(
        "INSERT INTO site_setting (key, value) VALUES (?, ?)", [(k, json.dumps(v)) for k, v in settings.items()]
    )
    _insert(base, "person", _people())
    _insert(base, "board", _boards(ideas))
    pairs = _pairs(lot, ideas, supports)
    counts = np.bincount(pairs[:, 0], minlength=ideas)
    _insert(base, "idea", _ideas(lot, ideas, counts))
    base.execute(
        "INSERT INTO board_count (board_id, status, ideas) "
        "SELECT board_id, status, count(*) FROM idea WHERE is_listed = 1 GROUP BY board_id, status"
    )
    _insert(base, "support", _supports(lot, pairs))
    base.execute(
        "INSERT INTO support_event (idea_id, person_id, kind, by_id, at, recorded_at) "
        "SELECT idea_id, person_id, 'cast', person_id, at, at FROM support ORDER BY id"
    )
    _customers(base, lot)
    _session(base)
    base.commit()
    base.execute("ANALYZE")


def _insert(base: sqlite3.Connection, table: str, rows: Iterator[dict[str, Any]]) -> None:
    first = next(rows)
    names = ", ".join(first)
    statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(first))})"

    def values() -> Iterator[tuple[Any, ...]]:
        yield tuple(first.values())
        for row in rows:
            yield tuple(row.values())

    base.executemany(statement, values())


def _people() -> Iterator[dict[str, Any]]:
    for n in range(1, PEOPLE + 1):
        yield {
            "id": n, "handle": f"p{n}", "name": f"Person {n}", "email": f"p{n}@example.org", "role": "member",
            "email_confirmed_at": _text(START), "is_claimed": True, "is_ambassador": False, "bio": "", "language": "en",
            "zone": "", "created_at": _text(START),
        }  # fmt: skip


def _boards(ideas: int) -> Iterator[dict[str, Any]]:
    for n in range(1, BOARDS + 1):
        yield {
            "id": n, "slug": f"board-{n}", "name": f"Board {n}", "description": "", "colour": "moss", "see": "everyone",
            "propose": "members", "comment": "members", "support": "members", "is_open": True, "position": n,
            "ideas": len(range(n, ideas + 1, BOARDS)), "created_at": _text(START),
        }  # fmt: skip


def _pairs(lot: np.random.Generator, ideas: int, supports: int) -> np.ndarray[Any, Any]:
    """Distinct (idea, person) pairs; few ideas are wanted by many, as everywhere."""
    weight = 1 / np.arange(1, ideas + 1) ** 0.6
    chosen = np.empty(0, dtype=np.int64)
    while len(chosen) < supports:
        need = int((supports - len(chosen)) * 1.1) + 1000
        drawn = lot.choice(ideas, need, p=weight / weight.sum()) * PEOPLE + lot.integers(0, PEOPLE, need)
        chosen = np.unique(np.concatenate([chosen, drawn]))
    chosen = np.sort(lot.permutation(chosen)[:supports])
    return np.column_stack([chosen // PEOPLE, chosen % PEOPLE])


def _ideas(lot: np.random.Generator, ideas: int, counts: np.ndarray[Any, Any]) -> Iterator[dict[str, Any]]:
    statuses = lot.choice(
        ["open", "under_review", "planned", "shipped", "declined"], ideas, p=[0.7, 0.1, 0.08, 0.07, 0.05]
    )
    minutes = lot.integers(0, 300 * 24 * 60, ideas)
    for n in range(1, ideas + 1):
        words = [WORDS[k] for k in lot.integers(0, len(WORDS), 30)]
        title, body = " ".join(words[:6]).capitalize(), " ".join(words[6:]).capitalize() + "."
        created = START + timedelta(minutes=int(minutes[n - 1]))
        held = int(counts[n - 1])
        yield {
            "id": n, "board_id": (n - 1) % BOARDS + 1, "author_id": int(lot.integers(1, PEOPLE)), "title": title,
            "slug": title.lower().replace(" ", "-"), "body": body, "folded": f"{title} {body}".lower(),
            "status": str(statuses[n - 1]), "merged_from": 0, "supporters": held, "raw_votes": held, "comments": 0,
            "trending": trending_score(held, 0, created), "created_at": _text(created), "status_at": _text(created),
            "is_listed": True,
        }  # fmt: skip


def _supports(lot: np.random.Generator, pairs: np.ndarray[Any, Any]) -> Iterator[dict[str, Any]]:
    seconds = lot.integers(0, 320 * 24 * 3600, len(pairs))
    for (idea, person), after in zip(pairs.tolist(), seconds.tolist(), strict=True):
        yield {"idea_id": idea + 1, "person_id": person + 1, "at": _text(START + timedelta(seconds=after))}


def _customers(base: sqlite3.Connection, lot: np.random.Generator) -> None:
    segments = ("daily", "far", "gift", "trade")
    _insert(base, "customer", (
        {"id": n, "reference": f"c{n:05}", "name": f"Customer {n}", "kind": "person", "email": f"p{n}@example.org",
         "segment": segments[n % 4], "country": "FR", "since": "2024-01-01", "created_at": _text(START)}
        for n in range(1, CUSTOMERS + 1)
    ))  # fmt: skip
    _insert(base, "customer_link", (
        {"person_id": n, "customer_id": n, "source": "confirmed", "created_at": _text(START)} for n in range(1, CUSTOMERS + 1)
    ))  # fmt: skip
    _insert(base, "customer_order", _orders(lot))


def _orders(lot: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Orders of customers as the model of worth has them, with the values published for CDNOW (amounts times a hundred).

    They come in the first twelve weeks, buy at a rate of their own, and drop out after a purchase with a chance of their
    own (BG/NBD: Fader, Hardie and Lee 2005); what they spend is Gamma-Gamma (Fader and Hardie 2013).
    """
    first, rate = lot.uniform(0, 12, CUSTOMERS), lot.gamma(0.243, 1 / 4.414, CUSTOMERS)
    leaves, scale = lot.beta(0.793, 2.426, CUSTOMERS), lot.gamma(3.74, 1 / 15.44, CUSTOMERS)
    number = 0
    for n in range(CUSTOMERS):
        week = first[n]
        while week < WEEKS:
            number += 1
            yield {
                "reference": f"o{number}", "customer_id": n + 1, "placed_at": _text(START - timedelta(weeks=WEEKS - week)),
                "amount": max(1, int(lot.gamma(6.25, 1 / scale[n]) * 100)), "currency": "EUR",
            }  # fmt: skip
            if week > first[n] and lot.random() < leaves[n]:
                break
            week += lot.exponential(1 / rate[n])


def _session(base: sqlite3.Connection) -> None:
    from kernel.sessions import digest

    far = _text(datetime(2099, 1, 1, tzinfo=UTC))
    base.execute(
        "INSERT INTO session (id, person_id, data, agent, created_at, seen_at, expires_at) VALUES (?, 7, '{}', '', ?, ?, ?)",
        (digest(TOKEN), _text(START), far, far),
    )
