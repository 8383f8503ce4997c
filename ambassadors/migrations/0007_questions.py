from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [
        ("ambassadors", "0006_missions"),
        ("community", "0006_a_link_for_whoever_may_see"),
        ("ideas", "0001_initial"),
        ("ideas", "0002_designs_and_challenges"),
        ("ideas", "0003_a_challenge_that_is_called_off"),
        ("ideas", "0004_ideas_of_clubs"),
        ("ideas", "0005_how_many_gave_each_score"),
        ("kernel", "0003_letters_with_invitations"),
        ("voting", "0006_scores_are_counted_in_the_design"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="Question",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
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
                ("title", fields.CharField(max_length=160)),
                ("body", fields.TextField(default="", unique=False)),
                ("folded", fields.TextField(default="", unique=False)),
                ("place", fields.CharField(default="", max_length=80)),
                ("comments", fields.IntField(default=0)),
                ("accepted", fields.IntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("edited_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("last_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("hidden_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "question",
                "app": "ambassadors",
                "indexes": [Index(fields=["author_id", "id"]), Index(fields=["place", "id"])],
                "pk_attr": "id",
                "table_description": "What somebody asks, answers hang on its thread. `place` is such as tag:fit or template:tee.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Acceptance",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "question",
                    fields.ForeignKeyField(
                        "ambassadors.Question",
                        source_field="question_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "comment",
                    fields.ForeignKeyField(
                        "community.Comment",
                        source_field="comment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "asker",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="asker_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "answerer",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="answerer_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("by_id", fields.IntField(null=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("stands", fields.BooleanField(null=True, default=True)),
            ],
            options={
                "table": "question_acceptance",
                "app": "ambassadors",
                "unique_together": (("question_id", "stands"),),
                "indexes": [Index(fields=["answerer_id", "id"]), Index(fields=["at"]), Index(fields=["comment_id"])],
                "pk_attr": "id",
                "table_description": "That an answer was accepted, by the asker or by staff, and taken back. `stands` is true or null.",
            },
            bases=["Model"],
        ),
    ]
