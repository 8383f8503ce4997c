import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from ambassadors.influence.models import ObjectionState


class Migration(migrations.Migration):
    dependencies = [
        ("ambassadors", "0002_shops_close_and_sales_are_taken_back_in_part"),
        ("community", "0006_a_link_for_whoever_may_see"),
        ("ideas", "0001_initial"),
        ("ideas", "0002_designs_and_challenges"),
        ("ideas", "0003_a_challenge_that_is_called_off"),
        ("ideas", "0004_ideas_of_clubs"),
        ("ideas", "0005_how_many_gave_each_score"),
        ("kernel", "0003_letters_with_invitations"),
        ("voting", "0006_scores_are_counted_in_the_design"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="Choice",
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
                ("left_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("shown_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "influence_choice",
                "app": "ambassadors",
                "pk_attr": "id",
                "table_description": "What somebody wants of being scored: not at all since `left_at`, shown to everybody since `shown_at`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Quartered",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "customer",
                    fields.OneToOneField(
                        "voting.Customer",
                        source_field="customer_id",
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
                ("quarter", fields.CharField(max_length=12)),
                ("amount", fields.FloatField()),
                ("percentile", fields.FloatField(null=True)),
                ("walks", fields.IntField(default=0)),
                ("is_unsure", fields.BooleanField(default=False)),
                ("across", fields.SmallIntField()),
                ("up", fields.SmallIntField()),
            ],
            options={
                "table": "influence_quartered",
                "app": "ambassadors",
                "indexes": [Index(fields=["quarter", "walks", "customer_id"]), Index(fields=["person_id"])],
                "pk_attr": "id",
                "table_description": "A customer's quarter by the newest crossing, their place in its drawing, and the member who carries farthest.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Run",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("topic", fields.CharField(default="", max_length=80)),
                ("as_of", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("seed", fields.BigIntField()),
                ("walks", fields.IntField()),
                ("people", fields.IntField()),
                ("links", fields.IntField()),
                ("seeds", fields.IntField()),
                (
                    "weights",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("digest", fields.CharField(max_length=64)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "influence_run",
                "app": "ambassadors",
                "indexes": [Index(fields=["topic", "id"])],
                "pk_attr": "id",
                "table_description": "One reckoning, never changed: `topic` is empty for all, or such as tag:fit, board:3, template:tee, `seed` is public.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Line",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "run",
                    fields.ForeignKeyField(
                        "ambassadors.Run",
                        source_field="run_id",
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
                    "through",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="through_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=30)),
                ("place", fields.CharField(default="", max_length=80)),
                ("walks", fields.IntField()),
                ("events", fields.IntField()),
                ("first_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("last_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("subject_kind", fields.CharField(default="", max_length=30)),
                ("subject_id", fields.BigIntField(default=0)),
            ],
            options={
                "table": "influence_line",
                "app": "ambassadors",
                "indexes": [Index(fields=["person_id", "run_id", "walks"]), Index(fields=["run_id"])],
                "pk_attr": "id",
                "table_description": "The walks that first came to somebody by one link: `through` whom, for what, and where.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Objection",
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
                (
                    "run",
                    fields.ForeignKeyField(
                        "ambassadors.Run",
                        source_field="run_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("about", fields.CharField(default="", max_length=120)),
                (
                    "evidence",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("body", fields.TextField(unique=False)),
                (
                    "state",
                    fields.CharEnumField(
                        default=ObjectionState.OPEN,
                        description="OPEN: open\nUPHELD: upheld\nDECLINED: declined\nWITHDRAWN: withdrawn",
                        enum_type=ObjectionState,
                        max_length=10,
                    ),
                ),
                ("answer", fields.TextField(default="", unique=False)),
                ("by_id", fields.IntField(null=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("answered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "influence_objection",
                "app": "ambassadors",
                "indexes": [Index(fields=["state", "due_at"]), Index(fields=["person_id", "id"])],
                "pk_attr": "id",
                "table_description": "That somebody says a line, or the whole, of their score is wrong, and what a person answered.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Quartering",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "run",
                    fields.ForeignKeyField(
                        "ambassadors.Run",
                        source_field="run_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "worth_run",
                    fields.ForeignKeyField(
                        "voting.WorthRun",
                        source_field="worth_run_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("cut", fields.FloatField()),
                ("least", fields.FloatField()),
                ("most", fields.FloatField()),
                ("customers", fields.IntField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "influence_quartering",
                "app": "ambassadors",
                "pk_attr": "id",
                "table_description": "The newest crossing of worth with influence: where the quarters part, and by which runs.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Score",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "run",
                    fields.ForeignKeyField(
                        "ambassadors.Run",
                        source_field="run_id",
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
                ("walks", fields.IntField()),
                ("percentile", fields.FloatField()),
                ("low", fields.FloatField()),
                ("high", fields.FloatField()),
                ("band", fields.CharField(max_length=12)),
                (
                    "parts",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
            ],
            options={
                "table": "influence_score",
                "app": "ambassadors",
                "unique_together": (("run_id", "person_id"),),
                "indexes": [Index(fields=["person_id", "run_id"]), Index(fields=["run_id", "walks"])],
                "pk_attr": "id",
                "table_description": "How many of a run's walks ever reached somebody, only of those reached, places of a hundred, with 95 % either side.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Weighing",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("kind", fields.CharField(max_length=30)),
                ("weight", fields.FloatField()),
                ("half_life", fields.FloatField()),
                ("pair_cap", fields.FloatField()),
                ("day_cap", fields.IntField()),
                ("from_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("by_id", fields.IntField(null=True)),
            ],
            options={
                "table": "influence_weighing",
                "app": "ambassadors",
                "indexes": [Index(fields=["kind", "from_at"])],
                "pk_attr": "id",
                "table_description": "What one kind of listening weighs from a moment on: half-life in days, most weight for a pair, most events a day.",
            },
            bases=["Model"],
        ),
    ]
