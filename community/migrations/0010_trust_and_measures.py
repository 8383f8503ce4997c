import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from community.trust.models import HeldState, Listed, MeasureKind, Step, Treatment


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
        ("community", "0009_looks_choices_and_erasure"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="Held",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("subject_kind", fields.CharField(max_length=30)),
                ("subject_id", fields.BigIntField()),
                (
                    "author",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="author_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "reasons",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "state",
                    fields.CharEnumField(
                        default=HeldState.WAITING,
                        description="WAITING: waiting\nSHOWN: shown\nREFUSED: refused\nGONE: gone",
                        enum_type=HeldState,
                        max_length=10,
                    ),
                ),
                ("since", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("by_id", fields.IntField(null=True)),
            ],
            options={
                "table": "held",
                "app": "community",
                "unique_together": (("subject_kind", "subject_id"),),
                "indexes": [Index(fields=["state", "since"]), Index(fields=["author_id", "state"])],
                "pk_attr": "id",
                "table_description": "Something that nobody sees before staff read it, and why the house kept it back.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ListedWord",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "how",
                    fields.CharEnumField(
                        description="WORDS: words\nEXACT: exact\nHOST: host", enum_type=Listed, max_length=10
                    ),
                ),
                ("language", fields.CharField(default="", max_length=5)),
                ("text", fields.CharField(max_length=120)),
                (
                    "does",
                    fields.CharEnumField(
                        description="MARK: mark\nHOLD: hold\nREFUSE: refuse", enum_type=Treatment, max_length=10
                    ),
                ),
                ("note", fields.CharField(default="", max_length=200)),
                ("by_id", fields.IntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "listed_word",
                "app": "community",
                "unique_together": (("how", "language", "text"),),
                "pk_attr": "id",
                "table_description": "A word, a phrase or the host of links, and what is done with a text that holds it, `language` is empty for all.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Measure",
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
                    "kind",
                    fields.CharEnumField(
                        description="WARN: warn\nBRAKE: brake\nSUSPEND: suspend", enum_type=MeasureKind, max_length=10
                    ),
                ),
                ("since", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("is_lifted", fields.BooleanField(default=False)),
                ("ruling_id", fields.IntField(null=True, db_index=True)),
                ("rule", fields.CharField(default="", max_length=30)),
                ("why", fields.TextField(default="", unique=False)),
                ("by_id", fields.IntField(null=True)),
            ],
            options={
                "table": "measure",
                "app": "community",
                "indexes": [Index(fields=["person_id", "ended_at"]), Index(fields=["ended_at", "until"])],
                "pk_attr": "id",
                "table_description": "What a ruling does to a person: in force from `since` until `until`, for good where that is empty.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Pace",
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
                ("kind", fields.CharField(max_length=20)),
                ("hour_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("hour_n", fields.IntField(default=0)),
                ("day_at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ("day_n", fields.IntField(default=0)),
            ],
            options={
                "table": "pace",
                "app": "community",
                "unique_together": (("person_id", "kind"),),
                "pk_attr": "id",
                "table_description": "How much of a kind somebody sent within the hour and the day that began with the first of it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Standing",
            fields=[
                (
                    "person",
                    fields.OneToOneField(
                        "community.Person",
                        source_field="person_id",
                        primary_key=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "step",
                    fields.CharEnumField(
                        default=Step.NEWCOMER,
                        description="NEWCOMER: newcomer\nSETTLED: settled\nREGULAR: regular\nPILLAR: pillar",
                        enum_type=Step,
                        max_length=10,
                    ),
                ),
                ("since", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "why",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
            ],
            options={
                "table": "standing",
                "app": "community",
                "indexes": [Index(fields=["step"])],
                "pk_attr": "person_id",
                "table_description": "The step that somebody has come to, kept by the worker, `why` holds the facts it was reckoned from.",
            },
            bases=["Model"],
        ),
        ops.AlterModelOptions(
            name="Standing",
            options={
                "table": "standing",
                "app": "community",
                "indexes": [Index(fields=["step"])],
                "pk_attr": "person_id",
                "table_description": "The step that somebody has come to, kept by the worker, `why` holds the facts it was reckoned from.",
            },
        ),
    ]
