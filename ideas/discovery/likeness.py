"""Ideas that may be the same wish as some words: found by the index, weighed by their words, by a model where one is there."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ideas.board import boards, queries
from ideas.discovery import embedding, glossary, rarity, similarity
from ideas.discovery.similarity import Rarity, Words
from kernel import db
from kernel.search import engine, languages, words
from kernel.viewer import Viewer

SHOWN = 0.2
"""The chance of being the same below which an idea is not shown beside what one writes."""
MOST = 40
"""Ideas of each language that are weighed."""
READ = 600
"""Letters whose sense is looked for in other words."""


@dataclass(frozen=True)
class Alike:
    """An idea, and the chance from 0 to 1 that it is the same wish."""

    idea_id: int
    score: float


@dataclass(frozen=True)
class Told:
    """What an idea says, or one that was merged into it: `root` is where both are read."""

    root: int
    title: str
    body: str
    language: str


async def to(
    viewer: Viewer, title: str, body: str = "", *, language: str = "", limit: int = 5, but: Sequence[int] = ()
) -> list[Alike]:
    """The ideas most like some words among those that the viewer may see, the likeliest first; none is better than a wrong one.

    What was merged is found as where it leads. What was declined is there too: it says why.
    """
    found = await weighed(viewer, title, body, language=language, but=but)
    return [alike for alike in found if alike.score >= SHOWN][:limit]


async def weighed(
    viewer: Viewer,
    title: str,
    body: str = "",
    *,
    language: str = "",
    but: Sequence[int] = (),
    also: Sequence[int] = (),
) -> list[Alike]:
    """All that was found, and what is `also` to be weighed, with its chance, the likeliest first."""
    title, body = title.strip()[:400], body[: similarity.LONGEST]
    spoken = language or languages.of(f"{title}\n{body}")
    ids = {*also, *await _candidates(title, body, spoken)} - {*but}
    told = await _told(viewer, sorted(ids))
    if not told:
        return []
    held = await rarity.known()
    scores = await asyncio.to_thread(_scores, title, body, spoken, told, held)
    scores = await embedding.mixed(scores, f"{title}\n{body}", [f"{one.title}\n{one.body}" for one in told])
    best: dict[int, float] = {}
    for one, score in zip(told, scores, strict=True):
        best[one.root] = max(best.get(one.root, 0.0), score)
    return [Alike(idea, score) for idea, score in sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))]


async def _candidates(title: str, body: str, spoken: str) -> list[int]:
    """Ideas that share the rarest words of a text, in each language as it is written or as its senses are called there."""
    asked, found = f"{title}\n{body[:READ]}", list[int]()
    for into in words.LANGUAGES:
        meant = " ".join(glossary.translated(asked, one, into) for one in _spoken(spoken))
        own = (title, f"{body}\n{body}\n{meant}") if into in _spoken(spoken) else ("", meant)
        if any(part.strip() for part in own):
            found += [idea for idea, _ in await engine.alike(*own, language=into, limit=MOST)]
    return found


async def _told(viewer: Viewer, ids: Sequence[int]) -> list[Told]:
    """What the ideas say that the viewer may see, with what those say that lead to them, in one query."""
    where = await queries.visible_to(viewer)
    mine = [board.id for board in await boards.visible_to(viewer)]
    rows = await db.rows(
        "SELECT i.id AS root, s.title, substr(s.body, 1, ?) AS body, s.language FROM idea i "
        "JOIN idea s ON s.id = i.id OR (s.merged_into_id = i.id AND s.hidden_at IS NULL AND s.board_id IN "
        f"({db.marks(mine)})) WHERE {where.sql} AND i.id IN ({db.marks(ids)}) ORDER BY i.id, s.id",
        similarity.LONGEST,
        *mine,
        *where.values,
        *ids,
    )
    return [Told(**row) for row in rows]


def _scores(title: str, body: str, spoken: str, told: Sequence[Told], held: Rarity) -> list[float]:
    """The chance of each; a text in no known language is taken for one in the other's, or in either."""
    own = _ready(title, body, spoken, held)
    return [_score(own, _ready(one.title, one.body, one.language, held)) for one in told]


def _score(own: Sequence[Words], theirs: Sequence[Words]) -> float:
    pairs = [(a, b) for a in own for b in theirs]
    alike = [(a, b) for a, b in pairs if a.language == b.language]
    return max(similarity.similar(a, b) for a, b in alike or pairs)


@lru_cache(maxsize=4096)
def _ready(title: str, body: str, language: str, held: Rarity) -> tuple[Words, ...]:
    spoken = _spoken(language or languages.of(f"{title}\n{body}"))
    return tuple(similarity.words_of(title, body, held, one) for one in spoken)


def _spoken(language: str) -> tuple[str, ...]:
    return (language,) if language in words.LANGUAGES else words.LANGUAGES
