"""What a design of an older version asks for that is no longer made, and the nearest that is. No I/O."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ideas.studio.product import Product
from ideas.studio.recipe import Motif, Recipe
from ideas.studio.words import Named


@dataclass(frozen=True)
class Gone:
    """Something that is no longer made: a part, or a choice for one."""

    where: Named
    what: Named | None = None


def gone(recipe: Recipe, old: Product, new: Product) -> list[Gone]:
    """Parts and choices of a design that the newer version does not have."""
    return list(_gone(recipe, old, new))


def _gone(recipe: Recipe, old: Product, new: Product) -> Iterator[Gone]:
    parts = {part.id: part for part in new.parts}
    for key in recipe.dyes:
        name = old.part(key).name
        if key not in parts:
            yield Gone(name)
            continue
        part = parts[key]
        if recipe.dyes[key] not in part.dyes:
            yield Gone(name, old.dye(recipe.dyes[key]).name)
        if key in recipe.materials and recipe.materials[key] not in part.materials:
            yield Gone(name, old.material(recipe.materials[key]).name)
        if key in recipe.motifs and recipe.motifs[key].pattern not in part.patterns:
            yield Gone(name, old.pattern(recipe.motifs[key].pattern).name)
    dyes, texts, areas = {dye.id for dye in new.dyes}, {text.id for text in new.texts}, {area.id for area in new.areas}
    for key, motif in recipe.motifs.items():
        if key in parts and motif.dye not in dyes:
            yield Gone(old.part(key).name, old.dye(motif.dye).name)
    for key, said in recipe.texts.items():
        if key not in texts:
            yield Gone(old.text(key).name)
        elif said.dye not in new.text(key).dyes:
            yield Gone(old.text(key).name, old.dye(said.dye).name)
    for key in recipe.artworks:
        if key not in areas:
            yield Gone(old.area(key).name)


def renewed(recipe: Recipe, version: int, new: Product) -> Recipe:
    """The same design in what is made now; what is gone is as the product is made plain, or left out."""
    dyes = {dye.id for dye in new.dyes}
    motifs = {
        part.id: Motif(motif.pattern, motif.dye if motif.dye in dyes else new.dyes[0].id)
        for part in new.parts
        if (motif := recipe.motifs.get(part.id)) and motif.pattern in part.patterns
    }
    texts = {
        area.id: said if said.dye in area.dyes else replace(said, dye=area.dyes[0])
        for area in new.texts
        if (said := recipe.texts.get(area.id))
    }
    return Recipe(
        recipe.template,
        version,
        {part.id: _kept(recipe.dyes.get(part.id), part.dyes) for part in new.parts},
        {part.id: _kept(recipe.materials.get(part.id), part.materials) for part in new.parts if part.materials},
        motifs,
        texts,
        {area.id: recipe.artworks[area.id] for area in new.areas if area.id in recipe.artworks},
    )


def _kept(chosen: str | None, offered: tuple[str, ...]) -> str:
    return chosen if chosen in offered else offered[0]
