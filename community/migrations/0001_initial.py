"""The first tables of community."""

import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from community.moderation.models import Act
from community.people.models import Role


class Migration(migrations.Migration):
    initial = True
    dependencies = [("kernel", "0001_initial")]

    operations = [
        ops.CreateModel(
            name="Person",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("handle", fields.CharField(unique=True, max_length=30)),
                ("name", fields.CharField(max_length=80)),
                ("email", fields.CharField(null=True, unique=True, max_length=254)),
                ("email_confirmed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("password", fields.CharField(null=True, max_length=200)),
                (
                    "role",
                    fields.CharEnumField(
                        default=Role.MEMBER,
                        description="MEMBER: member\nMANAGER: manager\nEDITOR: editor\nADMIN: admin",
                        enum_type=Role,
                        max_length=10,
                    ),
                ),
                ("is_claimed", fields.BooleanField(default=True)),
                ("is_ambassador", fields.BooleanField(default=False)),
                ("bio", fields.TextField(default="", unique=False)),
                ("language", fields.CharField(default="", max_length=5)),
                ("zone", fields.CharField(default="", max_length=50)),
                (
                    "picture",
                    fields.ForeignKeyField(
                        "kernel.File",
                        source_field="picture_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("suspended_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "person",
                "app": "community",
                "pk_attr": "id",
                "table_description": "An account, unclaimed ones come from imports and are claimed at sign-up with the same confirmed address.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Notice",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
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
                ("kind", fields.CharField(max_length=40)),
                ("url", fields.CharField(max_length=300)),
                (
                    "data",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("key", fields.CharField(unique=True, max_length=120)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("read_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "notice",
                "app": "community",
                "indexes": [Index(fields=["person_id", "id"])],
                "pk_attr": "id",
                "table_description": "One thing one person is told, `key` keeps a repeated event from telling it twice.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Preference",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
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
                ("kind", fields.CharField(max_length=40)),
                ("is_shown", fields.BooleanField(default=True)),
                ("is_mailed", fields.BooleanField(default=True)),
            ],
            options={
                "table": "preference",
                "app": "community",
                "unique_together": (("person_id", "kind"),),
                "pk_attr": "id",
                "table_description": "A member's wish about one kind of notice, without a row the kind's own default holds.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Proof",
            fields=[
                ("id", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="person_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("purpose", fields.CharField(max_length=10)),
                ("email", fields.CharField(max_length=254)),
                ("name", fields.CharField(default="", max_length=80)),
                ("password", fields.CharField(default="", max_length=200)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "proof",
                "app": "community",
                "pk_attr": "id",
                "table_description": "A link in a letter, one use, and it runs out. One for opening an account holds what was typed at sign-up.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Ruling",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("subject_kind", fields.CharField(max_length=30)),
                ("subject_id", fields.BigIntField()),
                (
                    "author",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="author_id",
                        null=True,
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
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "act",
                    fields.CharEnumField(
                        description="HIDE: hide\nRESTORE: restore\nNONE: none", enum_type=Act, max_length=10
                    ),
                ),
                ("rule", fields.CharField(max_length=30)),
                ("reason", fields.TextField(unique=False)),
                ("public", fields.CharField(max_length=300)),
                ("created_at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "ruling",
                "app": "community",
                "indexes": [Index(fields=["subject_kind", "subject_id"])],
                "pk_attr": "id",
                "table_description": "Hide, restore or leave, with its rule and reason, `public` is its line in the public log.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Report",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("subject_kind", fields.CharField(max_length=30)),
                ("subject_id", fields.BigIntField()),
                (
                    "reporter",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="reporter_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("rule", fields.CharField(max_length=30)),
                ("text", fields.TextField(default="", unique=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "ruling",
                    fields.ForeignKeyField(
                        "community.Ruling",
                        source_field="ruling_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "report",
                "app": "community",
                "unique_together": (("subject_kind", "subject_id", "reporter_id"),),
                "indexes": [Index(fields=["ruling_id", "created_at"])],
                "pk_attr": "id",
                "table_description": "One person's word that something breaks a rule, open until a ruling ends it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Thread",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("subject_kind", fields.CharField(max_length=30)),
                ("subject_id", fields.BigIntField()),
                ("comments", fields.IntField(default=0)),
            ],
            options={
                "table": "thread",
                "app": "community",
                "unique_together": (("subject_kind", "subject_id"),),
                "pk_attr": "id",
                "table_description": "Held by a subject of whatever kind, `comments` counts what everyone may see.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Comment",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "thread",
                    fields.ForeignKeyField(
                        "community.Thread",
                        source_field="thread_id",
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
                (
                    "parent",
                    fields.ForeignKeyField(
                        "community.Comment",
                        source_field="parent_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("body", fields.TextField(unique=False)),
                ("is_internal", fields.BooleanField(default=False)),
                ("reactions", fields.IntField(default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("edited_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("deleted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("hidden_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "comment",
                "app": "community",
                "indexes": [Index(fields=["thread_id", "id"]), Index(fields=["author_id", "id"])],
                "pk_attr": "id",
                "table_description": "A message or a reply to one, internal ones are seen by staff only.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CommentVersion",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "comment",
                    fields.ForeignKeyField(
                        "community.Comment",
                        source_field="comment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("body", fields.TextField(unique=False)),
                ("replaced_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "comment_version",
                "app": "community",
                "pk_attr": "id",
                "table_description": "What a comment said before it was edited.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Reaction",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "comment",
                    fields.ForeignKeyField(
                        "community.Comment",
                        source_field="comment_id",
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
                "table": "reaction",
                "app": "community",
                "unique_together": (("comment_id", "person_id"),),
                "pk_attr": "id",
                "table_description": "One person's thanks for one comment.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Token",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("digest", fields.CharField(unique=True, max_length=64)),
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
                ("name", fields.CharField(max_length=80)),
                ("scopes", fields.CharField(max_length=200)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "token",
                "app": "community",
                "pk_attr": "id",
                "table_description": "A bearer token of the API, kept as a digest and shown once.",
            },
            bases=["Model"],
        ),
    ]
