"""The team's side: making perks of each kind, handing codes in, names to answer, one code with a reason, ending."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from ambassadors.perks import actions, answers, claims, leaving, owndata, pool, proofs, queries
from ambassadors.perks.cards import Told
from ambassadors.perks.models import Gives, Perk, PerkClaim, Standing, Why
from kernel import audit, clock, db
from kernel.errors import Conflict, Forbidden
from kernel.features import House
from tests import cast
from tests.ambassadors.perks import shelf
from tests.browsing import Browser
from tests.community.meetings import gatherings

FIELDS = {
    Gives.CODE: {},
    Gives.PERCENT: {"percent": "15", "code": "MERCI15", "days": "30"},
    Gives.EARLY: {"days": "30", "stock": "20"},
    Gives.NAMING: {"label": "The winter insole", "stock": "1"},
    Gives.BADGE: {"label": "First rope"},
    Gives.THANKS: {},
    Gives.RELEASE: {"label": "Spring 2027"},
}


@pytest.mark.parametrize("gives", list(FIELDS))
async def test_each_kind_is_made_published_and_shown(browser: Browser, gives: Gives) -> None:
    sol = await cast.browser_as(browser, "editor")
    form = f"/team/perks/new/{gives.value}"
    made = await sol.submit(form, form, name="A perk of ours", price="60", **FIELDS[gives])
    perk = await Perk.get()
    assert made.url.path == f"/team/perks/{perk.id}"
    assert "A draft" in made.text
    if gives == Gives.CODE:
        refused = await sol.submit(made.url.path, f"{made.url.path}/publication")
        assert "It has no codes yet" in refused.text
        await shelf.stock(perk.id, 3)
    shown = await sol.submit(made.url.path, f"{made.url.path}/publication")
    assert "It may be taken" in shown.text
    assert "A perk of ours" in (await browser.get("/perks")).text


async def test_a_seat_is_made_of_a_meeting_and_changed_with_its_seats(browser: Browser) -> None:
    meeting = await gatherings.plan(None, seats=5)
    sol = await cast.browser_as(browser, "editor")
    form = "/team/perks/new/seat"
    await sol.submit(form, form, name="A seat", price="10", meeting_id=str(meeting.id), stock="2")
    perk = await Perk.get()
    home = f"/team/perks/{perk.id}"
    await sol.submit(home, f"{home}/publication")
    assert await db.value("SELECT seats FROM meeting") == 3
    for stock, seats in (("4", 1), ("1", 4)):
        await sol.submit(f"{home}/edit", home, name="A seat", price="10", stock=stock)
        assert await db.value("SELECT seats FROM meeting") == seats
    refused = await sol.submit(f"{home}/edit", home, name="A longer name", price="10", stock="40")
    assert refused.status_code == 422
    assert "A longer name" in refused.text
    assert "free seats" in refused.text


@pytest.mark.parametrize(
    ("gives", "fields", "wrong"),
    [
        ("code", {"name": ""}, "Write at least|missing"),
        ("code", {"price": "-1"}, "at least 0"),
        ("code", {"price": "much"}, "whole number"),
        ("code", {"audience": "nobody"}, "Choose one of the list"),
        ("code", {"opens_at": "tomorrow"}, "A day and an hour"),
        ("code", {"opens_at": "2099-01-02T10:00", "closes_at": "2099-01-01T10:00"}, "after the date before it"),
        ("percent", {"percent": ""}, "missing"),
        ("percent", {"percent": "101"}, "at most 100"),
        ("badge", {"label": "x" * 25}, "24 characters"),
        ("seat", {"meeting_id": "77", "stock": "1"}, "Choose one of the list"),
        ("release", {"label": "R", "idea_id": "77"}, "no such idea"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    browser: Browser, gives: str, fields: dict[str, str], wrong: str
) -> None:
    sol = await cast.browser_as(browser, "editor")
    form = f"/team/perks/new/{gives}"
    reply = await sol.submit(form, form, **{"name": "Kept words", "body": "Kept as well", **fields})
    assert reply.status_code == 422
    assert re.search(wrong, reply.text)
    assert "Kept as well" in reply.text
    assert await Perk.all().count() == 0


@pytest.mark.parametrize("who", ["member", "ambassador", "manager"])
async def test_the_desk_is_not_there_for_others(browser: Browser, who: str) -> None:
    perk = await shelf.perk()
    page = await cast.browser_as(browser, who)
    for path in ("/team/perks", f"/team/perks/{perk.id}", "/team/perks/new/code", f"/team/perks/{perk.id}/edit"):
        assert (await page.get(path)).status_code == 404
    viewer = await cast.viewer({"member": "ada", "ambassador": "ben", "manager": "mo"}[who])
    with pytest.raises(Forbidden):
        await actions.end(viewer, perk, reason="no")
    with pytest.raises(Forbidden):
        await actions.make(viewer, Gives.CODE, Told(name="no"))


async def test_a_file_of_codes_is_handed_in_through_the_page_and_no_page_of_the_team_shows_one(
    browser: Browser,
) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    perk = await shelf.perk(publish=False, codes=1)
    sol = await cast.browser_as(browser, "editor")
    home = f"/team/perks/{perk.id}"
    empty = await sol.submit(home, f"{home}/codes")
    assert empty.status_code == 422
    wrong = await sol.submit(home, f"{home}/codes", files={"file": ("x.csv", b"name\nx\n", "text/csv")})
    assert wrong.status_code == 422
    lines = b"code\nXYZZY-1\nXYZZY-2\nXYZZY-1\n"
    sent = await sol.submit(home, f"{home}/codes", files={"file": ("codes.csv", lines, "text/csv")})
    assert "being read" in sent.text
    await shelf.worked()
    shown = await sol.get(home)
    assert "3 rows read: 2 new" in shown.text
    assert "Line 4: The same code as in line 2." in shown.text
    await sol.submit(home, f"{home}/publication")
    await claims.look(ada, await shelf.take(ada, await queries.by_id(perk.id)))
    for path in (home, "/team/perks", f"{home}/edit", perk.url):
        assert not re.search(r"XYZZY|SORB", (await sol.get(path)).text)


async def test_one_code_is_shown_with_a_reason_that_its_owner_reads(browser: Browser) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    taken = await shelf.take(ada, await shelf.perk())
    sol = await cast.browser_as(browser, "editor")
    address = f"/team/perks/claims/{taken.id}/code"
    sealed = await sol.submit(address, address, reason="She lost the letter")
    assert sealed.status_code == 409
    await claims.look(ada, taken)
    code = await pool.code_of(taken.id)
    assert code not in (await sol.get(address)).text
    silent = await sol.submit(address, address, reason=" ")
    assert silent.status_code == 422
    shown = await sol.submit(address, address, reason="She lost the letter")
    assert code in shown.text
    mine = await cast.browser_as(browser, "ada")
    assert "She lost the letter" in (await mine.get(taken.url)).text
    await shelf.worked()
    assert "She lost the letter" in (await mine.get("/inbox")).text
    act = await db.row("SELECT reason, detail FROM staff_act WHERE act = 'perk.looked'")
    assert act is not None
    assert act["reason"] == "She lost the letter"
    assert await audit.broken() is None


async def test_names_are_answered_on_the_desk_and_taken_away_as_a_file(browser: Browser) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    await shelf.purse(ada, ben)
    perk = await shelf.perk(Gives.NAMING, label="The winter insole", stock=2)
    one, other = await shelf.take(ada, perk, words="=Millrace"), await shelf.take(ben, perk, words="Gutter")
    sol = await cast.browser_as(browser, "editor")
    assert "Gutter" in (await sol.get("/team/perks")).text
    await sol.submit("/team/perks", f"/team/perks/claims/{one.id}/acceptance")
    await sol.submit("/team/perks", f"/team/perks/claims/{other.id}/return", reason="Taken by another brand")
    await shelf.worked()
    assert "=Millrace" in (await browser.get(perk.url)).text
    assert "Gutter" not in (await browser.get(perk.url)).text
    file = await sol.get(f"/team/perks/{perk.id}/names.csv")
    assert file.text.splitlines() == ["name (personal),words", "Ada Morel,'=Millrace"]
    theirs = await cast.browser_as(browser, "ben")
    assert "Taken by another brand" in (await theirs.get("/inbox")).text
    assert "Taken by another brand" in (await theirs.get(other.url)).text
    assert (await queries.claim(other.id)).standing == Standing.BACK


async def test_ending_asks_for_a_reason_and_a_draft_can_be_thrown_away(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "editor")
    perk, draft = await shelf.perk(), await shelf.perk(publish=False)
    home = f"/team/perks/{perk.id}"
    assert (await sol.submit(home, f"{home}/end", reason="")).status_code == 422
    assert "It is over" in (await sol.submit(home, f"{home}/end", reason="Enough", recall="true")).text
    assert perk.name not in (await browser.get("/perks")).text
    await sol.submit(f"/team/perks/{draft.id}", f"/team/perks/{draft.id}/removal")
    assert (await sol.get(f"/team/perks/{draft.id}")).status_code == 404
    with pytest.raises(Conflict):
        await actions.throw_away(await cast.editor(), perk)


async def test_who_took_it_stays_as_it_was_when_the_price_changes(home: House) -> None:
    ada, sol = await cast.member("ada"), await cast.editor()
    await shelf.purse(ada)
    perk = await shelf.perk()
    taken = await shelf.take(ada, perk)
    await actions.change(sol, perk, Told(name="Ten off", price=400))
    await claims.give_back(ada, taken)
    assert await shelf.free(ada) == (1000, 0)
    assert (await queries.by_id(perk.id)).price == 400


async def test_a_stock_counted_later_begins_with_what_is_taken(home: House) -> None:
    ada, sol = await cast.member("ada"), await cast.editor()
    await shelf.purse(ada)
    perk = await shelf.perk(Gives.BADGE, label="First rope")
    await shelf.take(ada, perk)
    await actions.change(sol, perk, Told(name="First rope", price=10, label="First rope", stock=1))
    found = await queries.by_id(perk.id)
    assert (found.taken, found.left) == (1, 0)
    assert not await proofs.taken()
    await db.execute("UPDATE perk SET taken = 7")
    assert len(await proofs.taken(fix=True)) == 1
    assert not await proofs.taken()


async def test_an_erased_account_gives_back_what_it_holds_and_keeps_no_words(home: House) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    perk = await shelf.perk(codes=1)
    naming = await shelf.perk(Gives.NAMING, label="The winter insole", stock=1)
    await shelf.take(ada, perk)
    await shelf.take(ada, naming, words="Ada’s own")
    async with db.transaction():
        await leaving.erased(int(ada.id or 0))
    assert await pool.counts(perk.id) == (1, 1)
    assert {one.why for one in await PerkClaim.all()} == {Why.ERASED}
    assert not await PerkClaim.filter(words__not="").exists()
    assert not await proofs.taken()


async def test_what_is_kept_of_somebody_names_what_they_took_without_the_code(home: House) -> None:
    ada = await cast.member("ada")
    await shelf.purse(ada)
    taken = await shelf.take(ada, await shelf.perk())
    await claims.look(ada, taken)
    await answers.look(await cast.editor(), taken, "A question")
    perks, looks = [await part.collect(int(ada.id or 0)) for part in owndata.parts]
    assert isinstance(perks, list)
    assert perks[0]["code"] == taken.url
    assert "SORB" not in str(perks) + str(looks)
    assert looks[0]["reason"] == "A question"


async def test_a_tier_may_take_what_is_for_one_below_it(home: House) -> None:
    found = await queries.groups("tier:guide")
    assert "tier:guide" in found
    assert await queries.groups("members") == {"members"}
    from ambassadors.programme import queries as programme

    slugs = [tier.slug for tier in await programme.tiers()]
    assert await queries.groups(f"tier:{slugs[0]}") == {f"tier:{slug}" for slug in slugs}
    assert await queries.groups(f"tier:{slugs[-1]}") == {f"tier:{slugs[-1]}"}


async def test_no_more_perks_are_open_than_a_page_shows(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_OPEN", 1)
    await shelf.perk(closes_at=clock.now() + timedelta(days=1))
    with pytest.raises(Conflict, match="perks already"):
        await shelf.perk()
