"""What was reported, and what was done about it."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Act(StrEnum):
    HIDE = "hide"
    RESTORE = "restore"
    NONE = "none"
    GONE = "gone"


class Report(Model):
    """One person's word that something breaks a rule, open until a ruling ends it.

    `follows` is the last ruling on the same thing when it came, 0 for none: one reports once between two rulings.
    """

    reporter_id: int
    id = fields.IntField(primary_key=True)
    subject_kind = fields.CharField(30)
    subject_id = fields.BigIntField()
    reporter: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    rule = fields.CharField(30)
    text = fields.TextField(default="")
    created_at = fields.DatetimeField()
    follows = fields.IntField(default=0, db_default=0)
    ruling: fields.ForeignKeyNullableRelation[Ruling] = fields.ForeignKeyField(
        "community.Ruling", null=True, related_name=False
    )

    class Meta:
        table = "report"
        unique_together = (("subject_kind", "subject_id", "reporter_id", "follows"),)
        indexes = [Index(fields=("ruling_id", "created_at"))]


class Ruling(Model):
    """Hide, restore or leave, with its rule and reason, `public` is its line in the public log.

    Where the thing was gone before anybody ruled, nobody is the judge and there are no words.
    """

    id = fields.IntField(primary_key=True)
    subject_kind = fields.CharField(30)
    subject_id = fields.BigIntField()
    author: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    by: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    act = fields.CharEnumField(Act, max_length=10)
    rule = fields.CharField(30)
    reason = fields.TextField()
    public = fields.CharField(300)
    created_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "ruling"
        indexes = [Index(fields=("subject_kind", "subject_id"))]
