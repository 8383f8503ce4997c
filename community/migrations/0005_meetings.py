from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from community.meetings.models import Said


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0004_clubs"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="Feed",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "person",
                    fields.OneToOneField(
                        "community.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("token", fields.CharField(unique=True, max_length=64)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "calendar_feed",
                "app": "community",
                "pk_attr": "id",
                "table_description": "The secret address of a member's calendar, a new one takes its place.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Series",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "club",
                    fields.ForeignKeyField(
                        "community.Club",
                        source_field="club_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("rule", fields.CharField(max_length=300)),
                ("begins", fields.CharField(max_length=20)),
                ("zone", fields.CharField(max_length=60)),
                ("made_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "meeting_series",
                "app": "community",
                "pk_attr": "id",
                "table_description": "Meetings that come again, by a rule of RFC 5545 in the hours of a zone.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Meeting",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "club",
                    fields.ForeignKeyField(
                        "community.Club",
                        source_field="club_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "series",
                    fields.ForeignKeyField(
                        "community.Series",
                        source_field="series_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("slot", fields.CharField(default="", max_length=20)),
                ("is_apart", fields.BooleanField(default=False)),
                (
                    "host",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="host_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("slug", fields.CharField(max_length=80)),
                ("title", fields.CharField(max_length=160)),
                ("body", fields.TextField(default="", unique=False)),
                ("cost", fields.CharField(default="", max_length=300)),
                ("audience", fields.CharField(default="members", max_length=60)),
                ("zone", fields.CharField(max_length=60)),
                ("begins", fields.CharField(max_length=20)),
                ("ends", fields.CharField(max_length=20)),
                ("begins_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("place", fields.CharField(default="", max_length=200)),
                ("place_folded", fields.CharField(default="", max_length=200)),
                ("link", fields.CharField(default="", max_length=500)),
                ("recording", fields.CharField(default="", max_length=500)),
                ("recording_for", fields.CharField(default="members", max_length=60)),
                ("seats", fields.IntField(null=True)),
                ("most_guests", fields.IntField(default=0)),
                ("takes_strangers", fields.BooleanField(default=False)),
                ("coming", fields.IntField(default=0)),
                ("waiting", fields.IntField(default=0)),
                ("notes", fields.TextField(default="", unique=False)),
                ("asked_for", fields.TextField(default="", unique=False)),
                ("sequence", fields.IntField(default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("reminded_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("cancelled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reason", fields.CharField(default="", max_length=300)),
                ("hidden_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "meeting",
                "app": "community",
                "unique_together": (("series_id", "slot"),),
                "indexes": [Index(fields=["begins_at", "id"]), Index(fields=["club_id", "begins_at"])],
                "pk_attr": "id",
                "table_description": "A meeting of a club, or of the brand. `begins` and `ends` are hours of `zone`, `begins_at` and `ends_at` moments.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "meeting",
                    fields.ForeignKeyField(
                        "community.Meeting",
                        source_field="meeting_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("position", fields.IntField()),
                ("words", fields.CharField(default="", max_length=300)),
                ("minutes", fields.IntField(default=0)),
                ("kind", fields.CharField(default="", max_length=20)),
                ("subject", fields.IntField(default=0)),
                ("decision", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "agenda_item",
                "app": "community",
                "unique_together": (("meeting_id", "position"),),
                "pk_attr": "id",
                "table_description": "A line of an agenda, `kind` and `subject` name an idea or a ballot it is about.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Reply",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "meeting",
                    fields.ForeignKeyField(
                        "community.Meeting",
                        source_field="meeting_id",
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
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("email", fields.CharField(null=True, max_length=254)),
                ("name", fields.CharField(default="", max_length=80)),
                ("lang", fields.CharField(default="", max_length=10)),
                (
                    "said",
                    fields.CharEnumField(description="YES: yes\nMAYBE: maybe\nNO: no", enum_type=Said, max_length=6),
                ),
                ("guests", fields.IntField(default=0)),
                ("note", fields.CharField(default="", max_length=300)),
                ("is_online", fields.BooleanField(default=False)),
                ("is_waiting", fields.BooleanField(default=False)),
                ("is_proven", fields.BooleanField(default=True)),
                ("code", fields.CharField(max_length=12)),
                ("token", fields.CharField(max_length=64)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("arrived_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("arrived_guests", fields.IntField(default=0)),
            ],
            options={
                "table": "meeting_reply",
                "app": "community",
                "unique_together": (("meeting_id", "person_id"), ("meeting_id", "email"), ("meeting_id", "code")),
                "indexes": [Index(fields=["meeting_id", "is_waiting", "at", "id"]), Index(fields=["person_id", "id"])],
                "pk_attr": "id",
                "table_description": "What somebody said to a meeting, a member or a proven address. Seats are given by `at`, the earliest first.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MeetingLetter",
            fields=[
                (
                    "id",
                    fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "reply",
                    fields.ForeignKeyField(
                        "community.Reply",
                        source_field="reply_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("event_id", fields.BigIntField()),
            ],
            options={
                "table": "meeting_letter",
                "app": "community",
                "unique_together": (("reply_id", "event_id"),),
                "pk_attr": "id",
                "table_description": "That somebody who answered was written to about an event: the row is what makes the letter go once.",
            },
            bases=["Model"],
        ),
    ]
