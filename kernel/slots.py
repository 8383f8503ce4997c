"""Holes that a page leaves for upper packages: found after rendering, and filled with one call for the whole list."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from kernel import db
from kernel.features import Ask, the_house
from kernel.viewer import Viewer

_NONCE = secrets.token_hex(6)  # text that people typed cannot name it
_HOLE = re.compile(f"\x02{_NONCE}([a-z.]+):([^\x03]*)\x03")
DEPTH = 4

Skeleton = list[bytes | tuple[str, str]]
Told = Sequence[tuple[int, int]]
"""The pairs that were found for what a hole asked."""


def slot(name: str, key: Any = "") -> Markup:
    """A hole in a template; an unknown name leaves nothing."""
    return Markup(f"\x02{_NONCE}{name}:{key}\x03")


def cut(html: str) -> Skeleton:
    """A rendered page as texts, ready to be sent, and holes, by turns."""
    parts: Skeleton = []
    position = 0
    for found in _HOLE.finditer(html):
        parts += [html[position : found.start()].encode(), (found[1], found[2])]
        position = found.end()
    return [*parts, html[position:].encode()]


async def fill(parts: Skeleton, viewer: Viewer, *, personal: bool) -> Skeleton:
    """Fill the shared holes, or all of them when `personal`; what fills them may leave holes of its own."""
    known = the_house().slots
    for _ in range(DEPTH):
        wanted: dict[str, list[str]] = {}
        for part in parts:
            if type(part) is tuple and (personal or part[0] not in known or not known[part[0]].personal):
                wanted.setdefault(part[0], []).append(part[1])
        if not wanted:
            break
        parts, is_whole = _put(parts, await filled(viewer, wanted))
        if is_whole:
            break
    return parts


async def filled(viewer: Viewer, wanted: Mapping[str, list[str]]) -> dict[str, Mapping[str, str]]:
    """What fills some holes, by name and key."""
    known = the_house().slots
    unlike = {name: list(dict.fromkeys(keys)) for name, keys in wanted.items()}
    asked = {
        name: ask
        for name, keys in unlike.items()
        if name in known and (asks := known[name].asks) and (ask := asks(viewer, keys))
    }
    told = await _told(asked)
    found: dict[str, Mapping[str, str]] = {}
    for name, keys in unlike.items():
        if name not in known:
            found[name] = {}
        elif known[name].asks:
            found[name] = await known[name].fill(viewer, keys, told.get(name, ()))
        else:
            found[name] = await known[name].fill(viewer, keys)
    return found


async def one(name: str, viewer: Viewer, key: str) -> str:
    """What fills a single hole, with the holes in it: the answer to htmx."""
    return text(await fill([(name, key)], viewer, personal=True)).decode()


def text(parts: Skeleton) -> bytes:
    return b"".join([part for part in parts if type(part) is bytes])


async def _told(asked: Mapping[str, Ask]) -> dict[str, list[tuple[int, int]]]:
    """All that is asked, by one statement."""
    if not asked:
        return {}
    places = {name: place for place, name in enumerate(asked)}
    sql = " UNION ALL ".join(
        f"SELECT {places[name]} AS place, q{places[name]}.* FROM ({ask.sql}) q{places[name]}"
        for name, ask in asked.items()
    )
    told: list[list[tuple[int, int]]] = [[] for _ in asked]
    for row in await db.rows(sql, *(value for ask in asked.values() for value in ask.values)):
        told[row["place"]].append((row["number"], row["value"]))
    return {name: told[place] for name, place in places.items()}


def _put(parts: Skeleton, found: Mapping[str, Mapping[str, str]]) -> tuple[Skeleton, bool]:
    """The page with these holes filled, and whether no hole is left that could be filled still."""
    result: Skeleton = []
    is_whole = True
    for part in parts:
        if isinstance(part, bytes) or part[0] not in found:
            result.append(part)
        elif "\x02" in (put := found[part[0]].get(part[1], "")):
            is_whole = False
            result += cut(put)
        else:
            result.append(put.encode())
    return result, is_whole
