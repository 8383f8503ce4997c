from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from voting.ballots.models import BallotState


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0005_meetings"),
        ("ideas", "0004_ideas_of_clubs"),
        ("voting", "0003_scores_and_contests"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="Ballot",
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
                    "meeting",
                    fields.ForeignKeyField(
                        "community.Meeting",
                        source_field="meeting_id",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("slug", fields.CharField(max_length=80)),
                ("title", fields.CharField(max_length=200)),
                ("body", fields.TextField(default="", unique=False)),
                ("method", fields.CharField(max_length=20)),
                ("audience", fields.CharField(max_length=60)),
                ("frozen", fields.CharField(default="opening", max_length=10)),
                (
                    "state",
                    fields.CharEnumField(
                        default=BallotState.DRAFT,
                        description="DRAFT: draft\nANNOUNCED: announced\nOPEN: open\nCLOSED: closed\nCANCELLED: cancelled",
                        enum_type=BallotState,
                        max_length=10,
                    ),
                ),
                ("is_secret", fields.BooleanField(default=True)),
                ("shows_counts", fields.BooleanField(default=False)),
                ("takes_proxies", fields.BooleanField(default=False)),
                ("seats", fields.IntField(default=1)),
                ("least", fields.IntField(default=0)),
                ("most", fields.IntField(default=0)),
                ("points", fields.IntField(default=0)),
                ("budget", fields.BigIntField(default=0)),
                ("currency", fields.CharField(default="", max_length=3)),
                ("quorum", fields.IntField(default=0)),
                ("opens_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("closes_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("opened_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reminded_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reason", fields.CharField(default="", max_length=300)),
                ("electors", fields.IntField(default=0)),
                ("cast", fields.IntField(default=0)),
                ("salt", fields.CharField(default="", max_length=64)),
                ("result", fields.TextField(default="", unique=False)),
                ("checksum", fields.CharField(default="", max_length=64)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("hidden_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "ballot",
                "app": "voting",
                "indexes": [Index(fields=["state", "closes_at"]), Index(fields=["club_id", "id"])],
                "pk_attr": "id",
                "table_description": "A question that closes at a minute. `audience` may answer, as it stands when the ballot opens or when one casts.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Answer",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "ballot",
                    fields.ForeignKeyField(
                        "voting.Ballot",
                        source_field="ballot_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("holder", fields.CharField(null=True, max_length=64)),
                ("receipt", fields.CharField(max_length=24)),
                ("marks", fields.TextField(unique=False)),
                ("is_by_proxy", fields.BooleanField(default=False)),
            ],
            options={
                "table": "ballot_answer",
                "app": "voting",
                "unique_together": (("ballot_id", "holder"), ("ballot_id", "receipt")),
                "pk_attr": "id",
                "table_description": "What an elector answered. `holder` is the person of an open ballot, or a mark made with the salt of a secret one.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="BallotOption",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "ballot",
                    fields.ForeignKeyField(
                        "voting.Ballot",
                        source_field="ballot_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("position", fields.IntField()),
                ("lot", fields.IntField(default=0)),
                ("title", fields.CharField(max_length=200)),
                ("body", fields.TextField(default="", unique=False)),
                ("cost", fields.BigIntField(default=0)),
                ("kind", fields.CharField(default="", max_length=20)),
                ("subject", fields.IntField(default=0)),
                ("withdrawn_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "ballot_option",
                "app": "voting",
                "unique_together": (("ballot_id", "position"),),
                "pk_attr": "id",
                "table_description": "What may be chosen, `kind` and `subject` name an idea, a design or an item of the roadmap. `lot` parts equals.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Elector",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "ballot",
                    fields.ForeignKeyField(
                        "voting.Ballot",
                        source_field="ballot_id",
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
                ("cast_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "through",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="through_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("reminded_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "elector",
                "app": "voting",
                "unique_together": (("ballot_id", "person_id"),),
                "indexes": [Index(fields=["person_id", "ballot_id"])],
                "pk_attr": "id",
                "table_description": "Somebody who may answer, and when they last did. What they answered is not here.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Pick",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "ballot",
                    fields.ForeignKeyField(
                        "voting.Ballot",
                        source_field="ballot_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("holder", fields.CharField(null=True, max_length=64)),
                ("receipt", fields.CharField(max_length=24)),
                ("low", fields.IntField()),
                ("high", fields.IntField()),
                ("picked", fields.IntField()),
            ],
            options={
                "table": "ballot_pick",
                "app": "voting",
                "unique_together": (("ballot_id", "holder", "low", "high"),),
                "indexes": [Index(fields=["ballot_id", "low", "high"])],
                "pk_attr": "id",
                "table_description": "Of two options that were shown to an elector, the one that was picked. `holder` as in an answer.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Proxy",
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
                    "giver",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="giver_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "holder",
                    fields.ForeignKeyField(
                        "community.Person",
                        source_field="holder_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("only", fields.IntField(default=0)),
                ("from_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("until_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("stands", fields.BooleanField(null=True, default=True)),
            ],
            options={
                "table": "proxy",
                "app": "voting",
                "unique_together": (("club_id", "giver_id", "only", "stands"),),
                "indexes": [Index(fields=["holder_id", "club_id", "stands"])],
                "pk_attr": "id",
                "table_description": "That a member of a club votes through another, for one ballot or until taken back. `stands` is true or null.",
            },
            bases=["Model"],
        ),
    ]
