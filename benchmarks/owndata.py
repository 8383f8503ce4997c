"""The file of all that is known of the most active person, made by the worker, and what the site is slowed meanwhile."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import astuple
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks import lives
from benchmarks.bulk import run
from benchmarks.figures import Figure
from benchmarks.load import ROOT, Rate, as_deployed, served, wrk
from benchmarks.pages import COOKIE, site
from benchmarks.world import _text, world
from kernel import clock
from kernel.settings import Settings

ROUNDS, SECONDS, LONGEST = 5, 2, 300.0
"""With the worker at it and without take turns, since other load on a machine drifts; the median of each counts."""
LOADS: tuple[tuple[str, Mapping[str, str], int, bool], ...] = (
    ("member", COOKIE, 16, True),
    ("stranger", {}, 1, True),
    ("stranger", {}, 16, False),
)
"""Sixteen strangers at once get ten thousand kept pages a second out of memory: `wrk` then takes the other processor whole,
and it is the one who asks that waits for the worker; told, and held to nothing."""
DONE = "SELECT made_at FROM own_download WHERE id = ?"
BUSY = "SELECT count(*) FROM job WHERE state = 'ready' AND (owner IS NOT NULL OR run_at <= ?)"


def own_data() -> Iterator[Figure]:
    """A server and a worker as they are run, over a copy of the world in which no other work waits."""
    kept = _lived()
    with tempfile.TemporaryDirectory() as place:
        settings = kept.model_copy(update={"data_dir": Path(place) / "world"})
        shutil.copytree(kept.data_dir, settings.data_dir)
        with closing(sqlite3.connect(settings.sqlite_path)) as base, base:
            base.execute("DELETE FROM job")  # what comes round by itself begins anew, and does not fall due meanwhile
        person, modest = _most_active(settings)
        with served("run:app", site(settings)) as server, _worker(settings):
            _idle(settings)
            yield Figure("own data, who comes next in the world as it is", _made(settings, modest), "s", at_most=10)
            seconds = median(_made(settings, person) for _ in range(3))
            yield Figure("own data, the most active with a long life here", seconds, "s", at_most=10)
            yield Figure("its size", _size(settings) / 1e6, "MB")
            for name, headers, at_once, is_held in LOADS:
                load = partial(wrk, f"{server.base}/ideas", seconds=SECONDS, headers=headers, connections=at_once)
                ratios = _slowed(settings, person, load, each=seconds)
                yield from _figures(
                    f"{name}'s list, {at_once} at a time, while files are made", ratios, is_held=is_held
                )


def _figures(name: str, ratios: Rate, *, is_held: bool) -> Iterator[Figure]:
    yield Figure(f"{name}, rate", ratios.per_second, "x of without", at_least=0.9 if is_held else None)
    yield Figure(f"{name}, median time", ratios.median, "x of without", at_most=1.1 if is_held else None)
    yield Figure(f"{name}, p99", ratios.p99, "x of without")


def _slowed(settings: Settings, person: int, load: Callable[[], Rate], *, each: float) -> Rate:
    """The site with the worker making one file after the other the whole time, as parts of the same without."""
    load()
    calm, beside = list[Rate](), list[Rate]()
    for turn in range(ROUNDS):
        for busy in (turn % 2 == 0, turn % 2 == 1):
            asked = [_ask(settings, person) for _ in range(int(SECONDS / each) + 2)] if busy else []
            (beside if busy else calm).append(load())
            _idle(settings)
            if busy and _moment(settings, asked[0]) is None:
                raise RuntimeError("the file was not made")
    with_it, without = ([median(told) for told in zip(*map(astuple, one), strict=True)] for one in (beside, calm))
    return Rate(*(one / other for one, other in zip(with_it, without, strict=True)))


@contextmanager
def _worker(settings: Settings) -> Iterator[None]:
    words = [sys.executable, "run.py", "work"]
    process = subprocess.Popen(words, cwd=ROOT, env=as_deployed(site(settings)), stderr=subprocess.DEVNULL)
    try:
        while not _value(settings, "SELECT count(*) FROM job WHERE run_at > ?", _text(clock.now())):
            time.sleep(0.1)  # until it has begun, and written down what comes round by itself
        yield
    finally:
        process.terminate()
        process.wait(15)


def _idle(settings: Settings) -> None:
    """Wait until nothing is being done and nothing is ready."""
    until, calm = time.monotonic() + LONGEST, 0
    while calm < 3:
        calm = 0 if _value(settings, BUSY, _text(clock.now())) else calm + 1
        if time.monotonic() > until:
            raise RuntimeError("the worker is not done")
        time.sleep(0.25)


def _made(settings: Settings, person: int) -> float:
    """Seconds from the asking until the file lies there, the worker's look for work in them."""
    begun, number = time.monotonic(), _ask(settings, person)
    while _moment(settings, number) is None:
        if time.monotonic() - begun > LONGEST:
            raise RuntimeError("the file was not made")
        time.sleep(0.02)
    taken = time.monotonic() - begun
    _idle(settings)
    return taken


