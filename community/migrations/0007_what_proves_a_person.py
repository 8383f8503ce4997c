import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
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
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="Attempt",
            fields=[
                ("id", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ("kind", fields.CharField(max_length=20)),
                ("person_id", fields.IntField(null=True, db_index=True)),
                (
                    "data",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("tries", fields.IntField(default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "attempt",
                "app": "community",
                "pk_attr": "id",
                "table_description": "A way in that a browser has begun: bound to it by a cookie of which we keep the digest, gone after minutes.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Passkey",
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
                ("credential", fields.CharField(unique=True, max_length=1400)),
                ("public_key", fields.TextField(unique=False)),
                ("mark", fields.CharField(db_index=True, max_length=64)),
                ("counter", fields.BigIntField(default=0)),
                ("name", fields.CharField(max_length=80)),
                ("is_synced", fields.BooleanField(default=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("refused_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "passkey",
                "app": "community",
                "pk_attr": "id",
                "table_description": "A key that a telephone, a computer or a token keeps for its owner: we keep the public half.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RecoveryCode",
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
                ("digest", fields.CharField(unique=True, max_length=64)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "recovery_code",
                "app": "community",
                "pk_attr": "id",
                "table_description": "A code on paper that stands in for the app once: we keep its digest.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SecondStep",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "person",
                    fields.OneToOneField(
                        "community.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("secret", fields.CharField(max_length=400)),
                ("last_step", fields.BigIntField(default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("confirmed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "second_step",
                "app": "community",
                "pk_attr": "id",
                "table_description": "Codes that an app makes every thirty seconds: the secret sealed, and the last step that opened something.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WayBack",
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
                ("active", fields.IntField(null=True, unique=True)),
                ("said", fields.TextField(default="", unique=False)),
                ("stop", fields.CharField(db_index=True, max_length=64)),
                ("link", fields.CharField(null=True, db_index=True, max_length=64)),
                ("asked_at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ("opens_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("linked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("stopped_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("refused_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "way_back",
                "app": "community",
                "pk_attr": "id",
                "table_description": "Somebody lost what proves them and asks to be let in again: told to the owner, who may stop it for some days.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WayBackVoice",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "way",
                    fields.ForeignKeyField(
                        "community.WayBack",
                        source_field="way_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "staff",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="staff_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("reason", fields.TextField(unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "way_back_voice",
                "app": "community",
                "unique_together": (("way", "staff"),),
                "pk_attr": "id",
                "table_description": "One of the team has made sure that a way back is asked for by its owner, and says how.",
            },
            bases=["Model"],
        ),
    ]
