"""What goes with a merged idea and comes back: tags, followers, states, what is hidden, promises, and who is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from community.people.models import Person
from ideas.board import actions, answers, club_boards, merging, notices, promises, queries, sheets
from ideas.board.models import Follow, Idea, Merge, Status
from kernel import clock, db, events
from kernel.errors import Conflict, Forbidden
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast, clubs
from tests.community.discussion import things as talk
from tests.ideas.board import things
from tests.ideas.board.test_merging_at_once import every_count_holds

pytestmark = pytest.mark.asyncio


async def two(**values: Any) -> tuple[Idea, Idea]:
    ben = await cast.member("ben")
    return await things.idea("Resole by post", by=ben, **values), await things.idea("New soles", tag_names=["Soles"])


async def tags_of(idea: Idea) -> tuple[str, ...]:
    return (await queries.card([idea.id]))[idea.id].tags


async def test_tags_are_joined_and_own_ones_are_edited_apart(home: House) -> None:
    a, b = await two(tag_names=["Mail", "Soles"])
    mo = await cast.manager()
    made = await merging.merge(mo, sources=[a.id], target=b.id)
    assert await tags_of(b) == ("Mail", "Soles")
    assert (await sheets.sheet(mo, b.id)).own_tags == ("Soles",)
    await actions.edit(mo, b, title=b.title, body="", tag_names=["Heels"])
    assert await tags_of(b) == ("Heels", "Mail", "Soles")
    await actions.edit(mo, b, title=b.title, body="", tag_names=["Mail"])
    assert await every_count_holds()
    await merging.undo(mo, made.id)
    assert (await tags_of(a), await tags_of(b)) == (("Mail", "Soles"), ("Mail",))
    assert await every_count_holds()


async def test_nobody_follows_twice_and_follows_come_back(home: House) -> None:
    a, b = await two()
    zoe, eve, mo = await cast.member("zoe"), await cast.member("eve"), await cast.manager()
    await actions.follow(zoe, a)
    made = await merging.merge(mo, sources=[a.id], target=b.id)
    await actions.follow(zoe, b)
    await actions.follow(eve, a)
    held = await Follow.all().order_by("id").values_list("idea_id", "person_id")
    assert held == [(a.id, zoe.id), (b.id, eve.id)]
    await merging.undo(mo, made.id)
    await actions.unfollow(eve, b)
    assert await Follow.all().values_list("idea_id", "person_id") == [(a.id, zoe.id)]


async def test_what_followers_hear_goes_over_the_whole_group(home: House) -> None:
    a, b = await two()
    zoe, mo = await cast.member("zoe"), await cast.manager()
    await actions.follow(zoe, a)
    await merging.merge(mo, sources=[a.id], target=b.id, reason="The same wish")
    merged = await events.read(await db.value("SELECT id FROM event WHERE kind = 'idea.merged'"))
    assert sorted(await notices.of_merged(merged)) == sorted([a.author_id, int(zoe.id or 0)])
    kinds = {kind.kind: kind for kind in notices.notices}
    assert (
        kinds["idea.merged"].line(merged["data"]) == "“Resole by post” was merged with an idea that asks for the same."
    )
    assert (kinds["idea.merged"].excerpt(merged["data"]), kinds["idea.merged"].url(merged)) == (
        "The same wish",
        f"/ideas/{a.id}-resole-by-post",
    )
    regrouped = await events.read(await db.value("SELECT id FROM event WHERE kind = 'idea.regrouped'"))
    assert await notices.of_regrouped(regrouped) == [b.author_id]
    assert "1 idea that asks for the same was merged into “New soles”." in kinds["idea.regrouped"].line(
        regrouped["data"]
    )
    await answers.answer(mo, await Idea.get(id=b.id), body="Soon.", status=Status.PLANNED)
    answered = await events.read(await db.value("SELECT max(id) FROM event WHERE kind = 'idea.answered'"))
    assert sorted(await notices.recipients(answered)) == sorted([a.author_id, b.author_id, int(zoe.id or 0)])
    await merging.undo(mo, (await Merge.get()).id)
    parted = await events.read(await db.value("SELECT id FROM event WHERE kind = 'idea.parted'"))
    assert sorted(await notices.of_merged(parted)) == sorted([a.author_id, int(zoe.id or 0)])
    assert "stands for itself again" in kinds["idea.parted"].line(parted["data"])


async def test_a_state_comes_back_and_both_trails_tell(home: House) -> None:
    a, b = await two()
    mo = await cast.manager()
    await answers.answer(mo, a, status=Status.PLANNED, body="Soon.")
    made = await merging.merge(mo, sources=[a.id], target=b.id)
    for act in (
        answers.answer(mo, await Idea.get(id=a.id), body="More."),
        actions.edit(mo, await Idea.get(id=a.id), title="Other", body=""),
    ):
        with pytest.raises((Conflict, Forbidden)):
            await act
    await answers.answer(mo, await Idea.get(id=b.id), status=Status.DECLINED, body="No.", would_change="Many.")
    await merging.undo(mo, made.id)
    assert [(await Idea.get(id=one.id)).status for one in (a, b)] == [Status.PLANNED, Status.DECLINED]
    told = await sheets.sheet(mo, a.id)
    assert [step.after for step in told.trail] == ["planned", "merged", "planned"]
    kept = (await sheets.sheet(mo, b.id)).merges
    assert [(one.title, one.by, one.undone_by) for one in kept] == [("Resole by post", "Mo Haddad", "Mo Haddad")]


async def test_what_is_hidden_meanwhile_stays_hidden_and_its_messages_with_it(home: House) -> None:

    a, b = await two()
    mo = await cast.manager()
    await talk.message(a)
    made = await merging.merge(mo, sources=[a.id], target=b.id)
    assert (await Idea.get(id=b.id)).comments == 1
    await actions.hide(mo, a.id)
    assert (await Idea.get(id=b.id)).comments == 0
    assert (await talk.talk(b)).count == 0
    await merging.undo(mo, made.id)
    idea = await Idea.get(id=a.id)
    assert (idea.is_listed, idea.status, idea.comments) == (False, Status.OPEN, 1)
    await actions.restore(mo, a.id)
    assert (await Idea.get(id=a.id)).is_listed
    assert await every_count_holds()
    await actions.hide(mo, b.id)
    with pytest.raises(Conflict):
        await merging.merge(mo, sources=[a.id], target=b.id)


async def test_an_author_who_is_gone_meanwhile_changes_nothing(home: House) -> None:
    a, b = await two()
    mo = await cast.manager()
    made = await merging.merge(mo, sources=[a.id], target=b.id)
    await Person.filter(id=a.author_id).update(name="", email=None, is_claimed=False)
    await merging.undo(mo, made.id)
    assert (await Idea.get(id=a.id)).merged_into_id is None
    parted = await events.read(await db.value("SELECT id FROM event WHERE kind = 'idea.parted'"))
    assert await notices.of_merged(parted) == []


async def test_a_promise_counts_on_and_is_kept_by_what_ships(home: House) -> None:
    a, b = await two()
    mo = await cast.manager()
    soon = clock.today() + timedelta(days=9)
    await answers.answer(mo, a, status=Status.PLANNED, body="Soon.", promised_on=soon)
    await merging.merge(mo, sources=[a.id], target=b.id)
    assert (await promises.line(STRANGER)).due == 1
    held = await Idea.get(id=b.id)
    await answers.answer(mo, held, status=Status.PLANNED, body="With it.")
    await answers.answer(mo, held, status=Status.SHIPPED, body="There.")
    assert (await promises.line(STRANGER)).kept == 1


async def test_a_club_s_own_board_lends_nothing_to_others(home: House) -> None:
    club = await clubs.found("owls", host="mo", is_private=True)
    await cast.viewer("mo", role="manager")
    mo = await cast.viewer("mo")
    board = await club_boards.opened(club)
    kept = await actions.propose(mo, board, title="Among us")
    _, b = await two()
    with pytest.raises(Conflict):
        await merging.merge(mo, sources=[kept.id], target=b.id)
    other = await actions.propose(mo, board, title="Among us too")
    made = await merging.merge(mo, sources=[kept.id], target=other.id)
    assert made.target_id == other.id


async def test_when_a_participant_fails_nothing_happened(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = await two()
    mo = await cast.manager()
    before = await db.rows("SELECT * FROM idea ORDER BY id")

    async def broken(changed: merging.Joined) -> None:
        assert set(changed.roots) == {b.id}
        raise RuntimeError("no")

    monkeypatch.setattr(type(home), "registered", lambda self, name: [broken] if name == "idea.joining" else [])
    with pytest.raises(RuntimeError):
        await merging.merge(mo, sources=[a.id], target=b.id)
    monkeypatch.undo()
    assert await db.rows("SELECT * FROM idea ORDER BY id") == before
    assert await Merge.all().count() == 0
    assert await every_count_holds()
