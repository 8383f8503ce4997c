"""Shops that their keeper closes, banners cut from a picture, offers that were enough, sales taken back in part."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [
        ("ambassadors", "0001_initial"),
        ("community", "0001_initial"),
        ("community", "0002_a_report_between_two_rulings"),
        ("ideas", "0001_initial"),
        ("ideas", "0002_designs_and_challenges"),
        ("kernel", "0002_limits_for_all_processes"),
    ]

    initial = False

    operations = [
        ops.AddField(
            model_name="Offer",
            name="reached_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AlterModelOptions(
            name="Shop",
            options={
                "table": "shop",
                "app": "ambassadors",
                "pk_attr": "id",
                "table_description": "A member's public shelf, in the brand's frame, the banner is the part of its source that `banner_crop` names.",
            },
        ),
        ops.AddField(
            model_name="Shop",
            name="banner_alt",
            field=fields.CharField(default="", db_default="", max_length=200),
        ),
        ops.AddField(
            model_name="Shop",
            name="banner_crop",
            field=fields.CharField(default="", db_default="", max_length=20),
        ),
        ops.AddField(
            model_name="Shop",
            name="banner_source",
            field=fields.ForeignKeyField(
                "kernel.File",
                source_field="banner_source_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.CASCADE,
            ),
        ),
        ops.AddField(
            model_name="Shop",
            name="closed_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AlterModelOptions(
            name="ShopOrder",
            options={
                "table": "shop_order",
                "app": "ambassadors",
                "indexes": [Index(fields=["design_id", "placed_at"]), Index(fields=["reverses_id"])],
                "pk_attr": "id",
                "table_description": "A sale that the brand's shop reported, once for its reference, or what it took back of one, below nothing.",
            },
        ),
        ops.AddField(
            model_name="ShopOrder",
            name="reverses",
            field=fields.ForeignKeyField(
                "ambassadors.ShopOrder",
                source_field="reverses_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.CASCADE,
            ),
        ),
        ops.AddIndex(
            model_name="ShopOrder",
            index=Index(fields=["reverses_id"]),
        ),
        ops.RunSQL("UPDATE offer SET reached_at = decided_at WHERE fate = 'reached'"),
    ]
