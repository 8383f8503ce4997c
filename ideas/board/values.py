"""What ideas hold in the fields of their boards: typed, checked, kept by kind, and said in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ideas.board import fields
from ideas.board.fields import Asked
from ideas.board.states import FieldKind
from kernel import db, i18n, text
from kernel.forms import over
from kernel.i18n import gettext as _

Value = str | Decimal | date | bool
Held = Mapping[int, Value]
"""Values by the number of their field."""
LONGEST = 2000
LARGEST = Decimal(10) ** 12
COLUMNS = {
    FieldKind.TEXT: "text",
    FieldKind.CHOICE: "choice",
    FieldKind.NUMBER: "number",
    FieldKind.DATE: "day_on",
    FieldKind.YES_NO: "is_yes",
}
SELECTED = "v.field_id, v.text, v.choice, CAST(v.number AS TEXT) AS number, v.day_on, v.is_yes"


class Unusable(Exception):
    """What was typed is no value of its field, and what to do."""


@dataclass(frozen=True)
class Typed:
    """What a form says of a board's fields: the values, and what is wrong by the field's name."""

    held: dict[int, Value] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def check(asked: Iterable[Asked], typed: Mapping[str, Any], *, had: Held | None = None) -> Typed:
    """Read what was typed under the fields' names; what an idea `had` may stay though its choice has ended."""
    found = Typed()
    for one in asked:
        try:
            value = read(one, typed.get(one.name), had=(had or {}).get(one.id))
        except Unusable as error:
            found.errors[one.name] = str(error)
            continue
        if value is not None:
            found.held[one.id] = value
        elif one.is_required:
            found.errors[one.name] = _("“%(field)s” is missing.") % {"field": one.label}
    return found


def read(asked: Asked, typed: Any, *, had: Value | None = None) -> Value | None:
    """A typed word, or what JSON says, as a value; None where nothing was said. Unusable says what is wrong."""
    if typed is None or (isinstance(typed, str) and not typed.strip()):
        return None
    if isinstance(typed, list | dict):
        raise Unusable(_("This cannot be used as it is."))
    readers: dict[FieldKind, Callable[[Any], Value]] = {
        FieldKind.TEXT: _text,
        FieldKind.NUMBER: _number,
        FieldKind.DATE: _day,
        FieldKind.YES_NO: _yes,
    }
    if asked.kind == FieldKind.CHOICE:
        return _choice(asked, typed, had)
    return readers[asked.kind](typed)


def _text(typed: Any) -> str:
    found = text.clean(str(typed)).strip()
    if len(found) > LONGEST:
        raise Unusable(over(len(found) - LONGEST))
    return found


def _number(typed: Any) -> Decimal:
    """With a point or a comma; at most twelve digits before it and six behind it."""
    said = "".join(str(typed).split()).replace("−", "-").replace(",", ".")
    try:
        found = Decimal(said) if len(said) <= 40 and not isinstance(typed, bool) else Decimal("NaN")
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise Unusable(_("A number is needed."))
    if abs(found) >= LARGEST:
        raise Unusable(_("A number has at most twelve digits."))
    return found.quantize(Decimal("0.000001")).normalize() + Decimal(0)


def _day(typed: Any) -> date:
    try:
        found = date.fromisoformat(str(typed).strip()[:40])
    except ValueError:
        found = date.min
    if not 1900 <= found.year <= 2200:
        raise Unusable(_("A date is needed, such as 2026-11-30."))
    return found


def _yes(typed: Any) -> bool:
    if isinstance(typed, bool):
        return typed
    if str(typed).strip().lower() not in ("yes", "no", "true", "false"):
        raise Unusable(_("Choose yes or no."))
    return str(typed).strip().lower() in ("yes", "true")


def _choice(asked: Asked, typed: Any, had: Value | None) -> str:
    key = str(typed).strip()
    if key not in {value for value, _label in asked.offered} and key != had:
        raise Unusable(_("Choose one of the list."))
    return key


