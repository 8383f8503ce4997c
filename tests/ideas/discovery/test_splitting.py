"""An idea divided in two: supporters are asked in a letter, and nothing of theirs moves without their word."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from community.people.models import Person
from ideas.board import actions as board
from ideas.board.dividing import Words
from ideas.board.models import Idea
from ideas.discovery import registry, splitting
from ideas.discovery.models import Meant, Split
from kernel import db, jobs
from kernel.errors import Conflict, Forbidden, Missing
from kernel.features import House, the_house
from kernel.viewer import Viewer
from tests import cast
from tests.browsing import Browser, hidden_fields
from tests.ideas.board import things

LACES, ZIPS = Words("Longer laces", "They are short."), Words("Zips beside laces", "For children.")


async def supported(by: Sequence[Viewer], title: str = "Laces and zips") -> Idea:
    idea, door = (
        await things.idea(title, body="Laces are short. Zips for children.", tag_names=["Laces"]),
        registry.helping(),
    )
    assert door
    for viewer in by:
        await door.give(viewer, idea.id)
    return idea


async def divided(by: Sequence[Viewer] = ()) -> Split:
    return await splitting.split(
        await cast.manager(), await supported(by), first=LACES, second=ZIPS, reason="Two wishes"
    )


async def stands(viewer: Viewer, made: Split) -> str:
    """Which of the two somebody supports: 1, 2, both or none."""
    door = registry.helping()
    assert door
    held = await door.given(viewer, [made.source_id, made.new_id])
    return "".join(name for name, idea in (("1", made.source_id), ("2", made.new_id)) if idea in held)


async def counted(made: Split) -> tuple[int, int]:
    ideas = {idea.id: idea.supporters for idea in await Idea.filter(id__in=[made.source_id, made.new_id])}
    return ideas[made.source_id], ideas[made.new_id]


async def test_both_ideas_are_the_authors_and_the_old_words_stay_readable(home: House) -> None:
    made = await divided()
    first, second = await Idea.get(id=made.source_id), await Idea.get(id=made.new_id)
    assert (first.title, second.title) == ("Longer laces", "Zips beside laces")
    assert first.author_id == second.author_id == (await cast.member("ada")).id
    assert first.board_id == second.board_id
    kept = await db.row("SELECT title, body FROM idea_version WHERE idea_id = ?", first.id)
    assert kept == {"title": "Laces and zips", "body": "Laces are short. Zips for children."}
    tags = await db.rows("SELECT x.idea_id FROM idea_tag x ORDER BY x.idea_id")
    assert [row["idea_id"] for row in tags] == [first.id, second.id]
    for proof in home.all("proofs"):
        assert await proof.check() == [], proof.name


async def test_managers_alone_divide_what_stands_as_it_was_read(home: House) -> None:
    idea = await supported([])
    for viewer in (await cast.member("ada"), await cast.editor()):
        with pytest.raises(Forbidden):
            await splitting.split(viewer, idea, first=LACES, second=ZIPS)
    mo = await cast.manager()
    await board.edit(mo, await Idea.get(id=idea.id), title="Other words", body="")
    with pytest.raises(Conflict):
        await splitting.split(mo, idea, first=LACES, second=ZIPS)
    await board.hide(mo, idea.id)
    with pytest.raises(Conflict):
        await splitting.split(mo, await Idea.get(id=idea.id), first=LACES, second=ZIPS)
    assert await Idea.all().count() == 1


async def test_nothing_moves_before_a_supporter_says_so(home: House) -> None:
    ben, eve = await cast.member("ben"), await cast.member("eve")
    made = await divided([ben, eve])
    assert (await stands(ben, made), await counted(made)) == ("1", (2, 0))


@pytest.mark.parametrize(
    "said",
    [
        [Meant.MOVE],
        [Meant.BOTH],
        [Meant.KEEP, Meant.KEEP],
        [Meant.MOVE, Meant.KEEP],
        [Meant.MOVE, Meant.BOTH],
        [Meant.BOTH, Meant.KEEP],
        [Meant.BOTH, Meant.MOVE],
        [Meant.MOVE, Meant.MOVE, Meant.BOTH, Meant.BOTH, Meant.KEEP],
    ],
)
async def test_support_goes_where_they_say_and_may_be_said_anew(home: House, said: list[Meant]) -> None:
    ben, eve = await cast.member("ben"), await cast.member("eve")
    made = await divided([ben, eve])
    for meant in said:
        await splitting.answer(ben, made.id, meant)
    last = {Meant.KEEP: "1", Meant.MOVE: "2", Meant.BOTH: "12"}[said[-1]]
    assert await stands(ben, made) == last
    assert await counted(made) == (1 + ("1" in last), int("2" in last))
    assert (await splitting.find(ben, made.id)).meant == said[-1]
    for proof in home.all("proofs"):
        assert await proof.check() == [], proof.name


async def test_what_was_taken_back_meanwhile_is_not_given_anew(home: House) -> None:
    ben = await cast.member("ben")
    made, door = await divided([ben]), registry.helping()
    assert door
    await door.back(ben, made.source_id)
    with pytest.raises(Conflict):
        await splitting.answer(ben, made.id, Meant.BOTH)
    assert await counted(made) == (0, 0)


async def test_followers_go_where_they_say_too(home: House) -> None:
    ben = await cast.member("ben")
    idea = await supported([])
    await board.follow(ben, idea)
    made = await splitting.split(await cast.manager(), idea, first=LACES, second=ZIPS)
    await splitting.answer(ben, made.id, Meant.MOVE)
    rows = await db.rows("SELECT idea_id FROM follow WHERE person_id = ?", ben.id)
    assert [row["idea_id"] for row in rows] == [made.new_id]


async def test_who_is_not_asked_moves_nothing(home: House) -> None:
    made = await divided([await cast.member("ben")])
    with pytest.raises(Conflict):
        await splitting.answer(await cast.member("eve"), made.id, Meant.MOVE)


async def test_what_was_answered_goes_with_the_account(home: House) -> None:
    ben = await cast.member("ben")
    made = await divided([ben])
    await splitting.answer(ben, made.id, Meant.BOTH)
    async with db.transaction():
        for participant in home.registered("person.erasing"):
            await participant(ben.id)
    assert await db.rows("SELECT id FROM idea_split_answer") == []


async def test_a_link_that_we_did_not_write_opens_nothing(home: House) -> None:
    ben = await cast.member("ben")
    made = await divided([ben])
    good = splitting.link(made.id, ben.id or 0).rpartition("/")[2]
    assert (await splitting.reader(made.id, good)).id == ben.id
    for bad in ("", "1-", good[:-1], f"9{good}", good.replace("-", "_"), "²-x", f"99999999999-{good}"):
        with pytest.raises(Missing):
            await splitting.reader(made.id, bad)
    with pytest.raises(Missing):
        await splitting.reader(made.id + 1, good)


async def test_staff_divide_by_a_plain_form_and_both_pages_tell(browser: Browser) -> None:
    idea = await supported([])
    mo, place = await cast.browser_as(browser, "manager"), f"/ideas/{idea.id}/split"
    assert place in (await mo.get(f"/ideas/{idea.id}")).text
    assert "Laces are short." in (await mo.get(place)).text
    words = {"first_title": "Longer laces", "first_body": "A", "second_title": "", "second_body": "Kept <words>"}
    refused = await mo.submit(place, place, **words)
    assert refused.status_code == 422
    assert "Kept &lt;words&gt;" in refused.text
    same = await mo.submit(place, place, **{**words, "second_title": "longer laces"})
    assert "titles that tell them apart" in same.text
    done = await mo.submit(place, place, **{**words, "second_title": "Zips"})
    assert "Divided." in done.text
    assert "Split from" in done.text
    first = await browser.get(f"/ideas/{idea.id}")
    assert "Split off" in first.text
    assert "Zips" in first.text


async def test_words_that_changed_under_the_form_are_shown_and_what_was_typed_is_kept(browser: Browser) -> None:
    idea = await supported([])
    mo, place = await cast.browser_as(browser, "manager"), f"/ideas/{idea.id}/split"
    form = hidden_fields((await mo.get(place)).text, place)
    await board.edit(await cast.manager(), await Idea.get(id=idea.id), title="Newer title", body="Newer words")
    typed = {"first_title": "Longer laces", "second_title": "Zips for the small"}
    page = await mo.post(place, {**form, **typed})
    assert page.status_code == 422
    for words in ("Newer words", "Zips for the small", "Somebody changed this idea"):
        assert words in page.text, words


async def test_dividing_is_for_managers(browser: Browser) -> None:
    idea = await supported([])
    assert "/sign-in" in str((await browser.get(f"/ideas/{idea.id}/split")).url)
    for who, status in (("ada", 404), ("editor", 404), ("manager", 200), ("admin", 200)):
        theirs = await cast.browser_as(browser, who)
        assert (await theirs.get(f"/ideas/{idea.id}/split")).status_code == status, who
        assert ("Divide in two" in (await theirs.get(f"/ideas/{idea.id}")).text) == (status == 200), who


async def test_a_supporter_answers_from_the_letter_without_signing_in(browser: Browser) -> None:
    ben = await cast.member("ben")
    made = await divided([ben])
    await jobs.work(the_house(), until_idle=True)
    letters = {row["person_id"]: row for row in await db.rows("SELECT person_id, subject, text FROM letter")}
    ada = await cast.member("ada")
    assert letters.keys() == {ben.id, ada.id}
    assert letters[ben.id]["subject"] == "“Laces and zips” is two ideas now"
    assert "Both are yours." in letters[ada.id]["text"]
    found = re.search(r"http://\S+?(/splits/\S+)", letters[ben.id]["text"])
    assert found
    page = await browser.get(found[1])
    for words in ("Longer laces", "Zips beside laces", "Two wishes", "I meant both"):
        assert words in page.text, words
    done = await browser.post(found[1], {"meant": "move"})
    assert "It is as you say" in done.text
    assert await stands(ben, made) == "2"
    assert (await browser.post(found[1], {"meant": "nonsense"})).status_code == 422
    assert (await browser.get(f"{found[1]}x")).status_code == 404
    await Person.filter(id=ben.id).update(language="fr")
    assert '<html lang="fr"' in (await browser.get(found[1])).text
    assert '<html lang="fr"' in (await browser.post(found[1], {"meant": "both"})).text


async def test_on_the_site_the_question_is_asked_of_who_gave_something(browser: Browser) -> None:
    made = await divided([await cast.member("ben")])
    await jobs.work(the_house(), until_idle=True)
    ben, eve = await cast.browser_as(browser, "ben"), await cast.browser_as(browser, "eve")
    assert "Which did you mean?" in (await ben.get("/inbox")).text
    done = await ben.submit(f"/splits/{made.id}", f"/splits/{made.id}", meant="both")
    assert 'aria-pressed="true"' in done.text
    assert "I meant" not in (await eve.get(f"/splits/{made.id}")).text
    await board.hide(await cast.manager(), made.new_id)
    assert (await ben.get(f"/splits/{made.id}")).status_code == 404
    assert "no longer shown to you" in (await ben.get("/inbox")).text
