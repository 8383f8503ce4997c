"""Accounts at other sites that let somebody in here, and who may open an account."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import Index

from kernel.tables import Model


class OutsideAccount(Model):
    """Somebody's account at a provider, proven to be theirs on both sides. It is known by who vouches and by their number there.

    `shown` is what its owner knows it by, `role` what its groups gave here last, `reference` the customer it says they are.
    """

    person_id: int
    id = fields.IntField(primary_key=True)
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField("community.Person", related_name=False)
    provider = fields.CharField(20)
    issuer = fields.CharField(300)
    subject = fields.CharField(255)
    shown = fields.CharField(254, default="")
    role = fields.CharField(10, default="")
    reference = fields.CharField(100, default="")
    created_at = fields.DatetimeField()
    used_at = fields.DatetimeField()

    class Meta:
        table = "outside_account"
        unique_together = (("issuer", "subject"),)


class OutsideSession(Model):
    """A session at a provider by which somebody came in, its key is a digest of what the provider calls it.

    `hint` is the token it gave, sealed: we show it again when its owner signs out there.
    """

    account_id: int
    id = fields.CharField(64, primary_key=True)
    account: fields.ForeignKeyRelation[OutsideAccount] = fields.ForeignKeyField(
        "community.OutsideAccount", related_name=False
    )
    hint = fields.TextField()
    created_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "outside_session"


class SpentToken(Model):
    """A provider's word that has been acted on and works no second time, its key is a digest."""

    id = fields.CharField(64, primary_key=True)
    expires_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "spent_token"


class SignUpInvitation(Model):
    """A link that lets somebody open an account: for one address, or for as many people as it says.

    We keep its digest; a site made of another's file has none, and the link opens nothing there.
    """

    by_id: int | None
    id = fields.IntField(primary_key=True)
    digest = fields.CharField(64, unique=True, null=True)
    by: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, on_delete=fields.SET_NULL, related_name=False
    )
    label = fields.CharField(80, default="")
    email = fields.CharField(254, default="")
    most = fields.IntField()
    used = fields.IntField(default=0)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sign_up_invitation"


class InvitedPerson(Model):
    """Somebody who opened their account by an invitation."""

    person_id: int
    id = fields.IntField(primary_key=True)
    invitation: fields.ForeignKeyRelation[SignUpInvitation] = fields.ForeignKeyField(
        "community.SignUpInvitation", related_name=False
    )
    person: fields.ForeignKeyRelation[Model] = fields.ForeignKeyField(
        "community.Person", related_name=False, unique=True
    )
    at = fields.DatetimeField()

    class Meta:
        table = "invited_person"
        indexes = [Index(fields=("invitation_id", "id"))]


class GuardianConsent(Model):
    """A guardian was asked whether somebody under age may have an account: with which words, and what they said, when.

    What was typed at sign-up waits here until they answer, and is gone from here then.
    """

    person_id: int | None
    id = fields.IntField(primary_key=True)
    digest = fields.CharField(64, unique=True)
    person: fields.ForeignKeyNullableRelation[Model] = fields.ForeignKeyField(
        "community.Person", null=True, related_name=False
    )
    name = fields.CharField(80)
    email = fields.CharField(254, default="")
    password = fields.CharField(200, default="")
    waiting: fields.Field[dict[str, object]] = fields.JSONField(default=dict)
    guardian_email = fields.CharField(254)
    wording = fields.TextField()
    language = fields.CharField(5)
    asked_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(db_index=True)
    is_given = fields.BooleanField(null=True)
    answered_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "guardian_consent"
