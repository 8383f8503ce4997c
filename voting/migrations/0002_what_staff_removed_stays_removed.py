"""Links and segments that staff removed are remembered, and so is what they noted of a support given elsewhere."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from voting.value.models import LinkSource


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0002_a_report_between_two_rulings"),
        ("ideas", "0001_initial"),
        ("voting", "0001_initial"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="Behalf",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "event",
                    fields.OneToOneField(
                        "voting.SupportEvent",
                        source_field="event_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "customer",
                    fields.ForeignKeyField(
                        "voting.Customer",
                        source_field="customer_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("note", fields.CharField(max_length=300)),
            ],
            options={
                "table": "support_behalf",
                "app": "voting",
                "indexes": [Index(fields=["customer_id", "id"])],
                "pk_attr": "id",
                "table_description": "What staff noted when they wrote down a support that a customer gave elsewhere, beside its line of the ledger.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Unlinking",
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
                    "customer",
                    fields.ForeignKeyField(
                        "voting.Customer",
                        source_field="customer_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "source",
                    fields.CharEnumField(
                        description="CONFIRMED: confirmed\nSTAFF: staff\nIMPORTED: imported",
                        enum_type=LinkSource,
                        max_length=10,
                    ),
                ),
                ("reason", fields.CharField(default="", max_length=300)),
                ("by_id", fields.IntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "customer_unlinking",
                "app": "voting",
                "unique_together": (("person_id", "customer_id"),),
                "indexes": [Index(fields=["customer_id"])],
                "pk_attr": "id",
                "table_description": "A member does not count for a customer, by the word of staff or their own, so that no file links them again.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Segment",
            name="removed_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
    ]
