"""The booth by its pages: without a script, by each kind of ballot, with what is wrong and what comes too late."""

from __future__ import annotations

from typing import Any

import pytest

from community.people.models import Person
from tests import cast, clubs
from tests import polls as made
from tests.browsing import Browser
from voting.ballots import marks, poll_queries, said
from voting.ballots.poll_queries import PollCard
from voting.ballots.subjects import Subject

FILLED: dict[str, Any] = {
    "approvals": lambda ids: {f"option-{ids[0]}": "1"},
    "projects": lambda ids: {f"option-{ids[0]}": "1"},
    "scores": lambda ids: {f"option-{ids[0]}": "5", f"option-{ids[1]}": "0"},
    "dots": lambda ids: {f"option-{ids[0]}": "6", f"option-{ids[1]}": "4"},
    "credits": lambda ids: {f"option-{ids[0]}": "9", f"option-{ids[1]}": "4"},
    "ranks": lambda ids: {"order": [ids[0], ids[2]]},
}
BOOTHS = [method for method in marks.KINDS if marks.KINDS[method] != "picks"]


async def voting(browser: Browser, method: str, **values: Any) -> tuple[Browser, PollCard, list[int]]:
    await cast.person("ada")
    ballot = await made.opened(method, **values)
    with made.while_open():
        return await cast.browser_as(browser, "ada"), ballot, await made.numbers(ballot)


@pytest.mark.parametrize("method", BOOTHS)
async def test_a_ballot_is_filled_in_looked_over_cast_and_found_again(browser: Browser, method: str) -> None:
    ada, ballot, ids = await voting(browser, method)
    sent = FILLED[ballot.kind](ids)
    with made.while_open():
        page = await ada.get(ballot.url)
        assert "Look it over" in page.text
        review = await ada.submit(ballot.url, f"{ballot.url}/vote", step="review", **sent)
        assert "Is this your ballot?" in review.text
        assert "Wide" in review.text
        receipt = await ada.submit(ballot.url, f"{ballot.url}/vote", step="cast", **sent)
        assert "Your ballot is in" in receipt.text
        mine = await poll_queries.mine(await cast.viewer("ada"), ballot.id)
        assert mine.shown in receipt.text
        assert "You voted on" in (await ada.get(ballot.url)).text
        again = await ada.get(f"{ballot.url}/vote")
        assert "This is the ballot you cast" in again.text
    await made.closed(ballot)
    with made.after():
        result = await ada.get(ballot.url)
        assert "Find my ballot" in result.text
        assert "1 of 2 voted." in result.text
        found = await ada.get(f"{ballot.url}?receipt={mine.code.lower()}")
        assert "The ballot of this code" in found.text
        assert "No ballot has this code" in (await ada.get(f"{ballot.url}?receipt=0000")).text


async def test_a_press_moves_an_option_and_says_so(browser: Browser) -> None:
    ada, ballot, ids = await voting(browser, "stv", seats=2)
    with made.while_open():
        page = await ada.submit(ballot.url, f"{ballot.url}/vote", order=ids, move=f"up:{ids[2]}")
        assert page.status_code == 200
        assert "Moved: Half is now 2 of 3." in page.text
        page = await ada.submit(ballot.url, f"{ballot.url}/vote", order=ids, move=f"out:{ids[0]}")
        assert "Wide is left out." in page.text
        page = await ada.submit(ballot.url, f"{ballot.url}/vote", order=[ids[1]], move=f"add:{ids[0]}")
        assert "Moved: Wide is now 2 of 2." in page.text
        assert (await poll_queries.mine(await cast.viewer("ada"), ballot.id)).cast_at is None


async def test_a_sum_is_told_without_a_script(browser: Browser) -> None:
    ada, ballot, ids = await voting(browser, "knapsack")
    with made.while_open():
        page = await ada.submit(
            ballot.url, f"{ballot.url}/vote", step="sum", **{f"option-{ids[0]}": "1", f"option-{ids[2]}": "1"}
        )
        assert "€40 chosen" in page.text
        assert "€20 left of €60" in page.text
        page = await ada.submit(ballot.url, f"{ballot.url}/vote", step="sum", **{f"option-{one}": "1" for one in ids})
        assert "€60 chosen" in page.text


@pytest.mark.parametrize(
    ("method", "typed", "said"),
    [
        ("dots", ["9", "9", ""], "8 dots too many"),
        ("dots", ["-3", "", ""], "whole number from 0 to 10"),
        ("dots", ["1e9", "", ""], "A whole number is needed"),
        ("dots", ["9" * 300, "", ""], "whole number from 0 to 10"),
        ("quadratic", ["11", "", ""], "21 credits too many"),
        ("score", ["6", "", ""], "whole number from 0 to 5"),
        ("approval", ["2", "", ""], "Choose this option or leave it"),
        ("approval", ["", "", ""], "Nothing is marked"),
    ],
)
async def test_a_bad_ballot_comes_back_with_what_is_wrong_and_what_was_typed(
    browser: Browser, method: str, typed: list[str], said: str
) -> None:
    ada, ballot, ids = await voting(browser, method)
    sent = {f"option-{option}": value for option, value in zip(ids, typed, strict=True) if value}
    with made.while_open():
        for step in ("review", "cast"):
            page = await ada.submit(ballot.url, f"{ballot.url}/vote", step=step, **sent)
            assert page.status_code == 422
            assert said in page.text
            if method in ("dots", "quadratic"):
                assert f'value="{typed[0]}"' in page.text


