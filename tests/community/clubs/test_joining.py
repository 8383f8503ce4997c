"""Coming into a club and leaving it: open doors, requests, charters, the last host, an account that is erased."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from community.clubs import charters, joining, leaving, queries, requests
from community.clubs.models import Club, End, Entry, JoinRequest, Membership, Role
from community.clubs.queries import ClubCard
from kernel import clock, db
from kernel.errors import Conflict, Forbidden, Missing
from kernel.features import House
from tests import cast, clubs


async def seen_by(handle: str, slug: str = "runners") -> ClubCard:
    return await queries.find(await cast.viewer(handle), slug)


async def joined(handle: str, charter: int = 0) -> None:
    await joining.join(await cast.viewer(handle), await seen_by(handle), charter=charter)


async def test_an_open_door_lets_in_at_once_and_once(home: House) -> None:
    await clubs.found()
    ben, card = await cast.viewer("ben"), await seen_by("ben")
    told = await asyncio.gather(*[joining.join(ben, card, charter=0) for _ in range(3)], return_exceptions=True)
    assert [type(one) for one in told if one is not None] == [Conflict, Conflict]
    assert await db.value("SELECT members FROM club") == 2
    assert await Membership.filter(person_id=ben.id, stands=True).count() == 1


@pytest.mark.parametrize("entry", [Entry.REQUEST, Entry.INVITATION])
async def test_any_other_door_lets_nobody_in_by_itself(home: House, entry: Entry) -> None:
    await clubs.found(entry=entry)
    with pytest.raises(Forbidden):
        await joined("ben")


async def test_who_joins_agrees_to_the_charter_that_holds(home: House) -> None:
    club = await clubs.found()
    async with db.transaction():
        await charters.write(club.id, (await cast.person("ada")).id, "Be kind.")
    for stale in (0, 2):
        with pytest.raises(Conflict):
            await joined("ben", stale)
    await joined("ben", 1)
    kept = await Membership.get(person_id=(await cast.person("ben")).id)
    assert (kept.charter, kept.role) == (1, Role.MEMBER)


async def test_a_club_that_ended_lets_nobody_in(home: House) -> None:
    await clubs.found()
    ben, card = await cast.viewer("ben"), await seen_by("ben")
    await Club.filter(slug="runners").update(archived_at=clock.now())
    with pytest.raises(Conflict):
        await joining.join(ben, card, charter=0)
    with pytest.raises(Forbidden):
        await joined("ben")


async def asked(handle: str = "ben", answer: str = "Since last winter.") -> int:
    await joining.ask(await cast.viewer(handle), await seen_by(handle), answer=answer, charter=0)
    return (await JoinRequest.get(person_id=(await cast.person(handle)).id, waits=True)).id


async def test_a_request_waits_for_a_host_who_lets_in(home: House) -> None:
    club = await clubs.found(entry=Entry.REQUEST, question="Since when do you run?")
    number = await asked()
    assert await asked(answer="Since two winters.") == number
    waiting = (await requests.waiting(club.id)).items
    assert [(one.person.handle, one.answer) for one in waiting] == [("ben", "Since two winters.")]
    with pytest.raises(Forbidden):
        await joining.accept(await cast.viewer("ben"), await seen_by("ben"), number)
    await joining.accept(await cast.viewer("ada"), club, number)
    assert (await seen_by("ben")).role == Role.MEMBER
    assert await requests.count(club.id) == 0
    with pytest.raises(Conflict):
        await joining.decline(await cast.viewer("ada"), club, number, reason="")


async def test_of_two_hosts_who_answer_the_second_is_told(home: House) -> None:
    club = await clubs.found(entry=Entry.REQUEST)
    number = await asked()
    ada = await cast.viewer("ada")
    told = await asyncio.gather(
        joining.accept(ada, club, number), joining.decline(ada, club, number, reason="No."), return_exceptions=True
    )
    assert [type(one) for one in told if one is not None] == [Conflict]
    accepted = (await JoinRequest.get(id=number)).is_accepted
    assert accepted == ((await seen_by("ben")).role is not None)


async def test_a_request_is_no_other_clubs(home: House) -> None:
    await clubs.found(entry=Entry.REQUEST)
    number = await asked()
    other = await clubs.found("walkers", host="eve")
    with pytest.raises(Missing):
        await joining.accept(await cast.viewer("eve"), other, number)


async def test_whoever_was_declined_waits_a_week(home: House) -> None:
    club = await clubs.found(entry=Entry.REQUEST)
    await joining.decline(await cast.viewer("ada"), club, await asked(), reason="We are full.")
    with pytest.raises(Conflict):
        await asked()
    with clock.at(clock.now() + timedelta(days=8)):
        assert await asked()


async def test_a_request_taken_back_leaves_no_word(home: House) -> None:
    await clubs.found(entry=Entry.REQUEST)
    await asked()
    await joining.take_back(await cast.viewer("ben"), await seen_by("ben"))
    assert await JoinRequest.all().count() == 0


async def test_a_club_that_opens_its_door_answers_the_request_by_it(home: House) -> None:
    await clubs.found(entry=Entry.REQUEST)
    number = await asked()
    await Club.filter(slug="runners").update(entry=Entry.OPEN)
    await joined("ben")
    assert (await JoinRequest.get(id=number)).is_accepted is True


async def test_the_last_host_hands_over_in_leaving(home: House) -> None:
    club = await clubs.found(members=["ben", "eve"])
    await leaving.leave(await cast.viewer("ada"), club, to=(await cast.person("eve")).id)
    assert (await seen_by("eve")).role == Role.HOST
    assert (await Club.get(id=club.id)).handover_at is None


async def test_without_a_name_the_others_are_asked(home: House) -> None:
    club = await clubs.found(members=["ben"])
    await leaving.leave(await cast.viewer("ada"), club)
    assert (await Club.get(id=club.id)).handover_at is not None
    assert await db.value("SELECT count(*) FROM event WHERE kind = 'club.handover'") == 1
    with pytest.raises(Forbidden):
        await leaving.leave(await cast.viewer("ada"), await seen_by("ada"))


async def test_the_last_one_out_puts_the_club_away(home: House) -> None:
    club = await clubs.found()
    await leaving.leave(await cast.viewer("ada"), club)
    kept = await Club.get(id=club.id)
    assert (kept.members, kept.archived_at is None) == (0, False)


async def test_a_member_hands_nothing_over_by_leaving(home: House) -> None:
    await clubs.found(members=["ben", "eve"])
    await leaving.leave(await cast.viewer("ben"), await seen_by("ben"), to=(await cast.person("eve")).id)
    assert (await seen_by("eve")).role == Role.MEMBER


async def test_an_account_that_is_erased_leaves_every_club_and_asks_for_a_host(home: House) -> None:
    """What an erasure calls inside its transaction; the rows stay as counts, so that old ballots can be told."""
    clubs_of = [await clubs.found(members=["ben"]), await clubs.found("walkers", host="ben", members=["ada"])]
    ada = (await cast.person("ada")).id
    for club in clubs_of:
        await JoinRequest.create(club_id=club.id, person_id=ada, answer="x", at=clock.now(), waits=None)
    async with db.transaction():
        for participant in home.registered("person.erasing"):
            await participant(ada)
    assert await Membership.filter(person_id=ada, stands=True).count() == 0
    assert await Membership.filter(person_id=ada, end=End.ERASED).count() == 2
    assert await JoinRequest.filter(person_id=ada).count() == 0
    assert (await Club.get(slug="runners")).handover_at is not None
    assert (await Club.get(slug="walkers")).handover_at is None
    assert [(await Club.get(slug=slug)).members for slug in ("runners", "walkers")] == [1, 1]
