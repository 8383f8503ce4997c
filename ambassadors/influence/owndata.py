"""What this wing keeps about a person, for the file they may take away."""

from __future__ import annotations

import json
from typing import Any

from ambassadors.influence import circling, places
from community.people.owndata import GIVEN, INFERRED, OwnData
from kernel import db
from kernel.i18n import mark
from voting.value.links import SHOWN


async def _scores(person_id: int) -> list[dict[str, Any]]:
    """Every score that is kept, with the reckoning it is of, which its public seed lets anybody walk again."""
    rows = await db.rows(
        "SELECT r.id AS reckoning, r.topic, r.as_of AS as_of_at, r.seed, r.walks AS of, r.digest, s.walks, s.percentile, "
        "s.low, s.high, s.band, s.parts FROM influence_score s JOIN influence_run r ON r.id = s.run_id "
        "WHERE s.person_id = ? ORDER BY r.id",
        person_id,
    )
    return [
        {**row, "parts": json.loads(row["parts"]) if isinstance(row["parts"], str) else row["parts"]} for row in rows
    ]


async def _lines(person_id: int) -> list[dict[str, Any]]:
    """What the newest scores are made of; whom they came through by handle."""
    rows = await db.rows(
        "SELECT l.run_id AS reckoning, p.handle AS through, l.kind, l.place, l.walks, l.events, l.first_at, l.last_at, "
        "l.subject_kind, l.subject_id FROM influence_line l JOIN person p ON p.id = l.through_id "
        "WHERE l.person_id = ? ORDER BY l.run_id DESC, l.walks DESC, l.id",
        person_id,
    )
    return await places.spelt(person_id, rows, "place")


async def _choice(person_id: int) -> db.Row | None:
    return await db.row("SELECT left_at, shown_at FROM influence_choice WHERE person_id = ?", person_id)


async def _objections(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT at, about, body, state, answer, answered_at FROM influence_objection WHERE person_id = ? ORDER BY id",
        person_id,
    )


async def _circle(person_id: int) -> list[dict[str, Any]]:
    """Whether the newest reckoning shows moderators a group that mostly hears each other with this person in it."""
    return [{"people": len(one.people), **one.figures} for one in await circling.circles() if person_id in one.people]


async def _quarter(person_id: int) -> db.Row | None:
    """Where worth and influence cross, for the member whose tie to the customer is shown to them."""
    return await db.row(
        "SELECT q.quarter, q.amount, q.percentile, q.walks, q.is_unsure FROM influence_quartered q "
        "JOIN customer_link l ON l.customer_id = q.customer_id AND l.person_id = q.person_id "
        f"WHERE q.person_id = ? AND l.source IN ({db.marks(SHOWN)})",
        person_id,
        *SHOWN,
    )


parts = [
    OwnData(
        "influence",
        _scores,
        INFERRED,
        mark("Your influence"),
        mark("How far what you give carries others; reckoned from what people do here, explained line by line."),
        mend="/people/{handle}/influence",
    ),
    OwnData(
        "influence_lines",
        _lines,
        INFERRED,
        mark("What your influence rests on"),
        mark("To explain each part of the score."),
        mend="/people/{handle}/influence",
    ),
    OwnData(
        "influence_choice",
        _choice,
        GIVEN,
        mark("Whether you are scored and shown"),
        mark("So that your choice is kept to."),
        mend="/account/data#choices",
    ),
    OwnData(
        "influence_circle",
        _circle,
        INFERRED,
        mark("Who listens to you"),
        mark("To show you whom what you give reaches."),
        mend="/people/{handle}/influence",
    ),
    OwnData(
        "influence_objections",
        _objections,
        GIVEN,
        mark("What you objected to in your influence"),
        mark("So that the team answers."),
        mend="/people/{handle}/influence/objections",
    ),
    OwnData(
        "influence_quarter",
        _quarter,
        INFERRED,
        mark("Where you stand in worth and influence"),
        mark("To let the product team hear those it would miss."),
    ),
]
