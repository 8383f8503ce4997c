"""A ledger of points of 1,000,000 entries: how long a balance takes, and folding everything again."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from statistics import median

from tortoise.backends.base.executor import EXECUTOR_CACHE

from ambassadors.points import calendar, ledger, queries
from benchmarks.figures import Figure
from benchmarks.world import _insert, _people
from kernel import clock, db
from kernel.features import House, open_house
from kernel.migrate import migrate
from kernel.settings import Settings
from run import house

ENTRIES, SMALL, EACH, MONTHS, ASKED = 1_000_000, 10_000, 50, 13, 400
HOARDER, MODEST = 1, 2
"""Every tenth entry is of one person."""
NOW = datetime(2026, 11, 15, tzinfo=UTC)
ACTS = ("awarded", "held", "captured", "awarded", "held", "released")
LINES = {
    "awarded": (("fund", -30), ("free", 30)),
    "held": (("free", -10), ("held", 10)),
    "captured": (("held", -10), ("spent", 10)),
    "released": (("held", -10), ("free", 10)),
}
Told = tuple[object, ...]
STATES = {"captured": "captured", "released": "released"}


def ledgers() -> Iterator[Figure]:
    """On SQLite, and on a PostgreSQL server started for it; beside a ledger of a hundredth of that."""
    from benchmarks.postgresql import copied

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        small, large = _made(folder / "small", SMALL), _made(folder / "large", ENTRIES)
        few, _many, _folded, _moved = asyncio.run(_measured(small))
        yield from _figures("SQLite", few, *asyncio.run(_measured(large)))
        with copied(large, folder) as other:
            yield from _figures("PostgreSQL", 0, *asyncio.run(_measured(other)))


def _figures(name: str, before: float, modest: float, hoarder: float, folded: float, moved: float) -> Iterator[Figure]:
    if before:
        yield Figure(f"balance on {name}, 1,000,000 entries to 10,000", modest / before, "x", at_most=1.5)
    yield Figure(f"balance on {name}", 1000 * modest, "ms")
    yield Figure(f"balance on {name}, somebody of 100,000 entries to one of 45", hoarder / modest, "x", at_most=2)
    yield Figure(f"points put aside and spent on {name}", 1000 * moved, "ms")
    yield Figure(f"points recounted on {name}", folded, "s", at_most=20)


async def _measured(settings: Settings) -> tuple[float, float, float, float]:
    EXECUTOR_CACHE.clear()  # statements are kept by table alone, and each kind of database writes them otherwise
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        with clock.at(NOW):
            modest, hoarder = [await _balance(person) for person in (MODEST, HOARDER)]
            folded = await _recounted(built)
            return modest, hoarder, folded, await _spent(MODEST)


async def _balance(person: int) -> float:
    taken = []
    for _ in range(ASKED):
        begun = time.perf_counter()
        await queries.balance(person)
        taken.append(time.perf_counter() - begun)
    return median(taken)


async def _recounted(built: House) -> float:
    begun = time.perf_counter()
    found = [line for proof in built.all("proofs") if proof.name.startswith("points.") for line in await proof.check()]
    if found:
        raise RuntimeError(f"the ledger is not even: {found[:3]}")
    return time.perf_counter() - begun


async def _spent(person: int) -> float:
    taken = []
    for number in range(20):
        begun = time.perf_counter()
        async with db.transaction():
            await ledger.capture(await ledger.hold(person, 1, ("claim", number + 1)))
        taken.append(time.perf_counter() - begun)
    return median(taken)


def _made(folder: Path, entries: int) -> Settings:
    settings = Settings(data_dir=folder, secret="of-the-benchmarks", rate_limits="off")
    folder.mkdir()
    built = house(settings)
    open_house(built)
    asyncio.run(migrate(built))
    with sqlite3.connect(settings.sqlite_path) as base:
        base.execute("PRAGMA synchronous = OFF")
        _insert(base, "person", islice(_people(), entries // EACH))
        _fill(base, entries)
        base.commit()
        base.execute("ANALYZE")
    return settings


def _person(number: int, people: int) -> int:
    return HOARDER if number % 10 == 0 else MODEST + number % (people - 2)


def _fill(base: sqlite3.Connection, entries: int) -> None:
    """Each person goes round the same acts."""
    months = [calendar.later(date(2026, 11, 1), number - MONTHS + 1) for number in range(MONTHS)]
    turns: Counter[int] = Counter()
    sums: Counter[tuple[int, str]] = Counter()
    lots: Counter[tuple[int, int]] = Counter()
    rows: list[Told] = []
    postings: list[Told] = []
    holds: dict[int, tuple[int, str]] = {}
    for number in range(MONTHS + 1, MONTHS + 1 + entries):
        person, place = _person(number, entries // EACH), (number - 1) * MONTHS // (entries + MONTHS + 1)
        act = ACTS[turns[person] % len(ACTS)]
        turns[person] += 1
        cause = ("idea" if act == "awarded" else "claim", number if act in ("awarded", "held") else holds[person][0])
        rows.append((number, act, person, place + 1 if act == "awarded" else None, *cause, months[place]))
        for account, amount in LINES[act]:
            postings.append((number, account, amount))
            sums[0 if account == "fund" else person, account if account != "fund" else str(place)] += amount
        if act == "awarded":
            lots[person, place] += 30
        else:
            holds[person] = (cause[1], STATES.get(act, "open"))
    _write(base, rows, postings)
    base.executemany(
        "INSERT INTO point_hold (person_id, amount, cause_kind, cause_id, state, parts, at) VALUES (?, 10, 'claim', ?, ?, "
        "'[]', '2026-11-01 00:00:00+00:00')",
        [(person, number, state) for person, (number, state) in holds.items()],
    )
    _funds(base, months, [-sums[0, str(place)] for place in range(MONTHS)])
    _purses(base, months, sums, lots)


def _write(base: sqlite3.Connection, rows: list[Told], postings: list[Told]) -> None:
    base.executemany(
        "INSERT INTO point_entry (id, act, person_id, fund_id, kind, cause_kind, cause_id, reason, at) "
        "VALUES (?, ?, ?, ?, '', ?, ?, '', ? || ' 12:00:00+00:00')",
        rows,
    )
    base.executemany("INSERT INTO point_posting (entry_id, account, amount) VALUES (?, ?, ?)", postings)
    base.execute(
        "INSERT INTO point_award (person_id, kind, cause_kind, cause_id, fund_id, due, amount, settled, owed, short, "
        "ends_at, at) SELECT person_id, 'idea', cause_kind, cause_id, fund_id, 30, 30, 0, 0, 'none', at, at FROM point_entry "
        "WHERE act = 'awarded'"
    )


def _purses(
    base: sqlite3.Connection, months: list[date], sums: Counter[tuple[int, str]], lots: Counter[tuple[int, int]]
) -> None:
    """What is spent and put aside went from the earliest lots; none has ended."""
    used = {person: sums[person, "spent"] + sums[person, "held"] for person, _month in lots}
    told = []
    for (person, month), amount in sorted(lots.items()):
        part = min(amount, used[person])
        used[person] -= part
        told.append((person, calendar.begins(calendar.later(months[month], 14)).isoformat(" "), amount, amount - part))
    base.executemany("INSERT INTO point_lot (person_id, ends_at, amount, remains) VALUES (?, ?, ?, ?)", told)
    base.executemany(
        "INSERT INTO point_purse (person_id, free, held, spent, expired, owed) VALUES (?, ?, ?, ?, 0, 0)",
        [(one, *(sums[one, name] for name in ("free", "held", "spent"))) for one in sorted(used)],
    )


def _funds(base: sqlite3.Connection, months: list[date], all_given: list[int]) -> None:
    """What was given of each month's budget, and a thousand more."""
    for place, month in enumerate(months):
        given = all_given[place]
        base.execute("INSERT INTO point_fund VALUES (?, ?, ?, ?, NULL)", (place + 1, month, given + 1000, given))
        base.execute(
            "INSERT INTO point_entry (id, act, fund_id, kind, cause_kind, cause_id, reason, at) VALUES (?, 'funded', ?, "
            "'', '', 0, 'So.', ?)",
            (place + 1, place + 1, f"{month} 08:00:00+00:00"),
        )
        lines = [(place + 1, "brand", -given - 1000), (place + 1, "fund", given + 1000)]
        base.executemany("INSERT INTO point_posting (entry_id, account, amount) VALUES (?, ?, ?)", lines)
