import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops


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
        ("ideas", "0009_links_and_splits"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="Draft",
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
                ("club", fields.CharField(default="", max_length=60)),
                ("title", fields.CharField(default="", max_length=200)),
                (
                    "typed",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("opened", fields.CharField(max_length=24)),
                ("revision", fields.IntField(default=1)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("saved_at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "draft",
                "app": "ideas",
                "unique_together": (("person_id", "opened"),),
                "pk_attr": "id",
                "table_description": "Words that somebody has not proposed yet, found again on another device.",
            },
            bases=["Model"],
        ),
    ]
