"""Standing support, and the ledger it is the last line of."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


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


class ScoreKind(StrEnum):
    SCORED = "scored"
    UNSCORED = "unscored"
    WISHED = "wished"
    UNWISHED = "unwished"


class Score(Model):
    """What a member gives a design: 0 to 5, and whether they would buy it, one row for a member and a design.

    `is_valid` is untrue once the member turned out to count for the same customer as the design's author.
    """

    id = fields.BigIntField(primary_key=True)
    design: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Design", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    value = fields.SmallIntField(null=True)
    wishes = fields.BooleanField(default=False)
    is_valid = fields.BooleanField(default=True)
    at = fields.DatetimeField()

    class Meta:
        table = "score"
        unique_together = (("design_id", "person_id"),)
        indexes = [Index(fields=("person_id", "design_id"))]


class ScoreEvent(Model):
    """One line of the ledger of scores, never changed."""

    id = fields.BigIntField(primary_key=True)
    design: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Design", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    kind = fields.CharEnumField(ScoreKind, max_length=10)
    value = fields.SmallIntField(null=True)
    at = fields.DatetimeField()

    class Meta:
        table = "score_event"
        indexes = [Index(fields=("design_id", "at")), Index(fields=("person_id", "id"))]


class Tally(Model):
    """How many valid scores of each value a design has, `n0` those of 0."""

    id = fields.IntField(primary_key=True)
    design: fields.OneToOneRelation[Model] = fields.OneToOneField("ideas.Design", related_name=False)
    n0 = fields.IntField(default=0)
    n1 = fields.IntField(default=0)
    n2 = fields.IntField(default=0)
    n3 = fields.IntField(default=0)
    n4 = fields.IntField(default=0)
    n5 = fields.IntField(default=0)

    class Meta:
        table = "score_tally"


class Showing(Model):
    """That a design was put before a member for scoring, so that none is shown much oftener than another."""

    id = fields.BigIntField(primary_key=True)
    design: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Design", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    is_skipped = fields.BooleanField(default=False)
    at = fields.DatetimeField()

    class Meta:
        table = "showing"
        unique_together = (("person_id", "design_id"),)


class Behalf(Model):
    """What staff noted when they wrote down a support that a customer gave elsewhere, beside its line of the ledger."""

    id = fields.BigIntField(primary_key=True)
    event: fields.OneToOneRelation[SupportEvent] = fields.OneToOneField("voting.SupportEvent", related_name=False)
    customer: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("voting.Customer", related_name=False)
    note = fields.CharField(300)

    class Meta:
        table = "support_behalf"
        indexes = [Index(fields=("customer_id", "id"))]
