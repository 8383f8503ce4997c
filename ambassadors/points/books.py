"""Writing in the ledger: an entry with its lines, the purse and the month's budget that they change, the lots behind.

Locks are taken in one order: the books, then a purse; lots and holds are written only under their owner's purse.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta

from ambassadors.points import calendar
from ambassadors.points.models import Account, Act
from ambassadors.points.registry import Cause
from ambassadors.points.settings import PointSettings
from kernel import clock, db
from kernel.errors import Conflict
from kernel.i18n import gettext as _
from kernel.i18n import mark

NOT_ENOUGH = mark("There are not enough points for this.")
NOTHING: Cause = ("", 0)
_PURSE = ("free", "held", "spent", "expired")
Parts = list[list[int]]


@asynccontextmanager
async def writing() -> AsyncIterator[None]:
    """The transaction of whoever calls, or one of its own."""
    if db.inside():
        yield
    else:
        async with db.transaction():
            yield


async def lock() -> None:
    """One writer at a time for what touches a budget.

    The chain of staff acts has the same lock, so that who notes an act and pays for it never waits crosswise.
    """
    if not db.on_sqlite():
        await db.value("SELECT pg_advisory_xact_lock(8101)")


async def fund(month: date) -> db.Row:
    """A month's budget, made where there is none."""
    asked = "SELECT id, month_on, funded, given, told_low_at FROM point_fund WHERE month_on = ?"
    found = await db.row(asked, month)
    if found is None:
        await db.execute("INSERT INTO point_fund (month_on, funded, given) VALUES (?, 0, 0)", month)
        found = await fund(month)
    return found


async def purse(person_id: int) -> db.Row:
    """What somebody has, held until the transaction ends; made where there is none."""
    lock = "" if db.on_sqlite() else " FOR NO KEY UPDATE"
    asked = f"SELECT free, held, spent, expired, owed FROM point_purse WHERE person_id = ?{lock}"
    found = await db.row(asked, person_id)
    if found is None:
        await db.execute(
            "INSERT INTO point_purse (person_id, free, held, spent, expired, owed) VALUES (?, 0, 0, 0, 0, 0) "
            "ON CONFLICT (person_id) DO NOTHING",
            person_id,
        )
        found = await db.row(asked, person_id)
    if found is None:
        raise LookupError(f"no purse of {person_id}")
    return found


async def post(
    act: Act,
    lines: Mapping[Account, int],
    *,
    person_id: int | None = None,
    fund_id: int | None = None,
    kind: str = "",
    cause: Cause = NOTHING,
    by_id: int | None = None,
    reason: str = "",
) -> int:
    """Write an entry and what it changes; its lines sum to nothing, and no purse or budget falls below nothing by it."""
    told = {account: amount for account, amount in lines.items() if amount}
    if sum(told.values()):
        raise ValueError(f"an entry that is not balanced: {told}")
    entry = await db.value(
        "INSERT INTO point_entry (act, person_id, fund_id, kind, cause_kind, cause_id, by_id, reason, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        *(act.value, person_id, fund_id, kind, *cause, by_id, reason, clock.now()),
    )
    if told:
        values = [value for account, amount in told.items() for value in (entry, account.value, amount)]
        places = ", ".join(["(?, ?, ?)"] * len(told))
        await db.execute(f"INSERT INTO point_posting (entry_id, account, amount) VALUES {places}", *values)
    if person_id is not None:
        await _change_purse(person_id, told)
    if fund_id is not None:
        await _change_fund(fund_id, told.get(Account.FUND, 0), funds=act == Act.FUNDED)
    return int(entry)


async def _change_purse(person_id: int, lines: Mapping[Account, int]) -> None:
    changes = {name: lines.get(Account(name), 0) for name in _PURSE} | {"owed": -lines.get(Account.OWED, 0)}
    changes = {name: amount for name, amount in changes.items() if amount}
    if not changes:
        return
    sets = ", ".join(f"{name} = {name} + ?" for name in changes)
    holds = "".join(f" AND {name} + ? >= 0" for name in changes)
    amounts = list(changes.values())
    if not await db.execute(f"UPDATE point_purse SET {sets} WHERE person_id = ?{holds}", *amounts, person_id, *amounts):
        raise Conflict(_(NOT_ENOUGH))


async def _change_fund(fund_id: int, amount: int, *, funds: bool) -> None:
    """What staff put in or took out of a budget, or what was given from it or came back."""
    changed = (
        await db.execute(
            "UPDATE point_fund SET funded = funded + ? WHERE id = ? AND funded + ? >= given", amount, fund_id, amount
        )
        if funds
        else await db.execute(
            "UPDATE point_fund SET given = given - ? WHERE id = ? AND given - ? >= 0 AND given - ? <= funded",
            *(amount, fund_id, amount, amount),
        )
    )
    if not changed:
        raise Conflict(_("The month’s budget has not so many points left."))


async def add(person_id: int, amount: int, ends_at: datetime) -> None:
    """Points that came, in the lot that ends at a moment."""
    if amount:
        await db.execute(
            "INSERT INTO point_lot (person_id, ends_at, amount, remains) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (person_id, ends_at) DO UPDATE SET amount = point_lot.amount + excluded.amount, "
            "remains = point_lot.remains + excluded.remains",
            *(person_id, ends_at, amount, amount),
        )


async def take(person_id: int, amount: int, *, first: datetime | None = None) -> Parts:
    """Points that go, from the lot that came first on; from the one that ends at `first` before all. Says which lots."""
    rows = await db.rows(
        "SELECT id, remains, ends_at FROM point_lot WHERE person_id = ? AND remains > 0 ORDER BY ends_at", person_id
    )
    parts: Parts = []
    for row in sorted(rows, key=lambda row: row["ends_at"] != first):
        part = min(amount, row["remains"])
        if part:
            parts.append([row["id"], part])
        amount -= part
    if amount:
        raise Conflict(_(NOT_ENOUGH))
    await db.execute_many(
        "UPDATE point_lot SET remains = remains - ? WHERE id = ?", [(part, lot) for lot, part in parts]
    )
    return parts


async def put_back(person_id: int, parts: Parts) -> None:
    """Points that come back to their lots; from one that ends too soon they go to one that leaves some time."""
    soonest = clock.now() + timedelta(days=PointSettings().point_return_days)
    rows = await db.rows(
        f"SELECT id, ends_at FROM point_lot WHERE id IN ({db.marks(parts)})", *[lot for lot, _part in parts]
    )
    ends = {row["id"]: row["ends_at"] for row in rows}
    for lot, part in parts:
        await add(person_id, part, ends[lot] if ends[lot] >= soonest else calendar.end_after(soonest))


async def expire(person_id: int) -> int:
    """End what is past its date, under its owner's purse; says how much that was."""
    rows = await db.rows(
        "UPDATE point_lot SET remains = 0 WHERE id IN (SELECT id FROM point_lot WHERE person_id = ? AND ends_at <= ? "
        "AND remains > 0) RETURNING id",
        person_id,
        clock.now(),
    )
    if not rows:
        return 0
    lost = int(
        await db.value(
            "SELECT free - (SELECT coalesce(sum(remains), 0) FROM point_lot WHERE person_id = ?) FROM point_purse "
            "WHERE person_id = ?",
            person_id,
            person_id,
        )
    )
    await post(Act.EXPIRED, {Account.FREE: -lost, Account.EXPIRED: lost}, person_id=person_id)
    return lost
