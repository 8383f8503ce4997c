"""Co-design from end to end over HTTP: a shoe drawn, remixed, judged by the calendar, wanted, sold and paid for."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ambassadors.storefronts import signing
from ideas.challenges.models import Challenge, Entry
from ideas.studio.models import Design
from kernel import clock, db
from tests import cast
from tests.ambassadors.storefronts import stalls
from tests.browsing import Browser, Page
from tests.ideas.board import things
from tests.ideas.studio import drawn
from tests.journeys.test_stories import letters, link_in, path_of, proven
from voting.contests import blind, result
from voting.demand import reckon

SECRET = "what the shop signs with"
BEGIN = datetime(2030, 3, 1, 17, tzinfo=UTC)
DAY = timedelta(days=1)
THERE = "/challenges/a-shoe-for-rain"
CALENDAR = {"opens_at": 1, "scoring_at": 10, "jury_at": 17, "result_at": 20}
WORDS = {"title": "A shoe for rain", "brief": "It **keeps** the water out.", "prize": "Ten pairs.", "template": "bief"}
RULES = {
    "enter": "members",
    "most": "2",
    "royalty": "8",
    "weight_public": "50",
    "weight_jury": "30",
    "weight_demand": "20",
}
SCORERS = {"gil": (5, 2), "hal": (4, 3), "ivo": (5, 0), "jo": (3, 3)}


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> None:
    """The brand's own shop reports here, and three pieces are enough."""
    monkeypatch.setenv("TANDEM_SHOP_SECRET", SECRET)
    monkeypatch.setenv("TANDEM_OFFER_THRESHOLD", "3")


async def called(browser: Browser, idea: int) -> None:
    """A manager makes the challenge, announces it and names its jury."""
    mo = await cast.browser_as(browser, "mo")
    dates = {name: f"{BEGIN + days * DAY:%Y-%m-%dT%H:%M}" for name, days in CALENDAR.items()}
    page = await mo.submit("/challenges/new", "/challenges/new", **WORDS, **RULES, **dates, idea=str(idea))
    assert path_of(page) == THERE, re.sub(r"<[^>]+>", " ", page.text.partition("<main")[2])[:900]
    assert "is announced" in (await mo.submit(THERE, f"{THERE}/announcement")).text
    await cast.person("eve")
    page = await mo.submit(
        f"{THERE}/panel", f"{THERE}/panel", criteria="Answers the brief: 3\nCan be made: 1", jurors="eve"
    )
    assert "The jury is named" in page.text


async def turned(days: float, phase: str) -> None:
    """Nobody does anything but wait."""
    assert (await Challenge.get()).phase != phase
    await stalls.worked()
    assert (await Challenge.get()).phase == phase, days


async def published(who: Browser, draft: int, title: str, **told: str) -> Design:
    path = f"/designs/{draft}/publication"
    page = await who.submit(path, path, title=title, anyway="on", **told)
    assert title in page.text
    made = await Design.get(id=draft)
    assert (made.state, made.is_listed) == ("published", True)
    return made


async def designed(browser: Browser) -> tuple[Design, Design]:
    """Ada draws a shoe and lets others go on from it for a share; ben does. Both enter."""
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    sent = {"dye-panel": "lake", "motif-panel": "sprig", "text-sole": "Pluie"}
    page = await ada.submit("/studio/bief", "/studio/bief", do="publish", **sent)
    assert path_of(page).endswith("/publication")
    first = await published(ada, (await Design.get()).id, "Slack water", remixing="share", share="25")
    page = await ben.submit(f"/designs/{first.id}", f"/designs/{first.id}/remix")
    draft = int(re.findall(r"draft=(\d+)", str(page.url))[0])
    page = await ben.submit(
        f"/studio/bief?draft={draft}", "/studio/bief", do="save", **{"dye-panel": "rowan", "dye-toe": "moss"}
    )
    assert page.status_code == 200
    second = await published(ben, draft, "High water")
    assert second.original_id == first.id
    assert "Slack water" in (await browser.get(f"/designs/{second.id}")).text
    for who, design in ((ada, first), (ben, second)):
        assert "Your design is entered." in (await who.submit(THERE, f"{THERE}/entries", design=design.id)).text
    return first, second


