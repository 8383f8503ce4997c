"""The lock on the log of staff acts: the database itself refuses to change an act, to take one out, or to write over one.

One way stays open, and in one direction: the words of an act may give way to their own digest mark, when somebody who is
named in them was erased (kernel.audit.redact).
"""

from __future__ import annotations

from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient

FIXED = ("id", "at", "actor_id", "act", "subject_kind", "subject_id", "digest")
MARK = "erased:"
"""Words that were taken out of the chain begin so, and go on with the digest that the chain was made with."""
LENGTH = len(MARK) + 64
TOLD = "staff acts are append-only"


def _changed(differs: str) -> str:
    """What an update must not do, given how this database says that two values differ."""
    fixed = [f"NEW.{name} {differs} OLD.{name}" for name in FIXED]
    words = [
        f"(NEW.{name} {differs} OLD.{name} AND NOT (NEW.{name} LIKE '{MARK}%' AND length(NEW.{name}) = {LENGTH}))"
        for name in ("reason", "detail")
    ]
    return " OR ".join(fixed + words)


_REFUSED = f"BEGIN SELECT RAISE(ABORT, '{TOLD}'); END"
SQLITE = {
    "staff_act_unchanged": f"BEFORE UPDATE ON staff_act WHEN {_changed('IS NOT')} {_REFUSED}",
    "staff_act_kept": f"BEFORE DELETE ON staff_act {_REFUSED}",
    "staff_act_not_replaced": "BEFORE INSERT ON staff_act "
    f"WHEN EXISTS (SELECT 1 FROM staff_act WHERE id = NEW.id) {_REFUSED}",
}
FUNCTION = (
    "CREATE OR REPLACE FUNCTION staff_act_refused() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{TOLD}' USING ERRCODE = 'restrict_violation'; END $$"
)
_CALL = "EXECUTE FUNCTION staff_act_refused()"
POSTGRESQL = {
    "staff_act_unchanged": f"BEFORE UPDATE ON staff_act FOR EACH ROW WHEN ({_changed('IS DISTINCT FROM')}) {_CALL}",
    "staff_act_kept": f"BEFORE DELETE ON staff_act FOR EACH ROW {_CALL}",
    "staff_act_not_emptied": f"BEFORE TRUNCATE ON staff_act FOR EACH STATEMENT {_CALL}",
}


async def missing(client: BaseDBAsyncClient) -> list[str]:
    """The parts of the lock that this database lacks, or that somebody put out of force."""
    if client.capabilities.dialect == "sqlite":
        wanted, sql = SQLITE, "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'staff_act'"
    else:
        wanted = POSTGRESQL
        sql = (
            "SELECT t.tgname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE c.relname = 'staff_act' AND c.relnamespace = current_schema()::regnamespace "
            "AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
        )
    held = {row["name"] for row in await client.execute_query_dict(sql)}
    return [name for name in wanted if name not in held]


async def lock(client: BaseDBAsyncClient) -> None:
    """Put on what is missing of the lock."""
    sqlite = client.capabilities.dialect == "sqlite"
    lacking = await missing(client)
    if lacking and not sqlite:
        await client.execute_script(FUNCTION)
    for name in lacking:
        if not sqlite:
            await client.execute_script(f"DROP TRIGGER IF EXISTS {name} ON staff_act")
        await client.execute_script(f"CREATE TRIGGER {name} {(SQLITE if sqlite else POSTGRESQL)[name]}")


async def unlock(client: BaseDBAsyncClient) -> None:
    """Take the lock off, as whoever has the database in hand can; `migrate` puts it on again."""
    sqlite = client.capabilities.dialect == "sqlite"
    for name in SQLITE if sqlite else POSTGRESQL:
        await client.execute_script(f"DROP TRIGGER IF EXISTS {name}{'' if sqlite else ' ON staff_act'}")


async def turned(base: Any, *, on: bool) -> None:
    """Out of force and in force again on a connection to PostgreSQL, for a restore that replaces every row."""
    await base.execute(f"ALTER TABLE staff_act {'ENABLE' if on else 'DISABLE'} TRIGGER USER")
