"""Invitations: how often and until when a link opens, letters for one address alone, and the rule of a door."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from community.clubs import bans, doorkeeping, invitations, leaving, membership, queries
from community.clubs.models import Club, End, Entry, Invitation, Membership, Role
from community.clubs.queries import ClubCard
from kernel import clock, db
from kernel.errors import Conflict, Forbidden, Invalid, Missing
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast, clubs
from tests.journeys import confidences


async def private(**values: Any) -> ClubCard:
    return await clubs.found("hearth", is_private=True, entry=Entry.INVITATION, **values)


async def linked(club: ClubCard, *, most: int = 0, days: int = 0) -> str:
    made = await invitations.make(await cast.viewer("ada"), club, most=most, days=days)
    return word_of(made)


def word_of(made: Invitation) -> str:
    return invitations.link(made.id, made.token).removeprefix("/invitations/")


async def used(handle: str, word: str) -> ClubCard:
    return await invitations.use(await cast.viewer(handle), word, charter=0)


async def test_a_link_opens_a_private_club_to_whoever_holds_it(home: House) -> None:
    word = await linked(await private())
    with pytest.raises(Missing):
        await queries.find(await cast.viewer("ben"), "hearth")
    _one, club = await invitations.find(STRANGER, word)
    assert club.name == "Hearth"
    await used("ben", word)
    await used("ben", word)
    assert (await queries.find(await cast.viewer("ben"), "hearth")).role == Role.MEMBER
    assert (await Invitation.get()).used == 1


async def test_the_last_place_of_a_link_is_taken_once(home: House) -> None:
    word = await linked(await private(), most=2)
    people = ("ben", "dan", "eve", "fay")
    for handle in people:
        await cast.person(handle)
    told = await asyncio.gather(*[used(handle, word) for handle in people], return_exceptions=True)
    assert len([one for one in told if isinstance(one, ClubCard)]) == 2
    assert {type(one) for one in told if isinstance(one, BaseException)} <= {Conflict, Missing}
    assert await db.value("SELECT members FROM club") == 3
    assert await Membership.filter(stands=True).count() == 3
    assert (await Invitation.get()).used == 2


async def test_a_link_ends_by_the_clock_and_by_a_host(home: House) -> None:
    club = await private()
    word, other = await linked(club, days=3), await linked(club)
    with clock.at(clock.now() + timedelta(days=4)), pytest.raises(Missing):
        await used("ben", word)
    await invitations.revoke(await cast.viewer("ada"), club, (await Invitation.all().order_by("-id"))[0].id)
    with pytest.raises(Missing):
        await used("ben", other)
    assert [one.most for one in await invitations.standing(club.id)] == [0]


@pytest.mark.parametrize("word", ["1", "1-", "1-{token}", "x-y", "99999999999-a", "1-0123456789abcdef0123456789abcdef"])
async def test_what_is_in_the_database_opens_nothing(home: House, word: str) -> None:
    await linked(await private())
    kept = await Invitation.get()
    with pytest.raises(Missing):
        await used("ben", word.format(token=kept.token))


async def test_only_hosts_invite(home: House) -> None:
    await clubs.found(members=["ben"])
    ben = await cast.viewer("ben")
    card = await queries.find(ben, "runners")
    with pytest.raises(Forbidden):
        await invitations.make(ben, card)
    with pytest.raises(Forbidden):
        await invitations.send(ben, card, ["x@example.org"])


async def test_a_letter_opens_for_its_address_alone(home: House) -> None:
    club = await private(members=["dan"])
    for handle in ("ben", "eve"):
        await cast.person(handle)
    await invitations.send(await cast.viewer("ada"), club, ["ben@example.org", "dan@example.org", "new@example.net"])
    letters = await db.rows("SELECT address, subject, text FROM letter ORDER BY id")
    assert [letter["address"] for letter in letters] == ["ben@example.org", "new@example.net"]
    assert "Hearth" in letters[0]["subject"]
    made = await Invitation.filter(email="ben@example.org").get()
    assert invitations.link(made.id, made.token) in letters[0]["text"]
    with pytest.raises(Forbidden):
        await used("eve", word_of(made))
    await used("ben", word_of(made))
    with pytest.raises(Missing):
        await invitations.find(await cast.viewer("eve"), word_of(made))


async def test_an_address_that_nobody_has_proven_is_nobodys(home: House) -> None:
    club = await private()
    await cast.person("ben", confirmed=False)
    await invitations.send(await cast.viewer("ada"), club, ["ben@example.org"])
    with pytest.raises(Forbidden):
        await used("ben", word_of(await Invitation.get()))


async def test_nobody_is_written_to_twice_in_a_week(home: House) -> None:
    club, ada = await private(), await cast.viewer("ada")
    for _again in range(2):
        await invitations.send(ada, club, ["new@example.net", "new@example.net"])
    assert await db.value("SELECT count(*) FROM letter") == 1
    with clock.at(clock.now() + timedelta(days=8)):
        await invitations.send(ada, club, ["new@example.net"])
    assert await db.value("SELECT count(*) FROM letter") == 2


async def test_who_is_shut_out_comes_in_by_no_link(home: House) -> None:
    club = await private(members=["ben"])
    word = await linked(club)
    await bans.ban(await cast.viewer("ada"), club, (await cast.person("ben")).id, reason="Rude.")
    with pytest.raises(Conflict):
        await used("ben", word)
    assert (await Invitation.get()).used == 0


async def ruled(audience: str = "segment:vip", **values: Any) -> ClubCard:
    """A club that customers of a segment belong to; Ben is one, Dan's imported address opens no door."""
    for handle in ("ada", "ben", "dan", "eve", "mo"):
        await cast.person(handle)
    await confidences.customers()
    club = await clubs.found(**values)
    await doorkeeping.set_rule(await cast.manager(), club, audience)
    await doorkeeping.keep()
    return club


