"""The files that a design is printed from, at 300 dpi and with bleed, and its letters and patterns as outlines. No I/O."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping

from PIL import Image

from ideas.studio import drawing
from ideas.studio.product import ArtArea, Product
from ideas.studio.recipe import MM_PER_INCH, Artwork, Placement, Recipe

DPI = 300
_SIZE = re.compile(r'width="(\d+)" height="(\d+)"')
Render = Callable[[str, int], bytes]
"""An SVG and a width in pixels to the bytes of a PNG."""
Files = Iterator[tuple[str, bytes]]


def pixels(mm: float) -> int:
    """How many dots of a print so many millimetres are."""
    return round(mm / MM_PER_INCH * DPI)


def artworks(
    recipe: Recipe, product: Product, known: Mapping[str, Artwork], pictures: Mapping[str, str], render: Render
) -> Files:
    """One PNG for each artwork area in use, bleed on all sides, ground left clear."""
    for key, put in sorted(recipe.artworks.items()):
        if put.artwork in pictures:
            area = product.area(key)
            svg = _artwork(area, put, known[put.artwork], pictures[put.artwork])
            yield f"print/art-{key}.png", _stamped(svg, render)


def _artwork(area: ArtArea, put: Placement, art: Artwork, address: str) -> str:
    width, height, bleed = area.width_mm + 2 * area.bleed_mm, area.height_mm + 2 * area.bleed_mm, area.bleed_mm
    left, top, wide = put.left / 10, put.top / 10, put.width / 10
    tall = wide * art.height / art.width
    turn = f' transform="rotate({put.turn} {left + wide / 2:.3f} {top + tall / 2:.3f})"' if put.turn else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{pixels(width)}" height="{pixels(height)}" '
        f'viewBox="{-bleed:g} {-bleed:g} {width:g} {height:g}" preserveAspectRatio="none">'
        f'<image x="{left:.3f}" y="{top:.3f}" width="{wide:.3f}" height="{tall:.3f}"{turn} href="{address}"/></svg>'
    )


def letters(recipe: Recipe, product: Product, render: Render) -> Files:
    """The words of each text area as an SVG in millimetres, all outlines, and as a PNG."""
    for key, said in sorted(recipe.texts.items()):
        area = product.text(key)
        body = drawing.words(area.model_copy(update={"turn": 0.0}), said.words, said.font, product.dye(said.dye).hex)
        tall = area.height * area.width_mm / area.width
        box = f'viewBox="{area.x:g} {area.y:g} {area.width:g} {area.height:g}" preserveAspectRatio="none"'
        yield f"print/text-{key}.svg", _svg(f'width="{area.width_mm:g}mm" height="{tall:g}mm" {box}', body).encode()
        dots = _svg(f'width="{pixels(area.width_mm)}" height="{pixels(tall)}" {box}', body)
        yield f"print/text-{key}.png", _stamped(dots, render)


def patterns(recipe: Recipe, product: Product) -> Files:
    """Each pattern in use as an SVG in its dye."""
    for key, motif in sorted(recipe.motifs.items()):
        body = f'<g color="{product.dye(motif.dye).hex}">{product.pattern(motif.pattern).svg}</g>'
        yield f"print/pattern-{key}.svg", _svg('viewBox="0 0 200 200"', body).encode()


def _svg(attributes: str, body: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{body}</svg>'


def _stamped(svg: str, render: Render) -> bytes:
    """A drawing in the very size it names, saying that it is meant for 300 dots an inch."""
    found = _SIZE.search(svg)
    width, height = (int(side) for side in found.groups()) if found else (0, 0)
    out = io.BytesIO()
    with Image.open(io.BytesIO(render(svg, width))) as picture:
        picture.crop((0, 0, width, height)).save(out, "PNG", dpi=(DPI, DPI), compress_level=3)
    return out.getvalue()
