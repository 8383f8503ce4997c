"""The address of a picture is worth as much as the right to see what it stands on."""

from __future__ import annotations

import pytest

from ambassadors.storefronts import actions as shops
from community.people.models import Person
from ideas.board import actions, pictures
from ideas.board.pictures import Picture
from ideas.challenges import actions as challenges
from kernel import clock, db, files
from kernel.viewer import SYSTEM
from tests import cast
from tests.ambassadors.storefronts import stalls
from tests.browsing import Browser
from tests.ideas.board import things
from tests.ideas.challenges import called
from tests.pictures import png


async def kept(width: int, *, owner: int | None = None) -> tuple[int, str]:
    """A picture's number and address."""
    number = await files.keep_picture(png(width, 20), owner=owner)
    return number, files.url(await files.digest_of(number))


async def status(reader: Browser, path: str) -> int:
    return (await reader.peek(path)).status_code


@pytest.fixture
async def readers(browser: Browser) -> dict[str, Browser]:
    return {"": browser, **{who: await cast.browser_as(browser, who) for who in ("ada", "ben", "mo", "sol")}}


async def seen_by(readers: dict[str, Browser], path: str) -> set[str]:
    return {who for who, reader in readers.items() if await status(reader, path) == 200}


async def test_a_picture_of_a_hidden_idea_is_hidden_with_it(readers: dict[str, Browser]) -> None:
    ada, mo = await cast.member("ada"), await cast.manager()
    number, path = await kept(40, owner=ada.id)
    idea = await things.idea(hung=[Picture(number, "A sole")])
    first = await readers[""].peek(path)
    assert first.headers["cache-control"] == files.PUBLIC
    again = await readers[""].peek(path, **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    await actions.hide(mo, idea.id)
    assert await seen_by(readers, path) == {"ada", "mo"}
    assert (await readers["mo"].peek(path)).headers["cache-control"] == "private, no-store"
    assert await status(readers[""], path) == 404
    await actions.restore(mo, idea.id)
    assert await seen_by(readers, path) == {*readers}


async def test_a_picture_on_a_board_for_few_is_for_those_few(readers: dict[str, Browser]) -> None:
    await things.board("inner", see="members")
    _, path = await kept(41)
    number = await db.value("SELECT max(id) FROM file")
    await things.idea(on="inner", hung=[Picture(number, "")])
    assert await seen_by(readers, path) == {"ada", "ben", "mo", "sol"}


async def test_a_picture_that_was_taken_down_is_gone_for_others(readers: dict[str, Browser]) -> None:
    number, path = await kept(42)
    idea = await things.idea(hung=[Picture(number, "")])
    hung = await db.value("SELECT id FROM idea_picture WHERE idea_id = ?", idea.id)
    async with db.transaction():
        await pictures.take_down(idea.id, [hung])
    assert await seen_by(readers, path) == set()


async def test_a_face_is_seen_by_all_whoever_sent_the_same_before(readers: dict[str, Browser]) -> None:
    ben = await cast.member("ben")
    number, path = await kept(43, owner=ben.id)
    assert await seen_by(readers, path) == {"ben"}
    async with db.transaction():
        await Person.filter(handle="ada").update(picture_id=number)
    assert await seen_by(readers, path) == {*readers}


async def test_the_picture_of_a_hidden_shop_is_the_teams(readers: dict[str, Browser]) -> None:
    shop = await stalls.shop(await cast.member("ada"))
    number, path = await kept(44)
    async with db.transaction():
        await type(shop).filter(id=shop.id).update(banner_id=number)
    assert await seen_by(readers, path) == {*readers}
    await shops.hide(SYSTEM, shop.id)
    assert await seen_by(readers, path) == {"mo", "sol"}


async def test_the_picture_of_a_brief_waits_for_its_announcement(readers: dict[str, Browser]) -> None:
    number, path = await kept(45)
    with clock.at(called.START.replace(month=8)):
        draft = await called.draft(pictures=[(number, "Rain")])
        assert await seen_by(readers, path) == {"mo"}
        await challenges.announce(await cast.manager(), draft)
        assert await seen_by(readers, path) == {*readers}
