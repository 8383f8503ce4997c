"""What staff wrote down stands apart, and whoever it was written down for confirms it, puts it in their words, or removes it."""

from __future__ import annotations

import pytest

from ideas.board.models import Idea, Merge
from kernel import clock, db, jobs
from kernel.errors import Missing
from kernel.features import House
from tests import cast
from tests.browsing import Browser
from tests.voting.ballots.test_behalf import NOTE, QUOTE, customer, other, written
from tests.voting.ballots.test_support import counts, given, idea
from voting.ballots import evidence, proofs, queries, recorded
from voting.ballots.forms import BehalfForm
from voting.roadmap import queries as roadmap


async def line_of(idea_id: int) -> db.Row:
    (line,) = await recorded.of_idea(idea_id)
    return line


async def test_it_stands_apart_until_it_is_confirmed(home: House) -> None:
    one, ada, who = await idea(), await cast.member(), await customer(email="ada@example.org")
    await given(await cast.member("ben"), one.id)
    await written(one, who)
    assert await counts(one.id) == (2, 2, 2)
    assert await recorded.counts([one.id]) == {one.id: 1}
    assert await recorded.counts() == {one.id: 1}
    assert (await roadmap.told())[one.id].on_behalf == 1
    found, unclaimed = await queries.supporters(one.id)
    assert (found.items, unclaimed) == ([(await cast.member("ben")).id], 0)
    assert await queries.supported_by(ada, int(ada.id or 0)) == []
    await evidence.confirm(ada, (await line_of(one.id))["event_id"])
    await evidence.confirm(ada, (await line_of(one.id))["event_id"])
    assert await recorded.counts() == {}
    assert await counts(one.id) == (2, 2, 2)
    assert (await roadmap.told())[one.id].on_behalf == 0
    assert ada.id in (await queries.supporters(one.id))[0].items
    assert await queries.supported_by(ada, int(ada.id or 0)) == [one.id]
    kinds = [
        row["kind"] for row in await db.rows("SELECT kind FROM support_event WHERE person_id = ? ORDER BY id", ada.id)
    ]
    assert kinds == ["on_behalf", "cast"]
    assert (await line_of(one.id))["is_standing"]
    assert await proofs.supports() == []


async def test_who_supports_one_of_two_merged_ideas_by_their_own_word_stands_among_those_who_do(home: House) -> None:
    one, two = await idea(), await other()
    ada, who = await cast.member(), await customer(email="ada@example.org")
    await written(one, who)
    await given(ada, two.id)
    await Merge.create(target_id=two.id, by_id=(await cast.manager()).id, at=clock.now())
    await Idea.filter(id=one.id).update(merged_into_id=two.id)
    assert await recorded.counts() == {}
    await db.execute("DELETE FROM support WHERE idea_id = ?", two.id)
    assert await recorded.counts([two.id]) == {two.id: 1}


async def test_ones_own_words_take_the_place_of_the_teams(home: House) -> None:
    one, ada, who = await idea(), await cast.member(), await customer(email="ada@example.org")
    await written(one, who)
    event = (await line_of(one.id))["event_id"]
    await evidence.change(ada, event, quote="Only for the summer.", importance=0)
    line = await line_of(one.id)
    assert (line["quote"], line["importance"], line["note"]) == ("Only for the summer.", 0, NOTE)
    assert line["changed_at"]
    assert await recorded.counts() == {one.id: 1}


async def test_what_is_removed_counts_no_more_and_its_evidence_is_gone(home: House) -> None:
    one, ada, who = await idea(), await cast.member(), await customer(email="ada@example.org")
    await written(one, who)
    event = (await line_of(one.id))["event_id"]
    await evidence.remove(ada, event)
    line = await line_of(one.id)
    assert (line["quote"], line["note"], line["contact"], line["importance"]) == ("", "", "", 0)
    assert not line["is_standing"]
    assert await counts(one.id) == (0, 0, 0)
    assert await proofs.supports() == []
    with pytest.raises(Missing):
        await evidence.remove(ada, event)


