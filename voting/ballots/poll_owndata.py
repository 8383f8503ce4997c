"""Timed ballots in the file that a person may take away: where they may vote, when they did, and what they said openly.

A question that is no longer shown to them is not quoted.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from community.people.owndata import GIVEN, OBSERVED, OwnData
from kernel import db, sessions
from kernel.i18n import gettext as _
from kernel.i18n import mark
from voting.ballots import poll_queries


async def _voted(person_id: int) -> list[dict[str, Any]]:
    """What a secret ballot holds of somebody is in no file: once it is closed nobody can tell."""
    rows = await _asked(
        person_id,
        "e.cast_at, h.handle AS voted_by, a.receipt, a.marks",
        "elector e JOIN ballot b ON b.id = e.ballot_id LEFT JOIN person h ON h.id = e.through_id "
        "LEFT JOIN ballot_answer a ON a.ballot_id = b.id AND b.is_secret IS NOT TRUE AND a.holder = CAST(? AS TEXT) "
        "WHERE e.person_id = ? ORDER BY e.id",
        str(person_id),
        person_id,
    )
    answers = await _answers(person_id, [row["ballot"] for row in rows])
    return [{**row, **_told(row["marks"], answers)} for row in rows]


def _told(marks: str | None, answers: Mapping[str, str]) -> dict[str, dict[str, Any] | None]:
    """The marks by what each answer is called, and as they are held by its number; of a secret ballot, neither."""
    if marks is None:
        return {"marks": None, "marks_by_number": None}
    given = json.loads(marks)
    return {"marks": {answers.get(number, number): mark for number, mark in given.items()}, "marks_by_number": given}


async def _answers(person_id: int, ballots: Collection[int]) -> dict[str, str]:
    """What the answers of ballots that are shown to them are called, by their number as marks name them."""
    seen, given = poll_queries.visible_to(await sessions.viewer_of(person_id))
    rows = await db.rows(
        "SELECT o.id, o.title FROM ballot_option o JOIN ballot b ON b.id = o.ballot_id "
        f"WHERE o.ballot_id IN ({db.marks([*ballots])}) AND {seen}",
        *ballots,
        *given,
    )
    return {str(row["id"]): row["title"] for row in rows}


async def _asked(person_id: int, columns: str, found: str, *values: object) -> list[dict[str, Any]]:
    """Rows with the question of their ballot as far as it is shown to them now."""
    seen, given = poll_queries.visible_to(await sessions.viewer_of(person_id))
    rows = await db.rows(
        f"SELECT CASE WHEN {seen} THEN b.id END AS shown, b.id AS ballot, b.title AS question, {columns} FROM {found}",
        *given,
        *values,
    )
    return [row if row.pop("shown") else {**row, "question": _("a ballot you can no longer see")} for row in rows]


async def _picks(person_id: int) -> list[dict[str, Any]]:
    rows = await db.rows(
        "SELECT a.ballot_id AS ballot, a.low AS one_answer, a.high AS other_answer, a.picked FROM ballot_pick a "
        "JOIN ballot b ON b.id = a.ballot_id WHERE b.is_secret IS NOT TRUE AND a.holder = CAST(? AS TEXT) ORDER BY a.id",
        str(person_id),
    )
    answers = {"0": _("neither"), **await _answers(person_id, {row["ballot"] for row in rows})}
    return [
        {key: answers.get(str(value), value) if key != "ballot" else value for key, value in row.items()}
        for row in rows
    ]


async def _made(person_id: int) -> list[dict[str, Any]]:
    columns = "b.created_at, b.opens_at, b.closes_at"
    return await _asked(person_id, columns, "ballot b WHERE b.by_id = ? ORDER BY b.id", person_id)


parts = [
    OwnData(
        "ballots_you_may_vote_in",
        _voted,
        OBSERVED,
        mark("Ballots you may vote in"),
        mark("To let each vote once; of a secret ballot not what you voted."),
    ),
    OwnData(
        "pairs_you_decided_openly",
        _picks,
        GIVEN,
        mark("Pairs you decided in open ballots"),
        mark("Counted with the others."),
    ),
    OwnData("ballots_you_made", _made, GIVEN, mark("Ballots you made"), mark("To tell voters who asks.")),
]
