"""An index made anew beside the one in use; made by whoever dies in the middle; made where there was none."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kernel import backup, db, jobs, search
from kernel.features import the_house
from kernel.search import backends, building, engine, feed, folders
from kernel.search.engine import Query
from kernel.search.errors import Away, Busy
from kernel.search.registry import Document
from kernel.search.state import State
from tests.kernel.search.conftest import Shelf

ROOT = Path(__file__).parents[3]


async def found(words: str) -> list[int]:
    return sorted(hit.id for hit in (await engine.find(Query(words, limit=1_000))).hits)


async def test_what_is_written_while_an_index_is_made_is_in_it(filled: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "PAGE", 3)
    monkeypatch.setattr(building, "MOST_TEXTS", 3)
    read, written = filled.after, list[int]()

    async def meanwhile(number: int, most: int) -> list[Document]:
        page = list(await read(number, most))
        if number == 3:
            await filled.write("Semelles changées", number=1)
            await filled.take_away(2)
            written.append(await filled.write("Une sangle amovible"))
            await feed.run()
            assert await found("sangle") == written
        return page

    shelf_entry = the_house().registered("searchable")[0]
    object.__setattr__(shelf_entry, "after", meanwhile)
    await building.reindex()
    assert await found("sangle") == written
    assert await found("changées") == [1]
    assert await found("workshop") == []


async def test_the_index_in_use_answers_until_the_other_is_ready(filled: Shelf) -> None:
    before = await found("semelles")
    entry = the_house().registered("searchable")[0]
    seen = []

    async def looked(number: int, most: int) -> list[Document]:
        seen.append(await found("semelles"))
        return list(await filled.after(number, most))

    object.__setattr__(entry, "after", looked)
    await building.reindex()
    assert seen
    assert all(one == before for one in seen)


async def test_two_do_not_make_an_index_at_once(filled: Shelf) -> None:
    async with backends.chosen().building():
        with pytest.raises(Busy):
            async with backends.chosen().building():
                pass
    async with backends.chosen().building():
        pass


async def test_the_worker_makes_an_index_in_turns_and_goes_on_where_one_stopped(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "TURN", 0.0)
    monkeypatch.setattr(building, "PAGE", 4)
    monkeypatch.setattr(building, "MOST_TEXTS", 4)
    numbers = [shelf.put(f"Semelle {n}") for n in range(10)]
    await building.run()
    with pytest.raises(Away):
        await backends.chosen().position()
    left = await backends.chosen().unfinished()
    assert left is not None
    assert left[1].reached == ("text", 4)
    await jobs.work(the_house(), until_idle=True)
    assert await found("semelle") == numbers


async def test_a_version_that_is_not_ours_is_made_anew(filled: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kernel.search.entries.VERSION", 99)
    with pytest.raises(Away):
        await backends.chosen().position()
    assert (await engine.find(Query("semelles"))).is_partial
    await jobs.work(the_house(), until_idle=True)
    assert not (await engine.find(Query("semelles"))).is_partial


async def test_what_cannot_be_read_is_made_anew(filled: Shelf) -> None:
    if the_house().settings.search == "postgresql":
        await db.execute("DROP SCHEMA tandem_search CASCADE")
    else:
        root = the_house().settings.data_dir / "search"
        for file in (folders.current(root) or root).iterdir():
            file.unlink()
            file.write_bytes(b"not what was written")
        from kernel.search import whoosh_index

        whoosh_index.forget()
    answer = await engine.find(Query("semelles"))
    assert (answer.is_partial, len(answer.hits)) == (True, 1)
    await jobs.work(the_house(), until_idle=True)
    again = await engine.find(Query("semelles"))
    assert (again.is_partial, again.hits[0].id) == (False, answer.hits[0].id)


async def test_old_ones_are_thrown_away(filled: Shelf) -> None:
    for _ in range(3):
        await building.reindex()
    if the_house().settings.search == "postgresql":
        tables = await db.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'tandem_search'")
        assert len(tables) == 3
    else:
        root = the_house().settings.data_dir / "search"
        assert len(list(root.glob("index-*"))) <= 2


async def test_a_backup_holds_no_index(filled: Shelf, tmp_path: Path) -> None:
    counts = await backup.backup(the_house(), tmp_path / "kept.zip")
    assert not any("search" in name for name in counts)


WRITER = """
import asyncio, sys
from kernel import db
from kernel.features import open_house
from kernel.search import backends, entries
from kernel.search.registry import Document
from kernel.search.state import State
from kernel.settings import Settings
from run import house

async def main():
    built = house(Settings())
    open_house(built)
    async with db.opened(built.settings, built.features):
        for turn in range(10_000):
            made = [entries.of(Document("text", n, f"Tour numero{turn} texte{n}", "mot " * 50)) for n in range(1, 41)]
            await backends.chosen().write(made, [], State(low=turn))
            print(turn, flush=True)

asyncio.run(main())
"""


def writing() -> subprocess.Popen[str]:
    """A process that commits forty texts again and again, and says which time it was."""
    settings = the_house().settings
    told = {
        "DATA_DIR": settings.data_dir,
        "SECRET": "s",
        "DATABASE_URL": settings.database_url,
        "SEARCH": settings.search,
    }
    environment = {**os.environ, **{f"TANDEM_{name}": str(value) for name, value in told.items()}}
    return subprocess.Popen(
        [sys.executable, "-c", WRITER], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )


async def test_whoever_is_killed_while_writing_leaves_a_whole_index(filled: Shelf) -> None:
    """Each commit is all there or not at all, the lock is free again, and readers never fail."""
    for turns in (2, 3, 5):
        with writing() as process:
            assert process.stdout is not None
            for _ in range(turns):
                last = int(process.stdout.readline())
                assert len(await found("texte7")) == 1
            await asyncio.sleep(0.013 * turns)
            process.kill()
        position = await backends.chosen().position()
        assert position.low >= last
        assert await found(f"numero{position.low}") == list(range(1, 41))
        assert await found(f"numero{position.low - 1}") == []
    number = await filled.write("Une sangle amovible")
    await backends.chosen().write([], [], State())
    await search.caught_up()
    assert await found("sangle") == [number]
