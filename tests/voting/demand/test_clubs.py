"""Which clubs want an idea: with how many, and what of it others may know."""

from __future__ import annotations

from community.clubs import membership
from community.clubs.models import End
from ideas.board import actions as board_actions
from ideas.board import club_boards
from kernel import db
from kernel.features import House
from tests import cast, clubs
from tests.browsing import Browser
from tests.ideas.board import things
from voting.ballots import actions
from voting.ballots import queries as ballots
from voting.demand import clubs as wanted
from voting.demand import reckon
from voting.demand.jobs import run
from voting.roadmap import queries as roadmap
from voting.roadmap import snapshots


async def supported(idea: int, *handles: str) -> None:
    for handle in handles:
        viewer = await cast.viewer(handle)
        await actions.cast(viewer, await ballots.find(viewer, idea))


async def test_a_club_wants_what_its_members_support(home: House) -> None:
    await clubs.found("runners", members=["ben", "eve"])
    await clubs.found("walkers", host="eve")
    idea = await things.idea("Wider toes")
    await supported(idea.id, "ben", "eve")
    found = (await wanted.wanting([idea.id]))[idea.id]
    assert [(club.name, club.members, club.of) for club in found.clubs] == [("Runners", 2, 3), ("Walkers", 1, 1)]
    assert found.written == "Runners (2); Walkers (1)"
    assert (await wanted.wanting()) == {idea.id: found}


async def test_who_left_is_not_counted(home: House) -> None:
    club = await clubs.found(members=["ben"])
    idea = await things.idea("Wider toes")
    await supported(idea.id, "ben")
    async with db.transaction():
        await membership.end(club.id, (await cast.person("ben")).id, End.LEFT)
    assert await wanted.wanting([idea.id]) == {}


async def test_a_private_club_is_silent(home: House) -> None:
    await clubs.found(members=["ben"], is_private=True)
    idea = await things.idea("Wider toes")
    await supported(idea.id, "ben")
    assert await wanted.wanting([idea.id]) == {}


async def test_the_file_of_the_roadmap_names_the_clubs(home: House) -> None:
    await clubs.found(members=["ben"])
    idea = await things.idea("Wider toes")
    await supported(idea.id, "ben")
    frozen = await snapshots.freeze(await cast.editor(), policy="linear")
    [row] = [row async for batch in snapshots.batches(frozen) for row in batch]
    assert dict(zip(frozen.columns, row, strict=True))["clubs"] == "Runners (1)"


async def test_a_snapshot_is_another_once_somebody_left_the_club(home: House) -> None:
    club = await clubs.found(members=["ben"])
    idea = await things.idea("Wider toes")
    await supported(idea.id, "ben")
    first = await snapshots.freeze(await cast.editor(), policy="linear")
    async with db.transaction():
        await membership.end(club.id, (await cast.person("ben")).id, End.LEFT)
    assert (await snapshots.freeze(await cast.editor(), policy="linear")).id != first.id


async def test_what_a_club_keeps_to_itself_is_neither_reckoned_nor_in_files(home: House) -> None:
    club = await clubs.found(members=["ben"])
    ada = await cast.viewer("ada")
    shown = await things.idea("Wider toes")
    kept = await board_actions.propose(ada, await club_boards.opened(club), title="Lamps")
    await supported(kept.id, "ben")
    await supported(shown.id, "ben")
    assert [found.idea for found in (await reckon.reckon()).ideas] == [shown.id]
    assert list(await roadmap.told()) == [shown.id]


async def test_the_clubs_stand_on_the_ideas_page_and_on_the_teams(browser: Browser) -> None:
    await clubs.found(members=["ben"])
    await clubs.found("night", host="ben", is_private=True, name="Night owls")
    idea = await things.idea("Wider toes")
    await supported(idea.id, "ben")
    await run()
    stranger, team = await browser.get(f"/ideas/{idea.id}"), await cast.browser_as(browser, "editor")
    assert "1 of 2 members supports it" in stranger.text
    why, console = await team.get(f"/team/demand/{idea.id}"), await team.get("/team/roadmap")
    assert "Clubs that want it" in why.text
    assert "Runners" in console.text
    for page in (stranger, why, console):
        assert "Night owls" not in page.text
