"""What is sent to break in: addresses of other sites, line ends, fields that no form has, cookies of somebody else's making."""

from __future__ import annotations

import base64
import json
import logging
import re

import pytest

from community.people.models import Person
from kernel import db, forms, jobs, pages, reports, sessions
from kernel.demo import PASSWORD
from kernel.features import House, open_house, the_house
from kernel.logs import Lines
from run import house
from tests import cast
from tests.browsing import ORIGIN, Browser, hidden_fields, site_on
from tests.ideas.board import things

EVIL = "evil.example"
AWAY = (
    f"https://{EVIL}/",
    f"//{EVIL}/",
    f"/\\{EVIL}/",
    f"\\\\{EVIL}",
    f"/\t/{EVIL}",
    f"\t//{EVIL}",
    f"/\n/{EVIL}",
    f"/\r\nLocation: https://{EVIL}/",
    f"///{EVIL}",
    f"javascript:alert('{EVIL}')",
    f" //{EVIL}",
    f"/\u2028/{EVIL}",
)


@pytest.mark.parametrize("address", AWAY)
def test_no_address_of_another_site_is_gone_on_to(address: str) -> None:
    assert pages.safe_next(address, "/home") == "/home"


@pytest.mark.parametrize("address", ["/", "/ideas?q=a b&sort=top", "/search?q=été", "/ideas/5-shoes#comment-7"])
def test_an_address_of_this_site_is(address: str) -> None:
    assert pages.safe_next(address, "/home") == address


@pytest.mark.parametrize("address", AWAY)
async def test_signing_in_leads_nowhere_else(browser: Browser, address: str) -> None:
    await cast.member("ada")
    known = {"email": "ada@example.org", "password": PASSWORD, "next": address}
    reply = await browser.another().post("/sign-in", known, Origin=ORIGIN)
    assert reply.headers["location"] == "/"
    assert EVIL not in str(reply.headers)


async def test_a_host_somebody_made_up_is_in_no_page_no_letter_and_no_memory(browser: Browser) -> None:
    ada = await cast.member("ada")
    idea = await things.idea("Wider toes", by=ada)
    told = {"Host": EVIL, "X-Forwarded-Host": EVIL, "X-Forwarded-Proto": "gopher", "X-Original-URL": "/sign-up"}
    paths = (
        "/",
        f"/ideas/{idea.id}",
        "/ideas.atom",
        "/sitemap.xml",
        "/robots.txt",
        "/sign-in",
        "/nowhere",
        "/api/v1/ideas",
    )
    for path in paths:
        asked = await browser.another().get(path, **told)
        after = await browser.another().get(path)
        assert EVIL not in asked.text + str(asked.headers), path
        assert asked.status_code == after.status_code, path
        assert _without_words_of_the_moment(asked.text) == _without_words_of_the_moment(after.text), path
    await browser.post("/reset", {"email": "ada@example.org"}, **told, Origin=ORIGIN)
    await jobs.work(the_house(), until_idle=True)
    letter = await db.row("SELECT text, html FROM letter ORDER BY id DESC LIMIT 1")
    assert letter is not None
    assert ORIGIN in letter["text"]
    assert EVIL not in letter["text"] + letter["html"]


def _without_words_of_the_moment(page: str) -> str:
    return re.sub(r"<updated>[^<]*</updated>", "", page)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Accept-Language", "fr", "en"),
        ("Accept-Language", "en", "fr"),
        ("Accept-Language", "xx," * 20 + "fr", "en"),
        ("Accept-Encoding", "gzip", "identity"),
        ("Accept-Encoding", "identity", "gzip"),
        ("Cookie", "language=fr", "language=en"),
        ("Cookie", "session =stolen", "language=fr"),
    ],
)
async def test_a_header_that_comes_twice_leaves_no_page_in_memory_for_others(
    browser: Browser, name: str, first: str, last: str
) -> None:
    plain = {"Accept-Language": "en", "Accept-Encoding": "identity", "Sec-Fetch-Site": "same-origin"}
    evil = [(key, value) for key, value in plain.items() if key != name] + [(name, first), (name, last)]
    await browser.client.request("GET", "/ideas", headers=evil)
    for value in (first, last):
        asked = {**plain, name: value}
        seen = [(await browser.client.get(path, headers=asked)) for path in ("/ideas", "/ideas?so=fresh")]
        assert len({page.headers.get("content-encoding") for page in seen}) == 1
        assert len({re.findall(r'<html[^>]* lang="(\w+)"', page.text)[0] for page in seen}) == 1
        assert "set-cookie" not in seen[0].headers


@pytest.mark.parametrize("name", ["a" * 5000, "..%2f..%2fsecret", "%00", "٣", "A" * 64])
async def test_no_file_is_found_by_a_name_of_somebodys_making(browser: Browser, name: str) -> None:
    assert (await browser.peek(f"/pictures/{name}.webp")).status_code == 404


@pytest.mark.parametrize("place", [b"[" * 20_000, b'["a\\u0000b",1]', b'["\\ud800",1]', b'["\\ud800"]', b"[9e999,1]"])
async def test_no_cursor_of_somebodys_making_breaks_a_list(browser: Browser, place: bytes) -> None:
    root = await cast.browser_as(browser, "root")
    after = base64.urlsafe_b64encode(place).decode().rstrip("=")
    for path in ("/meetings", "/moderation/waiting", "/team/customers", "/missions", "/ambassadors", "/account/ideas"):
        assert (await root.peek(f"{path}?after={after}")).status_code < 500, path


