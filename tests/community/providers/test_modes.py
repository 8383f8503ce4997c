"""Who may open an account: by every way in, in every mode, with and without an invitation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.people import actions, entrance
from community.people.models import Person
from community.providers import invitations
from community.providers.models import InvitedPerson, SignUpInvitation
from community.providers.wing import wing
from kernel import clock, db
from kernel.errors import Conflict, Forbidden
from kernel.features import House
from kernel.models import Session
from tests import cast
from tests.browsing import Browser, Page
from tests.community.providers.test_sign_in import came, joined
from tests.community.providers.tiny import Tiny

PASSWORD = "a long enough sentence"


@pytest.fixture
def mode(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("TANDEM_SIGN_UP", request.param)
    monkeypatch.setenv("TANDEM_SIGN_UP_DOMAINS", "@brand.example, sub.example")
    return str(request.param)


def in_mode(*modes: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("mode", modes, indirect=True)


async def signed_up(browser: Browser, email: str, *, page: str = "/sign-up") -> Page:
    """The form, the letter and its button; the page one ends on."""
    sent = await browser.submit(page, "/sign-up", name="Nora Blum", email=email, password=PASSWORD)
    if sent.status_code != 200:
        return sent
    path = await letter_link("/confirm/")
    return await browser.submit(path, path.split("?")[0])


async def letter_link(part: str) -> str:
    text = str(await db.value("SELECT text FROM letter ORDER BY id DESC LIMIT 1"))
    return next(word for word in text.split() if part in word).removeprefix("http://localhost:8000")


async def is_open(email: str) -> bool:
    return await Person.filter(email=email, is_claimed=True).exists()


@in_mode("invitation", "provider")
async def test_where_strangers_open_none_the_page_says_who_may(tiny: Tiny, mode: str, browser: Browser) -> None:
    page = await browser.get("/sign-up")
    assert {"invitation": "by invitation", "provider": "signing in with one of these"}[mode] in page.text
    assert 'name="password"' not in page.text
    assert "Go on with Acme" in page.text
    refused = await browser.post("/sign-up", {"name": "Nora", "email": "nora@example.org", "password": PASSWORD})
    assert refused.status_code == 422
    assert not await db.row("SELECT id FROM letter")


@in_mode("invitation", "provider", "domain")
async def test_a_letter_from_before_opens_nothing_now(tiny: Tiny, mode: str, home: House) -> None:
    await entrance.sign_up(name="Nora", email="nora@example.org", password=PASSWORD)
    from community.people.models import Proof

    with pytest.raises(Forbidden):
        await entrance.confirm(await Proof.get())
    assert not await is_open("nora@example.org")
    assert (await Proof.get()).used_at is None


@in_mode("invitation", "provider", "domain")
async def test_an_import_is_not_claimed_around_it(tiny: Tiny, mode: str, home: House) -> None:
    from community.people.models import Proof

    await actions.unclaimed([("nora@example.org", "Nora")])
    await entrance.sign_up(name="Nora", email="nora@example.org", password=PASSWORD)
    with pytest.raises(Forbidden):
        await entrance.confirm(await Proof.get())
    assert not await is_open("nora@example.org")


@in_mode("domain")
async def test_addresses_of_the_domains_open_one_and_others_do_not(tiny: Tiny, mode: str, browser: Browser) -> None:
    assert "@brand.example" in (await browser.get("/sign-up")).text
    assert (await signed_up(browser, "nora@brand.example")).status_code == 200
    assert await is_open("nora@brand.example")
    for email in ("nora@example.org", "nora@brand.example.evil", "nora@notbrand.example"):
        page = await signed_up(browser.another(), email)
        assert page.status_code == 422
        assert 'value="Nora Blum"' in page.text
        assert not await is_open(email)


@in_mode("invitation", "domain")
async def test_a_provider_is_no_way_around_it(tiny: Tiny, mode: str, browser: Browser) -> None:
    await came(browser, tiny, email="nora@example.org", email_verified=True)
    reply = await browser.post("/sign-in/joining", {"name": "Nora"})
    assert reply.status_code == 422
    assert not await Session.all().exists()


@in_mode("provider")
async def test_a_provider_is_the_way_where_it_is_the_only_one(tiny: Tiny, mode: str, browser: Browser) -> None:
    await joined(browser, tiny, email="nora@example.org", email_verified=True)
    assert await is_open("nora@example.org")


@in_mode("invitation")
async def test_an_invitation_opens_as_many_as_it_says_and_tells_who_came(
    tiny: Tiny, mode: str, browser: Browser
) -> None:
    mo = await cast.browser_as(browser, "manager")
    made = await mo.submit("/team/invitations", "/team/invitations", label="Lyon", most="1", days="7")
    url = made.text.split('class="known__key">')[1].split("<")[0].removeprefix("http://localhost:8000")
    page = await browser.get(url)
    assert "You come by an invitation." in page.text
    assert (await signed_up(browser, "nora@example.org", page=url)).status_code == 200
    assert await is_open("nora@example.org")
    seen = (await mo.get("/team/invitations")).text
    assert "Nora Blum" in seen
    assert "used up" in seen
    assert url.split("=")[1] not in seen
    again = await browser.another().get(url)
    assert "used up" in again.text
    assert 'name="password"' not in again.text
    acts = await db.rows("SELECT act FROM staff_act ORDER BY id")
    assert [act["act"] for act in acts] == ["invitation.make"]


@in_mode("invitation")
async def test_an_invitation_goes_along_with_a_provider(tiny: Tiny, mode: str, browser: Browser) -> None:
    word = await invitations.make(await cast.manager(), most=3)
    assert f"invitation={word}" in (await browser.get(f"/sign-up?invitation={word}")).text
    there = (await browser.peek(f"/sign-in/with/acme?invitation={word}")).headers["location"]
    await browser.get(
        tiny.consent(there, email="nora@example.org", email_verified=True).removeprefix("http://localhost:8000")
    )
    await browser.submit("/sign-in/joining", "/sign-in/joining", name="Nora")
    assert await is_open("nora@example.org")
    assert (await InvitedPerson.get()).person_id == (await Person.get(email="nora@example.org")).id


@in_mode("invitation")
async def test_one_for_an_address_is_sent_there_and_lets_in_nobody_else(
    tiny: Tiny, mode: str, browser: Browser
) -> None:
    mo = await cast.browser_as(browser, "manager")
    said = await mo.submit("/team/invitations", "/team/invitations", email="Nora@example.org", most="1", days="7")
    assert "on its way to nora@example.org" in said.text
    listed = (await mo.get("/team/invitations")).text
    assert "nora@example.org" not in listed.lower()
    assert "n…@e…org" in listed
    url = await letter_link("/sign-up?invitation=")
    assert (await signed_up(browser, "mallory@example.org", page=url)).status_code == 422
    assert (await signed_up(browser, "nora@example.org", page=url)).status_code == 200
    assert await is_open("nora@example.org")


@in_mode("invitation")
async def test_one_that_is_taken_back_or_over_opens_nothing(tiny: Tiny, mode: str, browser: Browser) -> None:
    mo = await cast.browser_as(browser, "manager")
    word = await invitations.make(await cast.manager(), most=3)
    made = await SignUpInvitation.get()
    said = await mo.submit("/team/invitations", f"/team/invitations/{made.id}/revocation")
    assert "opens nothing any more" in said.text
    assert (await signed_up(browser, "nora@example.org", page=f"/sign-up?invitation={word}")).status_code == 422
    await SignUpInvitation.all().update(revoked_at=None, expires_at=clock.now() - timedelta(days=1))
    assert not await invitations.stands(word, "nora@example.org")


@in_mode("invitation")
async def test_the_last_place_is_given_once(tiny: Tiny, mode: str, home: House) -> None:
    word = await invitations.make(await cast.manager(), most=1)
    await invitations.take(word, "a@example.org")
    with pytest.raises(Conflict):
        await invitations.take(word, "b@example.org")


@in_mode("open")
async def test_in_open_mode_an_invitation_counts_and_refuses_nobody(tiny: Tiny, mode: str, browser: Browser) -> None:
    word = await invitations.make(await cast.manager(), most=1)
    for email in ("nora@example.org", "olga@example.org"):
        assert (await signed_up(browser.another(), email, page=f"/sign-up?invitation={word}")).status_code == 200
        assert await is_open(email)
    assert (await SignUpInvitation.get()).used == 1


@in_mode("open")
async def test_who_may_not_invite_does_not_see_the_page(tiny: Tiny, mode: str, browser: Browser) -> None:
    assert (await browser.peek("/team/invitations")).status_code == 303
    for role in ("member", "editor"):
        assert (await (await cast.browser_as(browser, role)).get("/team/invitations")).status_code == 404
    with pytest.raises(Forbidden):
        await invitations.make(await cast.member())


@in_mode("open")
async def test_a_form_that_cannot_be_used_gives_back_what_was_typed(tiny: Tiny, mode: str, browser: Browser) -> None:
    mo = await cast.browser_as(browser, "manager")
    page = await mo.submit(
        "/team/invitations", "/team/invitations", label="Lyon", email="no address", most="0", days="x"
    )
    assert page.status_code == 422
    for typed in ('value="Lyon"', 'value="no address"', 'value="0"', 'value="x"'):
        assert typed in page.text


@in_mode("invitation")
async def test_erasing_leaves_nothing_of_an_invited_person(tiny: Tiny, mode: str, browser: Browser) -> None:
    await invitations.make(await cast.manager(), email="nora@example.org")
    url = await letter_link("/sign-up?invitation=")
    there = (await browser.peek(url.replace("/sign-up", "/sign-in/with/acme"))).headers["location"]
    await browser.get(
        tiny.consent(there, email="nora@example.org", email_verified=True).removeprefix("http://localhost:8000")
    )
    await browser.submit("/sign-in/joining", "/sign-in/joining", name="Nora")
    person = await Person.get(email="nora@example.org")
    async with db.transaction():
        for participant in wing.registers["person.erasing"]:
            await participant(person.id)
    for table in ("outside_account", "outside_session", "invited_person"):
        assert await db.value(f"SELECT count(*) FROM {table}") == 0
    assert (await SignUpInvitation.get()).email == ""
