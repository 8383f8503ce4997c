"""Checking people in at the door, once each."""

from __future__ import annotations

import pytest

from community.meetings import arrivals, queries, replies
from community.meetings.models import Said
from community.meetings.queries import MeetingCard, ReplyLine
from community.meetings.replies import Answer
from kernel.errors import Conflict, Forbidden, Missing
from kernel.features import House
from tests import cast
from tests.browsing import Browser
from tests.clubs import found
from tests.community.meetings.gatherings import plan


async def with_guests() -> tuple[MeetingCard, ReplyLine]:
    meeting = await plan(await found(members=["ben"]), seats=9, most_guests=3, link="https://talk.example.org/x")
    ben = await cast.viewer("ben")
    return meeting, await replies.reply(ben, meeting, Answer(Said.YES, guests=2, note="A step is hard"))


async def test_a_code_checks_in_once_and_each_guest_with_their_own(home: House) -> None:
    meeting, line = await with_guests()
    ada = await cast.viewer("ada")
    await arrivals.arrive(ada, meeting, line.code.lower())
    await arrivals.arrive(ada, meeting, f"{line.code}-2")
    for said in (line.code, f" {line.code} - 2 "):
        with pytest.raises(Conflict):
            await arrivals.arrive(ada, meeting, said)
    for said in ("XXXXX", "", f"{line.code}-3", f"{line.code}-x", f"{line.code}-0"):
        with pytest.raises(Missing):
            await arrivals.arrive(ada, meeting, said)
    (ben,) = await arrivals.roll(meeting.id)
    assert (ben.arrived_at is not None, ben.guests, ben.is_here) == (True, [False, True], False)
    assert await queries.present(meeting.id) == [line.person_id]
    await arrivals.undo(ada, meeting, line.id)
    assert await queries.present(meeting.id) == []


async def test_only_hosts_check_in(home: House) -> None:
    meeting, line = await with_guests()
    for handle in ("ben", "mo", "sol"):
        theirs = await queries.find(await cast.viewer(handle), meeting.id)
        with pytest.raises(Forbidden):
            await arrivals.arrive(await cast.viewer(handle), theirs, line.code)


async def test_a_code_of_another_meeting_opens_nothing(home: House) -> None:
    meeting, _line = await with_guests()
    other = await plan(None)
    theirs = await replies.reply(await cast.viewer("ben"), other, Answer(Said.YES))
    with pytest.raises(Missing):
        await arrivals.arrive(await cast.viewer("ada"), meeting, theirs.code)
    with pytest.raises(Missing):
        await arrivals.undo(await cast.viewer("ada"), meeting, theirs.id)


async def test_the_door_works_by_forms_alone(browser: Browser) -> None:
    meeting, line = await with_guests()
    ada, path = await cast.browser_as(browser, "ada"), f"/meetings/{meeting.id}/check-in"
    await replies.reply(await cast.viewer("eve"), meeting, Answer(Said.YES, is_online=True))
    page = await ada.get(path)
    for said in ("0 of 3 people are here.", "A step is hard", "1 comes on screen.", line.code, "Guest 2"):
        assert said in page.text
    page = await ada.submit(path, path, code=line.code)
    assert "1 of 3 people are here." in page.text
    page = await ada.submit(path, path, code=f"{line.code}-1")
    assert "2 of 3 people are here." in page.text
    page = await ada.submit(path, path, code="NOPE")
    assert page.status_code == 422
    assert "Nobody has this code." in page.text
    page = await ada.submit(path, f"{path}/{line.id}/undoing")
    assert "0 of 3 people are here." in page.text
    for name in ("", "ben", "mo"):
        who = await cast.browser_as(browser, name) if name else browser
        assert (await who.peek(path)).status_code == (404 if name else 303)
