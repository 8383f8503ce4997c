"""What staff may say of a product and of each thing of it, and what is said when it does not fit."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from babel.numbers import get_currency_precision
from pydantic import BeforeValidator, Field, StringConstraints

from ideas.studio.product import Hex, Key
from ideas.studio.words import Wrong
from kernel.forms import Form, Line, Optional
from kernel.i18n import gettext as _
from kernel.i18n import mark

Name = Annotated[Line, StringConstraints(min_length=1, max_length=80)]
Point = BeforeValidator(lambda value: value.replace(",", ".") if isinstance(value, str) else value)
"""A comma is read as the point of a number."""
Money = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=3), Point]
Number = Annotated[float, Field(ge=-100_000, le=100_000, allow_inf_nan=False), Point]
Length = Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False), Point]
Surcharge = Annotated[Money | None, Optional]


class Thing(Form):
    """What every thing of a product has."""

    key: Key
    name_en: Name
    name_fr: Name

    def said(self, currency: str) -> dict[str, Any]:
        """The thing as the product's document writes it."""
        told = self.model_dump(exclude={"key", "name_en", "name_fr", "plain", "made_of", "drops"})
        if "surcharge" in told:
            told["surcharge"] = minor(told["surcharge"] or Decimal(0), currency)
        return {"id": self.key, "name": {"en": self.name_en, "fr": self.name_fr}, **told}


class DyeForm(Thing):
    hex: Annotated[Hex, BeforeValidator(lambda value: value.lower() if isinstance(value, str) else value)]
    reference: Annotated[Line, StringConstraints(max_length=40)] = ""
    surcharge: Surcharge = None


class MaterialForm(Thing):
    surcharge: Surcharge = None


class PatternForm(Thing):
    surcharge: Surcharge = None
    svg: Annotated[str, StringConstraints(max_length=500_000)] = ""


class PartForm(Thing):
    plain: str = ""
    made_of: str = ""
    dyes: list[str] = Field(default_factory=list)
    materials: list[str] = Field(default_factory=list)
    patterns: list[str] = Field(default_factory=list)
    left: Annotated[Number | None, Optional] = None
    top: Annotated[Number | None, Optional] = None
    scale: Annotated[Annotated[float, Field(gt=0, le=100, allow_inf_nan=False), Point] | None, Optional] = None

    def said(self, currency: str) -> dict[str, Any]:
        told = super().said(currency)
        left, top, scale = (told.pop(name) for name in ("left", "top", "scale"))
        if (left, top, scale) != (None, None, None):
            told["drawn"] = (left or 0.0, top or 0.0, scale or 1.0)
        told["dyes"] = [*(one for one in (self.plain,) if one), *(one for one in self.dyes if one != self.plain)]
        told["materials"] = sorted(self.materials, key=lambda one: one != self.made_of)
        return told


class TextForm(Thing):
    view: str
    x: Number
    y: Number
    width: Length
    height: Length
    turn: Annotated[float, Field(ge=-180, le=180), Point] = 0
    width_mm: Length
    most: Annotated[int, Field(ge=1, le=60)] = 18
    letters: Annotated[str, StringConstraints(max_length=200)] = ""
    dyes: list[str] = Field(default_factory=list)
    on: Annotated[str | None, Optional] = None
    surcharge: Surcharge = None


class AreaForm(Thing):
    view: str
    x: Number
    y: Number
    width: Length
    width_mm: Length
    height_mm: Length
    method_en: Name
    method_fr: Name
    colours: Annotated[int, Field(ge=1, le=64)] = 8
    bleed_mm: Annotated[float, Field(ge=0, le=20, allow_inf_nan=False), Point] = 3
    surcharge: Surcharge = None

    def said(self, currency: str) -> dict[str, Any]:
        told = super().said(currency)
        told["method"] = {"en": told.pop("method_en"), "fr": told.pop("method_fr")}
        return told


class ViewForm(Thing):
    svg: Annotated[str, StringConstraints(max_length=500_000)] = ""
    drops: bool = False


