"""Setting votes aside and back, objecting and answering; what a voter, a stranger and the team see of it."""

from __future__ import annotations

from typing import Any

import pytest

from ideas.board import actions as board_actions
from ideas.board.models import Idea
from kernel import audit, clock, db
from kernel.errors import Conflict, Forbidden, Missing
from kernel.features import House
from kernel.viewer import Viewer
from tests import cast
from tests.browsing import Browser
from tests.cast import browser_as
from tests.voting.ballots.test_states import kept
from tests.voting.ballots.test_support import csrf, given, idea
from voting.ballots import doubts
from voting.ballots.doubt_models import Voted
from voting.ballots.doubts import Held
from voting.ballots.states import State
from voting.demand import marks, reckon
from voting.honesty import actions, gathering, queries, traits
from voting.honesty.traits import Limits

Pair = tuple[int, int]


async def found(one: Idea, voters: list[Viewer]) -> int:
    """A burst of some voters' supports, marked and put before the team."""
    pairs: list[Pair] = [(one.id, int(viewer.id or 0)) for viewer in voters]
    for viewer in voters:
        await given(viewer, one.id)
    async with db.transaction():
        await doubts.write(Voted.SUPPORT, {pair: Held(State.DOUBTFUL, "burst") for pair in pairs}, by=None)
        return await gathering.write("burst", {"people": 2}, pairs, clock.now())


async def states() -> list[str]:
    return [row["state"] for row in await db.rows("SELECT state FROM support ORDER BY person_id")]


async def test_a_group_is_set_aside_as_one_act_and_released_exactly(home: House) -> None:
    one, ada, ben, eve = await idea(), await cast.member("ada"), await cast.member("ben"), await cast.member("eve")
    await given(eve, one.id)
    number = await found(one, [ada, ben])
    assert await kept(one.id) == (3, 3, 2)
    mo = await cast.manager()
    act = await actions.quarantine(mo, number, why="One place, ten minutes")
    assert await kept(one.id) == (3, 1, 0)
    assert (await queries.findings()).items == []
    await actions.release(mo, act, why="They share an office")
    await actions.release(mo, act, why="Again")
    assert await kept(one.id) == (3, 3, 2)
    assert (await queries.quarantine(act))["released_why"] == "They share an office"
    assert await audit.broken() is None
    acts = [row["act"] for row in await db.rows("SELECT act FROM staff_act ORDER BY id")]
    assert acts[-2:] == ["votes.quarantine", "votes.release"]


async def test_who_decides_is_a_manager_and_has_no_vote_among_them(home: House) -> None:
    one, ada, mo = await idea(), await cast.member("ada"), await cast.manager()
    number = await found(one, [ada, mo])
    for viewer in (ada, await cast.editor(), mo):
        with pytest.raises(Forbidden):
            await actions.quarantine(viewer, number, why="A reason")
    with pytest.raises(Missing):
        await actions.quarantine(mo, 999, why="A reason")


async def test_votes_found_right_are_marked_no_more_by_arithmetic(home: House) -> None:
    one, ada, ben = await idea(), await cast.member("ada"), await cast.member("ben")
    number = await found(one, [ada, ben])
    await actions.leave(await cast.manager(), number, why="Colleagues")
    assert await kept(one.id) == (2, 2, 0)
    async with db.transaction():
        pair = (one.id, int(ada.id or 0))
        held = (await doubts.held(Voted.SUPPORT, [pair]))[pair]
    assert gathering.standing(Held(held.state, "together made", None, held.cleared_at)).state == State.VALID


async def test_an_objection_is_answered_by_somebody_else_and_upheld_it_counts(home: House) -> None:
    one, ada, ben, mo = await idea(), await cast.member("ada"), await cast.member("ben"), await cast.manager()
    act = await actions.quarantine(mo, await found(one, [ada, ben]), why="One place")
    await actions.object_(ada, Voted.SUPPORT, one.id, body="We share an office.")
    with pytest.raises(Conflict):
        await actions.object_(ada, Voted.SUPPORT, one.id, body="Again.")
    [waiting] = await queries.waiting()
    with pytest.raises(Forbidden):
        await actions.answer(mo, waiting["id"], is_upheld=True, words="Yes.")
    root = await cast.admin()
    await actions.answer(root, waiting["id"], is_upheld=True, words="You are right.")
    assert await kept(one.id) == (2, 1, 0)
    with pytest.raises(Conflict):
        await actions.answer(root, waiting["id"], is_upheld=False, words="No.")
    await actions.release(mo, act, why="All of them")
    assert await kept(one.id) == (2, 2, 1)
    with pytest.raises(Conflict):
        await actions.object_(ada, Voted.SUPPORT, one.id, body="Once more.")


