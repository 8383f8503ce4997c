"""Pages about drafts, pairs, links and splits ask the database as much for many rows as for few."""

from __future__ import annotations

import pytest

from ideas.board.dividing import Words
from ideas.board.models import Idea
from ideas.discovery import drafts, links, sameness, splitting
from ideas.discovery.links import Relation
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things
from tests.ideas.board.test_queries import statements

MOST = {
    "/ideas/drafts": 3,
    "/ideas/{id}/same": 18,
    "/ideas/{id}/links": 18,
    "/moderation/duplicates": 9,
    "/splits/1": 8,
}


async def more(one: Idea, names: list[str]) -> None:
    """Some pairs, links, words of members and drafts."""
    for name in names:
        other = await things.idea(f"Wider soles, {name}")
        for member in ("ben", "eve", "dan"):
            await sameness.say(await cast.member(member), one, other.id)
        await sameness.say(await cast.manager(), one, other.id)
        await links.link(await cast.editor(), one.id, other.id, Relation.SIMILAR)
        await drafts.save(await cast.manager(), {"title": name, "window": drafts.named()})


async def test_no_page_asks_once_a_row(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    one, mo = await things.idea("Wider soles"), await cast.browser_as(browser, "manager")
    await splitting.split(await cast.manager(), one, first=Words("Wider soles", ""), second=Words("Laces", ""))
    one = await Idea.get(id=one.id)
    seen: list[dict[str, int]] = []
    for names in (["a", "b"], ["c", "d", "e", "f", "g"]):
        await more(one, names)
        asked: dict[str, int] = {}
        for path in MOST:
            await mo.get(path.replace("{id}", str(one.id)))
            with statements(monkeypatch) as found:
                assert (await mo.get(path.replace("{id}", str(one.id)))).status_code == 200, path
            asked[path] = len(found)
        seen.append(asked)
    assert seen[0] == seen[1]
    assert {path: count for path, count in seen[1].items() if count > MOST[path]} == {}