@pytest.mark.parametrize(
    "typed", ["%0d%0aSet-Cookie:%20won=1", "%0aSet-Cookie:won=1", "%E5%98%8A%E5%98%8DSet-Cookie:won=1"]
)
async def test_no_line_end_gets_into_a_header(browser: Browser, typed: str) -> None:
    for path in (
        f"/sign-in?next=/{typed}",
        f"/language/fr?next=/{typed}",
        f"/ideas/{typed}",
        f"/ideas?q={typed}",
        f"/{typed}",
    ):
        reply = await browser.another().peek(path)
        assert reply.status_code < 500, path
        assert "won" not in reply.headers.get("set-cookie", ""), path
        assert not [name for name, value in reply.headers.multi_items() if "\n" in value or "\r" in value], path


def test_a_line_of_the_log_stays_one_line_whatever_is_in_it() -> None:
    record = logging.LogRecord("tandem", logging.WARNING, __file__, 1, 'a\nb\r\n{"level": "error"}\u2028', (), None)
    line = Lines().format(record)
    assert "\n" not in line
    assert "\r" not in line
    assert json.loads(line)["said"].startswith("a\nb")


async def test_fields_that_a_form_does_not_have_change_nothing(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    before = await Person.get(handle="ada")
    more = {
        "role": "admin",
        "is_ambassador": "1",
        "is_claimed": "0",
        "email": "x@example.org",
        "id": "99",
        "password": "x",
    }
    page = await ada.submit("/account", "/account", name="Ada", handle="ada", suspended_until="2099-01-01", **more)
    assert page.status_code == 200
    after = await Person.get(handle="ada")
    kept = ("id", "role", "is_ambassador", "is_claimed", "email", "password", "suspended_until", "created_at")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]


def test_no_form_takes_what_it_does_not_name() -> None:
    def under(kind: type[forms.Form]) -> set[type[forms.Form]]:
        return {kind}.union(*(under(one) for one in kind.__subclasses__()))

    known = under(forms.Form)
    assert len(known) > 60
    assert [kind.__name__ for kind in known if kind.model_config.get("extra") == "allow"] == []


async def test_a_session_is_never_one_that_was_there_before(browser: Browser) -> None:
    await cast.member("ada")
    name = sessions.cookie_name()
    victim = browser.another()
    victim.client.cookies.set(name, "chosen-by-somebody-else", domain="localhost.local")
    await victim.sign_in("ada@example.org", PASSWORD)
    first = victim.client.cookies[name]
    assert first != "chosen-by-somebody-else"
    attacker = browser.another()
    attacker.client.cookies.set(name, "chosen-by-somebody-else", domain="localhost.local")
    assert (await attacker.peek("/account")).headers["location"].startswith("/sign-in")
    csrf = hidden_fields((await victim.get("/account")).text, "/sign-out")["csrf"]
    known = {"email": "ada@example.org", "password": PASSWORD, "csrf": csrf}
    await victim.post("/sign-in", known, Origin=ORIGIN)
    assert victim.client.cookies[name] != first
    old = browser.another()
    old.client.cookies.set(name, first, domain="localhost.local")
    assert (await old.peek("/account")).headers["location"].startswith("/sign-in")


async def test_on_https_every_cookie_is_bound_to_this_host(home: House) -> None:
    ada = await cast.member("ada")
    secure = house(home.settings.model_copy(update={"base_url": "https://localhost:8000"}))
    open_house(secure)
    async with site_on(secure) as stranger:
        known = {"email": "ada@example.org", "password": PASSWORD}
        reply = await stranger.post("/sign-in", known, Origin="https://localhost:8000")
        found = reply.headers.get_list("set-cookie")
        assert len(found) == 1
        assert found[0].startswith("__Host-session=")
        assert {"Secure", "HttpOnly", "Path=/"} <= set(found[0].split("; "))
        assert "domain" not in found[0].lower()
        assert "max-age=" in reply.headers["strict-transport-security"]
    open_house(home)
    assert ada.id


class TestReports:
    """Of the content security policy."""

    async def test_one_is_counted_and_says_nothing_of_who_sent_it(
        self, browser: Browser, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert f"report-uri {reports.PATH}" in (await browser.get("/")).headers["content-security-policy"]
        told = {
            "csp-report": {
                "effective-directive": "script-src-elem",
                "blocked-uri": f"https://{EVIL}/a.js?token=secret",
                "document-uri": f"{ORIGIN}/reset/very-secret",
            }
        }
        with caplog.at_level(logging.WARNING, "tandem.csp"):
            reply = await browser.client.post(reports.PATH, content=json.dumps(told))
        assert reply.status_code == 204
        assert [record.getMessage() for record in caplog.records] == [
            f"a page was kept from something: script-src-elem https://{EVIL}"
        ]

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            (b"{", 422),
            (b"\xff\xfe", 422),
            (b"[]", 204),
            (b"7", 204),
            (b"[" * 15_000, 422),
            (b'{"a":' * 3000, 422),
            (b'{"csp-report": []}', 204),
            (b'[{"body": {"effectiveDirective": "x\\ny", "blockedURL": "http://["}}]', 204),
            (b"x" * (reports.LARGEST + 1), 413),
        ],
    )
    async def test_what_is_no_report_breaks_nothing(self, browser: Browser, body: bytes, status: int) -> None:
        assert (await browser.client.post(reports.PATH, content=body)).status_code == status


async def test_what_was_encoded_twice_is_decoded_once(browser: Browser) -> None:
    page = (await browser.get("/search?q=%253Cb%253E%2526amp%253B")).text
    assert 'value="%3Cb%3E%26amp%3B"' in page
    assert "<b>&amp;" not in page
    assert (await browser.peek("/static/js/%252e%252e/%252e%252e/run.py")).status_code == 404
