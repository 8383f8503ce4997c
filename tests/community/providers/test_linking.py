"""Linking and unlinking by a member, what groups give, and which customer somebody is said to be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from community.people.models import Person
from community.providers.models import OutsideAccount
from kernel import clock, db
from kernel.features import the_house
from kernel.jobs import work
from kernel.models import Session
from tests import cast
from tests.browsing import Browser, hidden_fields
from tests.community.providers.test_sign_in import came, joined
from tests.community.providers.tiny import Tiny
from voting.value.models import Customer

NORA = {"email": "nora@example.org", "email_verified": True}


async def member(browser: Browser, handle: str = "ada") -> Browser:
    """Somebody who proved a moment ago that it is them."""
    theirs = await cast.browser_as(browser, handle)
    await Session.all().update(proven_at=clock.now())
    return theirs


async def linked(browser: Browser, tiny: Tiny, **claims: Any) -> str:
    page = await browser.submit("/account/providers/acme/link", "/account/providers/acme/link")
    assert "http-equiv" in page.text
    there = page.text.split('content="0;url=')[1].split('"')[0].replace("&amp;", "&")
    back = tiny.consent(there, **claims).removeprefix("http://localhost:8000")
    return (await browser.get(back)).text


async def test_a_member_links_and_sees_it_with_its_last_use(tiny: Tiny, browser: Browser) -> None:
    ada = await member(browser)
    assert "Link Acme" in (await ada.get("/account/providers")).text
    assert "From now on you can sign in with Acme too." in await linked(ada, tiny, email="elsewhere@example.com")
    for page in ("/account/providers", "/account/security"):
        seen = (await ada.get(page)).text
        assert "elsewhere@example.com" in seen
        assert "last used" in seen
    again = browser.another()
    assert (await came(again, tiny)).url.path == "/ideas"
    assert (await OutsideAccount.get()).person_id == (await Person.get(handle="ada")).id


async def test_linking_asks_for_a_fresh_proof_before_its_form_and_again(tiny: Tiny, browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    await Session.all().update(proven_at=clock.now() - timedelta(hours=1))
    for reply in (
        await ada.peek("/account/providers/acme/link"),
        await ada.post(
            "/account/providers/acme/link",
            {"csrf": hidden_fields((await ada.get("/account")).text, "/account")["csrf"]},
        ),
    ):
        assert reply.headers["location"].startswith("/account/proof")


async def test_an_account_there_lets_one_person_in(tiny: Tiny, browser: Browser) -> None:
    await linked(await member(browser), tiny)
    refused = await linked(await member(browser, "ben"), tiny)
    assert "lets somebody else in here already" in refused
    assert await OutsideAccount.all().count() == 1


async def test_a_link_that_somebody_else_finishes_is_lost(tiny: Tiny, browser: Browser) -> None:
    ada = await member(browser)
    page = await ada.submit("/account/providers/acme/link", "/account/providers/acme/link")
    there = page.text.split('content="0;url=')[1].split('"')[0].replace("&amp;", "&")
    ben = await member(browser, "ben")
    ada.client.cookies.set("session", ben.client.cookies["session"], domain="localhost.local")
    page = await ada.get(tiny.consent(there).removeprefix("http://localhost:8000"))
    assert "This way in has been lost" in page.text
    assert not await OutsideAccount.all().exists()


async def test_unlinking_ends_what_it_began_and_is_told(tiny: Tiny, browser: Browser) -> None:
    ada = await member(browser)
    await linked(ada, tiny)
    other = browser.another()
    await came(other, tiny)
    one = await OutsideAccount.get()
    page = await ada.submit(f"/account/providers/{one.id}/unlinking", f"/account/providers/{one.id}/unlinking")
    assert "Acme lets you in no longer." in page.text
    assert (await other.peek("/account")).status_code == 303
    await work(the_house(), until_idle=True)
    told = [row["text"] for row in await db.rows("SELECT text FROM letter ORDER BY id")]
    assert "lets you in from now on" in told[0]
    assert "lets you in no longer" in told[1]


async def test_the_last_way_in_is_not_unlinked(tiny: Tiny, browser: Browser) -> None:
    await joined(browser, tiny, **NORA)
    one = await OutsideAccount.get()
    path = f"/account/providers/{one.id}/unlinking"
    assert "Choose a password" in (await browser.get(path)).text
    csrf = hidden_fields((await browser.get("/account")).text, "/account")["csrf"]
    assert (await browser.post(path, {"csrf": csrf})).status_code == 409
    assert await OutsideAccount.all().exists()


async def test_nobody_unlinks_for_others(tiny: Tiny, browser: Browser) -> None:
    await linked(await member(browser), tiny)
    one = await OutsideAccount.get()
    assert (await (await member(browser, "ben")).get(f"/account/providers/{one.id}/unlinking")).status_code == 404
    assert (await browser.peek("/account/providers")).status_code == 303


async def test_a_provider_proves_that_it_is_still_them(tiny: Tiny, browser: Browser) -> None:
    ada = await member(browser)
    await linked(ada, tiny)
    long_ago = clock.now() - timedelta(hours=1)
    await Session.all().update(proven_at=long_ago)
    assert "Ask Acme who I am" in (await ada.get("/account/proof?next=/account/security")).text
    there = (await ada.peek("/account/providers/acme/proof?next=/account/security")).headers["location"]
    assert "prompt=login" in there
    weak = await ada.get(tiny.consent(there).removeprefix("http://localhost:8000"))
    assert "did not check strictly enough" in weak.text
    there = (await ada.peek("/account/providers/acme/proof?next=/account/security")).headers["location"]
    fresh = tiny.consent(there, auth_time=int(clock.now().timestamp())).removeprefix("http://localhost:8000")
    assert (await ada.get(fresh)).url.path == "/account/security"
    assert (await Session.get()).proven_at != long_ago


async def test_a_second_step_at_the_provider_is_enough(tiny: Tiny, browser: Browser) -> None:
    """A member with a second step here is asked for it after a plain sign-in there, and not after a strong one."""
    from community.providers import claims, discovery

    settings = discovery.named("acme").settings
    said = {"iss": tiny.issuer, "sub": "s-1"}
    assert not claims.visitor("acme", settings, said).is_strong
    assert claims.visitor("acme", settings, {**said, "amr": ["pwd", "mfa"]}).is_strong


@pytest.fixture
def mapped(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_OIDC_ACME_ROLES", '{"tandem-admins": "admin", "product": "editor"}')
    monkeypatch.setenv("TANDEM_OIDC_ACME_CUSTOMER_CLAIM", "customer_no")


async def _role() -> str:
    return (await Person.get(email="nora@example.org")).role.value


async def test_groups_give_a_role_and_take_it_back_on_record(tiny: Tiny, mapped: None, browser: Browser) -> None:
    await cast.person("root")
    await joined(browser, tiny, **NORA, groups=["product", "other"])
    assert await _role() == "editor"
    await came(browser.another(), tiny, **NORA, groups=["tandem-admins", "product"])
    assert await _role() == "admin"
    await came(browser.another(), tiny, **NORA, groups=[])
    assert await _role() == "member"
    acts = await db.rows("SELECT act, reason FROM staff_act ORDER BY id")
    assert [act["act"] for act in acts] == ["person.role"] * 3
    assert "ACME" in acts[0]["reason"]


async def test_groups_never_take_the_last_administrator_away(tiny: Tiny, mapped: None, browser: Browser) -> None:
    await joined(browser, tiny, **NORA, groups=["tandem-admins"])
    assert await _role() == "admin"
    page = await came(browser.another(), tiny, **NORA, groups=[])
    assert page.url.path == "/ideas"
    assert await _role() == "admin"
    assert await db.value("SELECT act FROM staff_act ORDER BY id DESC LIMIT 1") == "person.role_kept"


async def test_a_role_given_here_is_left_alone(tiny: Tiny, mapped: None, browser: Browser) -> None:
    await joined(browser, tiny, **NORA)
    await Person.filter(email="nora@example.org").update(role="manager")
    await came(browser.another(), tiny, **NORA, groups=[])
    assert await _role() == "manager"


async def test_the_customer_that_a_provider_names_is_linked_and_parted_again(
    tiny: Tiny, mapped: None, browser: Browser
) -> None:
    for reference in ("C-7", "C-8"):
        await Customer.create(reference=reference, created_at=clock.now())
    await joined(browser, tiny, **NORA, customer_no="C-7")
    await work(the_house(), until_idle=True)
    assert await _customer() == "C-7"
    await came(browser.another(), tiny, **NORA, customer_no="C-8")
    await work(the_house(), until_idle=True)
    assert await _customer() == "C-8"
    await came(browser.another(), tiny, **NORA)
    await work(the_house(), until_idle=True)
    assert await _customer() is None


async def _customer() -> Any:
    return await db.value("SELECT c.reference FROM customer_link l JOIN customer c ON c.id = l.customer_id")


async def test_pages_ask_little_of_the_database(tiny: Tiny, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = await member(browser)
    await linked(ada, tiny)
    asked: list[str] = []
    kept = db.rows

    async def counting(sql: str, *values: Any) -> list[db.Row]:
        asked.append(sql)
        return await kept(sql, *values)

    monkeypatch.setattr(db, "rows", counting)
    await ada.get("/account/providers")
    assert sum("outside_account" in sql for sql in asked) == 1
