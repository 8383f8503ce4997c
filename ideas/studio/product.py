"""What a product template says: parts and what each may become, areas for words and artwork, views, sizes, prices.

A view is an SVG in which a colour is written `var(--part)`, the dye of that part, and in which empty groups named
`pattern-PART`, `text-AREA` and `art-AREA` stand where a pattern, lettering or artwork is drawn. Lengths of areas are
in the units of their view's viewBox; millimetres say how large that is on the product. Prices are in minor units.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ideas.studio.words import Named, Wrong

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=30)]
Hex = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Price = Annotated[int, Field(ge=0, le=100_000_000)]
Length = Annotated[float, Field(gt=0, le=10_000)]

DYE = re.compile(r"var\(--([a-z][a-z0-9-]*)\)")
PLACE = re.compile(r'<g id="(pattern|text|art)-([a-z][a-z0-9-]*)"\s*(?:/>|></g>)')


class Thing(BaseModel):
    """Something with a key of its own and a name in each language."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Key
    name: Named


class Priced(Thing):
    surcharge: Price = 0


class Dye(Priced):
    """A colour that the maker can dye, with the maker's own reference."""

    hex: Hex
    reference: Annotated[str, StringConstraints(max_length=40)] = ""


class Material(Priced):
    """What a part may be made of."""


class Pattern(Priced):
    """A drawing of 200 by 200 in `currentColor`."""

    svg: Annotated[str, StringConstraints(max_length=20_000)]


class Part(Thing):
    """A part of the product: the dyes, materials and patterns it may take; the first of each is how it is made plain."""

    dyes: Annotated[tuple[Key, ...], Field(min_length=1, max_length=40)]
    materials: tuple[Key, ...] = ()
    patterns: tuple[Key, ...] = ()
    drawn: tuple[float, float, float] | None = None
    """Where a pattern is drawn: left, top, and scale."""


class TextArea(Priced):
    """Where words may stand, centred; `letters` are the characters allowed beside A to Z, a to z and the space."""

    view: Key
    x: float
    y: float
    width: Length
    height: Length
    turn: Annotated[float, Field(ge=-180, le=180)] = 0.0
    most: Annotated[int, Field(ge=1, le=60)] = 18
    letters: Annotated[str, StringConstraints(max_length=200)] = ""
    dyes: Annotated[tuple[Key, ...], Field(min_length=1, max_length=40)]
    width_mm: Length
    on: Key | None = None
    """The part beneath, against which the words must be legible."""

    def allows(self, character: str) -> bool:
        return character == " " or (character.isascii() and character.isalpha()) or character in self.letters


class ArtArea(Priced):
    """Where artwork may be printed: its box in the view, its size on the product, and what the print can do."""

    view: Key
    x: float
    y: float
    width: Length
    width_mm: Length
    height_mm: Length
    method: Named
    colours: Annotated[int, Field(ge=1, le=64)] = 8
    bleed_mm: Annotated[float, Field(ge=0, le=20)] = 3.0

    @property
    def scale(self) -> float:
        """Units of the view for one millimetre."""
        return self.width / self.width_mm


class View(Thing):
    """One side of the product."""

    svg: Annotated[str, StringConstraints(max_length=200_000)]

    @cached_property
    def dyed(self) -> frozenset[str]:
        return frozenset(DYE.findall(self.svg))

    @cached_property
    def places(self) -> frozenset[tuple[str, str]]:
        return frozenset(PLACE.findall(self.svg))


T = TypeVar("T", bound=Thing)


class Product(BaseModel):
    """A product template as its makers wrote it; what does not fit together is refused with the place it stands at."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Named
    price: Price
    currency: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]
    lead_days: Annotated[int, Field(ge=1, le=730)] = 60
    hangs: bool = False
    """Shown hanging from a peg; else it stands on its plank."""
    sizes: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1, max_length=12)], ...], Field(max_length=40)
    ] = ()
    dyes: Annotated[tuple[Dye, ...], Field(min_length=2, max_length=60)]
    materials: tuple[Material, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    parts: Annotated[tuple[Part, ...], Field(min_length=1, max_length=24)]
    texts: Annotated[tuple[TextArea, ...], Field(max_length=6)] = ()
    areas: Annotated[tuple[ArtArea, ...], Field(max_length=6)] = ()
    views: Annotated[tuple[View, ...], Field(min_length=1, max_length=4)]

    @model_validator(mode="after")
    def fits(self) -> Product:
        faults = list(_faults(self))
        if faults:
            raise Wrong(faults)
        return self

    def dye(self, key: str) -> Dye:
        return _known(self.dyes, key)

    def material(self, key: str) -> Material:
        return _known(self.materials, key)

    def pattern(self, key: str) -> Pattern:
        return _known(self.patterns, key)

    def part(self, key: str) -> Part:
        return _known(self.parts, key)

    def text(self, key: str) -> TextArea:
        return _known(self.texts, key)

    def area(self, key: str) -> ArtArea:
        return _known(self.areas, key)

    def view(self, key: str) -> View:
        return _known(self.views, key)


def _known(things: tuple[T, ...], key: str) -> T:
    for thing in things:
        if thing.id == key:
            return thing
    raise KeyError(key)


def _faults(product: Product) -> Iterator[tuple[str, str]]:
    """Where the pieces do not fit together: (place, what is wrong)."""
    for kind in ("dyes", "materials", "patterns", "parts", "texts", "areas", "views"):
        seen: set[str] = set()
        for thing in getattr(product, kind):
            if thing.id in seen:
                yield f"{kind}.{thing.id}", "twice"
            seen.add(thing.id)
    dyes, views = {dye.id for dye in product.dyes}, {view.id: view for view in product.views}
    for kind, kept in (("dyes", dyes), ("materials", _ids(product.materials)), ("patterns", _ids(product.patterns))):
        for part in product.parts:
            for key in getattr(part, kind):
                if key not in kept:
                    yield f"parts.{part.id}.{kind}.{key}", "unknown"
    for part in product.parts:
        if not any(part.id in view.dyed for view in views.values()):
            yield f"parts.{part.id}", "undrawn"
    for view in views.values():
        for key in sorted(view.dyed - _ids(product.parts)):
            yield f"views.{view.id}.{key}", "unknown"
    places: tuple[tuple[str, tuple[Any, ...]], ...] = (("text", product.texts), ("art", product.areas))
    for kind, areas in places:
        for area in areas:
            if area.view not in views or (kind, area.id) not in views[area.view].places:
                yield f"{kind}.{area.id}", "undrawn"
    for text in product.texts:
        for key in text.dyes:
            if key not in dyes:
                yield f"texts.{text.id}.{key}", "unknown"
        if text.on and text.on not in _ids(product.parts):
            yield f"texts.{text.id}.{text.on}", "unknown"


def _ids(things: tuple[Any, ...]) -> set[str]:
    return {thing.id for thing in things}