async def standing(club: ClubCard) -> dict[str, bool]:
    rows = await db.rows(
        "SELECT p.handle, m.is_by_rule FROM membership m JOIN person p ON p.id = m.person_id "
        "WHERE m.club_id = ? AND m.stands IS TRUE ORDER BY m.id",
        club.id,
    )
    return {row["handle"]: row["is_by_rule"] for row in rows}


async def test_a_rule_lets_in_and_out_and_dates_both(home: House) -> None:
    club = await ruled(members=["eve"])
    assert await standing(club) == {"ada": False, "eve": False, "ben": True}
    assert await db.value("SELECT members FROM club") == 3
    await db.execute("DELETE FROM customer_link WHERE person_id = ?", (await cast.person("ben")).id)
    await doorkeeping.keep()
    assert await standing(club) == {"ada": False, "eve": False}
    kept = await Membership.get(person_id=(await cast.person("ben")).id)
    assert (kept.end, kept.until_at is None) == (End.RULE, False)
    assert await db.value("SELECT members FROM club") == 2
    told = await db.rows("SELECT kind FROM event WHERE kind IN ('club.let-in', 'club.let-out') ORDER BY id")
    assert [row["kind"] for row in told] == ["club.let-in", "club.let-out"]


async def test_the_rule_may_run_as_often_as_it_likes(home: House) -> None:
    club = await ruled()
    await asyncio.gather(*[doorkeeping.keep() for _ in range(3)])
    assert await standing(club) == {"ada": False, "ben": True}
    assert await Membership.all().count() == 2
    assert await db.value("SELECT members FROM club") == 2


async def test_who_left_or_was_shut_out_is_not_fetched_back(home: House) -> None:
    club = await ruled()
    ben = await cast.viewer("ben")
    await leaving.leave(ben, await queries.find(ben, "runners"))
    await doorkeeping.keep()
    assert await standing(club) == {"ada": False}
    await Membership.filter(person_id=ben.id).delete()
    await bans.ban(await cast.viewer("ada"), club, int(ben.id or 0), reason="Rude.")
    await doorkeeping.keep()
    assert await standing(club) == {"ada": False}


async def test_who_was_there_by_their_own_will_stays_when_the_group_does_not_hold_them(home: House) -> None:
    club = await ruled(members=["ben"])
    async with db.transaction():
        assert await membership.change(club.id, (await cast.person("ben")).id, Role.TREASURER)
    await db.execute("DELETE FROM customer_link")
    await doorkeeping.keep()
    assert await standing(club) == {"ada": False, "ben": False}


async def test_a_role_given_by_hand_outlives_the_rule(home: House) -> None:
    club = await ruled()
    async with db.transaction():
        assert await membership.change(club.id, (await cast.person("ben")).id, Role.HOST)
    await db.execute("DELETE FROM customer_link")
    await doorkeeping.keep()
    assert await standing(club) == {"ada": False, "ben": False}


async def test_a_group_that_is_gone_moves_nobody_and_a_rule_taken_away_keeps_all(home: House) -> None:
    club = await ruled()
    await Club.filter(id=club.id).update(audience="segment:gone")
    await doorkeeping.keep()
    assert await standing(club) == {"ada": False, "ben": True}
    await doorkeeping.set_rule(await cast.manager(), club, "")
    await db.execute("DELETE FROM customer_link")
    await doorkeeping.keep()
    assert await standing(club) == {"ada": False, "ben": False}


async def test_the_rule_is_the_teams_and_names_no_club(home: House) -> None:
    club = await ruled()
    with pytest.raises(Forbidden):
        await doorkeeping.set_rule(await cast.viewer("ada"), club, "customers")
    for name in (club.named, "nobody"):
        with pytest.raises(Invalid):
            await doorkeeping.set_rule(await cast.manager(), club, name)
