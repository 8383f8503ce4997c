"""Pictures with more colours than their print can do, each offered in fewer: before and after, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ideas.studio import inks
from ideas.studio.models import Artwork
from ideas.studio.product import Product
from kernel import i18n
from kernel.forms import Filled
from kernel.viewer import Viewer


@dataclass(frozen=True)
class Offer:
    """A picture that was wanted in an area; `most` is how many colours may be printed there."""

    area: str
    name: str
    art: Artwork
    most: int

    @property
    def before(self) -> str:
        return f"/studio/artworks/{self.art.id}"

    @property
    def after(self) -> str:
        """The very picture that would be printed."""
        return f"{self.before}?colours={self.most}"

    @property
    def is_many(self) -> bool:
        """Were its colours counted only so far?"""
        return self.art.colours >= inks.MOST_COLOURS


async def offers(viewer: Viewer, product: Product, filled: Filled[Any]) -> list[Offer]:
    """What may be printed all the same, of that which a form asked for and was refused."""
    wanted = {
        area.id: str(filled.values[f"art-{area.id}"])[:64]
        for area in product.areas
        if f"art-{area.id}" in filled.errors and filled.values.get(f"art-{area.id}")
    }
    if not wanted or not viewer.is_member:
        return []
    found = await Artwork.filter(person_id=viewer.id, digest__in=set(wanted.values()))
    arts = {one.digest: one for one in found}
    return [
        Offer(area.id, area.name.in_language(i18n.language.get()), art, area.colours)
        for area in product.areas
        if (art := arts.get(wanted.get(area.id, ""))) and art.colours > area.colours
    ]
