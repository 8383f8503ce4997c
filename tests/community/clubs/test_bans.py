"""Shutting out with a reason, the appeal to staff, and what becomes of it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from community.clubs import bans, joining, queries
from community.clubs.models import Ban, End, Entry, JoinRequest, Membership, Role
from community.clubs.queries import ClubCard
from kernel import db
from kernel.errors import Conflict, Forbidden, Missing
from kernel.features import House
from tests import cast, clubs


async def banned(handle: str = "ben", **values: Any) -> tuple[ClubCard, int]:
    club = await clubs.found(members=["ben", "eve"], treasurers=["fay"], **values)
    number = await bans.ban(await cast.viewer("ada"), club, (await cast.person(handle)).id, reason="Sold shoes here.")
    return club, number


async def answered(number: int, *, lifts: bool, by: str = "mo") -> None:
    await bans.answer(await cast.viewer(by), await bans.appealed(number), lifts=lifts, words="We read it all.")


async def appealed(handle: str = "ben", **values: Any) -> tuple[ClubCard, int]:
    club, number = await banned(handle, **values)
    await bans.appeal(await cast.viewer(handle), number, words="They were mine.")
    return club, number


async def test_a_ban_ends_the_membership_and_shuts_every_door(home: House) -> None:
    club, _number = await banned()
    ben = await cast.viewer("ben")
    assert (await Membership.get(person_id=ben.id)).end == End.BANNED
    with pytest.raises(Conflict):
        await joining.join(ben, await queries.find(ben, "runners"), charter=0)
    with pytest.raises(Conflict):
        await bans.ban(await cast.viewer("ada"), club, int(ben.id or 0), reason="Again.")


async def test_a_ban_answers_the_request_that_waits(home: House) -> None:
    club = await clubs.found(entry=Entry.REQUEST)
    ben = await cast.viewer("ben")
    await joining.ask(ben, await queries.find(ben, "runners"), answer="Please.", charter=0)
    await bans.ban(await cast.viewer("ada"), club, int(ben.id or 0), reason="Rude letters.")
    assert (await JoinRequest.get()).is_accepted is False


@pytest.mark.parametrize("whom", ["ada", "gus"])
async def test_no_host_is_shut_out(home: House, whom: str) -> None:
    club = await clubs.found(members=["gus"])
    await Membership.filter(person_id=(await cast.person("gus")).id).update(role=Role.HOST)
    with pytest.raises(Forbidden):
        await bans.ban(await cast.viewer("ada"), club, (await cast.person(whom)).id, reason="x")


@pytest.mark.parametrize("who", ["ben", "fay", "mo", "root"])
async def test_nobody_but_a_host_shuts_out(home: House, who: str) -> None:
    await clubs.found(members=["ben", "eve"], treasurers=["fay"])
    viewer = await cast.viewer(who)
    with pytest.raises(Forbidden):
        await bans.ban(viewer, await queries.find(viewer, "runners"), (await cast.person("eve")).id, reason="x")


async def test_one_appeals_once_and_for_oneself(home: House) -> None:
    _club, number = await appealed()
    with pytest.raises(Conflict):
        await bans.appeal(await cast.viewer("ben"), number, words="And again.")
    for other in ("eve", "ada", "mo"):
        with pytest.raises(Missing):
            await bans.own(await cast.viewer(other), number)
    assert await bans.awaiting_count() == 1


async def test_staff_lift_a_ban_and_the_member_is_back(home: House) -> None:
    _club, number = await appealed(is_private=True)
    await answered(number, lifts=True)
    ben = await cast.viewer("ben")
    assert (await queries.find(ben, "runners")).role == Role.MEMBER
    assert not (await bans.own(ben, number)).is_standing
    assert await bans.awaiting() == []
    acts = await db.rows("SELECT act, reason FROM staff_act")
    assert [(row["act"], row["reason"]) for row in acts] == [("club.ban-lifted", "We read it all.")]


async def test_a_ban_that_staff_uphold_stands(home: House) -> None:
    _club, number = await appealed()
    await answered(number, lifts=False)
    found = await bans.own(await cast.viewer("ben"), number)
    assert (found.is_standing, found.answer, found.waits) == (True, "We read it all.", False)
    with pytest.raises(Conflict):
        await answered(number, lifts=True)


async def test_of_two_answers_one_counts(home: House) -> None:
    _club, number = await appealed()
    for handle in ("mo", "root"):
        await cast.person(handle)
    told = await asyncio.gather(
        answered(number, lifts=True), answered(number, lifts=False, by="root"), return_exceptions=True
    )
    assert [type(one) for one in told if one is not None] == [Conflict]
    assert await db.value("SELECT count(*) FROM staff_act") == 1


@pytest.mark.parametrize("who", ["ada", "eve", "sol"])
async def test_an_appeal_is_answered_by_managers_who_are_no_part_of_it(home: House, who: str) -> None:
    _club, number = await appealed()
    with pytest.raises(Forbidden):
        await answered(number, lifts=True, by=who)


async def test_a_manager_who_hosts_the_club_leaves_the_appeal_to_others(home: House) -> None:
    club = await clubs.found(host="mo", members=["ben"])
    number = await bans.ban(await cast.manager(), club, (await cast.person("ben")).id, reason="x")
    await bans.appeal(await cast.viewer("ben"), number, words="y")
    with pytest.raises(Forbidden):
        await answered(number, lifts=False)
    await answered(number, lifts=True, by="root")
    assert not (await Ban.get(id=number)).stands


async def test_hosts_take_a_ban_back_and_the_door_is_as_for_anybody(home: House) -> None:
    club, number = await banned()
    ben = await cast.viewer("ben")
    await bans.lift(await cast.viewer("ada"), club, number)
    assert (await queries.find(ben, "runners")).role is None
    await joining.join(ben, await queries.find(ben, "runners"), charter=0)
    with pytest.raises(Conflict):
        await bans.lift(await cast.viewer("ada"), club, number)
    with pytest.raises(Missing):
        await bans.lift(await cast.viewer("dan"), await clubs.found("walkers", host="dan"), number)
