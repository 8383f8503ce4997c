"""What stands in sight already, or has nowhere to wait: words of the list are told beside the field, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

from community.clubs import queries as club_queries
from community.clubs import topics
from community.discussion import actions as talk
from community.discussion import registry
from community.trust import wordlist
from community.trust.models import Listed, Treatment
from kernel import db
from tests import cast, clubs
from tests.browsing import Browser
from tests.ideas.board import things

TYPED = "Win at the cas1no"
MEETING = {"day": "2099-05-04", "starts": "18:00", "stops": "19:00", "zone": "Europe/Paris", "place": "At the lake"}
CHANGED = {
    "comment": ("comment", "body"),
    "idea": ("idea", "title"),
    "topic": ("topic", "title"),
    "club": ("club", "name"),
    "profile": ("person", "bio"),
}


async def forms_of() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """By what is written the page, the address its form posts to, and what is typed."""
    ada = await cast.viewer("ada")
    idea = await things.idea("An idea to talk about", by=ada)
    said = await talk.post(ada, await registry.subject(ada, "idea", idea.id), body="Plain words")
    await clubs.found()
    club = await club_queries.find(ada, "runners")
    topic = await topics.open_one(ada, club, title="Laces", body="How?")
    return {
        "comment": (f"/comments/{said.id}/edit", f"/comments/{said.id}/edit", {"body": TYPED}),
        "idea": (f"/ideas/{idea.id}/edit", f"/ideas/{idea.id}/edit", {"title": TYPED, "body": ""}),
        "topic": (
            f"{club.url}/topics/{topic}/edit",
            f"{club.url}/topics/{topic}/edit",
            {"title": TYPED, "body": "How?"},
        ),
        "new topic": (f"{club.url}/topics/new", f"{club.url}/topics", {"title": TYPED, "body": "How?"}),
        "club": (f"{club.url}/edit", f"{club.url}/edit", {"name": TYPED, "entry": "open"}),
        "new club": ("/clubs/new", "/clubs/new", {"name": TYPED, "entry": "open"}),
        "charter": (f"{club.url}/charter/edit", f"{club.url}/charter/edit", {"body": TYPED}),
        "meeting": (f"/meetings/new?club={club.slug}", f"/meetings/new?club={club.slug}", {**MEETING, "title": TYPED}),
        "question": ("/questions/new", "/questions", {"title": TYPED, "body": "", "place": ""}),
        "profile": ("/account", "/account", {"name": "Ada", "handle": "ada", "bio": TYPED}),
    }


NAMES = ("comment", "idea", "topic", "new topic", "club", "new club", "charter", "meeting", "question", "profile")

WAITING = ("comment", "idea")
"""Whose changes wait to be read where the list says so (test_held_edits.py)."""


@pytest.mark.parametrize("does", [Treatment.HOLD, Treatment.REFUSE])
async def test_words_of_the_list_reach_nobody_by_a_change_or_where_nothing_waits(
    browser: Browser, does: Treatment
) -> None:
    wanted = await forms_of()
    await wordlist.add(await cast.admin(), how=Listed.WORDS, text="casino", does=does)
    ada = await cast.browser_as(browser, "ada")
    told = "The team reads texts with “casino”" if does == Treatment.HOLD else "does not publish “casino”"
    for name in [name for name in NAMES if does == Treatment.REFUSE or name not in WAITING]:
        page, action, typed = wanted[name]
        answer = await ada.submit(page, action, **typed)
        assert answer.status_code == 422, (name, answer.status_code)
        assert told in answer.text, name
        assert TYPED in answer.text, name
    for table, column in CHANGED.values():
        assert await db.value(f"SELECT count(*) FROM {table} WHERE {column} = ?", TYPED) == 0, table
    assert await db.value("SELECT count(*) FROM meeting") == await db.value("SELECT count(*) FROM question") == 0


async def test_words_that_stood_there_before_they_were_listed_hinder_no_other_change(browser: Browser) -> None:
    await forms_of()
    await db.execute("UPDATE person SET bio = 'I worked in a casino' WHERE handle = 'ada'")
    await wordlist.add(await cast.admin(), how=Listed.WORDS, text="casino", does=Treatment.REFUSE)
    ada = await cast.browser_as(browser, "ada")
    answer = await ada.submit("/account", "/account", name="Ada Lovelace", handle="ada", bio="I worked in a casino")
    assert answer.status_code == 200
    assert await db.value("SELECT name FROM person WHERE handle = 'ada'") == "Ada Lovelace"
