"""Calendars that people subscribe to: who reads what, and every hour as it was meant."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from community.clubs import membership
from community.clubs.models import End
from community.meetings import actions, feed_queries, queries, replies
from community.meetings.models import Said
from community.meetings.queries import MeetingCard
from community.meetings.replies import Answer
from kernel import clock, db
from tests import cast, clubs
from tests.browsing import Browser
from tests.community.meetings.gatherings import SOON, plan, told

PARIS = ZoneInfo("Europe/Paris")
AUTUMN = datetime(2026, 10, 4, 18)  # noqa: DTZ001 (an hour of the meeting's zone)
YES = Answer(Said.YES)


async def events(browser: Browser, path: str = "/meetings.ics") -> list[Any]:
    reply = await browser.get(path)
    assert reply.headers["content-type"] == "text/calendar; charset=utf-8"
    found: list[Any] = icalendar.Calendar.from_ical(reply.content).walk("VEVENT")
    return found


async def address(browser: Browser) -> str:
    """The secret address of a member's calendar, made on its page."""
    page = await browser.submit("/account/calendar", "/account/calendar")
    return "/feeds/" + page.text.partition("/feeds/")[2].partition("<")[0]


async def sundays(host: str = "mo", **values: Any) -> list[MeetingCard]:
    """A series of Sundays through the night in which clocks go back."""
    with clock.at(datetime(2026, 9, 1, tzinfo=UTC)):
        club = values.pop("club", None)
        first = await plan(club, rule="FREQ=WEEKLY;COUNT=6", begins=AUTUMN, host=host, audience="everyone", **values)
        return await queries.of_series(await cast.viewer(host), first.series_id or 0)


async def test_the_public_calendar_holds_public_meetings_alone(browser: Browser) -> None:
    club, quiet = await clubs.found("runners"), await clubs.found("owls", is_private=True)
    shown = await plan(club, "Open to all", audience="everyone", link="https://talk.example/room")
    await plan(club, "For members", audience="members")
    await plan(quiet, "Secret words", audience="everyone")
    (event,) = await events(browser)
    assert str(event["summary"]) == "Open to all"
    assert str(event["url"]).endswith(shown.url)
    assert (str(event["status"]), str(event["transp"])) == ("CONFIRMED", "OPAQUE")
    assert event.decoded("dtstart") == SOON.replace(tzinfo=PARIS)
    assert "talk.example" not in (await browser.get("/meetings.ics")).text


async def test_a_series_is_its_rule_with_what_is_left_out_and_what_takes_its_place(browser: Browser) -> None:
    dates = await sundays()
    host = await cast.viewer("mo")
    with clock.at(datetime(2026, 9, 1, tzinfo=UTC)):
        await actions.call_off(host, dates[1], "The room is let.")
        later = told(begins=dates[3].begins.replace(hour=20), audience="everyone")
        await actions.change(host, None, dates[3], later)
        master, moved = await events(browser)
    assert (master["rrule"]["FREQ"], master["rrule"]["UNTIL"]) == (["WEEKLY"], [datetime(2026, 11, 8, 17, tzinfo=UTC)])
    assert [one.dt for one in master["exdate"].dts] == [datetime(2026, 10, 11, 18, tzinfo=PARIS)]
    assert moved["recurrence-id"].dt == datetime(2026, 10, 25, 18, tzinfo=PARIS)
    assert moved.decoded("dtstart") == datetime(2026, 10, 25, 20, tzinfo=PARIS)
    assert (str(moved["uid"]), moved["sequence"]) == (str(master["uid"]), 1)
    assert master.decoded("dtstart") == datetime(2026, 10, 4, 18, tzinfo=PARIS)


async def test_a_sunday_whose_hour_is_skipped_is_left_out(browser: Browser) -> None:
    with clock.at(datetime(2027, 3, 1, tzinfo=UTC)):
        night = datetime.fromisoformat("2027-03-14T02:30")
        await plan(None, rule="FREQ=WEEKLY;COUNT=4", begins=night, audience="everyone")
        (master,) = await events(browser)
    assert [one.dt.replace(tzinfo=None) for one in master["exdate"].dts] == [night + timedelta(days=14)]
    assert master["rrule"]["UNTIL"] == [datetime(2027, 4, 11, 0, 30, tzinfo=UTC)]


