"""An edit that is to be read first waits beside what it changes: shown to its author and to whoever decides, nobody else."""

from __future__ import annotations

import re
from typing import Any

import pytest

from community.discussion import actions as talk
from community.discussion import registry as talks
from community.discussion.models import Comment
from community.moderation import actions, appeals, queue, registry
from community.moderation.appeals import Verdict
from community.moderation.models import Act, Appeal, Outcome, Ruling
from community.people import actions as people
from community.privacy import erasing, leaving
from community.privacy.models import Erasure
from community.trust import changes, comparing, wordlist
from community.trust.models import HeldEdit, Listed, Treatment
from community.trust.wordlist import Care
from ideas.board import actions as board
from ideas.board.models import Idea, IdeaVersion
from ideas.board.states import Approval, Status
from kernel import clock, db, jobs
from kernel.errors import Conflict, Forbidden
from kernel.features import House, the_house
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things

WORDS: dict[str, Any] = {"rule": "other", "reason": "It is fine.", "public": "A change was read."}


async def listed() -> None:
    await wordlist.add(await cast.admin(), how=Listed.WORDS, text="casino", does=Treatment.HOLD)


async def edited(title: str = "Win at the casino") -> tuple[Idea, int]:
    """Ada's idea, and the change of hers that waits."""
    await listed()
    idea = await things.idea("Resole my shoes", by=await cast.member("ada"), body="At the shop.")
    assert not await board.edit(await cast.member("ada"), await Idea.get(id=idea.id), title=title, body="At the shop.")
    return idea, int(await db.value("SELECT max(id) FROM held_edit"))


async def ruled(number: int, act: Act, by: str = "mo") -> Ruling:
    thing = await registry.thing("change", number)
    return await actions.rule_on(await cast.viewer(by), thing, act=act, **WORDS)


async def title_of(idea: Idea) -> str:
    return (await Idea.get(id=idea.id)).title


async def state_of(number: int) -> str:
    return str(await db.value("SELECT state FROM held WHERE subject_kind = 'change' AND subject_id = ?", number))


async def cases_open() -> int:
    return len((await queue.cases_waiting(await cast.manager())).items)


async def inbox(browser: Browser) -> str:
    await jobs.work(the_house(), until_idle=True, like="react.%")
    return (await browser.get("/inbox")).text


async def test_everybody_reads_the_old_words_until_the_change_is_put_in_place(browser: Browser) -> None:
    idea, number = await edited()
    ben, ada = await cast.browser_as(browser, "ben"), await cast.browser_as(browser, "ada")
    address = f"/ideas/{idea.id}-{(await Idea.get(id=idea.id)).slug}"
    assert "casino" not in (await ben.get(address)).text
    assert "waits to be looked at" not in (await ben.get(address)).text
    assert f"/account/changes/{number}" in (await ada.get(address)).text
    assert "casino" in (await ada.get(f"/account/changes/{number}")).text
    assert (await ben.get(f"/account/changes/{number}")).status_code == 404
    assert await IdeaVersion.all().count() == 0

    await ruled(number, Act.RESTORE)
    assert "Win at the casino" in (await ben.get(address)).text
    assert (await IdeaVersion.get(idea_id=idea.id)).title == "Resole my shoes"
    assert await db.value("SELECT count(*) FROM event WHERE kind = 'idea.edited'") == 1
    assert await db.value("SELECT words FROM held_edit WHERE id = ?", number) in ("{}", {})
    assert await cases_open() == 0


async def test_a_refused_change_leaves_the_old_words_and_gives_reasons_that_can_be_appealed(browser: Browser) -> None:
    idea, number = await edited()
    ruling = await ruled(number, Act.HIDE)
    assert await title_of(idea) == "Resole my shoes"
    assert await state_of(number) == "refused"
    ada = await cast.browser_as(browser, "ada")
    assert "was not taken up" in await inbox(ada)
    told = (await ada.get(f"/moderation/statements/{ruling.id}")).text
    assert "what stood there before stays" in told
    assert "You think that this is wrong?" in told

    await appeals.appeal(await cast.member("ada"), ruling.id, text="The casino is a board game.")
    waiting = await Appeal.get(ruling_id=ruling.id)
    mine = await cast.browser_as(browser, "root")
    page = (await mine.get(f"/moderation/appealed/{waiting.id}")).text
    assert "Resole my shoes" in page
    assert "casino" in page
    won = Verdict(outcome=Outcome.REVERSED, answer="It is.", public="Reversed.")
    await appeals.decide(await cast.admin(), waiting.id, won)
    assert await title_of(idea) == "Win at the casino"
    assert await state_of(number) == "shown"


