"""Support that customers gave elsewhere: written down by the product team, counted once, shown, and taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ideas.board import queries as board_queries
from ideas.board.models import Board, Idea
from kernel import audit, clock, db
from kernel.errors import Conflict, Forbidden, Missing
from kernel.features import House
from tests import cast
from tests.browsing import Browser
from tests.voting.ballots.test_support import counts, given, idea, taken_back
from voting.ballots import behalf, proofs, queries, recorded
from voting.ballots.behalf import Evidence
from voting.ballots.models import Source
from voting.demand import reckon
from voting.value.models import Customer

NOTE = "Ticket 2214"
QUOTE = "Our people stand all day."
TOLD = Evidence(note=NOTE, source=Source.TICKET, contact="Mr Blanc, their buyer", quote=QUOTE, importance=2)
SENT = {"source": "ticket", "note": NOTE, "quote": QUOTE, "importance": "2", "said_on": "2026-01-05"}


async def customer(reference: str = "C1", *, name: str = "", segment: str = "", email: str = "") -> int:
    now = clock.now()
    made = await Customer.create(reference=reference, name=name, segment=segment, email=email, created_at=now)
    return made.id


async def written(one: Idea, who: int, *, day: date | None = None) -> int:
    sol = await cast.editor()
    votable = await queries.find(sol, one.id)
    return await behalf.cast_for(sol, votable, customer=who, told=TOLD, said_on=day or clock.today())


async def lines() -> list[str]:
    return [row["kind"] for row in await db.rows("SELECT kind FROM support_event ORDER BY id")]


async def test_a_customer_without_member_or_address_is_an_account_of_its_own(home: House) -> None:
    one, who = await idea(), await customer()
    assert await written(one, who) == 1
    (line,) = await recorded.of_idea(one.id)
    assert (line["note"], line["is_standing"], line["reference"]) == (NOTE, True, "C1")
    assert line["by_id"] == (await cast.editor()).id
    assert await counts(one.id) == (1, 1, 1)
    assert await lines() == ["on_behalf"]
    assert (
        await db.value("SELECT email FROM person WHERE id = ?", line["person_id"])
        == f"customer-{who}@on-behalf.invalid"
    )
    assert await written(await other(), who) == 1
    assert await db.value("SELECT COUNT(*) AS n FROM customer_link") == 1
    assert await proofs.supports() == []
    assert await audit.broken() is None


async def other() -> Idea:
    one = await idea()
    await Idea.filter(id=one.id).update(title="Repairs", slug="repairs")
    return one


async def test_a_customer_counts_once_whoever_of_it_speaks(home: House) -> None:
    one, who = await idea(), await customer(email="ada@example.org")
    ada = await cast.member()
    await given(ada, one.id)
    await written(await other(), who)
    with pytest.raises(Conflict, match="already"):
        await written(one, who)
    assert await counts(one.id) == (1, 1, 1)
    assert await lines() == ["cast", "on_behalf"]


async def test_the_member_of_the_customer_sees_it_and_takes_it_back(home: House) -> None:
    one, ada, who = await idea(), await cast.member(), await customer(email="ada@example.org")
    await written(one, who)
    assert [line["note"] for line in await recorded.of_person(int(ada.id or 0))] == [NOTE]
    assert await taken_back(ada, one.id) == 0
    assert await recorded.of_person(int(ada.id or 0)) == []
    assert [line["is_standing"] for line in await recorded.of_customer(who)] == [False]
    with pytest.raises(Conflict, match="after that day"):
        await written(one, who, day=clock.today() - timedelta(days=3))
    assert await counts(one.id) == (0, 0, 0)
    assert await proofs.supports() == []


async def test_what_was_said_in_the_past_counts_from_that_day(home: House) -> None:
    one, who = await idea(), await customer()
    await written(one, who, day=date(2026, 1, 10))
    assert await queries.count_at(one.id, datetime(2026, 1, 10, 11, tzinfo=UTC)) == 0
    assert await queries.count_at(one.id, datetime(2026, 1, 11, tzinfo=UTC)) == 1
    assert await proofs.supports() == []


async def test_staff_take_back_what_staff_wrote_and_never_what_a_member_gave(home: House) -> None:
    one, sol, ada = await idea(), await cast.editor(), await cast.member()
    await written(one, await customer(email="ada@example.org"))
    (line,) = await recorded.of_idea(one.id)
    assert await behalf.withdraw_for(sol, one.id, event=line["event_id"])
    assert not await behalf.withdraw_for(sol, one.id, event=line["event_id"])
    await given(ada, one.id)
    assert not await behalf.withdraw_for(sol, one.id, event=line["event_id"])
    with pytest.raises(Missing):
        await behalf.withdraw_for(sol, one.id, event=line["event_id"] + 2)
    assert await lines() == ["on_behalf", "withdrawn", "cast"]
    assert await counts(one.id) == (1, 1, 1)
    acts = [row["act"] for row in await db.rows("SELECT act FROM staff_act ORDER BY id")]
    assert acts == ["support.on_behalf", "support.on_behalf.withdrawal"]


@pytest.mark.parametrize(
    "doors", [{"is_open": False}, {"support": "staff"}, {"support": "segment:gold"}], ids=["closed", "staff", "segment"]
)
async def test_a_board_that_lets_no_customer_in_takes_none_on_behalf(home: House, doors: dict[str, object]) -> None:
    one, who = await idea(), await customer()
    await Board.all().update(**doors)
    with pytest.raises(Forbidden):
        await written(one, who)


async def test_only_who_sees_customers_writes_down_for_them(home: House) -> None:
    one, mo, who = await idea(), await cast.manager(), await customer()
    with pytest.raises(Forbidden):
        await behalf.cast_for(mo, await queries.find(mo, one.id), customer=who, told=TOLD, said_on=clock.today())
    with pytest.raises(Missing):
        await written(one, who + 1)


async def test_the_roadmap_counts_it_as_an_account_of_that_customer(home: House) -> None:
    one, who = await idea(), await customer(email="buyer@blanc.example")
    await given(await cast.member(), one.id)
    await written(one, who)
    (figures,) = (await reckon.reckon()).ideas
    assert (figures.people, figures.accounts, figures.unknown) == (2, 2, 1)
    assert (figures.raw_votes, figures.valid_votes) == (2, 2)


async def test_the_page_of_an_idea_takes_it_down(browser: Browser) -> None:
    one, sol = await idea(), await cast.browser_as(browser, "editor")
    who = await customer(name="Maison Blanc", segment="pros", email="ada@example.org")
    ada = await cast.browser_as(browser, "member")
    url = f"/ideas/{one.id}/on-behalf"
    assert url in (await sol.get(f"/ideas/{one.id}-{one.slug}")).text
    assert url not in (await ada.get(f"/ideas/{one.id}-{one.slug}")).text
    assert "Maison Blanc" in (await sol.get(f"{url}?q=blanc")).text
    assert "No customer answers" in (await sol.get(f"{url}?q=nobody")).text
    where = f"{url}?q=blanc"
    wrong = await sol.submit(where, url, choice=str(who), source="call", note="", said_on="2999-01-01", q="blanc")
    assert wrong.status_code == 422
    assert "lies in the future" in wrong.text
    assert f'value="{who}" checked' in wrong.text
    unknown = await sol.submit(where, url, choice="999", **SENT, q="blanc")
    assert (unknown.status_code, "Choose one of the list" in unknown.text) == (422, True)
    done = await sol.submit(where, url, choice=str(who), **SENT, q="blanc")
    assert "written down by Sol Vidal" in done.text
    again = await sol.submit(where, url, choice=str(who), **SENT, q="blanc")
    assert (again.status_code, "supports the idea already" in again.text) == (422, True)
    mine = await ada.get("/account/data")
    assert NOTE in mine.text
    assert NOTE in (await ada.get("/account/data.json")).text
    assert NOTE not in (await ada.submit("/account/data", f"/ideas/{one.id}/support/withdrawal")).text
    assert "stands no longer" in (await sol.get(url)).text


async def test_the_page_of_a_customer_takes_it_down_and_back(browser: Browser) -> None:
    one, sol, who = await idea(), await cast.browser_as(browser, "editor"), await customer(name="Maison Blanc")
    await Idea.all().update(folded=board_queries.folded(one.title, ""))
    page, url = f"/team/customers/{who}", f"/team/customers/{who}/on-behalf"
    assert url in (await sol.get(page)).text
    assert "A wider toe box" in (await sol.get(f"{url}?q=toe")).text
    await sol.submit(f"{url}?q=toe", url, choice=str(one.id), **SENT, q="toe")
    assert NOTE in (await sol.get(page)).text
    back = await sol.submit(url, f"/ideas/{one.id}/on-behalf/withdrawal")
    assert back.url.path == url
    assert "stands no longer" in back.text
    assert NOTE not in (await sol.get(page)).text
    assert await counts(one.id) == (0, 0, 0)


@pytest.mark.parametrize("who", ["member", "manager"])
async def test_for_others_the_pages_are_not_there(browser: Browser, who: str) -> None:
    one, number = await idea(), await customer()
    visitor = await cast.browser_as(browser, who)
    for page in (f"/ideas/{one.id}/on-behalf", f"/team/customers/{number}/on-behalf"):
        assert (await visitor.peek(page)).status_code == 404
        assert (await browser.peek(page)).headers["location"].startswith("/sign-in")
