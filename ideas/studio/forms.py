"""What is chosen in the studio: the fields of its one form as a recipe, and a sentence for each that cannot be made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Protocol

from pydantic import StringConstraints, field_validator

from ideas.studio import recipe
from ideas.studio.models import Remixing
from ideas.studio.product import ArtArea, Product
from ideas.studio.recipe import Lettering, Motif, Placement, Recipe
from ideas.studio.words import Wrong
from kernel import text
from kernel.forms import Form, Line, Optional, Text, wrong
from kernel.i18n import gettext as _
from kernel.i18n import mark

Values = Mapping[str, Any]
LONGEST_TITLE = 120
SENTENCES = {
    "missing": mark("This is missing."),
    "not-offered": mark("This is not among the choices. Take one of those that are shown."),
    "no-such-part": mark("This product has no such part."),
    "too-long": mark("There is not so much room. Shorten it."),
    "letters": mark("Letters, figures and the usual signs only: others cannot be made here."),
    "number": mark("A number is needed."),
    "out-of-range": mark("At least 1 mm wide, and turned by 180 degrees at most."),
    "outside": mark("It would lie beside the product. Move it back."),
    "too-coarse": mark("So large it would print below 100 points per inch. Make it smaller, or send a larger picture."),
    "too-many-colours": mark(
        "It has more colours than this print can do. Take it in fewer, as shown, or choose another."
    ),
    "unreadable": mark("This cannot be used as it is."),
}
PLACES = ("left", "top", "width", "turn")
RIGHTS = mark("I made this picture, or I may use it: it can be printed on what is made of my design.")


class Sized(Protocol):
    """A picture as far as its size goes."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


class TellForm(Form):
    """What is told of a design that everyone may see."""

    title: Annotated[Line, StringConstraints(min_length=1, max_length=LONGEST_TITLE)]
    story: Annotated[Text, StringConstraints(max_length=10_000)] = ""
    idea: Annotated[Line, StringConstraints(max_length=300)] = ""


class PublishForm(TellForm):
    """The same when it is published, and what others may do with it."""

    remixing: Remixing = Remixing.CREDIT
    share: Annotated[int | None, Optional] = None
    anyway: bool = False

    @field_validator("share")
    @classmethod
    def is_a_share(cls, value: int | None) -> int | None:
        if value is not None and not 1 <= value <= 50:
            raise wrong(mark("Between 1 and 50 percent."))
        return value


def chosen(values: Values, product: Product, base: Recipe) -> tuple[Recipe, list[tuple[str, str]]]:
    """The recipe that the fields ask for, what they do not say as in `base`; and the fields that hold no number."""
    faults: list[tuple[str, str]] = []
    wanted = replace(
        base,
        dyes={part.id: _one(values, f"dye-{part.id}", base.dyes[part.id]) for part in product.parts},
        materials={
            part.id: _one(values, f"material-{part.id}", base.materials[part.id])
            for part in product.parts
            if part.materials
        },
        motifs=dict(_motifs(values, product, base)),
        texts=dict(_texts(values, product, base)),
        artworks=dict(_artworks(values, product, base, faults)),
    )
    return wanted, faults


def checked(
    values: Values, product: Product, base: Recipe, artworks: Mapping[str, recipe.Artwork]
) -> tuple[Recipe, dict[str, str]]:
    """The recipe that was asked for, and a sentence for each field that cannot be made; those are left as in `base`."""
    wanted, faults = chosen(values, product, base)
    try:
        recipe.check(wanted, product, artworks)
        recipe.canonical(wanted)
    except Wrong as error:
        faults += error.faults
    if faults:
        wanted = mended(wanted, base, {place for place, _ in faults})
    return wanted, {place: _(SENTENCES[fault]) for place, fault in faults}


def mended(wanted: Recipe, base: Recipe, places: set[str]) -> Recipe:
    """A recipe with its faulty places as they were before."""
    if "recipe" in places:
        return base
    return replace(
        wanted,
        dyes=_mended("dye", wanted.dyes, base.dyes, places),
        materials=_mended("material", wanted.materials, base.materials, places),
        motifs=_mended("motif", wanted.motifs, base.motifs, places, "motif-dye"),
        texts=_mended("text", wanted.texts, base.texts, places, "font", "ink"),
        artworks=_mended("art", wanted.artworks, base.artworks, places, *PLACES),
    )


def _mended(kind: str, wanted: Values, base: Values, places: set[str], *more: str) -> dict[str, Any]:
    result = dict(wanted)
    for key in {*wanted, *base}:
        if any(f"{name}-{key}" in places for name in (kind, *more)):
            result.pop(key, None)
            if key in base:
                result[key] = base[key]
    return result


