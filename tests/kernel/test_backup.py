"""A restored copy equals the original, table by table and file by file, on both databases, while the site runs."""

import asyncio
import hashlib
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel import db, files, migrate
from kernel.backup import backup, restore
from kernel.errors import Problem
from kernel.events import enqueue, record
from kernel.features import House, open_house
from kernel.settings import Settings
from run import house
from tests import databases
from tests.pictures import png


@pytest.fixture
def elsewhere(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An empty place of the same kind, whose tables nobody has made."""
    folder = tmp_path_factory.mktemp("elsewhere") / "data"
    if settings.sqlite:
        yield Settings(data_dir=folder, rate_limits="off")
    else:
        with databases.postgresql_empty(folder) as made:
            yield Settings(data_dir=folder, database_url=made.database_url, rate_limits="off")


@pytest.fixture
def home_of(settings: Settings) -> House:
    """The original: its secret is a file of its own."""
    built = house(Settings(data_dir=settings.data_dir, database_url=settings.database_url, rate_limits="off"))
    open_house(built)
    assert built.settings.key
    return built


async def lived_in(number: int = 30) -> None:
    for n in range(number):
        async with db.transaction():
            await record("t.happened", actor=None, subject=("idea", n), text=f"é\t\\N '{n}'\n\u2028 \U0001f600")
            await enqueue("kernel.sweep", key=f"k{n}")
    await files.keep_picture(png(40, 30), owner=None, name="a.png")
    await files.keep_picture(png(41, 30), owner=None, name="b.png")


async def contents(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in order."""
    if settings.sqlite:
        with sqlite3.connect(settings.sqlite_path) as base:
            names = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: sorted(base.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}
    base = await db.alone(settings)
    try:
        names = [line[0] for line in await base.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        return {name: sorted(map(tuple, await base.fetch(f'SELECT * FROM "{name}"')), key=repr) for name in names}
    finally:
        await base.close()


def uploads(settings: Settings) -> dict[str, str]:
    folder = settings.data_dir
    found = [file for file in (folder / "uploads").rglob("*") if file.is_file()]
    return {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest() for f in found}


async def test_a_restored_copy_equals_the_original(home_of: House, elsewhere: Settings, tmp_path: Path) -> None:
    async with db.opened(home_of.settings, home_of.features):
        await lived_in()
    await backup(home_of, tmp_path / "a.zip")
    await restore(house(elsewhere), tmp_path / "a.zip")
    assert await contents(elsewhere) == await contents(home_of.settings)
    assert uploads(elsewhere) == uploads(home_of.settings)
    assert len(uploads(elsewhere)) == 2
    assert elsewhere.key == home_of.settings.key
    assert (elsewhere.data_dir / "secret").stat().st_mode & 0o077 == 0
    assert (tmp_path / "a.zip").stat().st_mode & 0o077 == 0


async def test_new_rows_take_numbers_after_the_restored_ones(
    home_of: House, elsewhere: Settings, tmp_path: Path
) -> None:
    async with db.opened(home_of.settings, home_of.features):
        await lived_in(3)
    await backup(home_of, tmp_path / "a.zip")
    copy = house(elsewhere)
    await restore(copy, tmp_path / "a.zip")
    open_house(copy)
    async with db.opened(copy.settings, copy.features):
        await lived_in(2)
        assert await db.value("SELECT count(*) FROM event") == 5
        assert await migrate.pending(copy) == []


async def test_a_backup_of_a_site_being_written_to_is_of_one_moment(
    home_of: House, elsewhere: Settings, tmp_path: Path
) -> None:
    async with db.opened(home_of.settings, home_of.features):
        writing = asyncio.create_task(_pairs())
        await asyncio.sleep(0.05)
        await asyncio.to_thread(asyncio.run, backup(home_of, tmp_path / "a.zip"))
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
    await restore(house(elsewhere), tmp_path / "a.zip")
    rows = await contents(elsewhere)
    assert len(rows["event"]) == len(rows["job"])


async def _pairs() -> None:
    for n in range(100_000):
        async with db.transaction():
            await record("t.pair", actor=None, subject=("t", n))
            await enqueue("kernel.sweep", key=f"pair{n}")


async def test_a_place_that_holds_something_is_left_alone_unless_told(home_of: House, tmp_path: Path) -> None:
    async with db.opened(home_of.settings, home_of.features):
        await lived_in(3)
    await backup(home_of, tmp_path / "a.zip")
    before = await contents(home_of.settings)
    async with db.opened(home_of.settings, home_of.features):
        await lived_in(1)
        await files.keep_picture(png(50, 30), owner=None, name="c.png")
    with pytest.raises(Problem, match="--force"):
        await restore(home_of, tmp_path / "a.zip")
    await restore(home_of, tmp_path / "a.zip", force=True)
    assert await contents(home_of.settings) == before
    assert len(uploads(home_of.settings)) == 2


async def test_a_damaged_backup_changes_nothing(home_of: House, tmp_path: Path) -> None:
    await backup(home_of, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as good, zipfile.ZipFile(tmp_path / "b.zip", "w") as bad:
        for name in good.namelist():
            body = good.read(name)
            bad.writestr(name, body[:-1] + b"?" if name == "secret" else body)
    before = await contents(home_of.settings)
    with pytest.raises(Problem, match="damaged"):
        await restore(home_of, tmp_path / "b.zip", force=True)
    (tmp_path / "c.zip").write_bytes((tmp_path / "a.zip").read_bytes()[:900])
    with pytest.raises(Problem, match="not a backup"):
        await restore(home_of, tmp_path / "c.zip", force=True)
    assert await contents(home_of.settings) == before


async def test_a_backup_of_the_other_kind_is_refused_with_one_line(home_of: House, tmp_path: Path) -> None:
    await backup(home_of, tmp_path / "a.zip")
    other = "postgresql://nobody@localhost/none" if home_of.settings.sqlite else ""
    with pytest.raises(Problem, match="cannot be restored into"):
        await restore(house(Settings(data_dir=tmp_path / "x", database_url=other)), tmp_path / "a.zip")


async def test_a_backup_that_fails_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no database"):
        await backup(house(Settings(data_dir=tmp_path / "none")), tmp_path / "a.zip")
    assert list(tmp_path.glob("*.zip*")) == []
