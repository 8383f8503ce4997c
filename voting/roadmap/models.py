"""What is on the roadmap, how it moved, and the snapshots that were frozen of it."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Horizon(StrEnum):
    NOW = "now"
    NEXT = "next"
    LATER = "later"


class Item(Model):
    """An idea's place on the roadmap."""

    idea_id: int
    id = fields.IntField(primary_key=True)
    idea: fields.OneToOneRelation[Model] = fields.OneToOneField("ideas.Idea", related_name=False)
    horizon = fields.CharEnumField(Horizon, max_length=10, null=True)
    target = fields.CharField(60, default="")
    owner: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    effort = fields.FloatField(null=True)
    position = fields.IntField(default=0)
    created_at = fields.DatetimeField()

    class Meta:
        table = "roadmap_item"


class Move(Model):
    """A change of horizon or target, with its reason: the honest history."""

    id = fields.IntField(primary_key=True)
    item: fields.ForeignKeyRelation[Item] = fields.ForeignKeyField("voting.Item", related_name=False)
    before = fields.CharField(10, default="")
    after = fields.CharField(10, default="")
    target_before = fields.CharField(60, default="")
    target_after = fields.CharField(60, default="")
    reason = fields.CharField(300, default="")
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    created_at = fields.DatetimeField()

    class Meta:
        table = "roadmap_move"
        indexes = [Index(fields=("item_id", "id"))]


class SavedView(Model):
    """A way of looking at the console that somebody wants back: its query under a name."""

    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    name = fields.CharField(60)
    query = fields.CharField(500)
    created_at = fields.DatetimeField()

    class Meta:
        table = "saved_view"
        unique_together = (("person_id", "name"),)


class Snapshot(Model):
    """A frozen roadmap, its header says how it was made, its checksum that nothing changed since."""

    id = fields.IntField(primary_key=True)
    policy = fields.CharField(20)
    as_of = fields.DateField()
    header: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    columns: fields.Field[list[str]] = fields.JSONField(default=list)
    rows = fields.IntField()
    checksum = fields.CharField(64)
    by_id = fields.IntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "snapshot"


class SnapshotRow(Model):
    """One line of a snapshot, as the cells it was frozen with."""

    id = fields.BigIntField(primary_key=True)
    snapshot: fields.ForeignKeyRelation[Snapshot] = fields.ForeignKeyField("voting.Snapshot", related_name=False)
    rank = fields.IntField()
    idea_id = fields.IntField()
    cells = fields.TextField()

    class Meta:
        table = "snapshot_row"
        indexes = [Index(fields=("snapshot_id", "rank"))]
