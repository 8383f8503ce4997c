"""The first tables of voting."""

import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from voting.ballots.models import Kind
from voting.roadmap.models import Horizon
from voting.value.models import LinkSource


class Migration(migrations.Migration):
    initial = True
    dependencies = [("ideas", "0001_initial")]

    operations = [
        ops.CreateModel(
            name="Customer",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("reference", fields.CharField(unique=True, max_length=120)),
                ("name", fields.CharField(default="", max_length=200)),
                ("kind", fields.CharField(default="person", max_length=10)),
                ("email", fields.CharField(default="", db_index=True, max_length=254)),
                ("segment", fields.CharField(default="", db_index=True, max_length=80)),
                ("country", fields.CharField(default="", max_length=2)),
                ("since", fields.DateField(null=True)),
                ("stated_value", fields.BigIntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "customer",
                "app": "voting",
                "pk_attr": "id",
                "table_description": "A buyer, known by the brand's own reference, `stated_value` is a contract's worth in minor units.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Item",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "idea",
                    fields.OneToOneField(
                        "ideas.Idea",
                        source_field="idea_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "horizon",
                    fields.CharEnumField(
                        null=True, description="NOW: now\nNEXT: next\nLATER: later", enum_type=Horizon, max_length=10
                    ),
                ),
                ("target", fields.CharField(default="", max_length=60)),
                (
                    "owner",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="owner_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("effort", fields.FloatField(null=True)),
                ("position", fields.IntField(default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "roadmap_item",
                "app": "voting",
                "pk_attr": "id",
                "table_description": "An idea's place on the roadmap.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Link",
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
                (
                    "customer",
                    fields.ForeignKeyField(
                        "voting.Customer",
                        source_field="customer_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "source",
                    fields.CharEnumField(
                        description="CONFIRMED: confirmed\nSTAFF: staff\nIMPORTED: imported",
                        enum_type=LinkSource,
                        max_length=10,
                    ),
                ),
                ("by_id", fields.IntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "customer_link",
                "app": "voting",
                "indexes": [Index(fields=["customer_id"])],
                "pk_attr": "id",
                "table_description": "A member counts for a customer, one made from an imported address serves counting only and shows nothing.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Move",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "item",
                    fields.ForeignKeyField(
                        "voting.Item",
                        source_field="item_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("before", fields.CharField(default="", max_length=10)),
                ("after", fields.CharField(default="", max_length=10)),
                ("target_before", fields.CharField(default="", max_length=60)),
                ("target_after", fields.CharField(default="", max_length=60)),
                ("reason", fields.CharField(default="", max_length=300)),
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
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "roadmap_move",
                "app": "voting",
                "indexes": [Index(fields=["item_id", "id"])],
                "pk_attr": "id",
                "table_description": "A change of horizon or target, with its reason: the honest history.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Order",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("reference", fields.CharField(unique=True, max_length=120)),
                (
                    "customer",
                    fields.ForeignKeyField(
                        "voting.Customer",
                        source_field="customer_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("placed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("amount", fields.BigIntField()),
                ("currency", fields.CharField(max_length=3)),
            ],
            options={
                "table": "customer_order",
                "app": "voting",
                "indexes": [Index(fields=["customer_id", "placed_at"])],
                "pk_attr": "id",
                "table_description": "One purchase, or a refund where the amount is negative, minor units of its currency.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Reckoning",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("worth_run_id", fields.IntField(null=True)),
                ("as_of", fields.DateField()),
                ("window_days", fields.IntField()),
                ("currency", fields.CharField(max_length=3)),
                (
                    "segments",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "notes",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "reckoning",
                "app": "voting",
                "pk_attr": "id",
                "table_description": "One making of all figures: which worth it used, which window, and what it had to say.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Figure",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "reckoning",
                    fields.ForeignKeyField(
                        "voting.Reckoning",
                        source_field="reckoning_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
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
                ("policy", fields.CharField(max_length=20)),
                ("rank", fields.IntField()),
                ("demand", fields.FloatField()),
                ("value", fields.FloatField()),
                ("share", fields.FloatField(null=True)),
                ("trend", fields.IntField(default=0)),
                (
                    "data",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
            ],
            options={
                "table": "figure",
                "app": "voting",
                "unique_together": (("reckoning_id", "policy", "idea_id"),),
                "indexes": [
                    Index(fields=["reckoning_id", "policy", "rank"]),
                    Index(fields=["reckoning_id", "policy", "value"]),
                    Index(fields=["reckoning_id", "policy", "share"]),
                    Index(fields=["reckoning_id", "policy", "trend"]),
                ],
                "pk_attr": "id",
                "table_description": "An idea's figures under one policy, `data` holds what is shown but not sorted by.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SavedView",
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
                ("name", fields.CharField(max_length=60)),
                ("query", fields.CharField(max_length=500)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "saved_view",
                "app": "voting",
                "unique_together": (("person_id", "name"),),
                "pk_attr": "id",
                "table_description": "A way of looking at the console that somebody wants back: its query under a name.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Segment",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("slug", fields.CharField(unique=True, max_length=60)),
                ("name", fields.CharField(max_length=80)),
                ("kind", fields.CharField(max_length=10)),
                (
                    "rule",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "segment",
                "app": "voting",
                "pk_attr": "id",
                "table_description": "A named group of customers, by the imported column, by RFM, or by a rule such as a country.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Snapshot",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("policy", fields.CharField(max_length=20)),
                ("as_of", fields.DateField()),
                (
                    "header",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "columns",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("rows", fields.IntField()),
                ("checksum", fields.CharField(max_length=64)),
                ("by_id", fields.IntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "snapshot",
                "app": "voting",
                "pk_attr": "id",
                "table_description": "A frozen roadmap, its header says how it was made, its checksum that nothing changed since.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SnapshotRow",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "snapshot",
                    fields.ForeignKeyField(
                        "voting.Snapshot",
                        source_field="snapshot_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("rank", fields.IntField()),
                ("idea_id", fields.IntField()),
                ("cells", fields.TextField(unique=False)),
            ],
            options={
                "table": "snapshot_row",
                "app": "voting",
                "indexes": [Index(fields=["snapshot_id", "rank"])],
                "pk_attr": "id",
                "table_description": "One line of a snapshot, as the cells it was frozen with.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Support",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
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
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "support",
                "app": "voting",
                "unique_together": (("idea_id", "person_id"),),
                "indexes": [Index(fields=["person_id", "idea_id"])],
                "pk_attr": "id",
                "table_description": "A vote that stands: at most one for a member and an idea, gone when it is withdrawn.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SupportEvent",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
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
                (
                    "kind",
                    fields.CharEnumField(
                        description="CAST: cast\nWITHDRAWN: withdrawn\nON_BEHALF: on_behalf\nIMPORTED: imported",
                        enum_type=Kind,
                        max_length=10,
                    ),
                ),
                ("by_id", fields.IntField(null=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "support_event",
                "app": "voting",
                "indexes": [Index(fields=["idea_id", "at"]), Index(fields=["person_id", "id"])],
                "pk_attr": "id",
                "table_description": "One line of the ledger, never changed, `at` is when it was given, `recorded_at` when it was written.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Upload",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("kind", fields.CharField(max_length=20)),
                ("name", fields.CharField(max_length=200)),
                ("state", fields.CharField(default="waiting", max_length=10)),
                (
                    "report",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("by_id", fields.IntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("finished_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "upload",
                "app": "voting",
                "pk_attr": "id",
                "table_description": "A file that staff handed in, `report` is what its import did, its bytes lie in the data folder until then.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WorthRun",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("as_of", fields.DateField(db_index=True)),
                ("method", fields.CharField(max_length=30)),
                ("reason", fields.CharField(default="", max_length=200)),
                ("currency", fields.CharField(max_length=3)),
                ("customers", fields.IntField()),
                ("horizon_weeks", fields.FloatField()),
                ("discount_rate", fields.FloatField()),
                ("default_worth", fields.BigIntField()),
                (
                    "fit",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "worth_run",
                "app": "voting",
                "pk_attr": "id",
                "table_description": "One fit at a date, never overwritten, so that a roadmap can say which it used.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Worth",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "run",
                    fields.ForeignKeyField(
                        "voting.WorthRun",
                        source_field="run_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "customer",
                    fields.ForeignKeyField(
                        "voting.Customer",
                        source_field="customer_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("amount", fields.FloatField()),
                ("source", fields.CharField(max_length=10)),
                ("rfm", fields.CharField(default="", max_length=20)),
                ("x", fields.IntField(default=0)),
                ("t_x", fields.FloatField(default=0.0)),
                ("t", fields.FloatField(default=0.0)),
                ("mean_spend", fields.FloatField(null=True)),
            ],
            options={
                "table": "worth",
                "app": "voting",
                "unique_together": (("run_id", "customer_id"),),
                "indexes": [Index(fields=["customer_id"])],
                "pk_attr": "id",
                "table_description": "A customer's expected lifetime value in one run, minor units, with where it comes from.",
            },
            bases=["Model"],
        ),
    ]
