"""What the forms for a new idea and for its edition have in common: pictures, and what the board asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ideas.board import fields, guidance, pictures, values
from ideas.board.boards import BoardCard
from ideas.board.fields import PREFIX, Asked
from ideas.board.pictures import Picture
from ideas.board.states import FieldKind
from ideas.board.values import Held, Typed
from kernel.errors import Problem
from kernel.forms import Filled
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

MOST_KEPT = 30
"""Words for fields of other boards that a form carries along."""


async def kept_pictures(viewer: Viewer, filled: Filled[Any]) -> list[Picture]:
    """The pictures that were sent, kept; what is wrong with one is said beside it."""
    found: list[Picture] = []
    for place, alt in enumerate(filled.valid.alts, 1):
        for upload in filled.files.get(f"picture_{place}", [])[:1]:
            try:
                found.append(await pictures.keep(viewer, upload, alt))
            except Problem as error:
                filled.refuse(f"picture_{place}", error.message)
    return found


async def answered(filled: Filled[Any], board_id: int, *, had: Held | None = None) -> Typed:
    """What was typed in the board's fields; what is wrong is said beside each."""
    typed = values.check(await fields.of(board_id), filled.values, had=had)
    filled.errors.update(typed.errors)
    return typed


def words(filled: Filled[Any], preview: str | None) -> dict[str, Any]:
    """The form and what it needs to be shown again."""
    sent = [upload.filename for uploads in filled.files.values() for upload in uploads]
    return {"form": filled, "preview": preview, "lost": sent, "places": range(1, pictures.MOST + 1)}


async def is_choosing(offered: Sequence[BoardCard]) -> bool:
    """Does any of these boards ask or say more than others do?"""
    for one in offered:
        if await fields.of(one.id) or await guidance.of(one.id) != guidance.NONE or one.says_more:
            return len(offered) > 1
    return False


async def asking(filled: Filled[Any], board: BoardCard | None, *, had: Held | None = None) -> dict[str, Any]:
    """What the chosen board asks for and says, with what was typed for others so that it comes back with them."""
    asked = await fields.of(board.id) if board else ()
    names = {one.name for one in asked}
    other = [
        (n, str(v)) for n, v in filled.values.items() if n.startswith(PREFIX) and n not in names and str(v).strip()
    ]
    return {
        "board": board,
        "guide": await guidance.of(board.id) if board else guidance.NONE,
        "asked": [(one, options(one, (had or {}).get(one.id))) for one in asked],
        "carried": [(name[:60], value[: values.LONGEST]) for name, value in other[:MOST_KEPT]],
    }


def options(asked: Asked, had: Any = None) -> list[tuple[str, str]]:
    """What a choice or a yes-or-no field offers: its choices, and the ended one that the idea holds."""
    if asked.kind == FieldKind.YES_NO:
        found = [("yes", _("Yes")), ("no", _("No"))]
        return found if asked.is_required else [*found, ("", _("No answer"))]
    if asked.kind != FieldKind.CHOICE:
        return []
    ended = [(had, asked.called(had))] if had and had not in dict(asked.offered) else []
    return [("", _("Choose") if asked.is_required else _("No answer")), *asked.offered, *ended]


def asked_for(query: Mapping[str, str]) -> dict[str, str]:
    """Words for fields in an address."""
    found = [(name[:60], value[:400]) for name, value in query.items() if name.startswith(PREFIX)]
    return dict(found[:MOST_KEPT])
