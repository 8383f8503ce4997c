"""The pages of boards and ideas, as a stranger, a member and the staff."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta

import pytest

from ideas.board import actions, answers, words
from ideas.board.models import Idea, Status
from kernel import clock, db, pages, site
from tests import cast, pictures
from tests.browsing import Browser
from tests.ideas.board import things

pytestmark = pytest.mark.asyncio

HOSTILE = [
    ("x" * 100_000, "Shorten it by 99,800 characters"),
    ("", "A title is missing"),
    ("\x00\u202e\u2066", "A title is missing"),
    ("!!! …", "A title needs some words"),
]
HARMLESS = [
    "<script>alert(1)</script>",
    "Résumé \x00of \u202eevil",
    "👟🧵 laces",
    "حذاء أوسع",
    "=HYPERLINK(1)",
    "{{ 7 * 7 }} {% raw %}",
    "a" * 200,
]


@pytest.fixture(autouse=True)
async def ready(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)


async def test_every_page_answers_whoever_may_come(browser: Browser) -> None:
    idea = await things.idea("Resole my shoes", tag_names=["Soles"])
    await actions.open_board(await cast.admin(), name="Team", slug="team", see="staff", propose="staff")
    secret = await things.idea("Secret plan", by=await cast.editor(), on="team")
    for who in ("stranger", "member", "manager", "editor", "admin"):
        theirs = browser if who == "stranger" else await cast.browser_as(browser, who)
        for path in ("/", "/ideas", "/ideas?sort=top", "/ideas?sort=new", "/search?q=resole", "/ideas.atom"):
            page = await theirs.get(path)
            assert page.status_code == 200, (who, path, page.text[:300])
            assert "Resole my shoes" in page.text, (who, path)
            assert ("Secret plan" in page.text) == (who in ("manager", "editor", "admin") and "resole" not in path)
        for path in (f"/ideas/{idea.id}", f"/ideas/{idea.id}/history", f"/ideas/{idea.id}.atom"):
            assert (await theirs.get(path)).status_code == 200, (who, path)
        hidden = {"stranger": 404, "member": 404}.get(who, 200)
        for path in (
            f"/ideas/{secret.id}",
            "/ideas?board=team",
            "/ideas.atom?board=team",
            f"/ideas/{secret.id}/history",
        ):
            assert (await theirs.get(path)).status_code == hidden, (who, path)
        answering = (await theirs.peek(f"/ideas/{idea.id}/answer")).status_code
        assert answering == {"stranger": 303, "member": 404}.get(who, 200), who
        shelf = (await theirs.peek("/team/boards")).status_code
        assert shelf == {"stranger": 303, "member": 404, "manager": 404}.get(who, 200), who


async def test_a_wrong_or_missing_name_leads_to_the_right_address(browser: Browser) -> None:
    idea = await things.idea("Resole my shoes")
    for path in (f"/ideas/{idea.id}", f"/ideas/{idea.id}-other", f"/ideas/{idea.id}-"):
        reply = await browser.peek(path)
        assert (reply.status_code, reply.headers["location"]) == (302, f"/ideas/{idea.id}-resole-my-shoes")
    for path in ("/ideas/0", "/ideas/99999999999999999999", "/ideas/4294967296", "/ideas/abc", "/ideas/1x"):
        assert (await browser.get(path)).status_code == 404, path


async def test_a_member_proposes_an_idea_in_one_form(browser: Browser) -> None:
    await things.board()
    ada = await cast.browser_as(browser, "ada")
    page = await ada.submit(
        "/ideas/new",
        "/ideas/new",
        board="shoes",
        title="Wider toes",
        body="**Ten** millimetres",
        tags="fit, Fit, width",
    )
    assert page.status_code == 200
    assert "Wider toes" in page.text
    assert "<strong>Ten</strong>" in page.text
    assert page.text.count("/ideas?tag=fit") == 1
    assert "on the wall" in page.text
    assert str(page.url).endswith("-wider-toes")


async def test_what_cannot_be_used_comes_back_with_all_that_was_typed(browser: Browser) -> None:
    await things.board()
    ada = await cast.browser_as(browser, "ada")
    for title, message in HOSTILE:
        page = await ada.submit("/ideas/new", "/ideas/new", board="shoes", title=title, body="Kept words", tags="kept")
        assert page.status_code == 422
        assert message in page.text
        assert "Kept words" in page.text
    page = await ada.submit("/ideas/new", "/ideas/new", board="nowhere", title="A good title", body="b" * 40_001)
    assert page.status_code == 422
    assert "Choose one of the boards" in page.text
    assert "A good title" in page.text
    assert await Idea.all().count() == 0


async def test_strange_words_are_shown_as_words(browser: Browser) -> None:
    await things.board()
    ada = await cast.browser_as(browser, "ada")
    for title in HARMLESS:
        page = await ada.submit("/ideas/new", "/ideas/new", board="shoes", title=title, body=title + "\n\n" + title)
        assert page.status_code == 200, (title, page.text[:400])
        assert "<script>alert" not in page.text
        assert "49" not in re.findall(r"<h1[^>]*>(.*?)</h1>", page.text, re.S)[0]
    assert (await browser.get("/ideas?sort=new")).status_code == 200
    feed = (await browser.get("/ideas.atom")).text
    from xml.etree import ElementTree as ET

    assert len(ET.fromstring(feed).findall("{http://www.w3.org/2005/Atom}entry")) == len(HARMLESS)  # noqa: S314


@pytest.mark.parametrize(
    "query",
    [
        "after=zzz",
        "after=WzFd",
        "after=WzEuNSw5OTk5OTk5OTk5OTk5XQ",
        "sort=top&after=Wzk5OTk5OTk5OTk5OSwxXQ",
        "sort=new&after=WyJ4IiwxXQ",
        "sort=no&status=no",
        "tag=%00%FF",
        "q=%00%25_%5C'\"",
        "q=" + "a+" * 5000,
        "mine=1",
        "tag=" + "%F0%9F%91%9F",
    ],
)
async def test_a_strange_question_is_no_error(browser: Browser, query: str) -> None:
    await things.idea()
    assert (await browser.get(f"/ideas?{query}")).status_code == 200
    assert (await browser.get(f"/search?{query}")).status_code == 200


async def test_pages_of_a_list_hold_each_idea_once(browser: Browser) -> None:
    for n in range(45):
        await things.late_idea(f"Idea number {n}", days=n)
    for sort in ("trending", "top", "new"):
        seen: list[str] = []
        address = f"/ideas?sort={sort}"
        while address:
            page = (await browser.get(address)).text
            seen += re.findall(r'<p class="idea__title"[^>]*><a href="/ideas/(\d+)-', page)
            further = re.search(r'href="([^"]*)" rel="next"', page)
            address = further[1].replace("&amp;", "&") if further else ""
        assert len(seen) == len(set(seen)) == 45, sort


async def test_an_answer_is_pinned_and_a_refusal_says_why(browser: Browser) -> None:
    idea = await things.idea("Resole my shoes")
    address = f"/ideas/{idea.id}/answer"
    mo = await cast.browser_as(browser, "manager")
    page = await mo.submit(address, address, status="declined", body="It cracks.")
    assert page.status_code == 422
    assert "what would change it" in page.text
    assert "It cracks." in page.text
    page = await mo.submit(address, address, status="shipped")
    assert "cannot be reached in one step" in page.text
    promised = clock.today() + timedelta(days=30)
    page = await mo.submit(
        address, address, status="planned", body="Yes, in spring.", cost_band="M", promised_on=promised.isoformat()
    )
    assert page.status_code == 200
    assert "Yes, in spring." in page.text
    assert "Promised for" in page.text
    assert "Mo Haddad" in page.text
    stranger = (await browser.get(f"/ideas/{idea.id}")).text
    assert "Yes, in spring." in stranger
    assert "Answer or change the state" not in stranger
    home = (await browser.get("/")).text
    assert "Yes, in spring." in home
    assert "1 still to come" in home
    assert await db.value("SELECT count(*) FROM staff_act WHERE act = 'idea.answered'") == 1


async def test_the_public_line_counts_promises_kept_and_late(browser: Browser) -> None:
    mo = await cast.manager()
    for n, (promised, kept) in enumerate([(10, 5), (10, 20), (10, None)]):
        with clock.at(clock.now() - timedelta(days=40)):
            idea = await things.idea(f"Idea {n}")
            day = clock.today() + timedelta(days=promised)
            await answers.answer(mo, idea, status=Status.PLANNED, body="On that day.", promised_on=day)
        if kept:
            with clock.at(clock.now() - timedelta(days=40 - kept)):
                await answers.answer(mo, idea, status=Status.SHIPPED, body="There.")
    home = (await browser.get("/")).text
    assert "1 promise kept in time" in home
    assert "2 late" in home


async def test_pictures_are_kept_shown_and_taken_down(browser: Browser) -> None:
    await things.board()
    ada = await cast.browser_as(browser, "ada")
    files = {"picture_1": ("shoe.png", pictures.png(40, 30), "image/png")}
    page = await ada.submit("/ideas/new", "/ideas/new", files=files, title="With a picture", alt_1="A worn sole")
    assert 'alt="A worn sole"' in page.text
    idea = await Idea.all().first()
    assert idea is not None
    address = f"/ideas/{idea.id}/edit"
    form = (await ada.get(address)).text
    number = re.search(r'name="remove" value="(\d+)"', form)
    assert number is not None
    page = await ada.submit(address, address, title="With a picture", remove=number[1])
    assert "A worn sole" not in page.text
    bad = {"picture_1": ("x.png", b"no picture", "image/png")}
    page = await ada.submit("/ideas/new", "/ideas/new", files=bad, title="Kept title")
    assert page.status_code == 422
    assert "not a picture we can read" in page.text
    assert "choose x.png again" in page.text
    assert "Kept title" in page.text


async def test_the_preview_works_with_and_without_scripts(browser: Browser) -> None:
    await things.board()
    ada = await cast.browser_as(browser, "ada")
    page = await ada.submit("/ideas/new", "/ideas/preview", title="T", body="**bold** <b>no</b>")
    assert "<strong>bold</strong> &lt;b&gt;no" in page.text
    assert "Publish the idea" in page.text
    token = (await ada.get("/ideas/new")).text.split('name="csrf" value="')[1].split('"')[0]
    part = await ada.post("/ideas/preview", {"csrf": token, "body": "*soft*"}, **{"HX-Request": "true"})
    assert part.text.startswith('<div id="preview"')
    assert "<em>soft</em>" in part.text


async def test_a_member_follows_and_stops(browser: Browser) -> None:
    idea = await things.idea()
    ben = await cast.browser_as(browser, "ben")
    path = f"/ideas/{idea.id}-{idea.slug}"
    page = await ben.submit(path, f"/ideas/{idea.id}/follow")
    assert "No longer follow" in page.text
    page = await ben.submit(path, f"/ideas/{idea.id}/follow/withdrawal")
    assert "Follow this idea" in page.text
    assert "It is your idea" in (await (await cast.browser_as(browser, "ada")).get(path)).text
    assert 'method="post"' not in (await browser.get(path)).text


async def test_an_editor_makes_and_changes_a_board(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "editor")
    page = await sol.submit(
        "/team/boards/new", "/team/boards/new", name="Walking shoes", see="everyone", is_open="true"
    )
    assert page.status_code == 200
    assert "Walking shoes" in page.text
    board = await things.board("walking-shoes")
    assert board.propose == "members"
    at = f"/team/boards/{board.id}"
    page = await sol.submit(at, at, name="Walking", slug="walking-shoes", see="aliens")
    assert page.status_code == 422
    page = await sol.submit(at, at, name="Walking", slug="walking-shoes", see="everyone")
    assert page.status_code == 200
    assert (await things.board("walking-shoes")).is_open is False
    page = await sol.submit("/team/boards/new", "/team/boards/new", name="Walking shoes", slug="walking-shoes")
    assert page.status_code == 422
    assert "Another board has this address" in page.text
    ada = await cast.browser_as(browser, "ada")
    assert "No board takes ideas from you" in (await ada.get("/ideas/new")).text


async def test_a_hidden_idea_is_seen_by_its_author_alone(browser: Browser) -> None:
    idea = await things.idea()
    await actions.hide(await cast.manager(), idea.id)
    path = f"/ideas/{idea.id}-{idea.slug}"
    assert (await browser.get(path)).status_code == 404
    assert (await (await cast.browser_as(browser, "ada")).get(path)).status_code == 200
    assert (await (await cast.browser_as(browser, "ben")).get(path)).status_code == 404


async def test_twenty_ideas_weigh_little_and_are_known_again(browser: Browser) -> None:
    for n in range(25):
        body = f"Number {n} of many: " + "words that differ in length and in what they say, " * (n % 7)
        await things.idea(
            f"An idea about laces, soles and tongues, number {n}", body=body, tag_names=["laces", f"t{n}"]
        )
    page = await browser.peek("/ideas")
    assert len(gzip.compress(page.content, 6)) < 15_000
    again = await browser.peek("/ideas", **{"If-None-Match": page.headers["etag"]})
    assert again.status_code == 304
    await things.idea("One more")
    assert "One more" in (await browser.peek("/ideas?sort=new", **{"If-None-Match": page.headers["etag"]})).text


async def test_a_state_is_called_by_controls_as_by_the_board(browser: Browser) -> None:
    named = vars(pages.environment().get_template("ui.html").module)["STATUS"]
    assert named == {status.value: label for status, label in words.LABELS.items()}
