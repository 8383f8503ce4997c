"""Accepted answers: by whom, one at a time, taken back, and what they count for."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from ambassadors.helpdesk import accepting, actions, counting, owndata, proofs, queries
from ambassadors.missions import counting as missions
from ambassadors.points import queries as purse
from community.discussion import actions as talk
from community.discussion.models import Comment
from kernel import clock, db, jobs
from kernel.errors import Forbidden, Missing
from kernel.features import House
from kernel.search import looking
from kernel.viewer import STRANGER
from tests import cast
from tests.ambassadors.helpdesk import asked
from tests.ambassadors.missions import errands
from tests.ambassadors.points import till


async def _heard() -> list[tuple[int, int, str]]:
    since = clock.now() - timedelta(days=1)
    return [(one.listener, one.speaker, one.place) async for some in counting.heard(since) for one in some]


@pytest.mark.parametrize(("who", "may"), [("ada", True), ("mo", True), ("sol", True), ("cleo", False), ("ben", False)])
async def test_who_asked_says_what_helped_or_the_team(home: House, who: str, *, may: bool) -> None:
    question = await asked.question()
    number = await asked.answer(question)
    viewer = await cast.viewer(who)
    if may:
        await accepting.accept(viewer, question, number)
    else:
        with pytest.raises(Forbidden):
            await accepting.accept(viewer, question, number)
    assert (await asked.again(question)).accepted == (number if may else None)


async def test_nobody_accepts_their_own_answer(home: House) -> None:
    question = await asked.question()
    own, theirs = await asked.answer(question, "ada"), await asked.answer(question, "mo")
    for viewer, number in ((await cast.member(), own), (await cast.manager(), theirs), (await cast.manager(), own)):
        with pytest.raises(Forbidden):
            await accepting.accept(viewer, question, number)


async def test_an_answer_to_another_question_cannot_be_accepted(home: House) -> None:
    question, other = await asked.question(), await asked.question(title="Do they run large?")
    with pytest.raises(Missing):
        await accepting.accept(await cast.member(), question, await asked.answer(other))


async def test_one_answer_is_accepted_at_a_time(home: House) -> None:
    question = await asked.question()
    numbers = [await asked.answer(question, handle) for handle in ("ben", "cleo", "ben")]
    viewer = await cast.member()
    await asyncio.gather(*[accepting.accept(viewer, question, number) for number in numbers])
    stands = await db.rows("SELECT comment_id FROM question_acceptance WHERE stands IS TRUE")
    assert [row["comment_id"] for row in stands] == [(await asked.again(question)).accepted]
    assert await proofs.accepted() == []


async def test_accepted_help_pays_once_and_is_taken_back_with_it(home: House) -> None:
    await till.funded()
    await till.ruled("help", 40)
    question = await asked.question()
    number, ben = await asked.answer(question), (await cast.person("ben")).id
    for _time in range(2):
        await accepting.accept(await cast.member(), question, number)
    await jobs.work(home, until_idle=True)
    assert (await purse.balance(ben)).free == 40
    await accepting.take_back(await cast.member(), await asked.again(question))
    await jobs.work(home, until_idle=True)
    assert (await purse.balance(ben)).free == 0
    await accepting.accept(await cast.member(), question, number)
    await jobs.work(home, until_idle=True)
    assert (await purse.balance(ben)).free == 40


async def test_the_team_and_those_of_one_account_earn_nothing(home: House) -> None:
    await till.funded()
    await till.ruled("help", 40)
    question = await asked.question()
    await accepting.accept(await cast.member(), question, await asked.answer(question, "sol"))
    await jobs.work(home, until_idle=True)
    assert await db.value("SELECT count(*) FROM point_award") == 0


async def test_accepted_help_is_heard_until_it_is_taken_back(home: House) -> None:
    question = await asked.question(place="tag:fit")
    await accepting.accept(await cast.member(), question, await asked.answer(question))
    ada, ben = (await cast.person("ada")).id, (await cast.person("ben")).id
    assert await _heard() == [(ada, ben, "tag:fit")]
    await accepting.take_back(await cast.member(), await asked.again(question))
    assert await _heard() == []


async def test_accepted_help_counts_for_a_mission_of_its_topic(home: House) -> None:
    mission = await errands.taken(await errands.opened(goal="help", target=3, place="tag:fit"), "ben")
    for place in ("tag:fit", "tag:colour"):
        question = await asked.question(place=place)
        await accepting.accept(await cast.member(), question, await asked.answer(question))
    part = await errands.part(mission, "ben")
    assert await missions.progress(mission.id, "help", mission.place, mission.ends_at) == {part.id: 1}


@pytest.mark.parametrize("how", ["taken away", "hidden"])
async def test_words_that_are_gone_answer_nothing(home: House, how: str) -> None:
    question = await asked.question()
    number = await asked.answer(question)
    await accepting.accept(await cast.member(), question, number)
    if how == "hidden":
        await talk.hide(await cast.manager(), number)
    else:
        comment = await Comment.get(id=number)
        await talk.delete(await cast.viewer("ben"), comment, kind="question", number=question.id)
    await jobs.work(home, until_idle=True)
    assert (await asked.again(question)).accepted is None
    assert (await proofs.accepted(), await proofs.comments()) == ([], [])


async def test_what_is_wrong_is_found_and_mended(home: House) -> None:
    question = await asked.question()
    number = await asked.answer(question)
    await db.execute("UPDATE question SET comments = 7, accepted = ?", number)
    assert await proofs.comments(fix=True) == [f"question {question.id}: 7 comments kept, 1 counted"]
    assert await proofs.accepted(fix=True) == [f"question {question.id}: answer {number} kept, None stands"]
    assert (await proofs.comments(), await proofs.accepted()) == ([], [])


async def test_a_hidden_question_is_there_for_its_author_and_moderation(home: House) -> None:
    question = await asked.question()
    await actions.hide(await cast.manager(), question.id)
    for handle, seen in (("ada", True), ("mo", True), ("ben", False), ("sol", False)):
        assert (question.id in await queries.cards(await cast.viewer(handle), [question.id])) is seen
    assert await looking.numbers(STRANGER, "question", "run small") == []
    await actions.restore(await cast.manager(), question.id)
    assert await looking.numbers(STRANGER, "question", "RUN small") == [question.id]


async def test_ones_own_file_holds_ones_questions_and_answers(home: House) -> None:
    question = await asked.question()
    await accepting.accept(await cast.member(), question, await asked.answer(question))
    for handle, expected in (("ada", ["accepted by me"]), ("ben", ["mine"])):
        person = (await cast.person(handle)).id
        assert [row["whose"] for row in await owndata.parts[1].collect(person)] == expected
    assert [row["title"] for row in await owndata.parts[0].collect((await cast.person("ada")).id)] == [question.title]
