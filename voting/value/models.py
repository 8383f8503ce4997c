"""The brand's customers, what they bought, and what they are worth at a date."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Customer(Model):
    """A buyer, known by the brand's own reference, `stated_value` is a contract's worth in minor units."""

    id = fields.IntField(primary_key=True)
    reference = fields.CharField(120, unique=True)
    name = fields.CharField(200, default="")
    kind = fields.CharField(10, default="person")
    email = fields.CharField(254, default="", db_index=True)
    segment = fields.CharField(80, default="", db_index=True)
    country = fields.CharField(2, default="")
    since = fields.DateField(null=True)
    stated_value = fields.BigIntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "customer"


class Order(Model):
    """One purchase, or a refund where the amount is negative, minor units of its currency."""

    id = fields.BigIntField(primary_key=True)
    reference = fields.CharField(120, unique=True)
    customer: fields.ForeignKeyRelation[Customer] = fields.ForeignKeyField("voting.Customer", related_name=False)
    placed_at = fields.DatetimeField()
    amount = fields.BigIntField()
    currency = fields.CharField(3)

    class Meta:
        table = "customer_order"
        indexes = [Index(fields=("customer_id", "placed_at"))]


class LinkSource(StrEnum):
    CONFIRMED = "confirmed"
    STAFF = "staff"
    IMPORTED = "imported"


class Link(Model):
    """A member counts for a customer, one made from an imported address serves counting only and shows nothing."""

    customer_id: int
    id = fields.IntField(primary_key=True)
    person: fields.OneToOneRelation[Model] = fields.OneToOneField("community.Person", related_name=False)
    customer: fields.ForeignKeyRelation[Customer] = fields.ForeignKeyField("voting.Customer", related_name=False)
    source = fields.CharEnumField(LinkSource, max_length=10)
    by_id = fields.IntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "customer_link"
        indexes = [Index(fields=("customer_id",))]


class Unlinking(Model):
    """A member does not count for a customer, by the word of staff or their own, so that no file links them again."""

    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    customer: fields.ForeignKeyRelation[Customer] = fields.ForeignKeyField("voting.Customer", related_name=False)
    source = fields.CharEnumField(LinkSource, max_length=10)
    reason = fields.CharField(300, default="")
    by_id = fields.IntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "customer_unlinking"
        unique_together = (("person_id", "customer_id"),)
        indexes = [Index(fields=("customer_id",))]


class Segment(Model):
    """A named group of customers, by the imported column, by RFM, or by a rule such as a country.

    One that staff removed keeps its row with `removed_at`, so that the next file does not bring it back.
    """

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(60, unique=True)
    name = fields.CharField(80)
    kind = fields.CharField(10)
    rule: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    created_at = fields.DatetimeField()
    removed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "segment"


class WorthRun(Model):
    """One fit at a date, never overwritten, so that a roadmap can say which it used."""

    id = fields.IntField(primary_key=True)
    as_of = fields.DateField(db_index=True)
    method = fields.CharField(30)
    reason = fields.CharField(200, default="")
    currency = fields.CharField(3)
    customers = fields.IntField()
    horizon_weeks = fields.FloatField()
    discount_rate = fields.FloatField()
    default_worth = fields.BigIntField()
    fit: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    created_at = fields.DatetimeField()

    class Meta:
        table = "worth_run"


class Worth(Model):
    """A customer's expected lifetime value in one run, minor units, with where it comes from."""

    id = fields.BigIntField(primary_key=True)
    run: fields.ForeignKeyRelation[WorthRun] = fields.ForeignKeyField("voting.WorthRun", related_name=False)
    customer: fields.ForeignKeyRelation[Customer] = fields.ForeignKeyField("voting.Customer", related_name=False)
    amount = fields.FloatField()
    source = fields.CharField(10)
    rfm = fields.CharField(20, default="")
    x = fields.IntField(default=0)
    t_x = fields.FloatField(default=0.0)
    t = fields.FloatField(default=0.0)
    mean_spend = fields.FloatField(null=True)

    class Meta:
        table = "worth"
        unique_together = (("run_id", "customer_id"),)
        indexes = [Index(fields=("customer_id",))]


class Upload(Model):
    """A file that staff handed in, `report` is what its import did, its bytes lie in the data folder until then."""

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(20)
    name = fields.CharField(200)
    state = fields.CharField(10, default="waiting")
    report: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    by_id = fields.IntField(null=True)
    created_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        table = "upload"
