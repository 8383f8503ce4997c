"""What is known about referrals that are to be decided, for many at a time: who the two are, and what was bought since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time

from ambassadors.referrals import aliases
from ambassadors.referrals.judging import Facts
from kernel import clock, db

_REFERRALS = (
    "SELECT r.id, r.person_id, r.inviter_id, r.touched_at, r.joined_at, r.cleared_by_id, c.return_days, c.order_days, "
    "c.least, c.currency, p.email, i.email AS inviter_email, l.customer_id, k.since AS since_on FROM referral r "
    "JOIN referral_campaign c ON c.id = r.campaign_id JOIN person p ON p.id = r.person_id "
    "JOIN person i ON i.id = r.inviter_id LEFT JOIN customer_link l ON l.person_id = r.person_id "
    "LEFT JOIN customer k ON k.id = l.customer_id WHERE r.id IN ({}) ORDER BY r.id"
)


async def gathered(numbers: Sequence[int], together: Mapping[int, int]) -> dict[int, Facts]:
    """The facts of some referrals, in a handful of statements for all of them; `together` are households, by account."""
    rows = await db.rows(_REFERRALS.format(db.marks(numbers)), *numbers)
    addresses = [str(row["email"]) for row in rows if row["email"]]
    accounts, buyers = await _boxes("person", addresses), await _boxes("customer", addresses)
    mine = {row["id"]: _customers(row, buyers) for row in rows}
    orders = await _orders({number for numbers in mine.values() for number in numbers})
    return {
        row["id"]: _facts(
            row, together, accounts, [one for number in mine[row["id"]] for one in orders[number]], buyers
        )
        for row in rows
    }


def _facts(
    row: db.Row,
    together: Mapping[int, int],
    accounts: dict[str, list[db.Row]],
    orders: list[db.Row],
    buyers: dict[str, list[db.Row]],
) -> Facts:
    now, first_day = clock.now(), _day(row["touched_at"])
    box = aliases.root(row["email"]) if row["email"] else ""
    since = [day for day in (row["since_on"], *(one["since_on"] for one in buyers.get(box, ()))) if day is not None]
    bought = [order for order in orders if order["amount"] > 0 and order["placed_at"] <= now]
    after = [order for order in orders if first_day <= order["placed_at"] <= now]
    person, inviter = row["person_id"], row["inviter_id"]
    return Facts(
        now=now,
        joined_at=row["joined_at"],
        return_days=row["return_days"],
        order_days=row["order_days"],
        ordered_at=min((order["placed_at"] for order in bought if order["placed_at"] >= first_day), default=None),
        is_enough=_is_enough(after, row["least"], row["currency"]),
        is_self=aliases.are_one(row["email"], row["inviter_email"]),
        is_known=any(_was_there(one, row) for one in accounts.get(box, ())),
        is_household=together.get(person, person) == together.get(inviter, inviter),
        is_customer=any(order["placed_at"] < first_day for order in bought)
        or any(day < first_day.date() for day in since),
        is_cleared=row["cleared_by_id"] is not None,
    )


def _day(moment: datetime) -> datetime:
    """The beginning of a moment's day, since many files say of an order no more than the day; an order's day is UTC."""
    return datetime.combine(moment.astimezone(UTC).date(), time(), UTC)


def _is_enough(orders: Iterable[db.Row], least: int, currency: str) -> bool:
    """What was bought less what was taken back: at least so much of the campaign's currency, or anything of any."""
    sums: dict[str, int] = defaultdict(int)
    for order in orders:
        sums[order["currency"]] += order["amount"]
    return sums[currency] >= least if least > 0 else any(amount > 0 for amount in sums.values())


def _was_there(account: db.Row, row: db.Row) -> bool:
    """Another account with the same letter box, opened before this one."""
    others = (row["person_id"], row["inviter_id"])
    return account["id"] not in others and bool(account["is_claimed"]) and account["created_at"] < row["joined_at"]


def _customers(row: db.Row, buyers: dict[str, list[db.Row]]) -> set[int]:
    """The customer that an account counts for, and those known by another spelling of its address."""
    box = aliases.root(row["email"]) if row["email"] else ""
    return {one["id"] for one in buyers.get(box, ())} | ({row["customer_id"]} if row["customer_id"] else set())


async def _orders(customers: set[int]) -> dict[int, list[db.Row]]:
    found: dict[int, list[db.Row]] = defaultdict(list)
    if customers:
        wanted = sorted(customers)
        sql = f"SELECT customer_id, placed_at, amount, currency FROM customer_order WHERE customer_id IN ({db.marks(wanted)})"
        for row in await db.rows(sql, *wanted):
            found[row["customer_id"]].append(row)
    return found


_SELECTED = {
    "person": "SELECT id, email, is_claimed, created_at FROM person WHERE",
    "customer": "SELECT id, email, since AS since_on FROM customer WHERE",
}


async def _boxes(table: str, addresses: Sequence[str]) -> dict[str, list[db.Row]]:
    """Rows of a table whose address ends in the same letter box as one of these, by its one spelling."""
    wanted = {aliases.root(address) for address in addresses}
    likes = sorted({like for box in wanted for like in _spellings(box)})
    found: dict[str, list[db.Row]] = defaultdict(list)
    for start in range(0, len(likes), 100):
        some = likes[start : start + 100]
        tests = " OR ".join(["email LIKE ? ESCAPE '!'"] * len(some))
        for row in await db.rows(f"{_SELECTED[table]} {tests}", *some):
            box = aliases.root(row["email"])
            if box in wanted:
                found[box].append(row)
    return found


def _spellings(box: str) -> Iterable[str]:
    """Patterns that hold every spelling of a letter box, and some others."""
    name, _at, _host = box.rpartition("@")
    for host in aliases.hosts(box):
        if host in aliases.DOTLESS or host in aliases.TAGGED_BY_HYPHEN:
            yield f"{_plain(name[:1])}%@{_plain(host)}"
        else:
            yield f"{_plain(name)}@{_plain(host)}"
            yield f"{_plain(name)}+%@{_plain(host)}"


def _plain(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
