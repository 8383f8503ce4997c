"""Runs of importers, all that each of them made, and how the columns of another tool's files were read."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class State(StrEnum):
    WAITING = "waiting"
    CHECKING = "checking"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


class Batch(Model):
    """One file brought over, `position` is how far it is written, kept in the transaction of the rows themselves.

    `plan` says how its columns, states and boards are read, `below` is the highest idea that was there before it.
    """

    id = fields.IntField(primary_key=True)
    tool = fields.CharField(20, default="")
    name = fields.CharField(200, default="")
    size = fields.BigIntField(default=0)
    digest = fields.CharField(64, default="", db_index=True)
    state = fields.CharEnumField(State, max_length=10, default=State.WAITING)
    plan: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    report: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    position = fields.BigIntField(default=0)
    total = fields.BigIntField(default=0)
    below = fields.IntField(default=0)
    by_id = fields.IntField(null=True)
    created_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)
    undone_at = fields.DatetimeField(null=True)

    class Meta:
        table = "import_batch"


class Brought(Model):
    """One thing that a batch made, or changed from what it was `before`, `reference` is what it is in the other tool."""

    id = fields.BigIntField(primary_key=True)
    batch: fields.ForeignKeyRelation[Batch] = fields.ForeignKeyField("voting.Batch", related_name=False)
    kind = fields.CharField(10)
    thing_id = fields.BigIntField()
    other_id = fields.BigIntField(default=0)
    reference = fields.CharField(200, default="")
    before: fields.Field[dict[str, object] | None] = fields.JSONField(null=True)

    class Meta:
        table = "import_row"
        indexes = [
            Index(fields=("batch_id", "kind", "id")),
            Index(fields=("kind", "reference")),
            Index(fields=("kind", "thing_id")),
            Index(fields=("kind", "other_id")),
        ]


class Mapping(Model):
    """How columns and words of a file are read, kept under a name to be used again."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(80, unique=True)
    plan: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    by_id = fields.IntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "import_mapping"
