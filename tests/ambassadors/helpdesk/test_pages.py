"""Questions in the browser, as strangers, members and staff meet them."""

from __future__ import annotations

import pytest

from ambassadors.helpdesk import actions
from kernel import db, jobs, slots
from kernel.features import House, the_house
from tests import cast
from tests.ambassadors.helpdesk import asked
from tests.browsing import Browser


async def test_a_question_is_asked_answered_accepted_and_opened_again(browser: Browser) -> None:
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    page = await ada.submit("/questions/new", "/questions", title="Do they run small?", body="I wear 41.", place="")
    assert "Your question is open" in page.text
    url = page.url.path
    page = await ben.submit(url, "/comments", body="Half a size more.")
    assert "This helped" not in page.text, "only who asked says so"
    page = await ada.submit(url, f"{url}/acceptance")
    assert page.text.count("Half a size more.") == 2
    assert "What helped" in page.text
    assert "Do they run small?" in (await browser.get("/questions?show=answered")).text
    assert "Do they run small?" not in (await browser.get("/questions")).text
    page = await ada.submit(url, f"{url}/acceptance/withdrawal")
    assert "The question is open again" in page.text
    assert page.text.count("Half a size more.") == 1


async def test_strangers_read_and_are_shown_the_way_in(browser: Browser) -> None:
    question = await asked.question()
    await asked.answer(question)
    page = await browser.get(question.url)
    assert "Half" not in page.text
    assert "half a size more" in page.text
    assert "<form" not in page.text.partition("<main")[2].partition("</main>")[0]
    assert (await browser.peek("/questions/new")).status_code in (303, 401)
    assert "/sign-in?next=/questions/new" in (await browser.get("/questions")).text


async def test_a_wrong_question_comes_back_with_what_was_typed(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    page = await ada.submit("/questions/new", "/questions", title="", body="My words.", place="tag:nowhere")
    assert page.status_code == 422
    assert "My words." in page.text


async def test_a_hidden_question_is_a_404_for_others(browser: Browser) -> None:
    question = await asked.question()
    await actions.hide(await cast.manager(), question.id)
    for who, status in (("ada", 200), ("mo", 200), ("ben", 404)):
        theirs = await cast.browser_as(browser, who)
        assert (await theirs.get(question.url)).status_code == status, who
    assert (await browser.get(question.url)).status_code == 404
    ben = await cast.browser_as(browser, "ben")
    assert (await ben.get(f"/threads/question/{question.id}")).status_code == 404


async def test_only_who_asked_changes_a_question(browser: Browser) -> None:
    question = await asked.question()
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    page = await ada.submit(
        f"{question.url}/edit", f"{question.url}/edit", title="Do they run large?", body="", place=""
    )
    assert "Do they run large?" in page.text
    assert (await ben.get(f"{question.url}/edit")).status_code == 403


async def test_who_asked_hears_of_an_answer_and_who_answered_of_its_acceptance(browser: Browser) -> None:
    question = await asked.question()
    await asked.answer(question)
    ada = await cast.browser_as(browser, "ada")
    await ada.submit(question.url, f"{question.url}/acceptance")
    await jobs.work(the_house(), until_idle=True)
    heard = {(row["person_id"], row["kind"]) for row in await db.rows("SELECT person_id, kind FROM notice")}
    ids = {handle: (await cast.person(handle)).id for handle in ("ada", "ben")}
    assert {(ids["ada"], "comment.reply"), (ids["ben"], "question.accepted")} <= heard


async def test_the_search_of_the_site_finds_questions(browser: Browser) -> None:
    await asked.question()
    assert "Do they run small?" in (await browser.get("/search?q=small")).text


@pytest.mark.parametrize(
    "path", ["/questions", "/questions?show=mine", "/questions?after=%00", "/questions?place=tag:x"]
)
async def test_lists_stand_whatever_is_asked_of_them(browser: Browser, path: str) -> None:
    await asked.question()
    ada = await cast.browser_as(browser, "ada")
    assert (await ada.get(path)).status_code == 200


async def test_a_question_and_the_list_ask_little_of_the_database(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = await asked.question(place="tag:fit")
    for handle in ("ben", "cleo", "dan", "eve"):
        await asked.answer(question, handle)
    ada = await cast.browser_as(browser, "ada")
    statements: list[str] = []
    plain = db.rows

    async def counted(sql: str, *values: object) -> list[db.Row]:
        statements.append(sql)
        return await plain(sql, *values)

    monkeypatch.setattr(db, "rows", counted)
    for path, most in (("/questions", 10), (question.url, 12)):
        await ada.get(path)
        statements.clear()
        page = await ada.get(path)
        assert len(statements) <= most, (path, statements)
    assert page.text.count("This helped") == 4


async def test_a_score_says_where_help_is_wanted(home: House) -> None:
    await asked.question("ben", "Which laces?")
    ada, ben = await cast.member(), await cast.viewer("ben")
    assert "Which laces?" in await slots.one("influence.help", ada, str(ada.id))
    assert await slots.one("influence.help", ben, str(ben.id)) == "", "one's own question is no help wanted of oneself"
