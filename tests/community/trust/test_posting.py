"""Every form that posts: who is too fast is told when there is room again, beside the form, and keeps what was typed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from community.clubs import queries as club_queries
from community.people import keys
from community.trust import measures, paces
from community.trust.models import MeasureKind, Standing, Step
from kernel import clock, db
from kernel.features import the_house
from tests import cast, clubs
from tests.browsing import Browser
from tests.ideas.board import things

DAY = timedelta(days=1)


@pytest.fixture
def counted(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Browser:
    monkeypatch.setattr(the_house(), "settings", the_house().settings.model_copy(update={"rate_limits": "on"}))
    return browser


async def spent(handle: str, kind: str) -> None:
    """Somebody has sent all that the first steps allow within a day."""
    person, now = await cast.person(handle), clock.now()
    most = paces.TABLE[kind]["newcomer"].day
    await db.execute(
        "INSERT INTO pace (person_id, kind, hour_at, hour_n, day_at, day_n) VALUES (?, ?, ?, 0, ?, ?)",
        *(person.id, kind, now, now, most),
    )


async def forms_of() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """By kind the page, the address that its form posts to, and what is typed."""
    board = await things.board()
    idea = await things.idea("An idea to talk about", by=await cast.member("ben"))
    await clubs.found()
    club = await club_queries.find(await cast.viewer("ada"), "runners")
    return {
        "idea": ("/ideas/new", "/ideas/new", {"board": str(board.id), "title": "Laces that stay tied"}),
        "comment": (f"/ideas/{idea.id}", "/comments", {"kind": "idea", "id": idea.id, "body": "Laces that stay tied"}),
        "topic": (f"{club.url}/topics/new", f"{club.url}/topics", {"title": "Laces that stay tied", "body": "How?"}),
        "question": ("/questions/new", "/questions", {"title": "Laces that stay tied", "body": "", "place": ""}),
    }


@pytest.mark.parametrize("kind", ["idea", "comment", "topic", "question"])
async def test_who_is_too_fast_is_told_beside_the_form_and_loses_nothing(counted: Browser, kind: str) -> None:
    page, action, typed = (await forms_of())[kind]
    await spent("ada", kind)
    ada = await cast.browser_as(counted, "ada")
    answer = await ada.submit(page, action, **typed)
    assert answer.status_code == 429
    assert "There is room again on" in answer.text
    assert "Laces that stay tied" in answer.text
    assert f'action="{action}"' in answer.text


async def test_a_page_says_beforehand_what_a_newcomer_may_send_and_when_there_is_room_again(counted: Browser) -> None:
    await things.board()
    ada = await cast.browser_as(counted, "ada")
    assert "you can send 2 ideas in an hour, 3 ideas in a day" in (await ada.get("/ideas/new")).text
    await spent("ada", "idea")
    assert "There is room again on" in (await ada.get("/ideas/new")).text
    person = await cast.person("ada")
    await db.execute("DELETE FROM pace")
    async with db.transaction():
        await measures.impose(person.id, kind=MeasureKind.BRAKE, until=clock.now() + DAY)
    assert "The team has slowed your posting: 1 idea in an hour" in (await ada.get("/ideas/new")).text
    async with db.transaction():
        await measures.impose(person.id, kind=MeasureKind.SUSPEND, until=clock.now() + DAY)
    assert "what you write here cannot be sent" in (await ada.get("/ideas/new")).text


async def test_the_box_for_messages_says_it_too(counted: Browser) -> None:
    idea = await things.idea("An idea to talk about", by=await cast.member("ben"))
    page, ada = f"/ideas/{idea.id}", await cast.browser_as(counted, "ada")
    assert "you can send 8 messages in an hour" in (await ada.get(page)).text
    person = await cast.person("ada")
    async with db.transaction():
        await measures.impose(person.id, kind=MeasureKind.BRAKE, until=clock.now() + DAY)
    assert "The team has slowed your posting: 1 message in an hour" in (await ada.get(page)).text
    await db.execute("UPDATE measure SET ended_at = since")
    await Standing.filter(person_id=person.id).delete()
    await Standing.create(person_id=person.id, step=Step.SETTLED, since=clock.now())
    settled = (await ada.get(page)).text
    assert "slowed your posting" not in settled
    assert "you can send 8 messages" not in settled


async def test_the_api_says_in_how_many_seconds(counted: Browser) -> None:
    board = await things.board()
    await spent("ada", "idea")
    word = await keys.issue(await cast.person("ada"), name="A program", scopes=["read", "write"])
    answer = await counted.client.post(
        "/api/v1/ideas",
        json={"board": board.slug, "title": "Laces that stay tied"},
        headers={"Authorization": f"Bearer {word}"},
    )
    assert answer.status_code == 429
    assert 86_000 < int(answer.headers["retry-after"]) <= 86_400


async def test_reports_are_braked_like_all_else(counted: Browser) -> None:
    idea = await things.idea("An idea to report", by=await cast.member("ben"))
    await spent("ada", "report")
    ada = await cast.browser_as(counted, "ada")
    page = f"/reports/new?kind=idea&id={idea.id}"
    answer = await ada.submit(page, "/reports/new", kind="idea", id=idea.id, rule="selling", text="It sells shoes")
    assert answer.status_code == 429
    assert "It sells shoes" in answer.text
    assert await db.value("SELECT count(*) FROM report") == 0
