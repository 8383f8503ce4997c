"""On a page of one language the words of members carry their own: ideas, messages, designs, clubs, what is found."""

from __future__ import annotations

import re

import pytest

from kernel import site
from kernel.search import caught_up
from tests import clubs
from tests.browsing import Browser
from tests.community.discussion import things as threads
from tests.ideas.board import things
from tests.ideas.studio import drawn

ENGLISH = "A sole that one can change without glue, because mine is worn."
FRENCH = "Des semelles que l’on peut changer sans colle, parce que la mienne est usée."


@pytest.fixture(autouse=True)
async def ready(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)


async def read(browser: Browser, path: str) -> str:
    """A page in French, as somebody who reads it aloud gets it."""
    reply = await browser.peek(path, **{"Accept-Language": "fr"})
    if reply.is_redirect:
        reply = await browser.peek(reply.headers["location"], **{"Accept-Language": "fr"})
    assert reply.status_code == 200
    assert '<html lang="fr"' in reply.text
    return reply.text


def holder(page: str, words: str) -> str:
    """The tags that were opened last before the words."""
    before, _found, _after = page.split("<main", 1)[1].partition(words)
    return "".join(re.findall(r"<[^<>]*>", before)[-4:])


async def test_an_english_message_on_a_french_page_says_so(browser: Browser) -> None:
    idea = await things.idea("Semelles", body=FRENCH)
    await threads.message(idea, ENGLISH)
    page = await read(browser, f"/ideas/{idea.id}")
    assert 'lang="en"' in holder(page, "A sole that")
    assert 'lang="fr"' in holder(page, "Des semelles")


async def test_what_is_found_says_its_language(browser: Browser) -> None:
    idea = await things.idea("Semelles", body=FRENCH)
    await threads.message(idea, ENGLISH)
    await caught_up()
    assert 'lang="en"' in holder(await read(browser, "/search?q=worn&in=comment"), "A sole that")


async def test_a_club_and_a_design_speak_their_own_language_too(browser: Browser) -> None:
    await clubs.found("menders", summary="We mend what others throw away, and we meet twice a month.")
    design = await drawn.published(title="The sole of my grandmother")
    for path, words in (
        ("/clubs", "We mend what"),
        ("/clubs/menders", "We mend what"),
        ("/designs", "The sole of"),
        (f"/designs/{design.id}", "The sole of"),
    ):
        assert 'lang="en"' in holder(await read(browser, path), words), path
