"""Supports as listening, and to whom each is credited.

To whoever's link or comment the member came by, where that is known: the last link they followed to the idea, comment there
they thanked or answered, within the thirty days before. Otherwise half to the idea's author and half, in equal parts, to those
who commented on it in the thirty days before; all to the author where nobody did, all to them where the supporter is the author.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ambassadors.influence.reading import columns, tags_of_ideas
from ambassadors.influence.registry import Batch, came_by

if TYPE_CHECKING:
    from ambassadors.influence.columns import Columns, Numbers, Reals
    from ambassadors.influence.crediting import Said, Whole
    from ambassadors.influence.gathering import Flags

WINDOW = timedelta(days=30)
KINDS = ("idea", "comment")
_SUPPORTS = (
    "SELECT s.id AS number, s.person_id, s.idea_id, s.at FROM support s WHERE s.at >= ? AND s.state <> 'quarantined'"
)
_IDEAS = """
SELECT i.id AS number, i.author_id, CASE WHEN g.id IS NULL THEN 'board:' || i.board_id ELSE 'club:' || g.id END AS place
FROM idea i JOIN board b ON b.id = i.board_id LEFT JOIN club g ON g.id = b.club_id
WHERE i.hidden_at IS NULL AND g.hidden_at IS NULL
"""
_STANDING = "c.deleted_at IS NULL AND c.hidden_at IS NULL AND c.is_internal = ?"
_COMMENTS = f"""
SELECT c.id AS number, t.subject_id, c.created_at, c.author_id FROM comment c JOIN thread t ON t.id = c.thread_id
WHERE t.subject_kind = 'idea' AND c.created_at >= ? AND {_STANDING}
"""
_THANKED = f"""
SELECT r.id AS number, r.person_id, t.subject_id, r.created_at, c.author_id, c.id AS comment_id
FROM reaction r JOIN comment c ON c.id = r.comment_id JOIN thread t ON t.id = c.thread_id
WHERE t.subject_kind = 'idea' AND r.created_at >= ? AND {_STANDING}
"""
_ANSWERED = f"""
SELECT a.id AS number, a.author_id AS person_id, t.subject_id, a.created_at, c.author_id, c.id AS comment_id
FROM comment a JOIN comment c ON c.id = a.parent_id JOIN thread t ON t.id = c.thread_id
WHERE t.subject_kind = 'idea' AND a.created_at >= ? AND a.deleted_at IS NULL AND a.hidden_at IS NULL AND {_STANDING}
"""


async def rows(since: datetime) -> AsyncIterator[Batch]:
    """Supports that stand, each with whom it is credited to."""
    import numpy as np  # which the site does without

    from ambassadors.influence.columns import seconds

    ideas, ways, voices = await _ideas(), await _ways(since - WINDOW), await _voices(since - WINDOW)
    async for _numbers, people, about, moments in columns(_SUPPORTS, "s.id", since):
        person, idea, at = np.array(people, np.int64), np.array(about, np.int64), seconds(moments)
        there = ideas.among(idea)
        yield _batch(person[there], idea[there], at[there], ideas=ideas, ways=ways, voices=voices)


def _batch(person: Whole, idea: Whole, at: Reals, *, ideas: Ideas, ways: Said, voices: Said) -> Batch:
    import numpy as np

    from ambassadors.influence.crediting import credited

    pair = _pair(person, idea)
    told = credited(
        person, ideas.author[idea], ways=(ways, ways.span(pair, at)), voices=(voices, voices.span(idea, at))
    )
    about = idea[told.support]
    return Batch(
        listener=person[told.support],
        speaker=told.speaker,
        at=at[told.support],
        share=told.share,
        place=ideas.place[about],
        subject_kind=(told.comment > 0).astype(np.int16),
        subject=np.where(told.comment > 0, told.comment, about),
        places=ideas.places,
        subject_kinds=KINDS,
    )


def _pair(person: Any, idea: Any) -> Any:
    return (person << 31) + idea


@dataclass(frozen=True)
class Ideas:
    """By number, of those that stand: who wrote each, 0 for none there, and which of these places it is at, with its tags."""

    author: Numbers
    place: Numbers
    places: list[tuple[str, ...]]

    def among(self, idea: Whole) -> Flags:
        import numpy as np

        inside = idea < len(self.author)
        found: Flags = inside & (self.author[np.where(inside, idea, 0)] > 0)
        return found


async def _ideas() -> Ideas:
    import numpy as np

    from ambassadors.influence.columns import numbered

    tags = await tags_of_ideas()
    numbers, authors, where = list[int](), list[int](), list[tuple[str, ...]]()
    async for some, by, places in columns(_IDEAS, "i.id"):
        numbers += some
        authors += by
        where += [(place, *tags.get(idea, ())) for idea, place in zip(some, places, strict=True)]
    known, place_of = numbered(where)
    author, place = (np.zeros(max(numbers, default=0) + 1, np.int32) for _ in range(2))
    author[numbers], place[numbers] = authors, place_of
    return Ideas(author, place, known)


async def _voices(since: datetime) -> Said:
    """Who commented on each idea."""
    import numpy as np

    from ambassadors.influence.columns import seconds
    from ambassadors.influence.crediting import Said

    parts = [
        (np.array(ideas), seconds(moments), np.array(authors), np.array(numbers))
        async for numbers, ideas, moments, authors in columns(_COMMENTS, "c.id", since, False)
    ]
    return Said.of(parts)


async def _ways(since: datetime) -> Said:
    """By whose link or comment each member came to an idea, where that is known."""
    from ambassadors.influence.crediting import Said

    return Said.of([part async for part in _known(since)])


async def _known(since: datetime) -> AsyncIterator[Columns]:
    import numpy as np

    from ambassadors.influence.columns import seconds

    for sql, key in ((_THANKED, "r.id"), (_ANSWERED, "a.id")):
        async for _numbers, people, ideas, moments, by, comments in columns(sql, key, since, False):
            pairs = _pair(np.array(people, np.int64), np.array(ideas, np.int64))
            yield pairs, seconds(moments), np.array(by), np.array(comments)
    for told in came_by():
        async for came in told(since):
            pairs = np.array([_pair(one.person, one.idea) for one in came], np.int64)
            yield pairs, seconds([one.at for one in came]), np.array([one.by for one in came]), np.zeros(len(came))
