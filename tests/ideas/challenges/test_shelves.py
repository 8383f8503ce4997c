"""The gallery narrowed to what was entered for a challenge."""

from __future__ import annotations

from ideas.challenges.models import Entry
from kernel import clock, site
from tests import cast
from tests.browsing import Browser
from tests.ideas.challenges import called
from tests.ideas.studio import drawn


async def test_the_gallery_shows_the_designs_of_one_challenge(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)
    challenge = await called.at(await called.announced(), "submissions")
    await called.entered(challenge, await cast.member("ben"), title="Entered")
    await drawn.published(title="Not entered")
    page = (await browser.get(f"/designs?challenge={challenge.slug}")).text
    assert ">Entered<" in page
    assert ">Not entered<" not in page
    assert f"challenge={challenge.slug}" in (await browser.get("/designs")).text
    assert (await browser.get("/designs?challenge=none-such")).status_code == 404
    api = (await browser.get(f"/api/v1/designs?challenge={challenge.slug}")).json()
    assert [one["title"] for one in api["items"]] == ["Entered"]
    await Entry.all().update(withdrawn_at=clock.now())
    await site.change(name="Halage")
    assert ">Entered<" not in (await browser.get(f"/designs?challenge={challenge.slug}")).text


async def test_a_draft_of_a_challenge_narrows_nothing_for_others(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)
    challenge = await called.draft("secret")
    assert (await browser.get(f"/designs?challenge={challenge.slug}")).status_code == 404


async def test_the_order_by_score_tells_nothing_before_the_result(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)
    challenge = await called.at(await called.announced(), "submissions")
    await called.entered(challenge, await cast.member("ben"), title="Entered")
    await drawn.published(title="Free")
    page = (await browser.get("/designs?sort=score")).text
    assert ">Free<" in page
    assert ">Entered<" not in page
    assert ">Entered<" in (await browser.get("/designs?sort=new")).text
