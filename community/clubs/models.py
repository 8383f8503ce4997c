"""Clubs, who belonged to them when, their charters, doors and topics."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class Entry(StrEnum):
    """How one becomes a member."""

    OPEN = "open"
    REQUEST = "request"
    INVITATION = "invitation"


class Role(StrEnum):
    """What a member may do in the club, a treasurer of votes opens ballots."""

    MEMBER = "member"
    TREASURER = "treasurer"
    HOST = "host"


class End(StrEnum):
    """How a row of membership ended: by another role, by leaving, by a ban, by a merge, with the club or the account."""

    ROLE = "role"
    LEFT = "left"
    BANNED = "banned"
    MERGED = "merged"
    CLOSED = "closed"
    ERASED = "erased"
    RULE = "rule"


class Club(Model):
    """Members who gather around something. `audience` names whom its door lets in by itself, `folded` is what is searched."""

    picture_id: int | None
    merged_into_id: int | None
    id = fields.IntField(primary_key=True)
    slug = fields.CharField(60, unique=True)
    name = fields.CharField(80)
    summary = fields.CharField(200, default="")
    place = fields.CharField(80, default="")
    place_folded = fields.CharField(80, default="")
    folded = fields.TextField(default="")
    language = fields.CharField(10, default="")
    wall = fields.CharField(20, default="moss")
    picture: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "kernel.File", null=True, on_delete=fields.SET_NULL, related_name=False
    )
    entry = fields.CharEnumField(Entry, max_length=12, default=Entry.OPEN)
    question = fields.CharField(300, default="")
    audience = fields.CharField(60, default="")
    is_private = fields.BooleanField(default=False)
    members = fields.IntField(default=0)
    created_at = fields.DatetimeField()
    archived_at = fields.DatetimeField(null=True)
    hidden_at = fields.DatetimeField(null=True)
    handover_at = fields.DatetimeField(null=True)
    merged_into: fields.ForeignKeyNullableRelation[Club] = fields.ForeignKeyField(
        "community.Club", null=True, on_delete=fields.SET_NULL, related_name=False
    )

    class Meta:
        table = "club"
        indexes = [Index(fields=("place_folded",)), Index(fields=("members", "id"))]


class Charter(Model):
    """One version of a club's charter."""

    id = fields.IntField(primary_key=True)
    club: fields.ForeignKeyRelation[Club] = fields.ForeignKeyField("community.Club", related_name=False)
    number = fields.IntField()
    body = fields.TextField()
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    at = fields.DatetimeField()

    class Meta:
        table = "charter"
        unique_together = (("club_id", "number"),)


class Membership(Model):
    """That somebody belonged to a club in a role, from then till then: `is_by_rule` if its rule let them in by itself.

    `stands` is true or null, so that one row stands.
    """

    club_id: int
    person_id: int
    id = fields.IntField(primary_key=True)
    club: fields.ForeignKeyRelation[Club] = fields.ForeignKeyField("community.Club", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    role = fields.CharEnumField(Role, max_length=12, default=Role.MEMBER)
    charter = fields.IntField(default=0)
    is_by_rule = fields.BooleanField(default=False)
    from_at = fields.DatetimeField()
    until_at = fields.DatetimeField(null=True)
    end = fields.CharEnumField(End, max_length=12, null=True)
    stands = fields.BooleanField(null=True, default=True)

    class Meta:
        table = "membership"
        unique_together = (("person_id", "club_id", "stands"),)
        indexes = [Index(fields=("club_id", "stands", "id")), Index(fields=("club_id", "from_at"))]


class JoinRequest(Model):
    """That somebody asked to join, with their answer to the club's question. `waits` is true or null."""

    club_id: int
    person_id: int
    id = fields.IntField(primary_key=True)
    club: fields.ForeignKeyRelation[Club] = fields.ForeignKeyField("community.Club", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    answer = fields.TextField(default="")
    charter = fields.IntField(default=0)
    at = fields.DatetimeField()
    waits = fields.BooleanField(null=True, default=True)
    is_accepted = fields.BooleanField(null=True)
    reason = fields.CharField(300, default="")
    decided_at = fields.DatetimeField(null=True)
    by: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )

    class Meta:
        table = "join_request"
        unique_together = (("club_id", "person_id", "waits"),)


class Invitation(Model):
    """A link into a club, for whoever has it or for one address: how often it may be used, and until when."""

    club_id: int
    by_id: int
    id = fields.IntField(primary_key=True)
    club: fields.ForeignKeyRelation[Club] = fields.ForeignKeyField("community.Club", related_name=False)
    token = fields.CharField(64, unique=True)
    email = fields.CharField(254, default="")
    most = fields.IntField(default=0)
    used = fields.IntField(default=0)
    until_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    at = fields.DatetimeField()

    class Meta:
        table = "invitation"
        indexes = [Index(fields=("club_id", "id"))]


class Ban(Model):
    """That somebody was shut out with a reason, and what staff said when they appealed. `stands` is true or null."""

    club_id: int
    person_id: int
    id = fields.IntField(primary_key=True)
    club: fields.ForeignKeyRelation[Club] = fields.ForeignKeyField("community.Club", related_name=False)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    reason = fields.TextField()
    by: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    at = fields.DatetimeField()
    stands = fields.BooleanField(null=True, default=True)
    appeal = fields.TextField(default="")
    appealed_at = fields.DatetimeField(null=True)
    answer = fields.TextField(default="")
    answered_at = fields.DatetimeField(null=True)
    answered_by: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    lifted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "club_ban"
        unique_together = (("club_id", "person_id", "stands"),)


class Topic(Model):
    """Something a club talks about, what is said hangs on its thread."""

    club_id: int
    author_id: int
    id = fields.IntField(primary_key=True)
    club: fields.ForeignKeyRelation[Club] = fields.ForeignKeyField("community.Club", related_name=False)
    author: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    title = fields.CharField(160)
    body = fields.TextField(default="")
    comments = fields.IntField(default=0)
    created_at = fields.DatetimeField()
    last_at = fields.DatetimeField()
    pinned_at = fields.DatetimeField(null=True)
    closed_at = fields.DatetimeField(null=True)
    hidden_at = fields.DatetimeField(null=True)

    class Meta:
        table = "topic"
        indexes = [Index(fields=("club_id", "last_at", "id"))]
