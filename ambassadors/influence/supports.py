"""Supports as listening, and to whom each is credited.

To whoever's link or comment the member came by, where that is known: the last link they followed to the idea, comment there
they thanked or answered, within the thirty days before. Otherwise half to the idea's author and half, in equal parts, to those
who commented on it in the thirty days before; all to the author where nobody did, all to them where the supporter is the author.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ambassadors.influence.reading import batches, tags_of_ideas
from ambassadors.influence.registry import Heard, came_by
from kernel import db

if TYPE_CHECKING:
    from numpy.typing import NDArray

Entry = tuple[int, float, int, int]
"""Key, moment in seconds, who spoke, and in which comment, 0 for none."""
Way = tuple[int, int]
"""By whom, and in which comment."""
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
SELECT r.id AS number, r.person_id, t.subject_id, c.author_id, r.created_at, c.id AS comment_id
FROM reaction r JOIN comment c ON c.id = r.comment_id JOIN thread t ON t.id = c.thread_id
WHERE t.subject_kind = 'idea' AND r.created_at >= ? AND {_STANDING}
"""
_ANSWERED = f"""
SELECT a.id AS number, a.author_id AS person_id, t.subject_id, c.author_id, a.created_at, c.id AS comment_id
FROM comment a JOIN comment c ON c.id = a.parent_id JOIN thread t ON t.id = c.thread_id
WHERE t.subject_kind = 'idea' AND a.created_at >= ? AND a.deleted_at IS NULL AND a.hidden_at IS NULL AND {_STANDING}
"""


async def rows(since: datetime) -> AsyncIterator[list[Heard]]:
    """Supports that stand, each with whom it is credited to."""
    tags = await tags_of_ideas()
    ways, voices = await _ways(since - WINDOW), await _voices(since - WINDOW)
    async for found in batches(_SUPPORTS, "s.id", since):
        came = ways.spans([_pair(row["person_id"], row["idea_id"]) for row in found])
        spoke = voices.spans([row["idea_id"] for row in found])
        yield [
            heard
            for row, one, other in zip(found, came, spoke, strict=True)
            for heard in _heard(row, ways.before(one, row["at"]), voices.before(other, row["at"]), tags)
        ]


def _heard(row: db.Row, ways: list[Way], voices: list[Way], tags: dict[int, tuple[str, ...]]) -> Iterator[Heard]:
    place, topics, idea = row["place"], tags.get(row["idea_id"], ()), row["idea_id"]
    for speaker, share, comment in credit(row["person_id"], row["author_id"], ways, voices):
        kind, number = ("comment", comment) if comment else ("idea", idea)
        yield Heard(row["person_id"], speaker, row["at"], share, place, kind, number, topics)


def credit(person: int, author: int, ways: list[Way], voices: list[Way]) -> list[tuple[int, float, int]]:
    """Each who is credited with a part of a support, and for which comment, 0 for none; the parts are one together."""
    for by, comment in reversed(ways):
        if by != person:
            return [(by, 1.0, comment)]
    spoke: dict[int, int] = {}
    for by, comment in reversed(voices):
        spoke.setdefault(by, comment)
    some = [(by, comment) for by, comment in spoke.items() if by not in (person, author)][:MOST]
    if not some:
        return [(author, 1.0, 0)]
    rest = 1.0 if author == person else 0.5
    shared = [(by, rest / len(some), comment) for by, comment in some]
    return shared if author == person else [(author, 0.5, 0), *shared]


@dataclass(frozen=True)
class Said:
    """Who spoke, by key and then by moment, and in which comment, 0 for none."""

    key: NDArray[Any]
    at: NDArray[Any]
    by: NDArray[Any]
    comment: NDArray[Any]

    def spans(self, keys: list[int]) -> list[tuple[int, int]]:
        """From which entry to which each key goes."""
        import numpy as np

        wanted = np.array(keys, np.int64)
        ends = [np.searchsorted(self.key, wanted, side=side).tolist() for side in ("left", "right")]
        return list(zip(*ends, strict=True))

    def before(self, span: tuple[int, int], at: datetime) -> list[Way]:
        """Who spoke within the window before a moment and where, the earliest first, of the entries of a key."""
        first, last = span
        if first == last:
            return []
        moment = at.timestamp()
        end = bisect_right(self.at, moment, first, last)
        begin = bisect_right(self.at, moment - WINDOW.total_seconds(), first, end)
        return list(zip(self.by[begin:end].tolist(), self.comment[begin:end].tolist(), strict=True))


def _pair(person: int, idea: int) -> int:
    return (person << 31) + idea


async def _voices(since: datetime) -> Said:
    """Who commented on each idea."""
    return await _said(
        [(row["subject_id"], row["created_at"].timestamp(), row["author_id"], row["number"]) for row in some]
        async for some in batches(_COMMENTS, "c.id", since, False)
    )


async def _ways(since: datetime) -> Said:
    """By whose link or comment each member came to an idea, where that is known."""
    return await _said(_known(since))


async def _known(since: datetime) -> AsyncIterator[list[Entry]]:
    for sql, key in ((_THANKED, "r.id"), (_ANSWERED, "a.id")):
        async for some in batches(sql, key, since, False):
            yield [
                (
                    _pair(row["person_id"], row["subject_id"]),
                    row["created_at"].timestamp(),
                    row["author_id"],
                    row["comment_id"],
                )
                for row in some
            ]
    for told in came_by():
        async for came in told(since):
            yield [(_pair(one.person, one.idea), one.at.timestamp(), one.by, 0) for one in came]


async def _said(told: AsyncIterator[list[Entry]]) -> Said:
    import numpy as np

    kinds = (np.int64, np.float64, np.int32, np.int64)
    parts = [[np.array(column) for column in zip(*some, strict=True)] async for some in told if some]
    key, at, by, comment = (
        np.concatenate([np.zeros(0, kind), *(part[place].astype(kind) for part in parts)])
        for place, kind in enumerate(kinds)
    )
    order = np.lexsort((comment, at, key))
    return Said(key[order], at[order], by[order], comment[order])
