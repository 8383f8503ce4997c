"""Address, password, browsers and keys for programs: changed by their owner, told by letter."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from community.identity import waysback
from community.identity.models import Passkey
from community.people import actions, keys, rules
from community.people.models import Person, Token
from kernel import clock, db, jobs, sessions
from kernel.demo import PASSWORD
from kernel.features import the_house
from tests import cast
from tests.browsing import Browser
from tests.ideas.board.test_queries import statements

ADDRESS = "/account/address"


def csrf(browser: Browser) -> str:
    return sessions.csrf_of(str(browser.client.cookies.get("session")))


async def letters(address: str) -> list[str]:
    await jobs.work(the_house(), until_idle=True)
    return [row["text"] for row in await db.rows("SELECT text FROM letter WHERE address = ? ORDER BY id", address)]


async def ask(browser: Browser, email: str) -> str:
    page = await browser.submit(ADDRESS, ADDRESS, email=email)
    assert "We have written to the new address" in page.text
    found = [re.search(rf"{ADDRESS}/[\w-]+", text) for text in await letters(email)]
    return found[-1][0] if found and found[-1] else ""


async def test_an_address_changes_when_the_new_one_answers_and_the_old_one_hears(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    link = await ask(ada, "ada@new.example")
    assert "Until the new address is confirmed" in (await letters("ada@example.org"))[-1]
    assert (await Person.get(handle="ada")).email == "ada@example.org"
    assert (await browser.peek(link)).headers["location"].startswith("/sign-in")
    ben = await cast.browser_as(browser, "ben")
    assert (await ben.get(link)).status_code == 404
    assert (await ben.post(link, {"csrf": csrf(ben)})).status_code == 404
    assert "ada@new.example" in (await ada.submit(link, link)).text
    assert (await Person.get(handle="ada")).email == "ada@new.example"
    assert "was changed" in (await letters("ada@example.org"))[-1]
    assert (await ada.get(link)).status_code == 404
    await browser.another().sign_in("ada@new.example", PASSWORD)
    told = await db.rows("SELECT data FROM event WHERE kind = 'person.confirmed' ORDER BY id DESC LIMIT 1")
    assert "ada@new.example" in str(told)


async def test_links_in_the_old_letter_box_open_nothing_any_more(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    await browser.submit("/reset", "/reset", email="ada@example.org")
    reset = re.search(r"/reset/[\w-]+", (await letters("ada@example.org"))[-1])
    link = await ask(ada, "ada@new.example")
    await ada.submit(link, link)
    assert reset
    assert (await browser.get(reset[0])).status_code == 404


async def test_an_address_that_is_taken_is_answered_the_same_and_its_owner_told(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    await cast.person("ben")
    assert await ask(ada, "ben@example.org") == ""
    assert "There is an account with it already" in (await letters("ben@example.org"))[-1]
    assert (await ada.submit(ADDRESS, ADDRESS, email="ada@example.org")).status_code == 422
    wrong = await ada.submit(ADDRESS, ADDRESS, email="ada at home")
    assert (wrong.status_code, "ada at home" in wrong.text) == (422, True)


async def test_an_address_taken_in_the_meantime_is_refused(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    link = await ask(ada, "ada@new.example")
    await actions.unclaimed([("ada@new.example", "From a file")])
    assert (await ada.submit(link, link)).status_code == 409
    assert (await Person.get(handle="ada")).email == "ada@example.org"


async def test_a_first_password_asks_for_another_proof_and_a_change_for_the_present_one(browser: Browser) -> None:
    ada, other = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ada")
    await db.execute("UPDATE person SET password = NULL")
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert (await ada.peek("/account/password")).status_code == 303
    page = await ada.submit("/account/password", "/account/password", password="quince jelly 12")
    assert "Your password is changed" in page.text
    assert (await other.peek("/account")).status_code == 303
    assert "Your password was changed." in (await letters("ada@example.org"))[-1]
    wrong = await ada.submit("/account/password", "/account/password", current="nope", password="plum jam 1234")
    assert (wrong.status_code, "nope" in wrong.text, "plum" in wrong.text) == (422, False, False)


async def test_a_session_is_never_the_one_that_was_there_before(browser: Browser) -> None:
    """Fixation: whatever a browser brought along, what signs it in is new, and the old one opens nothing."""
    await cast.person("ben")
    planted = browser.another()
    planted.client.cookies.set("session", "planted-by-somebody")
    came = await planted.post("/sign-in", {"email": "ben@example.org", "password": PASSWORD})
    assert re.search(r"\bsession=[\w-]{22}\.[\w-]{43};", came.headers["set-cookie"])
    assert "planted-by-somebody" not in came.headers["set-cookie"]
    ada = await cast.browser_as(browser, "ada")
    before = str(ada.client.cookies.get("session"))
    sent = {"email": "ben@example.org", "password": PASSWORD, "csrf": csrf(ada)}
    reply = await ada.post("/sign-in", sent)
    assert reply.status_code == 303
    thief = browser.another()
    thief.client.cookies.set("session", before)
    assert (await thief.peek("/account")).status_code == 303


async def test_browsers_are_listed_without_place_and_said_by_what_they_came_in(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    theirs = browser.another()
    theirs.client.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    await theirs.sign_in("ada@example.org", PASSWORD)
    page = (await ada.get("/account/devices")).text
    assert page.count("Signed in since") == 2
    assert "Firefox" in page
    assert not re.search(r"\b\d{1,3}(\.\d{1,3}){3}\b|Paris", page)
    columns = await db.row("SELECT * FROM session LIMIT 1")
    assert not {"address", "ip", "place"} & set(columns or {})


@pytest.mark.parametrize("days", ["7", "30", "90", "365"])
async def test_a_token_ends_on_its_day(browser: Browser, days: str) -> None:
    ada = await cast.browser_as(browser, "ada")
    page = await ada.submit("/account/tokens/new", "/account/tokens", label="script", scopes="read", days=days)
    word = re.search(r"tandem_[\w-]+", page.text)
    assert word
    assert "good until" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "script" in (await letters("ada@example.org"))[-1]
    bearer = {"Authorization": f"Bearer {word[0]}"}
    assert (await browser.get("/api/v1/people/me", **bearer)).status_code == 200
    assert "used" in (await ada.get("/account/tokens")).text
    with clock.at(clock.now() + timedelta(days=int(days), minutes=1)):
        async with db.transaction():
            pass
        assert (await browser.get("/api/v1/people/me", **bearer)).status_code == 401
        theirs = await cast.browser_as(browser, "ada")
        assert "No program acts in your name" in (await theirs.get("/account/tokens")).text
    assert word[0] not in str(await db.rows("SELECT * FROM token"))


async def test_what_a_token_may_do_is_said_in_words_beside_the_name_that_programs_know(browser: Browser) -> None:
    root = await cast.browser_as(browser, "root")
    offered = (await root.get("/account/tokens/new")).text
    words = dict(re.findall(r'<b>([^<]+)</b> <code class="small">(\w+)</code><small>[^<]{40}', offered))
    assert tuple(words.values()) == rules.SCOPES
    made = await root.submit("/account/tokens/new", "/account/tokens", label="till", scopes=["customers", "team"])
    assert (
        "Hand in customers and orders <code>customers</code><br>Read the team’s figures <code>team</code>" in made.text
    )
    ada = await cast.browser_as(browser, "ada")
    theirs = (await ada.get("/account/tokens/new")).text
    assert "Take part in my name" in theirs
    assert "customers" not in theirs.split("What it may do")[1]


@pytest.mark.parametrize("wrong", [{"days": "1000"}, {"label": ""}, {"scopes": "all"}])
async def test_a_token_that_cannot_be_is_given_back(browser: Browser, wrong: dict[str, str]) -> None:
    ada = await cast.browser_as(browser, "ada")
    sent = {"label": "my script", "scopes": "read", "days": "30", **wrong}
    page = await ada.submit("/account/tokens/new", "/account/tokens", **sent)
    assert page.status_code == 422
    assert await Token.all().count() == 0


@pytest.mark.parametrize(
    ("path", "most"),
    [("/account/security", 3), ("/account/devices", 1), ("/account/tokens", 1), ("/team/recoveries", 2)],
)
async def test_a_page_asks_as_much_for_many_as_for_one(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, path: str, most: int
) -> None:
    root, person = await cast.browser_as(browser, "root"), await cast.person("root")
    counted = []
    for number in range(2):
        await Passkey.create(
            person=person, credential=str(number), public_key="x", mark="x", name="x", created_at=clock.now()
        )
        await cast.browser_as(browser, "root")
        await cast.person(f"p{number}")
        await waysback.begin(f"p{number}@example.org", "It is me.", "en")
        await root.get(path)
        with statements(monkeypatch) as seen:
            await root.get(path)
        counted.append(len([one for one in seen if "FROM session s" not in one and "FROM notice" not in one]))
    assert counted[0] == counted[1]
    assert counted[1] <= most + 2, counted


async def test_closing_the_account_signs_every_browser_and_program_out(browser: Browser) -> None:
    ada, elsewhere = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ada")
    word = await keys.issue(await cast.person("ada"), name="backup", scopes=["read"])
    program = {"Authorization": f"Bearer {word}"}
    assert (await browser.peek("/api/v1/ideas", **program)).status_code == 200
    await ada.submit(
        "/account/erasure", "/account/erasure", votes="keep", ideas="keep", talk="keep", designs="keep", sure="true"
    )
    assert [(await one.peek("/account")).status_code for one in (ada, elsewhere)] == [303, 303]
    assert (await browser.peek("/api/v1/ideas", **program)).status_code == 401
