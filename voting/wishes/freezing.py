"""The frozen text of a wish list: what members sign, word by word, and its checksum; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime


def text_of(
    title: str, body: str, items: Sequence[tuple[str, int | None]], *, club: str, ballot: str, at: datetime
) -> str:
    """The list as plain text. An item is its words and the number of the idea it asks for; `club` is empty for a private one."""
    lines = [title, ""]
    if body:
        lines += [body, ""]
    lines += [f"{place}. {words}{_idea(idea)}" for place, (words, idea) in enumerate(items, start=1)]
    lines += [""]
    if club:
        lines.append(f"Club: {club}")
    if ballot:
        lines.append(f"Decided by: {ballot}")
    return "\n".join([*lines, f"Frozen: {at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", ""])


def _idea(number: int | None) -> str:
    return f" (idea {number})" if number else ""


def checksum(text: str) -> str:
    """SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
