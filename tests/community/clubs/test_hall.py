"""Founding, reading and keeping clubs over HTTP."""

from __future__ import annotations

from community.clubs import queries
from community.clubs.models import Role
from tests import cast, clubs
from tests.browsing import Browser

TOLD = {
    "name": "Les pieds larges",
    "summary": "On mesure, on essaie.",
    "place": "Annecy",
    "wall": "lake",
    "entry": "open",
}


async def test_a_club_is_founded_and_found(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    page = await ada.submit("/clubs/new", "/clubs/new", **TOLD, charter="We say *tu*.")
    assert page.url.path == "/clubs/les-pieds-larges"
    assert "you are its host" in page.text
    assert "Keep the club" in page.text
    for who in (browser, ada, await cast.browser_as(browser, "ben"), await cast.browser_as(browser, "editor")):
        home = await who.get("/clubs/les-pieds-larges")
        assert "On mesure, on essaie." in home.text
        assert ("Keep the club" in home.text) == (who is ada)
        assert "<em>tu</em>" in (await who.get("/clubs/les-pieds-larges/about")).text
        assert "Ada Morel" in (await who.get("/clubs/les-pieds-larges/members")).text
        assert "Les pieds larges" in (await who.get("/clubs?q=PIEDS&place=annécy")).text
        assert "Les pieds larges" not in (await who.get("/clubs?place=lyon")).text
    assert (await browser.get("/clubs/nowhere")).status_code == 404


async def test_a_club_says_what_is_wrong_and_keeps_what_was_typed(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    page = await ada.submit("/clubs/new", "/clubs/new", **{**TOLD, "name": "", "wall": "gold", "charter": "Nous."})
    assert page.status_code == 422
    assert "A name is missing" in page.text
    assert "Choose one of the list." in page.text
    assert "Nous." in page.text


async def test_a_club_that_becomes_private_has_another_address(browser: Browser) -> None:
    await clubs.found("runners", host="ada", members=["ben"])
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    assert "runners" in (await browser.get("/clubs")).text
    page = await ada.submit(
        "/clubs/runners/edit", "/clubs/runners/edit", **{**TOLD, "name": "Runners"}, is_private="true"
    )
    path = page.url.path
    assert path.startswith("/clubs/runners-")
    assert "Private club, by invitation" in page.text
    assert (await ben.get(path)).status_code == 200
    assert "Runners" in (await ben.get("/clubs")).text
    stranger, editor = browser.another(), await cast.browser_as(browser, "editor")
    for who in (stranger, editor):
        assert (await who.get(path)).status_code == 404
        assert "Runners" not in (await who.get("/clubs")).text
    again = await editor.submit("/clubs/new", "/clubs/new", **{**TOLD, "name": "Runners"})
    assert again.url.path == "/clubs/runners"


async def test_a_charter_has_versions_that_members_agree_to(browser: Browser) -> None:
    club = await clubs.found("runners", host="ada", members=["ben"])
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    edit = "/clubs/runners/charter/edit"
    await ada.submit(edit, edit, body="We run at six.")
    assert "a charter that you have not agreed to yet" in (await ben.get("/clubs/runners")).text
    assert "not agreed to yet" not in (await ada.get("/clubs/runners")).text
    agreed = await ben.submit("/clubs/runners", "/clubs/runners/charter/agreement")
    assert "not agreed to yet" not in agreed.text
    page = await ada.submit(edit, edit, body="We run at seven.")
    assert "<del>six</del><ins>seven</ins>" in page.text
    assert "has changed since you agreed" in (await ben.get("/clubs/runners")).text
    assert "word for word" in (await ada.submit(edit, edit, body="We run at seven.")).text
    assert (await ben.get(edit)).status_code == 403
    assert (await browser.get(f"{club.url}/charter/1")).status_code == 200
    assert (await browser.get(f"{club.url}/charter/3")).status_code == 404


async def test_roles_are_given_by_hosts_and_the_last_one_stays(browser: Browser) -> None:
    club = await clubs.found("runners", host="ada", members=["ben"])
    ada, ben = await cast.person("ada"), await cast.person("ben")
    host = await cast.browser_as(browser, "ada")
    page = await host.submit("/clubs/runners/roles", f"/clubs/runners/members/{ada.id}/role", role="member")
    assert "Make somebody else a host first" in page.text
    await host.submit("/clubs/runners/roles", f"/clubs/runners/members/{ben.id}/role", role="treasurer")
    assert await queries.role_at(ben.id, club.id) == Role.TREASURER
    handed = await host.submit("/clubs/runners/handover", "/clubs/runners/handover", to=ben.id, stay="member")
    assert "in other hands" in handed.text
    assert await queries.role_at(ben.id, club.id) == Role.HOST
    assert await queries.role_at(ada.id, club.id) == Role.MEMBER
    assert (await host.get("/clubs/runners/roles")).status_code == 403
