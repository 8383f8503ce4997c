"""Who took part in a ballot and was in doubt: told as a number, never by name, never by what they answered."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from kernel import db
from kernel.viewer import Viewer
from tests import cast
from tests import polls as made
from tests.browsing import Browser
from tests.cast import browser_as
from tests.voting.ballots.test_support import csrf
from voting.ballots import filing, poll_proofs, polls, results, taking_part
from voting.ballots.doubt_models import Voted
from voting.ballots.doubts import Held, write
from voting.ballots.electorate import CUSTOMERS
from voting.ballots.plans import PRESENT
from voting.ballots.poll_queries import PollCard
from voting.ballots.states import State
from voting.ballots.traces import Trace
from voting.honesty import voters
from voting.value.models import Customer, Link, LinkSource

DAY = (made.OPENS + timedelta(hours=1)).date()


async def people(many: int) -> list[Viewer]:
    return [await cast.member(f"voter{n}") for n in range(many)]


async def in_step(some: list[Viewer]) -> None:
    """Their supports were found in step with one another."""
    async with db.transaction():
        turns = {(900, int(one.id or 0)): Held(State.DOUBTFUL, "together made") for one in some}
        await write(Voted.SUPPORT, turns, by=None)


async def held(voting: list[Viewer], first: int, *, method: str = "approval", **values: Any) -> PollCard:
    """A ballot in which the first so many want the first option, and the others the second."""
    ballot = await made.opened(method, **values)
    wide, tall, *_rest = await made.numbers(ballot)
    with made.while_open():
        for n, voter in enumerate(voting):
            await polls.cast(voter, ballot.id, {wide if n < first else tall: 1})
    return ballot


@pytest.mark.parametrize(
    ("cast_", "many", "said"),
    [(9, 9, ""), (10, 0, "0"), (10, 1, "1 or 2"), (10, 2, "1 or 2"), (10, 3, "3"), (12, 12, "12")],
)
def test_a_number_that_points_at_somebody_is_not_told(cast_: int, many: int, said: str) -> None:
    assert taking_part.told(cast_, many) == said


async def test_a_secret_ballot_says_how_many_and_nothing_of_their_answers(browser: Browser) -> None:
    voting = await people(11)
    await in_step(voting[:4])
    ballot = await held(voting, 4)
    told = await made.closed(ballot)
    assert (told.cast, told.in_doubt, told.valid) == (11, "4", ())
    kept = json.loads(await db.value("SELECT result FROM ballot WHERE id = ?", ballot.id))
    assert "valid" not in kept
    page = (await browser.get(f"/ballots/{ballot.id}")).text
    assert "11 took part, of whom 4 were in doubt by the signals." in page
    assert "what they said is not known" in page
    assert "Counted without them" not in page
    file = (await browser.get(f"/ballots/{ballot.id}/file.csv")).text
    assert "doubtful,4\r\n" in file
    assert results.checksum(file) == await db.value("SELECT checksum FROM ballot WHERE id = ?", ballot.id)
    assert await poll_proofs.result() == []


async def test_an_open_ballot_says_who_would_have_won_without_them_and_counts_them_all(browser: Browser) -> None:
    voting = await people(11)
    await in_step(voting[:4])
    ballot = await held(voting, 6, is_secret=False)
    wide, tall, *_rest = await made.numbers(ballot)
    told = await made.closed(ballot)
    assert (told.plain.winners, told.valid, told.in_doubt) == ((wide,), (tall,), "4")
    kept = json.loads(await db.value("SELECT result FROM ballot WHERE id = ?", ballot.id))
    assert kept["valid"] == ["2"]
    page = (await browser.get(f"/ballots/{ballot.id}")).text
    assert "Counted without them it would have been Tall." in page
    assert "Every ballot counts alike." in page


@pytest.mark.parametrize("method", ["approval", "stv", "score"])
async def test_the_same_outcome_is_said_to_be_the_same(browser: Browser, method: str) -> None:
    voting = await people(11)
    await in_step(voting[:3])
    ballot = await held(voting, 9, method=method, is_secret=False)
    told = await made.closed(ballot)
    assert told.valid == told.plain.winners
    page = (await browser.get(f"/ballots/{ballot.id}")).text
    assert "Counted without them the outcome would be the same." in page


@pytest.mark.parametrize(("voted", "doubted"), [(11, 2), (11, 9), (9, 4)])
async def test_too_few_are_never_counted_apart(home: object, voted: int, doubted: int) -> None:
    voting = await people(voted)
    await in_step(voting[:doubted])
    told = await made.closed(await held(voting, 6, is_secret=False))
    assert told.valid == ()


async def test_whom_a_person_found_right_or_who_did_not_take_part_is_not_in_doubt(home: object) -> None:
    voting = await people(13)
    await in_step(voting[:4])
    async with db.transaction():
        turns = {(900, int(voting[0].id or 0)): Held(State.VALID, "together made", None, made.OPENS)}
        await write(Voted.SUPPORT, turns, by=None)
    ballot = await held(voting[:2] + voting[4:], 4)
    assert (await made.closed(ballot)).in_doubt == "1 or 2"


async def rushed(ballot: PollCard, voting: list[Viewer]) -> None:
    """All from one block of addresses, beside a day on which others vote from other places."""
    wide, *_rest = await made.numbers(ballot)
    with made.while_open():
        for n, one in enumerate(voting):
            await polls.cast(one, ballot.id, {wide: 1}, trace=Trace(DAY, int(one.id or 0), "b" * 24, f"d{n}"))


async def others(many: int) -> None:
    """Supports of the same day, each from a place of its own."""
    from tests.voting.ballots.test_support import idea
    from voting.ballots import actions

    some = [await idea() for _n in range(8)]
    with made.while_open():
        for n in range(many):
            one = await cast.member(f"other{n}")
            trace = Trace(DAY, int(one.id or 0), f"c{n}", "d")
            await actions.cast(one, some[n % 8], trace=trace)


async def test_many_ballots_from_one_place_in_a_day_are_in_doubt(home: object) -> None:
    voting = await people(12)
    await others(80)
    ballot = await made.opened("approval")
    await rushed(ballot, voting)
    assert await voters.doubted(ballot.id) == {int(one.id or 0) for one in voting}
    assert (await made.closed(ballot)).in_doubt == "12"


async def test_a_club_in_one_room_is_not(home: object) -> None:
    voting = await people(12)
    await others(80)
    ballot = await made.opened("approval")
    await rushed(ballot, voting)
    await db.execute("UPDATE ballot SET audience = 'club:1' WHERE id = ?", ballot.id)
    assert await voters.doubted(ballot.id) == set()


async def test_of_those_who_came_to_a_meeting_nothing_is_kept_of_where_they_vote_from(home: object) -> None:
    ballot = await made.opened("approval")
    await db.execute("UPDATE ballot SET audience = ? WHERE id = ?", PRESENT, ballot.id)
    await db.execute("UPDATE ballot SET frozen = 'opening' WHERE id = ?", ballot.id)
    await cast.manager()
    await rushed(ballot, [await cast.manager()])
    assert (await db.value("SELECT count(*) AS n FROM elector WHERE cast_at IS NOT NULL")) == 1
    assert await db.value("SELECT count(*) AS n FROM trace") == 0


async def test_the_booth_leaves_the_trace_of_a_day_and_nothing_beside_the_answer(browser: Browser) -> None:
    ada = await cast.member("ada")
    ballot = await made.opened("approval")
    wide, *_rest = await made.numbers(ballot)
    theirs = await browser_as(browser, "ada")
    with made.while_open():
        sent = {"csrf": await csrf(theirs), "step": "cast", f"option-{wide}": "1"}
        assert (await theirs.post(f"/ballots/{ballot.id}/vote", sent)).status_code == 303
    [row] = await db.rows("SELECT person_id, block FROM trace")
    assert row["person_id"] == ada.id
    assert "127.0.0" not in row["block"]
    assert filing.own(await results.filed(ballot.id)).count(row["block"]) == 0


async def test_a_ballot_is_closed_to_verified_customers_from_the_form_to_the_booth(browser: Browser) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    for person, source in ((ada, LinkSource.CONFIRMED), (ben, LinkSource.IMPORTED)):
        customer = await Customer.create(
            reference=f"C{person.id}", name="C", kind="person", email=f"c{person.id}@example.org", created_at=made.OPENS
        )
        await Link.create(person_id=person.id, customer_id=customer.id, source=source, created_at=made.OPENS)
    mo = await browser_as(browser, "manager")
    assert '<option value="customers">Verified customers' in (await mo.get("/ballots/new?method=approval")).text
    ballot = await made.opened("approval", audience=CUSTOMERS)
    assert (ballot.audience, ballot.electors) == (CUSTOMERS, 1)
    with made.while_open():
        theirs = await browser_as(browser.another(), "ada")
        page = await theirs.get(f"/ballots/{ballot.id}")
        assert "Verified customers" in (await mo.get(f"/ballots/{ballot.id}")).text
        assert f'action="/ballots/{ballot.id}/vote"' in page.text
        other = await browser_as(browser.another(), "ben")
        assert (await other.get(f"/ballots/{ballot.id}")).status_code == 404
        sent = {"csrf": await csrf(other), "step": "cast", f"option-{(await made.numbers(ballot))[0]}": "1"}
        assert (await other.post(f"/ballots/{ballot.id}/vote", sent)).status_code == 404
    assert await db.value("SELECT count(*) AS n FROM ballot_answer") == 0
