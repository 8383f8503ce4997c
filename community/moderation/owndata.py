"""What moderation knows of a person, for their own-data file."""

from __future__ import annotations

import json
from typing import Any

from community.people.owndata import GIVEN, INFERRED, OBSERVED, OwnData
from kernel import db
from kernel.i18n import mark


async def _reports(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT subject_kind, subject_id, rule, version, text, is_anonymous, created_at FROM report "
        "WHERE reporter_id = ? ORDER BY id",
        person_id,
    )


async def _heeded(person_id: int) -> list[db.Row]:
    """How right their reports were: it weighs the next ones."""
    return await db.rows("SELECT heeded, dismissed FROM reporter WHERE person_id = ?", person_id)


async def _cases(person_id: int) -> list[db.Row]:
    """What of theirs was, or is, before moderation."""
    return await db.rows(
        "SELECT subject_kind, subject_id, state, opened_at FROM moderation_case WHERE author_id = ? ORDER BY id",
        person_id,
    )


async def _rulings(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT subject_kind, subject_id, act, measure, until AS until_at, rule, version, reason, created_at, reversed_at "
        "FROM ruling WHERE author_id = ? ORDER BY id",
        person_id,
    )


async def _given(person_id: int) -> list[db.Row]:
    """Rulings that somebody made as a moderator."""
    return await db.rows(
        "SELECT subject_kind, subject_id, act, rule, reason, public, created_at FROM ruling WHERE by_id = ? ORDER BY id",
        person_id,
    )


async def _appeals(person_id: int) -> list[db.Row]:
    return await db.rows(
        "SELECT ruling_id, text, created_at, outcome, answer, decided_at FROM appeal WHERE by_id = ? ORDER BY id",
        person_id,
    )


async def _judged(person_id: int) -> list[db.Row]:
    """Appeals that somebody decided as one of the team."""
    return await db.rows(
        "SELECT ruling_id, outcome, answer, decided_at FROM appeal WHERE judge_id = ? ORDER BY id", person_id
    )


async def _set_aside(person_id: int) -> list[dict[str, Any]]:
    """Words of theirs that a ruling removed, as long as they are kept, and what they were before."""
    rows = await db.rows(
        "SELECT subject_kind, subject_id, words, at FROM set_aside WHERE author_id = ? ORDER BY id", person_id
    )
    return [{**row, "words": _removed(row["words"])} for row in rows]


def _removed(kept: Any) -> dict[str, Any]:
    held = json.loads(kept) if isinstance(kept, str) else kept
    now, earlier = held.get("now", held), held.get("earlier", [])  # of a profile there are no earlier words
    return {**now, "earlier": [said for _table, _row, said in earlier]}


async def _desk(person_id: int) -> list[db.Row]:
    return await db.rows("SELECT is_blurred FROM moderator_desk WHERE person_id = ?", person_id)


async def _rules(person_id: int) -> list[db.Row]:
    """Versions of the rules that somebody set as an administrator."""
    return await db.rows("SELECT number, at FROM rule_version WHERE by_id = ? ORDER BY number", person_id)


parts = [
    OwnData(
        "reports", _reports, GIVEN, mark("What you reported"), mark("So that it is looked at and you are answered.")
    ),
    OwnData(
        "reports_heeded",
        _heeded,
        INFERRED,
        mark("How often your reports were heeded"),
        mark("Concluded from rulings: whose reports were right is heard sooner."),
    ),
    OwnData(
        "cases",
        _cases,
        OBSERVED,
        mark("Cases about what you wrote, and cases you hold"),
        mark("To rule on them, once and by one person."),
    ),
    OwnData(
        "rulings",
        _rulings,
        OBSERVED,
        mark("Rulings on what you wrote"),
        mark("To tell you why, and to let you appeal."),
    ),
    OwnData(
        "rulings_given", _given, OBSERVED, mark("Rulings you gave"), mark("Each ruling stands with whoever gave it.")
    ),
    OwnData(
        "appeals", _appeals, GIVEN, mark("Appeals you made"), mark("So that somebody else decides, and answers you.")
    ),
    OwnData(
        "appeals_decided", _judged, OBSERVED, mark("Appeals you decided"), mark("Each stands with whoever decided it.")
    ),
    OwnData(
        "words_set_aside",
        _set_aside,
        OBSERVED,
        mark("Words of yours that a ruling removed"),
        mark("So that an appeal can bring them back."),
    ),
    OwnData("moderators_desk", _desk, GIVEN, mark("How you want the queue shown"), mark("To show it so.")),
    OwnData("rules_set", _rules, OBSERVED, mark("Rules you set"), mark("Each version names who set it.")),
]
