"""A club's door over HTTP: as stranger, member, host and staff."""

from __future__ import annotations

import re
from typing import Any

import pytest

from community.clubs import bans, charters, invitations, joining, queries
from community.clubs.models import Entry, Invitation, JoinRequest, Membership, Role
from kernel import db, jobs
from kernel.features import the_house
from tests import cast, clubs
from tests.browsing import Browser

HOSTS = ("/clubs/runners/requests", "/clubs/runners/invitations", "/clubs/runners/bans")


async def chartered(**values: Any) -> None:
    club = await clubs.found(**values)
    async with db.transaction():
        await charters.write(club.id, (await cast.person("ada")).id, "Be **kind**.")


async def test_a_stranger_is_shown_the_way_in_first(browser: Browser) -> None:
    await chartered()
    assert "Join the club" in (await browser.get("/clubs/runners")).text
    page = await browser.get("/clubs/runners/join")
    assert page.url.path == "/sign-in"
    assert "next=/clubs/runners/join" in str(page.url)


async def test_joining_reads_the_charter_first(browser: Browser) -> None:
    await chartered()
    ben = await cast.browser_as(browser, "ben")
    refused = await ben.submit("/clubs/runners/join", "/clubs/runners/join")
    assert refused.status_code == 422
    assert "<strong>kind</strong>" in refused.text
    home = await ben.submit("/clubs/runners/join", "/clubs/runners/join", agree="true")
    assert home.url.path == "/clubs/runners"
    assert "/clubs/runners/leave" in home.text
    assert "2 members" in home.text
    assert (await ben.get("/clubs/runners/join")).text.count("You belong to this club") == 1


async def test_a_charter_that_changed_meanwhile_is_read_again(browser: Browser) -> None:
    await chartered()
    ben = await cast.browser_as(browser, "ben")
    page = await ben.submit("/clubs/runners/join", "/clubs/runners/join", agree="true", charter="0")
    assert page.status_code == 409
    assert "Read it again first" in page.text


async def test_asking_with_an_answer_that_is_kept(browser: Browser) -> None:
    await chartered(entry=Entry.REQUEST, question="Since when do you run?")
    ben, ada = await cast.browser_as(browser, "ben"), await cast.browser_as(browser, "ada")
    assert "Ask to join" in (await ben.get("/clubs/runners")).text
    refused = await ben.submit("/clubs/runners/join", "/clubs/runners/join", answer="Since forever, honestly.")
    assert refused.status_code == 422
    assert "Since forever, honestly." in refused.text
    page = await ben.submit("/clubs/runners/join", "/clubs/runners/join", answer="Since forever.", agree="true")
    assert "Your request is on its way" in page.text
    assert "Your request is on its way" in (await ben.get("/clubs/runners")).text
    assert "1 request to join" in (await ada.get("/clubs/runners")).text
    waiting = await ada.get("/clubs/runners/requests")
    assert "Since forever." in waiting.text
    number = (await JoinRequest.get()).id
    done = await ada.submit("/clubs/runners/requests", f"/clubs/runners/requests/{number}/acceptance")
    assert "They belong to the club now" in done.text
    assert "/clubs/runners/leave" in (await ben.get("/clubs/runners")).text


async def test_declining_with_a_reason_and_taking_back(browser: Browser) -> None:
    await clubs.found(entry=Entry.REQUEST)
    ben, ada = await cast.browser_as(browser, "ben"), await cast.browser_as(browser, "ada")
    await ben.submit("/clubs/runners/join", "/clubs/runners/join", answer="Please.")
    await ben.submit("/clubs/runners/join", "/clubs/runners/join/withdrawal")
    assert await JoinRequest.all().count() == 0
    await ben.submit("/clubs/runners/join", "/clubs/runners/join", answer="Please, please.")
    number = (await JoinRequest.get()).id
    place = f"/clubs/runners/requests/{number}/refusal"
    kept = await ada.submit("/clubs/runners/requests", place, reason="x" * 301)
    assert kept.status_code == 422
    assert "x" * 301 in kept.text
    await ada.submit("/clubs/runners/requests", place, reason="Full until May.")
    assert "You may ask again" in (await ben.get("/clubs/runners/join")).text
    await jobs.work(the_house(), until_idle=True)
    assert "did not let you in" in (await ben.get("/inbox")).text
    assert "Full until May." in await db.value("SELECT text FROM letter WHERE address = 'ben@example.org'")


@pytest.mark.parametrize("path", HOSTS)
async def test_the_pages_of_hosts_are_for_hosts(browser: Browser, path: str) -> None:
    await clubs.found(members=["ben"], treasurers=["eve"])
    assert (await browser.get(path)).url.path == "/sign-in"
    for who, status in (("ada", 200), ("ben", 403), ("eve", 403), ("dan", 403), ("mo", 403), ("root", 403)):
        assert (await (await cast.browser_as(browser, who)).get(path)).status_code == status, who


