"""Coming in and going out, and the mark that says so."""

from __future__ import annotations

import pytest

from ambassadors.programme import belonging, queries
from ambassadors.programme.models import Ending, Enrolment
from community.people import actions as people
from community.people.models import Person
from kernel import db, jobs
from kernel.errors import Conflict
from kernel.features import House
from tests import cast


async def test_who_comes_in_is_marked_and_stands_on_the_first_tier(home: House) -> None:
    ben = await cast.member("ben")
    found = (await queries.enrolled([ben.id or 0, 999]))[ben.id or 0]
    assert (found.tier, found.tier_name) == ("voice", "Voice")
    assert {"ambassadors", "tier:voice"} <= ben.audiences
    assert await queries.people_of("tier:voice") == await queries.people_of("ambassadors") == [ben.id]
    assert await queries.people_of("tier:guide") == []
    assert await belonging.marked() == []


async def test_nobody_comes_in_twice(home: House) -> None:
    ben = await cast.person("ben")
    with pytest.raises(Conflict):
        async with db.transaction():
            await belonging.enrol(ben.id)


async def test_who_goes_out_is_marked_no_longer(home: House) -> None:
    ben = await cast.person("ben")
    async with db.transaction():
        await belonging.end(await Enrolment.get(current_for=ben.id), Ending.RETIRED)
    await ben.refresh_from_db()
    assert not ben.is_ambassador
    assert await queries.enrolled([ben.id]) == {}


async def test_who_joins_the_team_is_no_ambassador_any_more(home: House) -> None:
    ben = await cast.person("ben")
    await people.set_role(await cast.admin(), ben, role="editor")
    await jobs.work(home, until_idle=True, like="react.programme%")
    await ben.refresh_from_db()
    assert not ben.is_ambassador
    assert (await Enrolment.get()).is_thanked


async def test_a_wrong_mark_is_found_and_mended(home: House) -> None:
    ben, ada = await cast.person("ben"), await cast.person("ada")
    await Person.filter(id=ben.id).update(is_ambassador=False)
    await Person.filter(id=ada.id).update(is_ambassador=True)
    assert len(await belonging.marked(fix=True)) == 2
    assert await belonging.marked() == []
    await ben.refresh_from_db()
    assert ben.is_ambassador
