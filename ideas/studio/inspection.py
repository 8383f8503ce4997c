"""What a drawing of a product may not hold: each fault with its line, found before anything else reads the file. No I/O."""

from __future__ import annotations

import re
import xml.parsers.expat

from ideas.studio.cleaning import DEEPEST, MOST_ELEMENTS
from ideas.studio.words import Wrong

LARGEST, MOST_FAULTS = 500_000, 8
AT_ONCE = {"deep", "many", "entities", "no-svg"}
REFUSED = {
    **dict.fromkeys(("foreignobject", "iframe", "object", "embed", "audio", "video"), "foreign"),
    **dict.fromkeys(("script", "set", "a"), "active"),
    **dict.fromkeys(("animate", "animatemotion", "animatetransform", "animatecolor", "discard"), "active"),
    **dict.fromkeys(("text", "tspan", "textpath", "font", "font-face", "font-face-src", "font-face-uri"), "letters"),
    **dict.fromkeys(("lineargradient", "radialgradient", "filter", "mask", "pattern", "marker"), "not-flat"),
    **dict.fromkeys(("use", "symbol", "switch", "view"), "copies"),
    "style": "stylesheet",
    "image": "picture",
    "feimage": "picture",
}
_INSIDE = re.compile(r"url\(['\"]?#[^'\"()]*['\"]?\)")


def inspect(body: bytes) -> None:
    """Refuse what a drawing of a product may not hold, each with its line, before anything else reads the file."""
    if len(body) > LARGEST:
        raise Wrong([("", "too-large")])
    found = _Inspector()
    parsed(found.parser, body)
    if found.faults:
        raise Wrong(found.faults)


class _Inspector:
    """Reads a file element by element and collects what is wrong with it."""

    def __init__(self) -> None:
        self.faults: list[tuple[str, str]] = []
        self.seen: set[str] = set()
        self.count = self.depth = 0
        self.parser = xml.parsers.expat.ParserCreate()
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._begin, self._end
        self.parser.StartDoctypeDeclHandler = self._declared
        self.parser.EntityDeclHandler = self._declared

    def _wrong(self, what: str, fault: str) -> None:
        self.faults.append((f"{self.parser.CurrentLineNumber} {what}", fault))
        if len(self.faults) >= MOST_FAULTS or fault in AT_ONCE:
            raise Wrong(self.faults)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self.count, self.depth = self.count + 1, self.depth + 1
        plain = name.rpartition(":")[2].lower()
        if self.count == 1 and plain != "svg":
            self._wrong(name, "no-svg")
        if self.depth > DEEPEST:
            self._wrong(name, "deep")
        if self.count > MOST_ELEMENTS:
            self._wrong(name, "many")
        if plain in REFUSED:
            self._wrong(name, REFUSED[plain])
            return
        for key, value in attributes.items():
            if fault := _attribute(key.lower(), value):
                self._wrong(f"{name} {key}", fault)
        if (key := attributes.get("id", "")) in self.seen:
            self._wrong(f"{name} {key}", "twice")
        self.seen.update({key} if key else ())

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _declared(self, *_about: object) -> None:
        self._wrong("DOCTYPE", "entities")


def _attribute(name: str, value: str) -> str:
    """What is wrong with an attribute, as a key."""
    if name.startswith("xmlns"):
        return ""
    if name.startswith("on"):
        return "active"
    plain = _INSIDE.sub("", re.sub(r"\s", "", value).lower())
    leads_out = name.rpartition(":")[2] in ("href", "src") and not plain.startswith("#")
    return "outside" if leads_out or any(word in plain for word in ("url(", "@import", "\\")) else ""


def parsed(parser: xml.parsers.expat.XMLParserType, body: bytes) -> None:
    """Read a file to its end; Wrong where it is not well-formed."""
    try:
        parser.Parse(body, True)
    except xml.parsers.expat.ExpatError as error:
        raise Wrong([(f"{error.lineno} ", "unreadable")]) from error
    except (ValueError, UnicodeError, LookupError) as error:
        if isinstance(error, Wrong):
            raise
        raise Wrong([("", "no-svg")]) from error
