"""Scores in step: found as supports are, marked, set aside by a person, and told beside the count."""

from __future__ import annotations

import pytest

from ideas.studio.models import Design
from kernel import clock, db
from kernel.features import House
from kernel.viewer import Viewer
from tests import cast
from tests.browsing import Browser
from tests.cast import browser_as
from tests.ideas.studio import drawn
from tests.voting.ballots.test_support import csrf
from voting.ballots import score_proofs, score_queries, scores
from voting.ballots.doubt_models import Voted
from voting.ballots.states import State
from voting.honesty import actions, gathering, queries, traits
from voting.honesty.traits import Limits

RING = 9


async def given(viewer: Viewer, design: Design, value: int) -> None:
    await scores.give(viewer, await score_queries.find(viewer, design.id), value)


async def rated() -> tuple[list[Design], list[Viewer]]:
    """Five designs, some people who score them as they like, and a ring of new accounts that gives four of them the best."""
    designs = [await drawn.published() for _ in range(5)]
    honest = [await cast.member(f"honest{n}") for n in range(12)]
    ring = [await cast.member(f"ring{n}") for n in range(RING)]
    ids = [int(viewer.id or 0) for viewer in ring]
    await db.execute("UPDATE person SET created_at = ?", clock.now().replace(year=2020))
    await db.execute(f"UPDATE person SET created_at = ? WHERE id IN ({db.marks(ids)})", clock.now(), *ids)
    for n, viewer in enumerate(honest):
        await given(viewer, designs[n % 5], n % 6)
    for viewer in ring:
        for design in designs[:4]:
            await given(viewer, design, 5)
    return designs, ring


async def test_a_ring_of_scores_is_marked_and_then_set_aside(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    designs, ring = await rated()
    monkeypatch.setattr(traits, "Limits", lambda: Limits(second=1e6, pairs=1.0))
    assert await gathering.look() == 1
    [group] = (await queries.findings()).items
    assert (group["people"], group["votes"]) == (RING, 4 * RING)
    assert (await queries.shared_things(group["id"]))[0]["many"] == RING
    told = await score_queries.in_full(designs[0].id)
    assert told is not None
    assert (told.raw, told.standing.count, told.doubtful, told.aside) == (RING + 3, RING + 3, RING, 0)
    act = await actions.quarantine(await cast.manager(), group["id"], why="They came in one night")
    told = await score_queries.in_full(designs[0].id)
    assert told is not None
    assert (told.raw, told.standing.count, told.doubtful, told.aside) == (RING + 3, 3, 0, RING)
    assert await score_proofs.scores() == []
    assert await gathering.look() == 1
    assert (await queries.findings()).items == []
    await actions.release(await cast.manager(), act, why="A school class")
    monkeypatch.setattr(traits, "Limits", lambda: Limits(second=1e-300))
    assert await gathering.look() == 0
    assert (await queries.own(ring[0], Voted.SCORE, designs[0].id)).state == State.VALID
    assert await score_proofs.scores() == []


async def test_low_and_high_scores_of_one_design_are_not_the_same(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    designs, ring = await rated()
    for viewer in ring[: RING // 2 + 1]:
        for design in designs[:4]:
            await given(viewer, design, 0)
    monkeypatch.setattr(traits, "Limits", lambda: Limits(second=1e6, pairs=1.0))
    assert await gathering.look() == 0


async def test_a_score_leaves_the_trace_of_its_day(browser: Browser) -> None:
    design, ben = await drawn.published(), await browser_as(browser, "ben")
    for _time in range(2):
        done = await ben.post(f"/designs/{design.id}/score", {"csrf": await csrf(ben), "value": "4", "wish": "1"})
        assert done.status_code in (200, 303)
    assert await db.value("SELECT COUNT(*) AS n FROM trace") == 1


async def test_everybody_reads_what_is_set_aside_and_the_voter_objects(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    designs, _ring = await rated()
    monkeypatch.setattr(traits, "Limits", lambda: Limits(second=1e6, pairs=1.0))
    await gathering.look()
    stranger = browser.another()
    page = await stranger.get(f"/designs/{designs[0].id}")
    assert f"{RING} of these scores are marked as doubtful" in page.text
    [group] = (await queries.findings()).items
    mo = await browser_as(browser.another(), "manager")
    desk = await mo.get(f"/moderation/votes/{group['id']}")
    assert "gave most of the same 4 designs the same kind of score" in desk.text
    assert f"/designs/{designs[0].id}" in desk.text
    await actions.quarantine(await cast.admin(), group["id"], why="One night")
    page = await stranger.get(f"/designs/{designs[0].id}")
    assert f"{RING} more of {RING + 3} given are set aside" in page.text
    theirs = await browser_as(browser.another(), "ring0")
    assert "Set aside: it does not count" in (await theirs.get("/account/votes")).text
    place = f"/account/votes/score/{designs[0].id}"
    done = await theirs.submit(place, f"{place}/objection", body="I like them all.")
    assert "It waits for an answer." in done.text
