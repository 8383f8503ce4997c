"""Narrowing a board's list by what its ideas hold in its fields: `f.key`, or `f.key.from` and `f.key.to` for a span."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ideas.board import fields, values
from ideas.board.boards import BoardCard
from ideas.board.fields import PREFIX, Asked
from ideas.board.sight import ANY, Where
from ideas.board.states import FieldKind
from ideas.board.values import COLUMNS, Unusable, Value
from kernel import forms
from kernel.forms import Filled
from kernel.i18n import gettext as _

SPANS = (FieldKind.NUMBER, FieldKind.DATE)
FROM, TO = ".from", ".to"
_NUMBER = "CAST(v.number AS DOUBLE PRECISION)"


@dataclass(frozen=True)
class Narrowing:
    """What a list is narrowed by: the condition, the form with what was typed, and what it comes to in words."""

    where: Where
    form: Filled[Any]
    controls: tuple[tuple[Asked, tuple[tuple[str, str], ...]], ...]
    told: tuple[str, ...]


NOTHING = Narrowing(ANY, forms.blank(), (), ())


async def narrowed(board: BoardCard | None, query: Mapping[str, str]) -> Narrowing:
    """The filters of an address; what cannot be used is said beside its field and narrows nothing."""
    asked = [one for one in await fields.of(board.id) if one.kind != FieldKind.TEXT] if board else []
    if not asked:
        return NOTHING
    form = forms.blank(**{name: value[:80] for name, value in query.items() if name.startswith(PREFIX)})
    where, told = ANY, list[str]()
    for one in asked:
        for ending in (FROM, TO) if one.kind in SPANS else ("",):
            name = one.name + ending
            try:
                value = _read(one, form.values.get(name))
            except Unusable as error:
                form.refuse(name, str(error))
                continue
            if value is not None:
                where &= _condition(one, value, ending)
                told.append(_said(one, value, ending))
    return Narrowing(where, form, tuple((one, tuple(_options(one))) for one in asked), tuple(told))


def cleared(query: Mapping[str, str]) -> dict[str, None]:
    """What is left out of an address that goes back to the whole list."""
    return {name: None for name in query if name.startswith(PREFIX)}


def _read(asked: Asked, typed: Any) -> Value | None:
    """A choice that has ended may be looked for."""
    ended = next((choice.key for choice in asked.choices if choice.is_ended and choice.key == typed), None)
    return values.read(asked, typed, had=ended)


def _condition(asked: Asked, value: Value, ending: str) -> Where:
    column = _NUMBER if asked.kind == FieldKind.NUMBER else f"v.{COLUMNS[asked.kind]}"
    mark = "CAST(? AS DOUBLE PRECISION)" if asked.kind == FieldKind.NUMBER else "?"
    sign = {FROM: ">=", TO: "<="}.get(ending, "=")
    bound = float(value) if isinstance(value, Decimal) else value
    sql = f"i.id IN (SELECT v.idea_id FROM idea_field v WHERE v.field_id = ? AND {column} {sign} {mark})"
    return Where(sql, (asked.id, bound))


def _said(asked: Asked, value: Value, ending: str) -> str:
    told = {"label": asked.label, "value": values.shown(asked, value)}
    if ending == FROM:
        return _("%(label)s: from %(value)s") % told
    return (_("%(label)s: up to %(value)s") if ending == TO else _("%(label)s: %(value)s")) % told


def _options(asked: Asked) -> list[tuple[str, str]]:
    """Every choice, ended ones too, for the ideas that hold them still."""
    if asked.kind == FieldKind.YES_NO:
        return [("", _("All")), ("yes", _("Yes")), ("no", _("No"))]
    return [("", _("All")), *((choice.key, choice.label) for choice in asked.choices)]
