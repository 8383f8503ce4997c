import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("community", "0012_reports_and_rulings"), ("kernel", "0005_acts_that_nobody_changes")]

    initial = False

    operations = [
        ops.CreateModel(
            name="HeldEdit",
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
                ("before", fields.CharField(max_length=64)),
                (
                    "words",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "held_edit",
                "app": "community",
                "indexes": [Index(fields=["subject_kind", "subject_id"]), Index(fields=["author_id", "subject_kind"])],
                "pk_attr": "id",
                "table_description": "New words for something that stands in sight, kept beside it until staff read them. Why and since when says `held`.",
            },
            bases=["Model"],
        ),
    ]
