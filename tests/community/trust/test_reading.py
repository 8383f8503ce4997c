"""Reading before showing: what is held, what is refused, who is told, and what becomes of what was read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from community.discussion import actions as talk
from community.discussion import registry
from community.discussion.models import Comment
from community.moderation import actions as moderation
from community.moderation import queue, settling
from community.moderation import registry as reported
from community.moderation.models import Act
from community.privacy import erasing, leaving
from community.privacy.models import Erasure
from community.trust import holding, reading, wordlist
from community.trust.models import Held, Listed, Standing, Step, Treatment
from community.trust.reading import Outcome
from community.trust.wordlist import Care
from ideas.board import approval
from kernel import clock, db, jobs
from kernel.errors import Forbidden
from kernel.features import House
from kernel.viewer import Viewer
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things

WORDS: dict[str, Any] = {"rule": "selling", "reason": "It sells.", "public": "A message was read."}


async def listed(text: str = "casino", does: Treatment = Treatment.HOLD, how: Listed = Listed.WORDS) -> None:
    await wordlist.add(await cast.admin(), how=how, text=text, does=does)


async def said(body: str, by: str = "ben") -> Comment:
    author = await cast.viewer(by)
    idea = await things.idea("Resole them")
    return await talk.post(author, await registry.subject(author, "idea", idea.id), body=body)


async def comments() -> int:
    return int(await db.value("SELECT comments FROM idea"))


async def on_step(viewer: Viewer, step: Step) -> None:
    await Standing.create(person_id=viewer.id, step=step, since=clock.now())


@pytest.mark.parametrize(
    ("does", "outcome", "marks"),
    [(Treatment.MARK, Outcome.SHOWN, 1), (Treatment.HOLD, Outcome.HELD, 0), (Treatment.REFUSE, Outcome.REFUSED, 0)],
)
async def test_what_the_list_says_is_done(home: House, does: Treatment, outcome: Outcome, marks: int) -> None:
    await listed(does=does)
    verdict = await reading.of(await cast.member("ada"), "comment", ["Come to the cas1no"])
    assert (verdict.outcome, len(verdict.marks)) == (outcome, marks)
    assert (await reading.of(await cast.manager(), "comment", ["casino"])).outcome == Outcome.SHOWN


@pytest.mark.parametrize(
    ("care", "text", "step", "outcome"),
    [
        (Care.NOBODY, "https://a.example", Step.NEWCOMER, Outcome.SHOWN),
        (Care.LINKS, "https://a.example", Step.NEWCOMER, Outcome.HELD),
        (Care.LINKS, "https://a.example", Step.SETTLED, Outcome.SHOWN),
        (Care.LINKS, "No link", Step.NEWCOMER, Outcome.SHOWN),
        (Care.NEWCOMERS, "No link", Step.NEWCOMER, Outcome.HELD),
        (Care.NEWCOMERS, "No link", Step.SETTLED, Outcome.SHOWN),
        (Care.EVERYBODY, "No link", Step.PILLAR, Outcome.HELD),
    ],
)
async def test_what_is_read_first_goes_by_kind_and_by_standing(
    home: House, care: Care, text: str, step: Step, outcome: Outcome
) -> None:
    ada = await cast.member("ada")
    await on_step(ada, step)
    await wordlist.set_cares(await cast.admin(), {"comment": care, "design": Care.NOBODY})
    assert (await reading.of(ada, "comment", [text])).outcome == outcome
    assert (await reading.of(ada, "design", [text])).outcome == Outcome.SHOWN


@pytest.mark.parametrize(
    ("answer", "step", "outcome"),
    [
        (0.9, Step.SETTLED, Outcome.HELD),
        (0.5, Step.SETTLED, Outcome.SHOWN),
        ("late", Step.NEWCOMER, Outcome.HELD),
        ("late", Step.SETTLED, Outcome.SHOWN),
        ("broken", Step.NEWCOMER, Outcome.HELD),
        ("broken", Step.SETTLED, Outcome.SHOWN),
    ],
)
async def test_a_classifier_that_does_not_answer_holds_newcomers_alone(
    home: House, monkeypatch: pytest.MonkeyPatch, answer: float | str, step: Step, outcome: Outcome
) -> None:
    async def classify(text: str, language: str) -> Sequence[tuple[str, float]]:
        if answer == "broken":
            raise OSError("away")
        await asyncio.sleep(5 if answer == "late" else 0)
        return [("spam", float(answer))]

    monkeypatch.setattr(reading, "PATIENCE", 0.01)
    registered = home.registered
    monkeypatch.setattr(home, "registered", lambda name: [classify] if name == "classifier" else registered(name))
    ada = await cast.member("ada")
    await on_step(ada, step)
    assert (await reading.of(ada, "comment", ["A text"])).outcome == outcome


async def test_a_held_message_is_out_of_sight_uncounted_and_before_moderation(home: House) -> None:
    await listed()
    comment = await said("Come to the casino")
    assert comment.hidden_at
    assert await comments() == 0
    case = await db.row("SELECT source, state, subject_kind, author_id FROM moderation_case")
    assert case
    assert (case["source"], case["state"], case["subject_kind"]) == ("filter", "open", "comment")
    assert [held.subject_id for held in await holding.waiting_of(case["author_id"])] == [comment.id]
    assert await db.value("SELECT count(*) FROM event WHERE kind = 'comment.posted'") == 0


async def test_what_is_shown_after_reading_counts_and_is_heard_of(home: House) -> None:
    await listed()
    comment = await said("Come to the casino")
    await moderation.rule_on(
        await cast.manager(), await reported.thing("comment", comment.id), act=Act.RESTORE, **WORDS
    )
    assert await comments() == 1
    assert await db.value("SELECT actor_id FROM event WHERE kind = 'comment.posted'") == comment.author_id
    assert (await Held.get(subject_id=comment.id)).state == "shown"
    await jobs.work(home, until_idle=True, like="react.%")
    assert await db.value("SELECT count(*) FROM notice WHERE kind = 'thing.held'") == 1


@pytest.mark.parametrize("act", [Act.HIDE, Act.NONE])
async def test_what_is_left_out_of_sight_waits_no_more(home: House, act: Act) -> None:
    await listed()
    comment = await said("Come to the casino")
    await moderation.rule_on(await cast.manager(), await reported.thing("comment", comment.id), act=act, **WORDS)
    assert await comments() == 0
    assert (await Held.get(subject_id=comment.id)).state == "refused"
    with pytest.raises(Forbidden):
        await talk.delete(await cast.viewer("ben"), comment, kind="idea", number=1)


async def cases_open() -> int:
    return int(await db.value("SELECT count(*) FROM moderation_case WHERE state <> 'done'"))


async def erased(handle: str, **choices: str) -> None:
    person = await cast.person(handle)
    await leaving.close(await cast.member(handle), choices=choices)
    await Erasure.filter(person_id=person.id).update(due_at=clock.now())
    await erasing.run()


async def test_a_held_message_that_its_author_takes_away_waits_no_more(browser: Browser) -> None:
    await listed()
    comment, mo = await said("Come to the casino"), await cast.browser_as(browser, "mo")
    assert "casino" in (await mo.get("/moderation")).text
    ben = await cast.browser_as(browser, "ben")
    assert "Erase my message" in (await ben.get("/account/standing")).text
    await ben.submit("/account/standing", f"/comments/{comment.id}/deletion")
    assert "Erase my message" not in (await ben.get("/account/standing")).text
    assert await cases_open() == 0
    assert await holding.waiting_of(comment.author_id) == []
    assert await queue.take_next(await cast.manager()) is None
    assert "Nothing awaits a ruling." in (await mo.get("/moderation")).text
    assert (await Held.get(subject_id=comment.id)).state == "gone"


async def test_what_staff_reported_meanwhile_is_answered_as_gone(home: House) -> None:
    await listed()
    comment = await said("Come to the casino")
    assert await moderation.report(await cast.admin(), "comment", comment.id, rule="selling")
    await talk.delete(await cast.viewer("ben"), comment, kind="idea", number=1)
    assert await settling.settle() == 1
    assert await db.value("SELECT act FROM ruling") == "gone"
    assert await cases_open() == 0


async def test_who_is_erased_with_their_words_leaves_no_case_about_them(home: House) -> None:
    await listed()
    await said("Come to the casino")
    await erased("ben", talk="remove")
    assert await cases_open() == 0


async def test_words_that_stay_without_their_author_can_still_be_shown(home: House) -> None:
    await listed()
    comment = await said("Come to the casino")
    await erased("ben", talk="keep")
    assert await settling.settle() == 0
    assert await cases_open() == 1
    await moderation.rule_on(
        await cast.manager(), await reported.thing("comment", comment.id), act=Act.RESTORE, **WORDS
    )
    assert (await comments(), await cases_open()) == (1, 0)


async def test_a_case_that_was_left_open_before_is_closed_by_the_worker(home: House) -> None:
    await listed()
    gone = await said("Come to the casino")
    author = await cast.viewer("ben")
    await talk.post(author, await registry.subject(author, "idea", 1), body="A casino is a board game")
    await db.execute("UPDATE comment SET deleted_at = ?, body = '' WHERE id = ?", clock.now(), gone.id)
    assert (await settling.settle(), await settling.settle()) == (1, 0)
    assert await db.value("SELECT subject_id FROM moderation_case WHERE state = 'open'") != gone.id
    assert await cases_open() == 1


async def test_an_idea_that_is_held_waits_on_its_boards_own_list(home: House) -> None:
    await listed()
    ben = await cast.member("ben")
    idea = await things.idea("A casino in the shop", by=ben)
    assert idea.waits_since
    assert await db.value("SELECT count(*) FROM moderation_case") == 0
    await approval.approve(await cast.manager(), idea.id)
    assert (await Held.get(subject_kind="idea", subject_id=idea.id)).state == "shown"


async def test_what_is_refused_is_told_with_the_word_and_nothing_is_written(browser: Browser) -> None:
    await listed("casino.example", Treatment.REFUSE, Listed.HOST)
    idea = await things.idea("Resole them")
    ben = await cast.browser_as(browser, "ben")
    typed = {"kind": "idea", "id": idea.id, "body": "All at https://casino.example/win"}
    answer = await ben.submit(f"/ideas/{idea.id}", "/comments", **typed)
    assert answer.status_code == 422
    assert "does not publish “casino.example”" in answer.text
    assert "All at https://casino.example/win" in answer.text
    assert await db.value("SELECT count(*) FROM comment") == 0


async def test_whoever_wrote_it_is_told_that_it_waits(browser: Browser) -> None:
    await listed()
    idea = await things.idea("Resole them")
    ben = await cast.browser_as(browser, "ben")
    answer = await ben.submit(f"/ideas/{idea.id}", "/comments", kind="idea", id=idea.id, body="Come to the casino")
    assert "Your message waits to be read" in answer.text
    assert "Come to the casino" in (await ben.get("/account/standing")).text
    assert "Come to the casino" not in (await browser.get(f"/ideas/{idea.id}")).text
    case = await (await cast.browser_as(browser, "manager")).get("/moderation/cases/comment/1")
    assert "On the list: casino" in case.text


async def test_administrators_keep_the_list_and_try_it(browser: Browser) -> None:
    root = await cast.browser_as(browser, "admin")
    page, typed = "/moderation/words", {"how": "host", "language": "", "does": "refuse", "note": ""}
    wrong = await root.submit(page, page, **{**typed, "text": "no host"})
    assert wrong.status_code == 422
    assert 'value="no host"' in wrong.text
    done = await root.submit(page, page, **{**typed, "text": "https://www.Casino.example/win"})
    assert "<code>casino.example</code>" in done.text
    twice = await root.submit(page, page, **{**typed, "text": "casino.example"})
    assert "on the list already" in twice.text
    tried = await root.submit(page, f"{page}/trial", trial="Go to casino.example now")
    assert "casino.example: Refuse it" in tried.text
    set_ = await root.submit(page, f"{page}/reading", comment="links", design="nobody")
    assert "Set, from now on." in set_.text
    gone = await root.submit(page, f"{page}/1/removal")
    assert "The list is empty" in gone.text
    assert (await (await cast.browser_as(browser, "manager")).get(page)).status_code == 404
