"""Each kind of perk does something: seats, early access, names, badges, thanks, releases."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from ambassadors.perks import access, actions, answers, claims, proofs, queries, thanks, turning
from ambassadors.perks.cards import PerkCard
from ambassadors.perks.claims import Asked
from ambassadors.perks.models import Gives, Standing, Why
from community.meetings import actions as meetings
from community.meetings import proofs as seats
from community.meetings import queries as gathering
from community.meetings import replies
from community.meetings.models import Said
from community.meetings.replies import Answer
from kernel import clock, db, sessions
from kernel.errors import Conflict
from kernel.features import House
from tests import cast
from tests.ambassadors.perks import shelf
from tests.community.meetings import gatherings


async def seat_perk(*, stock: int = 1, seats_there: int = 2, **told: Any) -> tuple[int, PerkCard]:
    meeting = await gatherings.plan(None, seats=seats_there)
    perk = await shelf.perk(Gives.SEAT, name="A seat at the fitting", meeting_id=meeting.id, stock=stock, **told)
    return meeting.id, perk


async def seats_of(meeting_id: int) -> tuple[int, int, int]:
    row = await db.row("SELECT seats, coming, waiting FROM meeting WHERE id = ?", meeting_id)
    assert row is not None
    return row["seats"], row["coming"], row["waiting"]


async def test_a_seat_is_kept_aside_given_and_counts_as_taken(home: House) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    await shelf.purse(ada)
    meeting, perk = await seat_perk()
    assert await seats_of(meeting) == (1, 0, 0)
    await replies.reply(ben, await gathering.find(ben, meeting), Answer(Said.YES))
    taken = await shelf.take(ada, perk)
    mine = await gathering.reply_of(meeting, ada.id)
    assert mine
    assert mine.said == Said.YES
    assert not mine.is_waiting
    assert await seats_of(meeting) == (2, 2, 0)
    assert taken.standing == Standing.HELD
    assert not await seats.seats_taken()
    assert not await proofs.taken()


async def test_who_waited_in_line_gets_the_seat_they_took_with_points(home: House) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    await shelf.purse(ada)
    meeting, perk = await seat_perk()
    for one in (ben, ada):
        await replies.reply(one, await gathering.find(one, meeting), Answer(Said.YES))
    assert await seats_of(meeting) == (1, 1, 1)
    await shelf.take(ada, perk)
    assert await seats_of(meeting) == (2, 2, 0)


async def test_a_seat_given_back_is_kept_aside_again_and_not_for_who_waits(home: House) -> None:
    ada, ben, cleo = await cast.member("ada"), await cast.member("ben"), await cast.member("cleo")
    await shelf.purse(ada)
    meeting, perk = await seat_perk()
    taken = await shelf.take(ada, perk)
    for one in (ben, cleo):
        await replies.reply(one, await gathering.find(one, meeting), Answer(Said.YES))
    await claims.give_back(ada, taken)
    assert await seats_of(meeting) == (1, 1, 1)
    assert await shelf.free(ada) == (1000, 0)
    assert (await queries.by_id(perk.id)).left == 1


async def test_a_seat_left_on_the_meetings_own_page_is_not_made_twice(home: House) -> None:
    ada, ben, cleo = await cast.member("ada"), await cast.member("ben"), await cast.member("cleo")
    await shelf.purse(ada)
    meeting, perk = await seat_perk()
    taken = await shelf.take(ada, perk)
    for one in (ben, cleo):
        await replies.reply(one, await gathering.find(one, meeting), Answer(Said.YES))
    await replies.reply(ada, await gathering.find(ada, meeting), Answer(Said.NO))
    assert await seats_of(meeting) == (2, 2, 0)
    await claims.give_back(ada, taken)
    assert await seats_of(meeting) == (2, 2, 0)
    left = await queries.by_id(perk.id)
    assert (left.stock, left.taken, left.left) == (0, 0, 0)


async def test_the_last_seat_is_taken_by_one_of_four(home: House) -> None:
    people = [await cast.viewer(handle) for handle in ("ada", "ben", "cleo", "dan")]
    await shelf.purse(*people)
    meeting, perk = await seat_perk(stock=1)
    done = await asyncio.gather(*(claims.take(one, perk, Asked()) for one in people), return_exceptions=True)
    assert sum(isinstance(one, int) for one in done) == 1
    assert await seats_of(meeting) == (2, 1, 0)


async def test_seats_that_nobody_took_are_for_everybody_when_the_perk_ends(home: House) -> None:
    ada, ben, cleo = await cast.member("ada"), await cast.member("ben"), await cast.member("cleo")
    await shelf.purse(ada)
    meeting, perk = await seat_perk(stock=2)
    taken = await shelf.take(ada, perk)
    assert await seats_of(meeting) == (1, 1, 0)
    await replies.reply(ben, await gathering.find(ben, meeting), Answer(Said.YES))
    await replies.reply(cleo, await gathering.find(cleo, meeting), Answer(Said.YES))
    await actions.end(await cast.editor(), perk, reason="enough")
    assert await seats_of(meeting) == (2, 2, 1)
    await claims.give_back(ada, taken)
    assert await seats_of(meeting) == (2, 2, 0), "what comes back after the end goes to who waits"


async def test_a_meeting_with_too_few_free_seats_has_none_to_keep_aside(home: House) -> None:
    with pytest.raises(Conflict, match="free seats"):
        await seat_perk(stock=3)


async def test_when_the_meeting_is_called_off_points_come_back_and_when_it_begins_they_are_spent(home: House) -> None:
    ada, ben, mo = await cast.member("ada"), await cast.member("ben"), await cast.manager()
    await shelf.purse(ada, ben)
    meeting, perk = await seat_perk()
    other, kept = await seat_perk()
    gone, stays = await shelf.take(ada, perk), await shelf.take(ben, kept)
    await meetings.call_off(mo, await gathering.find(mo, meeting), "Snow")
    await shelf.worked()
    back = await queries.claim(gone.id)
    assert (back.standing, back.why) == (Standing.BACK, Why.MEETING)
    assert await shelf.free(ada) == (1000, 0)
    assert stays.from_at is not None
    with clock.at(stays.from_at):
        await turning.turn()
    assert (await queries.claim(stays.id)).standing == Standing.USED
    assert other != meeting


async def test_a_meeting_that_moves_takes_the_moment_of_use_with_it(home: House) -> None:
    ada, mo = await cast.member("ada"), await cast.manager()
    await shelf.purse(ada)
    meeting, perk = await seat_perk()
    taken = await shelf.take(ada, perk)
    later = gatherings.told(begins=datetime(2099, 12, 13, 9, 30), seats=1)  # noqa: DTZ001
    await meetings.change(mo, None, await gathering.find(mo, meeting), later)
    await shelf.worked()
    assert taken.from_at is not None
    assert (await queries.claim(taken.id)).from_at == taken.from_at + timedelta(days=1)


async def test_early_access_is_a_group_while_it_lasts(home: House) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    await shelf.purse(ada)
    now = clock.now()
    perk = await shelf.perk(Gives.EARLY, name="First lasts", from_at=now + shelf.HOUR, days=2)
    await shelf.take(ada, perk)
    name = f"perk:{perk.slug}"
    assert (name, "First lasts") in await access.choices()
    for moment, holds in ((now, False), (now + shelf.HOUR, True), (now + timedelta(days=3), False)):
        with clock.at(moment):
            assert (name in (await sessions.viewer_of(int(ada.id or 0))).audiences) is holds
            assert await access.people_of(name) == ([ada.id] if holds else [])
    with clock.at(now + shelf.HOUR):
        assert name not in (await sessions.viewer_of(int(ben.id or 0))).audiences
    assert await access.people_of("members") is None


async def test_a_name_waits_for_the_team_and_stands_once_it_is_taken(home: House) -> None:
    ada, ben, sol = await cast.member("ada"), await cast.member("ben"), await cast.editor()
    await shelf.purse(ada, ben)
    perk = await shelf.perk(Gives.NAMING, label="The last of spring", stock=2)
    mine, theirs = await shelf.take(ada, perk, words="Refuge"), await shelf.take(ben, perk, words="Gutter")
    assert [one.words for one in await queries.waiting()] == ["Refuge", "Gutter"]
    await answers.accept(sol, mine)
    await answers.send_back(sol, theirs, "It is another brand’s")
    assert [(words, one.handle) for words, one in await thanks.accepted(perk.id)] == [("Refuge", "ada")]
    assert await shelf.free(ada) == (900, 0)
    assert await shelf.free(ben) == (1000, 0)
    with pytest.raises(Conflict):
        await answers.accept(sol, theirs)
    assert not await queries.waiting()


async def test_a_badge_stands_with_its_owner_until_its_last_day(home: House) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    await shelf.take(ada, await shelf.perk(Gives.BADGE, label="First rope", days=30))
    assert await thanks.badges() == {ada.id: ("First rope",)}
    with clock.at(clock.now() + timedelta(days=31)):
        assert await thanks.badges() == {}


async def test_names_in_a_release_are_those_of_the_accounts_today(home: House) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    await shelf.purse(ada, ben)
    perk = await shelf.perk(Gives.RELEASE, label="Spring 2027", from_at=clock.now() + shelf.HOUR)
    await shelf.take(ada, perk)
    back = await shelf.take(ben, perk)
    await claims.give_back(ben, back)
    assert await thanks.releases() == []
    with clock.at(clock.now() + shelf.HOUR):
        await turning.turn()
        await db.execute("UPDATE person SET name = ? WHERE id = ?", "Ada M.", ada.id)
        found = await thanks.releases()
    assert [(one.name, [card.name for card in one.people]) for one in found] == [("Spring 2027", ["Ada M."])]
