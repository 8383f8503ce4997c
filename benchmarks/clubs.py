"""How fast the home of a lived-in club is for a member, by turns with others."""

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
    """A member's view of a club's home, again and again.

    The hand-written minimum reads session, person and one list, as in `signed-in`; the bare handler reads nothing.
    """
    settings = lived_in()
    reference = {"BENCHMARK_DATABASE": str(settings.sqlite_path)}
    with (
        served("run:app", site(settings)) as ours,
        served("benchmarks.reference:minimum", reference) as minimum,
        tempfile.NamedTemporaryFile() as file,
    ):
        body = _page(ours, HOME, COOKIE)
        Path(file.name).write_bytes(body)
        with served("benchmarks.reference:fixed", {"BENCHMARK_BODY": file.name}) as bare:
            asked = (f"{ours.base}{HOME}", f"{minimum.base}/ideas", f"{bare.base}{HOME}")
            rates = [[wrk(url, headers=COOKIE).per_second for url in asked] for _ in range(TURNS)]
    mine, least, nothing = (median(turns) for turns in zip(*rates, strict=True))
    yield Figure("member's club home, rate", mine / least, "x of a hand-written minimum", at_least=0.3)
    yield Figure("member's club home, beside the same bytes", mine / nothing, "x of a bare handler")
    yield Figure("member's club home, a second", mine, "requests")
    yield Figure("member's club home, sent", len(body) / 1000, "kB")
