"""Answers without an account, by an address that a letter proves."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from community.meetings import queries, visits
from community.meetings.queries import MeetingCard
from kernel import clock, db
from tests import cast
from tests.browsing import Browser
from tests.clubs import found
from tests.community.meetings.gatherings import plan

LINK = "https://talk.example.org/secret"


async def open_meeting(**values: Any) -> MeetingCard:
    given: dict[str, Any] = {"audience": "everyone", "takes_strangers": True, **values}
    return await plan(await found(), **given)


async def asks(browser: Browser, meeting: MeetingCard, email: str = "kim@example.org", **fields: str) -> str:
    """Somebody answers; says the path that their letter opens."""
    path = f"/meetings/{meeting.id}/visit"
    page = await browser.submit(path, path, **{"name": "Kim", "email": email, "answer": "yes", **fields})
    assert "Look into your letter box" in page.text
    letter = await db.row("SELECT text FROM letter WHERE address = ? ORDER BY id DESC LIMIT 1", email)
    assert letter is not None
    link = re.search(r"/replies/\S+", letter["text"])
    assert link is not None
    return link[0]


async def coming(meeting: MeetingCard) -> tuple[int, int]:
    card = await queries.find(await cast.viewer("ada"), meeting.id)
    return card.coming, card.waiting


async def test_an_address_takes_a_seat_once_it_is_proven(browser: Browser) -> None:
    meeting = await open_meeting(seats=2, most_guests=1, link=LINK)
    assert "Answer without an account" in (await browser.get(meeting.url)).text
    path = await asks(browser, meeting, guests="1")
    assert await coming(meeting) == (0, 0)
    page = await browser.get(path)
    assert "Yes, this is my answer" in page.text
    assert LINK not in page.text
    page = await browser.submit(path, path)
    assert "You come, with 1 guest." in page.text
    assert LINK in page.text
    assert await coming(meeting) == (2, 0)
    await browser.submit(path, path)
    assert await coming(meeting) == (2, 0)


async def test_one_changes_ones_answer_by_the_link(browser: Browser) -> None:
    meeting = await open_meeting(seats=1)
    first, second = await asks(browser, meeting), await asks(browser, meeting, "lou@example.org")
    for path in (first, second):
        await browser.submit(path, path)
    assert "You are on the waiting list." in (await browser.get(second)).text
    page = await browser.submit(first, f"{first}/change", answer="no")
    assert "You do not come." in page.text
    assert "Your code at the door" in (await browser.get(second)).text
    assert (await browser.submit(first, f"{first}/change", answer="perhaps")).status_code == 422


async def test_who_answered_with_their_account_does_not_come_twice(browser: Browser) -> None:
    meeting = await open_meeting(seats=5)
    ben = await cast.browser_as(browser, "ben")
    await ben.submit(meeting.url, f"/meetings/{meeting.id}/reply", answer="yes")
    path = await asks(browser, meeting, "ben@example.org")
    page = await browser.submit(path, path)
    assert "You answered with your account already." in page.text
    assert await coming(meeting) == (1, 0)


async def test_an_address_that_counts_is_not_changed_by_asking_again(browser: Browser) -> None:
    meeting = await open_meeting(seats=5)
    path = await asks(browser, meeting)
    await browser.submit(path, path)
    again = await asks(browser, meeting, answer="no", name="Not Kim")
    assert again == path
    assert await coming(meeting) == (1, 0)
    letter = await db.value("SELECT text FROM letter ORDER BY id DESC LIMIT 1")
    assert "You answered before" in letter


async def test_only_where_the_host_allows_it(browser: Browser) -> None:
    shut = await plan(await found(), audience="everyone")
    inner = await plan(await found("swimmers", host="ben"), host="ben", audience="members", takes_strangers=True)
    for meeting in (shut, inner):
        assert (await browser.get(f"/meetings/{meeting.id}/visit")).status_code == 404
        fields = {"name": "Kim", "email": "kim@example.org", "answer": "yes"}
        assert (await browser.post(f"/meetings/{meeting.id}/visit", fields)).status_code == 404
    meeting = await open_meeting_of("runners2")
    path = await asks(browser, meeting)
    with clock.at(meeting.begins_at + timedelta(minutes=1)):
        assert (await browser.get(f"/meetings/{meeting.id}/visit")).status_code == 404
        assert "takes no answers any more" in (await browser.get(path)).text
        assert (await browser.submit(path, path)).status_code == 422


async def open_meeting_of(slug: str) -> MeetingCard:
    return await plan(await found(slug), audience="everyone", takes_strangers=True)


async def test_links_that_are_not_ours_open_nothing(browser: Browser) -> None:
    meeting = await open_meeting()
    path = await asks(browser, meeting)
    for bad in (path[:-1] + "0", "/replies/1-", "/replies/x", f"/replies/{'9' * 12}-abc"):
        if bad != path:
            assert (await browser.get(bad)).status_code == 404
    assert (await browser.submit(f"/meetings/{meeting.id}/visit", f"/meetings/{meeting.id}/visit")).status_code == 422


async def test_what_was_kept_for_a_meeting_goes_when_it_has_served(browser: Browser) -> None:
    meeting = await open_meeting(seats=5)
    path = await asks(browser, meeting, note="Wheels")
    await asks(browser, meeting, "lou@example.org")
    await browser.submit(path, path)
    with clock.at(clock.now() + timedelta(days=15)):
        await visits.forget()
        assert [row["email"] for row in await db.rows("SELECT email FROM meeting_reply")] == ["kim@example.org"]
    with clock.at(meeting.ends_at + timedelta(days=8)):
        await visits.forget()
        kept = await db.row("SELECT note, email FROM meeting_reply")
        assert kept == {"note": "", "email": "kim@example.org"}
    with clock.at(meeting.ends_at + timedelta(days=61)):
        await visits.forget()
        assert await db.row("SELECT name, email FROM meeting_reply") == {"name": "", "email": None}
        assert await coming(meeting) == (1, 0)
