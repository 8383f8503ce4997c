"""Files to take away: rows streamed as they are read, cells that no spreadsheet will run."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

from starlette.responses import StreamingResponse

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
HARMLESS = frozenset((int, float, type(None)))
"""What is written as it is; nothing stands for None."""


def safe_cell(value: Any) -> Any:
    """A value as a cell: text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(RISKY):
        return "'" + value
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value


def is_number(text: str) -> bool:
    """Is it a plain number, negative or not, with whatever marks between its figures?"""
    return text.removeprefix("-").replace(".", "").replace(",", "").isdecimal()


def csv_lines(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([cell if type(cell) in HARMLESS else safe_cell(cell) for cell in row])
    return out.getvalue()


async def csv_stream(
    header: Sequence[str], batches: AsyncIterator[Sequence[Sequence[Any]]], *, personal: Collection[str] = ()
) -> AsyncIterator[bytes]:
    """A CSV file piece by piece: a header, which marks the columns that are personal, then each batch of rows."""
    yield csv_lines([[f"{name} (personal)" if name in personal else name for name in header]]).encode()
    async for batch in batches:
        yield csv_lines(batch).encode()


def named(name: str, *, inline: bool = False) -> dict[str, str]:
    """The header that says what an answer is called when it is kept: no name ends it early or begins another (RFC 6266)."""
    plain = quote(name, safe="")
    told = f'filename="{name}"' if plain == name else f"filename*=UTF-8''{plain}"
    return {"Content-Disposition": f"{'inline' if inline else 'attachment'}; {told}"}


def attachment(pieces: AsyncIterator[bytes], *, name: str, media_type: str) -> StreamingResponse:
    """A download; nothing of it is kept by the browser."""
    headers = {**named(name), "Cache-Control": "no-store"}
    return StreamingResponse(pieces, media_type=media_type, headers=headers)
