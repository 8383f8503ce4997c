"""Answers, states and promises."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from ideas.board import actions, answers, promises, proofs, sheets
from ideas.board.models import Answer, Idea, Status, StatusChange
from ideas.board.notices import notices, recipients
from ideas.board.states import NEXT
from kernel import clock, db, events, i18n
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast
from tests.ideas.board import things

pytestmark = pytest.mark.asyncio


async def test_members_answer_nothing(home: House) -> None:
    idea = await things.idea()
    for viewer in (STRANGER, await cast.member()):
        with pytest.raises(Forbidden):
            await actions.answer(viewer, idea, body="Mine.")


async def test_only_allowed_steps_are_taken(home: House) -> None:
    mo = await cast.manager()
    for before, allowed in NEXT.items():
        for after in set(Status) - {before}:
            idea = await things.idea(f"{before} to {after}")
            await Idea.filter(id=idea.id).update(status=before)
            idea.status = before
            if after in allowed:
                await actions.answer(mo, idea, status=after, body="So it is.", would_change="A better glue.")
                assert (await Idea.get(id=idea.id)).status == after
            else:
                with pytest.raises(Invalid):
                    await actions.answer(mo, idea, status=after, body="So it is.", would_change="A better glue.")


@pytest.mark.parametrize(
    ("status", "said", "missing"),
    [
        (Status.PLANNED, {}, "body"),
        (Status.DECLINED, {}, "body"),
        (Status.DECLINED, {"body": "It cracks."}, "would_change"),
        (None, {}, "body"),
        (Status.UNDER_REVIEW, {}, ""),
        (Status.DECLINED, {"body": "It cracks.", "would_change": "A cork that bends."}, ""),
    ],
)
async def test_what_is_owed_is_asked_for(
    home: House, status: Status | None, said: dict[str, str], missing: str
) -> None:
    idea, sol = await things.idea(), await cast.editor()
    if not missing:
        await actions.answer(sol, idea, status=status, **said)  # type: ignore[arg-type]
        return
    with pytest.raises(Invalid) as refused:
        await actions.answer(sol, idea, status=status, **said)  # type: ignore[arg-type]
    assert missing in refused.value.detail["errors"]
    assert await Answer.all().count() == await StatusChange.all().count() == 0


async def test_of_two_who_change_the_state_at_once_one_is_told(home: House) -> None:
    idea, mo = await things.idea(), await cast.manager()
    copies = [await Idea.get(id=idea.id) for _ in range(4)]
    done = await asyncio.gather(
        *(actions.answer(mo, copy, status=Status.UNDER_REVIEW) for copy in copies), return_exceptions=True
    )
    assert sum(isinstance(one, Conflict) for one in done) == 3, done
    assert await StatusChange.all().count() == 1
    assert not await proofs.counts_of_boards()


async def test_a_promise_is_kept_when_the_idea_ships_and_late_for_ever(home: House) -> None:
    sol = await cast.editor()
    early, late = await things.idea("Early"), await things.idea("Late")
    for idea in (early, late):
        day = clock.today() + timedelta(days=10)
        await actions.answer(sol, idea, status=Status.PLANNED, body="In ten days.", promised_on=day)
    assert await promises.line(STRANGER) == promises.Line(0, 0, 2)
    with clock.at(clock.now() + timedelta(days=5)):
        await actions.answer(sol, early, status=Status.SHIPPED, body="There.")
    with clock.at(clock.now() + timedelta(days=20)):
        assert await promises.line(STRANGER) == promises.Line(1, 1, 0)
        await actions.answer(sol, late, status=Status.SHIPPED, body="There at last.")
        assert await promises.line(STRANGER) == promises.Line(1, 1, 0)
        found = await sheets.sheet(STRANGER, late.id)
        assert [said.promise for said in found.answers] == ["", "late"]
        assert [step.after for step in found.trail] == ["planned", "shipped"]


async def test_an_answer_tells_author_and_followers_once(home: House) -> None:
    idea, ben = await things.idea(), await cast.member("ben")
    await actions.follow(ben, idea)
    await actions.answer(await cast.manager(), idea, status=Status.PLANNED, body="**Yes**, in spring.")
    event = await events.read(await db.value("SELECT id FROM event WHERE kind = 'idea.answered'"))
    assert set(await recipients(event)) == {(await cast.person("ada")).id, ben.id}
    kind = notices[0]
    with i18n.speaking("en"):
        line = kind.line({**event["data"], "actor": "Mo Haddad"})
    assert line == "Mo Haddad answered “Resole my shoes”, which is now: planned."
    assert kind.url(event) == f"/ideas/{idea.id}-resole-my-shoes"
    assert kind.excerpt(event["data"]) == "Yes, in spring."


async def test_a_sheet_is_one_statement_and_holds_everything(home: House) -> None:
    idea = await things.idea(body="Words", tag_names=["b", "a"])
    sol = await cast.editor()
    await answers.answer(sol, idea, status=Status.PLANNED, body="First", cost_band="XL")
    await answers.answer(sol, idea, body="Second")
    found = await sheets.sheet(STRANGER, idea.id)
    assert [said.body for said in found.answers] == ["Second", "First"]
    assert found.answer is not None
    assert found.answer.by.handle == "sol"
    assert found.tags == ("a", "b")
    assert found.author.name == "Ada Morel"
    assert found.trail[0].answer_id == found.answers[1].id
