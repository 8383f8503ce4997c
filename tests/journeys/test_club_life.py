"""A newcomer's club by plain forms, in both languages and on both databases: people, a ballot by each method, a meeting."""

from __future__ import annotations

import argparse
import csv
import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from kernel import clock, jobs
from kernel.features import the_house
from tests import cast
from tests.browsing import ORIGIN, Browser
from tests.ideas.board import things
from tests.journeys.untouched import forms_of, go, main_of, sent
from voting.ballots import commands
from voting.ballots.marks import KINDS
from voting.ballots.models import Ballot, BallotState
from voting.roadmap import commands as roadmap

MEMBERS = ("ada", "ben", "cid")
OPTIONS = ("Wide, at the front", 'Tall, "ankle held"', "Half sizes; 41½")
NEEDS: dict[str, dict[str, str]] = {
    "dots": {"points": "10"},
    "credits": {"points": "100"},
    "projects": {"budget": "60", "currency": "EUR", "cost_1": "10", "cost_2": "20", "cost_3": "50"},
}
GIVEN = {
    "approvals": ("1",),
    "scores": ("5", "3", "0"),
    "dots": ("6", "4", "0"),
    "credits": ("9", "4", "0"),
    "projects": ("1",),
}
LANGUAGES = pytest.mark.parametrize("lang", ["en", "fr"])


async def people(browser: Browser, lang: str) -> dict[str, Browser]:
    """Three browsers without scripts, each signed in."""
    found = {}
    for handle in MEMBERS:
        await cast.person(handle, language=lang)
        found[handle] = await cast.browser_as(browser, handle)
    return found


async def founded(them: dict[str, Browser]) -> None:
    """Ada founds a club that lets in by invitation, with a charter, and sends a link that works twice."""
    ada = them["ada"]
    seen = await go(ada, "/clubs/new")
    seen = await sent(
        ada,
        seen,
        "/clubs/new",
        name="The wide feet",
        place="Annecy",
        entry="invitation",
        charter="We do not mock a foot.",
    )
    assert str(seen.url).endswith("/clubs/the-wide-feet"), main_of(seen)[:400]
    there = "/clubs/the-wide-feet"
    seen = await sent(ada, await go(ada, f"{there}/invitations"), f"{there}/invitations", most="2", days="3")
    link = next(iter(re.findall(r"(/invitations/[\w-]{16,})<", seen.text)))
    for handle in ("ben", "cid"):
        door = await go(them[handle], link)
        assert "The wide feet" in door.text
        assert (await sent(them[handle], door, link)).status_code == 422, "the charter is agreed to first"
        await sent(them[handle], await go(them[handle], link), link, agree="true")
    assert "Cid" in (await go(ada, f"{there}/members")).text
    late = await cast.browser_as(ada, "dee")
    assert link not in forms_of((await late.get(link)).text), "the link has been used twice"


async def worked(moment: datetime) -> None:
    """The worker at a moment: what is due is done, once."""
    with clock.at(moment):
        await jobs.work(the_house(), until_idle=True)


async def asked(ada: Browser, method: str) -> Ballot:
    """Ada writes a question and announces it."""
    way = f"/ballots/new?method={method}&club=the-wide-feet"
    rows = {f"option_{place}": name for place, name in enumerate(OPTIONS, start=1)}
    typed: dict[str, Any] = {
        "title": f"Which first, by {method}?",
        **rows,
        **NEEDS.get(KINDS[method], {}),
        "step": "save",
    }
    typed |= {"quorum": "2"}
    seen = await sent(ada, await go(ada, way), way, **typed)
    ballot = await Ballot.get(title=typed["title"])
    assert str(seen.url).endswith(f"/ballots/{ballot.id}"), main_of(seen)[:600]
    await sent(ada, seen, f"/ballots/{ballot.id}/announcement")
    return await Ballot.get(id=ballot.id)


