"""Accounts: made, claimed, changed."""

from __future__ import annotations

import pytest

from community.people import actions, entrance, keys, passwords, proofs, queries
from community.people.models import Person, Proof, Role
from kernel import db
from kernel.errors import Conflict, Forbidden, Missing, SignInNeeded
from kernel.features import House
from tests import cast


async def events() -> list[str]:
    return [row["kind"] for row in await db.rows("SELECT kind FROM event ORDER BY id")]


async def test_a_sign_up_becomes_an_account_when_its_address_is_confirmed(home: House) -> None:
    await sign_up("zoe@example.org")
    assert await queries.by_email("zoe@example.org") is None
    assert await entrance.sign_in(email="zoe@example.org", password="plum and thyme 7") is None
    person = await entrance.confirm(await Proof.get(email="zoe@example.org"))
    assert isinstance(person, Person)
    assert (person.handle, person.is_claimed) == ("zoe-martel", True)
    assert await events() == ["person.joined", "person.confirmed"]
    assert await entrance.sign_in(email="zoe@example.org", password="plum and thyme 7") == person
    assert await entrance.sign_in(email="zoe@example.org", password="plum and thyme 8") is None


async def sign_up(email: str) -> None:
    await proofs.make(proofs.CONFIRM, email, name="Zoé Martel", password=await passwords.digest("plum and thyme 7"))


async def test_an_imported_account_is_claimed_by_the_owner_of_its_address_alone(home: House) -> None:
    made = await actions.unclaimed([("Zoe@example.org", ""), ("paul@example.org", "Paul")])
    again = await actions.unclaimed([("zoe@example.org", "Zoé"), ("new@example.org", "")])
    assert again["zoe@example.org"] == made["zoe@example.org"]
    card = (await queries.names(list(made.values())))[made["zoe@example.org"]]
    assert "zoe" not in card.handle + card.name.lower()
    assert not card.is_claimed
    assert await events() == []
    assert await db.value("SELECT count(*) FROM letter") == 0
    await sign_up("zoe@example.org")
    person = await entrance.confirm(await Proof.get(email="zoe@example.org"))
    assert isinstance(person, Person)
    assert person.id == made["zoe@example.org"]
    assert (person.handle, person.name, person.is_claimed) == ("zoe-martel", "Zoé Martel", True)


async def test_a_link_works_once(home: House) -> None:
    await sign_up("zoe@example.org")
    proof = await Proof.get(email="zoe@example.org")
    await entrance.confirm(proof)
    with pytest.raises(Missing):
        await entrance.confirm(proof)


async def test_a_second_link_to_an_open_account_changes_nothing(home: House) -> None:
    ada = await cast.person("ada")
    await sign_up("ada@example.org")
    found = await entrance.confirm(await Proof.get(email="ada@example.org"))
    assert isinstance(found, Person)
    assert (found.id, found.name, found.password) == (ada.id, "Ada Morel", ada.password)


async def test_two_people_of_one_name_have_two_handles(home: House) -> None:
    first = await actions.create(name="Léa Fontaine", email="lea@example.org")
    second = await actions.create(name="Léa Fontaine", email="lea2@example.org")
    third = await actions.create(name="Admin", email="x@example.org")
    assert (first.handle, second.handle, third.handle) == ("lea-fontaine", "lea-fontaine-2", "admin-1")
    with pytest.raises(Conflict):
        await actions.create(name="Other", email="lea@example.org")


async def test_a_handle_is_one_persons_and_not_the_houses(home: House) -> None:
    ada, viewer = await cast.person("ada"), await cast.viewer("ada")
    await cast.person("ben")
    rest = {"name": "Ada", "bio": "", "language": "fr", "zone": "Europe/Paris"}
    for handle in ("ben", "moderator"):
        with pytest.raises(Conflict):
            await actions.change_profile(viewer, ada, handle=handle, **rest)
    with pytest.raises(Forbidden):
        await actions.change_profile(await cast.viewer("ben"), ada, handle="adieu", **rest)
    changed = await actions.change_profile(viewer, await Person.get(id=ada.id), handle="ada-m", **rest)
    assert (await Person.get(id=ada.id)).handle == changed.handle == "ada-m"


async def test_only_administrators_set_roles_and_never_their_own(home: House) -> None:
    ada, root = await cast.person("ada"), await cast.person("root")
    with pytest.raises(Forbidden):
        await actions.set_role(await cast.manager(), ada, role="editor")
    with pytest.raises(Forbidden):
        await actions.set_role(await cast.admin(), root, role="member")
    await actions.set_role(await cast.admin(), ada, role="editor")
    assert (await Person.get(id=ada.id)).role == Role.EDITOR
    assert (await cast.viewer("ada")).is_editor
    assert await db.value("SELECT act FROM staff_act") == "person.role"


async def test_a_token_carries_its_scopes_and_no_more(home: House) -> None:
    sol, ada = await cast.person("sol"), await cast.person("ada")
    word = await keys.issue(sol, name="export", scopes=["read", "customers"])
    assert (await keys.authenticate(word, "customers")).handle == "sol"
    with pytest.raises(Forbidden):
        await keys.authenticate(word, "write")
    with pytest.raises(Forbidden):
        await keys.issue(ada, name="mine", scopes=["customers"])
    with pytest.raises(SignInNeeded):
        await keys.authenticate("tandem_nothing", "read")
    token = await db.value("SELECT id FROM token")
    with pytest.raises(Missing):
        await keys.revoke(await cast.viewer("ada"), token)
    assert (await keys.authenticate(word, "read")).handle == "sol"
    await keys.revoke(await cast.viewer("sol"), token)
    with pytest.raises(SignInNeeded):
        await keys.authenticate(word, "read")


async def test_a_demoted_owners_token_loses_what_the_role_gave(home: House) -> None:
    sol = await cast.person("sol")
    word = await keys.issue(sol, name="export", scopes=["customers"])
    await actions.set_role(await cast.admin(), sol, role="member")
    with pytest.raises(Forbidden):
        await keys.authenticate(word, "customers")


async def test_a_new_password_signs_everybody_else_out(home: House) -> None:
    ada = await cast.person("ada")
    await db.execute(
        "INSERT INTO session (id, person_id, data, agent, created_at, seen_at, expires_at) VALUES ('x', ?, '{}', '', ?, ?, ?)",
        ada.id, ada.created_at, ada.created_at, ada.created_at,
    )  # fmt: skip
    word = await proofs.make(proofs.RESET, "ada@example.org", person=ada.id)
    await keys.reset(await proofs.find(proofs.RESET, word), password="quince jelly 12")
    assert await db.value("SELECT count(*) FROM session") == 0
    assert await entrance.sign_in(email="ada@example.org", password="quince jelly 12")
