"""Accounts and what proves them."""

from __future__ import annotations

from enum import StrEnum

from tortoise import fields

from kernel.tables import Model


class Role(StrEnum):
    MEMBER = "member"
    MANAGER = "manager"
    EDITOR = "editor"
    ADMIN = "admin"


class Person(Model):
    """An account, unclaimed ones come from imports and are claimed at sign-up with the same confirmed address."""

    picture_id: int | None
    id = fields.IntField(primary_key=True)
    handle = fields.CharField(30, unique=True)
    name = fields.CharField(80)
    email = fields.CharField(254, unique=True, null=True)
    email_confirmed_at = fields.DatetimeField(null=True)
    password = fields.CharField(200, null=True)
    role = fields.CharEnumField(Role, max_length=10, default=Role.MEMBER)
    is_claimed = fields.BooleanField(default=True)
    is_ambassador = fields.BooleanField(default=False)
    bio = fields.TextField(default="")
    language = fields.CharField(5, default="")
    zone = fields.CharField(50, default="")
    picture: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "kernel.File", null=True, on_delete=fields.SET_NULL, related_name=False
    )
    suspended_until = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "person"


class Proof(Model):
    """A link in a letter, one use, and it runs out. One for opening an account holds what was typed at sign-up."""

    person_id: int | None
    id = fields.CharField(64, primary_key=True)
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    purpose = fields.CharField(10)
    email = fields.CharField(254)
    name = fields.CharField(80, default="")
    password = fields.CharField(200, default="")
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "proof"


class Token(Model):
    """A bearer token of the API, kept as a digest and shown once."""

    id = fields.IntField(primary_key=True)
    digest = fields.CharField(64, unique=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("community.Person", related_name=False)
    name = fields.CharField(80)
    scopes = fields.CharField(200)
    created_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "token"
