"""Drafts: kept while typing, found on another device, apart where two windows meet, gone when proposed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from ideas.discovery import drafts
from ideas.discovery.drafts import Kept
from kernel import clock, db
from kernel.features import House
from tests import cast
from tests.browsing import Browser, hidden_fields
from tests.ideas.board import things

ONE, TWO = "1" * 16, "2" * 16
HTMX = {"HX-Request": "true"}


def words(window: str = ONE, **more: Any) -> dict[str, Any]:
    return {"title": "Wider soles", "body": "For winter", "window": window, **more}


async def test_each_save_of_a_window_goes_into_one_draft(home: House) -> None:
    ada = await cast.member("ada")
    first = await drafts.save(ada, words())
    second = await drafts.save(ada, words(body="For winter and mud"))
    assert [first[0], second[0]] == [Kept.KEPT, Kept.KEPT]
    assert [(one.title, one.typed["body"], one.revision) for one in await drafts.mine(ada)] == [
        ("Wider soles", "For winter and mud", 2)
    ]


async def test_what_the_page_put_into_the_form_is_not_kept(home: House) -> None:
    ada = await cast.member("ada")
    _kept, draft = await drafts.save(
        ada, words(csrf="x", picture_1="[object File]", asked_7="Blue", draft="", revision="")
    )
    assert draft
    assert dict(draft.typed) == {"title": "Wider soles", "body": "For winter", "asked_7": "Blue"}


async def test_a_window_that_begins_with_a_draft_goes_on_with_it(home: House) -> None:
    ada = await cast.member("ada")
    _kept, draft = await drafts.save(ada, words())
    assert draft
    became, taken = await drafts.save(ada, words(TWO, body="Later", draft=draft.id, revision=draft.revision))
    assert taken
    assert (became, taken.id, len(await drafts.mine(ada))) == (Kept.KEPT, draft.id, 1)


async def test_two_windows_do_not_overwrite_each_other(home: House) -> None:
    ada = await cast.member("ada")
    _kept, draft = await drafts.save(ada, words())
    assert draft
    await drafts.save(ada, words(TWO, body="From the telephone", draft=draft.id, revision=1))
    became, apart = await drafts.save(ada, words(body="From the desk", draft=draft.id, revision=1))
    assert apart
    assert became == Kept.APART
    assert {one.typed["body"] for one in await drafts.mine(ada)} == {"From the telephone", "From the desk"}
    again, same = await drafts.save(ada, words(body="More from the desk", draft=draft.id, revision=1))
    assert same
    assert (again, same.id, len(await drafts.mine(ada))) == (Kept.KEPT, apart.id, 2)


async def test_a_window_that_did_not_hear_the_answer_goes_on_all_the_same(home: House) -> None:
    ada = await cast.member("ada")
    for n in range(3):
        became, _draft = await drafts.save(ada, words(body=f"{n}", draft="", revision=""))
        assert became == Kept.KEPT
    assert len(await drafts.mine(ada)) == 1


async def test_an_emptied_form_leaves_no_draft(home: House) -> None:
    ada = await cast.member("ada")
    assert (await drafts.save(ada, {"title": " ", "body": "", "window": ONE}))[0] == Kept.EMPTY
    await drafts.save(ada, words())
    assert (await drafts.save(ada, {"title": "", "body": "", "window": ONE}))[0] == Kept.EMPTY
    assert await drafts.mine(ada) == []


async def test_a_thirteenth_draft_is_refused_rather_than_another_lost(home: House) -> None:
    ada = await cast.member("ada")
    for n in range(drafts.MOST):
        await drafts.save(ada, words(f"{n:016x}"))
    assert (await drafts.save(ada, words("f" * 16)))[0] == Kept.FULL
    assert (await drafts.save(ada, words("0" * 16, body="Goes on")))[0] == Kept.KEPT
    assert len(await drafts.mine(ada)) == drafts.MOST


async def test_more_than_an_idea_may_hold_is_not_kept(home: House) -> None:
    ada = await cast.member("ada")
    assert (await drafts.save(ada, words(body="x" * 60_001)))[0] == Kept.LONG


async def test_who_saves_too_often_is_told_so(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "settings", home.settings.model_copy(update={"rate_limits": "on"}))
    ada = await cast.member("ada")
    became = [(await drafts.save(ada, words(body=str(n))))[0] for n in range(60)]
    assert set(became[:30]) == {Kept.KEPT}
    assert Kept.LATER in became


async def test_a_draft_goes_after_ninety_days_alone(home: House) -> None:
    ada = await cast.member("ada")
    await drafts.save(ada, words())
    for days, left in ((89, 1), (91, 0)):
        with clock.at(clock.now() + timedelta(days=days)):
            await drafts.forget()
        assert len(await drafts.mine(ada)) == left


async def test_what_was_never_proposed_goes_with_the_account(home: House) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    await drafts.save(ada, words())
    await drafts.save(ben, words())
    async with db.transaction():
        for participant in home.registered("person.erasing"):
            await participant(ada.id)
    assert (len(await drafts.mine(ada)), len(await drafts.mine(ben))) == (0, 1)


async def _form(theirs: Browser, path: str = "/ideas/new") -> dict[str, str]:
    return hidden_fields((await theirs.get(path)).text, "/ideas/new")


async def test_without_scripts_a_button_keeps_it_and_another_device_finds_it(browser: Browser) -> None:
    await things.board()
    ada = await cast.browser_as(browser, "ada")
    sent = {**await _form(ada), "title": "Wider soles", "body": "For <b>winter</b>", "board": "shoes", "tags": "Soles"}
    kept = await ada.post("/ideas/drafts", sent)
    assert kept.status_code == 303
    page = await (await cast.browser_as(browser, "ada")).get("/ideas/new")
    for words_ in ("Wider soles", "For &lt;b&gt;winter&lt;/b&gt;", 'value="Soles"', "Your draft from", "Throw away"):
        assert words_ in page.text, words_
    assert re.search(r'value="shoes" checked', page.text)
    assert "Wider soles" not in (await (await cast.browser_as(browser, "ben")).get("/ideas/new")).text


async def test_pictures_are_named_as_lost(browser: Browser) -> None:
    await things.board()
    ada = await cast.browser_as(browser, "ada")
    form = {**await _form(ada), "title": "Wider soles"}
    kept = await ada.post("/ideas/drafts", form, files={"picture_1": ("boots.png", b"x", "image/png")})
    assert "choose boots.png again" in (await ada.get(kept.headers["location"])).text


async def test_while_typing_a_fragment_says_when_it_was_kept(browser: Browser) -> None:
    await things.board()
    ada = await cast.browser_as(browser, "ada")
    form = {**await _form(ada), "title": "Wider soles"}
    answer = await ada.post("/ideas/drafts", form, **HTMX)
    assert "Kept as a draft" in answer.text
    assert "<html" not in answer.text
    assert f'name="window" value="{form["window"]}"' in answer.text


async def test_a_draft_is_gone_when_it_was_proposed_and_a_late_save_brings_it_not_back(browser: Browser) -> None:
    await things.board()
    ada = await cast.browser_as(browser, "ada")
    form = {**await _form(ada), "title": "Wider soles", "board": "shoes"}
    await ada.post("/ideas/drafts", form, **HTMX)
    assert (await ada.post("/ideas/new", form)).status_code == 303
    assert "Wider soles" not in (await ada.get("/ideas/drafts")).text
    late = await ada.post("/ideas/drafts", form, **HTMX)
    assert "proposed a moment ago" in late.text
    assert "Wider soles" not in (await ada.get("/ideas/drafts")).text


async def test_another_window_keeps_its_words_when_one_proposes(browser: Browser) -> None:
    await things.board()
    ada, viewer = await cast.browser_as(browser, "ada"), await cast.member("ada")
    form = {**await _form(ada), "title": "Wider soles", "board": "shoes"}
    await ada.post("/ideas/drafts", form, **HTMX)
    [draft] = await drafts.mine(viewer)
    await drafts.save(viewer, words(TWO, body="Newer words", draft=draft.id, revision=1))
    await ada.post("/ideas/new", {**form, "draft": str(draft.id), "revision": "1"})
    assert [one.typed["body"] for one in await drafts.mine(viewer)] == ["Newer words"]


async def test_a_draft_is_its_writers_alone(browser: Browser) -> None:
    await things.board()
    _kept, draft = await drafts.save(await cast.member("ada"), words())
    assert draft
    assert "/sign-in" in str((await browser.get("/ideas/drafts")).url)
    for who in ("ben", "manager", "editor", "admin"):
        theirs = await cast.browser_as(browser, who)
        assert (await theirs.get(draft.url)).status_code == 404, who
        form = await _form(theirs)
        assert (await theirs.post(f"/ideas/drafts/{draft.id}/removal", form)).status_code == 404, who
        assert "Wider soles" not in (await theirs.get("/ideas/drafts")).text
    ada = await cast.browser_as(browser, "ada")
    gone = await ada.submit("/ideas/drafts", f"/ideas/drafts/{draft.id}/removal")
    assert "The draft is thrown away." in gone.text


async def test_a_form_begins_afresh_where_that_is_asked_for(browser: Browser) -> None:
    await things.board()
    await things.board("bags")
    viewer, ada = await cast.member("ada"), await cast.browser_as(browser, "ada")
    await drafts.save(viewer, words(board="shoes"))
    for query, begins in (
        ("", True),
        ("?draft=new", False),
        ("?title=Other", False),
        ("?board=shoes", True),
        ("?board=bags", False),
    ):
        page = await ada.get(f"/ideas/new{query}")
        assert ("For winter" in page.text) == begins, query
        assert "/ideas/drafts" in page.text, query
