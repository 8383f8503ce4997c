"""Keys for programs in the wrong hands: another's, a narrow one, one that has ended, and one of somebody who may not any more."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from community.people import keys, rules
from community.people.models import Person, Token
from community.privacy import erasing, leaving
from community.trust import measures
from community.trust.models import MeasureKind
from kernel import clock, db
from kernel.features import the_house
from tests import cast
from tests.browsing import ORIGIN, Browser, Page, hidden_fields
from tests.journeys.test_fuzz import counts, world

ME = "/api/v1/people/me"


async def asked(browser: Browser, word: str, method: str = "GET", path: str = ME) -> Page:
    told = {"Authorization": f"Bearer {word}", "Origin": ORIGIN}
    body: dict[str, str] | None = None if method == "GET" else {}
    return await browser.another().client.request(method, path, json=body, headers=told)


def doors() -> list[tuple[str, str, str]]:
    """Each method and address of the API, with the scope that it takes."""
    routes = [route for route in the_house().all("routes") if route.path.startswith("/api/v1/")]
    found = [(m, r.path, str(r.endpoint.about["scope"])) for r in routes for m in sorted(r.methods - {"HEAD"})]
    return [(method, re.sub(r"\{\w+(:\w+)?\}", "1", path), scope) for method, path, scope in found]


async def test_a_key_opens_nothing_that_its_scopes_do_not_name(browser: Browser) -> None:
    await world(browser)
    root = await cast.person("root")
    tried = 0
    for left_out in rules.SCOPES:
        word = await keys.issue(root, name="narrow", scopes=[scope for scope in rules.SCOPES if scope != left_out])
        await asked(browser, word)
        before = await counts()
        for method, path, scope in doors():
            if scope == left_out:
                tried += 1
                assert (await asked(browser, word, method, path)).status_code == 403, (method, path)
        assert await counts() == before
    assert tried > 15


async def test_a_key_ends_at_its_second_though_it_was_used_the_second_before(browser: Browser) -> None:
    ada, now = await cast.person("ada"), clock.now().replace(hour=10, minute=0)
    with clock.at(now):
        word = await keys.issue(ada, name="short", scopes=["read"], days=1)
    with clock.at(now + timedelta(days=1, seconds=-2)):
        assert (await asked(browser, word)).status_code == 200
    with clock.at(now + timedelta(days=1, seconds=-1)):
        assert (await asked(browser, word)).status_code == 200
    with clock.at(now + timedelta(days=1)):
        assert (await asked(browser, word)).status_code == 401


async def test_another_members_key_is_neither_seen_nor_revoked(browser: Browser) -> None:
    word = await keys.issue(await cast.person("ada"), name="Adas key", scopes=["read"])
    number = (await Token.get(name="Adas key")).id
    for handle in ("ben", "mo", "root"):
        theirs = await cast.browser_as(browser, handle)
        page = await theirs.get("/account/tokens")
        assert "Adas key" not in page.text
        csrf = hidden_fields(page.text, "/sign-out")["csrf"]
        reply = await theirs.post(f"/account/tokens/{number}/revocation", {"csrf": csrf}, Origin=ORIGIN)
        assert reply.status_code == 404
    assert (await asked(browser, word)).json()["handle"] == "ada"


@pytest.mark.parametrize("scope", ["customers", "team", "admin", "read customers", ""])
async def test_no_form_gives_a_key_more_than_its_owner_may(browser: Browser, scope: str) -> None:
    ada = await cast.browser_as(browser, "ada")
    sent = {"label": "more", "scopes": scope, "days": "90"}
    reply = await ada.submit("/account/tokens/new", "/account/tokens", **sent)
    assert reply.status_code in (403, 422)
    assert await Token.all().count() == 0


async def test_the_key_of_a_suspended_member_reads_and_writes_nothing(browser: Browser) -> None:
    await world(browser)
    ada = await cast.person("ada")
    word = await keys.issue(ada, name="all", scopes=["read", "write"])
    assert (await asked(browser, word)).status_code == 200
    async with db.transaction():
        await measures.impose(ada.id, kind=MeasureKind.SUSPEND, until=clock.now() + timedelta(hours=1))
    before = await counts()
    for method, path, scope in doors():
        if method != "GET":
            assert (await asked(browser, word, method, path)).status_code == 403, (method, path, scope)
    assert await counts() == before
    assert (await asked(browser, word)).status_code == 200


async def test_the_key_of_an_erased_member_opens_nothing(browser: Browser) -> None:
    ada = await cast.person("ada")
    word = await keys.issue(ada, name="mine", scopes=["read", "write"])
    assert (await asked(browser, word)).status_code == 200
    await leaving.close(await cast.viewer("ada"), choices=dict.fromkeys(("votes", "ideas", "talk", "designs"), "keep"))
    assert (await asked(browser, word)).status_code == 401
    await erasing.erase(ada.id)
    assert (await asked(browser, word)).status_code == 401
    assert not await Token.filter(person_id=ada.id).exists()
    assert not await Person.filter(id=ada.id, is_claimed=True).exists()
