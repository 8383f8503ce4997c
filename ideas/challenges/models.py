"""Challenges with their calendar, and the designs entered for them."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Phase(StrEnum):
    """Where a challenge is, each begins at a minute of its calendar, and none is gone back to."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    SUBMISSIONS = "submissions"
    SCORING = "scoring"
    JURY = "jury"
    RESULT = "result"
    PRODUCTION = "production"
    CANCELLED = "cancelled"


class Challenge(Model):
    """A brief with a prize and a calendar. The weights say, in percent, how the result is mixed, they add up to 100."""

    template_id: int | None
    idea_id: int | None
    id = fields.IntField(primary_key=True)
    slug = fields.CharField(80, unique=True)
    title = fields.CharField(160)
    brief = fields.TextField()
    rules = fields.TextField(default="")
    prize = fields.CharField(300)
    template: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "ideas.Template", null=True, related_name=False
    )
    idea: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField("ideas.Idea", null=True, related_name=False)
    enter = fields.CharField(60, default="members")
    most = fields.IntField(default=3)
    royalty = fields.IntField(default=500)
    opens_at = fields.DatetimeField()
    scoring_at = fields.DatetimeField()
    jury_at = fields.DatetimeField()
    result_at = fields.DatetimeField()
    production_at = fields.DatetimeField(null=True)
    phase = fields.CharEnumField(Phase, max_length=12, default=Phase.DRAFT)
    weight_public = fields.IntField(default=50)
    weight_jury = fields.IntField(default=30)
    weight_demand = fields.IntField(default=20)
    entries = fields.IntField(default=0)
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    created_at = fields.DatetimeField()

    class Meta:
        table = "challenge"
        indexes = [Index(fields=("phase", "id"))]


class ChallengePicture(Model):
    id = fields.IntField(primary_key=True)
    challenge: fields.ForeignKeyRelation[Challenge] = fields.ForeignKeyField("ideas.Challenge", related_name=False)
    file: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("kernel.File", related_name=False)
    alt = fields.CharField(300, default="")
    position = fields.IntField(default=0)

    class Meta:
        table = "challenge_picture"
        unique_together = (("challenge_id", "file_id"),)


class PhaseTurn(Model):
    """A phase that began: the row is what makes it begin once, whoever turns the page."""

    id = fields.IntField(primary_key=True)
    challenge: fields.ForeignKeyRelation[Challenge] = fields.ForeignKeyField("ideas.Challenge", related_name=False)
    phase = fields.CharEnumField(Phase, max_length=12)
    due_at = fields.DatetimeField()
    turned_at = fields.DatetimeField()

    class Meta:
        table = "phase_turn"
        unique_together = (("challenge_id", "phase"),)


class Entry(Model):
    """A design entered for a challenge, with the royalty rate frozen on the day it was."""

    challenge_id: int
    design_id: int
    person_id: int
    id = fields.IntField(primary_key=True)
    challenge: fields.ForeignKeyRelation[Challenge] = fields.ForeignKeyField("ideas.Challenge", related_name=False)
    design: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Design", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    royalty = fields.IntField()
    entered_at = fields.DatetimeField()
    withdrawn_at = fields.DatetimeField(null=True)

    class Meta:
        table = "challenge_entry"
        unique_together = (("challenge_id", "design_id"),)
        indexes = [Index(fields=("person_id", "id")), Index(fields=("design_id",))]
