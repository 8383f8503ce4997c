"""Pictures that people uploaded for print: kept whole for the print and small for the screen, never served as SVG."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import lru_cache
from pathlib import Path

from community.trust import brakes
from ideas.studio import cleaning, inks, recipe, rules
from ideas.studio.cleaning import Cleaned
from ideas.studio.models import Artwork
from ideas.studio.recipe import Recipe
from kernel import clock, db, files
from kernel.errors import Invalid, Missing, TooLarge, require
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

LARGEST = 12_000_000
MOST_OFFERED = 12
_hands = ThreadPoolExecutor(2, "artworks")
KINDS = {"png": "image/png", "jpg": "image/jpeg"}


async def add(viewer: Viewer, body: bytes, *, name: str, rights: str) -> Artwork:
    """Keep a picture for print with the words by which its sender may use it; sent twice, it is kept once."""
    require(rules.may_design(viewer))
    if not rights:
        raise Invalid(_("Say that you may use this picture, by ticking the box."))
    if len(body) > LARGEST:
        raise TooLarge(_("The picture is over 12 MB. A smaller one will do."))
    async with db.transaction(quiet=True):
        await brakes.before_posting(viewer, "upload")
    return await _kept(viewer, await _by_hand(cleaning.clean, body), name=name, rights=rights)


async def reduce(viewer: Viewer, whole: Artwork, most: int) -> Artwork:
    """The same picture in at most so many colours, beside the one that was sent."""
    require(rules.may_design(viewer) and viewer.id == whole.person_id)
    body = await asyncio.to_thread(_print, whole.digest)
    return await _kept(viewer, await _by_hand(cleaning.fewer, body, most), name=whole.name, rights=whole.rights)


async def _by_hand(work: Callable[..., Cleaned], *about: object) -> Cleaned:
    """Two at a time: a large picture takes much memory while it is worked on."""
    return await asyncio.get_running_loop().run_in_executor(_hands, copy_context().run, work, *about)


async def _kept(viewer: Viewer, cleaned: Cleaned, *, name: str, rights: str) -> Artwork:
    digest = hashlib.sha256(cleaned.print).hexdigest()
    await asyncio.to_thread(files.write, path(digest, "print", cleaned.print_kind), cleaned.print)
    await asyncio.to_thread(files.write, path(digest, "screen", cleaned.screen_kind), cleaned.screen)
    async with db.transaction(quiet=True):
        made, _fresh = await Artwork.get_or_create(
            person_id=viewer.id,
            digest=digest,
            defaults={
                "name": name[:200],
                "width": cleaned.width,
                "height": cleaned.height,
                "colours": cleaned.colours,
                "is_vector": cleaned.is_vector,
                "rights": rights,
                "created_at": clock.now(),
            },
        )
    return made


async def own(viewer: Viewer, digest: str) -> Artwork:
    """A picture that the viewer sent."""
    found = await Artwork.get_or_none(person_id=viewer.id, digest=digest[:64]) if viewer.is_member else None
    if found is None:
        raise Missing()
    return found


async def mine(viewer: Viewer) -> list[Artwork]:
    """The pictures that somebody sent, the newest first."""
    if not viewer.is_member:
        return []
    return await Artwork.filter(person_id=viewer.id).order_by("-id").limit(MOST_OFFERED)


async def usable(viewer: Viewer, wanted: Recipe) -> dict[str, recipe.Artwork]:
    """Of the artworks that a recipe places, those that the viewer sent."""
    if not wanted.artworks or not viewer.is_member:
        return {}
    found = await Artwork.filter(person_id=viewer.id, digest__in=[*used(wanted)])
    return {one.digest: recipe.Artwork(one.width, one.height, one.colours) for one in found}


async def picture(viewer: Viewer, artwork_id: int) -> Path:
    """The small picture of an artwork, for its sender and for staff."""
    found = await Artwork.get_or_none(id=artwork_id)
    if found is None or not (viewer.is_staff or viewer.id == found.person_id):
        raise Missing()
    place = await asyncio.to_thread(_file, found.digest, "screen")
    if place is None:
        raise Missing()
    return place


async def picture_in(viewer: Viewer, artwork_id: int, most: int) -> bytes:
    """One's own small picture as `reduce` would make it."""
    found = await Artwork.get_or_none(id=artwork_id, person_id=viewer.id)
    if found is None or not 1 <= most <= inks.MOST_COLOURS:
        raise Missing()
    body = await asyncio.to_thread(_print, found.digest)
    return (await _by_hand(cleaning.fewer, body, most)).screen


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


def _print(digest: str) -> bytes:
    place = _file(digest, "print")
    if place is None:
        raise Missing()
    return place.read_bytes()


def _file(digest: str, use: str) -> Path | None:
    return next((place for kind in KINDS if (place := path(digest, use, kind)).is_file()), None)


@lru_cache(maxsize=64)
def _address(digest: str, use: str) -> str:
    place = _file(digest, use)
    if place is None:
        return ""
    return f"data:{KINDS[place.suffix[1:]]};base64,{base64.b64encode(place.read_bytes()).decode()}"
