"""The figures of demand as the worker last made them, so that the console reads rows and computes nothing."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Reckoning(Model):
    """One making of all figures: which worth it used, which window, and what it had to say."""

    id = fields.IntField(primary_key=True)
    worth_run_id = fields.IntField(null=True)
    as_of = fields.DateField()
    window_days = fields.IntField()
    currency = fields.CharField(3)
    segments: fields.Field[list[str]] = fields.JSONField(default=list)
    notes: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    created_at = fields.DatetimeField()

    class Meta:
        table = "reckoning"


class Figure(Model):
    """An idea's figures under one policy, `data` holds what is shown but not sorted by."""

    id = fields.BigIntField(primary_key=True)
    reckoning: fields.ForeignKeyRelation[Reckoning] = fields.ForeignKeyField("voting.Reckoning", related_name=False)
    idea: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    policy = fields.CharField(20)
    rank = fields.IntField()
    demand = fields.FloatField()
    value = fields.FloatField()
    share = fields.FloatField(null=True)
    trend = fields.IntField(default=0)
    data: fields.Field[dict[str, object]] = fields.JSONField(default=dict)

    class Meta:
        table = "figure"
        unique_together = (("reckoning_id", "policy", "idea_id"),)
        indexes = [Index(fields=("reckoning_id", "policy", order)) for order in ("rank", "value", "share", "trend")]
