"""The pages of wish lists, of the roadmap as a club sees it, and of the public record."""

from __future__ import annotations

from community.clubs.queries import ClubCard
from ideas.board import actions, club_boards
from kernel import db
from tests import cast, clubs
from tests.browsing import Browser
from tests.ideas.board import things
from tests.voting.demand.test_clubs import supported
from tests.voting.wishes import lists
from voting.roadmap import actions as roadmap
from voting.wishes import proofs, queries


async def pages_of(club: ClubCard, number: int) -> list[str]:
    base = f"/clubs/{club.slug}"
    return [f"{base}/wishes", f"{base}/wishes/{number}", f"{base}/wishes/{number}/text", f"{base}/roadmap"]


async def test_a_list_is_written_signed_delivered_and_answered(browser: Browser) -> None:
    club = await clubs.found(members=["ben"])
    idea = await things.idea("Wider toes")
    ada, ben = await cast.browser_as(browser, "ada"), await cast.browser_as(browser, "ben")
    sol = await cast.browser_as(browser, "editor")
    new = f"{club.url}/wishes/new"
    refused = await ada.submit(new, new, title="What we ask for", items="")
    assert refused.status_code == 422
    assert 'value="What we ask for"' in refused.text
    words = f"Ten millimetres more #{idea.id}\nWidths on the box"
    draft = await ada.submit(new, new, title="What we ask for", items=words)
    url = draft.url.path
    assert (await ben.get(url)).status_code == 404
    edited = await ada.submit(f"{url}/edit", f"{url}/edit", title="What we ask for, again", items=words)
    assert "What we ask for, again" in edited.text
    await ada.submit(url, f"{url}/signing")
    signed = await ben.submit(url, f"{url}/signature")
    assert "Signed by 1 member" in signed.text
    assert "Take my signature back" in signed.text
    await ada.submit(url, f"{url}/delivery")
    number = int(url.rpartition("/")[2])
    item, other = await queries.items(await cast.editor(), await queries.given_to_team(number))
    desk, team = await sol.get("/team/wishes"), f"/team/wishes/{number}"
    assert "What we ask for, again" in desk.text
    wrong = await sol.submit(team, f"{team}/items/{item.id}/answer", reply="declined", body="")
    assert wrong.status_code == 422
    assert f'id="body-{item.id}-wrong"' in wrong.text
    await sol.submit(team, f"{team}/items/{item.id}/answer", reply="accepted", horizon="next", body="On trial.")
    asked = await sol.submit(team, f"{team}/items/{other.id}/answer", reply="question", body="Which boxes?")
    assert "Which boxes?" in asked.text
    back = await ada.submit(url, f"{url}/items/{other.id}/words", body="Those of shoes.")
    assert "Those of shoes." in back.text
    kept = await sol.submit(team, f"{team}/items/{item.id}/kept")
    assert "There since" in kept.text
    record = await browser.get("/wishes")
    assert "What we ask for, again" in record.text


async def test_a_list_of_a_private_club_is_there_for_its_members_alone(browser: Browser) -> None:
    club = await clubs.found(members=["ben"], is_private=True, name="Night owls")
    wishes = await lists.delivered(club)
    ben = await cast.browser_as(browser, "ben")
    for url in await pages_of(club, wishes.id):
        assert (await ben.get(url)).status_code == 200, url
        for role in ("editor", "eve"):
            assert (await (await cast.browser_as(browser, role)).get(url)).status_code == 404, (role, url)
        assert (await browser.get(url)).status_code == 404
    assert wishes.title not in (await browser.get("/wishes")).text
    sol = await cast.browser_as(browser, "editor")
    for url in ("/team/wishes", f"/team/wishes/{wishes.id}", "/inbox"):
        page = await sol.get(url)
        assert page.status_code == 200
        assert "Night owls" not in page.text
        assert club.slug not in page.text
        assert "Ada Morel" not in page.text


async def test_the_desk_is_the_product_teams(browser: Browser) -> None:
    wishes = await lists.delivered(await clubs.found())
    for role in ("member", "manager"):
        theirs = await cast.browser_as(browser, role)
        for url in ("/team/wishes", f"/team/wishes/{wishes.id}"):
            assert (await theirs.get(url)).status_code == 404


async def test_the_home_of_a_club_shows_its_newest_list_and_what_comes_next(browser: Browser) -> None:
    club = await clubs.found(members=["ben"])
    idea = await things.idea("Wider toes")
    await supported(idea.id, "ben")
    await roadmap.place(await cast.editor(), idea.id, horizon="next", target="2027")
    await lists.frozen(club, items=[("Ten millimetres more", idea.id)])
    ben = await cast.browser_as(browser, "ben")
    home, stranger = await ben.get(club.url), await browser.get(club.url)
    for page in (home, stranger):
        assert "Ten millimetres more" in page.text
        assert "1 member supports the idea" in page.text
        assert "Middle term" in page.text
    assert "Sign the list" in home.text
    assert "Sign the list" not in stranger.text
    signed = await ben.submit(club.url, f"{club.url}/wishes/1/signature")
    assert "Signed by 1 member" in signed.text
    assert "You signed it." in (await ben.get(club.url)).text


async def test_a_club_talks_about_an_item_of_the_roadmap(browser: Browser) -> None:
    club = await clubs.found(members=["ben"])
    idea = await things.idea("Wider toes")
    await supported(idea.id, "ben")
    ben, eve = await cast.browser_as(browser, "ben"), await cast.browser_as(browser, "eve")
    url = f"{club.url}/roadmap/{idea.id}"
    assert "On no horizon yet" in (await ben.get(f"{club.url}/roadmap")).text
    begun = await ben.submit(url, f"{url}/talk")
    assert begun.status_code == 200
    number = await db.value("SELECT id FROM club_item")
    said = await ben.submit(url, "/comments", kind="club_item", id=number, body="It is the toes that hurt.")
    assert "It is the toes that hurt." in said.text
    assert "1 message" in (await ben.get(f"{club.url}/roadmap")).text
    assert "It is the toes that hurt." in (await eve.get(url)).text
    refused = await eve.submit(url, "/comments", kind="club_item", id=number, body="Mine too.")
    assert refused.status_code in (403, 404)
    assert await proofs.comments() == []


async def test_an_idea_kept_in_another_club_is_no_item_for_this_one(browser: Browser) -> None:
    club, other = await clubs.found(), await clubs.found("others", host="ben")
    kept = await actions.propose(await cast.viewer("ben"), await club_boards.opened(other), title="Ours alone")
    ada = await cast.browser_as(browser, "ada")
    assert (await ada.get(f"{club.url}/roadmap/{kept.id}")).status_code == 404
    new = f"{club.url}/wishes/new"
    refused = await ada.submit(new, new, title="Theirs", items=f"Theirs #{kept.id}")
    assert refused.status_code == 422
    assert "Ours alone" not in refused.text
