"""What is kept of points, folded again from the ledger: entries, purses, lots, holds and budgets."""

from __future__ import annotations

from kernel import db

_SUMS = (
    "SELECT e.person_id, sum(CASE WHEN p.account = 'free' THEN p.amount ELSE 0 END) AS free, "
    "sum(CASE WHEN p.account = 'held' THEN p.amount ELSE 0 END) AS held, "
    "sum(CASE WHEN p.account = 'spent' THEN p.amount ELSE 0 END) AS spent, "
    "sum(CASE WHEN p.account = 'expired' THEN p.amount ELSE 0 END) AS expired, "
    "sum(CASE WHEN p.account = 'owed' THEN -p.amount ELSE 0 END) AS owed "
    "FROM point_entry e JOIN point_posting p ON p.entry_id = e.id WHERE e.person_id IS NOT NULL GROUP BY e.person_id"
)
_FUNDS = (
    "SELECT e.fund_id, sum(CASE WHEN e.act = 'funded' THEN p.amount ELSE 0 END) AS funded, "
    "sum(CASE WHEN e.act = 'funded' THEN 0 ELSE -p.amount END) AS given FROM point_entry e "
    "JOIN point_posting p ON p.entry_id = e.id WHERE p.account = 'fund' GROUP BY e.fund_id"
)
NAMES = ("free", "held", "spent", "expired", "owed")


async def entries(*, fix: bool = False) -> list[str]:
    """The lines of every entry sum to nothing; what is not so nobody can mend but by hand."""
    found = await db.rows(
        "SELECT entry_id, sum(amount) AS n FROM point_posting GROUP BY entry_id HAVING sum(amount) <> 0 ORDER BY entry_id"
    )
    return [f"point_entry {row['entry_id']}: its lines sum to {row['n']}" for row in found]


async def purses(*, fix: bool = False) -> list[str]:
    """What each purse holds, folded from the lines."""
    same = " AND ".join(f"u.{name} = coalesce(s.{name}, 0)" for name in NAMES)
    kept = ", ".join(f"u.{name}, coalesce(s.{name}, 0) AS {name}_n" for name in NAMES)
    found = await db.rows(
        f"SELECT u.person_id, {kept} FROM point_purse u LEFT JOIN ({_SUMS}) s ON s.person_id = u.person_id "
        f"WHERE NOT ({same}) ORDER BY u.person_id"
    )
    if fix and found:
        values = [(*[int(row[f"{name}_n"]) for name in NAMES], row["person_id"]) for row in found]
        async with db.transaction():
            sets = ", ".join(f"{name} = ?" for name in NAMES)
            await db.execute_many(f"UPDATE point_purse SET {sets} WHERE person_id = ?", values)
    return [
        f"point_purse of {row['person_id']}: {row[name]} {name} kept, {row[f'{name}_n']} counted"
        for row in found
        for name in NAMES
        if row[name] != row[f"{name}_n"]
    ]


async def funds(*, fix: bool = False) -> list[str]:
    """What was funded and given of each month's budget."""
    found = await db.rows(
        "SELECT f.id, f.month_on, f.funded, f.given, coalesce(s.funded, 0) AS funded_n, coalesce(s.given, 0) AS given_n "
        f"FROM point_fund f LEFT JOIN ({_FUNDS}) s ON s.fund_id = f.id "
        "WHERE f.funded <> coalesce(s.funded, 0) OR f.given <> coalesce(s.given, 0) ORDER BY f.id"
    )
    if fix and found:
        values = [(int(row["funded_n"]), int(row["given_n"]), row["id"]) for row in found]
        async with db.transaction():
            await db.execute_many("UPDATE point_fund SET funded = ?, given = ? WHERE id = ?", values)
    return [
        f"point_fund {row['month_on']:%Y-%m}: {row['funded']} funded and {row['given']} given kept, "
        f"{row['funded_n']} and {row['given_n']} counted"
        for row in found
    ]


async def lots(*, fix: bool = False) -> list[str]:
    """What remains of somebody's lots is what is free, and what they put aside is what is held."""
    return [
        *await _compared("free", "SELECT person_id, sum(remains) AS n FROM point_lot GROUP BY person_id"),
        *await _compared(
            "held", "SELECT person_id, sum(amount) AS n FROM point_hold WHERE state = 'open' GROUP BY person_id"
        ),
    ]


async def _compared(name: str, counted: str) -> list[str]:
    found = await db.rows(
        f"SELECT u.person_id, u.{name} AS kept, coalesce(s.n, 0) AS n FROM point_purse u LEFT JOIN ({counted}) s "
        f"ON s.person_id = u.person_id WHERE u.{name} <> coalesce(s.n, 0) ORDER BY u.person_id"
    )
    return [f"point_purse of {row['person_id']}: {row['kept']} {name} kept, {row['n']} in lots" for row in found]


async def outstanding(*, fix: bool = False) -> list[str]:
    """What people have never exceeds what was funded, and no month gave more than it had."""
    over = await db.rows("SELECT month_on FROM point_fund WHERE given > funded OR given < 0 ORDER BY month_on")
    row = await db.row(
        "SELECT (SELECT coalesce(sum(free + held), 0) FROM point_purse) AS people, "
        "(SELECT coalesce(sum(funded), 0) FROM point_fund) AS funded"
    )
    more = row is not None and row["people"] > row["funded"]
    return [f"point_fund {one['month_on']:%Y-%m}: more was given than funded" for one in over] + (
        [f"{row['people']} points outstanding, {row['funded']} funded"] if row and more else []
    )
