"""A newcomer brings the ideas of another tool over in Chromium: by keys alone, narrow in French, wide by night in English."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import chromium
from tests.journeys.hand import Hand
from tests.journeys.visit import NARROW, WIDE, Site, by_keys, said, site
from tests.voting.movers import files

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
__all__ = ["site"]
KEY_POCKET = "553c3ef8b8cdcd1501ba1238"
PLAIN = (
    "What they ask;In their words;Where it stands;Who;Asked\n"
    "Cork under the heel;It is light and warm.;brewing;lea@example.com;2024-02-03\n"
    ";Nobody wrote what this is.;brewing;lea@example.com;2024-02-04\n"
    "A bag for wet shoes;The canvas one drips.;;yan@example.com;yesterday, I think\n"
)
SECONDS = 60_000


def canny() -> str:
    """What Canny's lists hold, with a word for a state that is its site's own, a post without a title, a vote for no post."""
    held = json.loads(files.CANNY)
    [post] = held["posts"]
    held["posts"] += [
        {**post, "id": "553c3ef8b8cdcd1501ba1239", "title": "", "details": "Only this."},
        {**post, "id": "553c3ef8b8cdcd1501ba1240", "title": "Reflective heel loop", "status": "chez le modéliste"},
    ]
    held["votes"].append({**held["votes"][0], "id": "v9", "post": {"id": "gone"}})
    return json.dumps(held)


def pick(page: Page, selector: str, value: str) -> None:
    """One of a list, by arrows."""
    by_keys(page, selector)
    page.keyboard.press("Home")
    for _ in range(40):
        if page.input_value(selector) == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{value} is not in {selector}")


def handed_in(hand: Hand, folder: Path, name: str, text: str) -> str:
    """A file of ideas, from the team's page of files; gives where its own page is."""
    (folder / name).write_text(text, "utf-8")
    hand.go("/team/imports")
    pick(hand.page, "#kind", "ideas")
    by_keys(hand.page, "#file")
    hand.page.set_input_files("#file", folder / name)
    hand.press("form[action='/team/imports'] button")
    return hand.page.url


def worked(hand: Hand, form: str) -> None:
    """Press, and wait until the worker is through: the page comes by itself."""
    by_keys(hand.page, f"form[action$='/{form}'] button")
    with hand.page.expect_navigation():
        hand.page.keyboard.press("Enter")
    expect(hand.page.locator("#progress .notice")).to_be_visible(timeout=SECONDS)
    hand.look()


def column(page: Page, heading: str) -> str:
    """The choice of what a column holds."""
    return "#" + str(page.get_by_label(heading, exact=True).first.get_attribute("id"))


def rows_file(page: Page) -> str:
    """The file of every row with its reason."""
    with page.expect_download() as fetched:
        page.locator("a[href$='/rows.csv']").press("Enter")
    return Path(fetched.value.path()).read_text("utf-8-sig")


def titles(page: Page, words: str) -> str:
    page.goto(f"/ideas?q={words}")
    return html.unescape(page.inner_text("main"))


def until(page: Page, holds: Callable[[], bool]) -> None:
    """What the index learns a moment later."""
    for _ in range(30):
        if holds():
            return
        page.wait_for_timeout(1000)
    raise AssertionError(page.inner_text("main")[:600])


def test_canny_s_lists_are_read_corrected_brought_over_and_taken_back_on_a_telephone_in_french(
    site: Site, tmp_path: Path
) -> None:
    context = site.dressed("sol", "fr")
    hand = Hand(context.new_page(), keys=True)
    hand.page.set_viewport_size({"width": NARROW, "height": 800})
    there = handed_in(hand, tmp_path, "canny.json", canny())
    assert said("fr", "Recognised as a file of %(name)s.", name="Canny") in hand.page.inner_text("main")
    pick(hand.page, column(hand.page, "chez le modeliste"), "in_progress")
    hand.write("#name", "Notre Canny")
    hand.press("#columns button[type=submit]")
    assert "Notre Canny" in hand.page.inner_text(".said")

    worked(hand, "check")
    seen = hand.page.inner_text("#progress")
    assert said("fr", "Only looked through, nothing is written. This is what would become of it:") in seen
    reasons = [
        said("fr", "It has no title."),
        said("fr", "No idea has the number %(reference)s.", reference="canny:gone"),
    ]
    for reason in reasons:
        assert reason in seen, seen
    told = rows_file(hand.page)
    assert all(reason in told for reason in reasons), told
    assert "Key pocket" not in titles(hand.page, "pocket")

    hand.go(there)
    worked(hand, "start")
    seen = hand.page.inner_text("#progress")
    assert said("fr", "This is what became of it:") in seen
    assert all(reason in seen for reason in reasons), seen
    told = rows_file(hand.page)
    assert all(reason in told for reason in reasons), told
    until(hand.page, lambda: "Key pocket" in titles(hand.page, "pocket"))
    hand.press("main .idea__title a")
    assert "I would buy this" in hand.page.inner_text("main")

    hand.go(there)
    worked(hand, "undoing")
    until(hand.page, lambda: "Key pocket" not in titles(hand.page, "pocket"))
    context.close()


def test_a_plain_file_is_explained_once_and_the_next_is_read_as_it_by_night_in_english(
    site: Site, tmp_path: Path
) -> None:
    context = site.dressed("sol", "en", "dark")
    hand = Hand(context.new_page(), keys=True)
    hand.page.set_viewport_size({"width": WIDE, "height": 900})
    handed_in(hand, tmp_path, "wishes.csv", PLAIN)
    assert "A file of no tool that we know" in hand.page.inner_text("main")
    pick(hand.page, column(hand.page, "What they ask"), "title")
    pick(hand.page, column(hand.page, "In their words"), "body")
    pick(hand.page, column(hand.page, "Where it stands"), "status")
    pick(hand.page, column(hand.page, "Asked"), "created_at")
    hand.press("#columns button[type=submit]")
    pick(hand.page, column(hand.page, "brewing"), "under_review")
    hand.write("#source", "notebook")
    hand.write("#name", "Our notebook")
    hand.press("#columns button[type=submit]")
    worked(hand, "check")
    seen = hand.page.inner_text("#progress")
    assert "It has no title." in seen
    assert "“yesterday, I think” is no date that can be read." in seen
    hand.press("form[action$='/removal'] button")
    assert "The file is gone." in hand.page.inner_text(".said")

    there = handed_in(hand, tmp_path, "more wishes.csv", PLAIN)
    pick(hand.page, "#mapping", "Our notebook")
    hand.press("form[action$='/mapping'] button")
    assert hand.page.input_value(column(hand.page, "What they ask")) == "title"
    assert hand.page.input_value(column(hand.page, "brewing")) == "under_review"
    worked(hand, "start")
    until(hand.page, lambda: "Cork under the heel" in titles(hand.page, "cork"))
    hand.go(there)
    worked(hand, "undoing")
    assert "Taken back: " in hand.page.inner_text("#progress")
    until(hand.page, lambda: "Cork under the heel" not in titles(hand.page, "cork"))
    context.close()
