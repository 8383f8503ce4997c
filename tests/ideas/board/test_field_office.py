"""The office of boards: what they ask for, the texts they offer, who looks after them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.inbox.models import Notice
from ideas.board import actions, boards, fields, guidance, keepers
from kernel import clock, db, jobs, site
from kernel.features import House
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things
from tests.ideas.board.test_queries import statements

pytestmark = pytest.mark.asyncio


async def test_the_office_is_the_teams_alone(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)
    board = await things.board()
    asked = await things.field(board, "choice", "Model", "Bief", "Lock")
    base = f"/team/boards/{board.id}"
    places = (
        base,
        f"{base}/fields",
        f"{base}/fields/new",
        f"{base}/fields/{asked.id}",
        f"{base}/texts",
        f"{base}/texts/new",
    )
    for who, status in (("ada", 404), ("mo", 404), ("sol", 200), ("root", 200)):
        theirs = await cast.browser_as(browser, who)
        for place in places:
            assert (await theirs.get(place)).status_code == status, (who, place)
    assert (await (await cast.browser_as(browser, "sol")).get("/moderation/waiting")).status_code == 404


async def test_a_field_is_made_changed_moved_ended_and_asked_for_again(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)
    board = await things.board()
    sol = await cast.browser_as(browser, "sol")
    base = f"/team/boards/{board.id}/fields"
    page = await sol.submit(f"{base}/new", f"{base}/new", kind="choice", label_en="", choice_en="Bief")
    assert page.status_code == 422
    assert "A label is missing" in page.text
    assert "Give at least two choices" in page.text
    assert 'value="Bief"' in page.text
    typed = {"kind": "choice", "label_fr": "Modèle", "choice_en": ["Bief", "Lock"], "choice_fr": ["Bief", "Écluse"]}
    await sol.submit(f"{base}/new", f"{base}/new", **typed)
    await sol.submit(f"{base}/new", f"{base}/new", kind="number", label_en="Size", is_required="true")
    model, size = await fields.of(board.id)
    assert (model.key, size.key, size.is_required) == ("modele", "size", True)
    assert [(one.key, one.fr) for one in model.choices] == [("bief", "Bief"), ("lock", "Écluse")]
    await sol.submit(base, f"{base}/{size.id}/place", way="up")
    assert [one.key for one in await fields.of(board.id)] == ["size", "modele"]
    lines = {"choice_key": ["bief", "lock", ""], "choice_en": ["Bief", "", "Barge"], "choice_fr": ["", "", ""]}
    await sol.submit(f"{base}/{model.id}", f"{base}/{model.id}", label_en="Model", **lines)
    model = next(one for one in await fields.of(board.id) if one.key == "modele")
    assert [(one.key, one.is_ended) for one in model.choices] == [("bief", False), ("barge", False), ("lock", True)]
    await sol.submit(base, f"{base}/{size.id}/end")
    assert [one.key for one in await fields.of(board.id)] == ["modele"]
    await sol.submit(base, f"{base}/{size.id}/end/withdrawal")
    assert [one.key for one in await fields.of(board.id)] == ["size", "modele"]
    assert await db.value("SELECT count(*) FROM staff_act WHERE act = 'board.asks'") == 6


async def test_texts_are_written_changed_and_taken_away(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)
    board = await things.board()
    sol = await cast.browser_as(browser, "sol")
    base = f"/team/boards/{board.id}/texts"
    page = await sol.submit(f"{base}/new", f"{base}/new", name_en="", body_en="Kept words")
    assert page.status_code == 422
    assert "Kept words" in page.text
    await sol.submit(f"{base}/new", f"{base}/new", name_en="It rubs", body_en="Where?")
    await sol.submit(f"{base}/it-rubs", f"{base}/it-rubs", name_en="It rubs", body_en="Where, when?")
    assert [one.body for one in (await guidance.of(board.id)).templates] == ["Where, when?"]
    await sol.submit(base, f"{base}/it-rubs/removal")
    assert (await guidance.of(board.id)).templates == ()
    assert (await sol.get(f"{base}/it-rubs")).status_code == 404


async def test_a_board_gets_its_rules_in_the_browser(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)
    board, sol_ = await things.board(), await cast.editor()
    sol, base = await cast.browser_as(browser, "sol"), f"/team/boards/{board.id}"
    typed = {"name": "Shoes", "slug": "shoes", "see": "everyone", "propose": "members", "comment": "members"}
    rules = {"support": "staff", "is_open": "true", "is_one_way": "true", "approval": "newcomers", "approval_days": "3"}
    page = await sol.submit(base, base, **typed, **rules, owner_id="999999", unanswered_days="-1", guidance_fr="Dites.")
    assert page.status_code == 422
    assert "Choose one of the list." in page.text or "at least" in page.text
    assert "Dites." in page.text
    await sol.submit(base, base, **typed, **rules, owner_id=sol_.id, unanswered_days="9", guidance_fr="Dites.")
    held = await boards.by_id(board.id)
    assert (held.is_one_way, held.approval, held.approval_days, held.owner_id) == (True, "newcomers", 3, sol_.id)
    assert "Looked after by" in (await browser.get("/ideas?board=shoes")).text
    async with db.transaction():
        await keepers.erased(int(sol_.id or 0))
    assert (await boards.by_id(board.id)).owner_id is None


async def test_silence_is_told_once(home: House) -> None:
    sol = await cast.editor()
    await things.board(owner_id=sol.id, unanswered_days=5)
    await things.late_idea("Old", days=8)
    await things.idea("Fresh")
    for _ in range(2):
        await keepers.unanswered()
    await jobs.work(home, until_idle=True)
    told = await Notice.filter(person_id=sol.id, kind="board.unanswered")
    assert len(told) == 1
    with clock.at(clock.now() + timedelta(days=6)):
        await keepers.unanswered()
        await jobs.work(home, until_idle=True)
    assert await Notice.filter(person_id=sol.id, kind="board.unanswered").count() == 2


async def test_new_ideas_are_told_to_who_looks_after_the_board(home: House) -> None:
    sol = await cast.editor()
    await things.board(owner_id=sol.id)
    await things.idea("New one")
    await jobs.work(home, until_idle=True)
    assert await Notice.filter(person_id=sol.id, kind="board.idea").count() == 1


async def test_pages_take_few_statements(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    await site.change(name="Halage", ready=True)
    board = await things.board("complaints", is_one_way=True, owner_id=(await cast.editor()).id)
    model = await things.field(board, "choice", "Model", "Bief", "Lock")
    for n in range(25):
        await things.idea(f"Complaint {n}", on="complaints", held={model.id: "bief"})
    await actions.change_board(await cast.admin(), board.id, approval="everybody")
    for n in range(5):
        await things.idea(f"Waiting {n}", on="complaints")
    for who, address, most in (
        ("ada", "/ideas?board=complaints", 5),
        ("ada", "/ideas?board=complaints&f.model=bief", 5),
        ("ada", "/ideas/new?board=complaints", 8),
        ("mo", "/moderation/waiting", 4),
        ("sol", f"/team/boards/{board.id}/fields", 3),
    ):
        theirs = await cast.browser_as(browser, who)
        await theirs.get(address)
        with statements(monkeypatch) as seen:
            assert (await theirs.get(address)).status_code == 200
        assert len(seen) <= most, (who, address, seen)
