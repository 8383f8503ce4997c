"""The statement of reasons: who reads it, and the one notice and one letter that tell of a ruling with all it does."""

from __future__ import annotations

from typing import Any

import pytest

from community.moderation import actions, registry
from community.moderation.models import Act, Ruling, Sanction
from kernel import db, jobs
from kernel.features import House, the_house
from tests import cast
from tests.browsing import Browser
from tests.community.moderation.test_actions import message

WORDS: dict[str, Any] = {"rule": "respect", "reason": "It is aimed at a person.", "public": "One message hidden."}


async def suspended(act: Act = Act.HIDE) -> Ruling:
    """A ruling on what ben wrote, with a suspension of three days."""
    comment = await message()
    thing = await registry.thing("comment", comment.id)
    return await actions.rule_on(await cast.manager(), thing, act=act, measure=Sanction.SUSPEND, days=3, **WORDS)


async def sent(house: House) -> tuple[list[str], list[str]]:
    """The kinds of notices that ben has, and the subjects of his letters."""
    await jobs.work(house, until_idle=True, like="react.%")
    ben = (await cast.person("ben")).id
    notices = await db.rows("SELECT kind FROM notice WHERE person_id = ? ORDER BY id", ben)
    letters = await db.rows("SELECT subject FROM letter WHERE person_id = ? ORDER BY id", ben)
    return [row["kind"] for row in notices], [row["subject"] for row in letters]


async def test_a_ruling_with_a_measure_is_one_notice_and_one_letter(home: House) -> None:
    await suspended()
    notices, letters = await sent(home)
    assert notices == ["ruling.made"]
    assert len(letters) == 1
    body = await db.value("SELECT text FROM letter ORDER BY id DESC LIMIT 1")
    assert "You can read, but write nothing, until" in body
    assert "It is aimed at a person." in body


async def test_the_notice_says_what_its_author_meets_too(browser: Browser) -> None:
    await suspended()
    ben = await cast.browser_as(browser, "ben")
    await jobs.work(the_house(), until_idle=True, like="react.%")
    assert "You can read, but write nothing, until" in (await ben.get("/inbox")).text


async def test_a_reversal_is_told_once_as_well(home: House) -> None:
    made = await suspended()
    before = len((await sent(home))[1])
    await actions.rule_on(
        await cast.admin(), await registry.thing("comment", made.subject_id), act=Act.RESTORE, **WORDS
    )
    notices, letters = await sent(home)
    assert notices == ["ruling.made", "ruling.made"]
    assert len(letters) == before + 1


@pytest.mark.parametrize(
    ("who", "status"), [("ben", 200), ("manager", 200), ("admin", 200), ("ada", 404), ("editor", 404)]
)
async def test_a_statement_is_read_by_its_author_and_moderation_alone(browser: Browser, who: str, status: int) -> None:
    made = await suspended()
    page = f"/moderation/statements/{made.id}"
    reader = await cast.browser_as(browser, who)
    found = await reader.get(page)
    assert found.status_code == status
    assert ("It is aimed at a person." in found.text) is (status == 200)
    if who in ("ada", "editor"):
        assert (await reader.submit("/account", f"{page}/words", body="x")).status_code == 404
        assert (await reader.submit("/account", f"/appeals/{made.id}", text="x")).status_code == 404


async def test_a_stranger_signs_in_first_and_a_number_nobody_gave_is_404(browser: Browser) -> None:
    made = await suspended()
    answer = await browser.peek(f"/moderation/statements/{made.id}")
    assert answer.status_code in (302, 303)
    assert "/sign-in" in answer.headers["location"]
    ada = await cast.browser_as(browser, "ada")
    assert (await ada.get("/moderation/statements/99999")).status_code == 404
