"""Reports, rulings and what follows them."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from typing import Any

import pytest

from community.discussion import actions as talk
from community.discussion import proofs, queries, registry
from community.discussion.models import Comment
from community.moderation import actions, chain, commands, queue, settling
from community.moderation import queries as cases
from community.moderation import registry as things_reported
from community.moderation.models import Act, Ruling
from ideas.board.models import Idea
from kernel import appendonly, audit, db, jobs
from kernel.errors import Conflict, Forbidden, Missing
from kernel.features import House
from kernel.viewer import STRANGER, Viewer
from tests import cast
from tests.ideas.board import things

WORDS: dict[str, Any] = {"rule": "respect", "reason": "It is aimed at a person.", "public": "One message hidden."}


async def waiting() -> list[queue.Waiting]:
    return list((await queue.cases_waiting(await cast.manager())).items)


async def message(by: str = "ben", body: str = "You cannot sew", **more: bool) -> Comment:
    author = await cast.viewer(by)
    idea = await Idea.first() or await things.idea()
    return await talk.post(author, await registry.subject(author, "idea", idea.id), body=body, **more)


async def rule(viewer: Viewer, comment: Comment, act: Act) -> Ruling:
    return await actions.rule_on(viewer, await things_reported.thing("comment", comment.id), act=act, **WORDS)


async def told(house: House) -> list[tuple[str, str]]:
    await jobs.work(house, until_idle=True, like="react.%")
    rows = await db.rows(
        "SELECT n.kind, p.handle FROM notice n JOIN person p ON p.id = n.person_id "
        "WHERE n.kind LIKE '%rul%' ORDER BY n.id"
    )
    return [(row["kind"], row["handle"]) for row in rows]


async def test_one_reports_a_thing_once(home: House) -> None:
    ada, comment = await cast.member("ada"), await message()
    assert await actions.report(ada, "comment", comment.id, rule="respect")
    assert not await actions.report(ada, "comment", comment.id, rule="other")
    assert [(case.id, case.reports) for case in await waiting()] == [(comment.id, 1)]


async def test_a_report_after_a_ruling_opens_a_new_case_that_knows_the_old_one(home: House) -> None:
    ada, mo, comment = await cast.member("ada"), await cast.manager(), await message()
    assert await actions.report(ada, "comment", comment.id, rule="respect", text="Unkind")
    left = await rule(mo, comment, Act.NONE)
    assert await waiting() == []
    assert await actions.report(ada, "comment", comment.id, rule="respect", text="It goes on")
    assert not await actions.report(ada, "comment", comment.id, rule="respect", text="And on")
    assert [(case.id, case.reports, case.follows) for case in await waiting()] == [(comment.id, 1, left.id)]
    assert [word.text for word in await cases.reports_on("comment", comment.id)] == ["It goes on"]
    await rule(mo, comment, Act.HIDE)
    assert [(r.act, r.judge, r.answered) for r in await cases.rulings_on("comment", comment.id)] == [
        ("hide", "Mo Haddad", 1),
        ("none", "Mo Haddad", 1),
    ]
    assert await told(home) == [("report.ruled", "ada"), ("ruling.made", "ben"), ("report.ruled", "ada")]


async def test_one_reports_only_what_one_may_see(home: House) -> None:
    ada = await cast.member("ada")
    note = await message("sol", internal=True)
    for kind, number in (("comment", note.id), ("comment", 4711), ("person", 4711), ("nothing", 1)):
        with pytest.raises(Missing):
            await actions.report(ada, kind, number, rule="respect")
    assert await actions.report(await cast.manager(), "comment", note.id, rule="respect")


async def test_the_heaviest_case_comes_first(home: House) -> None:
    ada, sol = await cast.member("ada"), await cast.editor()
    light, heavy = await message(), await message(body="Worse")
    await actions.report(ada, "comment", light.id, rule="respect")
    await actions.report(ada, "comment", heavy.id, rule="respect")
    await actions.report(sol, "comment", heavy.id, rule="selling")
    assert [(case.id, case.reports) for case in await waiting()] == [(heavy.id, 2), (light.id, 1)]


async def test_hiding_takes_it_out_of_sight_and_count_and_tells_author_and_reporter(home: House) -> None:
    ada, mo, comment = await cast.member("ada"), await cast.manager(), await message()
    await actions.report(ada, "comment", comment.id, rule="respect")
    await rule(mo, comment, Act.HIDE)
    thread = await queries.thread("idea", 1, STRANGER)
    assert (thread.count, thread.comments) == (0, [])
    assert await proofs.comments() == []
    assert await waiting() == []
    assert await told(home) == [("ruling.made", "ben"), ("report.ruled", "ada")]
    letter = await db.row("SELECT * FROM letter WHERE address = 'ben@example.org' ORDER BY id DESC LIMIT 1")
    assert letter
    assert "It is aimed at a person." in letter["text"]
    assert "was hidden" in letter["subject"]


async def test_a_ruling_is_undone_by_another(home: House) -> None:
    mo, comment = await cast.manager(), await message()
    await rule(mo, comment, Act.HIDE)
    await rule(mo, comment, Act.RESTORE)
    assert (await queries.thread("idea", 1, STRANGER)).count == 1
    assert (await Idea.get(id=1)).comments == 1
    assert await told(home) == [("ruling.made", "ben"), ("ruling.made", "ben")]
    assert [row["act"] for row in (await cases.log()).items] == ["restore", "hide"]


async def test_leaving_it_answers_the_reporter_and_spares_the_author(home: House) -> None:
    ada, mo, comment = await cast.member("ada"), await cast.manager(), await message()
    await actions.report(ada, "comment", comment.id, rule="respect")
    await rule(mo, comment, Act.NONE)
    assert (await queries.thread("idea", 1, STRANGER)).count == 1
    assert await told(home) == [("report.ruled", "ada")]


async def test_an_idea_is_hidden_the_same_way(home: House) -> None:
    mo, idea = await cast.manager(), await things.idea()
    await actions.rule_on(mo, await things_reported.thing("idea", idea.id), act=Act.HIDE, **WORDS)
    assert (await things_reported.thing("idea", idea.id)).is_hidden


async def test_members_and_the_product_team_rule_on_nothing(home: House) -> None:
    comment = await message()
    for viewer in (STRANGER, await cast.member("ada"), await cast.editor()):
        with pytest.raises(Forbidden):
            await rule(viewer, comment, Act.HIDE)
    own = await message("mo")
    with pytest.raises(Forbidden):
        await rule(await cast.manager(), own, Act.HIDE)


async def test_two_managers_at_once_make_one_ruling(home: House) -> None:
    mo, root, comment = await cast.manager(), await cast.admin(), await message()
    thing = await things_reported.thing("comment", comment.id)
    outcomes = await asyncio.gather(
        *[actions.rule_on(viewer, thing, act=Act.HIDE, **WORDS) for viewer in (mo, root)], return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Ruling"]
    assert await Ruling.all().count() == 1
    with pytest.raises(Conflict):
        await rule(mo, comment, Act.HIDE)
    assert await proofs.comments() == []


async def test_every_ruling_stands_in_the_chain_of_staff_acts(home: House, capsys: pytest.CaptureFixture[str]) -> None:
    mo, comment = await cast.manager(), await message()
    await rule(mo, comment, Act.HIDE)
    acts = [told.act for told in (await chain.newest()).items]
    assert {"ruling.hide", "comment.hidden"} <= set(acts)
    assert await audit.broken() is None
    arguments = Namespace(verify=True, seal=False)
    assert await commands.verify(home, arguments) == 0
    await appendonly.unlock(db.client())
    await db.execute("UPDATE staff_act SET reason = 'Because' WHERE act = 'ruling.hide'")
    assert await commands.verify(home, arguments) == 1
    assert "breaks at act" in capsys.readouterr().out


async def test_acts_that_are_taken_out_or_cut_off_the_end_are_noticed(home: House) -> None:
    comment, arguments = await message(), Namespace(verify=True, seal=False)
    await rule(await cast.manager(), comment, Act.HIDE)
    await rule(await cast.manager(), comment, Act.RESTORE)
    kept = await db.rows("SELECT * FROM staff_act ORDER BY id")
    assert len(kept) >= 4
    await appendonly.unlock(db.client())
    for lost in (kept[0], kept[1], kept[-1]):
        await db.execute("DELETE FROM staff_act WHERE id = ?", lost["id"])
        assert await commands.verify(home, arguments) == 1, lost
        names = ", ".join(lost)
        await db.execute(f"INSERT INTO staff_act ({names}) VALUES ({db.marks(list(lost))})", *lost.values())
        assert await commands.verify(home, arguments) == 0
    await db.execute("DELETE FROM staff_act WHERE id = ?", kept[-1]["id"])
    await db.execute("UPDATE staff_chain SET acts = ?, digest = ?", len(kept) - 1, kept[-2]["digest"])
    assert "somebody else" in await audit.cut()
    await db.execute("DELETE FROM staff_chain")
    await rule(await cast.manager(), comment, Act.HIDE)
    assert "not sealed" in await audit.cut()
    assert await commands.verify(home, Namespace(verify=True, seal=True)) == 0


async def test_reports_are_answered_once_however_many_leave_it(home: House) -> None:
    ada, mo, root, comment = await cast.member("ada"), await cast.manager(), await cast.admin(), await message()
    await actions.report(ada, "comment", comment.id, rule="respect")
    outcomes = await asyncio.gather(
        rule(mo, comment, Act.NONE), rule(root, comment, Act.NONE), rule(mo, comment, Act.NONE), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Conflict", "Ruling"]
    assert await told(home) == [("report.ruled", "ada")]
    assert await db.value("SELECT count(*) FROM staff_act WHERE act = 'ruling.none'") == 1
    assert await audit.broken() is None


async def test_reports_on_what_its_author_took_away_are_closed_as_gone(home: House) -> None:
    ada, ben, comment, other = await cast.member("ada"), await cast.viewer("ben"), await message(), await message()
    for reporter in (ada, await cast.member("eve")):
        assert await actions.report(reporter, "comment", comment.id, rule="privacy")
        assert await actions.report(reporter, "comment", other.id, rule="respect")
    await talk.delete(ben, comment, kind="idea", number=1)
    assert await settling.settle() == 1
    assert await settling.settle() == 0
    assert [case.id for case in await waiting()] == [other.id]
    line = (await cases.log()).items[0]
    assert (line["act"], line["rule"], line["public"]) == ("gone", "privacy", "")
    assert await told(home) == [("report.ruled", "ada"), ("report.ruled", "eve")]
    words = await db.rows("SELECT kind, data FROM notice WHERE kind = 'report.ruled'")
    assert all("gone" in row["data"] for row in words)


async def test_a_thing_that_is_hidden_is_not_gone(home: House) -> None:
    ada, mo, comment = await cast.member("ada"), await cast.manager(), await message()
    await rule(mo, comment, Act.HIDE)
    assert await actions.report(mo, "comment", comment.id, rule="law")
    assert await settling.settle() == 0
    assert ada.id
