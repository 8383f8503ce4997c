"""Perks, the codes behind them, who took which, and when somebody of the team looked at a code."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Gives(StrEnum):
    """What a perk does."""

    CODE = "code"
    PERCENT = "percent"
    SEAT = "seat"
    EARLY = "early"
    NAMING = "naming"
    BADGE = "badge"
    THANKS = "thanks"
    RELEASE = "release"


class Kind(StrEnum):
    """The three currencies in which a brand says thank you."""

    MONEY = "money"
    EXPERIENCE = "experience"
    RECOGNITION = "recognition"


KINDS = {
    Kind.MONEY: (Gives.CODE, Gives.PERCENT),
    Kind.EXPERIENCE: (Gives.SEAT, Gives.EARLY, Gives.NAMING),
    Kind.RECOGNITION: (Gives.BADGE, Gives.THANKS, Gives.RELEASE),
}
KIND = {gives: kind for kind, all_of in KINDS.items() for gives in all_of}
CODED = (Gives.CODE, Gives.PERCENT)


class Perk(Model):
    """What points may be spent on. `price` is in points, `most_each` how often one person may have it.

    `stock` is how many there are, none where that is not counted or where the codes are what there is, and `taken` how
    many of a stock stand. It may be taken between `opens_at` and `closes_at` until staff end it. What it gives lasts
    `days` from the taking, and between `from_at` and `until_at`. `label` is a badge, the name of a release, or what is
    to be named. `code` is one for all, where there is no pool of them.
    """

    meeting_id: int | None
    idea_id: int | None
    id = fields.IntField(primary_key=True)
    slug = fields.CharField(60, unique=True)
    gives = fields.CharEnumField(Gives, max_length=10)
    name = fields.CharField(80)
    body = fields.TextField(default="")
    price = fields.IntField(default=0)
    audience = fields.CharField(60, default="members")
    stock = fields.IntField(null=True)
    taken = fields.IntField(default=0)
    most_each = fields.IntField(default=1)
    opens_at = fields.DatetimeField(null=True)
    closes_at = fields.DatetimeField(null=True)
    published_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)
    percent = fields.IntField(null=True)
    days = fields.IntField(null=True)
    from_at = fields.DatetimeField(null=True)
    until_at = fields.DatetimeField(null=True)
    label = fields.CharField(80, default="")
    code = fields.CharField(100, default="")
    meeting: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Meeting", null=True, on_delete=fields.SET_NULL, related_name=False
    )
    idea: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "ideas.Idea", null=True, on_delete=fields.SET_NULL, related_name=False
    )
    position = fields.IntField(default=0)
    by_id = fields.IntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "perk"

    @property
    def kind(self) -> Kind:
        return KIND[self.gives]


class Standing(StrEnum):
    """Where a taken perk stands: held until it is used, while it can be given back."""

    HELD = "held"
    USED = "used"
    BACK = "back"


class Why(StrEnum):
    """Why a perk went back: by its owner, by staff, as its meeting does not take place, as its time ran out, with the account."""

    NONE = ""
    OWNER = "owner"
    STAFF = "staff"
    MEETING = "meeting"
    LAPSED = "lapsed"
    ERASED = "erased"


class PerkClaim(Model):
    """A perk that somebody took, for `points` that are held by `hold_id` until it is used, and come back when it goes back.

    What it gives begins at `from_at` and ends at `until_at`. `words` are the name that somebody gives a product.
    """

    perk_id: int
    person_id: int
    idea_id: int | None
    id = fields.IntField(primary_key=True)
    perk: fields.ForeignKeyRelation[Perk] = fields.ForeignKeyField("ambassadors.Perk", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    standing = fields.CharEnumField(Standing, max_length=6, default=Standing.HELD)
    points = fields.IntField(default=0)
    hold_id = fields.BigIntField(null=True)
    idea: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "ideas.Idea", null=True, on_delete=fields.SET_NULL, related_name=False
    )
    words = fields.CharField(120, default="")
    at = fields.DatetimeField()
    from_at = fields.DatetimeField(null=True)
    until_at = fields.DatetimeField(null=True)
    used_at = fields.DatetimeField(null=True)
    back_at = fields.DatetimeField(null=True)
    why = fields.CharEnumField(Why, max_length=8, default=Why.NONE)
    reason = fields.CharField(300, default="")

    class Meta:
        table = "perk_claim"
        indexes = [
            Index(fields=("person_id", "id")),
            Index(fields=("perk_id", "standing", "id")),
            Index(fields=("perk_id", "person_id")),
            Index(fields=("standing", "from_at")),
            Index(fields=("idea_id",)),
        ]


class PerkCode(Model):
    """A code of a pool, drawn once, with a `claim` it is somebody's, and goes to nobody else once it was seen."""

    id = fields.BigIntField(primary_key=True)
    perk: fields.ForeignKeyRelation[Perk] = fields.ForeignKeyField("ambassadors.Perk", related_name=False)
    code = fields.CharField(100, unique=True)
    claim: fields.OneToOneNullableRelation[PerkClaim] = fields.OneToOneField(
        "ambassadors.PerkClaim", null=True, related_name=False
    )
    added_at = fields.DatetimeField()
    drawn_at = fields.DatetimeField(null=True)

    class Meta:
        table = "perk_code"
        indexes = [Index(fields=("perk_id", "claim_id", "id"))]


class PerkCodeFile(Model):
    """A file of codes that staff handed in, `report` is what its import did, by line and never by code."""

    perk_id: int
    id = fields.IntField(primary_key=True)
    perk: fields.ForeignKeyRelation[Perk] = fields.ForeignKeyField("ambassadors.Perk", related_name=False)
    name = fields.CharField(200)
    state = fields.CharField(10, default="running")
    report: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    by_id = fields.IntField(null=True)
    created_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        table = "perk_code_file"
        indexes = [Index(fields=("perk_id", "id"))]


class PerkLook(Model):
    """That somebody of the team looked at the code of a claim, and why: its owner reads it."""

    id = fields.IntField(primary_key=True)
    claim: fields.ForeignKeyRelation[PerkClaim] = fields.ForeignKeyField("ambassadors.PerkClaim", related_name=False)
    by_id = fields.IntField()
    reason = fields.CharField(300)
    at = fields.DatetimeField()

    class Meta:
        table = "perk_look"
        indexes = [Index(fields=("claim_id",))]
