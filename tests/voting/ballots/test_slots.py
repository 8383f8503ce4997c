"""The buttons of a list are kept from one view to the next: whatever changes them is seen in the very next answer."""

from __future__ import annotations

from typing import Any

import pytest

from community.inbox.models import Notice
from ideas.board import answers
from ideas.board import queries as board
from ideas.board.models import Board, Idea, Status
from kernel import clock, db, site
from kernel.viewer import Viewer
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things
from voting.ballots import actions, queries

pytestmark = pytest.mark.asyncio


async def vote(viewer: Viewer, idea: Idea) -> None:
    await actions.cast(viewer, await queries.find(viewer, idea.id))


def press(idea: Idea, *, wide: bool = False) -> str:
    return f'action="/ideas/{idea.id}/support{"?wide=1" if wide else ""}"'


def undo(idea: Idea, *, wide: bool = False) -> str:
    return f'action="/ideas/{idea.id}/support/withdrawal{"?wide=1" if wide else ""}"'


async def test_a_vote_is_on_both_pages_of_its_giver_and_its_count_on_everybodys(browser: Browser) -> None:
    idea, ada = await things.idea(), await cast.member("ada")
    hers, bens = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    page = board.address(idea.id, idea.slug)
    for _ in range(2):
        for path, wide in (("/ideas", False), (page, True)):
            assert press(idea, wide=wide) in (await hers.get(path)).text
            assert press(idea, wide=wide) in (await bens.get(path)).text
    await vote(ada, idea)
    for path, wide in (("/ideas", False), (page, True)):
        mine, other = (await hers.get(path)).text, (await bens.get(path)).text
        assert undo(idea, wide=wide) in mine
        assert press(idea, wide=wide) in other
        assert "1 person supports it" in mine
        assert "1 person supports it" in other


@pytest.mark.parametrize("how", ["closed", "shipped", "retitled"])
async def test_what_closes_or_moves_an_idea_changes_its_button(browser: Browser, how: str) -> None:
    await site.change(name="Halage", ready=True)
    idea = await things.idea()
    bens = await cast.browser_as(browser, "ben")
    for _ in range(2):
        assert press(idea) in (await bens.get("/ideas")).text
    await CHANGES[how](idea)
    after = (await bens.get("/ideas")).text
    assert (press(idea) in after) == (how == "retitled")
    assert idea.title in after or how == "retitled"


async def _close(idea: Idea) -> None:
    async with db.transaction():
        await Board.all().update(is_open=False)


async def _ship(idea: Idea) -> None:
    manager = await cast.manager()
    for status in (Status.PLANNED, Status.SHIPPED):
        await answers.answer(manager, await Idea.get(id=idea.id), status=status, body="It is there.")


async def _retitle(idea: Idea) -> None:
    async with db.transaction():
        await Idea.filter(id=idea.id).update(title="Other words", slug="other-words")


CHANGES: dict[str, Any] = {"closed": _close, "shipped": _ship, "retitled": _retitle}


async def test_a_members_button_never_carries_the_token_of_another(browser: Browser) -> None:
    await things.idea()
    pages = []
    for who in ("ada", "ben", "ada"):
        theirs = await cast.browser_as(browser, who)
        pages.append((await theirs.get("/ideas")).text)
    tokens = [{part.split('"')[0] for part in page.split('name="csrf" value="')[1:]} for page in pages]
    assert all(len(found) == 1 for found in tokens)
    assert tokens[0] != tokens[1]


async def test_a_new_notice_rings_on_the_next_page(browser: Browser) -> None:
    await things.idea()
    ada = await cast.person("ada")
    hers = await cast.browser_as(browser, "ada")
    for _ in range(2):
        assert "0 new notices" in (await hers.get("/ideas")).text
    async with db.transaction():
        await Notice.create(person_id=ada.id, kind="idea.answered", key="k", url="/", data={}, created_at=clock.now())
    assert "1 new notice" in (await hers.get("/ideas")).text
    async with db.transaction():
        await Notice.all().update(read_at=clock.now())
    assert "0 new notices" in (await hers.get("/ideas")).text
