"""Wish lists that tests begin with."""

from __future__ import annotations

from collections.abc import Sequence

from community.clubs import queries as clubs
from community.clubs.queries import ClubCard
from kernel.viewer import Viewer
from tests import cast
from voting.wishes import actions, queries
from voting.wishes.queries import WishCard

WISHES = (("Ten millimetres more at the toes", None), ("Widths on the box", None), ("Insoles by themselves", None))


async def again(viewer: Viewer, club: ClubCard, number: int) -> WishCard:
    """The list as the viewer finds it now."""
    return await queries.find(viewer, await clubs.by_id(viewer, club.id), number)


async def drafted(club: ClubCard, *, host: str = "ada", items: Sequence[tuple[str, int | None]] = WISHES) -> WishCard:
    """A draft by the club's host."""
    viewer = await cast.viewer(host)
    return await again(viewer, club, await actions.draft(viewer, club, title="What we ask for", items=items))


async def frozen(club: ClubCard, *, host: str = "ada", items: Sequence[tuple[str, int | None]] = WISHES) -> WishCard:
    """A list that members may sign."""
    viewer, wishes = await cast.viewer(host), await drafted(club, host=host, items=items)
    await actions.freeze(viewer, club, wishes)
    return await again(viewer, club, wishes.id)


async def delivered(
    club: ClubCard,
    *,
    host: str = "ada",
    signed: Sequence[str] = ("ada",),
    items: Sequence[tuple[str, int | None]] = WISHES,
) -> WishCard:
    """A list that the team was given."""
    viewer, wishes = await cast.viewer(host), await frozen(club, host=host, items=items)
    for handle in signed:
        one = await cast.viewer(handle)
        await actions.sign(one, await clubs.by_id(one, club.id), wishes)
    await actions.deliver(viewer, club, wishes)
    return await again(viewer, club, wishes.id)
