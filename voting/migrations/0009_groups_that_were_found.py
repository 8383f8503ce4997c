"""Groups that arithmetic found, what a person set aside of them, and what voters say to it."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from voting.ballots.doubt_models import Voted


class Migration(migrations.Migration):
    dependencies = [("voting", "0008_votes_in_doubt")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Finding",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("reasons", fields.CharField(max_length=200)),
                ("told", fields.TextField(unique=False)),
                ("people", fields.IntField()),
                ("votes", fields.IntField()),
                ("found_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "vote_finding",
                "app": "voting",
                "pk_attr": "id",
                "table_description": "A group that arithmetic found: `told` says as JSON what its people share. Made anew by every look that finds it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="FoundVote",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "finding",
                    fields.ForeignKeyField(
                        "voting.Finding",
                        source_field="finding_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
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
            ],
            options={
                "table": "found_vote",
                "app": "voting",
                "unique_together": (("finding_id", "kind", "subject_id", "person_id"),),
                "indexes": [Index(fields=["person_id", "id"])],
                "pk_attr": "id",
                "table_description": "A vote of such a group.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Quarantine",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "by",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("why", fields.CharField(max_length=300)),
                ("reasons", fields.CharField(default="", max_length=200)),
                ("told", fields.TextField(default="{}", unique=False)),
                ("people", fields.IntField()),
                ("votes", fields.IntField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "released_by",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="released_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("released_why", fields.CharField(default="", max_length=300)),
                ("released_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "quarantine",
                "app": "voting",
                "pk_attr": "id",
                "table_description": "That a person set votes aside, why, and whether that was undone. `reasons` and `told` are those of what was found.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="VoteObjection",
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
                    fields.CharEnumField(description="SUPPORT: support\nSCORE: score", enum_type=Voted, max_length=10),
                ),
                ("subject_id", fields.IntField()),
                ("body", fields.TextField(unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("is_upheld", fields.BooleanField(null=True)),
                ("answer", fields.TextField(default="", unique=False)),
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
                ("answered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "vote_objection",
                "app": "voting",
                "indexes": [Index(fields=["person_id", "id"]), Index(fields=["answered_at", "id"])],
                "pk_attr": "id",
                "table_description": "What a voter says to the state of their vote, and what somebody answered. `is_upheld` is null until then.",
            },
            bases=["Model"],
        ),
    ]
