"""A club's signed wish lists and what the brand answered, item by item."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class WishState(StrEnum):
    """Where a list stands."""

    DRAFT = "draft"
    SIGNING = "signing"
    DELIVERED = "delivered"
    ANSWERED = "answered"


class Reply(StrEnum):
    """What the product team said to an item."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    QUESTION = "question"


class WishList(Model):
    """What a club asks for. Its text is frozen when signing begins: `frozen` holds it, `checksum` its SHA-256."""

    club_id: int
    ballot_id: int | None
    id = fields.IntField(primary_key=True)
    club: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Club", related_name=False)
    ballot: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "voting.Ballot", null=True, related_name=False
    )
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    slug = fields.CharField(80)
    title = fields.CharField(160)
    body = fields.TextField(default="")
    state = fields.CharEnumField(WishState, max_length=10, default=WishState.DRAFT)
    frozen = fields.TextField(default="")
    checksum = fields.CharField(64, default="")
    signatures = fields.IntField(default=0)
    created_at = fields.DatetimeField()
    signing_at = fields.DatetimeField(null=True)
    delivered_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    answered_at = fields.DatetimeField(null=True)
    delivered_people = fields.IntField(null=True)
    delivered_accounts = fields.IntField(null=True)
    delivered_worth = fields.BigIntField(null=True)
    worth_run = fields.IntField(null=True)
    currency = fields.CharField(3, default="")
    hidden_at = fields.DatetimeField(null=True)

    class Meta:
        table = "wish_list"
        indexes = [Index(fields=("club_id", "id")), Index(fields=("state", "due_at"))]


class WishItem(Model):
    """One thing that is asked for, and the answer that stands."""

    wish_list_id: int
    idea_id: int | None
    id = fields.IntField(primary_key=True)
    wish_list: fields.ForeignKeyRelation[WishList] = fields.ForeignKeyField("voting.WishList", related_name=False)
    position = fields.IntField()
    words = fields.CharField(300)
    idea: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField("ideas.Idea", null=True, related_name=False)
    reply = fields.CharEnumField(Reply, max_length=10, null=True)
    horizon = fields.CharField(10, default="")
    answer = fields.TextField(default="")
    promised_on = fields.DateField(null=True)
    kept_on = fields.DateField(null=True)
    answered_at = fields.DatetimeField(null=True)
    answered_by: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )

    class Meta:
        table = "wish_item"
        unique_together = (("wish_list_id", "position"),)
        indexes = [Index(fields=("idea_id",))]


class WishWord(Model):
    """What was said to an item, by the brand or back by the club, never changed. The newest of the brand stands on the item."""

    id = fields.IntField(primary_key=True)
    item: fields.ForeignKeyRelation[WishItem] = fields.ForeignKeyField("voting.WishItem", related_name=False)
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    is_brand = fields.BooleanField(default=True)
    reply = fields.CharEnumField(Reply, max_length=10, null=True)
    horizon = fields.CharField(10, default="")
    promised_on = fields.DateField(null=True)
    body = fields.TextField(default="")
    at = fields.DatetimeField()

    class Meta:
        table = "wish_word"
        indexes = [Index(fields=("item_id", "id"))]


class Signature(Model):
    """That a member stands by a list. `stands` is true or null."""

    id = fields.IntField(primary_key=True)
    wish_list: fields.ForeignKeyRelation[WishList] = fields.ForeignKeyField("voting.WishList", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)
    stands = fields.BooleanField(null=True, default=True)

    class Meta:
        table = "signature"
        unique_together = (("wish_list_id", "person_id", "stands"),)


class ClubItem(Model):
    """An idea of the roadmap as a club talks about it, what is said hangs on its thread."""

    id = fields.IntField(primary_key=True)
    club: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Club", related_name=False)
    idea: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Idea", related_name=False)
    comments = fields.IntField(default=0)

    class Meta:
        table = "club_item"
        unique_together = (("club_id", "idea_id"),)