async def voted(who: Browser, ballot: Ballot) -> str:
    """Somebody fills in a ballot, looks it over, casts it, and copies the code of the receipt."""
    there = f"/ballots/{ballot.id}"
    if KINDS[ballot.method] == "picks":
        await picked(who, there)
    else:
        booth = await go(who, f"{there}/vote")
        review = await sent(who, booth, f"{there}/vote", **paper(booth.text, ballot.method), step="review")
        assert OPTIONS[0] in main_of(review).replace("&#34;", '"')
        done = await sent(who, review, f"{there}/vote", step="cast")
        assert str(done.url).endswith("/receipt"), main_of(done)[:400]
    seen = await go(who, f"{there}/receipt")
    code: str = re.findall(r"receipt__code[^>]*>([0-9A-F ]+)<", seen.text)[0]
    return code.replace(" ", "")


def paper(page: str, method: str) -> dict[str, Any]:
    """The first option before the second, in the way of each kind."""
    numbers = sorted({int(number) for number in re.findall(r'id="option-(\d+)"', page)})
    if KINDS[method] == "ranks":
        return {"order": [str(number) for number in numbers[:2]]}
    return {f"option__{number}": value for number, value in zip(numbers, GIVEN[KINDS[method]], strict=False)}


async def picked(who: Browser, there: str) -> None:
    """Every pair, the option that stands earlier in the ballot each time."""
    seen = await go(who, f"{there}/pairs")
    for _ in range(3):
        assert f"{there}/pairs" in forms_of(seen.text), main_of(seen)
        pair = {
            name: found[0] for name, found in forms_of(seen.text)[f"{there}/pairs"].items() if name in ("one", "other")
        }
        seen = await sent(who, seen, f"{there}/pairs", choice=min(pair.values(), key=int))
    assert f"{there}/pairs" not in forms_of(seen.text)


