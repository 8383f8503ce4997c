"""How fast one may post: a table of the most in an hour and in a day, by kind and by step. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from community.trust.models import Step

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BRAKED = "braked"
COLUMNS = (*Step, BRAKED)
LINK = "link"


@dataclass(frozen=True)
class Most:
    """The most of a kind within an hour and within a day, each counted from the first of it."""

    hour: int
    day: int


def _line(*pairs: tuple[int, int]) -> dict[str, Most]:
    return {str(column): Most(*pair) for column, pair in zip(COLUMNS, pairs, strict=True)}


TABLE: dict[str, dict[str, Most]] = {
    #                newcomer  settled    regular    pillar      braked
    "idea": _line((2, 3), (5, 10), (10, 25), (15, 40), (1, 1)),
    "comment": _line((8, 25), (20, 100), (40, 250), (60, 400), (1, 3)),
    "topic": _line((2, 4), (4, 10), (6, 20), (10, 30), (1, 1)),
    "design": _line((3, 6), (8, 25), (15, 50), (20, 80), (1, 1)),
    "remix": _line((5, 15), (10, 40), (20, 80), (30, 120), (1, 2)),
    "club": _line((1, 1), (1, 2), (2, 4), (3, 6), (1, 1)),
    "meeting": _line((1, 2), (3, 8), (5, 15), (8, 24), (1, 1)),
    "question": _line((2, 4), (5, 15), (10, 30), (15, 50), (1, 1)),
    "report": _line((5, 10), (10, 30), (20, 60), (30, 100), (2, 5)),
    "upload": _line((6, 15), (20, 60), (40, 150), (60, 300), (2, 4)),
    LINK: _line((3, 6), (15, 40), (40, 120), (80, 250), (1, 2)),
}
KINDS = tuple(TABLE)


@dataclass(frozen=True)
class Count:
    """How much of a kind was sent, with the beginnings of its hour and of its day."""

    kind: str
    hour_at: datetime
    hour_n: int
    day_at: datetime
    day_n: int


@dataclass(frozen=True)
class Refusal:
    """What was too much: the kind, the most of it, whether within a day, and from when on there is room again."""

    kind: str
    most: int
    a_day: bool
    free_at: datetime


def refusal(count: Count, column: str) -> Refusal | None:
    """None while there is room; else the limit that holds longest."""
    most = TABLE[count.kind][column]
    if count.day_n > most.day:
        return Refusal(count.kind, most.day, True, count.day_at + DAY)
    if count.hour_n > most.hour:
        return Refusal(count.kind, most.hour, False, count.hour_at + HOUR)
    return None


def full(count: Count, column: str) -> Refusal | None:
    """What would refuse one more; None while there is room for it."""
    return refusal(Count(count.kind, count.hour_at, count.hour_n + 1, count.day_at, count.day_n + 1), column)
