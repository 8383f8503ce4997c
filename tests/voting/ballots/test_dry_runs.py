"""A dry run says exactly what the run itself will say, and a second run changes nothing: for each kind of file."""

from __future__ import annotations

import random
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from community.people.models import Person
from ideas.board.models import Board, Idea
from kernel import clock, db, imports
from kernel.features import House
from tests import cast
from voting.ballots import actions, queries

HEADERS = {
    "customers": "reference,name,email,segment,stated_value",
    "orders": "reference,customer,placed_at,amount,currency",
    "ideas": "reference,board,title,created_at,tags",
    "supports": "idea,email,created_at",
}
WHEN = ("", "2024-01-05", "2025-03-01", "2026-02-03", "soon")


def row(kind: str, lot: random.Random) -> list[str]:
    """A line of a file whose few references come again and again, some of them unusable."""
    one, other = f"R{lot.randrange(12)}", lot.choice(("", "a", "b", "=c"))
    match kind:
        case "customers":
            mail = lot.choice(("", "ada@example.org", "Ben@Example.org", "nowhere"))
            return [one, other, mail, lot.choice(("", "pros", "x" * 90)), lot.choice(("", "1.00", "-1"))]
        case "orders":
            return [one, f"R{lot.randrange(14)}", lot.choice(WHEN[1:]), lot.choice(("1", "2.50", "x")), "EUR"]
        case "ideas":
            return [one, lot.choice(("Shoes", "Bags")), lot.choice(("A", "B", "")), lot.choice(WHEN), other]
    mail = lot.choice(("ada@example.org", "BEN@example.org", "new@example.org", ""))
    return [one, mail, lot.choice(WHEN)]


def file(tmp_path: Path, kind: str, seed: int) -> Path:
    lot = random.Random(seed)  # noqa: S311  a file to repeat, no secret
    path = tmp_path / f"{kind}-{seed}.csv"
    lines = [",".join(row(kind, lot)) for _ in range(lot.randrange(5, 90))] + ["too,few", 'a"b,c']
    path.write_text("\n".join([HEADERS[kind], *lines]) + "\n", "utf-8")
    return path


async def told(kind: str | imports.Importer, path: Path, *, dry_run: bool = False) -> dict[str, Any]:
    bad = path.with_suffix(".bad")
    bad.unlink(missing_ok=True)
    importer = imports.importer(kind) if isinstance(kind, str) else kind
    report = await imports.read_file(importer, path, dry_run=dry_run, bad_path=bad)
    listed = bad.read_text("utf-8") if bad.exists() else ""
    return {**asdict(report), "dry_run": None, "listed": listed}


async def something_there(tmp_path: Path) -> None:
    """Some of what the files name is there already, and something of it was taken back."""
    ada, author = await cast.member(), await cast.person("mo")
    lines = [f"R{n},Old {n}" for n in range(0, 14, 2)]
    (tmp_path / "old.csv").write_text("\n".join(["reference,name", *lines]) + "\n", "utf-8")
    await told("customers", tmp_path / "old.csv")
    board = await Board.create(slug="shoes", name="Shoes", created_at=clock.now())
    for n in range(0, 12, 3):
        one = await _idea(board, author, n)
        await actions.cast(ada, await queries.find(ada, one.id))
        if n:
            await actions.withdraw(ada, await queries.find(ada, one.id))


async def _idea(board: Board, author: Person, n: int) -> Idea:
    now = clock.now()
    return await Idea.create(
        board=board, author=author, reference=f"R{n}", title="A", slug="a", created_at=now, status_at=now
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("batch", [3, 2000])
async def test_a_dry_run_says_what_the_run_says(
    home: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, batch: int
) -> None:
    monkeypatch.setattr(imports, "BATCH", batch)
    await something_there(tmp_path)
    for kind in HEADERS:
        path = file(tmp_path, kind, seed)
        said = await told(kind, path, dry_run=True)
        assert await told(kind, path, dry_run=True) == said
        assert await told(kind, path) == said
        again = await told(kind, path)
        assert (again["created"], again["updated"]) == (0, 0)


async def test_the_last_row_of_a_reference_counts_however_far_apart_they_are(home: House, tmp_path: Path) -> None:
    lines = ["C0,first,,,", *(f"C{n},x,,," for n in range(1, 4500)), "C0,last,,,", "C0,bad,nowhere,,"]
    path = tmp_path / "customers.csv"
    path.write_text("\n".join([HEADERS["customers"], *lines]) + "\n", "utf-8")
    for dry_run in (True, False):
        report = await told("customers", path, dry_run=dry_run)
        assert (report["created"], report["unchanged"], report["bad_count"]) == (4500, 1, 1)
    assert await db.value("SELECT name FROM customer WHERE reference = 'C0'") == "last"
    assert (await told("customers", path))["updated"] == 0


async def test_what_the_database_refuses_is_the_same_row_in_both(home: House, tmp_path: Path) -> None:
    kind = imports.importer("customers")

    async def picky(batch: imports.Batch) -> None:
        await kind.run(batch)
        if any(line.cells["name"] == "huge" for line in batch.lines):
            raise OverflowError("too large")

    lines = [f"C{n % 30},{'huge' if n in (7, 37) else n},,," for n in range(50)]
    path = tmp_path / "customers.csv"
    path.write_text("\n".join([HEADERS["customers"], *lines]) + "\n", "utf-8")
    said = await told(replace(kind, run=picky), path, dry_run=True)
    assert [bad["line"] for bad in said["bad"]] == [9, 39]
    assert await told(replace(kind, run=picky), path) == said
    assert await db.value("SELECT COUNT(*) AS n FROM customer") == 29