async def test_unknown_and_repeated_options_are_refused(browser: Browser) -> None:
    ada, ballot, ids = await voting(browser, "borda")
    with made.while_open():
        for order in ([ids[0], ids[0]], [ids[0], 999_999], [ids[0], "x"]):
            page = await ada.submit(ballot.url, f"{ballot.url}/vote", step="cast", order=order)
            assert page.status_code == 422


async def test_a_blank_ballot_is_cast_on_purpose(browser: Browser) -> None:
    ada, ballot, _ids = await voting(browser, "approval")
    with made.while_open():
        page = await ada.submit(ballot.url, f"{ballot.url}/vote", step="blank")
        assert "It is blank" in page.text
        page = await ada.submit(ballot.url, f"{ballot.url}/vote", step="cast", blank="1")
        assert "Your ballot is in" in page.text


async def test_what_comes_after_the_end_is_not_taken_and_is_told(browser: Browser) -> None:
    ada, ballot, ids = await voting(browser, "approval")
    with made.while_open():
        token = (await ada.get(ballot.url)).text.split('name="csrf" value="')[1].split('"')[0]
    with made.after():
        reply = await ada.post(
            f"{ballot.url}/vote",
            {"csrf": token, "step": "cast", f"option-{ids[0]}": "1"},
            Origin="http://localhost:8000",
        )
        assert reply.status_code == 303
        assert "Your ballot came in after the end" in (await ada.get(ballot.url)).text
        assert (await poll_queries.mine(await cast.viewer("ada"), ballot.id)).cast_at is None


async def test_strangers_read_and_are_shown_the_way_in(browser: Browser) -> None:
    ballot = await made.opened("approval")
    with made.while_open():
        page = await browser.get(ballot.url)
        assert page.status_code == 200
        assert "Sign in to vote" in page.text
        assert "Look it over" not in page.text
        assert "/sign-in" in str((await browser.get(f"{ballot.url}/vote")).url)


async def test_who_came_later_does_not_vote_where_electors_stand_at_the_opening(browser: Browser) -> None:
    ballot = await made.opened("approval")
    await cast.person("late")
    with made.while_open():
        late = await cast.browser_as(browser, "late")
        assert "Who votes was written down when it opened, before you came." in (await late.get(ballot.url)).text
        assert (await late.get(f"{ballot.url}/vote")).url.path == ballot.url


async def test_counts_are_shown_while_it_is_open_only_where_that_was_said(browser: Browser) -> None:
    ada, ballot, ids = await voting(browser, "dots", shows_counts=True)
    with made.while_open():
        await ada.submit(ballot.url, f"{ballot.url}/vote", step="cast", **{f"option-{ids[0]}": "7"})
        assert "So far" in (await ada.get(ballot.url)).text
        hidden = await made.opened("dots", title="Another")
        await ada.submit(
            hidden.url, f"{hidden.url}/vote", step="cast", **{f"option-{(await made.numbers(hidden))[0]}": "7"}
        )
        assert "So far" not in (await ada.get(hidden.url)).text


async def test_an_open_ballot_names_its_answers_and_a_secret_one_has_no_such_page(browser: Browser) -> None:
    ada, ballot, ids = await voting(browser, "approval", is_secret=False)
    secret = await made.opened("approval", title="A secret one")
    with made.while_open():
        await ada.submit(ballot.url, f"{ballot.url}/vote", step="cast", **{f"option-{ids[1]}": "1"})
        assert (await ada.get(f"{ballot.url}/answers")).status_code == 404
    await made.closed(ballot)
    await made.closed(secret)
    with made.after():
        page = await ada.get(f"{ballot.url}/answers")
        assert "Ada Morel" in page.text
        assert "Tall" in page.text
        assert (await ada.get(f"{secret.url}/answers")).status_code == 404
        assert "/sign-in" in str((await browser.another().get(f"{ballot.url}/answers")).url)


def test_an_option_that_is_a_design_brings_its_picture() -> None:
    option = poll_queries.Option(7, 1, 1, "Moss", "", 0, "design", 3, None)
    seen = {("design", 3): Subject(3, "Moss", "Sneaker, Ada", "/designs/3-moss", "/pictures/3.png")}
    choice = said.choices([option], seen)[0]
    assert (choice.url, choice.picture, choice.body) == ("/designs/3-moss", "/pictures/3.png", "Sneaker, Ada")
    hidden = {("design", 3): Subject(3, "Taken out of sight", "", "", is_gone=True)}
    assert said.choices([option], hidden)[0].title == "Taken out of sight"


async def test_who_does_not_vote_is_told_why(browser: Browser) -> None:
    club, mo = await clubs.found(members=["ben"]), await cast.manager()
    ben = await cast.person("ben")
    ballot = await made.opened(by=await cast.member("ada"), club_id=club.id, audience=club.named)
    await Person.filter(id=ben.id).update(suspended_until=made.CLOSES)
    with made.while_open():
        page = await (await cast.browser_as(browser, "ben")).get(ballot.url)
        assert "Your account is suspended: it can vote on nothing for now." in page.text
        assert "among those who vote" not in page.text
        page = await (await cast.browser_of(browser, mo.id or 0)).get(ballot.url)
        assert "You are not among those who vote here." in page.text