def _moment(settings: Settings, number: int) -> object:
    return _value(settings, DONE, number)


def _value(settings: Settings, sql: str, *values: object) -> object:
    with closing(sqlite3.connect(settings.sqlite_path, timeout=10)) as base:
        found = base.execute(sql, values).fetchone()
    return found[0] if found else None


def _ask(settings: Settings, person: int) -> int:
    """As the site's own action writes it, but for the rule that one waits at a time."""
    now = _text(clock.now())
    with closing(sqlite3.connect(settings.sqlite_path, timeout=10)) as base, base:
        number = base.execute(
            "INSERT INTO own_download (person_id, state, name, size, asked_at) VALUES (?, 'waiting', '', 0, ?) RETURNING id",
            (person, now),
        ).fetchone()[0]
        base.execute(
            "INSERT INTO job (kind, key, args, state, run_at, tries, error, created_at) "
            "VALUES ('privacy.takeaway', ?, ?, 'ready', ?, 0, '', ?)",
            (f"privacy.takeaway:{number}", f'{{"download": {number}}}', now, now),
        )
    return int(number)


def _size(settings: Settings) -> int:
    """Bytes of the newest file, which must open."""
    newest = max((settings.data_dir / "takeaways").glob("*.zip"), key=lambda path: path.stat().st_mtime)
    with zipfile.ZipFile(newest) as archive:
        if archive.testzip() is not None or "index.html" not in archive.namelist():
            raise RuntimeError("the file does not open")
    return newest.stat().st_size


def _lived() -> Settings:
    """The world with a long life of its most active person, made once and kept; the index is made and every job done."""
    of, made_by = world(), hashlib.sha256(Path(lives.__file__).read_bytes()).hexdigest()[:8]
    settings = of.model_copy(update={"data_dir": of.data_dir.with_name(f"{of.data_dir.name}-lived-{made_by}")})
    if not (settings.data_dir / "lived").exists():
        sys.stderr.write("making the life of the most active, and the index of words...\n")
        shutil.rmtree(settings.data_dir, ignore_errors=True)
        shutil.copytree(of.data_dir, settings.data_dir)
        person, _next = _most_active(settings)
        with closing(sqlite3.connect(settings.sqlite_path)) as base, base:
            base.execute("PRAGMA foreign_keys = OFF")
            for sql, rows in lives.life(person).items():
                base.executemany(sql, rows)
            base.execute("ANALYZE")
        lives.pictures(settings, person)
        run(["reindex"], site(settings))
        with _worker(settings):
            _idle(settings)
        (settings.data_dir / "lived").touch()
    return settings


def _most_active(settings: Settings) -> tuple[int, int]:
    """Who gave most supports, and who comes next."""
    with closing(sqlite3.connect(settings.sqlite_path)) as base:
        (first,), (second,) = base.execute(
            "SELECT person_id FROM support GROUP BY person_id ORDER BY count(*) DESC, person_id LIMIT 2"
        ).fetchall()
    return int(first), int(second)