async def test_the_last_host_leaves_by_naming_another(browser: Browser) -> None:
    await clubs.found(members=["ben"])
    ada, ben = await cast.browser_as(browser, "ada"), await cast.person("ben")
    asked = await ada.get("/clubs/runners/leave")
    assert "You are its last host" in asked.text
    await ada.submit("/clubs/runners/leave", "/clubs/runners/leave", to=str(ben.id))
    assert (await queries.find(await cast.viewer("ben"), "runners")).role == Role.HOST
    gone = await ada.post("/clubs/runners/leave", {})
    assert gone.status_code == 403


@pytest.mark.parametrize("to", ["x", "0", "99999999999", "-1"])
async def test_a_successor_that_is_nobody_is_refused(browser: Browser, to: str) -> None:
    await clubs.found(members=["ben"])
    ada = await cast.browser_as(browser, "ada")
    assert (await ada.submit("/clubs/runners/leave", "/clubs/runners/leave", to=to)).status_code == 422
    assert await Membership.filter(stands=True).count() == 2


async def test_a_link_is_made_passed_on_and_used(browser: Browser) -> None:
    await clubs.found(is_private=True, entry=Entry.INVITATION)
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    await ada.submit("/clubs/runners/invitations", "/clubs/runners/invitations", most="3", days="7")
    made = re.search(r"/invitations/[0-9]+-[0-9a-f]+", (await ada.get("/clubs/runners/invitations")).text)
    assert made
    stranger = await browser.get(made[0])
    assert (stranger.status_code, "Runners" in stranger.text, "csrf" in stranger.text) == (200, True, False)
    assert f"/sign-in?next={made[0]}" in stranger.text
    assert "no-store" in stranger.headers.get("cache-control", "") or "public" not in stranger.headers.get(
        "cache-control", ""
    )
    home = await ben.submit(made[0], made[0])
    assert home.url.path == "/clubs/runners"
    assert (await ben.get(made[0])).url.path == "/clubs/runners"
    number = (await Invitation.get()).id
    await ada.submit("/clubs/runners/invitations", f"/clubs/runners/invitations/{number}/revocation")
    assert (await browser.get(made[0])).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"), [("most", "0"), ("most", "many"), ("most", "99999999999999"), ("days", "-1"), ("days", "4000")]
)
async def test_limits_that_make_no_sense_are_said_and_kept(browser: Browser, field: str, value: str) -> None:
    await clubs.found()
    ada = await cast.browser_as(browser, "ada")
    page = await ada.submit("/clubs/runners/invitations", "/clubs/runners/invitations", **{field: value})
    assert page.status_code == 422
    assert f'value="{value}"' in page.text
    assert await Invitation.all().count() == 0


@pytest.mark.parametrize(
    "typed", ["", "nobody", "a@example.org, b", " , ", ", ".join(f"p{n}@example.org" for n in range(21))]
)
async def test_addresses_that_are_none_are_named(browser: Browser, typed: str) -> None:
    await clubs.found()
    ada = await cast.browser_as(browser, "ada")
    page = await ada.submit("/clubs/runners/invitations", "/clubs/runners/invitations/letters", addresses=typed)
    assert page.status_code == 422
    assert await db.value("SELECT count(*) FROM letter") == 0


async def test_letters_go_out_and_a_wrong_account_is_told_so(browser: Browser) -> None:
    await clubs.found(is_private=True, entry=Entry.INVITATION)
    ada, eve = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "eve")
    typed = "Ben@Example.org;\n new@example.net"
    await ada.submit("/clubs/runners/invitations", "/clubs/runners/invitations/letters", addresses=typed)
    assert await db.value("SELECT count(*) FROM letter") == 2
    made = await Invitation.get(email="ben@example.org")
    place = invitations.link(made.id, made.token)
    page = await eve.get(place)
    assert "This invitation is for another address" in page.text
    assert "ben@example.org" not in page.text
    assert (await (await cast.browser_as(browser, "ben")).submit(place, place)).url.path == "/clubs/runners"


