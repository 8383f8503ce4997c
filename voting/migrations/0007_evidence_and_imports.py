import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from voting.ballots.models import Source
from voting.movers.models import State


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0001_initial"),
        ("community", "0002_a_report_between_two_rulings"),
        ("community", "0003_a_report_on_what_is_gone"),
        ("community", "0004_clubs"),
        ("community", "0005_meetings"),
        ("community", "0006_a_link_for_whoever_may_see"),
        ("ideas", "0001_initial"),
        ("ideas", "0002_designs_and_challenges"),
        ("ideas", "0003_a_challenge_that_is_called_off"),
        ("ideas", "0004_ideas_of_clubs"),
        ("ideas", "0005_how_many_gave_each_score"),
        ("voting", "0001_initial"),
        ("voting", "0002_what_staff_removed_stays_removed"),
        ("voting", "0003_scores_and_contests"),
        ("voting", "0004_ballots"),
        ("voting", "0005_wishes"),
        ("voting", "0006_scores_are_counted_in_the_design"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="Batch",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("tool", fields.CharField(default="", max_length=20)),
                ("name", fields.CharField(default="", max_length=200)),
                ("size", fields.BigIntField(default=0)),
                ("digest", fields.CharField(default="", db_index=True, max_length=64)),
                (
                    "state",
                    fields.CharEnumField(
                        default=State.WAITING,
                        description="WAITING: waiting\nCHECKING: checking\nRUNNING: running\nDONE: done\nFAILED: failed\nUNDOING: undoing\nUNDONE: undone",
                        enum_type=State,
                        max_length=10,
                    ),
                ),
                (
                    "plan",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "report",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("position", fields.BigIntField(default=0)),
                ("total", fields.BigIntField(default=0)),
                ("below", fields.IntField(default=0)),
                ("by_id", fields.IntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("finished_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("undone_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "import_batch",
                "app": "voting",
                "pk_attr": "id",
                "table_description": "One file brought over, `position` is how far it is written, kept in the transaction of the rows themselves.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Brought",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "batch",
                    fields.ForeignKeyField(
                        "voting.Batch",
                        source_field="batch_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=10)),
                ("thing_id", fields.BigIntField()),
                ("other_id", fields.BigIntField(default=0)),
                ("reference", fields.CharField(default="", max_length=200)),
                (
                    "before",
                    fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
            ],
            options={
                "table": "import_row",
                "app": "voting",
                "indexes": [
                    Index(fields=["batch_id", "kind", "id"]),
                    Index(fields=["kind", "reference"]),
                    Index(fields=["kind", "thing_id"]),
                    Index(fields=["kind", "other_id"]),
                ],
                "pk_attr": "id",
                "table_description": "One thing that a batch made, or changed from what it was `before`, `reference` is what it is in the other tool.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Mapping",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("name", fields.CharField(unique=True, max_length=80)),
                (
                    "plan",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("by_id", fields.IntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "import_mapping",
                "app": "voting",
                "pk_attr": "id",
                "table_description": "How columns and words of a file are read, kept under a name to be used again.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Behalf",
            name="changed_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Behalf",
            name="confirmed_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Behalf",
            name="contact",
            field=fields.CharField(default="", db_default="", max_length=120),
        ),
        ops.AddField(
            model_name="Behalf",
            name="importance",
            field=fields.SmallIntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name="Behalf",
            name="quote",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.AddField(
            model_name="Behalf",
            name="source",
            field=fields.CharEnumField(
                default=Source.OTHER,
                description="CALL: call\nMAIL: mail\nMEETING: meeting\nTICKET: ticket\nLINK: link\nOTHER: other",
                db_default=Source.OTHER,
                enum_type=Source,
                max_length=10,
            ),
        ),
    ]
