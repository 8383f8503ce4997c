"""Names of columns, and what they hold where no tool's table says it: by their names, then by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kernel import text
from voting.movers import dates
from voting.movers.tools.plain import NAMES, STATUSES
from voting.movers.tools.shapes import COMMENTS, IDEAS, MANY, NEEDED, SUPPORTS

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_EMAIL = re.compile(r"[^@\s]++@(?=[^@\s]++\Z)[^@\s]+\.[^@\s]+")
MOST_WORDS = 12
"""Different words that a column of states may hold."""


def name_of(heading: str) -> str:
    """A heading in one way of writing: ideaId, Idea ID and idea.id are idea_id."""
    return _NOT_WORD.sub("_", text.fold(_CAMEL.sub("_", heading.strip().strip("\ufeff")))).strip("_")


def names_of(headings: Sequence[str]) -> list[str]:
    """Names of all columns; one that comes again, or has none, is numbered."""
    found: list[str] = []
    for place, heading in enumerate(headings, start=1):
        name = name_of(heading) or f"column_{place}"
        times = sum(1 for other in found if other == name or other.startswith(f"{name}_"))
        found.append(f"{name}_{times + 1}" if name in found else name)
    return found


def kind_of(names: Sequence[str]) -> str:
    """What a table of unknown columns seems to hold: whose names it has most of, of what such a table needs."""
    best, most = IDEAS, 0
    for kind in (IDEAS, COMMENTS, SUPPORTS):
        fields = NAMES[kind]
        has = {field for field, known in fields.items() if any(name in known for name in names)}
        if set(NEEDED[kind]) <= has and len(has) > most:
            best, most = kind, len(has)
    return best


def proposed(kind: str, names: Sequence[str], rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """A field for each column that one can be thought of for; each field but a few is given once."""
    found: dict[str, str] = {}
    for field, known in NAMES.get(kind, {}).items():
        fitting = [name for name in known if name in names and name not in found]
        found |= dict.fromkeys(fitting if field in MANY else fitting[:1], field)
    taken = set(found.values())
    for name in names:
        held = _held(kind, [row.get(name, "") for row in rows])
        if name not in found and held and held not in taken:
            found[name] = held
            taken.add(held)
    return found


def _held(kind: str, cells: Iterable[str]) -> str:
    """What the cells of a column look like."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return ""
    if all(_EMAIL.fullmatch(cell) for cell in filled):
        return "voter_email" if kind == SUPPORTS else "email"
    if all(len(cell) > 5 and dates.read(cell) for cell in filled):
        return "voted_at" if kind == SUPPORTS else "created_at"
    words = {folded(cell) for cell in filled}
    if kind == IDEAS and len(words) <= MOST_WORDS and len(words & STATUSES.keys()) * 2 > len(words):
        return "status"
    long = sum(map(len, filled)) / len(filled)
    if kind == IDEAS and len(words) == len(filled) > 1 and 8 < long < 120 and " " in "".join(filled):
        return "title"
    return "body" if kind != SUPPORTS and long >= 120 else ""


def folded(word: str) -> str:
    """A word for a state without case, accents and marks."""
    return " ".join(text.fold(word).replace("_", " ").replace("-", " ").split())
