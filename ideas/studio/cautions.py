"""What may be made and might disappoint: colours too near to each other, prints too coarse. No I/O."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ideas.studio import recipe
from ideas.studio.product import Product
from ideas.studio.recipe import Artwork, Recipe
from ideas.studio.words import Named
from kernel.colours import contrast

LEGIBLE, VISIBLE = 3.0, 1.25


@dataclass(frozen=True)
class Caution:
    """`kind` is `words`, `pattern` or `coarse`, `amount` the contrast to one, or the points per inch."""

    kind: str
    where: Named
    amount: float


def cautions(wanted: Recipe, product: Product, artworks: Mapping[str, Artwork]) -> list[Caution]:
    """What somebody should know before a design is made."""
    return list(_cautions(wanted, product, artworks))


def _cautions(wanted: Recipe, product: Product, artworks: Mapping[str, Artwork]) -> Iterator[Caution]:
    for area in product.texts:
        if area.id in wanted.texts and area.on:
            ink, ground = product.dye(wanted.texts[area.id].dye).hex, product.dye(wanted.dyes[area.on]).hex
            if (found := contrast(ink, ground)) < LEGIBLE:
                yield Caution("words", area.name, found)
    for part in product.parts:
        if part.id in wanted.motifs:
            drawn, ground = product.dye(wanted.motifs[part.id].dye).hex, product.dye(wanted.dyes[part.id]).hex
            if (found := contrast(drawn, ground)) < VISIBLE:
                yield Caution("pattern", part.name, found)
    for key, found in recipe.coarse(wanted, artworks).items():
        yield Caution("coarse", product.area(key).name, found)
