"""A snapshot as CSV, JSON, Markdown, XLSX or iCalendar: the same snapshot always gives the same bytes."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from kernel import calendars
from kernel.calendars import Entry
from kernel.exports import csv_lines, safe_cell
from voting.roadmap import columns, targets
from voting.roadmap.rows import Cells
from voting.roadmap.snapshots import Frozen, batches

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": calendars.MEDIA_TYPE,
}
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def heading(frozen: Frozen) -> dict[str, Any]:
    """What a file says of itself."""
    return {"snapshot": frozen.id, **frozen.header, "checksum": f"sha256:{frozen.checksum}"}


async def as_csv(frozen: Frozen) -> AsyncIterator[bytes]:
    """Lines `# key: value`, the header, the rows; a title that begins with # is guarded, so that only those lines do."""
    for name, value in heading(frozen).items():
        yield f"# {name}: {value}\r\n".encode()
    yield csv_lines([frozen.columns]).encode()
    async for rows in batches(frozen):
        yield csv_lines(rows).encode()


async def as_json(frozen: Frozen) -> AsyncIterator[bytes]:
    """`{"snapshot": ..., "columns": [...], "rows": [{...}]}`."""
    head = json.dumps({**heading(frozen), "columns": frozen.columns}, ensure_ascii=False)
    yield (head[:-1] + ', "rows": [\n').encode()
    first = True
    async for rows in batches(frozen):
        lines = [json.dumps(dict(zip(frozen.columns, row, strict=True)), ensure_ascii=False) for row in rows]
        yield (("" if first else ",\n") + ",\n".join(lines)).encode()
        first = False
    yield b"\n]}\n"


MARKDOWN = (
    "rank",
    "title",
    "status",
    "horizon",
    "supporters",
    "accounts",
    "demand",
    "value",
    "share_of_base",
    "trend_30d",
    "score",
)


async def as_markdown(frozen: Frozen) -> AsyncIterator[bytes]:
    """A table of the columns that are read by people; the title leads to the idea."""
    for name, value in heading(frozen).items():
        yield f"- {name}: {value}\n".encode()
    yield f"\n| {' | '.join(MARKDOWN)} |\n|{' --- |' * len(MARKDOWN)}\n".encode()
    places = [frozen.columns.index(name) for name in MARKDOWN]
    url = frozen.columns.index("url")
    async for rows in batches(frozen):
        yield "".join(_markdown_line(row, places, row[url]) for row in rows).encode()


def _markdown_line(row: Cells, places: list[int], url: str) -> str:
    cells = [_escaped(row[place]) for place in places]
    cells[1] = f"[{cells[1]}]({url})"
    return f"| {' | '.join(cells)} |\n"


def _escaped(value: Any) -> str:
    text = "" if value is None else str(value)
    return "".join(f"\\{c}" if c in "\\|[]*_`<>#" else c for c in text.replace("\n", " "))


async def as_calendar(frozen: Frozen) -> AsyncIterator[bytes]:
    """A whole-day event for every idea on the roadmap whose target names a time."""
    found = [
        entry
        async for rows in batches(frozen)
        for row in rows
        if (entry := _entry(frozen, dict(zip(frozen.columns, row, strict=True))))
    ]
    about = ", ".join(f"{name}: {value}" for name, value in heading(frozen).items())
    yield calendars.written(found, name=f"Roadmap, snapshot {frozen.id}", about=about)


def _entry(frozen: Frozen, row: dict[str, Any]) -> Entry | None:
    day: date | None = targets.last_day(row["target"] or "")
    if day is None or not row["horizon"]:
        return None
    return Entry(
        f"idea-{row['idea']}",
        row["title"],
        day,
        day + timedelta(days=1),
        datetime.combine(frozen.as_of, datetime.min.time(), UTC),
        words=f"{row['status']}, {row['horizon']}, {row['target']}",
        url=row["url"],
    )


async def as_workbook(frozen: Frozen) -> AsyncIterator[bytes]:
    """Three sheets: the roadmap, what each column means, how it was made; written row by row to a file that is then sent."""
    import xlsxwriter

    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "roadmap.xlsx"
        book = xlsxwriter.Workbook(
            str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        book.set_properties({"created": EPOCH.replace(tzinfo=None), "title": f"Roadmap, snapshot {frozen.id}"})
        sheet, bold = book.add_worksheet("roadmap"), book.add_format({"bold": True})
        sheet.freeze_panes(1, 3)
        sheet.write_row(0, 0, frozen.columns, bold)
        line = 1
        async for rows in batches(frozen):
            for row in rows:
                _write(sheet, line, row)
                line += 1
            await asyncio.sleep(0)
        _explain(book, frozen, bold)
        await asyncio.to_thread(book.close)
        with path.open("rb") as file:
            while piece := file.read(256_000):
                yield piece


def _write(sheet: Any, line: int, row: Cells) -> None:
    for place, value in enumerate(row):
        if isinstance(value, (int, float)):
            sheet.write_number(line, place, value)
        elif value not in (None, ""):
            sheet.write_string(line, place, str(safe_cell(value)))


def _explain(book: Any, frozen: Frozen, bold: Any) -> None:
    meanings = book.add_worksheet("columns")
    meanings.write_row(0, 0, ("column", "kind", "meaning"), bold)
    for line, column in enumerate(columns.of_names(frozen.columns), start=1):
        meanings.write_row(line, 0, (column.name, column.kind, column.meaning))
    made = book.add_worksheet("made_with")
    for line, (name, value) in enumerate(heading(frozen).items()):
        made.write_row(line, 0, (name, str(value)))


FORMATS: dict[str, Callable[[Frozen], AsyncIterator[bytes]]] = {
    "csv": as_csv,
    "xlsx": as_workbook,
    "json": as_json,
    "md": as_markdown,
    "ics": as_calendar,
}
