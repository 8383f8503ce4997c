"""Meetings as strangers, members, hosts and staff see and plan them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from community.meetings import actions, queries
from kernel import clock, db
from tests import cast
from tests.browsing import Browser
from tests.clubs import found
from tests.community.meetings.gatherings import plan, told

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
FORM = {
    "title": "Run around the lake",
    "body": "Forty minutes, *slowly*.",
    "day": "2026-12-12",
    "starts": "09:30",
    "stops": "11:00",
    "zone": "Europe/Paris",
    "place": "Annecy, Pâquier",
    "link": "",
    "cost": "",
    "repeat": "",
    "times": "",
    "last_on": "",
    "seats": "",
    "audience": "everyone",
    "most_guests": "2",
}
LINK = "https://talk.example.org/secret"


async def test_a_meeting_is_read_by_everyone_and_kept_by_its_hosts(browser: Browser) -> None:
    club = await found(members=["ben"])
    meeting = await plan(club, audience="everyone", link=LINK, seats=30, cost="Everybody brings something")
    people = {name: await cast.browser_as(browser, name) for name in ("ada", "ben", "mo", "sol")}
    for name, who in {"": browser, **people}.items():
        page = await who.get(meeting.url)
        assert page.status_code == 200
        assert "14 quai de la Tournette, Annecy, and on screen" in page.text
        assert "0 of 30 places taken." in page.text
        assert (LINK in page.text) == (name == "ada")
        assert ("Call the meeting off" in page.text) == (name == "ada")
        assert meeting.title in (await who.get("/meetings")).text
        for path in ("edit", "cancellation"):
            expected = {"": 303, "ada": 200}.get(name, 404)
            assert (await who.peek(f"/meetings/{meeting.id}/{path}")).status_code == expected
    assert "Sign in to answer" in (await browser.get(meeting.url)).text
    assert (await browser.get(f"/meetings/{meeting.id}")).url.path == meeting.url
    assert (await browser.get("/meetings/0")).status_code == 404


async def test_answering_by_forms_shows_the_link_to_those_who_come(browser: Browser) -> None:
    meeting = await plan(await found(), link=LINK, seats=1, most_guests=1)
    ben, eve = await cast.browser_as(browser, "ben"), await cast.browser_as(browser, "eve")
    reply = f"/meetings/{meeting.id}/reply"
    page = await ben.submit(meeting.url, reply, answer="yes", note="Shoe 42")
    assert "You come." in page.text
    assert LINK in page.text
    page = await eve.submit(meeting.url, reply, answer="yes")
    assert "You are on the waiting list." in page.text
    assert LINK not in page.text
    page = await eve.submit(meeting.url, reply, answer="screen")
    assert "You come on screen." in page.text
    assert LINK in page.text
    page = await ben.submit(meeting.url, reply, answer="no")
    assert LINK not in page.text
    assert "Shoe 42" not in (await eve.get(meeting.url)).text


async def test_an_open_link_is_shown_to_whoever_may_read_the_meeting(browser: Browser) -> None:
    club = await found(members=["ben"])
    meeting = await plan(club, "Open hours", audience="everyone", link=LINK, place="")
    closed = await plan(club, "In company", audience="everyone", link=LINK, place="")
    ada, eve = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "eve")
    for who in (browser, eve):
        assert LINK not in (await who.get(meeting.url)).text
    form = {**FORM, "title": "Open hours", "place": "", "link": LINK, "is_link_open": "true", "day": "2099-12-12"}
    edit = f"/meetings/{meeting.id}/edit"
    await ada.submit(edit, edit, **form)
    assert re.search(r'name="is_link_open"[^>]* checked', (await ada.get(edit)).text)
    there = (await queries.find(await cast.viewer("ada"), meeting.id)).url
    for who in (browser, eve):
        assert LINK in (await who.get(there)).text
        assert LINK in (await who.get(f"/meetings/{meeting.id}.ics")).text.replace("\r\n ", "")
        assert LINK not in (await who.get(closed.url)).text
    await actions.change(
        await cast.viewer("ada"),
        club,
        await queries.find(await cast.viewer("ada"), meeting.id),
        told("Open hours", audience=club.named, link=LINK, place="", is_link_open=True),
    )
    assert LINK not in (await eve.get(there)).text


async def test_a_meeting_that_is_over_is_told_of_as_what_was(browser: Browser) -> None:
    begins = datetime(2026, 12, 12, 9, 30)  # noqa: DTZ001 (an hour of the meeting's zone)
    with clock.at(NOW):
        meeting = await plan(await found(members=["ben", "cid"]), link=LINK, seats=1, begins=begins)
        ben, cid = [await cast.browser_as(browser, handle) for handle in ("ben", "cid")]
        for who in (ben, cid):
            await who.submit(meeting.url, f"/meetings/{meeting.id}/reply", answer="yes")
        seen = await ben.get(meeting.url)
        assert "Your code at the door" in seen.text
        assert LINK in seen.text
    with clock.at(NOW.replace(day=13)):
        for who, said in ((ben, "You said that you come."), (cid, "There was no place left for you.")):
            seen = await who.get(meeting.url)
            assert said in seen.text
            for word in ("Your code at the door", LINK, "waits.", "Who is coming"):
                assert word not in seen.text


async def test_an_answer_that_cannot_be_comes_back_as_it_was_typed(browser: Browser) -> None:
    meeting = await plan(await found(), seats=1, most_guests=3)
    ben = await cast.browser_as(browser, "ben")
    reply = f"/meetings/{meeting.id}/reply"
    page = await ben.submit(meeting.url, reply, answer="yes", guests="3", note="With my sisters")
    assert page.status_code == 422
    assert "There are not as many seats as that." in page.text
    assert "With my sisters" in page.text
    for bad in ({"answer": "perhaps"}, {"answer": "yes", "guests": "-1"}, {"answer": "yes", "guests": "99"}, {}):
        assert (await ben.submit(meeting.url, reply, **bad)).status_code == 422
    assert not await db.rows("SELECT id FROM meeting_reply")


async def test_a_host_plans_changes_and_calls_off_by_forms(browser: Browser) -> None:
    with clock.at(NOW):
        await found(members=["ben"])
        ada = await cast.browser_as(browser, "ada")
        path = "/meetings/new?club=runners"
        page = await ada.submit(path, path, **FORM)
        assert "The meeting is planned." in page.text
        assert "Saturday 12 December, 9:30 to 11:00" in page.text
        meeting = (await queries.listing(await cast.viewer("ada"), queries.Wanted())).items[0]
        edit = f"/meetings/{meeting.id}/edit"
        page = await ada.submit(edit, edit, **{**FORM, "title": "Run twice around", "seats": "8"})
        assert "The meeting is changed." in page.text
        assert "Run twice around" in page.text
        off = f"/meetings/{meeting.id}/cancellation"
        assert (await ada.submit(off, off, reason="")).status_code == 422
        page = await ada.submit(off, off, reason="Ice on the path.")
        assert "Ice on the path." in page.text
        assert "Does not take place" in page.text
        ben = await cast.browser_as(browser, "ben")
        assert (await ben.peek("/meetings/new?club=runners")).status_code == 403
        assert (await ben.peek("/meetings/new")).status_code == 404
        assert (await (await cast.browser_as(browser, "mo")).peek("/meetings/new")).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "This is missing."),
        ({"day": "soon"}, "A date is needed"),
        ({"starts": "dawn"}, "An hour is needed"),
        ({"day": "2026-11-01"}, "This must be still to come."),
        ({"day": "2027-03-28", "starts": "02:30"}, "there is no such hour. 03:30 is the next that exists."),
        ({"zone": "Mars/Base"}, "Choose one of the list."),
        ({"place": ""}, "Say where: a place, an address on screen, or both."),
        ({"link": "javascript:alert(1)"}, "An address begins with https://"),
        ({"audience": "club:999"}, "Choose one of the list."),
        ({"seats": "0"}, "It must be at least 1."),
        ({"seats": "9999999999"}, "It must be at most"),
        ({"times": "100000"}, "It must be at most"),
        ({"repeat": "weekly", "last_on": "2026-12-01"}, "It must come after the first day."),
        ({"title": "x" * 161}, "Shorten it by 1 character."),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_kept(
    browser: Browser, wrong: dict[str, str], said: str
) -> None:
    with clock.at(NOW):
        await found()
        ada = await cast.browser_as(browser, "ada")
        path = "/meetings/new?club=runners"
        page = await ada.submit(path, path, **{**FORM, **wrong})
        assert page.status_code == 422
        assert said in page.text
        assert "Forty minutes, *slowly*." in page.text


async def test_a_series_is_planned_and_its_rest_changed(browser: Browser) -> None:
    with clock.at(NOW):
        await found()
        ada = await cast.browser_as(browser, "ada")
        path = "/meetings/new?club=runners"
        page = await ada.submit(path, path, **{**FORM, "repeat": "weekly"})
        assert "The meetings of a year are planned, and more as time goes on." in page.text
        cards = (await queries.listing(await cast.viewer("ada"), queries.Wanted())).items
        assert (await ada.get("/meetings")).text.count("Run around the lake") == 1
        page = await ada.get(f"/meetings/{cards[0].id}/series")
        assert page.text.count("Run around the lake") > 20
        edit = f"/meetings/{cards[1].id}/edit"
        changed = {**FORM, "day": "2026-12-19", "starts": "10:00", "stops": "11:30", "scope": "following"}
        await ada.submit(edit, edit, **changed)
        cards = (await queries.listing(await cast.viewer("ada"), queries.Wanted())).items
        assert [f"{card.begins:%H:%M}" for card in cards[:3]] == ["09:30", "10:00", "10:00"]


async def test_the_hour_that_comes_twice_is_the_first(browser: Browser) -> None:
    with clock.at(NOW):
        await found()
        ada = await cast.browser_as(browser, "ada")
        path = "/meetings/new?club=runners"
        page = await ada.submit(path, path, **{**FORM, "day": "2027-10-31", "starts": "02:30", "stops": "04:00"})
        assert "the first of the two hours is meant" in page.text
        card = (await queries.listing(await cast.viewer("ada"), queries.Wanted())).items[0]
        assert card.begins_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


async def test_a_reader_elsewhere_is_told_their_own_hours(browser: Browser) -> None:
    meeting = await plan(await found())
    ben = await cast.person("ben")
    ben.zone = "America/Montreal"
    await ben.save()
    page = await (await cast.browser_as(browser, "ben")).get(meeting.url)
    assert "Where you are: Saturday 12 December 2099, 3:30 to 5:30" in page.text


async def test_the_list_is_filtered_by_club_place_and_time(browser: Browser) -> None:
    runners, swimmers = await found(), await found("swimmers", host="ben", place_folded="lyon")
    with clock.at(datetime(2026, 1, 1, tzinfo=UTC)):
        await plan(runners, "Past run", audience="everyone", begins=datetime.fromisoformat("2026-01-03T09:30"))
    await plan(runners, "Coming run", audience="everyone", place="Évian")
    await plan(swimmers, "Coming swim", host="ben", audience="everyone", place="Piscine")
    for query, expected in (
        ("", {"Coming run", "Coming swim"}),
        ("?when=past", {"Past run"}),
        ("?club=runners", {"Coming run"}),
        ("?place=evian", {"Coming run"}),
        ("?place=Lyon", {"Coming swim"}),
        ("?after=rubbish", {"Coming run", "Coming swim"}),
    ):
        page = (await browser.get(f"/meetings{query}")).text
        assert {title for title in ("Past run", "Coming run", "Coming swim") if title in page} == expected
    assert (await browser.get("/meetings?club=nobodys")).status_code == 404
    ada = await cast.browser_as(browser, "ada")
    assert "You have said yes to no meeting yet." in (await ada.get("/meetings?mine=1")).text


async def test_a_private_clubs_meeting_is_no_page_to_others(browser: Browser) -> None:
    meeting = await plan(await found(members=["ben"], is_private=True))
    await actions.call_off(await cast.viewer("ada"), meeting, "Never mind.")
    for name in ("", "eve", "mo", "sol", "root"):
        who = await cast.browser_as(browser, name) if name else browser
        for path in (meeting.url, f"/meetings/{meeting.id}/series", "/meetings?club=runners"):
            if name in ("mo", "root") and path.startswith("/meetings?"):
                continue  # the club itself is shown to those who moderate, its meetings are not
            assert (await who.get(path)).status_code == 404
        assert meeting.title not in (await who.get("/meetings")).text
        assert meeting.title not in (await who.get("/meetings?club=runners")).text
    assert (await (await cast.browser_as(browser, "ben")).get(meeting.url)).status_code == 200


async def test_a_clubs_home_shows_what_comes_next(browser: Browser) -> None:
    club = await found(members=["ben"])
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    assert "Next meeting" not in (await ben.get("/clubs/runners")).text
    await plan(club, "Later", audience="everyone", begins=datetime.fromisoformat("2099-12-20T09:30"))
    gone = await plan(club, "Called off", audience="everyone", begins=datetime.fromisoformat("2099-12-01T09:30"))
    await actions.call_off(await cast.viewer("ada"), gone, "Snow.")
    await plan(club, "Only ours", audience=club.named, begins=datetime.fromisoformat("2099-12-10T09:30"))
    page = (await ben.get("/clubs/runners")).text
    assert re.findall(r'idea__title" dir="auto"[^>]*><a href="/meetings/[^"]*">([^<]*)<', page) == ["Only ours"]
    listed = "/meetings?club=runners"
    assert f'href="{listed}"' in page
    assert "Plan a meeting" in (await ada.get(listed)).text
    assert "Plan a meeting" not in (await ben.get(listed)).text
    assert "Only ours" not in (await browser.get("/clubs/runners")).text
    assert "Later" in (await browser.get("/clubs/runners")).text
