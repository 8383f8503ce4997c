from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from ideas.board.states import Approval, FieldKind, Stage


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0001_initial"),
        ("community", "0002_a_report_between_two_rulings"),
        ("community", "0003_a_report_on_what_is_gone"),
        ("community", "0004_clubs"),
        ("community", "0005_meetings"),
        ("community", "0006_a_link_for_whoever_may_see"),
        ("ideas", "0001_initial"),
        ("ideas", "0002_designs_and_challenges"),
        ("ideas", "0003_a_challenge_that_is_called_off"),
        ("ideas", "0004_ideas_of_clubs"),
        ("ideas", "0005_how_many_gave_each_score"),
        ("kernel", "0001_initial"),
        ("kernel", "0002_limits_for_all_processes"),
        ("kernel", "0003_letters_with_invitations"),
        ("ideas", "0006_merges"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="BoardField",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "board",
                    fields.ForeignKeyField(
                        "ideas.Board",
                        source_field="board_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.CharField(max_length=40)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="TEXT: text\nNUMBER: number\nCHOICE: choice\nDATE: date\nYES_NO: yes_no",
                        enum_type=FieldKind,
                        max_length=10,
                    ),
                ),
                ("label_en", fields.CharField(default="", max_length=80)),
                ("label_fr", fields.CharField(default="", max_length=80)),
                ("help_en", fields.CharField(default="", max_length=300)),
                ("help_fr", fields.CharField(default="", max_length=300)),
                ("choices", fields.TextField(default="[]", unique=False)),
                ("is_required", fields.BooleanField(default=False)),
                ("position", fields.IntField(default=0)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "board_field",
                "app": "ideas",
                "unique_together": (("board_id", "key"),),
                "pk_attr": "id",
                "table_description": "What a board asks for, its kind never changes. `choices` is a JSON list of {key, en, fr, is_ended}.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="IdeaField",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "ideas.Idea",
                        source_field="idea_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "field",
                    fields.ForeignKeyField(
                        "ideas.BoardField",
                        source_field="field_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("text", fields.TextField(default="", unique=False)),
                ("choice", fields.CharField(default="", max_length=40)),
                ("number", fields.DecimalField(null=True, max_digits=18, decimal_places=6)),
                ("day_on", fields.DateField(null=True)),
                ("is_yes", fields.BooleanField(null=True)),
            ],
            options={
                "table": "idea_field",
                "app": "ideas",
                "unique_together": (("idea_id", "field_id"),),
                "indexes": [
                    Index(fields=["field_id", "choice"]),
                    Index(fields=["field_id", "number"]),
                    Index(fields=["field_id", "day_on"]),
                ],
                "pk_attr": "id",
                "table_description": "What an idea holds in a field of its board, the column that belongs to the field's kind is filled.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="IdeaReview",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "ideas.Idea",
                        source_field="idea_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "by",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "stage",
                    fields.CharEnumField(
                        description="SHOWN: shown\nWAITING: waiting\nRETURNED: returned\nREFUSED: refused",
                        enum_type=Stage,
                        max_length=10,
                    ),
                ),
                ("words", fields.TextField(default="", unique=False)),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "idea_review",
                "app": "ideas",
                "indexes": [Index(fields=["idea_id", "id"])],
                "pk_attr": "id",
                "table_description": "What was decided about an idea before it was shown, `asked_at` is since when it had waited.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Board",
            name="approval",
            field=fields.CharEnumField(
                default=Approval.NOBODY,
                description="NOBODY: nobody\nNEWCOMERS: newcomers\nEVERYBODY: everybody",
                db_default=Approval.NOBODY,
                enum_type=Approval,
                max_length=10,
            ),
        ),
        ops.AddField(
            model_name="Board",
            name="approval_days",
            field=fields.IntField(default=2, db_default=2),
        ),
        ops.AddField(
            model_name="Board",
            name="guidance_en",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.AddField(
            model_name="Board",
            name="guidance_fr",
            field=fields.TextField(default="", db_default="", unique=False),
        ),
        ops.AddField(
            model_name="Board",
            name="is_one_way",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name="Board",
            name="owner",
            field=fields.ForeignKeyField(
                "community.Person",
                source_field="owner_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.CASCADE,
            ),
        ),
        ops.AddField(
            model_name="Board",
            name="templates",
            field=fields.TextField(default="[]", db_default="[]", unique=False),
        ),
        ops.AddField(
            model_name="Board",
            name="told_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Board",
            name="unanswered_days",
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name="Idea",
            name="is_language_chosen",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name="Idea",
            name="language",
            field=fields.CharField(default="", db_default="", max_length=5),
        ),
        ops.AddField(
            model_name="Idea",
            name="stage",
            field=fields.CharEnumField(
                default=Stage.SHOWN,
                description="SHOWN: shown\nWAITING: waiting\nRETURNED: returned\nREFUSED: refused",
                db_default=Stage.SHOWN,
                enum_type=Stage,
                max_length=10,
            ),
        ),
        ops.AddField(
            model_name="Idea",
            name="waits_since",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddIndex(
            model_name="Idea",
            index=Index(fields=["waits_since", "id"]),
        ),
        ops.AddField(
            model_name="IdeaVersion",
            name="asked",
            field=fields.TextField(default="{}", db_default="{}", unique=False),
        ),
        ops.AlterModelOptions(
            name="Tag",
            options={
                "table": "tag",
                "app": "ideas",
                "pk_attr": "id",
                "table_description": "A word that ideas are sorted by.",
            },
        ),
    ]
