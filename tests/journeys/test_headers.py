"""What every answer carries, what lies open to nobody, and who is believed about who asks."""

from __future__ import annotations

import re
from pathlib import Path

import httpx2
import pytest
import uvicorn

from kernel import mail, serve
from kernel.app import create
from kernel.features import House, open_house
from run import house
from tests import cast
from tests.browsing import Browser, site_on

PATHS = ("/", "/ideas", "/ideas.atom", "/sitemap.xml", "/robots.txt", "/sign-in", "/nowhere", "/account", "/healthz")
MORE = ("/api/v1/ideas", "/api/v1/openapi.json", "/static/js/site.js", "/ideas/999999", "/pictures/0.webp")
TEMPLATES = Path(__file__).parents[2] / "templates"


async def test_every_answer_carries_its_guards(browser: Browser) -> None:
    for path in (*PATHS, *MORE):
        told = (await browser.another().peek(path, Origin="https://evil.example")).headers
        policy = told["content-security-policy"]
        assert re.search(r"default-src '(self|none)'", policy), path
        assert "script-src 'self'" in policy or "script-src" not in policy, path
        assert "frame-ancestors 'none'" in policy or told["x-frame-options"] == "DENY", path
        assert "object-src 'none'" in policy, path
        assert "base-uri 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert told["x-content-type-options"] == "nosniff", path
        assert told["referrer-policy"] == "same-origin", path
        assert "access-control-allow-origin" not in told, path


async def test_text_says_in_which_letters_it_is(browser: Browser) -> None:
    for path in (*PATHS, *MORE):
        reply = await browser.another().get(path)
        kind = reply.headers.get("content-type", "")
        assert kind or not reply.content, path
        if kind.startswith("text/") or "xml" in kind:
            assert "charset=utf-8" in kind.lower(), path


async def test_https_is_asked_for_on_every_answer(home: House) -> None:
    secure = house(home.settings.model_copy(update={"base_url": "https://localhost:8000"}))
    open_house(secure)
    async with site_on(secure) as stranger:
        for path in ("/", "/", "/nowhere", "/healthz", "/static/js/site.js", "/ideas.atom"):
            told = (await stranger.peek(path)).headers["strict-transport-security"]
            assert int(re.findall(r"max-age=(\d+)", told)[0]) >= 365 * 86400, path
            assert "includeSubDomains" in told, path
    open_house(home)


async def test_the_languages_cookie_is_bound_to_the_host_too(home: House) -> None:
    secure = house(home.settings.model_copy(update={"base_url": "https://localhost:8000"}))
    open_house(secure)
    async with site_on(secure) as stranger:
        cookie = (await stranger.peek("/language/fr")).headers["set-cookie"]
        assert cookie.startswith("__Host-language=fr;")
        assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
        reply = await stranger.peek("/sign-in", Cookie="__Host-language=fr")
        assert '<html lang="fr"' in reply.text
    open_house(home)


async def test_nothing_lies_open(browser: Browser) -> None:
    for path in (
        "/.git/config",
        "/.git/",
        "/.env",
        "/static/",
        "/static/js/",
        "/uploads/",
        "/tests/",
        "/components",
        "/docs",
    ):
        assert (await browser.another().peek(path)).status_code == 404, path
    reply = await browser.client.request("TRACE", "/")
    assert reply.status_code in (404, 405)


@pytest.mark.parametrize(
    ("address", "status"), [("8.8.8.8", 404), ("2600::1", 404), ("127.0.0.1", 200), ("10.0.0.7", 200)]
)
async def test_figures_are_not_for_the_open_net(home: House, address: str, status: int) -> None:
    transport = httpx2.ASGITransport(app=create(home), client=(address, 4000))
    async with httpx2.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        assert (await client.get("/metrics")).status_code == status


def test_who_asks_is_told_by_a_proxy_of_this_machine_alone(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    asked: dict[str, object] = {}
    monkeypatch.setattr(uvicorn, "run", lambda app, **told: asked.update(told))
    serve.run(home, host="127.0.0.1", port=8000)
    config = uvicorn.Config("run:app", **asked)  # type: ignore[arg-type]
    assert config.proxy_headers
    assert set(str(config.forwarded_allow_ips).split(",")) <= {"127.0.0.1", "::1"}


def test_a_password_is_typed_hidden_and_with_help() -> None:
    found = 0
    for path in TEMPLATES.rglob("*.html"):
        page = path.read_text("utf-8")
        assert "onpaste" not in page
        for line in page.splitlines():
            if "ui.field(" in line and re.search(r'"(password|current)"', line):
                found += 1
                assert 'type="password"' in line, path
                assert re.search(r'autocomplete="(new|current)-password"', line), path
    assert found >= 6


async def test_every_page_of_a_member_leads_out(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    for path in ("/", "/ideas", "/account", "/account/security", "/account/devices", "/nowhere"):
        assert 'action="/sign-out"' in (await ada.get(path)).text, path


async def test_no_letter_takes_a_further_header(home: House) -> None:
    letter = {"id": 1, "address": "ada@example.org", "subject": "Hello", "text": "x", "html": "x", "headers": "{}"}
    told = {"attached": None, "created_at": None}
    for field in ("address", "subject"):
        with pytest.raises(ValueError, match=r"linefeed|carriage|newline|CR or LF"):
            await mail._message({**letter, **told, field: "Ada\r\nBcc: all@example.org"})
