"""What a list or a page costs, whoever looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from ideas.board import actions, answers, boards, queries
from ideas.board.models import Status
from ideas.board.queries import IdeaFilter
from kernel import cache, clock, db, site
from kernel.features import House
from kernel.search import caught_up
from kernel.viewer import STRANGER
from tests import cast
from tests.browsing import Browser
from tests.community.discussion import things as talk
from tests.ideas.board import things

pytestmark = pytest.mark.asyncio


@contextmanager
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement sent to the database meanwhile."""
    seen: list[str] = []
    client: Any = type(db.client())
    with monkeypatch.context() as patched:
        for name in ("execute_query_dict", "execute_query"):
            original = getattr(client, name)

            async def counted(self: Any, query: str, *values: Any, original: Any = original, **more: Any) -> Any:
                seen.append(query)
                return await original(self, query, *values, **more)

            patched.setattr(client, name, counted)
        yield seen


async def test_a_list_takes_few_statements_and_an_idea_few_more(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await site.change(name="Halage", ready=True)
    await actions.open_board(await cast.admin(), name="Team", slug="team", see="staff")
    idea = await things.idea("One", tag_names=["a", "b"])
    for n in range(25):
        await things.idea(f"Another {n}")
    await answers.answer(await cast.manager(), idea, status=Status.PLANNED, body="Yes.")
    top = await talk.message(idea, by=await cast.member("ben"))
    await talk.message(idea, by=await cast.member("ada"), parent_id=top.id)
    path = queries.address(idea.id, idea.slug)
    for who in ("stranger", "member", "manager"):
        theirs = browser if who == "stranger" else await cast.browser_as(browser, who)
        await theirs.get("/rules-that-are-not-there")
        await theirs.get(path)  # the badges of those who speak are steady: a vote leaves them remembered
        for address, most in (
            ("/ideas", 5),
            ("/ideas?sort=top&board=shoes", 5),
            ("/ideas?status=planned", 5),
            (path, 7),
        ):
            cache.bump(light=True)
            with statements(monkeypatch) as seen:
                assert (await theirs.get(address)).status_code == 200
            assert 0 < len(seen) <= most, (who, address, seen)
            with statements(monkeypatch) as again:
                await theirs.get(address)
            assert len(again) == (0 if who == "stranger" else 1), (who, address, again)


async def test_our_own_part_of_a_cold_list_is_two_statements(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await things.idea()
    ada = await cast.member()
    cache.bump()
    with statements(monkeypatch) as seen:
        await queries.listing(ada, IdeaFilter())
        await boards.visible_to(ada)
    assert len(seen) == 2


async def test_an_index_serves_every_order(home: House) -> None:
    board = await things.board()
    async with db.transaction():
        author = (await cast.person("ada")).id
        await db.execute_many(
            "INSERT INTO idea (board_id, author_id, title, slug, body, folded, status, merged_from, supporters, raw_votes,"
            " comments, trending, created_at, status_at, is_listed) VALUES (?, ?, 't', 't', '', '', 'open', 0, ?, ?, 0, ?,"
            " ?, ?, ?)",
            [(board.id, author, n, n, float(n), moment, moment, True) for n, moment in _moments(2000)],
        )
    await db.execute("ANALYZE")
    await things.board("other", see="staff")
    explain = "EXPLAIN QUERY PLAN" if db.on_sqlite() else "EXPLAIN"
    for column in queries.SORTS.values():
        for viewer in (STRANGER, await cast.admin()):
            where = await queries.visible_to(viewer)
            sql = f"SELECT i.id FROM idea i WHERE {where.sql} ORDER BY i.{column} DESC, i.id DESC LIMIT 21"
            rows = await db.rows(f"{explain} {sql}", *where.values)
            plan = " ".join(str(value) for row in rows for value in row.values())
            assert "idx_" in plan.lower(), plan
            assert "TEMP B-TREE" not in plan, plan
            assert "Sort" not in plan, plan


def _moments(count: int) -> list[tuple[int, Any]]:
    return [(n, clock.now() - timedelta(hours=n)) for n in range(count)]


@pytest.mark.parametrize("sort", ["trending", "top", "new"])
async def test_a_list_narrowed_by_words_keeps_its_order_and_goes_on(home: House, sort: str) -> None:
    for n in range(7):
        await things.idea(f"Lacet {n}" if n % 2 else f"Autre {n}", body="Un lacet ÉLASTIQUE.")
    await things.idea("Nothing of the kind")
    await caught_up()
    seen: list[int] = []
    after = None
    while True:
        listing = await queries.listing(STRANGER, IdeaFilter(q="lacets elastiques", sort=sort), after, size=2)
        seen += [card.id for card in listing.items]
        after = listing.after
        if not after:
            break
    assert sorted(seen, reverse=True) == seen
    assert len(seen) == 7


async def test_a_board_for_some_is_not_there_for_others(home: House) -> None:
    root = await cast.admin()
    await actions.open_board(root, name="Inside", slug="inside", see="staff", propose="staff")
    await actions.open_board(root, name="Members", slug="members", see="members")
    await things.idea("Inside", by=root, on="inside")
    await things.idea("Members", on="members")
    await things.idea("Open")
    ada = await cast.member()
    for viewer, titles in ((STRANGER, {"Open"}), (ada, {"Open", "Members"}), (root, {"Open", "Members", "Inside"})):
        assert {card.title for card in (await queries.listing(viewer, IdeaFilter())).items} == titles
