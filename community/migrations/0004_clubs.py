from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from community.clubs.models import End, Entry, Role


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0003_a_report_on_what_is_gone"),
        ("kernel", "0002_limits_for_all_processes"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="Club",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("slug", fields.CharField(unique=True, max_length=60)),
                ("name", fields.CharField(max_length=80)),
                ("summary", fields.CharField(default="", max_length=200)),
                ("place", fields.CharField(default="", max_length=80)),
                ("place_folded", fields.CharField(default="", max_length=80)),
                ("folded", fields.TextField(default="", unique=False)),
                ("language", fields.CharField(default="", max_length=10)),
                ("wall", fields.CharField(default="moss", max_length=20)),
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
                (
                    "entry",
                    fields.CharEnumField(
                        default=Entry.OPEN,
                        description="OPEN: open\nREQUEST: request\nINVITATION: invitation",
                        enum_type=Entry,
                        max_length=12,
                    ),
                ),
                ("question", fields.CharField(default="", max_length=300)),
                ("audience", fields.CharField(default="", max_length=60)),
                ("is_private", fields.BooleanField(default=False)),
                ("members", fields.IntField(default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("archived_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("hidden_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("handover_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "merged_into",
                    fields.ForeignKeyField(
                        "community.Club",
                        source_field="merged_into_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
            ],
            options={
                "table": "club",
                "app": "community",
                "indexes": [Index(fields=["place_folded"]), Index(fields=["members", "id"])],
                "pk_attr": "id",
                "table_description": "Members who gather around something. `audience` names whom its door lets in by itself, `folded` is what is searched.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Ban",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "club",
                    fields.ForeignKeyField(
                        "community.Club",
                        source_field="club_id",
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
                ("reason", fields.TextField(unique=False)),
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
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("stands", fields.BooleanField(null=True, default=True)),
                ("appeal", fields.TextField(default="", unique=False)),
                ("appealed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("answer", fields.TextField(default="", unique=False)),
                ("answered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "answered_by",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="answered_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("lifted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "club_ban",
                "app": "community",
                "unique_together": (("club_id", "person_id", "stands"),),
                "pk_attr": "id",
                "table_description": "That somebody was shut out with a reason, and what staff said when they appealed. `stands` is true or null.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Charter",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "club",
                    fields.ForeignKeyField(
                        "community.Club",
                        source_field="club_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("number", fields.IntField()),
                ("body", fields.TextField(unique=False)),
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
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "charter",
                "app": "community",
                "unique_together": (("club_id", "number"),),
                "pk_attr": "id",
                "table_description": "One version of a club's charter.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Invitation",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "club",
                    fields.ForeignKeyField(
                        "community.Club",
                        source_field="club_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("token", fields.CharField(unique=True, max_length=64)),
                ("email", fields.CharField(default="", max_length=254)),
                ("most", fields.IntField(default=0)),
                ("used", fields.IntField(default=0)),
                ("until_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
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
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "invitation",
                "app": "community",
                "indexes": [Index(fields=["club_id", "id"])],
                "pk_attr": "id",
                "table_description": "A link into a club, for whoever has it or for one address: how often it may be used, and until when.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="JoinRequest",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "club",
                    fields.ForeignKeyField(
                        "community.Club",
                        source_field="club_id",
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
                ("answer", fields.TextField(default="", unique=False)),
                ("charter", fields.IntField(default=0)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("waits", fields.BooleanField(null=True, default=True)),
                ("is_accepted", fields.BooleanField(null=True)),
                ("reason", fields.CharField(default="", max_length=300)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
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
            ],
            options={
                "table": "join_request",
                "app": "community",
                "unique_together": (("club_id", "person_id", "waits"),),
                "pk_attr": "id",
                "table_description": "That somebody asked to join, with their answer to the club's question. `waits` is true or null.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Membership",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "club",
                    fields.ForeignKeyField(
                        "community.Club",
                        source_field="club_id",
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
                (
                    "role",
                    fields.CharEnumField(
                        default=Role.MEMBER,
                        description="MEMBER: member\nTREASURER: treasurer\nHOST: host",
                        enum_type=Role,
                        max_length=12,
                    ),
                ),
                ("charter", fields.IntField(default=0)),
                ("is_by_rule", fields.BooleanField(default=False)),
                ("from_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("until_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "end",
                    fields.CharEnumField(
                        null=True,
                        description="ROLE: role\nLEFT: left\nBANNED: banned\nMERGED: merged\nCLOSED: closed\nERASED: erased\nRULE: rule",
                        enum_type=End,
                        max_length=12,
                    ),
                ),
                ("stands", fields.BooleanField(null=True, default=True)),
            ],
            options={
                "table": "membership",
                "app": "community",
                "unique_together": (("person_id", "club_id", "stands"),),
                "indexes": [Index(fields=["club_id", "stands", "id"]), Index(fields=["club_id", "from_at"])],
                "pk_attr": "id",
                "table_description": "That somebody belonged to a club in a role, from then till then: `is_by_rule` if its rule let them in by itself.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Topic",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "club",
                    fields.ForeignKeyField(
                        "community.Club",
                        source_field="club_id",
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
                ("title", fields.CharField(max_length=160)),
                ("body", fields.TextField(default="", unique=False)),
                ("comments", fields.IntField(default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("last_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("pinned_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("hidden_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "topic",
                "app": "community",
                "indexes": [Index(fields=["club_id", "last_at", "id"])],
                "pk_attr": "id",
                "table_description": "Something a club talks about, what is said hangs on its thread.",
            },
            bases=["Model"],
        ),
    ]
