"""How fast the home of a lived-in club is for a member: against a bare handler that returns the same bytes, by turns."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure
from benchmarks.load import ROOT, served, wrk
from benchmarks.pages import COOKIE, TURNS, _page, site
from benchmarks.world import FOLDER, TOKEN, _tables
from kernel.sessions import digest
from kernel.settings import Settings

WHO = "ada"
HOME = "/clubs/les-pieds-larges"
FAR, NOW = "2099-01-01 00:00:00+00:00", "2026-01-01 00:00:00+00:00"


def lived_in() -> Settings:
    """The demo world, with one of its people signed in; made once for these tables."""
    folder = FOLDER / f"demo-{_tables()}"
    settings = Settings(
        data_dir=folder, secret="of-the-benchmarks", rate_limits="off", base_url="http://localhost:8000"
    )
    if not (folder / "complete").exists():
        subprocess.run([sys.executable, "run.py", "demo"], cwd=ROOT, env={**os.environ, **site(settings)}, check=True)
        with sqlite3.connect(settings.sqlite_path) as base:
            base.execute(
                "INSERT INTO session (id, person_id, data, agent, created_at, seen_at, expires_at) "
                "VALUES (?, (SELECT id FROM person WHERE handle = ?), '{}', '', ?, ?, ?)",
                (digest(TOKEN), WHO, NOW, FAR, FAR),
            )
        (folder / "complete").touch()
    return settings


def home() -> Iterator[Figure]:
    """A member's view of a club's home, again and again."""
    with served("run:app", site(lived_in())) as ours, tempfile.NamedTemporaryFile() as file:
        body = _page(ours, HOME, COOKIE)
        Path(file.name).write_bytes(body)
        with served("benchmarks.reference:fixed", {"BENCHMARK_BODY": file.name}) as bare:
            rates = [
                [wrk(f"{one.base}{HOME}", headers=COOKIE).per_second for one in (ours, bare)] for _ in range(TURNS)
            ]
    mine, theirs = (median(turns) for turns in zip(*rates, strict=True))
    yield Figure("member's club home, rate", mine / theirs, "x of a bare handler", at_least=0.3)
    yield Figure("member's club home, a second", mine, "requests")
    yield Figure("member's club home, sent", len(body) / 1000, "kB")
