"""Nobody learns of what they may not see: not from a page, list, count, feed, file, letter, notice or number."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from ideas.board import actions, answers
from ideas.board.models import Board, Status
from kernel import clock, db
from tests import cast
from tests.browsing import Browser, Page
from tests.ideas.board import things
from tests.journeys import confidences
from tests.journeys.rounds import addresses, entered, read, words_of

MOMENT = datetime(2026, 5, 20, 12, tzinfo=UTC)
STAFF = {"mo", "sol", "root"}
SIGHT: dict[str, set[str]] = {
    "otterstaff": STAFF,
    "otterguild": STAFF | {"ben"},
    "otterhidden": {"ada", "sol", "mo", "root"},
    "otternote": STAFF,
    "otterrude": STAFF | {"ben"},
    "otterreport": {"sol"},
    "otterruling": {"ada", "ben", "mo", "root"},
    "otterjob": {"root"},
    "otterview": {"sol"},
    "ottercustomer": {"ben", "sol", "root"},
    "otterbuyer@example.com": set(),
    "otterhush@example.com": set(),
    "ada@example.org": {"ada"},
    "eve@example.org": {"eve"},
    "sol@example.org": {"sol"},
}
"""Who may come across each word, anywhere at all; nobody else may, and each of these does. Authors read their own and the
ruling on it, reporters what became of their report, staff what belongs to their work; an address is masked even for
administrators, until they say why they look."""
LETTERS_SENT = {("ben", "otterhidden"): "/account/data.json"}
"""He was written to when the idea was there for all; the file of his own data lists the subjects of his letters."""
EVERYBODY = ("", "ada", "ben", "dan", "eve", "mo", "sol", "root")
CHANGING = ("/moderation/log", "/moderation/statistics", "/inbox/")
"""A ruling has its line for everybody and is one of "a few" in the figures; a notice is read once it was opened."""


async def test_each_word_is_read_by_those_it_is_for_and_by_nobody_else(browser: Browser) -> None:
    with clock.at(MOMENT):
        await confidences.told(await confidences.public_world())
        seen: dict[str, set[str]] = {word: set() for word in SIGHT}
        where: list[str] = []
        for handle in EVERYBODY:
            theirs = await entered(browser, handle)
            for path in addresses():
                page = await read(theirs, path)
                assert page.status_code < 500, (handle, path)
                said = words_of(page).replace(path.lower(), "").replace(path.partition("tag=")[2] or "tag=", "")
                for word in SIGHT:
                    if word in said and LETTERS_SENT.get((handle, word)) != path:
                        seen[word].add(handle)
                        if handle not in SIGHT[word]:
                            where.append(f"{handle or 'a stranger'} reads {word} at {path}")
    assert not where, "\n".join(where)
    assert seen == SIGHT


async def test_what_is_not_for_them_changes_nothing_that_they_see(browser: Browser) -> None:
    with clock.at(MOMENT):
        idea = await confidences.public_world()
        await confidences.worked()
        outsiders = {handle: await entered(browser, handle) for handle in ("", "eve", "dan")}
        paths = [path for path in addresses() if not path.startswith(CHANGING)]
        before = {(who, path): _unnamed(await read(b, path)) for who, b in outsiders.items() for path in paths}
        await confidences.told(idea)
        for (who, path), was in before.items():
            assert _unnamed(await read(outsiders[who], path)) == was, (who, path)


def _unnamed(page: Page) -> str:
    """An answer without the name of its window, which every form for an idea draws anew."""
    return re.sub(r'(?<=name="window" value=")[0-9a-f]{16}(?=")', "", words_of(page))


async def test_what_is_hidden_is_answered_as_what_never_was(browser: Browser) -> None:
    with clock.at(MOMENT):
        made = await confidences.told(await confidences.public_world())
        eve = await entered(browser, "eve")
        for name in ("staff", "guild", "hidden"):
            for path in (p for p in addresses() if re.search(rf"\bidea[s=&id/]*{made[name]}\b", p)):
                never = path.replace(str(made[name]), "4711")
                one, other = await read(eve, path), await read(eve, never)
                assert one.status_code == other.status_code == 404, path
                assert _unnumbered(one, made[name]) == _unnumbered(other, 4711), path


def _unnumbered(page: Page, number: int) -> str:
    """An answer without the number that was asked for, wherever the way back repeats it."""
    return re.sub(rf"(?:(?<=[/=])|(?<=%3d)){number}\b", "", words_of(page))


async def test_a_door_that_closed_lets_no_word_out_to_those_who_followed(browser: Browser) -> None:
    idea = await things.idea("Soles", by=await cast.viewer("ada"))
    await confidences.support("eve", idea)
    root, sol = await cast.admin(), await cast.editor()
    board = await Board.get(slug="shoes")
    await actions.change_board(root, board.id, name="Shoes", slug="shoes", see="staff", is_open=True)
    await answers.answer(sol, idea, body="Between us.", status=Status.PLANNED)
    await confidences.worked()
    assert await db.rows("SELECT * FROM letter") == []
    assert await db.value("SELECT count(*) FROM notice") == 0
    await actions.change_board(root, board.id, name="Shoes", slug="shoes", see="everyone", is_open=True)
    await answers.answer(sol, idea, body="For all to read.")
    await confidences.worked()
    assert len(await db.rows("SELECT * FROM letter")) == 2
