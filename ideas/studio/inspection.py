"""What a drawing of a product may not hold: each fault with its line, found before anything else reads the file. No I/O."""

from __future__ import annotations

import re
import xml.parsers.expat

from ideas.studio.cleaning import DEEPEST, MOST_ELEMENTS
from ideas.studio.words import Wrong

LARGEST, MOST_FAULTS = 500_000, 8
REFUSED = {
    **dict.fromkeys(("script", "foreignobject", "iframe", "object", "embed", "audio", "video", "set", "a"), "active"),
    **dict.fromkeys(("animate", "animatemotion", "animatetransform", "animatecolor", "discard"), "active"),
    **dict.fromkeys(("text", "tspan", "textpath", "font", "font-face"), "letters"),
    **dict.fromkeys(("lineargradient", "radialgradient", "filter", "mask", "pattern", "marker"), "not-flat"),
    **dict.fromkeys(("use", "symbol", "switch", "view"), "copies"),
    "style": "stylesheet",
    "image": "picture",
    "feimage": "picture",
}
_INSIDE = re.compile(r"url\(['\"]?#[^'\")]*['\"]?\)")


def inspect(body: bytes) -> None:
    """Refuse what a drawing of a product may not hold, each with its line, before anything else reads the file."""
    if len(body) > LARGEST:
        raise Wrong([("", "too-large")])
    faults: list[tuple[str, str]] = []
    seen: set[str] = set()
    count, depth = 0, 0
    parser = xml.parsers.expat.ParserCreate()

    def wrong(what: str, fault: str) -> None:
        faults.append((f"{parser.CurrentLineNumber} {what}", fault))
        if len(faults) >= MOST_FAULTS or fault in ("deep", "many", "entities", "no-svg"):
            raise Wrong(faults)

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal count, depth
        count, depth = count + 1, depth + 1
        plain = name.rpartition(":")[2].lower()
        if count == 1 and plain != "svg":
            wrong(name, "no-svg")
        if depth > DEEPEST:
            wrong(name, "deep")
        if count > MOST_ELEMENTS:
            wrong(name, "many")
        if plain in REFUSED:
            wrong(name, REFUSED[plain])
            return
        for key, value in attributes.items():
            if fault := _attribute(key.lower(), value):
                wrong(f"{name} {key}", fault)
        if (key := attributes.get("id", "")) in seen:
            wrong(f"{name} {key}", "twice")
        seen.update({key} if key else ())

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_about: object) -> None:
        wrong("DOCTYPE", "entities")

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    parsed(parser, body)
    if faults:
        raise Wrong(faults)


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
