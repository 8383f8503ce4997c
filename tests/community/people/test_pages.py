"""The door, one's account and the people of the house, as stranger, member and administrator."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote, urlsplit

import pytest
from PIL import Image

from community.people.models import Person, Token
from community.people.pages import DEMO_PASSWORD
from kernel import clock, db, jobs, security, sessions, site
from kernel.demo import PASSWORD
from kernel.features import the_house
from kernel.lists import cursor
from tests import cast
from tests.browsing import Browser, Page, hidden_fields

NEW = {"name": "Zoé Martel", "email": "zoe@example.org", "password": "plum and thyme 7"}
PROFILE = {"name": "Ada M.", "handle": "ada", "bio": "Rennes.", "language": "en", "zone": "Europe/Paris"}


async def letter_link(kind: str) -> str:
    text = await db.value("SELECT text FROM letter ORDER BY id DESC LIMIT 1")
    found = re.search(rf"/{kind}/[\w-]+", text)
    assert found, text
    return found[0]


async def test_somebody_signs_up_confirms_and_is_in(browser: Browser) -> None:
    sent = await browser.submit("/sign-up", "/sign-up", **NEW)
    assert "Look in your letters" in sent.text
    link = await letter_link("confirm")
    page = await browser.submit(link, link)
    assert "My account" in page.text
    assert "zoe@example.org" in page.text
    assert (await browser.get(link)).status_code == 404
    assert (await browser.get("/people/zoe-martel")).status_code == 200
    out = await browser.submit("/account", "/sign-out")
    assert "Sign in" in out.text
    await browser.sign_in("zoe@example.org", NEW["password"])
    assert (await browser.get("/account")).status_code == 200


async def test_who_came_to_do_something_is_led_back_to_it_and_nowhere_else(browser: Browser) -> None:
    wanted = "/studio/bief?dye-upper=lake&text-sole=Ond%C3%A9"
    page = await browser.get(f"/sign-in?next={quote(wanted)}")
    way = re.search(r'href="(/sign-up[^"]*)"', page.text)
    assert way
    there = unescape(way[1])
    refused = await browser.submit(there, "/sign-up", name="", email="zoe@example.org", password="x")
    assert hidden_fields(refused.text, "/sign-up")["next"] == wanted
    await browser.submit(there, "/sign-up", **NEW)
    text = await db.value("SELECT text FROM letter ORDER BY id DESC LIMIT 1")
    link = re.search(r"/confirm/\S+", text)
    assert link
    asked = await browser.get(link[0])
    sent = hidden_fields(asked.text, urlsplit(link[0]).path)
    assert sent["next"] == wanted
    away = urlsplit(link[0]).path + "?next=//evil.example"
    assert hidden_fields((await browser.get(away)).text, "/x")["next"] == "/account"
    reply = await browser.post(urlsplit(link[0]).path, sent)
    assert (reply.status_code, reply.headers["location"]) == (303, wanted)


async def test_a_known_address_gets_the_same_answer_and_another_letter(browser: Browser) -> None:
    await cast.person("ada")
    fresh = await browser.post("/sign-up", NEW)
    known = await browser.post("/sign-up", {**NEW, "email": "ada@example.org"})
    assert (fresh.status_code, fresh.headers["location"]) == (known.status_code, known.headers["location"])
    assert "set-cookie" not in fresh.headers
    assert "set-cookie" not in known.headers
    letters = await db.rows("SELECT address, subject FROM letter ORDER BY id")
    assert [letter["subject"] for letter in letters] == ["Confirm your address", "You have an account already"]
    assert await Person.filter(email="zoe@example.org").count() == 0


async def test_a_wrong_password_and_an_unknown_address_are_told_the_same(browser: Browser) -> None:
    await cast.person("ada")
    answers = [
        await browser.post("/sign-in", {"email": email, "password": "not this one"})
        for email in ("ada@example.org", "nobody@example.org", "", "no address")
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert len({re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}) == 1
    assert "not this one" not in answers[0].text


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"email": "zoe"}, {"password": "tooshort"}, {"password": "zoe martel 99"}, {"name": "x" * 81}, {}],
)
async def test_what_was_typed_at_sign_up_is_kept_but_for_the_password(browser: Browser, wrong: dict[str, str]) -> None:
    sent = {**NEW, **wrong} if wrong else {}
    hidden = sent.get("password", "plum and thyme")
    page = await browser.post("/sign-up", sent)
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert hidden not in page.text
    if "name" in sent and not wrong.get("name"):
        assert sent["name"] in page.text
    assert await db.value("SELECT count(*) FROM letter") == 0


async def test_a_forgotten_password_is_set_anew_by_letter(browser: Browser) -> None:
    await cast.person("ada")
    unknown = await browser.submit("/reset", "/reset", email="nobody@example.org")
    await jobs.work(the_house(), until_idle=True)
    assert await db.value("SELECT count(*) FROM letter") == await db.value("SELECT count(*) FROM proof") == 0
    known = await browser.submit("/reset", "/reset", email="ada@example.org")
    assert unknown.text == known.text
    await jobs.work(the_house(), until_idle=True)
    link = await letter_link("reset")
    assert (await browser.post(link, {"password": "qwertyuiop"})).status_code == 422
    page = await browser.submit(link, link, password="quince jelly 12")
    assert "My account" in page.text
    assert (await browser.get(link)).status_code == 404
    assert (
        await browser.another().post("/sign-in", {"email": "ada@example.org", "password": PASSWORD})
    ).status_code == 422


async def test_sign_in_leads_on_to_where_one_was_going_and_nowhere_else(browser: Browser) -> None:
    await cast.person("ada")
    known = {"email": "ada@example.org", "password": PASSWORD}
    asked = await browser.peek("/account")
    assert asked.headers["location"] == "/sign-in?next=/account"
    assert (await browser.post("/sign-in", {**known, "next": "/account"})).headers["location"] == "/account"
    away = await browser.another().post("/sign-in", {**known, "next": "//evil.example/"})
    assert away.headers["location"] == "/"


async def test_the_demo_hangs_five_names_on_the_rail(browser: Browser) -> None:
    for handle in cast.NAMES:
        await cast.person(handle)
    assert "borrow a name" not in (await browser.get("/sign-in")).text
    await site.change(demo=True)
    page = await browser.get("/sign-in")
    assert page.text.count('class="nametag"') == 5
    assert DEMO_PASSWORD == PASSWORD
    assert (await browser.get("/letters")).status_code == 200


async def test_too_many_tries_must_wait(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(the_house(), "settings", the_house().settings.model_copy(update={"rate_limits": "on"}))
    security.forget_limits()
    tries = [await browser.post("/sign-in", {"email": "ada@example.org", "password": "x"}) for _ in range(22)]
    assert tries[0].status_code == 422
    assert tries[-1].status_code == 429
    assert int(tries[-1].headers["retry-after"]) > 0
    security.forget_limits()  # another process knows nothing of this one's buckets
    assert (await browser.post("/sign-in", {"email": "Ada@example.org", "password": "x"})).status_code == 429
    with clock.at(clock.now() + timedelta(seconds=7)):  # a drop every six seconds
        later = [await browser.post("/sign-in", {"email": "ada@example.org", "password": "x"}) for _ in range(2)]
    assert [reply.status_code for reply in later] == [422, 429]
    assert (await browser.post("/sign-in", {"email": "ben@example.org", "password": "x"})).status_code == 422
    with clock.at(clock.now() + timedelta(hours=1)):
        await sessions.sweep()
    assert await db.rows("SELECT * FROM allowance") == []


async def test_a_member_changes_the_profile_and_the_picture(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "member")
    picture = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(picture, "PNG")
    page = await ada.submit(
        "/account", "/account", files={"picture": ("me.png", picture.getvalue(), "image/png")}, **PROFILE
    )
    assert "Saved." in page.text
    person = await Person.get(handle="ada")
    assert (person.name, person.bio) == ("Ada M.", "Rennes.")
    size = await db.row("SELECT width, height FROM file WHERE id = ?", person.picture_id)
    assert size == {"width": 320, "height": 213}
    public = await browser.get("/people/ada")
    assert "Ada M." in public.text
    assert "/pictures/" in public.text
    assert "ada@example.org" not in public.text
    assert "Change my profile" not in public.text
    assert "Change my profile" in (await ada.get("/people/ada")).text
    await ada.submit("/account", "/account", unpicture="true", **PROFILE)
    assert (await Person.get(handle="ada")).picture_id is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("handle", "Ben"),
        ("handle", "é"),
        ("handle", "moderation"),
        ("zone", "Mars/Base"),
        ("bio", "x" * 601),
        ("name", ""),
    ],
)
async def test_a_profile_that_cannot_be_is_given_back(browser: Browser, field: str, value: str) -> None:
    await cast.person("ben")
    ada = await cast.browser_as(browser, "member")
    page = await ada.submit("/account", "/account", **{**PROFILE, field: value})
    assert page.status_code == 422
    assert (await Person.get(handle="ada")).name == "Ada Morel"


async def test_a_file_that_is_no_picture_is_refused_in_words(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "member")
    page = await ada.submit(
        "/account", "/account", files={"picture": ("me.png", b"<svg onload=alert(1)>", "image/png")}, **PROFILE
    )
    assert page.status_code == 422
    assert "not a picture" in page.text


async def test_a_password_is_changed_by_who_knows_the_old_one(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "member")
    other = await cast.browser_as(browser, "member")
    wrong = await ada.submit("/account", "/account/password", current="nope", password="quince jelly 12")
    assert wrong.status_code == 422
    page = await ada.submit("/account", "/account/password", current=PASSWORD, password="quince jelly 12")
    assert "Your password is changed" in page.text
    assert (await other.peek("/account")).status_code == 303
    assert (await ada.get("/account")).status_code == 200


async def test_a_token_is_shown_once_and_speaks_for_its_owner(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "member")
    page = await ada.submit("/account", "/account/tokens", label="my script", scopes="read")
    word = re.search(r"tandem_[\w-]+", page.text)
    assert word
    assert word[0] not in (await ada.get("/account")).text
    bearer = {"Authorization": f"Bearer {word[0]}"}
    me = await browser.get("/api/v1/people/me", **bearer)
    assert me.json()["handle"] == "ada"
    assert (await browser.get("/api/v1/people/me")).status_code == 401
    assert (await ada.submit("/account", "/account/tokens", label="x", scopes="customers")).status_code == 403
    assert (await ada.submit("/account", "/account/tokens", label="x")).status_code == 422
    token = await Token.get(name="my script")
    await ada.submit("/account", f"/account/tokens/{token.id}/revocation")
    assert (await browser.get("/api/v1/people/me", **bearer)).status_code == 401


async def test_what_is_known_can_be_read_and_taken_away(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "member")
    assert "ada@example.org" in (await ada.get("/account/data")).text
    taken = json.loads((await ada.get("/account/data.json")).text)
    assert taken["profile"]["email"] == "ada@example.org"
    assert "password" not in json.dumps(taken)
    assert (await browser.peek("/account/data.json")).status_code == 303


async def test_administrators_set_roles_and_nobody_else_finds_the_page(browser: Browser) -> None:
    ada, mo, root = [await cast.browser_as(browser, who) for who in ("ada", "mo", "root")]
    assert (await browser.peek("/team/people")).status_code == 303
    assert [(await one.get("/team/people")).status_code for one in (ada, mo, root)] == [404, 404, 200]
    person = await Person.get(handle="ada")
    masked = (await root.get("/team/people?q=morel")).text
    assert "ada@example.org" not in masked
    assert "a…@e…org" in masked
    assert (await root.submit("/team/people", "/team/people/addresses", reason="")).status_code == 422
    shown = await root.submit("/team/people?q=morel", "/team/people/addresses?q=morel", reason="Ada wrote to us")
    assert "ada@example.org" in shown.text
    assert "Ada wrote to us" in (await ada.get("/account/data/looks")).text
    assert "ada@example.org" not in (await root.get("/team/people?q=morel")).text
    page = await root.submit("/team/people", f"/team/people/{person.id}/role", role="editor")
    assert "Product team, from now on" in page.text
    assert (await Person.get(handle="ada")).role == "editor"
    refused = await mo.post(f"/team/people/{person.id}/role", {"role": "admin", "csrf": await csrf(mo)})
    assert refused.status_code == 404


async def csrf(browser: Browser) -> str:
    return sessions.csrf_of(str(browser.client.cookies.get("session")))


async def test_a_language_is_kept_by_cookie_and_by_profile(browser: Browser) -> None:
    page: Page = await browser.get("/language/fr?next=/sign-in")
    assert 'lang="fr"' in page.text
    assert (await browser.peek("/language/de")).status_code == 404
    assert (await browser.peek("/language/fr?next=https://evil.example")).headers["location"] == "/"
    ada = await cast.browser_as(browser, "member")
    await ada.get("/language/fr?next=/account")
    assert (await Person.get(handle="ada")).language == "fr"


async def test_letters_are_the_demos_alone(browser: Browser) -> None:
    assert (await browser.get("/letters")).status_code == 404
    await site.change(demo=True)
    await browser.post("/sign-up", {**NEW, "name": "<b>Zoé</b>"})
    number = await db.value("SELECT id FROM letter")
    page = await browser.get(f"/letters/{number}")
    assert 'href="/confirm/' in page.text
    assert "<b>Zoé" not in page.text
    assert "style=" not in page.text
    assert (await browser.get("/letters/999")).status_code == 404


async def test_nobody_is_a_404(browser: Browser) -> None:
    assert (await browser.get("/people/nobody-at-all")).status_code == 404
    assert (await browser.get("/confirm/never")).status_code == 404
    assert (await browser.get("/reset/never")).status_code == 404


async def test_odd_addresses_are_answered_and_never_break(browser: Browser) -> None:
    root = await cast.browser_as(browser, "root")
    await site.change(demo=True)
    huge, far = "9" * 17, cursor(2**40)
    for path in (
        "/people/%00",
        "/people/a%2Fb",
        f"/letters/{huge}",
        f"/inbox/{huge}",
        "/confirm/%ED%A0%80",
        "/reset/%00",
    ):
        assert (await root.get(path)).status_code == 404, path
    for path in (f"/letters?after={far}", f"/inbox?after={far}", f"/team/people?after={far}&q=%00%25"):
        assert (await root.get(path)).status_code == 200, path
    sent = {"csrf": await csrf(root), "role": "editor"}
    assert (await root.post(f"/team/people/{huge}/role", sent)).status_code == 404
    assert (await root.post(f"/account/tokens/{huge}/revocation", sent)).status_code in (303, 404)
