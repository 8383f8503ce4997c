"""What is held of a vote, its ledger, the traces of a day it is judged by, and the state beside each support."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from voting.ballots.doubt_models import Voted
from voting.ballots.states import State


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0001_initial"),
        ("community", "0002_a_report_between_two_rulings"),
        ("community", "0003_a_report_on_what_is_gone"),
        ("community", "0004_clubs"),
        ("community", "0005_meetings"),
        ("community", "0006_a_link_for_whoever_may_see"),
        ("ideas", "0010_drafts"),
        ("voting", "0007_evidence_and_imports"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="DaySalt",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("day", fields.DateField(unique=True)),
                ("salt", fields.CharField(max_length=64)),
            ],
            options={
                "table": "day_salt",
                "app": "voting",
                "pk_attr": "id",
                "table_description": "What the traces of a day are mixed with. It is gone when the day is, and with it every way back to an address.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Doubt",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "kind",
                    fields.CharEnumField(description="SUPPORT: support\nSCORE: score", enum_type=Voted, max_length=10),
                ),
                ("subject_id", fields.IntField()),
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
                        description="VALID: valid\nDOUBTFUL: doubtful\nQUARANTINED: quarantined",
                        enum_type=State,
                        max_length=12,
                    ),
                ),
                ("reasons", fields.CharField(default="", max_length=200)),
                ("quarantine_id", fields.IntField(null=True)),
                ("cleared_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "doubt",
                "app": "voting",
                "unique_together": (("kind", "subject_id", "person_id"),),
                "indexes": [
                    Index(fields=["person_id", "id"]),
                    Index(fields=["state", "id"]),
                    Index(fields=["quarantine_id"]),
                ],
                "pk_attr": "id",
                "table_description": "What is held of a support of an idea or a score of a design, from the first time that anything was held against it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DoubtEvent",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "kind",
                    fields.CharEnumField(description="SUPPORT: support\nSCORE: score", enum_type=Voted, max_length=10),
                ),
                ("subject_id", fields.IntField()),
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
                        description="VALID: valid\nDOUBTFUL: doubtful\nQUARANTINED: quarantined",
                        enum_type=State,
                        max_length=12,
                    ),
                ),
                ("reasons", fields.CharField(default="", max_length=200)),
                ("by_id", fields.IntField(null=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "doubt_event",
                "app": "voting",
                "indexes": [Index(fields=["kind", "subject_id", "person_id", "id"]), Index(fields=["person_id", "id"])],
                "pk_attr": "id",
                "table_description": "One line of the ledger of doubts, never changed. `by_id` is the person who decided, nobody where arithmetic did.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Trace",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("day", fields.DateField()),
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
                ("block", fields.CharField(max_length=24)),
                ("device", fields.CharField(max_length=24)),
            ],
            options={
                "table": "trace",
                "app": "voting",
                "unique_together": (("day", "person_id", "block", "device"),),
                "indexes": [Index(fields=["person_id", "day"])],
                "pk_attr": "id",
                "table_description": "That somebody voted on a day from a block of addresses and with a kind of device, both as hashes of that day.",
            },
            bases=["Model"],
        ),
        ops.AlterModelOptions(
            name="Support",
            options={
                "table": "support",
                "app": "voting",
                "unique_together": (("idea_id", "person_id"),),
                "indexes": [Index(fields=["person_id", "idea_id"])],
                "pk_attr": "id",
                "table_description": "A vote that stands: at most one for a member and an idea, gone when it is withdrawn. `state` is what it is held to be.",
            },
        ),
        ops.AddField(
            model_name="Support",
            name="state",
            field=fields.CharEnumField(
                default=State.VALID,
                description="VALID: valid\nDOUBTFUL: doubtful\nQUARANTINED: quarantined",
                db_default=State.VALID,
                enum_type=State,
                max_length=12,
            ),
        ),
    ]
