"""What is heard, read from the tables: only what stands, and to whom a support is credited."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ambassadors.influence import registry, sources, supports
from ambassadors.influence.registry import CameBy, Heard
from community.discussion import actions as discussion
from community.discussion.models import Comment
from community.meetings.models import Meeting, Reply, Said
from community.people.models import Person
from ideas.board.models import Idea, IdeaTag, Tag
from ideas.studio.models import Design, State, Template
from kernel import clock
from kernel.features import House
from tests import cast, clubs, hearing
from voting.ballots import actions as ballots

SINCE = timedelta(days=400)


async def told(kind: str) -> list[Heard]:
    one = next(entry for entry in registry.listenings() if entry.kind == kind)
    batches = [batch async for batch in one.rows(clock.now() - SINCE)]
    return [heard for batch in batches for heard in (batch if isinstance(batch, list) else batch.heard())]


async def shares() -> dict[str, float]:
    """Of the supports, to whom how much is credited, by handle."""
    from community.people import queries

    found: dict[int, float] = {}
    for heard in await told("support"):
        found[heard.speaker] = found.get(heard.speaker, 0.0) + heard.share
    names = await queries.names(list(found))
    return {names[person].handle: round(share, 6) for person, share in found.items()}


async def test_a_support_is_credited_to_the_author_where_nobody_commented(home: House) -> None:
    idea = await hearing.idea("ben")
    tag = await Tag.create(slug="fit", name="fit")
    await IdeaTag.create(idea_id=idea.id, tag_id=tag.id)
    await hearing.support("ada", idea)
    [heard] = await told("support")
    assert (heard.listener, heard.speaker) == ((await cast.person("ada")).id, (await cast.person("ben")).id)
    assert (heard.share, heard.place, heard.topics) == (1.0, f"board:{idea.board_id}", ("tag:fit",))
    assert (heard.subject_kind, heard.subject_id) == ("idea", idea.id)


async def test_a_support_is_shared_with_who_commented_in_the_thirty_days_before(home: House) -> None:
    idea = await hearing.idea("ben", days=60)
    await hearing.comment("late", idea, days=4)
    await hearing.comment("early", idea, days=40)
    await hearing.comment("one", idea, days=20)
    await hearing.comment("one", idea, days=19)
    await hearing.comment("two", idea, days=6)
    await hearing.comment("ben", idea, days=6)
    await hearing.support("ada", idea, days=5)
    assert await shares() == {"ben": 0.5, "one": 0.25, "two": 0.25}
    about = {(heard.subject_kind, heard.share) for heard in await told("support")}
    assert about == {("idea", 0.5), ("comment", 0.25)}


async def test_ones_own_comment_and_ones_own_idea_are_credited_to_others_alone(home: House) -> None:
    idea = await hearing.idea("ada")
    await hearing.comment("ada", idea, days=6)
    await hearing.comment("one", idea, days=6)
    await hearing.support("ada", idea)
    assert await shares() == {"one": 1.0}


async def test_at_most_ten_of_those_who_commented_last_share(home: House) -> None:
    idea = await hearing.idea("ben", days=29)
    for number in range(12):
        await hearing.comment(f"p{number}", idea, days=20 - number)
    await hearing.support("ada", idea, days=1)
    found = await shares()
    assert found == {"ben": 0.5, **{f"p{number}": 0.05 for number in range(2, 12)}}


async def test_a_comment_that_was_thanked_before_takes_the_whole_credit(home: House) -> None:
    idea = await hearing.idea("ben")
    said = await hearing.comment("one", idea, days=8)
    await hearing.comment("two", idea, days=7)
    with clock.at(hearing.ago(6)):
        await discussion.thank(await cast.viewer("ada"), said)
    await hearing.support("ada", idea, days=5)
    await hearing.support("eve", idea, days=5)
    found = [heard for heard in await told("support") if heard.listener == (await cast.person("ada")).id]
    assert [(heard.speaker, heard.share, heard.subject_kind, heard.subject_id) for heard in found] == [
        (said.author_id, 1.0, "comment", said.id)
    ]
    assert await shares() == {"ben": 0.5, "one": 1.25, "two": 0.25}


async def test_thanks_after_the_support_change_nothing(home: House) -> None:
    idea = await hearing.idea("ben")
    said = await hearing.comment("one", idea, days=8)
    await hearing.support("ada", idea, days=5)
    with clock.at(hearing.ago(4)):
        await discussion.thank(await cast.viewer("ada"), said)
    assert await shares() == {"ben": 0.5, "one": 0.5}


async def test_an_answer_to_a_comment_before_takes_the_whole_credit(home: House) -> None:
    idea = await hearing.idea("ben")
    said = await hearing.comment("one", idea, days=8)
    await hearing.comment("ada", idea, days=7, to=said)
    await hearing.support("ada", idea, days=5)
    assert await shares() == {"one": 1.0}


async def test_the_last_link_that_led_there_takes_the_whole_credit(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    idea = await hearing.idea("ben")
    ada, one, two = [(await cast.person(name)).id for name in ("ada", "one", "two")]
    await hearing.comment("three", idea, days=8)

    async def rows(since):  # type: ignore[no-untyped-def]
        yield [CameBy(ada, idea.id, one, hearing.ago(9)), CameBy(ada, idea.id, two, hearing.ago(6))]
        yield [CameBy(ada, idea.id, ada, hearing.ago(5.5)), CameBy(ada, idea.id, one, hearing.ago(1))]

    monkeypatch.setattr(supports, "came_by", lambda: [rows])
    await hearing.support("ada", idea, days=5)
    assert await shares() == {"two": 1.0}


async def test_what_was_taken_back_hidden_or_deleted_is_not_heard(home: House) -> None:
    from ideas.board import queries

    idea, hidden = await hearing.idea("ben"), await hearing.idea("ben")
    gone, shut = await hearing.comment("one", idea, days=8), await hearing.comment("two", idea, days=8)
    answer = await hearing.comment("eve", idea, days=7, to=shut)
    for handle in ("ada", "eve"):
        await hearing.support(handle, idea)
    await hearing.support("ada", hidden)
    assert len(await told("comment")) == 1
    await Comment.filter(id=gone.id).update(deleted_at=clock.now())
    await Comment.filter(id=shut.id).update(hidden_at=clock.now())
    await Idea.filter(id=hidden.id).update(hidden_at=clock.now(), is_listed=False)
    viewer = await cast.viewer("eve")
    await ballots.withdraw(viewer, await queries.find(viewer, idea.id))
    assert await told("comment") == []
    found = {(heard.listener, heard.speaker): heard.share for heard in await told("support")}
    ada = (await cast.person("ada")).id
    assert found == {(ada, idea.author_id): 0.5, (ada, answer.author_id): 0.5}


async def test_answers_are_heard_where_they_were_given(home: House) -> None:
    idea = await hearing.idea("ben")
    said = await hearing.comment("one", idea, days=8)
    await hearing.comment("ada", idea, days=7, to=said)
    [heard] = await told("comment")
    assert (heard.speaker, heard.place, heard.subject_kind) == (said.author_id, f"board:{idea.board_id}", "idea")
    await Comment.filter(parent_id__isnull=False).update(is_internal=True)
    assert await told("comment") == []


async def test_what_happens_in_a_club_is_told_of_the_club(home: House) -> None:
    club = await clubs.found("runners", host="ben", members=("ada", "one"), is_private=True)
    board = await hearing.board("inside", club_id=club.id, see=f"club:{club.id}")
    idea = await hearing.idea("ben", on="inside")
    assert board.id == idea.board_id
    await hearing.support("ada", idea)
    assert [heard.place for heard in await told("support")] == [f"club:{club.id}"]


async def _published(template: Template, author: Person, *, original_id: int | None = None) -> Design:
    return await Design.create(
        template_id=template.id,
        author_id=author.id,
        original_id=original_id,
        version=1,
        recipe="{}",
        digest="d",
        price=1,
        currency="EUR",
        state=State.PUBLISHED,
        is_listed=True,
        published_at=hearing.ago(3),
        created_at=clock.now(),
        changed_at=clock.now(),
    )


async def test_remixes_are_heard_while_both_are_published(home: House) -> None:
    template = await Template.create(slug="tee", created_at=clock.now())
    ben, ada = await cast.person("ben"), await cast.person("ada")
    first = await _published(template, ben)
    await _published(template, ada, original_id=first.id)
    [heard] = await told("remix")
    assert (heard.listener, heard.speaker, heard.place, heard.subject_id) == (ada.id, ben.id, "template:tee", first.id)
    await Design.filter(id=first.id).update(is_listed=False)
    assert await told("remix") == []


async def _held(host: Person, begins: datetime) -> Meeting:
    return await Meeting.create(
        host_id=host.id,
        slug="m",
        title="M",
        zone="UTC",
        begins="2026-01-01T10:00",
        ends="2026-01-01T11:00",
        begins_at=begins,
        ends_at=begins,
        created_at=begins,
        changed_at=begins,
    )


async def test_a_meeting_counts_for_who_was_seen_to_come(home: House) -> None:
    ben, ada, eve = [await cast.person(name) for name in ("ben", "ada", "eve")]
    begins = hearing.ago(3)
    meeting = await _held(ben, begins)
    for person, came in ((ada, begins), (eve, None)):
        await Reply.create(
            meeting_id=meeting.id,
            person_id=person.id,
            said=Said.YES,
            code=person.handle,
            token=person.handle,
            at=begins,
            arrived_at=came,
        )
    [heard] = await told("meeting")
    assert (heard.listener, heard.speaker, heard.subject_kind) == (ada.id, ben.id, "meeting")
    await Meeting.filter(id=meeting.id).update(cancelled_at=clock.now())
    assert await told("meeting") == []


async def test_long_tables_come_in_batches(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from ambassadors.influence import reading

    monkeypatch.setattr(reading, "LONG", 2)
    idea = await hearing.idea("ben")
    for number in range(5):
        await hearing.support(f"p{number}", idea)
    sizes = [len(batch) async for batch in sources.kinds[0].rows(clock.now() - SINCE)]
    assert sizes == [2, 2, 1]
