"""Who hears of points, in which words; and what of them is in one's own file."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ambassadors.points import calendar, endings, ledger
from community.people import owndata
from community.people.models import Person
from kernel import clock, i18n, jobs
from kernel.features import the_house
from tests import cast
from tests.ambassadors.points import till
from tests.browsing import Browser


async def inbox(browser: Browser, handle: str) -> str:
    await jobs.work(the_house(), until_idle=True)
    return (await (await cast.browser_as(browser, handle)).get("/inbox")).text


async def test_what_is_given_missed_and_taken_back_is_told(browser: Browser) -> None:
    ada = await till.opened(funds=250)
    for number in (1, 2, 3, 4):
        await ledger.award(ada, "idea", cause=("idea", number))
    await ledger.capture(await ledger.hold(ada, 200, ("claim", 1)))
    await ledger.reverse(("idea", 1))
    page = await inbox(browser, "member")
    for words in (
        "An idea comes true: 100 points for you.",
        "An idea comes true: 100 points by the rule, but the month’s points were nearly used up: you got what was left.",
        "An idea comes true: 100 points by the rule, but the month’s points are used up. You get none for it, now or later.",
        "An idea comes true: 100 points taken back. You had spent some already",
    ):
        assert words in page, words
    assert "Left of the points of" in await inbox(browser, "editor")
    assert "Left of the points of" not in await inbox(browser, "manager")


async def test_points_that_end_are_told_before_by_letter_and_in_ones_own_language(browser: Browser) -> None:
    ada = await till.opened()
    await ledger.award(ada, "idea", cause=("idea", 1), amount=1)
    await Person.filter(id=ada).update(language="fr")
    with clock.at(calendar.ends() - timedelta(days=20)):
        await endings.turn()
        await jobs.work(the_house(), until_idle=True)
    day = calendar.last_day(calendar.ends())
    with i18n.speaking("fr"):
        told = f"1 point à dépenser avant la fin du {i18n.format_date(day)}."
    letters = await till.letters(ada)
    assert [told in letter for letter in letters] == [True]


@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_every_line_can_be_said(browser: Browser, lang: str) -> None:
    data = {"earning": "idea", "amount": 2, "due": 3, "owed": 1, "settled": 1, "left": 5, "month": "2026-11"}
    told = {**data, "until": clock.now().isoformat()}
    for kind in the_house().registered("notices"):
        if kind.kind.startswith("points."):
            with i18n.speaking(lang):
                for more in ({}, {"amount": 0}, {"owed": 0, "settled": 0}):
                    assert "%(" not in kind.line({**told, **more})


async def test_ones_own_file_holds_every_line(browser: Browser) -> None:
    ada = await till.opened()
    await ledger.award(ada, "idea", cause=("idea", 1))
    await ledger.hold(ada, 30, ("claim", 1))
    found = await owndata.gathered(await Person.get(id=ada))
    assert [(row["act"], row["account"], row["amount"]) for row in found["points"]] == [
        ("awarded", "free", 100),
        ("held", "free", -30),
        ("held", "held", 30),
    ]
    assert (found["points_awarded"][0]["amount"], found["points_ending"][0]["remains"]) == (100, 70)
