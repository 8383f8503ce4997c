"""A newcomer becomes an ambassador by plain forms: two readers, missions, points, a perk of each kind, a friend brought."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kernel import clock
from kernel.demo import PASSWORD
from tests import cast
from tests.ambassadors.referrals import friends
from tests.browsing import Browser, Page
from tests.journeys import carrying
from tests.journeys.carrying import number, path_of
from tests.journeys.untouched import go, main_of, sent

OPENED = {"en": "1 opening of the page", "fr": "1 ouverture"}
LANGUAGES = pytest.mark.parametrize("lang", ["en", "fr"])
BADGE = {"en": "receives perks from", "fr": "reçoit des avantages"}
WHY = "I help at the running club on Thursdays and people ask me about soles."


async def rewarding(sol: Browser) -> None:
    """The team funds the month and writes what a mission and an invitation pay."""
    desk = "/team/points"
    seen = await go(sol, desk)
    for month in re.findall(r'<option value="(\d{4}-\d\d)"', seen.text)[:3]:
        seen = await sent(sol, seen, f"{desk}/funding", month=month, amount="5000", reason="For a beginning.")
        assert seen.status_code == 200, main_of(seen)[:600]
    for kind in ("mission", "referral"):
        way = f"{desk}/rules/{kind}"
        seen = await sent(sol, await go(sol, way), way, amount="1000", reason="As agreed.")
        assert path_of(seen) == desk, main_of(seen)[:600]


async def enrolled(them: dict[str, Browser], lang: str) -> None:
    """Ada asks to come in; two of the team read it; from then on it stands beside her name."""
    ada = them["ada"]
    way = "/ambassadors/apply"
    seen = await sent(ada, await go(ada, way), way, motivation=WHY, town="Annecy", is_listed="true")
    assert seen.status_code == 422, "the terms are agreed to first"
    assert WHY in seen.text
    seen = await sent(ada, seen, way, agreed="true")
    assert path_of(seen) == "/ambassadors/mine", main_of(seen)[:600]
    desk = re.findall(r"/ambassadors/desk/\d+", (await go(them["mo"], "/ambassadors/desk")).text)[0]
    for reader in ("mo", "sol"):
        assert BADGE[lang] not in (await go(them["bea"], "/people/ada")).text, "two are needed"
        who = them[reader]
        page = await go(who, desk)
        assert WHY in main_of(page)
        await sent(who, page, f"{desk}/review", says="yes")
    for path in ("/people/ada", "/ideas/1"):
        assert BADGE[lang] in (await go(them["bea"], path)).text, path
    assert "Ada Morel" in main_of(await go(ada.another(), "/ambassadors/people"))
    assert WHY not in (await go(ada.another(), "/ambassadors/people")).text


async def offered(sol: Browser, **typed: Any) -> str:
    """The team writes a mission and opens it; gives its address for members."""
    way, ends = "/missions/desk/new", (clock.now() + timedelta(days=20)).strftime("%Y-%m-%dT18:00")
    seen = await sent(sol, await go(sol, way), "/missions/desk", ends_at=ends, points="300", **typed)
    there = path_of(seen)
    assert re.fullmatch(r"/missions/desk/\d+", there), main_of(seen)[:800]
    await sent(sol, seen, f"{there}/announcement")
    return f"/missions/{number(there)}"


async def missions(them: dict[str, Browser]) -> None:
    """One that is counted, one that is shown and read; each gives its points."""
    ada, sol = them["ada"], them["sol"]
    counted = await offered(sol, title="Two ideas for winter", goal="idea", target="2")
    shown = await offered(sol, title="Photograph a worn pair", brief="After 500 km.")
    for there in (counted, shown):
        page = await go(ada, there)
        await sent(ada, page, f"{path_of(page)}/part", named="true")
    for title in ("A warmer sole", "Longer laces"):
        await sent(ada, await go(ada, "/ideas/new"), "/ideas/new", board="shoes", title=title, body="For winter.")
    await carrying.worked(clock.now() + timedelta(hours=1))
    page = await go(ada, shown)
    await sent(ada, page, f"{path_of(page)}/proofs", body="Photographed on the bridge, both soles.")
    desk = shown.replace("/missions/", "/missions/desk/")
    page = await go(sol, desk)
    assert "both soles" in main_of(page)
    answer = re.findall(rf"{desk}/proofs/\d+/answer", page.text)[0]
    await sent(sol, page, answer, verdict="accepted", words="Thank you.")
    await carrying.worked(clock.now() + timedelta(hours=2))
    statement = main_of(await go(ada, "/account/points"))
    assert "600" in statement, statement[:600]
    for title in ("Two ideas for winter", "Photograph a worn pair"):
        assert title in statement, statement
    assert "Ada Morel" in main_of(await go(them["bea"], counted)), "she wished to be named"


@LANGUAGES
async def test_an_ambassador_is_let_in_does_missions_and_redeems_each_kind(browser: Browser, lang: str) -> None:
    them = await carrying.people(browser, lang)
    await carrying.carried(them)
    await rewarding(them["sol"])
    await enrolled(them, lang)
    await missions(them)
    await carrying.worked(clock.now() + timedelta(hours=2))
    with clock.at(clock.now() + timedelta(hours=3)):
        await money(them["ada"], them["sol"])
        await experience(them["ada"], them["sol"])
        await recognition(them["ada"], them["sol"])
        assert "350" in main_of(await go(them["ada"], "/perks")), "of 600 points 250 are spent or put aside"


async def shelved(sol: Browser, gives: str, slug: str, *, codes: str = "", **typed: Any) -> str:
    """The team makes a perk and publishes it; gives its address in the shop."""
    way = f"/team/perks/new/{gives}"
    seen = await sent(sol, await go(sol, way), way, audience="ambassadors", **typed)
    there = path_of(seen)
    assert re.fullmatch(r"/team/perks/\d+", there), main_of(seen)[:800]
    if codes:
        file = {"file": ("codes.csv", codes.encode(), "text/csv")}
        await sol.submit(there, f"{there}/codes", files=file)
        await carrying.worked(clock.now() + timedelta(minutes=1))
        seen = await go(sol, there)
    await sent(sol, seen, f"{there}/publication")
    shop = await go(sol, "/perks")
    return next(str(way) for way in re.findall(r'href="(/perks/[\w-]+)"', shop.text) if slug in way)


async def taken(ada: Browser, perk: str) -> Page:
    seen = await sent(ada, await go(ada, perk), f"{perk}/claim")
    assert re.fullmatch(r"/account/perks/\d+", path_of(seen)), main_of(seen)[:800]
    return seen


async def money(ada: Browser, sol: Browser) -> None:
    """A code out of a file: sealed until she looks at it, hers alone."""
    perk = await shelved(sol, "code", "ten-euros", codes="code\nTEN-EUR-ONE\n", name="Ten euros off", price="100")
    bea = await cast.browser_as(ada, "bea")
    assert f"{perk}/claim" not in (await bea.get(perk)).text, "it is for ambassadors"
    seen = await taken(ada, perk)
    assert "TEN-EUR-ONE" not in seen.text
    seen = await sent(ada, seen, f"{path_of(seen)}/code")
    assert "TEN-EUR-ONE" in main_of(seen)
    desk = re.findall(r"/team/perks/\d+", (await go(sol, "/team/perks")).text)[0]
    assert "TEN-EUR-ONE" not in (await go(sol, desk)).text
    assert f"{perk}/claim" not in (await go(ada, perk)).text, "one for each, and none is left"


async def experience(ada: Browser, sol: Browser) -> None:
    """Early access opens a board that others do not see."""
    perk = await shelved(sol, "early", "first-lasts", name="First lasts", price="100", days="30")
    boards = await go(sol, "/team/boards/new")
    slug = perk.removeprefix("/perks/")
    seen = await sent(
        sol, boards, "/team/boards/new", name="The new lasts", slug="lasts", see=f"perk:{slug}", is_open="true"
    )
    assert seen.status_code == 200, main_of(seen)[:800]
    assert "The new lasts" not in (await go(ada, "/ideas")).text
    await taken(ada, perk)
    assert "The new lasts" in (await go(ada, "/ideas")).text
    assert "The new lasts" not in (await go(await cast.browser_as(ada, "bea"), "/ideas")).text


async def recognition(ada: Browser, sol: Browser) -> None:
    """A badge stands on her profile for everybody."""
    perk = await shelved(sol, "badge", "first-rope", name="First rope", price="50", label="Tied in first")
    assert "Tied in first" not in (await go(ada.another(), "/people/ada")).text
    await taken(ada, perk)
    assert "Tied in first" in main_of(await go(ada.another(), "/people/ada"))


FRIENDS = "/account/referrals"
KIM = "kim@example.net"


async def campaign(sol: Browser) -> None:
    way, day = "/team/referrals/new", (clock.today() - timedelta(days=1)).isoformat()
    typed = {"name": "Bring a friend", "inviter_points": "100", "invited_points": "50", "opens_on": day}
    seen = await sent(sol, await go(sol, way), "/team/referrals", **typed)
    assert re.fullmatch(r"/team/referrals/\d+", path_of(seen)), main_of(seen)[:800]


async def came(kim: Browser, link: str) -> None:
    """An empty browser: nothing is stored until it is agreed to; the invitation lasts through sign-up."""
    door = await go(kim, link)
    assert "Ada Morel" in main_of(door)
    assert dict(kim.client.cookies) == {}, "no cookie before consent"
    await sent(kim, door, "/sign-up/invited")
    assert list(dict(kim.client.cookies)) == ["invited"]
    page = await go(kim, "/sign-up")
    await sent(kim, page, "/sign-up", name="Kim", email=KIM, password=PASSWORD)
    letter = await friends.link(KIM)
    await sent(kim, await go(kim, letter), letter.partition("?")[0])
    assert "Ada Morel" in main_of(await go(kim, FRIENDS))
    assert "invited" not in dict(kim.client.cookies)


@LANGUAGES
async def test_a_friend_comes_buys_keeps_it_and_both_are_rewarded(browser: Browser, lang: str, tmp_path: Path) -> None:
    them = await carrying.people(browser, lang)
    ada, sol = them["ada"], them["sol"]
    await rewarding(sol)
    await campaign(sol)
    seen = await go(ada, FRIENDS)
    seen = await sent(ada, seen, re.findall(rf"{FRIENDS}/\d+/link", seen.text)[0])
    link = re.findall(r"/sign-up/invited\?via=[\w-]+", seen.text)[0]
    kim = browser.another()
    kim.client.headers["Accept-Language"] = lang
    await came(kim, link)
    assert OPENED[lang] in main_of(await go(ada, FRIENDS))
    await orders(tmp_path, "A-1", "89.00")
    await carrying.worked(clock.now() + timedelta(hours=1))
    assert "150" not in main_of(await go(ada, "/account/points"))
    with clock.at(clock.now() + timedelta(days=20)):
        await carrying.night()
        assert "100" not in main_of(await go(ada, "/account/points")), "it may still go back"
    with clock.at(clock.now() + timedelta(days=32)), clock.at(await carrying.night()):
        for who, points in ((ada, "100"), (kim, "50")):
            assert points in main_of(await go(who, "/account/points")), main_of(await go(who, "/account/points"))
        assert "Kim" not in main_of(await go(ada, FRIENDS)), "who came decides whether their name is seen"
        await sent(kim, await go(kim, FRIENDS), f"{FRIENDS}/name", shows_name="true")
        assert "Kim" in main_of(await go(ada, FRIENDS))
        await orders(tmp_path, "A-1-R", "-89.00")
        with clock.at(await carrying.night()):
            for who, points in ((ada, "−100"), (kim, "−50")):
                assert points in main_of(await go(who, "/account/points")), "a refund takes it back"


async def orders(folder: Path, reference: str, amount: str) -> None:
    """The shop's files of today."""
    await carrying.brought_in("customers", ["reference,name,email", f"K-1,Kim,{KIM}"], folder)
    rows = ["reference,customer,placed_at,amount,currency", f"{reference},K-1,{clock.now().isoformat()},{amount},EUR"]
    await carrying.brought_in("orders", rows, folder)
