"""Products, drafts and published designs that tests begin with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ideas.studio import actions, demo, products, recipe
from ideas.studio.models import Design, Remixing
from ideas.studio.product import Product
from ideas.studio.products import Made
from ideas.studio.recipe import Recipe
from kernel.demo import FOLDER
from kernel.errors import Missing
from kernel.viewer import Viewer
from tests import cast


def product(slug: str = "bief") -> Product:
    return demo.product(FOLDER / "products" / f"{slug}.toml")


async def template(slug: str = "bief") -> Made:
    """A product of the demo; made once."""
    try:
        return await products.current(slug)
    except Missing:
        return await actions.make_template(await cast.admin(), slug, product(slug))


def dyed(made: Made, **dyes: str) -> Recipe:
    """The plain product in other dyes."""
    plain = recipe.plain(made.slug, made.version, made.product)
    return replace(plain, dyes={**plain.dyes, **dyes})


async def draft(viewer: Viewer | None = None, slug: str = "bief", **dyes: str) -> Design:
    made = await template(slug)
    return await actions.start(viewer or await cast.member("ada"), made, dyed(made, **dyes))


async def published(
    viewer: Viewer | None = None,
    slug: str = "bief",
    *,
    title: str = "First snow",
    remixing: Remixing = Remixing.CREDIT,
    original: Design | None = None,
    more: dict[str, Any] | None = None,
    **dyes: str,
) -> Design:
    """A design that everyone sees."""
    made, who = await template(slug), viewer or await cast.member("ada")
    design = await actions.start(who, made, dyed(made, **dyes), original=original)
    await actions.publish(who, design, title=title, remixing=remixing, **(more or {}))
    return design
