"""Signing out: here and then there, and there and then here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from community.providers.models import OutsideSession
from kernel import clock
from kernel.models import Session
from tests.browsing import Browser
from tests.community.providers.test_sign_in import came, joined
from tests.community.providers.tiny import Tiny

NORA = {"email": "nora@example.org", "email_verified": True}
TOLD = "/sign-out/by/acme"


async def test_signing_out_here_leads_on_to_the_provider(tiny: Tiny, browser: Browser) -> None:
    await joined(browser, tiny, **NORA, sid="there-1")
    page = await browser.submit("/account", "/sign-out")
    assert page.url.path == "/sign-out/going"
    assert f"{tiny.issuer}/out?" in page.text
    for part in (
        "client_id=tandem",
        "id_token_hint=ey",
        "post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Fsign-out%2Fdone",
    ):
        assert part in page.text
    assert not await Session.all().exists()
    assert "Signed out, here and there" in (await browser.get("/sign-out/done")).text
    assert (await browser.get("/sign-out/going")).status_code == 404


@pytest.mark.parametrize("how", ["no such place", "away"])
async def test_a_provider_that_cannot_does_not_keep_anybody_in(tiny: Tiny, browser: Browser, how: str) -> None:
    from community.providers import discovery

    if how == "no such place":
        tiny.about = {"end_session_endpoint": None}
    await joined(browser, tiny, **NORA)
    if how == "away":
        discovery.forget()
        tiny.status = 500
    page = await browser.submit("/account", "/sign-out")
    assert page.url.path == "/"
    assert not await Session.all().exists()


async def test_the_kept_token_is_sealed(tiny: Tiny, browser: Browser) -> None:
    await joined(browser, tiny, **NORA, sid="there-1")
    kept = await OutsideSession.get()
    assert "there-1" not in kept.id
    assert kept.hint.count(".") == 4  # JWE


async def test_a_session_that_ended_there_ends_here_and_no_other(tiny: Tiny, browser: Browser) -> None:
    await joined(browser, tiny, **NORA, sid="there-1")
    other = browser.another()
    await came(other, tiny, **NORA, sid="there-2")
    reply = await browser.another().post(TOLD, {"logout_token": tiny.sign_out_word(sub="s-1", sid="there-1")})
    assert (reply.status_code, reply.headers["cache-control"]) == (200, "no-store")
    assert (await browser.peek("/account")).status_code == 303
    assert (await other.peek("/account")).status_code == 200


async def test_without_a_session_named_all_that_it_began_end(tiny: Tiny, browser: Browser) -> None:
    await joined(browser, tiny, **NORA)
    other = browser.another()
    await came(other, tiny, **NORA)
    assert (await browser.another().post(TOLD, {"logout_token": tiny.sign_out_word(sub="s-1")})).status_code == 200
    assert (await browser.peek("/account")).status_code == 303
    assert (await other.peek("/account")).status_code == 303


async def test_of_somebody_unknown_nothing_ends(tiny: Tiny, browser: Browser) -> None:
    assert (await browser.post(TOLD, {"logout_token": tiny.sign_out_word(sub="nobody")})).status_code == 200


async def test_a_word_works_once(tiny: Tiny, browser: Browser) -> None:
    word = tiny.sign_out_word(sub="s-1", jti="the same")
    replies = [await browser.post(TOLD, {"logout_token": word}) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 400]


NOW = int(clock.now().timestamp())
WRONG: dict[str, dict[str, Any]] = {
    "issuer": {"iss": "https://evil.example"},
    "audience": {"aud": "another"},
    "old": {"iat": NOW - 3600},
    "young": {"iat": NOW + 86_400},  # an hour would be over before a long run comes here
    "over": {"exp": NOW - 3600},
    "no number": {"jti": None},
    "no event": {"events": None},
    "another event": {"events": {"http://example.org": {}}},
    "nonce": {"nonce": "n"},
    "nobody": {"sub": None},
}


@pytest.mark.parametrize("case", [*WRONG, "none", "shared", "garbled", "empty", "identity"])
async def test_a_word_that_cannot_be_believed_ends_nothing(tiny: Tiny, browser: Browser, case: str) -> None:
    await joined(browser, tiny, **NORA)
    tiny.alg = {"none": "none", "shared": "HS256"}.get(case, "ES256")
    word = tiny.sign_out_word(**{"sub": "s-1", **WRONG.get(case, {})})
    word = {"garbled": word[:-6] + "AAAAAA", "empty": "", "identity": tiny.signed({"iss": tiny.issuer})}.get(case, word)
    reply = await browser.another().post(TOLD, {"logout_token": word})
    assert reply.status_code == 400
    assert await Session.all().count() == 1


@pytest.mark.parametrize("typ", ["JWT", ""])
async def test_a_word_must_be_named_for_what_it_is(tiny: Tiny, browser: Browser, typ: str) -> None:
    await joined(browser, tiny, **NORA)
    reply = await browser.another().post(TOLD, {"logout_token": tiny.sign_out_word(sub="s-1", typ=typ)})
    assert reply.status_code == 400
    assert await Session.all().count() == 1


@pytest.fixture
def older(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_OIDC_ACME_LOGOUT_TYPE", "any")


@pytest.mark.parametrize("typ", ["JWT", ""])
async def test_of_an_older_provider_another_name_is_taken_where_that_is_set(
    tiny: Tiny, older: None, browser: Browser, typ: str
) -> None:
    await joined(browser, tiny, **NORA)
    reply = await browser.another().post(TOLD, {"logout_token": tiny.sign_out_word(sub="s-1", typ=typ)})
    assert reply.status_code == 200
    assert not await Session.all().exists()


async def test_what_is_over_is_forgotten(tiny: Tiny, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    from community.providers import goodbye
    from community.providers.models import SpentToken

    await joined(browser, tiny, **NORA, sid="there-1")
    await browser.post(TOLD, {"logout_token": tiny.sign_out_word(sub="nobody")})
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    await goodbye.sweep()
    assert await OutsideSession.all().count() == 1
    assert not await SpentToken.all().exists()
    await Session.all().delete()
    await goodbye.sweep()
    assert not await OutsideSession.all().exists()
