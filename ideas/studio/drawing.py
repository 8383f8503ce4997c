"""A recipe as SVG: the one renderer, whose drawing is the page's preview, the picture and the print alike.

Colours are written as attributes and each dyed shape also names its part in a class, so that a stylesheet may repaint it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape

from ideas.studio import lettering
from ideas.studio.product import PLACE, ArtArea, Part, Product, TextArea, View
from ideas.studio.recipe import Artwork, Motif, Placement, Recipe

_DYED = re.compile(r'(?P<kind>fill|stroke|color)="var\(--(?P<part>[a-z][a-z0-9-]*)\)"')
_CUT = re.compile(f"{_DYED.pattern}|{PLACE.pattern}")
_OPENING = re.compile(r"<svg\b[^<>]*+>")
_BOX = re.compile(r'viewBox="([^"]+)"')
Piece = str | tuple[str, str]
CAP_HEIGHT = 0.72
"""How tall a line of capitals is, in em: lettering is set so that it fits its area's height."""


def draw(
    recipe: Recipe,
    product: Product,
    view: str,
    *,
    pictures: Mapping[str, str] | None = None,
    artworks: Mapping[str, Artwork] | None = None,
    title: str = "",
) -> str:
    """One view of a design. `pictures` gives each artwork as a data address, `artworks` its size; without, areas stay bare."""
    side = product.view(view)
    opening, pieces, closing = _compiled(side.svg)
    drawn = [opening[:-1] + _label(title) + ">"]
    for piece in pieces:
        if isinstance(piece, str):
            drawn.append(piece)
        elif piece[0] in ("fill", "stroke", "color"):
            kind, part = piece
            drawn.append(f'{kind}="{product.dye(recipe.dyes[part]).hex}" class="{_class(kind, part)}"')
        else:
            drawn.append(_placed(piece, recipe, product, pictures or {}, artworks or {}))
    drawn.append(closing)
    return "".join(drawn)


def box(view: View) -> tuple[float, float, float, float]:
    """Left, top, width and height of a view."""
    found = _BOX.search(view.svg)
    left, top, width, height = (float(number) for number in (found[1] if found else "0 0 600 600").split())
    return left, top, width, height


def _label(title: str) -> str:
    return f' role="img" aria-label="{escape(title)}"' if title else ' aria-hidden="true"'


def _class(kind: str, part: str) -> str:
    return f"{'thread' if kind == 'stroke' else 'dye'}--{part}"


@lru_cache(maxsize=64)
def _compiled(svg: str) -> tuple[str, tuple[Piece, ...], str]:
    """A view as its opening tag, literal texts and places by turns, and its closing tag."""
    opening = _OPENING.search(svg)
    if opening is None:
        raise ValueError("a view is an SVG")
    body, position = svg[opening.end() : svg.rindex("</svg>")], 0
    pieces: list[Piece] = []
    for found in _CUT.finditer(body):
        pieces.append(body[position : found.start()])
        pieces.append((found["kind"], found["part"]) if found["kind"] else (found[3], found[4]))
        position = found.end()
    return opening[0], (*pieces, body[position:]), "</svg>"


def _placed(
    place: tuple[str, str],
    recipe: Recipe,
    product: Product,
    pictures: Mapping[str, str],
    artworks: Mapping[str, Artwork],
) -> str:
    kind, key = place
    if kind == "pattern" and key in recipe.motifs:
        return motif(recipe.motifs[key], product.part(key), product)
    if kind == "text" and key in recipe.texts:
        said = recipe.texts[key]
        return words(product.text(key), said.words, said.font, product.dye(said.dye).hex)
    if kind == "art" and key in recipe.artworks:
        put = recipe.artworks[key]
        if put.artwork in pictures:
            return picture(product.area(key), put, artworks[put.artwork], pictures[put.artwork])
    return ""


def motif(chosen: Motif, part: Part, product: Product) -> str:
    """A pattern where its part shows it."""
    left, top, scale = part.drawn or (0.0, 0.0, 1.0)
    return (
        f'<g class="motif--{part.id}" color="{product.dye(chosen.dye).hex}" '
        f'transform="translate({left:g} {top:g}) scale({scale:g})">{product.pattern(chosen.pattern).svg}</g>'
    )


def words(area: TextArea, said: str, font: str, colour: str) -> str:
    """A line of lettering, centred in its area and as large as fits."""
    data, advance, em = lettering.outline(said, font)
    scale = min(area.width / max(advance, 1), area.height / (em * CAP_HEIGHT))
    left = area.x + (area.width - advance * scale) / 2
    base = area.y + (area.height + em * CAP_HEIGHT * scale) / 2
    turn = f"rotate({area.turn:g} {area.x + area.width / 2:g} {area.y + area.height / 2:g}) " if area.turn else ""
    return (
        f'<path class="words--{area.id}" fill="{colour}" '
        f'transform="{turn}translate({left:.2f} {base:.2f}) scale({scale:.5f})" d="{data}"/>'
    )


def picture(area: ArtArea, put: Placement, art: Artwork, address: str) -> str:
    """An artwork where it was put, in the units of the view; what stands out of the area is cut by the view's own clip."""
    scale = area.scale / 10
    width, left, top = put.width * scale, area.x + put.left * scale, area.y + put.top * scale
    height = width * art.height / art.width
    turn = f' transform="rotate({put.turn} {left + width / 2:.2f} {top + height / 2:.2f})"' if put.turn else ""
    return (
        f'<image class="art--{area.id}" x="{left:.2f}" y="{top:.2f}" width="{width:.2f}" height="{height:.2f}"'
        f'{turn} href="{address}"/>'
    )


def stylesheet(product: Product, parts: Iterable[Part]) -> str:
    """Rules that repaint the preview as soon as a dye is chosen, without a script: one for each part and dye."""
    rules = []
    for part in parts:
        for key in part.dyes:
            chosen, colour = f".studio:has(#dye-{part.id}-{key}:checked)", product.dye(key).hex
            rules.append(f"{chosen} .dye--{part.id}{{fill:{colour};color:{colour}}}")
            rules.append(f"{chosen} .thread--{part.id}{{stroke:{colour}}}")
    rules += [f".swatch--{dye.id}{{--dye:{dye.hex}}}" for dye in product.dyes]
    return "\n".join(rules) + "\n"
