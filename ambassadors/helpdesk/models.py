"""Questions, and the answers that were accepted."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Question(Model):
    """What somebody asks, answers hang on its thread. `place` is such as tag:fit or template:tee.

    `accepted` is the comment of the acceptance that stands, `comments` counts what everybody may read.
    """

    author_id: int
    id = fields.IntField(primary_key=True)
    author: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    title = fields.CharField(160)
    body = fields.TextField(default="")
    folded = fields.TextField(default="")
    place = fields.CharField(80, default="")
    comments = fields.IntField(default=0)
    accepted = fields.IntField(null=True)
    created_at = fields.DatetimeField()
    edited_at = fields.DatetimeField(null=True)
    last_at = fields.DatetimeField()
    hidden_at = fields.DatetimeField(null=True)

    class Meta:
        table = "question"
        indexes = [Index(fields=("author_id", "id")), Index(fields=("place", "id"))]


class Acceptance(Model):
    """That an answer was accepted, by the asker or by staff, and taken back. `stands` is true or null."""

    question_id: int
    answerer_id: int
    id = fields.IntField(primary_key=True)
    question: fields.ForeignKeyRelation[Question] = fields.ForeignKeyField("ambassadors.Question", related_name=False)
    comment: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Comment", related_name=False)
    asker: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    answerer: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    by_id = fields.IntField(null=True)
    at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)
    stands = fields.BooleanField(null=True, default=True)

    class Meta:
        table = "question_acceptance"
        unique_together = (("question_id", "stands"),)
        indexes = [Index(fields=("answerer_id", "id")), Index(fields=("at",)), Index(fields=("comment_id",))]
