"""Values as cells of a table and back; pure.

A cell of text that begins with a backslash has one put before it, and so has one that a spreadsheet would take for a
formula; where there is no value, the cell is `\\N`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from kernel.exports import RISKY

NOTHING = "\\N"


class Kind(StrEnum):
    """What a column holds."""

    WHOLE = "whole"
    NUMBER = "number"
    DECIMAL = "decimal"
    TEXT = "text"
    FLAG = "yes/no"
    MOMENT = "moment"
    DAY = "day"
    JSON = "json"


def written(kind: Kind, value: Any) -> str:
    """A value of either database as a cell, the same for both."""
    return NOTHING if value is None else _WRITTEN[kind](value)


def read(kind: Kind, cell: str) -> Any:
    """What a cell holds: int, float, Decimal, str, bool, an aware datetime, a date or decoded JSON; else ValueError."""
    return None if cell == NOTHING else _READ[kind](cell)


def _text(value: Any) -> str:
    text = str(value)
    return f"\\{text}" if text.startswith(("\\", *RISKY)) else text


def _moment(value: Any) -> str:
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _day(value: Any) -> str:
    return (date.fromisoformat(value[:10]) if isinstance(value, str) else value).isoformat()


def _json(value: Any) -> str:
    found = json.loads(value) if isinstance(value, str) else value
    return _text(json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def _untext(cell: str) -> str:
    return cell.removeprefix("\\")


def _flag(cell: str) -> bool:
    if cell not in ("yes", "no"):
        raise ValueError(cell)
    return cell == "yes"


def _read_moment(cell: str) -> datetime:
    found = datetime.fromisoformat(cell)
    if found.tzinfo is None:
        raise ValueError(cell)
    return found.astimezone(UTC)


_WRITTEN: dict[Kind, Callable[[Any], str]] = {
    Kind.WHOLE: lambda value: str(int(value)),
    Kind.NUMBER: lambda value: repr(float(value)),
    Kind.DECIMAL: lambda value: format(Decimal(str(value)).normalize(), "f"),
    Kind.TEXT: _text,
    Kind.FLAG: lambda value: "yes" if value else "no",
    Kind.MOMENT: _moment,
    Kind.DAY: _day,
    Kind.JSON: _json,
}
_READ: dict[Kind, Callable[[str], Any]] = {
    Kind.WHOLE: int,
    Kind.NUMBER: float,
    Kind.DECIMAL: Decimal,
    Kind.TEXT: _untext,
    Kind.FLAG: _flag,
    Kind.MOMENT: _read_moment,
    Kind.DAY: date.fromisoformat,
    Kind.JSON: lambda cell: json.loads(_untext(cell)),
}
