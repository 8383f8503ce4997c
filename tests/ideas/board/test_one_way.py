"""Boards on which everyone finds their own ideas alone, and the team finds all."""

from __future__ import annotations

import pytest

from ideas.board import actions, boards, merging, queries
from ideas.board.held import named
from ideas.board.models import Idea
from ideas.board.search import show
from kernel import site
from kernel.errors import Conflict, Forbidden, Missing
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast, pictures
from tests.browsing import Browser
from tests.ideas.board import things
from tests.ideas.board.test_api import bearer
from voting.ballots import queries as supports

pytestmark = pytest.mark.asyncio
PLACES = (
    *("/", "/ideas", "/ideas?board=complaints", "/ideas?board=complaints&sort=new&status=open", "/ideas?q=parcel"),
    *("/ideas.atom", "/ideas.atom?board=complaints", "/people/ada", "/api/v1/ideas", "/api/v1/ideas?board=complaints"),
    *("/search?q=parcel", "/sitemap.xml", "/roadmap", "/ideas?board=complaints&after=x"),
)


@pytest.fixture(autouse=True)
async def ready(home: House) -> None:
    await site.change(name="Halage", ready=True)


async def complaint(title: str = "Lost parcel") -> Idea:
    await things.board("complaints", is_one_way=True)
    return await things.idea(title, on="complaints")


async def test_others_meet_it_nowhere_and_its_author_and_the_team_do(browser: Browser) -> None:
    idea = await complaint()
    address = queries.address(idea.id, idea.slug)
    own = (address, f"/ideas/{idea.id}/history", f"/ideas/{idea.id}.atom", f"/api/v1/ideas/{idea.id}")
    everybody = {who: browser if who == "stranger" else await cast.browser_as(browser, who) for who in
                 ("ada", "stranger", "ben", "mo", "sol")}  # fmt: skip
    for who in (
        "ada",
        "stranger",
        "ben",
        "stranger",
        "ada",
        "ben",
    ):  # the author first: nothing of it is kept for others
        for place in PLACES:
            text = (await everybody[who].get(place)).text
            if who != "ada":
                assert "Lost parcel" not in text, (who, place)
        for place in own:
            assert (await everybody[who].get(place)).status_code == (200 if who == "ada" else 404), (who, place)
    for place in ("/ideas?board=complaints", "/ideas?mine=1", address):
        assert "Lost parcel" in (await everybody["ada"].get(place)).text
    assert "Lost parcel" not in (await everybody["ada"].get("/ideas")).text
    for who in ("mo", "sol"):
        for place in ("/ideas", "/ideas?board=complaints", address):
            assert "Lost parcel" in (await everybody[who].get(place)).text, (who, place)


async def test_each_member_finds_their_own_on_one_address(browser: Browser) -> None:
    await complaint()
    await things.idea("Torn seam", on="complaints", by=await cast.member("ben"))
    for who, theirs, other in (("ada", "Lost parcel", "Torn seam"), ("ben", "Torn seam", "Lost parcel")):
        page = (await (await cast.browser_as(browser, who)).get("/ideas?board=complaints")).text
        assert theirs in page
        assert other not in page
        items = (await browser.client.get("/api/v1/ideas?board=complaints", headers=await bearer(who, "read"))).json()[
            "items"
        ]
        assert [one["title"] for one in items] == [theirs]


async def test_no_count_tells_how_many_there_are(browser: Browser) -> None:
    for n in range(7):
        await complaint(f"Complaint {n}")
    ben = await cast.browser_as(browser, "ben")
    for page in (await browser.get("/ideas"), await ben.get("/ideas"), await ben.get("/ideas?board=complaints")):
        assert '<span class="num">7</span>' not in page.text
        assert "7 ideas" not in page.text
    assert "yours alone" in (await ben.get("/ideas")).text
    assert '<span class="num">7</span>' in (await (await cast.browser_as(browser, "mo")).get("/ideas")).text


