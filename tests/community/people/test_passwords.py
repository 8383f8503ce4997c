"""Passwords: hashed as OWASP asks, none that everybody uses."""

from __future__ import annotations

import asyncio

import pytest
from argon2 import extract_parameters

from community.people import passwords
from kernel.features import House, open_house
from kernel.settings import Settings
from run import house
from tests import cast


def test_the_cost_is_that_of_the_recommendation() -> None:
    assert cast.COSTLY.time_cost == 2
    assert cast.COSTLY.memory_cost == 19 * 1024
    assert cast.COSTLY.parallelism == 1
    assert extract_parameters(cast.COSTLY.hash("x")).type.name == "ID"


@pytest.fixture(autouse=True)
def standing() -> None:
    """A house stands: what is tried first on a site goes by its address."""
    open_house(house(Settings()))


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "qwertyuiop",
        "password123",
        "Password123!!",
        "motdepasse1",
        "aaaaaaaaaaaa",
        "colette-brunel",
        "cb@example.org1",
        "x" * 201,
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert passwords.weakness(password, name="Colette Brunel", email="cb@example.org")


@pytest.mark.parametrize("password", ["tandem-demo", "plum and thyme", "日本語のパスワードです", "9 km avant le café"])
def test_a_short_sentence_will_do(password: str) -> None:
    assert passwords.weakness(password, name="Colette Brunel", email="cb@example.org") == ""


async def test_an_accent_is_the_same_from_every_keyboard() -> None:
    kept = await passwords.digest("un cafe\u0301 serre\u0301")
    assert await passwords.matches("un café serré", kept)


async def test_where_there_is_no_account_nothing_matches_and_many_wait_their_turn() -> None:
    answers = await asyncio.gather(*(passwords.matches("a password that nobody has", None) for _ in range(12)))
    assert not any(answers)


@pytest.mark.parametrize(
    "password", ["tandem2026!!!", "IdeasIdeas2026", "hallor-ideas-1", "PasswordTandem", "ideas.hallor!"]
)
def test_the_sites_own_names_alone_are_no_password(home: House, password: str) -> None:
    here = house(home.settings.model_copy(update={"base_url": "https://ideas.hallor.example"}))
    open_house(here)
    assert passwords.weakness(password)
    assert not passwords.weakness("ideas of a plum tree")
    open_house(home)


def test_nothing_that_was_typed_is_cut_or_changed_in_case(home: House) -> None:
    long = "x" * 40 + "Plum and thyme" + "y" * 60
    assert not passwords.weakness(long)
    kept = asyncio.run(passwords.digest(long))
    assert asyncio.run(passwords.matches(long, kept))
    assert not asyncio.run(passwords.matches(long[:-1], kept))
    assert not asyncio.run(passwords.matches(long.lower(), kept))


def test_three_thousand_that_our_length_lets_through_are_refused_with_what_is_hung_behind_them(home: House) -> None:
    long_enough = [word for word in passwords.common() if len(word) >= passwords.SHORTEST]
    assert len(long_enough) >= 3000
    assert [word for word in long_enough if not passwords.weakness(word)] == []
    plain = [word for word in long_enough if word[-1].isalpha()]
    assert [word for word in plain if not passwords.weakness(f"{word.capitalize()}2026!")] == []
