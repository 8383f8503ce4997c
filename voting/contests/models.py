"""Who judges a challenge, by what, what they gave, and the result as it was published."""

from __future__ import annotations

from tortoise import fields

from kernel.tables import Model


class Juror(Model):
    id = fields.IntField(primary_key=True)
    challenge: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Challenge", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    invited_at = fields.DatetimeField()
    done_at = fields.DatetimeField(null=True)

    class Meta:
        table = "juror"
        unique_together = (("challenge_id", "person_id"),)


class Criterion(Model):
    """What the jury looks at, weights are compared with one another."""

    id = fields.IntField(primary_key=True)
    challenge: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Challenge", related_name=False)
    name = fields.CharField(80)
    weight = fields.IntField(default=1)
    position = fields.IntField(default=0)

    class Meta:
        table = "criterion"
        unique_together = (("challenge_id", "name"),)


class Mark(Model):
    """What a juror gave an entry under one criterion, 0 to 5."""

    id = fields.BigIntField(primary_key=True)
    juror: fields.ForeignKeyRelation[Juror] = fields.ForeignKeyField("voting.Juror", related_name=False)
    criterion: fields.ForeignKeyRelation[Criterion] = fields.ForeignKeyField("voting.Criterion", related_name=False)
    entry: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Entry", related_name=False)
    value = fields.SmallIntField()
    at = fields.DatetimeField()

    class Meta:
        table = "jury_mark"
        unique_together = (("juror_id", "criterion_id", "entry_id"),)


class Result(Model):
    """The result of a challenge, frozen with every number it was made from."""

    id = fields.IntField(primary_key=True)
    challenge: fields.OneToOneRelation[Model] = fields.OneToOneField("ideas.Challenge", related_name=False)
    document = fields.TextField()
    checksum = fields.CharField(64)
    made_at = fields.DatetimeField()

    class Meta:
        table = "contest_result"


class Feedback(Model):
    """What the brand says to somebody who entered."""

    id = fields.IntField(primary_key=True)
    entry: fields.OneToOneRelation[Model] = fields.OneToOneField("ideas.Entry", related_name=False)
    words = fields.TextField()
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    at = fields.DatetimeField()

    class Meta:
        table = "feedback"
