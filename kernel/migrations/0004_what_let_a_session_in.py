from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0001_initial"),
        ("kernel", "0002_limits_for_all_processes"),
        ("kernel", "0003_letters_with_invitations"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="StaffChain",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("acts", fields.BigIntField()),
                ("digest", fields.CharField(max_length=64)),
                ("seal", fields.CharField(max_length=64)),
            ],
            options={
                "table": "staff_chain",
                "app": "kernel",
                "pk_attr": "id",
                "table_description": "The end of the chain of staff acts, one row: how many there are, the last digest, and a seal made with the site's secret.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Session",
            name="method",
            field=fields.CharField(default="password", db_default="password", max_length=30),
        ),
        ops.AddField(
            model_name="Session",
            name="outside",
            field=fields.CharField(null=True, max_length=300),
        ),
        ops.AddField(
            model_name="Session",
            name="proven_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddIndex(
            model_name="Session",
            index=Index(fields=["outside"]),
        ),
    ]
