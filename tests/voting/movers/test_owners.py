"""Whom a file names: what was theirs there is theirs here once they come, and nothing is when they go."""

from __future__ import annotations

from pathlib import Path

from community.people import entrance, passwords, proofs
from community.people.models import Person, Proof
from kernel import db
from kernel.features import House
from kernel.viewer import Viewer
from tests import cast
from tests.voting.movers import files
from tests.voting.movers.moving import bring, differences, ideas, take_back
from voting.ballots import actions as ballots
from voting.ballots import queries as support
from voting.movers import leaving


async def signs_up(email: str) -> Person:
    """Somebody opens an account and follows the letter's link."""
    await proofs.make(proofs.CONFIRM, email, name="Bob", password=await passwords.digest("plum and thyme 7"))
    person = await entrance.confirm(await Proof.get(email=email))
    assert isinstance(person, Person)
    return person


async def test_who_signs_up_with_the_address_of_a_file_has_the_votes_of_the_file_once(
    home: House, tmp_path: Path
) -> None:
    await bring(tmp_path, files.USERVOICE)
    there = await Person.get(email="bob@example.com")
    before = {row["title"]: row["supporters"] for row in await ideas()}
    bob = await signs_up("bob@example.com")
    assert (bob.id, bob.is_claimed) == (there.id, True)
    dark = next(row for row in await ideas() if row["title"] == "Dark mode")
    viewer = Viewer(id=bob.id, role="member", confirmed=True, audiences=frozenset({"everyone", "members"}))
    await ballots.cast(viewer, await support.find(viewer, dark["id"]))
    await bring(tmp_path, files.USERVOICE)
    assert {row["title"]: row["supporters"] for row in await ideas()} == before == {"Dark mode": 2, "Export as CSV": 1}
    assert await db.value("SELECT count(*) AS n FROM support WHERE person_id = ?", bob.id) == 1
    assert await differences(home) == []


async def test_another_address_claims_nothing(home: House, tmp_path: Path) -> None:
    await bring(tmp_path, files.USERVOICE)
    other = await signs_up("bob@example.net")
    assert await db.value("SELECT count(*) AS n FROM support WHERE person_id = ?", other.id) == 0


async def test_who_erases_their_account_is_noted_in_no_batch(home: House, tmp_path: Path) -> None:
    sol = await cast.person("sol")
    report = await bring(tmp_path, files.USERVOICE)
    bob = await Person.get(email="bob@example.com")
    await db.execute("UPDATE import_batch SET by_id = ?", sol.id)
    account = "SELECT count(*) AS n FROM import_row WHERE kind = 'person' AND thing_id = ?"
    vote = "SELECT count(*) AS n FROM import_row WHERE kind = 'support' AND other_id = ?"
    assert [await db.value(sql, bob.id) for sql in (account, vote)] == [1, 1]
    (others,) = await db.rows("SELECT count(*) AS n FROM import_row WHERE kind = 'support' AND other_id <> ?", bob.id)
    for person in (bob.id, sol.id):
        async with db.transaction():
            for erased in home.registered("person.erasing"):
                if erased is leaving.erased:
                    await erased(person)
    assert [await db.value(sql, bob.id) for sql in (account, vote)] == [0, 0]
    assert await db.rows("SELECT count(*) AS n FROM import_row WHERE kind = 'support'") == [others]
    assert await db.value("SELECT count(*) AS n FROM import_batch WHERE by_id IS NOT NULL") == 0
    undone = await take_back(report["batch"])
    assert await Person.exists(id=bob.id)
    assert ["person", bob.id] not in [one[:2] for one in undone["stays"]]