async def test_nobody_else_may_touch_it(home: House) -> None:
    one, who = await idea(), await customer(email="ada@example.org")
    ben = await cast.member("ben")
    await cast.member()
    await written(one, who)
    event = (await line_of(one.id))["event_id"]
    for act in (evidence.confirm, evidence.remove):
        with pytest.raises(Missing):
            await act(ben, event)
    with pytest.raises(Missing):
        await evidence.change(ben, event, quote="x", importance=1)
    assert (await line_of(one.id))["quote"] == QUOTE


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"note": "Ticket 2214"}, ""),
        ({"quote": "We would buy it."}, ""),
        ({}, "note"),
        ({"source": "link", "note": "their forum"}, "note"),
        ({"source": "link", "note": "https://forum.example.net/t/5"}, ""),
        ({"source": "link", "note": "javascript:alert(1)"}, "note"),
        ({"note": "Ticket 1", "importance": 4}, "importance"),
        ({"note": "Ticket 1", "importance": -1}, "importance"),
        ({"note": "Ticket 1", "source": "dream"}, "source"),
        ({"note": "Ticket 1", "quote": "x" * 2001}, "quote"),
        ({"note": "Ticket 1", "contact": "x" * 121}, "contact"),
    ],
)
def test_evidence_is_something_that_can_be_looked_up(typed: dict[str, object], wrong: str) -> None:
    from pydantic import ValidationError

    sent = {"choice": 1, "source": "call", "said_on": "2026-01-05", **typed}
    found = ""
    try:
        BehalfForm.model_validate(sent)
    except ValidationError as error:
        found = str(error.errors()[0]["loc"][0])
    assert found == wrong


async def test_the_member_sees_confirms_rewords_and_removes_on_pages(browser: Browser) -> None:
    one, two = await idea(), await other()
    who = await customer(name="Maison Blanc", email="ada@example.org")
    ada, mo = await cast.browser_as(browser, "member"), await cast.browser_as(browser, "manager")
    await written(one, who)
    await written(two, who)
    mine = "/account/on-behalf"
    assert mine in (await ada.get("/account/data")).text
    page = (await ada.get(mine)).text
    for words in (NOTE, QUOTE, "Maison Blanc", "2: it matters", "Mr Blanc", "Sol Vidal", "By the team's word"):
        assert words.replace("'", "&#39;") in page or words in page
    assert QUOTE not in (await mo.get(mine)).text
    assert "Nothing is written down" in (await mo.get(mine)).text
    assert (await browser.peek(mine)).headers["location"].startswith("/sign-in")
    event = (await line_of(one.id))["event_id"]
    for address in (f"{mine}/{event}", f"{mine}/99999"):
        assert (await mo.peek(address)).status_code == 404
    assert "It is your own support now" in (await ada.submit(mine, f"{mine}/{event}/confirmation")).text
    wrong = await ada.submit(f"{mine}/{event}", f"{mine}/{event}", quote="x" * 2001, importance="2")
    assert (wrong.status_code, "x" * 2001 in wrong.text) == (422, True)
    kept = await ada.submit(f"{mine}/{event}", f"{mine}/{event}", quote="Only in summer.", importance="0")
    assert "Only in summer." in kept.text
    assert "Confirmed by you" in kept.text
    gone = await ada.submit(mine, f"{mine}/{(await line_of(two.id))['event_id']}/removal")
    assert "what was noted with it is gone" in gone.text
    assert await counts(two.id) == (0, 0, 0)


async def test_an_idea_and_its_list_tell_them_apart(browser: Browser) -> None:
    one, who = await idea(), await customer()
    await written(one, who)
    ada, sol = await cast.browser_as(browser, "member"), await cast.browser_as(browser, "editor")
    for address in (f"/ideas/{one.id}-{one.slug}", "/ideas"):
        assert "by the team" in (await ada.get(address)).text
    people = (await ada.get(f"/ideas/{one.id}/supporters")).text
    assert "the team wrote it down" in people
    assert QUOTE not in people
    assert "customer-" not in people
    assert QUOTE in (await sol.get(f"/ideas/{one.id}/on-behalf")).text
    assert QUOTE not in (await ada.get(f"/ideas/{one.id}-{one.slug}")).text


async def test_the_member_is_told_at_once_and_who_comes_later_when_they_come(home: House) -> None:
    one, two = await idea(), await other()
    ada = await cast.member()
    await written(one, await customer(email="ada@example.org"))
    await written(two, await customer("C2", email="later@example.org"))
    await jobs.work(home, until_idle=True)
    told = await db.rows("SELECT person_id, kind FROM notice WHERE kind LIKE 'support.%'")
    assert [(row["person_id"], row["kind"]) for row in told] == [(ada.id, "support.written_down")]
    from community.people import actions as people
    from community.people.models import Person

    late = await Person.get(email="later@example.org")
    await people.claim(late, name="Lea", hashed="x")
    await jobs.work(home, until_idle=True)
    found = await db.rows("SELECT kind FROM notice WHERE person_id = ?", late.id)
    assert [row["kind"] for row in found] == ["support.found"]
    await evidence.confirm(ada, (await line_of(one.id))["event_id"])
    await jobs.work(home, until_idle=True)
    sol = await cast.editor()
    assert await db.value("SELECT kind FROM notice WHERE person_id = ? AND kind = 'support.confirmed'", sol.id)
