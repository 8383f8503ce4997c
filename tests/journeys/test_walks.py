"""Chromium on the demo world: by keys alone, without scripts, and on a telephone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests import chromium, look
from tests.journeys.visit import NARROW, WIDE, Site, by_keys, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
__all__ = ["site"]
SMALL = """[...document.querySelectorAll("a, button, select, summary, input:not([type=hidden])")].filter(control => {
  const label = control.closest("label.choice, label.option") || control;
  const box = label.getBoundingClientRect();
  const least = control.matches(".button, .support, .tabs a, .choice input, .option input") ? 44 : 24;
  const unseen = !box.width || control.matches(".skip, .visually-hidden");
  return !unseen && getComputedStyle(control).display !== "inline" && (box.height < least - 0.5 || box.width < 24);
}).map(control => control.outerHTML.slice(0, 120))"""


PLACES = (
    "/",
    "/ideas",
    "/ideas/new",
    "/search?q=semelle",
    "/roadmap",
    "/inbox",
    "/account",
    "/account/data",
    "/letters",
)
DESKS = (
    "/moderation",
    "/team/roadmap",
    "/team/customers",
    "/team/snapshots",
    "/team/boards",
    "/team/people",
    "/team/brand",
)


@pytest.mark.parametrize("person", look.PEOPLE, ids=[person or "stranger" for person in look.PEOPLE])
def test_no_page_scrolls_sideways_on_a_telephone(site: Site, person: str) -> None:
    """A title without a space, and French, whose words are long, for each of the five and for a stranger."""
    context = site.dressed(person, "fr")
    page = context.new_page()
    page.set_viewport_size({"width": NARROW, "height": 780})
    wide = []
    for path in (*PLACES, *DESKS, *(path for path, reader in site.pages if reader == person)):
        page.goto(path)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wide += [f"{path}: {over} px"] if over > 0 else []
    context.close()
    assert wide == []


@pytest.mark.parametrize("path", ["/", "/ideas", "/ideas/new", "/roadmap", "/account", "/inbox/preferences"])
def test_what_is_pressed_is_large_enough(site: Site, path: str) -> None:
    """Main actions 44 px high, everything else that is not a word in a sentence 24 px."""
    context = site.dressed("ada", "fr")
    page = context.new_page()
    page.set_viewport_size({"width": NARROW, "height": 780})
    page.goto(path)
    small = page.evaluate(SMALL)
    context.close()
    assert small == []


def test_an_idea_is_given_and_supported_by_keys_alone(site: Site) -> None:
    context = site.dressed("ada")
    page = context.new_page()
    page.goto("/ideas/new")
    by_keys(page, "[name=title]")
    page.keyboard.type("A loop at the heel that holds")
    by_keys(page, "[name=body]")
    page.keyboard.type("Mine tore after a week of wet boots.")
    by_keys(page, "[name=board]")
    page.keyboard.press("Space")
    by_keys(page, "form[action='/ideas/new'] button.button--main")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "A loop at the heel that holds"
    address = page.url
    context.close()
    context = site.dressed("ben")
    page = context.new_page()
    page.goto(address)
    by_keys(page, "form[action$='/support?wide=1'] button")
    page.keyboard.press("Enter")
    page.locator("form[action*='/support/withdrawal']").first.wait_for()
    back = "form[action*='/support/withdrawal'] button"
    if not page.evaluate("wanted => document.activeElement.matches(wanted)", back):
        by_keys(page, back)
    page.keyboard.press("Enter")
    page.locator("form[action$='/support?wide=1']").first.wait_for()
    context.close()


def test_without_scripts_everything_still_works(site: Site) -> None:
    context = site.dressed("ada", scripts=False)
    page = context.new_page()
    page.goto("/ideas/new")
    page.fill("[name=title]", "Laces that stay tied in the rain")
    page.locator("[name=board]").first.check()
    page.click("form[action='/ideas/new'] button.button--main")
    assert page.locator("h1").inner_text() == "Laces that stay tied in the rain"
    address = page.url
    page.fill("form[action='/comments'] [name=body]", "Waxed ones do.")
    page.click("form[action='/comments'] button.button--main, form[action='/comments'] button[type=submit]")
    assert "Waxed ones do." in page.content()
    context.close()
    context = site.dressed("ben", scripts=False)
    page = context.new_page()
    page.goto(address)
    page.locator("form[action$='/support?wide=1'] button").first.click()
    assert page.locator("form[action*='/support/withdrawal']").count()
    context.close()
    context = site.dressed("", scripts=False)
    page = context.new_page()
    for path in ("/", "/ideas", "/ideas?sort=top", "/roadmap", "/sign-in", "/sign-up", address):
        reply = page.goto(path)
        assert reply is not None
        assert reply.status == 200
        assert page.locator("h1").count() == 1
    context.close()


def in_lanes(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = page.eval_on_selector_all(
        "[data-lane]",
        "lanes => Object.fromEntries(lanes.map(l => [l.dataset.lane, [...l.children].map(step => step.dataset.idea)]))",
    )
    return found


def drag(page: Page, idea: str, over: str, *, below: float) -> None:
    grip, place = page.locator(f"#idea-{idea} [data-grip]"), page.locator(over)
    page.mouse.move(*middle(grip.bounding_box()))
    page.mouse.down()
    box = place.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + below * box["height"], steps=6)
    page.mouse.up()


def middle(box: Any) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_an_idea_is_dragged_into_another_lane_and_goes_back_when_it_cannot_be_saved(site: Site) -> None:
    context = site.dressed("sol")
    page = context.new_page()
    page.set_viewport_size({"width": WIDE, "height": 1400})
    page.goto("/team/roadmap/lanes")
    before = in_lanes(page)
    idea, first = before["next"][0], before["now"][0]
    drag(page, idea, f"#idea-{first}", below=0.1)
    page.locator("#lanes-said", has_text="Saved").wait_for()
    assert in_lanes(page)["now"][:2] == [idea, first]
    page.reload()
    saved = in_lanes(page)
    assert saved["now"] == [idea, *before["now"]]
    assert saved["next"] == before["next"][1:]
    page.route("**/place", lambda route: route.abort())
    drag(page, idea, "[data-lane=later] > li:last-child", below=0.9)
    page.locator("#lanes-said", has_text="back where it was").wait_for()
    assert in_lanes(page) == saved
    page.unroute("**/place")
    page.locator(f"#idea-{idea} .step__order button").last.click()
    page.wait_for_url("**/team/roadmap/lanes#idea-*")
    assert in_lanes(page)["now"][:2] == [first, idea]
    context.close()


def test_search_a_message_and_a_report_by_keys_alone(site: Site) -> None:
    context = site.dressed("ben")
    page = context.new_page()
    page.goto("/search")
    by_keys(page, "main [name=q]")
    page.keyboard.type("semelle")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    by_keys(page, ".idea__title a")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    by_keys(page, "form[action='/comments'] [name=body]")
    page.keyboard.type("Mine lasted two winters.")
    by_keys(page, "form[action='/comments'] button:not([formaction])")
    page.keyboard.press("Enter")
    page.get_by_text("Mine lasted two winters.").first.wait_for()
    page.goto(page.url.split("#")[0])
    by_keys(page, "a[href*='/reports/new']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    by_keys(page, "[name=rule]")
    page.keyboard.press("Space")
    by_keys(page, "form[action='/reports/new'] button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".said").inner_text()
    context.close()


def test_a_file_and_a_snapshot_need_no_script(site: Site) -> None:
    context = site.dressed("sol", scripts=False)
    page = context.new_page()
    page.goto("/team/imports")
    page.select_option("[name=kind]", "customers")
    rows = (
        b"reference,name,kind,email,segment,country,since,stated_value\nW-1,Walk,person,w@example.net,,FR,2024-01-02,\n"
    )
    page.set_input_files("[name=file]", {"name": "walk.csv", "mimeType": "text/csv", "buffer": rows})
    page.click("form[action='/team/imports'] button")
    assert "W-1" in page.content()
    page.click("form[action$='/start'] button.button--main")
    assert re.search(r"/team/imports", page.url)
    page.goto("/team/snapshots")
    before = page.locator("tbody tr").count()
    page.click("form[action='/team/snapshots'] button")
    page.goto("/team/snapshots")
    assert page.locator("tbody tr").count() == before + 1
    context.close()
