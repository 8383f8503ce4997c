import asyncio
from datetime import timedelta

import pytest

from ideas.challenges import actions, proofs, queries, rules
from ideas.studio import actions as studio
from kernel import clock, db, sessions
from kernel.errors import Conflict, Forbidden, Missing
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast
from tests.ideas.challenges import called
from tests.ideas.studio import drawn
from voting.ballots import score_queries

pytestmark = pytest.mark.usefixtures("home")


async def events(kind: str) -> int:
    return int(await db.value("SELECT count(*) AS n FROM event WHERE kind = ?", kind))


async def takes_scores(design_id: int) -> bool:
    return (await score_queries.find(STRANGER, design_id)).takes_scores


async def test_a_draft_is_seen_by_those_who_keep_challenges_alone() -> None:
    challenge = await called.draft()
    assert (await queries.by_slug(await cast.manager(), "autumn")).id == challenge.id
    for other in (STRANGER, await cast.member(), await cast.editor()):
        with pytest.raises(Missing):
            await queries.by_slug(other, "autumn")
        assert await queries.every(other) == []
    with pytest.raises(Forbidden):
        await actions.make(await cast.editor(), slug="x", **called.told())


async def test_a_second_challenge_of_one_address_is_refused() -> None:
    await called.draft()
    with pytest.raises(Conflict):
        await called.draft()
    other = await called.draft("winter")
    with pytest.raises(Conflict):
        await actions.change(await cast.manager(), other, slug="autumn")


async def test_a_design_is_entered_once_at_the_rate_of_the_day() -> None:
    ada, challenge = await cast.member("ada"), await called.announced()
    design = await drawn.published(ada)
    with clock.at(called.IN["announced"]), pytest.raises(Conflict):
        await actions.enter(ada, challenge, design)
    challenge = await called.at(challenge, "submissions")
    with clock.at(called.IN["submissions"]):
        await actions.enter(ada, challenge, design)
        with pytest.raises(Conflict):
            await actions.enter(ada, challenge, design)
        await actions.change(await cast.manager(), challenge, royalty=900, title="Autumn")
    changed = await queries.by_id(challenge.id)
    assert (changed.royalty, changed.title, changed.entries) == (500, "Autumn", 1)
    assert [line.royalty for line in await queries.entries(challenge.id)] == [500]
    assert await proofs.entries() == []


async def test_designs_of_others_of_another_product_and_drafts_are_refused() -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    challenge = await called.at(await called.announced(), "submissions")
    with clock.at(called.IN["submissions"]):
        with pytest.raises(Forbidden):
            await actions.enter(ben, challenge, await drawn.published(ada))
        with pytest.raises(Conflict):
            await actions.enter(ada, challenge, await drawn.published(ada, "musette"))
        with pytest.raises(Conflict):
            await actions.enter(ada, challenge, await drawn.draft(ada))
        mo = await cast.manager()
        with pytest.raises(Forbidden):
            await actions.enter(mo, challenge, await drawn.published(mo))
    assert await events("entry.entered") == 0
    assert await proofs.entries() == []


async def test_who_may_enter_is_an_audience() -> None:
    ada = await cast.member("ada")
    challenge = await called.at(await called.announced(enter="customers"), "submissions")
    assert not rules.may_enter(ada, challenge)
    with clock.at(called.IN["submissions"]), pytest.raises(Forbidden):
        await actions.enter(ada, challenge, await drawn.published(ada))


async def test_one_person_enters_no_more_than_the_challenge_takes_even_at_once() -> None:
    ada = await cast.member("ada")
    challenge = await called.at(await called.announced(most=2), "submissions")
    with clock.at(called.IN["submissions"]):
        designs = [await drawn.published(ada, title=f"Design {n}") for n in range(4)]
        tries = [actions.enter(ada, challenge, design) for design in designs]
        told = await asyncio.gather(*tries, return_exceptions=True)
        assert sum(isinstance(one, Conflict) for one in told) == 2
        assert len(await queries.may_be_entered(ada, challenge)) == 2
    assert (await queries.by_id(challenge.id)).entries == 2
    assert await proofs.entries() == []


