"""Spellings of one letter box."""

import pytest

from ambassadors.referrals import aliases

ONE = [
    ("ada@example.org", "ADA@Example.org"),
    ("ada+shop@example.org", "ada@example.org"),
    ("a.d.a@gmail.com", "ada@gmail.com"),
    ("a.da+two@googlemail.com", "ada@gmail.com"),
    ("ada-two@yahoo.fr", "ada@yahoo.fr"),
    ("a_d-a@pm.me", "ada@proton.me"),
    ("ada@me.com", "ada@icloud.com"),
    ("shop@ada.fastmail.com", "ada@fastmail.com"),
]
TWO = [
    ("ada@example.org", "ada@example.net"),
    ("a.da@example.org", "ada@example.org"),
    ("ada-two@example.org", "ada@example.org"),
    ("ada.two@yahoo.fr", "ada@yahoo.fr"),
    ("", "ada@example.org"),
    ("", ""),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_these_are_one(one: str, other: str) -> None:
    assert aliases.are_one(one, other)
    assert aliases.root(aliases.root(one)) == aliases.root(one)


@pytest.mark.parametrize(("one", "other"), TWO)
def test_these_are_two(one: str, other: str) -> None:
    assert not aliases.are_one(one, other)
