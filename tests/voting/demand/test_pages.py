"""Who sees which figures, and that no money is on a page for everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kernel import clock, db
from kernel.features import House
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things
from tests.voting.demand import people
from voting.ballots.models import SupportEvent
from voting.demand import policies, queries, reckon, why
from voting.value.methods import POLICIES


async def laces() -> int:
    idea = (await things.idea("Laces")).id
    await people.customers()
    for handle in ("ada", "bob", "eve"):
        await people.support(idea, handle)
    await people.valued()
    await reckon.store(await reckon.reckon())
    return idea


@pytest.mark.parametrize(("who", "status"), [("member", 404), ("manager", 404), ("editor", 200), ("admin", 200)])
async def test_why_is_for_the_product_team(browser: Browser, who: str, status: int) -> None:
    idea = await laces()
    theirs = await cast.browser_as(browser, who)
    assert (await theirs.peek(f"/team/demand/{idea}")).status_code == status
    assert (await browser.peek(f"/team/demand/{idea}")).status_code == 303


async def test_why_lists_every_account_under_each_policy(browser: Browser) -> None:
    idea = await laces()
    sol = await cast.browser_as(browser, "editor")
    page = (await sol.get(f"/team/demand/{idea}?policy=linear")).text
    for words in (
        "Customer A",
        "Customer B",
        "Eve",
        "€100.00",
        "€400.00",
        "3 accounts in all",
        "fewer than 30 customers",
    ):
        assert words in page, words
    assert "3.00" in (await sol.get(f"/team/demand/{idea}?policy=one-account")).text
    assert (await sol.peek(f"/team/demand/{idea}?policy=whim")).status_code == 422
    assert (await sol.peek("/team/demand/999999")).status_code == 404
    assert (await sol.peek(f"/team/demand/{idea}?page=2")).status_code == 404


async def test_why_adds_up_to_what_the_console_says_and_follows_the_next_vote(browser: Browser) -> None:
    idea = await laces()
    stored = await queries.latest()
    assert stored is not None
    for policy in POLICIES:
        row = next(row for row in await queries.by_rank(stored.id, policy) if row["idea_id"] == idea)
        told = await why.why(idea, policy)
        in_hundredths = row["demand"] / policies.unit(policy, "EUR") * 100
        assert sum(part.weight for part in told.parts) == told.total == round(in_hundredths)
        assert (told.low, told.high) == (row["data"]["demand"][1], row["data"]["demand"][2])
    before = await why.why(idea, "one-account")
    assert await why.why(idea, "one-account") == before
    await people.support(idea, "fay")
    assert (await why.why(idea, "one-account")).total == before.total + 100


async def test_the_share_is_told_by_heads_and_by_worth(browser: Browser) -> None:
    idea = (await things.idea("Laces")).id
    await people.crowd(idea, voices=40, wanting=10, base=200)
    await db.execute("UPDATE customer SET stated_value = CASE WHEN reference < 'K2' THEN 30000 ELSE 10000 END")
    await reckon.store(await reckon.reckon())
    figure = (await queries.of_ideas([idea]))[idea].figure
    assert figure is not None
    kept = figure["data"]
    assert kept["share"][0] != kept["share_worth"][0]
    assert kept["band_worth"][0] <= kept["share_worth"][1] <= kept["share_worth"][0] <= kept["band_worth"][1]
    sol = await cast.browser_as(browser, "editor")
    by_heads = (await sol.get(f"/team/demand/{idea}")).text
    by_worth = (await sol.get(f"/team/demand/{idea}?share=worth")).text
    assert f"{kept['share'][0]:.1%}" in by_heads
    assert f"{kept['share_worth'][0]:.1%}" in by_worth
    assert f"{kept['share_worth'][0]:.1%}" not in by_heads
    told = next(row for row in (await sol.get("/api/v1/demand")).json()["items"] if row["idea"] == idea)
    assert (told["share_of_base"], told["share_by_worth"]) == (
        round(kept["share"][0], 4),
        round(kept["share_worth"][0], 4),
    )
    for query in ("?sort=share", "?sort=share&share=worth"):
        assert "Laces" in (await sol.get(f"/team/roadmap{query}")).text


async def test_the_share_is_told_to_everybody_without_money(browser: Browser) -> None:
    idea = (await things.idea("Laces")).id
    await people.crowd(idea, voices=40, wanting=10, base=200)
    await reckon.store(await reckon.reckon())
    async with db.transaction():
        await people.support(idea, "ada")
    page = (await browser.get(f"/ideas/{idea}")).text
    assert "customers in 100 would want it" in page
    assert "Support, week by week" in page
    assert "€" not in page
    meaning = await browser.get("/figures")
    assert meaning.status_code == 200
    assert "Not supporting is not refusing" in meaning.text
    sol = await cast.browser_as(browser, "editor")
    why = (await sol.get(f"/team/demand/{idea}")).text
    assert "25.0%" in why
    assert "Doubt band" in why


async def test_the_api_gives_ranks_to_editors(browser: Browser) -> None:
    idea = await laces()
    assert (await browser.peek("/api/v1/demand")).status_code == 401
    assert (await (await cast.browser_as(browser, "manager")).peek("/api/v1/demand")).status_code == 403
    sol = await cast.browser_as(browser, "editor")
    told = (await sol.get("/api/v1/demand?policy=one-account")).json()
    assert [(row["rank"], row["idea"], row["demand"], row["people"]) for row in told["items"]] == [(1, idea, 3.0, 3)]
    assert told["next"] is None
    assert (await sol.peek("/api/v1/demand?policy=whim")).status_code == 422


async def test_support_is_told_for_the_last_twelve_weeks(home: House) -> None:
    idea, ada = await things.idea(), await cast.person("ada")
    now = clock.now()
    told = [("cast", 0), ("cast", 1), ("cast", 8), ("withdrawn", 8), ("imported", 83), ("cast", 85)]
    for kind, days in told:
        at = now - timedelta(days=days)
        await SupportEvent.create(idea_id=idea.id, person_id=ada.id, by_id=ada.id, kind=kind, at=at, recorded_at=now)
    found = (await queries.of_ideas([idea.id]))[idea.id]
    assert (found.figure, found.weeks) == (None, [1, *[0] * 9, 1, 1])
