"""Reporting and ruling in the browser: stranger, member, product team, manager, administrator."""

from __future__ import annotations

import re

import pytest

from community.moderation import actions
from kernel import audit, db
from kernel.events import enqueue
from kernel.viewer import SYSTEM
from tests import cast
from tests.browsing import Browser, hidden_fields
from tests.community.discussion import things as talk
from tests.community.moderation.test_actions import message
from tests.ideas.board import things
from tests.ideas.board.test_queries import statements

RULING = {"rule": "respect", "reason": "Aimed at a person.", "public": "One message hidden."}


async def test_a_member_reports_and_is_thanked(browser: Browser) -> None:
    comment = await message()
    ada = await cast.browser_as(browser, "ada")
    form = f"/reports/new?kind=comment&id={comment.id}"
    assert "/sign-in" in (await browser.peek(form)).headers["location"]
    asked = await ada.get(form)
    assert "You cannot sew" in asked.text
    wrong = await ada.submit(form, "/reports/new", text="No rule chosen")
    assert wrong.status_code == 422
    assert "No rule chosen</textarea>" in wrong.text
    assert "Thank you" in (await ada.submit(form, "/reports/new", rule="respect")).text
    assert "You have reported this already" in (await ada.submit(form, "/reports/new", rule="respect")).text
    assert await db.value("SELECT count(*) FROM report") == 1


@pytest.mark.parametrize("query", ["", "?kind=comment&id=99", "?kind=x&id=1", "?kind=comment&id=x", "?id=9999999999"])
async def test_nothing_is_reported_that_is_not_there(browser: Browser, query: str) -> None:
    ada = await cast.browser_as(browser, "ada")
    assert (await ada.get(f"/reports/new{query}")).status_code == 404


async def test_moderation_is_a_404_for_all_but_managers(browser: Browser) -> None:
    comment = await message()
    pages = ("/moderation", f"/moderation/cases/comment/{comment.id}")
    for page in pages:
        assert "/sign-in" in (await browser.peek(page)).headers["location"]
        for who in ("member", "editor"):
            assert (await (await cast.browser_as(browser, who)).get(page)).status_code == 404, (who, page)
        for who in ("manager", "admin"):
            assert (await (await cast.browser_as(browser, who)).get(page)).status_code == 200, (who, page)


async def test_a_manager_rules_and_undoes_it(browser: Browser) -> None:
    comment = await message()
    ada, mo = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "manager")
    await ada.submit(f"/reports/new?kind=comment&id={comment.id}", "/reports/new", rule="respect", text="Unkind")
    assert "One case awaits a ruling." in (await mo.get("/moderation")).text
    case = f"/moderation/cases/comment/{comment.id}"
    assert "Unkind" in (await mo.get(case)).text
    short = await mo.submit(case, case, act="hide", rule="respect", reason="", public="Kept line")
    assert short.status_code == 422
    assert 'value="Kept line"' in short.text
    await mo.submit(case, case, act="hide", **RULING)
    assert "Nothing awaits a ruling." in (await mo.get("/moderation")).text
    assert "You cannot sew" not in (await browser.get("/threads/idea/1")).text
    twice = await mo.submit(case, case, act="hide", **RULING)
    assert twice.status_code == 409
    assert "Aimed at a person.</textarea>" in twice.text
    await mo.submit(case, case, act="restore", **{**RULING, "public": "Shown again."})
    assert "You cannot sew" in (await browser.get("/threads/idea/1")).text
    log = (await browser.get("/moderation/log")).text
    assert log.index("Shown again.") < log.index("One message hidden.")
    assert "Ben Okafor" not in log
    assert "Mo Haddad" not in log


async def test_who_rules_too_late_keeps_their_words_and_reads_what_the_other_decided(browser: Browser) -> None:
    comment = await message()
    case = f"/moderation/cases/comment/{comment.id}"
    ada, mo = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "manager")
    await ada.submit(f"/reports/new?kind=comment&id={comment.id}", "/reports/new", rule="respect")
    opened = hidden_fields((await mo.get(case)).text, case)
    root = await cast.browser_as(browser, "admin")
    await root.submit(case, case, act="none", rule="other", reason="Rough, and within the rules.", public="Left.")
    late = await mo.post(case, {**opened, "act": "none", "rule": "selling", "reason": "My words", "public": "My line"})
    assert late.status_code == 409
    for kept in ("My words</textarea>", 'value="My line"', 'value="selling" selected'):
        assert kept in late.text
    notice = late.text[late.text.index('role="alert"') :]
    assert notice.index("Somebody ruled on this") < notice.index("Rozenn Tanguy") < notice.index("within the rules")
    assert await db.value("SELECT count(*) FROM ruling") == 1


