"""Words as outlines of the shipped fonts, so that a page, a picture and a print have the same letters to the point."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "static" / "font" / "lettering"
FILES: dict[str, tuple[str, dict[str, float]]] = {
    "familjen": ("familjen-grotesk.ttf", {"wght": 660.0}),
    "serif": ("source-serif-pro-bold.ttf", {}),
    "hand": ("amatic-sc-bold.ttf", {}),
}
FEATURES = {"kern": True, "liga": True}


@lru_cache(maxsize=8)
def _font(name: str) -> Any:
    import uharfbuzz  # starting does without it

    file, axes = FILES[name]
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FOLDER / file))))
    if axes:
        font.set_variations(axes)
    return font


@lru_cache(maxsize=2000)
def outline(words: str, font: str) -> tuple[str, int, int]:
    """A line of words as the data of an SVG path, its advance width, and the font's units for one em.

    The baseline is y = 0, the line begins at x = 0, and y grows downwards.
    """
    import uharfbuzz

    shaped, drawn = _font(font), _Path()
    buffer = uharfbuzz.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    uharfbuzz.shape(shaped, buffer, FEATURES)
    for glyph, place in zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True):
        drawn.left = drawn.pen + place.x_offset
        shaped.draw_glyph(glyph.codepoint, drawn.functions, None)
        drawn.pen += place.x_advance
    return "".join(drawn.data), drawn.pen, shaped.face.upem


class _Path:
    """Collects what the font's glyphs are drawn with."""

    def __init__(self) -> None:
        import uharfbuzz

        self.data: list[str] = []
        self.pen = self.left = 0
        self.functions = uharfbuzz.DrawFuncs()
        self.functions.set_move_to_func(lambda *at: self._add("M", at))
        self.functions.set_line_to_func(lambda *at: self._add("L", at))
        self.functions.set_quadratic_to_func(lambda *at: self._add("Q", at))
        self.functions.set_cubic_to_func(lambda *at: self._add("C", at))
        self.functions.set_close_path_func(lambda *_: self.data.append("Z"))

    def _add(self, letter: str, at: tuple[Any, ...]) -> None:
        numbers = at[:-1]
        points = [n + self.left if i % 2 == 0 else -n for i, n in enumerate(numbers)]
        self.data.append(letter + " ".join(f"{point:.0f}" for point in points))


def covers(character: str, font: str) -> bool:
    """Does a shipped font have this character?"""
    return bool(_font(font).get_nominal_glyph(ord(character)))
