"""Clubs that tests begin with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from community.clubs import membership, queries
from community.clubs.models import Club, Role
from community.clubs.queries import ClubCard
from kernel import clock, db
from tests import cast


async def found(
    slug: str = "runners",
    *,
    host: str = "ada",
    members: Sequence[str] = (),
    treasurers: Sequence[str] = (),
    is_private: bool = False,
    **values: Any,
) -> ClubCard:
    """A club with its people, as its host sees it."""
    told: dict[str, Any] = {"name": slug.title(), "summary": "We run before breakfast.", "place": "Annecy"}
    told |= {"place_folded": "annecy", "is_private": is_private, "created_at": clock.now(), **values}
    club = await Club.create(slug=slug, **told)
    async with db.transaction():
        for role, handles in ((Role.HOST, [host]), (Role.TREASURER, treasurers), (Role.MEMBER, members)):
            for handle in handles:
                await membership.begin(club.id, (await cast.person(handle)).id, role=role)
    return await queries.find(await cast.viewer(host), slug)
