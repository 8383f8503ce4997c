"""A ballot by each method in Chromium on a telephone's width: by keys alone in French, and without scripts in English."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from kernel import clock, db
from kernel.features import open_house
from kernel.settings import Settings
from run import house
from tests import cast, chromium, clubs, databases, look
from tests import polls as made
from tests.journeys.hand import Hand
from tests.journeys.visit import by_keys
from voting.ballots import poll_turning, polls, results
from voting.ballots.marks import KINDS
from voting.ballots.models import Ballot, BallotOption, BallotState

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.path() is None, reason=chromium.LEFT_OUT),
]
WIDTH = 360
NAMES = ("Wide at the front", "Ankle held", "Half sizes")
MANY = {"dots": 4, "credits": 3}


@dataclass
class Town:
    """A club of three with an open ballot by each method, and a browser for each of them."""

    address: str
    browser: Browser
    settings: Settings
    ballots: dict[str, tuple[int, list[int]]]

    def hand(self, who: str, lang: str, *, keys: bool) -> Hand:
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": WIDTH, "height": 740},
            locale=lang,
            reduced_motion="reduce",
            java_script_enabled=keys,
        )
        context.set_default_timeout(30_000)
        cookies = look.sign_in(self.address, who)
        context.add_cookies([{"name": n, "value": v, "url": self.address} for n, v in cookies.items()])
        page = context.new_page()
        page.goto(f"/language/{lang}?next=/healthz")
        return Hand(page, keys)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    look.LOOK.mkdir(exist_ok=True)
    data = tmp_path_factory.mktemp("booth")
    settings = databases.sqlite_copy(data)
    ballots = beside(_asked(settings))
    with look.serving(data) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        yield Town(address, browser, settings, ballots)
        browser.close()


def beside(work: Coroutine[Any, Any, Any]) -> Any:
    """Playwright keeps this thread's loop busy: what touches the database runs in another."""
    with ThreadPoolExecutor(1) as hands:
        return hands.submit(asyncio.run, work).result()


async def _asked(settings: Settings) -> dict[str, tuple[int, list[int]]]:
    """Number and options of a ballot that is open now, by method."""
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        club = await clubs.found("wide", members=["ben", "cid"], name="The wide feet")
        ada, found = await cast.viewer("ada"), {}
        for method in KINDS:
            plan = made.plan(
                method,
                NAMES,
                title=f"Which first, by {method}?",
                opens_at=clock.now() - timedelta(minutes=1),
                closes_at=clock.now() + timedelta(hours=2),
                club_id=club.id,
                audience=club.named,
            )
            number = await polls.draft(ada, plan)
            await polls.announce(ada, number)
            rows = await BallotOption.filter(ballot_id=number).order_by("position")
            found[method] = (number, [row.id for row in rows])
        return found


async def _over(settings: Settings, ballot: int) -> None:
    """The last minute of a ballot has passed: it closes by itself, and is counted."""
    built = house(settings)
    open_house(built)
    async with db.opened(built.settings, built.features):
        await Ballot.filter(id=ballot).update(closes_at=clock.now() - timedelta(seconds=1))
        await poll_turning.turn(ballot)
        await results.count(ballot)
        assert (await Ballot.get(id=ballot)).state == BallotState.CLOSED


VOTERS = [("ada", "fr", True), ("ben", "en", False)]


@pytest.mark.parametrize("method", KINDS)
def test_a_ballot_is_cast_by_keys_and_without_scripts_and_its_result_recounted(
    town: Town, tmp_path: Path, method: str
) -> None:
    number, options = town.ballots[method]
    codes = []
    for who, lang, keys in VOTERS:
        hand = town.hand(who, lang, keys=keys)
        codes.append(picked(hand, number) if KINDS[method] == "picks" else filled(hand, number, options, KINDS[method]))
        hand.page.context.close()
    beside(_over(town.settings, number))
    reader = town.hand("cid", "fr", keys=True)
    reader.go(f"/ballots/{number}")
    assert NAMES[0] in reader.page.locator("main").inner_text()
    told = recounted(reader, number, tmp_path / f"{method}.csv", codes)
    assert NAMES[0] in told
    reader.page.context.close()


def filled(who: Hand, number: int, options: list[int], kind: str) -> str:
    """The first option is put first; the ballot is looked over and cast; the code of its receipt."""
    who.go(f"/ballots/{number}")
    if kind == "ranks":
        for option in options[:2]:
            moved(who, f"#add-{option}")
    elif kind == "scores":
        for option, value in zip(options, (5, 2, 0), strict=True):
            who.choose(f"option-{option}", value)
    elif kind in MANY:
        for _ in range(MANY[kind]):
            moved(who, f"#more-{options[0]}")
        assert who.page.input_value(f"#give-{options[0]}") == str(MANY[kind])
    else:
        ticked(who, f"input[name=option-{options[0]}]")
    who.press("#till button[value=review]")
    assert NAMES[0] in who.page.locator("main").inner_text()
    who.press("main button[value=cast]")
    return code_of(who, number)


def moved(who: Hand, selector: str) -> None:
    """A press that changes the paper: here with a script, by the server without one."""
    if who.keys:
        by_keys(who.page, selector)
        who.page.keyboard.press("Enter")
    else:
        with who.page.expect_navigation():
            who.page.click(selector)


def ticked(who: Hand, selector: str) -> None:
    if who.keys:
        by_keys(who.page, selector)
        who.page.keyboard.press("Space")
    else:
        who.page.locator(f"label:has({selector})").click()
    assert who.page.locator(selector).is_checked()


def picked(who: Hand, number: int) -> str:
    """Every pair, by one key each or by a click; the second one is undone and picked again."""
    who.go(f"/ballots/{number}/pairs")
    for step in range(3):
        cards = who.page.locator(".pair__card")
        first = min(range(2), key=lambda place: int(cards.nth(place).get_attribute("value") or 0))
        chosen(who, str(first + 1))
        if step == 1:
            chosen(who, "u")
            cards = who.page.locator(".pair__card")
            first = min(range(2), key=lambda place: int(cards.nth(place).get_attribute("value") or 0))
            chosen(who, str(first + 1))
    assert who.page.locator(".pair__card").count() == 0
    who.press("#pair a[href$='/receipt']")
    return code_of(who, number)


def chosen(who: Hand, key: str) -> None:
    before = who.page.locator("#pair strong").first.inner_text()
    if who.keys:
        who.page.wait_for_timeout(400)  # a key pressed sooner is taken to be meant for the pair before
        who.page.keyboard.press(key)
        who.page.wait_for_function("before => document.querySelector('#pair strong').innerText !== before", arg=before)
        who.look()
    else:
        with who.page.expect_navigation():
            who.page.click(f"#pair [data-key='{key}']")


def code_of(who: Hand, number: int) -> str:
    assert who.page.url.endswith(f"/ballots/{number}/receipt"), who.page.locator("main").inner_text()[:400]
    code = who.page.locator(".receipt__code").inner_text().replace(" ", "")
    assert re.fullmatch(r"[0-9A-F]{16}", code)
    return code


def recounted(who: Hand, number: int, file: Path, codes: list[str]) -> str:
    """What the command says of the file that anybody may take; the receipts are in it."""
    with who.page.expect_download() as download:
        who.page.evaluate("path => { location.href = path }", f"/ballots/{number}/file.csv")
    download.value.save_as(file)
    text = file.read_text("utf-8")
    assert all(code in text for code in codes)
    words = [sys.executable, "run.py", "recount-ballot", str(file)]
    done = subprocess.run(words, cwd=look.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
