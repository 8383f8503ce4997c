"""A letter may carry an invitation to a calendar."""

from __future__ import annotations

import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_limits_for_all_processes")]

    initial = False

    operations = [
        ops.AlterModelOptions(
            name="Letter",
            options={
                "table": "letter",
                "app": "kernel",
                "pk_attr": "id",
                "table_description": "A mail: sent by SMTP when that is set, and a page of /letters in the demo. "
                "`attached` is an invitation to a calendar.",
            },
        ),
        ops.AddField(
            model_name="Letter",
            name="attached",
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
        ),
    ]
