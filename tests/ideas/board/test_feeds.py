"""What the feed of one idea tells, and what it keeps to itself."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree as ET

from community.discussion import actions as talk
from ideas.board import answers
from ideas.board.models import Idea, Status
from kernel import clock
from tests import cast
from tests.browsing import Browser
from tests.community.discussion import things as threads
from tests.ideas.board import things

ATOM = "{http://www.w3.org/2005/Atom}"


async def told(browser: Browser, idea: Idea) -> dict[str, dict[str, str]]:
    """Entries of an idea's feed by the end of their ids, in its order; `feed` is the feed's own."""
    feed = ET.fromstring((await browser.get(f"/ideas/{idea.id}.atom")).text)  # noqa: S314
    found = {}
    for entry in feed.findall(f"{ATOM}entry"):
        key = str(entry.findtext(f"{ATOM}id")).removeprefix("http://localhost:8000")
        found[key] = {name: str(entry.findtext(f"{ATOM}{name}")) for name in ("title", "content", "updated")}
    return {**found, "feed": {"updated": str(feed.findtext(f"{ATOM}updated"))}}


async def test_an_idea_tells_its_words_answers_states_and_messages_newest_first(browser: Browser) -> None:
    idea, mo, start = await things.late_idea("Resole", days=9, body="Mine leak."), await cast.manager(), clock.now()
    with clock.at(start - timedelta(days=8)):
        first = await threads.message(idea, "Mine **too**", by=mo)
    with clock.at(start - timedelta(days=7)):
        await answers.answer(mo, idea, status=Status.DECLINED, body="No.", would_change="Cheaper <glue>.")
    with clock.at(start - timedelta(days=6)):
        second = await threads.message(idea, "A pity", parent_id=first.id)
    found = await told(browser, idea)
    (answer,) = (key for key in found if "answer" in key)
    assert list(found) == [f"/comments/{second.id}", answer, f"/comments/{first.id}", f"/ideas/{idea.id}", "feed"]
    assert found[answer]["title"] == "Declined"
    assert "What would change it" in found[answer]["content"]
    assert "&lt;glue&gt;" in found[answer]["content"]
    assert found[f"/comments/{first.id}"]["title"] == "Message from Mo Haddad"
    assert "<strong>too</strong>" in found[f"/comments/{first.id}"]["content"]
    assert found["feed"]["updated"] == found[f"/comments/{second.id}"]["updated"]


async def test_a_changed_message_keeps_its_id_and_moves_up(browser: Browser) -> None:
    idea, ben = await things.late_idea("Resole", days=9), await cast.member("ben")
    with clock.at(clock.now() - timedelta(days=8)):
        first, second = await threads.message(idea, "Frist"), await threads.message(idea, "Second")
    before = await told(browser, idea)
    await threads.edit(ben, first, "First")
    after = await told(browser, idea)
    assert sorted(before) == sorted(after)
    assert [key for key in after if "comments" in key] == [f"/comments/{first.id}", f"/comments/{second.id}"]
    assert after["feed"]["updated"] == after[f"/comments/{first.id}"]["updated"] > before["feed"]["updated"]
    assert "First" in after[f"/comments/{first.id}"]["content"]


async def test_the_feed_holds_no_note_nothing_hidden_and_nothing_taken_away(browser: Browser) -> None:
    idea, mo, ben = await things.idea(), await cast.manager(), await cast.member("ben")
    note = await threads.message(idea, "A note", by=mo, internal=True)
    hidden, gone, stands = [await threads.message(idea, word) for word in ("Hidden", "Gone", "Stands")]
    await talk.hide(mo, hidden.id)
    await talk.delete(ben, gone, kind="idea", number=idea.id)
    for theirs in (browser, await cast.browser_as(browser, "ben"), await cast.browser_as(browser, "manager")):
        found = await told(theirs, idea)
        assert [key for key in found if "comments" in key] == [f"/comments/{stands.id}"]
    assert (await browser.get(f"/comments/{stands.id}")).url.fragment == f"comment-{stands.id}"
    for number in (note.id, hidden.id, gone.id, 4711):
        assert (await browser.get(f"/comments/{number}")).status_code == 404


async def test_words_say_their_language_and_the_house_its_own(browser: Browser) -> None:
    idea = await things.late_idea("Semelles", days=9, body="Des semelles que l’on peut changer sans colle.")
    said = await threads.message(idea, "The sole of mine is worn, and I would like to change it.")
    feed = ET.fromstring((await browser.get(f"/ideas/{idea.id}.atom")).text)  # noqa: S314
    spoken = {
        str(entry.findtext(f"{ATOM}id")).removeprefix("http://localhost:8000"): [
            entry.find(f"{ATOM}{name}").get("{http://www.w3.org/XML/1998/namespace}lang")  # type: ignore[union-attr]
            for name in ("title", "content")
        ]
        for entry in feed.findall(f"{ATOM}entry")
    }
    assert spoken == {f"/ideas/{idea.id}": ["fr", "fr"], f"/comments/{said.id}": [None, "en"]}
    newest = (await browser.get("/ideas.atom")).text
    assert '<title xml:lang="fr">Semelles</title>' in newest
