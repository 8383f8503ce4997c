"""What a private club keeps to itself is nowhere for those outside: no list, search, feed, count, picture, file or API."""

from __future__ import annotations

from community.clubs import membership
from community.clubs.models import End
from community.people import owndata
from ideas.board import actions, club_boards, pictures
from ideas.board.models import Idea
from kernel import db
from tests import cast, clubs
from tests.browsing import Browser
from tests.ideas.board import things
from voting.demand import reckon
from voting.demand.jobs import run
from voting.roadmap import snapshots

WORDS = "Lanterns for owls"
PLACES = (
    "/",
    "/ideas",
    "/ideas?sort=new",
    "/ideas?q=lanterns",
    "/search?q=lanterns",
    "/ideas.atom",
    "/people/ada",
    "/roadmap",
    "/roadmap.atom",
    "/api/v1/ideas",
    "/api/v1/ideas?q=lanterns",
    "/api/v1/roadmap",
    "/clubs",
)
TEAM = ("/team/roadmap", "/team/boards", "/api/v1/demand", "/team/wishes", "/moderation", "/moderation/log")


async def kept(members: list[str]) -> Idea:
    club = await clubs.found("owls", name="Night owls", members=members, is_private=True)
    ada = await cast.viewer("ada")
    return await actions.propose(ada, await club_boards.opened(club), title=WORDS, body="Between us.")


async def test_nobody_outside_meets_it(browser: Browser) -> None:
    idea = await kept(["ben"])
    await things.idea("Seen by all", by=await cast.viewer("eve"))
    await run()
    addresses = [
        *(f"/ideas/{idea.id}", f"/ideas/{idea.id}.atom", f"/ideas/{idea.id}/history", f"/ideas/{idea.id}/supporters"),
        *(f"/api/v1/ideas/{idea.id}", f"/threads/idea/{idea.id}", f"/api/v1/ideas/{idea.id}/comments"),
        *(f"/reports/new?kind=idea&id={idea.id}", "/ideas?board=club:1", "/ideas.atom?board=club:1"),
    ]
    for who in ("", "eve", "manager", "editor", "admin"):
        theirs = await cast.browser_as(browser, who) if who else browser
        for url in (*PLACES, *TEAM):
            page = await theirs.get(url)
            for word in (WORDS, "Night owls", "owls", "Between us."):
                assert word not in page.text, (who, url, word)
        for url in addresses:
            page = await theirs.get(url)
            assert page.status_code in (401, 403, 404) or "/sign-in" in str(page.url), (who, url)
            assert WORDS not in page.text


async def test_its_members_do(browser: Browser) -> None:
    idea = await kept(["ben"])
    ben = await cast.browser_as(browser, "ben")
    for url in (f"/ideas/{idea.id}", "/ideas?q=lanterns", "/search?q=lanterns", "/people/ada"):
        assert WORDS in (await ben.get(url)).text, url


async def test_no_count_holds_it(browser: Browser) -> None:
    await things.idea("Seen by all", by=await cast.viewer("eve"))
    before = (await browser.get("/ideas")).text
    await kept(["ben"])
    after = (await browser.get("/ideas")).text
    assert "1 idea so far." in before
    assert "1 idea so far." in after


async def test_no_file_holds_it(browser: Browser) -> None:
    await kept([])
    root = await cast.admin()
    frozen = await snapshots.freeze(root, policy="linear")
    assert [row async for batch in snapshots.batches(frozen) for row in batch] == []
    assert (await reckon.reckon()).ideas == []


async def test_a_picture_of_it_is_met_by_members_alone(browser: Browser) -> None:
    idea = await kept(["ben"])
    for handle, meets in (("ben", True), ("eve", False), ("sol", False), ("mo", False)):
        viewer = await cast.viewer(handle)
        _sql, values = await pictures.shown(viewer)
        assert (idea.board_id in values) == meets, handle


async def test_who_left_keeps_the_number_alone_of_what_they_followed(browser: Browser) -> None:
    idea, ben = await kept(["ben"]), await cast.viewer("ben")
    await actions.follow(ben, idea)
    async with db.transaction():
        await membership.end(idea.club_id or 0, ben.id or 0, End.LEFT)
    told = await owndata.gathered(await cast.person("ben"))
    assert [row["title"] for row in told["followed_ideas"]] == [""]
