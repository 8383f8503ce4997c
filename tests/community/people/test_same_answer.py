"""Nobody learns from the door whether an address is known: the same answer, after the same work."""

from __future__ import annotations

from typing import Any

import pytest

from community.people import actions, entrance, keys, passwords
from kernel import cache, db
from kernel.features import House
from tests import cast
from tests.browsing import ORIGIN, Browser
from tests.ideas.board.test_queries import statements

WRONG = "not this one at all"


class Counting:
    """The hasher in use, and how often it was put to work."""

    def __init__(self, inner: Any) -> None:
        self.inner, self.done = inner, list[str]()

    def __getattr__(self, name: str) -> Any:
        def counted(*given: Any) -> Any:
            self.done.append(name)
            return getattr(self.inner, name)(*given)

        return counted


@pytest.fixture
def hashing(monkeypatch: pytest.MonkeyPatch) -> Counting:
    counting = Counting(passwords.hasher)
    monkeypatch.setattr(passwords, "hasher", counting)
    return counting


async def unclaimed(email: str) -> None:
    await actions.unclaimed([(email, "From a file")])


async def test_a_password_is_verified_whether_or_not_there_is_an_account(home: House, hashing: Counting) -> None:
    await cast.person("ada")
    await unclaimed("file@example.org")
    await passwords.matches("once", None)
    for email in ("ada@example.org", "nobody@example.org", "file@example.org", "", "x" * 400):
        hashing.done.clear()
        assert await entrance.sign_in(email=email, password=WRONG) is None
        assert hashing.done == ["verify"], email


async def test_the_first_stranger_after_a_start_waits_no_longer_than_a_member(home: House, hashing: Counting) -> None:
    await cast.person("ada")
    spent = []
    for email in ("ada@example.org", "nobody@example.org"):
        passwords._dummy.cache_clear()
        hashing.done.clear()
        await entrance.sign_in(email=email, password=WRONG)
        spent.append(list(hashing.done))
    assert spent[0] == spent[1] == ["hash", "verify"]


async def test_signing_up_with_a_known_address_hashes_and_writes_as_much(
    home: House, hashing: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    await cast.person("ada")
    await unclaimed("file@example.org")
    spent = []
    for email in ("ada@example.org", "nobody@example.org", "file@example.org"):
        hashing.done.clear()
        with statements(monkeypatch) as seen:
            await entrance.sign_up(name="Zoe", email=email, password="plum and thyme 7")
        spent.append((list(hashing.done), len(seen)))
    assert spent[0][0] == ["hash"]
    assert len(set(map(str, spent))) == 1, spent
    assert await db.value("SELECT count(*) FROM letter") == 3


async def test_asking_for_a_new_password_looks_nothing_up(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await cast.person("ada")
    asked = []
    for email in ("ada@example.org", "nobody@example.org"):
        with statements(monkeypatch) as seen:
            await keys.ask_reset(email)
        asked.append(list(seen))
    assert asked[0] == asked[1]
    assert not any("person" in statement.split("VALUES")[0] for statement in asked[0])


@pytest.mark.parametrize(
    ("door", "words"),
    [
        ("/reset", {}),
        ("/sign-in/link", {"next": "/ideas"}),
        ("/recovery", {"said": "My telephone fell into the lock."}),
    ],
)
async def test_each_door_by_letter_answers_and_works_the_same(
    browser: Browser, hashing: Counting, monkeypatch: pytest.MonkeyPatch, door: str, words: dict[str, str]
) -> None:
    await cast.member("ada")
    await unclaimed("file@example.org")
    spent = []
    for email in ("warm@example.org", "ada@example.org", "nobody@example.org", "file@example.org"):
        hashing.done.clear()
        cache.bump()  # all from a cold cache: another host's word may empty it between two of them
        with statements(monkeypatch) as seen:
            reply = await browser.another().post(door, {**words, "email": email}, Origin=ORIGIN)
        told = (reply.status_code, reply.headers["location"], reply.text, sorted(reply.cookies))
        spent.append((told, list(hashing.done), list(seen)))
    assert spent[1][0][0] == 303
    assert spent[1] == spent[2] == spent[3]
    assert spent[1][1] == []


async def test_a_wrong_password_is_answered_the_same_whoever_it_is_of(
    browser: Browser, hashing: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    await cast.member("ada")
    await unclaimed("fil@example.org")
    told = []
    for email in ("wam@example.org", "ada@example.org", "non@example.org", "fil@example.org"):
        hashing.done.clear()
        stranger = browser.another()
        cache.bump()
        with statements(monkeypatch) as seen:
            reply = await stranger.post("/sign-in", {"email": email, "password": WRONG}, Origin=ORIGIN)
        headers = {name: value for name, value in reply.headers.items() if name not in ("date", "x-request-id")}
        shown = reply.text.replace(email, "ADDRESS")
        told.append((reply.status_code, headers, shown, list(hashing.done), list(seen)))
    assert told[1][0] == 422
    for one in told[2:]:
        assert one == told[1]
