"""What may be told of those who took part in a ballot and were in doubt."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("voting", "0009_groups_that_were_found")]

    operations = [
        ops.AddField(
            model_name="Ballot",
            name="in_doubt",
            field=fields.CharField(default="", db_default="", max_length=12),
        ),
    ]
