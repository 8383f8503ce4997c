"""The demo's products, and what people drew of them."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

from community.discussion import actions as discussion
from community.discussion import registry as threads
from community.discussion.models import Comment
from ideas.studio import actions, products, recipe, similar
from ideas.studio.models import Design, Remixing
from ideas.studio.product import Product
from ideas.studio.products import Made
from ideas.studio.recipe import Lettering, Motif, Recipe
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


async def designs(world: World) -> None:
    """Each design begun, published on its day, and talked about."""
    for told in world.content("designs")["designs"]:
        shown = published_at(world, told)
        world.at(shown - timedelta(hours=0.4 + crc32(told["key"].encode()) % 90 / 10), _start, world, told)
        world.at(shown, _publish, world, told)
        for said in told.get("comments", ()):
            moment = min(shown + timedelta(hours=said["hours_after"]), world.now - timedelta(minutes=10))
            world.at(moment, _say, world, told, said)


def published_at(world: World, told: dict[str, Any]) -> datetime:
    """The moment a design was published: its day, at an hour of its own."""
    return world.ago(told["days_ago"], hour=8.1 + crc32(told["key"].encode()) % 120 / 10)


async def _start(world: World, told: dict[str, Any]) -> None:
    viewer, made = await world.viewer(told["author"]), await products.current(told["template"])
    wanted = wanted_of(told, made)
    if "remix_of" in told:
        original = await Design.get(id=world.ids["design", told["remix_of"]])
        design = await actions.remix(viewer, original)
        await actions.keep(viewer, design, wanted, revision=design.revision, title=told["title"])
    else:
        design = await actions.start(viewer, made, wanted, title=told["title"])
    world.ids["design", told["key"]] = design.id


def wanted_of(told: dict[str, Any], made: Made) -> Recipe:
    """The recipe of an entry: the plain product, and what the entry says otherwise."""
    plain = recipe.plain(made.slug, made.version, made.product)
    wanted = replace(
        plain,
        dyes={**plain.dyes, **told.get("dyes", {})},
        materials={**plain.materials, **told.get("materials", {})},
        motifs={part: Motif(*motif) for part, motif in told.get("motifs", {}).items()},
        texts={area: Lettering(*said) for area, said in told.get("texts", {}).items()},
    )
    recipe.check(wanted, made.product, {})
    return wanted


async def _publish(world: World, told: dict[str, Any]) -> None:
    design = await Design.get(id=world.ids["design", told["key"]])
    await actions.publish(
        await world.viewer(told["author"]),
        design,
        title=told["title"],
        story=told["story"].strip(),
        remixing=Remixing(told.get("remixing", "credit")),
        share=told.get("share", 0),
        idea_id=world.ids["idea", told["idea"]] if "idea" in told else None,
        picture_hash=await similar.picture_hash(design),
    )


async def _say(world: World, told: dict[str, Any], said: dict[str, Any]) -> None:
    subject = await threads.subject(await world.viewer(said["by"]), "design", world.ids["design", told["key"]])
    comment = await discussion.post(await world.viewer(said["by"]), subject, body=said["body"].strip())
    for handle in said.get("reactions", ()):
        await discussion.thank(await world.viewer(handle), await Comment.get(id=comment.id))
