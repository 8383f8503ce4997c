"""Boards and the ideas on them, with what the brand answered."""

from __future__ import annotations

from tortoise import fields
from tortoise.fields import ForeignKeyNullableRelation as Nullable
from tortoise.indexes import Index

from ideas.board.states import Approval, Counting, FieldKind, Stage
from ideas.board.states import Status as Status
from kernel.tables import Model


class Board(Model):
    """A list of ideas, four audiences say who may see it, propose, comment and support.

    On a one-way board everyone finds their own ideas alone. `unanswered_days` is when its owner is told of silence, 0 never.
    `templates` is a JSON list of {key, name_en, name_fr, body_en, body_fr}.
    """

    club_id: int | None
    owner_id: int | None
    id = fields.IntField(primary_key=True)
    slug = fields.CharField(60, unique=True)
    name = fields.CharField(80)
    description = fields.TextField(default="")
    colour = fields.CharField(20, default="fog")
    club: Nullable[Model] = fields.ForeignKeyField("community.Club", null=True, related_name=False)
    see = fields.CharField(60, default="everyone")
    propose = fields.CharField(60, default="members")
    comment = fields.CharField(60, default="members")
    support = fields.CharField(60, default="members")
    is_open = fields.BooleanField(default=True)
    is_one_way = fields.BooleanField(default=False, db_default=False)
    owner: Nullable[Model] = fields.ForeignKeyField("community.Person", null=True, related_name=False)
    unanswered_days = fields.IntField(default=0, db_default=0)
    told_at = fields.DatetimeField(null=True)
    approval = fields.CharEnumField(Approval, max_length=10, default=Approval.NOBODY, db_default=Approval.NOBODY)
    approval_days = fields.IntField(default=2, db_default=2)
    counting = fields.CharEnumField(Counting, max_length=10, default=Counting.SITE, db_default=Counting.SITE)
    guidance_en = fields.TextField(default="", db_default="")
    guidance_fr = fields.TextField(default="", db_default="")
    templates = fields.TextField(default="[]", db_default="[]")
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
    """What somebody proposes. `supporters`, `raw_votes` and `doubtful_votes` are counts that voting/ballots keeps.

    `waits_since` is set until it is approved, where its board wants that: nobody but its author and managers sees it then.
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
    club: Nullable[Model] = fields.ForeignKeyField("community.Club", null=True, related_name=False)
    status = fields.CharEnumField(Status, max_length=20, default=Status.OPEN)
    merged_into: Nullable[Idea] = fields.ForeignKeyField("ideas.Idea", null=True, related_name=False)
    merged_from = fields.IntField(default=0)
    supporters = fields.IntField(default=0)
    raw_votes = fields.IntField(default=0)
    doubtful_votes = fields.IntField(default=0, db_default=0)
    comments = fields.IntField(default=0)
    trending = fields.FloatField(default=0.0)
    created_at = fields.DatetimeField()
    edited_at = fields.DatetimeField(null=True)
    status_at = fields.DatetimeField()
    hidden_at = fields.DatetimeField(null=True)
    waits_since = fields.DatetimeField(null=True)
    stage = fields.CharEnumField(Stage, max_length=10, default=Stage.SHOWN, db_default=Stage.SHOWN)
    is_listed = fields.BooleanField(default=True)

    class Meta:
        table = "idea"
        indexes = [
            Index(fields=(*first, order, "id"))
            for first in (("is_listed",), ("is_listed", "board_id"), ("is_listed", "status"))
            for order in ("trending", "supporters", "created_at")
        ] + [
            Index(fields=two)
            for two in (*((one, "id") for one in ("author_id", "club_id", "waits_since")), ("merged_into_id",))
        ]


class IdeaVersion(Model):
    """What an idea said before it was edited."""

    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    editor: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    title = fields.CharField(200)
    body = fields.TextField()
    asked = fields.TextField(default="{}", db_default="{}")
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
    """A word that ideas are sorted by."""

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(40, unique=True)
    name = fields.CharField(40)

    class Meta:
        table = "tag"


class IdeaTag(Model):
    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    tag: fields.ForeignKeyRelation[Tag] = fields.ForeignKeyField("ideas.Tag", related_name=False)

    is_joined = fields.BooleanField(default=False, db_default=False)

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
    answer: Nullable[Answer] = fields.ForeignKeyField("ideas.Answer", null=True, related_name=False)
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
    undone_by: Nullable[Model] = fields.ForeignKeyField("community.Person", null=True, related_name=False)

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


class BoardField(Model):
    """What a board asks for, its kind never changes. `choices` is a JSON list of {key, en, fr, is_ended}."""

    id = fields.IntField(primary_key=True)
    board: fields.ForeignKeyRelation[Board] = fields.ForeignKeyField("ideas.Board", related_name=False)
    key = fields.CharField(40)
    kind = fields.CharEnumField(FieldKind, max_length=10)
    label_en = fields.CharField(80, default="")
    label_fr = fields.CharField(80, default="")
    help_en = fields.CharField(300, default="")
    help_fr = fields.CharField(300, default="")
    choices = fields.TextField(default="[]")
    is_required = fields.BooleanField(default=False)
    position = fields.IntField(default=0)
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "board_field"
        unique_together = (("board_id", "key"),)


class IdeaField(Model):
    """What an idea holds in a field of its board, the column that belongs to the field's kind is filled."""

    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    field: fields.ForeignKeyRelation[BoardField] = fields.ForeignKeyField("ideas.BoardField", related_name=False)
    text = fields.TextField(default="")
    choice = fields.CharField(40, default="")
    number = fields.DecimalField(max_digits=18, decimal_places=6, null=True)
    day_on = fields.DateField(null=True)
    is_yes = fields.BooleanField(null=True)

    class Meta:
        table = "idea_field"
        unique_together = (("idea_id", "field_id"),)
        indexes = [Index(fields=("field_id", column)) for column in ("choice", "number", "day_on")]


class IdeaReview(Model):
    """What was decided about an idea before it was shown, `asked_at` is since when it had waited."""

    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    stage = fields.CharEnumField(Stage, max_length=10)
    words = fields.TextField(default="")
    asked_at = fields.DatetimeField()
    at = fields.DatetimeField()

    class Meta:
        table = "idea_review"
        indexes = [Index(fields=("idea_id", "id"))]
