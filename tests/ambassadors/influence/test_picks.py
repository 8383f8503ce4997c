"""People picked by topic: asked to judge a challenge, or to test something."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from ambassadors.influence import choices
from kernel import clock, db, jobs
from kernel.features import the_house
from tests import cast
from tests.ambassadors.influence import told
from tests.browsing import Browser
from tests.ideas.board import things
from tests.ideas.challenges import called
from voting.contests import queries as juries

DESK = "/team/influence/people"
TESTING = {"title": "The wide last", "words": "Two weeks, on stones.", "url": "/roadmap"}


async def heard(*handles: str, topic: str = "") -> None:
    made = await told.run(topic)
    for n, handle in enumerate(handles):
        place = 95.0 - 5 * n
        await told.score(made, (await cast.person(handle)).id, 900 - 10 * n, percentile=place, band="far")


async def test_testers_are_asked_by_topic_and_told(browser: Browser) -> None:
    await things.idea("Wider toes", tag_names=["fit"])
    await heard("ada", "ben", "cleo")
    await heard("cleo", "ada", topic="tag:fit")
    sol = await cast.browser_as(browser, "editor")
    page = (await sol.get(f"{DESK}?topic=tag:fit")).text
    assert page.index("@cleo") < page.index("@ada")
    assert "@ben" not in page
    reply = await sol.submit(
        f"{DESK}?topic=tag:fit", f"{DESK}/asking?topic=tag%3Afit", people=["cleo", "ada"], **TESTING
    )
    assert "2 people are asked." in reply.text
    for _turn in range(2):
        await db.execute("UPDATE job SET run_at = ? WHERE state = 'ready'", clock.now())
        await jobs.work(the_house(), until_idle=True)
    cleo = await cast.browser_as(browser, "cleo")
    assert "You are asked to test: The wide last" in (await cleo.get("/inbox")).text
    act = await db.row("SELECT detail FROM staff_act WHERE act = 'test.asked'")
    assert act
    assert len(json.loads(act["detail"])["people"]) == 2
    assert await db.value("SELECT count(*) FROM staff_act WHERE act = 'influence.listed'") == 2


@pytest.mark.parametrize(
    "typed",
    [
        {"people": []},
        {"people": ["nobody-here"]},
        {"people": ["dan"]},
        {"title": ""},
        {"url": "https://elsewhere.example/"},
        {"url": "//elsewhere.example"},
        {"words": "x" * 1001},
    ],
)
async def test_what_cannot_be_used_comes_back_as_it_was_chosen(browser: Browser, typed: dict[str, object]) -> None:
    await heard("ada", "ben")
    await cast.person("dan")
    await choices.leave(await cast.viewer("dan"))
    sol = await cast.browser_as(browser, "editor")
    reply = await sol.submit(DESK, f"{DESK}/asking", **{"people": ["ada"], **TESTING, **typed})
    assert reply.status_code == 422
    assert await db.value("SELECT count(*) FROM event WHERE kind = 'test.asked'") == 0
    if "people" not in typed:
        assert 'value="ada" checked' in reply.text


async def test_who_left_is_not_listed_and_who_is_not_in_good_standing_is_not_asked(browser: Browser) -> None:
    await heard("ada", "ben", "cleo")
    await choices.leave(await cast.viewer("ada"))
    await db.execute("UPDATE person SET suspended_until = ? WHERE handle = 'cleo'", clock.now() + timedelta(days=3))
    page = (await (await cast.browser_as(browser, "editor")).get(DESK)).text
    assert "@ada" not in page
    assert 'value="ben"' in page
    assert 'value="cleo"' not in page
    assert "Not in good standing" in page


@pytest.mark.parametrize("who", ["stranger", "ada", "manager"])
async def test_the_teams_list_is_there_for_the_product_team_alone(browser: Browser, who: str) -> None:
    await heard("ada")
    theirs = browser if who == "stranger" else await cast.browser_as(browser, who)
    assert (await theirs.peek(DESK)).status_code == (303 if who == "stranger" else 404)


async def test_jurors_join_the_jury_and_who_entered_cannot(browser: Browser) -> None:
    challenge = await called.at(await called.announced(), "submissions")
    await called.entered(challenge, await cast.viewer("fay"))
    await heard("gil", "fay", "hal")
    mo = await cast.browser_as(browser, "manager")
    path = f"{challenge.url}/panel/people"
    assert path in (await mo.get(f"{challenge.url}/panel")).text
    page = (await mo.get(path)).text
    assert "Entered the challenge" in page
    assert 'value="fay"' not in page
    for wrong in (
        {"people": ["gil"], "criteria": ""},
        {"people": [], "criteria": "Fit: 1"},
        {"people": ["fay"], "criteria": "Fit: 1"},
    ):
        refused = await mo.submit(path, f"{path}/asking", **wrong)
        assert refused.status_code == 422, wrong
    reply = await mo.submit(path, f"{path}/asking", people=["gil", "hal"], criteria="Answers the brief: 3")
    assert "2 people are asked to judge." in reply.text
    jury = {one.person_id for one in await juries.jury(challenge.id)}
    assert jury == {(await cast.person(one)).id for one in ("gil", "hal")}
    assert "Judges already" in (await mo.get(path)).text
    sol = await cast.browser_as(browser, "editor")
    assert (await sol.peek(path)).status_code == 404


async def test_ways_lead_to_a_score_from_profile_and_account_for_those_who_may_read_it(browser: Browser) -> None:
    await heard("ben")
    link = 'href="/people/ben/influence"'
    ben, ada, sol = [await cast.browser_as(browser, who) for who in ("ben", "ada", "editor")]
    assert link in (await ben.get("/people/ben")).text
    assert link in (await ben.get("/account")).text
    assert link in (await sol.get("/people/ben")).text
    assert link not in (await ada.get("/people/ben")).text
    assert link not in (await browser.get("/people/ben")).text
    await choices.show(await cast.viewer("ben"))
    assert link in (await ada.get("/people/ben")).text
    assert link in (await browser.get("/people/ben")).text
