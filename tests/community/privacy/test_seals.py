"""What was published under a checksum loses the name of somebody who is erased, holds again, and says what it was before."""

from __future__ import annotations

import json

from community.people.models import Person
from community.privacy import seals, storage
from ideas.board.models import Idea
from kernel import audit, db
from kernel.features import House, the_house
from tests import cast, clubs, polls
from tests.browsing import Browser
from tests.community.privacy.test_erasing import HANDLE, KEEP, NAME, erased, somebody
from tests.ideas.board import things
from tests.ideas.challenges import called
from tests.voting.contests import judged
from tests.voting.wishes import lists
from voting.ballots import poll_proofs
from voting.contests import proofs, queries
from voting.contests import result as results
from voting.roadmap import actions, snapshots
from voting.roadmap.snapshots import Frozen
from voting.wishes import actions as wishes
from voting.wishes import freezing
from voting.wishes.models import WishList


async def owned(person: Person) -> tuple[Frozen, Idea]:
    """A snapshot that says who looks after an idea; a title in it names them too."""
    await Person.filter(id=person.id).update(role="editor")
    idea = await things.idea(f"What {NAME} showed us", by=await cast.member("ben"))
    await actions.estimate(await cast.editor(), idea.id, effort=3, owner_id=person.id)
    return await snapshots.freeze(await cast.editor(), policy="linear"), idea


async def test_the_owner_is_gone_from_a_snapshot_that_still_proves_itself(browser: Browser) -> None:
    person = await somebody()
    frozen, _idea = await owned(person)
    sol = await cast.browser_as(browser, "sol")
    path = f"/team/snapshots/{frozen.id}"
    files = [f"{path}/roadmap.{form}" for form in ("csv", "json", "md", "ics")]
    assert HANDLE in (await sol.get(files[0])).text
    told = await erased(the_house(), person, chosen=KEEP)
    assert told.is_clean
    again = await snapshots.find(frozen.id)
    assert again.checksum != frozen.checksum
    assert await snapshots.verify(again)
    [renewal] = (await seals.story("snapshot", [frozen.id]))[frozen.id]
    assert renewal.before == frozen.checksum
    page = await sol.get(path)
    assert "A name was taken out on" in page.text
    assert frozen.checksum in page.text
    assert "does not match its rows" not in page.text
    for address in files:
        assert HANDLE not in (await sol.get(address)).text
    assert await storage.found([HANDLE, "Quillfeather"]) == []
    assert await audit.broken() is None


async def test_a_snapshot_that_names_nobody_erased_keeps_its_checksum(home: House) -> None:
    person = await somebody()
    await things.idea("Laces", by=await cast.viewer(HANDLE))
    frozen = await snapshots.freeze(await cast.editor(), policy="linear")
    await erased(home, person, chosen=KEEP)
    assert (await snapshots.find(frozen.id)).checksum == frozen.checksum
    assert await seals.story("snapshot", [frozen.id]) == {}


async def test_a_seal_that_was_broken_stays_broken(home: House) -> None:
    person = await somebody()
    frozen, _idea = await owned(person)
    await db.execute("UPDATE snapshot SET checksum = ? WHERE id = ?", "0" * 64, frozen.id)
    await erased(home, person, chosen=KEEP)
    assert not await snapshots.verify(await snapshots.find(frozen.id))
    assert await storage.found([HANDLE, "Quillfeather"]) == []
    assert await seals.story("snapshot", [frozen.id]) == {}


async def test_a_counted_ballot_loses_the_name_and_counts_the_same(home: House) -> None:
    person = await somebody()
    ballot = await polls.opened("borda", names=(f"As {NAME} draws it", "Tall"))
    await polls.closed(ballot)
    kept = await db.row("SELECT result, checksum FROM ballot WHERE id = ?", ballot.id) or {}
    told = await erased(home, person, chosen=KEEP)
    assert told.is_clean
    after = await db.row("SELECT result, checksum FROM ballot WHERE id = ?", ballot.id) or {}
    assert after["result"] == kept["result"].replace(json.dumps(NAME)[1:-1], "Somebody who left")
    assert after["checksum"] != kept["checksum"]
    assert await poll_proofs.result() == []
    [renewal] = (await seals.story("ballot", [ballot.id]))[ballot.id]
    assert renewal.before == kept["checksum"]


async def test_a_wish_list_that_is_signed_loses_the_name_and_its_checksum_holds(browser: Browser) -> None:
    person, club = await somebody(), await clubs.found()
    ada = await cast.viewer("ada")
    made = await wishes.draft(ada, club, title=f"Soles as {NAME} wants them", items=[("Wider", None), ("Longer", None)])
    await wishes.freeze(ada, club, await lists.again(ada, club, made))
    before = await WishList.get(id=made)
    assert NAME in before.frozen
    told = await erased(the_house(), person, chosen=KEEP)
    assert told.is_clean
    after = await WishList.get(id=made)
    assert NAME not in after.frozen
    assert freezing.checksum(after.frozen) == after.checksum
    page = await (await cast.browser_as(browser, "ada")).get(f"/clubs/{club.slug}/wishes/{made}")
    assert before.checksum in page.text


async def test_a_published_result_loses_the_name_and_ranks_the_same(home: House) -> None:
    person = await somebody()
    made, lines = await judged.challenge(("vera",), title=f"A shoe for {NAME}")
    made = await called.at(made, "jury")
    await judged.marked(made, lines, "vera", (5, 4), (2, 2))
    await called.at(made, "result")
    before = await queries.result(made.id)
    told = await erased(home, person, chosen=KEEP)
    assert told.is_clean
    after = await queries.result(made.id)
    assert after["result"] == before["result"]
    assert results.faults(after) == []
    assert await proofs.results() == []
    [renewal] = (await seals.story("contest_result", [made.id]))[made.id]
    assert f"sha256:{renewal.before}" == before["checksum"]


async def test_a_title_as_long_as_may_be_is_cut_where_the_longer_words_do_not_fit(home: House) -> None:
    person = await somebody()
    await Person.filter(id=person.id).update(name="Zé Quill")
    idea = await things.idea("Laces", by=await cast.member("ben"))
    [longest] = [one.longest for one in await storage.columns() if (one.table, one.name) == ("idea", "title")]
    assert longest
    await Idea.filter(id=idea.id).update(title="Zé Quill " + "y" * (longest - 9))
    assert (await erased(home, person, chosen=KEEP)).is_clean
    title = (await Idea.get(id=idea.id)).title
    assert title.startswith("Somebody who left y")
    assert len(title) == longest
