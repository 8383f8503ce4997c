from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from ideas.discovery.models import LinkKind, Meant


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
        ("ideas", "0007_rules_of_a_board"),
        ("ideas", "0008_likeness"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="IdeaLink",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
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
                    "other",
                    fields.ForeignKeyField(
                        "ideas.Idea",
                        source_field="other_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="SIMILAR: similar\nCONTAINS: contains\nBLOCKS: blocks",
                        enum_type=LinkKind,
                        max_length=12,
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
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "idea_link",
                "app": "ideas",
                "unique_together": (("idea_id", "other_id", "kind"),),
                "indexes": [Index(fields=["other_id"])],
                "pk_attr": "id",
                "table_description": "A softer tie than a merge, from `idea` to `other`. Part of is kept as contains, from the other end.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Split",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "source",
                    fields.ForeignKeyField(
                        "ideas.Idea",
                        source_field="source_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "new",
                    fields.ForeignKeyField(
                        "ideas.Idea",
                        source_field="new_id",
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
            ],
            options={
                "table": "idea_split",
                "app": "ideas",
                "indexes": [Index(fields=["source_id", "id"]), Index(fields=["new_id"])],
                "pk_attr": "id",
                "table_description": "An idea that staff made two of, the words of `new` were taken out of `source`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SplitAnswer",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "split",
                    fields.ForeignKeyField(
                        "ideas.Split",
                        source_field="split_id",
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
                    "answer",
                    fields.CharEnumField(
                        description="KEEP: keep\nMOVE: move\nBOTH: both", enum_type=Meant, max_length=8
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "idea_split_answer",
                "app": "ideas",
                "unique_together": (("split_id", "person_id"),),
                "indexes": [Index(fields=["person_id"])],
                "pk_attr": "id",
                "table_description": "What a supporter answered, nothing moves for those who did not.",
            },
            bases=["Model"],
        ),
    ]
