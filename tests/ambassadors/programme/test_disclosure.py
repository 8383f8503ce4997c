"""Who gets perks is marked with words wherever they speak."""

from __future__ import annotations

import pytest

from ambassadors.storefronts import actions as shops
from community.clubs import queries as clubs_of
from community.clubs import topics
from kernel import site
from kernel.i18n import speaking
from kernel.viewer import Viewer
from tests import cast, clubs
from tests.browsing import Browser
from tests.community.discussion import things as talk
from tests.ideas.board import things
from tests.ideas.studio import drawn

MARK = "Ambassador: receives perks from Tandem"


async def spoken(by: Viewer) -> list[str]:
    """Somebody proposes, comments, draws, opens a topic and a shop: where each is read."""
    idea = await things.idea("Wider toes", by=by)
    other = await things.idea("Longer laces", by=await cast.manager())
    await talk.message(other, "I tried them.", by=by)
    design = await drawn.published(by)
    club = await clubs.found("walkers", host=by.handle)
    topic = await topics.open_one(by, await clubs_of.find(by, club.slug), title="Winter", body="Where to?")
    await shops.keep(by, name="A bench", story="Made for rain.", wall="moss")
    return [
        f"/people/{by.handle}",
        "/ideas",
        f"/ideas/{idea.id}",
        f"/ideas/{other.id}",
        "/search?q=toes",
        "/designs",
        f"/designs/{design.id}",
        "/clubs/walkers",
        "/clubs/walkers/members",
        "/clubs/walkers/about",
        "/clubs/walkers/topics",
        f"/clubs/walkers/topics/{topic}",
        f"/people/{by.handle}/shop",
    ]


async def test_the_badge_stands_wherever_an_ambassador_speaks(browser: Browser) -> None:
    reader = await cast.browser_as(browser, "sol")
    for path in await spoken(await cast.member("ben")):
        assert MARK in (await reader.get(path)).text, path


async def test_it_names_the_brand_as_it_is_called_now(browser: Browser) -> None:
    idea = await things.idea("Wider toes", by=await cast.member("ben"))
    for name, written in (("Halage", "Halage"), ('Quai & "Fils"', "Quai &amp; &#34;Fils&#34;")):
        await site.change(name=name, ready=True)
        for path in ("/ideas", f"/ideas/{idea.id}", "/people/ben"):
            assert f"Ambassador: receives perks from {written}<" in (await browser.get(path)).text, path


async def test_nobody_else_carries_it(browser: Browser) -> None:
    reader = await cast.browser_as(browser, "sol")
    for path in await spoken(await cast.member("ada")):
        assert MARK not in (await reader.get(path)).text, path


async def test_feeds_and_the_api_say_it_too(browser: Browser) -> None:
    await things.idea("Wider toes", by=await cast.member("ben"))
    await things.idea("Longer laces", by=await cast.member("ada"))
    feed = (await browser.get("/ideas.atom")).text
    assert "<name>Ben Okafor (ambassador, gets perks)</name>" in feed
    assert "<name>Ada Morel</name>" in feed
    told = (await browser.get("/api/v1/ideas")).json()["items"]
    assert {idea["author"]["handle"]: idea["author"]["is_ambassador"] for idea in told} == {"ben": True, "ada": False}


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Ambassador, gets perks"), ("fr", "Parmi les ambassadeurs, reçoit des avantages")]
)
async def test_it_says_what_it_means_in_both_languages(browser: Browser, lang: str, words: str) -> None:
    await cast.person("ben")
    with speaking(lang):
        page = (await browser.get("/people/ben", **{"Accept-Language": lang})).text
    assert words in page
    assert 'href="/ambassadors#disclosure"' in page
