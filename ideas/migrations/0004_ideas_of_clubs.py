from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0004_clubs"),
        ("ideas", "0003_a_challenge_that_is_called_off"),
        ("kernel", "0001_initial"),
        ("kernel", "0002_limits_for_all_processes"),
    ]

    initial = False

    operations = [
        ops.AddField(
            model_name="Board",
            name="club",
            field=fields.ForeignKeyField(
                "community.Club",
                source_field="club_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.CASCADE,
            ),
        ),
        ops.AddField(
            model_name="Idea",
            name="club",
            field=fields.ForeignKeyField(
                "community.Club",
                source_field="club_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.CASCADE,
            ),
        ),
        ops.AddIndex(
            model_name="Idea",
            index=Index(fields=["club_id", "id"]),
        ),
    ]
