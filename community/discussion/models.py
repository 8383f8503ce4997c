"""Threads, their comments, and what is said back with one tap."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Thread(Model):
    """Held by a subject of whatever kind, `comments` counts what everyone may see."""

    id = fields.IntField(primary_key=True)
    subject_kind = fields.CharField(30)
    subject_id = fields.BigIntField()
    comments = fields.IntField(default=0)

    class Meta:
        table = "thread"
        unique_together = (("subject_kind", "subject_id"),)


class Comment(Model):
    """A message or a reply to one, internal ones are seen by staff only."""

    thread_id: int
    author_id: int
    parent_id: int | None
    id = fields.IntField(primary_key=True)
    thread: fields.ForeignKeyRelation[Thread] = fields.ForeignKeyField("community.Thread", related_name=False)
    author: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    parent: fields.ForeignKeyNullableRelation[Comment] = fields.ForeignKeyField(
        "community.Comment", null=True, related_name=False
    )
    body = fields.TextField()
    is_internal = fields.BooleanField(default=False)
    reactions = fields.IntField(default=0)
    created_at = fields.DatetimeField()
    edited_at = fields.DatetimeField(null=True)
    deleted_at = fields.DatetimeField(null=True)
    hidden_at = fields.DatetimeField(null=True)

    class Meta:
        table = "comment"
        indexes = [Index(fields=("thread_id", "id")), Index(fields=("author_id", "id"))]


class CommentVersion(Model):
    """What a comment said before it was edited."""

    id = fields.IntField(primary_key=True)
    comment: fields.ForeignKeyRelation[Comment] = fields.ForeignKeyField("community.Comment", related_name=False)
    body = fields.TextField()
    replaced_at = fields.DatetimeField()

    class Meta:
        table = "comment_version"


class Reaction(Model):
    """One person's thanks for one comment."""

    id = fields.IntField(primary_key=True)
    comment: fields.ForeignKeyRelation[Comment] = fields.ForeignKeyField("community.Comment", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    created_at = fields.DatetimeField()

    class Meta:
        table = "reaction"
        unique_together = (("comment_id", "person_id"),)
