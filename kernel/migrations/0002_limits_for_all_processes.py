"""Limits that all processes and machines keep together."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Allowance",
            fields=[
                ("id", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ("spent_until", fields.FloatField(db_index=True)),
            ],
            options={
                "table": "allowance",
                "app": "kernel",
                "pk_attr": "id",
                "table_description": "A limit kept for all processes together, its key a digest of what is limited and for whom.",
            },
            bases=["Model"],
        ),
    ]
