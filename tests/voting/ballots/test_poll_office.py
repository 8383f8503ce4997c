"""Asking a question by its pages: the way to count, the form, announcing, withdrawing, calling off."""

from __future__ import annotations

import pytest

from tests import cast, clubs
from tests import polls as made
from tests.browsing import Browser
from voting.ballots import marks, poll_queries
from voting.ballots.models import Ballot, BallotState

WELL = {
    "title": "Which last first?",
    "opens_at": "2026-03-02T10:00",
    "closes_at": "2026-03-09T10:00",
    "audience": "members",
    "frozen": "opening",
    "is_secret": "True",
    "seats": "1",
    "points": "10",
    "budget": "60 000",
    "currency": "EUR",
    "option_1": "Wide",
    "cost_1": "18 000",
    "option_2": "Tall",
    "cost_2": "24,000",
    "about_2": "Ankle held",
    "step": "save",
}


async def test_only_those_who_may_ask_see_the_ways(browser: Browser) -> None:
    assert "/sign-in" in str((await browser.get("/ballots/new")).url)
    await clubs.found("runners", host="ada", treasurers=["ben"], members=["cid"])
    assert (await (await cast.browser_as(browser.another(), "cid")).get("/ballots/new")).status_code == 403
    assert (await (await cast.browser_as(browser.another(), "ben")).get("/ballots/new")).status_code == 200
    assert (await (await cast.browser_as(browser.another(), "editor")).get("/ballots/new")).status_code == 403
    page = await (await cast.browser_as(browser.another(), "manager")).get("/ballots/new")
    for label in ("Approval", "Ranking, by duels (Schulze)", "A budget, in equal shares"):
        assert label in page.text


@pytest.mark.parametrize("method", marks.KINDS)
async def test_a_question_is_drafted_and_announced_by_every_method(browser: Browser, method: str) -> None:
    with made.before():
        mo = await cast.browser_as(browser, "manager")
        page = f"/ballots/new?method={method}"
        assert (await mo.get(page)).status_code == 200
        shown = await mo.submit(page, page, **WELL)
        assert "Draft, seen by those who run it alone" in shown.text, shown.text[:3000]
        ballot = await Ballot.get()
        assert (ballot.state, ballot.method) == (BallotState.DRAFT, method)
        if marks.KINDS[method] == "projects":
            options = await poll_queries.options(ballot.id)
            assert (ballot.budget, [option.cost for option in options]) == (60_000, [18_000, 24_000])
        shown = await mo.submit(f"/ballots/{ballot.id}", f"/ballots/{ballot.id}/announcement")
        assert "The ballot is announced." in shown.text
        assert "Opens on" in shown.text


async def test_a_draft_is_changed_and_thrown_away(browser: Browser) -> None:
    with made.before():
        mo = await cast.browser_as(browser, "manager")
        ballot = await made.drafted("dots")
        page = await mo.get(f"{ballot.url}/edit")
        assert 'value="Wide"' in page.text
        shown = await mo.submit(f"{ballot.url}/edit", f"{ballot.url}/edit", **{**WELL, "option_1": "Wider"})
        assert "Wider" in shown.text
        ada = await cast.browser_as(browser.another(), "ada")
        assert (await ada.get(ballot.url)).status_code == 404
        await mo.submit(ballot.url, f"{ballot.url}/removal")
        assert not await Ballot.all().exists()


async def test_what_is_wrong_comes_back_with_what_was_typed(browser: Browser) -> None:
    with made.before():
        mo = await cast.browser_as(browser, "manager")
        page = "/ballots/new?method=dots"
        for name, value, said in (
            ("title", "", "Write a question"),
            ("opens_at", "tomorrow", "A day and an hour are needed"),
            ("closes_at", "2026-03-01T10:00", "It closes after it has opened."),
            ("opens_at", "2026-03-29T02:30", "this hour does not exist"),
            ("quorum", "many", "A whole number is needed."),
            ("points", "0", "Between 1 and 1,000"),
            ("audience", "club:77", "Choose one of the list."),
            ("option_2", "WIDE", "Two options have the same name."),
        ):
            shown = await mo.submit(page, page, **{**WELL, name: value})
            assert shown.status_code == 422, name
            assert said in shown.text, name
            assert 'value="Ankle held"' in shown.text


