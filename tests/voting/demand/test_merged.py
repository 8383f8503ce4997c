"""Every figure of support while ideas are merged, and again after they are parted."""

from __future__ import annotations

from typing import Any

import pytest

from ambassadors.perks import thanks
from ideas.board.models import Idea
from kernel import db
from kernel.features import House
from tests import cast, clubs
from tests.ideas.board import things
from tests.voting.ballots.test_merged_support import joined, parted
from tests.voting.demand import people
from tests.voting.demand.test_clubs import supported
from tests.voting.wishes import lists
from voting.ballots import proofs
from voting.ballots import queries as ballots
from voting.demand import carriers, marks, queries, reckon
from voting.demand import clubs as wanted
from voting.demand.why import why
from voting.roadmap import queries as roadmap
from voting.wishes import horizons
from voting.wishes import queries as wishes

pytestmark = pytest.mark.asyncio


async def two() -> tuple[int, int]:
    """Laces: Ada and Bob, Ann of Ada's customer long ago. Strings: Ada and Eve, Bob until today. Each counted as cast."""
    laces, strings = [(await things.late_idea(name, days=90)).id for name in ("Laces", "Strings")]
    await people.customers()
    for handle in ("ada", "bob"):
        await people.support(laces, handle, days=3)
    await people.support(laces, "ann", days=60)
    for handle in ("ada", "eve"):
        await people.support(strings, handle, days=50)
    await people.support(strings, "bob", days=40, withdrawn=True)
    await people.valued()
    assert await proofs.supports(fix=True)
    return laces, strings


async def figures(idea: int) -> tuple[Any, ...]:
    found = next(one for one in (await reckon.reckon()).ideas if one.idea == idea)
    return found.people, found.accounts, found.raw_votes, found.trend_30d, found.value.point


async def everything() -> tuple[Any, ...]:
    """All that must come back when a merge is undone."""
    told = await roadmap.told()
    return (
        [(one.idea, one.people, one.accounts, one.trend_30d, one.demand) for one in (await reckon.reckon()).ideas],
        {idea: (row.merged_from, row.clubs, row.ambassadors) for idea, row in told.items()},
        await wanted.wanting(),
        await carriers.ambassadors(),
        await db.rows("SELECT id, supporters, raw_votes, trending FROM idea ORDER BY id"),
    )


async def test_people_accounts_value_and_trend_are_those_of_the_whole(home: House) -> None:
    laces, strings = await two()
    worth_of_eve = 400_00
    assert await figures(laces) == (3, 2, 3, 2, 100_00 + 400_00)
    assert await figures(strings) == (2, 2, 2, -1, 100_00 + worth_of_eve)
    before = await everything()
    merge = await joined(laces, strings)
    assert await proofs.supports() == []
    assert await figures(laces) == (4, 3, 4, 0, 100_00 + 400_00 + worth_of_eve)
    assert [one.idea for one in (await reckon.reckon()).ideas] == [laces]
    assert {idea: row.merged_from for idea, row in (await roadmap.told()).items()} == {laces: 1}
    assert [(part.name, part.members) for part in (await why(laces, "one-account")).parts] == [
        ("Customer A", 2),
        ("Customer B", 1),
        ("Eve", 1),
    ]
    await parted(merge)
    assert await everything() == before


async def test_neither_a_merge_nor_its_undo_is_a_trend(home: House) -> None:
    laces, strings = [(await things.late_idea(name, days=90)).id for name in ("Laces", "Strings")]
    for n in range(5):
        await people.support(strings, f"old{n}", days=60)
    await people.support(laces, "ada", days=50)
    await proofs.supports(fix=True)
    merge = await joined(laces, strings)
    assert (await figures(laces))[3] == 0
    await supported(laces, "new", "old1")
    assert (await figures(laces))[3] == 1
    await parted(merge)
    assert [(await figures(idea))[3] for idea in (laces, strings)] == [1, 0]


async def test_a_mark_moves_with_a_merge_and_with_its_undo(home: House) -> None:
    laces, strings = await two()
    first = await marks.now()
    merge = await joined(laces, strings)
    second = await marks.now()
    await parted(merge)
    assert len({first, second, await marks.now()}) == 3


