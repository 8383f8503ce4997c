"""Where one is signed in, and signing out from afar."""

from __future__ import annotations

from kernel import clock, db, sessions
from tests import cast
from tests.browsing import Browser


def word(browser: Browser) -> str:
    return str(browser.client.cookies.get("session"))


def csrf(browser: Browser) -> str:
    return sessions.csrf_of(word(browser))


async def test_one_signs_out_everywhere_else(browser: Browser) -> None:
    ada, other = await cast.browser_as(browser, "member"), await cast.browser_as(browser, "member")
    await ada.submit("/account", "/account/sessions/end")
    assert (await other.peek("/account")).status_code == 303
    assert (await ada.peek("/account")).status_code == 200


async def test_one_signs_out_one_browser_and_no_one_elses(browser: Browser) -> None:
    ada, other, ben = [await cast.browser_as(browser, who) for who in ("ada", "ada", "ben")]

    def end(theirs: Browser) -> str:
        return f"/account/sessions/{sessions.digest(word(theirs))}/end"

    refused = await ada.post(end(ben), {"csrf": csrf(ada)})
    assert refused.status_code == 404
    assert (await ben.peek("/account")).status_code == 200
    assert "That browser has been signed out." in (await ada.submit("/account", end(other))).text
    assert (await other.peek("/account")).status_code == 303
    page = (await ada.get("/account/devices")).text
    assert page.count("Signed in since") == 1
    assert "/account/sessions/end" not in page
    here = await ada.post(end(ada), {"csrf": csrf(ada)})
    assert (here.headers["location"], "session=" in here.headers["set-cookie"]) == ("/", True)
    assert (await ada.peek("/account")).status_code == 303


async def test_a_browser_whose_time_is_over_is_not_listed(browser: Browser) -> None:
    ada, old = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ada")
    other = sessions.digest(word(old))
    await db.execute("UPDATE session SET expires_at = ? WHERE id = ?", clock.now(), other)
    assert (await ada.get("/account/devices")).text.count("Signed in since") == 1
