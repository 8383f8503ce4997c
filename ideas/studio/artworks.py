"""Pictures that people uploaded for print: kept whole for the print and small for the screen, never served as SVG."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path

from ideas.studio import recipe
from ideas.studio.recipe import Recipe
from kernel import db, files

KINDS = {"png": "image/png", "jpg": "image/jpeg"}


async def known(digests: Collection[str]) -> dict[str, recipe.Artwork]:
    """Sizes and colours of some artworks, by digest."""
    if not digests:
        return {}
    found = await db.rows(
        f"SELECT digest, width, height, colours FROM artwork WHERE digest IN ({db.marks([*digests])})", *digests
    )
    return {row["digest"]: recipe.Artwork(row["width"], row["height"], row["colours"]) for row in found}


def used(wanted: Recipe) -> set[str]:
    """The digests of the artworks that a recipe places."""
    return {put.artwork for put in wanted.artworks.values()}


async def on_screen(digests: Collection[str]) -> dict[str, str]:
    """Small pictures of some artworks, as data addresses for a drawing."""
    return {
        digest: await asyncio.to_thread(_address, digest, "screen") for digest in digests if _file(digest, "screen")
    }


async def for_print(digests: Collection[str]) -> Mapping[str, str]:
    """The same at full size."""
    return {digest: await asyncio.to_thread(_address, digest, "print") for digest in digests if _file(digest, "print")}


def path(digest: str, use: str, kind: str) -> Path:
    """Where an artwork's rendition lies."""
    return files.folder() / "artworks" / digest[:2] / f"{digest}-{use}.{kind}"


def _file(digest: str, use: str) -> Path | None:
    return next((place for kind in KINDS if (place := path(digest, use, kind)).is_file()), None)


@lru_cache(maxsize=64)
def _address(digest: str, use: str) -> str:
    place = _file(digest, use)
    if place is None:
        return ""
    return f"data:{KINDS[place.suffix[1:]]};base64,{base64.b64encode(place.read_bytes()).decode()}"
