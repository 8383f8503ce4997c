"""Signing in by a provider: the first time, again, and everything that may go wrong on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from community.people.models import Person
from community.providers import discovery
from community.providers.models import OutsideAccount
from kernel import clock, db, sessions
from kernel.models import Session
from tests import cast
from tests.browsing import Browser, Page
from tests.community.providers.tiny import Tiny

ADA = {"email": "ada@example.org", "email_verified": True, "name": "Ada Morel"}


async def came(browser: Browser, tiny: Tiny, **claims: Any) -> Page:
    """There and back: the page that a browser ends on."""
    there = (await browser.peek("/sign-in/with/acme?next=/ideas")).headers["location"]
    return await browser.get(tiny.consent(there, **claims).removeprefix("http://localhost:8000"))


async def joined(browser: Browser, tiny: Tiny, **claims: Any) -> Page:
    await came(browser, tiny, **claims)
    return await browser.submit("/sign-in/joining", "/sign-in/joining", name="Nora", email="nora@example.org")


async def test_strangers_see_a_button_for_each_provider_on_both_pages(tiny: Tiny, browser: Browser) -> None:
    for page in ("/sign-in?next=/ideas", "/sign-up?next=/ideas"):
        seen = (await browser.get(page)).text
        assert "Go on with Acme" in seen
        assert "/sign-in/with/acme?" in seen
        assert "next=/ideas" in seen


async def test_the_browser_is_sent_with_everything_that_binds_the_answer_to_it(tiny: Tiny, browser: Browser) -> None:
    there = (await browser.peek("/sign-in/with/acme")).headers["location"]
    for part in ("code_challenge=", "code_challenge_method=S256", "state=", "nonce=", "scope=openid+email+profile"):
        assert part in there
    assert "redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Fsign-in%2Fwith%2Facme%2Fcallback" in there


async def test_who_comes_for_the_first_time_looks_it_over_and_is_in(tiny: Tiny, browser: Browser) -> None:
    page = await came(browser, tiny, email="nora@example.org", email_verified=True, name="Nora Blum")
    assert 'value="Nora Blum"' in page.text
    assert "nora@example.org" in page.text
    done = await browser.submit("/sign-in/joining", "/sign-in/joining", name="Nora")
    assert done.url.path == "/ideas"
    person = await Person.get(email="nora@example.org")
    assert (person.name, person.password, person.email_confirmed_at is not None) == ("Nora", None, True)
    held = await Session.get(person_id=person.id)
    assert held.method == "oidc:acme"
    assert held.outside
    assert "by Acme" in (await browser.get("/account/devices")).text, "as people call it, not as the settings do"


async def test_who_came_before_is_in_at_once(tiny: Tiny, browser: Browser) -> None:
    await joined(browser, tiny, email="nora@example.org", email_verified=True)
    again = browser.another()
    page = await came(again, tiny, email="nora@example.org", email_verified=True)
    assert page.url.path == "/ideas"
    assert (await again.get("/account")).status_code == 200
    assert await Person.filter(email="nora@example.org").count() == 1


async def test_an_account_made_by_an_import_is_handed_to_whose_address_is_proven(tiny: Tiny, browser: Browser) -> None:
    from community.people import actions

    made = await actions.unclaimed([("nora@example.org", "Nora of the file")])
    await joined(browser, tiny, email="nora@example.org", email_verified=True)
    person = await Person.get(email="nora@example.org")
    assert (person.id, person.is_claimed) == (made["nora@example.org"], True)


async def test_the_address_of_an_account_opens_nothing_until_that_account_is_proven(
    tiny: Tiny, browser: Browser
) -> None:
    ada = await cast.person("ada")
    page = await came(browser, tiny, **ADA)
    assert "There is an account with your address" in page.text
    assert not await Session.filter(person_id=ada.id).exists()
    assert not await OutsideAccount.all().exists()
    posted = await browser.post("/sign-in/joining", {"name": "Ada"})
    assert posted.headers["location"] == "/sign-in/joining"
    assert not await Session.filter(person_id=ada.id).exists()
    after = await browser.submit(
        "/sign-in?next=/sign-in/joining", "/sign-in", email="ada@example.org", password="tandem-demo"
    )
    assert "Is that you, too?" in after.text
    linked = await browser.submit("/sign-in/joining", "/sign-in/joining/link")
    assert "From now on you can sign in with Acme too." in linked.text
    again = browser.another()
    assert (await came(again, tiny, **ADA)).url.path == "/ideas"
    assert (await OutsideAccount.get()).person_id == ada.id


@pytest.mark.parametrize("verified", [False, None, "no"])
async def test_an_address_that_is_not_verified_is_asked_for_by_letter_and_tells_of_no_account(
    tiny: Tiny, browser: Browser, verified: Any
) -> None:
    await cast.person("ada")
    page = await came(browser, tiny, email="ada@example.org", email_verified=verified)
    assert "Open an account" in page.text
    assert "There is an account" not in page.text
    sent = await browser.submit("/sign-in/joining", "/sign-in/joining", name="Mallory", email="ada@example.org")
    assert sent.url.path == "/sign-up/sent"
    letters = await db.rows("SELECT subject FROM letter")
    assert [letter["subject"] for letter in letters] == ["You have an account already"]
    assert not await OutsideAccount.all().exists()


async def test_without_an_address_a_letter_proves_one_and_the_provider_is_linked_after_it(
    tiny: Tiny, browser: Browser
) -> None:
    page = await came(browser, tiny, name="Nora Blum")
    assert "does not vouch for an address" in page.text
    await browser.submit("/sign-in/joining", "/sign-in/joining", name="Nora", email="nora@example.org")
    text = str(await db.value("SELECT text FROM letter ORDER BY id DESC LIMIT 1"))
    path = next(word for word in text.split() if "/confirm/" in word).removeprefix("http://localhost:8000")
    opened = await browser.submit(path, path.split("?")[0], next="/sign-in/joining")
    assert "Is that you, too?" in opened.text
    await browser.submit("/sign-in/joining", "/sign-in/joining/link")
    assert (await came(browser.another(), tiny, name="Nora Blum")).url.path == "/ideas"


async def test_a_second_account_there_with_the_same_address_is_proven_too(tiny: Tiny, browser: Browser) -> None:
    await joined(browser, tiny, email="nora@example.org", email_verified=True)
    page = await came(browser.another(), tiny, sub="s-2", email="nora@example.org", email_verified=True)
    assert "There is an account with your address" in page.text


async def test_what_the_identity_token_leaves_out_is_asked_for(tiny: Tiny, browser: Browser) -> None:
    tiny.more = {"sub": "s-1", "email": "nora@example.org", "email_verified": True, "name": "Nora"}
    assert "nora@example.org" in (await came(browser, tiny)).text


async def test_a_suspended_account_comes_in_and_may_do_nothing(tiny: Tiny, browser: Browser) -> None:
    await joined(browser, tiny, email="nora@example.org", email_verified=True)
    await Person.filter(email="nora@example.org").update(suspended_until=clock.now() + timedelta(days=1))
    again = browser.another()
    assert (await came(again, tiny, email="nora@example.org", email_verified=True)).status_code == 200
    viewer = await sessions.viewer_of((await Person.get(email="nora@example.org")).id)
    assert viewer.suspended


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "issuer": ({"said": {"iss": "https://evil.example"}}, "could not be believed"),
    "audience": ({"said": {"aud": "another"}}, "could not be believed"),
    "audiences": ({"said": {"aud": ["another", "third"], "azp": "tandem"}}, "could not be believed"),
    "party": ({"said": {"aud": ["tandem", "another"], "azp": "another"}}, "could not be believed"),
    "nonce": ({"said": {"nonce": "of somebody else"}}, "could not be believed"),
    "no nonce": ({"said": {"nonce": None}}, "could not be believed"),
    "no subject": ({"said": {"sub": None}}, "could not be believed"),
    "access token": ({"said": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}}, "could not be believed"),
    "none": ({"alg": "none"}, "could not be believed"),
    "shared": ({"alg": "HS256"}, "could not be believed"),
    "over": ({"said": {"exp": 1_000_000_000}}, "clocks of Acme"),
    "ahead": ({"skew": 300}, "clocks of Acme"),
    "behind": ({"skew": -600}, "clocks of Acme"),
    "who else": ({"more": {"sub": "another", "email": "x@example.org"}}, "could not be believed"),
    "500": ({"status": 500}, "does not answer"),
    "issuer of its discovery": ({"about": {"issuer": "https://evil.example"}}, "do not agree on who is who"),
    "script": ({"about": {"authorization_endpoint": "javascript:alert(1)"}}, "do not agree on who is who"),
    "inside": ({"about": {"token_endpoint": "http://127.0.0.1:22/"}}, "do not agree on who is who"),
    "metadata": ({"about": {"jwks_uri": "http://169.254.169.254/latest"}}, "do not agree on who is who"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_cannot_be_believed_lets_nobody_in(tiny: Tiny, browser: Browser, case: str) -> None:
    changes, sentence = WRONG[case]
    for name, value in changes.items():
        setattr(tiny, name, value)
    first = await browser.peek("/sign-in/with/acme")
    page = first if first.status_code != 303 else await came(browser, tiny)
    assert sentence in page.text
    assert page.status_code >= 400
    assert "Other ways to come in" in page.text
    assert not await Session.all().exists()


async def test_five_minutes_behind_is_within_the_time_of_its_word(tiny: Tiny, browser: Browser) -> None:
    tiny.skew = -290
    assert "Open an account" in (await came(browser, tiny)).text


async def test_who_is_away_or_slow_is_said_to_be(tiny: Tiny, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    from kernel import carefully

    kept = carefully.Transport.__init__
    monkeypatch.setattr(carefully.Transport, "__init__", lambda self, **more: kept(self, **{**more, "total": 0.3}))
    tiny.pause = 1
    page = await browser.peek("/sign-in/with/acme")
    assert (page.status_code, "does not answer" in page.text) == (503, True)


async def test_keys_that_changed_are_asked_for_again(tiny: Tiny, browser: Browser) -> None:
    await came(browser, tiny)
    tiny.rotate()
    assert "Open an account" in (await came(browser.another(), tiny)).text


async def test_a_key_that_changed_under_the_same_name_is_asked_for_again(tiny: Tiny, browser: Browser) -> None:
    await came(browser, tiny)
    tiny.rotate("first")
    assert "Open an account" in (await came(browser.another(), tiny)).text


async def test_unknown_keys_are_not_asked_for_without_end(tiny: Tiny, browser: Browser) -> None:
    tiny.published = []
    for _ in range(3):
        await came(browser.another(), tiny)
    assert tiny.asked.count("/keys") == 2


async def test_discovery_is_asked_once_and_again_after_an_hour(
    tiny: Tiny, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await came(browser, tiny)
    await came(browser.another(), tiny)
    assert tiny.asked.count("/.well-known/openid-configuration") == 1
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    await came(browser.another(), tiny)
    assert tiny.asked.count("/.well-known/openid-configuration") == 2


async def test_a_code_works_once(tiny: Tiny, browser: Browser) -> None:
    there = (await browser.peek("/sign-in/with/acme")).headers["location"]
    back = tiny.consent(there).removeprefix("http://localhost:8000")
    await browser.peek(back)
    page = await browser.get(back)
    assert "This way in has been lost" in page.text


async def test_a_code_of_another_sign_in_is_of_no_use(tiny: Tiny, browser: Browser) -> None:
    """PKCE: somebody else's code, put into this browser's own answer."""
    other = browser.another()
    stolen = tiny.consent((await other.peek("/sign-in/with/acme")).headers["location"], **ADA)
    code = stolen.split("code=")[1].split("&")[0]
    mine = tiny.consent((await browser.peek("/sign-in/with/acme")).headers["location"])
    page = await browser.get(f"/sign-in/with/acme/callback?code={code}&state={mine.split('state=')[1]}")
    assert "This way in has been lost" in page.text
    assert not await Session.all().exists()


@pytest.mark.parametrize("end", ["?code=x&state=y", "?state=y", "", "?error=access_denied&state=y", "?code=x&state=é"])
async def test_an_answer_that_nobody_asked_for_is_lost(tiny: Tiny, browser: Browser, end: str) -> None:
    assert "This way in has been lost" in (await browser.get(f"/sign-in/with/acme/callback{end}")).text
    await browser.peek("/sign-in/with/acme")
    assert "This way in has been lost" in (await browser.get(f"/sign-in/with/acme/callback{end}")).text


async def test_who_says_no_there_is_told_that_nothing_was_changed(tiny: Tiny, browser: Browser) -> None:
    there = (await browser.peek("/sign-in/with/acme")).headers["location"]
    state = there.split("state=")[1].split("&")[0]
    page = await browser.get(f"/sign-in/with/acme/callback?error=access_denied&state={state}")
    assert "You did not go on at Acme" in page.text
    assert page.status_code == 403


async def test_an_answer_of_another_issuer_is_refused(tiny: Tiny, browser: Browser) -> None:
    back = tiny.consent((await browser.peek("/sign-in/with/acme")).headers["location"]).removeprefix(
        "http://localhost:8000"
    )
    assert "could not be believed" in (await browser.get(f"{back}&iss=https%3A%2F%2Fevil.example")).text


async def test_trouble_is_told_in_the_readers_language(tiny: Tiny, browser: Browser) -> None:
    page = await browser.get("/sign-in/with/acme/callback?code=x", **{"accept-language": "fr"})
    assert 'lang="fr"' in page.text
    assert "Recommencez" in page.text


@pytest.fixture
def strict(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_OIDC_ACME_ACR", "gold platinum")


async def test_who_did_not_check_strictly_enough_lets_nobody_in(tiny: Tiny, strict: None, browser: Browser) -> None:
    assert "acr_values=gold+platinum" in (await browser.peek("/sign-in/with/acme")).headers["location"]
    assert "did not check strictly enough" in (await came(browser, tiny, acr="silver")).text
    assert "Open an account" in (await came(browser, tiny, acr="platinum")).text


async def test_a_provider_that_nobody_set_is_missing(tiny: Tiny, browser: Browser) -> None:
    for path in ("/sign-in/with/other", "/sign-in/with/other/callback", "/sign-in/joining"):
        assert (await browser.get(path)).status_code == 404
    assert discovery.named("acme").label == "Acme"
