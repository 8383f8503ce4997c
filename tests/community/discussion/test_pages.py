"""Threads in the browser, as a stranger, a member and the team."""

from __future__ import annotations

import re

from community.discussion.models import Comment
from ideas.board.models import Idea
from tests import cast
from tests.browsing import Browser, hidden_fields
from tests.ideas.board import things


async def page_of_an_idea() -> tuple[str, Idea]:
    idea = await things.idea()
    return f"/ideas/{idea.id}-{idea.slug}", idea


async def fields(browser: Browser, page: str, idea: Idea, **more: str) -> dict[str, str]:
    token = re.search(r'name="csrf" value="(\w+)"', (await browser.get(page)).text)
    assert token
    return {"csrf": token[1], "kind": "idea", "id": str(idea.id), **more}


async def test_a_stranger_reads_and_is_shown_the_way_in(browser: Browser) -> None:
    page, idea = await page_of_an_idea()
    ben = await cast.browser_as(browser, "ben")
    await ben.submit(page, "/comments", body="Seen by **all**")
    seen = (await browser.get(page)).text
    assert "<strong>all</strong>" in seen
    assert "Sign in to take part" in seen
    assert "<form" not in seen.split('id="thread"')[1].split("</section>")[0]
    assert (await browser.get(f"/threads/idea/{idea.id}?sort=thanked")).status_code == 200
    unasked = await browser.post("/comments", {"kind": "idea", "id": str(idea.id), "body": "x"})
    assert unasked.status_code == 303
    for path in ("/threads/idea/999", "/threads/nothing/1", "/threads/idea/99999999999", "/comments/99/history"):
        assert (await browser.get(path)).status_code == 404, path


async def test_a_member_says_answers_changes_and_takes_away(browser: Browser) -> None:
    page, _idea = await page_of_an_idea()
    ben = await cast.browser_as(browser, "ben")
    said = await ben.submit(page, "/comments", body="My **words**")
    assert "Your message is there." in said.text
    comment = await Comment.first()
    assert comment
    answered = await ben.submit(f"/comments/{comment.id}/reply", "/comments", body="And more")
    assert "And more" in answered.text
    edit = f"/comments/{comment.id}/edit"
    changed = await ben.submit(edit, edit, body="My other words")
    assert "My other words" in changed.text
    assert "My <strong>words</strong>" in (await browser.get(f"/comments/{comment.id}/history")).text
    gone = await ben.submit(page, f"/comments/{comment.id}/deletion")
    assert "Taken away by its author." in gone.text
    assert "My other words" not in gone.text
    assert (await browser.get(f"/comments/{comment.id}/history")).status_code == 404


async def test_by_htmx_the_heading_counts_along(browser: Browser) -> None:
    page, idea = await page_of_an_idea()
    ben = await cast.browser_as(browser, "ben")
    sent = await fields(ben, page, idea, body="My words")
    written = await ben.post("/comments", sent, **{"HX-Request": "true"})
    assert '<span id="thread-count" hx-swap-oob="true">1 message</span>' in written.text
    assert "My words" in written.text
    comment = await Comment.get()
    asked = (await ben.get(page)).text
    assert asked.index('<details class="away">') < asked.index("Your words are erased for good")
    away = f"/comments/{comment.id}/deletion"
    gone = await ben.post(away, hidden_fields(asked, away), **{"HX-Request": "true"})
    assert '<span id="thread-count" hx-swap-oob="true">0 messages</span>' in gone.text
    assert "Taken away by its author." in gone.text
    assert "My words" not in gone.text


async def test_a_preview_posts_nothing_and_keeps_the_words(browser: Browser) -> None:
    page, _idea = await page_of_an_idea()
    ben = await cast.browser_as(browser, "ben")
    shown = await ben.submit(page, "/comments", body="*Maybe*", preview="1")
    assert "<em>Maybe</em>" in shown.text
    assert "*Maybe*</textarea>" in shown.text
    assert await Comment.all().count() == 0


