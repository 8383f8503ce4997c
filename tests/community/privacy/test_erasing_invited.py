"""Erased who was invited, who invited others, and who claimed what a file had brought here in their name."""

from __future__ import annotations

from pathlib import Path

from community.clubs import invitations
from community.clubs.models import Entry, Invitation
from community.people import actions as people
from community.people.models import Person
from community.privacy import storage
from ideas.board.models import Idea
from kernel import db
from kernel.features import House
from tests import cast, clubs
from tests.community.privacy.test_erasing import EMAIL, HANDLE, KEEP, NAME, REMOVE, erased, left_of, somebody
from tests.voting.movers.moving import bring

FRIEND = "marmoset@elsewhere.example"
FILE = f"title,description,email\nZanzibarlaces,The kalamazoobody.,{EMAIL}\nStraps,Wide ones.,never@claimed.example\n"


async def test_invitations_to_clubs_hold_no_address_of_whoever_is_gone_nor_of_their_friends(home: House) -> None:
    person = await somebody()
    by_ada = await clubs.found("hearth", is_private=True, entry=Entry.INVITATION)
    theirs = await clubs.found("attic", host=HANDLE, entry=Entry.INVITATION)
    await invitations.send(await cast.viewer("ada"), by_ada, [EMAIL, "other@example.net"])
    await invitations.send(await cast.viewer(HANDLE), theirs, [FRIEND])
    assert await storage.found([EMAIL, FRIEND]) != []
    assert (await erased(home, person, chosen=KEEP)).is_clean
    assert await left_of([NAME, EMAIL, f"@{HANDLE}"]) == []
    assert [place for place in await storage.found([FRIEND]) if place.startswith("invitation.")] == []
    assert [one.email for one in await Invitation.filter(revoked_at=None)] == ["other@example.net"]


async def test_what_a_file_brought_in_their_name_goes_with_whoever_claimed_it_and_with_nobody_else(
    home: House, tmp_path: Path
) -> None:
    await cast.admin()
    await bring(tmp_path, FILE, name="wishes.csv")
    (tmp_path / "wishes.csv").unlink()
    person = await Person.get(email=EMAIL)
    assert not person.is_claimed
    await people.claim(person, name=NAME, hashed="")
    await Person.filter(id=person.id).update(handle=HANDLE)
    assert (await erased(home, await Person.get(id=person.id), chosen=REMOVE)).is_clean
    assert await left_of([NAME, EMAIL, f"@{HANDLE}", "Zanzibarlaces", "kalamazoobody"]) == []
    assert await Idea.exists(title="Straps", hidden_at=None)
    other = await Person.get(email="never@claimed.example")
    assert not other.is_claimed
    assert {proof.name: found for proof in home.all("proofs") if (found := await proof.check())} == {}
    assert await db.value("SELECT count(*) FROM import_row WHERE thing_id = ? AND kind = 'person'", person.id) == 0
