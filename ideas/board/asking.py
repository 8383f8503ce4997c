"""Changing what boards ask for, and the texts they offer to begin with; each is an act of staff."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ideas.board import fields, guidance, rules
from ideas.board.fields import Asked, Choice
from ideas.board.guidance import Template
from ideas.board.models import Board, BoardField
from ideas.board.states import FieldKind
from ideas.board.tags import slug_of
from kernel import audit, clock, db
from kernel.errors import Conflict, Missing, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

UP, DOWN = "up", "down"


async def ask(viewer: Viewer, board_id: int, *, kind: FieldKind, choices: Sequence[Choice] = (), **words: Any) -> int:
    """Ask for one more thing, behind the others."""
    async with db.transaction():
        held = await _locked(viewer, board_id)
        if sum(one.ended_at is None for one in held) >= fields.MOST:
            raise Conflict(_("A board asks for twelve things at most. End one first."))
        key = _free(words["label_en"] or words["label_fr"], {one.key for one in held})
        made = await BoardField.create(
            board_id=board_id,
            key=key,
            kind=kind,
            choices=_told(choices),
            position=max([0, *(one.position for one in held)]) + 1,
            **words,
        )
        await _noted(viewer, board_id, "board.asks", field=key, **words)
    return made.id


async def change(viewer: Viewer, asked: Asked, *, choices: Sequence[Choice] = (), **words: Any) -> None:
    """Change a field's words, choices or whether it must be filled; what ideas hold stays."""
    async with db.transaction():
        await _locked(viewer, asked.board_id)
        await BoardField.filter(id=asked.id).update(choices=_told(choices), **words)
        await _noted(viewer, asked.board_id, "board.asks", field=asked.key, **words)


async def end(viewer: Viewer, asked: Asked) -> None:
    """Ask for it no more; ideas keep what they say."""
    await _ended(viewer, asked, is_ended=True)


async def resume(viewer: Viewer, asked: Asked) -> None:
    """Ask for it again."""
    await _ended(viewer, asked, is_ended=False)


async def move(viewer: Viewer, asked: Asked, way: str) -> None:
    """One place up or down among what is asked for."""
    async with db.transaction():
        order = [one.id for one in await _locked(viewer, asked.board_id) if one.ended_at is None]
        if asked.id not in order:
            return
        place = order.index(asked.id)
        other = place - 1 if way == UP else place + 1
        if 0 <= other < len(order):
            order[place], order[other] = order[other], order[place]
            lines = [(position, number) for position, number in enumerate(order, 1)]
            await db.execute_many("UPDATE board_field SET position = ? WHERE id = ?", lines)
            await _noted(viewer, asked.board_id, "board.asks", field=asked.key, moved=way)


async def keep_template(viewer: Viewer, board_id: int, key: str = "", **words: str) -> None:
    """Add a text to begin with, or change the one of this key."""
    require(rules.may_keep_boards(viewer))
    async with db.transaction():
        held = list((await _guide(board_id)).templates)
        known = {one.key for one in held}
        if key and key not in known:
            raise Missing()
        if not key and len(held) >= guidance.MOST:
            raise Conflict(_("Eight texts are enough. Take one away first."))
        made = Template(key or _free(words["name_en"] or words["name_fr"], known), **words)
        await _write(viewer, board_id, [made if one.key == key else one for one in held] + ([] if key else [made]))


async def drop_template(viewer: Viewer, board_id: int, key: str) -> None:
    """Offer a text no more."""
    require(rules.may_keep_boards(viewer))
    async with db.transaction():
        await _write(viewer, board_id, [one for one in (await _guide(board_id)).templates if one.key != key])


async def _guide(board_id: int) -> guidance.Guidance:
    await Board.filter(id=board_id).select_for_update().get()
    return await guidance.of(board_id)


async def _write(viewer: Viewer, board_id: int, templates: Sequence[Template]) -> None:
    told = json.dumps([asdict(one) for one in templates], ensure_ascii=False)
    await Board.filter(id=board_id).update(templates=told)
    await _noted(viewer, board_id, "board.texts", texts=[one.key for one in templates])


async def _ended(viewer: Viewer, asked: Asked, *, is_ended: bool) -> None:
    async with db.transaction():
        await _locked(viewer, asked.board_id)
        await BoardField.filter(id=asked.id).update(ended_at=clock.now() if is_ended else None)
        await _noted(viewer, asked.board_id, "board.asks", field=asked.key, is_ended=is_ended)


async def _locked(viewer: Viewer, board_id: int) -> tuple[Asked, ...]:
    """The fields of a board, while nobody else changes them."""
    require(rules.may_keep_boards(viewer))
    await Board.filter(id=board_id).select_for_update().get()
    return await fields.all_of(board_id)


async def _noted(viewer: Viewer, board_id: int, act: str, **detail: Any) -> None:
    await audit.note(viewer, act, subject=("board", board_id), **detail)
    await record("board.changed", actor=viewer.id, subject=("board", board_id), name="")


def with_keys(lines: Sequence[tuple[str, str, str, bool]]) -> list[Choice]:
    """Choices of typed lines (key, English, French, ended); a new one gets a key from its words, an empty one goes."""
    found: list[Choice] = []
    for key, english, french, is_ended in lines:
        if english or french:
            made = key or _free(english or french, {one.key for one in found} | {line[0] for line in lines})
            found.append(Choice(made, english, french, is_ended))
    return found


def _free(words: str, taken: set[str]) -> str:
    """A key from some words that nothing else has."""
    stem = slug_of(words)[:36].strip("-") or "field"
    stem = stem if stem.isascii() else "field"
    return next(key for key in (stem, *(f"{stem}-{n}" for n in range(2, 200))) if key not in taken)


def _told(choices: Sequence[Choice]) -> str:
    return json.dumps([asdict(one) for one in choices], ensure_ascii=False)