async def test_what_was_typed_is_kept_when_it_cannot_be_posted(browser: Browser) -> None:
    page, idea = await page_of_an_idea()
    ben = await cast.browser_as(browser, "ben")
    long = await ben.submit(page, "/comments", body="é" * 10_001)
    assert long.status_code == 422
    assert "Shorten it to 10,000 characters" in long.text
    assert "é" * 10_001 in long.text
    lost = await ben.submit(page, "/comments", body="To whom?", parent="4711")
    assert lost.status_code == 422
    assert "To whom?</textarea>" in lost.text
    sent = await fields(ben, page, idea, body="Too late")
    from ideas.board import actions

    await actions.change_board(await cast.admin(), idea.board_id, is_open=False)
    closed = await ben.post("/comments", sent)
    assert closed.status_code == 403
    assert "Too late</textarea>" in closed.text


async def test_htmx_gets_the_new_message_and_a_fresh_form(browser: Browser) -> None:
    page, idea = await page_of_an_idea()
    ben = await cast.browser_as(browser, "ben")
    made = await ben.post("/comments", await fields(ben, page, idea, body="Quick"), **{"HX-Request": "true"})
    assert made.status_code == 200
    assert "<html" not in made.text
    assert 'id="comment-1"' in made.text
    assert 'id="say"' in made.text
    assert "Quick</textarea>" not in made.text
    wrong = await ben.post("/comments", await fields(ben, page, idea, body=" "), **{"HX-Request": "true"})
    assert wrong.status_code == 422
    assert wrong.text.lstrip().startswith("<form")


async def test_thanks_are_given_and_taken_back_with_and_without_htmx(browser: Browser) -> None:
    page, idea = await page_of_an_idea()
    ben, ada = await cast.browser_as(browser, "ben"), await cast.browser_as(browser, "ada")
    await ben.submit(page, "/comments", body="Thank me")
    assert 'aria-pressed="true"' in (await ada.submit(page, "/comments/1/reaction")).text.split('id="thread"')[1]
    back = "/comments/1/reaction/withdrawal"
    swapped = await ada.post(back, await fields(ada, page, idea), **{"HX-Request": "true"})
    assert 'id="thanks-1"' in swapped.text
    assert 'aria-pressed="false"' in swapped.text
    assert (await Comment.get(id=1)).reactions == 0


async def test_nobody_changes_what_is_not_theirs(browser: Browser) -> None:
    page, idea = await page_of_an_idea()
    ben, mo = await cast.browser_as(browser, "ben"), await cast.browser_as(browser, "manager")
    await ben.submit(page, "/comments", body="Ben's")
    sent = await fields(mo, page, idea, body="Mo's")
    for path in ("/comments/1/edit", "/comments/1/deletion"):
        assert (await mo.post(path, sent)).status_code == 403
    assert (await Comment.get(id=1)).body == "Ben's"


async def test_internal_notes_are_for_the_team(browser: Browser) -> None:
    page, _idea = await page_of_an_idea()
    sol = await cast.browser_as(browser, "editor")
    await sol.submit(page, "/comments", body="Costs too much", internal="true")
    assert "Costs too much" in (await (await cast.browser_as(browser, "manager")).get(page)).text
    ada = await cast.browser_as(browser, "ada")
    for reader in (browser, ada):
        for path in (page, "/threads/idea/1", "/api/v1/ideas/1/comments"):
            assert "Costs too much" not in (await reader.get(path)).text
    for path in ("/comments/1/history", "/comments/1/reply", "/reports/new?kind=comment&id=1"):
        assert (await ada.get(path)).status_code == 404, path


async def test_the_api_reads_for_all_and_writes_with_a_token(browser: Browser) -> None:
    page, idea = await page_of_an_idea()
    ben = await cast.browser_as(browser, "ben")
    await ben.submit(page, "/comments", body="First")
    await ben.submit("/comments/1/reply", "/comments", body="Answer")
    listed = (await browser.get(f"/api/v1/ideas/{idea.id}/comments")).json()
    assert [(item["body"], item["parent"], item["author"]) for item in listed["items"]] == [
        ("First", None, "ben"),
        ("Answer", 1, "ben"),
    ]
    assert listed["next"] is None
    assert (await browser.client.post(f"/api/v1/ideas/{idea.id}/comments", json={"body": "x"})).status_code == 401
