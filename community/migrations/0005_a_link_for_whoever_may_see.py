"""A meeting whose link is shown to whoever may see it."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0001_initial"),
        ("community", "0002_a_report_between_two_rulings"),
        ("community", "0003_a_report_on_what_is_gone"),
        ("community", "0004_clubs_and_meetings"),
        ("kernel", "0003_letters_with_invitations"),
    ]

    initial = False

    operations = [
        ops.AddField(
            model_name="Meeting",
            name="is_link_open",
            field=fields.BooleanField(default=False, db_default=False),
        ),
    ]
