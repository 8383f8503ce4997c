"""What counts: read and set by the team, dated, never negative, in the chain of staff acts."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from ambassadors.influence import queries, runs, weights
from ambassadors.influence.weights import Set
from kernel import audit, clock, db
from kernel.errors import Forbidden, Invalid, Missing
from kernel.features import House
from tests import cast, hearing
from tests.browsing import Browser
from tests.ideas.board.test_queries import statements

PAGE = "/team/influence/weights"
FINE = {"weight": "1,5", "half_life": "90", "pair_cap": "4", "day_cap": "7", "reason": "Supports counted too long."}


async def test_a_kind_weighs_what_it_came_with_until_staff_say_otherwise(home: House) -> None:
    before = (await weights.at())["support"]
    assert (before.weight, before.half_life, before.from_at) == (1.0, 180.0, None)
    editor, set_at = await cast.editor(), clock.now()
    assert await weights.set_(editor, "support", Set(2.0, 90.0, 3.0, 10), reason="So.")
    assert not await weights.set_(editor, "support", Set(2.0, 90.0, 3.0, 10), reason="Again.")
    now = (await weights.at())["support"]
    assert (now.weight, now.half_life, now.by) == (2.0, 90.0, editor.name)
    assert (await weights.at(set_at - timedelta(minutes=1)))["support"] == before
    assert (await weights.at())["comment"].from_at is None
    [act] = await db.rows("SELECT act, reason, detail FROM staff_act WHERE act = 'influence.weighed'")
    assert (act["reason"], json.loads(act["detail"])["now"]["weight"]) == ("So.", 2.0)
    assert await audit.broken() is None


@pytest.mark.parametrize(
    "wanted",
    [
        Set(-0.1, 90, 3, 10),
        Set(1, 90, -1, 10),
        Set(float("nan"), 90, 3, 10),
        Set(1, float("inf"), 3, 10),
        Set(101, 90, 3, 10),
        Set(1, 0, 3, 10),
        Set(1, 4000, 3, 10),
        Set(1, 90, 3, 0),
    ],
)
async def test_what_cannot_be_a_weight_is_refused(home: House, wanted: Set) -> None:
    with pytest.raises(Invalid):
        await weights.set_(await cast.editor(), "support", wanted, reason="No.")
    assert (await weights.at())["support"].from_at is None


async def test_only_the_product_team_sets_kinds_that_are_there(home: House) -> None:
    for viewer in (await cast.member(), await cast.manager()):
        with pytest.raises(Forbidden):
            await weights.set_(viewer, "support", Set(2, 90, 3, 10), reason="No.")
    with pytest.raises(Missing):
        await weights.set_(await cast.editor(), "love", Set(2, 90, 3, 10), reason="No.")


async def test_the_next_reckoning_counts_with_it_and_says_so(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_INFLUENCE_WALKS", "500")
    await hearing.customer("ada")
    await hearing.support("ada", await hearing.idea("ben"))
    await runs.reckon()
    assert len(await queries.every()) == 1
    await weights.set_(await cast.editor(), "support", Set(0, 180, 3, 10), reason="Nothing.")
    await runs.reckon()
    assert await queries.every() == []
    run = await queries.newest()
    assert run
    assert run.weights["support"]["weight"] == 0
    assert run.weights["comment"]["half_life"] == 120


@pytest.mark.parametrize(
    ("who", "status"),
    [("", 401), ("member", 404), ("ambassador", 404), ("manager", 404), ("editor", 200), ("admin", 200)],
)
async def test_the_pages_are_the_product_teams(browser: Browser, who: str, status: int) -> None:
    theirs = await cast.browser_as(browser, who) if who else browser
    for path in (PAGE, f"{PAGE}/support"):
        seen = await theirs.peek(path)
        assert seen.status_code == status or (status == 401 and seen.status_code in (302, 303))


async def test_a_weight_is_set_with_a_comma_and_shown_with_its_day(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "editor")
    after = await sol.submit(f"{PAGE}/support", f"{PAGE}/support", **FINE)
    assert "The next reckoning counts with it" in after.text
    assert "1.5" in after.text
    assert "by Sol Vidal" in after.text
    assert (await weights.at())["support"].weight == 1.5
    french = await sol.get(f"{PAGE}?lang=fr", **{"Accept-Language": "fr"})
    assert french.status_code == 200


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"weight": "-1"}, "It must be at least 0"),
        ({"weight": "many"}, "A number is needed."),
        ({"half_life": "0"}, "It must be at least 1"),
        ({"day_cap": "0"}, "It must be at least 1"),
        ({"pair_cap": "101"}, "It must be at most 100"),
        ({"weight": "nan"}, "This cannot be used as it is."),
        ({"weight": "1e999"}, "This cannot be used as it is."),
        ({"reason": ""}, "This is missing."),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    browser: Browser, changed: dict[str, Any], message: str
) -> None:
    sol = await cast.browser_as(browser, "editor")
    seen = await sol.submit(f"{PAGE}/support", f"{PAGE}/support", **{**FINE, **changed})
    assert seen.status_code == 422
    assert message in seen.text
    for value in {**FINE, **changed}.values():
        assert f'value="{value}"' in seen.text
    assert (await weights.at())["support"].from_at is None


async def test_a_kind_that_nobody_knows_is_no_page(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "editor")
    assert (await sol.peek(f"{PAGE}/love")).status_code == 404


async def test_the_page_takes_few_statements_however_much_was_set(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    sol, editor = await cast.browser_as(browser, "editor"), await cast.editor()
    counts = []
    for times in (1, 8):
        for number in range(times):
            await weights.set_(editor, "support", Set(1 + number / 10 + times, 90, 3, 10), reason="Again.")
        with statements(monkeypatch) as seen:
            assert (await sol.get(PAGE)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 10
