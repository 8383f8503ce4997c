"""Pages are made once for all viewers of a scope; strangers' come from memory; a change empties it."""

import gzip
from datetime import UTC, datetime

import pytest
from markupsafe import Markup

from kernel import db, i18n, pages, slots
from tests.browsing import Browser
from tests.kernel.conftest import _happen, calls, entered


async def happen() -> None:
    async with db.transaction():
        await _happen()


async def test_a_page_is_made_once_until_something_changes(surfer: Browser) -> None:
    assert "0 events" in (await surfer.get("/t/list")).text
    await surfer.get("/t/list")
    assert calls["build"] == 1
    await happen()
    assert "1 events" in (await surfer.get("/t/list")).text
    assert calls["build"] == 2


async def test_members_share_a_page_but_for_their_own_pieces(surfer: Browser) -> None:
    ada, ben = surfer, surfer.another()
    await entered(ada)
    await entered(ben, 2)
    ben.client.headers["Accept-Language"] = "en"
    first = (await ada.get("/t/list")).text
    second = (await ben.get("/t/list")).text
    assert "ada&#39;s 1" in first or "ada's 1" in first
    assert "ada" not in second
    assert "shared 3 for ben" in second


async def test_a_list_asks_each_slot_once(surfer: Browser) -> None:
    await entered(surfer)
    await surfer.get("/t/list")
    assert (calls["shared"], calls["mine"]) == (1, 1)


async def test_strangers_pages_carry_no_cookie_and_no_token(surfer: Browser) -> None:
    for _ in range(2):
        reply = await surfer.get("/t/list")
        assert "set-cookie" not in reply.headers
        assert "csrf" not in reply.text
        assert "public" in reply.headers["cache-control"]
        assert "for nobody" in reply.text


async def test_a_stranger_who_has_the_page_gets_304(surfer: Browser) -> None:
    first = await surfer.get("/t/list")
    again = await surfer.get("/t/list", **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    await happen()
    assert (await surfer.get("/t/list", **{"If-None-Match": first.headers["etag"]})).status_code == 200


async def test_members_pages_are_not_kept_by_anybody(surfer: Browser) -> None:
    await entered(surfer)
    reply = await surfer.get("/t/list")
    assert "public" not in reply.headers.get("cache-control", "")
    assert "etag" not in reply.headers


async def test_languages_do_not_share_a_page(surfer: Browser) -> None:
    await surfer.get("/t/list", **{"Accept-Language": "en"})
    await surfer.get("/t/list", **{"Accept-Language": "fr"})
    assert calls["build"] == 2


async def test_htmx_gets_the_block_alone(surfer: Browser) -> None:
    reply = await surfer.get("/t/list", **{"HX-Request": "true"})
    assert "<li>" in reply.text
    assert "<h1>" not in reply.text


async def test_text_that_looks_like_a_hole_stays_text(surfer: Browser) -> None:
    await entered(surfer)
    for typed in ("%02t.mine:1%03", "%02" + "0" * 12 + "csrf:%03", "{{ slot('csrf') }}", "%02" * 40):
        reply = await surfer.get(f"/t/list?q={typed}")
        assert reply.status_code == 200
        assert reply.text.count("ada's") + reply.text.count("ada&#39;s") == 3


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("{{ _('Search') }}", "Chercher"),
        ("{{ _('Being brought over, %(percent)s%%.', percent=5) }}", "Reprise en cours, 5 %."),
        ("{{ _('Being brought over, %(percent)s%%.', percent='<b>') }}", "Reprise en cours, &lt;b&gt; %."),
        ("{% trans percent='<b>'|safe %}Being brought over, {{ percent }}%.{% endtrans %}", "Reprise en cours, <b> %."),
        ("{{ _('never said 100%%') }}", "never said 100%"),
        ("{{ _('') }}", ""),
    ],
)
async def test_a_sentence_of_a_template_is_said_with_its_values(surfer: Browser, written: str, read: str) -> None:
    template = pages.environment().from_string(written)
    with i18n.speaking("fr"):
        assert template.render().replace("\xa0", " ").replace("\u202f", " ") == read
    with i18n.speaking("en"):
        assert "Reprise" not in template.render()


async def test_a_control_made_once_is_its_own_in_each_language_and_zone_and_escapes_what_is_not_safe(
    surfer: Browser,
) -> None:
    source = (
        "{% macro told(word, at=none) %}{{ _('Search') }} {{ word }} {% if at %}{{ at|datetime }}{% endif %}"
        "{% do made.append(1) %}{% endmacro %}{% set told = once(told) %}"
    )
    made: list[int] = []
    template = pages.environment().from_string(source, globals={"made": made})
    told, late = vars(template.module)["told"], datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    for lang, zone, said in [
        ("en", "UTC", "Search <b>"),
        ("fr", "UTC", "Chercher <b>"),
        ("en", "Asia/Tokyo", "Search <b>"),
    ]:
        with i18n.speaking(lang, zone):
            assert told(Markup("<b>")) == told(Markup("<b>")) == f"{said} "
            assert told("<b>") == said.replace("<b>", "&lt;b&gt; ")
            assert told("x", at=late) == told("x", at=late)
            assert ("Feb" in told("x", at=late)) == (zone == "Asia/Tokyo")
    assert len(made) == 9


def test_the_name_of_a_hole_cannot_be_guessed() -> None:
    assert len(slots._NONCE) == 12
    assert slots.cut("\x02000000000000csrf:\x03") == [b"\x02000000000000csrf:\x03"]


async def test_long_pages_are_compressed_for_those_who_can(surfer: Browser) -> None:
    async with surfer.client.stream("GET", "/t/list?q=" + "a" * 2000, headers={"Accept-Encoding": "gzip"}) as reply:
        raw = b"".join([piece async for piece in reply.aiter_raw()])
    assert reply.headers["content-encoding"] == "gzip"
    assert b"aaaa" in gzip.decompress(raw)
    plain = await surfer.get("/t/list?q=" + "a" * 2000, **{"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers


async def test_every_page_names_its_policy(surfer: Browser) -> None:
    for path in ("/t/list", "/nowhere", "/healthz"):
        headers = (await surfer.peek(path)).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_only_addresses_of_this_site_are_gone_on_to() -> None:
    for odd in ("", None, "https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "/a\nb"):
        assert pages.safe_next(odd) == "/"
    assert pages.safe_next("/ideas?x=1") == "/ideas?x=1"
