"""Placing, moving and estimating; every change of place keeps its reason."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from ideas.board import actions as ideas
from ideas.board.models import Idea
from kernel import audit, db
from kernel.errors import Forbidden, Missing
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast
from tests.ideas.board import things
from tests.voting.roadmap import world
from voting.roadmap import actions, console, queries, snapshots
from voting.roadmap.models import Item, Move, SavedView


async def moves(idea: Idea) -> list[tuple[str, str, str, str, str]]:
    names = ("before", "after", "target_before", "target_after", "reason")
    rows = await db.rows(
        "SELECT v.* FROM roadmap_move v JOIN roadmap_item m ON m.id = v.item_id WHERE m.idea_id = ? ORDER BY v.id",
        idea.id,
    )
    return [(row[names[0]], row[names[1]], row[names[2]], row[names[3]], row[names[4]]) for row in rows]


async def test_every_change_of_place_is_kept_with_its_reason(home: House) -> None:
    idea, sol = await things.idea(), await cast.editor()
    await actions.place(sol, idea.id, horizon="next", target="2027 Q1")
    await actions.place(sol, idea.id, horizon="next", target="2027 Q1", reason="The same again")
    await actions.place(sol, idea.id, horizon="next", target="2027 Q2", reason="The press is late")
    await actions.place(sol, idea.id, horizon="now")
    await actions.place(sol, idea.id, horizon="off", reason="Not this year")
    assert await moves(idea) == [
        ("", "next", "", "2027 Q1", ""),
        ("next", "next", "2027 Q1", "2027 Q2", "The press is late"),
        ("next", "now", "2027 Q2", "2027 Q2", ""),
        ("now", "", "2027 Q2", "2027 Q2", "Not this year"),
    ]
    assert (await queries.plans(STRANGER))["now"] == []
    assert await db.value("SELECT count(*) FROM staff_act WHERE act = 'roadmap.moved'") == 4
    assert await db.value("SELECT count(*) FROM event WHERE kind = 'roadmap.moved'") == 4
    assert await audit.broken() is None


async def test_only_who_plans_places_estimates_and_freezes(home: House) -> None:
    idea, sol = await things.idea(), await cast.editor()
    for viewer in (STRANGER, await cast.member(), await cast.manager(), replace(sol, suspended=True)):
        with pytest.raises(Forbidden):
            await actions.place(viewer, idea.id, horizon="now")
        with pytest.raises(Forbidden):
            await actions.estimate(viewer, idea.id, effort=1, owner_id=None)
        with pytest.raises(Forbidden):
            await actions.save_view(viewer, name="Mine", query="")
        with pytest.raises(Forbidden):
            await snapshots.freeze(viewer, policy="linear")
    assert await Item.all().count() == await Move.all().count() == 0


async def test_what_is_hidden_or_not_there_has_no_place(home: House) -> None:
    idea, sol = await things.idea(), await cast.editor()
    await actions.place(sol, idea.id, horizon="now")
    await ideas.hide(await cast.manager(), idea.id)
    for number in (idea.id, 4711):
        with pytest.raises(Missing):
            await actions.place(sol, number, horizon="later")
    assert (await queries.plans(STRANGER))["now"] == []
    assert await queries.latest_moves(STRANGER) == []


async def test_many_placings_at_once_make_one_item(home: House) -> None:
    idea, sol = await things.idea(), await cast.editor()
    await asyncio.gather(*(actions.place(sol, idea.id, horizon="now", target="2027") for _ in range(8)))
    assert await Item.all().count() == 1
    assert await moves(idea) == [("", "now", "", "2027", "")]


async def test_an_estimate_is_kept_and_changed(home: House) -> None:
    idea, sol = await things.idea(), await cast.editor()
    await actions.estimate(sol, idea.id, effort=3, owner_id=sol.id)
    await actions.estimate(sol, idea.id, effort=None, owner_id=None)
    placed = (await console.placed([idea.id]))[idea.id]
    assert (placed["horizon"], placed["effort"]) == (None, None)
    assert await moves(idea) == []


async def test_the_roadmap_shows_each_only_what_they_may_see(home: House) -> None:
    sol = await cast.editor()
    await things.board("team", see="staff", propose="staff")
    secret, public = await things.idea("Secret", by=sol, on="team"), await things.idea("Public")
    for idea in (secret, public):
        await actions.place(sol, idea.id, horizon="now", target="2027", reason="Because")
    for viewer in (STRANGER, await cast.member()):
        assert [plan.title for plan in (await queries.plans(viewer))["now"]] == ["Public"]
        assert [move["title"] for move in await queries.latest_moves(viewer)] == ["Public"]
    assert {plan.title for plan in (await queries.plans(sol))["now"]} == {"Public", "Secret"}


async def test_the_first_placing_is_no_move_and_a_return_is_one(home: House) -> None:
    idea, sol = await things.idea(), await cast.editor()
    await actions.place(sol, idea.id, horizon="now")
    assert (await queries.plans(STRANGER))["now"][0].moves == []
    await actions.place(sol, idea.id, horizon="off", reason="The press broke")
    await actions.place(sol, idea.id, horizon="now", reason="It is mended")
    (plan,) = (await queries.plans(STRANGER))["now"]
    assert [move["reason"] for move in plan.moves] == ["The press broke", "It is mended"]


async def test_a_view_saved_again_replaces_its_namesake(home: House) -> None:
    sol, root = await cast.editor(), await cast.admin()
    await actions.save_view(sol, name="Winter", query="sort=value")
    await actions.save_view(sol, name="Winter", query="sort=trend")
    await actions.save_view(root, name="Winter", query="")
    (view,) = await console.views(int(sol.id or 0))
    assert view["query"] == "sort=trend"
    await actions.forget_view(root, view["id"])
    assert await SavedView.all().count() == 2
    await actions.forget_view(sol, view["id"])
    assert await SavedView.all().count() == 1


async def test_a_lane_keeps_the_order_it_is_given_and_a_newcomer_stands_at_its_end(home: House) -> None:
    ideas = await world.made()
    sol = await cast.editor()
    resole, tote, lace = (ideas[title] for title in (world.RESOLE, world.TOTE, world.LACE))
    for idea in (resole, tote, lace):
        await actions.place(sol, idea, horizon="next")
    assert await _lane("next") == [resole, tote, lace]
    await actions.place(sol, lace, horizon="next", before=resole)
    assert await _lane("next") == [lace, resole, tote]
    await actions.place(sol, lace, horizon="next", before=0)
    assert await _lane("next") == [resole, tote, lace]
    moves = await Move.all().count()
    await actions.place(sol, tote, horizon="now", before=999_999)  # an idea that is not there: at the end
    await actions.place(sol, lace, horizon="now", before=tote)
    assert (await _lane("now"), await _lane("next")) == ([lace, tote], [resole])
    assert await Move.all().count() == moves + 2  # the order alone is no move


async def _lane(horizon: str) -> list[int]:
    rows = await db.rows("SELECT idea_id FROM roadmap_item WHERE horizon = ? ORDER BY position", horizon)
    return [row["idea_id"] for row in rows]