async def test_a_look_at_all_votes_marks_a_ring_and_takes_back_what_it_finds_no_more(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = [await idea() for _ in range(5)]
    honest = [await cast.member(f"honest{n}") for n in range(12)]
    ring = [await cast.member(f"ring{n}") for n in range(9)]
    ids = [int(viewer.id or 0) for viewer in ring]
    await db.execute("UPDATE person SET created_at = ?", clock.now().replace(year=2020))
    await db.execute(f"UPDATE person SET created_at = ? WHERE id IN ({db.marks(ids)})", clock.now(), *ids)
    for n, viewer in enumerate(honest):
        await given(viewer, some[n % 5].id)
    for viewer in ring:
        for one in some[:4]:
            await given(viewer, one.id)
    lenient, strict = Limits(second=1e6, pairs=1.0), Limits(second=1e-300)
    monkeypatch.setattr(traits, "Limits", lambda: lenient)
    assert await gathering.look() == 1
    doubted = await db.rows("SELECT DISTINCT person_id FROM support WHERE state = 'doubtful' ORDER BY person_id")
    assert [row["person_id"] for row in doubted] == sorted(ids)
    [group] = (await queries.findings()).items
    assert (group["people"], group["votes"]) == (9, 36)
    monkeypatch.setattr(traits, "Limits", lambda: strict)
    assert await gathering.look() == 0
    assert set(await states()) == {"valid"}
    assert (await queries.findings()).items == []


async def test_nobody_voted_and_nothing_is_found(home: House) -> None:
    assert await gathering.look() == 0


async def test_a_voter_sees_the_state_of_their_vote_and_objects(browser: Browser) -> None:
    one, ada, ben = await idea(), await cast.member("ada"), await cast.member("ben")
    await actions.quarantine(await cast.manager(), await found(one, [ada, ben]), why="A private reason")
    page = await (theirs := await browser_as(browser, "ada")).get(f"/ideas/{one.id}")
    assert "Your vote here is set aside" in page.text
    assert "2 more are set aside" in page.text
    mine = await theirs.get("/account/votes")
    assert "Many votes for the same came from one place within a day." in mine.text
    assert "A private reason" not in mine.text
    place = f"/account/votes/support/{one.id}"
    refused = await theirs.post(f"{place}/objection", {"csrf": await csrf(theirs), "body": "x"})
    assert refused.status_code == 422
    done = await theirs.submit(place, f"{place}/objection", body="We share an office.")
    assert "It waits for an answer." in done.text
    assert (await theirs.get("/moderation/votes")).status_code == 404
    assert (await theirs.get("/account/votes/support/999")).status_code == 404
    assert (await theirs.get("/account/votes/nothing/1")).status_code == 404
    stranger = await browser.another().get(f"/ideas/{one.id}")
    assert "2 more are set aside" in stranger.text
    assert "Your vote here" not in stranger.text
    assert "Three states of a vote" in (await browser.another().get("/counting")).text


async def test_the_team_decides_on_its_pages_and_what_was_typed_is_kept(browser: Browser) -> None:
    one, ada, ben = await idea(), await cast.member("ada"), await cast.member("ben")
    number = await found(one, [ada, ben])
    mo = await browser_as(browser, "manager")
    desk = await mo.get("/moderation/votes")
    assert f"/moderation/votes/{number}" in desk.text
    assert "2 people voted for one thing from one block of addresses on one day." in desk.text
    place = f"/moderation/votes/{number}"
    wrong = await mo.post(f"{place}/quarantine", {"csrf": await csrf(mo), "why": "x"})
    assert (wrong.status_code, 'value="x"' in wrong.text) == (422, True)
    done = await mo.submit(place, f"{place}/quarantine", why="One place, ten minutes")
    assert "One place, ten minutes" in done.text
    acts = await mo.get("/moderation/votes/set-aside")
    assert "2 votes" in acts.text
    await actions.object_(ada, Voted.SUPPORT, one.id, body="We share an office.")
    [waiting] = await queries.waiting()
    assert "Somebody else answers this" in (await mo.get(f"/moderation/votes/objections/{waiting['id']}")).text
    root = await browser_as(browser.another(), "admin")
    place = f"/moderation/votes/objections/{waiting['id']}"
    done = await root.submit(place, f"{place}/answer", verdict="declined", words="It came from a robot.")
    assert "No objection waits" in done.text
    [act] = (await queries.quarantines()).items
    place = f"/moderation/votes/set-aside/{act['id']}"
    done = await root.submit(place, f"{place}/release", why="A mistake of ours")
    assert "A mistake of ours" in done.text
    for path in ("/moderation/votes/999", "/moderation/votes/set-aside/999", "/moderation/votes/objections/999"):
        assert (await mo.get(path)).status_code == 404


async def told(browser: Browser, path: str) -> Any:
    return (await browser.get(path)).status_code


@pytest.mark.parametrize(("role", "status"), [("member", 404), ("editor", 404), ("manager", 200), ("admin", 200)])
async def test_the_desk_is_for_those_who_moderate(browser: Browser, role: str, status: int) -> None:
    theirs = await browser_as(browser, role)
    for path in ("/moderation/votes", "/moderation/votes/set-aside", "/moderation/votes/objections"):
        assert await told(theirs, path) == status


async def test_demand_leaves_out_what_is_set_aside_and_what_is_in_doubt_where_the_site_says_so(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, ada, ben, eve = await idea(), await cast.member("ada"), await cast.member("ben"), await cast.member("eve")
    await given(eve, one.id)
    number = await found(one, [ada, ben])

    async def told() -> tuple[int, int, int, int, int, int]:
        [row] = (await reckon.reckon(["linear"])).ideas
        counts = (row.people, row.raw_votes, row.valid_votes, row.doubtful_votes)
        return (*counts, row.accounts, row.trend_30d)

    before = await marks.now()
    assert await told() == (3, 3, 3, 2, 3, 3)
    monkeypatch.setenv("TANDEM_DEMAND_COUNTS_DOUBTFUL", "false")
    assert await told() == (3, 3, 3, 2, 1, 3)
    monkeypatch.delenv("TANDEM_DEMAND_COUNTS_DOUBTFUL")
    await actions.quarantine(await cast.manager(), number, why="One place")
    assert await told() == (1, 3, 1, 0, 1, 1)
    if db.on_sqlite():
        assert await marks.now() != before


async def test_a_board_says_which_votes_decide_on_it(home: House) -> None:
    one, ada, ben, eve = await idea(), await cast.member("ada"), await cast.member("ben"), await cast.member("eve")
    await given(eve, one.id)
    await found(one, [ada, ben])

    async def told() -> tuple[int, int]:
        [row] = (await reckon.reckon(["linear"])).ideas
        assert (row.people, row.raw_votes, row.valid_votes, row.doubtful_votes) == (3, 3, 3, 2)
        return row.accounts, row.trend_30d

    before = await marks.now()
    assert await told() == (3, 3)
    root, values = await cast.admin(), {"name": "Shoes", "counting": "valid"}
    with pytest.raises(Forbidden):
        await board_actions.change_board(ada, one.board_id, **values)
    await board_actions.change_board(root, one.board_id, **values)
    assert await told() == (1, 3)
    if db.on_sqlite():
        assert await marks.now() != before
    act = await db.row("SELECT act, detail FROM staff_act ORDER BY id DESC LIMIT 1")
    assert act is not None
    assert act["act"] == "board.changed"
    assert "valid" in str(act["detail"])


async def test_where_the_site_leaves_doubt_out_a_board_may_count_it(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANDEM_DEMAND_COUNTS_DOUBTFUL", "false")
    one, ada, ben = await idea(), await cast.member("ada"), await cast.member("ben")
    await found(one, [ada, ben])
    await board_actions.change_board(await cast.admin(), one.board_id, name="Shoes", counting="doubtful")
    [row] = (await reckon.reckon(["linear"])).ideas
    assert (row.accounts, row.doubtful_votes) == (2, 2)
    act = await actions.quarantine(await cast.manager(), (await queries.findings()).items[0]["id"], why="One place")
    [row] = (await reckon.reckon(["linear"])).ideas
    assert (row.accounts, row.raw_votes, row.valid_votes) == (0, 2, 0)
    assert act


async def test_the_rule_of_a_board_is_said_on_it_and_where_counting_is_explained(browser: Browser) -> None:
    one = await idea()
    root = await browser_as(browser, "admin")
    page = await root.get(f"/team/boards/{one.board_id}")
    assert "Which votes decide here" in page.text
    stranger = browser.another()
    assert "a rule of their own" not in (await stranger.get("/counting")).text
    place = f"/team/boards/{one.board_id}"
    board = await db.row("SELECT slug, name FROM board WHERE id = ?", one.board_id)
    assert board is not None
    doors = (
        {"see": "everyone"}
        | dict.fromkeys(("propose", "comment", "support"), "members")
        | {"approval_days": "2", "is_open": "true"}
    )
    sent = {**doors, "name": board["name"], "slug": board["slug"], "counting": "valid"}
    done = await root.submit(place, place, **sent)
    assert done.status_code == 200
    assert "counts valid votes alone" in (await stranger.get(f"/ideas?board={board['slug']}")).text
    assert "valid votes alone decide" in (await stranger.get("/counting")).text
    assert "counts valid votes alone" not in (await stranger.get("/ideas")).text


async def test_wherever_a_count_matters_what_is_marked_or_set_aside_stands_beside_it(browser: Browser) -> None:
    marked, aside, plain = await idea(), await idea(), await idea()
    ada, ben, eve = await cast.member("ada"), await cast.member("ben"), await cast.member("eve")
    await found(marked, [ada, ben])
    await actions.quarantine(await cast.manager(), await found(aside, [ada, ben, eve]), why="One place, ten minutes")
    await given(eve, plain.id)
    listed = (await browser.get("/ideas?sort=new")).text
    assert (listed.count("2 votes doubtful"), listed.count("3 set aside")) == (1, 1)
    assert listed.count("doubtful") == 1
    team = await browser_as(browser, "editor")
    assert "2 of them are marked as doubtful" in (await team.get(f"/team/demand/{marked.id}")).text
    assert "3 more are set aside" in (await team.get(f"/team/demand/{aside.id}")).text
    assert (
        "/counting"
        not in (await team.get(f"/team/demand/{plain.id}")).text.partition("<main")[2].partition("</main")[0]
    )
