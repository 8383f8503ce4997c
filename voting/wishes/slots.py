"""Holes that wish lists fill on a club's home: the newest list with its answers, and the roadmap as the club sees it."""

from __future__ import annotations

from community.clubs.slots import shown
from kernel import db, pages
from kernel.features import Ask, Slot
from kernel.slots import Told
from kernel.viewer import Viewer
from voting.wishes import horizons, queries, wording

ITEMS, STEPS = 5, 2


async def newest(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For numbers of clubs: the newest list."""
    found = await queries.newest([int(key) for key in keys])
    return {key: await _list(viewer, found[int(key)]) if int(key) in found else "" for key in keys}


async def _list(viewer: Viewer, wishes: queries.WishCard) -> str:
    return pages.fragment(
        "voting/wishes/_home.html",
        wishes=wishes,
        state=wording.state(wishes),
        items=await queries.items(viewer, wishes, most=ITEMS, told=False),
        answers=wording.REPLIES,
        horizons=wording.HORIZONS,
    )


async def roadmap(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """For keys as community/clubs/slots.py writes them: the first steps of each horizon."""
    filled: dict[str, str] = {}
    for key in keys:
        club = shown(key)
        steps = await horizons.of_club(viewer, club.id)
        terms = [(name, label, hint, some[:STEPS]) for name, label, hint, some in horizons.labelled(steps)]
        if any(some for *_names, some in terms):
            filled[key] = pages.fragment("voting/wishes/_terms.html", terms=terms, base=f"{club.url}/roadmap")
    return filled


def ask_signed(viewer: Viewer, keys: list[str]) -> Ask | None:
    """Which of these lists the viewer signed."""
    if not viewer.is_member:
        return None
    ids = [int(key.split(":")[0]) for key in keys]
    mine = "SELECT wish_list_id AS number, 1 AS value FROM signature WHERE person_id = ? AND stands IS TRUE"
    return Ask(f"{mine} AND wish_list_id IN ({db.marks(ids)})", (viewer.id, *ids))


async def signing(viewer: Viewer, keys: list[str], told: Told) -> dict[str, str]:
    """For keys `list:club:slug`: the way to sign it, for members of the club."""
    held = {number for number, _value in told}
    filled: dict[str, str] = {}
    for key in keys:
        number, club, slug = key.split(":")
        may = int(club) in viewer.clubs and not viewer.suspended
        filled[key] = (
            pages.drawn(
                "voting/wishes/_sign.html", number=number, slug=slug, has_signed=int(number) in held, csrf=viewer.csrf
            )
            if may
            else ""
        )
    return filled


slots = [
    Slot("club.wishes", newest),
    Slot("club.roadmap", roadmap),
    Slot("wishes.sign", signing, personal=True, asks=ask_signed),
]