def _one(values: Values, name: str, otherwise: str) -> str:
    return text.one_line(str(values[name])) if name in values else otherwise


def _motifs(values: Values, product: Product, base: Recipe) -> Iterator[tuple[str, Motif]]:
    for part in product.parts:
        held = base.motifs.get(part.id)
        if part.patterns and (pattern := _one(values, f"motif-{part.id}", held.pattern if held else "")):
            otherwise = held.dye if held else _other(product, base.dyes[part.id])
            yield part.id, Motif(pattern, _one(values, f"motif-dye-{part.id}", otherwise))


def _other(product: Product, dye: str) -> str:
    """A dye for a pattern that is not that of its part."""
    return next(one.id for one in product.dyes if one.id != dye)


def _texts(values: Values, product: Product, base: Recipe) -> Iterator[tuple[str, Lettering]]:
    for area in product.texts:
        held = base.texts.get(area.id) or Lettering("", recipe.FONTS[0], area.dyes[0])
        if words := _one(values, f"text-{area.id}", held.words):
            font, ink = _one(values, f"font-{area.id}", held.font), _one(values, f"ink-{area.id}", held.dye)
            yield area.id, Lettering(words, font, ink)


def _artworks(
    values: Values, product: Product, base: Recipe, faults: list[tuple[str, str]]
) -> Iterator[tuple[str, Placement]]:
    for area in product.areas:
        held = base.artworks.get(area.id)
        if digest := _one(values, f"art-{area.id}", held.artwork if held else ""):
            put = held or centred(area, digest)
            numbers = {name: _tenths(values, f"{name}-{area.id}", getattr(put, name), faults) for name in PLACES}
            yield area.id, Placement(digest, **numbers)


def centred(area: ArtArea, digest: str) -> Placement:
    """An artwork as wide as nine tenths of its area."""
    width = round(area.width_mm * 9)
    return Placement(digest, round((area.width_mm * 10 - width) / 2), round(area.height_mm / 2), width)


def fitted(area: ArtArea, digest: str, art: Sized) -> Placement:
    """An artwork in the middle of its area, as large as fits and prints sharply."""
    wide, tall, ratio = area.width_mm * 10, area.height_mm * 10, art.height / art.width
    width = max(10, round(min(wide * 0.9, tall * 0.9 / ratio, art.width / recipe.GOOD_DPI * recipe.MM_PER_INCH * 10)))
    return Placement(digest, round((wide - width) / 2), round((tall - width * ratio) / 2), width)


def placing(put: Placement, area: str) -> dict[str, str]:
    """The fields that say where an artwork lies."""
    lengths = {f"{name}-{area}": f"{getattr(put, name) / 10:g}" for name in ("left", "top", "width")}
    return {f"art-{area}": put.artwork, **lengths, f"turn-{area}": str(put.turn)}


def _tenths(values: Values, name: str, otherwise: int, faults: list[tuple[str, str]]) -> int:
    """A length in millimetres as tenths of them; a turn as whole degrees."""
    typed = str(values.get(name, "")).strip().replace(",", ".").replace("−", "-")
    if not typed:
        return otherwise
    try:
        number = float(typed[:20])
        if not abs(number) <= 9999:
            raise ValueError
    except ValueError:
        faults.append((name, "number"))
        return otherwise
    return round(number) if name.startswith("turn-") else round(number * 10)


def fields(wanted: Recipe, plain: Recipe) -> list[tuple[str, str]]:
    """The fields by which somebody else's form would come to the same recipe, artwork left out: a link to it."""
    told: list[tuple[str, str]] = []
    for kind, mine, theirs in (("dye", wanted.dyes, plain.dyes), ("material", wanted.materials, plain.materials)):
        told += [(f"{kind}-{part}", choice) for part, choice in mine.items() if theirs.get(part) != choice]
    for part, motif in wanted.motifs.items():
        told += [(f"motif-{part}", motif.pattern), (f"motif-dye-{part}", motif.dye)]
    for area, said in wanted.texts.items():
        told += [(f"text-{area}", said.words), (f"font-{area}", said.font), (f"ink-{area}", said.dye)]
    return told


def title_of(values: Values, otherwise: str) -> str:
    return text.one_line(str(values.get("title", otherwise)))[:LONGEST_TITLE]


def typed(sent: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """The fields of a form or an address, files left out, the last of each name."""
    return {name: value for name, value in sent if isinstance(value, str) and len(name) < 80}
