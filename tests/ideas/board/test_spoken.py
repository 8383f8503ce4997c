"""The language of an idea: found by its words, corrected by its author, and told to whoever reads it aloud."""

from __future__ import annotations

import pytest

from ideas.board import actions, spoken
from ideas.board.models import Idea
from kernel import site
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things

pytestmark = pytest.mark.asyncio
FRENCH = "Des semelles que l’on peut changer sans colle, parce que la mienne est usée."
ENGLISH = "A sole that one can change without glue, because mine is worn."


@pytest.fixture(autouse=True)
async def ready(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)


async def told(idea: Idea) -> tuple[str, bool]:
    held = await Idea.get(id=idea.id)
    return held.language, held.is_language_chosen


async def test_it_is_found_when_the_words_are_saved_and_again_when_they_change(browser: Browser) -> None:
    ada = await cast.member("ada")
    idea = await things.idea("Semelles", body=FRENCH)
    assert await told(idea) == ("fr", False)
    await actions.edit(ada, await Idea.get(id=idea.id), title="Soles", body=ENGLISH)
    assert await told(idea) == ("en", False)
    assert await told(await things.idea("8472")) == ("", False)


async def test_what_its_author_says_stands_until_they_say_otherwise(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    idea = await things.idea("Semelles", body=FRENCH)
    edit = f"/ideas/{idea.id}/edit"
    assert "Found by its words: French" in (await ada.get(edit)).text
    await ada.submit(edit, edit, title="Semelles", body=FRENCH, language="en")
    assert await told(idea) == ("en", True)
    assert '<option value="en" selected>' in (await ada.get(edit)).text
    await actions.edit(await cast.member("ada"), await Idea.get(id=idea.id), title="Semelles", body=FRENCH + " Oui.")
    assert await told(idea) == ("en", True)
    await ada.submit(edit, edit, title="Semelles", body=FRENCH, language="")
    assert await told(idea) == ("fr", False)
    wrong = await ada.submit(edit, edit, title="Semelles", body=FRENCH, language="xx")
    assert wrong.status_code == 422


async def test_lists_and_pages_say_in_what_language_it_is(browser: Browser) -> None:
    idea = await things.idea("Semelles", body=FRENCH)
    for path in ("/ideas", f"/ideas/{idea.id}", "/search?q=semelle"):
        assert 'lang="fr"' in (await browser.get(path)).text.replace('<html lang="fr"', "").replace(
            'hreflang="fr" lang="fr"', ""
        )


async def test_a_proposal_may_say_its_language(browser: Browser) -> None:
    await things.board("shoes")
    ada = await cast.browser_as(browser, "ada")
    await ada.submit("/ideas/new", "/ideas/new", board="shoes", title="Semelles", body=FRENCH, language="en")
    assert await told(await Idea.get(title="Semelles")) == ("en", True)
    assert spoken.found("Semelles", FRENCH) == "fr"
