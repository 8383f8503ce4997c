"""A product with one of its things shown where it stands, for who sets its place: its box, and a sample in it. No I/O."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace

from ideas.studio import drawing, recipe
from ideas.studio.product import Part, Product, TextArea
from ideas.studio.recipe import Lettering, Motif, Recipe

MOTIF_SIDE = 200
SAMPLE = "Aa Bb Cc Dd Ee Ff Gg Hh Ii Jj Kk Ll Mm Nn Oo Pp Qq Rr Ss Tt Uu Vv"


@dataclass(frozen=True)
class Side:
    """A side's name and its picture as an address."""

    name: str
    address: str


@dataclass(frozen=True)
class Frame:
    """A rectangle to be drawn over a side, perhaps turned about its middle; `around` is how far the bleed goes beyond."""

    x: float
    y: float
    width: float
    height: float
    turn: float = 0.0
    around: float = 0.0


def sides(product: Product, kind: str, key: str, lang: str) -> list[Side]:
    """The sides of a product that a thing may be seen on."""
    shown = shows(product, kind, key)
    placed = {
        "texts": {one.id: one.view for one in product.texts},
        "areas": {one.id: one.view for one in product.areas},
    }
    only = placed.get(kind, {}).get(key)
    return [
        Side(view.name.in_language(lang), _address(side(product, view.id, shown, kind, key)))
        for view in product.views
        if only in (None, view.id)
    ]


def side(product: Product, view: str, shown: Recipe, kind: str, key: str) -> str:
    """A side as SVG, with the box of the thing if it has one."""
    svg = drawing.draw(shown, product, view)
    frame = _frame(product, kind, key)
    unit = max(drawing.box(product.view(view))[2:]) / 250
    return svg if frame is None else svg.removesuffix("</svg>") + _drawn(frame, unit) + "</svg>"


def shows(product: Product, kind: str, key: str) -> Recipe:
    """The product made plain, but for the thing that is looked at."""
    plain = recipe.plain("", 1, product)
    if kind == "dyes":
        return replace(plain, dyes={part.id: key if key in part.dyes else part.dyes[0] for part in product.parts})
    if kind == "patterns":
        return replace(plain, motifs=_motifs(product, [part for part in product.parts if key in part.patterns], key))
    if kind == "parts":
        part = next((one for one in product.parts if one.id == key), None)
        return replace(plain, motifs=_motifs(product, [part], part.patterns[0])) if part and part.patterns else plain
    if kind == "texts":
        area = next((one for one in product.texts if one.id == key), None)
        return replace(plain, texts={key: Lettering(_sample(area), recipe.FONTS[0], area.dyes[0])}) if area else plain
    return plain


def _motifs(product: Product, parts: list[Part], pattern: str) -> dict[str, Motif]:
    dyes = {part.id: next(one.id for one in product.dyes if one.id != part.dyes[0]) for part in parts}
    return {part: Motif(pattern, dye) for part, dye in dyes.items()}


def _sample(area: TextArea) -> str:
    return SAMPLE[: area.most].strip() or "A"


def _frame(product: Product, kind: str, key: str) -> Frame | None:
    if kind == "texts":
        for text in product.texts:
            if text.id == key:
                return Frame(text.x, text.y, text.width, text.height, text.turn)
    if kind == "areas":
        for area in product.areas:
            if area.id == key:
                height = area.height_mm * area.scale
                return Frame(area.x, area.y, area.width, height, around=area.bleed_mm * area.scale)
    if kind == "parts":
        for part in product.parts:
            if part.id == key and part.drawn and part.patterns:
                left, top, scale = part.drawn
                return Frame(left, top, MOTIF_SIDE * scale, MOTIF_SIDE * scale)
    return None


def _drawn(frame: Frame, unit: float) -> str:
    """Dark dashes on light, so that they show on any colour."""
    middle = f"{frame.x + frame.width / 2:g} {frame.y + frame.height / 2:g}"
    turned = f' transform="rotate({frame.turn:g} {middle})"' if frame.turn else ""
    boxes = [0.0, *([frame.around] if frame.around else [])]
    drawn = []
    for more in boxes:
        at = f'x="{frame.x - more:g}" y="{frame.y - more:g}" '
        size = f'width="{frame.width + 2 * more:g}" height="{frame.height + 2 * more:g}"'
        dashes = f'stroke-dasharray="{3 * unit:g} {(3 if more else 2) * unit:g}"'
        drawn.append(f'<rect {at}{size} stroke="#ffffff" stroke-width="{1.6 * unit:g}"/>')
        drawn.append(f'<rect {at}{size} stroke="#14302c" stroke-width="{0.8 * unit:g}" {dashes}/>')
    return f'<g fill="none"{turned}>{"".join(drawn)}</g>'


def _address(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
