"""Ideas by the API: the same doors as the pages."""

from __future__ import annotations

import pytest

from community.people import keys
from ideas.board import actions, merging
from ideas.board.models import Idea
from kernel import site
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things

pytestmark = pytest.mark.asyncio


@pytest.fixture(autouse=True)
async def ready(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)


async def bearer(handle: str, *scopes: str) -> dict[str, str]:
    token = await keys.issue(await cast.person(handle), name="test", scopes=scopes)
    return {"Authorization": f"Bearer {token}"}


async def test_a_list_is_walked_by_its_next_address(browser: Browser) -> None:
    for n in range(25):
        await things.idea(f"Idea {n}", body="**Words**", tag_names=["b", "a"])
    first = (await browser.get("/api/v1/ideas")).json()
    assert len(first["items"]) == 20
    second = (await browser.get(first["next"])).json()
    assert len(second["items"]) == 5
    assert second["next"] is None
    idea = first["items"][0]
    assert idea["title"] == "Idea 24"
    assert (idea["board"], idea["status"], idea["tags"], idea["body"]) == ("shoes", "open", ["a", "b"], "**Words**")
    assert idea["author"] == {"handle": "ada", "name": "Ada Morel", "is_ambassador": False}
    assert idea["url"].startswith("/ideas/")
    assert (await browser.get(f"/api/v1/ideas/{idea['id']}")).json() == idea
    assert set(idea) == {
        *(
            "id",
            "reference",
            "title",
            "body",
            "board",
            "status",
            "tags",
            "author",
            "supporters",
            "raw_votes",
            "doubtful_votes",
            "url",
            "created_at",
            "fields",
        ),
    }


async def test_what_may_not_be_seen_is_not_there(browser: Browser) -> None:
    await actions.open_board(await cast.admin(), name="Team", slug="team", see="staff", propose="staff")
    secret = await things.idea("Secret", by=await cast.editor(), on="team")
    assert (await browser.get("/api/v1/ideas")).json()["items"] == []
    missing = await browser.get(f"/api/v1/ideas/{secret.id}")
    assert missing.status_code == 404
    assert missing.headers["content-type"] == "application/problem+json"
    for path in ("/api/v1/ideas/x", "/api/v1/ideas/99999999999", "/api/v1/ideas?board=team"):
        assert (await browser.get(path)).status_code == 404


async def test_a_token_with_scope_write_proposes_once_for_one_key(browser: Browser) -> None:
    await things.board()
    headers = {**await bearer("ada", "read", "write"), "Idempotency-Key": "k1"}
    body = {"board": "shoes", "title": "By the door", "tags": ["x", "y"]}
    made = [await browser.client.post("/api/v1/ideas", json=body, headers=headers) for _ in range(2)]
    assert [reply.status_code for reply in made] == [201, 201], made[0].text
    assert made[0].json() == made[1].json()
    assert await Idea.all().count() == 1
    assert made[0].json()["tags"] == ["x", "y"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"board": "shoes"}, "title"),
        ({"board": "shoes", "title": "x" * 100_000}, "title"),
        ({"board": "shoes", "title": ["no"]}, "title"),
        ({"board": "shoes", "title": "Good", "body": "x" * 40_001}, "body"),
        ({"board": "shoes", "title": "Good", "tags": ["x" * 41]}, "tags"),
        ({"board": "shoes", "title": "Good", "colour": "red"}, "colour"),
    ],
)
async def test_what_cannot_be_used_is_named(browser: Browser, body: dict[str, object], field: str) -> None:
    await things.board()
    reply = await browser.client.post("/api/v1/ideas", json=body, headers=await bearer("ada", "write"))
    assert reply.status_code == 422, reply.text[:300]
    assert field in reply.json()["errors"]


async def test_nobody_writes_without_a_token_or_its_scope(browser: Browser) -> None:
    await things.board()
    body = {"board": "shoes", "title": "No"}
    assert (await browser.client.post("/api/v1/ideas", json=body)).status_code == 401
    reply = await browser.client.post("/api/v1/ideas", json=body, headers=await bearer("ada", "read"))
    assert reply.status_code == 403


async def test_a_merged_idea_says_where_it_went_and_the_other_what_it_took(browser: Browser) -> None:
    a, b = await things.idea("Resole by post", by=await cast.member("ben")), await things.idea("New soles")
    await merging.merge(await cast.manager(), sources=[a.id], target=b.id)
    old, kept = [(await browser.get(f"/api/v1/ideas/{one.id}")).json() for one in (a, b)]
    assert (old["id"], old["status"], old["merged_into"], old["merged_from"]) == (a.id, "merged", b.id, [])
    assert (kept["merged_into"], kept["merged_from"]) == (None, [a.id])
    assert [one["handle"] for one in kept["authors"]] == ["ada", "ben"]
    assert [one["id"] for one in (await browser.get("/api/v1/ideas")).json()["items"]] == [b.id]
