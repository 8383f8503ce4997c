"""Looking for a wish and proposing it in Chromium with what was proposed already beside it: by keys, or without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests import chromium
from tests.journeys.test_studio import faults
from tests.journeys.visit import NARROW, WIDE, Site, by_keys, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
__all__ = ["site"]
WISH, STORY = "Resole my Bief instead of selling me a new pair", "The leather is as good as new."
FREE = "#beside-found button[aria-pressed=false]"


def window(site: Site, person: str, *, width: int = WIDE, scripts: bool = True) -> Page:
    page = site.dressed(person, scripts=scripts).new_page()
    page.set_viewport_size({"width": width, "height": 900})
    return page


def enter(page: Page, selector: str) -> None:
    """A link or a button that leads to another page, by keys."""
    by_keys(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def until_found(page: Page) -> None:
    """The worker makes the index when the site begins."""
    for _ in range(90):
        page.goto(f"/ideas/similar?title={WISH}")
        if page.locator(FREE).count():
            return
        page.wait_for_timeout(1000)
    raise AssertionError("nothing similar is found")


def test_typing_is_never_interrupted_and_one_press_helps_what_is_there(site: Site) -> None:
    page = window(site, "ben")
    until_found(page)
    page.goto("/ideas/new?draft=new")
    by_keys(page, "#title")
    page.keyboard.type(WISH, delay=15)
    expect(page.locator(FREE).first).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "title"
    by_keys(page, "#body")
    page.keyboard.type(STORY, delay=15)
    expect(page.locator("#kept")).to_contain_text("Kept as a draft, ")
    assert page.evaluate("document.activeElement.id") == "body"
    helped = page.locator(FREE).first.get_attribute("id")
    by_keys(page, f"#{helped}")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{helped}")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#beside-found")).to_contain_text("You support this idea now. Your text is kept as a draft.")
    assert page.evaluate("document.activeElement.id") == helped
    assert (page.input_value("#title"), page.input_value("#body")) == (WISH, STORY)
    assert faults(page) == []

    telephone = window(site, "ben", width=NARROW)
    telephone.goto("/ideas/new")
    assert (telephone.input_value("#title"), telephone.input_value("#body")) == (WISH, STORY)
    expect(telephone.locator("form .notice").first).to_contain_text("Your draft from")
    assert faults(telephone) == []
    telephone.get_by_role("button", name="Throw away").first.click()
    telephone.goto("/ideas/new")
    assert telephone.input_value("#title") != WISH


def offered(page: Page, typed: str) -> None:
    """Type, and wait for what is offered for all the words there are: the answers to fewer are dropped or replaced."""
    words = page.input_value("main #q") + typed
    with page.expect_response(lambda reply: reply.url.endswith(f"/search/suggestions?q={words}")):
        page.keyboard.type(typed, delay=30)
    expect(page.locator("#q-found a").last).to_have_text(f"Everything with “{words}”")


def test_a_wish_is_looked_for_read_and_helped_by_keys_alone(site: Site) -> None:
    """What is found while one types, gone through by arrows, an idea of it, and the form with the words looked for."""
    page = window(site, "mo")
    until_found(page)
    page.goto("/search")
    assert faults(page) == []
    by_keys(page, "main #q")
    offered(page, "resol")
    assert page.evaluate("document.activeElement.id") == "q"
    assert faults(page) == []
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('#q-found li:first-child a')")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.matches('#q-found li:last-child a')")
    page.keyboard.press("Escape")
    assert (page.evaluate("document.activeElement.id"), page.input_value("main #q")) == ("q", "resol")
    assert page.locator("#q-found a").count() == 0
    offered(page, "e")
    enter(page, "#q-found a[href^='/ideas/']")
    assert "resole" in page.inner_text("main").lower()
    assert faults(page) == []
    by_keys(page, ".door #door-q")
    page.keyboard.type(WISH)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.input_value("main #q") == WISH
    assert faults(page) == []
    enter(page, "main a[href^='/ideas/new?title=']")
    assert page.input_value("#title") == WISH
    expect(page.locator(FREE).first).to_be_visible()
    helped = page.locator(FREE).first.get_attribute("id")
    by_keys(page, f"#{helped}")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{helped}")).to_have_attribute("aria-pressed", "true")
    assert page.input_value("#title") == WISH
    assert faults(page) == []


def test_two_windows_keep_their_words_apart(site: Site) -> None:
    one, two = window(site, "ben"), window(site, "ben")
    one.goto("/ideas/new?draft=new")
    one.locator("#title").press_sequentially("Laces from the telephone")
    expect(one.locator("#kept")).to_contain_text("Kept as a draft, ")
    two.goto("/ideas/new")
    two.locator("#title").press_sequentially(", and from the desk")
    expect(two.locator("#kept")).to_contain_text("Kept as a draft, ")
    one.locator("#title").press_sequentially(" again")
    expect(one.locator("#kept")).to_contain_text("Another window went on with this draft.")
    one.goto("/ideas/drafts")
    assert one.locator("ul.rows .idea__title").count() >= 2


def test_the_same_without_scripts(site: Site) -> None:
    page = window(site, "ada", width=NARROW, scripts=False)
    until_found(page)
    page.goto("/ideas/new?draft=new")
    page.fill("#title", WISH)
    page.fill("#body", STORY)
    page.get_by_role("button", name="See what is similar").click()
    assert (page.input_value("#title"), page.input_value("#body")) == (WISH, STORY)
    page.fill("#body", f"{STORY} And more.")
    helped = page.locator(FREE).first.get_attribute("id")
    page.locator(FREE).first.click()
    assert page.input_value("#body") == f"{STORY} And more."
    assert page.locator(f"#{helped}").get_attribute("aria-pressed") == "true"
    assert "Your text is kept as a draft." in page.inner_text(".said")
    page.fill("#body", "Kept by the button.")
    page.get_by_role("button", name="Keep as draft").click()
    assert page.input_value("#body") == "Kept by the button."


def test_the_team_rules_on_likely_duplicates_by_keys(site: Site) -> None:
    page = window(site, "mo")
    page.goto("/moderation")
    enter(page, "a[href='/moderation/duplicates']")
    expect(page.locator("#pairs li").first).to_be_visible()
    assert faults(page) == []
    before = page.locator("#pairs > li").count()
    enter(page, "#pairs button[value=different]")
    expect(page.locator(".said")).to_contain_text("Remembered as not the same.")
    enter(page, "form[action$=withdrawal] button")
    expect(page.locator(".said")).to_contain_text("The two wait again.")
    assert page.locator("#pairs > li").count() == before


def test_an_idea_is_divided_and_linked_by_keys(site: Site) -> None:
    page = window(site, "mo")
    page.goto("/ideas?q=corozo")
    page.locator("p.idea__title a").first.click()
    page.wait_for_url("**/ideas/*-*")
    enter(page, "a[href$='/split']")
    by_keys(page, "#second_title")
    page.keyboard.type("Buttons of wood")
    assert faults(page) == []
    page.get_by_role("button", name="Divide it and ask").press("Enter")
    expect(page.locator(".said")).to_contain_text("Divided.")
    expect(page.locator("#links + ul")).to_contain_text("Split from")
    enter(page, "a[href$='/links']")
    by_keys(page, "#q")
    page.keyboard.type("1")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    by_keys(page, "input[name=relation]")
    page.keyboard.press("Space")
    assert faults(page) == []
    page.get_by_role("button", name="Link the two").press("Enter")
    expect(page.locator(".said")).to_contain_text("Linked. Both pages say so.")
