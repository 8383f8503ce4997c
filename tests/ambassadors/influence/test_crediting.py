"""A million supports are credited as columns: what comes of them is what the rule says of each alone."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import numpy as np
import pytest

from ambassadors.influence import columns, gathering, reading, supports
from ambassadors.influence.gathering import Gathered
from ambassadors.influence.registry import CameBy, Heard
from community.discussion.models import Comment, Reaction, Thread
from kernel import clock
from kernel.features import House
from tests import cast, hearing
from tests.ambassadors.influence import plainly
from voting.ballots.models import Support

PEOPLE, COMMENTS, SUPPORTS, LINKS = 24, 220, 130, 25


async def busy(lot: Random) -> list[CameBy]:
    """Few people and three ideas, so that all that may happen does: many voices, own ideas, ways, the same moment twice."""
    people = [(await cast.person(f"p{number}")).id for number in range(PEOPLE)]
    ideas = [await hearing.idea(f"p{number}", days=90) for number in range(3)]
    threads = [await Thread.create(subject_kind="idea", subject_id=idea.id) for idea in ideas]
    now = clock.now().replace(microsecond=0)
    said = list[Comment]()
    for _ in range(COMMENTS):
        before = lot.choice(said) if said and lot.random() < 0.2 else None
        thread = before.thread_id if before else lot.choice(threads).id
        told: dict[str, Any] = {
            "thread_id": thread,
            "author_id": lot.choice(people),
            "parent_id": before.id if before else None,
        }
        at = now - timedelta(hours=lot.randrange(70 * 24))
        said.append(await Comment.create(body="I see.", created_at=at, **told))
    for comment, person in {(lot.choice(said), lot.choice(people)) for _ in range(60)}:
        at = comment.created_at + timedelta(hours=lot.randrange(100))
        await Reaction.create(comment_id=comment.id, person_id=person, created_at=at)
    pairs = sorted({(lot.choice(ideas).id, lot.choice(people)) for _ in range(SUPPORTS)})
    for idea, person in pairs:
        await Support.create(idea_id=idea, person_id=person, at=now - timedelta(hours=lot.randrange(60 * 24)))
    return [
        CameBy(lot.choice(people), lot.choice(ideas).id, lot.choice(people), now - timedelta(hours=lot.randrange(1400)))
        for _ in range(LINKS)
    ]


@pytest.mark.parametrize("seed", [1, 2])
async def test_columns_say_what_the_rule_says_of_each_support(
    home: House, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    came = await busy(Random(seed))  # noqa: S311

    async def rows(since):  # type: ignore[no-untyped-def]
        yield [one for one in came if one.at >= since]

    monkeypatch.setattr(supports, "came_by", lambda: [rows])
    monkeypatch.setattr(reading, "LONG", 17)
    found = [one async for batch in supports.rows(clock.now() - timedelta(days=400)) for one in batch.heard()]
    assert found == await plainly.supports(came)
    assert {one.share for one in found} >= {1.0, 0.5}
    assert {one.subject_kind for one in found} == {"idea", "comment"}


async def test_what_is_told_one_by_one_and_as_columns_is_gathered_alike(home: House) -> None:
    await busy(Random(3))  # noqa: S311
    known, between = await gathering.scored(), (0.0, clock.now().timestamp())
    one_by_one, as_columns = Gathered(), Gathered()
    async for batch in supports.rows(clock.now() - timedelta(days=400)):
        as_columns.add("support", batch, known, between)
        one_by_one.add("support", batch.heard(), known, between)
    one, other = one_by_one.done(), as_columns.done()
    assert (one.places, one.kinds, one.subject_kinds) == (other.places, other.kinds, other.subject_kinds)
    assert len(one) > SUPPORTS / 2
    for name in gathering.COLUMNS:
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_a_batch_tells_its_doings_one_by_one() -> None:
    told = [
        Heard(1, 2, hearing.ago(3), 0.5, "board:1", "idea", 5, ("tag:fit",)),
        Heard(3, 2, hearing.ago(2), 1.0, "", "comment", 7),
    ]
    assert columns.of(told).heard() == told
