"""What a table's class is made from: Tortoise's, which reads no source file when it is declared."""

from __future__ import annotations

from typing import Any

from tortoise import models


class _Declared(models.ModelMeta):
    """Comments on columns are not looked for: Tortoise would read and parse each class anew, a tenth of all starting."""

    __slots__ = ()

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> models.ModelMeta:
        return super().__new__(cls, name, bases, {"_no_comments": True, **attrs})


class Model(models.Model, metaclass=_Declared):
    """The base of every table."""
