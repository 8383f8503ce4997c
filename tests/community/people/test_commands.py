"""Accounts from the command line."""

from __future__ import annotations

import re
from argparse import Namespace

import pytest

from community.people import commands, keys, proofs
from community.people.actions import unclaimed
from community.people.models import Person
from kernel.errors import Problem
from kernel.features import House, the_house
from tests import cast
from tests.browsing import Browser


def asked(**words: object) -> Namespace:
    return Namespace(**{"email": "kim@example.org", "role": "admin", "name": "", "scope": None, **words})


async def test_an_account_is_made_with_a_link_for_its_password(home: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert await commands.person(home, asked(email="Kim@Example.org", name="Kim")) == 0
    link = re.search(r"/reset/([\w-]+)", capsys.readouterr().out)
    assert link
    person = await keys.reset(await proofs.find(proofs.RESET, link[1]), password="seven barges of salt")
    assert (person.email, person.role, person.is_claimed) == ("kim@example.org", "admin", True)
    assert person.email_confirmed_at is not None


async def test_an_account_that_is_there_gets_the_role_and_one_of_an_import_an_owner(home: House) -> None:
    await cast.person("ada")
    await unclaimed([("kim@example.org", "")])
    await commands.person(home, asked(email="ada@example.org", role="editor"))
    await commands.person(home, asked())
    assert (await Person.get(handle="ada")).role == "editor"
    kim = await Person.get(email="kim@example.org")
    assert (kim.role, kim.is_claimed) == ("admin", True)
    assert await Person.all().count() == 2


async def test_what_cannot_be_is_said_in_a_line(home: House, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Problem, match="not an e-mail"):
        await commands.person(home, asked(email="kim"))
    with pytest.raises(Problem, match="no such account"):
        await commands.token(home, asked())
    await cast.person("ada")
    await commands.token(home, asked(email="ada@example.org", scope=["read"]))
    word = capsys.readouterr().out.strip()
    assert (await keys.authenticate(word, "read")).handle == "ada"


async def test_sessions_are_ended_for_one_or_for_everybody(
    browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    house = the_house()
    assert await commands.sign_out(house, asked(email="ada@example.org", everybody=False)) == 0
    assert (await ada.peek("/account")).status_code == 303
    assert (await ben.peek("/account")).status_code == 200
    assert await commands.sign_out(house, asked(email="", everybody=True)) == 0
    assert (await ben.peek("/account")).status_code == 303
    assert capsys.readouterr().out.count("sessions ended: 1") == 2
    for words in (
        {"email": "", "everybody": False},
        {"everybody": True},
        {"email": "no@example.org", "everybody": False},
    ):
        with pytest.raises(Problem):
            await commands.sign_out(house, asked(**words))
