"""Where a pattern of an imported drawing shows: cut at the shapes of its part, and as large as they are."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass

from PIL import Image

from ideas.studio import renderer
from ideas.studio.shapes import SHAPES, Box, Node, written
from ideas.studio.words import Wrong

ACROSS = 240
_SHAPED = {
    *("d", "x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2", "points", "clip-path")
}


@dataclass(frozen=True)
class Shape:
    """A filled shape of a part, with the transforms that it stands under, the outermost first."""

    node: Node
    under: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """An empty group for a pattern; `box` is what its drawing said of it, `is_cut` whether the drawing cuts it itself."""

    node: Node
    part: str
    under: tuple[str, ...]
    box: Box | None
    is_cut: bool


def cut(place: Place, shapes: Sequence[Shape], name: str) -> None:
    """Put a clip of its part's shapes around a place; Wrong where that cannot be."""
    if not shapes:
        raise Wrong([(f"pattern-{place.part}", "lines")])
    clip = Node("clipPath", {"id": name}, [_copy(shape, place) for shape in shapes])
    held = Node("g", {"clip-path": f"url(#{name})"}, [Node("g", {"id": f"pattern-{place.part}"})])
    place.node.name, place.node.attributes, place.node.children = "g", {}, [clip, held]


def _copy(shape: Shape, place: Place) -> Node:
    """A shape as it stands in the room of a place."""
    under = shape.under
    for outer in place.under:
        if not under or under[0] != outer:
            raise Wrong([(f"pattern-{place.part}", "turned")])
        under = under[1:]
    said = {key: value for key, value in shape.node.attributes.items() if key in _SHAPED}
    if rule := shape.node.attributes.get("fill-rule"):
        said["clip-rule"] = rule
    if under:
        said["transform"] = " ".join(under)
    return Node(shape.node.name, said)


def boxes(inside: Node, view: Box, places: Sequence[Place]) -> dict[str, Box]:
    """How large each pattern may be: what the drawing said, else what shows of it when all of it is painted."""
    found = {place.part: place.box for place in places if place.box and place.box.width > 0 and place.box.height > 0}
    unknown = [place.part for place in places if place.part not in found]
    if unknown:
        colours = {part: 1 + n for n, part in enumerate(dict.fromkeys(unknown))}
        found |= _seen(_picture(inside, view, colours), view, colours)
    return found


def _picture(inside: Node, view: Box, colours: Mapping[str, int]) -> Image.Image:
    """The drawing with nothing painted but the places of patterns, each in its own colour."""
    bare = deepcopy(inside)
    _bared(bare, view, colours)
    box = f"{view.left:g} {view.top:g} {view.width:g} {view.height:g}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{written(bare)}</svg>'
    try:
        return Image.open(io.BytesIO(renderer.png_once(svg, ACROSS))).convert("RGBA")
    except renderer.NotDrawn as error:
        raise Wrong([("", "not-drawn")]) from error


def _bared(node: Node, view: Box, colours: Mapping[str, int]) -> None:
    if node.name == "clipPath":
        return
    for name in ("fill", "stroke", "opacity", "fill-opacity"):
        node.attributes.pop(name, None)
    part = node.attributes.get("id", "").removeprefix("pattern-")
    if node.attributes.get("id", "").startswith("pattern-") and part in colours:
        wide = {"x": view.left - view.width, "y": view.top - view.height}
        wide |= {"width": 3 * view.width, "height": 3 * view.height}
        said = {key: f"{value:g}" for key, value in wide.items()}
        node.children = [Node("rect", {**said, "fill": f"#{8 * colours[part]:02x}00ff"})]
        return
    if node.name in SHAPES:
        node.attributes["fill"] = "none"
    for child in node.children:
        _bared(child, view, colours)


def _seen(picture: Image.Image, view: Box, colours: Mapping[str, int]) -> dict[str, Box]:
    unit = view.width / picture.width
    red, _green, _blue, alpha = picture.split()
    found = {}
    for part, n in colours.items():
        ours = red.point([255 if abs(value - 8 * n) < 4 else 0 for value in range(256)])
        there = Image.composite(ours, Image.new("L", picture.size), alpha.point([0] * 128 + [255] * 128))
        if edges := there.getbbox():
            left, top, right, bottom = (edge * unit for edge in edges)
            found[part] = Box(view.left + left, view.top + top, right - left, bottom - top)
    return found