async def test_an_entry_is_withdrawn_until_scoring_ends_and_may_come_back_while_designs_come_in() -> None:
    ada = await cast.member("ada")
    challenge = await called.at(await called.announced(), "submissions")
    entry = await called.entered(challenge, ada)
    line = await queries.entry(challenge.id, entry)
    with clock.at(called.IN["submissions"]):
        await actions.withdraw(ada, challenge, entry)
        assert (await queries.by_id(challenge.id)).entries == 0
        from ideas.studio.models import Design

        assert await actions.enter(ada, challenge, await Design.get(id=line.design_id)) == entry
        with pytest.raises(Forbidden):
            await actions.withdraw(await cast.member("ben"), challenge, entry)
    scoring = await called.at(challenge, "scoring")
    with clock.at(called.DATES["jury_at"]), pytest.raises(Conflict):
        await actions.withdraw(ada, scoring, entry)
    jury = await called.at(challenge, "jury")
    with clock.at(called.IN["jury"]), pytest.raises(Forbidden):
        await actions.withdraw(ada, jury, entry)
    assert (await queries.by_id(challenge.id)).entries == 1


async def test_a_design_that_is_taken_down_leaves_its_challenge_in_the_same_transaction(home: House) -> None:
    ada = await cast.member("ada")
    challenge = await called.at(await called.announced(), "submissions")
    with clock.at(called.IN["submissions"]):
        design = await drawn.published(ada)
        await actions.enter(ada, challenge, design)
        await studio.withdraw(ada, design)
    assert (await queries.by_id(challenge.id)).entries == 0
    assert await queries.entries(challenge.id) == []
    assert await events("entry.withdrawn") == 1
    assert await proofs.entries() == []


async def test_scores_are_hidden_until_the_result_and_taken_while_scoring_is_open() -> None:
    ada = await cast.member("ada")
    free = await drawn.published(ada, title="Free")
    challenge = await called.at(await called.announced(), "submissions")
    design = (await queries.entry(challenge.id, await called.entered(challenge, ada))).design_id
    told = {}
    for phase in ("submissions", "scoring", "jury", "result"):
        await called.at(challenge, phase)
        with clock.at(called.IN[phase]):
            told[phase] = (await takes_scores(design), await score_queries.hidden([free.id, design]))
            assert await takes_scores(free.id)
    assert told == {
        "submissions": (False, {design}),
        "scoring": (True, {design}),
        "jury": (False, {design}),
        "result": (True, set()),
    }


async def test_scoring_ends_by_the_clock_though_nobody_turned_the_phase() -> None:
    challenge = await called.at(await called.announced(), "submissions")
    entry = await called.entered(challenge, await cast.member("ada"))
    design = (await queries.entry(challenge.id, entry)).design_id
    await called.at(challenge, "scoring")
    with clock.at(called.DATES["jury_at"] - timedelta(seconds=1)):
        assert await takes_scores(design)
    with clock.at(called.DATES["jury_at"]):
        assert not await takes_scores(design)


async def test_a_suspended_member_enters_nothing() -> None:
    ada = await cast.member("ada")
    challenge = await called.at(await called.announced(), "submissions")
    with clock.at(called.IN["submissions"]):
        design = await drawn.published(ada)
        await db.execute("UPDATE person SET suspended_until = ? WHERE id = ?", clock.now() + timedelta(days=90), ada.id)
        with pytest.raises(Forbidden):
            await actions.enter(await sessions.viewer_of(ada.id or 0), challenge, design)


async def test_a_wrong_count_is_found_and_mended() -> None:
    challenge = await called.announced()
    await db.execute("UPDATE challenge SET entries = 3 WHERE id = ?", challenge.id)
    assert await proofs.entries(fix=True) == [f"challenge {challenge.id}: 3 entries kept, 0 counted"]
    assert await proofs.entries() == []