def shown(asked: Asked, value: Value) -> str:
    """A value in the language being spoken."""
    if asked.kind == FieldKind.CHOICE:
        return asked.called(str(value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Decimal):
        return i18n.format_number(value)
    return i18n.format_date(value) if isinstance(value, date) else value


def written(value: Value) -> str:
    """A value as a form holds it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def told(value: Value) -> Any:
    """A value as JSON says it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


def of_row(row: Mapping[str, Any], kind: FieldKind) -> Value | None:
    """The value in a row of `idea_field`, as SQL or JSON gives it."""
    found = row[COLUMNS[kind]]
    if found is None or (found == "" and kind in (FieldKind.TEXT, FieldKind.CHOICE)):
        return None
    if kind == FieldKind.NUMBER:
        return Decimal(str(found)).normalize() + Decimal(0)
    if kind == FieldKind.DATE:
        return found if isinstance(found, date) else date.fromisoformat(str(found))
    return bool(found) if kind == FieldKind.YES_NO else str(found)


async def of(idea_ids: Sequence[int]) -> dict[int, dict[int, Value]]:
    """What some ideas hold, by idea and field."""
    rows = await db.rows(
        f"SELECT v.idea_id, {SELECTED} FROM idea_field v WHERE v.idea_id IN ({db.marks(idea_ids)})", *idea_ids
    )
    known, found = (await fields.every()).by_id, dict[int, dict[int, Value]]()
    for row in rows:
        if (asked := known.get(row["field_id"])) and (value := of_row(row, asked.kind)) is not None:
            found.setdefault(row["idea_id"], {})[asked.id] = value
    return found


async def put(idea_ids: Sequence[int], asked: Iterable[Asked], held: Sequence[Held]) -> None:
    """Make these the values of some ideas in the fields that are asked for; inside their transaction."""
    by_id = {one.id: one for one in asked}
    if not by_id or not idea_ids:
        return
    await db.execute(
        f"DELETE FROM idea_field WHERE idea_id IN ({db.marks(idea_ids)}) AND field_id IN ({db.marks([*by_id])})",
        *idea_ids,
        *by_id,
    )
    lines = [
        _line(idea, by_id[number], value)
        for idea, values in zip(idea_ids, held, strict=True)
        for number, value in values.items()
        if number in by_id
    ]
    await db.execute_many(
        "INSERT INTO idea_field (idea_id, field_id, text, choice, number, day_on, is_yes) VALUES (?, ?, ?, ?, ?, ?, ?)",
        lines,
    )


def _line(idea: int, asked: Asked, value: Value) -> list[Any]:
    number = (str(value) if db.on_sqlite() else value) if asked.kind == FieldKind.NUMBER else None
    return [
        *(idea, asked.id),
        *(value if asked.kind == kind else "" for kind in (FieldKind.TEXT, FieldKind.CHOICE)),
        number,
        *(value if asked.kind == kind else None for kind in (FieldKind.DATE, FieldKind.YES_NO)),
    ]


def kept(held: Held) -> str:
    """Values as a former version keeps them."""
    return json.dumps({str(number): told(value) for number, value in held.items()}, ensure_ascii=False, sort_keys=True)


async def unkept(said: str) -> dict[int, Value]:
    """Values that a former version keeps, as far as their fields are known still."""
    known, found = (await fields.every()).by_id, dict[int, Value]()
    for number, value in json.loads(said).items():
        if asked := known.get(int(number)):
            row = {"text": "", "choice": "", "number": None, "day_on": None, "is_yes": None, COLUMNS[asked.kind]: value}
            if (held := of_row(row, asked.kind)) is not None:
                found[asked.id] = held
    return found


async def keyed(held: Held) -> dict[str, Any]:
    """Values by the keys of their fields, as JSON and files say them."""
    known = (await fields.every()).by_id
    return {known[number].key: told(value) for number, value in sorted(held.items()) if number in known}


async def named(held: Held) -> dict[str, str]:
    """Values by the names of their fields, as a form holds them."""
    known = (await fields.every()).by_id
    return {known[number].name: written(value) for number, value in held.items() if number in known}


async def lines(held: Held) -> list[tuple[str, str]]:
    """Label and value in words, in the order of the board, ended fields last."""
    known = (await fields.every()).by_id
    mine = sorted(
        (known[number] for number in held if number in known),
        key=lambda one: (bool(one.ended_at), one.position, one.id),
    )
    return [(one.label, shown(one, held[one.id])) for one in mine]


async def searched(idea_ids: Sequence[int]) -> dict[int, list[str]]:
    """What of some ideas' fields can be looked for: texts, and the choices in both languages."""
    known, found = (await fields.every()).by_id, dict[int, list[str]]()
    for idea, held in (await of(idea_ids)).items():
        for number, value in held.items():
            if known[number].kind == FieldKind.TEXT:
                found.setdefault(idea, []).append(str(value))
            elif known[number].kind == FieldKind.CHOICE:
                labels = [{c.en, c.fr} - {""} for c in known[number].choices if c.key == value]
                found.setdefault(idea, []).extend(sorted(labels[0]) if labels else [])
    return found
