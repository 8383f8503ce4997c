"""Many hands at once, and words that come and go: the counts hold and no version is lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from community.discussion import actions, queries
from community.discussion.models import Comment, CommentVersion, Reaction
from kernel import db
from kernel.errors import Forbidden, Invalid, Missing
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast
from tests.community.discussion import things

pytestmark = pytest.mark.asyncio


async def counted(idea_id: int) -> int:
    return int(await db.value("SELECT comments FROM idea WHERE id = ?", idea_id))


async def test_what_is_gone_or_elsewhere_cannot_be_answered(home: House) -> None:
    idea, ben, mo = await things.idea(), await cast.member("ben"), await cast.manager()
    gone, hidden = await things.message(idea, "Gone"), await things.message(idea, "Hidden")
    await actions.delete(ben, gone, kind="idea", number=idea.id)
    await actions.hide(mo, hidden.id)
    elsewhere = await things.message(await things.idea())
    for number in (gone.id, hidden.id, elsewhere.id, 2**31 - 1):
        with pytest.raises(Invalid):
            await things.message(idea, "An answer", parent_id=number)
    assert await things.counts_hold()


async def test_two_changes_at_once_lose_no_version(home: House) -> None:
    idea, ben = await things.idea(), await cast.member("ben")
    comment = await things.message(idea, "First")
    await asyncio.gather(*(things.edit(ben, comment, f"Later {n}") for n in range(6)))
    now = (await Comment.get(id=comment.id)).body
    kept = [version["body"] for version in await queries.history(comment.id)]
    assert sorted([*kept, now]) == sorted(["First", *(f"Later {n}" for n in range(6))])


async def test_a_change_does_not_bring_back_what_was_taken_away(home: House) -> None:
    idea, ben = await things.idea(), await cast.member("ben")
    held = await things.message(idea, "Before")
    await actions.delete(ben, held, kind="idea", number=idea.id)
    with pytest.raises(Missing):
        await things.edit(ben, held, "After all")
    assert (await Comment.get(id=held.id)).body == ""
    assert await CommentVersion.all().count() == 0


async def test_taking_away_twice_is_counted_once(home: House) -> None:
    idea, ben = await things.idea(), await cast.member("ben")
    comment = await things.message(idea)
    await asyncio.gather(*(actions.delete(ben, comment, kind="idea", number=idea.id) for _ in range(5)))
    assert await counted(idea.id) == 0
    assert await things.counts_hold()


async def test_what_is_hidden_and_shown_again_is_counted_each_time(home: House) -> None:
    idea, mo, ben = await things.idea(), await cast.manager(), await cast.member("ben")
    comment = await things.message(idea)
    with pytest.raises(Forbidden):
        await actions.hide(ben, comment.id)
    await asyncio.gather(*(actions.hide(mo, comment.id) for _ in range(4)))
    found = await things.talk(idea)
    assert (found.count, found.comments, await counted(idea.id)) == (0, [], 0)
    with pytest.raises(Missing):
        await queries.find(await cast.member("ada"), comment.id)
    hidden, _, _ = await queries.find(ben, comment.id)
    with pytest.raises(Forbidden):
        await things.edit(ben, hidden, "x")
    with pytest.raises(Forbidden):
        await actions.delete(ben, hidden, kind="idea", number=idea.id)
    await asyncio.gather(*(actions.restore(mo, comment.id) for _ in range(4)))
    assert (await things.talk(idea)).count == await counted(idea.id) == 1
    assert await db.value("SELECT count(*) FROM staff_act WHERE act LIKE 'comment.%'") == 2
    assert await things.counts_hold()


async def test_a_hidden_note_changes_no_count(home: House) -> None:
    idea, mo = await things.idea(), await cast.manager()
    note = await things.message(idea, "A note", by=mo, internal=True)
    await actions.hide(mo, note.id)
    await actions.restore(mo, note.id)
    assert await counted(idea.id) == 0
    assert await things.counts_hold()


async def test_thanks_count_once_under_twenty_at_once(home: House) -> None:
    idea, ada = await things.idea(), await cast.member("ada")
    comment = await things.message(idea)
    await asyncio.gather(*(actions.thank(ada, comment) for _ in range(20)))
    assert (await Comment.get(id=comment.id)).reactions == await Reaction.all().count() == 1
    await asyncio.gather(*(actions.unthank(ada, comment) for _ in range(20)))
    assert (await Comment.get(id=comment.id)).reactions == await Reaction.all().count() == 0
    for viewer in (STRANGER, await cast.member("ben"), replace(ada, suspended=True)):
        with pytest.raises(Forbidden):
            await actions.thank(viewer, comment)
    assert await things.counts_hold()


async def test_many_messages_at_once_are_all_counted(home: House) -> None:
    idea, ben, ada = await things.idea(), await cast.member("ben"), await cast.member("ada")
    await asyncio.gather(*(things.message(idea, f"Message {n}", by=(ben, ada)[n % 2]) for n in range(12)))
    assert (await things.talk(idea)).count == await counted(idea.id) == 12
    assert await things.counts_hold()
