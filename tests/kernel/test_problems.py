"""What cannot be done is said as page, fragment or problem document, and never says more than it should."""

import asyncio

import asyncpg
import httpx2
import pytest
from starlette.types import Message
from tortoise.exceptions import OperationalError

from kernel import cache, db, health, pages, sessions
from kernel.logs import Lines
from kernel.settings import Settings
from tests.browsing import Browser
from tests.kernel.conftest import TEMPLATES, entered


@pytest.mark.parametrize(("kind", "status"), [("403", 403), ("409", 409), ("500", 500)])
async def test_an_error_carries_its_status(surfer: Browser, kind: str, status: int) -> None:
    page = await surfer.peek(f"/t/refuse/{kind}")
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["cache-control"] == "no-store"
    assert "secret detail" not in page.text


@pytest.mark.parametrize("kind", ["403", "500"])
async def test_an_error_speaks_the_readers_language_and_has_every_header(surfer: Browser, kind: str) -> None:
    whole = await surfer.get("/t/list")
    page = await surfer.peek(f"/t/refuse/{kind}", **{"Accept-Language": "fr"})
    assert {"403": "Cela ne vous revient pas", "500": "Quelque chose a cassé chez nous"}[kind] in page.text
    for name in ("content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy"):
        assert page.headers[name] == whole.headers[name]


async def test_a_fault_is_noted_with_its_place_and_the_line_stays_open(
    surfer: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    strict = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=surfer.app), base_url="http://localhost:8000")
    async with strict:
        assert (await strict.get("/t/refuse/500")).status_code == 500  # it would raise what the server is given
    (noted,) = [record for record in caplog.records if record.getMessage() == "a request failed"]
    line = Lines().format(noted)
    assert "ValueError at conftest.py" in line
    assert "secret detail" not in line


async def test_a_member_reads_of_a_fault_in_their_own_language(surfer: Browser) -> None:
    ben = await entered(surfer, 2)
    assert "Quelque chose a cassé chez nous" in (await ben.peek("/t/refuse/500")).text


@pytest.mark.parametrize(
    ("broken", "told", "status"),
    [
        (["errors/problem.html"], "<p>Late.</p>", 409),
        (["errors/problem.html", "errors/plain.html"], '<html lang="en">', 500),
    ],
)
async def test_a_broken_page_of_an_error_gives_way_to_a_plainer_one(
    surfer: Browser, monkeypatch: pytest.MonkeyPatch, broken: list[str], told: str, status: int
) -> None:
    for name in broken:
        monkeypatch.setitem(TEMPLATES, name, "{{ nobody.knows }}")
    pages.environment().cache = None
    page = await surfer.peek("/t/refuse/409")
    assert page.status_code == status
    assert told in page.text
    assert "<h1>Somebody was faster</h1>" in page.text or status == 409
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"


async def test_a_database_that_goes_at_the_door_is_said_in_the_browsers_language(
    surfer: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise OperationalError("no more room")

    await entered(surfer)
    cache.bump()
    monkeypatch.setattr(sessions, "load", away)
    page = await surfer.peek("/t/list", **{"Accept-Language": "fr"})
    assert page.status_code == 503
    assert "Rien n’est perdu" in page.text
    assert "content-security-policy" in page.headers


async def test_who_asks_for_json_gets_a_problem_document(surfer: Browser) -> None:
    reply = await surfer.peek("/t/refuse/409", Accept="application/json")
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json() == {"type": "about:blank", "title": "Conflict", "status": 409, "detail": "Late."}


async def test_an_unknown_address_is_a_page_or_a_problem(surfer: Browser) -> None:
    assert (await surfer.peek("/nowhere")).status_code == 404
    reply = await surfer.peek("/api/v1/nowhere")
    assert (reply.status_code, reply.json()["status"]) == (404, 404)


async def test_the_description_of_the_api_is_there(surfer: Browser) -> None:
    reply = await surfer.get("/api/v1/openapi.json")
    assert reply.json()["openapi"] == "3.1.0"
    again = await surfer.get("/api/v1/openapi.json", **{"If-None-Match": reply.headers["etag"]})
    assert again.status_code == 304


async def test_a_full_disk_is_a_clear_page_and_passes_without_restart(surfer: Browser) -> None:
    if not db.on_sqlite():
        pytest.skip("SQLite says how large it may grow")
    await entered(surfer)
    await db.execute("INSERT INTO site_setting (key, value) VALUES ('x', '\"\"')")
    pages_now = await db.value("PRAGMA page_count")
    await db.value(f"PRAGMA max_page_count = {pages_now}")
    codes = {(await _write(surfer)) for _ in range(80)}
    assert codes == {303, 503}
    await db.value(f"PRAGMA max_page_count = {pages_now + 100_000}")
    assert await _write(surfer) == 303


async def _write(browser: Browser) -> int:
    from tests.browsing import hidden_fields

    page = await browser.get("/t/page")
    return int((await browser.post("/t/write", hidden_fields(page.text, "/t/write"))).status_code)


async def test_a_database_that_is_away_is_a_clear_page_and_comes_back(surfer: Browser, settings: Settings) -> None:
    if settings.sqlite:
        pytest.skip("a file beside the process does not go away")
    name = db.postgresql(settings)["database"]
    admin = await _admin(settings)
    try:
        assert (await surfer.peek("/readyz")).status_code == 200
        await admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
        assert (await surfer.peek("/t/list?away")).status_code == 503
        assert (await surfer.peek("/readyz")).status_code == 503
        assert (await surfer.peek("/healthz")).status_code == 200
        await admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        for attempt in range(40):
            if (await surfer.peek(f"/t/list?back={attempt}")).status_code == 200:
                break
            await asyncio.sleep(0.1)
        assert (await surfer.peek("/readyz")).status_code == 200
    finally:
        await admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await admin.close()


async def _admin(settings: Settings) -> asyncpg.Connection:
    there = settings.database_url.replace(f"/{db.postgresql(settings)['database']}?", "/postgres?")
    return await db.alone(settings.model_copy(update={"database_url": there}))


async def test_a_nearly_full_disk_is_not_ready(surfer: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await surfer.peek("/readyz")).text == "ready"
    monkeypatch.setattr(health, "NEEDED", 1 << 62)
    reply = await surfer.peek("/readyz")
    assert (reply.status_code, reply.text) == (503, "disk: nearly full")


async def test_figures_for_those_who_watch(surfer: Browser) -> None:
    await surfer.get("/t/list")
    assert "tandem_requests_total" in (await surfer.get("/metrics")).text


async def test_who_leaves_before_a_form_is_sent_is_no_fault(surfer: Browser) -> None:
    await entered(surfer)
    cookie = "; ".join(f"{name}={value}" for name, value in surfer.client.cookies.items())
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        told.append(message)

    headers = [(b"cookie", cookie.encode()), (b"content-type", b"application/x-www-form-urlencoded")]
    about = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "root_path": ""}
    where = {"method": "POST", "path": "/t/write", "raw_path": b"/t/write", "query_string": b"", "headers": headers}
    await surfer.app({**about, **where, "server": ("localhost", 8000), "client": ("127.0.0.1", 1)}, receive, send)
    assert told[0]["status"] == 400
