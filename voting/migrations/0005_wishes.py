from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from voting.wishes.models import Reply, WishState


class Migration(migrations.Migration):
    dependencies = [
        ("voting", "0004_ballots"),
    ]

    initial = False

    operations = [
        ops.CreateModel(
            name="ClubItem",
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
                ("comments", fields.IntField(default=0)),
            ],
            options={
                "table": "club_item",
                "app": "voting",
                "unique_together": (("club_id", "idea_id"),),
                "pk_attr": "id",
                "table_description": "An idea of the roadmap as a club talks about it, what is said hangs on its thread.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WishList",
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
                    "ballot",
                    fields.ForeignKeyField(
                        "voting.Ballot",
                        source_field="ballot_id",
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
                ("title", fields.CharField(max_length=160)),
                ("body", fields.TextField(default="", unique=False)),
                (
                    "state",
                    fields.CharEnumField(
                        default=WishState.DRAFT,
                        description="DRAFT: draft\nSIGNING: signing\nDELIVERED: delivered\nANSWERED: answered",
                        enum_type=WishState,
                        max_length=10,
                    ),
                ),
                ("frozen", fields.TextField(default="", unique=False)),
                ("checksum", fields.CharField(default="", max_length=64)),
                ("signatures", fields.IntField(default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("signing_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("delivered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("due_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("answered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("delivered_people", fields.IntField(null=True)),
                ("delivered_accounts", fields.IntField(null=True)),
                ("delivered_worth", fields.BigIntField(null=True)),
                ("worth_run", fields.IntField(null=True)),
                ("currency", fields.CharField(default="", max_length=3)),
                ("hidden_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "wish_list",
                "app": "voting",
                "indexes": [Index(fields=["club_id", "id"]), Index(fields=["state", "due_at"])],
                "pk_attr": "id",
                "table_description": "What a club asks for. Its text is frozen when signing begins: `frozen` holds it, `checksum` its SHA-256.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Signature",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "wish_list",
                    fields.ForeignKeyField(
                        "voting.WishList",
                        source_field="wish_list_id",
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
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("stands", fields.BooleanField(null=True, default=True)),
            ],
            options={
                "table": "signature",
                "app": "voting",
                "unique_together": (("wish_list_id", "person_id", "stands"),),
                "pk_attr": "id",
                "table_description": "That a member stands by a list. `stands` is true or null.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WishItem",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "wish_list",
                    fields.ForeignKeyField(
                        "voting.WishList",
                        source_field="wish_list_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("position", fields.IntField()),
                ("words", fields.CharField(max_length=300)),
                (
                    "idea",
                    fields.ForeignKeyField(
                        "ideas.Idea",
                        source_field="idea_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "reply",
                    fields.CharEnumField(
                        null=True,
                        description="ACCEPTED: accepted\nDECLINED: declined\nQUESTION: question",
                        enum_type=Reply,
                        max_length=10,
                    ),
                ),
                ("horizon", fields.CharField(default="", max_length=10)),
                ("answer", fields.TextField(default="", unique=False)),
                ("promised_on", fields.DateField(null=True)),
                ("kept_on", fields.DateField(null=True)),
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
            ],
            options={
                "table": "wish_item",
                "app": "voting",
                "unique_together": (("wish_list_id", "position"),),
                "indexes": [Index(fields=["idea_id"])],
                "pk_attr": "id",
                "table_description": "One thing that is asked for, and the answer that stands.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WishWord",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "item",
                    fields.ForeignKeyField(
                        "voting.WishItem",
                        source_field="item_id",
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
                ("is_brand", fields.BooleanField(default=True)),
                (
                    "reply",
                    fields.CharEnumField(
                        null=True,
                        description="ACCEPTED: accepted\nDECLINED: declined\nQUESTION: question",
                        enum_type=Reply,
                        max_length=10,
                    ),
                ),
                ("horizon", fields.CharField(default="", max_length=10)),
                ("promised_on", fields.DateField(null=True)),
                ("body", fields.TextField(default="", unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "wish_word",
                "app": "voting",
                "indexes": [Index(fields=["item_id", "id"])],
                "pk_attr": "id",
                "table_description": "What was said to an item, by the brand or back by the club, never changed. The newest of the brand stands on the item.",
            },
            bases=["Model"],
        ),
    ]
