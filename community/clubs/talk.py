"""Topics as subjects of a thread, and as things that may be reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from community.clubs import queries, rules, topics
from community.clubs.topics import TopicCard
from community.discussion.registry import Discussed, Named, Subject
from community.moderation.registry import Reportable, ReportedThing, Words
from kernel import db, text
from kernel.i18n import mark
from kernel.viewer import Viewer


async def find(viewer: Viewer, number: int) -> Subject | None:
    """A topic in the viewer's sight: in a private club its members' alone. What is said there is said by members."""
    topic = (await topics.cards(viewer, [number])).get(number)
    club = (await queries.cards(viewer, [topic.club_id])).get(topic.club_id) if topic else None
    if topic is None or club is None:
        return None
    return Subject(
        kind="topic",
        id=topic.id,
        title=topic.title,
        url=topic.url,
        may_comment=rules.may_take_part(viewer, club) and topic.is_open,
        author_id=topic.author.id,
    )


async def named(viewer: Viewer, numbers: Sequence[int]) -> Mapping[int, Named]:
    """What topics are called and where they are, of those that the viewer may see."""
    return {number: Named(topic.title, topic.url) for number, topic in (await topics.cards(viewer, numbers)).items()}


async def things(numbers: Sequence[int]) -> Mapping[int, ReportedThing]:
    """Topics as moderation shows them."""
    return {number: _thing(topic) for number, topic in (await topics.reported(numbers)).items()}


def _thing(topic: TopicCard) -> ReportedThing:
    return ReportedThing(
        kind="topic",
        id=topic.id,
        title=topic.title,
        excerpt=text.plain(topic.body, 1000),
        author_id=topic.author.id,
        url=topic.url,
        is_hidden=topic.hidden_at is not None,
    )


async def seen(viewer: Viewer, number: int) -> bool:
    return number in await topics.cards(viewer, [number])


discussed = Discussed("topic", find, topics.counted, named)


async def reach(numbers: Sequence[int]) -> dict[int, int]:
    sql = f"SELECT id, comments AS n FROM topic WHERE id IN ({db.marks(numbers)})"
    return {row["id"]: row["n"] for row in await db.rows(sql, *numbers)}


WORDS = Words("topic", {"title": mark("Title"), "body": mark("Text")}, {"title": 160, "body": 40_000})
reportable = Reportable(
    "topic", mark("Topic"), things, seen, topics.rule_away, topics.rule_back, words=WORDS, reach=reach
)
