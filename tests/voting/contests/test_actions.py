import asyncio
import json
from datetime import timedelta

import pytest

from ideas.challenges import actions as entering
from ideas.challenges import queries as challenges
from ideas.challenges import turning
from kernel import clock, db
from kernel.errors import Conflict, Forbidden, Invalid, Missing
from tests import cast
from tests.ideas.challenges import called
from tests.ideas.studio import drawn
from tests.voting.contests import judged
from voting.contests import actions, notices, proofs, queries
from voting.contests.result import faults

pytestmark = pytest.mark.usefixtures("home")


async def test_nobody_judges_a_challenge_they_entered_nor_enters_one_they_judge() -> None:
    made, _lines = await judged.challenge(("vera",))
    ada, vera = await cast.member("ada"), await cast.member("vera")
    with clock.at(called.IN["submissions"]):
        with pytest.raises(Conflict):
            await actions.empanel(await cast.manager(), made, judged.LOOKS, [int(ada.id or 0)])
        with pytest.raises(Conflict):
            await entering.enter(vera, made, await drawn.published(vera))
    assert [one.person_id for one in await queries.jury(made.id)] == [vera.id]


async def test_marks_are_given_while_the_jury_looks_whole_and_from_0_to_5() -> None:
    made, (line, _other) = await judged.challenge()
    vera = await cast.member("vera")
    first, second = (look.id for look in await queries.criteria(made.id))
    scoring = await called.at(made, "scoring")
    with clock.at(called.IN["scoring"]), pytest.raises(Forbidden):
        await actions.mark(vera, scoring, line, {first: 3, second: 3})
    made = await called.at(made, "jury")
    with clock.at(called.IN["jury"]):
        for wrong in ({first: 3}, {first: 6, second: 1}, {first: -1, second: 1}, {first: 1, second: 1, 999: 1}):
            with pytest.raises(Invalid):
                await actions.mark(vera, made, line, wrong)
        with pytest.raises(Missing):
            await actions.mark(await cast.member("ada"), made, line, {first: 1, second: 1})
        await actions.mark(vera, made, line, {first: 1, second: 2})
        await actions.mark(vera, made, line, {first: 5, second: 2})
        with pytest.raises(Conflict):
            await actions.hand_in(vera, made)
    juror = (await queries.judge(vera, made.id)).id
    assert await queries.marks(juror) == {line.id: {first: 5, second: 2}}


async def test_what_is_handed_in_stays_and_the_minute_of_the_result_ends_it() -> None:
    made, lines = await judged.challenge()
    made = await called.at(made, "jury")
    vera = await judged.marked(made, lines, "vera", (5, 4), (2, 2))
    looks = [look.id for look in await queries.criteria(made.id)]
    with clock.at(called.IN["jury"]), pytest.raises(Forbidden):
        await actions.mark(vera, made, lines[0], dict.fromkeys(looks, 0))
    with clock.at(called.DATES["result_at"]), pytest.raises(Forbidden):
        await actions.mark(await cast.member("yann"), made, lines[0], dict.fromkeys(looks, 0))


async def test_the_result_is_frozen_with_every_number_it_is_made_from() -> None:
    made, (by_ada, by_ben) = await judged.challenge()
    await called.at(made, "scoring")
    await judged.score(by_ada, cleo=5, dora=4, ben=4)
    await judged.score(by_ben, cleo=1, ada=3)
    await judged.wish(by_ada, "cleo", "dora")
    await judged.wish(by_ben, "cleo")
    made = await called.at(made, "jury")
    await judged.marked(made, [by_ada, by_ben], "vera", (5, 4), (2, 2))
    with pytest.raises(Missing):
        await queries.result(made.id)
    await called.at(made, "result")
    told = await queries.result(made.id)
    assert [(e["scores"], e["marks"], e["accounts"]) for e in told["entries"]] == [
        ([0, 0, 0, 0, 2, 1], [[5, 4]], 2),
        ([0, 1, 0, 1, 0, 0], [[2, 2]], 1),
    ]
    assert [(one["place"], one["design"]) for one in told["result"]] == [(1, by_ada.design_id), (2, by_ben.design_id)]
    assert faults(told) == []
    assert await proofs.results() == []
    assert await queries.leaders([made.id]) == {made.id: [by_ada.design_id, by_ben.design_id]}
    event = await db.row("SELECT * FROM event WHERE kind = 'contest.decided'")
    people = {(await cast.person(handle)).id for handle in ("ada", "ben", "vera", "yann")}
    assert event
    (decided,) = (one for one in notices.notices if one.kind == "contest.decided")
    assert set(await decided.recipients(event)) == people


