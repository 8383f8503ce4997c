"""Tables of scores and of contests."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from voting.ballots.models import ScoreKind


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0002_a_report_between_two_rulings"),
        ("ideas", "0002_designs_and_challenges"),
        ("voting", "0002_what_staff_removed_stays_removed"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="Criterion",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "challenge",
                    fields.ForeignKeyField(
                        "ideas.Challenge",
                        source_field="challenge_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=80)),
                ("weight", fields.IntField(default=1)),
                ("position", fields.IntField(default=0)),
            ],
            options={
                "table": "criterion",
                "app": "voting",
                "unique_together": (("challenge_id", "name"),),
                "pk_attr": "id",
                "table_description": "What the jury looks at, weights are compared with one another.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Feedback",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "entry",
                    fields.OneToOneField(
                        "ideas.Entry",
                        source_field="entry_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("words", fields.TextField(unique=False)),
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
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "feedback",
                "app": "voting",
                "pk_attr": "id",
                "table_description": "What the brand says to somebody who entered.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Juror",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "challenge",
                    fields.ForeignKeyField(
                        "ideas.Challenge",
                        source_field="challenge_id",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("invited_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "juror",
                "app": "voting",
                "unique_together": (("challenge_id", "person_id"),),
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Mark",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "juror",
                    fields.ForeignKeyField(
                        "voting.Juror",
                        source_field="juror_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "criterion",
                    fields.ForeignKeyField(
                        "voting.Criterion",
                        source_field="criterion_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "entry",
                    fields.ForeignKeyField(
                        "ideas.Entry",
                        source_field="entry_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("value", fields.SmallIntField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "jury_mark",
                "app": "voting",
                "unique_together": (("juror_id", "criterion_id", "entry_id"),),
                "pk_attr": "id",
                "table_description": "What a juror gave an entry under one criterion, 0 to 5.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Result",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "challenge",
                    fields.OneToOneField(
                        "ideas.Challenge",
                        source_field="challenge_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("document", fields.TextField(unique=False)),
                ("checksum", fields.CharField(max_length=64)),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "contest_result",
                "app": "voting",
                "pk_attr": "id",
                "table_description": "The result of a challenge, frozen with every number it was made from.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Score",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "design",
                    fields.ForeignKeyField(
                        "ideas.Design",
                        source_field="design_id",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("value", fields.SmallIntField(null=True)),
                ("wishes", fields.BooleanField(default=False)),
                ("is_valid", fields.BooleanField(default=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "score",
                "app": "voting",
                "unique_together": (("design_id", "person_id"),),
                "indexes": [Index(fields=["person_id", "design_id"])],
                "pk_attr": "id",
                "table_description": "What a member gives a design: 0 to 5, and whether they would buy it, one row for a member and a design.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ScoreEvent",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "design",
                    fields.ForeignKeyField(
                        "ideas.Design",
                        source_field="design_id",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="SCORED: scored\nUNSCORED: unscored\nWISHED: wished\nUNWISHED: unwished",
                        enum_type=ScoreKind,
                        max_length=10,
                    ),
                ),
                ("value", fields.SmallIntField(null=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "score_event",
                "app": "voting",
                "indexes": [Index(fields=["design_id", "at"]), Index(fields=["person_id", "id"])],
                "pk_attr": "id",
                "table_description": "One line of the ledger of scores, never changed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Showing",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "design",
                    fields.ForeignKeyField(
                        "ideas.Design",
                        source_field="design_id",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("is_skipped", fields.BooleanField(default=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "showing",
                "app": "voting",
                "unique_together": (("person_id", "design_id"),),
                "pk_attr": "id",
                "table_description": "That a design was put before a member for scoring, so that none is shown much oftener than another.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Tally",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "design",
                    fields.OneToOneField(
                        "ideas.Design",
                        source_field="design_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("n0", fields.IntField(default=0)),
                ("n1", fields.IntField(default=0)),
                ("n2", fields.IntField(default=0)),
                ("n3", fields.IntField(default=0)),
                ("n4", fields.IntField(default=0)),
                ("n5", fields.IntField(default=0)),
            ],
            options={
                "table": "score_tally",
                "app": "voting",
                "pk_attr": "id",
                "table_description": "How many valid scores of each value a design has, `n0` those of 0.",
            },
            bases=["Model"],
        ),
    ]
