"""Asking to come in, and the two of the team who read it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from ambassadors.programme import applying, belonging, queries
from ambassadors.programme.models import Application, ApplicationReview, ApplicationState
from community.people.models import Person
from kernel import clock, db, jobs
from kernel.errors import Conflict, Forbidden
from kernel.features import House
from tests import cast

WHY = "People ask me at the market which pair to take, and I tell them."


async def asked(handle: str = "ada") -> Application:
    return await applying.apply(await cast.member(handle), motivation=WHY, topics=["tag:fit"], languages=["en"])


async def state(found: Application) -> str:
    return (await Application.get(id=found.id)).state.value


async def test_two_of_the_team_let_somebody_in(home: House) -> None:
    found = await asked()
    await applying.review(await cast.manager(), found, is_for=True)
    assert await state(found) == "waiting"
    await applying.review(await cast.editor(), found, is_for=True)
    assert await state(found) == "accepted"
    ada = await Person.get(handle="ada")
    assert ada.is_ambassador
    assert (await queries.enrolled([ada.id]))[ada.id].tier == "voice"
    assert await belonging.marked() == []


async def test_one_of_the_team_cannot_be_both_readers(home: House) -> None:
    found, mo = await asked(), await cast.manager()
    await applying.review(mo, found, is_for=True)
    with pytest.raises(Conflict):
        await applying.review(mo, found, is_for=True)
    assert await state(found) == "waiting"
    assert await ApplicationReview.filter(application_id=found.id).count() == 1


async def test_nobody_reads_their_own_and_members_read_none(home: House) -> None:
    found = await asked()
    for handle in ("ada", "ben"):
        with pytest.raises(Forbidden):
            await applying.review(await cast.viewer(handle), found, is_for=True)
    await Person.filter(handle="ada").update(role="admin")
    with pytest.raises(Forbidden):
        await applying.review(await cast.viewer("ada"), found, is_for=True)


async def test_where_two_differ_a_third_decides(home: House) -> None:
    found = await asked()
    await applying.review(await cast.manager(), found, is_for=True)
    await applying.review(await cast.editor(), found, is_for=False, words="You answer nobody yet.")
    assert await state(found) == "waiting"
    await applying.review(await cast.admin(), found, is_for=False, words="Come back in spring.")
    told = await Application.get(id=found.id)
    assert told.state == ApplicationState.DECLINED
    assert told.words == "You answer nobody yet.\n\nCome back in spring."
    assert not (await Person.get(handle="ada")).is_ambassador


async def test_after_a_no_one_waits_some_time(home: House) -> None:
    found = await asked()
    for reader in (await cast.manager(), await cast.editor()):
        await applying.review(reader, found, is_for=False, words="Not yet, and here is why.")
    with pytest.raises(Conflict):
        await asked()
    with clock.at(clock.now() + timedelta(days=91)):
        assert await state(await asked()) == "waiting"


async def test_a_decided_one_is_read_no_more(home: House) -> None:
    found = await asked()
    await applying.withdraw(await cast.member("ada"))
    with pytest.raises(Conflict):
        await applying.review(await cast.manager(), found, is_for=True)
    assert await state(await asked()) == "waiting"


async def test_ambassadors_and_the_team_do_not_apply(home: House) -> None:
    for handle in ("ben", "mo", "root"):
        with pytest.raises(Forbidden):
            await asked(handle)


async def test_of_ten_at_once_one_waits(home: House) -> None:
    ada = await cast.member("ada")
    tried = [applying.apply(ada, motivation=WHY) for _ in range(10)]
    ended = await asyncio.gather(*tried, return_exceptions=True)
    assert sum(isinstance(one, Application) for one in ended) == 1
    assert all(isinstance(one, (Application, Conflict)) for one in ended)
    assert await Application.filter(state="waiting").count() == 1


async def test_readers_at_once_let_somebody_in_once(home: House) -> None:
    found = await asked()
    readers = [await cast.manager(), await cast.editor(), await cast.admin()]
    ended = await asyncio.gather(
        *(applying.review(reader, found, is_for=True) for reader in readers), return_exceptions=True
    )
    assert all(one is None or isinstance(one, Conflict) for one in ended)
    assert await state(found) == "accepted"
    assert len(await queries.people_of("ambassadors") or []) == 1


async def test_who_became_one_of_the_team_meanwhile_is_not_let_in(home: House) -> None:
    found = await asked()
    await applying.review(await cast.manager(), found, is_for=True)
    await Person.filter(handle="ada").update(role="editor")
    with pytest.raises(Conflict):
        await applying.review(await cast.admin(), found, is_for=True)
    assert await state(found) == "waiting"


async def test_each_reading_is_on_record_and_each_answer_is_told(home: House) -> None:
    found = await asked()
    for reader in (await cast.manager(), await cast.editor()):
        await applying.review(reader, found, is_for=True, note="Good.")
    acts = await db.rows("SELECT act FROM staff_act WHERE act = 'ambassador.review'")
    assert len(acts) == 2
    await jobs.work(home, until_idle=True, like="react.notices%")
    told = await db.rows("SELECT kind FROM notice n JOIN person p ON p.id = n.person_id WHERE p.handle = 'ada'")
    assert "ambassador.answer" in {row["kind"] for row in told}
    team = await db.rows("SELECT kind FROM notice n JOIN person p ON p.id = n.person_id WHERE p.handle = 'sol'")
    assert "ambassador.applied" in {row["kind"] for row in team}
