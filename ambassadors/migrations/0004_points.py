import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from ambassadors.points.models import Account, Act, HoldState, Short


class Migration(migrations.Migration):
    dependencies = [
        ("ambassadors", "0003_influence_and_its_reckonings"),
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
            name="Fund",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("month_on", fields.DateField(unique=True)),
                ("funded", fields.BigIntField(default=0)),
                ("given", fields.BigIntField(default=0)),
                ("told_low_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "point_fund",
                "app": "ambassadors",
                "pk_attr": "id",
                "table_description": "A month's budget, by its first day, what staff funded, of that what was given and stands. Never `given` > `funded`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Award",
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
                ("kind", fields.CharField(max_length=30)),
                ("cause_kind", fields.CharField(max_length=30)),
                ("cause_id", fields.BigIntField()),
                ("event_id", fields.BigIntField(null=True)),
                (
                    "fund",
                    fields.ForeignKeyField(
                        "ambassadors.Fund",
                        source_field="fund_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("due", fields.BigIntField()),
                ("amount", fields.BigIntField()),
                ("settled", fields.BigIntField(default=0)),
                ("owed", fields.BigIntField(default=0)),
                (
                    "short",
                    fields.CharEnumField(
                        default=Short.NONE,
                        description="NONE: none\nCAP: cap\nBUDGET: budget",
                        enum_type=Short,
                        max_length=6,
                    ),
                ),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("reversed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "point_award",
                "app": "ambassadors",
                "unique_together": (("person_id", "cause_kind", "cause_id"), ("person_id", "event_id")),
                "indexes": [Index(fields=["cause_kind", "cause_id"]), Index(fields=["person_id", "kind", "at"])],
                "pk_attr": "id",
                "table_description": "That somebody was paid for a cause, once: `due` by the rule, `amount` in truth, `settled` of it set off against debt.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Entry",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "act",
                    fields.CharEnumField(
                        description="FUNDED: funded\nAWARDED: awarded\nREVERSED: reversed\nHELD: held\nCAPTURED: captured\nRELEASED: released\nRETURNED: returned\nEXPIRED: expired\nERASED: erased",
                        enum_type=Act,
                        max_length=10,
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
                (
                    "fund",
                    fields.ForeignKeyField(
                        "ambassadors.Fund",
                        source_field="fund_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(default="", max_length=30)),
                ("cause_kind", fields.CharField(default="", max_length=30)),
                ("cause_id", fields.BigIntField(default=0)),
                ("by_id", fields.IntField(null=True)),
                ("reason", fields.CharField(default="", max_length=300)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "point_entry",
                "app": "ambassadors",
                "indexes": [Index(fields=["person_id", "at"]), Index(fields=["fund_id", "act"])],
                "pk_attr": "id",
                "table_description": "One thing that happened to points, never changed. `cause` is what it was done for, `kind` the rule it came by.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Hold",
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
                ("amount", fields.BigIntField()),
                ("cause_kind", fields.CharField(max_length=30)),
                ("cause_id", fields.BigIntField()),
                (
                    "state",
                    fields.CharEnumField(
                        default=HoldState.OPEN,
                        description="OPEN: open\nCAPTURED: captured\nRELEASED: released\nRETURNED: returned",
                        enum_type=HoldState,
                        max_length=10,
                    ),
                ),
                (
                    "parts",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "point_hold",
                "app": "ambassadors",
                "indexes": [Index(fields=["person_id", "state"]), Index(fields=["cause_kind", "cause_id"])],
                "pk_attr": "id",
                "table_description": "Points put aside for a cause until they are spent or free again, `parts` are the lots they came from.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Lot",
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
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("amount", fields.BigIntField()),
                ("remains", fields.BigIntField()),
                ("told_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "point_lot",
                "app": "ambassadors",
                "unique_together": (("person_id", "ends_at"),),
                "indexes": [Index(fields=["ends_at"])],
                "pk_attr": "id",
                "table_description": "All of somebody's points that end at the same moment: how many ever came, and how many remain free.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Posting",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "entry",
                    fields.ForeignKeyField(
                        "ambassadors.Entry",
                        source_field="entry_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "account",
                    fields.CharEnumField(
                        description="BRAND: brand\nFUND: fund\nFREE: free\nHELD: held\nSPENT: spent\nEXPIRED: expired\nOWED: owed\nADVANCED: advanced",
                        enum_type=Account,
                        max_length=10,
                    ),
                ),
                ("amount", fields.BigIntField()),
            ],
            options={
                "table": "point_posting",
                "app": "ambassadors",
                "indexes": [Index(fields=["entry_id"])],
                "pk_attr": "id",
                "table_description": "A line of an entry: what it puts into one account, or takes out of it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Purse",
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
                ("free", fields.BigIntField(default=0)),
                ("held", fields.BigIntField(default=0)),
                ("spent", fields.BigIntField(default=0)),
                ("expired", fields.BigIntField(default=0)),
                ("owed", fields.BigIntField(default=0)),
            ],
            options={
                "table": "point_purse",
                "app": "ambassadors",
                "pk_attr": "id",
                "table_description": "What somebody has, each the sum of their lines in the account of that name, none of them ever below nothing.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Rule",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("kind", fields.CharField(max_length=30)),
                ("amount", fields.IntField()),
                ("month_cap", fields.IntField(null=True)),
                ("from_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("reason", fields.CharField(default="", max_length=300)),
                ("by_id", fields.IntField(null=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "point_rule",
                "app": "ambassadors",
                "indexes": [Index(fields=["kind", "from_at"])],
                "pk_attr": "id",
                "table_description": "What one kind of doing pays from a moment on, nothing at 0, `month_cap` is the most for one person and month.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Thanks",
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
                ("amount", fields.IntField()),
                ("words", fields.CharField(max_length=300)),
                ("by_id", fields.IntField(null=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "point_thanks",
                "app": "ambassadors",
                "pk_attr": "id",
                "table_description": "Points that staff gave by hand, with the words they wrote.",
            },
            bases=["Model"],
        ),
    ]
