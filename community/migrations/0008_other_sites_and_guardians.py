import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0001_initial"),
        ("community", "0002_a_report_between_two_rulings"),
        ("community", "0003_a_report_on_what_is_gone"),
        ("community", "0004_clubs"),
        ("community", "0005_meetings"),
        ("community", "0006_a_link_for_whoever_may_see"),
        ("kernel", "0001_initial"),
        ("kernel", "0002_limits_for_all_processes"),
        ("kernel", "0003_letters_with_invitations"),
        ("community", "0007_what_proves_a_person"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="GuardianConsent",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("digest", fields.CharField(unique=True, max_length=64)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="person_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=80)),
                ("email", fields.CharField(default="", max_length=254)),
                ("password", fields.CharField(default="", max_length=200)),
                (
                    "waiting",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("guardian_email", fields.CharField(max_length=254)),
                ("wording", fields.TextField(unique=False)),
                ("language", fields.CharField(max_length=5)),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ("is_given", fields.BooleanField(null=True)),
                ("answered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "guardian_consent",
                "app": "community",
                "pk_attr": "id",
                "table_description": "A guardian was asked whether somebody under age may have an account: with which words, and what they said, when.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OutsideAccount",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("provider", fields.CharField(max_length=20)),
                ("issuer", fields.CharField(max_length=300)),
                ("subject", fields.CharField(max_length=255)),
                ("shown", fields.CharField(default="", max_length=254)),
                ("role", fields.CharField(default="", max_length=10)),
                ("reference", fields.CharField(default="", max_length=100)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "outside_account",
                "app": "community",
                "unique_together": (("issuer", "subject"),),
                "pk_attr": "id",
                "table_description": "Somebody's account at a provider, proven to be theirs on both sides. It is known by who vouches and by their number there.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OutsideSession",
            fields=[
                ("id", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                (
                    "account",
                    fields.ForeignKeyField(
                        "community.OutsideAccount",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("hint", fields.TextField(unique=False)),
                ("created_at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "outside_session",
                "app": "community",
                "pk_attr": "id",
                "table_description": "A session at a provider by which somebody came in, its key is a digest of what the provider calls it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SignUpInvitation",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("digest", fields.CharField(null=True, unique=True, max_length=64)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("label", fields.CharField(default="", max_length=80)),
                ("email", fields.CharField(default="", max_length=254)),
                ("most", fields.IntField()),
                ("used", fields.IntField(default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "sign_up_invitation",
                "app": "community",
                "pk_attr": "id",
                "table_description": "A link that lets somebody open an account: for one address, or for as many people as it says.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="InvitedPerson",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "invitation",
                    fields.ForeignKeyField(
                        "community.SignUpInvitation",
                        source_field="invitation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="person_id",
                        unique=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "invited_person",
                "app": "community",
                "indexes": [Index(fields=["invitation_id", "id"])],
                "pk_attr": "id",
                "table_description": "Somebody who opened their account by an invitation.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SpentToken",
            fields=[
                ("id", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ("expires_at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "spent_token",
                "app": "community",
                "pk_attr": "id",
                "table_description": "A provider's word that has been acted on and works no second time, its key is a digest.",
            },
            bases=["Model"],
        ),
    ]
