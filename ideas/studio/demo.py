"""The demo's products."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from ideas.studio import actions
from ideas.studio.product import Product
from kernel.demo import FOLDER, World

PRODUCTS = ("bief", "margelle", "musette")


async def templates(world: World) -> None:
    """The products that may be designed, there before anybody joins."""
    root = await world.viewer("root")
    for slug in PRODUCTS:
        made = await actions.make_template(root, slug, product(FOLDER / "products" / f"{slug}.toml"))
        world.ids["template", slug] = made.template_id


def product(file: Path) -> Product:
    """A product as a file says it, each view drawn in an SVG beside it."""
    told: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    told.pop("slug")
    for view in told["views"]:
        view["svg"] = (file.parent / view.pop("file")).read_text("utf-8")
    return Product.model_validate(told)
