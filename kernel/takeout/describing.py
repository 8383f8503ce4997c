"""What stands where in the zip, for a person and for a program; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kernel.takeout.tables import Column, LeftBehind, Table

INTRODUCTION = """# Everything this site holds

Each table is a CSV file in UTF-8 under `tables/`, with a line of names first; `files/` holds the uploads under the names
that the table `file` knows them by; `manifest.json` says the same as this page for programs, with a SHA-256 of every file.

- A cell that is `\\N` holds nothing. In columns of text a backslash at the beginning is not part of the text: it keeps
  spreadsheets from taking the cell for a formula.
- Moments are in UTC, such as `2026-11-22T10:00:00.000000Z`; yes/no is `yes` or `no`; JSON is written without spaces.
- Money is in minor units of its currency, unless the column says otherwise.

`run.py import everything FILE` makes an equal site of it, in an empty one.

## Left behind

"""


def page(tables: Sequence[Table], stays: Sequence[LeftBehind], counts: Mapping[str, int]) -> str:
    """The README of the zip, in Markdown."""
    left = "".join(f"- {_place(entry)}: {entry.why}\n" for entry in stays)
    return INTRODUCTION + left + "".join(_section(table, counts[table.name]) for table in tables)


def _place(entry: LeftBehind) -> str:
    return f"`{entry.table}`" + (f" ({', '.join(f'`{name}`' for name in entry.columns)})" if entry.columns else "")


def _section(table: Table, count: int) -> str:
    rows = "".join(f"| `{column.name}` | {_said(column)} |\n" for column in table.columns)
    return f"\n## {table.name}\n\n{table.about}\n\n{count} rows.\n\n| column | holds |\n|---|---|\n{rows}"


def _said(column: Column) -> str:
    told = f"{column.kind}, a row of `{column.refers}`" if column.refers else str(column.kind)
    return f"{told}, or nothing" if column.is_optional else told


def manifest(tables: Sequence[Table], counts: Mapping[str, int]) -> dict[str, Any]:
    """The same for programs: by table its rows and its columns with what they hold."""
    return {
        table.name: {
            "rows": counts[table.name],
            "about": table.about,
            "columns": [
                {"name": c.name, "holds": str(c.kind), "optional": c.is_optional, "refers": c.refers or None}
                for c in table.columns
            ],
        }
        for table in tables
    }
