"""Saying that a score is wrong, and the human answer to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ambassadors.influence import objections
from kernel import clock, db, jobs
from kernel.errors import Conflict, Forbidden
from kernel.features import House, the_house
from tests import cast
from tests.ambassadors.influence import told
from tests.browsing import Browser

MINE, DESK = "/people/ben/influence/objections", "/team/influence/objections"


async def reached() -> None:
    ben, anna = await cast.person("ben"), await cast.person("anna")
    made = await told.run()
    await told.scored(made, ben.id, [(anna.id, 40, {}), (anna.id, 2, {"kind": "comment"})])


async def test_a_member_objects_to_a_line_and_reads_the_answer(browser: Browser) -> None:
    await reached()
    ben, sol = await cast.browser_as(browser, "ben"), await cast.browser_as(browser, "editor")
    seen = await ben.submit(MINE, MINE, about="comment//", body="Anna is my sister.")
    assert "A person answers within five days." in seen.text
    assert seen.text.count("1 person answered your comments") == 2
    assert "You objected; a person answers by" in (await ben.get("/people/ben/influence")).text
    await jobs.work(the_house(), until_idle=True)
    assert "says that their influence is wrong" in (await sol.get("/inbox")).text
    number = await db.value("SELECT id FROM influence_objection")
    case = await sol.get(f"{DESK}/{number}")
    assert "Anna is my sister." in case.text
    assert "@anna" in case.text
    reply = await sol.submit(
        f"{DESK}/{number}", f"{DESK}/{number}", verdict="upheld", words="Right: one household now."
    )
    assert "Answered; they are told." in reply.text
    await jobs.work(the_house(), until_idle=True)
    assert "You were right about your influence" in (await ben.get("/inbox")).text
    page = (await ben.get(MINE)).text
    assert "Right: one household now." in page
    assert "You were right" in page
    assert await db.value("SELECT count(*) FROM staff_act WHERE act = 'objection.answered'") == 1


@pytest.mark.parametrize(
    "typed", [{"body": ""}, {"body": "x" * 4001}, {"body": "Words kept.", "about": "no such line"}]
)
async def test_what_cannot_be_used_comes_back_as_it_was_typed(browser: Browser, typed: dict[str, str]) -> None:
    await reached()
    ben = await cast.browser_as(browser, "ben")
    reply = await ben.submit(MINE, MINE, **{"about": "whole", **typed})
    assert reply.status_code == 422
    assert typed["body"] in reply.text


async def test_an_answer_without_words_or_verdict_is_refused(browser: Browser) -> None:
    await reached()
    number = await objections.object_(await cast.viewer("ben"), run_id=None, about="whole", body="Wrong.")
    sol = await cast.browser_as(browser, "editor")
    reply = await sol.submit(f"{DESK}/{number}", f"{DESK}/{number}", words="Kept words.")
    assert reply.status_code == 422
    assert "Kept words." in reply.text
    assert (await objections.find(number)).is_open


@pytest.mark.parametrize("who", ["stranger", "ada", "manager"])
async def test_the_desk_is_there_for_the_product_team_alone(browser: Browser, who: str) -> None:
    await reached()
    number = await objections.object_(await cast.viewer("ben"), run_id=None, about="whole", body="Wrong.")
    theirs = browser if who == "stranger" else await cast.browser_as(browser, who)
    for path in (DESK, f"{DESK}/{number}", MINE):
        assert (await theirs.peek(path)).status_code in (303, 404), path
    if who != "stranger":
        assert (await theirs.submit("/account", f"{MINE}/{number}/withdrawal")).status_code == 404


async def test_it_is_taken_back_answered_once_and_three_wait_at_most(home: House) -> None:
    ben, sol = await cast.viewer("ben"), await cast.viewer("sol")
    first, second, _third = [
        await objections.object_(ben, run_id=None, about="whole", body=f"Wrong {n}.") for n in range(3)
    ]
    with pytest.raises(Conflict):
        await objections.object_(ben, run_id=None, about="whole", body="A fourth.")
    await objections.withdraw(ben, first)
    with pytest.raises(Conflict):
        await objections.answer(sol, first, is_right=False, words="Too late.")
    await objections.answer(sol, second, is_right=False, words="It stands.")
    with pytest.raises(Conflict):
        await objections.answer(sol, second, is_right=True, words="Or not.")
    with pytest.raises(Conflict):
        await objections.withdraw(ben, second)


async def test_nobody_answers_for_themselves(home: House) -> None:
    sol = await cast.viewer("sol")
    number = await objections.object_(sol, run_id=None, about="whole", body="Mine.")
    with pytest.raises(Forbidden):
        await objections.answer(sol, number, is_right=True, words="I am right.")


async def test_after_five_days_it_is_late(home: House) -> None:
    number = await objections.object_(await cast.viewer("ben"), run_id=None, about="whole", body="Wrong.")
    assert not (await objections.find(number)).is_late
    with clock.at(clock.now() + timedelta(days=5, minutes=1)):
        assert (await objections.find(number)).is_late


async def test_what_was_objected_to_stays_when_its_run_forgets_its_lines(browser: Browser) -> None:
    await reached()
    ben, sol = await cast.browser_as(browser, "ben"), await cast.browser_as(browser, "editor")
    await ben.submit(MINE, MINE, about="comment//", body="Anna is my sister.")
    await db.execute("DELETE FROM influence_line")
    await db.execute("UPDATE influence_objection SET run_id = NULL")
    assert "1 person answered your comments" in (await ben.get(MINE)).text
    number = await db.value("SELECT id FROM influence_objection")
    case = (await sol.get(f"{DESK}/{number}")).text
    assert "@anna" in case
    assert "1 person answered your comments" in case