class FactsForm(Form):
    """What a product is called and costs, and how it is made."""

    name_en: Name
    name_fr: Name
    price: Money
    lead_days: Annotated[int, Field(ge=1, le=730)]
    sizes: Annotated[Line, StringConstraints(max_length=500)] = ""
    hangs: bool = False
    royalty: Annotated[Decimal, Field(ge=0, le=50, decimal_places=2), Point]
    note: Annotated[Line, StringConstraints(max_length=300)] = ""

    @property
    def run(self) -> list[str]:
        return list(dict.fromkeys(size for one in self.sizes.split(",") if (size := one.strip())))


class ImportForm(Form):
    """A new product: its names, its price, and the drawing it begins with."""

    name_en: Name
    name_fr: Name
    slug: Annotated[Key | None, Optional] = None
    price: Money
    currency: Annotated[Line, StringConstraints(pattern="^[A-Z]{3}$")]
    palette: str = ""
    svg: Annotated[str, StringConstraints(max_length=500_000)] = ""


FORMS: dict[str, type[Thing]] = {
    "dyes": DyeForm,
    "materials": MaterialForm,
    "patterns": PatternForm,
    "parts": PartForm,
    "texts": TextForm,
    "areas": AreaForm,
    "views": ViewForm,
}
SENTENCES = {
    "twice": mark("This name stands for two things. Give one of them another id."),
    "unknown": mark("The product has nothing of this name."),
    "undrawn": mark("No side shows it: the drawing needs an element whose id is this name."),
    "too-large": mark("The drawing is too large: 500 kB are the most for a file, 200 kB for what is kept of it."),
    "no-svg": mark("This is not an SVG drawing."),
    "unreadable": mark("The file cannot be read from here on: a tag or a quotation mark is missing."),
    "entities": mark("A document type or entities are declared. Save it as a plain SVG."),
    "active": mark("Scripts, links and what moves are not taken. Delete it."),
    "foreign": mark("Pages, films and other foreign objects within a drawing are not taken. Delete it."),
    "outside": mark("It points outside of the file. Put what it needs into the drawing."),
    "letters": mark("Words and fonts are not taken. Turn them into outlines."),
    "not-flat": mark(
        "Gradients, filters, masks and textures are not taken: colour is flat, shade is a translucent shape."
    ),
    "copies": mark("Copies of other elements are not taken. Turn them into shapes."),
    "stylesheet": mark(
        "Style sheets, and fonts that they fetch, are not taken. Save colours as attributes of the shapes."
    ),
    "picture": mark("Pixel pictures are not taken. Trace them as shapes."),
    "deep": mark("Too many groups stand inside one another: 64 are the most."),
    "many": mark("The drawing has over 5,000 elements. Simplify it."),
    "size": mark("The viewBox must be 10 to 10,000 units on each side, and at most four times as long as wide."),
    "no-parts": mark('No part is named: give each part a group whose id is its name, such as <g id="toe">.'),
    "no-part": mark("The place of a pattern names a part that this drawing does not show."),
    "lines": mark("The part is drawn by lines alone. A pattern needs a filled shape to show on."),
    "unplaced": mark(
        "It may carry patterns, but no side has a place for them: an empty group whose id is pattern- and its name."
    ),
    "bad-key": mark("A name has small letters, digits and hyphens, 30 at most."),
    "turned": mark("A place may not be turned or moved by a transform. Draw it as a plain rectangle."),
    "not-a-rectangle": mark("A place is a rectangle, or an empty group."),
    "not-drawn": mark("The drawing cannot be turned into a picture. Save it as a plain SVG and try again."),
}


def minor(amount: Decimal, currency: str) -> int:
    """An amount as people write it in minor units."""
    return int(amount.scaleb(get_currency_precision(currency)).to_integral_value())


def major(amount: int, currency: str) -> str:
    """The other way, as it stands in a field."""
    return str(Decimal(amount).scaleb(-get_currency_precision(currency)))


def sentences(error: Wrong) -> list[str]:
    """Every fault in words, the place first."""
    return [_sentence(place, fault) for place, fault in error.faults]


def _sentence(place: str, fault: str) -> str:
    said = _(SENTENCES[fault]) if fault in SENTENCES else fault
    line, _space, what = place.partition(" ")
    if line.isdecimal():
        where = (
            _("Line %(line)s, %(what)s") % {"line": line, "what": what} if what else _("Line %(line)s") % {"line": line}
        )
        return _("%(where)s: %(said)s") % {"where": where, "said": said}
    return _("%(where)s: %(said)s") % {"where": place, "said": said} if place else said
