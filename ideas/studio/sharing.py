"""The picture that other sites show of a design: the product on its wall, the title and the author beside it. No I/O."""

from __future__ import annotations

import re

from ideas.studio import lettering
from kernel import colours

WIDTH, HEIGHT = 1200, 630
WALL = colours.hexed((0.86, 0.026, 205))
WOOD = colours.hexed((0.79, 0.065, 72))
INK = colours.hexed((0.25, 0.034, 188))
_BOX = re.compile(r'viewBox="([^"]+)"')
_OPENING = re.compile(r"<svg\b[^<>]*+>")
LEFT, COLUMN = 720.0, 420.0
MOST_LINES = 4


def card(picture: str, title: str, author: str, brand: str) -> str:
    """An SVG of 1200 by 630 out of a drawing and words, these as outlines."""
    lines = wrapped(said(title), 52.0)
    top = 250.0 - 30.0 * len(lines)
    words = [_line(text, LEFT, top + 62.0 * n, 52.0) for n, text in enumerate(lines)]
    words.append(_line(said(author), LEFT, top + 62.0 * len(lines) + 8, 32.0))
    words.append(_line(said(brand), LEFT, 540.0, 26.0))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path fill="{WALL}" d="M0 0H{WIDTH}V{HEIGHT}H0Z"/><path fill="{WOOD}" d="M0 594H{WIDTH}V{HEIGHT}H0Z"/>'
        f'{_inside(picture)}<g fill="{INK}">{"".join(words)}</g></svg>'
    )


def said(text: str) -> str:
    """What the shipped font can write of a text."""
    return " ".join("".join(c for c in text if c == " " or lettering.covers(c, "familjen")).split())


def wrapped(text: str, size: float) -> list[str]:
    """Words in lines that fit the column; the last ends with an ellipsis where there is no room."""
    lines: list[str] = []
    for word in text.split():
        if lines and _width(f"{lines[-1]} {word}", size) <= COLUMN:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]}…"]
    return lines


def _width(text: str, size: float) -> float:
    _data, advance, em = lettering.outline(text, "familjen")
    return advance * size / em


def _line(text: str, left: float, base: float, size: float) -> str:
    data, advance, em = lettering.outline(text, "familjen")
    scale = min(size / em, COLUMN / max(advance, 1))
    return f'<path transform="translate({left:g} {base:g}) scale({scale:.5f})" d="{data}"/>'


def _inside(picture: str) -> str:
    """The drawing, standing on the plank."""
    found, opening = _BOX.search(picture), _OPENING.search(picture)
    if not found or not opening:
        return ""
    body = picture[opening.end() : picture.rindex("</svg>")]
    return f'<svg x="40" y="40" width="640" height="556" viewBox="{found[1]}" preserveAspectRatio="xMidYMax meet">{body}</svg>'
