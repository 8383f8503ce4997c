"""Agendas and what came of meetings: who writes them, who reads what, and what becomes of what was asked for."""

from datetime import timedelta

import pytest

from community.meetings import agenda, minutes, queries, replies
from community.meetings.agenda import Typed
from community.meetings.cards import MeetingCard
from community.meetings.models import Said
from community.meetings.replies import Answer
from ideas.board.models import Board, Idea
from kernel import clock, db
from kernel.errors import Conflict, Forbidden
from tests import cast, clubs
from tests.browsing import Browser
from tests.community.meetings.gatherings import plan
from tests.ideas.board import things as boards

LINES = {"words": ["Coffee", "The lasts", ""], "minutes": ["30", "45", ""]}


async def idea(title: str = "Wider lasts") -> Idea:
    return await boards.idea(title)


async def lines(handle: str, meeting: MeetingCard) -> list[agenda.Line]:
    viewer = await cast.viewer(handle)
    return await agenda.of(viewer, await queries.find(viewer, meeting.id))


async def test_a_host_writes_an_agenda_with_ideas_on_it_and_everybody_reads_its_hours(browser: Browser) -> None:
    meeting, wider = await plan(await clubs.found(), audience="everyone"), await idea()
    ada, path = await cast.browser_as(browser, "ada"), f"/meetings/{meeting.id}/agenda"
    await ada.submit(path, path, **LINES, about=["", f"http://localhost:8000{wider_url(wider)}?x=1", ""])
    shown = (await browser.get(meeting.url)).text
    assert (
        shown.index("9:30")
        < shown.index("Coffee")
        < shown.index("10:00")
        < shown.index("The lasts")
        < shown.index("Wider lasts")
    )
    assert wider_url(wider) in shown
    assert f'value="{wider_url(wider)}"' in (await ada.get(path)).text


def wider_url(found: Idea) -> str:
    return f"/ideas/{found.id}-{found.slug}"


async def test_what_is_wrong_is_said_and_what_was_typed_stays(browser: Browser) -> None:
    meeting = await plan(await clubs.found())
    ada, path = await cast.browser_as(browser, "ada"), f"/meetings/{meeting.id}/agenda"
    for about, length in (("/ideas/99999", "5"), ("", "many"), ("https://example.org/x", "5")):
        page = await ada.submit(path, path, words=["Something <typed>"], minutes=[length], about=[about])
        assert page.status_code == 422
        assert "Something &lt;typed&gt;" in page.text
        assert f'value="{length}"' in page.text
    assert await lines("ada", meeting) == []


async def test_the_ways_are_the_hosts_alone(browser: Browser) -> None:
    meeting = await plan(await clubs.found(members=["ben"]), audience="everyone")
    for who in ("ben", "cid", "sol"):
        other = await cast.browser_as(browser, who)
        for way in ("agenda", "notes"):
            assert (await other.get(f"/meetings/{meeting.id}/{way}")).status_code == 404
        assert f"/meetings/{meeting.id}/agenda" not in (await other.get(meeting.url)).text
    ben = await cast.viewer("ben")
    with pytest.raises(Forbidden):
        await agenda.arrange(ben, await queries.find(ben, meeting.id), [Typed("Mine")])


@pytest.mark.usefixtures("home")
async def test_a_line_about_what_a_reader_may_not_see_keeps_its_words_alone() -> None:
    meeting, secret = await plan(await clubs.found(members=["ben"]), audience="everyone"), await idea("Secret plan")
    await Board.filter(id=secret.board_id).update(see="staff")
    await agenda.arrange(
        await cast.viewer("ada"), meeting, [Typed("Say it", 0, "idea", secret.id), Typed("", 0, "idea", secret.id)]
    )
    (line,) = await lines("ben", meeting)
    assert (line.words, line.about) == ("Say it", None)
    assert [line.about.title for line in await lines("sol", meeting) if line.about] == ["Secret plan"] * 2


@pytest.mark.usefixtures("home")
async def test_another_order_keeps_what_was_decided() -> None:
    meeting, ada = await plan(await clubs.found()), await cast.viewer("ada")
    await agenda.arrange(ada, meeting, [Typed("First"), Typed("Second")])
    first = (await lines("ada", meeting))[0]
    with clock.at(meeting.ends_at):
        await minutes.write(ada, meeting, minutes.Minutes(notes="We talked."), {first.id: "Yes."})
    await agenda.arrange(ada, meeting, [Typed("Second"), Typed("First")])
    assert [(line.words, line.decision) for line in await lines("ada", meeting)] == [("Second", ""), ("First", "Yes.")]
    with pytest.raises(Conflict):
        await minutes.write(ada, meeting, minutes.Minutes(), {})


