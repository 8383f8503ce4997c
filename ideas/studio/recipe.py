"""A design as data: which dye, material, pattern, words and artwork each part of one version of a product takes.

A recipe is canonical: every choice is spelt out, keys in order, so that equal designs have equal bytes and one digest.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ideas.studio.product import Product, TextArea
from ideas.studio.words import Wrong

FORMAT = 1
LARGEST = 4096
FONTS = ("familjen", "serif", "hand")
FEWEST_DPI, GOOD_DPI = 100, 200
MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Motif:
    """A pattern of the template in one of its dyes."""

    pattern: str
    dye: str


@dataclass(frozen=True)
class Lettering:
    """Words in a text area."""

    words: str
    font: str
    dye: str


@dataclass(frozen=True)
class Placement:
    """An artwork in an area: its left, top (from the area's corner) and width in tenths of a millimetre, its turn in degrees."""

    artwork: str
    left: int
    top: int
    width: int
    turn: int = 0


@dataclass(frozen=True)
class Recipe:
    """What a design is drawn from, for one version of a template."""

    template: str
    version: int
    dyes: Mapping[str, str]
    materials: Mapping[str, str] = field(default_factory=dict)
    motifs: Mapping[str, Motif] = field(default_factory=dict)
    texts: Mapping[str, Lettering] = field(default_factory=dict)
    artworks: Mapping[str, Placement] = field(default_factory=dict)


@dataclass(frozen=True)
class Artwork:
    """What a recipe must know of an uploaded picture: its size in pixels and how many colours it has."""

    width: int
    height: int
    colours: int


def plain(template: str, version: int, product: Product) -> Recipe:
    """The product as it is made when nothing was chosen."""
    return Recipe(
        template,
        version,
        {part.id: part.dyes[0] for part in product.parts},
        {part.id: part.materials[0] for part in product.parts if part.materials},
    )


def canonical(recipe: Recipe) -> str:
    """The one JSON text of a recipe, at most LARGEST bytes; ValueError where it is longer."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "template": recipe.template,
        "version": recipe.version,
        "dyes": dict(recipe.dyes),
        "materials": dict(recipe.materials),
        "motifs": {part: [motif.pattern, motif.dye] for part, motif in recipe.motifs.items()},
        "texts": {area: [said.words, said.font, said.dye] for area, said in recipe.texts.items()},
        "artworks": {
            area: [put.artwork, put.left, put.top, put.width, put.turn] for area, put in recipe.artworks.items()
        },
    }
    kept = {name: value for name, value in document.items() if value not in ({}, None)}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if len(text.encode()) > LARGEST:
        raise Wrong([("recipe", "too-long")])
    return text


def digest(recipe: Recipe) -> str:
    """SHA-256 of the canonical text, in hex."""
    return hashlib.sha256(canonical(recipe).encode()).hexdigest()


def parse(text: str) -> Recipe:
    """A recipe from its JSON, whatever its template; Wrong where it is none. `check` says whether it can be made."""
    try:
        document = json.loads(text) if len(text.encode()) <= LARGEST else None
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise ValueError
        recipe = Recipe(
            _word(document["template"]),
            _whole(document["version"]),
            {_word(part): _word(dye) for part, dye in document["dyes"].items()},
            {_word(part): _word(kind) for part, kind in document.get("materials", {}).items()},
            {_word(part): Motif(*map(_word, motif)) for part, motif in document.get("motifs", {}).items()},
            {_word(area): Lettering(*map(_word, said)) for area, said in document.get("texts", {}).items()},
            {
                _word(area): Placement(_word(put[0]), *map(_whole, put[1:]))
                for area, put in document.get("artworks", {}).items()
            },
        )
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise Wrong([("recipe", "unreadable")]) from error
    return recipe


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return unicodedata.normalize("NFC", value)


def _whole(value: Any) -> int:
    if type(value) is not int or abs(value) > 100_000:
        raise ValueError(value)
    return value


def check(recipe: Recipe, product: Product, artworks: Mapping[str, Artwork]) -> None:
    """Raise Wrong with every place of the recipe that this product does not offer or this artwork is too poor for."""
    faults = [
        *_chosen("dye", recipe.dyes, {part.id: part.dyes for part in product.parts}, every=True),
        *_chosen("material", recipe.materials, {p.id: p.materials for p in product.parts if p.materials}, every=True),
        *_motifs(recipe, product),
        *_texts(recipe, product),
        *_artworks(recipe, product, artworks),
    ]
    if faults:
        raise Wrong(faults)


def _chosen(
    kind: str, chosen: Mapping[str, str], offered: Mapping[str, tuple[str, ...]], *, every: bool
) -> Iterator[tuple[str, str]]:
    for part in sorted(chosen.keys() - offered.keys()):
        yield f"{kind}-{part}", "no-such-part"
    for part, choices in offered.items():
        if part not in chosen:
            if every:
                yield f"{kind}-{part}", "missing"
        elif chosen[part] not in choices:
            yield f"{kind}-{part}", "not-offered"


def _motifs(recipe: Recipe, product: Product) -> Iterator[tuple[str, str]]:
    offered = {part.id: part.patterns for part in product.parts if part.patterns}
    yield from _chosen("motif", {part: motif.pattern for part, motif in recipe.motifs.items()}, offered, every=False)
    known = {dye.id for dye in product.dyes}
    for part, motif in recipe.motifs.items():
        if motif.dye not in known:
            yield f"motif-dye-{part}", "not-offered"


def _texts(recipe: Recipe, product: Product) -> Iterator[tuple[str, str]]:
    areas = {area.id: area for area in product.texts}
    for key, said in recipe.texts.items():
        area = areas.get(key)
        if area is None:
            yield f"text-{key}", "no-such-part"
            continue
        if fault := wording(area, said.words):
            yield f"text-{key}", fault
        if said.font not in FONTS:
            yield f"font-{key}", "not-offered"
        if said.dye not in area.dyes:
            yield f"ink-{key}", "not-offered"


def wording(area: TextArea, words: str) -> str:
    """What is wrong with words for an area, as the key of a sentence; empty when nothing is."""
    if not words.strip():
        return "missing"
    if len(words) > area.most:
        return "too-long"
    return "" if all(area.allows(character) for character in words) else "letters"


def _artworks(recipe: Recipe, product: Product, artworks: Mapping[str, Artwork]) -> Iterator[tuple[str, str]]:
    areas = {area.id: area for area in product.areas}
    for key, put in recipe.artworks.items():
        area, art = areas.get(key), artworks.get(put.artwork)
        if area is None:
            yield f"art-{key}", "no-such-part"
        elif art is None:
            yield f"art-{key}", "missing"
        elif put.width < 10 or not -180 <= put.turn <= 180:
            yield f"art-{key}", "out-of-range"
        elif not _touches(put, art, area.width_mm * 10, area.height_mm * 10):
            yield f"art-{key}", "outside"
        elif dpi(put, art) < FEWEST_DPI:
            yield f"art-{key}", "too-coarse"
        elif art.colours > area.colours:
            yield f"art-{key}", "too-many-colours"


def _touches(put: Placement, art: Artwork, width: float, height: float) -> bool:
    """Is some of the picture, unturned, within an area of that many tenths of a millimetre?"""
    tall = put.width * art.height / art.width
    return -put.width < put.left < width and -tall < put.top < height


def dpi(put: Placement, art: Artwork) -> int:
    """Pixels of the artwork for each inch of print."""
    return int(art.width * MM_PER_INCH * 10 / put.width + 1e-6)


def coarse(recipe: Recipe, artworks: Mapping[str, Artwork]) -> dict[str, int]:
    """Areas whose artwork prints below GOOD_DPI, with what it has: allowed, with a warning."""
    found = {area: dpi(put, artworks[put.artwork]) for area, put in recipe.artworks.items()}
    return {area: value for area, value in found.items() if value < GOOD_DPI}


def shuffled(recipe: Recipe, product: Product, choose: Callable[[tuple[str, ...]], str]) -> Recipe:
    """The same words and artwork in other dyes and patterns; `choose` picks one of several."""
    motifs = {}
    for part in product.parts:
        if part.patterns and (pattern := choose(("", *part.patterns))):
            motifs[part.id] = Motif(pattern, choose(tuple(dye.id for dye in product.dyes)))
    return replace(recipe, dyes={part.id: choose(part.dyes) for part in product.parts}, motifs=motifs)


@dataclass(frozen=True)
class Difference:
    """One choice that two recipes of a template made otherwise; what is not chosen is empty."""

    kind: str
    place: str
    before: str
    after: str


def differences(before: Recipe, after: Recipe) -> list[Difference]:
    """What changed from one recipe to the other, choice by choice."""
    found = []
    for kind in ("dyes", "materials", "motifs", "texts", "artworks"):
        old, new = getattr(before, kind), getattr(after, kind)
        for place in sorted(old.keys() | new.keys()):
            was, now = old.get(place, ""), new.get(place, "")
            if was != now:
                found.append(Difference(kind, place, _said(was), _said(now)))
    return found


def _said(choice: Any) -> str:
    if isinstance(choice, Motif):
        return f"{choice.pattern} {choice.dye}"
    if isinstance(choice, Lettering):
        return f"{choice.words} {choice.font} {choice.dye}"
    if isinstance(choice, Placement):
        return f"{choice.artwork[:8]} {choice.left} {choice.top} {choice.width} {choice.turn}"
    return str(choice)


def alike(one: Recipe, other: Recipe) -> float:
    """The share of choices, from 0 to 1, that two recipes of one template have in common (Jaccard index)."""
    if one.template != other.template:
        return 0.0
    mine, theirs = set(_choices(one)), set(_choices(other))
    return len(mine & theirs) / len(mine | theirs)


def _choices(recipe: Recipe) -> Iterator[tuple[str, str, str]]:
    for kind in ("dyes", "materials", "motifs", "texts", "artworks"):
        for place, choice in getattr(recipe, kind).items():
            yield kind, place, _said(choice)
