"""The database itself refuses to change or to take out what staff did."""

from __future__ import annotations

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor

from kernel import appendonly


async def lock(_apps: object, editor: BaseSchemaEditor) -> None:
    await appendonly.lock(editor.client)


async def unlock(_apps: object, editor: BaseSchemaEditor) -> None:
    await appendonly.unlock(editor.client)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_what_let_a_session_in")]

    initial = False

    operations = [ops.RunPython(lock, unlock)]
