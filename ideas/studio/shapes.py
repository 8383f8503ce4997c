"""A filtered SVG as a small tree of shapes, and its text again. No I/O."""

from __future__ import annotations

import re
import xml.parsers.expat
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from PIL import ImageColor

from ideas.studio.inspection import parsed
from ideas.studio.words import Wrong

SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
KEPT = SHAPES | {"svg", "g", "defs", "clipPath"}
SAID = {"fill", "stroke", "color", "opacity", "clip-path", "transform", "fill-rule", "clip-rule", "fill-opacity"}
ATTRIBUTES = SAID | {
    *("d", "x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2", "points", "id"),
    *("stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-opacity", "stroke-miterlimit"),
    *("stroke-dashoffset", "clipPathUnits"),
}
COLOURED = ("fill", "stroke", "color")
_HARMLESS = re.compile(r"[\w\s.,+\-#()%]*")


@dataclass(frozen=True)
class Box:
    """A rectangle in the units of its view."""

    left: float
    top: float
    width: float
    height: float


@dataclass
class Node:
    name: str
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)


def tree(body: bytes) -> Node:
    """The shapes of a filtered file, with what they may say; all else is left out with what it holds."""
    top, dropped = Node("", {}), [0]
    stack = [top]
    parser = xml.parsers.expat.ParserCreate()

    def begin(name: str, attributes: dict[str, str]) -> None:
        if dropped[0] or name not in KEPT:
            dropped[0] += 1
            return
        node = Node(name, _attributes(name, attributes))
        stack[-1].children.append(node)
        stack.append(node)

    def end(_name: str) -> None:
        if dropped[0]:
            dropped[0] -= 1
        else:
            stack.pop()

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parsed(parser, body)
    if not top.children:
        raise Wrong([("", "no-svg")])
    return top.children[0]


def _attributes(name: str, given: dict[str, str]) -> dict[str, str]:
    style = {
        part.partition(":")[0].strip(): part.partition(":")[2].strip()
        for part in given.get("style", "").split(";")
        if ":" in part
    }
    said = {**given, **{key: value for key, value in style.items() if key in ATTRIBUTES - {"id", "d", "transform"}}}
    kept = ATTRIBUTES | ({"viewBox"} if name == "svg" else set())
    return {key: value for key, value in said.items() if key in kept and _HARMLESS.fullmatch(value)}


def every(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from every(child)


def colour(value: str) -> str:
    """A colour in six digits; empty for what is none."""
    try:
        found = ImageColor.getrgb(value.strip())
    except (ValueError, AttributeError):
        return ""
    return f"#{found[0]:02x}{found[1]:02x}{found[2]:02x}"


def rectangle(node: Node) -> Box:
    left, top, width, height = (_number(node.attributes.get(name, "0")) for name in ("x", "y", "width", "height"))
    return Box(left, top, width, height)


def _number(value: str) -> float:
    found = re.match(r"\s*(-?\d{0,6}\.?\d{1,6})", value)
    return float(found[1]) if found else 0.0


def box_of(root: Node) -> Box:
    """The area that a file draws on; Wrong for one that no product has."""
    told = re.split(r"[\s,]+", root.attributes.get("viewBox", "").strip())
    if len(told) != 4:
        told = ["0", "0", root.attributes.get("width", ""), root.attributes.get("height", "")]
    plain = all(re.fullmatch(r"-?\d{1,5}(\.\d*)?(px)?|-?\.\d+", number) for number in told)
    box = Box(*map(_number, told)) if plain else Box(0, 0, 0, 0)
    if not (10 <= box.width <= 10_000 and 10 <= box.height <= 10_000 and 0.25 <= box.width / box.height <= 4):
        raise Wrong([("", "size")])
    return box


def written(node: Node) -> str:
    said = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
    inside = "".join(map(written, node.children))
    return f"<{node.name}{said}>{inside}</{node.name}>" if inside else f"<{node.name}{said}/>"
