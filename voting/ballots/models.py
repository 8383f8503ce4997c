"""Standing support, and the ledger it is the last line of."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class Kind(StrEnum):
    CAST = "cast"
    WITHDRAWN = "withdrawn"
    ON_BEHALF = "on_behalf"
    IMPORTED = "imported"


class Support(Model):
    """A vote that stands: at most one for a member and an idea, gone when it is withdrawn."""

    id = fields.BigIntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    at = fields.DatetimeField()

    class Meta:
        table = "support"
        unique_together = (("idea_id", "person_id"),)
        indexes = [Index(fields=("person_id", "idea_id"))]


class SupportEvent(Model):
    """One line of the ledger, never changed, `at` is when it was given, `recorded_at` when it was written."""

    id = fields.BigIntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    kind = fields.CharEnumField(Kind, max_length=10)
    by_id = fields.IntField(null=True)
    at = fields.DatetimeField()
    recorded_at = fields.DatetimeField()

    class Meta:
        table = "support_event"
        indexes = [Index(fields=("idea_id", "at")), Index(fields=("person_id", "id"))]


class Behalf(Model):
    """What staff noted when they wrote down a support that a customer gave elsewhere, beside its line of the ledger."""

    id = fields.BigIntField(primary_key=True)
    event: fields.OneToOneRelation[SupportEvent] = fields.OneToOneField("voting.SupportEvent", related_name=False)
    customer: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("voting.Customer", related_name=False)
    note = fields.CharField(300)

    class Meta:
        table = "support_behalf"
        indexes = [Index(fields=("customer_id", "id"))]
