"""Answers to wishes: what they must say, what the club says back, and what is kept or late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.inbox.models import Notice
from kernel import clock, db, jobs
from kernel.errors import Conflict, Forbidden, Invalid, Missing
from kernel.features import House
from tests import cast, clubs
from tests.ideas.board import things
from tests.voting.wishes import lists
from voting.demand import clubs as wanted
from voting.wishes import queries, record, replies, turning
from voting.wishes.models import Reply, WishState


async def test_each_wish_is_answered_and_then_the_list_is(home: House) -> None:
    wishes, sol = await lists.delivered(await clubs.found()), await cast.editor()
    first, second, third = await queries.items(sol, wishes)
    await replies.answer(sol, wishes, first.id, reply=Reply.ACCEPTED, horizon="next", body="Two lasts are on trial.")
    await replies.answer(sol, wishes, second.id, reply=Reply.DECLINED, body="4,000 pairs are too many.")
    assert (await queries.given_to_team(wishes.id)).state == WishState.DELIVERED
    await replies.answer(sol, wishes, third.id, reply=Reply.DECLINED, body="Not in 2027.")
    assert (await queries.given_to_team(wishes.id)).state == WishState.ANSWERED
    assert [item.reply for item in await queries.items(sol, wishes)] == ["accepted", "declined", "declined"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reply": None}, "reply"),
        ({"reply": Reply.ACCEPTED}, "horizon"),
        ({"reply": Reply.DECLINED}, "body"),
        ({"reply": Reply.QUESTION}, "body"),
        (
            {"reply": Reply.ACCEPTED, "horizon": "now", "promised_on": clock.today() - timedelta(days=400)},
            "promised_on",
        ),
    ],
)
async def test_an_answer_says_what_it_must(home: House, given: dict[str, object], field: str) -> None:
    wishes, sol = await lists.delivered(await clubs.found()), await cast.editor()
    item = (await queries.items(sol, wishes))[0]
    with pytest.raises(Invalid) as refused:
        await replies.answer(sol, wishes, item.id, **given)  # type: ignore[arg-type]
    assert list(refused.value.detail["errors"]) == [field]


async def test_the_product_team_answers_and_nobody_else(home: House) -> None:
    wishes = await lists.delivered(await clubs.found())
    item = (await queries.items(await cast.editor(), wishes))[0]
    for handle in ("ada", "mo"):
        with pytest.raises(Forbidden):
            await replies.answer(await cast.viewer(handle), wishes, item.id, reply=Reply.DECLINED, body="No.")


async def test_a_question_goes_back_and_an_answer_is_owed_again(home: House) -> None:
    club = await clubs.found()
    wishes, sol, ada = await lists.delivered(club), await cast.editor(), await cast.viewer("ada")
    item = (await queries.items(sol, wishes))[0]
    with pytest.raises(Conflict):
        await replies.say_back(ada, club, wishes, item.id, "At the ball of the foot.")
    await replies.answer(sol, wishes, item.id, reply=Reply.QUESTION, body="Where does it press?")
    assert (await queries.given_to_team(wishes.id)).owed == 2
    await replies.say_back(ada, club, wishes, item.id, "At the ball of the foot.")
    again = (await queries.items(sol, wishes))[0]
    assert again.reply is None
    assert [(word.is_brand, word.body) for word in again.said] == [
        (True, "Where does it press?"),
        (False, "At the ball of the foot."),
    ]


async def test_promises_are_kept_late_or_still_to_come(home: House) -> None:
    wishes, sol = await lists.delivered(await clubs.found()), await cast.editor()
    today = clock.today()
    for item, days in zip(await queries.items(sol, wishes), (1, 1, 40), strict=True):
        told = {"horizon": "now", "promised_on": today + timedelta(days=days)}
        await replies.answer(sol, wishes, item.id, reply=Reply.ACCEPTED, **told)  # type: ignore[arg-type]
    first = (await queries.items(sol, wishes))[0]
    await replies.keep(sol, wishes, first.id)
    with pytest.raises(Conflict):
        await replies.keep(sol, wishes, first.id)
    with clock.at(clock.now() + timedelta(days=3)):
        found = await record.of_list(wishes.id)
        whole, [line] = await record.public()
    assert (found.kept, found.late, found.due, found.in_time) == (1, 1, 1, 3)
    assert (whole, line.record) == (found, found)


async def test_what_ships_keeps_the_promise(home: House) -> None:
    idea = await things.idea("Wider toes")
    wishes = await lists.delivered(await clubs.found(), items=[("Wider toes", idea.id)])
    sol = await cast.editor()
    item = (await queries.items(sol, wishes))[0]
    await replies.answer(sol, wishes, item.id, reply=Reply.ACCEPTED, horizon="now")
    await replies.shipped({"subject_id": idea.id, "data": {"after": "planned"}})
    assert (await queries.items(sol, wishes))[0].kept_on is None
    await replies.shipped({"subject_id": idea.id, "data": {"after": "shipped"}})
    assert (await queries.items(sol, wishes))[0].kept_on == clock.today()


async def test_late_answers_are_told_of_once(home: House) -> None:
    wishes = await lists.delivered(await clubs.found())
    await turning.turn_all()
    assert await _late(wishes.id) == 0
    with clock.at(clock.now() + timedelta(days=31)):
        await turning.turn_all()
        await turning.turn_all()
        assert (await queries.given_to_team(wishes.id)).is_late
    assert await _late(wishes.id) == 1


async def _late(number: int) -> int:
    sql = "SELECT count(*) FROM event WHERE kind = 'wishes.late' AND subject_id = ?"
    return int(await db.value(sql, number))


async def test_those_concerned_hear_of_it(home: House) -> None:
    club = await clubs.found(members=["ben"])
    await cast.editor()
    wishes, sol = await lists.delivered(club, signed=["ada", "ben"]), await cast.editor()
    for item in await queries.items(sol, wishes):
        await replies.answer(sol, wishes, item.id, reply=Reply.DECLINED, body="No.")
    await jobs.work(home, until_idle=True, like="react.notices%")
    heard = {
        handle: sorted([note.kind for note in await Notice.filter(person_id=(await cast.person(handle)).id)])
        for handle in ("ada", "ben", "sol", "mo")
    }
    assert heard["ben"] == ["wishes.answered", "wishes.signing"]
    assert heard["ada"] == ["wishes.answered"] * 3
    assert heard["sol"] == ["wishes.delivered"]
    assert heard["mo"] == []


async def test_a_private_club_that_asks_is_counted_without_its_name(home: House) -> None:
    idea = await things.idea("Wider toes")
    club = await clubs.found(members=["ben"], is_private=True)
    await lists.frozen(club, items=[("Wider toes", idea.id)])
    assert await wanted.wanting([idea.id]) == {}
    await lists.delivered(club, signed=["ada", "ben"], items=[("Wider toes", idea.id)])
    found = (await wanted.wanting([idea.id]))[idea.id]
    assert (found.clubs, found.silent, found.written) == ([], (1, 2), "1 private club (2)")


async def test_drafts_are_not_the_teams(home: House) -> None:
    wishes = await lists.frozen(await clubs.found())
    with pytest.raises(Missing):
        await queries.given_to_team(wishes.id)
