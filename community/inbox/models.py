"""What members are told, and what they wish to be told."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Notice(Model):
    """One thing one person is told, `key` keeps a repeated event from telling it twice."""

    id = fields.BigIntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    kind = fields.CharField(40)
    url = fields.CharField(300)
    data: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    key = fields.CharField(120, unique=True)
    created_at = fields.DatetimeField()
    read_at = fields.DatetimeField(null=True)

    class Meta:
        table = "notice"
        indexes = [Index(fields=("person_id", "id"))]


class Preference(Model):
    """A member's wish about one kind of notice, without a row the kind's own default holds."""

    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    kind = fields.CharField(40)
    is_shown = fields.BooleanField(default=True)
    is_mailed = fields.BooleanField(default=True)

    class Meta:
        table = "preference"
        unique_together = (("person_id", "kind"),)
