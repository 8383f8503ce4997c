"""Threads by the API: what everyone may read, and writing with a token."""

from __future__ import annotations

import pytest

from community.discussion import actions
from community.discussion.models import Comment
from kernel import site
from tests import cast
from tests.browsing import Browser
from tests.community.discussion import things
from tests.ideas.board import things as board_things
from tests.ideas.board.test_api import bearer

pytestmark = pytest.mark.asyncio


@pytest.fixture(autouse=True)
async def ready(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)


async def test_a_thread_is_read_without_its_notes_and_without_what_is_hidden(browser: Browser) -> None:
    idea, mo, ada = await things.idea(), await cast.manager(), await cast.member("ada")
    top = await things.message(idea, "Top")
    reply = await things.message(idea, "Reply", by=ada, parent_id=top.id)
    await things.message(idea, "A note", by=mo, internal=True)
    hidden = await things.message(idea, "Rude")
    await actions.hide(mo, hidden.id)
    await actions.thank(ada, top)
    path = f"/api/v1/ideas/{idea.id}/comments"
    for headers in ({}, await bearer("mo", "read"), await bearer("ada", "read")):
        reply_of = await browser.client.get(path, headers=headers)
        told = reply_of.json()
        assert [(c["body"], c["author"], c["thanks"], c["parent"]) for c in told["items"]] == [
            ("Top", "ben", 1, None),
            ("Reply", "ada", 0, top.id),
        ]
        assert told["next"] is None
        again = await browser.client.get(path, headers={**headers, "If-None-Match": reply_of.headers["etag"]})
        assert again.status_code == 304
    assert reply.parent_id == top.id


async def test_a_long_thread_is_walked_by_its_next_address(browser: Browser) -> None:
    idea = await things.idea()
    first = await things.message(idea, "0")
    thread, author = first.thread_id, first.author_id
    await Comment.bulk_create(
        Comment(thread_id=thread, author_id=author, body=str(n), created_at=first.created_at) for n in range(1, 70)
    )
    seen: list[str] = []
    address: str | None = f"/api/v1/ideas/{idea.id}/comments"
    while address:
        told = (await browser.get(address)).json()
        seen += [comment["body"] for comment in told["items"]]
        address = told["next"]
    assert seen == [str(n) for n in range(70)]


async def test_a_token_says_something_once_for_one_key(browser: Browser) -> None:
    idea = await things.idea()
    top = await things.message(idea, "Top")
    path = f"/api/v1/ideas/{idea.id}/comments"
    headers = {**await bearer("ada", "write"), "Idempotency-Key": "k1"}
    made = [
        await browser.client.post(path, json={"body": "Mine too", "parent": top.id}, headers=headers) for _ in range(2)
    ]
    assert [reply.status_code for reply in made] == [201, 201], made[0].text
    assert made[0].json() == made[1].json()
    assert (made[0].json()["parent"], made[0].json()["author"]) == (top.id, "ada")
    assert await Comment.all().count() == 2
    assert await things.counts_hold()


async def test_what_cannot_be_used_or_may_not_be_done_says_so(browser: Browser) -> None:
    idea, mo = await things.idea(), await cast.manager()
    note = await things.message(idea, "A note", by=mo, internal=True)
    path, headers = f"/api/v1/ideas/{idea.id}/comments", await bearer("ada", "write")
    for body in (
        {},
        {"body": ""},
        {"body": " \n"},
        {"body": "x" * 10_001},
        {"body": "x", "parent": 2**31},
        {"body": 1},
    ):
        assert (await browser.client.post(path, json=body, headers=headers)).status_code == 422, body
    for number in (note.id, 4711):
        reply = await browser.client.post(path, json={"body": "x", "parent": number}, headers=headers)
        assert reply.status_code == 422
        assert "no longer there" in reply.json()["errors"]["body"]
    assert (await browser.client.post(path, json={"body": "x"})).status_code == 401
    reading = await bearer("ben", "read")
    assert (await browser.client.post(path, json={"body": "x"}, headers=reading)).status_code == 403
    assert (await browser.client.get("/api/v1/ideas/4711/comments")).status_code == 404


async def test_a_closed_board_opens_no_thread(browser: Browser) -> None:
    sol = await cast.editor()
    await board_things.board("team", see="staff", propose="staff")
    secret = await board_things.idea("Secret", by=sol, on="team")
    await things.message(secret, "Between us", by=sol)
    path = f"/api/v1/ideas/{secret.id}/comments"
    assert (await browser.client.get(path)).status_code == 404
    assert (await browser.client.get(path, headers=await bearer("ada", "read"))).status_code == 404
    assert (await browser.client.get(path, headers=await bearer("mo", "read"))).status_code == 200
