"""What was found to be alike, what people say of it, and words that are not proposed yet."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from ideas.board.models import Idea
from kernel.tables import Model


class Ruling(StrEnum):
    """What staff found of two ideas; that they are one is told by their merge, not here."""

    DIFFERENT = "different"


class Likeness(Model):
    """Two ideas that may be one wish, the lower number first.

    `score` is how alike their words are, 0 where nobody but members saw it. `said` counts the members who call them the
    same. `certainty` is the order of the queue, made of both. `ruling` is remembered, and such a pair never comes back.
    """

    a_id: int
    b_id: int
    ruled_by_id: int | None
    id = fields.IntField(primary_key=True)
    a: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    b: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    score = fields.FloatField(default=0.0)
    said = fields.IntField(default=0)
    certainty = fields.FloatField(default=0.0)
    found_at = fields.DatetimeField()
    ruled_at = fields.DatetimeField(null=True)
    ruled_by: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    ruling = fields.CharEnumField(Ruling, max_length=12, null=True)

    class Meta:
        table = "likeness"
        unique_together = (("a_id", "b_id"),)
        indexes = [Index(fields=("ruling", "certainty", "id")), Index(fields=("b_id",))]


class Looked(Model):
    """When an idea was last compared with the others, so that each is compared again only when its words changed."""

    idea_id: int
    id = fields.IntField(primary_key=True)
    idea: fields.OneToOneRelation[Idea] = fields.OneToOneField("ideas.Idea", related_name=False)
    at = fields.DatetimeField()

    class Meta:
        table = "likeness_looked"


class Rarity(Model):
    """How rare words are on this site, one row: in how many of so many ideas each is held that is in two or more."""

    id = fields.IntField(primary_key=True)
    ideas = fields.IntField()
    words: fields.Field[dict[str, int]] = fields.JSONField(default=dict)
    counted_at = fields.DatetimeField()

    class Meta:
        table = "rarity"


class SameAs(Model):
    """A member says that an idea is the same wish as another, once for the two, whichever of them was being read."""

    idea_id: int
    other_id: int
    person_id: int
    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    other: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    created_at = fields.DatetimeField()

    class Meta:
        table = "same_as"
        unique_together = (("idea_id", "other_id", "person_id"),)
        indexes = [Index(fields=("other_id",)), Index(fields=("person_id", "id"))]


class LinkKind(StrEnum):
    """How an idea stands to another; `similar` reads the same from both ends."""

    SIMILAR = "similar"
    CONTAINS = "contains"
    BLOCKS = "blocks"


class IdeaLink(Model):
    """A softer tie than a merge, from `idea` to `other`. Part of is kept as contains, from the other end."""

    idea_id: int
    other_id: int
    by_id: int
    id = fields.IntField(primary_key=True)
    idea: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    other: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    kind = fields.CharEnumField(LinkKind, max_length=12)
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    at = fields.DatetimeField()

    class Meta:
        table = "idea_link"
        unique_together = (("idea_id", "other_id", "kind"),)
        indexes = [Index(fields=("other_id",))]


class Draft(Model):
    """Words that somebody has not proposed yet, found again on another device.

    `typed` is the form as it stood, without its pictures. `opened` names the window that saved last and `revision` counts how
    often any did, so that two windows do not overwrite each other.
    """

    person_id: int
    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    club = fields.CharField(60, default="")
    title = fields.CharField(200, default="")
    typed: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    opened = fields.CharField(24)
    revision = fields.IntField(default=1)
    created_at = fields.DatetimeField()
    saved_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "draft"
        unique_together = (("person_id", "opened"),)


class Split(Model):
    """An idea that staff made two of, the words of `new` were taken out of `source`."""

    source_id: int
    new_id: int
    by_id: int
    id = fields.IntField(primary_key=True)
    source: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    new: fields.ForeignKeyRelation[Idea] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    reason = fields.TextField(default="")
    at = fields.DatetimeField()

    class Meta:
        table = "idea_split"
        indexes = [Index(fields=("source_id", "id")), Index(fields=("new_id",))]


class Meant(StrEnum):
    """Which of two ideas a supporter of the one that was divided meant."""

    KEEP = "keep"
    MOVE = "move"
    BOTH = "both"


class SplitAnswer(Model):
    """What a supporter answered, nothing moves for those who did not."""

    split_id: int
    person_id: int
    id = fields.IntField(primary_key=True)
    split: fields.ForeignKeyRelation[Split] = fields.ForeignKeyField("ideas.Split", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    answer = fields.CharEnumField(Meant, max_length=8)
    at = fields.DatetimeField()

    class Meta:
        table = "idea_split_answer"
        unique_together = (("split_id", "person_id"),)
        indexes = [Index(fields=("person_id",))]
