"""Sessions live on the server, forms carry their token, and nobody writes from elsewhere."""

from datetime import timedelta

import pytest
from starlette.requests import HTTPConnection

from kernel import clock, db, sessions
from kernel.settings import Settings
from tests.browsing import Browser, hidden_fields, site_on
from tests.kernel.conftest import csrf, entered, small_house


def token(browser: Browser) -> str:
    return str(browser.client.cookies.get("session"))


async def form_token(browser: Browser) -> str:
    return hidden_fields((await browser.get("/t/page")).text, "/t/write")["csrf"]


async def test_a_stranger_is_sent_to_the_sign_in_page_and_back(surfer: Browser) -> None:
    reply = await surfer.peek("/t/page?a=1")
    assert (reply.status_code, reply.headers["location"]) == (303, "/sign-in?next=/t/page%3Fa%3D1")


async def test_a_member_who_may_not_sees_nothing_there(surfer: Browser) -> None:
    assert (await (await entered(surfer)).peek("/t/staff")).status_code == 404
    assert (await (await entered(surfer, 3)).peek("/t/staff")).status_code == 200


async def test_the_table_holds_no_token(surfer: Browser) -> None:
    await entered(surfer)
    rows = await db.rows("SELECT * FROM session")
    assert [row["id"] for row in rows] == [sessions.digest(token(surfer))]
    assert token(surfer) not in str(rows)
    assert [len(part) * 6 // 8 for part in token(surfer).split(".")] == [16, 32], "bytes, in six bits a letter"


async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(surfer: Browser) -> None:
    reply = await surfer.post("/t/enter/1")
    cookie = reply.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie


async def test_https_makes_the_cookie_secure_and_bound_to_the_host(settings: Settings) -> None:
    secure = settings.model_copy(update={"base_url": "https://ideas.example.org"})
    async with site_on(small_house(secure)) as browser:
        reply = await browser.post("/t/enter/1")
    assert reply.headers["set-cookie"].startswith("__Host-session=")
    assert "secure" in reply.headers["set-cookie"].lower()
    assert "strict-transport-security" in reply.headers


async def test_signing_in_again_begins_another_session(surfer: Browser) -> None:
    await entered(surfer)
    first = token(surfer)
    await entered(surfer, 2)
    assert token(surfer) != first
    assert await db.value("SELECT count(*) FROM session") == 1
    surfer.client.cookies.clear()
    surfer.client.cookies.set("session", first)
    assert (await surfer.peek("/t/page")).status_code == 303


async def test_signing_out_ends_the_session_on_the_server(surfer: Browser) -> None:
    await entered(surfer)
    kept = token(surfer)
    await surfer.post("/t/leave", {"csrf": csrf(surfer)})
    surfer.client.cookies.clear()
    surfer.client.cookies.set("session", kept)
    assert (await surfer.peek("/t/page")).status_code == 303


async def test_a_session_ends_by_itself(surfer: Browser) -> None:
    await entered(surfer)
    with clock.at(clock.now() + sessions.LIFE + timedelta(minutes=1)):
        sessions._viewers.forget(sessions.digest(token(surfer)))
        assert (await surfer.peek("/t/page")).status_code == 303
        await sessions.sweep()
    assert await db.value("SELECT count(*) FROM session") == 0


async def test_no_session_lasts_for_ever_however_often_it_is_used(surfer: Browser) -> None:
    await entered(surfer)
    began, step = clock.now(), sessions.LIFE - timedelta(days=1)
    for times in (1, 2, 3):
        with clock.at(began + times * step):
            sessions._viewers.forget(sessions.digest(token(surfer)))
            seen = (await surfer.peek("/t/page")).status_code
        assert seen == (200 if times * step < sessions.LONGEST else 303)
    ends = await db.row("SELECT expires_at FROM session")
    assert ends is not None
    assert abs(ends["expires_at"] - began - sessions.LONGEST) < timedelta(minutes=1)
    with clock.at(began + sessions.LONGEST + timedelta(minutes=1)):
        sessions._viewers.forget(sessions.digest(token(surfer)))
        assert (await surfer.peek("/t/page")).status_code == 303


async def test_signing_out_takes_what_the_browser_kept_of_our_pages(surfer: Browser) -> None:
    await entered(surfer)
    reply = await surfer.post("/t/leave", {"csrf": csrf(surfer)})
    assert reply.headers["clear-site-data"] == '"cache", "storage"'
    await entered(surfer)
    assert "clear-site-data" not in (await surfer.post("/t/enter/1")).headers


async def test_signing_out_everywhere_may_spare_the_present_browser(surfer: Browser) -> None:
    other = surfer.another()
    await entered(surfer)
    await entered(other)
    async with db.transaction():
        await sessions.end_all(1, but=token(surfer))
    assert (await surfer.peek("/t/page")).status_code == 200
    assert (await other.peek("/t/page")).status_code == 303


async def test_a_cookie_somebody_made_up_is_a_stranger(surfer: Browser) -> None:
    for made_up in ("x", "'; DROP TABLE session; --", "a" * 5000):
        surfer.client.cookies.clear()
        surfer.client.cookies.set("session", made_up)
        assert (await surfer.peek("/t/page")).status_code == 303


async def test_a_form_with_its_token_is_taken_and_says_so_once(surfer: Browser) -> None:
    await entered(surfer)
    assert "It is written." in (await surfer.submit("/t/page", "/t/write")).text
    assert "It is written." not in (await surfer.get("/t/page")).text


async def test_a_form_without_its_token_is_refused(surfer: Browser) -> None:
    await entered(surfer)
    stale = await form_token(surfer)
    await surfer.post("/t/leave", {"csrf": stale})
    await entered(surfer)
    other = surfer.another()
    await entered(other, 2)
    for sent in (
        {},
        {"csrf": ""},
        {"csrf": "x"},
        {"csrf": "é\udcff"[:1]},
        {"csrf": stale},
        {"csrf": await form_token(other)},
    ):
        assert (await surfer.post("/t/write", sent)).status_code == 403
    assert await db.value("SELECT count(*) FROM event") == 0
    assert (await surfer.post("/t/write", {"csrf": await form_token(surfer)})).status_code == 303


async def test_a_form_outlives_a_new_sign_in_of_the_same_person_and_of_nobody_else(surfer: Browser) -> None:
    await entered(surfer)
    before, opened = token(surfer), await form_token(surfer)
    await entered(surfer)
    assert token(surfer) != before
    assert (await surfer.post("/t/write", {"csrf": opened})).status_code == 303
    await entered(surfer, 2)
    assert (await surfer.post("/t/write", {"csrf": opened})).status_code == 403
    await entered(surfer)
    assert (await surfer.post("/t/write", {"csrf": opened})).status_code == 403


async def test_nobody_chooses_the_token_of_somebody_elses_forms(surfer: Browser) -> None:
    for planted in ("chosen.word", "chosen", f"{token(await entered(surfer.another(), 2))}"):
        surfer.client.cookies.clear()
        surfer.client.cookies.set("session", planted)
        kept = sessions.csrf_of(planted)
        await surfer.post("/t/enter/1", {"csrf": kept})
        assert (await surfer.post("/t/write", {"csrf": kept})).status_code == 403


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "", "Origin": "https://evil.example"}]
)
async def test_a_form_from_another_site_is_refused(surfer: Browser, headers: dict[str, str]) -> None:
    await entered(surfer)
    sent = {"csrf": await form_token(surfer)}
    assert (await surfer.post("/t/write", sent, **headers)).status_code == 403


