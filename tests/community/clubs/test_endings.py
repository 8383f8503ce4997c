"""A club changes hands, is put away, or becomes a part of another."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from community.clubs import directory, endings, handover, membership, queries, roster
from community.clubs.directory import Wanted
from community.clubs.models import Ban, Club, End, Role, Topic
from community.clubs.queries import ClubCard
from kernel import clock, db
from kernel.errors import Conflict, Forbidden
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast, clubs
from tests.browsing import Browser


async def _as(handle: str, club: ClubCard) -> ClubCard:
    return await queries.by_id(await cast.viewer(handle), club.id)


async def _leaves(handle: str, club: ClubCard) -> None:
    async with db.transaction():
        await membership.end(club.id, (await cast.person(handle)).id, End.LEFT)


async def test_a_club_that_its_last_host_leaves_asks_for_another(home: House) -> None:
    club = await clubs.found(host="ada", members=["ben", "cleo"])
    await _leaves("ada", club)
    assert (await _as("ben", club)).handover_at is not None
    assert await db.value("SELECT count(*) FROM event WHERE kind = ?", "club.handover") == 1
    with pytest.raises(Forbidden):
        await handover.take_on(await cast.member("ada"), await _as("ada", club))
    await handover.take_on(await cast.member("ben"), await _as("ben", club))
    held = await _as("ben", club)
    assert (held.role, held.handover_at) == (Role.HOST, None)
    with pytest.raises(Conflict):
        await handover.take_on(await cast.member("cleo"), await _as("cleo", club))


async def test_a_club_that_everybody_left_has_ended(home: House) -> None:
    club = await clubs.found(host="ada", members=["ben"])
    await _leaves("ada", club)
    await _leaves("ben", club)
    held = await Club.get(id=club.id)
    assert held.archived_at is not None
    assert held.members == 0
    assert (await directory.listing(STRANGER, Wanted())).items == []


async def test_staff_name_a_host_where_none_is_left(browser: Browser) -> None:
    club = await clubs.found(host="ada", members=["ben"], is_private=True)
    ben = await cast.person("ben")
    manager = await cast.browser_as(browser, "manager")
    page = await manager.submit(f"{club.url}/host", f"{club.url}/host/naming", to=ben.id)
    assert await queries.role_at(ben.id, club.id) == Role.MEMBER
    await _leaves("ada", club)
    page = await manager.submit(f"{club.url}/host", f"{club.url}/host/naming", to=ben.id)
    assert "has a host again" in page.text
    assert await queries.role_at(ben.id, club.id) == Role.HOST
    for who in ("member", "editor", "ben"):
        assert (await (await cast.browser_as(browser, who)).get(f"{club.url}/host")).status_code == 404
    acts = await db.rows("SELECT act FROM staff_act ORDER BY id")
    assert [row["act"] for row in acts] == ["club.looked-into", "club.host-named"]


async def test_a_club_put_away_is_read_and_no_more(browser: Browser) -> None:
    club = await clubs.found(host="ada", members=["ben"])
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    assert (await ben.get("/clubs/runners/ending")).status_code == 403
    assert "This is missing." in (await ada.submit("/clubs/runners/ending", "/clubs/runners/ending", reason="")).text
    page = await ada.submit("/clubs/runners/ending", "/clubs/runners/ending", reason="We moved on.")
    assert "was put away" in page.text
    assert "Runners" not in (await browser.get("/clubs")).text
    assert (await browser.get("/clubs/runners")).status_code == 200
    assert (await ada.get("/clubs/runners/edit")).status_code == 403
    again = await ada.submit("/clubs/runners", "/clubs/runners/ending/withdrawal")
    assert "The club goes on." in again.text
    assert await queries.role_at((await cast.person("ben")).id, club.id) == Role.MEMBER


async def test_two_clubs_become_one_and_nobody_is_counted_twice(browser: Browser) -> None:
    first = await clubs.found("wide", host="ada", members=["ben", "cleo", "dan"])
    other = await clubs.found("large", host="ada", members=["ben"])
    dan = await cast.person("dan")
    now = clock.now()
    await Ban.create(club_id=other.id, person_id=dan.id, reason="No.", by_id=(await cast.person("ada")).id, at=now)
    topic = await Topic.create(club_id=first.id, author_id=dan.id, title="Laces", created_at=now, last_at=now)
    ada = await cast.browser_as(browser, "ada")
    page = await ada.submit("/clubs/wide/ending", "/clubs/wide/merger", into="large")
    assert page.url.path == "/clubs/large"
    assert (await browser.get("/clubs/wide")).url.path == "/clubs/large"
    held = await _as("ada", other)
    assert (held.members, held.role) == (3, Role.HOST)
    assert await queries.member_ids(first.id) == []
    assert (await Topic.get(id=topic.id)).club_id == other.id
    with pytest.raises(Forbidden):
        await endings.merge(await cast.manager(), await _as("mo", other), await _as("mo", first))


async def test_clubs_are_merged_by_who_hosts_both_and_never_into_the_open(home: House) -> None:
    quiet = await clubs.found("quiet", host="ada", members=["ben"], is_private=True)
    loud = await clubs.found("loud", host="ben")
    with pytest.raises(Forbidden):
        await endings.merge(await cast.member("ben"), await _as("ben", quiet), await _as("ben", loud))
    mine = await clubs.found("mine", host="ada")
    with pytest.raises(Conflict):
        await endings.merge(await cast.member("ada"), await _as("ada", quiet), await _as("ada", mine))
    await endings.merge(await cast.member("ada"), await _as("ada", mine), await _as("ada", quiet))
    assert (await _as("ada", quiet)).members == 2


async def test_since_when_one_belongs_is_counted_from_the_last_return(home: House) -> None:
    moments = [datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2, 3, 4, 5)]
    with clock.at(moments[0]):
        club = await clubs.found(host="ada", members=["ben"])
    with clock.at(moments[1]):
        await _leaves("ben", club)
    ben = (await cast.person("ben")).id
    async with db.transaction():
        with clock.at(moments[2]):
            await membership.begin(club.id, ben)
        with clock.at(moments[3]):
            await membership.change(club.id, ben, Role.TREASURER)
    told = {one.person.handle: (one.role, one.since) for one in await roster.first(club.id, 5)}
    assert told == {"ada": (Role.HOST, moments[0]), "ben": (Role.TREASURER, moments[2])}
    assert [one.person.handle for one in (await roster.listing(club.id, size=1)).items] == ["ada"]
