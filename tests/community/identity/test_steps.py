"""The second step: against the vectors of RFC 6238, each code once, few tries, codes on paper, and the team by setting."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from community.identity import sealing, settings, steps
from community.identity.models import RecoveryCode, SecondStep
from community.people import keys
from kernel import clock, db
from kernel.demo import PASSWORD
from kernel.features import House
from tests import cast
from tests.browsing import Browser, Page

STEP, SECOND = "/account/second-step", "/sign-in/second"
KNOWN = {"email": "ada@example.org", "password": PASSWORD, "next": "/ideas"}
NOW = datetime(2026, 11, 22, 12, 0, 10, tzinfo=UTC)
VECTORS = [(59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"),
           (2000000000, "69279037"), (20000000000, "65353130")]  # fmt: skip


@pytest.mark.parametrize(("second", "code"), VECTORS)
async def test_codes_are_those_of_the_rfc(home: House, second: int, code: str) -> None:
    """RFC 6238, appendix B, SHA-1; six digits are the last six of its eight."""
    ada = await cast.person("ada")
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert pyotp.TOTP(secret, digits=8).at(second) == code
    await SecondStep.create(person_id=ada.id, secret=sealing.seal(secret), created_at=NOW, confirmed_at=NOW)
    with clock.at(datetime.fromtimestamp(second, UTC)):
        assert await steps.opens(ada.id, code[2:])
        assert not await steps.opens(ada.id, code[2:])


async def switched_on(person_id: int) -> tuple[pyotp.TOTP, list[str]]:
    await steps.begin(person_id)
    app = pyotp.TOTP(str(await steps.pending(person_id)))
    codes = await steps.confirm(person_id, app.at(clock.now()))
    assert codes
    return app, codes


@pytest.mark.parametrize(("aside", "good"), [(-61, False), (-30, True), (0, False), (30, True), (61, False)])
async def test_a_clock_may_be_one_step_wrong_and_no_step_opens_twice(home: House, aside: int, good: bool) -> None:
    ada = await cast.person("ada")
    with clock.at(NOW - timedelta(hours=1) if aside else NOW):
        app, _codes = await switched_on(ada.id)
    with clock.at(NOW):
        assert await steps.opens(ada.id, app.at(NOW + timedelta(seconds=aside))) is good


async def test_the_secret_is_sealed_and_another_sites_key_does_not_open_it(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await cast.person("ada")
    with clock.at(NOW):
        app, codes = await switched_on(ada.id)
    assert app.secret not in str(await db.rows("SELECT * FROM second_step"))
    kept = str(await db.rows("SELECT * FROM recovery_code"))
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    moved = home.settings.model_copy(update={"secret": "another"})
    vars(moved).pop("key", None)
    monkeypatch.setattr(home, "settings", moved)
    with clock.at(NOW + timedelta(minutes=5)):
        assert not await steps.opens(ada.id, app.at(clock.now()))
        assert await steps.opens_by_paper(ada.id, codes[0]), "codes on paper outlive the site's secret"


async def test_paper_codes_open_once_each_however_they_are_typed(home: House) -> None:
    ada, ben = await cast.person("ada"), await cast.person("ben")
    _app, codes = await switched_on(ada.id)
    assert len(set(codes)) == 10
    assert {len(code.replace("-", "")) * 5 for code in codes} == {120}, (
        "bits, of letters and digits that carry five each"
    )
    assert not await steps.opens_by_paper(ben.id, codes[0])
    assert await steps.opens_by_paper(ada.id, codes[0].upper().replace("-", " "))
    assert not await steps.opens_by_paper(ada.id, codes[0])
    assert "You have 9 left" in await db.value("SELECT text FROM letter ORDER BY id DESC LIMIT 1")
    fresh = await steps.renew(ada.id)
    assert not await steps.opens_by_paper(ada.id, codes[1])
    assert await steps.opens_by_paper(ada.id, fresh[1])


async def half_in(browser: Browser) -> Browser:
    """A browser whose password was right."""
    theirs = browser.another()
    reply = await theirs.post("/sign-in", KNOWN)
    assert (reply.status_code, reply.headers["location"]) == (303, SECOND)
    assert "session" not in theirs.client.cookies
    return theirs


async def test_one_sets_it_up_and_then_it_is_asked_for(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    assert "<svg" in (await ada.submit(STEP, STEP)).text
    secret = await steps.pending((await cast.person("ada")).id)
    wrong = await ada.submit(STEP, f"{STEP}/confirmation", code="000000")
    assert wrong.status_code == 422
    page = await ada.submit(STEP, f"{STEP}/confirmation", code=pyotp.TOTP(str(secret)).at(clock.now()))
    codes = re.findall(r"\b\w{4}(?:-\w{4}){5}\b", page.text)
    assert len(codes) == 10
    assert page.headers["cache-control"] == "no-store"
    assert codes[0] not in (await ada.get(STEP)).text
    theirs = await half_in(browser)
    assert "Give the code" in (await theirs.get(SECOND)).text
    assert (await theirs.peek("/account")).status_code == 303
    with clock.at(clock.now() + timedelta(minutes=2)):
        reply = await theirs.post(SECOND, {"code": pyotp.TOTP(str(secret)).at(clock.now())})
    assert (reply.status_code, reply.headers["location"]) == (303, "/ideas")
    assert "by password" in (await theirs.get("/account/devices")).text
    assert (await theirs.get(SECOND)).status_code == 404
    by_paper = await half_in(browser)
    assert (await by_paper.post(f"{SECOND}/paper", {"code": codes[3]})).status_code == 303
    assert "No second step is asked for" in (await ada.submit(STEP, f"{STEP}/removal")).text
    assert (await browser.another().post("/sign-in", KNOWN)).headers["location"] == "/ideas"
    assert await RecoveryCode.all().count() == 0


async def test_five_wrong_codes_send_one_back_and_are_told(browser: Browser) -> None:
    await switched_on((await cast.person("ada")).id)
    theirs = await half_in(browser)
    found = [
        (await theirs.post(SECOND, {"code": code})).status_code for code in ("", "1", "abcdef", "٠٠٠٠٠٠", "000000")
    ]
    assert found == [422, 422, 422, 422, 404]
    assert (await theirs.get(SECOND)).status_code == 404
    assert "five wrong codes" in await db.value("SELECT text FROM letter ORDER BY id DESC LIMIT 1")


async def test_a_link_for_a_new_password_does_not_go_round_the_second_step(browser: Browser) -> None:
    ada = await cast.person("ada")
    await switched_on(ada.id)
    async with db.transaction():
        await keys.write_reset("ada@example.org", "en")
    link = re.search(r"/reset/[\w-]+", await db.value("SELECT text FROM letter ORDER BY id DESC LIMIT 1"))
    assert link
    page = await browser.submit(link[0], link[0], password="quince jelly 12")
    assert "One more step" in page.text
    assert (await browser.peek("/account")).status_code == 303


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_STAFF_SECOND_FACTOR", "on")
    settings._read.cache_clear()


async def test_the_team_is_led_to_set_one_up_where_a_site_asks_for_it(strict: None, browser: Browser) -> None:
    mo, ada = await cast.browser_as(browser, "mo"), await cast.browser_as(browser, "ada")
    for path in ("/", "/ideas", "/moderation", "/team/recoveries"):
        assert (await mo.peek(path)).headers["location"] == STEP
    assert (await mo.peek("/api/v1/ideas")).status_code == 403
    assert "The team works here with two proofs" in (await mo.get("/ideas")).text
    for path in ("/account", "/account/devices", "/account/passkeys/new", "/account/data"):
        assert (await mo.peek(path)).status_code == 200, path
    assert (await ada.peek("/ideas")).status_code == 200
    await switched_on((await cast.person("mo")).id)
    assert (await mo.peek("/moderation")).status_code == 200
    out: Page = await mo.submit("/account", "/sign-out")
    assert out.status_code == 200
