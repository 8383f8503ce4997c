"""The first tables of ideas."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from ideas.board.models import Status


class Migration(migrations.Migration):
    initial = True
    dependencies = [("community", "0001_initial")]

    operations = [
        ops.CreateModel(
            name="Board",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("slug", fields.CharField(unique=True, max_length=60)),
                ("name", fields.CharField(max_length=80)),
                ("description", fields.TextField(default="", unique=False)),
                ("colour", fields.CharField(default="fog", max_length=20)),
                ("see", fields.CharField(default="everyone", max_length=60)),
                ("propose", fields.CharField(default="members", max_length=60)),
                ("comment", fields.CharField(default="members", max_length=60)),
                ("support", fields.CharField(default="members", max_length=60)),
                ("is_open", fields.BooleanField(default=True)),
                ("position", fields.IntField(default=0)),
                ("ideas", fields.IntField(default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "board",
                "app": "ideas",
                "pk_attr": "id",
                "table_description": "A list of ideas, four audiences say who may see it, propose, comment and support.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="BoardCount",
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
                (
                    "status",
                    fields.CharEnumField(
                        description="OPEN: open\nUNDER_REVIEW: under_review\nPLANNED: planned\nIN_PROGRESS: in_progress\nSHIPPED: shipped\nDECLINED: declined\nMERGED: merged",
                        enum_type=Status,
                        max_length=20,
                    ),
                ),
                ("ideas", fields.IntField(default=0)),
            ],
            options={
                "table": "board_count",
                "app": "ideas",
                "unique_together": (("board_id", "status"),),
                "pk_attr": "id",
                "table_description": "How many listed ideas of one state a board holds.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Idea",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("reference", fields.CharField(null=True, unique=True, max_length=120)),
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
                (
                    "author",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="author_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("title", fields.CharField(max_length=200)),
                ("slug", fields.CharField(max_length=80)),
                ("body", fields.TextField(default="", unique=False)),
                ("folded", fields.TextField(default="", unique=False)),
                (
                    "status",
                    fields.CharEnumField(
                        default=Status.OPEN,
                        description="OPEN: open\nUNDER_REVIEW: under_review\nPLANNED: planned\nIN_PROGRESS: in_progress\nSHIPPED: shipped\nDECLINED: declined\nMERGED: merged",
                        enum_type=Status,
                        max_length=20,
                    ),
                ),
                (
                    "merged_into",
                    fields.ForeignKeyField(
                        "ideas.Idea",
                        source_field="merged_into_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("merged_from", fields.IntField(default=0)),
                ("supporters", fields.IntField(default=0)),
                ("raw_votes", fields.IntField(default=0)),
                ("comments", fields.IntField(default=0)),
                ("trending", fields.FloatField(default=0.0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("edited_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("status_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("hidden_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("is_listed", fields.BooleanField(default=True)),
            ],
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
                ],
                "pk_attr": "id",
                "table_description": "What somebody proposes. `supporters` and `raw_votes` are counts that voting/ballots keeps.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Answer",
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
                    "author",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="author_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("body", fields.TextField(unique=False)),
                ("cost_band", fields.CharField(default="", max_length=2)),
                ("promised_on", fields.DateField(null=True)),
                ("kept_on", fields.DateField(null=True)),
                ("would_change", fields.TextField(default="", unique=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "answer",
                "app": "ideas",
                "indexes": [Index(fields=["idea_id", "id"]), Index(fields=["promised_on"])],
                "pk_attr": "id",
                "table_description": "The brand's words on an idea, the newest is pinned. A promise is a date that is kept, late, or still to come.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Follow",
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
                    "person",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "follow",
                "app": "ideas",
                "unique_together": (("idea_id", "person_id"),),
                "indexes": [Index(fields=["person_id", "id"])],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="IdeaPicture",
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
                    "file",
                    fields.ForeignKeyField(
                        "kernel.File",
                        source_field="file_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("alt", fields.CharField(default="", max_length=300)),
                ("position", fields.IntField(default=0)),
            ],
            options={
                "table": "idea_picture",
                "app": "ideas",
                "unique_together": (("idea_id", "file_id"),),
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="IdeaVersion",
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
                    "editor",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="editor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("title", fields.CharField(max_length=200)),
                ("body", fields.TextField(unique=False)),
                ("replaced_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "idea_version",
                "app": "ideas",
                "pk_attr": "id",
                "table_description": "What an idea said before it was edited.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StatusChange",
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
                    "before",
                    fields.CharEnumField(
                        description="OPEN: open\nUNDER_REVIEW: under_review\nPLANNED: planned\nIN_PROGRESS: in_progress\nSHIPPED: shipped\nDECLINED: declined\nMERGED: merged",
                        enum_type=Status,
                        max_length=20,
                    ),
                ),
                (
                    "after",
                    fields.CharEnumField(
                        description="OPEN: open\nUNDER_REVIEW: under_review\nPLANNED: planned\nIN_PROGRESS: in_progress\nSHIPPED: shipped\nDECLINED: declined\nMERGED: merged",
                        enum_type=Status,
                        max_length=20,
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
                    "answer",
                    fields.ForeignKeyField(
                        "ideas.Answer",
                        source_field="answer_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "status_change",
                "app": "ideas",
                "indexes": [Index(fields=["idea_id", "id"])],
                "pk_attr": "id",
                "table_description": "One step on an idea's trail.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Tag",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("slug", fields.CharField(unique=True, max_length=40)),
                ("name", fields.CharField(max_length=40)),
            ],
            options={"table": "tag", "app": "ideas", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="IdeaTag",
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
                    "tag",
                    fields.ForeignKeyField(
                        "ideas.Tag",
                        source_field="tag_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "idea_tag",
                "app": "ideas",
                "unique_together": (("tag_id", "idea_id"),),
                "indexes": [Index(fields=["idea_id"])],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
    ]
