"""Letters about meetings: who is written to, once, with an invitation that a calendar keeps up to date."""

import json
from datetime import timedelta
from typing import Any

import icalendar
import pytest

from community.clubs import leaving
from community.clubs import queries as hall
from community.inbox import actions as inbox
from community.meetings import actions, invitations, places, reminders, replies
from community.meetings.cards import MeetingCard
from community.meetings.models import Said
from community.meetings.replies import Answer, Whom
from kernel import clock, db, events, jobs
from kernel.features import House
from tests import cast, clubs
from tests.community.meetings.gatherings import SOON, plan, told

YES, NO = Answer(Said.YES), Answer(Said.NO)


async def worked(home: House) -> None:
    await jobs.work(home, until_idle=True, like="react.%")


async def letters(address: str = "") -> list[dict[str, Any]]:
    """Letters in their order, their invitations read."""
    found = await db.rows(
        "SELECT address, subject, text, attached FROM letter WHERE address LIKE ? ORDER BY id", address or "%"
    )
    for row in found:
        held = json.loads(row["attached"]) if row["attached"] else None
        row["calendar"] = icalendar.Calendar.from_ical(held["text"]) if held else None
        row["method"] = held["method"] if held else ""
    return found


async def answered(handle: str, meeting: MeetingCard, answer: Answer = YES) -> None:
    await replies.reply(await cast.viewer(handle), meeting, answer)


async def stranger(meeting: MeetingCard, address: str = "zoe@example.net") -> None:
    """Somebody without an account whose address is proven."""
    async with db.transaction():
        await replies.put(Whom(email=address, name="Zoé"), meeting.id, YES)


async def test_whoever_comes_is_invited_once_and_whoever_comes_no_more_is_let_off(home: House) -> None:
    meeting = await plan(await clubs.found(members=["ben"]), link="https://talk.example/room")
    await answered("ben", meeting)
    await worked(home)
    await answered("ben", meeting, NO)
    await worked(home)
    announced, invited, off = await letters("ben@example.org")
    assert announced["calendar"] is None
    (event,) = invited["calendar"].walk("VEVENT")
    assert (invited["method"], str(event["status"])) == ("REQUEST", "CONFIRMED")
    assert str(event["attendee"]) == "mailto:ben@example.org"
    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert str(event["organizer"].params["CN"]) == "Runners"
    assert "https://talk.example/room" in invited["text"]
    (gone,) = off["calendar"].walk("VEVENT")
    assert (off["method"], str(gone["status"]), gone["uid"]) == ("CANCEL", "CANCELLED", event["uid"])
    assert "https://talk.example/room" not in off["text"]


@pytest.mark.parametrize("is_private", [False, True])
async def test_whoever_leaves_the_club_has_its_meetings_taken_out_of_their_calendar(
    home: House, is_private: bool
) -> None:
    club = await clubs.found(members=["ben", "cid"], is_private=is_private)
    meeting = await plan(club, link="https://talk.example/room", audience=club.named, seats=1)
    for handle in ("ben", "cid"):
        await answered(handle, meeting)
    await worked(home)
    await db.execute("DELETE FROM letter")
    for handle in ("ben", "cid"):
        viewer = await cast.viewer(handle)
        await leaving.leave(viewer, await hall.find(viewer, club.slug))
    ada = await cast.viewer("ada")
    later = told("A new secret", begins=SOON.replace(hour=15), audience=club.named, place="Elsewhere", seats=1)
    await actions.change(ada, await hall.find(ada, club.slug), meeting, later)
    await worked(home)
    (off,) = [row for row in await letters() if row["method"]]  # cid only waited: no calendar knows of it
    (event,) = off["calendar"].walk("VEVENT")
    assert (off["address"], off["method"], str(event["status"])) == ("ben@example.org", "CANCEL", "CANCELLED")
    assert str(event["uid"]).startswith(f"meeting-{meeting.id}")
    assert event.decoded("dtstart").hour == SOON.hour
    assert str(event["summary"]) == "Trying on the lasts"
    for word in ("secret", "Elsewhere", "talk.example"):
        assert word not in off["text"] + off["subject"] + off["calendar"].to_ical().decode()
    assert "no longer of the club" in off["text"]
    assert "/meetings/" not in off["text"]


async def test_a_change_reaches_everyone_with_the_next_number(home: House) -> None:
    meeting = await plan(None, audience="everyone", takes_strangers=True)
    await answered("ben", meeting)
    await answered("cid", meeting, Answer(Said.MAYBE))
    await answered("dan", meeting, NO)
    await stranger(meeting)
    await worked(home)
    await db.execute("DELETE FROM letter")
    later = told(begins=SOON.replace(hour=11), audience="everyone", takes_strangers=True)
    await actions.change(await cast.viewer("mo"), None, meeting, later)
    await worked(home)
    found = await letters()
    assert sorted(row["address"] for row in found) == ["ben@example.org", "cid@example.org", "zoe@example.net"]
    for row in found:
        (event,) = row["calendar"].walk("VEVENT")
        assert (row["method"], event["sequence"]) == ("REQUEST", 1)
        assert event.decoded("dtstart").hour == 11
        assert "the time" in row["text"]


