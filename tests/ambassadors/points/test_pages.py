"""Pages of points as strangers, members and the team meet them."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from ambassadors.points import actions, calendar, ledger, queries, statements
from ambassadors.points.queries import Budget
from kernel import cache, clock, db
from tests import cast
from tests.ambassadors.points import till
from tests.browsing import Browser


async def test_a_statement_reads_line_by_line_and_sums_up(browser: Browser) -> None:
    ada = await till.opened(funds=250)
    await till.ruled("thanks", 300)
    await actions.thank(await cast.editor(), ada, amount=200, words="For the soles, every 100 km.")
    await ledger.capture(await ledger.hold(ada, 60, ("claim", 1)))
    await ledger.award(ada, "idea", cause=("idea", 5))
    await ledger.reverse(("thanks", 1))
    theirs = await cast.browser_as(browser, "member")
    page = await theirs.get("/account/points")
    assert "You have 0 points to spend" in page.text
    assert "Taken back after you had spent them: 10 points" in page.text
    assert "For the soles, every 100 km." in page.text
    assert "100 points by the rule, 50 points given." in page.text
    file = await theirs.get("/account/points.csv")
    rows = list(csv.DictReader(io.StringIO(file.text)))
    assert [(row["what"], row["points"], row["put_aside"], row["free"]) for row in rows] == [
        ("awarded", "200", "0", "200"),
        ("held", "-60", "60", "140"),
        ("captured", "0", "-60", "140"),
        ("awarded", "50", "0", "190"),
        ("reversed", "-190", "0", "0"),
    ]


@pytest.mark.parametrize(
    ("who", "path", "most"),
    [("member", "/account/points", 12), ("editor", "/team/points", 16), ("", "/ambassadors/points", 8)],
)
async def test_a_page_is_asked_for_in_few_queries_however_long_the_ledger(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, who: str, path: str, most: int
) -> None:
    counted: list[str] = []
    asking = db.rows

    async def noted(sql: str, *values: Any) -> list[db.Row]:
        counted.append(sql)
        return await asking(sql, *values)

    monkeypatch.setattr(db, "rows", noted)
    ada = await till.opened(funds=100_000)
    theirs = await cast.browser_as(browser, who) if who else browser
    asked = []
    for number in (1, 30):
        for cause in range(number):
            await ledger.award(ada, "idea", cause=("idea", number * 100 + cause), amount=5)
        cache.bump()  # what is remembered is read again each time, whenever other hosts' changes are heard of
        counted.clear()
        assert (await theirs.get(path)).status_code == 200
        asked.append(len(counted))
    assert asked[1] <= asked[0] <= most, asked


@pytest.mark.parametrize("month", ["2026-13", "1999-01", "soon", "2026-1"])
async def test_a_month_that_is_none_is_not_found(browser: Browser, month: str) -> None:
    theirs = await cast.browser_as(browser, "member")
    assert (await theirs.get(f"/account/points?month={month}")).status_code == 404


async def test_everybody_reads_the_budget_and_the_rules(browser: Browser) -> None:
    assert "No points are funded for this month" in (await browser.get("/ambassadors/points")).text
    ada = await till.opened(funds=400, month_cap=300)
    await ledger.award(ada, "idea", cause=("idea", 1))
    page = (await browser.get("/ambassadors/points")).text
    for words in ("of 400 points are given", "300 points left for everybody", "An idea comes true", ">300<"):
        assert words in page
    await ledger.award(ada, "idea", cause=("idea", 2))
    assert "200 points left" in (await browser.get("/ambassadors/points")).text


async def test_who_may_come_in(browser: Browser) -> None:
    await till.opened()
    for path in ("/account/points", "/account/points.csv", "/team/points", "/team/points/rules/idea"):
        assert (await browser.peek(path)).status_code == 303, path
    for role, status in (("member", 404), ("manager", 404), ("editor", 200), ("admin", 200)):
        theirs = await cast.browser_as(browser, role)
        for path in ("/team/points", "/team/points/rules/idea"):
            assert (await theirs.get(path)).status_code == status, (role, path)
    editor = await cast.browser_as(browser, "editor")
    assert (await editor.get("/team/points/rules/votes")).status_code == 404


async def test_the_team_funds_a_month_with_a_reason(browser: Browser) -> None:
    theirs = await cast.browser_as(browser, "editor")
    month = f"{calendar.this_month():%Y-%m}"
    sent = {"month": month, "amount": "500", "reason": "The spring budget"}
    assert (await theirs.submit("/team/points", "/team/points/funding", **sent)).status_code == 200
    assert await queries.month() == Budget(500, 0)
    page = (await theirs.get("/team/points")).text
    assert "The spring budget" in page
    assert "+500" in page
    assert await db.value("SELECT reason FROM staff_act WHERE act = 'points.funded'") == "The spring budget"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"amount": "-501"}, "has not so many points left"),
        ({"amount": "0"}, "Write how many points"),
        ({"amount": "many"}, "A whole number is needed"),
        ({"amount": "9999999999999"}, "It must be at most"),
        ({"month": "2020-01"}, "Choose one of the list"),
        ({"reason": "  "}, "This is missing"),
    ],
)
async def test_a_funding_that_cannot_be_keeps_what_was_typed(
    browser: Browser, wrong: dict[str, str], said: str
) -> None:
    await till.funded(500)
    theirs = await cast.browser_as(browser, "editor")
    typed = {"month": f"{calendar.this_month():%Y-%m}", "amount": "77", "reason": "Words that stay", **wrong}
    page = await theirs.submit("/team/points", "/team/points/funding", **typed)
    assert (page.status_code, said in page.text) == (422, True)
    for value in (typed["amount"], typed["reason"].strip()):
        assert value in page.text
    assert await queries.month() == Budget(500, 0)


async def test_a_rule_holds_from_its_day_on_and_earlier_ones_stay(browser: Browser) -> None:
    ada = await till.opened(amount=100)
    theirs = await cast.browser_as(browser, "editor")
    path, tomorrow = "/team/points/rules/idea", calendar.last_day(calendar.ends())
    late = {"amount": "250", "month_cap": "", "from_on": tomorrow.isoformat(), "reason": "Worth more"}
    assert (await theirs.submit(path, path, **{**late, "from_on": "2020-01-01"})).status_code == 422
    assert (await theirs.submit(path, path, **late)).status_code == 200
    page = (await theirs.get(path)).text
    assert "to come" in page
    assert "Worth more" in page
    assert await ledger.award(ada, "idea", cause=("idea", 1)) == 100
    with clock.at(calendar.ends()):
        await till.funded(1000)
        assert await ledger.award(ada, "idea", cause=("idea", 2)) == 250


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"handle": "nobody"}, "Nobody here has this handle"),
        ({"handle": "sol"}, "Nobody thanks themselves"),
        ({"points": "301"}, "allows 300 at once"),
        ({"points": "-5"}, "It must be at least 1"),
    ],
)
async def test_thanks_that_cannot_be_keep_what_was_typed(browser: Browser, typed: dict[str, str], said: str) -> None:
    await till.opened()
    await till.ruled("thanks", 300)
    theirs = await cast.browser_as(browser, "editor")
    sent = {"handle": "ada", "points": "50", "words": "For the soles", **typed}
    page = await theirs.submit("/team/points", "/team/points/thanks", **sent)
    assert (page.status_code, said in page.text, "For the soles" in page.text) == (422, True, True)
    assert await queries.month() == Budget(1000, 0)


async def test_thanks_are_given_with_words_and_say_when_the_month_is_used_up(browser: Browser) -> None:
    ada = await till.opened(funds=70)
    await till.ruled("thanks", 300)
    theirs = await cast.browser_as(browser, "editor")
    sent = {"handle": "@ada", "points": "50", "words": "For the soles"}
    for said in ("Given, with your words.", "Given: 20 of 50."):
        assert said in (await theirs.submit("/team/points", "/team/points/thanks", **sent)).text
    assert (await queries.balance(ada)).free == 70


async def test_every_month_since_the_first_line_is_a_link_away(browser: Browser) -> None:
    ada = await till.opened()
    await ledger.award(ada, "idea", cause=("idea", 1))
    theirs = await cast.browser_as(browser, "member")
    months = [calendar.later(calendar.this_month(), number) for number in (0, 1, 2)]
    with clock.at(calendar.begins(months[2]) + timedelta(days=9)):
        assert await statements.months(ada) == list(reversed(months))
    assert await statements.months((await cast.person("ben")).id) == []
    page = (await theirs.get(f"/account/points?month={months[0]:%Y-%m}")).text
    assert "The month began with 0 points to spend and ends with 100 points." in page
    assert "Nothing happened in" in (await theirs.get(f"/account/points?month={months[1]:%Y-%m}")).text
