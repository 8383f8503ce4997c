"""Who belongs to a club, when, and who sees that it is there."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from community.clubs import membership, queries
from community.clubs.models import End, Role
from kernel import clock, db
from kernel.errors import Missing
from kernel.features import House
from kernel.viewer import STRANGER, Viewer
from tests import cast, clubs

DAY = datetime(2025, 5, 1, 12, tzinfo=UTC)


async def ended(club_id: int, handle: str, why: End = End.LEFT) -> bool:
    async with db.transaction():
        return await membership.end(club_id, (await cast.person(handle)).id, why)


async def test_rows_tell_who_belonged_at_a_moment(home: House) -> None:
    with clock.at(DAY):
        club = await clubs.found(members=["ben"])
    ben = (await cast.person("ben")).id
    with clock.at(DAY + timedelta(days=1)):
        async with db.transaction():
            assert await membership.change(club.id, ben, Role.TREASURER)
    with clock.at(DAY + timedelta(days=2)):
        assert await ended(club.id, "ben")
        assert not await ended(club.id, "ben")
    told = [await queries.role_at(ben, club.id, DAY + timedelta(hours=h)) for h in (-1, 0, 23, 24, 47, 48)]
    assert told == [None, Role.MEMBER, Role.MEMBER, Role.TREASURER, Role.TREASURER, None]
    assert await queries.member_ids(club.id) == [(await cast.person("ada")).id]
    assert len(await queries.member_ids(club.id, DAY)) == 2
    assert await db.value("SELECT members FROM club") == 1


async def test_two_beginnings_at_once_are_one(home: House) -> None:
    club, ben = await clubs.found(), (await cast.person("ben")).id

    async def begin() -> bool:
        async with db.transaction():
            return await membership.begin(club.id, ben)

    assert sorted(await asyncio.gather(*(begin() for _ in range(5)))) == [False, False, False, False, True]
    assert await db.value("SELECT members FROM club") == 2


async def test_a_club_is_an_audience_that_staff_are_not_in_as_staff(home: House) -> None:
    club = await clubs.found(members=["ben"])
    ben, mo = await cast.viewer("ben"), await cast.manager()
    assert ben.clubs == (club.id,)
    assert ben.within(club.named)
    assert not mo.within(club.named)
    await ended(club.id, "ben")
    assert not (await cast.viewer("ben")).within(club.named)


@pytest.mark.parametrize(
    ("handle", "finds", "lists"), [("ada", 1, 1), ("ben", 0, 0), ("sol", 0, 0), ("mo", 1, 0), ("", 0, 0)]
)
async def test_a_private_club_is_there_for_its_members(home: House, handle: str, finds: int, lists: int) -> None:
    club = await clubs.found(is_private=True)
    viewer: Viewer = await cast.viewer(handle) if handle else STRANGER
    assert len(await queries.cards(viewer, [club.id])) == lists
    for _ in range(2):
        if finds:
            assert (await queries.find(viewer, "runners")).id == club.id
        else:
            with pytest.raises(Missing):
                await queries.find(viewer, "runners")
    assert await db.value("SELECT count(*) FROM staff_act WHERE act = ?", "club.looked-into") == (handle == "mo")
