"""JSON of any length, one object at a time: a list, a list under a name, or one object after another."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kernel import delimited
from kernel.errors import Problem
from kernel.i18n import gettext as _
from voting.movers.headings import name_of

PIECE = 1 << 18
LARGEST = 4_000_000
"""Characters of one object."""
CHILDREN = frozenset({"comments", "votes", "voters", "supporters", "endorsements"})
DEEPEST = 4
_MARK = re.compile(r'["{}\[\]]')
_IN_STRING = re.compile(r'["\\]')


class Found(NamedTuple):
    """An object: where it stands, the how many-eth it is there, and what is in it, or why that cannot be said."""

    place: str
    number: int
    value: dict[str, Any]
    flaw: str = ""


def items(path: Path) -> Iterator[Found]:
    """Each object of a file, in constant memory."""
    encoding, errors = delimited.encoding_of(path)
    level = _level(path, encoding, errors)
    counted: dict[str, int] = {}
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding, errors) as text:
        for place, piece in _Reader(level).pieces(text):
            counted[place] = counted.get(place, 0) + 1
            yield _found(place, counted[place], piece)


def _found(place: str, number: int, piece: str) -> Found:
    if not piece:
        return Found(place, number, {}, _("It has more than %(most)s characters.") % {"most": LARGEST})
    try:
        value = json.loads(piece, strict=False)
    except (ValueError, RecursionError):
        return Found(place, number, {}, _("It is no JSON object that can be read."))
    return Found(place, number, value)


def _level(path: Path, encoding: str, errors: str) -> int:
    """How deep the objects stand: 0 one after another, 1 in a list, 2 in a list under a name."""
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding, errors) as text:
        head = text.read(LARGEST).lstrip("\ufeff \t\r\n")
    if head.startswith("["):
        return 1
    if not head.startswith("{"):
        raise Problem(_("The file %(name)s is no JSON of objects.") % {"name": path.name})
    try:
        first, end = json.JSONDecoder(strict=False).raw_decode(head)
    except (ValueError, RecursionError):
        return 2
    lists = [value for value in first.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    return 2 if lists and not head[end:].strip() and "title" not in first else 0


class _Reader:
    """Walks over the marks of JSON and cuts out the objects of one level."""

    def __init__(self, level: int) -> None:
        self._level = level
        self._stack: list[str] = []
        self._held: list[str] = []
        self._size = 0
        self._is_in_string = False
        self._is_escaped = False
        self._begins = -1
        self._last = ""
        self._name = ""
        self._string_from = -1

    def pieces(self, text: io.TextIOWrapper) -> Iterator[tuple[str, str]]:
        while piece := text.read(PIECE):
            yield from self._walk(piece)

    def _walk(self, piece: str) -> Iterator[tuple[str, str]]:
        at, self._begins = 0, 0 if self._is_open else -1
        while at < len(piece):
            if self._is_in_string:
                at = self._through_string(piece, at)
                continue
            found = _MARK.search(piece, at)
            if not found:
                break
            at = found.end()
            if (cut := self._mark(found.group(), piece, at)) is not None:
                yield self._name, cut
        if self._is_open:
            self._keep(piece[self._begins :])

    @property
    def _is_open(self) -> bool:
        return len(self._stack) > self._level

    def _through_string(self, piece: str, at: int) -> int:
        if self._is_escaped:
            self._is_escaped = False
            return at + 1
        found = _IN_STRING.search(piece, at)
        if not found:
            return len(piece)
        if found.group() == "\\":
            self._is_escaped = True
        else:
            self._is_in_string = False
            if len(self._stack) == 1 and self._string_from >= 0:
                self._last = piece[self._string_from : found.start()]
        return found.end()

    def _mark(self, mark: str, piece: str, at: int) -> str | None:
        """The text of an object that ends at this mark."""
        if mark == '"':
            self._is_in_string, self._string_from = True, at
        elif mark in "{[":
            if mark == "{" and len(self._stack) == self._level:
                self._begins, self._held, self._size = at - 1, [], 0
            elif mark == "[" and len(self._stack) == 1 and self._level == 2:
                self._name = self._last[:60]
            self._stack.append(mark)
        elif self._stack:
            opened = self._stack.pop()
            if len(self._stack) == self._level and opened == "{":
                self._keep(piece[self._begins : at])
                return "" if self._size > LARGEST else "".join(self._held)
        return None

    def _keep(self, part: str) -> None:
        self._size += len(part)
        if self._size <= LARGEST:
            self._held.append(part)
        else:
            self._held = []


def cells(value: Mapping[str, Any], *, before: str = "", depth: int = 0) -> dict[str, str]:
    """An object as a row of a table: what stands in others under both names, lists of words parted by |."""
    found: dict[str, str] = {}
    for key, held in value.items():
        name = name_of(f"{before} {key}".strip())
        if isinstance(held, dict):
            found |= cells(held, before=name, depth=depth + 1) if depth < DEEPEST else {}
        elif isinstance(held, list):
            if words := [word for one in held if (word := _word(one))]:
                found[name] = "|".join(words)
        elif isinstance(held, bool):
            found[name] = "true" if held else "false"
        elif held is not None:
            found[name] = str(held)
    return found


def _word(one: Any) -> str:
    """What stands for an entry of a list."""
    if isinstance(one, dict):
        one = next((one[key] for key in ("name", "url", "title") if isinstance(one.get(key), str)), "")
    return "" if isinstance(one, list | dict) or one is None else str(one).replace("|", "/")


def children(value: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """What is listed within an object, as rows of tables of their own."""
    for key, held in value.items():
        if key.lower() in CHILDREN and isinstance(held, list):
            for one in held:
                if isinstance(one, dict):
                    yield key.lower(), cells(one)
