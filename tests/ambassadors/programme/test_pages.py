"""The programme as a stranger, a member, an ambassador and the team meet it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from ambassadors.programme import actions, applying, climbing
from ambassadors.programme.models import Application, Enrolment
from community.people import owndata
from community.people.models import Person
from kernel import clock, db
from tests import cast
from tests.ambassadors.influence import told
from tests.ambassadors.programme.test_climbing import over
from tests.browsing import Browser
from tests.ideas.board.test_queries import statements

WHY = "People ask me at the market which pair to take, and I tell them what lasts."
MARK = "Ambassador: receives perks from"


async def test_a_stranger_reads_what_it_is_and_is_led_to_the_door(browser: Browser) -> None:
    page = (await browser.get("/ambassadors")).text
    for words in (
        "Some of you carry the others",
        "Voice",
        "Workshop",
        "the 5% who carry furthest",
        "/ambassadors/terms",
    ):
        assert words in page
    assert "/sign-in?next=/ambassadors/apply" in page
    assert 'method="post"' not in page
    for path in ("/ambassadors/people", "/ambassadors/terms", "/ambassadors/terms/1"):
        assert (await browser.get(path)).status_code == 200
    assert (await browser.get("/ambassadors/terms/9")).status_code == 404


async def test_who_may_come_where(browser: Browser) -> None:
    paths = ("/ambassadors/mine", "/ambassadors/apply", "/ambassadors/desk", "/ambassadors/desk/tiers")
    for who, codes in (
        ("member", [200, 200, 404, 404]),
        ("ambassador", [200, 200, 404, 404]),
        ("manager", [200, 200, 200, 200]),
        ("editor", [200, 200, 200, 200]),
    ):
        theirs = await cast.browser_as(browser, who)
        assert [(await theirs.get(path)).status_code for path in paths] == codes, who


async def test_a_member_applies_is_read_and_belongs(browser: Browser) -> None:
    ada = await cast.browser_as(browser, "ada")
    page = await ada.submit("/ambassadors/apply", "/ambassadors/apply", motivation="Because.", town="Rennes")
    assert page.status_code == 422
    assert "Because." in page.text
    assert "Rennes" in page.text
    page = await ada.submit(
        "/ambassadors/apply",
        "/ambassadors/apply",
        motivation=WHY,
        agreed="true",
        languages=["en", "fr"],
        is_listed="true",
    )
    assert WHY in page.text
    page = await ada.submit("/ambassadors/mine", "/ambassadors/apply", motivation=f"{WHY} Again.", agreed="true")
    assert page.status_code == 422
    assert f"{WHY} Again." in page.text
    found = await Application.get()
    assert found.languages == ["en", "fr"]
    desk = f"/ambassadors/desk/{found.id}"
    for reader in ("mo", "sol"):
        staff = await cast.browser_as(browser, reader)
        assert "Ada Morel" in (await staff.get("/ambassadors/desk")).text
        sheet = (await staff.get(desk)).text
        assert WHY in sheet
        assert "Looks right." not in sheet
        page = await staff.submit(desk, f"{desk}/review", says="no", words="short", note="Looks right.")
        assert page.status_code == 422
        assert "Looks right." in page.text
        page = await staff.submit(desk, f"{desk}/review", says="yes", note="Looks right.")
        assert "Looks right." in page.text
    assert "Voice, since" in (await ada.get("/ambassadors/mine")).text
    directory = (await browser.get("/ambassadors/people?language=fr")).text
    assert "Ada Morel" in directory
    assert MARK in directory
    assert "Ada Morel" not in (await browser.get("/ambassadors/people?language=de")).text


async def test_an_ambassador_reads_their_part_on_the_programmes_page(browser: Browser) -> None:
    ben = await cast.person("ben")
    made = await told.run()
    await told.score(made, ben.id, 300, percentile=60)
    page = (await (await cast.browser_as(browser, "ben")).get("/ambassadors")).text
    assert "Voice, since" in page
    assert "of a hundred" in page
    assert "/people/ben/influence" in page
    other = (await (await cast.browser_as(browser, "ada")).get("/ambassadors")).text
    assert "Voice, since" not in other


async def test_the_dashboard_takes_few_statements(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    ben = await cast.person("ben")
    made = await told.run()
    await told.score(made, ben.id, 300, percentile=60)
    theirs = await cast.browser_as(browser, "ben")
    for path, most in (("/ambassadors", 20), ("/ambassadors/mine", 28)):
        await theirs.get(path)
        with statements(monkeypatch) as seen:
            assert (await theirs.get(path)).status_code == 200
        assert len(seen) <= most, (path, len(seen), seen)


async def test_describing_oneself_and_what_is_wrong_is_kept(browser: Browser) -> None:
    await cast.person("ben")
    ben = await cast.browser_as(browser, "ben")
    page = await ben.submit("/ambassadors/mine", "/ambassadors/mine", pitch="x" * 301, town="Leeds")
    assert page.status_code == 422
    assert "x" * 301 in page.text
    await ben.submit("/ambassadors/mine", "/ambassadors/mine", pitch="Canal walks.", town="Leeds, UK", is_listed="true")
    assert "Canal walks." in (await browser.get("/ambassadors/people?place=leeds")).text
    assert "Canal walks." not in (await browser.get("/ambassadors/people?place=york")).text
    await ben.submit("/ambassadors/mine", "/ambassadors/mine", pitch="Canal walks.")
    assert "Canal walks." not in (await browser.get("/ambassadors/people")).text


async def test_retiring_takes_the_badge_off_and_thanks(browser: Browser) -> None:
    await cast.person("ben")
    assert MARK in (await browser.get("/people/ben")).text
    ben = await cast.browser_as(browser, "ben")
    page = await ben.submit("/ambassadors/mine", "/ambassadors/mine/retirement", is_thanked="true", words="Bye!")
    assert "Thank you for all you carried." in page.text
    assert not (await Person.get(handle="ben")).is_ambassador
    profile = (await browser.get("/people/ben")).text
    assert MARK not in profile
    assert "Was an ambassador" in profile
    assert "Ben Okafor" in (await browser.get("/ambassadors")).text
    assert (await ben.post("/ambassadors/mine/retirement")).status_code in (403, 404)


async def test_the_team_ends_a_part_with_a_reason(browser: Browser) -> None:
    await cast.person("ben")
    found = await Enrolment.get()
    mo, path = await cast.browser_as(browser, "mo"), f"/ambassadors/desk/people/{found.id}/end"
    page = await mo.submit("/ambassadors/desk/people", path, reason="No.")
    assert page.status_code == 422
    reason = "You posted the codes of the pool elsewhere, twice, after a warning."
    await mo.submit("/ambassadors/desk/people", path, reason=reason)
    assert not (await Person.get(handle="ben")).is_ambassador
    assert reason in (await (await cast.browser_as(browser, "ben")).get("/ambassadors/mine")).text
    assert await db.value("SELECT count(*) FROM staff_act WHERE act = 'ambassador.end'") == 1
    for again in (reason, "9999999999"):
        page = await mo.submit("/ambassadors/desk/tiers", path, reason=again)
        assert page.status_code == 422
        assert again in page.text
    sol = await cast.browser_as(browser, "sol")
    assert path not in (await sol.get("/ambassadors/desk/people")).text


async def test_the_team_sets_tiers_and_terms_and_words_are_kept(browser: Browser) -> None:
    mo = await cast.browser_as(browser, "mo")
    desk = "/ambassadors/desk/tiers"
    page = await mo.submit(desk, f"{desk}/guide", name_en="Guiding light", name_fr="", percentile="40")
    assert page.status_code == 422
    assert "Guiding light" in page.text
    await mo.submit(desk, f"{desk}/guide", name_en="Guiding light", name_fr="Phare", percentile="40")
    assert "Guiding light" in (await browser.get("/ambassadors")).text
    for value in ("nan", "1e999", "-1", "100"):
        page = await mo.submit(desk, desk, name_en="Odd", name_fr="Drôle", percentile=value)
        assert page.status_code == 422, value
    desk = "/ambassadors/desk/terms"
    body = "What we promise each other, in words one can keep. " * 4
    page = await mo.submit(desk, desk, body_en=body, body_fr="short", from_on="2999-01-01")
    assert page.status_code == 422
    assert body.strip() in page.text
    await mo.submit(desk, desk, body_en=body, body_fr=body, from_on="2999-01-01")
    assert "What we promise each other" in (await browser.get("/ambassadors/terms/2")).text


async def test_an_ambassador_agrees_to_new_terms(browser: Browser) -> None:
    await cast.person("ben")
    mo, ben = await cast.browser_as(browser, "mo"), await cast.browser_as(browser, "ben")
    desk, body = "/ambassadors/desk/terms", "What we promise each other, in words one can keep. " * 4
    await mo.submit(desk, desk, body_en=body, body_fr=body, from_on="2999-01-01")
    assert "I agree to the new terms" in (await ben.get("/ambassadors/mine")).text
    page = await ben.submit("/ambassadors/mine", "/ambassadors/mine/terms")
    assert "I agree to the new terms" not in page.text
    assert (await Enrolment.get()).terms == 2


async def test_erasing_an_account_ends_its_part_and_takes_its_words(browser: Browser) -> None:
    ben, ada = await cast.person("ben"), await cast.member("ada")
    await applying.apply(ada, motivation=WHY, town="Rennes")
    for person in (ben.id, int(ada.id or 0)):
        async with db.transaction():
            await actions.erased(person)
    assert not (await Person.get(handle="ben")).is_ambassador
    left = await Application.get()
    assert (left.motivation, left.town, left.state, left.open_for) == ("", "", "withdrawn", None)


async def test_ones_own_file_holds_ones_part(browser: Browser) -> None:
    ben = await cast.person("ben")
    held = await owndata.gathered(ben)
    assert [row["tier"] for row in held["ambassador_parts"]] == ["voice"]
    assert [row["how"] for row in held["ambassador_tiers"]] == ["in"]


async def test_who_is_invited_reads_what_it_goes_by_and_may_say_no(browser: Browser) -> None:
    await over()
    await climbing.climb()
    moment = clock.now() + timedelta(days=61)
    with clock.at(moment):
        await climbing.climb()
    ada = await cast.browser_as(browser, "ada")
    assert "You are invited" in (await ada.get("/ambassadors")).text
    page = (await ada.get("/ambassadors/apply")).text
    for words in ("90 of a hundred", "the rule asks for 80", "Ideas of yours taken up: 1", "No person chose this"):
        assert words in page
    await ada.submit("/ambassadors/apply", "/ambassadors/invitation/refusal")
    assert "You are invited" not in (await ada.get("/ambassadors")).text


async def test_whoever_writes_a_tier_gets_a_field_for_its_bar_and_areas_with_words_alone(browser: Browser) -> None:
    page = (await (await cast.browser_as(browser, "mo")).get("/ambassadors/desk/tiers")).text
    areas = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, flags=re.S)
    assert areas
    assert not any("<" in words for words in areas)
    assert page.count('name="percentile"') == page.count('name="name_en"')
