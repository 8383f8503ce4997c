"""What this wing keeps about a person, for the file they may take away."""

from __future__ import annotations

from community.people.owndata import OwnData
from kernel import db


async def _applications(person_id: int) -> list[db.Row]:
    """With what was said to them; who of the team said it, and what they noted for one another, is the team's."""
    return await db.rows(
        "SELECT motivation, topics, languages, town, is_listed, terms, state, words, at, decided_at "
        "FROM programme_application WHERE person_id = ? ORDER BY id",
        person_id,
    )


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


async def _expertise(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT x.kind, x.value FROM programme_expertise x JOIN programme_enrolment e ON e.id = x.enrolment_id "
        "WHERE e.person_id = ? ORDER BY x.id",
        person_id,
    )


async def _reviews(person_id: int) -> list[db.Row]:
    """What one of the team said of applications."""
    return await db.rows(
        "SELECT application_id AS application, is_for, note, words, at FROM programme_review WHERE by_id = ? ORDER BY id",
        person_id,
    )


parts = [
    OwnData("ambassador_applications", _applications),
    OwnData("ambassador_invitations", _invitations),
    OwnData("ambassador_candidate", _candidate),
    OwnData("ambassador_parts", _parts),
    OwnData("ambassador_tiers", _moves),
    OwnData("ambassador_topics", _expertise),
    OwnData("ambassador_reviews", _reviews),
]
