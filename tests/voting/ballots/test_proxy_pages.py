"""The club's page on one's own vote, and what a ballot's page says of it."""

from __future__ import annotations

from community.clubs.models import Club
from kernel import slots
from tests import cast, clubs
from tests.browsing import Browser
from tests.voting.ballots import proxied
from voting.ballots.models import BallotState, Proxy

PAGE = "/clubs/runners/proxies"


async def test_only_members_of_the_club_find_the_page(browser: Browser) -> None:
    await clubs.found(members=["ben"])
    assert (await browser.peek(PAGE)).status_code in (303, 401)
    assert (await (await cast.browser_as(browser, "cid")).get(PAGE)).status_code == 404
    assert (await (await cast.browser_as(browser, "manager")).get(PAGE)).status_code == 404
    page = await (await cast.browser_as(browser, "ben")).get(PAGE)
    assert page.status_code == 200
    assert "Ada Morel" in page.text
    assert "Nobody in this club carries more than 2" in page.text


async def test_a_vote_is_given_and_taken_back_by_forms(browser: Browser) -> None:
    await clubs.found(members=["ben", "cid"])
    ada = await cast.browser_as(browser, "ada")
    page = await ada.submit(PAGE, PAGE, holder="ben", ballot="0")
    assert "Ben Okafor votes for you unless you vote yourself." in page.text
    proxy = await Proxy.get(stands=True)
    ben = await cast.browser_as(browser, "ben")
    assert "Ada Morel" in (await ben.get(PAGE)).text
    cid = await cast.browser_as(browser, "cid")
    assert (await cid.submit(PAGE, f"/proxies/{proxy.id}/end")).status_code == 404
    page = await ada.submit(PAGE, f"/proxies/{proxy.id}/end")
    assert "Your vote is yours again." in page.text
    assert not await Proxy.filter(stands=True).exists()


async def test_a_wrong_choice_comes_back_with_what_to_do(browser: Browser) -> None:
    await clubs.found(members=["ben", "cid", "dee"])
    await cast.person("zoe")
    ada = await cast.browser_as(browser, "ada")
    for holder in ("zoe", "nobody-at-all", "\u0000x", "ada é"):
        page = await ada.submit(PAGE, PAGE, holder=holder, ballot="0")
        assert page.status_code == 422, holder
        assert "Choose a member of the club" in page.text, holder
    assert (await ada.submit(PAGE, PAGE, holder="ben", ballot="-1")).status_code == 422
    assert (await ada.submit(PAGE, PAGE, holder="ben", ballot="999")).status_code == 404
    for giver in ("cid", "dee"):
        await (await cast.browser_as(browser, giver)).submit(PAGE, PAGE, holder="ben", ballot="0")
    page = await ada.submit(PAGE, PAGE, holder="ben", ballot="0")
    assert page.status_code == 409
    assert "carries 2 votes of others already" in page.text


async def test_a_large_club_is_looked_through_by_name(browser: Browser) -> None:
    await clubs.found(members=[f"runner{n}" for n in range(14)])
    ada = await cast.browser_as(browser, "ada")
    page = (await ada.get(PAGE)).text
    assert 'type="search"' in page
    assert page.count('name="holder"') == 12
    page = (await ada.get(f"{PAGE}?q=RUNNER13")).text
    assert page.count('name="holder"') == 1
    assert "Runner13" in page
    assert "No other member has these words" in (await ada.get(f"{PAGE}?q=zzz%25")).text


async def test_a_ballot_says_who_votes_for_whom_until_it_closes(browser: Browser) -> None:
    club = await clubs.found(members=["ben", "cid"])
    ballot = await proxied.ballot(club)
    ada = await cast.browser_as(browser, "ada")
    await ada.submit(PAGE, PAGE, holder="ben", ballot=str(ballot.id))
    viewers = {name: await cast.viewer(name) for name in ("ada", "ben", "cid", "zoe")}
    said = {name: await slots.one("ballot.proxy", viewer, str(ballot.id)) for name, viewer in viewers.items()}
    assert "Ben Okafor votes for you, in this ballot alone." in said["ada"]
    assert "You carry the vote of Ada Morel" in said["ben"]
    assert "Nothing is cast for you" in said["cid"]
    assert not said["zoe"]
    await ballot.update_from_dict({"state": BallotState.CLOSED, "is_secret": False}).save()
    await proxied.cast_through(ballot, "ada", "ben")
    assert not await slots.one("ballot.proxy", viewers["ada"], str(ballot.id))
    told = await slots.one("ballot.proxies", viewers["zoe"], str(ballot.id))
    assert "1 vote was cast by proxy." in told
    assert "Ben Okafor for Ada Morel" in told
    assert "Ben Okafor voted for you." in (await ada.get(PAGE)).text


async def test_an_archived_club_shows_what_was_and_takes_nothing(browser: Browser) -> None:
    club = await clubs.found(members=["ben"])
    await Club.filter(id=club.id).update(archived_at=club.created_at)
    ada = await cast.browser_as(browser, "ada")
    page = await ada.get(PAGE)
    assert page.status_code == 200
    assert "Give it to a member" not in page.text
    assert (await ada.submit(PAGE, PAGE, holder="ben", ballot="0")).status_code == 403