async def scored(browser: Browser, first: Design, second: Design) -> None:
    """Others score both, and some would buy; nobody sees it before the result."""
    for handle, values in SCORERS.items():
        who = await cast.browser_as(browser, handle)
        for design, value in zip((first, second), values, strict=True):
            page = await who.submit(f"/designs/{design.id}", f"/designs/{design.id}/score", value=str(value))
            assert page.status_code == 200, page.text[:500]
        assert (await who.submit(f"/designs/{first.id}", f"/designs/{first.id}/wish")).status_code == 200
    ada = await cast.browser_as(browser, "ada")
    assert (await ada.submit(f"/designs/{first.id}", f"/designs/{first.id}/score", value="5")).status_code == 403
    assert (await browser.get(f"{THERE}/result.json")).status_code == 404


async def judged(browser: Browser) -> None:
    """The jury marks blind and hands in."""
    eve = await cast.browser_as(browser, "eve")
    seen = (await eve.get(f"{THERE}/jury")).text
    assert "Ada Morel" not in seen
    entries = await Entry.all().order_by("design_id")
    letters = await blind.letters(entries[0].challenge_id)
    for entry, marks in zip(entries, ((4, 5), (3, 2)), strict=True):
        path = f"{THERE}/jury/{letters[entry.id]}"
        names = sorted(set(re.findall(r'name="(mark_\d+)"', (await eve.get(path)).text)))
        page = await eve.submit(path, path, **{name: str(mark) for name, mark in zip(names, marks, strict=True)})
        assert "Your marks are kept." in page.text
    assert "handed in" in (await eve.submit(f"{THERE}/jury", f"{THERE}/jury")).text


async def decided(browser: Browser, first: Design, second: Design) -> None:
    """The file of the result is enough to come to it again."""
    told = (await browser.get(f"{THERE}/result.json")).json()
    assert result.faults(told) == []
    assert [one["design"] for one in told["result"]] == [first.id, second.id]
    held = {entry["design"]: entry for entry in told["entries"]}
    assert held[first.id]["scores"] == [0, 0, 0, 1, 1, 2]
    assert (held[first.id]["marks"], held[first.id]["accounts"], held[second.id]["marks"]) == ([[4, 5]], 4, [[3, 2]])
    jury = round((3 * 4 + 5) / 20 * 1_000_000)
    assert (told["result"][0]["jury"], told["result"][0]["demand"]) == (jury, 1_000_000)
    held[first.id]["scores"][5] += 1
    assert result.faults(told) != []
    page = (await browser.get(f"{THERE}/result")).text
    assert page.index("Slack water") < page.index("High water")


async def wanted(browser: Browser, design: Design) -> None:
    """Ben opens a shop; strangers and a member pre-order until it is enough, and it goes into production."""
    ben = await cast.browser_as(browser, "ben")
    assert (
        "Your shop is open."
        in (await ben.submit("/account/shop", "/account/shop", name="Ben’s shelf", wall="moss")).text
    )
    assert "stands on your shelf" in (await ben.submit("/account/shop", f"/account/shop/{design.id}/shelving")).text
    assert "High water" in (await browser.get("/people/ben/shop")).text
    path = f"/designs/{design.id}/preorder"
    for email, quantity in (("ines@example.net", "1"), ("joao@example.net", "2")):
        assert await db.value("SELECT fate FROM offer") == "gathering"
        page = await browser.submit(path, path, email=email, size="42", quantity=quantity, via="ben")
        assert path_of(page) == f"{path}/sent"
        link = link_in((await letters(email))[-1], "/preorders/")
        assert (await browser.submit(link, link)).status_code == 200
    await stalls.worked()
    assert await db.value("SELECT fate FROM offer") == "reached"
    assert (await stalls.letters("ines@example.net"))[-1] == "“High water” is wanted by enough people"
    sol, offer = await cast.browser_as(browser, "sol"), await db.value("SELECT id FROM offer")
    assert "goes into production" in (await sol.submit("/team/offers", f"/team/offers/{offer}/production")).text


