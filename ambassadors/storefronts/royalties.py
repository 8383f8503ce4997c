"""The ledger of royalties: what a sale earns along the chain of remixes, what is owed, what was paid; never changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ambassadors.storefronts import rules, splits
from ambassadors.storefronts.models import RoyaltyKind
from ambassadors.storefronts.splits import Link
from ideas.studio.models import Remixing
from kernel import audit, clock, db
from kernel.errors import Conflict, Invalid, require
from kernel.events import record
from kernel.i18n import gettext as _
from kernel.viewer import Viewer

LONGEST_CHAIN = 100
PERCENT = 100
"""Basis points in a percent: authors say their share in percent."""
_ADD = (
    "INSERT INTO royalty (person_id, order_id, design_id, kind, amount, currency, reference, by_id, at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True)
class Owed:
    """What somebody has earned and not been paid yet, in one currency."""

    person_id: int
    name: str
    handle: str
    currency: str
    amount: int
    earned: int
    paid: int


async def rate(design_id: int) -> int:
    """Basis points that a design earns: frozen the day it was published, or entered for a challenge, whose rate wins."""
    entered = await db.value(
        "SELECT royalty FROM challenge_entry WHERE design_id = ? AND withdrawn_at IS NULL ORDER BY entered_at, id LIMIT 1",
        design_id,
    )
    published = await db.value("SELECT royalty FROM design WHERE id = ?", design_id)
    found = published if entered is None else entered
    if found is None:
        raise Invalid(_("This design was never published: it earns nothing."))
    return int(found)


async def chain(design_id: int) -> list[Link]:
    """A design and what it began from, as far as shares are passed on; the share is the one its original asks for."""
    rows = await db.rows(
        "WITH RECURSIVE up (id, original_id, author_id, remixing, share, depth) AS ("
        "SELECT id, original_id, author_id, remixing, share, 0 FROM design WHERE id = ? UNION ALL "
        "SELECT d.id, d.original_id, d.author_id, d.remixing, d.share, up.depth + 1 "
        f"FROM design d JOIN up ON d.id = up.original_id WHERE up.depth < {LONGEST_CHAIN}) "
        "SELECT id, author_id, remixing, share FROM up ORDER BY depth",
        design_id,
    )
    links: list[Link] = []
    for row, behind in zip(rows, [*rows[1:], None], strict=True):
        asks = behind is not None and behind["remixing"] == Remixing.SHARE and behind["share"] > 0
        links.append(Link(row["id"], row["author_id"], behind["share"] * PERCENT if behind and asks else 0))
        if not asks:
            break
    return links


async def earn(order_id: int, design_id: int, amount: int, currency: str) -> None:
    """Credit a sale to everybody on the chain; inside its transaction."""
    links = await chain(design_id)
    parts = splits.split(splits.royalty(amount, await rate(design_id)), links)
    now = clock.now()
    lines = [
        (link.person, order_id, link.design, RoyaltyKind.EARNED.value, part, currency, "", None, now)
        for link, part in zip(links, parts, strict=True)
        if part
    ]
    await db.execute_many(_ADD, lines)
    await _say("royalty.earned", order_id, [(line[0], line[4]) for line in lines])


async def reverse(order_id: int, by_id: int, *, back: tuple[int, int] | None = None) -> None:
    """Take back what is left of what an order earned, or of `back` = (amount, given back so far) its proportion.

    The lines belong to `by_id`, the order's own or that of the part. Nobody's part falls below nothing, and when all is
    given back nothing is left of any. Inside a transaction.
    """
    rows = await db.rows(
        "SELECT r.person_id, r.design_id, r.currency, sum(CASE WHEN r.kind = 'earned' THEN r.amount ELSE 0 END) AS earned, "
        "sum(r.amount) AS stands FROM royalty r JOIN shop_order o ON o.id = r.order_id "
        "WHERE o.id = ? OR o.reverses_id = ? GROUP BY r.person_id, r.design_id, r.currency ORDER BY min(r.id)",
        order_id,
        order_id,
    )
    earned, stands = sum(int(row["earned"]) for row in rows), [int(row["stands"]) for row in rows]
    parts = stands if back is None else splits.taken_back(earned, stands, *back)
    kind, now = RoyaltyKind.REVERSED.value, clock.now()
    lines = [
        (row["person_id"], by_id, row["design_id"], kind, -part, row["currency"], "", None, now)
        for row, part in zip(rows, parts, strict=True)
        if part
    ]
    await db.execute_many(_ADD, lines)
    await _say("royalty.reversed", by_id, [(line[0], line[4]) for line in lines])


async def owed() -> list[Owed]:
    """Who is owed what, the most first; those whose account is even are left out."""
    rows = await db.rows(
        "SELECT r.person_id, p.name, p.handle, r.currency, sum(r.amount) AS amount, "
        "sum(CASE WHEN r.kind <> 'paid' THEN r.amount ELSE 0 END) AS earned, "
        "sum(CASE WHEN r.kind = 'paid' THEN -r.amount ELSE 0 END) AS paid "
        "FROM royalty r JOIN person p ON p.id = r.person_id GROUP BY r.person_id, p.name, p.handle, r.currency "
        "ORDER BY sum(r.amount) DESC, p.name, r.currency"
    )
    return [Owed(**{**row, **{name: int(row[name]) for name in ("amount", "earned", "paid")}}) for row in rows]


async def pay(viewer: Viewer, person_id: int, *, currency: str, amount: int, reference: str) -> None:
    """Note that somebody was paid all that was owed to them, `amount`; refused when it is no longer that."""
    require(rules.may_pay(viewer))
    async with db.transaction():
        if not db.on_sqlite():
            await db.rows("SELECT id FROM person WHERE id = ? FOR NO KEY UPDATE", person_id)
        due = await db.value(
            "SELECT coalesce(sum(amount), 0) FROM royalty WHERE person_id = ? AND currency = ?", person_id, currency
        )
        if int(due) != amount or amount <= 0:
            raise Conflict(_("What is owed has changed meanwhile. Look at it again before you pay."))
        values = (person_id, None, None, RoyaltyKind.PAID.value, -amount, currency, reference, viewer.id, clock.now())
        await db.execute(_ADD, *values)
        about = ("person", person_id)
        await audit.note(viewer, "royalty.paid", subject=about, amount=amount, currency=currency, reference=reference)
        await record("royalty.paid", actor=viewer.id, subject=about, amount=amount, currency=currency)


async def _say(kind: str, order_id: int, parts: list[tuple[int, int]]) -> None:
    """One event for each person, however many of their designs are on the chain."""
    sums: Counter[int] = Counter()
    for person, part in parts:
        sums[person] += part
    for person, amount in sums.items():
        await record(kind, actor=None, subject=("person", person), order=order_id, amount=amount)
