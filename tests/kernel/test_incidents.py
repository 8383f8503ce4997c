"""What happens at the door stands in the log: who came in and how, what was refused; of nobody more than a mark."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest

from kernel import clock, incidents, security
from kernel.demo import PASSWORD
from kernel.features import House, the_house
from kernel.logs import Lines, configure
from tests import cast
from tests.browsing import ORIGIN, Browser


class Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines = list[dict[str, object]]()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(Lines().format(record)))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(the_house(), "settings", the_house().settings.model_copy(update={"rate_limits": "on"}))
    security.forget_limits()


@pytest.fixture
def heard() -> Iterator[Heard]:
    handler = Heard()
    incidents.log.addHandler(handler)
    incidents.log.setLevel(logging.INFO)
    yield handler
    incidents.log.removeHandler(handler)


async def test_coming_in_and_being_left_outside_are_told_by_way_and_mark(browser: Browser, heard: Heard) -> None:
    ada = await cast.member("ada")
    door = browser.another()
    await door.submit("/sign-in", "/sign-in", email="ada@example.org", password="not this one at all")
    await door.sign_in("ada@example.org", PASSWORD)
    wrong, right = heard.lines
    assert (wrong["said"], wrong["route"], wrong["status"]) == ("given back", "/sign-in", 422)
    assert (right["said"], right["how"], right["route"]) == ("let in", "password", "/sign-in")
    assert right["who"] == incidents.mark_of(f"person {ada.id}")
    assert str(right["at"]).endswith("+00:00")
    told = json.dumps(heard.lines)
    assert not [word for word in ("ada", "example.org", "not this one", "127.0.0.1") if word in told]


async def test_what_is_refused_is_told(browser: Browser, heard: Heard) -> None:
    ada = await cast.browser_as(browser, "ada")
    heard.lines.clear()
    await ada.get("/moderation")
    await ada.get("/ideas/999999")
    await ada.post("/account", {"name": "x"}, Origin="https://evil.example", **{"Sec-Fetch-Site": "cross-site"})
    assert [(line["said"], line["status"]) for line in heard.lines] == [
        ("refused: Missing", 404),
        ("refused: Missing", 404),
        ("refused: Forbidden", 403),
    ]
    assert len({line["who"] for line in heard.lines}) == 1


async def test_too_many_tries_are_told(browser: Browser, counted: None, heard: Heard) -> None:
    known = {"email": "ada@example.org", "password": "not this one at all"}
    for _ in range(25):
        reply = await browser.another().post("/sign-in", known, Origin=ORIGIN)
    assert reply.status_code == 429
    assert heard.lines[-1]["said"] == "refused: TooMany"


async def test_a_stranger_who_looks_around_fills_no_log(browser: Browser, heard: Heard) -> None:
    for path in ("/account", "/ideas/999999", "/wp-login.php", "/.git/config"):
        await browser.another().peek(path)
    assert heard.lines == []
    await browser.another().post("/account", {"name": "x"}, Origin=ORIGIN)
    assert [line["said"] for line in heard.lines] == ["refused: SignInNeeded"]


def test_a_mark_is_of_this_month_and_this_site(home: House) -> None:
    now = incidents.mark_of("person 1")
    assert now == incidents.mark_of("person 1") != incidents.mark_of("person 2")
    with clock.at(clock.now() + timedelta(days=32)):
        assert incidents.mark_of("person 1") != now
    assert len(now) == 12


async def test_a_limit_of_one_process_is_told_too(browser: Browser, counted: None, heard: Heard) -> None:
    for _ in range(60):
        security.limit("write", "127.0.0.1", burst=60, per_minute=120)
    reply = await browser.another().post("/reset", {"email": "x@example.org"}, Origin=ORIGIN)
    assert reply.status_code == 429
    assert heard.lines[-1]["status"] == 429


def test_lines_go_to_standard_error_alone(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", list(root.handlers))
    configure(home.settings)
    assert [getattr(handler, "stream", None) for handler in root.handlers] == [sys.stderr]
