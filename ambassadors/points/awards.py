"""Points given for a cause, once, and taken back when the cause is withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ambassadors.points import books, calendar, rulebook
from ambassadors.points.models import Account, Act, Short
from ambassadors.points.registry import Cause
from ambassadors.points.rulebook import Ruled
from kernel import clock, db
from kernel.events import record

LOW = 5
"""Staff hear of a budget of which less than a fifth is left."""


@dataclass(frozen=True)
class Asked:
    """An award that is to be made."""

    person_id: int
    kind: str
    cause: Cause
    due: int
    event_id: int | None = None


@dataclass(frozen=True)
class Share:
    """What comes of it: `given` of which `settled` are set off against what is owed."""

    given: int
    settled: int
    short: Short


async def award(
    person_id: int,
    kind: str,
    *,
    cause: Cause,
    amount: int | None,
    event_id: int | None,
    by_id: int | None,
    reason: str,
) -> int:
    rule = await rulebook.in_force(kind)
    if rule is None or rule.amount == 0 or amount == 0:
        return 0
    asked = Asked(person_id, kind, cause, rule.amount if amount is None else amount, event_id)
    if asked.due < 0:
        raise ValueError("an award below nothing")
    async with books.writing():
        await books.lock()
        known = await _known(asked)
        if known is not None and not _may_pay_again(known, asked):
            return 0
        return await _give(asked, rule, known["id"] if known else None, by_id, reason)


async def _known(asked: Asked) -> db.Row | None:
    """What was given for the same event or, else, the same cause."""
    rows = await db.rows(
        "SELECT id, event_id, cause_kind, cause_id, reversed_at FROM point_award WHERE person_id = ? AND "
        "((cause_kind = ? AND cause_id = ?) OR event_id = ?)",
        *(asked.person_id, *asked.cause, asked.event_id or 0),
    )
    return min(rows, key=lambda row: row["event_id"] != asked.event_id or asked.event_id is None) if rows else None


def _may_pay_again(known: db.Row, asked: Asked) -> bool:
    """Only what was taken back, and for an event that came after."""
    if known["reversed_at"] is None or (known["cause_kind"], known["cause_id"]) != asked.cause:
        return False
    return asked.event_id is None or asked.event_id > (known["event_id"] or 0)


async def _give(asked: Asked, rule: Ruled, known: int | None, by_id: int | None, reason: str) -> int:
    fund = await books.fund(calendar.this_month())
    purse = await books.purse(asked.person_id)
    share = _share(asked.due, await _room(asked, rule), purse["owed"], fund["funded"] - fund["given"])
    fresh, ends = share.given - share.settled, calendar.ends()
    await _keep(asked, share, fund["id"], known)
    if share.given:
        lines = {
            Account.FUND: -fresh,
            Account.FREE: fresh,
            Account.OWED: share.settled,
            Account.ADVANCED: -share.settled,
        }
        about = {"person_id": asked.person_id, "fund_id": fund["id"], "kind": asked.kind, "cause": asked.cause}
        await books.add(asked.person_id, fresh, ends)
        await books.post(Act.AWARDED, lines, by_id=by_id, reason=reason, **about)
    await _tell(asked, share, fund, by_id)
    return share.given


def _share(due: int, room: int | None, owed: int, left: int) -> Share:
    """Of what is due what the cap lets through; of that first what is owed, then as much as the budget has."""
    wanted = due if room is None else min(due, max(room, 0))
    settled = min(owed, wanted)
    fresh = min(wanted - settled, left)
    short = Short.BUDGET if settled + fresh < wanted else Short.CAP if wanted < due else Short.NONE
    return Share(settled + fresh, settled, short)


async def _room(asked: Asked, rule: Ruled) -> int | None:
    """What somebody may still earn by this rule this month; None without a cap."""
    if rule.month_cap is None:
        return None
    used = await db.value(
        "SELECT coalesce(sum(amount), 0) FROM point_award WHERE person_id = ? AND kind = ? AND at >= ? "
        "AND reversed_at IS NULL",
        *(asked.person_id, asked.kind, calendar.begins(calendar.this_month())),
    )
    return rule.month_cap - int(used)


async def _keep(asked: Asked, share: Share, fund_id: int, known: int | None) -> None:
    """Write that the cause is paid, with nothing where nothing was left."""
    told = (fund_id, asked.due, share.given, share.settled, 0, share.short.value, calendar.ends(), clock.now())
    if known is not None:
        await db.execute(
            "UPDATE point_award SET kind = ?, event_id = ?, fund_id = ?, due = ?, amount = ?, settled = ?, owed = ?, "
            "short = ?, ends_at = ?, at = ?, reversed_at = NULL WHERE id = ?",
            *(asked.kind, asked.event_id, *told, known),
        )
        return
    await db.execute(
        "INSERT INTO point_award (person_id, kind, cause_kind, cause_id, event_id, fund_id, due, amount, settled, owed, "
        "short, ends_at, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(asked.person_id, asked.kind, *asked.cause, asked.event_id, *told),
    )


async def _tell(asked: Asked, share: Share, fund: db.Row, by_id: int | None) -> None:
    about = ("person", asked.person_id)
    told: dict[str, Any] = {"earning": asked.kind, "amount": share.given, "due": asked.due}
    month = fund["month_on"].isoformat()[:7]
    if share.given:
        await record("points.awarded", actor=by_id, subject=about, **told, settled=share.settled)
    if share.short == Short.BUDGET:
        await record("points.short", actor=None, subject=about, **told, month=month)
    left = fund["funded"] - fund["given"] - (share.given - share.settled)
    if share.given and left * LOW < fund["funded"] and fund["told_low_at"] is None:
        await db.execute("UPDATE point_fund SET told_low_at = ? WHERE id = ?", clock.now(), fund["id"])
        await record("points.low", actor=None, subject=("fund", fund["id"]), left=left, month=month)


async def reverse(cause: Cause, *, person_id: int | None, reason: str) -> int:
    async with books.writing():
        await books.lock()
        one = " AND person_id = ?" if person_id is not None else ""
        rows = await db.rows(
            "SELECT id, person_id, kind, fund_id, amount, settled, ends_at FROM point_award WHERE cause_kind = ? "
            f"AND cause_id = ? AND reversed_at IS NULL{one} ORDER BY person_id",
            *(*cause, *([person_id] if one else [])),
        )
        for row in rows:
            await _take_back(row, cause, reason)
    return len(rows)


async def _take_back(row: db.Row, cause: Cause, reason: str) -> None:
    """What is left goes back to the budget it came from; the rest is owed, unless the points have ended already."""
    now, person = clock.now(), row["person_id"]
    purse = await books.purse(person)
    lost = await books.expire(person)
    stands = row["amount"] if row["ends_at"] > now else 0
    taken = min(purse["free"] - lost, row["amount"] - row["settled"]) if stands else 0
    owed = stands - taken
    await db.execute("UPDATE point_award SET reversed_at = ?, owed = ? WHERE id = ?", now, owed, row["id"])
    if not stands:
        return
    await books.take(person, taken, first=row["ends_at"])
    lines = {Account.FREE: -taken, Account.FUND: taken, Account.OWED: -owed, Account.ADVANCED: owed}
    about = {"person_id": person, "fund_id": row["fund_id"], "kind": row["kind"], "cause": cause}
    await books.post(Act.REVERSED, lines, reason=reason, **about)
    told = {"earning": row["kind"], "amount": stands, "owed": owed, "reason": reason}
    await record("points.reversed", actor=None, subject=("person", person), **told)
