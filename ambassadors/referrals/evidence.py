"""What is known about referrals that are to be decided, for many at a time: who the two are, and what was bought since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from ambassadors.influence import households
from ambassadors.referrals import aliases
from ambassadors.referrals.judging import Facts
from kernel import clock, db

Boxes = dict[str, list[db.Row]]
_REFERRALS = (
    "SELECT r.id, r.person_id, r.inviter_id, r.touched_at, r.joined_at, r.cleared_by_id, c.return_days, c.order_days, "
    "c.least, c.currency, p.email, i.email AS inviter_email, l.customer_id, k.since AS since_on FROM referral r "
    "JOIN referral_campaign c ON c.id = r.campaign_id JOIN person p ON p.id = r.person_id "
    "JOIN person i ON i.id = r.inviter_id LEFT JOIN customer_link l ON l.person_id = r.person_id "
    "LEFT JOIN customer k ON k.id = l.customer_id WHERE r.id IN ({}) ORDER BY r.id"
)


@dataclass(frozen=True)
class Known:
    """What is read once for a whole night: households, and letter boxes that have more than one spelling."""

    together: Mapping[int, int]
    accounts: Boxes
    buyers: Boxes


async def known() -> Known:
    return Known(await households.every(), await _odd("person"), await _odd("customer"))


async def gathered(numbers: Sequence[int], known: Known) -> dict[int, Facts]:
    """The facts of some referrals, in a handful of statements for all of them."""
    rows = await db.rows(_REFERRALS.format(db.marks(numbers)), *numbers)
    orders = await _orders({row["customer_id"] for row in rows if row["customer_id"]})
    boxes = [aliases.root(row["email"]) for row in rows if row["email"]]
    accounts, buyers = await _plain("person", boxes, known.accounts), await _plain("customer", boxes, known.buyers)
    others = {one["id"] for box in boxes for one in buyers.get(box, ())}
    earlier = orders | await _orders(others - orders.keys())
    return {row["id"]: _facts(row, known.together, accounts, buyers, earlier) for row in rows}


def _facts(
    row: db.Row, together: Mapping[int, int], accounts: Boxes, buyers: Boxes, orders: Mapping[int, list[db.Row]]
) -> Facts:
    """An order counts by the customer whom an account is; who bought before is looked for under every spelling."""
    now, first_day = clock.now(), _day(row["touched_at"])
    box = aliases.root(row["email"]) if row["email"] else ""
    own = [order for order in orders.get(row["customer_id"], ()) if order["placed_at"] <= now]
    after = [order for order in own if order["placed_at"] >= first_day]
    person, inviter = row["person_id"], row["inviter_id"]
    return Facts(
        now=now,
        joined_at=row["joined_at"],
        return_days=row["return_days"],
        order_days=row["order_days"],
        ordered_at=min((order["placed_at"] for order in after if order["amount"] > 0), default=None),
        is_enough=_is_enough(after, row["least"], row["currency"]),
        is_self=aliases.are_one(row["email"], row["inviter_email"]),
        is_known=any(_was_there(one, row) for one in accounts.get(box, ())),
        is_household=together.get(person, person) == together.get(inviter, inviter),
        is_customer=_was_customer(row, buyers.get(box, []), orders, first_day),
        is_cleared=row["cleared_by_id"] is not None,
    )


def _was_customer(row: db.Row, buyers: list[db.Row], orders: Mapping[int, list[db.Row]], first_day: datetime) -> bool:
    """Bought, or stood on file, before the day of the invitation."""
    since = [day for day in (row["since_on"], *(one["since_on"] for one in buyers)) if day is not None]
    bought = [o for number in {row["customer_id"], *(one["id"] for one in buyers)} for o in orders.get(number, ())]
    return any(day < first_day.date() for day in since) or any(
        order["amount"] > 0 and order["placed_at"] < first_day for order in bought
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


async def _odd(table: str) -> Boxes:
    """Rows whose letter box has other spellings: read once, for no index finds them."""
    likes = ["%+%", *(f"%@{host}" for host in sorted(aliases.SPECIAL)), *(f"%.{host}" for host in aliases.SUBDOMAINS)]
    tests = " OR ".join(["email LIKE ?"] * len(likes))
    found: Boxes = defaultdict(list)
    for row in await db.rows(f"{_SELECTED[table]} {tests}", *likes):
        found[aliases.root(row["email"])].append(row)
    return found


async def _plain(table: str, boxes: Sequence[str], odd: Boxes) -> Boxes:
    """Rows by letter box: those spelled plainly, found by their index, and the odd ones."""
    found: Boxes = {box: list(odd.get(box, ())) for box in boxes}
    rows = await db.rows(f"{_SELECTED[table]} email IN ({db.marks(boxes)})", *boxes) if boxes else []
    for row in rows:
        if row["id"] not in {one["id"] for one in found[row["email"]]}:
            found[row["email"]].append(row)
    return found
