from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0004_ideas_of_clubs"),
    ]

    initial = False

    operations = [
        ops.AddField(
            model_name="Design",
            name="n0",
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name="Design",
            name="n1",
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name="Design",
            name="n2",
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name="Design",
            name="n3",
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name="Design",
            name="n4",
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name="Design",
            name="n5",
            field=fields.IntField(default=0, db_default=0),
        ),
    ]
