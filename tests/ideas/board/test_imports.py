"""Ideas from a file: made once, brought up to date, and never over what was done here since."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from community.people.models import Person
from ideas.board import actions, answers, proofs, queries
from ideas.board.file_rows import COLUMNS
from ideas.board.imports import importer
from ideas.board.models import Board, Idea, IdeaTag, Status
from kernel import db
from kernel.features import House
from kernel.imports import Report, read_file
from kernel.models import Letter
from kernel.viewer import STRANGER
from tests import cast

pytestmark = pytest.mark.asyncio

GOOD = {
    "reference": "s1",
    "board": "Chaussures d’été",
    "title": "Des lacets",
    "body": "Longs.",
    "author_email": "v1@example.org",
    "created_at": "2024-03-01T10:00:00Z",
    "status": "open",
    "tags": "lacets|été",
}


async def read(folder: Path, *rows: dict[str, str], dry_run: bool = False) -> Report:
    path = folder / "ideas.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows({**GOOD, **row} for row in rows)
    return await read_file(importer, path, dry_run=dry_run)


async def counts_hold() -> bool:
    return [*await proofs.counts_of_boards(), *await proofs.places_of_ideas()] == []


async def test_a_second_run_of_the_same_file_changes_nothing(home: House, tmp_path: Path) -> None:
    rows = [{"reference": f"s{n}", "title": f"Title {n}", "author_email": f"v{n % 3}@example.org"} for n in range(30)]
    first = await read(tmp_path, *rows)
    assert (first.created, first.updated, first.unchanged, first.bad_count) == (30, 0, 0, 0)
    generation = await db.value("SELECT count(*) FROM event")
    second = await read(tmp_path, *rows)
    assert (second.created, second.updated, second.unchanged, second.bad_count) == (0, 0, 30, 0)
    assert await db.value("SELECT count(*) FROM event") == generation
    assert await Person.filter(is_claimed=False).count() == 3
    assert await IdeaTag.all().count() == 60
    assert [(b.name, b.slug, b.ideas) for b in await Board.all()] == [("Chaussures d’été", "chaussures-d-ete", 30)]
    assert await Letter.all().count() == 0
    assert await counts_hold()
    assert len((await queries.listing(STRANGER, queries.IdeaFilter(tag="ete"))).items) == 20


async def test_bad_rows_are_named_and_the_good_ones_are_in(home: House, tmp_path: Path) -> None:
    report = await read(
        tmp_path,
        {"reference": "good"},
        {"reference": ""},
        {"reference": "long", "title": "x" * 201},
        {"reference": "huge", "body": "x" * 40_001},
        {"reference": "when", "created_at": "yesterday"},
        {"reference": "future", "created_at": "2999-01-01"},
        {"reference": "state", "status": "wished"},
        {"reference": "merged", "status": "merged"},
        {"reference": "mail", "author_email": "nobody"},
        {"reference": "good", "title": "Again"},
        {"reference": "nul", "title": "a\0b"},
        {"reference": "bare", "author_email": "", "created_at": "", "status": "Under review", "tags": "a,b;c"},
    )
    assert (report.created, report.bad_count) == (2, 10)
    assert [bad.line for bad in report.bad][:3] == [3, 4, 5]
    bare = await Idea.get(reference="bare")
    assert bare.status == Status.UNDER_REVIEW
    assert await counts_hold()


async def test_a_dry_run_writes_nothing(home: House, tmp_path: Path) -> None:
    report = await read(tmp_path, {"reference": "s1"}, dry_run=True)
    assert report.created == 1
    assert await Idea.all().count() == await Board.all().count() == await Person.all().count() == 0


async def test_a_changed_file_changes_what_nobody_touched_here(home: House, tmp_path: Path) -> None:
    await read(tmp_path, *({"reference": name} for name in ("plain", "edited", "answered")))
    mo = await cast.manager()
    edited, answered = await Idea.get(reference="edited"), await Idea.get(reference="answered")
    await actions.edit(mo, edited, title="Mended here", body="")
    await answers.answer(mo, answered, status=Status.PLANNED, body="In spring.")
    names = ("plain", "edited", "answered")
    report = await read(tmp_path, *({"reference": n, "title": "From the file", "board": "Other"} for n in names))
    assert (report.updated, report.unchanged) == (2, 1)
    found = {i.reference: i for i in await Idea.all()}
    assert found["plain"].title == found["answered"].title == "From the file"
    assert found["edited"].title == "Mended here"
    assert found["answered"].status == Status.PLANNED
    assert await counts_hold()
    again = await read(tmp_path, *({"reference": n, "title": "From the file", "board": "Other"} for n in names))
    assert again.unchanged == 3


async def test_an_existing_board_is_found_by_name_or_address(home: House, tmp_path: Path) -> None:
    await actions.open_board(await cast.admin(), name="Shoes and laces", slug="shoes")
    await read(tmp_path, {"reference": "a", "board": "shoes"}, {"reference": "b", "board": "Shoes and Laces"})
    assert [b.ideas for b in await Board.all()] == [2]
