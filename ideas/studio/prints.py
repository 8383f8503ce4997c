"""The files that a design is printed from, at 300 dpi and with bleed, and its letters and patterns as outlines. No I/O."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping

from ideas.studio import drawing
from ideas.studio.product import ArtArea, Product, TextArea
from ideas.studio.recipe import MM_PER_INCH, Artwork, Placement, Recipe

DPI = 300
AROUND = 0.6
"""The room around words, in heights of their place."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"
Render = Callable[[str, int], bytes]
"""An SVG and a width in pixels, 0 for its own, to the bytes of a PNG."""
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
    """The words of each text area as an SVG in millimetres, all outlines, and as a PNG; room for accents on all sides."""
    for key, said in sorted(recipe.texts.items()):
        area = product.text(key)
        body = drawing.words(area.model_copy(update={"turn": 0.0}), said.words, said.font, product.dye(said.dye).hex)
        more, (wide, tall) = AROUND * area.height, letters_mm(area)
        left, top, width, height = area.x - more, area.y - more, area.width + 2 * more, area.height + 2 * more
        box = f'viewBox="{left:g} {top:g} {width:g} {height:g}" preserveAspectRatio="none"'
        around = 2 * around_mm(area)
        wide, tall = wide + around, tall + around
        yield f"print/text-{key}.svg", _svg(f'width="{wide:g}mm" height="{tall:g}mm" {box}', body).encode()
        dots = _svg(f'width="{pixels(wide)}" height="{pixels(tall)}" {box}', body)
        yield f"print/text-{key}.png", _stamped(dots, render)


def letters_mm(area: TextArea) -> tuple[float, float]:
    """How wide and tall the place of words is on the product."""
    return area.width_mm, area.height * area.width_mm / area.width


def around_mm(area: TextArea) -> float:
    """What a print of words has on each side beyond their place: accents and tails stand out of it."""
    return AROUND * letters_mm(area)[1]


def patterns(recipe: Recipe, product: Product) -> Files:
    """Each pattern in use as an SVG in its dye."""
    for key, motif in sorted(recipe.motifs.items()):
        body = f'<g color="{product.dye(motif.dye).hex}">{product.pattern(motif.pattern).svg}</g>'
        yield f"print/pattern-{key}.svg", _svg('viewBox="0 0 200 200"', body).encode()


def _svg(attributes: str, body: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{body}</svg>'


def _stamped(svg: str, render: Render) -> bytes:
    """A drawing in the very size it names, saying that it is meant for 300 dots an inch."""
    drawn = render(svg, 0)
    length, kind = struct.unpack_from(">I4s", drawn, len(SIGNATURE))
    if not drawn.startswith(SIGNATURE) or kind != b"IHDR":
        raise ValueError("the renderer makes PNG")
    end = len(SIGNATURE) + 12 + length
    told = b"pHYs" + struct.pack(">IIB", *[round(DPI / MM_PER_INCH * 1000)] * 2, 1)
    chunk = struct.pack(">I", len(told) - 4) + told + struct.pack(">I", zlib.crc32(told))
    return drawn[:end] + chunk + drawn[end:]
