import json
from datetime import timedelta

import pytest

from ideas.challenges import notices, owndata, queries, turning
from ideas.challenges.models import Phase
from kernel import clock, db
from kernel.viewer import STRANGER
from tests import cast
from tests.browsing import Browser
from tests.ideas.challenges import called
from tests.ideas.studio import drawn
from tests.voting.ballots.test_support import idea

KINDS = {one.kind: one for one in notices.notices}
OPENED, TURNED, ENDING = (KINDS[f"challenge.{name}"] for name in ("opened", "turned", "ending"))


async def events(kind: str) -> list[db.Row]:
    rows = await db.rows("SELECT * FROM event WHERE kind = ? ORDER BY id", kind)
    return [{**row, "data": json.loads(row["data"])} for row in rows]


@pytest.mark.usefixtures("home")
async def test_a_day_before_the_end_those_who_entered_or_began_a_design_are_told() -> None:
    challenge = await called.at(await called.announced(), "submissions")
    await called.entered(challenge, await cast.member("ada"))
    with clock.at(called.IN["submissions"]):
        await drawn.draft(await cast.member("ben"))
        await drawn.draft(await cast.member("cleo"), "musette")
    with clock.at(called.IN["announced"] - timedelta(days=300)):
        await drawn.draft(await cast.member("dora"))
    with clock.at(called.DATES["scoring_at"] - timedelta(hours=1)):
        await turning.turn(challenge.id)
    (event,) = await events("challenge.ending")
    assert await ENDING.recipients(event) == [(await cast.person(who)).id for who in ("ada", "ben")]
    assert "A shoe for autumn" in ENDING.line(event["data"])


@pytest.mark.usefixtures("home")
async def test_followers_of_the_idea_hear_that_a_challenge_opens_and_nobody_else() -> None:
    followed = await idea()
    challenge = await called.announced(idea_id=followed.id)
    ben = await cast.member("ben")
    await db.execute(
        "INSERT INTO follow (idea_id, person_id, created_at) VALUES (?, ?, ?)", followed.id, ben.id, clock.now()
    )
    await cast.member("cleo")
    await called.at(challenge, "submissions")
    (event,) = await events("challenge.opened")
    assert ben.id in await OPENED.recipients(event)
    assert (await cast.person("cleo")).id not in await OPENED.recipients(event)


@pytest.mark.usefixtures("home")
async def test_those_who_entered_hear_of_each_phase_but_the_result_which_is_told_apart() -> None:
    challenge = await called.at(await called.announced(), "submissions")
    await called.entered(challenge, await cast.member("ada"))
    await called.at(challenge, "result")
    told = {event["data"]["phase"]: await TURNED.recipients(event) for event in await events("challenge.turned")}
    ada = [(await cast.person("ada")).id]
    assert told == {Phase.SUBMISSIONS: [], Phase.SCORING: ada, Phase.JURY: ada, Phase.RESULT: []}


@pytest.mark.usefixtures("home")
async def test_a_notice_of_a_challenge_that_is_not_shown_is_out_of_sight() -> None:
    await called.draft("secret")
    await called.announced("open")
    urls = ["/challenges/secret", "/challenges/open/result", "/ideas/1"]
    assert await notices.out_of_sight(STRANGER, urls) == {"/challenges/secret"}
    assert await notices.out_of_sight(await cast.manager(), urls) == set()


@pytest.mark.usefixtures("home")
async def test_what_one_entered_is_in_the_file_one_may_take_away() -> None:
    challenge = await called.at(await called.announced(), "submissions")
    await called.entered(challenge, await cast.member("ada"))
    found = await owndata.parts[0].collect((await cast.person("ada")).id)
    assert [(row["challenge"], row["royalty_basis_points"]) for row in found] == [("A shoe for autumn", 500)]
    assert await owndata.parts[0].collect((await cast.person("ben")).id) == []


async def test_a_designs_page_names_the_challenge_it_stands_in(browser: Browser) -> None:
    challenge = await called.at(await called.announced(), "submissions")
    line = await queries.entry(challenge.id, await called.entered(challenge, await cast.member("ada")))
    page = await browser.get(f"/designs/{line.design_id}")
    assert 'Entered for <a href="/challenges/autumn">A shoe for autumn</a>' in page.text
