"""“Already proposed?” beside the form: helping what is there takes one press, and what was typed stays."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ideas.board import actions, answers, merging
from ideas.board.models import Idea, Status
from ideas.discovery import beside, drafts, rarity
from kernel import search
from kernel.features import House
from tests import cast
from tests.browsing import Browser, Page, hidden_fields
from tests.ideas.board import things
from tests.ideas.board.test_queries import statements

HTMX = {"HX-Request": "true"}
TYPED = {
    "title": "Put a new sole on my old boots",
    "body": "The leather is fine <still>",
    "tags": "Repair",
    "board": "shoes",
}
OTHERS = ("Larger pockets", "Half sizes", "A quieter zip", "Longer laces", "A bag of thirty litres")


async def resole(**values: Any) -> Idea:
    for title in OTHERS:
        await things.idea(title)
    made = await things.idea("Resole worn boots", body="The uppers are fine, only the sole has gone.", **values)
    await rarity.count()
    await search.caught_up()
    return made


async def form(theirs: Browser) -> dict[str, str]:
    return {**hidden_fields((await theirs.get("/ideas/new")).text, "/ideas/new"), **TYPED}


def is_whole(page: Page) -> bool:
    """Has the page everything that was typed?"""
    kept = (TYPED["title"], "The leather is fine &lt;still&gt;", 'value="Repair"')
    return all(words in page.text for words in kept) and bool(re.search(r'value="shoes" checked', page.text))


def pressed(page: Page, idea: Idea) -> str:
    """The state of an idea's button beside the form; empty where there is none."""
    found = re.search(rf'id="help-{idea.id}"[^>]*aria-pressed="(\w+)"', page.text)
    return found[1] if found else ""


async def test_while_typing_a_fragment_comes_with_count_state_board_and_button(browser: Browser) -> None:
    idea = await resole()
    ben = await cast.browser_as(browser, "ben")
    page = await ben.post("/ideas/similar", await form(ben), **HTMX)
    assert "<html" not in page.text
    for words in ("Resole worn boots", "0 people support it", "Open", "Shoes"):
        assert words in page.text, words
    assert pressed(page, idea) == "false"
    told = hidden_fields(f'<form action="x">{page.text}</form>', "x")
    same = await ben.post("/ideas/similar", {**await form(ben), "known": told["known"]}, **HTMX)
    assert same.status_code == 204


async def test_nothing_is_compared_with_a_few_letters(home: House) -> None:
    await resole()
    ada = await cast.member("ada")
    assert await beside.near(ada, "Sole", "") == []
    assert await beside.near(ada, "Put a new sole on my old boots", "") != []


async def test_one_press_supports_it_and_keeps_what_was_typed(browser: Browser) -> None:
    idea = await resole()
    ben, viewer = await cast.browser_as(browser, "ben"), await cast.member("ben")
    page = await ben.post(f"/ideas/similar/{idea.id}/support", await form(ben), **HTMX)
    assert "You support this idea now. Your text is kept as a draft." in page.text
    assert pressed(page, idea) == "true"
    assert (await Idea.get(id=idea.id)).supporters == 1
    [draft] = await drafts.mine(viewer)
    assert draft.typed["body"] == TYPED["body"]
    back = await ben.post(f"/ideas/similar/{idea.id}/support/withdrawal", await form(ben), **HTMX)
    assert pressed(back, idea) == "false"
    assert (await Idea.get(id=idea.id)).supporters == 0


async def test_without_scripts_the_whole_form_comes_back_with_what_is_similar(browser: Browser) -> None:
    idea = await resole()
    ben = await cast.browser_as(browser, "ben")
    page = await ben.post("/ideas/similar", await form(ben), files={"picture_1": ("boots.png", b"x", "image/png")})
    assert page.status_code == 200
    assert is_whole(page)
    assert "choose boots.png again" in page.text
    assert pressed(page, idea) == "false"
    assert f'form="writing" formaction="/ideas/similar/{idea.id}/support"' in page.text


async def test_without_scripts_one_press_supports_and_the_form_comes_back(browser: Browser) -> None:
    idea = await resole()
    ben = await cast.browser_as(browser, "ben")
    sent = await ben.post(
        f"/ideas/similar/{idea.id}/support", await form(ben), files={"picture_1": ("boots.png", b"x", "image/png")}
    )
    assert sent.status_code == 303
    page = await ben.get(sent.headers["location"])
    assert is_whole(page)
    assert "You support this idea now. Your text is kept as a draft." in page.text
    assert "choose boots.png again" in page.text
    assert pressed(page, idea) == "true"
    assert (await Idea.get(id=idea.id)).supporters == 1


async def test_an_address_with_words_shows_the_form_with_them(browser: Browser) -> None:
    idea = await resole()
    ben = await cast.browser_as(browser, "ben")
    page = await ben.get("/ideas/similar?title=Put a new sole on my old boots&board=shoes")
    assert "Put a new sole on my old boots" in page.text
    assert pressed(page, idea) == "false"
    assert "/sign-in" in str((await browser.get("/ideas/similar?title=x")).url)


async def test_a_draft_that_comes_back_shows_what_is_similar_at_once(browser: Browser) -> None:
    idea = await resole()
    ben = await cast.browser_as(browser, "ben")
    await ben.post("/ideas/drafts", await form(ben))
    assert pressed(await ben.get("/ideas/new"), idea) == "false"


async def test_what_takes_no_support_has_no_button_and_what_is_merged_is_where_it_leads(browser: Browser) -> None:
    idea, mo = await resole(), await cast.manager()
    ben = await cast.browser_as(browser, "ben")
    other = await things.idea("Soles for old boots, put on anew")
    await merging.merge(mo, sources=[idea.id], target=other.id)
    await search.caught_up()
    page = await ben.post("/ideas/similar", await form(ben), **HTMX)
    assert pressed(page, idea) == ""
    assert pressed(page, other) == "false"
    await answers.answer(mo, await Idea.get(id=other.id), status=Status.PLANNED, body="In spring.")
    await answers.answer(mo, await Idea.get(id=other.id), status=Status.SHIPPED, body="Done.")
    shipped = await ben.post("/ideas/similar", await form(ben), **HTMX)
    assert "Soles for old boots" in shipped.text
    assert pressed(shipped, other) == ""
    refused = await ben.post(f"/ideas/similar/{other.id}/support", await form(ben), **HTMX)
    assert "takes no support now" in refused.text


async def test_what_one_may_not_see_is_not_beside_nor_helped(browser: Browser) -> None:
    await things.board("plans", see="staff", propose="staff")
    idea = await resole(by=await cast.viewer("root"), on="plans")
    ben = await cast.browser_as(browser, "ben")
    assert "Resole worn boots" not in (await ben.post("/ideas/similar", await form(ben), **HTMX)).text
    for path in (f"/ideas/similar/{idea.id}/support", "/ideas/similar/4711/support"):
        assert (await ben.post(path, await form(ben), **HTMX)).status_code == 404
    hidden = await resole()
    await actions.hide(await cast.manager(), hidden.id)
    await search.caught_up()
    assert "Resole worn boots" not in (await ben.post("/ideas/similar", await form(ben), **HTMX)).text


async def test_few_queries_answer_while_one_types(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await resole()
    ada = await cast.member("ada")
    await beside.near(ada, TYPED["title"], TYPED["body"])
    with statements(monkeypatch) as asked:
        assert await beside.near(ada, TYPED["title"], TYPED["body"])
    assert len(asked) <= 10, asked
