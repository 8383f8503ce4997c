from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from ideas.board.states import Counting


class Migration(migrations.Migration):
    dependencies = [("ideas", "0011_votes_in_doubt_are_counted")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Board",
            name="counting",
            field=fields.CharEnumField(
                default=Counting.SITE,
                description="SITE: site\nVALID: valid\nDOUBTFUL: doubtful",
                db_default=Counting.SITE,
                enum_type=Counting,
                max_length=10,
            ),
        ),
    ]
