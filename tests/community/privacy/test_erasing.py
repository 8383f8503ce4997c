"""Erased for good: nothing in any table, index, file or job holds who it was, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from community.inbox import actions as inbox
from community.people.models import Person
from community.privacy import choices, contests, erasing, leaving, looks, storage
from community.privacy.models import Erasure
from ideas.board import actions as board
from ideas.board.models import Idea
from kernel import audit, clock, db, files, jobs, search
from kernel.features import House
from kernel.models import Letter
from tests import cast
from tests.community.discussion import things as talk
from tests.ideas.board import things
from tests.pictures import png
from voting.ballots import actions as ballots
from voting.ballots import queries as supports
from voting.roadmap import snapshots

NAME, HANDLE, EMAIL = "Zéphyrine Quillfeather", "quillfeather", "quill@secret-place.example"
BIO = "I mend brimborions by moonlight."
REMOVE = {"votes": "withdraw", "ideas": "remove", "talk": "remove", "designs": "remove"}
KEEP = {"votes": "keep", "ideas": "keep", "talk": "keep", "designs": "keep"}
SAID = (
    "zanzibarlaces",
    "kalamazoobody",
    "wombatedit",
    "ocelotcomment",
    "pangolinreply",
    "quokkacontest",
    "narwhalreason",
)


async def somebody() -> Person:
    """A member whose every word can be told from all others."""
    made = await cast.person(HANDLE)
    await Person.filter(id=made.id).update(name=NAME, email=EMAIL, bio=BIO)
    return await Person.get(id=made.id)


async def lived(person: Person) -> Idea:
    """They proposed, changed, supported, said, drew attention, were written of and complained."""
    them, ben, mo = await cast.viewer(HANDLE), await cast.member("ben"), await cast.manager()
    idea = await things.idea("Zanzibarlaces for all", by=them, body="The kalamazoobody of it.")
    await board.edit(them, idea, title="Zanzibarlaces for everybody", body="The wombatedit of it.")
    other = await things.idea("Straps", by=ben)
    await ballots.cast(them, await supports.find(them, other.id))
    await ballots.cast(ben, await supports.find(ben, idea.id))
    mine = await talk.message(other, "An ocelotcomment here.", by=them)
    await talk.edit(them, mine, "An ocelotcomment there.")
    await talk.message(other, f"As @{HANDLE} says, and {NAME} too; write to {EMAIL}.", by=ben)
    await talk.message(idea, "Their pangolinreply.", by=them)
    await inbox.wish(person.id, [("comment.reply", True, False)])
    await contests.contest(them, "ideas", body="A quokkacontest.")
    await choices.leave(them, "worth")
    await looks.saw(mo, [person.id], "case", reason="narwhalreason")
    async with db.transaction():
        await audit.note(mo, "person.noted", subject=("person", person.id), reason=f"narwhalreason of {NAME}")
        await audit.note(mo, "idea.noted", subject=("idea", idea.id), reason=f"Asked {EMAIL} about it")
    kept = await files.keep_picture(png(40, 30), owner=person.id, name="narwhalreason.png")
    await Person.filter(id=person.id).update(picture_id=kept)
    return idea


async def erased(house: House, person: Person, *, chosen: dict[str, str]) -> Erasure:
    """Closed, fourteen days pass, the worker does its part."""
    await jobs.work(house, until_idle=True)
    await leaving.close(await cast.viewer(HANDLE), choices=chosen)
    await jobs.work(house, until_idle=True)
    await Erasure.filter(person_id=person.id).update(due_at=clock.now() - timedelta(minutes=1))
    await erasing.run()
    await jobs.work(house, until_idle=True)
    await db.execute("UPDATE job SET run_at = ? WHERE kind = 'privacy.old-index'", clock.now())
    await jobs.work(house, until_idle=True)
    return await Erasure.get(person_id=person.id)


async def left_of(words: Sequence[str]) -> list[str]:
    """Where anything is left, but for the receipt, which goes within a day."""
    await Letter.filter(subject="Your account is erased").delete()
    await storage.give_back()
    return await storage.found(words)


async def test_nothing_of_an_erased_person_is_left_anywhere(home: House) -> None:
    person = await somebody()
    idea = await lived(person)
    await search.caught_up()
    picture_of = files.path_of(str(await db.value("SELECT digest FROM file WHERE owner_id = ?", person.id)))
    assert picture_of.is_file()
    assert await storage.found([*SAID, NAME, EMAIL]) != []
    told = await erased(home, person, chosen=REMOVE)
    assert told.found == []
    assert told.is_clean
    assert told.kept == {}
    assert await left_of([*SAID, NAME, EMAIL, BIO, f"@{HANDLE}", f"/{HANDLE}", "Quillfeather"]) == []
    assert not picture_of.is_file()
    if db.on_sqlite():
        whole = home.settings.sqlite_path.read_bytes().lower()
        assert [word for word in (*SAID, EMAIL, "quillfeather") if word.encode() in whole] == []
    husk = await Person.get(id=person.id)
    assert (husk.email, husk.password, husk.bio, husk.is_claimed) == (None, None, "", False)
    assert (await Idea.get(id=idea.id)).hidden_at is not None
    assert await audit.broken() is None


async def test_what_is_kept_without_them_is_by_nobody_known(home: House) -> None:
    person = await somebody()
    idea = await lived(person)
    before = await db.value("SELECT SUM(supporters) FROM idea")
    told = await erased(home, person, chosen=KEEP)
    assert told.is_clean
    assert await db.value("SELECT SUM(supporters) FROM idea") == before
    assert (await Idea.get(id=idea.id)).title == "Zanzibarlaces for everybody"
    assert await left_of([NAME, EMAIL, BIO, f"@{HANDLE}", "quokkacontest", "narwhalreason"]) == []


async def test_withdrawn_votes_lower_the_counts_and_every_count_is_proven(home: House) -> None:
    person = await somebody()
    await lived(person)
    before = await db.value("SELECT SUM(supporters) FROM idea")
    await erased(home, person, chosen={**KEEP, "votes": "withdraw"})
    assert await db.value("SELECT SUM(supporters) FROM idea") == before - 1
    wrong = {proof.name: found for proof in home.all("proofs") if (found := await proof.check())}
    assert wrong == {}


@pytest.mark.parametrize("chosen", [REMOVE, KEEP])
async def test_counts_hold_after_any_choice(home: House, chosen: dict[str, str]) -> None:
    person = await somebody()
    await lived(person)
    await erased(home, person, chosen=chosen)
    wrong = {proof.name: found for proof in home.all("proofs") if (found := await proof.check())}
    assert wrong == {}


async def test_the_receipt_goes_to_the_last_address_and_is_forgotten(home: House) -> None:
    person = await somebody()
    await erased(home, person, chosen=KEEP)
    [letter] = await Letter.filter(subject="Your account is erased")
    assert letter.address == EMAIL
    assert "found none of it" in letter.text
    await db.execute("UPDATE job SET run_at = ? WHERE kind = 'privacy.receipt'", clock.now())
    await jobs.work(home, until_idle=True)
    assert await storage.found([EMAIL]) == []
    assert await Letter.filter(address=EMAIL).count() == 0


async def test_sentences_of_others_and_what_was_published_stay_as_they_are(home: House) -> None:
    person = await somebody()
    them, ben = await cast.viewer(HANDLE), await cast.member("ben")
    await things.idea("A warmer winter coat", by=them, body="Wool.")
    other = await things.idea("Sleeves", by=ben, body="I would wear a warmer winter coat in March.")
    said = await talk.message(other, f"@{HANDLE}: like A warmer winter coat, only longer.", by=ben)
    frozen = await snapshots.freeze(await cast.editor(), policy="linear")
    told = await erased(home, person, chosen=REMOVE)
    assert told.is_clean
    assert (await Idea.get(id=other.id)).body == "I would wear a warmer winter coat in March."
    [body] = [row["body"] for row in await db.rows("SELECT body FROM comment WHERE id = ?", said.id)]
    assert "like A warmer winter coat, only longer." in body
    assert HANDLE not in body
    assert await snapshots.verify(frozen)
    assert await db.value("SELECT COUNT(*) FROM snapshot_row WHERE cells LIKE ?", "%A warmer winter coat%") == 1
    for table in storage.TOLD:
        places = [place for place in await storage.found(["A warmer winter coat"]) if place.startswith(f"{table}.")]
        assert places == []


async def test_another_member_of_the_same_name_keeps_it(home: House) -> None:
    person, other = await somebody(), await cast.person("zef")
    await Person.filter(id=other.id).update(name=NAME)
    idea = await things.idea("Straps", by=await cast.viewer("zef"), body=f"So says {NAME}.")
    told = await erased(home, person, chosen=KEEP)
    assert told.is_clean
    assert (await Person.get(id=other.id)).name == NAME
    assert (await Idea.get(id=idea.id)).body == f"So says {NAME}."


async def test_an_address_that_was_made_of_their_name_is_made_anew(home: House) -> None:
    person = await somebody()
    idea = await things.idea(f"A bag for {NAME}", by=await cast.member("ben"))
    slug = (await Idea.get(id=idea.id)).slug
    assert slug == "a-bag-for-zephyrine-quillfeather"
    assert (await erased(home, person, chosen=KEEP)).is_clean
    assert (await Idea.get(id=idea.id)).slug.startswith("a-bag-for-left-")
    assert await storage.found(["quillfeather"]) == []
