"""Shops of members, what is gathered there, what the brand's shop reports back, and what designers earn by it."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Shop(Model):
    """A member's public shelf, in the brand's frame, the banner is the part of its source that `banner_crop` names."""

    person_id: int
    banner_id: int | None
    banner_source_id: int | None
    id = fields.IntField(primary_key=True)
    person: fields.OneToOneRelation[Model] = fields.OneToOneField("community.Person", related_name=False)
    name = fields.CharField(80)
    story = fields.TextField(default="")
    wall = fields.CharField(20, default="lake")
    banner: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "kernel.File", null=True, related_name=False
    )
    opened_at = fields.DatetimeField()
    hidden_at = fields.DatetimeField(null=True)
    closed_at = fields.DatetimeField(null=True)
    banner_alt = fields.CharField(200, default="", db_default="")
    banner_crop = fields.CharField(20, default="", db_default="")
    banner_source: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "kernel.File", null=True, related_name=False
    )

    class Meta:
        table = "shop"

    @property
    def is_open(self) -> bool:
        """May everybody see it?"""
        return self.hidden_at is None and self.closed_at is None


class Shelved(Model):
    """A design on a shelf."""

    id = fields.IntField(primary_key=True)
    shop: fields.ForeignKeyRelation[Shop] = fields.ForeignKeyField("ambassadors.Shop", related_name=False)
    design: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Design", related_name=False)
    position = fields.IntField(default=0)

    class Meta:
        table = "shelved"
        unique_together = (("shop_id", "design_id"),)


class Fate(StrEnum):
    """What became of an offer."""

    GATHERING = "gathering"
    REACHED = "reached"
    PRODUCTION = "production"
    RELEASED = "released"


class Offer(Model):
    """A design that is made when enough people want it by a date. `gathered` counts confirmed pieces that stand.

    Until the date its fate is what stands now; `reached_at` is when it was first enough.
    """

    design_id: int
    id = fields.IntField(primary_key=True)
    design: fields.OneToOneRelation[Model] = fields.OneToOneField("ideas.Design", related_name=False)
    threshold = fields.IntField(default=50)
    until = fields.DatetimeField()
    extended = fields.IntField(default=0)
    fate = fields.CharEnumField(Fate, max_length=12, default=Fate.GATHERING)
    price = fields.BigIntField()
    currency = fields.CharField(3)
    gathered = fields.IntField(default=0)
    opened_at = fields.DatetimeField()
    decided_at = fields.DatetimeField(null=True)
    reached_at = fields.DatetimeField(null=True)

    class Meta:
        table = "offer"
        indexes = [Index(fields=("fate", "until"))]


class Wish(StrEnum):
    """Where a pre-order stands."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"


class PreOrder(Model):
    """An intent to buy, nothing is paid, it counts once its e-mail address is confirmed. `via` is whose shop it came by."""

    offer_id: int
    via_id: int | None
    id = fields.IntField(primary_key=True)
    offer: fields.ForeignKeyRelation[Offer] = fields.ForeignKeyField("ambassadors.Offer", related_name=False)
    person: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    via: fields.ForeignKeyNullableRelation[Shop] = fields.ForeignKeyField(
        "ambassadors.Shop", null=True, related_name=False
    )
    email = fields.CharField(254)
    size = fields.CharField(12, default="")
    quantity = fields.IntField(default=1)
    state = fields.CharEnumField(Wish, max_length=10, default=Wish.ASKED)
    token = fields.CharField(64, unique=True)
    lang = fields.CharField(5, default="fr")
    created_at = fields.DatetimeField()
    confirmed_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "preorder"
        unique_together = (("offer_id", "email", "size"),)
        indexes = [Index(fields=("offer_id", "state")), Index(fields=("person_id", "id")), Index(fields=("email",))]


class OfferLetter(Model):
    """That a pre-order was written to about an event: the row is what makes the letter go once."""

    id = fields.BigIntField(primary_key=True)
    preorder: fields.ForeignKeyRelation[PreOrder] = fields.ForeignKeyField("ambassadors.PreOrder", related_name=False)
    event_id = fields.BigIntField()

    class Meta:
        table = "offer_letter"
        unique_together = (("preorder_id", "event_id"),)


class ShopOrder(Model):
    """A sale that the brand's shop reported, once for its reference, or what it took back of one, below nothing."""

    design_id: int
    via_id: int | None
    reverses_id: int | None
    id = fields.IntField(primary_key=True)
    reference = fields.CharField(120, unique=True)
    design: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("ideas.Design", related_name=False)
    size = fields.CharField(12, default="")
    quantity = fields.IntField(default=1)
    amount = fields.BigIntField()
    currency = fields.CharField(3)
    via: fields.ForeignKeyNullableRelation[Shop] = fields.ForeignKeyField(
        "ambassadors.Shop", null=True, related_name=False
    )
    placed_at = fields.DatetimeField()
    reported_at = fields.DatetimeField()
    reversed_at = fields.DatetimeField(null=True)
    reverses: fields.ForeignKeyNullableRelation[ShopOrder] = fields.ForeignKeyField(
        "ambassadors.ShopOrder", null=True, related_name=False
    )

    class Meta:
        table = "shop_order"
        indexes = [Index(fields=("design_id", "placed_at")), Index(fields=("reverses_id",))]


class RoyaltyKind(StrEnum):
    EARNED = "earned"
    REVERSED = "reversed"
    PAID = "paid"


class Royalty(Model):
    """One line of what designers earn, in minor units, payouts and reversals below nothing, never changed."""

    id = fields.BigIntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    order: fields.ForeignKeyNullableRelation[ShopOrder] = fields.ForeignKeyField(
        "ambassadors.ShopOrder", null=True, related_name=False
    )
    design: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "ideas.Design", null=True, related_name=False
    )
    kind = fields.CharEnumField(RoyaltyKind, max_length=10)
    amount = fields.BigIntField()
    currency = fields.CharField(3)
    reference = fields.CharField(120, default="")
    by_id = fields.IntField(null=True)
    at = fields.DatetimeField()

    class Meta:
        table = "royalty"
        unique_together = (("order_id", "person_id", "kind", "design_id"),)
        indexes = [Index(fields=("person_id", "at"))]
