"""A challenge that staff changes while it runs, calls off, or throws away before anybody saw it."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import icalendar
import pytest

from ideas.challenges import actions, notices, proofs, queries, turning
from ideas.challenges.models import Challenge, ChallengePicture, Phase
from kernel import clock, db
from kernel.errors import Conflict, Forbidden
from tests import cast
from tests.browsing import Browser
from tests.ideas.challenges import called
from tests.ideas.challenges.test_pages import FORM
from tests.ideas.studio import drawn
from voting.ballots import score_queries
from voting.contests import actions as judging
from voting.contests import notices as of_jurors

HOUR = timedelta(hours=1)
KINDS = {one.kind: one for one in [*notices.notices, *of_jurors.notices]}


async def last(kind: str) -> dict[str, Any]:
    row = await db.row("SELECT * FROM event WHERE kind = ? ORDER BY id DESC LIMIT 1", kind)
    assert row
    return {**row, "data": json.loads(row["data"])}


async def told(event: dict[str, Any]) -> dict[str, list[int]]:
    """Who hears of an event, by the kind of notice."""
    return {kind: await one.recipients(event) for kind, one in KINDS.items() if event["kind"] in one.events}


@pytest.mark.usefixtures("home")
async def test_those_who_entered_and_the_jury_hear_of_what_matters_to_them_and_the_audit_of_all() -> None:
    made, mo = await called.announced(), await cast.manager()
    vera = await cast.person("vera")
    with clock.at(called.IN["announced"]):
        await judging.empanel(mo, made, [("Brief", 1)], [vera.id])
    made = await called.at(made, "submissions")
    await called.entered(made, await cast.member("ada"))
    ada = (await cast.person("ada")).id
    with clock.at(called.IN["submissions"]):
        later = called.DATES["result_at"] + timedelta(days=1)
        await actions.change(mo, made, result_at=later, prize="Twenty pairs.", brief=made.brief)
    event = await last("challenge.changed")
    assert event["data"]["what"] == ["calendar", "prize"]
    assert await told(event) == {"challenge.changed": [ada], "juror.calendar": [vera.id]}
    line = KINDS["challenge.changed"].line(event["data"])
    assert line == "“A shoe for autumn” has changed: the calendar and the prize."
    audited = await db.row("SELECT * FROM staff_act WHERE act = 'challenge.changed' ORDER BY id DESC LIMIT 1")
    assert audited
    assert "Twenty pairs." in str(audited)
    with clock.at(called.IN["submissions"]):
        await actions.change(mo, await queries.by_id(made.id), rules="No logo.")
        assert await told(await last("challenge.changed")) == {"challenge.changed": [ada], "juror.calendar": []}
        await actions.change(mo, await queries.by_id(made.id), title="Autumn")
    assert await told(await last("challenge.changed")) == {"challenge.changed": [], "juror.calendar": []}


@pytest.mark.usefixtures("home")
async def test_a_form_that_was_opened_before_designs_came_in_settles_nothing_anew() -> None:
    opened = await called.announced()
    await called.at(opened, "submissions")
    with clock.at(called.IN["submissions"]):
        weights = {"weight_public": 100, "weight_jury": 0, "weight_demand": 0}
        values: dict[str, Any] = {**weights, "royalty": 1, "opens_at": clock.now()}
        await actions.change(await cast.manager(), opened, **values, title="Autumn")
    kept = await queries.by_id(opened.id)
    assert (kept.weight_public, kept.royalty, kept.opens_at, kept.title) == (50, 500, opened.opens_at, "Autumn")


@pytest.mark.usefixtures("home")
async def test_what_its_minute_settled_stays_though_no_worker_turned_the_phase() -> None:
    made = await called.announced()
    with clock.at(called.DATES["opens_at"] - timedelta(seconds=1)):
        assert not actions.is_settled(made, "royalty")
    with clock.at(called.DATES["opens_at"]):
        assert all(actions.is_settled(made, name) for name in ("royalty", "opens_at", "slug", "weight_jury"))
        assert not actions.is_settled(made, "scoring_at")


async def test_a_date_of_a_challenge_that_runs_is_not_moved_into_the_past(browser: Browser) -> None:
    challenge = await called.at(await called.announced(), "submissions")
    manager, edit = await cast.browser_as(browser, "manager"), "/challenges/autumn/edit"
    held = {name: f"{called.DATES[name]:%Y-%m-%dT%H:%M}" for name in ("jury_at", "result_at", "production_at")}
    with clock.at(called.IN["submissions"] + timedelta(days=2)):
        past = f"{called.IN['submissions'] + 4 * HOUR:%Y-%m-%dT%H:%M}"
        page = await manager.submit(edit, edit, **{**FORM, **held, "scoring_at": past})
        assert page.status_code == 422
        assert "This must be still to come." in page.text
    assert (await queries.by_id(challenge.id)).scoring_at == called.DATES["scoring_at"]


@pytest.mark.usefixtures("home")
async def test_a_draft_whose_dates_have_passed_is_not_announced() -> None:
    with clock.at(called.START - timedelta(days=1)):
        made = await called.draft()
    with clock.at(called.IN["scoring"]), pytest.raises(Conflict):
        await actions.announce(await cast.manager(), made)
    assert (await queries.by_id(made.id)).phase == Phase.DRAFT


@pytest.mark.usefixtures("home")
async def test_a_challenge_called_off_sets_its_designs_free_and_no_phase_of_it_begins_again() -> None:
    ada, mo = await cast.member("ada"), await cast.manager()
    made = await called.announced()
    vera = await cast.person("vera")
    with clock.at(called.IN["announced"]):
        await judging.empanel(mo, made, [("Brief", 1)], [vera.id])
    made = await called.at(made, "submissions")
    line = await queries.entry(made.id, await called.entered(made, ada))
    scoring = await called.at(made, "scoring")
    with clock.at(called.IN["scoring"]):
        for other in (ada, await cast.editor()):
            with pytest.raises(Forbidden):
                await actions.call_off(other, scoring, "Because.")
        assert await score_queries.hidden([line.design_id]) == {line.design_id}
        await actions.call_off(mo, scoring, "The mill has closed.")
        with pytest.raises(Conflict):
            await actions.call_off(mo, scoring, "Again.")
        assert await score_queries.hidden([line.design_id]) == set()
        assert (await score_queries.find(ada, line.design_id)).takes_scores
        assert await queries.is_free(line.design_id, 0)
    event = await last("challenge.cancelled")
    assert await told(event) == {"challenge.cancelled": [ada.id], "juror.calendar": [vera.id]}
    assert "The mill has closed." in KINDS["challenge.cancelled"].line(event["data"])
    assert "you were to judge" in KINDS["juror.calendar"].line(event["data"])
    with clock.at(called.IN["production"]):
        assert await turning.turn(made.id) == []
        await turning.turn_all()
    assert (await queries.by_id(made.id)).phase == Phase.CANCELLED
    assert await db.rows("SELECT id FROM contest_result") == []
    assert await proofs.entries() == []


@pytest.mark.usefixtures("home")
async def test_called_off_while_designs_come_in_at_once_nothing_is_entered_afterwards() -> None:
    made, mo = await called.at(await called.announced(most=9), "submissions"), await cast.manager()
    ada = await cast.member("ada")
    with clock.at(called.IN["submissions"]):
        designs = [await drawn.published(ada, title=f"Design {n}") for n in range(4)]
        tries = [actions.enter(ada, made, one) for one in designs]
        await asyncio.gather(*tries[:2], actions.call_off(mo, made, "No."), *tries[2:], return_exceptions=True)
        with pytest.raises(Conflict):
            await actions.enter(ada, made, await drawn.published(ada, title="Late"))
    assert (await queries.by_id(made.id)).phase == Phase.CANCELLED
    assert await proofs.entries() == []


@pytest.mark.usefixtures("home")
async def test_a_result_that_is_out_is_not_called_off() -> None:
    made = await called.at(await called.announced(), "result")
    with clock.at(called.IN["result"]), pytest.raises(Conflict):
        await actions.call_off(await cast.manager(), made, "We do not like it.")
    assert (await queries.by_id(made.id)).phase == Phase.RESULT


async def test_everybody_reads_on_its_page_why_a_challenge_was_called_off(browser: Browser) -> None:
    made = await called.at(await called.announced(), "submissions")
    await called.entered(made, await cast.member("ada"))
    path, there = "/challenges/autumn", "/challenges/autumn/cancellation"
    with clock.at(called.IN["submissions"]):
        manager, member = await cast.browser_as(browser, "manager"), await cast.browser_as(browser, "member")
        assert [(await who.peek(there)).status_code for who in (browser, member, manager)] == [303, 404, 200]
        empty = await manager.submit(there, there, reason=" ")
        assert (empty.status_code, "This is missing." in empty.text) == (422, True)
        page = await manager.submit(there, there, reason="The mill <has> closed.")
        assert "is called off" in page.text
        for who in (browser, member, manager):
            shown = (await who.get(path)).text
            assert "The mill &lt;has&gt; closed." in shown
            assert "Called off" in (await who.get("/challenges")).text
            assert "Take it back" not in shown
        assert (await manager.get(f"{path}/result")).status_code == 404
        found = icalendar.Calendar.from_ical((await browser.get("/challenges.ics")).content)
        assert {str(event["status"]) for event in found.walk("VEVENT")} == {"CANCELLED"}


async def test_a_draft_is_thrown_away_with_its_pictures_and_nobody_hears_of_it(browser: Browser) -> None:
    await called.draft()
    manager, there = await cast.browser_as(browser, "manager"), "/challenges/autumn/cancellation"
    page = await manager.submit(there, there)
    assert "The draft is thrown away." in page.text
    assert (await manager.get("/challenges/autumn")).status_code == 404
    assert (await Challenge.all().count(), await ChallengePicture.all().count()) == (0, 0)
    assert await told(await last("challenge.thrown-away")) == {}
