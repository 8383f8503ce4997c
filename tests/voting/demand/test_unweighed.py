"""Who counts without their worth counts by heads, and by value as nothing; figures that were made stay."""

from __future__ import annotations

import pytest

from community.privacy import choices
from kernel import db
from kernel.features import House
from tests import cast
from tests.voting.ballots.test_merged_support import stand
from tests.voting.demand import people
from voting.demand import marks, previews, queries, reckon


async def figure(idea: int) -> db.Row:
    rows = await db.rows("SELECT value, data FROM figure WHERE idea_id = ? ORDER BY reckoning_id DESC, id", idea)
    return rows[0]


@pytest.mark.asyncio
async def test_a_support_without_worth_is_one_head_and_no_value(home: House) -> None:
    laces, _strings, _empty = await stand("Laces", "Strings", "Nothing")
    await people.customers()
    await people.support(laces, "bob")
    await people.valued()
    await reckon.store(await reckon.reckon())
    first, mark = await figure(laces), await marks.now()
    assert first["value"] == people.STATED["B"]
    await choices.leave(await cast.member("bob"), "worth")
    assert await marks.now() != mark
    await reckon.store(await reckon.reckon())
    assert (await figure(laces))["value"] == 0
    found = await previews.counted([laces], await queries.latest())
    assert (found[laces].people, found[laces].accounts, found[laces].value) == (1, 1, 0)
    assert await db.value("SELECT COUNT(*) FROM support WHERE idea_id = ?", laces) == 1
    await choices.come_back(await cast.member("bob"), "worth")
    await reckon.store(await reckon.reckon())
    assert (await figure(laces))["value"] == people.STATED["B"]
