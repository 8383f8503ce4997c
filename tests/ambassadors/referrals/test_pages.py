"""The pages as a stranger, a member and staff meet them; what a member may know of a friend; what each page costs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ambassadors.referrals import codes, listening
from ambassadors.referrals.models import Campaign, Referral
from community.clubs import invitations
from community.people import owndata
from kernel import clock, db
from kernel.demo import PASSWORD
from kernel.features import the_house
from tests import cast, clubs
from tests.ambassadors.referrals import friends
from tests.browsing import Browser
from tests.ideas.board.test_queries import statements

MINE = "/account/referrals"
TERMS = {
    "name": "Autumn",
    "audience": "members",
    "inviter_points": "100",
    "invited_points": "50",
    "return_days": "30",
    "order_days": "90",
    "least": "49.90",
    "monthly": "3",
}


async def test_who_may_open_which_page(browser: Browser) -> None:
    held = await friends.campaign()
    team = ("/team/referrals", "/team/referrals/new", f"/team/referrals/{held.id}", f"/team/referrals/{held.id}/terms")
    for handle, seen in (("ada", 404), ("mo", 404), ("sol", 200), ("root", 200)):
        theirs = await cast.browser_as(browser, handle)
        assert [(await theirs.get(path)).status_code for path in team] == [seen] * 4, handle
        assert (await theirs.get(MINE)).status_code == 200
    assert (await browser.peek(MINE)).status_code == 303
    assert (await browser.get("/team/referrals/99")).url.path == "/sign-in"


async def test_a_campaign_is_opened_changed_and_ended_in_the_browser(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "sol")
    today = clock.today()
    fields = {**TERMS, "opens_on": today.isoformat(), "ends_on": ""}
    page = await sol.submit("/team/referrals/new", "/team/referrals", **fields)
    held = await Campaign.get()
    assert (held.least, held.currency, held.slug, held.monthly) == (4990, "EUR", "autumn", 3)
    assert "Autumn" in page.text
    terms = f"/team/referrals/{held.id}/terms"
    bad = await sol.submit(terms, terms, **{**fields, "name": "", "ends_on": (today - timedelta(days=2)).isoformat()})
    assert bad.status_code == 422
    assert "2 things to mend" in bad.text
    await sol.submit(terms, terms, **{**fields, "invited_points": "75", "ends_on": today.isoformat()})
    await held.refresh_from_db()
    assert held.invited_points == 75
    assert held.ends_at is not None
    page = await sol.submit(f"/team/referrals/{held.id}", f"/team/referrals/{held.id}/end")
    assert "It is over." in page.text
    acts = await db.rows("SELECT act FROM staff_act ORDER BY id")
    assert [row["act"] for row in acts] == ["referrals.opened", "referrals.changed", "referrals.ended"]


async def test_an_audience_that_is_not_there_is_refused_and_what_was_typed_stays(browser: Browser) -> None:
    sol = await cast.browser_as(browser, "sol")
    fields = {**TERMS, "audience": "nobody:9", "opens_on": clock.today().isoformat()}
    page = await sol.submit("/team/referrals/new", "/team/referrals", **fields)
    assert page.status_code == 422
    assert 'value="49.90"' in page.text
    assert not await Campaign.exists()


async def test_a_campaign_for_ambassadors_is_not_there_for_others(browser: Browser) -> None:
    held = await friends.campaign(audience="ambassadors")
    ada = await cast.browser_as(browser, "ada")
    assert held.name not in (await ada.get(MINE)).text
    assert "There is no campaign at present" in (await ada.get(MINE)).text
    reply = await ada.submit("/account", f"{MINE}/{held.id}/link")
    assert reply.status_code == 404


async def test_a_link_is_made_once_and_shown_with_its_code(browser: Browser) -> None:
    held = await friends.campaign()
    ada = await cast.browser_as(browser, "ada")
    await ada.submit(MINE, f"{MINE}/{held.id}/link")
    page = await ada.submit("/account", f"{MINE}/{held.id}/link")
    own = await codes.make(await cast.member("ada"), held)
    assert f"/sign-up/invited?via={own.code}" in page.text
    assert own.code.startswith("ada-")


async def test_a_member_sees_a_number_until_the_friend_agrees_and_again_after(browser: Browser) -> None:
    held = await friends.campaign()
    own = await friends.code(held)
    kim = await friends.friend(own)
    ada, theirs = await cast.browser_as(browser, "ada"), await cast.browser_of(browser, kim.id)
    page = (await ada.get(MINE)).text
    assert '<b class="num">1</b> opened an account' in page
    assert "Kim" not in page
    told = await theirs.submit(MINE, f"{MINE}/name", shows_name="true")
    assert "Ada Morel invited you" in told.text
    assert "Kim" in (await ada.get(MINE)).text
    await theirs.post(
        f"{MINE}/name", {"csrf": (await theirs.get(MINE)).text.split('name="csrf" value="')[1].split('"')[0]}
    )
    assert "Kim" not in (await ada.get(MINE)).text


async def test_the_notice_of_who_came_names_nobody(browser: Browser) -> None:
    own = await friends.code(await friends.campaign())
    await friends.friend(own, shows_name=True)
    await friends.worked()
    ada = await cast.browser_as(browser, "ada")
    page = (await ada.get("/inbox")).text
    assert "Somebody opened an account by your link." in page
    assert "Kim" not in page
    assert "kim@example.net" not in str(await db.rows("SELECT data FROM event WHERE kind LIKE 'referral%'"))


async def test_why_somebody_does_not_count_is_for_the_team_alone(browser: Browser) -> None:
    own = await friends.code(await friends.campaign())
    again = await friends.friend(own, "ada+x@example.org")
    assert await friends.decided(again) == ("refused", "self")
    ada, sol = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "sol")
    page = (await ada.get(MINE)).text
    assert "1 does not count" in page
    assert "the same letter box" not in page
    page = (await sol.get(f"/team/referrals/{own.campaign_id}?state=refused")).text
    assert "the same letter box under another spelling" in page


async def test_staff_decide_with_a_reason(browser: Browser) -> None:
    own = await friends.code(await friends.campaign())
    kim = await friends.friend(own)
    sol, number = await cast.browser_as(browser, "sol"), (await friends.state(kim)).id
    here = f"/team/referrals/{own.campaign_id}"
    bad = await sol.submit(here, f"/team/referrals/{number}/refusal", reason="")
    assert bad.status_code == 422
    await sol.submit(here, f"/team/referrals/{number}/refusal", reason="A reseller.")
    assert (await friends.state(kim)).why == "staff"
    await sol.submit(here, f"/team/referrals/{number}/clearing", reason="Not so.")
    assert (await friends.state(kim)).state == "joined"
    twice = await sol.submit(here, f"/team/referrals/{number}/clearing", reason="Not so.")
    assert twice.status_code == 422
    assert 'value="Not so."' in twice.text


async def test_a_letter_is_written_and_a_wrong_address_stays_in_its_field(browser: Browser) -> None:
    held = await friends.campaign()
    ada = await cast.browser_as(browser, "ada")
    action = f"{MINE}/{held.id}/letter"
    bad = await ada.submit(MINE, action, email="nobody at all", letter_lang="fr", remind="true")
    assert bad.status_code == 422
    assert 'value="nobody at all"' in bad.text
    own = await ada.submit(MINE, action, email="ada@example.org", letter_lang="fr")
    assert "That is your own letter box." in own.text
    page = await ada.submit(MINE, action, email="kim@example.net", letter_lang="fr")
    assert "The letter is on its way" in page.text
    assert "kim@example.net" not in page.text


async def test_the_file_of_own_data_tells_links_and_only_those_who_agreed(browser: Browser) -> None:
    own = await friends.code(await friends.campaign())
    kim = await friends.friend(own)
    await friends.friend(own, "lea@example.net", shows_name=True)
    ada = await owndata.gathered(await cast.person("ada"))
    assert [row["code"] for row in ada["referral_links"]] == [own.code]
    assert [row["name"] for row in ada["referrals"]] == ["Lea"]
    assert (await owndata.gathered(kim))["referred"]["invited_by"] == "Ada Morel"


async def test_pages_take_few_statements_however_many_came(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    own = await friends.code(await friends.campaign())
    ada, sol = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "sol")
    costs = []
    for number in range(2):
        for one in range(3):
            await friends.friend(own, f"friend{number}{one}@example.net", shows_name=True)
        for theirs, path in (
            (ada, MINE),
            (sol, f"/team/referrals/{own.campaign_id}"),
            (browser, f"/sign-up?via={own.code}"),
        ):
            await theirs.get(path)
            with statements(monkeypatch) as seen:
                assert (await theirs.get(path)).status_code == 200
            costs.append(len(seen))
    slack = 1  # who looks is read anew once a minute
    assert all(later <= first + slack for first, later in zip(costs[:3], costs[3:], strict=True)), costs
    assert max(costs) <= 12, costs


async def test_what_is_heard_names_only_who_agreed_and_clubs_by_whom_they_were_invited(browser: Browser) -> None:
    await friends.funded(months=3)
    own = await friends.code(await friends.campaign())
    kim, lea = await friends.friend(own), await friends.friend(own, "lea@example.net", shows_name=True)
    for email in ("kim@example.net", "lea@example.net"):
        await friends.buys(email)
    since = clock.now() - timedelta(days=1)
    with clock.at(clock.now() + timedelta(days=31)):
        assert await friends.decided(kim) == await friends.decided(lea) == ("rewarded", "")
    ada = await cast.member("ada")
    heard = [one for part in [rows async for rows in listening.referrals(since)] for one in part]
    assert [(one.listener, one.speaker) for one in heard] == [(lea.id, ada.id)]
    assert sorted(await listening.brought()) == [(kim.id, ada.id), (lea.id, ada.id)]
    club = await clubs.found(host="ada")
    ben = await cast.member("ben")
    made = await invitations.make(ada, club)
    await invitations.use(ben, invitations.link(made.id, made.token).rpartition("/")[2], charter=0)
    joined = [one for part in [rows async for rows in listening.invitations(since)] for one in part]
    assert [(one.listener, one.speaker, one.place) for one in joined] == [(ben.id, ada.id, f"club:{club.id}")]


async def test_whoever_is_erased_closes_their_codes_and_hides_their_name(browser: Browser) -> None:
    own = await friends.code(await friends.campaign())
    kim = await friends.friend(own, shows_name=True)
    ada = await cast.person("ada")
    async with db.transaction():
        for person in (ada.id, kim.id):
            for participant in the_house().registered("person.erasing"):
                await participant(person)
    assert not await Referral.filter(shows_name=True).exists()
    assert "This invitation is over" in (await browser.get(f"/sign-up/invited?via={own.code}")).text


async def test_sign_up_without_a_code_is_one_page_for_all(browser: Browser) -> None:
    first, again = await browser.get("/sign-up"), await browser.get("/sign-up")
    assert first.headers["etag"] == again.headers["etag"]
    assert "I was given a code" in first.text
    reply = await browser.submit("/sign-up", "/sign-up", name="Kim", email="kim@example.net", password=PASSWORD)
    assert reply.url.path == "/sign-up/sent"
