"""The talk of a club: who opens, answers, pins, closes and hides, what is counted, and what moderation may do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.clubs import queries, talk, topics
from community.clubs.models import Club, Topic
from community.clubs.queries import ClubCard
from community.discussion import actions as discussion
from community.discussion import registry
from community.moderation import actions as moderation
from community.moderation import registry as reportables
from community.moderation.models import Act
from kernel import clock, db, lists
from kernel.errors import Conflict, Forbidden, Missing
from kernel.features import House
from kernel.viewer import STRANGER
from tests import cast, clubs


async def begun(title: str = "Wet feet", *, by: str = "ben", slug: str = "runners") -> int:
    viewer = await cast.viewer(by)
    return await topics.open_one(viewer, await queries.find(viewer, slug), title=title, body=f"{title}, again.")


async def seen(handle: str, number: int, slug: str = "runners") -> topics.TopicCard:
    viewer = await cast.viewer(handle) if handle else STRANGER
    return await topics.find(viewer, await queries.find(viewer, slug), number)


async def said(handle: str, number: int, words: str = "Mine too.") -> int:
    viewer = await cast.viewer(handle)
    return (await discussion.post(viewer, await registry.subject(viewer, "topic", number), body=words)).id


async def titles(handle: str, club: ClubCard, after: str | None = None) -> list[str]:
    viewer = await cast.viewer(handle)
    return [topic.title for topic in (await topics.listing(viewer, club, after)).items]


async def test_members_open_and_answer_and_others_read(home: House) -> None:
    await clubs.found(members=["ben", "eve"])
    number = await begun()
    await said("eve", number)
    assert ((await seen("", number)).comments, (await seen("dan", number)).title) == (1, "Wet feet")
    with pytest.raises(Forbidden):
        await begun(by="dan")
    with pytest.raises(Forbidden):
        await said("dan", number)


async def test_what_was_said_last_stands_above_but_under_what_is_pinned(home: House) -> None:
    club = await clubs.found(members=["ben"])
    made = []
    for hour, title in enumerate(("First", "Second", "Third")):
        with clock.at(clock.now() - timedelta(hours=9 - hour)):
            made.append(await begun(title))
    assert await titles("ben", club) == ["Third", "Second", "First"]
    await said("ben", made[0])
    assert await titles("ben", club) == ["First", "Third", "Second"]
    await topics.pin(await cast.viewer("ada"), club, await seen("ada", made[1]), up=True)
    assert await titles("ben", club) == ["Second", "First", "Third"]
    assert [topic.title for topic in await topics.latest(club.id, 2)] == ["Second", "First"]
    with pytest.raises(Forbidden):
        await topics.pin(
            await cast.viewer("ben"),
            await queries.find(await cast.viewer("ben"), "runners"),
            (await seen("ben", made[0])),
            up=True,
        )


async def test_three_stand_above_at_most(home: House) -> None:
    club, ada = await clubs.found(members=["ben"]), await cast.viewer("ada")
    made = [await begun(title) for title in ("a", "b", "c", "d")]
    for number in made[:3]:
        await topics.pin(ada, club, await seen("ada", number), up=True)
    with pytest.raises(Conflict):
        await topics.pin(ada, club, await seen("ada", made[3]), up=True)
    await topics.pin(ada, club, await seen("ada", made[0]), up=False)
    await topics.pin(ada, club, await seen("ada", made[3]), up=True)


async def test_the_list_goes_on_from_a_cursor_and_bears_a_bad_one(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    club = await clubs.found(members=["ben"])
    monkeypatch.setattr(topics, "PER_PAGE", 2)
    for title in ("a", "b", "c", "d", "e"):
        await begun(title)
    ben, found, after = await cast.viewer("ben"), [], None
    for _page in range(3):
        listing = await topics.listing(ben, club, after)
        found += [topic.title for topic in listing.items]
        after = listing.after
    assert (found, after) == (["e", "d", "c", "b", "a"], None)
    for bad in ("x", lists.cursor("no moment", 3), lists.cursor("2026-01-01", 3), lists.cursor(3, 3)):
        assert await titles("ben", club, bad) == ["e", "d"]


async def test_a_closed_topic_takes_no_word_until_it_is_open_again(home: House) -> None:
    await clubs.found(members=["ben", "eve"])
    number = await begun()
    ben = await cast.viewer("ben")
    card = await queries.find(ben, "runners")
    with pytest.raises(Forbidden):
        await topics.close(
            await cast.viewer("eve"),
            await queries.find(await cast.viewer("eve"), "runners"),
            await seen("eve", number),
            closed=True,
        )
    await topics.close(ben, card, await seen("ben", number), closed=True)
    with pytest.raises(Forbidden):
        await said("eve", number)
    with pytest.raises(Forbidden):
        await topics.change(ben, card, await seen("ben", number), title="x", body="y")
    await topics.close(ben, card, await seen("ben", number), closed=False)
    await said("eve", number)


async def test_a_club_that_was_put_away_is_read_and_not_written(home: House) -> None:
    await clubs.found(members=["ben"])
    number = await begun()
    await Club.filter(slug="runners").update(archived_at=clock.now())
    assert (await seen("", number)).title == "Wet feet"
    with pytest.raises(Forbidden):
        await said("ben", number)
    with pytest.raises(Forbidden):
        await begun()


async def test_what_a_host_hides_is_there_for_author_hosts_and_moderation(home: House) -> None:
    club = await clubs.found(members=["ben", "eve"])
    number = await begun()
    await topics.hide(await cast.viewer("ada"), club, await seen("ada", number), hidden=True)
    for handle in ("ada", "ben", "mo"):
        assert (await seen(handle, number)).hidden_at is not None
    for handle in ("", "eve", "dan", "sol"):
        with pytest.raises(Missing):
            await seen(handle, number)
        viewer = await cast.viewer(handle) if handle else STRANGER
        assert await talk.find(viewer, number) is None
        assert await talk.named(viewer, [number]) == {}
        assert not await talk.seen(viewer, number)
    assert await titles("eve", await queries.find(await cast.viewer("eve"), "runners")) == []
    assert await titles("eve", await queries.find(await cast.viewer("eve"), "runners")) == []
    assert await topics.latest(club.id, 5) == []
    with pytest.raises(Forbidden):
        await said("ben", number)
    await topics.hide(await cast.viewer("ada"), club, await seen("ada", number), hidden=False)
    assert (await seen("eve", number)).hidden_at is None


async def test_what_moderation_hid_no_host_shows(home: House) -> None:
    club = await clubs.found(members=["ben", "eve"])
    number = await begun()
    await moderation.report(await cast.viewer("eve"), "topic", number, rule="spam")
    mo = await cast.manager()
    thing = await reportables.thing("topic", number)
    assert (thing.title, thing.url) == ("Wet feet", f"/clubs/runners/topics/{number}")
    await moderation.rule_on(mo, thing, act=Act.HIDE, rule="spam", reason="Spam.", public="Something was hidden.")
    with pytest.raises(Conflict):
        await topics.hide(await cast.viewer("ada"), club, await seen("ada", number), hidden=False)
    thing = await reportables.thing("topic", number)
    await moderation.rule_on(mo, thing, act=Act.RESTORE, rule="spam", reason="Our fault.", public="Shown again.")
    assert (await Topic.get(id=number)).hidden_at is None


async def test_messages_are_counted_with_their_thread_and_proven(home: House) -> None:
    await clubs.found(members=["ben", "eve"])
    number = await begun()
    first = await said("eve", number)
    await said("ben", number, "And mine.")
    await discussion.hide(await cast.manager(), first)
    assert (await Topic.get(id=number)).comments == 1
    await db.execute("UPDATE topic SET comments = 7")
    await db.execute("UPDATE club SET members = 9")
    proofs = {proof.name: proof.check for proof in home.all("proofs")}
    assert await proofs["topic.comments"]() == [f"topic {number}: 7 comments kept, 1 counted"]
    assert await proofs["club.members"](fix=True) == ["club 1: 9 members kept, 3 counted"]
    assert await proofs["topic.comments"](fix=True)
    assert await proofs["topic.comments"]() == await proofs["club.members"]() == []
