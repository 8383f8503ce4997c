"""Who listened to whom, as the wings below know it: answers to comments, remixes, meetings; supports have their own file.

Only what stands counts: what was taken back, hidden or deleted is not read, nor a meeting that nobody was seen to come to.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from ambassadors.influence import supports
from ambassadors.influence.reading import batches, columns, tags_of_ideas
from ambassadors.influence.registry import Batch, Heard, Listening
from kernel.i18n import mark

_ANSWERS = """
SELECT c.id AS number, c.author_id, a.author_id AS speaker, c.created_at, t.subject_kind, t.subject_id,
CASE WHEN i.id IS NOT NULL AND g.id IS NULL THEN 'board:' || i.board_id WHEN d.id IS NOT NULL THEN 'template:' || p.slug
ELSE 'club:' || g.id END AS place
FROM comment c JOIN comment a ON a.id = c.parent_id JOIN thread t ON t.id = c.thread_id
LEFT JOIN idea i ON t.subject_kind = 'idea' AND i.id = t.subject_id LEFT JOIN board b ON b.id = i.board_id
LEFT JOIN design d ON t.subject_kind = 'design' AND d.id = t.subject_id
LEFT JOIN product_template p ON p.id = d.template_id
LEFT JOIN topic o ON t.subject_kind = 'topic' AND o.id = t.subject_id
LEFT JOIN club_item k ON t.subject_kind = 'club_item' AND k.id = t.subject_id
LEFT JOIN club g ON g.id = COALESCE(b.club_id, o.club_id, k.club_id)
WHERE c.created_at >= ? AND c.deleted_at IS NULL AND c.hidden_at IS NULL AND a.deleted_at IS NULL AND a.hidden_at IS NULL
AND c.is_internal = ? AND a.is_internal = ? AND g.hidden_at IS NULL AND o.hidden_at IS NULL AND
((i.id IS NOT NULL AND i.hidden_at IS NULL) OR d.is_listed = ? OR o.id IS NOT NULL OR k.id IS NOT NULL)
"""


async def answers(since: datetime) -> AsyncIterator[Batch]:
    """Somebody answered a comment: they listened to who wrote it."""
    import numpy as np  # which the site does without

    from ambassadors.influence.columns import numbered, seconds

    tags = await tags_of_ideas()
    async for _, listeners, speakers, moments, kinds, subjects, where in columns(
        _ANSWERS, "c.id", since, False, False, True
    ):
        topics = [
            tags.get(subject, ()) if kind == "idea" else () for kind, subject in zip(kinds, subjects, strict=True)
        ]
        places, place = numbered([(one, *more) for one, more in zip(where, topics, strict=True)])
        names, kind = numbered(kinds)
        whole = np.ones(len(place))
        listener, speaker, subject = (np.array(one, np.int64) for one in (listeners, speakers, subjects))
        yield Batch(listener, speaker, seconds(moments), whole, place, kind, subject, places, names)


_REMIXES = """
SELECT d.id AS number, d.author_id, o.author_id AS speaker, d.published_at, o.id AS original, p.slug
FROM design d JOIN design o ON o.id = d.original_id JOIN product_template p ON p.id = o.template_id
WHERE d.published_at >= ? AND d.is_listed = ? AND o.is_listed = ?
"""


async def remixes(since: datetime) -> AsyncIterator[list[Heard]]:
    """Somebody published a design that began as another's."""
    async for rows in batches(_REMIXES, "d.id", since, True, True):
        yield [
            Heard(
                row["author_id"],
                row["speaker"],
                row["published_at"],
                place=f"template:{row['slug']}",
                subject_kind="design",
                subject_id=row["original"],
            )
            for row in rows
        ]


_MEETINGS = """
SELECT r.id AS number, r.person_id, m.host_id, r.arrived_at, m.id AS meeting, m.club_id
FROM meeting_reply r JOIN meeting m ON m.id = r.meeting_id LEFT JOIN club g ON g.id = m.club_id
WHERE r.arrived_at >= ? AND r.person_id IS NOT NULL AND m.cancelled_at IS NULL AND m.hidden_at IS NULL
AND g.hidden_at IS NULL
"""


async def meetings(since: datetime) -> AsyncIterator[list[Heard]]:
    """Somebody was seen to come to a meeting: they listened to its host."""
    async for rows in batches(_MEETINGS, "r.id", since):
        yield [
            Heard(
                row["person_id"],
                row["host_id"],
                row["arrived_at"],
                place=f"club:{row['club_id']}" if row["club_id"] else "",
                subject_kind="meeting",
                subject_id=row["meeting"],
            )
            for row in rows
        ]


kinds = [
    Listening("support", mark("Supports given to ideas"), 1.0, 180.0, 3.0, 10, supports.rows),
    Listening("comment", mark("Answers to comments"), 0.5, 120.0, 2.0, 20, answers),
    Listening("remix", mark("Designs made from another’s"), 2.0, 365.0, 4.0, 5, remixes),
    Listening("meeting", mark("Meetings come to"), 2.0, 365.0, 4.0, 3, meetings),
]