async def test_a_moderator_sees_both_texts_and_decides_in_the_browser(browser: Browser) -> None:
    idea, number = await edited()
    mo = await cast.browser_as(browser, "mo")
    assert f"/moderation/cases/change/{number}" in (await mo.get("/moderation")).text
    page = f"/moderation/cases/change/{number}"
    shown = (await mo.get(page)).text
    assert re.search(r"<del>\s*Resole", shown)
    assert re.search(r"<ins>\s*Win", shown)
    assert "On the list: casino" in shown
    assert 'value="none"' not in shown.split("What its author meets")[0]
    await mo.submit(page, page, act="restore", measure="none", days=1, follows=0, **WORDS)
    assert await title_of(idea) == "Win at the casino"
    assert "It is in place: rule on the text itself" in (await mo.get(page)).text


async def test_its_author_takes_it_back_and_nothing_is_left_to_decide(browser: Browser) -> None:
    idea, number = await edited()
    ada = await cast.browser_as(browser, "ada")
    page = f"/account/changes/{number}"
    await ada.submit(page, f"{page}/withdrawal")
    assert await title_of(idea) == "Resole my shoes"
    assert await HeldEdit.all().count() == 0
    assert await cases_open() == 0
    assert (await ada.get(page)).status_code == 404
    with pytest.raises(Conflict):
        await changes.accept(await cast.manager(), number)


async def test_another_does_not_take_it_back(browser: Browser) -> None:
    _idea, number = await edited()
    ben = await cast.browser_as(browser, "ben")
    answer = await ben.submit("/account/standing", f"/account/changes/{number}/withdrawal")
    assert answer.status_code == 404
    assert await state_of(number) == "waiting"


async def test_of_two_changes_the_later_one_waits(browser: Browser) -> None:
    idea, first = await edited()
    ada = await cast.member("ada")
    await board.edit(ada, await Idea.get(id=idea.id), title="Play at the casino", body="At the shop.")
    second = int(await db.value("SELECT max(id) FROM held_edit"))
    assert second != first
    assert [row["id"] for row in await db.rows("SELECT id FROM held_edit")] == [second]
    assert await cases_open() == 1
    await board.edit(ada, await Idea.get(id=idea.id), title="Plain words", body="At the shop.")
    assert await title_of(idea) == "Plain words"
    assert await HeldEdit.all().count() == 0
    assert await cases_open() == 0


async def test_it_is_put_in_place_once(home: House) -> None:
    idea, number = await edited()
    thing = await registry.thing("change", number)
    mo, root = await cast.manager(), await cast.admin()
    await actions.rule_on(mo, thing, act=Act.RESTORE, follows=0, **WORDS)
    with pytest.raises(Conflict):
        await actions.rule_on(root, thing, act=Act.RESTORE, follows=0, **WORDS)
    assert await IdeaVersion.filter(idea_id=idea.id).count() == 1


async def test_nobody_decides_about_a_change_of_their_own(home: House) -> None:
    _idea, number = await edited()
    await people.set_role(await cast.admin(), await cast.person("ada"), role="manager")
    with pytest.raises(Forbidden):
        await ruled(number, Act.RESTORE, by="ada")


async def test_what_was_changed_meanwhile_is_not_written_over_and_nothing_is_lost(browser: Browser) -> None:
    idea, number = await edited()
    await board.edit(await cast.manager(), await Idea.get(id=idea.id), title="Resole all shoes", body="At the shop.")
    mo, page = await cast.browser_as(browser, "mo"), f"/moderation/cases/change/{number}"
    shown = (await mo.get(page)).text
    assert "was changed since its author wrote this" in shown
    assert "Give it back" in shown
    with pytest.raises(Conflict):
        await ruled(number, Act.RESTORE)
    await mo.submit(page, page, act="none", measure="none", days=1, follows=0, **WORDS)
    assert await title_of(idea) == "Resole all shoes"
    ada = await cast.browser_as(browser, "ada")
    assert "was changed since: your change was not put in place" in await inbox(ada)
    assert "Win at the" in (await ada.get(f"/account/changes/{number}")).text
    assert "Win at the casino" in (await ada.get(f"/ideas/{idea.id}/edit?change={number}")).text
    assert "Win at the casino" not in (await mo.get(f"/ideas/{idea.id}/edit?change={number}")).text


async def test_an_appeal_that_is_won_too_late_gives_the_words_back(home: House) -> None:
    idea, number = await edited()
    ruling = await ruled(number, Act.HIDE)
    await appeals.appeal(await cast.member("ada"), ruling.id, text="A board game.")
    await Idea.filter(id=idea.id).update(status=Status.SHIPPED)
    won = Verdict(outcome=Outcome.REVERSED, answer="It is.", public="Reversed.")
    await appeals.decide(await cast.admin(), (await Appeal.get(ruling_id=ruling.id)).id, won)
    assert await title_of(idea) == "Resole my shoes"
    assert await state_of(number) == "gone"
    assert (await HeldEdit.get(id=number)).words["title"] == "Win at the casino"
    assert await db.value("SELECT count(*) FROM event WHERE kind = 'change.returned'") == 1


