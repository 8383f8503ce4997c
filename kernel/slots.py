"""Holes that a page leaves for upper packages: found after rendering, and filled with one call for the whole list."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from kernel.features import Slot, the_house
from kernel.viewer import Viewer

_NONCE = secrets.token_hex(6)  # text that people typed cannot name it
_HOLE = re.compile(f"\x02{_NONCE}([a-z.]+):([^\x03]*)\x03")
DEPTH = 4

Skeleton = list[str | tuple[str, str]]


def slot(name: str, key: Any = "") -> Markup:
    """A hole in a template; an unknown name leaves nothing."""
    return Markup(f"\x02{_NONCE}{name}:{key}\x03")


def cut(html: str) -> Skeleton:
    """A rendered page as texts and holes, by turns."""
    parts: Skeleton = []
    position = 0
    for found in _HOLE.finditer(html):
        parts += [html[position : found.start()], (found[1], found[2])]
        position = found.end()
    return [*parts, html[position:]]


async def fill(parts: Skeleton, viewer: Viewer, *, personal: bool) -> Skeleton:
    """Fill the shared holes, or all of them when `personal`; what fills them may leave holes of its own."""
    known: dict[str, Slot] = {entry.name: entry for entry in the_house().all("slots")}
    for _ in range(DEPTH):
        wanted: dict[str, list[str]] = {}
        for part in parts:
            if isinstance(part, tuple) and (personal or not _is_personal(known, part[0])):
                wanted.setdefault(part[0], []).append(part[1])
        if not wanted:
            break
        parts = _put(parts, {name: await _ask(known, name, keys, viewer) for name, keys in wanted.items()})
    return parts


def text(parts: Sequence[str | tuple[str, str]]) -> str:
    return "".join(part for part in parts if isinstance(part, str))


def _is_personal(known: dict[str, Slot], name: str) -> bool:
    return name in known and known[name].personal


async def _ask(known: dict[str, Slot], name: str, keys: list[str], viewer: Viewer) -> dict[str, str]:
    if name not in known:
        return {}
    return dict(await known[name].fill(viewer, list(dict.fromkeys(keys))))


def _put(parts: Skeleton, filled: dict[str, dict[str, str]]) -> Skeleton:
    result: Skeleton = []
    for part in parts:
        if isinstance(part, tuple) and part[0] in filled:
            put = filled[part[0]].get(part[1], "")
            result += cut(put) if "\x02" in put else [put]
        else:
            result.append(part)
    return result
