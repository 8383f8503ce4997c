"""What accepted answers count for: points by a rule, missions, and who listens to whom."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from ambassadors.helpdesk import queries
from ambassadors.influence.registry import Heard, Listening
from ambassadors.missions.registry import Deeds, Goal
from ambassadors.points.registry import Cause, Earning, Named, Paid
from kernel import db
from kernel.i18n import mark
from kernel.viewer import Viewer

CAUSE = "acceptance"
PIECE = 5000
_KIN = (
    "EXISTS (SELECT 1 FROM customer_link mine JOIN customer_link theirs ON theirs.customer_id = mine.customer_id "
    "WHERE mine.person_id = a.answerer_id AND theirs.person_id = a.asker_id)"
)
"""Who answered and who asked count for the same customer: such help counts for nothing."""


async def whom(event: db.Row) -> Paid:
    """Who gave the answer, as long as it stands; the team is paid otherwise."""
    rows = await db.rows(
        "SELECT a.answerer_id FROM question_acceptance a JOIN person p ON p.id = a.answerer_id "
        f"WHERE a.id = ? AND a.stands IS TRUE AND p.role = 'member' AND NOT {_KIN}",
        event["data"].get("acceptance", 0),
    )
    return [(row["answerer_id"], (CAUSE, event["data"]["acceptance"])) for row in rows]


async def causes(event: db.Row) -> list[Cause]:
    return [(CAUSE, event["data"]["acceptance"])]


async def names(viewer: Viewer, numbers: Sequence[int]) -> Named:
    """The questions of some acceptances, of those that the viewer may see."""
    seen, values = queries.visible_to(viewer)
    rows = await db.rows(
        "SELECT a.id, q.id AS question, q.title FROM question_acceptance a JOIN question q ON q.id = a.question_id "
        f"WHERE a.id IN ({db.marks(numbers)}) AND {seen}",
        *numbers,
        *values,
    )
    return {row["id"]: (row["title"], queries.address(row["question"])) for row in rows}


def deeds(place: str) -> Deeds:
    """Answers of somebody's that are accepted."""
    where, values = (" AND q.place = ?", (place,)) if place else ("", ())
    return (
        (
            "SELECT a.answerer_id AS person_id, a.at AS at, q.id AS what FROM question_acceptance a "
            "JOIN question q ON q.id = a.question_id WHERE a.stands IS TRUE AND q.hidden_at IS NULL "
            f"AND NOT {_KIN}{where}"
        ),
        values,
    )


async def heard(since: datetime) -> AsyncIterator[list[Heard]]:
    """Who asked listened to whoever's answer is accepted."""
    last = 0
    while True:
        rows = await db.rows(
            "SELECT a.id, a.asker_id, a.answerer_id, a.at, q.id AS question, q.place FROM question_acceptance a "
            "JOIN question q ON q.id = a.question_id WHERE a.stands IS TRUE AND q.hidden_at IS NULL AND a.at >= ? "
            f"AND a.id > ? ORDER BY a.id LIMIT {PIECE}",
            *(since, last),
        )
        if not rows:
            return
        last = rows[-1]["id"]
        yield [
            Heard(
                row["asker_id"],
                row["answerer_id"],
                row["at"],
                place=row["place"],
                subject_kind="question",
                subject_id=row["question"],
            )
            for row in rows
        ]


earning = Earning(
    "help",
    mark("An answer of yours is accepted"),
    "question.accepted",
    whom,
    ("question.unaccepted",),
    causes,
    names=names,
)
goal = Goal(
    "help",
    mark("Answers of yours that are accepted"),
    deeds,
    frozenset({"tag", "template"}),
    ("question.accepted",),
)
listening = Listening("help", mark("Accepted help"), weight=3.0, half_life=180.0, pair_cap=6.0, day_cap=10, rows=heard)
