"""Meetings by the API: the same doors as the pages."""

from __future__ import annotations

from community.meetings import actions, held, queries
from community.people import keys
from tests import cast
from tests.browsing import Browser
from tests.clubs import found
from tests.community.meetings.gatherings import plan

LINK = "https://talk.example.org/secret"


async def bearer(handle: str, *scopes: str) -> dict[str, str]:
    token = await keys.issue(await cast.person(handle), name="test", scopes=scopes)
    return {"Authorization": f"Bearer {token}"}


async def test_a_list_is_walked_by_its_next_address(browser: Browser) -> None:
    club = await found()
    for number in range(22):
        await plan(club, f"Meeting {number}", audience="everyone", link=LINK)
    await plan(await found("quiet", host="ben", is_private=True), "Nobody knows", host="ben")
    first = (await browser.get("/api/v1/meetings?club=runners")).json()
    second = (await browser.get(first["next"])).json()
    assert (len(first["items"]), len(second["items"]), second["next"]) == (20, 2, None)
    meeting = first["items"][0]
    assert (meeting["club"], meeting["on_screen"], meeting["begins"]) == ("runners", True, "2099-12-12T09:30")
    assert meeting["begins_at"] == "2099-12-12T08:30:00Z"
    assert LINK not in str(first)
    assert "Nobody knows" not in str((await browser.get("/api/v1/meetings")).json())
    assert (await browser.get("/api/v1/meetings?club=quiet")).status_code == 404


async def test_one_answers_and_is_told_the_link(browser: Browser) -> None:
    meeting = await plan(await found(), link=LINK, seats=1)
    path = f"/api/v1/meetings/{meeting.id}/answer"
    ben, eve = await bearer("ben", "read", "write"), await bearer("eve", "read", "write")
    assert (await browser.client.get(path, headers=ben)).json()["answer"] == ""
    told = (await browser.client.put(path, json={"answer": "yes"}, headers=ben)).json()
    assert (told["waiting"], told["link"], len(told["code"])) == (False, LINK, 5)
    told = (await browser.client.put(path, json={"answer": "yes"}, headers=eve)).json()
    assert (told["waiting"], told["link"]) == (True, "")
    told = (await browser.client.put(path, json={"answer": "yes", "guests": 1}, headers=eve)).json()
    assert told["status"] == 409
    assert (await browser.client.put(path, json={"answer": "often"}, headers=eve)).status_code == 422
    assert (await browser.client.put(path, json={"answer": "no"})).status_code == 401


async def test_a_meeting_that_moderation_hides_is_gone_until_it_is_shown_again(browser: Browser) -> None:
    meeting = await plan(await found(), audience="everyone")
    mo = await cast.manager()
    assert (await held.things([meeting.id]))[meeting.id].author_id == meeting.host_id
    assert await held.seen(mo, meeting.id)
    await held.hide(mo, meeting.id)
    assert (await browser.get(meeting.url)).status_code == 404
    assert not await held.seen(await cast.viewer("ada"), meeting.id)
    await held.restore(mo, meeting.id)
    assert (await browser.get(meeting.url)).status_code == 200
    ada = await cast.browser_as(browser, "ben")
    assert (await ada.get(f"/reports/new?kind=meeting&id={meeting.id}")).status_code == 200
    await actions.call_off(await cast.viewer("ada"), meeting, "Snow.")
    out = (await browser.get(f"/api/v1/meetings/{meeting.id}")).json()
    assert (out["cancelled"], out["reason"]) == (True, "Snow.")
    assert (await queries.find(mo, meeting.id)).sequence == 1