async def test_a_write_by_get_does_not_exist(surfer: Browser) -> None:
    await entered(surfer)
    assert (await surfer.peek("/t/write")).status_code == 405


async def test_an_id_that_is_no_number_is_not_there(surfer: Browser) -> None:
    for odd in ("x", "-1", "1e3", "٣", "9" * 30, "1%00"):
        assert (await surfer.post(f"/t/enter/{odd}")).status_code == 404


async def test_a_limit_says_when_to_try_again(settings: Settings) -> None:
    limited = settings.model_copy(update={"rate_limits": "on"})
    async with site_on(small_house(limited)) as browser:
        answers = [await browser.peek("/t/slow") for _ in range(3)]
    assert [reply.status_code for reply in answers] == [200, 200, 429]
    assert int(answers[2].headers["retry-after"]) >= 1


async def test_a_body_declared_too_large_is_not_read(surfer: Browser) -> None:
    reply = await surfer.post("/t/form", {"title": "x"}, **{"Content-Length": "99999999999"})
    assert reply.status_code == 413


@pytest.mark.parametrize(
    ("cookies", "found"),
    [
        ([b"session=abc"], "abc"),
        ([b"a=1; session=abc;b=2"], "abc"),
        ([b"session=one; session=two"], "two"),
        ([b"a=1", b"session=abc"], "abc"),
        ([b"xsession=abc"], ""),
        ([b"session2=abc; a=session=abc"], ""),
        ([b"session"], ""),
        ([b"\xff\xfe; session=\xe9"], "\xe9"),
        ([], ""),
    ],
)
def test_one_cookie_is_read_without_the_others(cookies: list[bytes], found: str) -> None:
    asked = HTTPConnection({"type": "http", "headers": [(b"cookie", line) for line in cookies]})
    assert sessions.crumb(asked, "session") == found
