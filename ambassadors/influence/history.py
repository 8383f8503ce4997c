"""The scores of somebody through time: each run as they stood in it, what changed between two, and how it is drawn."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from kernel import db

MOST = 400
POINTS = 60
BACK = timedelta(days=30)
WIDTH, HEIGHT = 600, 120


@dataclass(frozen=True)
class Stand:
    """How somebody stood in one run: `walks` of `of` reached them, 0 for not yet reached."""

    run_id: int
    topic: str
    as_of_at: datetime
    of: int
    seed: int
    people: int
    links: int
    seeds: int
    digest: str
    walks: int
    percentile: float
    low: float
    high: float
    band: str
    parts: Mapping[str, int] = field(default_factory=dict)
    weights: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_reached(self) -> bool:
        return self.walks > 0

    @property
    def place(self) -> int:
        """How many of a hundred of those reached are reached less; nobody is above all hundred."""
        return min(99, int(self.percentile))

    @property
    def lowest(self) -> int:
        return min(99, int(self.low))

    @property
    def highest(self) -> int:
        return min(100, ceil(self.high))


async def stands(person_id: int, topic: str) -> list[Stand]:
    """The runs of a topic, newest first, and the newest run of every other one, in one query."""
    rows = await db.rows(
        'SELECT r.id AS run_id, r.topic, r.as_of AS as_of_at, r.walks AS "of", r.seed, r.people, r.links, r.seeds, '
        "r.digest, s.walks, s.percentile, s.low, s.high, s.band, s.parts, CASE WHEN r.id = n.id THEN r.weights END AS weights "
        "FROM influence_run r JOIN (SELECT topic, MAX(id) AS id FROM influence_run GROUP BY topic) n ON n.topic = r.topic "
        "LEFT JOIN influence_score s ON s.run_id = r.id AND s.person_id = ? "
        "WHERE r.topic = ? OR r.id = n.id ORDER BY r.id DESC LIMIT ?",
        person_id,
        topic,
        MOST,
    )
    return [_stand(row) for row in rows]


def _stand(row: db.Row) -> Stand:
    absent = {"walks": 0, "percentile": 0.0, "low": 0.0, "high": 0.0, "band": ""} if row["walks"] is None else {}
    weights = {kind: said for kind, said in _read(row["weights"]).items() if isinstance(said, dict)}
    return Stand(**{**row, **absent, "parts": _read(row["parts"]), "weights": weights})


def _read(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else value or {}
    return found


def before(some: Sequence[Stand], *, now: Stand, back: timedelta = BACK) -> Stand | None:
    """The run to compare with: the newest of those at least a month older, else the oldest."""
    older = [one for one in some if one.run_id < now.run_id]
    far = [one for one in older if one.as_of_at <= now.as_of_at - back]
    return next(iter(far or older[::-1]), None)


def daily(some: Sequence[Stand]) -> list[Stand]:
    """The last run of each day, oldest first, as many as are drawn."""
    days = {one.as_of_at.date(): one for one in reversed(some)}
    return list(days.values())[-POINTS:]


@dataclass(frozen=True)
class Drawing:
    """A line of places of a hundred and the room it may stand in, as paths in a box of WIDTH by HEIGHT."""

    line: str
    room: str
    x: float
    y: float


def drawing(some: Sequence[Stand]) -> Drawing | None:
    """Drawn by days: where somebody was not reached the line breaks off."""
    if len(some) < 2 or not some[-1].is_reached:
        return None
    begin, whole = some[0].as_of_at, (some[-1].as_of_at - some[0].as_of_at).total_seconds()
    across = [_round(WIDTH * (one.as_of_at - begin).total_seconds() / whole) for one in some]
    line, room = "", ""
    for pieces in _pieces([(x, one) for x, one in zip(across, some, strict=True)]):
        line += "M" + "L".join(f"{x} {_up(one.percentile)}" for x, one in pieces)
        up = [f"{x} {_up(one.high)}" for x, one in pieces]
        room += "M" + "L".join(up + [f"{x} {_up(one.low)}" for x, one in reversed(pieces)]) + "Z"
    return Drawing(line, room, across[-1], _up(some[-1].percentile))


def _pieces(points: Sequence[tuple[float, Stand]]) -> list[list[tuple[float, Stand]]]:
    found: list[list[tuple[float, Stand]]] = [[]]
    for point in points:
        if point[1].is_reached:
            found[-1].append(point)
        elif found[-1]:
            found.append([])
    return [piece for piece in found if piece]


def _up(percentile: float) -> float:
    return _round(HEIGHT * (1 - percentile / 100))


def _round(value: float) -> float:
    return round(value, 1)
