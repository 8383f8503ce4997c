"""Which tables and columns are taken along, what each holds, and in which order they can be read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tortoise import Tortoise, fields
from tortoise.fields.relational import ForeignKeyFieldInstance

from kernel.errors import Problem
from kernel.features import the_house
from kernel.takeout.cells import Kind

_KINDS: tuple[tuple[type[Any], Kind], ...] = (
    (fields.BooleanField, Kind.FLAG),
    (fields.DatetimeField, Kind.MOMENT),
    (fields.DateField, Kind.DAY),
    (fields.FloatField, Kind.NUMBER),
    (fields.DecimalField, Kind.DECIMAL),
    (fields.JSONField, Kind.JSON),
    (fields.IntField, Kind.WHOLE),
    (fields.CharField, Kind.TEXT),
    (fields.TextField, Kind.TEXT),
)


@dataclass(frozen=True)
class LeftBehind:
    """An entry of the registry "left-behind": a table, or some columns of it, that are secret or belong to this site alone."""

    table: str
    why: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """`refers` is the table that its number is of; `is_optional` says that it may hold nothing."""

    name: str
    kind: Kind
    is_optional: bool = False
    refers: str = ""


@dataclass(frozen=True)
class Table:
    """`key` is what its rows are ordered by; `about` says what a row is."""

    name: str
    key: str
    about: str
    columns: tuple[Column, ...]


def left_behind() -> list[LeftBehind]:
    """What stays, with the reason."""
    return the_house().registered("left-behind")


def taken() -> list[Table]:
    """Every table that is taken along, those that others refer to first."""
    stays = {entry.table: entry.columns for entry in left_behind()}
    models = [model for app in (Tortoise.apps or {}).values() for model in app.values()]
    found = [_table(model, stays.get(_name(model), ())) for model in models if stays.get(_name(model), True)]
    return _parents_first(found)


def _name(model: Any) -> str:
    return str(model._meta.db_table)


def _table(model: Any, without: Sequence[str]) -> Table:
    meta = model._meta
    refers = {
        str(field.source_field): _name(field.related_model)
        for field in meta.fields_map.values()
        if isinstance(field, ForeignKeyFieldInstance)
    }
    columns = tuple(
        Column(column, _kind(meta.fields_map[name]), bool(meta.fields_map[name].null), refers.get(column, ""))
        for name, column in meta.fields_db_projection.items()
        if column not in without
    )
    told = " ".join((model.__doc__ or "").split()) or f"What ties rows of {' and '.join(sorted(refers.values()))}."
    return Table(_name(model), str(meta.db_pk_column), told, columns)


def _kind(field: Any) -> Kind:
    for kind, ours in _KINDS:
        if isinstance(field, kind):
            return ours
    raise Problem(f"Nothing says how a {type(field).__name__} is written.")


def _parents_first(tables: list[Table]) -> list[Table]:
    names = {table.name for table in tables}
    waiting = {t.name: {c.refers for c in t.columns if c.refers in names and c.refers != t.name} for t in tables}
    by_name, ordered = {table.name: table for table in tables}, list[Table]()
    while waiting:
        ready = sorted(name for name, parents in waiting.items() if not parents & set(waiting))
        if not ready:
            raise Problem(f"The tables {', '.join(sorted(waiting))} refer to each other in a ring.")
        ordered += [by_name[name] for name in ready]
        waiting = {name: parents for name, parents in waiting.items() if name not in ready}
    return ordered
