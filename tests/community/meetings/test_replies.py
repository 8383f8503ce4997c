"""Saying whether one comes, and the waiting list."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from community.meetings import actions, places, queries, replies
from community.meetings.models import Said
from community.meetings.queries import MeetingCard
from community.meetings.replies import Answer
from kernel import clock, db
from kernel.errors import Conflict, Forbidden
from kernel.features import House
from tests import cast
from tests.clubs import found
from tests.community.meetings.gatherings import plan

YES, NO, MAYBE = Answer(Said.YES), Answer(Said.NO), Answer(Said.MAYBE)


async def says(handle: str, meeting: MeetingCard, answer: Answer = YES) -> queries.ReplyLine:
    return await replies.reply(await cast.viewer(handle), meeting, answer)


async def counts(meeting: MeetingCard) -> tuple[int, int]:
    found = await queries.find(await cast.viewer("ada"), meeting.id)
    return found.coming, found.waiting


async def waits(meeting: MeetingCard) -> list[str]:
    """Who waits, in line."""
    rows = await db.rows(
        "SELECT p.handle FROM meeting_reply r JOIN person p ON p.id = r.person_id WHERE r.meeting_id = ? "
        "AND r.is_waiting = ? ORDER BY r.at, r.id",
        meeting.id,
        True,
    )
    return [row["handle"] for row in rows]


async def test_seats_are_taken_with_guests_and_given_back(home: House) -> None:
    meeting = await plan(await found(), seats=4, most_guests=2)
    await says("ben", meeting, Answer(Said.YES, guests=2))
    await says("eve", meeting, MAYBE)
    assert await counts(meeting) == (3, 0)
    await says("ben", meeting, NO)
    assert await counts(meeting) == (0, 0)


async def test_the_list_moves_up_by_itself_in_the_order_of_asking(home: House) -> None:
    meeting = await plan(await found(), seats=2, most_guests=1)
    for handle in ("ada", "ben", "eve", "kim"):
        await says(handle, meeting)
    assert (await counts(meeting), await waits(meeting)) == ((2, 2), ["eve", "kim"])
    await says("ben", meeting, NO)
    assert (await counts(meeting), await waits(meeting)) == ((2, 1), ["kim"])
    seated = await db.rows("SELECT data FROM event WHERE kind = 'meeting.seated'")
    assert len(seated) == 1


async def test_who_says_yes_again_stands_at_the_end(home: House) -> None:
    meeting = await plan(await found(), seats=1)
    for handle in ("ada", "ben", "eve"):
        await says(handle, meeting)
    await says("ben", meeting, NO)
    await says("ben", meeting)
    assert await waits(meeting) == ["eve", "ben"]


async def test_changing_a_note_keeps_the_place_in_line(home: House) -> None:
    meeting = await plan(await found(), seats=1)
    for handle in ("ada", "ben", "eve"):
        await says(handle, meeting)
    await says("ben", meeting, replace(YES, note="Shoe size 42"))
    assert await waits(meeting) == ["ben", "eve"]


async def test_one_more_guest_needs_a_seat_that_nobody_waits_for(home: House) -> None:
    meeting = await plan(await found(), seats=3, most_guests=3)
    await says("ada", meeting)
    await says("ada", meeting, Answer(Said.YES, guests=1))
    await says("ben", meeting, Answer(Said.YES, guests=1))
    with pytest.raises(Conflict, match="no seat left"):
        await says("ada", meeting, Answer(Said.YES, guests=2))
    with pytest.raises(Conflict, match="3 guests at most"):
        await says("ben", meeting, Answer(Said.YES, guests=4))
    with pytest.raises(Conflict, match="not as many seats"):
        await says("ben", meeting, Answer(Said.YES, guests=3))
    assert await counts(meeting) == (2, 2)


async def test_on_screen_takes_no_seat_where_others_sit(home: House) -> None:
    meeting = await plan(await found(), seats=1, link="https://talk.example.org/x")
    await says("ada", meeting)
    ben = await says("ben", meeting, replace(YES, is_online=True))
    assert (ben.is_waiting, await counts(meeting)) == (False, (1, 0))
    ben = await says("ben", meeting)
    assert (ben.is_waiting, await counts(meeting)) == (True, (1, 1))


async def test_more_seats_move_the_list_up_and_fewer_take_no_seat_away(home: House) -> None:
    meeting = await plan(await found(), seats=1)
    for handle in ("ada", "ben", "eve"):
        await says(handle, meeting)
    ada = await cast.viewer("ada")
    await actions.change(ada, None, meeting, replace(actions.details_of(meeting, ""), seats=2))
    assert (await counts(meeting), await waits(meeting)) == ((2, 1), ["eve"])
    await actions.change(ada, None, meeting, replace(actions.details_of(meeting, ""), seats=1))
    assert await counts(meeting) == (2, 1)
    await says("ben", meeting, NO)
    assert (await counts(meeting), await waits(meeting)) == ((1, 1), ["eve"])


async def test_a_meeting_that_began_or_was_called_off_takes_no_answer(home: House) -> None:
    meeting = await plan(await found())
    await actions.call_off(await cast.viewer("ada"), meeting, "Snow.")
    with pytest.raises(Conflict):
        await says("ben", meeting)
    other = await plan(await found("swimmers"))
    with clock.at(other.begins_at), pytest.raises(Forbidden):
        await says("ben", other)


async def test_a_leavers_seat_goes_to_the_next(home: House) -> None:
    meeting = await plan(await found(), seats=1)
    await says("ben", meeting)
    await says("eve", meeting)
    async with db.transaction():
        await places.give_back([meeting.id], (await cast.person("ben")).id)
    assert (await counts(meeting), await waits(meeting)) == ((1, 0), [])


async def test_many_at_once_fill_the_seats_exactly_and_each_moves_up_once(home: House) -> None:
    meeting = await plan(await found(), seats=3)
    handles = [f"m{number}" for number in range(12)]
    viewers = [await cast.viewer(handle) for handle in handles]
    await asyncio.gather(*[replies.reply(one, meeting, YES) for one in viewers])
    assert await counts(meeting) == (3, 9)
    seated = [line for line in await queries.replies(meeting.id) if not line.is_waiting]
    leavers = [one for one in viewers if one.id in {line.person_id for line in seated}]
    await asyncio.gather(*[replies.reply(one, meeting, NO) for one in leavers])
    assert await counts(meeting) == (3, 6)
    rows = await db.rows("SELECT data FROM event WHERE kind = 'meeting.seated'")
    assert len(rows) == len({row["data"] for row in rows}) == 3
    codes = [line.code for line in await queries.replies(meeting.id)]
    assert len(set(codes)) == len(codes)