async def reported(browser: Browser, body: dict[str, Any], key: str = SECRET) -> Page:
    raw = json.dumps(body).encode()
    header = {signing.HEADER: signing.sign(raw, key, clock.now())}
    return await browser.client.post("/api/v1/shop-orders", content=raw, headers=header)


async def sold(browser: Browser, design: Design) -> None:
    """The shop reports two sales, one of them twice and one of them taken back."""
    sale = {"design": design.id, "currency": "EUR", "placed_at": f"{clock.now():%Y-%m-%dT%H:%M:%SZ}", "via": "ben"}
    first = {**sale, "reference": "S-1", "amount": "129.99", "size": "42"}
    assert (await reported(browser, first, "a guess")).status_code == 401
    for _ in range(2):
        assert (await reported(browser, first)).status_code == 200
    assert (await reported(browser, {**sale, "reference": "S-2", "amount": "100.00"})).status_code == 200
    assert (await reported(browser, {"kind": "reversal", "reference": "S-2"})).json()["reversed"] is True


async def statement(browser: Browser, handle: str) -> list[tuple[str, Decimal, Decimal]]:
    who = await cast.browser_as(browser, handle)
    assert (await who.get("/account/royalties")).status_code == 200
    rows = csv.DictReader(io.StringIO((await who.get("/account/royalties.csv")).text.lstrip("\ufeff")))
    return [(row["kind"], Decimal(row["amount"]), Decimal(row["balance"])) for row in rows]


async def earned(browser: Browser) -> None:
    """8 % of 129.99 is 10.40, a quarter of it goes to whom ben began from; each statement adds up, and is paid."""
    mine, theirs = await statement(browser, "ben"), await statement(browser, "ada")
    for lines, amount in ((mine, Decimal("7.80")), (theirs, Decimal("2.60"))):
        assert [kind for kind, _amount, _balance in lines] == ["earned", "earned", "reversed"]
        assert (lines[0][1], sum(line[1] for line in lines), lines[-1][2]) == (amount, amount, amount)
    sol, ben = await cast.browser_as(browser, "sol"), await cast.person("ben")
    paid = {"amount": "780", "currency": "EUR", "reference": "SEPA 7"}
    page = await sol.submit("/team/royalties", f"/team/royalties/{ben.id}/payment", **paid)
    assert page.status_code == 200
    assert (await statement(browser, "ben"))[-1] == ("paid", Decimal("-7.80"), Decimal(0))


async def handed_over(browser: Browser, idea: int, design: Design) -> None:
    """Staff take the production pack, and see the designs among the reasons for the idea."""
    sol = await cast.browser_as(browser, "sol")
    reply = await sol.get(f"/designs/{design.id}/pack.zip")
    held = zipfile.ZipFile(io.BytesIO(reply.content))
    assert held.testzip() is None
    assert "High water" in held.read("sheet.html").decode()
    assert re.search(r"^42,2\b", held.read("wanted.csv").decode(), re.M), held.read("wanted.csv")
    await reckon.store(await reckon.reckon())
    told = (await sol.get("/api/v1/demand?policy=linear")).json()["items"]
    (further,) = [row["further"] for row in told if row["idea"] == idea]
    assert (further["designs"], further["design_wishes"], further["preorders"]) == (2, 4, 3)
    assert "What was designed for it" in (await sol.get(f"/team/demand/{idea}")).text


async def test_a_shoe_is_drawn_judged_wanted_sold_and_paid_for(browser: Browser, shop: None) -> None:
    await drawn.template("bief")
    idea = await things.idea("A shoe that keeps the rain out")
    with clock.at(BEGIN):
        await called(browser, idea.id)
    with clock.at(BEGIN + 1.1 * DAY):
        await turned(1, "submissions")
        first, second = await designed(browser)
    with clock.at(BEGIN + 10.1 * DAY):
        await turned(10, "scoring")
        await scored(browser, first, second)
    with clock.at(BEGIN + 17.1 * DAY):
        await turned(17, "jury")
        await judged(browser)
    with clock.at(BEGIN + 20.1 * DAY):
        await turned(20, "result")
        await decided(browser, first, second)
        await wanted(browser, second)
    with clock.at(BEGIN + 22 * DAY):
        await sold(browser, second)
        await earned(browser)
        await handed_over(browser, idea.id, second)
    assert await proven() == []
