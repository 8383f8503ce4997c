"""Campaigns in which members invite others, their codes, who came by them, and letters that are still to be sent."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Campaign(Model):
    """What is promised from one moment until another to whoever invites and to whoever comes, in points of the house.

    The promise is due when the first order after the invitation is `return_days` old and was kept, at least `least` of
    `currency` in all. `monthly` is how many rewards one member gets a month, `audience` who may invite.
    """

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(60, unique=True)
    name = fields.CharField(80)
    words_fr = fields.CharField(300, default="")
    words_en = fields.CharField(300, default="")
    audience = fields.CharField(60, default="members")
    inviter_points = fields.IntField()
    invited_points = fields.IntField()
    return_days = fields.IntField(default=30)
    order_days = fields.IntField(default=90)
    least = fields.BigIntField(default=0)
    currency = fields.CharField(3)
    monthly = fields.IntField(default=10)
    opens_at = fields.DatetimeField()
    ends_at = fields.DatetimeField(null=True)
    by_id = fields.IntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "referral_campaign"
        indexes = [Index(fields=("opens_at", "ends_at"))]


class InviteCode(Model):
    """A member's own link in a campaign, the code is what stands after `via=`."""

    campaign_id: int
    person_id: int
    id = fields.IntField(primary_key=True)
    campaign: fields.ForeignKeyRelation[Campaign] = fields.ForeignKeyField("ambassadors.Campaign", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    code = fields.CharField(40, unique=True)
    created_at = fields.DatetimeField()
    closed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "referral_code"
        unique_together = (("person_id", "campaign_id"),)
        indexes = [Index(fields=("campaign_id",))]


class Opening(Model):
    """How often the page behind a code was opened on a day, and how many said that they be remembered. Nothing of whom."""

    id = fields.BigIntField(primary_key=True)
    code: fields.ForeignKeyRelation[InviteCode] = fields.ForeignKeyField("ambassadors.InviteCode", related_name=False)
    day = fields.DateField()
    opened = fields.IntField(default=0)
    remembered = fields.IntField(default=0)

    class Meta:
        table = "referral_opening"
        unique_together = (("code_id", "day"),)


class State(StrEnum):
    """Where a referral stands: an account, an order in its return window, paid, and three ends without a reward."""

    JOINED = "joined"
    ORDERED = "ordered"
    REWARDED = "rewarded"
    REVERSED = "reversed"
    LAPSED = "lapsed"
    REFUSED = "refused"


class Why(StrEnum):
    """Why a referral is not rewarded, or why the half of whoever invited is not."""

    NONE = ""
    SELF = "self"
    HOUSEHOLD = "household"
    CUSTOMER = "customer"
    KNOWN = "known"
    STAFF = "staff"
    TIME = "time"
    REFUND = "refund"
    LIMIT = "limit"
    BUDGET = "budget"
    GONE = "gone"


class Referral(Model):
    """That somebody came by a member's code, once in the life of an account, with what was promised on that day.

    `shows_name` is what who came agreed to. `cleared_by_id` is who of staff looked at it and found it right: then nobody
    asks again whether the two are one household. Points given are kept beside those promised.
    """

    person_id: int
    inviter_id: int
    code_id: int
    campaign_id: int
    id = fields.IntField(primary_key=True)
    person: fields.OneToOneRelation[Model] = fields.OneToOneField("community.Person", related_name=False)
    inviter: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    code: fields.ForeignKeyRelation[InviteCode] = fields.ForeignKeyField("ambassadors.InviteCode", related_name=False)
    campaign: fields.ForeignKeyRelation[Campaign] = fields.ForeignKeyField("ambassadors.Campaign", related_name=False)
    touched_at = fields.DatetimeField()
    joined_at = fields.DatetimeField()
    shows_name = fields.BooleanField(default=False)
    state = fields.CharEnumField(State, max_length=10, default=State.JOINED)
    why = fields.CharEnumField(Why, max_length=10, default=Why.NONE)
    inviter_points = fields.IntField()
    invited_points = fields.IntField()
    inviter_given = fields.IntField(default=0)
    invited_given = fields.IntField(default=0)
    ordered_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    decided_at = fields.DatetimeField(null=True)
    cleared_by_id = fields.IntField(null=True)

    class Meta:
        table = "referral"
        indexes = [
            Index(fields=("inviter_id", "id")),
            Index(fields=("campaign_id", "state")),
            Index(fields=("state", "id")),
        ]


class Invite(Model):
    """A letter of a member's to somebody. The address is there only while a letter is still to be sent.

    `digest` (keyed) tells the same address again until `until_at`, so that nobody is written to twice, and is then gone.
    `letter_id` is the letter on its way, taken out of the house as soon as it is sent.
    """

    code_id: int
    id = fields.IntField(primary_key=True)
    code: fields.ForeignKeyRelation[InviteCode] = fields.ForeignKeyField("ambassadors.InviteCode", related_name=False)
    address = fields.CharField(254, default="")
    digest = fields.CharField(64, null=True, unique=True)
    lang = fields.CharField(5)
    sent_at = fields.DatetimeField()
    remind_at = fields.DatetimeField(null=True)
    reminded_at = fields.DatetimeField(null=True)
    until_at = fields.DatetimeField()
    letter_id = fields.IntField(null=True)

    class Meta:
        table = "referral_letter"
        indexes = [Index(fields=("code_id", "id")), Index(fields=("remind_at",)), Index(fields=("until_at",))]


class Unwanted(Model):
    """An address, as a keyed digest, to which no member's letter goes any more."""

    digest = fields.CharField(64, primary_key=True)
    at = fields.DatetimeField()

    class Meta:
        table = "referral_unwanted"
