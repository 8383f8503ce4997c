"""From a report to a won appeal: rulings with what follows from them, and what is undone when they are reversed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from community.discussion import proofs as counts
from community.moderation import actions, appeals, cases, editing, owndata, proofs, queue, registry, rulebook, waves
from community.moderation.appeals import Verdict
from community.moderation.models import Act, Appeal, Case, Outcome, Report, Ruling, Sanction, Source, State
from community.people.models import Person
from community.trust.models import Measure
from ideas.board.models import Idea
from kernel import clock, db
from kernel.errors import Conflict, Forbidden, Missing, TooMany
from kernel.features import House
from kernel.viewer import Viewer
from tests import cast
from tests.community.moderation.test_actions import message
from tests.ideas.board import things

WORDS: dict[str, Any] = {"rule": "respect", "reason": "It is aimed at a person.", "public": "One message hidden."}


async def ruled(kind: str, number: int, act: Act = Act.HIDE, *, by: Viewer | None = None, **more: Any) -> Ruling:
    judge = by or await cast.manager()
    return await actions.rule_on(judge, await registry.thing(kind, number), act=act, **WORDS, **more)


async def sound() -> None:
    """Every kept count is what its ledger folds up to."""
    assert await counts.comments() == await proofs.right() == await proofs.waiting() == []


async def test_a_suspension_follows_a_ruling_and_ends_with_its_reversal(home: House) -> None:
    ada, ben, comment = await cast.member("ada"), await cast.member("ben"), await message()
    await actions.report(ada, "comment", comment.id, rule="respect")
    ruling = await ruled("comment", comment.id, measure=Sanction.SUSPEND, days=3)
    assert ruling.until is not None
    assert abs(ruling.until - clock.now() - timedelta(days=3)) < timedelta(minutes=1)
    assert (await Person.get(id=ben.id)).suspended_until == ruling.until
    assert (await Idea.get(id=1)).comments == 0
    await sound()

    number = await appeals.appeal(ben, ruling.id, text="It was aimed at a shoe.")
    await appeals.decide(await cast.admin(), number, Verdict(Outcome.REVERSED, "You are right.", "Shown again."))
    assert (await Person.get(id=ben.id)).suspended_until is None
    assert await Measure.filter(ended_at=None).count() == 0
    assert (await Idea.get(id=1)).comments == 1
    assert not (await registry.thing("comment", comment.id)).is_hidden
    assert (await Ruling.get(id=ruling.id)).reversed_at is not None
    row = await db.row("SELECT heeded, dismissed FROM reporter WHERE person_id = ?", ada.id)
    assert row == {"heeded": 0, "dismissed": 1}
    await sound()


async def test_nobody_judges_an_appeal_against_their_own_ruling_or_in_a_matter_of_theirs(home: House) -> None:
    ben, mo, root, comment = await cast.member("ben"), await cast.manager(), await cast.admin(), await message()
    await actions.report(root, "comment", comment.id, rule="respect", anonymous=True)
    ruling = await ruled("comment", comment.id)
    number = await appeals.appeal(ben, ruling.id, text="No.")
    verdict = Verdict(Outcome.UPHELD, "It stays.", "")
    for judge in (mo, root, ben, await cast.editor()):
        with pytest.raises(Forbidden):
            await appeals.decide(judge, number, verdict)
    assert (await Appeal.get(id=number)).outcome is None


async def test_nobody_rules_on_a_case_they_reported_not_even_among_many(home: House) -> None:
    mo, comment, other = await cast.manager(), await message(), await message(body="Buy")
    await actions.report(mo, "comment", comment.id, rule="respect", anonymous=True)
    await actions.report(await cast.member("ada"), "comment", other.id, rule="respect")
    with pytest.raises(Forbidden):
        await ruled("comment", comment.id)
    numbers = [case.id for case in await Case.all()]
    wave = await waves.rule_on_all(mo, numbers, act=Act.HIDE, **WORDS)
    assert (wave.ruled, len(wave.left)) == (1, 1)
    assert [ruling.subject_id for ruling in await Ruling.all()] == [other.id]


async def test_what_is_removed_is_gone_with_its_earlier_versions_and_comes_back_whole(home: House) -> None:
    idea, mo = await things.idea("Laces in red", by=await cast.member("ben"), body="Ribald words"), await cast.manager()
    await db.execute(
        "INSERT INTO idea_version (idea_id, editor_id, title, body, asked, replaced_at) VALUES (?, ?, ?, ?, '{}', ?)",
        *(idea.id, idea.author_id, "Before", "Ribald before", clock.now()),
    )
    before = await Idea.get(id=idea.id)
    ruling = await ruled("idea", idea.id, Act.REMOVE)
    held = await db.rows("SELECT title, body, folded FROM idea UNION ALL SELECT title, body, '' FROM idea_version")
    assert all(not row["body"] and not row["title"] and not row["folded"].strip() for row in held)
    with pytest.raises(Conflict):
        await ruled("idea", idea.id, Act.HIDE)
    await actions.rule_on(mo, await registry.thing("idea", idea.id), act=Act.RESTORE, **WORDS)
    after = await Idea.get(id=idea.id)
    assert (after.title, after.body, after.folded, after.is_listed) == (before.title, before.body, before.folded, True)
    assert await db.value("SELECT body FROM idea_version") == "Ribald before"
    assert (await Ruling.get(id=ruling.id)).reversed_at is not None
    assert await db.value("SELECT count(*) FROM set_aside") == 0


async def test_an_author_edits_what_they_were_asked_to_and_it_waits_again(home: House) -> None:
    ada, ben, idea = (
        await cast.member("ada"),
        await cast.member("ben"),
        await things.idea("Rude", by=await cast.member("ben")),
    )
    ruling = await ruled("idea", idea.id, Act.EDIT)
    assert (await registry.thing("idea", idea.id)).is_hidden
    assert await editing.edit(ben, ruling, {"title": "", "body": "x"}) == {"title": "This is missing."}
    assert "title" in await editing.edit(ben, ruling, {"title": "x" * 201, "body": ""})
    with pytest.raises(Forbidden):
        await editing.edit(ada, ruling, {"title": "Mine", "body": ""})
    assert await editing.edit(ben, ruling, {"title": "Polite", "body": "Please"}) == {}
    (waiting,) = (await queue.cases_waiting(await cast.manager())).items
    assert (waiting.kind, waiting.id, waiting.source) == ("idea", idea.id, "edited")
    with pytest.raises(Conflict):
        await editing.edit(ben, ruling, {"title": "Again", "body": ""})
    await ruled("idea", idea.id, Act.RESTORE)
    assert (await Idea.get(id=idea.id)).title == "Polite"
    assert (await Ruling.get(id=ruling.id)).reversed_at is None
    assert (await queue.cases_waiting(await cast.manager())).items == []


async def test_a_ruling_is_appealed_once_within_six_months_by_who_it_touches(home: House) -> None:
    ada, ben, comment = await cast.member("ada"), await cast.member("ben"), await message()
    await actions.report(ada, "comment", comment.id, rule="respect")
    ruling = await ruled("comment", comment.id)
    for stranger in (ada, await cast.member("eve"), await cast.manager()):
        with pytest.raises(Missing):
            await appeals.appeal(stranger, ruling.id, text="Me")
    with clock.at(clock.now() + timedelta(days=190)), pytest.raises(Conflict):
        await appeals.appeal(ben, ruling.id, text="Late")
    await appeals.appeal(ben, ruling.id, text="In time")
    with pytest.raises(Conflict):
        await appeals.appeal(ben, ruling.id, text="Twice")
    assert await Appeal.all().count() == 1


async def test_an_appeal_on_what_was_reversed_already_is_answered_as_such(home: House) -> None:
    ben, comment = await cast.member("ben"), await message()
    ruling = await ruled("comment", comment.id)
    number = await appeals.appeal(ben, ruling.id, text="Why?")
    await ruled("comment", comment.id, Act.RESTORE)
    assert (await Appeal.get(id=number)).outcome == Outcome.MOOT
    told = await db.row("SELECT data FROM event WHERE kind = 'appeal.decided'")
    assert told is not None
    with pytest.raises(Conflict):
        await appeals.decide(await cast.admin(), number, Verdict(Outcome.UPHELD, "Stays", ""))
    with pytest.raises(Conflict):
        await appeals.appeal(ben, ruling.id, text="Again")


async def test_a_reporter_appeals_against_no_action_and_it_becomes_a_ruling(home: House) -> None:
    ada, ben, comment = await cast.member("ada"), await cast.member("ben"), await message()
    await actions.report(ada, "comment", comment.id, rule="respect")
    left = await ruled("comment", comment.id, Act.NONE)
    with pytest.raises(Missing):
        await appeals.appeal(ben, left.id, text="Nothing of mine")
    number = await appeals.appeal(ada, left.id, text="Read the last line.")
    with pytest.raises(Conflict):
        await appeals.decide(await cast.admin(), number, Verdict(Outcome.REVERSED, "Yes", "Line"))
    verdict = Verdict(Outcome.CHANGED, "Indeed.", "Hidden after an appeal.", Act.HIDE, Sanction.WARN, 0, "respect")
    with pytest.raises(Forbidden):
        await appeals.decide(await cast.manager(), number, verdict)
    await appeals.decide(await cast.admin(), number, verdict)
    assert (await registry.thing("comment", comment.id)).is_hidden
    assert await db.value("SELECT heeded FROM reporter WHERE person_id = ?", ada.id) == 1
    after = await Ruling.get(reverses_id=left.id)
    assert (after.source, after.measure) == (Source.APPEAL, Sanction.WARN)
    assert await appeals.appeal(ben, after.id, text="Now it is mine to ask.")
    await sound()


async def test_two_judges_answer_one_appeal_once(home: House) -> None:
    ben, comment = await cast.member("ben"), await message()
    ruling = await ruled("comment", comment.id)
    number = await appeals.appeal(ben, ruling.id, text="Why?")
    root, zoe = await cast.admin(), await cast.viewer("zoe", role="manager")
    outcomes = await asyncio.gather(
        appeals.decide(root, number, Verdict(Outcome.REVERSED, "Yes", "Back")),
        appeals.decide(zoe, number, Verdict(Outcome.REVERSED, "Yes", "Back")),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Appeal", "Conflict"]
    await sound()


async def test_a_case_is_before_one_person_at_a_time_and_free_again_after_ten_minutes(home: House) -> None:
    mo, root, comment = await cast.manager(), await cast.admin(), await message()
    await actions.report(await cast.member("ada"), "comment", comment.id, rule="respect")
    assert await queue.take_next(mo) == ("comment", comment.id)
    assert await queue.take_next(root) is None
    with pytest.raises(Conflict, match="Mo Haddad"):
        await cases.claim(root, "comment", comment.id)
    with pytest.raises(Conflict, match="Mo Haddad"):
        await ruled("comment", comment.id, by=root)
    assert [(one.name, one.cases) for one in await queue.load()] == [("Mo Haddad", 1)]
    with clock.at(clock.now() + timedelta(minutes=9)):
        await cases.claim(mo, "comment", comment.id)
    with clock.at(clock.now() + timedelta(minutes=15)), pytest.raises(Conflict):
        await cases.claim(root, "comment", comment.id)
    with clock.at(clock.now() + timedelta(minutes=20)):
        await cases.claim(root, "comment", comment.id)


async def test_whoever_is_often_wrong_weighs_little_and_has_few_reports_open(home: House) -> None:
    ada, eve = await cast.member("ada"), await cast.member("eve")
    await db.execute("INSERT INTO reporter (person_id, heeded, dismissed) VALUES (?, 0, 996)", eve.id)
    one, other = await message(), await message(body="Worse")
    await actions.report(eve, "comment", one.id, rule="respect")
    await actions.report(ada, "comment", other.id, rule="respect")
    assert [case.id for case in (await queue.cases_waiting(await cast.manager())).items] == [other.id, one.id]
    for number in range(2):
        await actions.report(eve, "comment", (await message(body=f"More {number}")).id, rule="respect")
    with pytest.raises(TooMany):
        await actions.report(eve, "comment", (await message(body="Too much")).id, rule="respect")
    assert await Report.filter(reporter_id=eve.id).count() == 3


async def test_weights_follow_what_reporters_turn_out_to_be(home: House) -> None:
    ada, comment, other = await cast.member("ada"), await message(), await message(body="Other")
    for one in (comment, other):
        await actions.report(ada, "comment", one.id, rule="respect")
    before = (await Case.get(subject_id=other.id)).heard
    await ruled("comment", comment.id)
    assert await cases.weigh() == 1
    assert (await Case.get(subject_id=other.id)).heard > before
    assert await cases.weigh() == 0


async def test_a_report_and_a_ruling_name_the_version_in_force(home: House) -> None:
    root, comment = await cast.admin(), await message()
    rules = [*await rulebook.document()][:2]
    assert await rulebook.change(root, rules, changes={"en": "Fewer", "fr": "Moins"}, after=1) == 2
    with pytest.raises(Conflict):
        await rulebook.change(root, rules, changes={"en": "Late", "fr": "Tard"}, after=1)
    with pytest.raises(Forbidden):
        await rulebook.change(await cast.manager(), rules, changes={}, after=2)
    await actions.report(await cast.member("ada"), "comment", comment.id, rule="respect")
    ruling = await ruled("comment", comment.id)
    assert ((await Report.get()).version, ruling.version) == (2, 2)
    assert [len((await rulebook.at(n)).rules) for n in (1, 2)] == [7, 2]


async def test_a_profile_loses_its_words_and_has_them_back(home: House) -> None:
    ben = await cast.member("ben")
    await db.execute("UPDATE person SET bio = 'Rude' WHERE id = ?", ben.id)
    assert await actions.report(await cast.member("ada"), "person", int(ben.id or 0), rule="respect")
    await ruled("person", int(ben.id or 0))
    hidden = await Person.get(id=ben.id)
    assert (hidden.name, hidden.bio) == (ben.handle, "")
    await ruled("person", int(ben.id or 0), Act.RESTORE)
    shown = await Person.get(id=ben.id)
    assert (shown.name, shown.bio) == (ben.name, "Rude")


async def test_an_erased_reporter_and_author_leave_the_acts_without_themselves(home: House) -> None:
    ada, ben, comment = await cast.member("ada"), await cast.member("ben"), await message()
    await actions.report(ada, "comment", comment.id, rule="respect", text="Otterwords")
    ruling = await ruled("comment", comment.id)
    await appeals.appeal(ben, ruling.id, text="Otterappeal")
    for person in (ada, ben):
        async with db.transaction():
            for participant in home.registered("person.erasing"):
                await participant(int(person.id or 0))
    assert await db.rows("SELECT reporter_id, text FROM report") == [{"reporter_id": None, "text": ""}]
    assert await db.rows("SELECT author_id, reason FROM ruling") == [{"author_id": None, "reason": ""}]
    assert await db.rows("SELECT by_id, text FROM appeal") == [{"by_id": None, "text": ""}]
    await sound()


async def test_states_of_a_case_are_its_own(home: House) -> None:
    comment = await message()
    ruling = await ruled("comment", comment.id)
    assert ruling.source == Source.TEAM
    assert not await Case.exists(state=State.OPEN)


async def test_words_that_a_ruling_took_out_are_still_told_to_whose_they_are(home: House) -> None:
    ben, comment = await cast.member("ben"), await message(body="You cannot sew")
    await ruled("person", int(ben.id or 0))
    await ruled("comment", comment.id, Act.REMOVE)
    told = [row["words"] for row in await owndata._set_aside(int(ben.id or 0))]
    assert [words.get("name") or words.get("body") for words in told] == ["Ben Okafor", "You cannot sew"]
