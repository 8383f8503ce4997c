"""What is kept of points: months that staff fund, a purse and lots for each person, entries whose lines sum to nothing."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Fund(Model):
    """A month's budget, by its first day, what staff funded, of that what was given and stands. Never `given` > `funded`.

    `told_low_at` is when staff heard that most of it is given.
    """

    id = fields.IntField(primary_key=True)
    month_on = fields.DateField(unique=True)
    funded = fields.BigIntField(default=0)
    given = fields.BigIntField(default=0)
    told_low_at = fields.DatetimeField(null=True)

    class Meta:
        table = "point_fund"


class Purse(Model):
    """What somebody has, each the sum of their lines in the account of that name, none of them ever below nothing.

    `owed` is what was taken back after it had been spent, it is set off against what is earned next.
    """

    id = fields.IntField(primary_key=True)
    person: fields.OneToOneRelation[Model] = fields.OneToOneField("community.Person", related_name=False)
    free = fields.BigIntField(default=0)
    held = fields.BigIntField(default=0)
    spent = fields.BigIntField(default=0)
    expired = fields.BigIntField(default=0)
    owed = fields.BigIntField(default=0)

    class Meta:
        table = "point_purse"


class Lot(Model):
    """All of somebody's points that end at the same moment: how many ever came, and how many remain free."""

    id = fields.BigIntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    ends_at = fields.DatetimeField()
    amount = fields.BigIntField()
    remains = fields.BigIntField()
    told_at = fields.DatetimeField(null=True)

    class Meta:
        table = "point_lot"
        unique_together = (("person_id", "ends_at"),)
        indexes = [Index(fields=("ends_at",))]


class Act(StrEnum):
    """What an entry of the ledger is about."""

    FUNDED = "funded"
    AWARDED = "awarded"
    REVERSED = "reversed"
    HELD = "held"
    CAPTURED = "captured"
    RELEASED = "released"
    RETURNED = "returned"
    EXPIRED = "expired"
    ERASED = "erased"


class Entry(Model):
    """One thing that happened to points, never changed. `cause` is what it was done for, `kind` the rule it came by."""

    id = fields.BigIntField(primary_key=True)
    act = fields.CharEnumField(Act, max_length=10)
    person: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    fund: fields.ForeignKeyNullableRelation[Fund] = fields.ForeignKeyField(
        "ambassadors.Fund", null=True, related_name=False
    )
    kind = fields.CharField(30, default="")
    cause_kind = fields.CharField(30, default="")
    cause_id = fields.BigIntField(default=0)
    by_id = fields.IntField(null=True)
    reason = fields.CharField(300, default="")
    at = fields.DatetimeField()

    class Meta:
        table = "point_entry"
        indexes = [Index(fields=("person_id", "at")), Index(fields=("fund_id", "act"))]


class Account(StrEnum):
    """Where points lie. The brand's and what it advanced are below nothing, all together are nothing."""

    BRAND = "brand"
    FUND = "fund"
    FREE = "free"
    HELD = "held"
    SPENT = "spent"
    EXPIRED = "expired"
    OWED = "owed"
    ADVANCED = "advanced"


class Posting(Model):
    """A line of an entry: what it puts into one account, or takes out of it."""

    id = fields.BigIntField(primary_key=True)
    entry: fields.ForeignKeyRelation[Entry] = fields.ForeignKeyField("ambassadors.Entry", related_name=False)
    account = fields.CharEnumField(Account, max_length=10)
    amount = fields.BigIntField()

    class Meta:
        table = "point_posting"
        indexes = [Index(fields=("entry_id",))]


class Short(StrEnum):
    """Why less was given than a rule says."""

    NONE = "none"
    CAP = "cap"
    BUDGET = "budget"


class Award(Model):
    """That somebody was paid for a cause, once: `due` by the rule, `amount` in truth, `settled` of it set off against debt.

    `owed` is what was spent already when it was taken back. An event pays somebody once, whatever rules listen to it.
    """

    id = fields.BigIntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    kind = fields.CharField(30)
    cause_kind = fields.CharField(30)
    cause_id = fields.BigIntField()
    event_id = fields.BigIntField(null=True)
    fund: fields.ForeignKeyRelation[Fund] = fields.ForeignKeyField("ambassadors.Fund", related_name=False)
    due = fields.BigIntField()
    amount = fields.BigIntField()
    settled = fields.BigIntField(default=0)
    owed = fields.BigIntField(default=0)
    short = fields.CharEnumField(Short, max_length=6, default=Short.NONE)
    ends_at = fields.DatetimeField()
    at = fields.DatetimeField()
    reversed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "point_award"
        unique_together = (("person_id", "cause_kind", "cause_id"), ("person_id", "event_id"))
        indexes = [Index(fields=("cause_kind", "cause_id")), Index(fields=("person_id", "kind", "at"))]


class HoldState(StrEnum):
    OPEN = "open"
    CAPTURED = "captured"
    RELEASED = "released"
    RETURNED = "returned"


class Hold(Model):
    """Points put aside for a cause until they are spent or free again, `parts` are the lots they came from."""

    person_id: int
    id = fields.BigIntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    amount = fields.BigIntField()
    cause_kind = fields.CharField(30)
    cause_id = fields.BigIntField()
    state = fields.CharEnumField(HoldState, max_length=10, default=HoldState.OPEN)
    parts: fields.Field[list[list[int]]] = fields.JSONField(default=list)
    at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "point_hold"
        indexes = [Index(fields=("person_id", "state")), Index(fields=("cause_kind", "cause_id"))]


class Rule(Model):
    """What one kind of doing pays from a moment on, nothing at 0, `month_cap` is the most for one person and month."""

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(30)
    amount = fields.IntField()
    month_cap = fields.IntField(null=True)
    from_at = fields.DatetimeField()
    reason = fields.CharField(300, default="")
    by_id = fields.IntField(null=True)
    at = fields.DatetimeField()

    class Meta:
        table = "point_rule"
        indexes = [Index(fields=("kind", "from_at"))]


class Thanks(Model):
    """Points that staff gave by hand, with the words they wrote."""

    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    amount = fields.IntField()
    words = fields.CharField(300)
    by_id = fields.IntField(null=True)
    at = fields.DatetimeField()

    class Meta:
        table = "point_thanks"
