"""An idea as the subject of a thread and of a report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ideas.board import actions, answers, held, proofs, sheets
from ideas.board.models import Idea, Status
from kernel import db
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast
from tests.ideas.board import things

pytestmark = pytest.mark.asyncio


async def test_who_may_comment_is_said_by_the_board(home: House) -> None:
    idea, ada = await things.idea(), await cast.member()
    open_to_all = await held.subject(ada, idea.id)
    assert open_to_all is not None
    assert (open_to_all.may_comment, open_to_all.author_id, open_to_all.key) == (True, ada.id, f"idea:{idea.id}")
    for viewer in (STRANGER, replace(ada, suspended=True)):
        found = await held.subject(viewer, idea.id)
        assert found is not None
        assert not found.may_comment
    await actions.change_board(await cast.admin(), idea.board_id, is_open=False)
    closed = await held.subject(ada, idea.id)
    assert closed is not None
    assert not closed.may_comment
    assert await held.subject(ada, 2**40) is None


async def test_a_shipped_idea_can_still_be_talked_about(home: House) -> None:
    idea, ada, mo = await things.idea(), await cast.member(), await cast.manager()
    await answers.answer(mo, idea, status=Status.PLANNED, body="Yes.")
    await answers.answer(mo, idea, status=Status.SHIPPED, body="There.")
    found = await held.subject(ada, idea.id)
    assert found is not None
    assert found.may_comment


async def test_a_comment_counts_and_moves_the_idea(home: House) -> None:
    idea = await things.idea()
    async with db.transaction():
        await held.counted(idea.id, 1)
        await held.counted(idea.id, 1)
        await held.counted(idea.id, -1)
    assert (await Idea.get(id=idea.id)).comments == 1
    assert not await proofs.places_of_ideas()


async def test_a_hidden_idea_is_still_a_thing_for_moderation(home: House) -> None:
    idea, mo, ben = await things.idea(body="**Words**"), await cast.manager(), await cast.member("ben")
    assert await held.seen(ben, idea.id)
    await held.reportable.hide(mo, idea.id)
    found = (await held.things([idea.id, 4711]))[idea.id]
    assert (found.is_hidden, found.excerpt) == (True, "Words")
    assert not await held.seen(ben, idea.id)
    await held.reportable.restore(mo, idea.id)
    assert await held.seen(ben, idea.id)


async def test_what_is_read_in_a_transaction_is_not_remembered_when_it_fails(home: House) -> None:
    idea = await things.idea("Before")

    async def fail() -> None:
        async with db.transaction():
            await db.execute("UPDATE idea SET title = 'Within' WHERE id = ?", idea.id)
            assert (await sheets.sheet(STRANGER, idea.id)).title == "Within"
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert (await sheets.sheet(STRANGER, idea.id)).title == "Before"
