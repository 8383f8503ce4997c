import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from ambassadors.programme.models import ApplicationState, Ending


class Migration(migrations.Migration):
    dependencies = [
        ("ambassadors", "0004_points"),
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
            name="Candidate",
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
                ("since_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "programme_candidate",
                "app": "ambassadors",
                "pk_attr": "id",
                "table_description": "That somebody is over the bar of the rule without a break since a moment.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Enrolment",
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
                ("current_for", fields.IntField(null=True, unique=True)),
                ("tier", fields.CharField(max_length=30)),
                ("since_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("tier_since_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("falls_to", fields.CharField(default="", max_length=30)),
                ("falls_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("terms", fields.IntField()),
                ("agreed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("is_listed", fields.BooleanField(default=False)),
                ("pitch", fields.CharField(default="", max_length=300)),
                ("town", fields.CharField(default="", max_length=60)),
                ("town_key", fields.CharField(default="", max_length=60)),
                (
                    "ending",
                    fields.CharEnumField(
                        null=True,
                        description="RETIRED: retired\nENDED: ended\nERASED: erased",
                        enum_type=Ending,
                        max_length=10,
                    ),
                ),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("words", fields.TextField(default="", unique=False)),
                ("is_thanked", fields.BooleanField(default=False)),
            ],
            options={
                "table": "programme_enrolment",
                "app": "ambassadors",
                "indexes": [Index(fields=["person_id", "id"]), Index(fields=["tier", "current_for"])],
                "pk_attr": "id",
                "table_description": "That somebody is, or was, an ambassador, `current_for` is the person as long as they are.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Expertise",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "enrolment",
                    fields.ForeignKeyField(
                        "ambassadors.Enrolment",
                        source_field="enrolment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=10)),
                ("value", fields.CharField(max_length=80)),
            ],
            options={
                "table": "programme_expertise",
                "app": "ambassadors",
                "unique_together": (("enrolment_id", "kind", "value"),),
                "indexes": [Index(fields=["kind", "value"])],
                "pk_attr": "id",
                "table_description": "A topic that an ambassador knows, or a language that they speak: what the directory is searched by.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Nomination",
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
                ("run_id", fields.IntField()),
                ("percentile", fields.FloatField()),
                ("bar", fields.FloatField()),
                ("accepted", fields.IntField()),
                ("upheld", fields.IntField()),
                ("since_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("until_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("answer", fields.CharField(default="", max_length=10)),
                ("answered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "programme_nomination",
                "app": "ambassadors",
                "indexes": [Index(fields=["person_id", "id"])],
                "pk_attr": "id",
                "table_description": "That the rule asked somebody to join, and what it went by on that day, `answer` is empty while it is open.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Application",
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
                    "nomination",
                    fields.ForeignKeyField(
                        "ambassadors.Nomination",
                        source_field="nomination_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("open_for", fields.IntField(null=True, unique=True)),
                ("motivation", fields.TextField(default="", unique=False)),
                (
                    "topics",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "languages",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("town", fields.CharField(default="", max_length=60)),
                ("is_listed", fields.BooleanField(default=False)),
                ("terms", fields.IntField()),
                (
                    "state",
                    fields.CharEnumField(
                        default=ApplicationState.WAITING,
                        description="WAITING: waiting\nACCEPTED: accepted\nDECLINED: declined\nWITHDRAWN: withdrawn",
                        enum_type=ApplicationState,
                        max_length=10,
                    ),
                ),
                ("words", fields.TextField(default="", unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "programme_application",
                "app": "ambassadors",
                "indexes": [Index(fields=["state", "id"]), Index(fields=["person_id", "id"])],
                "pk_attr": "id",
                "table_description": "That somebody asks to come in, `open_for` is the person while it waits, so that one waits at most.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ApplicationReview",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "application",
                    fields.ForeignKeyField(
                        "ambassadors.Application",
                        source_field="application_id",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("is_for", fields.BooleanField()),
                ("note", fields.TextField(default="", unique=False)),
                ("words", fields.TextField(default="", unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "programme_review",
                "app": "ambassadors",
                "unique_together": (("application_id", "by_id"),),
                "pk_attr": "id",
                "table_description": "What one of the team thinks of an application: `note` for the others of the team, `words` for who asked.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ProgrammeTerms",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("number", fields.IntField(unique=True)),
                ("body_en", fields.TextField(unique=False)),
                ("body_fr", fields.TextField(unique=False)),
                ("from_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("by_id", fields.IntField(null=True)),
            ],
            options={
                "table": "programme_terms",
                "app": "ambassadors",
                "pk_attr": "id",
                "table_description": "A numbered version of what brand and ambassador owe each other, in force from a moment on, never changed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TierEdition",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("slug", fields.CharField(max_length=30)),
                ("place", fields.IntField()),
                ("percentile", fields.FloatField()),
                ("name_en", fields.CharField(max_length=40)),
                ("name_fr", fields.CharField(max_length=40)),
                ("gives_en", fields.TextField(default="", unique=False)),
                ("gives_fr", fields.TextField(default="", unique=False)),
                ("is_dropped", fields.BooleanField(default=False)),
                ("from_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("by_id", fields.IntField(null=True)),
            ],
            options={
                "table": "programme_tier",
                "app": "ambassadors",
                "indexes": [Index(fields=["slug", "from_at"])],
                "pk_attr": "id",
                "table_description": "What a tier asks and gives from a moment on, never changed: the newest one of a slug counts, until it is dropped.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TierMove",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "enrolment",
                    fields.ForeignKeyField(
                        "ambassadors.Enrolment",
                        source_field="enrolment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("how", fields.CharField(max_length=10)),
                ("before", fields.CharField(default="", max_length=30)),
                ("after", fields.CharField(max_length=30)),
                ("percentile", fields.FloatField(null=True)),
                ("is_good", fields.BooleanField(default=True)),
                ("run_id", fields.IntField(null=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "programme_move",
                "app": "ambassadors",
                "indexes": [Index(fields=["enrolment_id", "id"])],
                "pk_attr": "id",
                "table_description": "That somebody came to a tier, or was told that they leave it: how, and what it went by.",
            },
            bases=["Model"],
        ),
    ]
