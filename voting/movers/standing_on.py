"""What stands on rows that a batch made: read from the tables themselves, so that no table of a later wing is forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from tortoise import Tortoise
from tortoise.models import Model

from kernel import db

GOES_WITH: Mapping[str, Mapping[str, str]] = {
    "idea": {"idea_tag": "", "figure": "", "likeness": "t.ruled_at IS NULL", "likeness_looked": ""},
    "person": {"customer_link": "t.source <> 'staff'"},
    "board": {"board_count": ""},
    "comment": {},
}
"""By table what is reckoned from a row and not said by anybody, with the condition under which it is."""


@cache
def referring(table: str) -> list[tuple[str, str]]:
    """Every table and column that names a row of this one."""
    found = []
    for app in (Tortoise.apps or {}).values():
        for model in app.values():
            for name in model._meta.fk_fields | model._meta.o2o_fields:
                field = model._meta.fields_map[name]
                other: type[Model] = field.related_model
                if other._meta.db_table == table:
                    found.append((model._meta.db_table, str(model._meta.fields_map[name].source_field)))
    return sorted(found)


async def of(table: str, numbers: Sequence[int]) -> dict[int, list[str]]:
    """Of some rows of a table those that others stand on, with the tables these are in."""
    found: dict[int, list[str]] = {}
    for other, column in referring(table) if numbers else ():
        besides = GOES_WITH[table].get(other)
        if besides == "":
            continue
        where = f" AND NOT ({besides})" if besides else ""
        rows = await db.rows(
            f'SELECT DISTINCT t."{column}" AS number FROM "{other}" t WHERE t."{column}" IN ({db.marks(numbers)}){where}',
            *numbers,
        )
        for row in rows:
            found.setdefault(row["number"], []).append(other)
    return found


async def take_along(table: str, numbers: Sequence[int]) -> None:
    """Take away what was only reckoned from rows that go."""
    for other, column in referring(table):
        if other in GOES_WITH[table]:
            await db.execute(f'DELETE FROM "{other}" WHERE "{column}" IN ({db.marks(numbers)})', *numbers)
