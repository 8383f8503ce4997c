"""Ideas that are read before others see them: nobody but author and managers meets one anywhere until it is approved."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ambassadors.missions import goals
from community.inbox.models import Notice
from ideas.board import actions, answers, approval, proofs, queries, queue, shown_proofs
from ideas.board.boards import BoardCard
from ideas.board.held import named, subject
from ideas.board.models import Board, Idea, IdeaReview, Status
from ideas.board.states import Approval, Stage
from kernel import clock, db, jobs, site
from kernel.errors import Conflict, Forbidden, Invalid, Missing
from kernel.features import House
from kernel.viewer import STRANGER, Viewer
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things
from tests.ideas.board.test_api import bearer
from voting.ballots import actions as ballots
from voting.ballots import queries as supports

pytestmark = pytest.mark.asyncio


async def board(approval_: Approval = Approval.EVERYBODY, **values: object) -> BoardCard:
    return await things.board("shoes", approval=approval_, **values)


async def waiting(title: str = "Secret until read") -> Idea:
    await board()
    return await things.idea(title)


@pytest.mark.parametrize(
    ("whose", "ada", "ben", "mo"),
    [
        (Approval.NOBODY, False, False, False),
        (Approval.NEWCOMERS, True, False, False),
        (Approval.EVERYBODY, True, True, False),
    ],
)
async def test_whose_ideas_wait_hangs_on_their_standing(
    home: House, whose: Approval, ada: bool, ben: bool, mo: bool
) -> None:
    place = await board(whose)
    for handle, waits in (("ada", ada), ("ben", ben), ("mo", mo)):
        assert await approval.awaited(await cast.viewer(handle), place) is waits, handle


async def test_a_newcomer_waits_until_an_idea_of_theirs_is_shown(home: House) -> None:
    place = await board(Approval.NEWCOMERS)
    first, second = await things.idea("First"), await things.idea("Second")
    assert {first.stage, second.stage} == {Stage.WAITING}
    await approval.approve(await cast.manager(), first.id)
    assert not await approval.awaited(await cast.member(), place)
    assert (await things.idea("Third")).stage == Stage.SHOWN
    await actions.hide(await cast.manager(), first.id)
    await Idea.filter(title="Third").delete()
    assert await approval.awaited(await cast.member(), place)


async def test_what_waits_is_nowhere_for_others(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)
    idea = await waiting()
    address = queries.address(idea.id, idea.slug)
    places = (
        "/ideas",
        "/ideas?board=shoes&sort=new",
        "/",
        "/ideas.atom",
        "/people/ada",
        "/api/v1/ideas",
        "/search?q=secret",
    )
    for who in ("stranger", "ben", "sol"):
        theirs = browser if who == "stranger" else await cast.browser_as(browser, who)
        for place in places:
            assert "Secret until read" not in (await theirs.get(place)).text, (who, place)
        for place in (address, f"/ideas/{idea.id}", f"/ideas/{idea.id}/history", f"/ideas/{idea.id}.atom"):
            assert (await theirs.get(place)).status_code == 404, (who, place)
        assert (await theirs.get(f"/api/v1/ideas/{idea.id}")).status_code == 404
        assert (await theirs.get(f"/ideas/{idea.id}/supporters")).status_code == 404
    for who in ("ada", "mo"):
        theirs = await cast.browser_as(browser, who)
        assert "It waits to be read" in (await theirs.get(address)).text
        assert "Secret until read" not in (await theirs.get("/ideas")).text
    assert "Secret until read" in (await (await cast.browser_as(browser, "ada")).get("/ideas?mine=1")).text


async def test_what_waits_takes_no_support_comment_answer_or_count(home: House) -> None:
    idea, ben, ada = await waiting(), await cast.member("ben"), await cast.member()
    with pytest.raises(Missing):
        await supports.find(ben, idea.id)
    with pytest.raises(Forbidden):
        await ballots.cast(ada, await supports.find(ada, idea.id))
    found = await subject(ada, idea.id)
    assert found
    assert not found.may_comment
    assert await named(ben, [idea.id]) == {}
    with pytest.raises(Conflict):
        await answers.answer(await cast.manager(), idea, body="Yes.", status=Status.PLANNED)
    assert (await Board.get(slug="shoes")).ideas == 0
    assert await proofs.counts_of_boards() == []
    assert await queries.unseen(ben, [idea.id]) == {idea.id}
    assert await queries.unseen(ada, [idea.id]) == set()
    assert not await db.value("SELECT count(*) FROM event WHERE kind = 'idea.proposed'")


async def test_what_is_approved_stands_as_new_and_is_proposed_only_then(home: House) -> None:
    with clock.at(clock.now() - timedelta(days=5)):
        idea = await waiting()
    await approval.approve(await cast.manager(), idea.id)
    shown = await Idea.get(id=idea.id)
    assert (shown.stage, shown.waits_since, shown.is_listed) == (Stage.SHOWN, None, True)
    assert clock.now() - shown.created_at < timedelta(minutes=1)
    assert (await queries.listing(STRANGER, queries.IdeaFilter())).items[0].id == idea.id
    assert (await Board.get(slug="shoes")).ideas == 1
    assert await proofs.counts_of_boards() == []
    assert await proofs.places_of_ideas() == []
    events = await db.rows("SELECT kind, actor_id FROM event WHERE kind LIKE 'idea.%' ORDER BY id")
    assert [row["kind"] for row in events] == ["idea.submitted", "idea.approved", "idea.proposed"]
    assert events[2]["actor_id"] == idea.author_id
    sql, values = goals.ideas("")
    assert [row["what"] for row in await db.rows(sql, *values)] == [idea.id]
    assert await db.value("SELECT count(*) FROM staff_act WHERE act = 'idea.approved'") == 1


async def test_words_go_to_the_author_who_sends_it_again(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)
    idea = await waiting()
    mo, ada = await cast.browser_as(browser, "mo"), await cast.browser_as(browser, "ada")
    address = queries.address(idea.id, idea.slug)
    assert "Secret until read" in (await mo.get("/moderation/waiting")).text
    page = await mo.submit(address, f"/ideas/{idea.id}/return", words="")
    assert page.status_code == 422
    assert "Say why" in page.text
    page = await mo.submit(address, f"/ideas/{idea.id}/return", words="One idea a page, please.")
    assert "No idea waits" in page.text
    assert "One idea a page, please." in (await ada.get(address)).text
    edit = f"/ideas/{idea.id}/edit"
    assert "Send it again" in (await ada.get(edit)).text
    await ada.submit(edit, edit, title="Secret until read", body="Only one now.")
    assert (await Idea.get(id=idea.id)).stage == Stage.WAITING
    assert "Sent again" in (await mo.get("/moderation/waiting")).text
    page = await mo.submit(address, f"/ideas/{idea.id}/approval", words="")
    assert "Secret until read" in (await browser.get("/ideas")).text
    assert [review.stage for review in await IdeaReview.all().order_by("id")] == [Stage.RETURNED, Stage.SHOWN]


async def test_what_is_declined_stays_with_its_author_alone(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)
    idea = await waiting()
    await approval.refuse(await cast.manager(), idea.id, "It names a neighbour.")
    ada = await cast.browser_as(browser, "ada")
    page = (await ada.get(queries.address(idea.id, idea.slug))).text
    assert "It names a neighbour." in page
    assert f"/ideas/{idea.id}/edit" not in page
    assert (await ada.get(f"/ideas/{idea.id}/edit")).status_code == 403
    assert "Not shown" in (await ada.get("/ideas?mine=1")).text
    with pytest.raises(Conflict):
        await approval.approve(await cast.manager(), idea.id)


async def test_author_owner_and_managers_are_told(home: House) -> None:
    sol = await cast.editor()
    await cast.manager()
    await board(owner_id=sol.id)
    idea = await things.idea("Told of")
    await jobs.work(home, until_idle=True)
    told = set(await Notice.all().values_list("person_id", "kind"))
    assert (sol.id, "idea.submitted") in told
    assert ((await cast.manager()).id, "idea.submitted") in told
    await approval.approve(sol, idea.id)
    await jobs.work(home, until_idle=True)
    told = set(await Notice.all().values_list("person_id", "kind"))
    assert (idea.author_id, "idea.reviewed") in told
    assert (sol.id, "board.idea") not in told


async def test_whoever_looks_after_the_board_rules_on_it_too(home: House) -> None:
    sol = await cast.editor()
    await board(owner_id=sol.id)
    idea = await things.idea("Hers to rule on")
    assert [one.id for one in (await queue.queue(sol)).items] == [idea.id]
    await approval.send_back(sol, idea.id, "Not yet.")
    assert await queue.waiting_count(await cast.manager()) == 0


@pytest.mark.parametrize("who", ["ada", "ben"])
async def test_nobody_else_rules(home: House, who: str) -> None:
    idea = await waiting()
    viewer: Viewer = await cast.viewer(who)
    with pytest.raises((Forbidden, Missing)):
        await approval.approve(viewer, idea.id)
    with pytest.raises(Invalid):
        await approval.refuse(await cast.manager(), idea.id, "")


async def test_two_managers_at_once_rule_once(home: House) -> None:
    import asyncio

    idea = await waiting()
    mo, root = await cast.manager(), await cast.admin()
    done = await asyncio.gather(
        approval.approve(mo, idea.id), approval.refuse(root, idea.id, "No."), return_exceptions=True
    )
    assert sum(isinstance(one, Conflict) for one in done) == 1
    assert await IdeaReview.all().count() == 1
    assert await proofs.counts_of_boards() == []


async def test_the_api_makes_what_waits_too(browser: Browser) -> None:
    await site.change(name="Halage", ready=True)
    await board()
    token = await bearer("ada", "write", "read")
    made = await browser.client.post("/api/v1/ideas", json={"board": "shoes", "title": "By the API"}, headers=token)
    assert made.status_code == 201
    assert "By the API" not in (await browser.get("/ideas")).text
    assert (await browser.get("/api/v1/ideas")).json()["items"] == []


async def test_the_queue_goes_on_from_a_cursor(home: House) -> None:
    await board()
    for n in range(queue.PAGE + 3):
        await things.idea(f"Idea {n}")
    mo = await cast.manager()
    first = await queue.queue(mo)
    second = await queue.queue(mo, first.after)
    assert [one.title for one in (*first.items, *second.items)] == [f"Idea {n}" for n in range(queue.PAGE + 3)]
    assert (await queue.queue(mo, "rubbish")).items[0].title == "Idea 0"


async def test_an_author_who_leaves_waits_no_more(home: House) -> None:
    idea = await waiting()
    await approval.erased(idea.author_id)
    assert await queue.waiting_count(await cast.manager()) == 0


async def test_what_was_decided_and_what_is_shown_are_proved_to_agree(home: House) -> None:
    await board()
    waits, approved, odd = [await things.idea(title) for title in ("Waits", "Approved", "Odd")]
    for one in (approved, odd):
        await approval.approve(await cast.manager(), one.id)
    assert await shown_proofs.stages() == await shown_proofs.lists() == []
    await db.execute("UPDATE idea SET stage = 'shown' WHERE id = ?", waits.id)
    await db.execute("UPDATE idea SET waits_since = ? WHERE id = ?", clock.now(), approved.id)
    await db.execute("UPDATE idea SET stage = 'refused' WHERE id = ?", odd.id)
    await db.execute("DELETE FROM idea_review WHERE idea_id = ?", odd.id)
    assert len(await shown_proofs.stages(fix=True)) == 3
    assert [line.split(":")[0] for line in await shown_proofs.lists(fix=True)] == [f"idea {odd.id}"]
    assert await shown_proofs.stages() == await shown_proofs.lists() == []
    await proofs.counts_of_boards(fix=True)
    stages = {one.id: (one.stage, one.is_listed) for one in await Idea.all()}
    assert stages == {waits.id: ("waiting", False), approved.id: ("shown", True), odd.id: ("waiting", False)}


async def test_lists_lost_or_won_by_a_fault_are_found(home: House) -> None:
    one, other = await things.idea("Listed"), await things.idea("Hidden")
    await actions.hide(await cast.manager(), other.id)
    await db.execute("UPDATE idea SET is_listed = NOT is_listed")
    assert len(await shown_proofs.lists(fix=True)) == 2
    assert {idea.id: idea.is_listed for idea in await Idea.all()} == {one.id: True, other.id: False}
