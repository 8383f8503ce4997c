"""A product's drawing from an SVG file: checked line by line, filtered, and written anew with nothing but flat shapes.

An element whose id is a part's key is that part: its opaque fills (or strokes, where it has no fill) become the part's
dye, what is translucent stays as shade. A file that already says `var(--part)` is taken at its word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import py_svg_hush

from ideas.studio import clips, renderer
from ideas.studio.clips import Place, Shape
from ideas.studio.inspection import inspect
from ideas.studio.product import DYE
from ideas.studio.shapes import COLOURED, SAID, SHAPES, Box, Node, box_of, colour, every, rectangle, tree, written
from ideas.studio.words import Wrong

LONGEST, LONGEST_MOTIF = 200_000, 20_000
KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
MADE_UP = re.compile(
    r"(path|g|rect|circle|ellipse|polygon|polyline|line|svg|layer|calque|defs|group|vector)[-_ ]?[0-9][0-9_-]*"
    r"|path|g|rect|circle|ellipse|polygon|polyline|svg|layer|defs|group|vector|new|order|fixed(-.*)?",
    re.IGNORECASE,
)
"""Names that drawing programs give by themselves; and those that keep a colour or that no part may have."""
PLACED = re.compile(r"(pattern|text|art)-(.+)")
_VAR = re.compile(r"var\(\s*+--([a-z][a-z0-9-]*+)\s*+(?:,\s*+([^)]++))?\)")
_VARIES = re.compile(r"var\(\s*+--[a-z][a-z0-9-]*+\s*+[,)]")
_URL = re.compile(r"url\(\s*+['\"]?#([^'\")]++)['\"]?\s*+\)")


@dataclass(frozen=True)
class Drawing:
    """A view as it is kept, the parts it shows with their colours as drawn, and the places it leaves.

    `unread` are ids that look like a part's but cannot be one.
    """

    svg: str
    parts: dict[str, str]
    patterns: dict[str, Box]
    texts: dict[str, Box | None]
    arts: dict[str, Box | None]
    box: Box
    unread: tuple[str, ...] = ()


def read(body: bytes, prefix: str) -> Drawing:
    """A file as a drawing; Wrong with each place that cannot be used. `prefix` makes the names inside it unique."""
    inspect(body)
    root = tree(_filtered(body))
    return _Reader(root, prefix).drawing()


def motif(body: bytes) -> str:
    """A file as a pattern: what is inside its box, in one colour, on 200 by 200."""
    inspect(body)
    root = tree(_filtered(body))
    box = box_of(root)
    for node in every(root):
        for name in COLOURED:
            if colour(node.attributes.get(name, "")) or _VARIES.search(node.attributes.get(name, "")):
                node.attributes[name] = "currentColor"
        node.attributes.pop("id", None)
        node.attributes.pop("clip-path", None)
    scale = 200 / max(box.width, box.height)
    inside = Node("g", {"fill": "currentColor", **_inherited(root)}, _drawn_only(root.children))
    inside.attributes["transform"] = f"scale({scale:g}) translate({0 - box.left:g} {0 - box.top:g})"
    return _short(written(inside), LONGEST_MOTIF)


def _filtered(body: bytes) -> bytes:
    try:
        return bytes(py_svg_hush.filter_svg(body, {}))
    except ValueError as error:
        raise Wrong([("", "no-svg")]) from error


class _Reader:
    """Walks a drawing once, dyes its parts and empties its places."""

    def __init__(self, root: Node, prefix: str) -> None:
        self.root, self.prefix, self.box = root, prefix, box_of(root)
        self.parts: dict[str, str] = {}
        self.shapes: dict[str, list[Shape]] = {}
        self.patterns: list[Place] = []
        self.unread: dict[str, None] = {}
        self.places: dict[str, dict[str, Box | None]] = {"text": {}, "art": {}}
        self.faults: list[tuple[str, str]] = []
        self.told = any(_VARIES.search(value) for node in every(root) for value in node.attributes.values())

    def drawing(self) -> Drawing:
        inside = Node("g", _inherited(self.root), _drawn_only(self.root.children))
        for child in inside.children:
            self._walk(child, "", inside.attributes.get("fill", ""), ())
        if not self.parts:
            self.faults += [("", "no-parts"), *((key, "bad-key") for key in list(self.unread)[:6])]
        self._cut()
        if self.faults:
            raise Wrong(self.faults)
        body = written(inside) if inside.attributes else "".join(map(written, inside.children))
        view = f"{self.box.left:g} {self.box.top:g} {self.box.width:g} {self.box.height:g}"
        svg = _short(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{body}</svg>', LONGEST)
        _drawable(svg, self.parts)
        patterns = clips.boxes(inside, self.box, self.patterns)
        places = self.places["text"], self.places["art"]
        return Drawing(svg, self.parts, patterns, *places, self.box, tuple(self.unread)[:8])

    def _cut(self) -> None:
        """Patterns show on their part and nowhere else."""
        for place in self.patterns:
            try:
                if place.part not in self.parts:
                    raise Wrong([(f"pattern-{place.part}", "no-part")])
                if not place.is_cut:
                    clips.cut(place, self.shapes.get(place.part, []), self._unique(f"pattern-{place.part}"))
            except Wrong as error:
                self.faults += error.faults

    def _walk(self, node: Node, part: str, fill: str, under: tuple[str, ...], *, clipped: bool = False) -> None:
        key = node.attributes.pop("id", "")
        if node.name in ("defs", "clipPath"):
            self._clip(node, key)
            return
        if "clip-path" in node.attributes:
            named = _URL.fullmatch(node.attributes.pop("clip-path"))
            if named:
                node.attributes["clip-path"] = f"url(#{self._unique(named[1])})"
                clipped = True
        if place := PLACED.fullmatch(key):
            self._place(node, place[1], place[2], under, clipped=clipped)
            return
        if key and not MADE_UP.fullmatch(key) and not self.told:
            if KEY.fullmatch(key):
                part = key
            else:
                self.unread[key[:40]] = None
        if turned := node.attributes.get("transform"):
            under = (*under, turned)
        fill = self._dyed(node, part, fill)
        if node.name in SHAPES and (filled := DYE.fullmatch(fill)):
            self.shapes.setdefault(filled[1], []).append(Shape(node, under))
        for child in node.children:
            self._walk(child, part, fill, under, clipped=clipped)

    def _clip(self, node: Node, key: str) -> None:
        if key and node.name == "clipPath":
            node.attributes["id"] = self._unique(key)
        for child in node.children:
            self._clip(child, child.attributes.pop("id", ""))

    def _unique(self, key: str) -> str:
        plain = re.sub(r"[^A-Za-z0-9-]", "-", key)
        return plain if plain.startswith(f"{self.prefix}-") else f"{self.prefix}-{plain}"

    def _dyed(self, node: Node, part: str, fill: str) -> str:
        """Colours of a node as they are kept; says the fill that its children inherit."""
        said = node.attributes
        for name in COLOURED:
            if name in said:
                said[name] = self._kept(said[name])
        if part and not fill and node.name in SHAPES:
            said.setdefault("fill", "#000000")
        fill = said.get("fill", fill)
        if not part or self.told or _faint(said, "opacity") or _faint(said, "fill-opacity"):
            return fill
        if colour(said.get("fill", "")):
            self._shown(part, said["fill"])
            said["fill"] = f"var(--{part})"
        elif colour(said.get("stroke", "")) and fill == "none" and not _faint(said, "stroke-opacity"):
            self._shown(part, said["stroke"])
            said["stroke"] = f"var(--{part})"
        return said.get("fill", fill)

    def _kept(self, value: str) -> str:
        found = _VAR.fullmatch(value.strip())
        if not found:
            return colour(value) or (value if value in ("none", "currentColor") else "none")
        self._shown(found[1], colour(found[2] or ""))
        return f"var(--{found[1]})"

    def _shown(self, part: str, colour: str) -> None:
        if len(part) > 30 or not KEY.fullmatch(part):
            self.faults.append((part, "bad-key"))
        elif not self.parts.get(part):
            self.parts[part] = colour

    def _place(self, node: Node, kind: str, key: str, under: tuple[str, ...], *, clipped: bool) -> None:
        if not KEY.fullmatch(key) or len(key) > 30:
            self.faults.append((f"{kind}-{key}", "bad-key"))
            return
        rects = [one for one in every(node) if one.name == "rect"]
        if any("transform" in one.attributes for one in every(node)):
            self.faults.append((f"{kind}-{key}", "turned"))
        elif not rects and any(one.name in SHAPES for one in every(node)):
            self.faults.append((f"{kind}-{key}", "not-a-rectangle"))
        else:
            box = rectangle(rects[0]) if rects else None
            if kind == "pattern":
                self.patterns.append(Place(node, key, under, box, clipped))
            else:
                self.places[kind][key] = box
            self._emptied(node, f"{kind}-{key}", box, clipped=clipped or kind != "art")

    def _emptied(self, node: Node, key: str, box: Box | None, *, clipped: bool) -> None:
        """An empty group in the place of what showed where it is, cut at its rectangle where nothing else cuts it."""
        place = Node("g", {"id": key})
        if box is None or clipped:
            node.name, node.attributes, node.children = "g", {"id": key}, []
            return
        edges = {"x": box.left, "y": box.top, "width": box.width, "height": box.height}
        cut = Node("rect", {name: f"{value:g}" for name, value in edges.items()})
        clip = Node("clipPath", {"id": self._unique(key)}, [cut])
        held = Node("g", {"clip-path": f"url(#{self._unique(key)})"}, [place])
        node.name, node.attributes, node.children = "g", {}, [clip, held]


def _short(svg: str, most: int) -> str:
    if len(svg) > most:
        raise Wrong([("", "too-large")])
    return svg


def _drawable(svg: str, parts: dict[str, str]) -> None:
    """Can the renderer make a picture of it?"""
    try:
        renderer.png_once(DYE.sub(lambda found: parts.get(found[1]) or "#888888", svg), 96)
    except renderer.NotDrawn as error:
        raise Wrong([("", "not-drawn")]) from error


def _inherited(root: Node) -> dict[str, str]:
    """What the outermost element says of all within it."""
    names = SAID - {"clip-path", "transform"} | {"stroke-width"}
    return {name: value for name, value in root.attributes.items() if name in names}


def _drawn_only(nodes: list[Node]) -> list[Node]:
    return [node for node in nodes if node.name != "svg"]


def _faint(said: dict[str, str], name: str) -> bool:
    try:
        return float(said.get(name, "1").rstrip("%")) < 1
    except ValueError:
        return True
