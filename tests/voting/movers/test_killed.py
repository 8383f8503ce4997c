"""A process killed in the middle of a file: begun again it goes on, nothing is missing and nothing is twice."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from kernel import db
from kernel.features import House
from kernel.settings import Settings
from tests.voting.movers.moving import differences, take_back

IDEAS, VOTERS = 2500, 4
HEAD = "Idea Id,Idea Title,Idea Description,Public Status Name,Created Timestamp,Idea Creator Email Address,User Email Address\n"


def exported(path: Path) -> Path:
    """UserVoice's export, a row for each idea and supporter."""
    rows = (
        f"{n},Idea {n},Words {n},planned,2024-01-01 00:00:00,a{n % 50}@example.com,v{(n * 7 + k) % 400}@example.com\n"
        for n in range(IDEAS)
        for k in range(VOTERS)
    )
    path.write_text(HEAD + "".join(rows), "utf-8")
    return path


def begin(settings: Settings, path: Path) -> subprocess.Popen[bytes]:
    """The command as a process of its own."""
    told = {"DATA_DIR": str(settings.data_dir), "SECRET": settings.secret, "DATABASE_URL": settings.database_url}
    environment = {**os.environ, **{f"TANDEM_{name}": value for name, value in told.items()}}
    words = [sys.executable, "run.py", "import", "ideas", str(path)]
    root = Path(__file__).parents[3]
    return subprocess.Popen(words, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def counted() -> db.Row:
    row = await db.row(
        "SELECT (SELECT count(*) FROM idea) AS ideas, (SELECT count(*) FROM support_event) AS supports, "
        "(SELECT count(*) FROM person) AS people, (SELECT coalesce(max(position), 0) FROM import_batch) AS position"
    )
    assert row is not None
    return row


async def killed_in_the_middle(home: House, path: Path, *, beyond: int) -> None:
    process = begin(home.settings, path)
    for _look in range(3000):
        if (await counted())["position"] > beyond or process.poll() is not None:
            break
        await asyncio.sleep(0.02)
    process.kill()
    process.wait()


async def test_a_file_goes_on_where_it_was_killed(home: House, tmp_path: Path) -> None:
    path = exported(tmp_path / "uservoice.csv")
    for beyond in (0, IDEAS + 1000):
        await killed_in_the_middle(home, path, beyond=beyond)
        half = await counted()
        assert beyond < half["position"] < IDEAS * (1 + VOTERS)
    assert begin(home.settings, path).wait() == 0
    whole = await counted()
    assert (whole["ideas"], whole["supports"]) == (IDEAS, IDEAS * VOTERS)
    assert await db.value("SELECT count(*) AS n FROM import_batch") == 1
    assert await differences(home) == []
    undone = await take_back(int(await db.value("SELECT id FROM import_batch")))
    assert undone["stays"] == []
    empty = await counted()
    assert (empty["ideas"], empty["supports"], empty["people"]) == (0, 0, 0)
