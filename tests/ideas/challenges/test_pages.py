import re
from datetime import timedelta

import icalendar
import pytest

from ideas.challenges import queries
from kernel import clock, db
from tests import cast
from tests.browsing import Browser
from tests.ideas.challenges import called
from tests.ideas.studio import drawn

FORM = {
    "title": "Un cabas qui tient debout",
    "brief": "Il **tient** tout seul.",
    "prize": "Dix cabas.",
    "enter": "members",
    "most": "2",
    "royalty": "7.5",
    "opens_at": "2030-03-01T18:00",
    "scoring_at": "2030-03-20T18:00",
    "jury_at": "2030-03-31T18:00",
    "result_at": "2030-04-05T18:00",
    "weight_public": "50",
    "weight_jury": "30",
    "weight_demand": "20",
}


async def test_pages_are_read_by_everyone_and_kept_by_managers(browser: Browser) -> None:
    ada = await cast.member("ada")
    challenge = await called.at(await called.announced(rules="Nothing but *leaves*."), "submissions")
    await called.entered(challenge, ada)
    await called.draft("secret", title="Not yet")
    with clock.at(called.IN["submissions"]):
        stranger = browser
        member, manager = await cast.browser_as(browser, "member"), await cast.browser_as(browser, "manager")
        editor = await cast.browser_as(browser, "editor")
        for who in (stranger, member, manager, editor):
            listed = await who.get("/challenges")
            assert "A shoe for autumn" in listed.text
            assert ("Not yet" in listed.text) == (who is manager)
            page = await who.get("/challenges/autumn")
            assert page.status_code == 200
            assert "Rain, leaves, mud." in page.text
            assert "<em>leaves</em>" in page.text
            assert "First snow" in page.text
            assert (await who.get("/challenges/secret")).status_code == (200 if who is manager else 404)
        assert "Sign in to enter a design" in (await stranger.get("/challenges/autumn")).text
        assert "Take it back" in (await member.get("/challenges/autumn")).text
        assert "does not enter it" in (await manager.get("/challenges/autumn")).text
        for path in ("/challenges/new", "/challenges/autumn/edit"):
            told = [(await who.peek(path)).status_code for who in (stranger, member, editor, manager)]
            assert told == [303, 404, 404, 200]
        assert (await member.get("/challenges/nowhere")).status_code == 404
        assert "A shoe for autumn" in (await stranger.get("/")).text


async def test_a_design_is_entered_and_taken_back_by_forms(browser: Browser) -> None:
    challenge = await called.at(await called.announced(), "submissions")
    design = await drawn.published(await cast.member("ada"), title="Wet leaf")
    member, path = await cast.browser_as(browser, "member"), "/challenges/autumn"
    with clock.at(called.IN["submissions"]):
        page = await member.submit(path, f"{path}/entries", design=design.id)
        assert "Your design is entered." in page.text
        again = await member.submit(path, f"{path}/entries", design=design.id)
        assert "stands in a challenge already" in again.text
        assert "Choose a design first." in (await member.submit(path, f"{path}/entries", design="x")).text
        (line,) = await queries.entries(challenge.id)
        action = f"{path}/entries/{line.id}/withdrawal"
        ben = await cast.browser_as(browser, "ben")
        assert (await ben.submit(path, action)).status_code == 403
        assert "no longer entered" in (await member.submit(path, action)).text
        assert (await member.submit(path, f"{path}/entries", design=10**12)).status_code == 404
    assert await queries.entries(challenge.id) == []


async def test_a_new_challenge_has_no_field_filled_with_nothing(browser: Browser) -> None:
    page = (await (await cast.browser_as(browser, "manager")).get("/challenges/new")).text
    assert 'value="None"' not in page
    assert re.search(r'id="royalty"[^>]* value="5"', page)


