import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from ambassadors.perks.models import Gives, Standing, Why


class Migration(migrations.Migration):
    dependencies = [
        ("ambassadors", "0007_questions"),
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
            name="Perk",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("slug", fields.CharField(unique=True, max_length=60)),
                (
                    "gives",
                    fields.CharEnumField(
                        description="CODE: code\nPERCENT: percent\nSEAT: seat\nEARLY: early\nNAMING: naming\nBADGE: badge\nTHANKS: thanks\nRELEASE: release",
                        enum_type=Gives,
                        max_length=10,
                    ),
                ),
                ("name", fields.CharField(max_length=80)),
                ("body", fields.TextField(default="", unique=False)),
                ("price", fields.IntField(default=0)),
                ("audience", fields.CharField(default="members", max_length=60)),
                ("stock", fields.IntField(null=True)),
                ("taken", fields.IntField(default=0)),
                ("most_each", fields.IntField(default=1)),
                ("opens_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("closes_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("published_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("percent", fields.IntField(null=True)),
                ("days", fields.IntField(null=True)),
                ("from_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("until_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("label", fields.CharField(default="", max_length=80)),
                ("code", fields.CharField(default="", max_length=100)),
                (
                    "meeting",
                    fields.ForeignKeyField(
                        "community.Meeting",
                        source_field="meeting_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "ideas.Idea",
                        source_field="idea_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("position", fields.IntField(default=0)),
                ("by_id", fields.IntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "perk",
                "app": "ambassadors",
                "pk_attr": "id",
                "table_description": "What points may be spent on. `price` is in points, `most_each` how often one person may have it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PerkClaim",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "perk",
                    fields.ForeignKeyField(
                        "ambassadors.Perk",
                        source_field="perk_id",
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
                    "standing",
                    fields.CharEnumField(
                        default=Standing.HELD,
                        description="HELD: held\nUSED: used\nBACK: back",
                        enum_type=Standing,
                        max_length=6,
                    ),
                ),
                ("points", fields.IntField(default=0)),
                ("hold_id", fields.BigIntField(null=True)),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "ideas.Idea",
                        source_field="idea_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("words", fields.CharField(default="", max_length=120)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("from_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("until_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("back_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "why",
                    fields.CharEnumField(
                        default=Why.NONE,
                        description="NONE: \nOWNER: owner\nSTAFF: staff\nMEETING: meeting\nLAPSED: lapsed\nERASED: erased",
                        enum_type=Why,
                        max_length=8,
                    ),
                ),
                ("reason", fields.CharField(default="", max_length=300)),
            ],
            options={
                "table": "perk_claim",
                "app": "ambassadors",
                "indexes": [
                    Index(fields=["person_id", "id"]),
                    Index(fields=["perk_id", "standing", "id"]),
                    Index(fields=["perk_id", "person_id"]),
                    Index(fields=["standing", "from_at"]),
                    Index(fields=["idea_id"]),
                ],
                "pk_attr": "id",
                "table_description": "A perk that somebody took, for `points` that are held by `hold_id` until it is used, and come back when it goes back.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PerkCode",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "perk",
                    fields.ForeignKeyField(
                        "ambassadors.Perk",
                        source_field="perk_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("code", fields.CharField(unique=True, max_length=100)),
                (
                    "claim",
                    fields.OneToOneField(
                        "ambassadors.PerkClaim",
                        source_field="claim_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("added_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("drawn_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "perk_code",
                "app": "ambassadors",
                "indexes": [Index(fields=["perk_id", "claim_id", "id"])],
                "pk_attr": "id",
                "table_description": "A code of a pool, drawn once, with a `claim` it is somebody's, and goes to nobody else once it was seen.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PerkCodeFile",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "perk",
                    fields.ForeignKeyField(
                        "ambassadors.Perk",
                        source_field="perk_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=200)),
                ("state", fields.CharField(default="running", max_length=10)),
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
                "table": "perk_code_file",
                "app": "ambassadors",
                "indexes": [Index(fields=["perk_id", "id"])],
                "pk_attr": "id",
                "table_description": "A file of codes that staff handed in, `report` is what its import did, by line and never by code.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PerkLook",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "claim",
                    fields.ForeignKeyField(
                        "ambassadors.PerkClaim",
                        source_field="claim_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("by_id", fields.IntField()),
                ("reason", fields.CharField(max_length=300)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "perk_look",
                "app": "ambassadors",
                "indexes": [Index(fields=["claim_id"])],
                "pk_attr": "id",
                "table_description": "That somebody of the team looked at the code of a claim, and why: its owner reads it.",
            },
            bases=["Model"],
        ),
    ]
