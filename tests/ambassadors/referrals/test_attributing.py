"""From a link to an account: the first invitation counts, for thirty days, and nothing is set before somebody says yes."""

from datetime import timedelta

import pytest

from ambassadors.referrals.models import Referral
from kernel import clock, db
from kernel.demo import PASSWORD
from kernel.features import the_house
from tests import cast
from tests.ambassadors.referrals import friends
from tests.browsing import Browser

NEW = {"name": "Kim", "email": "kim@example.net", "password": PASSWORD}


async def came() -> list[tuple[str, bool]]:
    """Handles of who invited, and whether they are shown the name, in the order of coming."""
    rows = await db.rows(
        "SELECT i.handle, r.shows_name AS is_shown FROM referral r JOIN person i ON i.id = r.inviter_id ORDER BY r.id"
    )
    return [(row["handle"], row["is_shown"]) for row in rows]


async def opened(browser: Browser, address: str = "kim@example.net") -> None:
    """The letter's link is opened, and its button pressed."""
    page = await friends.link(address)
    reply = await browser.submit(page, page.partition("?")[0])
    assert reply.status_code == 200, reply.text[:800]


async def test_nothing_is_set_in_a_browser_that_only_looks(browser: Browser) -> None:
    own = await friends.code(await friends.campaign())
    page = await browser.get(f"/sign-up/invited?via={own.code}")
    assert "Ada Morel invites you" in page.text
    assert "set-cookie" not in page.headers
    page = await browser.get(f"/sign-up?via={own.code}")
    assert "Ada Morel invites you" in page.text
    assert "set-cookie" not in page.headers
    assert dict(browser.client.cookies) == {}


async def test_the_code_of_a_form_is_kept_through_the_letter_even_in_another_browser(browser: Browser) -> None:
    own = await friends.code(await friends.campaign())
    await browser.submit(f"/sign-up?via={own.code}", "/sign-up", via=own.code, shows_name="1", **NEW)
    await opened(browser.another())
    assert await came() == [("ada", True)]


async def test_who_empties_the_field_came_by_nobody(browser: Browser) -> None:
    own = await friends.code(await friends.campaign())
    await browser.submit(f"/sign-up?via={own.code}", "/sign-up", via="", **NEW)
    await opened(browser)
    assert await came() == []


async def test_a_code_may_be_pasted_with_its_whole_link(browser: Browser) -> None:
    own = await friends.code(await friends.campaign())
    link = f"http://localhost:8000/sign-up/invited?via={own.code.upper()}"
    await browser.submit("/sign-up", "/sign-up", via=link, **NEW)
    await opened(browser)
    assert await came() == [("ada", False)]


async def test_a_code_that_nobody_has_is_said_and_everything_typed_stays(browser: Browser) -> None:
    await friends.campaign()
    reply = await browser.submit("/sign-up", "/sign-up", via="nobody-12345", shows_name="1", **NEW)
    assert reply.status_code == 422
    assert "Nobody has this code" in reply.text
    assert 'value="nobody-12345"' in reply.text
    assert 'value="kim@example.net"' in reply.text
    assert "checked" in reply.text
    assert await friends.letters("kim@example.net") == []


async def test_with_consent_a_browser_remembers_for_thirty_days_and_no_longer(browser: Browser) -> None:
    own = await friends.code(await friends.campaign())
    page = f"/sign-up/invited?via={own.code}"
    told = await browser.submit(page, "/sign-up/invited")
    assert "This browser remembers that Ada Morel invited you" in told.text
    assert "invited" in browser.client.cookies
    with clock.at(clock.now() + timedelta(days=29)):
        await browser.submit("/sign-up", "/sign-up", **NEW)
        await opened(browser)
    assert await came() == [("ada", False)]
    assert "invited" not in browser.client.cookies

    late = browser.another()
    await late.submit(page, "/sign-up/invited")
    with clock.at(clock.now() + timedelta(days=31)):
        await late.submit("/sign-up", "/sign-up", **{**NEW, "email": "late@example.net"})
        await opened(late, "late@example.net")
    assert len(await came()) == 1


async def test_the_first_who_invited_counts(browser: Browser) -> None:
    held = await friends.campaign()
    own, other = await friends.code(held), await friends.code(held, await cast.member("ben"))
    await browser.submit(f"/sign-up/invited?via={own.code}", "/sign-up/invited")
    page = await browser.get(f"/sign-up/invited?via={other.code}")
    assert "Ada Morel invited you first, and that counts." in page.text
    await browser.submit(f"/sign-up?via={other.code}", "/sign-up", via=other.code, **NEW)
    await opened(browser)
    assert await came() == [("ada", False)]


async def test_what_is_remembered_can_be_forgotten(browser: Browser) -> None:
    own = await friends.code(await friends.campaign())
    await browser.submit(f"/sign-up/invited?via={own.code}", "/sign-up/invited")
    await browser.submit(f"/sign-up/invited?via={own.code}", "/sign-up/invited/forgetting")
    assert "invited" not in browser.client.cookies


async def test_a_forged_memory_is_nothing(browser: Browser) -> None:
    own = await friends.code(await friends.campaign())
    browser.client.cookies.set("invited", f"{own.code}.{int(clock.now().timestamp())}.1.{'0' * 32}")
    await browser.submit("/sign-up", "/sign-up", **NEW)
    await opened(browser)
    assert await came() == []


async def test_an_account_that_an_import_made_keeps_who_invited_its_owner(browser: Browser) -> None:
    from community.people import actions as people

    own = await friends.code(await friends.campaign())
    await people.unclaimed([("kim@example.net", "Kim")])
    await browser.submit(f"/sign-up?via={own.code}", "/sign-up", via=own.code, **NEW)
    await opened(browser)
    assert await came() == [("ada", False)]


async def test_the_code_of_somebody_who_is_suspended_or_gone_brings_nobody_and_hinders_nobody(browser: Browser) -> None:
    own = await friends.code(await friends.campaign())
    await db.execute("UPDATE person SET suspended_until = ? WHERE handle = 'ada'", clock.now() + timedelta(days=9))
    assert "This invitation is over" in (await browser.get(f"/sign-up/invited?via={own.code}")).text
    await browser.submit(f"/sign-up?via={own.code}", "/sign-up", via=own.code, **NEW)
    await opened(browser)
    assert await came() == []
    assert await cast.person("kim")


async def test_whoever_has_an_account_already_is_told_so_and_came_by_nobody(browser: Browser) -> None:
    own = await friends.code(await friends.campaign())
    ben = await cast.browser_as(browser, "ben")
    page = await ben.get(f"/sign-up/invited?via={own.code}")
    assert "You have an account already" in page.text
    await browser.submit(
        f"/sign-up?via={own.code}", "/sign-up", via=own.code, name="Ben", email="ben@example.org", password=PASSWORD
    )
    assert (await friends.letters("ben@example.org"))[-1]["subject"] == "You have an account already"
    assert not await Referral.exists()


async def test_openings_are_counted_by_the_day_without_whom(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(the_house(), "settings", the_house().settings.model_copy(update={"rate_limits": "on"}))
    own = await friends.code(await friends.campaign())
    for _again in range(5):
        await browser.get(f"/sign-up/invited?via={own.code}")
    await browser.peek(f"/sign-up/invited?via={own.code}", **{"Sec-Purpose": "prefetch"})
    row = await db.row("SELECT opened, remembered FROM referral_opening WHERE code_id = ?", own.id)
    assert row == {"opened": 3, "remembered": 0}