async def recounted(who: Browser, ballot: Ballot, folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The file of a closed ballot, counted again by the command."""
    file = folder / f"{ballot.id}.csv"
    file.write_bytes((await go(who, f"/ballots/{ballot.id}/file.csv")).content)
    assert commands.recount_ballot(the_house(), argparse.Namespace(file=file, method=None, json=True)) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return {**told, "text": file.read_text("utf-8")}


@LANGUAGES
async def test_a_club_is_founded_and_votes_by_each_method(
    browser: Browser, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    them = await people(browser, lang)
    await founded(them)
    ballots = [await asked(them["ada"], method) for method in KINDS]
    opens = max(ballot.opens_at for ballot in ballots)
    await worked(opens + timedelta(seconds=1))
    assert {(await Ballot.get(id=ballot.id)).state for ballot in ballots} == {BallotState.OPEN}
    codes: dict[int, list[str]] = {}
    with clock.at(opens + timedelta(minutes=2)):
        for ballot in ballots:
            codes[ballot.id] = [await voted(them[handle], ballot) for handle in ("ada", "ben")]
            assert (await Ballot.get(id=ballot.id)).cast == 2
    closes = max(ballot.closes_at for ballot in ballots)
    await worked(closes + timedelta(seconds=1))
    with clock.at(closes):
        for ballot in ballots:
            assert (await Ballot.get(id=ballot.id)).state == BallotState.CLOSED, ballot.method
            assert OPTIONS[0].split(",")[0] in main_of(await go(them["cid"], f"/ballots/{ballot.id}"))
            told = await recounted(them["cid"], ballot, tmp_path, capsys)
            assert (told["method"], told["winners"][0]) == (ballot.method, "1"), told
            assert all(code in told["text"] for code in codes[ballot.id])
            await sent_late(them["cid"], ballot)
        assert {(await Ballot.get(id=ballot.id)).cast for ballot in ballots} == {2}, "what came too late does not count"


async def sent_late(who: Browser, ballot: Ballot) -> None:
    """A ballot that comes after the last minute, by somebody who kept the page open."""
    csrf = next(fields["csrf"][0] for fields in forms_of((await go(who, "/account")).text).values() if "csrf" in fields)
    there = f"/ballots/{ballot.id}/" + ("pairs" if KINDS[ballot.method] == "picks" else "vote")
    reply = await who.post(there, {"csrf": csrf, "step": "cast", "blank": "1"}, Origin=ORIGIN)
    assert reply.status_code in (303, 422), reply.status_code


@LANGUAGES
async def test_a_meeting_is_planned_filled_and_its_waiting_list_moves_into_the_calendar(
    browser: Browser, lang: str
) -> None:
    them = await people(browser, lang)
    await founded(them)
    way = "/meetings/new?club=the-wide-feet"
    day = (clock.now() + timedelta(days=20)).date().isoformat()
    seen = await sent(
        them["ada"],
        await go(them["ada"], way),
        way,
        title="Trying, with care; “+8 mm” 👟",
        day=day,
        starts="09:30",
        stops="12:00",
        place="Workshop, Annecy",
        seats="2",
        zone="Europe/Paris",
    )
    number = re.findall(r"/meetings/(\d+)-", str(seen.url))
    assert number, main_of(seen)[:600]
    reply, there = f"/meetings/{number[0]}/reply", str(seen.url).replace("http://localhost:8000", "")
    for handle in MEMBERS:
        await sent(them[handle], await go(them[handle], there), reply, answer="yes")
    assert event_in(await calendar(them["cid"]))["STATUS"] == "TENTATIVE", "who waits has no place yet"
    await sent(them["ben"], await go(them["ben"], there), reply, answer="no")
    await worked(clock.now() + timedelta(seconds=2))
    told = event_in(await calendar(them["cid"]))
    assert str(told["SUMMARY"]) == "Trying, with care; “+8 mm” 👟"
    assert told["STATUS"] == "CONFIRMED"
    assert told["DTSTART"].dt.strftime("%H:%M") == "09:30"
    inbox = await go(them["cid"], "/inbox")
    assert "👟" in inbox.text


async def calendar(who: Browser) -> str:
    """The secret feed of somebody, as a calendar program reads it: without a cookie."""
    seen = await go(who, "/account/calendar")
    if "/feeds/" not in seen.text:
        seen = await sent(who, seen, "/account/calendar")
    path = re.findall(r"(/feeds/[\w-]+\.ics)", seen.text)[0]
    reply = await who.another().get(path)
    assert reply.status_code == 200
    return reply.text


def event_in(feed: str) -> Any:
    found = list(icalendar.Calendar.from_ical(feed).walk("VEVENT"))
    assert found, feed
    return found[0]


@LANGUAGES
async def test_a_wish_list_is_signed_delivered_answered_and_found_in_the_export(
    browser: Browser, lang: str, tmp_path: Path
) -> None:
    them = await people(browser, lang)
    await founded(them)
    idea = await things.idea("Wide toe box")
    for who in them.values():
        await sent(who, await go(who, f"/ideas/{idea.id}"), f"/ideas/{idea.id}/support?wide=1")
    way = "/clubs/the-wide-feet/wishes/new"
    typed = {"title": "What we ask for", "items": f"Ten millimetres more #{idea.id}\nThe width on the box"}
    seen = await sent(them["ada"], await go(them["ada"], way), way, **typed)
    there = str(seen.url).replace(ORIGIN, "")
    assert re.fullmatch(r"/clubs/the-wide-feet/wishes/\d+", there), main_of(seen)[:500]
    await sent(them["ada"], seen, f"{there}/signing")
    for who in them.values():
        await sent(who, await go(who, there), f"{there}/signature")
    seen = await sent(them["ada"], await go(them["ada"], there), f"{there}/delivery")
    sol = await cast.browser_as(browser, "sol")
    desk = re.findall(r"/team/wishes/\d+", (await go(sol, "/team/wishes")).text)[0]
    first, second = re.findall(rf"{desk}/items/\d+/answer", (await go(sol, desk)).text)
    promised = (clock.today() + timedelta(days=90)).isoformat()
    accepted = {"reply": "accepted", "horizon": "next", "promised_on": promised, "body": "Two lasts are cut."}
    await sent(sol, await go(sol, desk), first, **accepted)
    await sent(sol, await go(sol, desk), second, reply="declined", body="The box is printed before the last is known.")
    answered = main_of(await go(them["cid"], there))
    assert "Two lasts are cut." in answered
    assert "The box is printed before the last is known." in answered
    file = tmp_path / "roadmap.csv"
    ordered = argparse.Namespace(what="roadmap", format="csv", policy="linear", file=file)
    assert await roadmap.export(the_house(), ordered) == 0
    rows = csv.DictReader(line for line in file.read_text("utf-8-sig").splitlines() if not line.startswith("#"))
    assert [row["clubs"] for row in rows if row["idea"] == str(idea.id)] == ["The wide feet (3)"]
