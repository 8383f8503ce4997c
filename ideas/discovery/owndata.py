"""What discovery keeps of a person, for their own-data file."""

from __future__ import annotations

import json
from typing import Any

from community.people.owndata import GIVEN, OwnData
from ideas.board import boards, fields
from kernel import db
from kernel.i18n import mark


async def _drafts(person_id: int) -> list[dict[str, Any]]:
    """Words that were never proposed; what a board asks for under the label that it has there."""
    rows = await db.rows("SELECT typed, created_at, saved_at FROM draft WHERE person_id = ? ORDER BY id", person_id)
    labels = {(one.board_id, one.name): one.label for one in (await fields.every()).by_id.values()}
    numbers = {board.slug: board.id for board in await boards.every()}
    typed = [json.loads(row["typed"]) if isinstance(row["typed"], str) else row["typed"] for row in rows]
    return [
        {
            **row,
            "typed": {
                labels.get((numbers.get(str(said.get("board")), 0), key), key): value for key, value in said.items()
            },
        }
        for row, said in zip(rows, typed, strict=True)
    ]


async def _same(person_id: int) -> list[db.Row]:
    """Pairs that somebody called the same."""
    return await db.rows(
        "SELECT idea_id AS idea, other_id AS other, created_at FROM same_as WHERE person_id = ? ORDER BY id", person_id
    )


async def _meant(person_id: int) -> list[db.Row]:
    """Which half of a divided idea somebody meant."""
    return await db.rows(
        "SELECT s.source_id AS first_idea, s.new_id AS second_idea, a.answer, a.at FROM idea_split_answer a "
        "JOIN idea_split s ON s.id = a.split_id WHERE a.person_id = ? ORDER BY a.id",
        person_id,
    )


parts = [
    OwnData(
        "drafts",
        _drafts,
        GIVEN,
        mark("Drafts"),
        mark("What you began to write and have not proposed; nobody else reads it."),
        mark("By setting: drafts."),
        mend="/ideas/drafts",
    ),
    OwnData(
        "ideas_called_the_same",
        _same,
        GIVEN,
        mark("Ideas you called the same"),
        mark("To find what was proposed already."),
    ),
    OwnData(
        "halves_you_meant",
        _meant,
        GIVEN,
        mark("Which half of a divided idea you meant"),
        mark("To leave your support where you meant it."),
    ),
]
