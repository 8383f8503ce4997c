"""Whole stories, from the door to the letter, over HTTP on both kinds of database."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from community.people.models import Person
from ideas.board.models import Board, Idea
from kernel import db, jobs
from kernel.features import the_house
from tests import cast
from tests.browsing import ORIGIN, Browser, Page, hidden_fields
from tests.ideas.board import things

PASSWORD = "plum and thyme 7"


async def worked() -> None:
    """What waits for the worker is done."""
    await jobs.work(the_house(), until_idle=True, like="react.%")


async def letters(address: str) -> list[db.Row]:
    """What was written to somebody, newest last."""
    return await db.rows("SELECT * FROM letter WHERE address = ? ORDER BY id", address)


def link_in(letter: db.Row, start: str) -> str:
    found = re.search(rf"{start}[^\s>]*", letter["text"])
    assert found, letter["text"]
    return found[0]


async def joined(browser: Browser, name: str, email: str) -> Browser:
    """Somebody signs up and comes in by the letter."""
    theirs = browser.another()
    page = await theirs.submit("/sign-up", "/sign-up", name=name, email=email, password=PASSWORD)
    assert "Look in your letters" in page.text
    link = link_in((await letters(email))[-1], "/confirm/")
    page = await theirs.submit(link, link)
    assert email in page.text
    return theirs


def path_of(page: Page) -> str:
    return urlsplit(str(page.url)).path


async def proposed(by: Browser, title: str, **words: str) -> str:
    page = await by.submit("/ideas/new", "/ideas/new", board="shoes", title=title, **words)
    assert page.status_code == 200, page.text[:400]
    assert title in page.text
    return path_of(page)


def number_in(path: str) -> int:
    return int(path.removeprefix("/ideas/").partition("-")[0])


async def test_a_stranger_becomes_somebody_whose_idea_is_answered(browser: Browser) -> None:
    await things.board()
    zoe = await joined(browser, "Zoé Martel", "zoe@example.org")
    path = await proposed(zoe, "Soles that can be replaced", body="Mine lasted *two* winters.", tags="soles")
    number = number_in(path)
    ben = await cast.browser_as(browser, "ben")
    page = await ben.submit(path, f"/ideas/{number}/support", next=path)
    assert page.status_code == 200
    assert (await Idea.get(id=number)).supporters == 1
    again = await ben.post(f"/ideas/{number}/support", hidden_fields(page.text, f"/ideas/{number}/support/withdrawal"))
    assert again.status_code in (200, 303)
    assert (await Idea.get(id=number)).supporters == 1

    sol, answer = await cast.browser_as(browser, "sol"), f"/ideas/{number}/answer"
    page = await sol.submit(answer, answer, status="planned", body="We build the last anew.", cost_band="M")
    assert page.status_code == 200
    await worked()
    stranger = await browser.get(path)
    assert "We build the last anew." in stranger.text
    inbox = await zoe.get("/inbox")
    assert "Soles that can be replaced" in inbox.text
    letter = (await letters("zoe@example.org"))[-1]
    assert "We build the last anew." in letter["text"]
    assert [row["address"] for row in await db.rows("SELECT address FROM letter WHERE address LIKE 'ben%'")] == [
        "ben@example.org"
    ]

    headers = json.loads(letter["headers"])
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = urlsplit(headers["List-Unsubscribe"].strip("<>")).path
    machine = browser.another()
    machine.client.headers.pop("Sec-Fetch-Site")
    assert (await machine.post(stop, {"List-Unsubscribe": "One-Click"})).status_code == 200
    before = len(await letters("zoe@example.org"))
    page = await sol.submit(answer, answer, status="in_progress", body="The first pair walks.")
    assert page.status_code == 200, page.text[:400]
    await worked()
    assert len(await letters("zoe@example.org")) == before
    assert (await zoe.get("/inbox")).text.count("Soles that can be replaced") == 2


async def test_support_can_be_taken_back_and_is_remembered(browser: Browser) -> None:
    idea = await things.idea("A tote with a zip")
    ben, path = await cast.browser_as(browser, "ben"), f"/ideas/{idea.id}-a-tote-with-a-zip"
    await ben.submit(path, f"/ideas/{idea.id}/support")
    assert (await Idea.get(id=idea.id)).supporters == 1
    for _ in range(2):
        page = await ben.submit(path, f"/ideas/{idea.id}/support/withdrawal")
        assert page.status_code == 200
        assert (await Idea.get(id=idea.id)).supporters == 0
    kinds = await db.rows("SELECT kind FROM support_event WHERE idea_id = ? ORDER BY id", idea.id)
    assert [row["kind"] for row in kinds] == ["cast", "withdrawn"]
    assert await proven() == []


async def proven() -> list[str]:
    """Every difference between a count and what it counts."""
    return [line for proof in the_house().all("proofs") for line in await proof.check(fix=False)]


async def test_a_board_closed_in_the_middle_of_a_form_loses_no_word(browser: Browser) -> None:
    await things.board()
    ada, sol = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "sol")
    held = hidden_fields((await ada.get("/ideas/new")).text, "/ideas/new")
    board = await Board.get(slug="shoes")
    at = f"/team/boards/{board.id}"
    page = await sol.submit(at, at, name=board.name, slug="shoes", see="everyone")
    assert page.status_code == 200
    assert not (await Board.get(id=board.id)).is_open
    typed = {**held, "board": "shoes", "title": "A wider last", "body": "Half an hour of typing.", "tags": "fit, last"}
    page = await ada.post("/ideas/new", typed, Origin=ORIGIN)
    assert page.status_code in (403, 422)
    for words in ("A wider last", "Half an hour of typing.", "fit, last"):
        assert words in page.text, (words, page.text[:600])
    assert await Idea.all().count() == 0


async def test_an_administrator_gives_a_role_and_takes_it_back(browser: Browser) -> None:
    ada = await cast.person("ada")
    theirs, root = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "root")
    assert (await theirs.get("/team/roadmap")).status_code == 404
    for role, status in (("editor", 200), ("member", 404)):
        page = await root.submit("/team/people", f"/team/people/{ada.id}/role", role=role)
        assert page.status_code == 200
        assert (await Person.get(id=ada.id)).role == role
        assert (await theirs.get("/team/roadmap")).status_code == status
    assert (await root.get("/team/audit")).status_code == 200
    acts = await db.rows("SELECT * FROM staff_act WHERE act = 'person.role'")
    assert {act["subject_id"] for act in acts} == {ada.id}
    assert len(acts) == 2
    refused = await theirs.post(f"/team/people/{ada.id}/role", {"role": "admin"}, Origin=ORIGIN)
    assert refused.status_code in (403, 404)
    assert (await Person.get(id=ada.id)).role == "member"


async def test_what_is_reported_is_hidden_and_can_be_shown_again(browser: Browser) -> None:
    idea = await things.idea("Buy cheap watches here", body="www.watches.invalid")
    path, case = f"/ideas/{idea.id}-buy-cheap-watches-here", f"/moderation/cases/idea/{idea.id}"
    ben, mo = await cast.browser_as(browser, "ben"), await cast.browser_as(browser, "mo")
    ada = await cast.browser_as(browser, "ada")
    asked = f"/reports/new?kind=idea&id={idea.id}"
    rule = re.search(r'name="rule"[^>]*value="([\w-]+)"', (await ben.get(asked)).text)
    assert rule
    page = await ben.submit(asked, "/reports/new", rule=rule[1], text="An advertisement.")
    assert "Thank you" in page.text
    assert "Buy cheap watches" in (await mo.get("/moderation")).text
    for act, seen, words in (("hide", False, "Please say what you wish for."), ("restore", True, "We were wrong.")):
        ruling = {"act": act, "rule": rule[1], "reason": words, "public": f"An idea: {act}."}
        page = await mo.submit(case, case, **ruling)
        assert page.status_code == 200, page.text[:400]
        await worked()
        for page in (await browser.get("/ideas"), await browser.get(path)):
            assert ("Buy cheap watches here" in page.text) is seen
        assert (await ada.get(path)).status_code == 200
        assert words in (await letters("ada@example.org"))[-1]["text"]
        assert f"An idea: {act}." in (await browser.get("/moderation/log")).text
    assert len(await letters("ada@example.org")) == 2
    assert await proven() == []
