"""Supports as listening, and to whom each is credited.

To whoever's link or comment the member came by, where that is known: the last link they followed to the idea, comment there
they thanked or answered, within the thirty days before. Otherwise half to the idea's author and half, in equal parts, to those
who commented on it in the thirty days before; all to the author where nobody did, all to them where the supporter is the author.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from ambassadors.influence.reading import batches, tags_of_ideas
from ambassadors.influence.registry import Heard, came_by
from kernel import db

if TYPE_CHECKING:
    from numpy.typing import NDArray

WINDOW = timedelta(days=30)
MOST = 10
"""Those who commented last; more would each get next to nothing."""
_SUPPORTS = """
SELECT s.id AS number, s.person_id, s.idea_id, s.at, i.author_id, CASE WHEN g.id IS NULL THEN 'board:' || i.board_id
ELSE 'club:' || g.id END AS place
FROM support s JOIN idea i ON i.id = s.idea_id JOIN board b ON b.id = i.board_id LEFT JOIN club g ON g.id = b.club_id
WHERE s.at >= ? AND i.hidden_at IS NULL AND g.hidden_at IS NULL
"""
_STANDING = "c.deleted_at IS NULL AND c.hidden_at IS NULL AND c.is_internal = ?"
_COMMENTS = f"""
SELECT c.id AS number, t.subject_id, c.author_id, c.created_at FROM comment c JOIN thread t ON t.id = c.thread_id
WHERE t.subject_kind = 'idea' AND c.created_at >= ? AND {_STANDING}
"""
_THANKED = f"""
SELECT r.id AS number, r.person_id, t.subject_id, c.author_id, r.created_at
FROM reaction r JOIN comment c ON c.id = r.comment_id JOIN thread t ON t.id = c.thread_id
WHERE t.subject_kind = 'idea' AND r.created_at >= ? AND {_STANDING}
"""
_ANSWERED = f"""
SELECT a.id AS number, a.author_id AS person_id, t.subject_id, c.author_id, a.created_at
FROM comment a JOIN comment c ON c.id = a.parent_id JOIN thread t ON t.id = c.thread_id
WHERE t.subject_kind = 'idea' AND a.created_at >= ? AND a.deleted_at IS NULL AND a.hidden_at IS NULL AND {_STANDING}
"""


async def rows(since: datetime) -> AsyncIterator[list[Heard]]:
    """Supports that stand, each with whom it is credited to."""
    tags = await tags_of_ideas()
    ways, voices = await _ways(since - WINDOW), await _voices(since - WINDOW)
    async for found in batches(_SUPPORTS, "s.id", since):
        yield list(chain.from_iterable(_heard(row, ways, voices, tags) for row in found))


def _heard(row: db.Row, ways: Said, voices: Said, tags: dict[int, tuple[str, ...]]) -> Iterator[Heard]:
    place, topics, idea = row["place"], tags.get(row["idea_id"], ()), row["idea_id"]
    for speaker, share in credit(row, ways, voices):
        yield Heard(row["person_id"], speaker, row["at"], share, place, "idea", idea, topics)


def credit(row: db.Row, ways: Said, voices: Said) -> list[tuple[int, float]]:
    """Each who is credited with a part of a support; the parts are one together."""
    person, author, at = row["person_id"], row["author_id"], row["at"].timestamp()
    if came := ways.before(_pair(person, row["idea_id"]), at):
        by = next((one for one in reversed(came) if one != person), None)
        if by is not None:
            return [(by, 1.0)]
    spoke = [one for one in dict.fromkeys(reversed(voices.before(row["idea_id"], at))) if one not in (person, author)]
    some = spoke[:MOST]
    if not some:
        return [(author, 1.0)]
    rest = 1.0 if author == person else 0.5
    shared = [(one, rest / len(some)) for one in some]
    return shared if author == person else [(author, 0.5), *shared]


@dataclass(frozen=True)
class Said:
    """Who spoke, by key and then by moment."""

    key: NDArray[Any]
    at: NDArray[Any]
    by: NDArray[Any]

    def before(self, key: int, at: float) -> list[int]:
        """Who spoke under a key within the window before a moment, the earliest first."""
        import numpy as np

        first, last = np.searchsorted(self.key, [key, key + 1])
        if first == last:
            return []
        begin, end = np.searchsorted(self.at[first:last], [at - WINDOW.total_seconds(), at], side="right")
        found: list[int] = self.by[first + begin : first + end].tolist()
        return found


def _pair(person: int, idea: int) -> int:
    return (person << 31) + idea


async def _voices(since: datetime) -> Said:
    """Who commented on each idea."""
    return await _said(
        [(row["subject_id"], row["created_at"].timestamp(), row["author_id"]) for row in some]
        async for some in batches(_COMMENTS, "c.id", since, False)
    )


async def _ways(since: datetime) -> Said:
    """By whose link or comment each member came to an idea, where that is known."""
    return await _said(_known(since))


async def _known(since: datetime) -> AsyncIterator[list[tuple[int, float, int]]]:
    for sql, key in ((_THANKED, "r.id"), (_ANSWERED, "a.id")):
        async for some in batches(sql, key, since, False):
            yield [
                (_pair(row["person_id"], row["subject_id"]), row["created_at"].timestamp(), row["author_id"])
                for row in some
            ]
    for told in came_by():
        async for came in told(since):
            yield [(_pair(one.person, one.idea), one.at.timestamp(), one.by) for one in came]


async def _said(told: AsyncIterator[list[tuple[int, float, int]]]) -> Said:
    import numpy as np

    parts = [
        (
            np.array([one[0] for one in some], np.int64),
            np.array([one[1] for one in some]),
            np.array([one[2] for one in some], np.int32),
        )
        async for some in told
    ]
    if not parts:
        return Said(np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int32))
    key, at, by = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((at, key))
    return Said(key[order], at[order], by[order])
