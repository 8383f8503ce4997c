"""Everything goes along and comes back equal, on either database; what is secret stays, what is damaged is refused."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import audit, db
from kernel.errors import Problem
from kernel.features import House, open_house
from kernel.settings import Settings
from kernel.takeout import cells, reading, tables, writing
from kernel.takeout.cells import Kind
from run import house
from tests import databases


async def opened(settings: Settings) -> House:
    built = house(settings)
    open_house(built)
    return built


def table_files(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith(("tables/", "files/"))}


def rewritten(path: Path, **members: bytes) -> Path:
    """The same archive with other members, its manifest saying so."""
    import hashlib

    made = path.with_name("other.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        about = json.loads(old.read("manifest.json"))
        for name in about["members"]:
            held = members.get(name.removeprefix("tables/").removesuffix(".csv"), old.read(name))
            new.writestr(name, held)
            about["members"][name] = {"sha256": hashlib.sha256(held).hexdigest(), "size": len(held)}
        new.writestr("manifest.json", json.dumps(about))
    return made


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        (Kind.TEXT, "plain", "plain"),
        (Kind.TEXT, "", ""),
        (Kind.TEXT, None, "\\N"),
        (Kind.TEXT, "\\N", "\\\\N"),
        (Kind.TEXT, "=1+1", "\\=1+1"),
        (Kind.TEXT, "-5", "\\-5"),
        (Kind.WHOLE, -5, "-5"),
        (Kind.NUMBER, 0.1, "0.1"),
        (Kind.DECIMAL, Decimal("1.50"), "1.5"),
        (Kind.FLAG, True, "yes"),
        (Kind.FLAG, 0, "no"),
        (Kind.DAY, date(2026, 11, 22), "2026-11-22"),
        (Kind.MOMENT, "2026-11-22 10:00:00+00:00", "2026-11-22T10:00:00.000000Z"),
        (Kind.MOMENT, datetime(2026, 11, 22, 10, 0, 0, 5, UTC), "2026-11-22T10:00:00.000005Z"),
        (Kind.JSON, '{"b": 1, "a": [null]}', '{"a":[null],"b":1}'),
        (Kind.JSON, {"b": 1}, '{"b":1}'),
        (Kind.JSON, "-1", "\\-1"),
    ],
)
def test_a_value_is_the_same_cell_from_both_databases(kind: Kind, value: Any, cell: str) -> None:
    assert cells.written(kind, value) == cell
    assert (
        cells.written(kind, cells.read(kind, cell) if kind != Kind.JSON else json.dumps(cells.read(kind, cell))) == cell
    )


@given(st.text())
def test_no_text_is_lost_or_run_by_a_spreadsheet(text: str) -> None:
    cell = cells.written(Kind.TEXT, text)
    assert cells.read(Kind.TEXT, cell) == text
    assert not cell.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    ("kind", "cell"), [(Kind.FLAG, "1"), (Kind.MOMENT, "2026-11-22"), (Kind.WHOLE, "x"), (Kind.DAY, "")]
)
def test_a_cell_that_cannot_be_read_is_no_value(kind: Kind, cell: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        cells.read(kind, cell)


@pytest.fixture
async def everything(tmp_path: Path) -> Path:
    """The demo world as a file."""
    folder = tmp_path / "demo"
    folder.mkdir()
    built, path = await opened(databases.demo_copy(folder)), tmp_path / "everything.zip"
    async with db.opened(built.settings, built.features):
        await writing.write(built, path)
    return path


async def test_a_site_made_of_the_file_is_equal(everything: Path, settings: Settings, tmp_path: Path) -> None:
    built, again = await opened(settings), tmp_path / "again.zip"
    async with db.opened(built.settings, built.features):
        counts = await reading.read_back(built, everything)
        assert counts["person"] >= 150
        assert counts["support"] >= 2000
        for proof in built.all("proofs"):
            assert await proof.check(fix=False) == [], proof.name
        assert await audit.broken() is None
        await writing.write(built, again)
        before, after = table_files(everything), table_files(again)
        assert before.keys() == after.keys()
        assert [name for name in before if before[name] != after[name]] == []
        assert await db.value("SELECT COUNT(*) AS n FROM person WHERE password IS NOT NULL") == 0
        with pytest.raises(Problem, match="something here already"):
            await reading.read_back(built, everything)
        person = await db.value("INSERT INTO tag (slug, name) VALUES ('new', 'New') RETURNING id")
        assert person > await db.value("SELECT COUNT(*) AS n FROM tag") - 1


async def test_what_is_secret_stays_and_the_page_says_so(everything: Path) -> None:
    with zipfile.ZipFile(everything) as archive:
        names, page = archive.namelist(), archive.read("README.md").decode()
        people = archive.read("tables/person.csv").decode()
        about = json.loads(archive.read("manifest.json"))
    for table in ("session", "proof", "token", "allowance", "write_key"):
        assert f"tables/{table}.csv" not in names
        assert f"`{table}`" in page
    assert "argon2" not in people
    assert "password" not in people.splitlines()[0]
    for name, table in about["tables"].items():
        assert f"\n## {name}\n" in page
        assert table["about"], name
        assert all(column["holds"] for column in table["columns"])


async def test_what_is_damaged_is_refused_and_nothing_is_written(
    everything: Path, settings: Settings, tmp_path: Path
) -> None:
    built = await opened(settings)
    with zipfile.ZipFile(everything) as archive:
        ideas = archive.read("tables/idea.csv")
        tagged = archive.read("tables/idea_tag.csv")
    lines = tagged.split(b"\r\n")
    cases = {
        "a cell cannot be read": rewritten_as(everything, tmp_path, "idea", ideas.replace(b",yes,", b",perhaps,", 1)),
        "not the columns": rewritten_as(everything, tmp_path, "follow", b"id,idea_id\r\n1,1\r\n"),
        "otherwise how many rows": rewritten_as(everything, tmp_path, "idea_tag", b"\r\n".join([*lines[:-2], b""])),
        "another size": rewritten_as(everything, tmp_path, "tag", b"x" * 50_000_000),
    }
    async with db.opened(built.settings, built.features):
        for message, path in cases.items():
            with pytest.raises(Problem, match=message):
                await reading.read_back(built, path)
            assert await db.value("SELECT COUNT(*) AS n FROM person") == 0
        broken = tmp_path / "broken.zip"
        broken.write_bytes(everything.read_bytes()[:100_000])
        with pytest.raises(Problem, match=r"not a backup|damaged"):
            await reading.read_back(built, broken)


def rewritten_as(path: Path, folder: Path, table: str, held: bytes) -> Path:
    made = folder / f"{table}-{len(held)}.zip"
    return rewritten(path, **{table: held}).replace(made)


async def test_a_file_of_another_version_is_refused(everything: Path, settings: Settings, tmp_path: Path) -> None:
    built = await opened(settings)
    other = tmp_path / "newer.zip"
    with zipfile.ZipFile(everything) as old, zipfile.ZipFile(other, "w") as new:
        about = json.loads(old.read("manifest.json"))
        about["tables"]["idea"]["columns"].append({"name": "colour"})
        for name in about["members"]:
            new.writestr(name, old.read(name))
        new.writestr("manifest.json", json.dumps(about))
    async with db.opened(built.settings, built.features):
        with pytest.raises(Problem, match=r"another version.*idea"):
            await reading.read_back(built, other)


async def test_every_table_is_taken_or_said_to_stay(home: House) -> None:
    taken = {table.name for table in tables.taken()}
    stays = {entry.table for entry in tables.left_behind()}
    journal = "tortoise_migrations"
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    if not db.on_sqlite():
        sql = "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()"
    assert {row["name"] for row in await db.rows(sql)} - {journal} == taken | stays