async def test_tags_that_came_with_it_are_there_at_once(home: House) -> None:
    await listed()
    idea = await things.idea("Resole my shoes", by=await cast.member("ada"))
    held: dict[str, Any] = {"title": "Casino", "body": "", "tag_names": ["soles"]}
    assert not await board.edit(await cast.member("ada"), await Idea.get(id=idea.id), **held)
    assert await db.value("SELECT t.name FROM idea_tag x JOIN tag t ON t.id = x.tag_id") == "soles"
    assert await title_of(idea) == "Resole my shoes"
    await ruled(int(await db.value("SELECT max(id) FROM held_edit")), Act.RESTORE)
    assert await db.value("SELECT t.name FROM idea_tag x JOIN tag t ON t.id = x.tag_id") == "soles"


async def test_a_board_that_reads_everything_reads_edits_too(home: House) -> None:
    idea = await things.idea("Resole my shoes", by=await cast.member("ada"))
    await db.execute("UPDATE board SET approval = ?", Approval.EVERYBODY.value)
    from kernel import cache

    cache.bump()
    assert not await board.edit(await cast.member("ada"), await Idea.get(id=idea.id), title="Other words", body="")
    assert await title_of(idea) == "Resole my shoes"
    assert await board.edit(await cast.manager(), await Idea.get(id=idea.id), title="Words of the team", body="")


async def commented() -> Comment:
    ada = await cast.member("ada")
    idea = await things.idea("Resole my shoes", by=ada)
    return await talk.post(ada, await talks.subject(ada, "idea", idea.id), body="Plain words")


async def test_a_newcomers_message_is_edited_when_somebody_has_read_it(browser: Browser) -> None:
    said = await commented()
    cares = dict.fromkeys(wordlist.READ, Care.NEWCOMERS)
    await wordlist.set_cares(await cast.admin(), cares)
    ada, page = await cast.browser_as(browser, "ada"), f"/comments/{said.id}/edit"
    answer = await ada.submit(page, page, body="Other words")
    assert "until then your message stays as it was" in answer.text
    assert (await Comment.get(id=said.id)).body == "Plain words"
    idea = await Idea.first()
    assert idea is not None
    assert "Your change waits to be looked at" in (await ada.get(f"/ideas/{idea.id}-{idea.slug}")).text
    await ruled(int(await db.value("SELECT max(id) FROM held_edit")), Act.RESTORE)
    assert (await Comment.get(id=said.id)).body == "Other words"
    assert await db.value("SELECT body FROM comment_version WHERE comment_id = ?", said.id) == "Plain words"
    assert await db.value("SELECT count(*) FROM event WHERE kind = 'comment.edited'") == 1


async def test_a_message_that_its_author_takes_away_takes_its_change_with_it(browser: Browser) -> None:
    await listed()
    said = await commented()
    ada, page = await cast.browser_as(browser, "ada"), f"/comments/{said.id}/edit"
    await ada.submit(page, page, body="At the casino")
    assert await HeldEdit.all().count() == 1
    idea_id = int(await db.value("SELECT id FROM idea"))
    await talk.delete(await cast.member("ada"), await Comment.get(id=said.id), kind="idea", number=idea_id)
    assert await HeldEdit.all().count() == 0
    assert await cases_open() == 0


async def test_a_message_that_was_hidden_meanwhile_is_not_edited(home: House) -> None:
    await listed()
    said = await commented()
    ada, mo = await cast.member("ada"), await cast.manager()
    await talk.edit(ada, said, subject=await talks.subject(ada, "idea", await _idea()), body="At the casino")
    await talk.hide(mo, said.id)
    number = int(await db.value("SELECT max(id) FROM held_edit"))
    async with db.transaction():
        await changes.accept(mo, number)
    assert (await Comment.get(id=said.id)).body == "Plain words"
    assert await state_of(number) == "gone"


async def _idea() -> int:
    return int(await db.value("SELECT id FROM idea"))


async def test_an_erased_author_leaves_no_words_that_wait(home: House) -> None:
    _idea_of, number = await edited()
    person = await cast.person("ada")
    await leaving.close(await cast.member("ada"), choices={})
    await Erasure.filter(person_id=person.id).update(due_at=clock.now())
    await erasing.run()
    assert await HeldEdit.all().count() == 0
    assert await state_of(number) in ("None", "")
    assert await cases_open() == 0


async def test_ones_own_data_has_the_words_that_wait(home: House) -> None:
    from community.trust import owndata

    await edited()
    part = next(one for one in owndata.parts if one.name == "changes_to_be_read")
    rows = await part.collect((await cast.person("ada")).id)
    assert "casino" in str(rows[0]["words"])


@pytest.mark.parametrize(
    ("before", "after", "others"),
    [
        ("one two three", "one four three", [" two", " four"]),
        ("same", "same", []),
        ("", "new", ["new"]),
        ("gone", "", ["gone"]),
    ],
)
def test_stretches_that_differ(before: str, after: str, others: list[str]) -> None:
    left, right = comparing.runs(before, after)
    assert [run.text for run in (*left, *right) if run.is_other] == others
    assert "".join(run.text for run in left) == before
    assert "".join(run.text for run in right) == after