async def test_a_thing_that_was_ruled_on_can_be_reported_again(browser: Browser) -> None:
    comment = await message()
    case, form = f"/moderation/cases/comment/{comment.id}", f"/reports/new?kind=comment&id={comment.id}"
    ada, mo = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "manager")
    await ada.submit(form, "/reports/new", rule="respect")
    await mo.submit(case, case, act="none", **{**RULING, "public": "Left as it was."})
    assert "Left as it was." in (await ada.get(form)).text
    assert "Thank you" in (await ada.submit(form, "/reports/new", rule="respect", text="It goes on")).text
    assert "Ruled on before" in (await mo.get("/moderation")).text
    seen = (await mo.get(case)).text
    assert "Reported anew after an earlier ruling" in seen
    assert "It goes on" in seen


async def test_thirty_cases_take_no_more_statements_than_one(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, mo = await cast.member("ada"), await cast.browser_as(browser, "manager")
    counts = []
    for start, end in ((0, 1), (1, 30)):
        for number in range(start, end):
            idea = await things.idea(f"Idea {number}", by=await cast.member("ben"))
            comment = await talk.message(idea, f"Message {number}")
            await actions.report(ada, "idea", idea.id, rule="topic")
            await actions.report(ada, "comment", comment.id, rule="respect")
        await mo.get("/moderation")
        with statements(monkeypatch) as seen:
            page = await mo.get("/moderation")
        counts.append(len([sql for sql in seen if "session" not in sql]))  # who looks is read again now and then
        assert page.text.count('class="case-link"') == min(2 * end, 30)
    assert "60 cases await a ruling." in page.text
    assert counts[1] <= counts[0], counts


async def test_a_case_whose_message_its_author_took_away_is_not_counted(browser: Browser) -> None:
    comment = await message()
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    await ada.submit(f"/reports/new?kind=comment&id={comment.id}", "/reports/new", rule="respect")
    await ben.submit("/threads/idea/1", f"/comments/{comment.id}/deletion")
    mo = await cast.browser_as(browser, "manager")
    assert "Nothing awaits a ruling." in (await mo.get("/moderation")).text


async def test_the_house_rules_speak_both_languages(browser: Browser) -> None:
    assert "No selling here" in (await browser.get("/rules")).text
    french = await browser.get("/rules", **{"Accept-Language": "fr"})
    assert french.status_code == 200
    assert 'lang="fr"' in french.text


async def test_staff_acts_and_jobs_are_for_the_administrator(browser: Browser) -> None:
    root = await cast.browser_as(browser, "admin")
    for page in ("/team/audit", "/team/jobs"):
        for who in ("member", "manager", "editor"):
            assert (await (await cast.browser_as(browser, who)).get(page)).status_code == 404, (who, page)
        assert (await root.get(page)).status_code == 200


async def test_a_staff_act_is_told_in_words_and_keeps_its_name(browser: Browser) -> None:
    ada, mo = await cast.person("ada"), await cast.viewer("mo")
    idea = await things.idea("A heel that holds")
    async with db.transaction(quiet=True):
        await audit.note(mo, "idea.answered", subject=("idea", idea.id), reason="Next spring.")
        await audit.note(SYSTEM, "person.signed_out", subject=("person", ada.id))
        await audit.note(mo, "template.opened", subject=("template", 7))
        await audit.note(mo, "idea.sung", subject=("site", None))
    root = await cast.browser_as(browser, "admin")
    lines = re.findall(r"<tr>(.*?)</tr>", (await root.get("/team/audit")).text, re.DOTALL)[1:]
    forgotten, opened, ended, answered = lines[:4]
    assert "Answered an idea <code" in answered
    assert ">idea.answered</code>" in answered
    assert f'<a href="/ideas/{idea.id}">Idea {idea.id}</a>' in answered
    assert "Next spring." in answered
    assert "The site itself" in ended
    assert f'<a href="/people/ada">{ada.name}</a>' in ended
    assert "No. 7" in opened
    assert "Opened a product of the studio to designs" in opened
    assert ">idea.sung</code>" in forgotten, "an act that no wing knows any more keeps its name"
    async with db.transaction(quiet=True):
        await audit.redact(ada.id, holding=["spring"])
    shown = (await root.get("/team/audit")).text
    assert "Next spring." not in shown
    assert "erased:" not in shown
    assert "Taken out when somebody it named" in shown
    assert await audit.broken() is None


async def test_the_administrator_gives_dead_work_another_life(browser: Browser) -> None:
    root = await cast.browser_as(browser, "admin")
    await enqueue("mail.deliver", letter=1)
    number = await db.value("SELECT id FROM job WHERE kind = 'mail.deliver'")
    retry = f"/team/jobs/{number}/retry"
    await db.execute("UPDATE job SET state = 'dead', error = 'SMTPError: no'")
    assert "SMTPError: no" in (await root.get("/team/jobs")).text
    tried = await root.submit("/team/jobs", retry)
    assert tried.status_code == 200, tried.text[-1500:]
    assert await db.value("SELECT state FROM job WHERE id = ?", number) == "ready"
    assert (await root.submit("/team/jobs", retry)).status_code in (403, 404)