async def test_one_meeting_is_a_file_for_whoever_may_see_it(browser: Browser) -> None:
    club = await clubs.found("owls", members=["ben"], is_private=True)
    meeting = await plan(club, 'Cakes, "tea"; and 🎂\nmore', audience="members", body="First\n\nSecond, third")
    (event,) = await events(await cast.browser_as(browser, "ben"), f"/meetings/{meeting.id}.ics")
    assert str(event["summary"]) == meeting.title
    assert "First\n\nSecond, third" in str(event["description"])
    for who in (browser, await cast.browser_as(browser, "cid"), await cast.browser_as(browser, "sol")):
        assert (await who.get(f"/meetings/{meeting.id}.ics")).status_code == 404


async def test_ones_own_calendar_has_what_one_comes_to_and_ones_clubs(browser: Browser) -> None:
    club, other = await clubs.found("runners", members=["ben"]), await clubs.found("owls", host="cid")
    here = await plan(club, "With link", link="https://talk.example/room", place="")
    await plan(club, "Unanswered")
    declined = await plan(club, "Declined")
    await plan(other, "Not my club", audience="everyone")
    viewer = await cast.viewer("ben")
    await replies.reply(viewer, here, YES)
    await replies.reply(viewer, declined, Answer(Said.NO))
    ben = await cast.browser_as(browser, "ben")
    path = await address(ben)
    found = {str(event["summary"]): event for event in await events(browser, path)}
    assert set(found) == {"With link", "Unanswered"}
    assert {name: str(event["status"]) for name, event in found.items()} == {
        "With link": "CONFIRMED",
        "Unanswered": "TENTATIVE",
    }
    assert str(found["With link"]["location"]) == "https://talk.example/room"
    async with db.transaction():
        await membership.end(club.id, viewer.id or 0, End.LEFT)
    assert [str(event["summary"]) for event in await events(browser, path)] == ["With link"]


async def test_what_is_private_leaves_the_calendar_with_the_club_and_the_seat_is_free(browser: Browser) -> None:
    club = await clubs.found("owls", members=["ben", "cid"], is_private=True)
    meeting = await plan(club, "Secret words", seats=1)
    ben, cid = await cast.viewer("ben"), await cast.viewer("cid")
    await replies.reply(ben, meeting, YES)
    assert (await replies.reply(cid, meeting, YES)).is_waiting
    path = await address(await cast.browser_as(browser, "ben"))
    assert len(await events(browser, path)) == 1
    async with db.transaction():
        await membership.end(club.id, ben.id or 0, End.BANNED)
    assert await events(browser, path) == []
    mine = await queries.reply_of(meeting.id, cid.id)
    assert mine
    assert not mine.is_waiting


async def test_another_address_makes_the_old_one_useless_and_none_is_guessed(browser: Browser) -> None:
    ben = await cast.browser_as(browser, "ben")
    first, second = await address(ben), await address(ben)
    assert first != second
    assert (await browser.get(second)).status_code == 200
    wrong = (
        first,
        second.replace(".ics", "0.ics"),
        "/feeds/1.ics",
        "/feeds/1-.ics",
        "/feeds/x-y.ics",
        "/feeds/99999999999-a.ics",
    )
    assert {(await browser.get(path)).status_code for path in wrong} == {404}
    await ben.submit("/account/calendar", "/account/calendar/revocation")
    assert (await browser.get(second)).status_code == 404


async def test_a_program_that_has_the_calendar_is_told_that_nothing_changed(browser: Browser) -> None:
    ben = await cast.browser_as(browser, "ben")
    path = await address(ben)
    reply = await browser.get(path)
    assert "private" in reply.headers["cache-control"]
    again = await browser.get(path, **{"If-None-Match": reply.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.usefixtures("home")
async def test_calendars_forget_what_is_long_over() -> None:
    with clock.at(datetime(2026, 1, 1, tzinfo=UTC)):
        await plan(None, begins=datetime.fromisoformat("2026-02-01T18:00"), audience="everyone")
    with clock.at(datetime(2026, 3, 1, tzinfo=UTC)):
        assert len(await feed_queries.public()) == 1
    with clock.at(datetime(2026, 6, 1, tzinfo=UTC)):
        assert await feed_queries.public() == []
