"""Steps as the worker keeps them, and the pages that show and set them."""

from __future__ import annotations

from datetime import timedelta

from community.people.models import Person
from community.trust import measures, proofs, queries, settings, standing
from community.trust.ladder import USUAL, Rung
from community.trust.models import MeasureKind, Standing, Step
from kernel import clock, db, jobs
from kernel.features import House
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things

DAY = timedelta(days=1)


async def aged(handle: str, days: int) -> Person:
    person = await cast.person(handle)
    await Person.filter(id=person.id).update(created_at=clock.now() - days * DAY)
    return person


async def steps() -> dict[str, str]:
    rows = await db.rows("SELECT p.handle, s.step FROM standing s JOIN person p ON p.id = s.person_id")
    return {row["handle"]: row["step"] for row in rows}


async def test_everybody_but_the_team_stands_on_a_step(home: House) -> None:
    await aged("ada", 10)
    await aged("ben", 0)
    await cast.manager()
    ada = await cast.member("ada")
    for title in ("One", "Two"):
        await things.idea(title, by=ada)
    await standing.reckon_all()
    assert await steps() == {"ada": "settled", "ben": "newcomer"}
    assert await standing.reckon_all() == 0
    assert await proofs.steps() == []


async def test_who_joins_the_team_leaves_the_ladder(home: House) -> None:
    ada = await cast.person("ada")
    await standing.reckon_all()
    await Person.filter(id=ada.id).update(role="manager")
    assert await proofs.steps() != []
    await standing.reckon_all()
    assert await steps() == {}


async def test_an_event_moves_whom_it_is_about_and_a_step_up_is_told(home: House) -> None:
    await aged("ada", 10)
    ada = await cast.member("ada")
    await standing.reckon_all()
    for title in ("One", "Two"):
        await things.idea(title, by=ada)
    assert await proofs.steps() == []
    with clock.at(clock.now() + timedelta(minutes=5)):
        await jobs.work(home, until_idle=True, like="trust.%")
        await jobs.work(home, until_idle=True, like="react.%")
    assert await steps() == {"ada": "settled"}
    assert [row["kind"] for row in await db.rows("SELECT kind FROM notice")] == ["step.reached"]


async def test_where_steps_are_reckoned_for_the_first_time_nobody_is_told(home: House) -> None:
    await aged("ada", 10)
    ada = await cast.member("ada")
    for title in ("One", "Two"):
        await things.idea(title, by=ada)
    await standing.reckon_all()
    await jobs.work(home, until_idle=True, like="react.%")
    assert await steps() == {"ada": "settled"}
    assert await db.rows("SELECT kind FROM notice") == []


async def test_a_measure_brings_one_down_and_its_lifting_up_again(home: House) -> None:
    await aged("ada", 10)
    ada = await cast.member("ada")
    for title in ("One", "Two"):
        await things.idea(title, by=ada)
    await standing.reckon_all()
    async with db.transaction():
        made = await measures.impose(int(ada.id or 0), kind=MeasureKind.BRAKE, until=clock.now() + DAY)
    await standing.reckon([int(ada.id or 0)])
    assert await steps() == {"ada": "newcomer"}
    async with db.transaction():
        await measures.lift(measure=made.id)
    await standing.reckon([int(ada.id or 0)])
    assert await steps() == {"ada": "settled"}


async def test_a_step_written_by_hand_is_found_and_mended(home: House) -> None:
    ada = await cast.person("ada")
    await standing.reckon_all()
    await Standing.filter(person_id=ada.id).update(step=Step.PILLAR)
    assert len(await proofs.steps()) == 1
    await proofs.steps(fix=True)
    assert await proofs.steps() == []


async def test_the_page_tells_the_step_what_is_needed_and_what_is_in_force(browser: Browser) -> None:
    person = await aged("ada", 1)
    ada = await cast.browser_as(browser, "ada")
    page = (await ada.get("/account/standing")).text
    assert "You are here" in page
    assert "1 of 3 days with an account" in page
    assert "Nothing is in force" in page
    async with db.transaction():
        await measures.impose(person.id, kind=MeasureKind.SUSPEND, why="You sold resale links, three times.")
        await measures.impose(person.id, kind=MeasureKind.BRAKE, until=clock.now() - DAY)
    page = (await ada.get("/account/standing")).text
    assert "You sold resale links" in page
    assert "without an end" in page
    assert (await browser.peek("/account/standing")).status_code == 303
    assert "stands on no step" in (await (await cast.browser_as(browser, "manager")).get("/account/standing")).text


async def test_administrators_set_the_ladder_within_bounds_and_keep_what_they_typed(browser: Browser) -> None:
    root = await cast.browser_as(browser, "admin")
    typed = {
        f"{step}_{name}": getattr(USUAL[step], name) for step in USUAL for name in ("days", "contributions", "clean")
    }
    wrong = await root.submit("/team/trust", "/team/trust", **{**typed, "pillar_days": 20, "regular_clean": "soon"})
    assert wrong.status_code == 422
    assert 'value="soon"' in wrong.text
    wrong = await root.submit("/team/trust", "/team/trust", **{**typed, "pillar_days": 20})
    assert "less than for the step before" in wrong.text
    assert 'value="20"' in wrong.text
    done = await root.submit("/team/trust", "/team/trust", **{**typed, "settled_days": 7})
    assert "The ladder is set" in done.text
    assert (await settings.current())[Step.SETTLED] == Rung(7, 2, 30)
    assert (await (await cast.browser_as(browser, "manager")).get("/team/trust")).status_code == 404
    assert (await queries.people_on())[Step.PILLAR] == 0
