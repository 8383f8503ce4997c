"""A meeting whose link is shown to whoever may see it."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0005_meetings"),
    ]

    initial = False

    operations = [
        ops.AddField(
            model_name="Meeting",
            name="is_link_open",
            field=fields.BooleanField(default=False, db_default=False),
        ),
    ]