async def test_a_challenge_is_made_in_the_brands_zone_announced_and_changed(browser: Browser) -> None:
    await drawn.template("musette")
    manager = await cast.browser_as(browser, "manager")
    page = await manager.submit("/challenges/new", "/challenges/new", **FORM, template="musette")
    assert "Nobody else sees it" in page.text
    path = "/challenges/un-cabas-qui-tient-debout"
    made = await queries.by_slug(await cast.manager(), path.rpartition("/")[2])
    assert (made.opens_at.isoformat(), made.scoring_at.isoformat(), made.jury_at.isoformat()) == (
        "2030-03-01T17:00:00+00:00",
        "2030-03-20T17:00:00+00:00",
        "2030-03-31T16:00:00+00:00",
    )
    assert (made.royalty, made.most, made.template) == (750, 2, "musette")
    assert 'value="2030-03-31T18:00"' in (await manager.get(f"{path}/edit")).text
    assert (await browser.get(path)).status_code == 404
    assert "is announced" in (await manager.submit(path, f"{path}/announcement")).text
    assert "31 March 2030, 18:00" in (await browser.get(path)).text
    changed = await manager.submit(f"{path}/edit", f"{path}/edit", **{**FORM, "slug": "cabas", "most": "4"})
    assert changed.url.path == "/challenges/cabas"
    assert "up to 4 designs each" in changed.text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "This is missing."),
        ("slug", "New!", "Small letters without accents"),
        ("scoring_at", "2030-02-01T18:00", "after the date before it"),
        ("result_at", "soon", "A day and an hour are needed"),
        ("opens_at", "", "A day and an hour are needed"),
        ("jury_at", "9999-12-31T23:59", "A day and an hour are needed"),
        ("weight_jury", "31", "now they add up to 101"),
        ("weight_jury", "-1", "at least 0"),
        ("most", "0", "at least 1"),
        ("royalty", "90", "at most 50"),
        ("template", "sofa", "Choose one of the list."),
        ("enter", "everyone", "Choose one of the list."),
        ("idea", "99999999999", "No idea has this number."),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(browser: Browser, field: str, value: str, said: str) -> None:
    manager = await cast.browser_as(browser, "manager")
    page = await manager.submit("/challenges/new", "/challenges/new", **{**FORM, field: value})
    assert page.status_code == 422
    assert said in page.text
    assert "Il **tient** tout seul." in page.text
    assert await db.value("SELECT count(*) AS n FROM challenge") == 0


async def test_what_those_who_entered_relied_on_is_settled(browser: Browser) -> None:
    challenge = await called.at(await called.announced(), "submissions")
    manager = await cast.browser_as(browser, "manager")
    with clock.at(called.IN["submissions"]):
        later = (called.DATES["result_at"] + timedelta(days=2)).strftime("%Y-%m-%dT18:00")
        edit = "/challenges/autumn/edit"
        held = dict(
            re.findall(
                r'id="(\w+_at)" name="\w+" type="datetime-local" value="([^"]+)"', (await manager.get(edit)).text
            )
        )
        assert "opens_at" not in held
        sent = {**FORM, **held, "result_at": later, "weight_public": "100", "weight_jury": "0", "weight_demand": "0"}
        page = await manager.submit(edit, edit, **sent, slug="other", template="")
        assert page.url.path == "/challenges/autumn"
    kept = await queries.by_id(challenge.id)
    assert (kept.weight_public, kept.slug, kept.template, kept.opens_at) == (50, "autumn", "bief", challenge.opens_at)
    assert kept.result_at.day == (called.DATES["result_at"] + timedelta(days=2)).day


async def test_the_calendar_can_be_subscribed_to_and_the_api_says_the_same(browser: Browser) -> None:
    await called.announced()
    await called.draft("secret")
    found = icalendar.Calendar.from_ical((await browser.get("/challenges.ics")).content)
    events = {str(event["uid"]).partition("@")[0].rpartition("-")[2]: event for event in found.walk("VEVENT")}
    assert list(events) == ["submissions", "scoring", "jury", "result", "production"]
    assert events["scoring"].decoded("dtstart") == called.DATES["scoring_at"]
    assert events["scoring"].decoded("dtend") == called.DATES["jury_at"]
    told = (await browser.get("/api/v1/challenges")).json()["items"]
    assert [(one["slug"], one["phase"], one["opens_at"]) for one in told] == [
        ("autumn", "announced", called.DATES["opens_at"].isoformat().replace("+00:00", "Z"))
    ]