async def test_queries_for_others_are_silent_about_it(home: House) -> None:
    idea = await complaint()
    ben, ada, sol = await cast.member("ben"), await cast.member(), await cast.editor()
    for viewer in (STRANGER, ben):
        assert await queries.unseen(viewer, [idea.id]) == {idea.id}
        assert await named(viewer, [idea.id]) == {}
        assert await show(viewer, [idea.id]) == {}
        assert (await queries.listing(viewer, queries.IdeaFilter())).items == []
        with pytest.raises(Missing):
            await supports.find(viewer, idea.id)
        with pytest.raises(Missing):
            await queries.find(viewer, idea.id)
    assert await queries.unseen(ada, [idea.id]) == set()
    assert [one.id for one in (await queries.listing(ada, queries.IdeaFilter(mine=True))).items] == [idea.id]
    assert (await queries.listing(queries.impersonal(ada), queries.IdeaFilter())).items == []
    assert [one.id for one in (await queries.listing(sol, queries.IdeaFilter())).items] == [idea.id]


async def test_its_words_are_merged_into_no_other_board(home: House) -> None:
    idea, open_one = await complaint(), await things.idea("Parcels arrive late")
    with pytest.raises(Conflict):
        await merging.merge(await cast.manager(), sources=[idea.id], target=open_one.id)
    with pytest.raises(Conflict):
        await merging.merge(await cast.manager(), sources=[open_one.id], target=idea.id)


async def test_its_pictures_are_the_authors_and_the_teams(browser: Browser) -> None:
    await things.board("complaints", is_one_way=True)
    ada = await cast.browser_as(browser, "ada")
    files = {"picture_1": ("shoe.png", pictures.png(40, 30), "image/png")}
    typed = {"title": "With a picture", "board": "complaints", "alt_1": "A sole"}
    page = await ada.submit("/ideas/new", "/ideas/new", files=files, **typed)
    assert "You and the team alone" in page.text
    address = page.text.split('class="idea__photo" src="')[1].split('"')[0]
    assert (await ada.get(address)).status_code == 200
    assert (await (await cast.browser_as(browser, "mo")).get(address)).status_code == 200
    assert (await browser.get(address)).status_code == 404
    assert (await (await cast.browser_as(browser, "ben")).get(address)).status_code == 404


async def test_a_board_that_opens_up_shows_what_was_kept(browser: Browser) -> None:
    idea = await complaint()
    board = await boards.by_id(idea.board_id)
    assert "Lost parcel" not in (await browser.get("/ideas?board=complaints")).text
    await actions.change_board(await cast.admin(), board.id, is_one_way=False)
    assert "Lost parcel" in (await browser.get("/ideas?board=complaints")).text


DOORS = ("everyone", "members", "customers", "segment:gold", "staff", "club:7", "tier:guide", "ambassadors")


@pytest.mark.parametrize("audience", DOORS)
async def test_four_doors_let_in_whom_they_name(home: House, audience: str) -> None:
    from dataclasses import replace

    from ideas.board import rules

    board = await things.board("doors", propose=audience, comment=audience, support=audience)
    ada = await cast.member()
    inside = replace(ada, audiences=ada.audiences | {audience})
    within = audience in ada.audiences
    for ask in (rules.may_propose, rules.may_comment):
        assert ask(inside, board)
        assert ask(ada, board) is within
        assert not ask(STRANGER, board)
    assert rules.may_support(inside, board, "open")
    assert rules.may_support(ada, board, "open") is within
    assert not rules.may_support(STRANGER, board, "open")
    if not within:
        with pytest.raises(Forbidden):
            await actions.propose(ada, board, title="Not let in")


async def test_strangers_get_no_form_though_everyone_may_propose(browser: Browser) -> None:
    await things.board("doors", propose="everyone")
    page = await browser.get("/ideas/new?board=doors")
    assert "<textarea" not in page.text
    assert page.status_code in (200, 401)


async def test_an_empty_page_does_not_say_that_nobody_wrote_there(browser: Browser) -> None:
    await things.board("complaints", see="members", is_one_way=True)
    await things.idea("A lace that broke", by=await cast.member("ben"), on="complaints")
    ada = await cast.browser_as(browser, "ada")
    page = (await ada.get("/ideas?board=complaints")).text
    assert "Nothing of yours is here yet." in page
    assert 'href="/ideas/new?board=complaints"' in page
    assert "Yours would be the first" not in page
