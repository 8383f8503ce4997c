"""Reading scores: those of the newest reckoning, what came before, and what each is made of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ambassadors.influence import places
from kernel import db, lists
from kernel.lists import Listing

PER_PAGE = 50
_SCORED = "NOT EXISTS (SELECT 1 FROM influence_choice h WHERE h.person_id = s.person_id AND h.left_at IS NOT NULL)"
"""Who left is in no list from that moment on."""


@dataclass(frozen=True)
class Run:
    """One reckoning as it stands; `topic` is empty for all of it."""

    id: int
    topic: str
    as_of: datetime
    seed: int
    walks: int
    people: int
    links: int
    seeds: int
    digest: str
    created_at: datetime
    notes: dict[str, Any] = field(repr=False, default_factory=dict)

    @property
    def weights(self) -> dict[str, dict[str, float]]:
        """What each kind weighed: weight, half_life, pair_cap, day_cap."""
        return {kind: said for kind, said in self.notes.items() if isinstance(said, dict)}


@dataclass(frozen=True)
class ScoreCard:
    """Of `of` walks `walks` reached somebody: their place of a hundred among those reached, 95 % either side."""

    person_id: int
    walks: int
    of: int
    percentile: float
    low: float
    high: float
    band: str
    parts: dict[str, int] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """The share of walks, from 0 to 1."""
        return self.walks / self.of if self.of else 0.0


@dataclass(frozen=True)
class Past:
    """A score as it was."""

    run_id: int
    at: datetime
    walks: int
    of: int
    percentile: float
    low: float
    high: float
    band: str
    parts: dict[str, int]


@dataclass(frozen=True)
class LineCard:
    """Walks that came to somebody first by one link."""

    through_id: int
    kind: str
    place: str
    walks: int
    events: int
    first_at: datetime
    last_at: datetime
    subject_kind: str
    subject_id: int


async def newest(topic: str = "") -> Run | None:
    """The reckoning made last."""
    return _run(await db.row(f"{_RUN} WHERE topic = ? ORDER BY id DESC LIMIT 1", topic))


async def run(run_id: int) -> Run | None:
    return _run(await db.row(f"{_RUN} WHERE id = ?", run_id))


async def before(found: Run) -> Run | None:
    """The reckoning of the same topic before one."""
    return _run(await db.row(f"{_RUN} WHERE topic = ? AND id < ? ORDER BY id DESC LIMIT 1", found.topic, found.id))


_RUN = "SELECT id, topic, as_of AS as_of_at, seed, walks, people, links, seeds, digest, created_at, weights FROM influence_run"


def _run(row: db.Row | None) -> Run | None:
    if row is None:
        return None
    return Run(as_of=row.pop("as_of_at"), notes=_decoded(row.pop("weights")), **row)


def _decoded(kept: Any) -> Any:
    return json.loads(kept) if isinstance(kept, str) else kept


async def scores(person_ids: Sequence[int], topic: str = "") -> dict[int, ScoreCard]:
    """Scores of the newest reckoning; who is not there has not been reached yet, or is not scored."""
    if not person_ids:
        return {}
    rows = await db.rows(
        f"{_SCORE} WHERE s.run_id = {_NEWEST} AND s.person_id IN ({db.marks(person_ids)}) AND {_SCORED}",
        topic,
        *person_ids,
    )
    return {row["person_id"]: _card(row) for row in rows}


_NEWEST = "(SELECT MAX(n.id) FROM influence_run n WHERE n.topic = ?)"
_COLUMNS = "s.person_id, s.walks, r.walks AS whole, s.percentile, s.low, s.high, s.band, s.parts"
_FROM = "FROM influence_score s JOIN influence_run r ON r.id = s.run_id"
_SCORE = f"SELECT {_COLUMNS} {_FROM}"


def _card(row: db.Row) -> ScoreCard:
    return ScoreCard(
        row["person_id"],
        row["walks"],
        row["whole"],
        row["percentile"],
        row["low"],
        row["high"],
        row["band"],
        _decoded(row["parts"]),
    )


async def ranked(topic: str = "", after: str | None = None, *, size: int = PER_PAGE) -> Listing[ScoreCard]:
    """Who is reached most, by the newest reckoning."""
    place = lists.place(after, int, int)
    beyond = "AND (s.walks < ? OR (s.walks = ? AND s.person_id > ?)) " if place else ""
    rows = await db.rows(
        f"{_SCORE} WHERE s.run_id = {_NEWEST} AND {_SCORED} {beyond}ORDER BY s.walks DESC, s.person_id LIMIT ?",
        topic,
        *((place[0], place[0], place[1]) if place else ()),
        size + 1,
    )
    found = lists.page_of(rows, size, lambda row: (row["walks"], row["person_id"]))
    return Listing([_card(row) for row in found.items], found.after)


async def every(topic: str = "") -> list[tuple[str, ScoreCard]]:
    """All scores of the newest reckoning with the handle of whose they are, who is reached most first."""
    rows = await db.rows(
        f"SELECT p.handle, {_COLUMNS} {_FROM} JOIN person p ON p.id = s.person_id "
        f"WHERE s.run_id = {_NEWEST} AND {_SCORED} ORDER BY s.walks DESC, s.person_id",
        topic,
    )
    return [(row["handle"], _card(row)) for row in rows]


async def history(person_id: int, topic: str = "") -> list[Past]:
    """Scores so far, the oldest first: the last one of each day."""
    rows = await db.rows(
        "SELECT s.run_id, r.as_of AS as_of_at, s.walks, r.walks AS whole, s.percentile, s.low, s.high, s.band, s.parts "
        "FROM influence_score s JOIN influence_run r ON r.id = s.run_id "
        "WHERE s.person_id = ? AND r.topic = ? ORDER BY s.run_id",
        person_id,
        topic,
    )
    days = {row["as_of_at"].date(): row for row in rows}
    return [
        Past(
            row["run_id"],
            row["as_of_at"],
            row["walks"],
            row["whole"],
            row["percentile"],
            row["low"],
            row["high"],
            row["band"],
            _decoded(row["parts"]),
        )
        for row in days.values()
    ]


async def lines(person_id: int, run_id: int) -> list[LineCard]:
    """What a score is made of, the strongest first; all of them together are its walks."""
    rows = await db.rows(
        "SELECT through_id, kind, place, walks, events, first_at, last_at, subject_kind, subject_id FROM influence_line "
        "WHERE person_id = ? AND run_id = ? ORDER BY walks DESC, id",
        person_id,
        run_id,
    )
    return [LineCard(**row) for row in rows]


async def topics() -> list[tuple[str, str]]:
    """What is reckoned apart, with its name: boards, then tags, then products. No private club's is among them."""
    rows = await db.rows(
        "SELECT r.topic FROM influence_run r WHERE r.topic <> '' AND r.topic NOT LIKE '~%' AND r.people > 0 "
        "AND r.id = (SELECT MAX(n.id) FROM influence_run n WHERE n.topic = r.topic)"
    )
    return await places.labels([row["topic"] for row in rows])
