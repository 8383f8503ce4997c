import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from community.privacy.models import Ending, Fate, Stage


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
        ("community", "0008_other_sites_and_guardians"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="ConsentEvent",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
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
                ("what", fields.CharField(max_length=40)),
                ("version", fields.CharField(max_length=12)),
                ("wording", fields.TextField(unique=False)),
                ("language", fields.CharField(max_length=5)),
                ("is_given", fields.BooleanField()),
                ("how", fields.CharField(max_length=20)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "consent_event",
                "app": "community",
                "indexes": [Index(fields=["person_id", "what", "id"])],
                "pk_attr": "id",
                "table_description": "Somebody agreed to something, or took it back. `wording` is the sentence they saw, in `language`, `how` is where.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Contest",
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
                ("part", fields.CharField(max_length=60)),
                ("body", fields.TextField(unique=False)),
                (
                    "state",
                    fields.CharEnumField(
                        default=Fate.WAITING,
                        description="WAITING: waiting\nMENDED: mended\nKEPT: kept",
                        enum_type=Fate,
                        max_length=10,
                    ),
                ),
                ("answer", fields.TextField(default="", unique=False)),
                ("by_id", fields.IntField(null=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("answered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "data_contest",
                "app": "community",
                "indexes": [Index(fields=["state", "due_at"]), Index(fields=["person_id", "id"])],
                "pk_attr": "id",
                "table_description": "A member says that a part of what is known about them is wrong, `by_id` is who answered.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Download",
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
                (
                    "state",
                    fields.CharEnumField(
                        default=Stage.WAITING,
                        description="WAITING: waiting\nREADY: ready\nFAILED: failed\nGONE: gone",
                        enum_type=Stage,
                        max_length=10,
                    ),
                ),
                ("name", fields.CharField(default="", max_length=64)),
                ("size", fields.BigIntField(default=0)),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("made_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("until_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("fetched_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "own_download",
                "app": "community",
                "indexes": [Index(fields=["state", "until_at"]), Index(fields=["person_id", "id"])],
                "pk_attr": "id",
                "table_description": "A file of all that is known of somebody, made by the worker. `name` is what it is called in the folder of such files.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Erasure",
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
                (
                    "state",
                    fields.CharEnumField(
                        default=Ending.CLOSED,
                        description="CLOSED: closed\nERASED: erased",
                        enum_type=Ending,
                        max_length=10,
                    ),
                ),
                ("choices", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                ("kept", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("erased_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("is_clean", fields.BooleanField(null=True)),
                ("found", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
            ],
            options={
                "table": "erasure",
                "app": "community",
                "indexes": [Index(fields=["state", "due_at"])],
                "pk_attr": "id",
                "table_description": "An account on its way out: closed, to be erased at `due_at`. `kept` is what comes back if its owner thinks again.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Look",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("role", fields.CharField(max_length=10)),
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
                ("what", fields.CharField(max_length=40)),
                ("reason", fields.CharField(default="", max_length=200)),
            ],
            options={
                "table": "look",
                "app": "community",
                "indexes": [Index(fields=["person_id", "id"])],
                "pk_attr": "id",
                "table_description": "Somebody of the team saw what is personal about somebody else. `role` is what they were then, `reason` what they gave.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StandingChoice",
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
                ("what", fields.CharField(max_length=40)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "privacy_choice",
                "app": "community",
                "unique_together": (("what", "person_id"),),
                "pk_attr": "id",
                "table_description": "Somebody chose to be left out of something, since `at`. One who came back has no row.",
            },
            bases=["Model"],
        ),
    ]
