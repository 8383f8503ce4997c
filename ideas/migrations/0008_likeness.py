import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from ideas.discovery.models import Ruling


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
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="Likeness",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "a",
                    fields.ForeignKeyField(
                        "ideas.Idea",
                        source_field="a_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "b",
                    fields.ForeignKeyField(
                        "ideas.Idea",
                        source_field="b_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("score", fields.FloatField(default=0.0)),
                ("said", fields.IntField(default=0)),
                ("certainty", fields.FloatField(default=0.0)),
                ("found_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ruled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "ruled_by",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="ruled_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "ruling",
                    fields.CharEnumField(
                        null=True, description="DIFFERENT: different", enum_type=Ruling, max_length=12
                    ),
                ),
            ],
            options={
                "table": "likeness",
                "app": "ideas",
                "unique_together": (("a_id", "b_id"),),
                "indexes": [Index(fields=["ruling", "certainty", "id"]), Index(fields=["b_id"])],
                "pk_attr": "id",
                "table_description": "Two ideas that may be one wish, the lower number first.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Looked",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "idea",
                    fields.OneToOneField(
                        "ideas.Idea",
                        source_field="idea_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "likeness_looked",
                "app": "ideas",
                "pk_attr": "id",
                "table_description": "When an idea was last compared with the others, so that each is compared again only when its words changed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Rarity",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("ideas", fields.IntField()),
                (
                    "words",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("counted_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "rarity",
                "app": "ideas",
                "pk_attr": "id",
                "table_description": "How rare words are on this site, one row: in how many of so many ideas each is held that is in two or more.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SameAs",
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
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "same_as",
                "app": "ideas",
                "unique_together": (("idea_id", "other_id", "person_id"),),
                "indexes": [Index(fields=["other_id"]), Index(fields=["person_id", "id"])],
                "pk_attr": "id",
                "table_description": "A member says that an idea is the same wish as another, once for the two, whichever of them was being read.",
            },
            bases=["Model"],
        ),
    ]
