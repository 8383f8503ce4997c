"""A further word for what became of reports: the column is text already, so that nothing changes in the database."""

from tortoise import fields, migrations

from community.moderation.models import Act
from kernel.rewording import Reworded


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0002_a_report_between_two_rulings"),
        ("kernel", "0002_limits_for_all_processes"),
    ]

    initial = False

    operations = [
        Reworded(
            model_name="Ruling",
            name="act",
            field=fields.CharEnumField(
                description="HIDE: hide\nRESTORE: restore\nNONE: none\nGONE: gone", enum_type=Act, max_length=10
            ),
        ),
    ]
