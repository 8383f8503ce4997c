"""The first tables of kernel."""

import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Event",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("kind", fields.CharField(max_length=60)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("actor_id", fields.IntField(null=True)),
                ("subject_kind", fields.CharField(max_length=30)),
                ("subject_id", fields.BigIntField()),
                (
                    "data",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
            ],
            options={
                "table": "event",
                "app": "kernel",
                "indexes": [Index(fields=["subject_kind", "subject_id"]), Index(fields=["kind", "id"])],
                "pk_attr": "id",
                "table_description": "What happened: written by the action in its own transaction, read by whoever reacts.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="File",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("digest", fields.CharField(unique=True, max_length=64)),
                ("media_type", fields.CharField(max_length=60)),
                ("name", fields.CharField(default="", max_length=200)),
                ("size", fields.IntField()),
                ("width", fields.IntField(default=0)),
                ("height", fields.IntField(default=0)),
                ("owner_id", fields.IntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "file",
                "app": "kernel",
                "pk_attr": "id",
                "table_description": "An upload, re-encoded, its bytes lie under the digest's name.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Job",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("kind", fields.CharField(max_length=60)),
                ("key", fields.CharField(null=True, unique=True, max_length=120)),
                (
                    "args",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("state", fields.CharField(default="ready", max_length=10)),
                ("run_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("tries", fields.IntField(default=0)),
                ("owner", fields.CharField(null=True, max_length=40)),
                ("error", fields.TextField(default="", unique=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "job",
                "app": "kernel",
                "indexes": [Index(fields=["state", "run_at"])],
                "pk_attr": "id",
                "table_description": "Work that follows a change: ready, running under a lease, done (gone) or dead.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Letter",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("person_id", fields.IntField(null=True, db_index=True)),
                ("address", fields.CharField(max_length=254)),
                ("subject", fields.CharField(max_length=300)),
                ("text", fields.TextField(unique=False)),
                ("html", fields.TextField(unique=False)),
                (
                    "headers",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("sent_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "letter",
                "app": "kernel",
                "pk_attr": "id",
                "table_description": "A mail: sent by SMTP when that is set, and a page of /letters in the demo.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Session",
            fields=[
                ("id", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ("person_id", fields.IntField(null=True, db_index=True)),
                (
                    "data",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("agent", fields.CharField(default="", max_length=200)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("seen_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "session",
                "app": "kernel",
                "pk_attr": "id",
                "table_description": "A browser that is signed in, its key is a digest of what its cookie holds.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SiteSetting",
            fields=[
                ("key", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=60)),
                (
                    "value",
                    fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
            ],
            options={
                "table": "site_setting",
                "app": "kernel",
                "pk_attr": "key",
                "table_description": "What staff set in the browser: brand, accent, language, and marks such as `demo`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StaffAct",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("actor_id", fields.IntField(null=True)),
                ("act", fields.CharField(max_length=60)),
                ("subject_kind", fields.CharField(max_length=30)),
                ("subject_id", fields.BigIntField(null=True)),
                ("reason", fields.TextField(default="", unique=False)),
                ("detail", fields.TextField(default="{}", unique=False)),
                ("digest", fields.CharField(max_length=64)),
            ],
            options={
                "table": "staff_act",
                "app": "kernel",
                "indexes": [Index(fields=["subject_kind", "subject_id"])],
                "pk_attr": "id",
                "table_description": "An act of staff: append-only, each row holding a digest of itself and the one before.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WriteKey",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("person_id", fields.IntField()),
                ("key", fields.CharField(max_length=120)),
                ("request", fields.CharField(max_length=64)),
                ("status", fields.IntField(default=0)),
                ("body", fields.TextField(default="", unique=False)),
                ("created_at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "write_key",
                "app": "kernel",
                "unique_together": (("person_id", "key"),),
                "pk_attr": "id",
                "table_description": "An idempotency key of the API with the answer it got, so that a retry hears the same.",
            },
            bases=["Model"],
        ),
    ]
