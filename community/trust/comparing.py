"""What differs between two texts, word by word, or line by line where they are long. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST = 600
"""Words of a text beyond which lines are compared: the comparison takes the square of them."""


@dataclass(frozen=True)
class Run:
    """A stretch of a text, the same in both or not."""

    text: str
    is_other: bool


def runs(before: str, after: str) -> tuple[list[Run], list[Run]]:
    """Both texts in stretches that are alike and stretches that are not."""
    old, new = _parts(before, after)
    left: list[Run] = []
    right: list[Run] = []
    for name, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        _add(left, "".join(old[a:b]), is_other=name != "equal")
        _add(right, "".join(new[c:d]), is_other=name != "equal")
    return left, right


def _add(found: list[Run], text: str, *, is_other: bool) -> None:
    if text:
        found.append(Run(text, is_other))


def _parts(before: str, after: str) -> tuple[list[str], list[str]]:
    words = [re.findall(r"\s*\S+|\s+$", text) for text in (before, after)]
    if max(map(len, words)) <= MOST:
        return words[0], words[1]
    lines = [text.splitlines(keepends=True) for text in (before, after)]
    if max(map(len, lines)) <= MOST:
        return lines[0], lines[1]
    return [before], [after]
