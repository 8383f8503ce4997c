"""Results of challenges that little was entered for, that few scored, and that nobody judged."""

from datetime import timedelta
from typing import Any

import pytest

from ideas.challenges import queries as challenges
from ideas.challenges.models import Phase
from kernel import clock, db
from kernel.errors import Conflict, Forbidden, Missing
from tests import cast
from tests.browsing import Browser
from tests.ideas.challenges import called
from tests.voting.contests import judged
from voting.ballots import score_queries, scores
from voting.contests import actions, proofs, queries
from voting.contests.result import faults

PATH = "/challenges/autumn"


async def shown(browser: Browser) -> str:
    """The page of the result, as everyone and as the manager see it: whole, and the same numbers as the file."""
    with clock.at(called.IN["result"]):
        manager = await cast.browser_as(browser, "manager")
        for path in ("/challenges", PATH, f"{PATH}/result"):
            for who in (browser, manager):
                assert (await who.get(path)).status_code == 200
        assert faults((await browser.get(f"{PATH}/result.json")).json()) == []
        return (await browser.get(f"{PATH}/result")).text


async def placed(made: Any) -> list[tuple[int, str]]:
    return [(one["place"], one["parted_by"]) for one in (await queries.result(made.id))["result"]]


async def test_nothing_was_entered(browser: Browser) -> None:
    made = await called.at(await called.announced(), "result")
    text = await shown(browser)
    assert "No design was entered, and so none won." in text
    assert "No design was entered" in (await browser.get(PATH)).text
    assert await placed(made) == []
    assert await proofs.results() == []


async def test_one_design_without_a_score_wins_alone(browser: Browser) -> None:
    made = await called.at(await called.announced(), "submissions")
    await called.entered(made, await cast.member("ada"), title="Alone")
    await called.at(made, "result")
    text = await shown(browser)
    assert "Alone" in text
    assert "0 scores: 0 0 0 0 0 0" in text
    assert "No juror handed in marks" in text
    assert "Nobody said they would buy any" in text
    assert await placed(made) == [(1, "")]


async def test_two_that_nothing_parts_share_the_first_place(browser: Browser) -> None:
    made, _lines = await judged.challenge(())
    await called.at(made, "result")
    text = await shown(browser)
    assert text.count("shared place") == 2
    assert await placed(made) == [(1, "shared"), (1, "shared")]


async def test_a_juror_who_marked_all_and_handed_nothing_in_does_not_count(browser: Browser) -> None:
    made, lines = await judged.challenge(("vera",))
    await called.at(made, "scoring")
    await judged.score(lines[1], cleo=5, dora=5)
    made = await called.at(made, "jury")
    vera, looks = await cast.member("vera"), await queries.criteria(made.id)
    with clock.at(called.IN["jury"]):
        for line in lines:
            await actions.mark(vera, made, line, {look.id: 5 for look in looks})
    await called.at(made, "result")
    text = await shown(browser)
    assert "No juror handed in marks: the jury is left out for all alike." in text
    told = await queries.result(made.id)
    assert [entry["marks"] for entry in told["entries"]] == [[], []]
    assert told["result"][0]["design"] == lines[1].design_id
    with clock.at(called.IN["result"]):
        page = await (await cast.browser_as(browser, "vera")).get(f"{PATH}/jury")
    assert "You handed in no marks, and so yours do not count." in page.text


async def test_with_no_jury_named_its_weight_falls_to_nobody(browser: Browser) -> None:
    made, lines = await judged.challenge((), weight_public=0, weight_jury=100, weight_demand=0)
    await called.at(made, "scoring")
    await judged.score(lines[0], cleo=5)
    await called.at(made, "result")
    assert "No juror handed in marks" in await shown(browser)
    told = await queries.result(made.id)
    assert {one["points"] for one in told["result"]} == {0}
    assert [one["place"] for one in told["result"]] == [1, 2]
    assert told["result"][0]["parted_by"] == "public"


@pytest.mark.usefixtures("home")
async def test_a_design_taken_down_while_the_jury_looks_is_in_no_result_and_hinders_no_juror() -> None:
    from ideas.studio import actions as studio
    from ideas.studio.models import Design

    made, lines = await judged.challenge(("vera",))
    made = await called.at(made, "jury")
    vera, looks = await cast.member("vera"), await queries.criteria(made.id)
    with clock.at(called.IN["jury"]):
        await actions.mark(vera, made, lines[0], {look.id: 4 for look in looks})
        with pytest.raises(Conflict):
            await actions.hand_in(vera, made)
        await studio.withdraw(await cast.member("ben"), await Design.get(id=lines[1].design_id))
        await actions.hand_in(vera, made)
        with pytest.raises(Missing):
            await challenges.entry(made.id, lines[1].id)
    await called.at(made, "result")
    told = await queries.result(made.id)
    assert [one["design"] for one in told["result"]] == [lines[0].design_id]
    assert faults(told) == []


@pytest.mark.usefixtures("home")
async def test_a_score_at_the_last_moment_counts_and_one_at_the_minute_is_refused() -> None:
    made, lines = await judged.challenge(())
    await called.at(made, "scoring")
    line, close = lines[0], called.DATES["jury_at"]
    for handle, moment, taken in (("cleo", close - timedelta(microseconds=1), True), ("dora", close, False)):
        viewer = await cast.member(handle)
        with clock.at(moment):
            found = await score_queries.find(viewer, line.design_id)
            if taken:
                await scores.give(viewer, found, 5)
            else:
                with pytest.raises((Conflict, Forbidden)):
                    await scores.give(viewer, found, 5)
    await called.at(made, "result")
    told = await queries.result(made.id)
    held = {entry["design"]: entry["scores"] for entry in told["entries"]}
    assert held[line.design_id] == [0, 0, 0, 0, 0, 1]


@pytest.mark.usefixtures("home")
async def test_what_is_scored_wished_or_found_invalid_after_the_result_changes_nothing_of_it() -> None:
    made, lines = await judged.challenge(())
    await called.at(made, "scoring")
    await judged.score(lines[0], cleo=5)
    await called.at(made, "result")
    before = await queries.result(made.id)
    with clock.at(called.IN["production"]):
        viewer = await cast.member("dora")
        await scores.give(viewer, await score_queries.find(viewer, lines[1].design_id), 5)
        await db.execute("UPDATE score SET is_valid = ?", False)
        await actions.decide(made.id, Phase.RESULT)
    assert await queries.result(made.id) == before
