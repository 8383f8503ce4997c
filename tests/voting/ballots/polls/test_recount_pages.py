"""Files to take away, and the page on which anybody counts one again."""

from __future__ import annotations

import pytest

from tests import cast, clubs
from tests import polls as made
from tests.browsing import Browser, Page
from voting.ballots import counter, filing, polls, recount_pages, results
from voting.ballots.poll_queries import PollCard

PAGE = "/ballots/recount"
ENDLESS = "\n".join(
    [
        *("META", "key;value", "budget;1000000000000", "rule;equalshares/add1"),
        *(
            "PROJECTS",
            "project_id;cost;name",
            "1;1;A",
            "2;900000000000;B",
            "VOTES",
            "voter_id;vote",
            "1;1,2",
            "2;1",
            "",
        ),
    ]
)
"""The shares would be raised half a billion times a thousand."""


async def test_files_are_there_once_the_ballot_is_counted(browser: Browser) -> None:
    ballot = await made.opened("borda")
    assert (await browser.get(f"/ballots/{ballot.id}/file.csv")).status_code == 404
    await made.closed(ballot)
    found = await browser.get(f"/ballots/{ballot.id}/file.csv")
    assert (found.status_code, found.text.splitlines()[0]) == (200, "META")
    for form, status in (("blt", 200), ("soi", 200), ("soc", 200), ("pb", 404), ("exe", 404), ("", 404)):
        assert (form, (await browser.get(f"/ballots/{ballot.id}/file.{form}")).status_code) == (form, status)


async def test_files_of_a_private_club_are_for_its_members(browser: Browser) -> None:
    club = await clubs.found(is_private=True)
    ballot = await made.opened(by=await cast.member("ada"), club_id=club.id, audience=club.named)
    await made.closed(ballot)
    ada, mo = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "mo")
    place = f"/ballots/{ballot.id}/file.csv"
    assert [(await one.get(place)).status_code for one in (ada, mo, browser)] == [200, 404, 404]


async def counted(method: str = "borda") -> PollCard:
    ada = await cast.member("ada")
    ballot = await made.opened(method)
    one, two, _ = await made.numbers(ballot)
    with made.while_open():
        await polls.cast(ada, ballot.id, {two: 1, one: 2} if method == "borda" else {two: 1})
    await made.closed(ballot)
    return ballot


async def hand_in(browser: Browser, body: str | bytes, name: str = "ballot.csv", **fields: str) -> Page:
    file = body.encode() if isinstance(body, str) else body
    return await browser.submit(PAGE, PAGE, files={"file": (name, file, "text/plain")}, **fields)


async def test_anybody_counts_a_ballot_of_ours_again(browser: Browser) -> None:
    ballot = await counted()
    text = filing.own(await results.filed(ballot.id))
    told = await hand_in(browser, text)
    assert told.status_code == 200
    assert "to the last character" in told.text
    assert "“Tall” wins" in told.text
    assert "The same as a table" in told.text
    other = await hand_in(browser, text.replace("Tall", "Long"), method="schulze")
    assert other.status_code == 200
    assert "to the last character" not in other.text
    assert "Ranking, by duels (Schulze)" in other.text


SAID = {
    "knapsack": "1 work is paid for",
    "equal-shares": "1 work is paid for",
    "pairwise": "“Anna” wins",
    "star": "“Anna” wins",
    "approval": "A ballot that ticks three gives a third of a vote to each.",
}


@pytest.mark.parametrize("method", SAID)
async def test_the_page_tells_every_kind_of_result(browser: Browser, method: str) -> None:
    rows = {
        "pairwise": "BALLOTS\nreceipt,picked,over\nx,a,b\n",
        "star": "BALLOTS\nreceipt,a,b\nx,5,0\n",
    }.get(method, "BALLOTS\nreceipt,a,b\nx,1,\n")
    cost = method in ("knapsack", "equal-shares")
    options = "option,name,cost\na,Anna,5\nb,Berta,4\n" if cost else "option,name\na,Anna\nb,Berta\n"
    head = f"META\nkey,value\nformat,tandem-ballot 1\nmethod,{method}\nbudget,5\nOPTIONS\n"
    told = await hand_in(browser, head + options + rows)
    assert told.status_code == 200
    assert SAID[method] in told.text


async def test_of_a_file_with_very_many_options_the_order_is_told_alone(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recount_pages, "MOST_FIGURES", 8)
    told = await hand_in(browser, filing.own(await results.filed((await counted()).id)))
    assert told.status_code == 200
    assert "Tall" in told.text.partition("chosen")[0]
    assert "The same as a table" not in told.text


@pytest.mark.parametrize(
    "body",
    [b"", b"   ", b"\0\0", b"\xff\xfe\x00", b"hello", b"META\n", b"3 1\n1 9 0\n0\n", b"PK\x03\x04" + bytes(50)],
)
async def test_what_is_no_ballot_file_is_refused_with_a_line(browser: Browser, body: bytes) -> None:
    told = await hand_in(browser, body)
    assert told.status_code == 422
    assert "field__wrong" in told.text


async def test_a_file_too_large_or_without_end_is_refused(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recount_pages, "LARGEST", 1000)
    assert (await hand_in(browser, "x" * 1001)).status_code == 422
    monkeypatch.setattr(recount_pages, "SECONDS", 1)
    told = await hand_in(browser, ENDLESS, "a.pb")
    assert told.status_code == 422
    assert "it takes too long" in told.text


async def test_a_count_in_a_process_of_its_own_says_the_same() -> None:
    text = ENDLESS.replace("000000000", "")
    assert await counter.apart(text, name="a.pb") == counter.count(text, "a.pb")
