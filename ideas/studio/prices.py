"""What a design costs: the product's price, and a line for each choice that adds to it.

The price is that of the product made plain: what it is made of then adds nothing, whatever its surcharge elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ideas.studio.product import Product
from ideas.studio.recipe import Recipe
from ideas.studio.words import Named


@dataclass(frozen=True)
class Line:
    """One surcharge in minor units: `what` was chosen, and `where`; the first line is the product itself."""

    what: Named
    where: Named | None
    amount: int


def lines(recipe: Recipe, product: Product) -> list[Line]:
    """The product and each surcharge, those of nothing left out; they add up to the price."""
    return [Line(product.name, None, product.price), *(line for line in _surcharges(recipe, product) if line.amount)]


def price(recipe: Recipe, product: Product) -> int:
    """In minor units of the product's currency."""
    return sum(line.amount for line in lines(recipe, product))


def _surcharges(recipe: Recipe, product: Product) -> Iterator[Line]:
    for part in product.parts:
        if recipe.dyes[part.id] != part.dyes[0]:
            dye = product.dye(recipe.dyes[part.id])
            yield Line(dye.name, part.name, dye.surcharge)
        if part.id in recipe.materials and recipe.materials[part.id] != part.materials[0]:
            material = product.material(recipe.materials[part.id])
            yield Line(material.name, part.name, material.surcharge)
        if part.id in recipe.motifs:
            pattern = product.pattern(recipe.motifs[part.id].pattern)
            yield Line(pattern.name, part.name, pattern.surcharge)
    for text in product.texts:
        if text.id in recipe.texts:
            yield Line(text.name, None, text.surcharge)
    for area in product.areas:
        if area.id in recipe.artworks:
            yield Line(area.name, None, area.surcharge)
