"""What a brand asks for, reads first or keeps apart, what it notes for customers, and what it brings along: by plain forms."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from ideas.board.models import Board
from tests.browsing import Browser, Page
from tests.journeys import carrying, seeking
from tests.journeys.carrying import number
from tests.journeys.seeking import proposed, supported, tells, told, turn
from tests.journeys.untouched import forms_of, go, main_of, sent
from tests.voting.movers import files

LANGUAGES = pytest.mark.parametrize("lang", ["en", "fr"])
OWN = "/account/on-behalf"
IMPORTS = "/team/imports"


@LANGUAGES
async def test_a_wish_of_a_customer_is_noted_with_its_evidence_and_made_their_own(
    browser: Browser, lang: str, tmp_path: Path
) -> None:
    them = await seeking.people(browser, lang, "ada", "ben", "sol")
    await carrying.shopping(tmp_path, amounts={"ada": "90.00"})
    there = await proposed(them["ben"], "Wider toe boxes", board="shoes")
    idea, before = number(there), await seeking.counted(them[""], number(there))
    desk = f"/ideas/{idea}/on-behalf"
    assert desk in (await go(them["sol"], there)).text
    page = await go(them["sol"], f"{desk}?q=ada")
    (customer,) = re.findall(r'name="choice"[^>]*value="(\d+)"', page.text)
    noted = {"choice": customer, "source": "ticket", "note": "Ticket 2214", "importance": "3"}
    page = await sent(them["sol"], page, desk, **noted, quote="My toes hurt by noon.")
    assert "My toes hurt by noon." in main_of(page), main_of(page)[:600]
    assert await seeking.counted(them[""], idea) == before + 1
    assert apart(await go(them[""], there), lang), "counted apart while it is the team's word alone"
    assert OWN in (await go(them["ada"], "/account/data")).text
    page = await go(them["ada"], OWN)
    for words in ("Wider toe boxes", "My toes hurt by noon.", "Ticket 2214", "Sol Vidal"):
        assert words in main_of(page), words
    assert OWN not in (await go(them["ben"], "/account/data")).text
    confirmation = next(to for to in forms_of(page.text) if to.endswith("/confirmation"))
    page = await sent(them["ada"], page, confirmation)
    assert tells(page, lang, "It is your own support now.")
    assert confirmation not in forms_of(page.text)
    assert not apart(await go(them[""], there), lang), "her own from now on"
    assert await seeking.counted(them[""], idea) == before + 1, "nobody is counted twice"
    assert await seeking.differences() == []


def apart(page: Page, lang: str) -> bool:
    return tells(page, lang, "%(shown)s of them by the team's word", shown=1)


@LANGUAGES
async def test_a_board_asks_for_what_it_needs_reads_newcomers_first_and_keeps_complaints_apart(
    browser: Browser, lang: str
) -> None:
    them = await seeking.people(browser, lang, "ada", "ben", "bea", "mo", "sol")
    await proposed(them["ada"], "Half sizes", board="shoes")
    sol, office = them["sol"], f"/team/boards/{(await Board.get(slug='shoes')).id}"
    asks = {"kind": "choice", "label_en": "Model", "label_fr": "Modèle", "is_required": "true"}
    page = await go(sol, f"{office}/fields/new")
    await sent(sol, page, f"{office}/fields/new", **asks, choice_en=["Bief", "Lock"], choice_fr=["Bief", "Écluse"])
    page = await sent(sol, await go(sol, office), office, approval="newcomers")
    assert tells(page, lang, "The board is changed.")

    label, lock = {"en": ("Model", "Lock"), "fr": ("Modèle", "Écluse")}[lang]
    page = await go(them["ada"], "/ideas/new?board=shoes")
    assert label in main_of(page)
    typed = {"board": "shoes", "title": "Longer laces", "body": "Mine end too soon."}
    page = await sent(them["ada"], page, "/ideas/new", **typed)
    assert page.status_code == 422
    assert forms_of(page.text)["/ideas/new"]["title"] == ["Longer laces"]
    page = await sent(them["ada"], page, "/ideas/new", **{"f.model": "lock"})
    assert (label in main_of(page), lock in main_of(page)) == (True, True)
    listed = await go(them[""], "/ideas?board=shoes")
    assert "f.model" in listed.text, "the list can be narrowed by it"
    assert "Longer laces" in main_of(await go(them[""], "/ideas?board=shoes&f.model=lock"))
    assert "Longer laces" not in main_of(await go(them[""], "/ideas?board=shoes&f.model=bief"))

    await waits(them, lang)
    await kept_apart(them, lang)


async def waits(them: dict[str, Browser], lang: str) -> None:
    """Bea's first idea waits; Mo reads and approves it, and Bea is told."""
    there = await proposed(them["bea"], "Softer heels", board="shoes", **{"f.model": "bief"})
    assert tells(await go(them["bea"], there), lang, "It waits to be read")
    for who in ("", "ben"):
        assert (await them[who].get(there)).status_code == 404, who
        assert "Softer heels" not in main_of(await go(them[who], "/ideas?board=shoes&sort=new"))
    page = await go(them["mo"], "/moderation/waiting")
    assert "Softer heels" in main_of(page)
    approval = f"/ideas/{number(there)}/approval"
    await sent(them["mo"], await go(them["mo"], there), approval)
    assert "Softer heels" in main_of(await go(them[""], "/ideas?board=shoes&sort=new"))
    await turn()
    assert "Softer heels" in main_of(await go(them["bea"], "/inbox"))


