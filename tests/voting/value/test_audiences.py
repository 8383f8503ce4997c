"""A name asked for its people holds exactly those whose viewer has the name."""

from __future__ import annotations

from kernel import audiences, db, sessions
from kernel.features import House
from tests import cast, clubs
from tests.journeys import confidences


async def test_whoever_a_name_holds_has_the_name(home: House) -> None:
    for handle in ("ada", "ben", "dan", "mo", "sol", "root"):
        await cast.person(handle)
    await confidences.customers()
    club = await clubs.found(host="ada", members=["ben"])
    everybody = [row["id"] for row in await db.rows("SELECT id FROM person WHERE is_claimed = ? ORDER BY id", True)]
    held = {person: (await sessions.viewer_of(person)).audiences for person in everybody}
    names = ("members", "staff", "customers", "segment:vip", club.named)
    for name in names:
        assert await audiences.people_of(name) == [person for person in everybody if name in held[person]], name
    assert [len(await audiences.people_of(name)) for name in names] == [6, 3, 1, 1, 2]
    assert set(names[2:]) <= {name for name, _label in await audiences.choices()}


async def test_a_name_that_nobody_knows_holds_nobody(home: House) -> None:
    await clubs.found()
    for name in ("nobody", "segment:none", "club:", "club:none", "club:99", "club:99999999999999999999"):
        assert await audiences.people_of(name) == [], name
