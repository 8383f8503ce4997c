"""Threads as they are read: pages, orders, and who sees what of them."""

from __future__ import annotations

import pytest

from community.discussion import actions, queries, registry
from community.discussion.models import Comment
from kernel import slots
from kernel.errors import Missing
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast
from tests.community.discussion import things

pytestmark = pytest.mark.asyncio


async def test_a_subject_without_words_has_an_empty_thread(home: House) -> None:
    idea = await things.idea()
    found = await things.talk(idea)
    assert (found.count, found.comments, found.after) == (0, [], None)
    with pytest.raises(Missing):
        await registry.subject(STRANGER, "teapot", idea.id)


@pytest.mark.parametrize("sort", ["", "thanked"])
async def test_pages_of_a_thread_hold_each_message_once(home: House, sort: str) -> None:
    idea = await things.idea()
    first = await things.message(idea, "0")
    thread = first.thread_id
    author = first.author_id
    await Comment.bulk_create(
        Comment(thread_id=thread, author_id=author, body=str(n), reactions=n % 7, created_at=first.created_at)
        for n in range(1, 120)
    )
    seen: list[str] = []
    after: str | None = None
    for _ in range(4):
        page = await things.talk(idea, sort=sort, after=after)
        seen += [said.body for said in page.comments]
        after = page.after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 120
    if sort:
        assert int(seen[0]) % 7 == 6
    else:
        assert seen == [str(n) for n in range(120)]


@pytest.mark.parametrize("after", ["zzz", "WzFd", "W10", "WzEsMl0x", "WyJhIiwiYiJd", "Wzk5OTk5OTk5OTk5OSwxXQ", "\x00"])
async def test_a_strange_cursor_is_page_one(home: House, after: str) -> None:
    idea = await things.idea()
    await things.message(idea, "Here")
    assert things.bodies(await things.talk(idea, after=after))[:1] == [("Here", [])]


async def test_the_team_reads_what_is_hidden_and_others_only_its_answers(home: House) -> None:
    idea, mo = await things.idea(), await cast.manager()
    top = await things.message(idea, "Rude")
    await things.message(idea, "Calm", by=await cast.member("ada"), parent_id=top.id)
    await actions.hide(mo, top.id)
    (theirs,) = (await things.talk(idea, mo)).comments
    (ours,) = (await things.talk(idea)).comments
    assert (theirs.body, theirs.hidden_at is not None) == ("Rude", True)
    assert ours.gone
    assert [reply.body for reply in ours.replies] == ["Calm"]


async def test_thanks_and_words_of_ones_own_are_known(home: House) -> None:
    idea, ada, ben = await things.idea(), await cast.member("ada"), await cast.member("ben")
    one, two = await things.message(idea, by=ada), await things.message(idea, by=ben)
    await actions.thank(ada, two)
    keys = [(await queries.said(comment.id)).key for comment in (one, two)]
    own, thanked = (await slots.filled(ada, {"comment.mine": keys}))["comment.mine"].values()
    assert f"/comments/{one.id}/edit" in own
    assert "/reaction" not in own
    assert f"/comments/{two.id}/reaction/withdrawal" in thanked
    assert "/edit" not in thanked


async def test_a_message_far_down_has_an_address_where_it_is_read(home: House) -> None:
    idea, ada = await things.idea(), await cast.member("ada")
    subject = await things.subject(ada, idea)
    first = await things.message(idea, "0")
    thread, author = first.thread_id, first.author_id
    await Comment.bulk_create(
        Comment(thread_id=thread, author_id=author, body=str(n), created_at=first.created_at) for n in range(1, 60)
    )
    assert await queries.address(STRANGER, subject, first) == f"{subject.url}#comment-{first.id}"
    last = await things.message(idea, "Last")
    reply = await things.message(idea, "Reply", parent_id=last.id)
    for comment in (last, reply):
        address = await queries.address(STRANGER, subject, comment)
        assert address.startswith(f"/threads/idea/{idea.id}?after=")
        after = address.split("after=")[1].split("#")[0]
        assert things.bodies(await things.talk(idea, after=after)) == [("Last", ["Reply"])]
