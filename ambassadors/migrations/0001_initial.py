"""The first tables of ambassadors."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from ambassadors.storefronts.models import Fate, RoyaltyKind, Wish


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0002_a_report_between_two_rulings"),
        ("ideas", "0002_designs_and_challenges"),
        ("kernel", "0001_initial"),
    ]

    initial = True

    operations = [
        ops.CreateModel(
            name="Offer",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "design",
                    fields.OneToOneField(
                        "ideas.Design",
                        source_field="design_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("threshold", fields.IntField(default=50)),
                ("until", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("extended", fields.IntField(default=0)),
                (
                    "fate",
                    fields.CharEnumField(
                        default=Fate.GATHERING,
                        description="GATHERING: gathering\nREACHED: reached\nPRODUCTION: production\nRELEASED: released",
                        enum_type=Fate,
                        max_length=12,
                    ),
                ),
                ("price", fields.BigIntField()),
                ("currency", fields.CharField(max_length=3)),
                ("gathered", fields.IntField(default=0)),
                ("opened_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "offer",
                "app": "ambassadors",
                "indexes": [Index(fields=["fate", "until"])],
                "pk_attr": "id",
                "table_description": "A design that is made when enough people want it by a date. `gathered` counts confirmed pieces that stand.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Shop",
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
                ("name", fields.CharField(max_length=80)),
                ("story", fields.TextField(default="", unique=False)),
                ("wall", fields.CharField(default="lake", max_length=20)),
                (
                    "banner",
                    fields.ForeignKeyField(
                        "kernel.File",
                        source_field="banner_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("opened_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("hidden_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "shop",
                "app": "ambassadors",
                "pk_attr": "id",
                "table_description": "A member's public shelf, in the brand's frame.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PreOrder",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "offer",
                    fields.ForeignKeyField(
                        "ambassadors.Offer",
                        source_field="offer_id",
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
                (
                    "via",
                    fields.ForeignKeyField(
                        "ambassadors.Shop",
                        source_field="via_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("email", fields.CharField(max_length=254)),
                ("size", fields.CharField(default="", max_length=12)),
                ("quantity", fields.IntField(default=1)),
                (
                    "state",
                    fields.CharEnumField(
                        default=Wish.ASKED,
                        description="ASKED: asked\nCONFIRMED: confirmed\nWITHDRAWN: withdrawn\nRELEASED: released",
                        enum_type=Wish,
                        max_length=10,
                    ),
                ),
                ("token", fields.CharField(unique=True, max_length=64)),
                ("lang", fields.CharField(default="fr", max_length=5)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("confirmed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "preorder",
                "app": "ambassadors",
                "unique_together": (("offer_id", "email", "size"),),
                "indexes": [
                    Index(fields=["offer_id", "state"]),
                    Index(fields=["person_id", "id"]),
                    Index(fields=["email"]),
                ],
                "pk_attr": "id",
                "table_description": "An intent to buy, nothing is paid, it counts once its e-mail address is confirmed. `via` is whose shop it came by.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OfferLetter",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "preorder",
                    fields.ForeignKeyField(
                        "ambassadors.PreOrder",
                        source_field="preorder_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("event_id", fields.BigIntField()),
            ],
            options={
                "table": "offer_letter",
                "app": "ambassadors",
                "unique_together": (("preorder_id", "event_id"),),
                "pk_attr": "id",
                "table_description": "That a pre-order was written to about an event: the row is what makes the letter go once.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Shelved",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "shop",
                    fields.ForeignKeyField(
                        "ambassadors.Shop",
                        source_field="shop_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "design",
                    fields.ForeignKeyField(
                        "ideas.Design",
                        source_field="design_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("position", fields.IntField(default=0)),
            ],
            options={
                "table": "shelved",
                "app": "ambassadors",
                "unique_together": (("shop_id", "design_id"),),
                "pk_attr": "id",
                "table_description": "A design on a shelf.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ShopOrder",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("reference", fields.CharField(unique=True, max_length=120)),
                (
                    "design",
                    fields.ForeignKeyField(
                        "ideas.Design",
                        source_field="design_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("size", fields.CharField(default="", max_length=12)),
                ("quantity", fields.IntField(default=1)),
                ("amount", fields.BigIntField()),
                ("currency", fields.CharField(max_length=3)),
                (
                    "via",
                    fields.ForeignKeyField(
                        "ambassadors.Shop",
                        source_field="via_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("placed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("reported_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("reversed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "shop_order",
                "app": "ambassadors",
                "indexes": [Index(fields=["design_id", "placed_at"])],
                "pk_attr": "id",
                "table_description": "A sale that the brand's shop reported, once for its reference, and perhaps reversed later.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Royalty",
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
                (
                    "order",
                    fields.ForeignKeyField(
                        "ambassadors.ShopOrder",
                        source_field="order_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "design",
                    fields.ForeignKeyField(
                        "ideas.Design",
                        source_field="design_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="EARNED: earned\nREVERSED: reversed\nPAID: paid",
                        enum_type=RoyaltyKind,
                        max_length=10,
                    ),
                ),
                ("amount", fields.BigIntField()),
                ("currency", fields.CharField(max_length=3)),
                ("reference", fields.CharField(default="", max_length=120)),
                ("by_id", fields.IntField(null=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "royalty",
                "app": "ambassadors",
                "unique_together": (("order_id", "person_id", "kind", "design_id"),),
                "indexes": [Index(fields=["person_id", "at"])],
                "pk_attr": "id",
                "table_description": "One line of what designers earn, in minor units, payouts and reversals below nothing, never changed.",
            },
            bases=["Model"],
        ),
    ]
