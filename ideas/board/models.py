"""Boards and the ideas on them, with what the brand answered."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Status(StrEnum):
    OPEN = "open"
    UNDER_REVIEW = "under_review"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    SHIPPED = "shipped"
    DECLINED = "declined"
    MERGED = "merged"


NEXT = {
    Status.OPEN: (Status.UNDER_REVIEW, Status.PLANNED, Status.DECLINED),
    Status.UNDER_REVIEW: (Status.OPEN, Status.PLANNED, Status.DECLINED),
    Status.PLANNED: (Status.UNDER_REVIEW, Status.IN_PROGRESS, Status.SHIPPED, Status.DECLINED),
    Status.IN_PROGRESS: (Status.PLANNED, Status.SHIPPED, Status.DECLINED),
    Status.SHIPPED: (Status.IN_PROGRESS,),
    Status.DECLINED: (Status.OPEN, Status.UNDER_REVIEW),
    Status.MERGED: (),
}
"""The steps an idea may take; merging has an action of its own."""

ANSWERED = (Status.PLANNED, Status.IN_PROGRESS, Status.SHIPPED, Status.DECLINED)
"""Statuses that owe an answer."""


class Board(Model):
    """A list of ideas, four audiences say who may see it, propose, comment and support."""

    club_id: int | None
    id = fields.IntField(primary_key=True)
    slug = fields.CharField(60, unique=True)
    name = fields.CharField(80)
    description = fields.TextField(default="")
    colour = fields.CharField(20, default="fog")
    club: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Club", null=True, related_name=False
    )
    see = fields.CharField(60, default="everyone")
    propose = fields.CharField(60, default="members")
    comment = fields.CharField(60, default="members")
    support = fields.CharField(60, default="members")
    is_open = fields.BooleanField(default=True)
    position = fields.IntField(default=0)
    ideas = fields.IntField(default=0)
    created_at = fields.DatetimeField()

    class Meta:
        table = "board"


class BoardCount(Model):
    """How many listed ideas of one state a board holds."""

    id = fields.IntField(primary_key=True)
    board: fields.ForeignKeyRelation[Board] = fields.ForeignKeyField("ideas.Board", related_name=False)
    status = fields.CharEnumField(Status, max_length=20)
    ideas = fields.IntField(default=0)

    class Meta:
        table = "board_count"
        unique_together = (("board_id", "status"),)


class Idea(Model):
    """What somebody proposes. `supporters` and `raw_votes` are counts that voting/ballots keeps.

    `merged_into` is where a merged idea leads now, however long the chain of merges, never another that is merged itself.
    `language` is that of its words, found when they were saved unless somebody chose it.
    """

    board_id: int
    author_id: int
    club_id: int | None
    merged_into_id: int | None
    id = fields.IntField(primary_key=True)
    reference = fields.CharField(120, unique=True, null=True)
    board: fields.ForeignKeyRelation[Board] = fields.ForeignKeyField("ideas.Board", related_name=False)
    author: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    title = fields.CharField(200)
    slug = fields.CharField(80)
    body = fields.TextField(default="")
    folded = fields.TextField(default="")
    language = fields.CharField(5, default="", db_default="")
    is_language_chosen = fields.BooleanField(default=False, db_default=False)
    club: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Club", null=True, related_name=False
    )
    status = fields.CharEnumField(Status, max_length=20, default=Status.OPEN)
    merged_into: fields.ForeignKeyNullableRelation[Idea] = fields.ForeignKeyField(
        "ideas.Idea", null=True, related_name=False
    )
    merged_from = fields.IntField(default=0)
    supporters = fields.IntField(default=0)
    raw_votes = fields.IntField(default=0)
    comments = fields.IntField(default=0)
    trending = fields.FloatField(default=0.0)
    created_at = fields.DatetimeField()
    edited_at = fields.DatetimeField(null=True)
    status_at = fields.DatetimeField()
    hidden_at = fields.DatetimeField(null=True)
    is_listed = fields.BooleanField(default=True)

    class Meta:
        table = "idea"
        indexes = [
            Index(fields=(*first, order, "id"))
            for first in (("is_listed",), ("is_listed", "board_id"), ("is_listed", "status"))
            for order in ("trending", "supporters", "created_at")
        ] + [Index(fields=("author_id", "id")), Index(fields=("club_id", "id")), Index(fields=("merged_into_id",))]


class IdeaVersion(Model):
    """What an idea said before it was edited."""

    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    editor: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    title = fields.CharField(200)
    body = fields.TextField()
    replaced_at = fields.DatetimeField()

    class Meta:
        table = "idea_version"


class IdeaPicture(Model):
    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    file: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("kernel.File", related_name=False)
    alt = fields.CharField(300, default="")
    position = fields.IntField(default=0)

    class Meta:
        table = "idea_picture"
        unique_together = (("idea_id", "file_id"),)


class Tag(Model):
    id = fields.IntField(primary_key=True)
    slug = fields.CharField(40, unique=True)
    name = fields.CharField(40)

    class Meta:
        table = "tag"


class IdeaTag(Model):
    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    tag: fields.ForeignKeyRelation[Tag] = fields.ForeignKeyField("ideas.Tag", related_name=False)

    is_joined = fields.BooleanField(default=False)

    class Meta:
        table = "idea_tag"
        unique_together = (("tag_id", "idea_id"),)
        indexes = [Index(fields=("idea_id",))]


class Answer(Model):
    """The brand's words on an idea, the newest is pinned. A promise is a date that is kept, late, or still to come."""

    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    author: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    body = fields.TextField()
    cost_band = fields.CharField(2, default="")
    promised_on = fields.DateField(null=True)
    kept_on = fields.DateField(null=True)
    would_change = fields.TextField(default="")
    created_at = fields.DatetimeField()

    class Meta:
        table = "answer"
        indexes = [Index(fields=("idea_id", "id")), Index(fields=("promised_on",))]


class StatusChange(Model):
    """One step on an idea's trail."""

    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    before = fields.CharEnumField(Status, max_length=20)
    after = fields.CharEnumField(Status, max_length=20)
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    answer: fields.ForeignKeyNullableRelation[Answer] = fields.ForeignKeyField(
        "ideas.Answer", null=True, related_name=False
    )
    created_at = fields.DatetimeField()

    class Meta:
        table = "status_change"
        indexes = [Index(fields=("idea_id", "id"))]


class Follow(Model):
    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    created_at = fields.DatetimeField()

    class Meta:
        table = "follow"
        unique_together = (("idea_id", "person_id"),)
        indexes = [Index(fields=("person_id", "id"))]


class Merge(Model):
    """Several ideas become one from `at` until `undone_at`, nothing of them is copied or moved."""

    target_id: int
    by_id: int
    id = fields.IntField(primary_key=True)
    target: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    reason = fields.TextField(default="")
    at = fields.DatetimeField()
    undone_at = fields.DatetimeField(null=True)
    undone_by: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )

    class Meta:
        table = "merge"
        indexes = [Index(fields=("target_id", "id"))]


class MergeSource(Model):
    """An idea that a merge takes into another, with the state it had."""

    idea_id: int
    id = fields.IntField(primary_key=True)
    merge: fields.ForeignKeyRelation[Merge] = fields.ForeignKeyField("ideas.Merge", related_name=False)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    status = fields.CharEnumField(Status, max_length=20)

    class Meta:
        table = "merge_source"
        unique_together = (("merge_id", "idea_id"),)
        indexes = [Index(fields=("idea_id",))]
