"""What a board asks for beside title and text, as forms and pages need it: read once until something changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ideas.board import words
from ideas.board.states import FieldKind
from kernel import cache, db

PREFIX = "f."
"""Before a field's key in forms and addresses."""
MOST = 12
MOST_CHOICES = 40


@dataclass(frozen=True)
class Choice:
    """One of a field's answers; one that is ended stays on the ideas that hold it and is offered no more."""

    key: str
    en: str
    fr: str
    is_ended: bool = False

    @property
    def label(self) -> str:
        return words.spoken(self.en, self.fr)


@dataclass(frozen=True)
class Asked:
    """A field of a board."""

    id: int
    board_id: int
    key: str
    kind: FieldKind
    label_en: str
    label_fr: str
    help_en: str
    help_fr: str
    choices: tuple[Choice, ...]
    is_required: bool
    position: int
    ended_at: datetime | None

    @property
    def name(self) -> str:
        """What it is called in forms and addresses."""
        return f"{PREFIX}{self.key}"

    @property
    def label(self) -> str:
        return words.spoken(self.label_en, self.label_fr)

    @property
    def hint(self) -> str:
        return words.spoken(self.help_en, self.help_fr)

    @property
    def offered(self) -> list[tuple[str, str]]:
        """The choices that may be taken now, with what to call them."""
        return [(choice.key, choice.label) for choice in self.choices if not choice.is_ended]

    def called(self, key: str) -> str:
        """What one of its choices is called, ended or not."""
        return next((choice.label for choice in self.choices if choice.key == key), key)


@dataclass(frozen=True)
class Every:
    """The fields of all boards, in the order in which each board asks for them."""

    by_board: Mapping[int, tuple[Asked, ...]] = field(default_factory=dict)
    by_id: Mapping[int, Asked] = field(default_factory=dict)


_kept: cache.Store[Every] = cache.Store(1, steady=True)


async def every() -> Every:
    """All fields, ended ones too."""
    return await (_read() if db.inside() else _kept.through("fields", _read))


async def all_of(board_id: int) -> tuple[Asked, ...]:
    """Whatever a board ever asked for."""
    return (await every()).by_board.get(board_id, ())


async def of(board_id: int) -> tuple[Asked, ...]:
    """What a board asks for now."""
    return tuple(one for one in await all_of(board_id) if one.ended_at is None)


async def _read() -> Every:
    rows = await db.rows(
        "SELECT id, board_id, key, kind, label_en, label_fr, help_en, help_fr, choices, is_required, position, ended_at "
        "FROM board_field ORDER BY board_id, position, id"
    )
    by_board: dict[int, tuple[Asked, ...]] = {}
    by_id: dict[int, Asked] = {}
    for row in rows:
        choices = tuple(Choice(**told) for told in json.loads(row.pop("choices")))
        one = Asked(**{**row, "kind": FieldKind(row["kind"])}, choices=choices)
        by_board[one.board_id] = (*by_board.get(one.board_id, ()), one)
        by_id[one.id] = one
    return Every(by_board, by_id)
