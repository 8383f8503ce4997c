"""Designs that look like one another: recipes that share nearly every choice, pictures that hardly differ."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ideas.studio import pictures, queries, recipe, renderer
from ideas.studio.models import Design, State
from ideas.studio.queries import DesignCard
from ideas.studio.recipe import Recipe
from kernel import db
from kernel.viewer import STRANGER

ALIKE = 0.9
"""The share of choices in common from which two recipes are near-identical."""
NEAR = 4
"""Of the 64 bits of two perceptual hashes, how many may differ."""
SOMEWHAT = 0.5
"""Below it, pictures are alike by their silhouette alone, unless something is printed on both."""
WORTH_PARSING = 0.4
BATCH, MOST, SHOWN, OWN = 2000, 50_000, 4, 2
AT_ONCE = 500
HASHED_AT = 240


@dataclass(frozen=True)
class Likeness:
    """A design that looks like another: the share of choices in common, and whether the pictures hardly differ.

    `is_own` is one by the same author.
    """

    card: DesignCard
    share: float
    is_near: bool
    is_own: bool = False


class Found(NamedTuple):
    """The same before anything is read of what was found, in the order of likeness."""

    share: float
    is_near: bool
    id: int
    author_id: int


async def picture_hash(design: Design) -> str:
    """The perceptual hash of a design's first side (pHash: the signs of its lowest 64 frequencies), in hex."""
    picture = await pictures.svg(design)
    return await asyncio.to_thread(_hashed, picture)


def _hashed(picture: str) -> str:
    import imagehash
    from PIL import Image

    drawn = Image.open(io.BytesIO(renderer.png(picture, HASHED_AT))).convert("RGBA")
    ground = Image.new("RGBA", drawn.size, "white")
    return str(imagehash.phash(Image.alpha_composite(ground, drawn).convert("L")))


def likeness(one: Recipe, other: Recipe) -> float:
    """The share of choices that two recipes made alike (Sørensen and Dice: twice the common over all), from 0 to 1."""
    jaccard = recipe.alike(one, other)
    return 2 * jaccard / (1 + jaccard)


def distance(one: str, other: str) -> int:
    """How many bits of two hashes differ; more than there are where one is missing."""
    return (int(one, 16) ^ int(other, 16)).bit_count() if one and other else 65


async def hash_missing() -> None:
    """Give published designs that have no perceptual hash theirs, the newest first."""
    for design in await Design.filter(picture_hash="", state=State.PUBLISHED).order_by("-id").limit(AT_ONCE):
        await Design.filter(id=design.id).update(picture_hash=await picture_hash(design))


async def near(design: Design, hashed: str = "") -> list[Likeness]:
    """Listed designs that look like a design, the most alike first and its author's own last.

    They are looked for among the newest MOST.
    """
    wanted, found, last = recipe.parse(design.recipe), list[Found](), queries.LARGEST_ID
    for _batch in range(MOST // BATCH):
        rows = await _before(design, last)
        found += await asyncio.to_thread(_likenesses, wanted, design.recipe, hashed, rows)
        if len(rows) < BATCH:
            break
        last = rows[-1]["id"]
    best = sorted(found, reverse=True)
    others = [one for one in best if one.author_id != design.author_id][:SHOWN]
    own = [one for one in best if one.author_id == design.author_id][:OWN]
    cards = await queries.cards(STRANGER, [one.id for one in others + own])
    return [
        Likeness(cards[one.id], one.share, one.is_near, is_own=one.author_id == design.author_id)
        for one in others + own
        if one.id in cards
    ]


async def _before(design: Design, last: int) -> list[db.Row]:
    return await db.rows(
        "SELECT id, author_id, recipe, picture_hash FROM design WHERE is_listed = ? AND template_id = ? "
        f"AND id <> ? AND id < ? ORDER BY id DESC LIMIT {BATCH}",
        True,
        design.template_id,
        design.id,
        last,
    )


def _likenesses(wanted: Recipe, text: str, hashed: str, rows: Sequence[db.Row]) -> list[Found]:
    """Those among some designs; whole recipes are compared only where their texts have enough in common."""
    pieces, found = frozenset(text.split(",")), list[Found]()
    for row in rows:
        near_by = distance(hashed, row["picture_hash"]) <= NEAR
        theirs = frozenset(row["recipe"].split(","))
        if not near_by and len(pieces & theirs) < WORTH_PARSING * len(pieces | theirs):
            continue
        other = recipe.parse(row["recipe"])
        share = likeness(wanted, other)
        is_near = near_by and (share >= SOMEWHAT or bool(wanted.artworks and other.artworks))
        if is_near or share >= ALIKE:
            found.append(Found(share, is_near, row["id"], row["author_id"]))
    return found
