"""Whoever's support a merge moved hears of it once, and takes it back from the letter with one button."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import timedelta
from typing import Any

import pytest

from community.inbox import actions as inbox
from community.inbox import links as stops
from community.inbox.registry import NoticeKind
from community.people.models import Person
from ideas.board import merging
from ideas.board.models import Idea
from kernel import clock, db, jobs
from kernel.errors import Missing
from kernel.features import House, the_house
from tests import cast
from tests.browsing import Browser
from tests.ideas.board import things
from tests.voting.ballots.test_merged_support import folded, given, joined, kept, parted, rows, stand
from voting.ballots import moved_actions, moved_notices, moves
from voting.ballots.moves import State

pytestmark = pytest.mark.asyncio
NAMES = ("ada", "ben", "zoe")


async def worked() -> None:
    await jobs.work(the_house(), until_idle=True)


async def letters() -> list[tuple[str, str, str]]:
    """Address, subject and text of the letters about moved support."""
    found = await db.rows(
        "SELECT address, subject, text FROM letter WHERE text LIKE '%/support/moved/%' ORDER BY address"
    )
    return [(row["address"].partition("@")[0], row["subject"], row["text"]) for row in found]


async def noticed(kind: str = "support.moved") -> list[str]:
    found = await db.rows(
        "SELECT p.handle FROM notice n JOIN person p ON p.id = n.person_id WHERE n.kind = ? ORDER BY p.handle", kind
    )
    return [row["handle"] for row in found]


async def moved() -> tuple[int, int, int]:
    """Two ideas merged into a third: Ada and Ben behind the first, Zoe behind the second, Ben behind the third too."""
    a, b, c = await stand("Resole", "New soles", "Soles that last")
    ada, ben, zoe = [await cast.member(name) for name in NAMES]
    await given(ada, a)
    await given(ben, a, c)
    await given(zoe, b)
    return a, c, await joined(c, a, b)


async def way(handle: str, merge: int) -> str:
    return moves.link(merge, (await cast.person(handle)).id)


async def test_each_is_told_once_with_the_title_they_supported_and_where_it_went(home: House) -> None:
    await cast.person("zoe", language="fr")
    _a, _c, _merge = await moved()
    await worked()
    found = await letters()
    assert [(to, subject) for to, subject, _text in found] == [
        ("ada", "Your support counts for “Soles that last” now"),
        ("ben", "Your support counts for “Soles that last” now"),
        ("zoe", "Votre soutien compte maintenant pour «\u00a0Soles that last\u00a0»"),
    ]
    assert "You support “Resole”. It was merged into “Soles that last”" in found[0][2]
    assert "Vous soutenez «\u00a0New soles\u00a0»" in found[2][2]
    assert "Resole" not in found[2][2]
    assert await noticed() == ["ada", "ben", "zoe"]


async def test_a_job_that_runs_again_tells_nobody_again(home: House) -> None:
    await moved()
    await worked()
    event = await db.row("SELECT * FROM event WHERE kind = 'support.moved'")
    assert event is not None
    await moved_notices.begin(event)
    await asyncio.gather(moved_notices.tell(event["id"], 0), moved_notices.tell(event["id"], 0))
    await worked()
    assert len(await letters()) == 3


async def test_a_job_that_died_on_its_way_goes_on_where_it_stopped(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moved_notices, "AT_ONCE", 1)
    monkeypatch.setattr(moved_notices, "IN_A_JOB", 2)
    await moved()
    tell, calls = inbox.tell, list[int]()

    async def dies(kind: NoticeKind, *args: Any) -> None:
        if kind.kind == "support.moved":
            calls.append(1)
            if len(calls) == 2:
                raise OSError("gone")
        await tell(kind, *args)

    monkeypatch.setattr(inbox, "tell", dies)
    await worked()
    assert len(await letters()) == 1
    with clock.at(clock.now() + timedelta(minutes=5)):
        await worked()
    assert [to for to, _subject, _text in await letters()] == ["ada", "ben", "zoe"]


async def test_wishes_are_kept_and_unclaimed_accounts_are_never_written_to(home: House) -> None:
    a, _c, _merge = await moved_with_strangers()
    await worked()
    assert [to for to, _subject, _text in await letters()] == ["ada"]
    assert await noticed() == ["ada", "ben"]
    assert a


async def moved_with_strangers() -> tuple[int, int, int]:
    """Ada wants letters, Ben does not, Kim never confirmed her address and wants no notice, an import knows a fourth."""
    a, c = await stand("Resole", "Soles that last")
    for handle in ("ada", "ben"):
        await given(await cast.member(handle), a)
    await inbox.stop_letters(stops.stop((await cast.person("ben")).id, "support.moved").rpartition("/")[2])
    kim = await cast.person("kim", confirmed=False)
    await inbox.wish(kim.id, [("support.moved", False, True)])
    stranger = await Person.create(
        handle="imported", name="", email="imported@example.net", is_claimed=False, created_at=clock.now()
    )
    for person in (kim.id, stranger.id):
        await db.execute("INSERT INTO support (idea_id, person_id, at) VALUES (?, ?, ?)", a, person, clock.now())
    return a, c, await joined(c, a)


async def test_a_merge_undone_before_the_letters_went_is_never_spoken_of(home: House) -> None:
    _a, _c, merge = await moved()
    await parted(merge)
    await worked()
    assert await letters() == []
    assert await noticed() == await noticed("support.parted") == []


async def test_after_an_undo_those_who_were_told_hear_it_once_on_the_site(home: House) -> None:
    a, c, merge = await moved()
    await worked()
    ada = await cast.member("ada")
    assert await moved_actions.take_back(merge, ada.id or 0) == [a]
    await parted(merge)
    await worked()
    assert len(await letters()) == 3
    found = await db.rows(
        "SELECT p.handle, n.data FROM notice n JOIN person p ON p.id = n.person_id "
        "WHERE n.kind = 'support.parted' ORDER BY p.handle"
    )
    assert [(row["handle"], json.loads(row["data"])["is_back"]) for row in found] == [
        ("ada", False),
        ("ben", True),
        ("zoe", True),
    ]
    assert await kept() == await folded()
    assert (a, "ada") not in await rows()
    assert (c, "ben") in await rows()


async def test_taking_back_ends_what_was_moved_and_nothing_else(home: House) -> None:
    a, c, merge = await moved()
    ben = (await cast.person("ben")).id
    assert await kept() == {c: 3}
    assert await moved_actions.take_back(merge, ben) == [a]
    assert await moved_actions.take_back(merge, ben) == []
    assert await kept() == {c: 3} == await folded()
    assert (c, "ben") in await rows()
    ada = (await cast.person("ada")).id
    answers = await asyncio.gather(*(moved_actions.take_back(merge, ada) for _click in range(4)))
    assert sorted(map(bool, answers)) == [False, False, False, True]
    assert await kept() == {c: 2} == await folded()
    await parted(merge)
    assert await rows() == {(c, "ben"), (a + 1, "zoe")}


async def test_taking_back_while_the_merge_is_undone_is_one_or_the_other(home: House) -> None:
    a, _c, merge = await moved()
    ada = (await cast.person("ada")).id
    await asyncio.gather(parted(merge), moved_actions.take_back(merge, ada))
    assert await kept() == await folded()
    assert ((a, "ada") in await rows()) == (
        await db.value("SELECT count(*) AS n FROM support_event WHERE kind = 'withdrawn'") == 0
    )


async def test_an_idea_freed_from_a_chain_is_not_moved_by_what_came_later(home: House) -> None:
    a, b, c = await stand("Resole", "New soles", "Soles that last")
    ada, ben = await cast.member("ada"), await cast.member("ben")
    await given(ada, a)
    await given(ben, b)
    first = await joined(b, a)
    second = await joined(c, b)
    assert set((await moves.find(second)).titles) == {a, b}
    await parted(first)
    assert set((await moves.find(second)).titles) == {b}
    assert await moved_actions.take_back(second, ada.id or 0) == []
    with pytest.raises(Missing):
        await moves.of_person(await moves.find(second), ada.id or 0, sees=True, by_letter=True)
    assert await kept() == {a: 1, c: 1}


async def test_what_a_member_may_not_read_is_not_named(home: House) -> None:
    await things.board("inside", see="staff")
    a, c = (
        (await things.idea("Resole")).id,
        (await things.idea("Soles within", by=await cast.manager(), on="inside")).id,
    )
    await given(await cast.member("ada"), a)
    merge = (await merging.merge(await cast.manager(), sources=[a], target=c)).id
    await worked()
    [(_to, subject, text)] = await letters()
    assert subject == "Your support moved"
    assert "Soles within" not in text
    assert "merged with another idea" in text
    assert await moved_actions.take_back(merge, (await cast.person("ada")).id) == [a]


async def test_a_letters_link_opens_a_page_with_one_button_and_looking_changes_nothing(browser: Browser) -> None:
    a, c, merge = await moved()
    address = await way("ada", merge)
    page = await browser.get(address)
    assert page.status_code == 200
    assert "You support “Resole”. It was merged into “Soles that last”" in page.text
    assert "Take my vote back" in page.text
    assert (a, "ada") in await rows()
    done = await browser.submit(address, address)
    assert "Your vote is taken back" in done.text
    assert (a, "ada") not in await rows()
    assert await kept() == {c: 2} == await folded()
    again = await browser.post(address, {})
    assert again.status_code == 303
    assert "Your vote is taken back" in (await browser.get(address)).text
    assert await db.value("SELECT count(*) AS n FROM support_event WHERE kind = 'withdrawn'") == 1


async def test_one_may_follow_instead(browser: Browser) -> None:
    _a, c, merge = await moved()
    address, ada = await way("ada", merge), (await cast.person("ada")).id
    await db.execute("DELETE FROM follow")
    page = await browser.submit(address, address, follow="1")
    assert "You follow it" in page.text
    assert await db.rows("SELECT idea_id, person_id FROM follow") == [{"idea_id": c, "person_id": ada}]
    ben = await way("ben", merge)
    await browser.submit(ben, ben)
    page = await browser.get(ben)
    assert "You gave “Soles that last” itself your support too: that one stands." in page.text
    assert "You follow it" in (await browser.submit(ben, ben, follow="1")).text


@pytest.mark.parametrize("word", ["1-", "x", "1-0123456789abcdef0123456789abcdef", "99999999999999-00", "²-00"])
async def test_a_link_that_is_not_ours_finds_nothing(browser: Browser, word: str) -> None:
    _a, _c, merge = await moved()
    assert (await browser.get(f"/support/moved/{merge}/{word}")).status_code == 404
    assert (await browser.post(f"/support/moved/{merge}/{word}", {})).status_code == 404
    assert len(await rows()) == 4


async def test_a_link_of_one_merge_or_person_opens_no_other(browser: Browser) -> None:
    a, c, merge = await moved()
    word = (await way("ada", merge)).rpartition("/")[2]
    other = f"{(await cast.person('ben')).id}-{word.partition('-')[2]}"
    assert (await browser.get(f"/support/moved/{merge}/{other}")).status_code == 404
    await parted(merge)
    second = await joined(c, a)
    assert (await browser.get(f"/support/moved/{second}/{word}")).status_code == 404
    assert (await browser.get(f"/support/moved/{2**40}/{word}")).status_code == 404


async def test_an_old_link_says_where_to_go_and_takes_nothing_back(browser: Browser) -> None:
    a, _c, merge = await moved()
    address = await way("ada", merge)
    with clock.at(clock.now() + moves.VALID + timedelta(days=1)):
        assert "more than half a year old" in (await browser.get(address)).text
        await browser.post(address, {})
        assert (a, "ada") in await rows()
        signed_in = await cast.browser_as(browser, "ada")
        assert "Take my vote back" in (await signed_in.get(f"/support/moved/{merge}")).text


async def test_after_an_undo_the_link_says_so(browser: Browser) -> None:
    a, _c, merge = await moved()
    address = await way("ada", merge)
    await parted(merge)
    page = await browser.get(address)
    assert "your support is back where you gave it" in page.text
    await browser.post(address, {})
    assert (a, "ada") in await rows()


async def test_the_page_on_the_site_is_for_the_member_whose_support_it_was(browser: Browser) -> None:
    a, c, merge = await moved()
    place = f"/support/moved/{merge}"
    assert (await browser.peek(place)).headers["location"].startswith("/sign-in")
    for who, status in (("mo", 404), ("sol", 404), ("ada", 200), ("zoe", 200)):
        assert (await (await cast.browser_as(browser, who)).get(place)).status_code == status, who
    ada = await cast.browser_as(browser, "ada")
    assert "Your vote is taken back" in (await ada.submit(place, place)).text
    assert await kept() == {c: 2}
    assert (a, "ada") not in await rows()
    assert (await ada.post(place, {"csrf": "wrong"})).status_code == 403


async def test_a_hidden_title_is_not_said(browser: Browser) -> None:
    a, _c, merge = await moved()
    await Idea.filter(id=a).update(hidden_at=clock.now())
    page = await browser.get(await way("ada", merge))
    assert page.status_code == 200
    assert "Resole" not in page.text
    assert "An idea that you support was merged with another" in page.text


async def test_a_notice_leads_to_the_page(browser: Browser) -> None:
    _a, _c, merge = await moved()
    await Idea.all().update(author_id=(await cast.person("zoe")).id)
    await worked()
    ada = await cast.browser_as(browser, "ada")
    inbox_page = await ada.get("/inbox")
    line = re.search(r'href="(/inbox/\d+)">“Resole”, which you support, was merged', inbox_page.text)
    assert line is not None
    assert str((await ada.get(line[1])).url).endswith(f"/support/moved/{merge}")
    await Idea.all().update(hidden_at=clock.now())
    assert "This was about something that is no longer shown to you." in (await ada.get("/inbox")).text


async def test_the_page_reads_little(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    _a, _c, merge = await moved()
    address = await way("ada", merge)
    await browser.get(address)
    asked, rows_of = list[str](), db.rows

    async def counted(sql: str, *values: object) -> list[db.Row]:
        asked.append(sql)
        return await rows_of(sql, *values)

    monkeypatch.setattr(db, "rows", counted)
    await browser.get(address)
    assert len(asked) <= 9, asked


async def test_states_are_told_apart(home: House) -> None:
    _a, _c, merge = await moved()
    ada = (await cast.person("ada")).id

    async def state(*, by_letter: bool = True) -> State:
        return (await moves.of_person(await moves.find(merge), ada, sees=True, by_letter=by_letter)).state

    assert await state() == State.STANDS
    with clock.at(clock.now() + moves.VALID + timedelta(days=1)):
        assert [await state(), await state(by_letter=False)] == [State.OLD, State.STANDS]
    await moved_actions.take_back(merge, ada)
    assert await state() == State.BACK
    await parted(merge)
    assert await state() == State.PARTED


async def test_the_page_of_a_letter_speaks_the_readers_language_in_any_browser(browser: Browser) -> None:
    await cast.person("zoe", language="fr")
    _a, _c, merge = await moved()
    page = await browser.get(await way("zoe", merge))
    assert '<html lang="fr"' in page.text
    assert '<html lang="en"' in (await browser.get(await way("ada", merge))).text


async def test_who_proposed_what_they_support_is_told_both_in_one_letter(home: House) -> None:
    a, c = await stand("Resole", "Soles that last")
    ada, ben = [await cast.member(name) for name in NAMES[:2]]
    await Idea.filter(id=a).update(author_id=ada.id)
    for one in (ada, ben):
        await given(one, a)
    await db.execute("INSERT INTO follow (idea_id, person_id, created_at) VALUES (?, ?, ?)", a, ben.id, clock.now())
    merge = await joined(c, a)
    await worked()
    told = {to: text for to, _subject, text in await letters()}
    assert set(told) == {"ada", "ben"}
    assert "You proposed “Resole”: your name and your text are read where your support counts now." in told["ada"]
    assert "You proposed" not in told["ben"]
    assert await noticed("idea.merged") == []
    assert await db.value("SELECT count(*) FROM letter WHERE text LIKE '%merged%'") == 2
    await parted(merge)
    await worked()
    assert await noticed("idea.parted") == ["ada", "ben"]