async def test_a_ban_and_its_appeal_from_end_to_end(browser: Browser) -> None:
    await clubs.found(members=["ben"], is_private=True, entry=Entry.INVITATION)
    ada, ben, mo = [await cast.browser_as(browser, who) for who in ("ada", "ben", "mo")]
    place = "/clubs/runners/bans"
    unknown = await ada.submit(place, place, who="@nobody", reason="Sold shoes.")
    assert (unknown.status_code, "Sold shoes." in unknown.text) == (422, True)
    listed = await ada.submit(place, place, who="@ben", reason="Sold shoes.")
    assert "Sold shoes." in listed.text
    assert (await ben.get("/clubs/runners")).status_code == 404
    await jobs.work(the_house(), until_idle=True)
    number = (await bans.of_club(1))[0].id
    assert "You were shut out of" in (await ben.get("/inbox")).text
    own = await ben.get(f"/bans/{number}")
    assert "Sold shoes." in own.text
    assert (await ben.submit(f"/bans/{number}", f"/bans/{number}/appeal", words="")).status_code == 422
    sent = await ben.submit(f"/bans/{number}", f"/bans/{number}/appeal", words="They were my own.")
    assert "They were my own." in sent.text
    assert "1 appeal about a club" in (await mo.get("/moderation")).text
    assert "Ben Okafor" in (await mo.get("/moderation/appeals")).text
    case = f"/moderation/appeals/{number}"
    assert (await mo.submit(case, case, act="lift", words="")).status_code == 422
    await mo.submit(case, case, act="lift", words="It was allowed.")
    assert (await ben.get("/clubs/runners")).status_code == 200
    await jobs.work(the_house(), until_idle=True)
    assert "It was allowed." in (await ben.get(f"/bans/{number}")).text
    assert "was lifted" in (await ada.get("/inbox")).text
    for who, status in (("eve", 404), ("ada", 404), ("sol", 404)):
        theirs = await cast.browser_as(browser, who)
        assert (await theirs.get(f"/bans/{number}")).status_code == status, who
        assert (await theirs.get(case)).status_code == 404, who


async def test_the_rule_of_the_door_is_set_by_the_team(browser: Browser) -> None:
    await clubs.found()
    place = "/clubs/runners/rule"
    for who in ("ada", "ben"):
        assert (await (await cast.browser_as(browser, who)).get(place)).status_code == 404
    sol = await cast.browser_as(browser, "sol")
    assert "Customers" in (await sol.get(place)).text
    assert (await sol.submit(place, place, audience="club:1")).status_code == 422
    assert "brought up to date" in (await sol.submit(place, place, audience="customers")).text
    await jobs.work(the_house(), until_idle=True)
    assert await db.value("SELECT act FROM staff_act") == "club.rule"


async def test_a_topic_is_opened_answered_kept_and_reported(browser: Browser) -> None:
    await clubs.found(members=["ben"])
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    assert "Nobody has said anything yet" in (await browser.get("/clubs/runners/topics")).text
    kept = await ben.submit("/clubs/runners/topics/new", "/clubs/runners/topics", title="Wet feet", body="")
    assert (kept.status_code, 'value="Wet feet"' in kept.text) == (422, True)
    page = await ben.submit(
        "/clubs/runners/topics/new", "/clubs/runners/topics", title="Wet feet", body="All *winter*."
    )
    place = page.url.path
    assert "<em>winter</em>" in page.text
    await ada.submit(place, "/comments", body="Mine too.")
    assert "Mine too." in (await browser.get(place)).text
    assert "1 answer" in (await browser.get("/clubs/runners")).text
    for action, word in (
        ("pin", "above the others"),
        ("closure", "stays readable"),
        ("closure/end", "open again"),
        ("hiding", "Hidden:"),
    ):
        assert word in (await ada.submit(place, f"{place}/{action}")).text
    assert (await browser.get(place)).status_code == 404
    await ada.submit(place, f"{place}/hiding/end")
    await ben.submit(f"{place}/edit", f"{place}/edit", title="Dry feet", body="At last.")
    assert "Dry feet" in (await browser.get(place)).text
    eve = await cast.browser_as(browser, "eve")
    assert (await eve.get("/clubs/runners/topics/new")).status_code == 403
    assert (await eve.get(f"{place}/edit")).status_code == 403
    assert (await eve.submit("/reports/new?kind=topic&id=1", "/reports/new", rule="selling")).status_code == 200
    assert (await ben.get("/clubs/runners/topics/99")).status_code == 404


async def test_members_hear_of_a_topic_and_hosts_of_who_comes(browser: Browser) -> None:
    await clubs.found(members=["ben"])
    await joining.join(await cast.viewer("eve"), await queries.find(await cast.viewer("eve"), "runners"), charter=0)
    ben = await cast.browser_as(browser, "ben")
    await ben.submit("/clubs/runners/topics/new", "/clubs/runners/topics", title="Wet feet", body="Winter.")
    await jobs.work(the_house(), until_idle=True)
    ada, eve = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "eve")
    assert "Eve joined" in (await ada.get("/inbox")).text
    for theirs in (ada, eve):
        assert "opened a topic in “Runners”: “Wet feet”" in (await theirs.get("/inbox")).text
    assert "opened a topic" not in (await ben.get("/inbox")).text