async def test_weeks_clubs_and_carriers_are_those_of_the_whole(home: House) -> None:
    club = await clubs.found("runners", host="ada", members=["ben", "eve"])
    laces, strings = [(await things.idea(name)).id for name in ("Laces", "Strings")]
    await supported(laces, "ada", "ben")
    await supported(strings, "ada", "eve", "ben")
    merge = await joined(laces, strings)
    shown = (await queries.of_ideas([laces]))[laces]
    assert shown.weeks is not None
    assert shown.weeks[-1] == 3
    assert [(one.name, one.members) for one in shown.clubs] == [("Runners", 3)]
    assert (await wanted.wanting([laces]))[laces].clubs == shown.clubs
    assert await carriers.ambassadors([laces]) == {laces: 1}
    [step] = (await horizons.unplaced(await cast.member("ada"), club.id)).items
    assert (step.idea_id, step.wanted) == (laces, 3)
    assert (await horizons.item(await cast.member("ada"), club, laces))[0].wanted == 3
    await parted(merge)
    shown = (await queries.of_ideas([laces]))[laces]
    assert shown.weeks is not None
    assert (shown.weeks[-1], shown.clubs[0].members) == (2, 2)
    steps = (await horizons.unplaced(await cast.member("ada"), club.id)).items
    assert [(step.idea_id, step.wanted) for step in steps] == [(strings, 3), (laces, 2)]


async def test_a_wish_for_a_merged_idea_is_one_for_where_it_leads(home: House) -> None:
    club = await clubs.found("runners", host="ada", members=["ben"])
    silent = await clubs.found("quiet", host="eve", is_private=True)
    laces, strings = [(await things.idea(name)).id for name in ("Laces", "Strings")]
    await supported(strings, "ben")
    await supported(laces, "ada", "ben")
    wish = await lists.frozen(club, items=[("Strings at last", strings)])
    await lists.delivered(silent, host="eve", signed=["eve"], items=[("Strings", strings)])
    merge = await joined(laces, strings)
    [item] = await wishes.items(await cast.member("ada"), wish)
    assert (item.idea_title, item.idea_url, item.wanted) == ("Laces", f"/ideas/{laces}-laces", 2)
    [step] = (await horizons.unplaced(await cast.member("ada"), club.id)).items
    assert (step.idea_id, step.wished, step.wanted) == (laces, True, 2)
    assert (await wanted.wanting())[laces].silent == (1, 1)
    await parted(merge)
    [item] = await wishes.items(await cast.member("ada"), wish)
    assert (item.idea_title, item.wanted) == ("Strings", 1)
    assert (await wanted.wanting([laces, strings]))[strings].silent == (1, 1)


async def test_who_supported_a_merged_idea_is_among_those_thanked_and_shown(home: House) -> None:
    laces, strings = [(await things.idea(name)).id for name in ("Laces", "Strings")]
    await supported(strings, "ben", "eve")
    await supported(laces, "ben")
    await joined(laces, strings)
    listing, unclaimed = await ballots.supporters(laces)
    assert (sorted(listing.items), unclaimed) == (sorted(await ballots.audience(laces)), 0)
    assert len(listing.items) == 2
    eve = await cast.viewer("eve")
    assert await ballots.supported_by(eve, eve.id or 0) == [laces]
    ben = await cast.viewer("ben")
    assert await ballots.supported_by(ben, ben.id or 0) == [laces]
    await Idea.filter(id=laces).update(status="shipped")
    assert [number for number, _title in await thanks.shipped_with(eve)] == [laces]


async def test_a_list_of_supporters_goes_on_where_it_stopped(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ballots, "PER_PAGE", 2)
    laces, strings = [(await things.idea(name)).id for name in ("Laces", "Strings")]
    await supported(laces, "ada", "ben", "eve")
    await supported(strings, "zoe", "eve", "ada", "kim")
    await joined(laces, strings)
    found, after = list[int](), None
    for _page in range(3):
        page, _unclaimed = await ballots.supporters(laces, after)
        found, after = [*found, *page.items], page.after
    assert after is None
    names = {(await cast.person(handle)).id: handle for handle in ("ada", "ben", "eve", "zoe", "kim")}
    assert [names[person] for person in found] == ["kim", "ada", "eve", "zoe", "ben"]
