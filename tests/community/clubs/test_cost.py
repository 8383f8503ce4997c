"""What a club's home costs, whoever looks."""

from __future__ import annotations

import pytest

from kernel import cache, site
from tests import cast, clubs
from tests.browsing import Browser
from tests.ideas.board.test_queries import statements


async def test_a_clubs_home_takes_few_statements(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    await site.change(name="Halage", ready=True)
    await clubs.found(host="ada", members=["ben"])
    await clubs.found("quiet", host="ada", members=["ben"], is_private=True)
    for who in ("stranger", "ada", "ben", "editor"):
        theirs = browser if who == "stranger" else await cast.browser_as(browser, who)
        await theirs.get("/rules-that-are-not-there")
        for path in ("/clubs/runners", "/clubs/quiet") if who in ("ada", "ben") else ("/clubs/runners",):
            cache.bump(light=True)
            with statements(monkeypatch) as seen:
                assert (await theirs.get(path)).status_code == 200
            assert 0 < len(seen) <= 12, (who, path, len(seen), seen)
        await theirs.get("/clubs/runners")
        with statements(monkeypatch) as again:
            await theirs.get("/clubs/runners")
        assert len(again) == (0 if who == "stranger" else 1), (who, again)
