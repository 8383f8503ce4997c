"""Scoring a design and wishing for it: once, changeable, never one's own, and provable by the ledger."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from ideas.studio import actions as studio
from ideas.studio.models import Design
from kernel import clock, db
from kernel.errors import Forbidden, Missing
from kernel.viewer import Viewer
from tests import cast
from tests.ideas.studio import drawn
from voting.ballots import score_proofs, score_queries, scores, validity
from voting.ballots.ledger import Given
from voting.ballots.means import standing
from voting.value.models import Customer, Link

pytestmark = pytest.mark.usefixtures("home")


async def given(viewer: Viewer, design: Design, value: int) -> bool:
    return await scores.give(viewer, await score_queries.find(viewer, design.id), value)


async def counts(design: Design) -> tuple[int, int, int]:
    await design.refresh_from_db()
    return design.scores, design.raw_scores, design.wishes


async def levels(design: Design) -> tuple[int, ...]:
    return (await score_queries.told([design.id]))[design.id].levels


async def one_customer(*people: Viewer) -> None:
    customer = await Customer.create(reference="C-1", created_at=clock.now())
    for who in people:
        await Link.create(person_id=who.id, customer=customer, source="staff", created_at=clock.now())


async def test_a_score_stands_once_is_changed_and_is_taken_back() -> None:
    design, ben = await drawn.published(), await cast.member("ben")
    assert await given(ben, design, 4)
    assert not await given(ben, design, 4)
    assert (await counts(design), await levels(design)) == ((1, 1, 0), (0, 0, 0, 0, 1, 0))
    assert await given(ben, design, 1)
    assert (await counts(design), await levels(design)) == ((1, 1, 0), (0, 1, 0, 0, 0, 0))
    assert design.bound == pytest.approx(standing((0, 1, 0, 0, 0, 0)).bound)
    found = await score_queries.find(ben, design.id)
    assert found.value == 1
    assert await scores.take_back(ben, found)
    assert not await scores.take_back(ben, found)
    assert (await counts(design), await levels(design)) == ((0, 0, 0), (0,) * 6)
    kinds = await db.rows("SELECT kind, value FROM score_event ORDER BY id")
    assert [(row["kind"], row["value"]) for row in kinds] == [("scored", 4), ("scored", 1), ("unscored", None)]
    assert await score_proofs.scores() == []


async def test_a_wish_is_apart_from_the_score() -> None:
    design, ben = await drawn.published(), await cast.member("ben")
    found = await score_queries.find(ben, design.id)
    assert await scores.wish(ben, found)
    assert not await scores.wish(ben, found)
    await given(ben, design, 0)
    assert await counts(design) == (1, 1, 1)
    assert await scores.take_back(ben, found)
    assert await counts(design) == (0, 0, 1)
    assert await scores.unwish(ben, found)
    assert not await scores.unwish(ben, found)
    assert await counts(design) == (0, 0, 0)
    assert await score_proofs.scores() == []


async def test_nobody_scores_what_they_drew_or_what_their_account_did() -> None:
    ada, ben, cleo = [await cast.member(name) for name in ("ada", "ben", "cleo")]
    design = await drawn.published(ada)
    await one_customer(ada, cleo)
    for own in (ada, cleo):
        found = await score_queries.find(own, design.id)
        for act in (scores.give(own, found, 5), scores.wish(own, found)):
            with pytest.raises(Forbidden, match="the others score it"):
                await act
    assert await given(ben, design, 5)
    assert await counts(design) == (1, 1, 0)


async def test_what_is_not_in_sight_takes_no_score_even_of_those_who_see_it() -> None:
    ada, mo = await cast.member("ada"), await cast.manager()
    draft, hidden, withdrawn = await drawn.draft(ada), await drawn.published(ada), await drawn.published(ada)
    await studio.hide(mo, hidden.id)
    await studio.withdraw(ada, withdrawn)
    for design in (draft, hidden, withdrawn):
        for who in (ada, mo, await cast.member("ben")):
            with pytest.raises(Missing):
                await score_queries.find(who, design.id)


async def test_forty_scores_at_once_by_one_member_are_one_score() -> None:
    design, ben = await drawn.published(), await cast.member("ben")
    found = await score_queries.find(ben, design.id)
    answers = await asyncio.gather(*(scores.give(ben, found, 3) for _ in range(40)))
    assert sorted(answers) == [False] * 39 + [True]
    assert await counts(design) == (1, 1, 0)


async def test_what_many_give_change_and_take_back_at_once_is_what_the_ledger_proves() -> None:
    designs = [await drawn.published(title=title) for title in ("One", "Two")]
    people = [await cast.member(f"member{n}") for n in range(12)]

    async def live(who: Viewer, design: Design, value: int) -> None:
        found = await score_queries.find(who, design.id)
        await scores.give(who, found, value)
        await scores.wish(who, found)
        await scores.take_back(who, found)
        await scores.give(who, found, 5 - value)
        await scores.unwish(who, found)

    await asyncio.gather(*(live(who, design, n % 6) for n, who in enumerate(people) for design in designs))
    assert [await counts(design) for design in designs] == [(12, 12, 0)] * 2
    assert await levels(designs[0]) == (2, 2, 2, 2, 2, 2)
    assert await score_proofs.scores() == []


async def test_a_score_that_fails_leaves_those_beside_it() -> None:
    design = await drawn.published()
    people = [await cast.member(f"member{n}") for n in range(6)]
    nobody = Viewer(id=999_999, role="member", audiences=frozenset({"everyone", "members"}))
    found = await score_queries.find(people[0], design.id)
    acts = [scores.give(who, found, 2) for who in (*people[:3], nobody, *people[3:])]
    answers = await asyncio.gather(*acts, return_exceptions=True)
    assert [answer is True for answer in answers] == [True] * 3 + [False] + [True] * 3
    assert await counts(design) == (6, 6, 0)
    assert await score_proofs.scores() == []


async def test_what_is_gathered_at_once_keeps_what_stands() -> None:
    design = await drawn.published()
    ben, cleo = await cast.member("ben"), await cast.member("cleo")
    await given(ben, design, 5)
    long_ago = clock.now() - timedelta(days=30)
    told = {(design.id, int(who.id or 0)): (Given(1, wishes=True), long_ago) for who in (ben, cleo)}
    assert await scores.gather(told) == 1
    assert await scores.gather(told) == 0
    assert (await counts(design), await levels(design)) == ((2, 2, 1), (0, 1, 0, 0, 0, 1))
    assert await score_queries.standing_at([design.id], long_ago) == {(design.id, cleo.id): Given(1, wishes=True)}
    assert await score_proofs.scores() == []


async def test_a_score_counts_no_longer_once_its_giver_is_of_the_authors_account() -> None:
    ada, ben, cleo = [await cast.member(name) for name in ("ada", "ben", "cleo")]
    design = await drawn.published(ada)
    for who in (ben, cleo):
        found = await score_queries.find(who, design.id)
        await scores.give(who, found, 5)
        await scores.wish(who, found)
    await one_customer(ada, cleo)
    assert await score_proofs.scores() != []
    await validity.review()
    assert (await counts(design), await levels(design)) == ((1, 2, 1), (0, 0, 0, 0, 0, 1))
    assert await score_proofs.scores() == []
    cleos = await score_queries.find(cleo, design.id)
    assert await scores.take_back(cleo, cleos)
    assert await counts(design) == (1, 1, 1)
    await Link.all().delete()
    await validity.review()
    assert await counts(design) == (1, 1, 2)
    assert await score_proofs.scores() == []


async def test_the_ledgers_word_stands_when_counts_are_mended() -> None:
    design, ben, cleo = await drawn.published(), await cast.member("ben"), await cast.member("cleo")
    await given(ben, design, 4)
    await given(cleo, design, 2)
    await db.execute("UPDATE design SET scores = 9, n4 = 8, bound = 5, wishes = 3, shown = 7 WHERE id = ?", design.id)
    await db.execute("DELETE FROM score WHERE person_id = ?", ben.id)
    await db.execute("UPDATE score SET value = 5 WHERE person_id = ?", cleo.id)
    assert len(await score_proofs.scores(fix=True)) == 7
    assert await score_proofs.scores() == []
    assert (await counts(design), await levels(design)) == ((2, 2, 0), (0, 0, 1, 0, 1, 0))
    assert (await score_queries.find(ben, design.id)).value == 4
