"""What the studio shows beside the product: each part with what it may become, and what is chosen. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ideas.studio import recipe
from ideas.studio.drawing import box
from ideas.studio.product import ArtArea, Part, Product, TextArea
from ideas.studio.recipe import Recipe

FONTS = (("familjen", "Familjen"), ("serif", "Source Serif"), ("hand", "Amatic"))
PART_FIELDS = ("dye", "material", "motif", "motif-dye")
TEXT_FIELDS = ("text", "font", "ink")
ART_FIELDS = ("art", "picture", "left", "top", "width", "turn")
Errors = Mapping[str, str]


@dataclass(frozen=True)
class Choice:
    """One of several: what it is called, and what it adds to the price."""

    id: str
    name: str
    surcharge: int = 0
    checked: bool = False


@dataclass(frozen=True)
class PartPanel:
    id: str
    name: str
    chosen: str
    dyes: list[Choice]
    materials: list[Choice]
    patterns: list[Choice]
    inks: list[Choice]
    views: str


@dataclass(frozen=True)
class TextPanel:
    id: str
    name: str
    surcharge: int
    most: int
    words: str
    fonts: list[Choice]
    inks: list[Choice]
    view: str


@dataclass(frozen=True)
class ArtPanel:
    """An area for artwork; `x`, `y` and `scale` (units of the view for a millimetre) are for placing by hand."""

    id: str
    name: str
    surcharge: int
    method: str
    size: str
    colours: int
    chosen: str
    numbers: dict[str, str]
    view: str
    x: float
    y: float
    scale: float


@dataclass(frozen=True)
class Panel:
    parts: list[PartPanel]
    texts: list[TextPanel]
    areas: list[ArtPanel]
    views: list[Choice] = field(default_factory=list)
    opened: str = ""


def panel(
    wanted: Recipe,
    product: Product,
    lang: str,
    *,
    values: Mapping[str, Any],
    errors: Errors,
    view: str = "",
    opened: str = "",
) -> Panel:
    """All choices of a product, those of a recipe checked; what was typed and is wrong stays as it was typed."""
    side = view if view in {one.id for one in product.views} else product.views[0].id
    return Panel(
        [_part(part, wanted, product, lang) for part in product.parts],
        [_text(area, wanted, product, lang, values, errors) for area in product.texts],
        [_art(area, wanted, lang, values, errors) for area in product.areas],
        [Choice(one.id, one.name.in_language(lang), 0, one.id == side) for one in product.views],
        _opened(product, errors, opened),
    )


def _opened(product: Product, errors: Errors, asked: str) -> str:
    """The part that is open: where something is to be mended, the one that was asked for, or the first."""
    fields = {part.id: {f"{name}-{part.id}" for name in PART_FIELDS} for part in product.parts}
    fields |= {f"text-{area.id}": {f"{name}-{area.id}" for name in TEXT_FIELDS} for area in product.texts}
    fields |= {f"art-{area.id}": {f"{name}-{area.id}" for name in ART_FIELDS} for area in product.areas}
    wrong = next((key for key, names in fields.items() if names & errors.keys()), "")
    return wrong or (asked if asked in fields else product.parts[0].id)


def _part(part: Part, wanted: Recipe, product: Product, lang: str) -> PartPanel:
    motif = wanted.motifs.get(part.id)
    material = wanted.materials.get(part.id)
    dye = wanted.dyes[part.id]
    inks = [one.id for one in product.dyes] if part.patterns else []
    chosen_ink = motif.dye if motif else next((key for key in inks if key != dye), "")
    names = [product.dye(dye).name, *([product.pattern(motif.pattern).name] if motif else [])]
    return PartPanel(
        id=part.id,
        name=part.name.in_language(lang),
        chosen=", ".join(name.in_language(lang) for name in names),
        dyes=_choices(product.dye, part.dyes, dye, lang, free=part.dyes[0]),
        materials=_choices(product.material, part.materials, material, lang, free=(*part.materials, "")[0]),
        patterns=_choices(product.pattern, part.patterns, motif.pattern if motif else None, lang),
        inks=_choices(product.dye, inks, chosen_ink, lang, priced=False),
        views=" ".join(view.id for view in product.views if part.id in view.dyed),
    )


def _choices(
    find: Any, keys: Any, chosen: str | None, lang: str, *, free: str = "", priced: bool = True
) -> list[Choice]:
    found = [find(key) for key in keys]
    return [
        Choice(one.id, one.name.in_language(lang), one.surcharge if priced and one.id != free else 0, one.id == chosen)
        for one in found
    ]


def _text(
    area: TextArea, wanted: Recipe, product: Product, lang: str, values: Mapping[str, Any], errors: Errors
) -> TextPanel:
    said = wanted.texts.get(area.id)
    is_wrong = f"text-{area.id}" in errors
    font, ink = (said.font, said.dye) if said else (FONTS[0][0], area.dyes[0])
    return TextPanel(
        id=area.id,
        name=area.name.in_language(lang),
        surcharge=area.surcharge,
        most=area.most,
        words=str(values.get(f"text-{area.id}", "")) if is_wrong else said.words if said else "",
        fonts=[Choice(key, name, 0, key == font) for key, name in FONTS],
        inks=_choices(product.dye, area.dyes, ink, lang, priced=False),
        view=area.view,
    )


def _art(area: ArtArea, wanted: Recipe, lang: str, values: Mapping[str, Any], errors: Errors) -> ArtPanel:
    put = wanted.artworks.get(area.id)
    numbers = _numbers(put, area)
    wrong = [name for name in numbers if f"{name}-{area.id}" in errors or f"art-{area.id}" in errors]
    typed = {name: str(values.get(f"{name}-{area.id}", numbers[name])) for name in wrong}
    return ArtPanel(
        id=area.id,
        name=area.name.in_language(lang),
        surcharge=area.surcharge,
        method=area.method.in_language(lang),
        size=f"{area.width_mm:g} × {area.height_mm:g} mm",
        colours=area.colours,
        chosen=put.artwork if put else "",
        numbers={**numbers, **typed},
        view=area.view,
        x=area.x,
        y=area.y,
        scale=area.scale,
    )


def _numbers(put: recipe.Placement | None, area: ArtArea) -> dict[str, str]:
    """Lengths in millimetres as a number field holds them."""
    if put is None:
        return {"left": "0", "top": "0", "width": f"{area.width_mm * 0.9:g}", "turn": "0"}
    return {
        "left": f"{put.left / 10:g}",
        "top": f"{put.top / 10:g}",
        "width": f"{put.width / 10:g}",
        "turn": f"{put.turn}",
    }


def wide(product: Product) -> bool:
    """Is the product wider than tall, as it is first shown?"""
    _left, _top, width, height = box(product.views[0])
    return width > height * 1.2