async def test_notes_and_decisions_are_read_by_whoever_reads_the_meeting(browser: Browser) -> None:
    meeting = await plan(await clubs.found(members=["ben"]), audience="everyone")
    await agenda.arrange(await cast.viewer("ada"), meeting, [Typed("The lasts")])
    (line,) = await lines("ada", meeting)
    with clock.at(meeting.ends_at + timedelta(hours=1)):
        ada, path = await cast.browser_as(browser, "ada"), f"/meetings/{meeting.id}/notes"
        typed = {
            "notes": "We **walked**.",
            "asked_for": "A wider last",
            "decision": ["+8 it is"],
            "line": [str(line.id)],
        }
        page = await ada.submit(
            path, path, **typed, recording="https://talk.example/film", recording_for="came", tells="true"
        )
        assert "What came of the meeting is kept." in page.text
        for who in (browser, await cast.browser_as(browser, "cid")):
            shown = (await who.get(meeting.url)).text
            assert all(words in shown for words in ("<strong>walked</strong>", "A wider last", "+8 it is"))
            assert "talk.example" not in shown
        assert "talk.example" in page.text
    assert await db.value("SELECT count(*) FROM event WHERE kind = 'meeting.noted'") == 1


@pytest.mark.usefixtures("home")
async def test_a_recording_is_for_those_it_is_said_to_be_for() -> None:
    club = await clubs.found(members=["ben", "cid"])
    meeting = await plan(club, audience="everyone")
    await replies.reply(await cast.viewer("ben"), meeting, Answer(Said.YES))

    async def watching(whom: str) -> list[str]:
        await db.execute(
            "UPDATE meeting SET recording = 'https://x.example', recording_for = ? WHERE id = ?", whom, meeting.id
        )
        found = []
        for handle in ("ada", "ben", "cid", "dan", "sol"):
            viewer = await cast.viewer(handle)
            seen = await queries.find(viewer, meeting.id)
            if minutes.may_watch(viewer, seen, await queries.reply_of(meeting.id, viewer.id)):
                found.append(handle)
        return found

    assert await watching("came") == ["ada", "ben"]
    assert await watching(club.named) == ["ada", "ben", "cid"]
    assert await watching("everyone") == ["ada", "ben", "cid", "dan", "sol"]


async def test_what_was_asked_for_becomes_an_idea_that_the_next_meeting_follows(browser: Browser) -> None:
    club, board = await clubs.found(members=["ben"]), await boards.board()
    meeting = await plan(club, audience="everyone")
    following = await plan(club, "The next one", audience="everyone", begins=meeting.begins + timedelta(days=30))
    path = f"/meetings/{meeting.id}/notes"
    with clock.at(meeting.ends_at + timedelta(hours=1)):
        ada = await cast.browser_as(browser, "ada")
        empty = await ada.submit(path, f"/meetings/{meeting.id}/asked", title="", body="Because.", board=board.slug)
        assert empty.status_code == 422
        assert "Because." in empty.text
        page = await ada.submit(
            path, f"/meetings/{meeting.id}/asked", title="Print the width", body="", board=board.slug
        )
        assert "It is on the board" in page.text
        made = await Idea.get(title="Print the width")
        assert made.club_id == club.id
        for where in (meeting.url, following.url):
            shown = (await browser.get(where)).text
            assert "Print the width" in shown
            assert wider_url(made) in shown


async def test_a_private_clubs_wish_stays_in_the_club(browser: Browser) -> None:
    club = await clubs.found("owls", members=["ben"], is_private=True)
    await boards.board()
    meeting = await plan(club)
    path = f"/meetings/{meeting.id}/notes"
    with clock.at(meeting.ends_at + timedelta(hours=1)):
        ada = await cast.browser_as(browser, "ada")
        await ada.submit(path, f"/meetings/{meeting.id}/asked", title="Quiet wish", board=club.named)
        assert "Quiet wish" in (await (await cast.browser_as(browser, "ben")).get(meeting.url)).text
    made = await Idea.get(title="Quiet wish")
    assert (await browser.get(wider_url(made))).status_code == 404
    assert (await (await cast.browser_as(browser, "sol")).get(wider_url(made))).status_code == 404
