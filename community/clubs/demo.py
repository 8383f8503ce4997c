"""The demo's clubs: founded, joined one after the other, kept by several hands, with charters that grew."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zlib import crc32

from community.clubs import actions, charters, handover, membership, queries
from community.clubs.models import End, Entry, Role
from community.clubs.queries import ClubCard
from kernel import db
from kernel.demo import World


async def clubs(world: World) -> None:
    """Each on its day; whoever comes later agrees to the charter of that day."""
    for told in world.content("clubs")["clubs"]:
        world.at(world.ago(told["founded"], hour=19), _found, world, told)
        for later in told["charters"][1:]:
            world.at(world.ago(later["days_ago"], hour=18), _rewrite, world, told, later)
        for place, handle in enumerate(told["members"]):
            world.at(joined_at(world, told, place), _join, world, told, handle)
        for handle in told["agreed"]:
            world.at(_agreed_at(world, told, handle), _agree, world, told, handle)
        for step in told.get("roles", ()):
            world.at(world.ago(step["days_ago"], hour=20), _give, world, told, step)
        for step in told.get("left", ()):
            world.at(world.ago(step["joined"], hour=20), _join, world, told, step["who"])
            world.at(world.ago(step["days_ago"], hour=21), _leave, world, told, step["who"])


def joined_at(world: World, told: dict[str, Any], place: int) -> datetime:
    """The first come within days, the later ones at longer distances; roles are given to those who have come."""
    share = ((place + 1) / (len(told["members"]) + 1)) ** 1.6
    return world.ago(told["founded"] - 1 - share * (told["founded"] - 4), hour=9 + place % 11)


def _agreed_at(world: World, told: dict[str, Any], handle: str) -> datetime:
    """Some days after the last charter was written."""
    return world.ago(told["charters"][-1]["days_ago"] - 1 - crc32(handle.encode()) % 9, hour=12 + len(handle) % 8)


async def of(world: World, key: str, handle: str) -> ClubCard:
    """A club of the demo as one of its people sees it now."""
    return await queries.by_id(await world.viewer(handle), world.ids["club", key])


async def charter(world: World, key: str) -> int:
    """The number of the charter that holds in a club of the demo now; 0 for none."""
    newest = await charters.newest(world.ids["club", key])
    return newest.number if newest else 0


async def _found(world: World, told: dict[str, Any]) -> None:
    names = ("name", "summary", "place", "language", "wall")
    club = await actions.found(
        await world.viewer(told["founder"]),
        charter=told["charters"][0]["body"].strip(),
        **{name: told[name] for name in names},
        entry=Entry(told["entry"]),
        question=told.get("question", ""),
        is_private=told.get("private", False),
    )
    world.ids["club", told["key"]] = club.id
    world.changed(told["founder"])


async def _join(world: World, told: dict[str, Any], handle: str) -> None:
    agreed = await charter(world, told["key"])
    async with db.transaction():
        await membership.begin(world.ids["club", told["key"]], world.ids["person", handle], charter=agreed)
    world.changed(handle)


async def _leave(world: World, told: dict[str, Any], handle: str) -> None:
    async with db.transaction():
        await membership.end(world.ids["club", told["key"]], world.ids["person", handle], End.LEFT)
    world.changed(handle)


async def _rewrite(world: World, told: dict[str, Any], charter: dict[str, Any]) -> None:
    club = await of(world, told["key"], charter["by"])
    await actions.rewrite(await world.viewer(charter["by"]), club, charter["body"].strip())


async def _agree(world: World, told: dict[str, Any], handle: str) -> None:
    await actions.agree(await world.viewer(handle), await of(world, told["key"], handle))


async def _give(world: World, told: dict[str, Any], step: dict[str, Any]) -> None:
    host = next(iter(await queries.member_ids(world.ids["club", told["key"]], role=Role.HOST)))
    handles = {number: name for (kind, name), number in world.ids.items() if kind == "person"}
    by = handles[host]
    club = await of(world, told["key"], by)
    await handover.give(await world.viewer(by), club, world.ids["person", step["who"]], Role(step["role"]))
