"""Saying, answering, changing, taking away and thanking, on the thread of an idea."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from community.discussion import actions, mentions, proofs, queries, registry
from community.discussion.models import Comment, CommentVersion
from community.discussion.registry import Subject
from ideas.board import proofs as board_proofs
from ideas.board.models import Idea
from kernel import db, jobs
from kernel.errors import Forbidden, Invalid, Missing
from kernel.features import House
from kernel.viewer import STRANGER, Viewer
from tests import cast
from tests.community.discussion import things as threads
from tests.ideas.board import things


async def subject_for(viewer: Viewer) -> Subject:
    idea = await Idea.first() or await things.idea()
    return await registry.subject(viewer, "idea", idea.id)


async def counts_hold() -> None:
    assert await proofs.comments() == []
    assert await proofs.thanks() == []
    assert await board_proofs.comments_of_ideas() == []


async def told(house: House) -> list[tuple[str, str]]:
    await jobs.work(house, until_idle=True, like="react.%")
    rows = await db.rows("SELECT n.kind, p.handle FROM notice n JOIN person p ON p.id = n.person_id ORDER BY n.id")
    return [(row["kind"], row["handle"]) for row in rows]


async def test_a_message_is_counted_beside_its_subject(home: House) -> None:
    ben = await cast.member("ben")
    subject = await subject_for(ben)
    await actions.post(ben, subject, body="**Yes**")
    assert (await queries.thread("idea", subject.id, STRANGER)).count == 1
    assert (await Idea.get(id=subject.id)).comments == 1
    await counts_hold()


async def test_an_answer_to_an_answer_stands_beside_it_and_tells_whom_it_answers(home: House) -> None:
    ada, ben, mo = await cast.member("ada"), await cast.member("ben"), await cast.manager()
    subject = await subject_for(ada)
    first = await actions.post(ben, subject, body="First")
    answer = await actions.post(mo, subject, body="Answer", parent_id=first.id)
    again = await actions.post(ada, subject, body="Again", parent_id=answer.id)
    assert (again.parent_id, answer.parent_id) == (first.id, first.id)
    assert await told(home) == [("comment.reply", "ada"), ("comment.reply", "ben"), ("comment.reply", "mo")]


async def test_who_is_named_hears_of_it_once(home: House) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    await cast.person("sol")
    subject = await subject_for(ada)
    await actions.post(ben, subject, body="@ada, @sol, @ben and @nobody: look")
    assert sorted(await told(home)) == [("comment.mention", "sol"), ("comment.reply", "ada")]


async def test_who_is_named_by_a_change_hears_of_it_once_and_nobody_else_again(home: House) -> None:
    ada, ben, root = await cast.member("ada"), await cast.member("ben"), await cast.admin()
    await cast.person("sol")
    await cast.person("mo")
    subject = await subject_for(ada)
    first = await actions.post(ben, subject, body="@sol, look")
    assert await told(home) == [("comment.reply", "ada"), ("comment.mention", "sol")]
    for body in ("@sol and @mo, look", "@mo, look", "@ada, @sol, @mo and @ben, look"):
        await threads.edit(ben, first, body)
    assert (await told(home))[2:] == [("comment.mention", "mo")]
    answer = await actions.post(root, subject, body="Yes", parent_id=first.id)
    await threads.edit(root, answer, "Yes, @ben and @ada")
    assert (await told(home))[3:] == [("comment.reply", "ben"), ("comment.mention", "ada")]


async def test_changes_call_no_more_people_than_one_message_may(home: House) -> None:
    ben = await cast.member("ben")
    handles = [f"member{n}" for n in range(mentions.MOST + 5)]
    for handle in handles:
        await cast.person(handle)
    comment = await actions.post(ben, await subject_for(ben), body="@" + " @".join(handles[:15]))
    await threads.edit(ben, comment, "@" + " @".join(handles[10:]))
    called = [handle for kind, handle in await told(home) if kind == "comment.mention"]
    assert len(called) == len(set(called)) == mentions.MOST


async def test_a_changed_internal_note_calls_nobody(home: House) -> None:
    sol, ada = await cast.editor(), await cast.member("ada")
    note = await actions.post(sol, await subject_for(ada), body="3 €", internal=True)
    await threads.edit(sol, note, "@ada costs 3 €")
    assert await told(home) == []


async def test_a_name_in_a_message_opens_no_door(home: House) -> None:
    mo, sol = await cast.manager(), await cast.editor()
    await cast.person("ben")
    await things.board("team", see="staff", propose="staff", comment="staff", support="staff")
    await things.idea("Secret sole", by=mo, on="team")
    await actions.post(sol, await subject_for(sol), body="@ben must not read this")
    assert await told(home) == [("comment.reply", "mo")]


async def test_internal_notes_are_in_no_count_no_notice_and_no_other_sight(home: House) -> None:
    ada, sol, mo = await cast.member(), await cast.editor(), await cast.manager()
    subject = await subject_for(ada)
    note = await actions.post(sol, subject, body="@ada costs 3 €", internal=True)
    under = await actions.post(mo, subject, body="4 €", parent_id=note.id)
    assert under.is_internal
    assert len((await queries.thread("idea", subject.id, mo)).comments) == 1
    for viewer in (STRANGER, ada):
        talk = await queries.thread("idea", subject.id, viewer)
        assert (talk.count, talk.comments) == (0, [])
        with pytest.raises(Missing):
            await queries.find(viewer, note.id)
    with pytest.raises(Invalid):
        await actions.post(ada, subject, body="What note?", parent_id=note.id)
    with pytest.raises(Forbidden):
        await actions.post(ada, subject, body="A note", internal=True)
    assert await told(home) == []
    await counts_hold()


async def test_an_answer_to_an_internal_answer_stays_internal(home: House) -> None:
    ada, sol, mo = await cast.member(), await cast.editor(), await cast.manager()
    subject = await subject_for(ada)
    public = await actions.post(ada, subject, body="How much?")
    within = await actions.post(sol, subject, body="Not to be said", parent_id=public.id, internal=True)
    again = await actions.post(mo, subject, body="Indeed not", parent_id=within.id)
    assert again.is_internal
    assert (await queries.thread("idea", subject.id, ada)).comments[0].replies == []


async def test_an_edit_keeps_what_was_said(home: House) -> None:
    ben, mo = await cast.member("ben"), await cast.manager()
    comment = await actions.post(ben, await subject_for(ben), body="Frist")
    await threads.edit(ben, comment, "First")
    await threads.edit(ben, await Comment.get(id=comment.id), "First")
    assert [row["body"] for row in await queries.history(comment.id)] == ["Frist"]
    with pytest.raises(Forbidden):
        await threads.edit(mo, comment, "Mine now")


async def test_what_is_taken_away_leaves_its_place_to_its_answers(home: House) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    subject = await subject_for(ada)
    first = await actions.post(ben, subject, body="First")
    await threads.edit(ben, first, "Firstly")
    answer = await actions.post(ada, subject, body="Answer", parent_id=first.id)
    await actions.delete(ben, first, kind="idea", number=subject.id)
    (left,) = (await queries.thread("idea", subject.id, STRANGER)).comments
    assert (left.gone, left.body, [r.id for r in left.replies]) == (True, "", [answer.id])
    assert await CommentVersion.all().count() == 0
    with pytest.raises(Invalid):
        await actions.post(ada, subject, body="Wait", parent_id=first.id)
    await actions.delete(ada, answer, kind="idea", number=subject.id)
    talk = await queries.thread("idea", subject.id, STRANGER)
    assert (talk.count, talk.comments) == (0, [])
    await counts_hold()


async def test_one_thanks_once_however_often_one_presses(home: House) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    comment = await actions.post(ben, await subject_for(ben), body="Thank me")
    await asyncio.gather(*[actions.thank(ada, comment) for _ in range(5)])
    assert (await Comment.get(id=comment.id)).reactions == 1
    await counts_hold()
    await asyncio.gather(*[actions.unthank(ada, comment) for _ in range(5)])
    assert (await Comment.get(id=comment.id)).reactions == 0
    with pytest.raises(Forbidden):
        await actions.thank(ben, comment)
    await counts_hold()


async def test_a_suspended_member_says_and_thanks_nothing(home: House) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    subject, silent = await subject_for(ada), replace(ben, suspended=True)
    comment = await actions.post(ada, subject, body="Words")
    with pytest.raises(Forbidden):
        await actions.post(silent, subject, body="But")
    with pytest.raises(Forbidden):
        await actions.thank(silent, comment)


async def test_recount_finds_and_mends_counts(home: House) -> None:
    ben = await cast.member("ben")
    comment = await actions.post(ben, await subject_for(ben), body="One")
    await db.execute("UPDATE thread SET comments = 7")
    await db.execute("UPDATE comment SET reactions = 3")
    assert "7 kept, 1 counted" in (await proofs.comments(fix=True))[0]
    assert f"comment {comment.id}: 3 thanks kept, 0 counted" in (await proofs.thanks(fix=True))[0]
    await counts_hold()


@pytest.mark.parametrize("sort", ["", "thanked"])
async def test_a_long_thread_comes_in_pages_with_every_message_once(home: House, sort: str) -> None:
    ada, ben = await cast.member("ada"), await cast.member("ben")
    subject = await subject_for(ada)
    made = [await actions.post(ada, subject, body=f"Message {n}") for n in range(55)]
    await actions.thank(ben, made[7])
    first = await queries.thread("idea", subject.id, STRANGER, sort=sort)
    second = await queries.thread("idea", subject.id, STRANGER, sort=sort, after=first.after)
    seen = [said.id for said in (*first.comments, *second.comments)]
    assert len(first.comments) == queries.PAGE
    assert sorted(seen) == [comment.id for comment in made]
    assert second.after is None
    assert seen[0] == (made[7].id if sort else made[0].id)