async def kept_apart(them: dict[str, Browser], lang: str) -> None:
    """The team makes a one-way board; what Ada writes there is hers and the team's alone."""
    sol = them["sol"]
    page = await go(sol, "/team/boards/new")
    await sent(sol, page, "/team/boards/new", name="Complaints", slug="complaints", is_one_way="true")
    there = await proposed(them["ada"], "My parcel is lost", board="complaints")
    await turn(2)
    for who in ("ada", "mo", "sol"):
        assert "My parcel is lost" in main_of(await go(them[who], there)), who
    for who in ("", "ben"):
        assert (await them[who].get(there)).status_code == 404, who
        for path in ("/ideas", "/ideas?board=complaints", "/search?q=parcel"):
            assert "My parcel is lost" not in main_of(await go(them[who], path)), (who, path)


@LANGUAGES
async def test_a_file_of_another_tool_is_looked_through_brought_over_and_taken_back_but_for_what_people_did(
    browser: Browser, lang: str
) -> None:
    them = await seeking.people(browser, lang, "ada", "ben", "sol")
    sol, own = them["sol"], await proposed(them["ben"], "Wider toe boxes", board="shoes")
    page = await go(sol, IMPORTS)
    handed = {"file": ("canny.json", files.CANNY.encode(), "application/json")}
    page = await sol.submit(IMPORTS, IMPORTS, files=handed, kind="ideas")
    where = carrying.path_of(page)
    assert tells(page, lang, "Recognised as a file of %(name)s.", name="Canny")
    await sent(sol, page, f"{where}/check")
    await turn()
    page = await go(sol, where)
    assert tells(page, lang, "Only looked through, nothing is written. This is what would become of it:")
    assert "Key pocket" not in main_of(await go(them[""], "/ideas?sort=new"))
    await sent(sol, page, f"{where}/start")
    await turn(2)
    page = await go(sol, where)
    assert tells(page, lang, "This is what became of it:"), main_of(page)[:600]
    there = found(await go(them[""], "/search?q=pockets"), "key-pocket")
    page = await go(them[""], there)
    for words in ("Key pocket", "Sarah", "A pocket for the key.", "I would buy this", "Thank you"):
        assert words in main_of(page), words
    brought = await seeking.counted(them[""], number(there))
    await supported(them["ada"], there)
    await told(them["ada"], there, "So would I.")
    assert await seeking.counted(them[""], number(there)) == brought + 1

    page = await sent(sol, await go(sol, where), f"{where}/undoing")
    await turn(3)
    page = await go(sol, where)
    assert f'href="/ideas/{number(there)}"' in page.text, "what stays is said, with its reason"
    assert await seeking.counted(them[""], number(there)) == 1, "Ada's, given since"
    page = await go(them[""], there)
    assert "So would I." in main_of(page)
    assert "I would buy this" not in main_of(page)
    assert "Wider toe boxes" in main_of(await go(them[""], own))
    assert await seeking.differences() == []


def found(page: Page, slug: str) -> str:
    return next(unescape(one) for one in re.findall(r'href="(/ideas/\d+-[^"]*)"', page.text) if slug in one)
