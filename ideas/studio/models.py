"""Product templates in their versions, and the designs that people made of them."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class State(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Remixing(StrEnum):
    """What others may do with a design: nothing, start from it and name its author, or also pass on a share."""

    NONE = "none"
    CREDIT = "credit"
    SHARE = "share"


class Template(Model):
    """A product that may be designed, `version` is the newest, `royalty` what designs of it earn in basis points."""

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(60, unique=True)
    version = fields.IntField(default=1)
    royalty = fields.IntField(default=500)
    position = fields.IntField(default=0)
    is_open = fields.BooleanField(default=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "product_template"


class TemplateVersion(Model):
    """What a template said at one time, never changed: designs keep the version they were made with."""

    template_id: int
    id = fields.IntField(primary_key=True)
    template: fields.ForeignKeyRelation[Template] = fields.ForeignKeyField("ideas.Template", related_name=False)
    number = fields.IntField()
    definition = fields.TextField()
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    note = fields.CharField(300, default="")
    created_at = fields.DatetimeField()

    class Meta:
        table = "template_version"
        unique_together = (("template_id", "number"),)


class Design(Model):
    """A customer's version of a product. Scores, wishes and pre-orders are counts that voting and ambassadors keep.

    `n0` to `n5` say how many valid scores of each value it has.
    """

    author_id: int
    template_id: int
    original_id: int | None
    idea_id: int | None
    id = fields.IntField(primary_key=True)
    author: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    template: fields.ForeignKeyRelation[Template] = fields.ForeignKeyField("ideas.Template", related_name=False)
    version = fields.IntField()
    recipe = fields.TextField()
    digest = fields.CharField(64, db_index=True)
    picture_hash = fields.CharField(16, default="", db_index=True)
    title = fields.CharField(120, default="")
    slug = fields.CharField(80, default="-")
    story = fields.TextField(default="")
    state = fields.CharEnumField(State, max_length=10, default=State.DRAFT)
    remixing = fields.CharEnumField(Remixing, max_length=10, default=Remixing.CREDIT)
    share = fields.IntField(default=0)
    original: fields.ForeignKeyNullableRelation[Design] = fields.ForeignKeyField(
        "ideas.Design", null=True, related_name=False
    )
    idea: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField("ideas.Idea", null=True, related_name=False)
    royalty = fields.IntField(null=True)
    price = fields.BigIntField()
    currency = fields.CharField(3)
    revision = fields.IntField(default=1)
    remixes = fields.IntField(default=0)
    comments = fields.IntField(default=0)
    scores = fields.IntField(default=0)
    raw_scores = fields.IntField(default=0)
    n0 = fields.IntField(default=0, db_default=0)
    n1 = fields.IntField(default=0, db_default=0)
    n2 = fields.IntField(default=0, db_default=0)
    n3 = fields.IntField(default=0, db_default=0)
    n4 = fields.IntField(default=0, db_default=0)
    n5 = fields.IntField(default=0, db_default=0)
    bound = fields.FloatField(default=0.0)
    trending = fields.FloatField(default=0.0)
    wishes = fields.IntField(default=0)
    preorders = fields.IntField(default=0)
    shown = fields.IntField(default=0)
    created_at = fields.DatetimeField()
    changed_at = fields.DatetimeField()
    published_at = fields.DatetimeField(null=True)
    hidden_at = fields.DatetimeField(null=True)
    is_listed = fields.BooleanField(default=False)

    class Meta:
        table = "design"
        indexes = [
            Index(fields=(*first, order, "id"))
            for first in (("is_listed",), ("is_listed", "template_id"))
            for order in ("trending", "bound", "published_at", "remixes")
        ] + [Index(fields=("author_id", "id")), Index(fields=("original_id",)), Index(fields=("idea_id",))]


class DesignSave(Model):
    """A draft as it was kept, `is_aside` where another visit of the page kept it from an older one: both are offered."""

    design_id: int
    id = fields.BigIntField(primary_key=True)
    design: fields.ForeignKeyRelation[Design] = fields.ForeignKeyField("ideas.Design", related_name=False)
    revision = fields.IntField()
    recipe = fields.TextField()
    title = fields.CharField(120, default="")
    visit = fields.CharField(16, default="")
    is_aside = fields.BooleanField(default=False)
    created_at = fields.DatetimeField()

    class Meta:
        table = "design_save"
        unique_together = (("design_id", "revision"),)


class DesignDye(Model):
    """A dye that a published design shows, so that the gallery can be filtered by colour."""

    id = fields.BigIntField(primary_key=True)
    design: fields.ForeignKeyRelation[Design] = fields.ForeignKeyField("ideas.Design", related_name=False)
    dye = fields.CharField(30)

    class Meta:
        table = "design_dye"
        unique_together = (("dye", "design_id"),)
        indexes = [Index(fields=("design_id",))]


class Artwork(Model):
    """A picture somebody uploaded for print, with the words by which they declared that they may use it."""

    person_id: int
    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    digest = fields.CharField(64, db_index=True)
    name = fields.CharField(200, default="")
    width = fields.IntField()
    height = fields.IntField()
    colours = fields.IntField()
    is_vector = fields.BooleanField(default=False)
    rights = fields.TextField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "artwork"
        unique_together = (("person_id", "digest"),)
