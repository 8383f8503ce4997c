"""What this wing keeps about a person, for the file they may take away."""

from __future__ import annotations

import json
from typing import Any

from ambassadors.influence import places
from community.people.owndata import GIVEN, INFERRED, OwnData
from kernel import db
from kernel.i18n import mark


async def _applications(person_id: int) -> list[dict[str, Any]]:
    """With what was said to them; who of the team said it, and what they noted for one another, is the team's."""
    rows = await db.rows(
        "SELECT motivation, topics, languages, town, is_listed, terms, state, words, at, decided_at "
        "FROM programme_application WHERE person_id = ? ORDER BY id",
        person_id,
    )
    listed = [{**row, "topics": _listed(row["topics"])} for row in rows]
    return await places.spelt(person_id, listed, "topics")


def _listed(topics: Any) -> list[str]:
    return list(json.loads(topics) if isinstance(topics, str) else topics or [])


async def _invitations(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT percentile, bar, accepted, upheld, since_at, at, until_at, answer, answered_at "
        "FROM programme_nomination WHERE person_id = ? ORDER BY id",
        person_id,
    )


async def _candidate(person_id: int) -> db.Row | None:
    """Since when somebody is over the bars of the rule."""
    return await db.row("SELECT since_at FROM programme_candidate WHERE person_id = ?", person_id)


async def _parts(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT tier, since_at, tier_since_at, falls_to, falls_at, terms, agreed_at, is_listed, pitch, town, "
        "ending, ended_at, words, is_thanked FROM programme_enrolment WHERE person_id = ? ORDER BY id",
        person_id,
    )


async def _moves(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT m.how, m.before, m.after, m.percentile, m.is_good, m.at FROM programme_move m "
        "JOIN programme_enrolment e ON e.id = m.enrolment_id WHERE e.person_id = ? ORDER BY m.id",
        person_id,
    )


async def _expertise(person_id: int) -> list[dict[str, Any]]:
    rows = await db.rows(
        "SELECT x.kind, x.value FROM programme_expertise x JOIN programme_enrolment e ON e.id = x.enrolment_id "
        "WHERE e.person_id = ? ORDER BY x.id",
        person_id,
    )
    return await places.spelt(person_id, rows, "value")


async def _reviews(person_id: int) -> list[db.Row]:
    """What one of the team said of applications."""
    return await db.rows(
        "SELECT application_id AS application, is_for, note, words, at FROM programme_review WHERE by_id = ? ORDER BY id",
        person_id,
    )


parts = [
    OwnData(
        "ambassador_applications",
        _applications,
        GIVEN,
        mark("Your applications as an ambassador"),
        mark("To decide, and to answer you."),
    ),
    OwnData(
        "ambassador_invitations",
        _invitations,
        INFERRED,
        mark("Invitations to be an ambassador"),
        mark("Sent because your influence was high for a time."),
    ),
    OwnData(
        "ambassador_candidate",
        _candidate,
        INFERRED,
        mark("Since when your influence is high"),
        mark("To invite whoever carries others for long enough."),
    ),
    OwnData(
        "ambassador_parts",
        _parts,
        GIVEN,
        mark("Your time as an ambassador"),
        mark("To list you where you wish, and to know what you agreed to."),
    ),
    OwnData(
        "ambassador_tiers",
        _moves,
        INFERRED,
        mark("Your tiers as an ambassador"),
        mark("They follow from your influence."),
    ),
    OwnData(
        "ambassador_topics",
        _expertise,
        GIVEN,
        mark("What you know about, as an ambassador"),
        mark("So that people find whom to ask."),
    ),
    OwnData(
        "ambassador_reviews",
        _reviews,
        GIVEN,
        mark("Applications you reviewed"),
        mark("Each review stands with whoever gave it."),
    ),
]
