"""Counts that were tampered with are found, told and mended."""

from __future__ import annotations

import pytest

from community.discussion import actions, proofs
from kernel import db
from kernel.features import House
from tests import cast
from tests.community.discussion import things

pytestmark = pytest.mark.asyncio


async def test_a_wrong_count_is_found_and_mended(home: House) -> None:
    idea, mo = await things.idea(), await cast.manager()
    comment = await things.message(idea)
    await things.message(idea, "A note", by=mo, internal=True)
    hidden = await things.message(idea, "Hidden")
    await actions.hide(mo, hidden.id)
    await actions.thank(mo, comment)
    assert await things.counts_hold()
    async with db.transaction():
        await db.execute("UPDATE thread SET comments = 9")
        await db.execute("UPDATE comment SET reactions = 5 WHERE id = ?", comment.id)
    thread = await db.value("SELECT id FROM thread")
    assert await proofs.comments() == [f"thread {thread}: 9 kept, 1 counted"]
    assert await proofs.thanks(fix=True) == [f"comment {comment.id}: 5 thanks kept, 1 counted"]
    assert await proofs.comments(fix=True)
    assert await things.counts_hold()
