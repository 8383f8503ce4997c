from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0001_initial"),
        ("community", "0002_a_report_between_two_rulings"),
        ("community", "0003_a_report_on_what_is_gone"),
        ("community", "0004_clubs"),
        ("community", "0005_meetings"),
        ("community", "0006_a_link_for_whoever_may_see"),
        ("ideas", "0010_drafts"),
        ("kernel", "0001_initial"),
        ("kernel", "0002_limits_for_all_processes"),
        ("kernel", "0003_letters_with_invitations"),
    ]

    initial = False

    operations = [
        ops.AlterModelOptions(
            name="Idea",
            options={
                "table": "idea",
                "app": "ideas",
                "indexes": [
                    Index(fields=["is_listed", "trending", "id"]),
                    Index(fields=["is_listed", "supporters", "id"]),
                    Index(fields=["is_listed", "created_at", "id"]),
                    Index(fields=["is_listed", "board_id", "trending", "id"]),
                    Index(fields=["is_listed", "board_id", "supporters", "id"]),
                    Index(fields=["is_listed", "board_id", "created_at", "id"]),
                    Index(fields=["is_listed", "status", "trending", "id"]),
                    Index(fields=["is_listed", "status", "supporters", "id"]),
                    Index(fields=["is_listed", "status", "created_at", "id"]),
                    Index(fields=["author_id", "id"]),
                    Index(fields=["club_id", "id"]),
                    Index(fields=["waits_since", "id"]),
                    Index(fields=["merged_into_id"]),
                ],
                "pk_attr": "id",
                "table_description": "What somebody proposes. `supporters`, `raw_votes` and `doubtful_votes` are counts that voting/ballots keeps.",
            },
        ),
        ops.AddField(
            model_name="Idea",
            name="doubtful_votes",
            field=fields.IntField(default=0, db_default=0),
        ),
    ]
