"""The last administrator: without one nobody can give a role any more, so that one cannot go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from community.people import handles
from community.people.models import Person, Role
from kernel import clock, db
from kernel.errors import Conflict
from kernel.i18n import gettext as _


async def is_last(person_id: int) -> bool:
    """Would nobody be left who gives roles? Inside a transaction no other administrator can go before it ends.

    One who closed their account is none to rely on, though they may come back.
    """
    lock = "" if db.on_sqlite() else " FOR UPDATE"
    rows = await db.rows(
        f"SELECT id, handle, suspended_until AS free_at FROM person WHERE role = ? AND is_claimed = ? ORDER BY id{lock}",
        Role.ADMIN.value,
        True,
    )
    able = {row["id"] for row in rows if _is_able(row)}
    return person_id in {row["id"] for row in rows} and able <= {person_id}


def _is_able(row: Mapping[str, Any]) -> bool:
    is_suspended = row["free_at"] is not None and row["free_at"] > clock.now()
    return not is_suspended and not row["handle"].startswith(handles.LEFT)


async def keep_one(person_id: int) -> None:
    """The same by number."""
    person = await Person.get_or_none(id=person_id)
    if person is not None:
        await let_go(person)


async def let_go(person: Person) -> None:
    """Before an administrator leaves, is suspended or loses the role: Conflict when they are the last, with what to do first."""
    if person.role == Role.ADMIN and await is_last(person.id):
        raise Conflict(
            _(
                "%(name)s is the last administrator: without one nobody could give a role any more. Make somebody else "
                "administrator first, at Team, People."
            )
            % {"name": person.name}
        )
