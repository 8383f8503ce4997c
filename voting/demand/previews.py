"""What a merge would make of several ideas' support: people, accounts, and their value as a band, before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ideas.board.registry import Line
from kernel import db, i18n
from kernel.i18n import gettext as _
from kernel.viewer import Viewer
from voting.demand import queries
from voting.demand.queries import Stored
from voting.value import unweighed

STEPS = (1, 2, 5)
_COUNTED = (
    "WITH given AS (SELECT DISTINCT coalesce(i.merged_into_id, i.id) AS idea, s.person_id AS person, l.customer_id AS customer, "
    f"CASE WHEN {unweighed.of('s.person_id')} THEN 0 ELSE 1 END AS weighed "
    "FROM idea i JOIN support s ON s.idea_id = i.id AND s.state <> 'quarantined' "
    "LEFT JOIN customer_link l ON l.person_id = s.person_id "
    f"AND NOT {unweighed.of('s.person_id')} "
    "WHERE coalesce(i.merged_into_id, i.id) IN (SELECT coalesce(a.merged_into_id, a.id) FROM idea a WHERE a.id IN ({}))), "
    "each AS (SELECT idea, person, customer, weighed FROM given UNION SELECT 0, person, customer, weighed FROM given), "
    "account AS (SELECT idea, customer, count(*) AS people, 1 AS weighed FROM each WHERE customer IS NOT NULL "
    "GROUP BY idea, customer "
    "UNION ALL SELECT idea, NULL, 1, weighed FROM each WHERE customer IS NULL) "
    "SELECT o.idea, sum(o.people) AS people, count(*) AS accounts, "
    "sum(CASE WHEN o.weighed = 0 THEN 0 WHEN o.customer IS NULL THEN ? ELSE coalesce(w.amount, c.stated_value, ?) END) AS value "
    "FROM account o LEFT JOIN customer c ON c.id = o.customer LEFT JOIN worth w ON w.customer_id = o.customer AND w.run_id = ? "
    "GROUP BY o.idea"
)
"""Idea 0 is all of them together: each person once, each account once."""


@dataclass(frozen=True)
class Counted:
    people: int = 0
    accounts: int = 0
    value: float = 0


NOBODY = Counted()


async def lines(viewer: Viewer, ids: Sequence[int]) -> list[Line]:
    """Of the registry "idea.merge.preview". Who merges sees of money no more than the band that it falls into."""
    stored = await queries.latest()
    found, roots = await counted(ids, stored), await _roots(ids)
    before, after = [found.get(roots.get(number, number), NOBODY) for number in ids], found.get(0, NOBODY)
    told = [
        Line(_("People who support it"), [_number(one.people) for one in before], _number(after.people)),
        Line(_("Accounts among them"), [_number(one.accounts) for one in before], _number(after.accounts)),
    ]
    if stored is not None:
        written = [in_words(one.value, stored.currency) for one in (*before, after)]
        told.append(Line(_("What these accounts are worth"), written[:-1], written[-1]))
    return told


async def counted(ids: Sequence[int], stored: Stored | None) -> Mapping[int, Counted]:
    """By the ideas where these lead, and 0 for all of them together; worth as the newest figures were reckoned with."""
    default, run = (stored.notes["default_worth"], stored.worth_run_id or 0) if stored else (0, 0)
    rows = await db.rows(_COUNTED.format(db.marks(ids)), *ids, default, default, run)
    return {row["idea"]: Counted(int(row["people"]), int(row["accounts"]), float(row["value"] or 0)) for row in rows}


async def _roots(ids: Sequence[int]) -> dict[int, int]:
    rows = await db.rows(
        f"SELECT id, coalesce(merged_into_id, id) AS root FROM idea WHERE id IN ({db.marks(ids)})", *ids
    )
    return {row["id"]: row["root"] for row in rows}


def band(value: float) -> tuple[float, float]:
    """The two neighbours among 1, 2, 5, 10, 20, 50 ... that a value lies between, the lower one its own; 0 and 0 of nothing."""
    if value < 1:
        return 0, 0
    unit = 1
    while value >= 10 * unit:
        unit *= 10
    ends = [step * unit for step in (*STEPS, 10)]
    low = max(end for end in ends if end <= value)
    return low, ends[ends.index(low) + 1]


def in_words(value: float, currency: str) -> str:
    """Money in minor units as the band it falls into."""
    low, high = band(value)
    if not high:
        return i18n.format_money(0, currency)
    return _("%(low)s to %(high)s") % {
        "low": i18n.format_money(low, currency),
        "high": i18n.format_money(high, currency),
    }


def _number(value: int) -> str:
    return i18n.format_number(value)
