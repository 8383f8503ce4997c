"""A snapshot as five kinds of file, read back by those who read such files."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from typing import Any

import icalendar
import openpyxl
import pytest

from ideas.board import answers
from ideas.board.models import Idea, Status
from kernel import clock
from kernel.features import House
from tests import cast
from tests.ideas.board import things
from tests.voting.roadmap.test_snapshots import file_of
from voting.roadmap import actions, formats, snapshots
from voting.roadmap.snapshots import Frozen

HOSTILE = [
    "# not a comment: at all",
    '=HYPERLINK("http://example.org")',
    "+1, said somebody",
    "-1 | with a pipe [and](a link)",
    "@sum(A1)",
    "Commas, \"quotes\" and 'more'",
    "Résumé 👟 حذاء أوسع",
]


@pytest.fixture
async def frozen(home: House) -> Frozen:
    sol = await cast.editor()
    for number, title in enumerate(HOSTILE):
        idea = await things.idea(title, tag_names=[f"#{number}", "=tag"])
        await actions.place(sol, idea.id, horizon="next", target=["2027 Q1", "=soon", "", "9999"][number % 4])
        await actions.estimate(sol, idea.id, effort=number or None, owner_id=sol.id)
    last = await Idea.get(id=idea.id)
    await answers.answer(await cast.manager(), last, status=Status.PLANNED, body="# Yes\n\n# in spring\n=2+2")
    return await snapshots.freeze(sol, policy="square-root")


async def csv_of(frozen: Frozen) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The head of a CSV file and its rows; a line with # below the header fails."""
    text = (await file_of(frozen, "csv")).decode()
    lines = text.split("\r\n")
    head = [line for line in lines if line.startswith("#")]
    assert lines[: len(head)] == head
    rows = list(csv.DictReader(io.StringIO("\r\n".join(lines[len(head) :]))))
    return dict(line[2:].split(": ", 1) for line in head), rows


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") else cell


async def test_a_csv_says_how_it_was_made_and_nothing_below_looks_like_it(frozen: Frozen) -> None:
    head, rows = await csv_of(frozen)
    assert head["checksum"] == f"sha256:{frozen.checksum}"
    assert head["policy"] == "square-root"
    assert date.fromisoformat(head["date"]) == clock.today()
    assert {"currency", "window"} <= head.keys()
    assert list(rows[0]) == frozen.columns
    assert sorted(unguarded(row["title"]) for row in rows) == sorted(HOSTILE)
    for row in rows:
        assert not any(
            cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values() if cell[1:2].isalpha()
        )


async def test_json_holds_the_rows_of_the_csv(frozen: Frozen) -> None:
    read = json.loads(await file_of(frozen, "json"))
    _, rows = await csv_of(frozen)
    assert read["columns"] == frozen.columns
    assert [{name: as_csv(value) for name, value in row.items()} for row in read["rows"]] == [
        {name: unguarded(cell) for name, cell in row.items()} for row in rows
    ]


def as_csv(value: Any) -> str:
    return "" if value is None else str(value)


async def test_a_workbook_opens_with_three_sheets_and_runs_nothing(frozen: Frozen) -> None:
    book = openpyxl.load_workbook(io.BytesIO(await file_of(frozen, "xlsx")))
    assert book.sheetnames == ["roadmap", "columns", "made_with"]
    head, *lines = book["roadmap"].iter_rows()
    assert [cell.value for cell in head] == frozen.columns
    assert len(lines) == frozen.rows == len(HOSTILE)
    assert {cell.data_type for line in lines for cell in line} <= {"n", "s"}
    assert all(isinstance(line[0].value, int) for line in lines)
    _, rows = await csv_of(frozen)
    assert [line[2].value for line in lines] == [row["title"] for row in rows]
    made = dict(book["made_with"].values)
    assert made["checksum"] == f"sha256:{frozen.checksum}"


async def test_a_calendar_holds_what_has_a_day(frozen: Frozen) -> None:
    calendar = icalendar.Calendar.from_ical(await file_of(frozen, "ics"))
    events: list[Any] = calendar.walk("VEVENT")
    titles = [title for number, title in enumerate(HOSTILE) if number % 4 == 0]
    assert sorted(str(event["summary"]) for event in events) == sorted(titles)
    for event in events:
        assert (event["dtstart"].dt, event["dtend"].dt) == (date(2027, 3, 31), date(2027, 4, 1))
        assert str(event["url"]).startswith("http")
    assert len({str(event["uid"]) for event in events}) == len(events)
    told = str(calendar["x-wr-caldesc"])
    assert frozen.checksum in told
    assert "square-root" in told


async def test_markdown_keeps_every_row_on_its_line(frozen: Frozen) -> None:
    text = (await file_of(frozen, "md")).decode()
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert len(table) == 2 + len(HOSTILE)
    for line in table:
        assert line.replace("\\|", "").count("|") == len(formats.MARKDOWN) + 1
    assert frozen.checksum in text


@pytest.mark.parametrize("form", list(formats.FORMATS))
async def test_an_empty_roadmap_is_a_file_too(home: House, form: str) -> None:
    frozen = await snapshots.freeze(await cast.editor(), policy="linear")
    assert frozen.rows == 0
    assert await file_of(frozen, form)


@pytest.mark.parametrize("form", list(formats.FORMATS))
async def test_the_same_snapshot_gives_the_same_bytes_on_another_day(frozen: Frozen, form: str) -> None:
    first = await file_of(frozen, form)
    with clock.at(clock.now() + timedelta(days=3)):
        assert await file_of(await snapshots.find(frozen.id), form) == first
