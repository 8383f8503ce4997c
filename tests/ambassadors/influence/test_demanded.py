"""Ambassadors among the supporters, and demand with how far supporters carry: off by default, disclosed, capped, beside."""

from __future__ import annotations

from typing import Any

import pytest

from ambassadors.influence import choices
from community.people.models import Person
from kernel.features import House
from tests import cast
from tests.ambassadors.influence import told
from tests.browsing import Browser
from tests.voting.roadmap import world
from voting.demand import carriers, why
from voting.roadmap import snapshots

WANTED = "TANDEM_DEMAND_CARRY_MOST"


async def frozen() -> tuple[snapshots.Frozen, dict[str, dict[str, Any]]]:
    found = await snapshots.freeze(await cast.editor(), policy="linear")
    rows = [dict(zip(found.columns, row, strict=True)) async for batch in snapshots.batches(found) for row in batch]
    return found, {row["title"]: row for row in rows}


async def carried(**places: float) -> None:
    """A reckoning in which these members stand at these places."""
    run = await told.run()
    for handle, place in places.items():
        await told.score(run, (await cast.person(handle)).id, 100, percentile=place)


async def test_a_file_says_how_many_ambassadors_want_it(home: House) -> None:
    await world.made()
    _, rows = await frozen()
    assert [rows[title]["ambassadors"] for title in (world.RESOLE, world.TOTE, world.LACE)] == [1, 0, 0]
    await Person.filter(handle="gil").update(is_ambassador=True)
    _, rows = await frozen()
    assert [rows[title]["ambassadors"] for title in (world.RESOLE, world.TOTE, world.LACE)] == [1, 1, 0]
    await Person.all().update(is_ambassador=False)
    _, rows = await frozen()
    assert [rows[title]["ambassadors"] for title in (world.RESOLE, world.TOTE, world.LACE)] == [None] * 3


async def test_who_wants_no_such_figure_has_none(home: House) -> None:
    ideas = await world.made()
    await carried(ben=80.0)
    made, _ = await frozen()
    assert "demand_carried" not in made.columns
    assert "carry_most" not in made.header
    assert (await why.why(ideas[world.RESOLE], "linear")).carried is None


async def test_the_figure_beside_demand_is_the_sum_done_by_hand(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Acme, 400, counts by Ben, who carries farther than Ada; Fay, 25, by herself; nobody else is reached."""
    monkeypatch.setenv(WANTED, "0.5")
    ideas = await world.made()
    plain, rows = await frozen()
    assert rows[world.RESOLE]["demand_carried"] == rows[world.RESOLE]["demand"] == 425
    await carried(ada=20.0, ben=80.0, fay=100.0)
    made, rows = await frozen()
    assert made.id != plain.id
    assert (made.columns[-1], made.header["carry_most"]) == ("demand_carried", 0.5)
    assert rows[world.RESOLE]["demand_carried"] == pytest.approx(400 * 1.4 + 25 * 1.5)
    assert (rows[world.RESOLE]["demand"], rows[world.TOTE]["demand_carried"]) == (425, 125)
    found = await why.why(ideas[world.RESOLE], "linear")
    assert found.carried == pytest.approx(59_750)
    assert sum(part.weight for part in found.parts) == found.total == 42_500


async def test_who_left_the_score_weighs_as_anybody(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WANTED, "0.5")
    ideas = await world.made()
    await carried(ben=80.0)
    await choices.leave(await cast.viewer("ben"))
    assert await carriers.reaches() == {}
    assert (await why.why(ideas[world.RESOLE], "linear")).carried == pytest.approx(42_500)


async def test_the_page_shows_both_and_says_what_it_is(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    ideas = await world.made()
    await carried(ben=80.0)
    sol = await cast.browser_as(browser, "editor")
    plain = (await sol.get(f"/team/demand/{ideas[world.RESOLE]}")).text
    assert "1 ambassador is among the supporters" in plain
    assert "orders nothing" not in plain
    monkeypatch.setenv(WANTED, "0.5")
    shown = (await sol.get(f"/team/demand/{ideas[world.RESOLE]}")).text
    assert "585.00" in shown
    assert "425.00 without" in shown
    assert "50%" in shown
    assert "orders nothing" in shown