async def test_rows_come_and_go_without_a_script(browser: Browser) -> None:
    with made.before():
        mo = await cast.browser_as(browser, "manager")
        page = "/ballots/new?method=dots"
        shown = await mo.submit(page, page, **{**WELL, "option_3": "Half", "step": "without:1"})
        assert shown.status_code == 200
        assert 'name="option_1" value="Tall"' in shown.text
        assert 'value="Wide"' not in shown.text
        shown = await mo.submit(page, page, **{**WELL, "option_3": "Half", "option_4": "Long", "step": "row"})
        assert 'name="option_6"' in shown.text
        shown = await mo.submit(page, page, **{**WELL, "step": "with:idea:5 Resole my shoes"})
        assert 'value="Resole my shoes"' in shown.text
        assert 'name="subject_3" value="idea:5"' in shown.text


async def test_an_option_is_withdrawn_and_the_ballot_called_off_with_a_reason(browser: Browser) -> None:
    await cast.person("ada")
    ballot = await made.opened("approval")
    ids = await made.numbers(ballot)
    with made.while_open():
        mo = await cast.browser_as(browser, "manager")
        assert (await mo.submit(ballot.url, f"{ballot.url}/withdrawal", option="")).status_code == 422
        assert (await mo.submit(ballot.url, f"{ballot.url}/withdrawal", option="9999999")).status_code == 422
        await mo.submit(ballot.url, f"{ballot.url}/withdrawal", option=ids[0])
        ada = await cast.browser_as(browser.another(), "ada")
        booth = await ada.get(ballot.url)
        assert f'name="option-{ids[0]}"' not in booth.text
        assert (await ada.get(f"{ballot.url}/cancellation")).status_code == 403
        refused = await mo.submit(f"{ballot.url}/cancellation", f"{ballot.url}/cancellation", reason=" ")
        assert refused.status_code == 422
        shown = await mo.submit(f"{ballot.url}/cancellation", f"{ballot.url}/cancellation", reason="The last is gone.")
        assert "The last is gone." in shown.text
        assert "Called off on" in (await ada.get(ballot.url)).text


async def test_a_club_asks_its_members_and_the_list_shows_it(browser: Browser) -> None:
    club = await clubs.found("runners", host="ada", members=["ben"], is_private=True)
    with made.before():
        ada = await cast.browser_as(browser, "ada")
        page = "/ballots/new?method=schulze&club=runners"
        shown = await ada.submit(page, page, **{**WELL, "audience": f"club:{club.id}", "takes_proxies": "true"})
        assert "Draft, seen by those who run it alone" in shown.text
        ballot = await Ballot.get()
        assert (ballot.club_id, ballot.takes_proxies) == (club.id, True)
        await ada.submit(f"/ballots/{ballot.id}", f"/ballots/{ballot.id}/announcement")
        ben = await cast.browser_as(browser.another(), "ben")
        assert "Which last first?" in (await ben.get("/ballots?which=coming")).text
        assert "Which last first?" in (await ben.get("/ballots?which=coming&club=runners")).text
        assert "Which last first?" not in (await ben.get("/ballots?which=past&club=runners")).text
        assert (await browser.another().get("/ballots?club=runners")).status_code == 404
        for who in ("editor", "cid"):
            other = await cast.browser_as(browser.another(), who)
            assert "Which last first?" not in (await other.get("/ballots?which=coming")).text
            assert (await other.get(f"/ballots/{ballot.id}")).status_code == 404
        assert (await browser.another().get(f"/ballots/{ballot.id}")).status_code == 404