async def test_calling_off_reaches_everyone_with_its_reason(home: House) -> None:
    meeting = await plan(None, audience="everyone", takes_strangers=True)
    await answered("ben", meeting)
    await stranger(meeting)
    await worked(home)
    await db.execute("DELETE FROM letter")
    await actions.call_off(await cast.viewer("mo"), meeting, "The room is flooded.")
    await worked(home)
    found = await letters()
    assert sorted(row["address"] for row in found) == ["ben@example.org", "zoe@example.net"]
    for row in found:
        (event,) = row["calendar"].walk("VEVENT")
        assert (row["method"], str(event["status"]), event["sequence"]) == ("CANCEL", "CANCELLED", 1)
        assert "The room is flooded." in row["text"]


async def test_a_change_of_words_alone_sends_no_letter(home: House) -> None:
    meeting = await plan(None, audience="everyone")
    await answered("ben", meeting)
    await worked(home)
    await db.execute("DELETE FROM letter")
    await actions.change(await cast.viewer("mo"), None, meeting, told(body="Bring shoes.", audience="everyone"))
    await worked(home)
    assert await letters() == []


async def test_who_waits_is_invited_when_a_seat_is_theirs(home: House) -> None:
    meeting = await plan(None, seats=1, audience="everyone", takes_strangers=True)
    await answered("ben", meeting)
    await stranger(meeting)
    await answered("cid", meeting)
    await worked(home)
    assert [row["address"] for row in await letters()] == ["ben@example.org"]
    await answered("ben", meeting, NO)
    await worked(home)
    await worked(home)
    (seated,) = await letters("zoe@example.net")
    assert seated["method"] == "REQUEST"
    assert "A place is yours" in seated["subject"]
    assert "/replies/" in seated["text"]
    async with db.transaction():
        await db.execute("UPDATE meeting_reply SET said = 'no' WHERE email = ?", "zoe@example.net")
        await places.settle(await places.hold(meeting.id) or {})
    await worked(home)
    assert [row["method"] for row in await letters("cid@example.org")] == ["REQUEST"]


async def test_everybody_is_reminded_once_however_many_workers_look(home: House) -> None:
    meeting = await plan(await clubs.found(members=["ben", "cid"]), audience="everyone", takes_strangers=True)
    await answered("ben", meeting)
    await answered("cid", meeting, NO)
    await stranger(meeting)
    await worked(home)
    await db.execute("DELETE FROM letter")
    with clock.at(meeting.begins_at - timedelta(hours=30)):
        assert await reminders.remind() == 0
    with clock.at(meeting.begins_at - timedelta(hours=20)):
        assert sorted([await reminders.remind() for _worker in range(3)]) == [0, 0, 1]
        await worked(home)
        event = await db.value("SELECT id FROM event WHERE kind = 'meeting.reminder'")
        await invitations.tell_strangers(await events.read(event))
        await inbox.react(await events.read(event))
    assert sorted(row["address"] for row in await letters()) == ["ben@example.org", "zoe@example.net"]


@pytest.mark.usefixtures("home")
async def test_a_meeting_that_is_put_off_is_remembered_again() -> None:
    meeting = await plan(None, audience="everyone")
    with clock.at(meeting.begins_at - timedelta(hours=20)):
        assert await reminders.remind() == 1
        await actions.change(
            await cast.viewer("mo"),
            None,
            meeting,
            told(begins=SOON + timedelta(days=9), ends=SOON + timedelta(days=9, hours=1)),
        )
    with clock.at(meeting.begins_at + timedelta(days=8, hours=12)):
        assert await reminders.remind() == 1


async def test_who_wishes_no_letters_of_a_kind_gets_none(home: House) -> None:
    meeting = await plan(await clubs.found(members=["ben"]))
    ben = await cast.viewer("ben")
    await inbox.wish(ben.id or 0, [(invitations.COMING, True, False), ("meeting.cancelled", True, False)])
    await answered("ben", meeting)
    await worked(home)
    await actions.call_off(await cast.viewer("ada"), meeting, "No.")
    await worked(home)
    assert [row["method"] for row in await letters("ben@example.org")] == [""]
    kinds = await db.rows("SELECT kind FROM notice WHERE person_id = ? ORDER BY id", ben.id)
    assert [row["kind"] for row in kinds] == ["meeting.announced", "meeting.cancelled"]


async def test_nothing_is_written_of_what_a_reader_sees_no_more(home: House) -> None:
    club = await clubs.found("owls", members=["ben"])
    meeting = await plan(club, "Open for now", audience="everyone")
    await answered("cid", meeting)
    await stranger(meeting)
    await worked(home)
    await db.execute("DELETE FROM letter")
    await db.execute("UPDATE meeting SET audience = ? WHERE id = ?", club.named, meeting.id)
    await actions.call_off(await cast.viewer("ada"), meeting, "Secret reason.")
    await worked(home)
    assert await letters() == []
