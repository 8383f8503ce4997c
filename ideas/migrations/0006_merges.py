from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from ideas.board.states import Status


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
        ("kernel", "0001_initial"),
        ("kernel", "0002_limits_for_all_processes"),
        ("kernel", "0003_letters_with_invitations"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="Merge",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "target",
                    fields.ForeignKeyField(
                        "ideas.Idea",
                        source_field="target_id",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("reason", fields.TextField(default="", unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("undone_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "undone_by",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="undone_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "merge",
                "app": "ideas",
                "indexes": [Index(fields=["target_id", "id"])],
                "pk_attr": "id",
                "table_description": "Several ideas become one from `at` until `undone_at`, nothing of them is copied or moved.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MergeSource",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "merge",
                    fields.ForeignKeyField(
                        "ideas.Merge",
                        source_field="merge_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "ideas.Idea",
                        source_field="idea_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "status",
                    fields.CharEnumField(
                        description="OPEN: open\nUNDER_REVIEW: under_review\nPLANNED: planned\nIN_PROGRESS: in_progress\nSHIPPED: shipped\nDECLINED: declined\nMERGED: merged",
                        enum_type=Status,
                        max_length=20,
                    ),
                ),
            ],
            options={
                "table": "merge_source",
                "app": "ideas",
                "unique_together": (("merge_id", "idea_id"),),
                "indexes": [Index(fields=["idea_id"])],
                "pk_attr": "id",
                "table_description": "An idea that a merge takes into another, with the state it had.",
            },
            bases=["Model"],
        ),
        ops.AddIndex(
            model_name="Idea",
            index=Index(fields=["merged_into_id"]),
        ),
        ops.AddField(
            model_name="IdeaTag",
            name="is_joined",
            field=fields.BooleanField(default=False, db_default=False),
        ),
    ]