async def test_people_of_one_customer_are_one_account_that_would_buy() -> None:
    from voting.value.models import Customer, Link

    made, (by_ada, _by_ben) = await judged.challenge()
    await called.at(made, "scoring")
    customer = await Customer.create(reference="C-1", created_at=clock.now())
    for handle in ("cleo", "dora"):
        who = await cast.member(handle)
        await Link.create(person_id=who.id, customer=customer, source="staff", created_at=clock.now())
    await judged.wish(by_ada, "cleo", "dora", "emil")
    assert await queries.accounts([by_ada.design_id], called.DATES["jury_at"]) == {by_ada.design_id: 2}


async def test_a_result_is_written_once_though_many_turn_the_page() -> None:
    made, _lines = await judged.challenge()
    with clock.at(called.IN["result"]):
        await asyncio.gather(*(turning.turn(made.id) for _ in range(5)))
    assert await db.value("SELECT count(*) AS n FROM contest_result") == 1
    assert await db.value("SELECT count(*) AS n FROM event WHERE kind = 'contest.decided'") == 1
    assert len((await queries.result(made.id))["result"]) == 2


async def test_a_challenge_without_entries_has_a_result_too() -> None:
    made = await called.at(await called.announced(), "result")
    assert (await queries.result(made.id))["result"] == []
    assert made.is_decided


async def test_a_changed_result_is_found_by_the_proof() -> None:
    made, _lines = await judged.challenge()
    await called.at(made, "result")
    told = await queries.result(made.id)
    told["entries"][0]["accounts"] = 50
    await db.execute("UPDATE contest_result SET document = ?", json.dumps(told))
    assert f"result of challenge {made.id}: the checksum is another" in await proofs.results()


async def test_the_jury_stays_once_it_looks() -> None:
    made, _lines = await judged.challenge()
    made = await called.at(made, "jury")
    with clock.at(called.IN["jury"]), pytest.raises(Forbidden):
        await actions.empanel(await cast.manager(), made, judged.LOOKS, [])


async def test_a_reminder_reaches_jurors_who_have_not_handed_in() -> None:
    made, lines = await judged.challenge()
    made = await called.at(made, "jury")
    await judged.marked(made, lines, "vera", (5, 4), (2, 2))
    with clock.at(called.DATES["result_at"] - timedelta(hours=2)):
        await turning.turn(made.id)
    event = await db.row("SELECT * FROM event WHERE kind = 'challenge.closing'")
    assert event
    assert await {one.kind: one for one in notices.notices}["challenge.closing"].recipients(event) == [
        (await cast.person("yann")).id
    ]


async def test_feedback_reaches_who_entered_once_the_result_is_out() -> None:
    made, (line, _other) = await judged.challenge()
    mo = await cast.manager()
    with pytest.raises(Forbidden):
        await actions.say(mo, made, line, "Thank you.")
    made = await called.at(made, "result")
    await actions.say(mo, made, line, "Thank you.")
    await actions.say(mo, made, line, "Thank you, Ada.")
    with pytest.raises(Forbidden):
        await actions.say(await cast.member("ben"), made, line, "Mine is better.")
    said = await queries.feedback(made.id, person_id=line.person_id)
    assert [row["words"] for row in said.values()] == ["Thank you, Ada."]
    assert await queries.feedback(made.id, person_id=(await cast.person("ben")).id) == {}
    assert (await challenges.by_id(made.id)).entries == 2
