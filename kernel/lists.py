"""Lists by cursor: the address of the next page holds the last row's place, signed by nothing because it grants nothing."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

T = TypeVar("T")
_UNHELD = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True)
class Listing(Generic[T]):
    """Some rows and the cursor of the next ones, None at the end."""

    items: Sequence[T]
    after: str | None = None


def cursor(*place: Any) -> str:
    """A place in an order, as text for an address."""
    return base64.urlsafe_b64encode(json.dumps(place, default=str, separators=(",", ":")).encode()).decode().rstrip("=")


def place(text: str | None, *kinds: type) -> tuple[Any, ...] | None:
    """What `cursor` wrote, when each part is of its kind; None for anything else, so that a bad cursor is page one."""
    if not text:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or len(found) != len(kinds):
        return None
    fits = all(
        type(part) is kind or (kind is float and type(part) is int) for part, kind in zip(found, kinds, strict=True)
    )
    return tuple(found) if fits and all(_is_held(part) for part in found) else None


def _is_held(part: Any) -> bool:
    """PostgreSQL refuses to compare a column with what the column could not hold: a large number, a NUL, half a character."""
    if isinstance(part, str):
        return not _UNHELD.search(part)
    return abs(part) < (2**31 if isinstance(part, int) else 2**62) if isinstance(part, (int, float)) else True


def page_of(rows: Sequence[T], size: int, place_of: Any) -> Listing[T]:
    """A listing out of `size + 1` rows: the one too many tells that there are more."""
    if len(rows) <= size:
        return Listing(rows)
    return Listing(rows[:size], cursor(*place_of(rows[size - 1])))


def address(request: Request) -> str:
    """The path asked for, with its query."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def with_query(request: Request, **changes: str | None) -> str:
    """The present address with some query parameters set, or removed where None."""
    query = {**request.query_params, **changes}
    kept = {name: value for name, value in query.items() if value not in (None, "")}
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")
