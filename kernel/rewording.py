"""A step of a migration for words that only the code knows."""

from __future__ import annotations

from typing import Any

from tortoise.migrations.operations import AlterField


class Reworded(AlterField):
    """What the model says of a column and the database does not, as one more word of an enum that is kept as text."""

    async def database_forward(self, *_: Any, **__: Any) -> None:
        return
