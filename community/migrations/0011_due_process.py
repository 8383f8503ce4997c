import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from community.moderation.models import Outcome, Source, State


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
        ("community", "0010_trust_and_measures"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="Appeal",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "ruling",
                    fields.ForeignKeyField(
                        "community.Ruling",
                        source_field="ruling_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
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
                ("is_author", fields.BooleanField(default=True)),
                ("text", fields.TextField(unique=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "judge",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="judge_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "outcome",
                    fields.CharEnumField(
                        null=True,
                        description="UPHELD: upheld\nREVERSED: reversed\nCHANGED: changed\nMOOT: moot",
                        enum_type=Outcome,
                        max_length=10,
                    ),
                ),
                ("answer", fields.TextField(default="", unique=False)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "leads_to",
                    fields.ForeignKeyField(
                        "community.Ruling",
                        source_field="leads_to_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "appeal",
                "app": "community",
                "unique_together": (("ruling_id", "by_id"),),
                "indexes": [Index(fields=["decided_at", "created_at"])],
                "pk_attr": "id",
                "table_description": "Somebody's word against a ruling, by the author or by who had reported, decided by somebody else than who ruled.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Case",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("subject_kind", fields.CharField(max_length=30)),
                ("subject_id", fields.BigIntField()),
                (
                    "author",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="author_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "state",
                    fields.CharEnumField(
                        description="OPEN: open\nEDITING: editing\nDONE: done", enum_type=State, max_length=10
                    ),
                ),
                (
                    "source",
                    fields.CharEnumField(
                        description="REPORTS: reports\nTEAM: team\nFILTER: filter\nEDITED: edited\nAPPEAL: appeal",
                        enum_type=Source,
                        max_length=10,
                    ),
                ),
                ("rule", fields.CharField(max_length=30)),
                ("reports", fields.IntField(default=0)),
                ("heard", fields.FloatField(default=0)),
                ("reach", fields.IntField(default=0)),
                ("place", fields.FloatField(default=0)),
                ("follows", fields.IntField(default=0)),
                (
                    "reasons",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("band", fields.BigIntField(default=0)),
                ("sketch", fields.CharField(default="", max_length=200)),
                ("opened_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "claimed_by",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="claimed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("claimed_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "moderation_case",
                "app": "community",
                "unique_together": (("subject_kind", "subject_id"),),
                "indexes": [
                    Index(fields=["state", "place", "id"]),
                    Index(fields=["band", "state"]),
                    Index(fields=["author_id", "state"]),
                    Index(fields=["claimed_by_id", "claimed_until"]),
                ],
                "pk_attr": "id",
                "table_description": "A thing before moderation, one row however often it comes back.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Desk",
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
                ("is_blurred", fields.BooleanField(default=True)),
            ],
            options={
                "table": "moderator_desk",
                "app": "community",
                "pk_attr": "id",
                "table_description": "How a moderator wants the queue: pictures are blurred until asked for, unless they say otherwise.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Reporter",
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
                ("heeded", fields.IntField(default=0)),
                ("dismissed", fields.IntField(default=0)),
            ],
            options={
                "table": "reporter",
                "app": "community",
                "pk_attr": "id",
                "table_description": "How right somebody's reports were: `heeded` were followed by a ruling against the thing, `dismissed` were not.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RuleVersion",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("number", fields.IntField(unique=True)),
                ("rules", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                (
                    "changes",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
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
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "rule_version",
                "app": "community",
                "pk_attr": "id",
                "table_description": "The brand's numbered rules as they stood from a day on, both languages.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SetAside",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("subject_kind", fields.CharField(max_length=30)),
                ("subject_id", fields.BigIntField()),
                (
                    "author",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="author_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("words", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "set_aside",
                "app": "community",
                "unique_together": (("subject_kind", "subject_id"),),
                "pk_attr": "id",
                "table_description": "Words and pictures that a ruling took out of a thing, kept for whoever judges an appeal and for its return.",
            },
            bases=["Model"],
        ),
    ]
